# SPDX-License-Identifier: GPL-3.0-or-later
# The files of forecast/, sources and headers, one a line and sorted.

noinst_LIBRARIES += forecast/libforecast.a
forecast_libforecast_a_SOURCES = \
    forecast/forecast.h \
    forecast/staffing.h
