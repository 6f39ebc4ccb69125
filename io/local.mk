# SPDX-License-Identifier: GPL-3.0-or-later
# The files of io/, sources and headers, one a line and sorted.

noinst_LIBRARIES += io/libio.a
io_libio_a_SOURCES = \
    io/hash.c \
    io/hash.h \
    io/out_file.c \
    io/out_folder.c \
    io/out_folder.h \
    io/outputs.h \
    io/plan_read.h
