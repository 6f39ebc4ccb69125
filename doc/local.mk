# SPDX-License-Identifier: GPL-3.0-or-later
# The manual and what else is read.

EXTRA_DIST +=
