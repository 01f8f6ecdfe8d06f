//! `upcoming` against the builds themselves: no day may change an output without being named,
//! and what must change an output does.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::SiteTest;
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};
use matrikel::base::output::Content;
use matrikel::engine::Request;
use matrikel::engine::office::edition_with_sources::inside;
use matrikel::engine::office::upcoming::{KINDS, UpcomingChange, upcoming};

const TODAY: Date = date(2026, 10, 10);
const DAYS: i32 = 40;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// A day around the window.
    fn day(&mut self) -> Date {
        let days = i64::try_from(self.roll(60)).expect("a small number") - 10;
        TODAY.saturating_add(Span::new().days(days))
    }

    /// A line of front matter, or nothing.
    fn maybe(&mut self, line: impl FnOnce(Date) -> String) -> String {
        let day = self.day();
        if self.roll(3) == 0 { line(day) } else { String::new() }
    }
}

fn consent(dice: &mut Dice) -> String {
    let given = if dice.roll(2) == 0 { dice.day() } else { date(2026, 1, 1) };
    let until = dice.maybe(|day| format!("until: {}, ", day.max(given)));
    let withdrawn = dice.maybe(|day| format!("withdrawn: {day}, "));
    let minor = dice.maybe(|day| format!("minor_until: {day}, guardian: G, "));
    let channels = ["site", "site, feeds", "site, search-engines, feeds"];
    let channels = channels[usize::try_from(dice.roll(3)).expect("small")];
    format!(
        "consent: {{ given: {given}, {until}{withdrawn}{minor}channels: [{channels}], \
         fields: [offers, email, deceased, bio] }}\n"
    )
}

fn site(seed: u64) -> SiteTest {
    let mut dice = Dice(seed);
    let dice = &mut dice;
    let site = SiteTest::new();
    for number in 0..5 {
        let deceased = dice.maybe(|day| format!("deceased: {day}\n"));
        let offer = dice.day();
        let text = format!(
            "---\nname: {{ given: P{number} }}\nemail: p{number}@example.org\n{deceased}\
             offers: [{{ kind: mentoring, until: {offer} }}]\n{}---\nText.\n",
            consent(dice)
        );
        site.write(&format!("content/directory/p{number}.md"), &text);
    }
    for number in 0..4 {
        let subject = match dice.roll(2) {
            0 => format!("person: p{number}"),
            _ => "name: { given: Ada }".to_owned(),
        };
        let day = dice.day();
        let later = day.saturating_add(5.days());
        let schedule = match dice.roll(4) {
            0 => format!("publish: {day}\n"),
            1 => format!("expires: {day}\n"),
            2 => format!("publish: {day}\nexpires: {later}\n"),
            _ => String::new(),
        };
        let more = [
            schedule,
            dice.maybe(|day| format!("updated: {day}\n")),
            dice.maybe(|day| format!("review: {day}\n")),
        ];
        let text = format!(
            "---\ntitle: S{number}\ndate: 2026-01-01\n{subject}\n{}{}---\nText.\n",
            more.concat(),
            consent(dice).replace("offers, email, deceased, bio", "photo")
        );
        site.write(&format!("content/portraits/s{number}.md"), &text);
    }
    // One site of three has no events: its calendar knows nothing but the time zone.
    for number in 0..if seed.is_multiple_of(3) { 0 } else { 4 } {
        let start = dice.day();
        let end =
            start.saturating_add(i64::try_from(dice.roll(3)).expect("small").days());
        let end = ["", &format!("end: {end}\n"), &format!("end: {end}T23:59\n")]
            [usize::try_from(dice.roll(2)).expect("small")]
        .to_owned();
        let more = [
            dice.maybe(|day| format!("publish: {day}\n")),
            dice.maybe(|day| format!("updated: {day}\n")),
        ];
        let text = format!(
            "---\ntitle: E{number}\nstart: {start}\n{end}speakers: [p{number}]\n{}---\nText.\n",
            more.concat()
        );
        site.write(&format!("content/events/e{number}.md"), &text);
    }
    // Somebody who appears within the window, and takes a story along.
    site.write(
        "content/directory/neu.md",
        "---\nname: { given: Neu }\nconsent: { given: 2026-10-20, channels: [site] }\n---\n",
    );
    site.write(
        "content/portraits/neu.md",
        "---\ntitle: Neu\ndate: 2026-01-01\nperson: neu\n\
         consent: { given: 2026-01-01, channels: [site] }\n---\nText.\n",
    );
    let (from, until, ends) = (dice.day(), dice.day(), dice.day());
    site.write(
        "content/contacts.yaml",
        &format!(
            "- {{ id: a, name: A }}\n- {{ id: b, name: B, from: {from} }}\n\
             - {{ id: c, name: C, until: {until} }}\n"
        ),
    );
    site.write(
        "content/faculties.yaml",
        &format!("- {{ id: f, name: F, from: 2000, until: {ends} }}\n"),
    );
    let updated = dice.maybe(|day| format!("updated: {day}\n"));
    site.write("content/seite.md", &format!("---\ntitle: Seite\n{updated}---\nText.\n"));
    site
}

