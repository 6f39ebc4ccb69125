# SPDX-License-Identifier: GPL-3.0-or-later
# Plan folders to run; installed below $(pkgdatadir) with their paths.

nobase_dist_pkgdata_DATA +=
