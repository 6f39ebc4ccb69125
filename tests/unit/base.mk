# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests of base/: a line "check_PROGRAMS += tests/unit/test_MODULE" each, from tests/unit/test_MODULE.c.

check_PROGRAMS += tests/unit/test_carried
tests_unit_test_carried_SOURCES = tests/unit/test_carried.c tests/unit/centre.c tests/unit/centre.h
check_PROGRAMS += tests/unit/test_diag
check_PROGRAMS += tests/unit/test_locks
check_PROGRAMS += tests/unit/test_mem
check_PROGRAMS += tests/unit/test_pool
check_PROGRAMS += tests/unit/test_rng
check_PROGRAMS += tests/unit/test_run
check_PROGRAMS += tests/unit/test_text
check_PROGRAMS += tests/unit/test_time
check_PROGRAMS += tests/unit/test_tz
check_PROGRAMS += tests/unit/test_tz_libc
check_PROGRAMS += tests/unit/test_tzif
