# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests of forecast/: a line "check_PROGRAMS += tests/unit/test_MODULE" each, from tests/unit/test_MODULE.c.

check_PROGRAMS += tests/unit/test_accuracy
check_PROGRAMS += tests/unit/test_backlog
check_PROGRAMS += tests/unit/test_demand
check_PROGRAMS += tests/unit/test_erlang
check_PROGRAMS += tests/unit/test_forecast
check_PROGRAMS += tests/unit/test_forecast_bank
check_PROGRAMS += tests/unit/test_offered
check_PROGRAMS += tests/unit/test_outbound
check_PROGRAMS += tests/unit/test_quantile
check_PROGRAMS += tests/unit/test_ridge
check_PROGRAMS += tests/unit/test_spread
check_PROGRAMS += tests/unit/test_staffing
check_PROGRAMS += tests/unit/test_svd

tests_unit_test_forecast_bank_SOURCES = tests/unit/test_forecast_bank.c $(CALLS_CSV)

EXTRA_DIST += tests/data/erlang_a.csv tests/data/erlang_c.csv
