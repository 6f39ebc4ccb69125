# SPDX-License-Identifier: GPL-3.0-or-later
# The files of base/, sources and headers, one a line and sorted.

noinst_LIBRARIES += base/libbase.a
base_libbase_a_SOURCES =
