#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the people and the calls of this sample, all of them made up: agents.csv, leave.csv,
wishes.csv, training.csv, ledger.csv, calls/*.csv and the survey client's head-counts,
requirement/survey-out.csv.

    python3 make-plan.py [FOLDER]     (default: the folder of this file)

The numbers come from a small generator of its own (Lehmer's, modulus 2^31 - 1), so that they are
the same with every version of Python.  Nicknames are a spice and a tree: they name nobody."""

import datetime
import math
import sys
from pathlib import Path

SPICES = "Cengkeh Pala Jahe Kunyit Lada Kemiri Serai Kapulaga Kencur Ketumbar Adas Vanili".split()
TREES = "Beringin Cendana Jati Kenari Mahoni Meranti Nangka Rambutan Sawo Waru".split()
TEAMS = ("Bulan", "Fajar", "Senja")
MONDAY = datetime.date(2026, 12, 21)
WEEKS = 7  # of history

# role, how many, skills in turn, wage in IDR an hour
KINDS = (
    ("supervisor", 2, ("lead",), 90000),
    ("leader", 9, ("lead",), 70000),
    ("analyst", 3, ("quality",), 60000),
    ("senior", 14, ("shop:2;chat:2;telco:2", "telco:2;survey:2", "shop:2;chat:2"), 52000),
    ("agent", 92, ("shop;chat", "telco", "shop;chat", "telco;survey", "shop;chat;telco", "shop;chat;telco"), 40000),
)
# queue: calls an hour at the peak, share at each hour of the client's day (of the peak), weekend
SHOP_DAY = (.25, .16, .12, .10, .10, .14, .22, .34, .50, .70, .85, .95,
            1.0, .98, .92, .90, .92, .95, .96, .94, .90, .78, .60, .40)
TELCO_DAY = (0, 0, 0, 0, 0, 0, 0, .45, .75, .95, 1.0, .98, .90, .88, .90, .92, .95, .90,
             .80, .70, .55, .40, 0, 0)
CALLS = (("shop-voice", 102, SHOP_DAY, .85), ("shop-chat", 47, SHOP_DAY, .9),
         ("telco-voice", 95, TELCO_DAY, .6))


class Lehmer:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = self.state * 48271 % 2147483647
        return self.state % n

    def poisson(self, mean):
        """By inversion; means here are below 100."""
        u = (self.below(1000000) + 0.5) / 1000000
        n, part = 0, math.exp(-mean)
        total = part
        while u > total and n < 400:
            n += 1
            part *= mean / n
            total += part
        return n


def agents(chance):
    rows = []
    for role, count, skills, wage in KINDS:
        for i in range(count):
            n = len(rows)
            rows.append({
                "id": f"J{n + 1:03}",
                "name": f"{SPICES[n % len(SPICES)]} {TREES[n // len(SPICES)]}",
                "contract": "full", "skills": skills[i % len(skills)],
                "team": TEAMS[n % len(TEAMS)], "role": role,
                "wage": wage + 1000 * chance.below(5),
                "night_consent": "yes", "health_check": "yes", "transport": "yes",
                "since": f"20{18 + chance.below(8)}-0{1 + chance.below(9)}-15",
            })
    conditions(rows)
    return hires(rows)


def conditions(rows):
    """Some live where no shuttle goes, two have a doctor's note: no nights of theirs."""
    for i, row in enumerate(r for r in rows[:-12] if r["role"] == "agent"):
        if i % 24 == 5:
            row["transport"] = "no"
        if i in (9, 50):
            row["conditions"] = "night_unfit"


def hires(rows):
    """The last twelve are new: four in tandem, two of these with a mentor named, eight in the pool."""
    seniors = [r["id"] for r in rows if r["role"] == "senior"]
    for i, row in enumerate(rows[-12:]):
        row["since"] = "2026-12-01" if i < 4 else "2026-10-26"
        row["skills"] = ("telco", "shop")[i % 2] if i < 2 else "shop;chat"
        if i < 2:
            row["mentor"] = seniors[i]
    return rows


def leave(people, chance):
    """Joint leave and Christmas at home for some, a class for one, a row that only asks."""
    rows = []
    for n, person in enumerate(p for p in people[14:100] if chance.below(7) == 0):
        first = 23 + chance.below(3)
        rows.append({"agent": person["id"], "from": f"2026-12-{first}",
                     "to": f"2026-12-{first + chance.below(3)}",
                     "kind": "training" if n == 3 else "leave",
                     "status": "requested" if n == 5 else "approved"})
    return rows


def wishes(people, chance):
    rows = []
    for person in people:
        dice = chance.below(10)
        if dice < 2:
            rows.append({"agent": person["id"], "date": f"2026-12-{24 + dice}", "wish": "off",
                         "points": 1 + chance.below(3)})
        elif dice == 2:
            rows.append({"agent": person["id"], "weekday": "sun", "wish": "off", "points": 1})
    return rows


def training(people):
    """A new fee of the telecom, a talk for each newcomer of the pool, a meeting of interviewers."""
    of_telco = [p["id"] for p in people if p["role"] == "agent" and p["skills"] == "telco"][:8]
    pool = [p["id"] for p in people if p["since"] == "2026-10-26"]
    interviewers = [p["id"] for p in people if p["role"] == "agent" and "survey" in p["skills"]][:6]
    return (
        {"id": "roaming-fee", "by": "2026-12-24", "length_min": 30, "kind": "training",
         "agents": ";".join(of_telco), "class_max": 4, "room": "A"},
        {"id": "first-weeks", "by": "2026-12-27", "length_min": 30, "kind": "coaching",
         "agents": ";".join(pool), "class_max": 1},
        {"id": "last-quotas", "by": "2026-12-23", "length_min": 30, "kind": "meeting",
         "agents": ";".join(interviewers), "class_max": 3, "room": "A"},
    )


def ledger(people, chance):
    """A quarter of those of the same skills worked Sunday's night and is on duty until Monday morning."""
    rows, alike = [], {}
    for person in people:
        if person["since"] == "2026-12-01":
            continue  # in a class so far
        n = alike[person["skills"]] = alike.get(person["skills"], -1) + 1
        night = n % 4 == 1
        run = 1 + chance.below(3) if night else chance.below(3)
        ends = ("14:00", "15:00", "18:00")[chance.below(3)]
        rows.append({"agent": person["id"], "until": "2026-12-20",
                     "last_shift_end": f"2026-12-21T0{6 + chance.below(3)}:00" if night
                     else f"2026-12-{20 if run else 18}T{ends}",
                     "run_days": run, "run_nights": run if night else 0, "nights": 40 + chance.below(20),
                     "weekends": 14 + chance.below(6), "holidays": 3 + chance.below(3),
                     "wishes_granted": chance.below(6), "late_changes": chance.below(3), "hours": 0})
    return rows


def calls(queue, peak, day, weekend, chance):
    rows = []
    for n in range(WEEKS * 7):
        date = MONDAY - datetime.timedelta(days=WEEKS * 7 - n)
        busy = 0.75 + chance.below(51) / 100  # no day is like the other
        level = peak * busy * (weekend if date.weekday() > 4 else 1.1 if date.weekday() == 0 else 1)
        for hour in range(24):
            if day[hour] > 0:
                rows.append({"start": f"{date}T{hour:02}:00", "queue": queue,
                             "offered": chance.poisson(level * day[hour])})
    return rows


def survey():
    """Interviewers by the client's plan: fewer on Christmas Eve, none on the holidays."""
    rows = []
    for day in range(4):
        for half in range(18 if day < 3 else 10):  # 09:00 to 18:00 in London
            minute = 9 * 60 + 30 * half
            rows.append({"start": f"2026-12-{21 + day}T{minute // 60:02}:{minute % 60:02}+00:00",
                         "queue": "survey-out", "need": (6 if 2 <= half < 16 else 4) - (day == 3)})
    return rows


def write(path, columns, rows):
    lines = [columns] + [",".join(str(row.get(c, "")) for c in columns.split(",")) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    chance = Lehmer(2026)
    people = agents(chance)
    for sub in ("calls", "requirement"):
        (folder / sub).mkdir(exist_ok=True)
    write(folder / "agents.csv", "id,name,contract,skills,team,role,wage,night_consent,health_check,"
          "transport,conditions,mentor,since", people)
    write(folder / "leave.csv", "agent,from,to,kind,status", leave(people, chance))
    write(folder / "wishes.csv", "agent,date,weekday,wish,points", wishes(people, chance))
    write(folder / "training.csv", "id,by,length_min,kind,agents,class_max,room",
          training(people))
    write(folder / "ledger.csv", "agent,until,last_shift_end,run_days,run_nights,nights,weekends,"
          "holidays,wishes_granted,late_changes,hours", ledger(people, chance))
    for queue, peak, day, weekend in CALLS:
        write(folder / "calls" / f"{queue}.csv", "start,queue,offered",
              calls(queue, peak, day, weekend, chance))
    write(folder / "requirement" / "survey-out.csv", "start,queue,need", survey())


if __name__ == "__main__":
    main()
