# SPDX-License-Identifier: GPL-3.0-or-later
"""A linter of iCalendar files for the musts of RFC 5545 (5546 for METHOD), written from the standard
and without any library, so that it shares no fault with the one that wrote the file.

lint(bytes) -> list of faults, each "line N: ..."; parse(bytes) -> list of events, each a dict of
property -> (parameters, value), for files without faults; lint_versions(before, after) -> faults of a
later publication against an earlier one."""

import re
from collections import Counter

NAME = re.compile(r"[A-Za-z0-9-]+")
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"\x00-\x1f]*"|[^",:;\x00-\x1f]*)'
                       r'(?:,(?:"[^"\x00-\x1f]*"|[^",:;\x00-\x1f]*))*)')
UTC = re.compile(r"\d{8}T\d{6}Z")
DATE = re.compile(r"\d{8}")
TEXT_PROPERTIES = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "LOCATION", "COMMENT"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS", "STATUS", "TRANSP",
        "SEQUENCE", "ORGANIZER", "LAST-MODIFIED", "CREATED", "PRODID", "VERSION", "CALSCALE",
        "METHOD", "NAME", "X-WR-CALNAME"}
ENUMS = {"CLASS": {"PUBLIC", "PRIVATE", "CONFIDENTIAL"},
         "STATUS": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
         "TRANSP": {"OPAQUE", "TRANSPARENT"}, "VERSION": {"2.0"}, "CALSCALE": {"GREGORIAN"},
         "METHOD": {"PUBLISH", "REQUEST", "CANCEL"}}


def physical_lines(raw, faults):
    if not raw.endswith(b"\r\n"):
        faults.append("the file does not end with CRLF")
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.append("line 1: byte order mark")
    lines = raw.split(b"\r\n")
    if lines and lines[-1] == b"":
        lines.pop()
    for n, line in enumerate(lines, 1):
        if len(line) > 75:
            faults.append(f"line {n}: {len(line)} octets")
        if not line:
            faults.append(f"line {n}: empty")
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
            faults.append(f"line {n}: control character")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            faults.append(f"line {n}: not UTF-8, or a character was split by folding")
    return lines


def unfold(lines, faults):
    """[(number of the first physical line, text)]"""
    out = []
    for n, line in enumerate(lines, 1):
        if line[:1] in (b" ", b"\t"):
            if not out:
                faults.append(f"line {n}: continues nothing")
                continue
            before = out[-1][1]
            if (len(before) - len(before.rstrip(b"\\"))) % 2:
                faults.append(f"line {n}: an escape pair was split by folding")
            out[-1] = (out[-1][0], before + line[1:])
        else:
            out.append((n, line))
    return [(n, line.decode("utf-8", "replace")) for n, line in out]


def split_line(n, line, faults):
    """name, {parameter: value}, value"""
    match = NAME.match(line)
    if not match:
        faults.append(f"line {n}: no property name")
        return None
    at, parameters = match.end(), {}
    while at < len(line) and line[at] == ";":
        parameter = PARAMETER.match(line, at)
        if not parameter:
            faults.append(f"line {n}: parameter is not well formed")
            return None
        parameters[parameter[1].upper()] = parameter[2].strip('"')
        at = parameter.end()
    if line[at:at + 1] != ":":
        faults.append(f"line {n}: no colon")
        return None
    return match[0].upper(), parameters, line[at + 1:]


def judge_text(n, name, value, faults):
    bare = re.sub(r"\\[\\;,nN]", "", value)
    if "\\" in bare:
        faults.append(f"line {n}: {name}: a backslash that escapes nothing")
    if re.search("[;,]", bare) and name in TEXT_PROPERTIES:
        faults.append(f"line {n}: {name}: comma or semicolon not escaped")


def judge_event(n, event, method, faults):
    count = Counter(name for name, _, _ in event)
    has = {name: (parameters, value) for name, parameters, value in event}
    musts = {None: [], "PUBLISH": ["ORGANIZER", "SUMMARY"],  # RFC 5546, 3.2.1, 3.2.2, 3.2.5
             "REQUEST": ["ORGANIZER", "SUMMARY", "ATTENDEE", "SEQUENCE"],
             "CANCEL": ["ORGANIZER", "ATTENDEE", "SEQUENCE", "STATUS"]}
    for name in ["UID", "DTSTAMP", "DTSTART"] + musts.get(method, []):
        if name not in has:
            faults.append(f"line {n}: event without {name}")
    for name in count:
        if name in ONCE and count[name] > 1:
            faults.append(f"line {n}: {name} occurs {count[name]} times in the event")
    if method == "PUBLISH" and "ATTENDEE" in has:
        faults.append(f"line {n}: ATTENDEE in what is published")
    status = has.get("STATUS", ({}, ""))[1]
    if (method == "CANCEL") > (status == "CANCELLED"):
        faults.append(f"line {n}: METHOD:CANCEL, but the event is not cancelled")
    if method == "REQUEST" and status == "CANCELLED":
        faults.append(f"line {n}: METHOD:REQUEST of a cancelled event")
    if "DTEND" in has and "DURATION" in has:
        faults.append(f"line {n}: DTEND and DURATION")
    kinds = set()
    for name in ("DTSTART", "DTEND"):
        if name in has:
            parameters, value = has[name]
            whole = parameters.get("VALUE") == "DATE"
            kinds.add(whole)
            if not (DATE if whole else UTC).fullmatch(value):
                faults.append(f"line {n}: {name} {value} is neither UTC nor VALUE=DATE")
    if len(kinds) == 2:
        faults.append(f"line {n}: DTSTART and DTEND are of different kinds")
    if "DTSTART" in has and "DTEND" in has and has["DTEND"][1] <= has["DTSTART"][1]:
        faults.append(f"line {n}: DTEND is not after DTSTART")
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        if name in has and not UTC.fullmatch(has[name][1]):
            faults.append(f"line {n}: {name} is not in UTC")
    if "SEQUENCE" in has and not has["SEQUENCE"][1].isdigit():
        faults.append(f"line {n}: SEQUENCE is no number")
    if re.search(r"\\[nN]", has.get("SUMMARY", ({}, ""))[1]):
        faults.append(f"line {n}: newline in SUMMARY")


