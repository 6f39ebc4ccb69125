#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishes 28 days for 2,000 agents, 20 shifts each, all at first, then without a change, then with
one shift moved; python-icalendar writes the same feeds beside it.  Prints seconds and peak memory.

usage: publishbench.py [--agents N] [--breaks] [FOLDER]"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "publish"), str(HERE.parent / "readers")]
from office import UTC, Office  # noqa: E402
import ics_lint  # noqa: E402

RONDA = os.environ.get("RONDA", "./ronda")
NOW = "2026-10-24T09:00:00+08:00"


def measured(*command):
    """Standard output, (seconds, those of the processor), peak MiB of a command."""
    began = time.monotonic()
    child = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, text=True)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - began
    assert os.waitstatus_to_exitcode(status) == 0, (command, out)
    return out, (seconds, usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024


def with_python(folder, office, shifts, breaks):
    """The same events with python-icalendar: text of the same length, no register."""
    code = HERE / "publish_icalendar.py"
    plan = "\n".join(f"{s.agent} {s.start.astimezone(UTC):%Y%m%dT%H%M} {s.minutes}" for s in shifts)
    (folder / "shifts.txt").write_text(plan)
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import icalendar"], capture_output=True).returncode == 0:
            return measured(python, code, folder / "shifts.txt", folder / "python", "1" if breaks else "0")
    return None


def touched(folder):
    return {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--agents", type=int, default=2000)
    parser.add_argument("--breaks", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without python-icalendar")
    parser.add_argument("folder", nargs="?")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        folder = Path(name)
        office = Office(folder / "plan", agents=args.agents,
                        policy={"calendar_breaks": args.breaks})
        shifts = office.roster(days=28, seed=1)
        office.write_roster(folder / "out", shifts)
        command = [RONDA, "publish", folder / "plan", folder / "out", "--feeds", folder / "feeds", "--now", NOW]

        def line(what, seconds, mib, more=""):
            print(f"{what:32} {seconds[0]:6.2f} s, {seconds[1]:6.2f} s of processor {mib:6.1f} MiB  {more}", flush=True)
        out, seconds, mib = measured(*command)
        feeds = list((folder / "feeds").glob("*.ics"))
        line("publish, all new", seconds, mib, out.splitlines()[0])
        before = touched(folder)
        out, seconds, mib = measured(*command)
        line("publish, no change", seconds, mib, f"{sum(before[p] != t for p, t in touched(folder).items())} files touched")
        shifts[0].start += timedelta(hours=1)
        office.write_roster(folder / "out", shifts)
        before = touched(folder / "feeds")
        out, seconds, mib = measured(*command)
        line("publish, one shift moved", seconds, mib, f"{sum(before[p] != t for p, t in touched(folder / 'feeds').items())} feed written")
        beside = None if args.alone else with_python(folder, office, shifts, args.breaks)
        if beside:
            line("python-icalendar, feeds alone", beside[1], beside[2])
        size = sum(f.stat().st_size for f in feeds)
        faults = [x for f in feeds[::97] for x in ics_lint.lint(f.read_bytes())]
        print(f"{len(feeds)} feeds, {size / 1e6:.0f} MB, {len(shifts)} shifts; linted {len(feeds[::97])}: {len(faults)} faults; "
              f"load {os.getloadavg()[0]:.1f}, self {resource.getrusage(resource.RUSAGE_SELF).ru_utime:.0f} s")


main()
