# SPDX-License-Identifier: GPL-3.0-or-later
# Rule packs, one file each: nobase_dist_pkgdata_DATA += rules/NAME.json

nobase_dist_pkgdata_DATA +=
