# SPDX-License-Identifier: GPL-3.0-or-later
"""What a script with python-icalendar would do for publishbench: one file an agent.
usage: publish_icalendar.py SHIFTS FOLDER BREAKS"""

import datetime
import sys
import uuid
from pathlib import Path

import icalendar

shifts, folder, breaks = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "1"
folder.mkdir()
stamp = datetime.datetime(2026, 10, 24, tzinfo=datetime.timezone.utc)
calendars = {}


def add(calendar, start, minutes, summary, description):
    event = icalendar.Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{start}{summary}{len(calendar.subcomponents)}")))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", 0)
    event.add("dtstart", start)
    event.add("dtend", start + datetime.timedelta(minutes=minutes))
    event.add("summary", summary)
    if description:
        event.add("description", description)
    event.add("categories", ["Shift"])
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("class", "PRIVATE")
    event.add("organizer", "mailto:roster@office-1.invalid")
    calendar.add_component(event)


for line in shifts.read_text().splitlines():
    agent, start, minutes = line.split()
    if agent not in calendars:
        calendars[agent] = icalendar.Calendar()
        for name, value in (("version", "2.0"), ("prodid", "-//x//x//EN"), ("method", "PUBLISH")):
            calendars[agent].add(name, value)
    begin = datetime.datetime.strptime(start, "%Y%m%dT%H%M").replace(tzinfo=datetime.timezone.utc)
    words = f"Site time (Asia/Manila): {begin} to {begin}. Client time (bank, America/New_York): {begin}. " * 2
    add(calendars[agent], begin, int(minutes), "Shift N: bank (agent)", words + "Queues: bank-voice. Role: agent.")
    for after, length in ((90, 15), (240, 60), (480, 15)) if breaks else ():
        add(calendars[agent], begin + datetime.timedelta(minutes=after), length, "Break", "")
for agent, calendar in calendars.items():
    (folder / f"{agent}.ics").write_bytes(calendar.to_ical())
