<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads calendars with sabre/vobject and prints the same JSON as read_python_icalendar.py does.
// usage: php read_sabre.php FILE...
require "Sabre/VObject/includes.php";

function text($property) {
    $time = $property->getDateTime();
    $isDate = isset($property["VALUE"]) && (string)$property["VALUE"] === "DATE";
    if ($isDate) return $time->format("Y-m-d");
    if ($time->getTimezone()->getName() !== "UTC") throw new Exception("floating time");
    return $time->format("Y-m-d\TH:i\Z");
}

$result = [];
foreach (array_slice($argv, 1) as $file) {
    $calendar = Sabre\VObject\Reader::read(file_get_contents($file));
    $result[$file] = [];
    foreach ($calendar->VEVENT as $event)
        $result[$file][] = [(string)$event->UID, text($event->DTSTART), text($event->DTEND), (string)$event->STATUS,
                            (string)$event->SUMMARY];
}
echo json_encode($result);
