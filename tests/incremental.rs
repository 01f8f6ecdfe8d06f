//! What is remembered never changes the result: after any edits an edition made with a memory
//! equals one made without, byte for byte, in outputs and in diagnostics.
//!
//! That the test would notice a mistake is tested too: each part of a key is left out once.

#[path = "incremental/kept.rs"]
mod kept;
#[path = "incremental/site.rs"]
mod site;

use std::sync::Arc;

use crate::extent::cases;
use matrikel::base::code::Code;
use matrikel::base::diagnostic::Diagnostic;
use matrikel::base::memo::KeyPart;
use matrikel::base::source::SitePath;
use matrikel::engine::preview::Preview;
use matrikel::engine::{Build, Memory, Request, build, edition};
use proptest::prelude::*;
use site::{Edit, Edited};

/// What differs after an edit, if anything does.
fn difference(site: &Edited, memory: &mut Memory, way: u8) -> Option<String> {
    let snapshot = site.snapshot();
    let request = Request { drafts: site.drafts, ..Request::default() };
    let cold = build(&snapshot, &request);
    let warm = edition(&snapshot, &request, memory);
    // Pages are asked for one by one, or proved in the background, before all are made.
    if let Some(press) = warm.renderer() {
        if way & 1 == 1 {
            press.check_all_pages(&|| false);
        }
        if way & 2 == 2 {
            for (path, content) in
                cold.outputs.0.iter().skip(usize::from(way) % 7).step_by(5)
            {
                match press.output(path) {
                    Ok(Some(own)) if own == *content => {}
                    other => return Some(format!("{path} alone: {}", shown(&other))),
                }
            }
        }
    }
    compare(&cold, &warm.finish())
}

const LEAKS: [Code; 4] =
    [Code::LeakInText, Code::LeakInOutput, Code::MentionAllowed, Code::NameShared];

fn compare(cold: &Build, warm: &Build) -> Option<String> {
    // The search for leaks remembers nothing, and only a build runs it.
    let cold_said: Vec<&Diagnostic> =
        cold.diagnostics.iter().filter(|one| !LEAKS.contains(&one.code)).collect();
    if cold_said != warm.diagnostics.iter().collect::<Vec<_>>() {
        return Some(format!(
            "diagnostics\ncold {cold_said:#?}\nwarm {:#?}",
            warm.diagnostics
        ));
    }
    if cold.withheld != warm.withheld || cold.pages != warm.pages {
        return Some("what is withheld, or the number of pages".to_owned());
    }
    let (cold, warm) = (&cold.outputs.0, &warm.outputs.0);
    let wrong = cold.iter().find(|(path, content)| warm.get(path) != Some(content));
    let more = warm.keys().find(|path| !cold.contains_key(path));
    wrong.map(|(path, _)| path).or(more).map(|path| format!("output {path}"))
}

fn shown<T: std::fmt::Debug>(value: &T) -> String {
    format!("{value:?}").chars().take(300).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(12, 48), ..ProptestConfig::default() })]
    #[test]
    fn an_edition_with_a_memory_equals_one_without(
        edits in prop::collection::vec(any::<Edit>(), 1..14),
        ways in any::<[u8; 14]>(),
    ) {
        let mut site = Edited::new();
        let mut memory = Memory::default();
        prop_assert_eq!(difference(&site, &mut memory, 0), None);
        for (edit, way) in edits.into_iter().zip(ways) {
            site.edit(edit);
            prop_assert_eq!(difference(&site, &mut memory, way), None);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(16, 40), ..ProptestConfig::default() })]
    /// A preview shows what a build would write; with mistakes, the last good version of some
    /// files and the present one of all others. Whoever is withheld by a file that is shown as
    /// it is, is not shown.
    #[test]
    fn a_preview_shows_every_file_as_it_is_or_says_that_it_does_not(
        edits in prop::collection::vec(any::<Edit>(), 1..14),
    ) {
        let mut site = Edited::new();
        let mut preview = Preview::default();
        for edit in edits {
            let (kind, one, other) = edit;
            // Drafts are a view of their own.
            if kind % 16 != 1 {
                site.edit((kind, one, other));
            }
            let snapshot = Arc::new(site.snapshot());
            let shown = preview.look(&snapshot);
            let cold = edition(&snapshot, &Request::default(), &mut Memory::default());
            prop_assert_eq!(&*shown.diagnostics, cold.diagnostics());
            if !cold.diagnostics().iter().any(Diagnostic::is_error) {
                prop_assert!(shown.stale.is_empty());
                prop_assert_eq!(compare(&cold.finish(), &shown.edition.finish()), None);
            }
            let (Some(now), Some(seen)) = (cold.site(), shown.edition.site()) else { continue };
            for person in &seen.people {
                let is_stale = shown.stale.contains(&person.path)
                    || shown.stale.contains(&SitePath::new("config.toml"));
                prop_assert!(
                    is_stale || now.person(&person.key).is_some(),
                    "{} is shown, and only {:?} is said to be stale",
                    person.path,
                    shown.stale
                );
            }
        }
    }
}