def judge_inner(n, kind, properties, faults):
    """A component within another, or beside the events (RFC 5545, 3.6.5, 3.6.6)."""
    musts = {"VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"}, "VTIMEZONE": {"TZID"},
             "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}}
    if kind not in musts:
        faults.append(f"line {n}: {kind} is a component that we do not write")
    for name in musts.get(kind, set()) - {name for name, _, _ in properties}:
        faults.append(f"line {n}: {kind} without {name}")


def judge_calendar(head, events, faults, n_components):
    has = {name: value for name, _, value in head}
    for name in ("VERSION", "PRODID"):
        if name not in has:
            faults.append(f"calendar without {name}")
    for name, times in Counter(name for name, _, _ in head).items():
        if name in ONCE and times > 1:
            faults.append(f"calendar: {name} occurs {times} times")
    if n_components == 0:
        faults.append("calendar without a component")
    if "METHOD" in has and not events:
        faults.append("METHOD without an event")
    if has.get("METHOD") == "REQUEST" and len(events) > 1:
        faults.append("more than one UID in a request")
    uids = Counter()
    for n, event in events:
        judge_event(n, event, has.get("METHOD"), faults)
        uids.update(value for name, _, value in event if name == "UID")
    faults.extend(f"UID {uid} occurs {times} times" for uid, times in uids.items() if times > 1)


def components(raw, faults):
    """Properties of the calendar, (line, properties) of each event, and the number of components."""
    head, events, open_components, inner, n_components = [], [], [], [], 0
    for n, line in unfold(physical_lines(raw, faults), faults):
        parts = split_line(n, line, faults)
        if not parts:
            continue
        name, parameters, value = parts
        if name == "BEGIN":
            if (not open_components) != (value == "VCALENDAR"):
                faults.append(f"line {n}: BEGIN:{value} is out of place")
            open_components.append(value)
            n_components += len(open_components) == 2
            if value == "VEVENT":
                events.append((n, []))
                if len(open_components) != 2:
                    faults.append(f"line {n}: VEVENT is out of place")
            elif value != "VCALENDAR":
                inner.append((n, value, []))
        elif name == "END":
            if not open_components or open_components.pop() != value:
                faults.append(f"line {n}: END:{value} ends nothing")
        elif not open_components:
            faults.append(f"line {n}: outside the calendar")
        else:
            judge_text(n, name, value, faults)
            if name in ENUMS and value not in ENUMS[name]:
                faults.append(f"line {n}: {name}:{value}")
            if open_components[-1] == "VCALENDAR" and events:
                faults.append(f"line {n}: {name} of the calendar after its events")
            if open_components[-1] == "VCALENDAR":
                head.append(parts)
            elif open_components[-1] == "VEVENT":
                events[-1][1].append(parts)
            else:
                inner[-1][2].append(parts)
    if open_components:
        faults.append(f"BEGIN:{open_components[-1]} is not ended")
    for n, kind, properties in inner:
        judge_inner(n, kind, properties, faults)
    return head, events, n_components


def lint(raw):
    faults = []
    head, events, n_components = components(raw, faults)
    judge_calendar(head, events, faults, n_components)
    return faults


def parse(raw):
    _, events, _ = components(raw, [])
    return [{name: (parameters, value) for name, parameters, value in event}
            for _, event in events]


VERSION = {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}


def lint_versions(before, after):
    """A UID's SEQUENCE and stamps never go back; what a reader sees differs if and only if they rose."""
    faults, old = [], {e["UID"][1]: e for e in parse(before)}
    for event in parse(after):
        was = old.get(event["UID"][1])
        if not was:
            continue
        uid, steps = event["UID"][1], int(event["SEQUENCE"][1]) - int(was["SEQUENCE"][1])
        seen = {k: v for k, v in event.items() if k not in VERSION}
        same = seen == {k: v for k, v in was.items() if k not in VERSION}
        if steps < 0 or event["DTSTAMP"][1] < was["DTSTAMP"][1] or \
                event["LAST-MODIFIED"][1] < was["LAST-MODIFIED"][1]:
            faults.append(f"{uid}: its version went back")
        if same != (steps == 0) or same and any(event[k] != was[k] for k in VERSION):
            faults.append(f"{uid}: {'changed' if steps == 0 else 'the same'}, but SEQUENCE + {steps}")
    return faults
