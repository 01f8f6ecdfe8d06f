//! Measures the cost of an edit in the preview's pipeline, without disk and network.
//!
//! `cargo bench --bench edits -- [PAGES]` generates the same site as the other benchmarks, edits
//! one file at a time, and prints for each kind of edit the time until the edition is ready, and
//! then until its page is. `-- DIR` in place of the number takes a copy of that site, which must
//! have the files that are edited, as those of `compare.py --write` do.

#![expect(clippy::print_stdout, reason = "a benchmark is read on the terminal")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and the disk"
)]

mod corpus;
mod given;

use std::time::{Duration, Instant};

use matrikel::base::digest::Digest;
use matrikel::base::output::OutputPath;
use matrikel::base::source::{FileBody, SitePath, Snapshot, Source};
use matrikel::engine::{Memory, Request, edition};
use matrikel::io::load::load;

/// Number of edits of each kind.
const RUNS: usize = 15;

/// Name, file, the text to replace in it, and the page that must show the change.
const EDITS: [(&str, &str, &str, &str); 6] = [
    ("entry's body", "content/directory/p7.md", "---\nfill", "verzeichnis/p7/index.html"),
    (
        "portrait's title",
        "content/portraits/s7.md",
        "title: Geschichte",
        "portraets/s7/index.html",
    ),
    (
        "base template",
        "themes/campus/templates/base.html",
        "</body>",
        "portraets/s7/index.html",
    ),
    ("style sheet", "themes/campus/assets/campus.css", "{", "portraets/s7/index.html"),
    ("consent", "content/directory/p7.md", "until: 2036", "verzeichnis/index.html"),
    ("new file", "content/directory/neu.md", "", "verzeichnis/index.html"),
];

fn main() {
    let pages =
        std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let made = tempfile::tempdir().expect("a temporary folder");
    let given = given::copy(made.path());
    if given.is_none() {
        corpus::write(made.path(), pages);
    }
    let mut snapshot =
        load(made.path(), jiff::civil::date(2026, 11, 24)).expect("the site can be read");
    let themes = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/campus");
    for name in ["templates/base.html", "assets/campus.css"] {
        let text = std::fs::read_to_string(themes.join(name)).expect("the theme");
        put(&mut snapshot, &format!("themes/campus/{name}"), &text);
    }
    let mut memory = Memory::default();
    let request = Request::default();
    let start = Instant::now();
    let mut last = edition(&snapshot, &request, &mut memory);
    let pages = given.unwrap_or(pages);
    println!("{pages} pages, first edition {:.0} ms", milliseconds(start.elapsed()));
    println!(
        "| edit | edition ms, median (least) of {RUNS} | its page ms |\n|---|--:|--:|"
    );
    for (name, file, wanted, page) in EDITS {
        let old = snapshot.text(&SitePath::new(file)).map_or("", |text| text).to_owned();
        let page = OutputPath::new(page).expect("a path");
        let mut editions = Vec::new();
        let mut alone = Vec::new();
        for run in 0..RUNS {
            put(&mut snapshot, file, &edited(&old, name, wanted, run));
            let start = Instant::now();
            let next = edition(&snapshot, &request, &mut memory);
            editions.push(start.elapsed());
            let start = Instant::now();
            let press = next.renderer().expect("a good site");
            press.output(&page).expect("a page").expect("it exists");
            alone.push(start.elapsed());
            // The previous edition is freed here, outside the measured time.
            last = next;
        }
        if old.is_empty() {
            snapshot.files.remove(&SitePath::new(file));
        } else {
            put(&mut snapshot, file, &old);
        }
        editions.sort();
        alone.sort();
        println!(
            "| {name} | {:.1} ({:.1}) | {:.2} |",
            milliseconds(editions[RUNS / 2]),
            milliseconds(editions[0]),
            milliseconds(alone[RUNS / 2]),
        );
    }
    drop(last);
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn edited(old: &str, name: &str, wanted: &str, run: usize) -> String {
    match name {
        "entry's body" => format!("{old}\n\nNeu {run}.\n"),
        "portrait's title" => old.replacen(wanted, &format!("title: Neu {run}"), 1),
        "base template" => {
            old.replacen(wanted, &format!("<p hidden>{run}</p></body>"), 1)
        }
        "style sheet" => old.replacen(wanted, &format!("{{--neu:{run};"), 1),
        "consent" if run.is_multiple_of(2) => old.replacen(wanted, "until: 2026", 1),
        "new file" => format!(
            "---\nname: {{ given: Neu, family: Person {run} }}\nconsent: {{ given: 2026-01-01, \
             until: 2029-01-01, channels: [site] }}\n---\n"
        ),
        _ => old.to_owned(),
    }
}

fn put(snapshot: &mut Snapshot, path: &str, text: &str) {
    let path = SitePath::new(path);
    let body = FileBody::Text(text.into());
    let source = Source { path: path.clone(), body, digest: Digest::of(text.as_bytes()) };
    snapshot.files.insert(path, source);
}
