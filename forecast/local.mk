# SPDX-License-Identifier: GPL-3.0-or-later
# The files of forecast/, sources and headers, one a line and sorted.

noinst_LIBRARIES += forecast/libforecast.a
forecast_libforecast_a_SOURCES = \
    forecast/accuracy.c \
    forecast/accuracy.h \
    forecast/aht.c \
    forecast/aht.h \
    forecast/backlog.c \
    forecast/backlog.h \
    forecast/backtest.c \
    forecast/backtest.h \
    forecast/borrow.c \
    forecast/borrow.h \
    forecast/clean.c \
    forecast/clean.h \
    forecast/combine.c \
    forecast/combine.h \
    forecast/daytable.c \
    forecast/daytable.h \
    forecast/demand.c \
    forecast/design.c \
    forecast/design.h \
    forecast/erlang.c \
    forecast/erlang.h \
    forecast/floors.c \
    forecast/forecast.c \
    forecast/forecast.h \
    forecast/given.c \
    forecast/given.h \
    forecast/hours.c \
    forecast/hours.h \
    forecast/level.c \
    forecast/methods.h \
    forecast/offered.c \
    forecast/offered.h \
    forecast/outbound.c \
    forecast/outbound.h \
    forecast/profile.c \
    forecast/quantile.c \
    forecast/quantile.h \
    forecast/recur.c \
    forecast/recur.h \
    forecast/ridge.c \
    forecast/ridge.h \
    forecast/spread.c \
    forecast/spread.h \
    forecast/staffing.c \
    forecast/staffing.h \
    forecast/svd.c \
    forecast/svd.h \
    forecast/uncertain.c \
    forecast/uncertain.h
