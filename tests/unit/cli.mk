# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests of cli/: a line "check_PROGRAMS += tests/unit/test_MODULE" each, from tests/unit/test_MODULE.c.
check_PROGRAMS += tests/unit/test_texts
check_PROGRAMS += tests/unit/test_options
