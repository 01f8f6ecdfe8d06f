//! Lists of consents and the calendar of their ends, for the office.

use crate::support::SiteTest;
use icalendar::{Calendar, CalendarComponent, Component as _};
use serde_json::Value;

fn site() -> SiteTest {
    let site = SiteTest::new();
    let person = |name: &str, consent: &str| {
        site.write(
            &format!("content/directory/{name}.md"),
            &format!("---\nid: {name}-1\nname: {{ given: {name}, family: \"Quendel, Öz\" }}\n{consent}---\n"),
        );
    };
    let consent =
        |days: &str| format!("consent: {{ {days}, channels: [site], fields: [] }}\n");
    person("anna", &consent("given: 2020-01-01, until: 2090-01-01"));
    person("bela", &consent("given: 2020-01-01, until: 2029-06-01"));
    person("cora", &consent("given: 2020-01-01, until: 2022-01-01"));
    person(
        "dora",
        &consent("given: 2020-01-01, withdrawn: 2021-01-01, until: 2090-01-01"),
    );
    person("emil", "");
    person("fina", &consent("given: 2080-01-01, until: 2090-01-01"));
    site.write(
        "content/portraits/uta.md",
        "---\ntitle: Das Labor\ndate: 2021-01-01\nname: { given: Uta }\nconsent: { given: 2020-04-17, until: 2090-06-01, channels: [site] }\n---\nUta.\n",
    );
    site
}

fn names(site: &SiteTest, arguments: &[&str]) -> Vec<String> {
    let list = ["--format", "json", "consent", "list", "--at", "2029-05-01"];
    let ran = site.command(&[&list, arguments].concat());
    let said: Value = serde_json::from_str(&ran.ends_with(0).stdout).unwrap();
    let rows = said["consents"].as_array().unwrap();
    let first = |row: &Value| row["path"].as_str().unwrap().to_owned();
    let name = |path: String| {
        path.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned()
    };
    rows.iter().map(|row| name(first(row))).collect()
}

#[test]
fn every_consent_stands_in_the_list_as_it_stands() {
    let site = site();
    assert_eq!(
        names(&site, &[]),
        ["anna", "bela", "cora", "dora", "emil", "fina", "uta"]
    );
    assert_eq!(names(&site, &["--state", "valid"]), ["anna", "uta"]);
    assert_eq!(names(&site, &["--state", "expiring"]), ["bela"]);
    assert_eq!(names(&site, &["--state", "expiring", "--within", "10d"]), [""; 0]);
    assert_eq!(names(&site, &["--state", "lapsed"]), ["cora"]);
    assert_eq!(names(&site, &["--state", "withdrawn"]), ["dora"]);
    assert_eq!(names(&site, &["--state", "missing"]), ["emil"]);
    let two = ["--state", "future", "--state", "missing"];
    assert_eq!(names(&site, &two), ["emil", "fina"]);
    site.command(&["consent", "list", "--within", "soon"]).ends_with(2);
}

#[test]
fn people_and_spreadsheets_can_read_it() {
    let site = site();
    let list = ["--lang", "de", "consent", "list", "--at", "2029-05-01"];
    let ran = site.command(&list);
    let lines: Vec<&str> = ran.ends_with(0).stdout.lines().collect();
    assert!(
        lines[0].starts_with("Stand           Bis         Kennzeichen"),
        "{}",
        lines[0]
    );
    assert!(lines[2].starts_with("endet bald      2029-06-01  bela-1"), "{}", lines[2]);
    assert_eq!(lines[8], "7 Einwilligungen");
    let ran = site.command(&[&["--format", "csv"], &list[..]].concat());
    let lines: Vec<&str> = ran.ends_with(0).stdout.split("\r\n").collect();
    assert_eq!(lines[0], "state,given,until,withdrawn,id,name,path,text,fields,channels");
    assert_eq!(
        lines[2],
        "expiring,2020-01-01,2029-06-01,,bela-1,\"bela Quendel, Öz\",content/directory/bela.md,,,site"
    );
}

#[test]
fn the_calendar_holds_the_ends_to_come_and_is_a_good_one() {
    let site = site();
    let ran = site.command(&["--lang", "de", "consent", "calendar"]);
    let text = &ran.ends_with(0).stdout;
    assert_eq!(crate::ics_lint::lint(text), [""; 0], "{text}");
    let calendar: Calendar = text.parse().unwrap();
    let ends: Vec<(String, String)> = calendar
        .components
        .iter()
        .filter_map(|component| match component {
            CalendarComponent::Event(event) => Some((
                event.property_value("DTSTART")?.to_owned(),
                event.get_summary()?.to_owned(),
            )),
            _ => None,
        })
        .collect();
    assert!(
        ends.contains(&(
            "20900101".into(),
            "Einwilligung endet: anna Quendel, Öz".into()
        ))
    );
    assert!(ends.contains(&("20900601".into(), "Einwilligung endet: Uta".into())));
    assert!(!text.contains("cora") && !text.contains("dora") && !text.contains("emil"));
    assert_eq!(text.matches("TRIGGER:-P30D").count(), ends.len());
    assert_eq!(site.command(&["--lang", "de", "consent", "calendar"]).stdout, *text);

    site.command(&["consent", "calendar", "--output", "ende.ics"]).ends_with(0);
    assert!(site.read("ende.ics").starts_with("BEGIN:VCALENDAR\r\n"));
    site.command(&["build"]).ends_with(0);
    site.command(&["consent", "calendar", "--output", "public/ende.ics"]).ends_with(2);
    assert!(!site.path("public/ende.ics").exists());
    for path in site.tree("public").keys() {
        assert!(!path.ends_with("ende.ics"), "{path}");
    }
}

#[test]
fn without_an_end_to_come_there_is_no_calendar() {
    let site = SiteTest::new();
    let ran = site.command(&["--lang", "en", "consent", "calendar"]);
    assert!(ran.ends_with(2).stderr.contains("no consent has an end"), "{}", ran.stderr);
}
