# SPDX-License-Identifier: GPL-3.0-or-later
# The manual and what else is read.

dist_doc_DATA = README.md HACKING.md NEWS.md COPYING
dist_doc_DATA += doc/capacity.md
dist_doc_DATA += doc/deciding.md
dist_doc_DATA += doc/decisions.md
dist_doc_DATA += doc/explain.md
dist_doc_DATA += doc/fairness.md
dist_doc_DATA += doc/forecasting.md
dist_doc_DATA += doc/import.md
dist_doc_DATA += doc/outputs.md
dist_doc_DATA += doc/pay.md
dist_doc_DATA += doc/plan-folder.md
dist_doc_DATA += doc/publishing.md
dist_doc_DATA += doc/report.md
dist_doc_DATA += doc/report-agent.png doc/report-dark.png doc/report-phone.png
dist_doc_DATA += doc/report-scenarios.png doc/report.png
dist_doc_DATA += doc/roles.md
dist_doc_DATA += doc/rostering.md
dist_doc_DATA += doc/rules.md
dist_doc_DATA += doc/simulation.md
dist_doc_DATA += doc/staffing.md
dist_doc_DATA += doc/tutorial.md

# Completes site.json in an editor.
dist_pkgdata_DATA = doc/site.schema.json

# From the program's own table of options, so it cannot be out of date.
man_MANS = doc/ronda.1
CLEANFILES += doc/ronda.1
doc/ronda.1: ronda$(EXEEXT)
	@$(MKDIR_P) doc
	$(AM_V_GEN)./ronda$(EXEEXT) man >$@.tmp && mv $@.tmp $@
