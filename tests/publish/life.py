# SPDX-License-Identifier: GPL-3.0-or-later
"""A life of publications: the roster changes by a seed, is published, and each feed is held against
it; and the same with kills in between."""

import csv
import os
import random
import signal
import subprocess
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import ics_lint
from office import Office, Shift


def text_of(parameters, value):
    when = datetime.strptime(value, "%Y%m%d" if parameters else "%Y%m%dT%H%M%SZ")
    return when.strftime("%Y-%m-%d" if parameters else "%Y-%m-%dT%H:%MZ")


def shown(raw):
    """Counter of (start, end) of a calendar's events that are not cancelled, pauses aside."""
    return Counter((text_of(*e["DTSTART"]), text_of(*e["DTEND"])) for e in ics_lint.parse(raw)
                   if e["STATUS"][1] != "CANCELLED" and e["TRANSP"][1] == "OPAQUE")


class Life:
    def __init__(self, folder, ronda, agents=12, seed=7, **office):
        self.folder, self.ronda, self.rng = Path(folder), str(ronda), random.Random(seed)
        self.office = Office(self.folder / "plan", agents=agents, **office)
        self.shifts, self.n, self.feeds = self.office.roster(days=14, seed=seed), 0, {}

    def now(self):
        return (datetime(2026, 10, 24) + timedelta(minutes=10 * self.n)).strftime("%Y-%m-%dT%H:%M:%S+08:00")

    def command(self, *more):
        self.office.write_roster(self.folder / "out", self.shifts)
        self.office.write_leave()
        return [self.ronda, "publish", str(self.folder / "plan"), str(self.folder / "out"),
                "--feeds", str(self.folder / "feeds"), "--now", self.now(), *map(str, more)]

    def publish(self, *more):
        done = subprocess.run(self.command(*more), capture_output=True, text=True)
        assert done.returncode == 0, (done.returncode, done.stderr)
        return done

    def tokens(self):
        with open(self.folder / "feeds.tokens.csv", newline="") as file:
            return {row["who"]: row["token"] for row in csv.DictReader(file)}

    # ---- what happens in an office ----

    def free(self, agent, day):
        """No shift that day or the days beside it, and no leave."""
        return all(s.agent != agent or abs((s.day - day).days) > 0 for s in self.shifts) and \
            all(a != agent or not begin <= day.isoformat() <= end for a, begin, end, _ in self.office.leave)

    def move(self):
        shift = self.rng.choice(self.shifts)
        shift.start = self.office.at(shift.day, 20) + timedelta(minutes=30 * self.rng.randrange(10))

    def cancel(self):
        if len(self.shifts) > 4 * len(self.office.agents):
            self.shifts.remove(self.rng.choice(self.shifts))

    def swap(self):
        a, b = self.rng.sample(self.shifts, 2)
        if a.agent != b.agent and (a.day == b.day or self.free(a.agent, b.day) and self.free(b.agent, a.day)):
            a.agent, b.agent = b.agent, a.agent

    def add(self):
        agent, day = self.rng.choice(self.office.agents), self.office.first + timedelta(days=self.rng.randrange(14))
        if self.free(agent, day):
            self.shifts.append(Shift(agent, day, self.office.at(day, 22), 540))

    def fall_ill(self):
        agent, day = self.rng.choice(self.office.agents), self.office.first + timedelta(days=self.rng.randrange(14))
        if not any(a == agent for a, *_ in self.office.leave):
            self.shifts = [s for s in self.shifts if s.agent != agent or s.day != day]
            self.office.leave.append((agent, day.isoformat(), day.isoformat(), "sick"))

    def change(self, times):
        for _ in range(times):
            self.rng.choice([self.move, self.move, self.cancel, self.swap, self.swap, self.add, self.fall_ill])()

    # ---- publications ----

    def faults(self):
        """Feeds that are not sound, do not show the roster, or went back in a version."""
        found = []
        for agent in self.office.agents:
            raw = (self.folder / "feeds" / f"{self.tokens()[agent]}.ics").read_bytes()
            found += [f"{agent}: {x}" for x in ics_lint.lint(raw)]
            if agent in self.feeds:
                found += [f"{agent}: {x}" for x in ics_lint.lint_versions(self.feeds[agent], raw)]
            want = self.office.want(self.shifts, agent)
            if shown(raw) != want:
                found.append(f"{agent}: lacks {want - shown(raw)}, has too much {shown(raw) - want}")
            self.feeds[agent] = raw
        files = [p.name for p in (self.folder / "feeds").iterdir()]
        live = sum(bool(t) for t in self.tokens().values())
        if len(files) != live:
            found.append(f"{len(files)} files for {live} tokens: {files}")
        return found

    def step(self, *more):
        """The next publication; every third with new tokens before."""
        if self.n > 0:
            self.change(8)
        if self.n % 3 == 2:
            who = [] if self.n % 2 else [self.rng.choice(self.office.agents)]
            subprocess.run([self.ronda, "feeds", "rotate", str(self.folder / "feeds"), *who], check=True, capture_output=True)
        self.n += 1
        self.publish(*more)
        return self.faults()

    def whole(self):
        """Right after a kill: what is there is whole, each feed the old one or the new."""
        found = [f"{p.name}: {x}" for p in (self.folder / "feeds").glob("[0-9a-f]*.ics") for x in ics_lint.lint(p.read_bytes())]
        register = self.folder / "plan/published.csv"
        if register.exists():
            rows = list(csv.reader(register.open(newline="")))
            found += [f"register row {n}" for n, row in enumerate(rows) if len(row) != len(rows[0])]
        return found

    def kill(self, times, seed):
        """Kills a publication at a random moment, so many times; each is then run again."""
        found, rng = [], random.Random(seed)
        began = time.monotonic()
        self.publish()
        took = time.monotonic() - began
        self.faults()
        n_killed = 0
        while n_killed < times:
            self.change(len(self.office.agents))
            self.n += 1
            child = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(rng.random() * took)
            child.send_signal(signal.SIGKILL)
            killed = child.wait() == -signal.SIGKILL
            n_killed += killed
            took = max(0.002, took * (1.02 if killed else 0.9))
            found += self.whole()
            self.publish()
            found += self.faults()
            if found:
                return found[:10]
        return found
