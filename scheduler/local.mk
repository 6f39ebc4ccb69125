# SPDX-License-Identifier: GPL-3.0-or-later
# The files of scheduler/, sources and headers, one a line and sorted.

noinst_LIBRARIES += scheduler/libscheduler.a
scheduler_libscheduler_a_SOURCES = \
    scheduler/build.c \
    scheduler/build.h \
    scheduler/build_breaks.c \
    scheduler/build_part.h \
    scheduler/build_person.c \
    scheduler/check.c \
    scheduler/check.h \
    scheduler/check_cover.c \
    scheduler/check_duty.c \
    scheduler/check_money.c \
    scheduler/check_part.h \
    scheduler/check_team.c \
    scheduler/check_week.c \
    scheduler/engine.h \
    scheduler/problem.h \
    scheduler/scheduler.h
