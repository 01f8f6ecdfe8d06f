// Calendars as ical.js reads them, which many programs use: the same moments as were written.
//
// In come small sites in zones that are hard to read; out go the moments of their events. Each hour
// is told by the clock of the site, and what it is in UTC stands beside it, worked out by hand.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ICAL from "ical.js";

const program = process.env.MATRIKEL ?? fileURLToPath(new URL("../../../target/debug/matrikel", import.meta.url));

/** The calendar of a site in a zone, with an event for each local begin. */
function calendar(zone, starts) {
  const folder = mkdtempSync(join(tmpdir(), "matrikel-calendar-"));
  try {
    mkdirSync(join(folder, "content/events"), { recursive: true });
    const settings = ['title = "T"', 'base_url = "https://alumni.example.org/"', 'languages = ["de"]', 'theme = "campus"'];
    writeFileSync(join(folder, "config.toml"), [...settings, `time_zone = "${zone}"`, ""].join("\n"));
    writeFileSync(join(folder, "content/_index.md"), "---\ntitle: T\n---\n");
    for (const [at, start] of starts.entries())
      writeFileSync(join(folder, `content/events/e${at}.md`), `---\ntitle: e${at}\nstart: ${start}\nuid: e${at}\n---\n`);
    execFileSync(program, ["build", "--at", "2026-11-24"], { cwd: folder });
    return readFileSync(join(folder, "public/veranstaltungen/kalender.ics"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The moment of each event by its identifier, in UTC. */
function moments(text) {
  const root = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = root.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  return new Map(events.map((event) => [event.uid, event.startDate.toJSDate().toISOString().slice(0, 16)]));
}

for (const [zone, cases] of Object.entries({
  "Asia/Kathmandu": { "2037-06-05T18:00": "2037-06-05T12:15", "2038-06-05T18:00": "2038-06-05T12:15" },
  "Europe/Istanbul": { "2015-06-05T18:00": "2015-06-05T15:00", "2037-01-05T18:00": "2037-01-05T15:00" },
  "Africa/Casablanca": { "2026-03-01T18:00": "2026-03-01T18:00", "2026-06-05T18:00": "2026-06-05T17:00" },
  "Europe/Berlin": {
    "2027-10-31T02:30": "2027-10-31T00:30",
    "2027-10-31T02:30+01:00": "2027-10-31T01:30",
    "2027-10-31T04:00": "2027-10-31T03:00",
    "2027-06-05T18:00": "2027-06-05T16:00",
  },
}))
  test(`events in ${zone} are at the moment that was written`, () => {
    const starts = Object.keys(cases);
    const found = moments(calendar(zone, starts));
    for (const [at, start] of starts.entries()) assert.equal(found.get(`e${at}`), cases[start], start);
  });
