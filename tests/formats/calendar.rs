//! Calendars.

use matrikel::base::language::Language;
use matrikel::publish::site::Site;
use matrikel::render::formats::calendar;

use crate::ics_lint::lint;
use crate::small_site::{CONFIG, SmallSite};

/// The calendar of all events, after every check.
fn checked(site: &Site, language: Language) -> String {
    let file = calendar::section(site, language, "Termine, alle; \\ und mehr");
    sound(&file, site.events.len());
    for event in &site.events {
        sound(&calendar::event(site, event, language), 1);
    }
    file.replace("\r\n ", "").replace("\r\n", "\n")
}

/// The strict lint and a forgiving parser agree.
fn sound(file: &str, events: usize) {
    assert_eq!(lint(file), Vec::<String>::new(), "{file}");
    let read: icalendar::Calendar = file.parse().unwrap();
    let is_event =
        |component: &&icalendar::CalendarComponent| component.as_event().is_some();
    assert_eq!(read.components.iter().filter(is_event).count(), events, "{file}");
}

fn german(site: SmallSite) -> String {
    checked(&site.build(), Language::De)
}

fn one(data: &str) -> String {
    german(SmallSite::new().event("fest", data))
}

#[track_caller]
fn holds(calendar: &str, lines: &[&str]) {
    for line in lines {
        let there = calendar.lines().any(|other| other == *line);
        assert!(there, "no line {line:?} in\n{calendar}");
    }
}

#[test]
fn an_evening_is_told_in_the_zone_of_the_site() {
    let calendar = one(
        "title: Fest\nsummary: Kommt alle.\nstart: 2027-06-05T18:00\nend: \
                        2027-06-06T00:00\nupdated: 2026-11-12\nsequence: 3\nuid: abc-1\n\
                        registration: https://x.example/ä\n\
                        place: { name: Hof, street: Weg 1, postal_code: \"04277\", city: Leipzig }\n\
                        topics: [{ de: Wind, en: Wind }, { en: Only English }, \"A, B\"]",
    );
    holds(
        &calendar,
        &[
            "METHOD:PUBLISH",
            "UID:abc-1",
            "DTSTAMP:20261112T000000Z",
            "LAST-MODIFIED:20261112T000000Z",
            "SEQUENCE:3",
            "DTSTART;TZID=Europe/Berlin:20270605T180000",
            "DTEND;TZID=Europe/Berlin:20270606T000000",
            "STATUS:CONFIRMED",
            "SUMMARY:Fest",
            "DESCRIPTION:Kommt alle.\\n\\nAnmeldung: https://x.example/ä\\n\\n\
         https://alumni.example.org/alumni/veranstaltungen/fest/",
            "LOCATION:Hof\\, Weg 1\\, 04277 Leipzig",
            "URL:https://alumni.example.org/alumni/veranstaltungen/fest/",
            "CATEGORIES:Wind,Only English,A\\, B",
            "ORGANIZER;CN=\"Hochschule „Beispiel“; Leipzig, Süd\":mailto:alumni@example.org",
            "NAME:Termine\\, alle\\; \\\\ und mehr",
            "X-WR-CALNAME:Termine\\, alle\\; \\\\ und mehr",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            "X-PUBLISHED-TTL:P1D",
            "SOURCE;VALUE=URI:https://alumni.example.org/alumni/veranstaltungen/kalender.ics",
        ],
    );
    assert_eq!(calendar.matches("BEGIN:VTIMEZONE").count(), 1);
}

#[test]
fn the_hour_that_occurs_twice_is_told_in_utc() {
    let first = one("title: A\nstart: 2027-10-31T02:30\nend: 2027-10-31T04:00");
    holds(&first, &["DTSTART:20271031T003000Z", "DTEND:20271031T030000Z"]);
    assert!(!first.contains("VTIMEZONE"));
    let second =
        one("title: A\nstart: 2027-10-31T02:30+01:00\nend: 2027-10-31T03:00+01:00");
    holds(&second, &["DTSTART:20271031T013000Z", "DTEND:20271031T020000Z"]);
    assert!(!second.contains("VTIMEZONE"));
    holds(
        &one("title: A\nstart: 2027-10-31T04:00+01:00"),
        &["DTSTART;TZID=Europe/Berlin:20271031T040000"],
    );
}

#[test]
fn whole_days_end_the_day_after() {
    let days = one("title: A\nstart: 2027-12-30\nend: 2027-12-31");
    holds(&days, &["DTSTART;VALUE=DATE:20271230", "DTEND;VALUE=DATE:20280101"]);
    assert!(!days.contains("VTIMEZONE"));
    holds(&one("title: A\nstart: 2027-12-31"), &["DTEND;VALUE=DATE:20280101"]);
}

