# SPDX-License-Identifier: GPL-3.0-or-later
# The manual and what else is read.

dist_doc_DATA = README.md HACKING.md NEWS.md COPYING doc/decisions.md