/// Regression: a text of the site's own that English lacked was blamed on a file that does not
/// exist, so no file was put back, the theme failed, and with the former site a person stayed
/// whose consent had ended meanwhile.
#[test]
fn a_theme_that_fails_because_of_another_file_holds_nobody_back() {
    let mut site = Edited::new();
    let mut preview = Preview::default();
    let mut look = |site: &Edited| {
        let shown = preview.look(&Arc::new(site.snapshot()));
        let people = &shown.edition.site().expect("a site").people;
        (people.len(), shown.stale.into_iter().map(|path| path.to_string()).collect())
    };
    let stale =
        |paths: &[&str]| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(look(&site), (3, stale(&[])));
    site.choose("i18n/de.toml", 2);
    assert_eq!(look(&site), (3, stale(&["i18n/de.toml"])));
    site.choose("content/directory/ben.md", 2);
    assert_eq!(look(&site), (2, stale(&["i18n/de.toml"])));
    site.choose("i18n/de.toml", 1);
    assert_eq!(look(&site), (2, stale(&[])));
}

/// Regression: a withdrawal stood in a file of the register that was broken; the preview did without
/// the file, and showed the person.
#[test]
fn a_withdrawal_in_a_broken_register_counts_in_the_preview() {
    let mut site = Edited::new();
    let mut preview = Preview::default();
    for edit in [(164, 56, 182), (20, 213, 157)] {
        site.edit(edit);
        let snapshot = Arc::new(site.snapshot());
        let shown = preview.look(&snapshot);
        let cold = edition(&snapshot, &Request::default(), &mut Memory::default());
        let (now, seen) = (cold.site().unwrap(), shown.edition.site().unwrap());
        let gone = seen.people.iter().filter(|one| now.person(&one.key).is_none());
        assert_eq!(gone.map(|one| one.path.to_string()).collect::<Vec<_>>(), [""; 0]);
    }
}

/// Regression: with a theme that never was good, the edition of the first look stayed, and with
/// it the people of that day, though none of their pages could be made.
#[test]
fn a_theme_that_never_was_good_holds_nobody_back() {
    let mut site = Edited::new();
    let mut preview = Preview::default();
    site.choose("i18n/de.toml", 2);
    let mut people = |site: &Edited| {
        let shown = preview.look(&Arc::new(site.snapshot()));
        shown.edition.site().expect("a site").people.len()
    };
    assert_eq!(people(&site), 3);
    site.edit((0, 0, 4));
    assert_eq!(people(&site), 0);
}

/// Numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u8 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 56) as u8
    }
}

/// After how many edits a memory that makes a mistake is found out.
fn found_out(part: KeyPart) -> Option<usize> {
    let mut numbers = Numbers(part as u64);
    // Every other edit is of the file that matters most: the site has many files.
    let matters = match part {
        KeyPart::Settings => "config.toml",
        KeyPart::Parents => "content/seite.md",
        KeyPart::References => "content/faculties.yaml",
        KeyPart::Photos => "content/directory/jana.jpg",
        _ => "content/directory/jana.md",
    };
    for round in 0..60 {
        let mut site = Edited::new();
        let mut memory = Memory::without(part);
        for step in 0..12 {
            if difference(&site, &mut memory, 0).is_some() {
                return Some(round * 12 + step);
            }
            let any = numbers.next();
            let file = if step % 2 == 0 { Edited::number(matters) } else { any };
            site.edit((numbers.next(), file, numbers.next()));
        }
    }
    None
}

#[test]
fn a_key_that_lacks_a_part_is_found_out() {
    let parts = [
        KeyPart::File,
        KeyPart::Settings,
        KeyPart::Day,
        KeyPart::Drafts,
        KeyPart::References,
        KeyPart::Paths,
        KeyPart::Photos,
        KeyPart::Subject,
        KeyPart::Named,
        KeyPart::Parents,
        KeyPart::Theme,
        KeyPart::Frame,
        KeyPart::View,
    ];
    let unnoticed: Vec<KeyPart> =
        parts.into_iter().filter(|part| found_out(*part).is_none()).collect();
    assert_eq!(unnoticed, []);
}

/// A memory that never helped would be right as well: what it saves is counted.
#[test]
fn only_what_an_edit_touches_is_done_again() {
    let mut site = Edited::new();
    let mut memory = Memory::default();
    let mut written = 0;
    let mut done = |site: &Edited| {
        let made = edition(&site.snapshot(), &Request::default(), &mut memory);
        let built = made.finish();
        let now = made.renderer().expect("a good theme").written();
        let (read, decided) = memory.renewed();
        let new = now - std::mem::replace(&mut written, now);
        (read, decided, new, built.pages)
    };
    let (read, decided, pages, all) = done(&site);
    assert!(read > 5 && decided > 5, "{read} read, {decided} decided");
    assert_eq!(pages, all, "at first, everything is made");
    assert_eq!(done(&site), (0, 0, 0, all), "nothing has changed");
    site.choose("content/seite/unten.md", 2);
    let (read, decided, pages, all) = done(&site);
    assert_eq!((read, decided), (1, 1), "one page was edited");
    assert!(0 < pages && pages < all / 4, "{pages} of {all} pages");
    site.choose("content/seite/unten.md", 1);
    let (read, decided, pages, all) = done(&site);
    assert_eq!(
        (read, decided, pages),
        (1, 1, all),
        "every page leads to Leichte Sprache"
    );
    site.choose("themes/campus/templates/base.html", 1);
    assert_eq!(done(&site), (0, 0, all, all), "every page stands in the base template");
}
