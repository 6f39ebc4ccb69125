# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzz targets, for a build configured with CC=clang.  "make fuzz" builds them and runs each for
# FUZZ_SECONDS; the rooms are compiled a second time, with the sanitizers.

FUZZERS = tests/fuzz/fuzz_csv tests/fuzz/fuzz_ics tests/fuzz/fuzz_import tests/fuzz/fuzz_json \
    tests/fuzz/fuzz_nrp tests/fuzz/fuzz_plan tests/fuzz/fuzz_roster tests/fuzz/fuzz_tzif
FUZZ_SECONDS = 60

EXTRA_PROGRAMS += $(FUZZERS)
MOSTLYCLEANFILES += $(FUZZERS) tests/fuzz/libfuzz.a
EXTRA_DIST += tests/fuzz/run tests/fuzz/ics/answer.xml tests/fuzz/ics/object.ics

FUZZ_SANITIZERS = address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FUZZ_CFLAGS = $(AM_CFLAGS) -O1 -fsanitize=fuzzer-no-link,$(FUZZ_SANITIZERS)
FUZZ_LINK = -fsanitize=fuzzer,$(FUZZ_SANITIZERS)
FUZZ_LIBS = tests/fuzz/libfuzz.a $(VENDOR_LIBS)

EXTRA_LIBRARIES = tests/fuzz/libfuzz.a
tests_fuzz_libfuzz_a_SOURCES = tests/fuzz/fuzz.c tests/fuzz/fuzz.h $(io_libio_a_SOURCES) \
    $(base_libbase_a_SOURCES)
tests_fuzz_libfuzz_a_CFLAGS = $(FUZZ_CFLAGS)

tests_fuzz_fuzz_csv_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_csv_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_csv_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_ics_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_ics_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_ics_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_import_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_import_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_import_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_json_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_json_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_json_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_nrp_SOURCES = tests/fuzz/fuzz_nrp.c tests/bench/nrp.h tests/bench/nrp_read.c \
    tests/bench/nrp_problem.c
tests_fuzz_fuzz_nrp_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_nrp_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_nrp_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_plan_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_plan_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_plan_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_roster_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_roster_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_roster_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_tzif_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_tzif_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_tzif_LDADD = $(FUZZ_LIBS)

fuzz:
	@$(CC) --version | grep -q clang || { echo 'fuzz: configure with CC=clang first' >&2; exit 2; }
	@$(MAKE) $(AM_MAKEFLAGS) $(FUZZERS)
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/fuzz/run $(FUZZ_SECONDS)

.PHONY: fuzz
