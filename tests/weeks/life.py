# SPDX-License-Identifier: GPL-3.0-or-later
"""A small site planned and closed week after week; what its ledger and its rosters then say.

    life.py [WEEKS] [SEED]   prints the spread of each balance, week by week"""

import csv
import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = Path(os.environ.get("TOP_SRCDIR", HERE.parent.parent))
RONDA = os.environ.get("RONDA", str(TOP / "ronda"))
FIRST = datetime.date(2026, 9, 28)
BURDENS = ("nights", "weekends", "holidays")
REST_H, RUN_DAYS, RUN_NIGHTS = 11, 6, 5  # gold-eu and the site's own
AWAY = ("W23", "W24")  # on leave for a week: not equally available


def ronda(*words):
    return subprocess.run([RONDA, *map(str, words)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make(folder, weeks, seed):
    subprocess.run([sys.executable, str(HERE / "make-site.py"), str(folder), str(weeks), str(seed)],
                   check=True)


def spreads(plan, but=AWAY):
    """Largest less least of each balance, among those equally available."""
    ledger = [row for row in rows(plan / "ledger.csv") if row["agent"] not in but]
    return {name: max(float(r[name]) for r in ledger) - min(float(r[name]) for r in ledger)
            for name in BURDENS}


class Failed(Exception):
    """A command did not do what it should."""


def want(got, code=0):
    if got.returncode != code:
        raise Failed(f"{' '.join(got.args)}: exit {got.returncode}\n{got.stdout}{got.stderr}")
    return got


def live(folder, weeks, seed):
    """Plans, verifies and closes the weeks; the spreads before each week and after the last, and
    the rosters' rows of all weeks."""
    plan, out = folder / "plan", folder / "out"
    make(plan, weeks, seed)
    history, duties = [spreads(plan)], []
    for week in range(weeks):
        monday = FIRST + datetime.timedelta(days=7 * week)
        want(ronda("plan", plan, "--week", monday, "-o", out, "-q"))
        want(ronda("verify", plan, out))
        want(ronda("close", plan, out, "-q"))
        history.append(spreads(plan))
        duties += rows(out / "roster.csv")
    return history, duties


def least_rest_h(duties):
    """Shortest rest between two shifts of anybody, also over the edges of weeks."""
    least = float("inf")
    by_agent = {}
    for row in duties:
        at = [datetime.datetime.fromisoformat(row[name]) for name in ("start", "end")]
        by_agent.setdefault(row["agent"], []).append(at)
    for shifts in by_agent.values():
        shifts.sort()
        for before, after in zip(shifts, shifts[1:]):
            least = min(least, (after[0] - before[1]).total_seconds() / 3600)
    return least


def longest_run(duties, shifts=("D", "E", "N")):
    """Most work dates in a row of anybody on these shifts, also over the edges of weeks."""
    most = 0
    by_agent = {}
    for row in duties:
        if row["shift"] in shifts:
            by_agent.setdefault(row["agent"], set()).add(
                datetime.date.fromisoformat(row["work_date"]))
    for dates in by_agent.values():
        for date in dates:
            n = 1
            while date + datetime.timedelta(days=n) in dates:
                n += 1
            most = max(most, n)
    return most


def main():
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        history, duties = live(Path(name), weeks, seed)
    for week, spread in enumerate(history):
        print(week, *(f"{burden} {spread[burden]:g}" for burden in BURDENS))
    print(f"least rest {least_rest_h(duties):g} h, longest run {longest_run(duties)} days, "
          f"{longest_run(duties, ('N',))} nights")


if __name__ == "__main__":
    main()
