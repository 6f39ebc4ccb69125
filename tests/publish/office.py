# SPDX-License-Identifier: GPL-3.0-or-later
"""An office to publish for: writes a plan folder and rosters, and says what a calendar must then
show.  No solver: the rosters are the tests' own."""

import csv
import json
import random
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

UTC = timezone.utc


class Shift:
    """One shift of one agent; start is an aware local time."""

    def __init__(self, agent, day, start, minutes, name="N", pauses=((90, 15, ""), (240, 60, "m"), (480, 15, ""))):
        self.agent, self.day, self.start, self.minutes, self.name = agent, day, start, minutes, name
        self.pauses = [p for p in pauses if p[0] + p[1] <= minutes]

    def end(self):
        return (self.start.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(self.start.tzinfo)

    def span(self):
        return utc(self.start), utc(self.end())

    def row(self):
        def clock(minutes, length):
            at = (self.start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(self.start.tzinfo)
            return f"{at:%H:%M}{stamp(at)[16:]}/{length}"
        meal = " ".join(clock(a, n) for a, n, kind in self.pauses if kind == "m")
        breaks = " ".join(clock(a, n) for a, n, kind in self.pauses if not kind)
        return [self.agent, self.day, stamp(self.start), stamp(self.end()), self.name, meal, breaks, "bank-voice"]


def stamp(at):
    return at.isoformat(timespec="minutes")


def utc(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


class Office:
    def __init__(self, folder, agents=6, site="Asia/Manila", client="America/New_York", policy=None,
                 first=date(2026, 10, 26), ident="office-1", languages=("en", "id")):
        self.folder, self.zone, self.first = Path(folder), ZoneInfo(site), first
        self.agents = [f"A{i:04d}" for i in range(agents)]
        self.leave = []  # (agent, from, to, kind)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write("site.json", json.dumps({
            "schema": 1,
            "site": {"id": ident, "zone": site, "currency": "PHP", "day_starts": "00:00", "slot_min": 30},
            "accounts": {"bank": {"zone": client, "holidays": ["US"]}},
            "contracts": {"full": {"days_week": [0, 7], "hours_week": [0, 80], "hours_day": [1, 12]}},
            "policy": policy or {}}))
        self.write("queues.csv", "id,account,channel,skill,aht_s,service_level,answer_s\n"
                                 "bank-voice,bank,voice,bank,240,0.80,20\n")
        self.write("shifts.csv", "id,start,length_min,meal_min,start_step_min,start_last,breaks\n"
                                 "N,00:00,540,60,30,23:30,2x15\nD,00:00,300,0,30,23:30,1x15\n")
        (self.folder / "holidays").mkdir(exist_ok=True)
        self.write("holidays/US.csv", "calendar,date,kind,name\nUS,2026-11-26,regular,Thanksgiving\n")
        self.write("agents.csv", "id,name,contract,skills,team,language\n" + "".join(
            f"{a},Nick {i},full,bank,team-{i % 2},{languages[i % len(languages)]}\n" for i, a in enumerate(self.agents)))
        self.write_leave()

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def write_leave(self):
        self.write("leave.csv", "agent,from,to,kind\n" + "".join(",".join(map(str, r)) + "\n" for r in self.leave))

    def at(self, day, hour, minute=0):
        """Local time; the later reading is never meant here."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)

    def roster(self, days=7, seed=0, nights=True):
        """Five shifts a week for each agent, by a seed."""
        rng, shifts = random.Random(seed), []
        for agent in self.agents:
            for week in range(0, days, 7):
                for k in sorted(rng.sample(range(7), 5)):
                    day = self.first + timedelta(days=week + k)
                    hour = rng.choice([21, 22, 23] if nights else [6, 9, 14])
                    shifts.append(Shift(agent, day, self.at(day, hour), 540))
        return shifts

    def write_roster(self, out, shifts):
        out = Path(out)
        out.mkdir(parents=True, exist_ok=True)
        with open(out / "roster.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow("agent work_date start end shift meal breaks queue".split())
            writer.writerows(s.row() for s in sorted(shifts, key=lambda s: (s.agent, s.start)))
        return out

    def want(self, shifts, agent):
        """Counter of (start, end) that the agent's calendar shows: shifts in UTC, leave as days."""
        wanted = Counter(s.span() for s in shifts if s.agent == agent)
        for who, begin, end, kind in self.leave:
            if who == agent and kind in ("leave", "sick", "training"):
                last = date.fromisoformat(str(end)) + timedelta(days=1)
                wanted[str(begin), last.isoformat()] += 1
        return wanted
