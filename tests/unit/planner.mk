# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests of planner/: a line "check_PROGRAMS += tests/unit/test_MODULE" each, from tests/unit/test_MODULE.c.
check_PROGRAMS += tests/unit/test_capacity
tests_unit_test_capacity_SOURCES = tests/unit/test_capacity.c tests/unit/centre.c tests/unit/centre.h
check_PROGRAMS += tests/unit/test_figures
tests_unit_test_figures_SOURCES = tests/unit/test_figures.c tests/unit/centre.c tests/unit/centre.h
check_PROGRAMS += tests/unit/test_planner
tests_unit_test_planner_SOURCES = tests/unit/test_planner.c tests/unit/centre.c tests/unit/centre.h
check_PROGRAMS += tests/unit/test_multiskill
check_PROGRAMS += tests/unit/test_prove
tests_unit_test_prove_SOURCES = tests/unit/test_prove.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_multiskill_SOURCES = tests/unit/test_multiskill.c tests/unit/centre.c tests/unit/centre.h
check_PROGRAMS += tests/unit/test_close
tests_unit_test_close_SOURCES = tests/unit/test_close.c tests/unit/centre.c tests/unit/centre.h
check_PROGRAMS += tests/unit/test_own_week
check_PROGRAMS += tests/unit/test_replan
tests_unit_test_replan_SOURCES = tests/unit/test_replan.c tests/unit/centre.c tests/unit/centre.h
check_PROGRAMS += tests/unit/test_actuals
