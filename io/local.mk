# SPDX-License-Identifier: GPL-3.0-or-later
# The files of io/, sources and headers, one a line and sorted.

noinst_LIBRARIES += io/libio.a
io_libio_a_SOURCES = \
    io/hash.c \
    io/hash.h \
    io/ics_describe.c \
    io/ics_describe.h \
    io/ics_fold.c \
    io/ics_names.c \
    io/ics_words.c \
    io/ics_words.h \
    io/ics_write.c \
    io/ics_write.h \
    io/manifest.c \
    io/manifest.h \
    io/out_csv.c \
    io/out_csv.h \
    io/out_file.c \
    io/out_folder.c \
    io/out_folder.h \
    io/outputs.c \
    io/outputs.h \
    io/plan_read.h