/// All outputs of a day. Recipes stand for the pictures they make.
fn outputs(site: &SiteTest, day: Date) -> BTreeMap<String, String> {
    let built = site.build_on(&day.to_string());
    built.is_good();
    let text = |content: &Content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        other => format!("{other:?}"),
    };
    let outputs = &built.build.outputs.0;
    outputs.iter().map(|(path, content)| (path.to_string(), text(content))).collect()
}

fn changes(site: &SiteTest) -> Vec<UpcomingChange> {
    let snapshot = site.snapshot(&TODAY.to_string());
    let inside = inside(&snapshot, &Request::default());
    upcoming(&snapshot, &inside, DAYS).expect("a site")
}

#[test]
fn no_output_changes_on_a_day_that_is_not_named() {
    let mut kinds = BTreeSet::new();
    for seed in 1..=9 {
        let site = site(seed);
        let changes = changes(&site);
        kinds.extend(changes.iter().map(|change| change.kind));
        let mut before = outputs(&site, TODAY);
        for number in 1..=DAYS {
            let day = TODAY.saturating_add(Span::new().days(number));
            let now = outputs(&site, day);
            let named: Vec<&UpcomingChange> =
                changes.iter().filter(|change| change.day == day.to_string()).collect();
            let differing: Vec<&String> = now
                .iter()
                .filter(|(path, text)| before.get(*path) != Some(text))
                .map(|(path, _)| path)
                .chain(before.keys().filter(|path| !now.contains_key(*path)))
                .collect();
            assert!(
                differing.is_empty() || !named.is_empty(),
                "seed {seed}: on {day} nothing is named, but {differing:?} differ"
            );
            let must: Vec<&&UpcomingChange> = named
                .iter()
                .filter(|change| KINDS.contains(&(change.kind, true)))
                .collect();
            assert!(
                must.is_empty() || !differing.is_empty(),
                "seed {seed}: on {day} nothing differs, but {must:?}"
            );
            for change in &named {
                let goes =
                    ["consent-lapses", "consent-withdrawn", "expires", "person-gone"];
                let comes = ["consent-begins", "published", "person-comes"];
                for page in &change.pages {
                    let path = format!("{}index.html", page.trim_start_matches('/'));
                    if goes.contains(&change.kind) {
                        assert!(
                            before.contains_key(&path) && !now.contains_key(&path),
                            "{change:?}"
                        );
                    }
                    if comes.contains(&change.kind) {
                        assert!(
                            !before.contains_key(&path) && now.contains_key(&path),
                            "{change:?}"
                        );
                    }
                }
            }
            before = now;
        }
    }
    let missing: Vec<&str> = KINDS
        .iter()
        .map(|(kind, _)| *kind)
        .filter(|kind| !kinds.contains(kind))
        .filter(|kind| !["statement-old", "institution-ends"].contains(kind))
        .collect();
    assert!(missing.is_empty(), "the sites never show {missing:?}");
}

#[test]
fn each_day_is_told_with_names_reasons_and_pages() {
    let site = SiteTest::new();
    site.write(
        "content/directory/jana.md",
        "---\nname: { given: Jana }\nconsent: { given: 2026-01-01, until: 2026-10-20, \
         channels: [site], fields: [] }\n---\n",
    );
    site.write(
        "content/portraits/ada.md",
        "---\ntitle: Geplant\ndate: 2026-01-01\npublish: 2026-10-12\nname: { given: Ada }\n\
         consent: { given: 2026-01-01, channels: [site] }\n---\nText.\n",
    );
    let ran = site.command(&[
        "upcoming",
        "--at",
        "2026-10-10",
        "--within",
        "2w",
        "--lang",
        "en",
    ]);
    assert_eq!(
        ran.ends_with(0).stdout,
        "12 October 2026\n  “Geplant”: appears as planned (publish): /portraets/geplant/ – \
         content/portraits/ada.md\n21 October 2026\n  “Jana”: the consent has lapsed, it goes: \
         /verzeichnis/jana/, /en/directory/jana/ – content/directory/jana.md\n"
            .replace("/portraets/geplant/", "/portraets/ada/")
    );
    let ran = site.command(&[
        "upcoming",
        "--at",
        "2026-10-10",
        "--within",
        "5d",
        "--format",
        "json",
    ]);
    let told: serde_json::Value = serde_json::from_str(&ran.ends_with(0).stdout).unwrap();
    assert_eq!(
        (&told["at"], &told["until"]),
        (&"2026-10-10".into(), &"2026-10-15".into())
    );
    assert_eq!(told["changes"].as_array().unwrap().len(), 1);
    assert_eq!(told["changes"][0]["kind"], "published");
    let ran = site.command(&[
        "upcoming",
        "--at",
        "2026-12-01",
        "--lang",
        "de",
        "--within",
        "3d",
    ]);
    assert_eq!(
        ran.ends_with(0).stdout,
        "Bis 4. Dezember 2026 ändert der Kalender nichts.\n"
    );
    for wrong in ["x", "-1", "90y", "99999"] {
        site.command(&["upcoming", &format!("--within={wrong}")]).ends_with(2);
    }
}
