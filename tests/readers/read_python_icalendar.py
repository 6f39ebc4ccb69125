# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads calendars with python3-icalendar and prints, as JSON, what each says:
{file: [[uid, start, end, status, summary], ...]}, instants as UTC text, whole days as dates."""

import datetime
import json
import sys

import icalendar


def text_of(value):
    value = value.dt
    if isinstance(value, datetime.datetime):
        assert value.tzinfo is not None, "floating time"
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ")
    return value.isoformat()


def events_of(path):
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    assert not getattr(calendar, "errors", []), calendar.errors
    return [[str(e["UID"]), text_of(e["DTSTART"]), text_of(e["DTEND"]), str(e["STATUS"]),
             str(e["SUMMARY"])] for e in calendar.walk("VEVENT")]


json.dump({path: events_of(path) for path in sys.argv[1:]}, sys.stdout)
