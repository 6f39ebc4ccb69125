# SPDX-License-Identifier: GPL-3.0-or-later
# Rule packs, one file each: nobase_dist_pkgdata_DATA += rules/NAME.json

nobase_dist_pkgdata_DATA += \
	rules/CO-template.json \
	rules/ID-5day.json \
	rules/ID-6day.json \
	rules/IN-KA.json \
	rules/MY-template.json \
	rules/PH-compressed.json \
	rules/PH.json \
	rules/PL-template.json \
	rules/ZA-template.json \
	rules/calling.json \
	rules/care.json \
	rules/gold-eu.json