#[test]
fn an_hour_is_kept_before_a_last_day() {
    let start = "DTSTART;TZID=Europe/Berlin:20271230T180000";
    holds(
        &one("title: A\nstart: 2027-12-30T18:00\nend: 2027-12-31"),
        &[start, "DTEND;TZID=Europe/Berlin:20280101T000000"],
    );
    let same_day = one("title: A\nstart: 2027-12-30T18:00\nend: 2027-12-30");
    holds(&same_day, &[start]);
    assert!(!same_day.contains("DTEND"));
    // The day counts in the zone of the site.
    let far = one("title: A\nstart: 2027-12-30T18:00-07:00\nend: 2027-12-31");
    holds(&far, &["DTSTART;TZID=Europe/Berlin:20271231T020000"]);
    assert!(!far.contains("DTEND"));
}

#[test]
fn nobody_is_busy_for_whole_days_or_for_what_does_not_take_place() {
    let transparent = "TRANSP:TRANSPARENT";
    holds(&one("title: A\nstart: 2027-12-30\nend: 2027-12-31"), &[transparent]);
    holds(&one("title: A\nstart: 2027-12-30T18:00\nstatus: cancelled"), &[transparent]);
    assert!(!one("title: A\nstart: 2027-12-30T18:00").contains("TRANSP"));
}

#[test]
fn no_end_is_invented_and_none_at_the_start_is_kept() {
    for data in [
        "title: A\nstart: 2027-06-05T18:00",
        "title: A\nstart: 2027-06-05T18:00\nend: 2027-06-05T18:00",
    ] {
        assert!(!one(data).contains("DTEND"));
    }
}

#[test]
fn a_stamp_is_never_later_than_the_day_of_the_build() {
    let with = |rest: &str| one(&format!("title: A\nstart: 2028-06-05T18:00\n{rest}"));
    let untold = with("");
    holds(&untold, &["DTSTAMP:19700101T000000Z"]);
    assert!(!untold.contains("LAST-MODIFIED"), "{untold}");
    holds(&with("publish: 2026-09-01"), &["DTSTAMP:20260901T000000Z"]);
    // Neither a day that is still to come nor one before the publication.
    for updated in ["2027-01-01", "2026-08-01"] {
        holds(
            &with(&format!("publish: 2026-09-01\nupdated: {updated}")),
            &["DTSTAMP:20260901T000000Z", "LAST-MODIFIED:20260901T000000Z"],
        );
    }
}

#[test]
fn status_tells_what_became_of_an_event() {
    let with = |rest: &str| one(&format!("title: A\nstart: 2027-06-05T18:00\n{rest}"));
    holds(&with("status: cancelled"), &["STATUS:CANCELLED", "SUMMARY:Abgesagt: A"]);
    holds(&with("status: postponed"), &["STATUS:TENTATIVE", "SUMMARY:Verschoben: A"]);
    holds(
        &with("status: postponed\nprevious_start: 2027-05-05T18:00"),
        &["STATUS:CONFIRMED", "SUMMARY:A"],
    );
    let venue = "place: { name: Hof, online: \"https://meet.example/ö\" }";
    holds(
        &with(&format!("status: moved-online\n{venue}")),
        &[
            "STATUS:CONFIRMED",
            "SUMMARY:Jetzt online: A",
            "LOCATION:Online",
            "CONFERENCE;VALUE=URI:https://meet.example/%C3%B6",
        ],
    );
    holds(&with(venue), &["LOCATION:Hof"]);
    holds(&with("place: { online: \"https://meet.example/\" }"), &["LOCATION:Online"]);
}

#[test]
fn speakers_are_named_only_if_feeds_may_hold_them() {
    let site = SmallSite::new()
        .person(
            "offen",
            "name: { given: Olga, family: Offen }\nemail: olga@private.example",
            "site, feeds",
        )
        .person("scheu", "name: { given: Sven, family: Scheu }", "site, search-engines")
        .person("weg", "name: { given: Willi, family: Weg }", "search-engines, feeds")
        .event("a", "title: A\nstart: 2027-06-05T18:00\nspeakers: [offen, scheu, weg]");
    let calendar = german(site);
    assert!(calendar.contains("Mit: Olga Offen\\n"), "{calendar}");
    for hidden in ["Scheu", "Weg", "private.example", "ATTENDEE"] {
        assert!(!calendar.contains(hidden), "{hidden}");
    }
}

#[test]
fn words_of_another_language_are_plain_texts() {
    let site = SmallSite::new()
        .event("a", "title: Fest\nstart: 2027-06-05T18:00\nstatus: cancelled")
        .event("b", "title: Rede\nstart: 2027-06-06T18:00")
        .file("content/events/b.en.md", "---\ntitle: Speech\n---\nText.\n")
        .build();
    holds(
        &checked(&site, Language::En),
        &[
            "SUMMARY:Abgesagt: Fest",
            "SUMMARY:Speech",
            "URL:https://alumni.example.org/alumni/en/events/b/",
            "SOURCE;VALUE=URI:https://alumni.example.org/alumni/en/events/calendar.ics",
            "PRODID:-//Matrikel//Matrikel//EN",
        ],
    );
}

