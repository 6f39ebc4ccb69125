#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the people of this sample, all of them made up: agents.csv, leave.csv, wishes.csv,
ledger.csv, and the client's head-counts for the mail queue, requirement/bank-mail.csv.

    python3 make-agents.py [FOLDER]     (default: the folder of this file)

The numbers come from a small generator of its own (Lehmer's, modulus 2^31 - 1), so that they are
the same with every version of Python.  Nicknames are a colour and a bird: they name nobody."""

import sys
from pathlib import Path

COLOURS = "Amber Azure Coral Crimson Golden Ivory Jade Olive Rose Silver Teal".split()
BIRDS = "Bittern Egret Heron Kite Maya Myna Oriole Plover Sunbird Tern".split()
# contract, how many, wage in PHP an hour
CONTRACTS = (("full", 48, 88), ("part", 42, 80), ("short", 20, 76))
TEAMS = ("Narra", "Molave", "Ipil", "Yakal", "Kamagong")
MAIL_EVERY = 6  # each sixth agent also answers mail


class Lehmer:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = self.state * 48271 % 2147483647
        return self.state % n


def contracts(chance):
    """The contracts in a mixed order."""
    order = [c for c in CONTRACTS for _ in range(c[1])]
    for i in range(len(order) - 1, 0, -1):
        j = chance.below(i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def agents(chance):
    rows = []
    for i, (contract, _, wage) in enumerate(contracts(chance)):
        rows.append({
            "id": f"A{i + 1:03}",
            "name": f"{COLOURS[i % len(COLOURS)]} {BIRDS[i // len(COLOURS)]}",
            "contract": contract,
            "skills": "bank;mail" if i % MAIL_EVERY == MAIL_EVERY - 1 else "bank",
            "team": TEAMS[i % len(TEAMS)],
            "role": "senior" if i % 18 == 0 else "agent",
            "wage": wage + chance.below(5) * 2 + (20 if i % 18 == 0 else 0),
            "night_consent": "yes",
            "health_check": "yes",
            "profile": "fixed_night_by_choice",
        })
    return rows


def leave(people, chance):
    """Ten people are away for a day or more; one row asks and is not yet granted."""
    rows, away = [], set()
    while len(rows) < 10:
        person = people[chance.below(len(people))]
        agent = person["id"]
        if agent in away:
            continue
        away.add(agent)
        first = 27 + chance.below(4)
        last = min(31, first + chance.below(3))
        kind = ("leave", "leave", "leave", "training", "unavailable")[chance.below(50) // 10]
        if kind == "unavailable":  # no contract time: a day that a part-timer can work around
            kind, last = ("unavailable", first) if person["contract"] == "part" else ("leave", last)
        status = "requested" if len(rows) == 9 else "approved"
        rows.append({"agent": agent, "from": f"2003-10-{first}", "to": f"2003-10-{last}",
                     "kind": kind, "status": status,
                     "note": "All Saints' Day with the family"
                     if last == 31 and kind == "leave" else ""})
    return sorted(rows, key=lambda r: r["agent"])


def wishes(people, chance):
    """A third of the people wish for something: a day off, or a shift."""
    rows = []
    for person in people:
        dice = chance.below(12)
        weekday = ("mon", "tue", "wed", "thu", "fri")[chance.below(5)]
        points = 1 + chance.below(3)
        if dice < 3 and person["contract"] == "part":
            rows.append({"agent": person["id"], "weekday": weekday, "wish": "off", "points": points})
        elif dice == 3:
            rows.append({"agent": person["id"], "date": "2003-10-31", "wish": "off",
                         "points": points})
    return rows


def ledger(people, chance):
    """The week before ended for most on Saturday morning, Manila time."""
    end = {"full": ("05:00", "06:30", "08:00", "09:00"), "part": ("04:30", "06:00", "09:00"),
           "short": ("03:00", "05:00", "09:00")}
    rows = []
    for person in people:
        ends = end[person["contract"]]
        rows.append({
            "agent": person["id"], "until": "2003-10-26",
            "last_shift_end": f"2003-10-25T{ends[chance.below(len(ends))]}",
            "run_days": 0, "run_nights": 0,
            "nights": 150 + chance.below(40), "weekends": 4 + chance.below(6),
            "holidays": 1 + chance.below(4), "wishes_granted": chance.below(8),
            "late_changes": chance.below(3), "hours": 0,
        })
    return rows


def mail():
    """The client's own head-counts: a few people each night; at the weekend two for four hours."""
    rows = []
    for day in range(27, 34):
        for half in range(16) if day < 32 else range(2, 10):  # 21:00 to 05:00; 22:00 to 02:00
            date = day + (half >= 6)
            minute = (21 * 60 + half * 30) % 1440
            stamp = f"2003-{10 if date < 32 else 11}-{date if date < 32 else date - 31:02}"
            need = (4 if 2 <= half < 12 else 3) if day < 32 else 2
            rows.append({"start": f"{stamp}T{minute // 60:02}:{minute % 60:02}+08:00",
                         "queue": "bank-mail", "need": need})
    return rows


def write(path, columns, rows):
    lines = [columns] + [",".join(str(row.get(c, "")) for c in columns.split(",")) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    chance = Lehmer(2003)
    people = agents(chance)
    (folder / "requirement").mkdir(exist_ok=True)
    write(folder / "agents.csv",
          "id,name,contract,skills,team,role,wage,night_consent,health_check,profile", people)
    write(folder / "leave.csv", "agent,from,to,kind,status,note", leave(people, chance))
    write(folder / "wishes.csv", "agent,date,weekday,wish,points", wishes(people, chance))
    write(folder / "ledger.csv",
          "agent,until,last_shift_end,run_days,run_nights,nights,weekends,holidays,wishes_granted,"
          "late_changes,hours", ledger(people, chance))
    write(folder / "requirement" / "bank-mail.csv", "start,queue,need", mail())


if __name__ == "__main__":
    main()
