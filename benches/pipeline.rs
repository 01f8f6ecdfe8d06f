//! Measures the cost of a cold build, stage by stage.
//!
//! `cargo bench --bench pipeline -- [PAGES]` generates a deterministic site (10,000 pages by
//! default) in a temporary folder, runs every stage several times and prints the median of each,
//! and for comparison the time to write the same bytes without any other work. `TMPDIR=/dev/shm`
//! uses a tmpfs, where times vary less. `-- DIR` in place of the number measures a copy of that
//! site.

#![expect(clippy::print_stdout, reason = "a benchmark is read on the terminal")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and the disk"
)]
#![expect(clippy::cast_precision_loss, reason = "figures are rounded for reading")]

mod corpus;
mod given;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use matrikel::audit::Audit;
use matrikel::base::diagnostic::Diagnostic;
use matrikel::base::output::{Content, OutputPath, OutputSet};
use matrikel::base::source::Snapshot;
use matrikel::engine::{Request, build};
use matrikel::io::load::load;
use matrikel::publish::address;
use matrikel::publish::assemble::{Input, site};
use matrikel::publish::passes::GateMemory;
use matrikel::publish::reference_data::References;
use matrikel::read;
use matrikel::render::outputs::renderer::{self, Renderer};
use matrikel::render::plan::planner;
use matrikel::render::theme;

/// Number of runs of each stage.
const RUNS: usize = 7;

fn main() {
    let pages =
        std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let made = tempfile::tempdir().expect("a temporary folder");
    if given::copy(made.path()).is_none() {
        corpus::write(made.path(), pages);
    }
    let root = made.path();
    let today = jiff::civil::date(2026, 11, 24);
    let snapshot = load(root, today).expect("the site can be read");
    let mut table = Table::default();
    table.time("load", || load(root, today).expect("the site can be read"));
    stages(&snapshot, &mut table);
    let built =
        table.time("all but load and write", || build(&snapshot, &Request::default()));
    floor(&built.outputs, root, &mut table);
    table.print(built.pages, &built.outputs);
}

/// Runs each stage separately, on the results of the previous one.
fn stages(snapshot: &Snapshot, table: &mut Table) {
    let config = read::config::config(snapshot).value.expect("good settings");
    let settings = read::document::Settings {
        languages: config.languages.clone(),
        base: config.base_url.absolute("/"),
    };
    let sources: Vec<_> =
        snapshot.below("content/").filter(|s| s.path.extension() == "md").collect();
    let documents = table.time("read: front matter and Markdown, one thread", || {
        let read = |source| read::document::document(source, &settings).value;
        sources.iter().copied().filter_map(read).map(Arc::new).collect::<Vec<_>>()
    });
    let reference = read::reference::reference(snapshot).value;
    let references = References {
        faculties: reference.faculties,
        institutions: reference.institutions,
        contacts: reference.contacts,
        photos: reference.photos,
        allowed: reference.allowed,
    };
    let (broken, copies) =
        (BTreeSet::new(), matrikel::base::copies::Copies::of(snapshot));
    let site = table.time("gate and order", || {
        let input = Input {
            config: &config,
            snapshot,
            documents: &documents,
            broken: &broken,
            copies: &copies,
            references: references.clone(),
            drafts: false,
            placeholder_colours:
                matrikel::base::placeholder_colour::PlaceholderColours::default(),
            someone: std::collections::BTreeMap::new(),
        };
        site(input, &mut GateMemory::default(), &mut Vec::new())
    });
    table.time("plan", || planner::plan(&site, &mut Vec::new()));
    let theme = table.time("theme", || {
        theme::load(snapshot, &config, &mut Vec::new()).expect("a good theme")
    });
    let (site, theme) = (Arc::new(site), Arc::new(theme));
    table.time("search index (in the next stage too), all threads", || {
        let mut memory = renderer::RenderMemory::default();
        let (site, theme) = (Arc::clone(&site), Arc::clone(&theme));
        let press = Renderer::new(site, theme, &mut memory, &mut Vec::new());
        for language in &config.languages {
            let contents = address::search_contents(&config, *language);
            let path = OutputPath::new(contents.trim_start_matches('/')).expect("a path");
            assert!(press.output(&path).expect("no page").is_some());
        }
    });
    let made = table.time("plan and render, all threads", || {
        let mut memory = renderer::RenderMemory::default();
        let (site, theme) = (Arc::clone(&site), Arc::clone(&theme));
        Renderer::new(site, theme, &mut memory, &mut Vec::new()).finish(None)
    });
    let audit = table.time("audit: gather, look at sources, all threads", || {
        Audit::new(&documents, &[], &site, snapshot, &theme::built_in_texts(&config))
    });
    let outputs = OutputSet(made.files);
    let found =
        table.time("audit: search outputs, all threads", || audit.search(&outputs));
    assert!(!found.iter().any(Diagnostic::is_error), "{found:?}");
    println!("{} values are looked for", audit.len());
}

/// Writes the same bytes into a new folder: the lower limit for any build.
fn floor(outputs: &OutputSet, folder: &Path, table: &mut Table) {
    let mut run = 0;
    table.time("floor: writing these bytes, one thread", || {
        run += 1;
        let folder = folder.join(format!("floor-{run}"));
        let mut made = BTreeSet::new();
        for (path, content) in &outputs.0 {
            let Content::Bytes(bytes) = content else { continue };
            let file = folder.join(path.as_str());
            let parent = file.parent().expect("a file lies in a folder").to_owned();
            if made.insert(parent.clone()) {
                std::fs::create_dir_all(&parent).expect("a folder");
            }
            std::fs::write(&file, bytes).expect("a file");
        }
    });
}

/// Median time of each stage.
#[derive(Default)]
struct Table(Vec<(&'static str, Duration)>);

impl Table {
    fn time<T>(&mut self, name: &'static str, mut work: impl FnMut() -> T) -> T {
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..RUNS {
            // Freed before the clock starts, so that freeing is not measured.
            drop(last.take());
            let start = Instant::now();
            last = Some(work());
            times.push(start.elapsed());
        }
        times.sort();
        self.0.push((name, times[RUNS / 2]));
        last.expect("it ran at least once")
    }

    fn print(&self, pages: usize, outputs: &OutputSet) {
        let sizes: BTreeMap<_, _> = outputs
            .0
            .iter()
            .filter_map(|(path, content)| match content {
                Content::Bytes(bytes) => Some((path, bytes.len())),
                _ => None,
            })
            .collect();
        let bytes: usize = sizes.values().sum();
        println!("{pages} pages, {} files, {:.1} MB", sizes.len(), bytes as f64 / 1e6);
        println!("| stage | ms (median of {RUNS}) | µs a page |\n|---|--:|--:|");
        for (name, time) in &self.0 {
            let micros = time.as_secs_f64() * 1e6 / pages as f64;
            println!("| {name} | {:.1} | {micros:.1} |", time.as_secs_f64() * 1e3);
        }
    }
}
