# SPDX-License-Identifier: GPL-3.0-or-later
# The files of io/, sources and headers, one a line and sorted.

noinst_LIBRARIES += io/libio.a
io_libio_a_SOURCES = \
    io/cells.c \
    io/csv.c \
    io/csv.h \
    io/doc.c \
    io/doc.h \
    io/explain.c \
    io/file.c \
    io/file.h \
    io/hash.c \
    io/hash.h \
    io/ics_describe.c \
    io/ics_describe.h \
    io/ics_fold.c \
    io/ics_names.c \
    io/ics_read.c \
    io/ics_read.h \
    io/ics_scan.c \
    io/ics_scan.h \
    io/ics_words.c \
    io/ics_words.h \
    io/ics_write.c \
    io/ics_write.h \
    io/import.c \
    io/import.h \
    io/import_columns.c \
    io/import_columns.h \
    io/init.c \
    io/init.h \
    io/interval.c \
    io/interval.h \
    io/json.c \
    io/json.h \
    io/manifest.c \
    io/manifest.h \
    io/out_csv.c \
    io/out_csv.h \
    io/out_file.c \
    io/out_folder.c \
    io/out_folder.h \
    io/outputs.c \
    io/outputs.h \
    io/patch.c \
    io/plan_build.h \
    io/plan_calls.c \
    io/plan_check.c \
    io/plan_check.h \
    io/plan_check_people.c \
    io/plan_defaults.c \
    io/plan_doc.c \
    io/plan_given.c \
    io/plan_read.c \
    io/plan_read.h \
    io/plan_rules.c \
    io/rows.c \
    io/spacing.c \
    io/spacing.h \
    io/stamp.c \
    io/stamp.h \
    io/tables.c \
    io/tables.h
