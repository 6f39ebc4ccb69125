# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests of io/: a line "check_PROGRAMS += tests/unit/test_MODULE" each, from tests/unit/test_MODULE.c.

EXTRA_DIST += tests/unit/scratch.h

check_PROGRAMS += tests/unit/test_csv
check_PROGRAMS += tests/unit/test_hash
check_PROGRAMS += tests/unit/test_ics_read
check_PROGRAMS += tests/unit/test_ics_write
check_PROGRAMS += tests/unit/test_import
check_PROGRAMS += tests/unit/test_json
check_PROGRAMS += tests/unit/test_knobs
check_PROGRAMS += tests/unit/test_out_folder
check_PROGRAMS += tests/unit/test_outputs
check_PROGRAMS += tests/unit/test_plan_read
check_PROGRAMS += tests/unit/test_publish
check_PROGRAMS += tests/unit/test_roster_csv
check_PROGRAMS += tests/unit/test_stamp
check_PROGRAMS += tests/unit/test_tables
check_PROGRAMS += tests/unit/test_when

week_sources = tests/unit/week.c tests/unit/week.h
tests_unit_test_ics_write_SOURCES = tests/unit/test_ics_write.c $(week_sources)
tests_unit_test_publish_SOURCES = tests/unit/test_publish.c $(week_sources)
tests_unit_test_outputs_SOURCES = tests/unit/test_outputs.c $(week_sources)
tests_unit_test_roster_csv_SOURCES = tests/unit/test_roster_csv.c $(week_sources)
