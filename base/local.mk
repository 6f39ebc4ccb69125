# SPDX-License-Identifier: GPL-3.0-or-later
# The files of base/, sources and headers, one a line and sorted.

noinst_LIBRARIES += base/libbase.a
base_libbase_a_SOURCES = \
    base/carried.c \
    base/carried.h \
    base/clock.c \
    base/clock.h \
    base/demand.h \
    base/diag.c \
    base/diag.h \
    base/ledger.c \
    base/ledger.h \
    base/lists.h \
    base/locks.c \
    base/locks.h \
    base/mem.c \
    base/mem.h \
    base/names.c \
    base/pay.c \
    base/pay.h \
    base/people.h \
    base/plan.c \
    base/plan.h \
    base/pool.c \
    base/pool.h \
    base/posts.c \
    base/posts.h \
    base/requirement.h \
    base/rng.c \
    base/rng.h \
    base/roster.c \
    base/roster.h \
    base/rules.c \
    base/rules.h \
    base/run.c \
    base/run.h \
    base/site.h \
    base/status.h \
    base/team_off.c \
    base/team_off.h \
    base/text.c \
    base/text.h \
    base/time.c \
    base/time.h \
    base/training.c \
    base/training.h \
    base/tz.c \
    base/tz.h \
    base/tz_local.c \
    base/tz_rule.c \
    base/tzif.c \
    base/tzif.h \
    base/wellbeing.c \
    base/wellbeing.h
