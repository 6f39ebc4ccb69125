# SPDX-License-Identifier: GPL-3.0-or-later
# Every test writes TAP: the cmocka programs of tests/unit/, one fragment a room, and scripts.

include tests/unit/base.mk
include tests/unit/io.mk
include tests/unit/forecast.mk
include tests/unit/scheduler.mk
include tests/unit/planner.mk
include tests/unit/cli.mk

# Scripts that are tests; they are distributed and run as they are.
TEST_SUITES =

TESTS = $(check_PROGRAMS) $(TEST_SUITES)
EXTRA_DIST += $(TEST_SUITES)
