# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests of scheduler/: a line "check_PROGRAMS += tests/unit/test_MODULE" each, from tests/unit/test_MODULE.c.

check_PROGRAMS += tests/unit/test_build
check_PROGRAMS += tests/unit/test_check
check_PROGRAMS += tests/unit/test_check_cover
check_PROGRAMS += tests/unit/test_check_money
check_PROGRAMS += tests/unit/test_conflict
check_PROGRAMS += tests/unit/test_kept
check_PROGRAMS += tests/unit/test_pay
check_PROGRAMS += tests/unit/test_rules
check_PROGRAMS += tests/unit/test_posts
check_PROGRAMS += tests/unit/test_scheduler
check_PROGRAMS += tests/unit/test_sim
check_PROGRAMS += tests/unit/test_training
check_PROGRAMS += tests/unit/test_sim_backlog
check_PROGRAMS += tests/unit/test_sim_callers

tests_unit_test_conflict_SOURCES = tests/unit/test_conflict.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_kept_SOURCES = tests/unit/test_kept.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_build_SOURCES = tests/unit/test_build.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_check_SOURCES = tests/unit/test_check.c tests/unit/good_roster.c tests/unit/good_roster.h tests/unit/centre.c tests/unit/centre.h
tests_unit_test_check_money_SOURCES = tests/unit/test_check_money.c tests/unit/good_roster.c tests/unit/good_roster.h tests/unit/centre.c tests/unit/centre.h
tests_unit_test_check_cover_SOURCES = tests/unit/test_check_cover.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_rules_SOURCES = tests/unit/test_rules.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_posts_SOURCES = tests/unit/test_posts.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_training_SOURCES = tests/unit/test_training.c tests/unit/centre.c tests/unit/centre.h
tests_unit_test_scheduler_SOURCES = tests/unit/test_scheduler.c tests/unit/centre.c tests/unit/centre.h

check_PROGRAMS += tests/unit/test_anneal
check_PROGRAMS += tests/unit/test_breaks
check_PROGRAMS += tests/unit/test_cover
check_PROGRAMS += tests/unit/test_daylevel
check_PROGRAMS += tests/unit/test_engine
check_PROGRAMS += tests/unit/test_full
check_PROGRAMS += tests/unit/test_pricing

tests_unit_test_anneal_SOURCES = tests/unit/test_anneal.c tests/unit/little.c tests/unit/little.h
tests_unit_test_daylevel_SOURCES = tests/unit/test_daylevel.c tests/unit/little.c tests/unit/little.h
tests_unit_test_engine_SOURCES = tests/unit/test_engine.c tests/unit/little.c tests/unit/little.h
tests_unit_test_full_SOURCES = tests/unit/test_full.c tests/unit/little.c tests/unit/little.h
tests_unit_test_pricing_SOURCES = tests/unit/test_pricing.c tests/unit/little.c tests/unit/little.h
STEADY = tests/unit/steady.c tests/unit/steady.h tests/unit/centre.c tests/unit/centre.h
tests_unit_test_sim_SOURCES = tests/unit/test_sim.c $(STEADY)
tests_unit_test_sim_backlog_SOURCES = tests/unit/test_sim_backlog.c $(STEADY)
tests_unit_test_sim_callers_SOURCES = tests/unit/test_sim_callers.c $(STEADY)

EXTRA_DIST += tests/data/premium_vectors.json
