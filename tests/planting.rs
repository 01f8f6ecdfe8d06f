//! Whatever is withheld and identifies somebody is found: each value, in each form in which it may
//! be written, in each kind of output and of download.
//!
//! What is planted is made here, by small writers of each format; the search is that of the
//! program. A file that cannot be read to its end must be refused, whatever it holds.

#[path = "planting/archives.rs"]
mod archives;
#[path = "planting/downloads.rs"]
mod downloads;
#[path = "planting/outputs.rs"]
mod outputs;
#[path = "planting/pdf.rs"]
mod pdf;
#[path = "planting/values.rs"]
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use matrikel::base::code::Code;
use matrikel::base::diagnostic::Diagnostic;
use matrikel::base::language::Language;
use matrikel::base::output::{Content, OutputPath, OutputSet};
use matrikel::base::social_card::{CardDay, CardFont, CardRecipe, CardStyle};
use matrikel::base::source::SitePath;

use crate::extent::short_or_long;
use crate::support::{Built, SiteTest, TODAY};
use downloads::{closed, downloads};
use outputs::outputs;
use values::{Value, ValueKind, files, values};

fn built() -> (SiteTest, Built) {
    let site = SiteTest::new();
    for (path, text) in files() {
        let photo = path.replace("directory/", "directory/am-").replace(".md", ".jpg");
        site.write(&path, &text).photo(&photo, &path);
    }
    site.write(
        "content/directory/ben.md",
        "---\nname: { given: Ben, family: Ottokar }\nconsent: { given: 2026-01-01, channels: [site] }\n---\nBen stimmt Orgeln.\n",
    );
    let built = site.build_on(TODAY);
    built.is_good();
    (site, built)
}

/// How many were not found, and the first of them.
type Missed = BTreeMap<String, (usize, String)>;

/// What was not found.
#[derive(Default)]
struct Misses {
    looked: usize,
    all: usize,
    by_format: Missed,
    by_form: Missed,
}

impl Misses {
    fn note(&mut self, found: bool, value: &Value, form: &str, format: &str, text: &str) {
        self.looked += 1;
        if found {
            return;
        }
        self.all += 1;
        let form = format!("{}, {form}", value.what);
        let text = text.escape_debug();
        let first = (0, format!("{form}: “{text}”"));
        self.by_format.entry(format.to_owned()).or_insert(first).0 += 1;
        let first = (0, format!("“{text}” in {format}"));
        self.by_form.entry(form).or_insert(first).0 += 1;
    }

    fn are_none(&self) {
        let lines = |missed: &Missed| -> String {
            let line = |(what, (count, first)): (&String, &(usize, String))| {
                format!("    {count} × {what}, as {first}\n")
            };
            missed.iter().map(line).collect()
        };
        assert!(
            self.all == 0,
            "{} of {} were not found\nby format:\n{}by form:\n{}",
            self.all,
            self.looked,
            lines(&self.by_format),
            lines(&self.by_form)
        );
    }
}

/// True where a line is a value: what stands on two of them is no name.
fn divides(format: &str, form: &str) -> bool {
    let has_lines =
        ["CSV", "UTF-16 without a mark", "part of the search index", "calendar", "card"];
    form == "over two lines" && has_lines.iter().any(|one| format.contains(one))
}

/// What identifies nobody by itself is a warning where somebody has written it by hand.
fn is_told(one: &Diagnostic) -> bool {
    one.is_error() || one.code == Code::ValueInFile
}

fn is_found_in_output(built: &Built, path: &str, bytes: &[u8]) -> bool {
    is_found(built, path, Content::Bytes(bytes.into()))
}

fn is_found(built: &Built, path: &str, content: Content) -> bool {
    let audit = built.build.audit.as_ref().expect("a site without mistakes");
    let path = OutputPath::new(path).expect("a path");
    let outputs = OutputSet([(path, content)].into());
    audit.search(&outputs).iter().any(is_told)
}

/// A card with a text in each of its places.
fn cards(text: &str) -> Vec<(&'static str, CardRecipe)> {
    let font = CardFont::new(Arc::from([]));
    let style = Arc::new(CardStyle { font, ground: [0; 3], text: [255; 3] });
    let plain = CardRecipe {
        style,
        language: Language::De,
        title: "Ein Abend".into(),
        above: None,
        below: None,
        day: Some(CardDay { day: "5".into(), month: "Juni 2027".into() }),
        site: "Probe".into(),
        photo: None,
    };
    let place = |change: fn(&mut CardRecipe, String)| {
        let mut card = plain.clone();
        change(&mut card, text.to_owned());
        card
    };
    vec![
        ("title of a card", place(|card, text| card.title = format!("Mit {text}"))),
        ("above on a card", place(|card, text| card.above = Some(text))),
        ("below on a card", place(|card, text| card.below = Some(text))),
    ]
}

