# SPDX-License-Identifier: GPL-3.0-or-later
# The files of planner/, sources and headers, one a line and sorted.

noinst_LIBRARIES += planner/libplanner.a
planner_libplanner_a_SOURCES = \
    planner/actuals.c \
    planner/actuals.h \
    planner/capacity.c \
    planner/capacity.h \
    planner/close.c \
    planner/close.h \
    planner/compare.c \
    planner/compare.h \
    planner/figures.c \
    planner/figures.h \
    planner/need.c \
    planner/planner.c \
    planner/planner.h \
    planner/prove.c \
    planner/prove.h \
    planner/evenness.c \
    planner/replan.c \
    planner/replan.h \
    planner/scenarios.c \
    planner/scenarios.h \
    planner/training.c \
    planner/wishes.c \
    planner/wishes.h
