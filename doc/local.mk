# SPDX-License-Identifier: GPL-3.0-or-later
# The manual and what else is read.

dist_doc_DATA = README.md HACKING.md NEWS.md COPYING doc/decisions.md doc/fairness.md doc/forecasting.md doc/import.md \
    doc/outputs.md doc/plan-folder.md doc/publishing.md doc/pay.md doc/rules.md doc/simulation.md doc/staffing.md

# Completes site.json in an editor.
dist_pkgdata_DATA = doc/site.schema.json

# From the program's own table of options, so it cannot be out of date.
man_MANS = doc/ronda.1
CLEANFILES += doc/ronda.1
doc/ronda.1: ronda$(EXEEXT)
	@$(MKDIR_P) doc
	$(AM_V_GEN)./ronda$(EXEEXT) man >$@.tmp && mv $@.tmp $@
