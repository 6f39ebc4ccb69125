# SPDX-License-Identifier: GPL-3.0-or-later
# Rule packs, one file each: nobase_dist_pkgdata_DATA += rules/NAME.json

nobase_dist_pkgdata_DATA += \
	rules/ID-5day.json \
	rules/ID-6day.json \
	rules/PH.json \
	rules/gold-eu.json
