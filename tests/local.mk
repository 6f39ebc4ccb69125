# SPDX-License-Identifier: GPL-3.0-or-later
# Every test writes TAP: the cmocka programs of tests/unit/, one fragment a room, and suites, each a
# script tests/NAME/run.

include tests/unit/base.mk
include tests/unit/io.mk
include tests/unit/forecast.mk
include tests/unit/scheduler.mk
include tests/unit/planner.mk
include tests/unit/cli.mk
include tests/unit/bench.mk
include tests/bench/local.mk
include tests/fuzz/local.mk

# Suites that "make check" runs, and those that only "make check-long" does: a line each, sorted.
# A suite's folder is distributed whole.
TEST_SUITES = \
	tests/bad/run \
	tests/build/run \
	tests/cli/run \
	tests/explain/run \
	tests/golden/run \
	tests/horizon/run \
	tests/import/run \
	tests/layers/run \
	tests/manual/run \
	tests/people/run \
	tests/publish/run \
	tests/readers/run \
	tests/report/run \
	tests/samples/run \
	tests/schema/run \
	tests/show/run \
	tests/weeks/run \
	tests/workbook/run
LONG_SUITES = \
	tests/publish_long/run \
	tests/readers_long/run \
	tests/report_long/run \
	tests/weeks_long/run

# Suites take longest: they begin first, so that no core is idle at the end.
TESTS = $(TEST_SUITES) $(check_PROGRAMS)
EXTRA_DIST += tests/tap.py $(TEST_SUITES:/run=) $(LONG_SUITES:/run=)

# What a test may rely on, whatever the folder that it is run in.
AM_TESTS_ENVIRONMENT = \
	RONDA='$(abs_top_builddir)/ronda$(EXEEXT)'; \
	RONDA_DATA='$(abs_top_srcdir)'; \
	TOP_SRCDIR='$(abs_top_srcdir)'; \
	TOP_BUILDDIR='$(abs_top_builddir)'; \
	CMOCKA_MESSAGE_OUTPUT=TAP; \
	PYTHONDONTWRITEBYTECODE=1; \
	export RONDA RONDA_DATA TOP_SRCDIR TOP_BUILDDIR CMOCKA_MESSAGE_OUTPUT PYTHONDONTWRITEBYTECODE;

# No --ignore-exit: a test that leaks or crashes after its last line has failed.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh

# In place of automake's own rule, which "check" calls: the same, and one closing line, also after a
# failure.  (automake lets this one be replaced, not "check" itself.)
check-TESTS: $(check_PROGRAMS)
	@rm -f $(TEST_LOGS) $(TEST_LOGS:.log=.trs) $(TEST_SUITE_LOG); st=0; \
	$(MAKE) $(AM_MAKEFLAGS) $(TEST_SUITE_LOG) || st=$$?; \
	$(SHELL) $(srcdir)/build-aux/sum-trs $(TEST_LOGS:.log=.trs) || test $$st -ne 0 || st=1; \
	exit $$st

# By the driver itself, as automake makes rules only for what is in TESTS.
check-long: all $(check_PROGRAMS)
	@$(AM_TESTS_ENVIRONMENT) \
	for t in $(LONG_SUITES); do \
	    $(MKDIR_P) `dirname $$t`; \
	    $(LOG_DRIVER) --test-name $$t --log-file $$t.log --trs-file $$t.trs --color-tests no \
	        --enable-hard-errors yes --expect-failure no -- $(srcdir)/$$t; \
	done; \
	$(SHELL) $(srcdir)/build-aux/sum-trs $(LONG_SUITES:=.trs)
MOSTLYCLEANFILES += $(LONG_SUITES:=.log) $(LONG_SUITES:=.trs)

check-layers: all
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/layers/run

golden-update: all
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/golden/run --update

.PHONY: check-long check-layers golden-update

# A suite's folder also holds what running it left behind.
dist-hook:
	rm -f $(distdir)/tests/*/run.log $(distdir)/tests/*/run.trs
	find $(distdir)/tests -name __pycache__ -prune -exec rm -rf {} +
