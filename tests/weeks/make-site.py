#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up help desk of 24 people round the clock, to be planned and closed week after week.

    make-site.py FOLDER [WEEKS] [SEED]

One queue, head-counts given by the hour for the weeks from 2026-W40 on, three shifts.  The people
begin with balances that are far apart, as the first month of a ledger finds them; W23 and W24 are
away for a week each, all others are there every day."""

import csv
import datetime
import json
import pathlib
import random
import sys

FIRST = datetime.date(2026, 9, 28)  # Monday of 2026-W40
PEOPLE = 24
# People at work by shift: weekdays, weekends.
NEED = {"D": (7, 6), "E": (6, 5), "N": (4, 4)}
START = {"D": 7, "E": 15, "N": 23}
HOLIDAYS = ("2026-10-12", "2026-11-02", "2026-11-30", "2026-12-08")


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def need_rows(weeks):
    for day in range(7 * weeks + 1):
        date = FIRST + datetime.timedelta(days=day)
        for hour in range(7 if day == 0 else 0, 24):
            shift = "D" if 7 <= hour < 15 else "E" if 15 <= hour < 23 else "N"
            worked_on = date - datetime.timedelta(days=hour < 7)
            need = NEED[shift][worked_on.weekday() >= 5]
            yield f"{date}T{hour:02}:00", "desk", need


def main():
    folder = pathlib.Path(sys.argv[1])
    weeks = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    folder.mkdir(parents=True, exist_ok=True)
    site = {
        "schema": 1,
        "site": {"id": "desk", "zone": "Asia/Manila", "currency": "PHP", "slot_min": 60,
                 "day_starts": "07:00", "rules": ["gold-eu"], "holidays": ["PH"],
                 "rules_override": {"consecutive_days_max": 6, "consecutive_nights_max": 5}},
        "accounts": {"client": {"zone": "Asia/Manila"}},
        "contracts": {"full": {"days_week": 5, "hours_week": 40, "hours_day": 8}},
    }
    (folder / "site.json").write_text(json.dumps(site, indent=2) + "\n", encoding="utf-8")
    write(folder / "queues.csv", ["id", "account", "channel", "skill", "aht_s"],
          [["desk", "client", "voice", "desk", 300]])
    write(folder / "shifts.csv", ["id", "start", "length_min", "meal_min"],
          [[shift, f"{hour:02}:00", 480, 0] for shift, hour in START.items()])
    names = [f"W{i:02}" for i in range(1, PEOPLE + 1)]
    write(folder / "agents.csv",
          ["id", "contract", "skills", "team", "wage", "night_consent", "health_check", "transport"],
          [[name, "full", "desk", "blue", 150, "yes", "yes", "yes"] for name in names])
    write(folder / "holidays/ph.csv", ["calendar", "date", "kind", "name"],
          [["PH", date, "regular", "Holiday"] for date in HOLIDAYS])
    write(folder / "leave.csv", ["agent", "from", "to", "kind"],
          [["W23", "2026-10-12", "2026-10-18", "leave"], ["W24", "2026-11-02", "2026-11-08", "leave"]])
    write(folder / "ledger.csv",
          ["agent", "until", "last_shift_end", "nights", "weekends", "holidays"],
          [[name, FIRST - datetime.timedelta(days=1), f"{FIRST - datetime.timedelta(days=2)}T07:00",
            rng.randrange(16), rng.randrange(5), rng.randrange(3)] for name in names])
    write(folder / "requirement/desk.csv", ["start", "queue", "need"], need_rows(weeks))


if __name__ == "__main__":
    main()
