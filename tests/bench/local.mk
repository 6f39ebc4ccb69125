# SPDX-License-Identifier: GPL-3.0-or-later
# Benchmarks: "make bench" builds them, "make all" does not.  A line "BENCHES += ..." each, sorted.

BENCHES =
BENCHES += tests/bench/centrebench
BENCHES += tests/bench/erlangbench
BENCHES += tests/bench/forecastbench
BENCHES += tests/bench/importbench
BENCHES += tests/bench/pricingbench
BENCHES += tests/bench/queuesbench
BENCHES += tests/bench/rosterbench
BENCHES += tests/bench/simbench
EXTRA_PROGRAMS += $(BENCHES)
MOSTLYCLEANFILES += $(BENCHES)

tests_bench_centrebench_SOURCES = tests/bench/centrebench.c tests/bench/centre.c \
    tests/bench/centre.h
NRP_SOURCES = tests/bench/nrp.h tests/bench/nrp_read.c tests/bench/nrp_problem.c \
    tests/bench/nrp_check.c tests/bench/nrp_check.h
CALLS_CSV = tests/bench/calls_csv.c tests/bench/calls_csv.h
tests_bench_forecastbench_SOURCES = tests/bench/forecastbench.c $(CALLS_CSV)

tests_bench_erlangbench_SOURCES = tests/bench/erlangbench.c

tests_bench_importbench_SOURCES = tests/bench/importbench.c

tests_bench_pricingbench_SOURCES = tests/bench/pricingbench.c tests/bench/centre.c \
    tests/bench/centre.h
tests_bench_rosterbench_SOURCES = tests/bench/rosterbench.c $(NRP_SOURCES)
tests_bench_simbench_SOURCES = tests/bench/simbench.c

tests_bench_queuesbench_SOURCES = tests/bench/queuesbench.c

EXTRA_DIST += tests/bench/centregrowth tests/bench/nrpmake tests/bench/publishbench.py tests/bench/publish_icalendar.py

# Erlang's formulas and the simulation are measured at once, the others by targets of their own.
bench: $(BENCHES) bench-erlang bench-sim

# FORECAST_ARGS = FILE ZONE NATIVE_MIN SLOT_MIN COLUMN ORIGINS, another history.  PEERS = SCRIPT also
# runs that script of R on the same series; PEER_METHODS = "stlf_ets,tbats" says which methods.
FORECAST_ARGS = $(srcdir)/samples/manila-bank/calls/bank-voice.csv America/New_York 5 30 2 6
PEER_METHODS = median6,stlf_ets
EXTRA_DIST += tests/bench/forecast-peers
bench-forecast: tests/bench/forecastbench
	@$(SHELL) $(srcdir)/tests/bench/forecast-peers ./tests/bench/forecastbench$(EXEEXT) \
	    "$(PEERS)" "$(PEER_METHODS)" $(FORECAST_ARGS)

# Contacts simulated a second, with one worker and with two: the same figures but for the time.
bench-sim: tests/bench/simbench
	./tests/bench/simbench$(EXEEXT) 1
	./tests/bench/simbench$(EXEEXT) 2

# Erlang A requirements a second, and Erlang C beside peers.
EXTRA_DIST += tests/bench/erlang_peer.py
bench-erlang: tests/bench/erlangbench
	./tests/bench/erlangbench$(EXEEXT)
	$(srcdir)/tests/bench/erlang_peer.py ./tests/bench/erlangbench$(EXEEXT)

# 28 days of 2,000 agents, against python-icalendar; PUBLISH_ARGS="--breaks": pauses as events too.
PUBLISH_ARGS =
bench-publish: ronda$(EXEEXT)
	RONDA=./ronda$(EXEEXT) $(srcdir)/tests/bench/publishbench.py $(PUBLISH_ARGS)

# Time of centre weeks against agents; CENTRE_CASES = AGENTS/QUEUES/SLOT..., others, or options.
CENTRE_CASES =
bench-centre: tests/bench/centrebench
	$(srcdir)/tests/bench/centregrowth ./tests/bench/centrebench$(EXEEXT) $(CENTRE_CASES)

# The engine beside CBC, HiGHS, CP-SAT and GLPK on the same programs: PEERS_BY, a Python that has
# highspy and ortools; PEERS_ARGS = -t SECONDS AGENTS..., other sizes.
PEERS_BY = python3
PEERS_ARGS =
EXTRA_DIST += tests/peers/run
check-peers: tests/bench/centrebench
	$(PEERS_BY) $(srcdir)/tests/peers/run ./tests/bench/centrebench$(EXEEXT) $(PEERS_ARGS)

# IMPORT_ROWS = N, another size.
IMPORT_ROWS = 10000000
bench-import: tests/bench/importbench
	./tests/bench/importbench$(EXEEXT) $(IMPORT_ROWS)

.PHONY: bench bench-centre bench-erlang bench-forecast bench-publish bench-sim bench-import \
	check-peers