#[test]
fn hard_texts_survive_folding_and_escaping() {
    let long = "ß".repeat(300);
    for title in [
        "Äpfel, Birnen; \\Kirschen\\ : \\n",
        "🎓👩‍🎓 Feier 🏳️‍🌈 mit sehr vielen Zeichen, die jeweils vier Oktette haben 🎉🎉🎉🎉🎉🎉🎉🎉🎉",
        "حفل الخريجين \u{200f}2027 في لايبزيغ مع كل الأصدقاء القدامى والجدد جميعا",
        &long,
    ] {
        let data =
            format!("title: '{title}'\nsummary: '{title}'\nstart: 2027-06-05T18:00");
        let calendar = one(&data);
        let escaped = title.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        holds(&calendar, &[&format!("SUMMARY:{escaped}")]);
    }
    let lines = one("title: A\nsummary: \"eins\\nzwei\"\nstart: 2027-06-05T18:00");
    assert!(lines.contains("DESCRIPTION:eins"), "{lines}");
}

#[test]
fn every_zone_that_is_named_is_defined() {
    for zone in
        ["UTC", "Asia/Kolkata", "Africa/Casablanca", "America/New_York", "Etc/UTC"]
    {
        let config = CONFIG.replace("Europe/Berlin", zone);
        let site = SmallSite::new()
            .file("config.toml", &config)
            .event("a", "title: A\nstart: 1990-06-05T18:00\nend: 1990-06-05T20:00")
            .event("b", "title: B\nstart: 2031-12-31T23:30\nend: 2032-01-01T00:30");
        let calendar = german(site);
        let named = calendar.contains(&format!("TZID={zone}:"));
        assert_eq!(named, zone != "UTC", "{calendar}");
    }
}

#[test]
fn a_site_without_events_has_a_calendar_and_one_without_mailbox_no_method() {
    let empty = german(SmallSite::new());
    assert!(!empty.contains("METHOD"));
    let config = CONFIG.replace("email = \"alumni@example.org\"\n", "");
    let calendar = german(
        SmallSite::new()
            .file("config.toml", &config)
            .event("a", "title: A\nstart: 2027-06-05"),
    );
    assert!(!calendar.contains("METHOD") && !calendar.contains("mailto:"));
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let file = || {
        let site =
            SmallSite::new().event("a", "title: A\nstart: 2027-06-05T18:00").build();
        calendar::section(&site, Language::De, "T")
    };
    assert_eq!(file(), file());
}

const SOUND: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n\
    DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260102\r\n\
    SUMMARY:a\\, b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn the_lint_finds_what_is_broken() {
    assert_eq!(lint(SOUND), Vec::<String>::new());
    let long = format!("SUMMARY:{}", "a".repeat(68));
    for (from, to) in [
        ("\r\n", "\n"),
        ("END:VCALENDAR\r\n", "END:VCALENDAR"),
        ("VERSION:2.0\r\n", ""),
        ("VERSION:2.0\r\n", "VERSION:2.0\r\nVERSION:2.0\r\n"),
        ("PRODID:x\r\n", ""),
        ("UID:1\r\n", ""),
        ("UID:1\r\n", "UID:1\r\nUID:2\r\n"),
        ("DTSTAMP:20260101T000000Z\r\n", ""),
        ("20260101T000000Z", "20260101T000000"),
        ("DTSTART;VALUE=DATE:20260101\r\n", ""),
        ("DTSTART;VALUE=DATE:20260101", "DTSTART;TZID=Europe/Berlin:20260101T100000"),
        ("DTSTART;VALUE=DATE:20260101", "DTSTART:20260101T100000Z"),
        ("DTSTART;VALUE=DATE:20260101", "DTSTART;VALUE=DATE:20260230"),
        ("DTSTART;VALUE=DATE:20260101", "DTSTART;VALUE=DATE:20260102"),
        ("DTSTART;VALUE=DATE:20260101", "DTSTART:20260101T100000"),
        ("a\\, b", "a, b"),
        ("a\\, b", "a; b"),
        ("a\\, b", "a\\x"),
        ("a\\, b", "a\\"),
        ("a\\, b", "a\u{7}"),
        ("SUMMARY:a\\, b", &long),
        ("SUMMARY:a\\, b", "SUMMARY"),
        ("SUMMARY:a\\, b", "summary x:1"),
        ("END:VEVENT\r\n", ""),
        ("BEGIN:VCALENDAR\r\n", ""),
        ("END:VEVENT\r\n", "END:VEVENT\r\nMETHOD:PUBLISH\r\n"),
        ("SUMMARY:a\\, b", "STATUS:MAYBE"),
    ] {
        let broken = SOUND.replace(from, to);
        assert!(!lint(&broken).is_empty(), "{from:?} → {to:?}");
    }
    let twice = SOUND.replace("END:VCALENDAR\r\n", "");
    let event = &twice[twice.find("BEGIN:VEVENT").unwrap()..];
    assert!(!lint(&format!("{twice}{event}END:VCALENDAR\r\n")).is_empty());
    assert!(
        !lint("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
            .is_empty()
    );
}
