#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erlang C requirements by others, on the intervals of erlangbench.c, and how many times as long they
take.  pyworkforce where Python finds it (pip install --target DIR pyworkforce; PYTHONPATH=DIR), numpy
where it is installed, all intervals of a queue at once, and the recursion in plain Python.

    erlang_peer.py ERLANGBENCH [INTERVALS]"""

import json
import math
import subprocess
import sys
import time

QUEUE_INTERVALS = 10000
TARGET, ANSWER_S = 0.8, 20


def intervals(n):
    """(load in erlangs, handling time) of each, as erlangbench.c has them."""
    for k in range(n):
        q, peak = k // QUEUE_INTERVALS, 0.2 * 1500 ** (k // QUEUE_INTERVALS % 101 / 100)
        yield peak * (0.5 + 0.5 * math.sin(k % 48 * math.pi / 24) * 0.98), 180 + q % 240


def by_hand(cases):
    """The recursion of Erlang's loss formula up to the first that meets the target."""
    people = 0
    for load, aht in cases:
        b, n = 1.0, 0
        while True:
            n += 1
            b = load * b / (n + load * b)
            if n > load:
                c = b / (1 - load / n * (1 - b))
                if 1 - c * math.exp(-(n - load) * ANSWER_S / aht) >= TARGET:
                    break
        people += n
    return people


def by_numpy(cases):
    import numpy
    load, aht = (numpy.array(column) for column in zip(*cases))
    b, people, n = numpy.ones_like(load), numpy.zeros(len(load), dtype=int), 0
    while not people.all():
        n += 1
        b = load * b / (n + load * b)
        with numpy.errstate(all="ignore"):
            c = b / (1 - load / n * (1 - b))
            level = 1 - c * numpy.exp(-(n - load) * ANSWER_S / aht)
        people[(people == 0) & (n > load) & (level >= TARGET)] = n
    return int(people.sum())


def by_pyworkforce(cases):
    from pyworkforce.queuing import ErlangC
    return sum(ErlangC(transactions=load, aht=aht, asa=ANSWER_S, interval=aht)
               .required_positions(service_level=TARGET)["raw_positions"] for load, aht in cases)


def main():
    bench, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1010000
    ours = json.loads(subprocess.run([bench, str(n), "1", "0"], check=True, capture_output=True,
                                     text=True).stdout)
    print(json.dumps({"peer": "none", **ours}))
    cases = list(intervals(n))
    for peer, solve in (("pyworkforce", by_pyworkforce), ("numpy", by_numpy), ("Python", by_hand)):
        start = time.perf_counter()
        try:
            people = solve(cases)
        except ImportError as missing:
            print(json.dumps({"peer": peer, "missing": str(missing)}))
            continue
        us = (time.perf_counter() - start) * 1e6 / n
        print(json.dumps({"peer": peer, "per_interval_us": round(us, 3), "people": people,
                          "times_as_long": round(us / ours["per_interval_us"], 1)}))


main()
