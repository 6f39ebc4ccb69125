// SPDX-License-Identifier: GPL-3.0-or-later
// Reads calendars with ical.js and prints the same JSON as read_python_icalendar.py does.
// usage: node read_ical_js.mjs PATH_OF_ICAL_JS FILE...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, ...files] = process.argv.slice(2);
const module = await import(pathToFileURL(library).href);
const ICAL = module.default ?? module;

function text(time) {
  if (time.isDate) return time.toString();
  if (time.zone !== ICAL.Timezone.utcTimezone) throw new Error(`floating time ${time}`);
  return time.toJSDate().toISOString().slice(0, 16) + "Z";
}

const result = {};
for (const file of files) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  result[file] = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return [event.uid, text(event.startDate), text(event.endDate),
            component.getFirstPropertyValue("status"), event.summary];
  });
}
process.stdout.write(JSON.stringify(result));
