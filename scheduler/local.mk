# SPDX-License-Identifier: GPL-3.0-or-later
# The files of scheduler/, sources and headers, one a line and sorted.

noinst_LIBRARIES += scheduler/libscheduler.a
scheduler_libscheduler_a_SOURCES = \
    scheduler/automaton.c \
    scheduler/automaton.h \
    scheduler/away.c \
    scheduler/away.h \
    scheduler/breaks.c \
    scheduler/breaks.h \
    scheduler/build.c \
    scheduler/build.h \
    scheduler/build_breaks.c \
    scheduler/build_part.h \
    scheduler/build_person.c \
    scheduler/bundle.c \
    scheduler/bundle.h \
    scheduler/bundle_part.h \
    scheduler/bundle_price.c \
    scheduler/bundle_tours.c \
    scheduler/check.c \
    scheduler/check.h \
    scheduler/check_cover.c \
    scheduler/check_duty.c \
    scheduler/check_money.c \
    scheduler/check_part.h \
    scheduler/check_team.c \
    scheduler/check_week.c \
    scheduler/colgen.c \
    scheduler/colgen.h \
    scheduler/cover.c \
    scheduler/cover.h \
    scheduler/dive.c \
    scheduler/dive.h \
    scheduler/engine.c \
    scheduler/engine.h \
    scheduler/explain.c \
    scheduler/explain.h \
    scheduler/forced.c \
    scheduler/forced.h \
    scheduler/improve.c \
    scheduler/improve.h \
    scheduler/incumbent.c \
    scheduler/incumbent.h \
    scheduler/instance.c \
    scheduler/instance.h \
    scheduler/lp.c \
    scheduler/lp.h \
    scheduler/polish.c \
    scheduler/polish.h \
    scheduler/pricing.c \
    scheduler/pricing.h \
    scheduler/problem.h \
    scheduler/scheduler.c \
    scheduler/scheduler.h \
    scheduler/sim.c \
    scheduler/sim.h \
    scheduler/sim_model.c \
    scheduler/sim_part.h \
    scheduler/sim_run.c \
    scheduler/space.c \
    scheduler/space.h \
    scheduler/teams.c \
    scheduler/teams.h \
    scheduler/value.c \
    scheduler/value.h
