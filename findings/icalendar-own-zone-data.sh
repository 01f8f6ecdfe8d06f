#!/usr/bin/env bash
# icalendar 7.3.2 (PyPI): the VTIMEZONE of a file does not count if its TZID is a name of the zone database.
#
# A calendar file brings the definition of every time zone that it names (RFC 5545, 3.2.19 and 3.6.5), so that the time of an event does
# not depend on what the reader knows. icalendar parses that definition, and then takes zone data of its own if it knows the TZID: a file
# that says that clocks in Leipzig no longer change from 2027 on is read with summer time. With the same definition under a name that is in
# no database, it counts. So programs read an event an hour apart while their zone data are of different years, and no file helps.
# Guessed: the definition in the file, which is there for this.
#
# What Matrikel does: names stay those of the database, since most programs know nothing else to show; times that occur twice are written
# in UTC. A test reads the calendars with ical.js, which takes the definition of the file (tests/browser/pages/calendars.test.mjs).
#
# Fails if the definition in the file counts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet install icalendar==7.3.2 tzdata==2026.6
cat >"$folder/read.py" <<'PYTHON'
import icalendar

def calendar(zone):
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Alumni//DE",
        "BEGIN:VTIMEZONE", f"TZID:{zone}",
        "BEGIN:STANDARD", "DTSTART:20261025T030000",
        "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT", "UID:sommerfest@example.org", "DTSTAMP:20261124T000000Z",
        f"DTSTART;TZID={zone}:20270601T180000", "SUMMARY:Sommerfest", "END:VEVENT",
        "END:VCALENDAR", "",
    ]
    return "\r\n".join(lines)

for zone in ["Europe/Berlin", "Example/Leipzig"]:
    event = icalendar.Calendar.from_ical(calendar(zone)).walk("VEVENT")[0]
    print(zone, event["DTSTART"].dt.utcoffset())
PYTHON
"$folder/env/bin/python" "$folder/read.py" >"$folder/seen"
cat "$folder/seen"
grep -qx 'Europe/Berlin 2:00:00' "$folder/seen" || { echo "changed: the definition in the file counts"; exit 1; }
grep -qx 'Example/Leipzig 1:00:00' "$folder/seen" || { echo "changed: a definition under another name"; exit 1; }
echo "as described"
