# SPDX-License-Identifier: GPL-3.0-or-later
# The program: the one room that prints and exits.  All but main.c is an archive, so that unit
# tests can link it.

noinst_LIBRARIES += cli/libcli.a
cli_libcli_a_SOURCES = \
    cli/command.c \
    cli/command.h \
    cli/deliver.h \
    cli/edits.c \
    cli/edits.h \
    cli/fairness.c \
    cli/fairness.h \
    cli/faults.c \
    cli/faults.h \
    cli/load.c \
    cli/load.h \
    cli/load_run.c \
    cli/load_run.h \
    cli/manual.c \
    cli/manual.h \
    cli/numbers.c \
    cli/numbers.h \
    cli/option_table.c \
    cli/options.c \
    cli/options.h \
    cli/page.c \
    cli/page.h \
    cli/progress.c \
    cli/progress.h \
    cli/ran.c \
    cli/ran.h \
    cli/series.c \
    cli/series.h \
    cli/sim_page.c \
    cli/sim_page.h \
    cli/summary.c \
    cli/summary.h \
    cli/terminal.c \
    cli/terminal.h \
    cli/verb_accuracy.c \
    cli/verb_backtest.c \
    cli/verb_capacity.c \
    cli/verb_check.c \
    cli/verb_close.c \
    cli/verb_diff.c \
    cli/verb_explain.c \
    cli/verb_import.c \
    cli/verb_init.c \
    cli/verb_plan.c \
    cli/verb_publish.c \
    cli/verb_replan.c \
    cli/verb_report.c \
    cli/verb_roster.c \
    cli/verb_rules.c \
    cli/verb_series.c \
    cli/verb_show.c \
    cli/verb_simulate.c \
    cli/verb_stages.c \
    cli/verb_swap.c \
    cli/verb_verify.c \
    cli/verb_whatif.c \
    cli/whatif_page.c \
    cli/whatif_page.h \
    cli/whatif_store.c \
    cli/whatif_store.h \
    cli/why.c \
    cli/why.h \
    cli/why_words.c \
    cli/why_words.h

bin_PROGRAMS += ronda
ronda_SOURCES = cli/main.c
ronda_LDADD = $(ROOMS_LIBS) $(VENDOR_LIBS)

bashcompletiondir = $(datadir)/bash-completion/completions
nodist_bashcompletion_DATA = cli/completion/ronda
CLEANFILES += cli/completion/ronda
cli/completion/ronda: ronda$(EXEEXT)
	@$(MKDIR_P) cli/completion
	$(AM_V_GEN)./ronda$(EXEEXT) completion bash >$@.tmp && mv $@.tmp $@