fn is_found_in_copy(built: &Built, path: &str, bytes: &[u8]) -> bool {
    let audit = built.build.audit.as_ref().expect("a site without mistakes");
    let source = SitePath::new("content/plan.zip");
    let path = OutputPath::new(path).expect("a path");
    audit.search_copy(&source, &path, bytes).iter().any(is_told)
}

/// The forms to plant: all in the long form, else every one of each value by turns.
fn forms(
    value: &Value,
    turn: usize,
    step: usize,
) -> impl Iterator<Item = &(&'static str, String)> {
    let step = short_or_long(step, 1);
    value
        .forms
        .iter()
        .enumerate()
        .filter(move |(number, _)| (number + turn).is_multiple_of(step))
        .map(|(_, form)| form)
}

#[test]
fn every_value_in_every_form_is_found_in_every_kind_of_output() {
    let (_site, built) = built();
    let mut misses = Misses::default();
    for (turn, value) in values().iter().enumerate() {
        for (form, text) in forms(value, turn, 3) {
            for planted in outputs(text, value.kind) {
                if divides(planted.format, form) {
                    continue;
                }
                let found = is_found_in_output(&built, planted.path, &planted.bytes);
                misses.note(found, value, form, planted.format, text);
            }
            for (place, card) in cards(text) {
                let found =
                    is_found(&built, "assets/x.jpg", Content::Card(Arc::new(card)));
                misses.note(found, value, form, place, text);
            }
        }
    }
    misses.are_none();
}

#[test]
fn every_value_is_found_in_every_kind_of_download() {
    let (_site, built) = built();
    let mut misses = Misses::default();
    for (turn, value) in values().iter().enumerate() {
        for (form, text) in forms(value, turn, 5) {
            for (format, path, bytes) in downloads(text, value.kind) {
                if divides(format, form) {
                    continue;
                }
                // An archive or document is a file beside the pages, wherever it lies.
                let path = if path.contains('/') {
                    path.to_owned()
                } else {
                    format!("assets/{path}")
                };
                let found = is_found_in_copy(&built, &path, &bytes);
                misses.note(found, value, form, format, text);
            }
        }
    }
    misses.are_none();
}

/// Else whoever refused everything would find everything.
#[test]
fn what_holds_nothing_is_let_through() {
    let (_site, built) = built();
    let mut wrong = Vec::new();
    for text in
        ["Ben Ottokar", "Ein Wort über Brücken", "Hans und Jana gehen", "0341 5550000"]
    {
        for planted in outputs(text, ValueKind::Words) {
            if is_found_in_output(&built, planted.path, &planted.bytes) {
                wrong.push(format!("{text} in {} ({})", planted.format, planted.path));
            }
        }
        for (format, path, bytes) in downloads(text, ValueKind::Words) {
            let path = if path.contains('/') {
                path.to_owned()
            } else {
                format!("assets/{path}")
            };
            if is_found_in_copy(&built, &path, &bytes) {
                wrong.push(format!("{text} in the download {format}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_cannot_be_read_to_its_end_is_refused() {
    let (_site, built) = built();
    let mut through = Vec::new();
    for (format, path, bytes) in closed() {
        let path =
            if path.contains('/') { path.to_owned() } else { format!("assets/{path}") };
        if !is_found_in_copy(&built, &path, &bytes) {
            through.push(format);
        }
    }
    assert!(through.is_empty(), "{through:#?}");
}

/// Far behind or deep inside, a name is found, or the file is refused.
#[test]
fn what_stands_at_the_end_of_much_is_found_or_refused() {
    let (_site, built) = built();
    for (format, path, bytes) in archives::deep("Es war Hans Weiß dabei.") {
        assert!(is_found_in_copy(&built, &format!("assets/{path}"), &bytes), "{format}");
    }
}

/// A name may stand in the name of a file.
#[test]
fn names_of_outputs_are_searched() {
    let (_site, built) = built();
    for path in [
        "assets/jana-marie-mueller.css",
        "assets/mueller_jana.css",
        "assets/hans.weiss.css",
        "zirbelkiefer/jana-muller/index.html",
        "assets/am-zirbelkiefer.jpg",
        "djordje-djukic/index.html",
        "dorde-dukic/index.html",
    ] {
        assert!(is_found_in_output(&built, path, b"<p>x</p>"), "{path}");
    }
}
