# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests of tests/bench/.

check_PROGRAMS += tests/unit/test_nrp
tests_unit_test_nrp_SOURCES = tests/unit/test_nrp.c $(NRP_SOURCES)
