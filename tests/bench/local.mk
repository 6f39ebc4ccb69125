# SPDX-License-Identifier: GPL-3.0-or-later
# Benchmarks: "make bench" builds them, "make all" does not.  A line "BENCHES += ..." each, sorted.

BENCHES =
BENCHES += tests/bench/centrebench
BENCHES += tests/bench/rosterbench
EXTRA_PROGRAMS += $(BENCHES)
MOSTLYCLEANFILES += $(BENCHES)

tests_bench_centrebench_SOURCES = tests/bench/centrebench.c tests/bench/centre.c \
    tests/bench/centre.h
NRP_SOURCES = tests/bench/nrp.h tests/bench/nrp_read.c tests/bench/nrp_problem.c \
    tests/bench/nrp_check.c tests/bench/nrp_check.h
tests_bench_rosterbench_SOURCES = tests/bench/rosterbench.c $(NRP_SOURCES)

bench: $(BENCHES)

.PHONY: bench
