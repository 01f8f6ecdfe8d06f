//! `serve`: the site as it would be built, while it is being written.
//!
//! In come changes on the disk, out goes a preview in the browser. It writes nothing, and a
//! mistake in a file, a missing folder or a slow browser never ends it.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use jiff::civil::Date;

use self::answers::Answers;
use self::editor::Editor;
use self::news::News;
use self::stage::Stage;
use self::view::ViewOptions;
use super::{Caller, now};
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::refusal::Refusal;
use crate::base::source::{SitePath, Snapshot};
use crate::cli::{ReportFormat, ServeArguments};
use crate::cmd::serve::browser::Pictures;
use crate::io::folder::{Changed, Folder};
use crate::io::placeholder_cache::PlaceholderCache;
use crate::io::report;
use crate::io::watch::{self, Watch, Woken};
use crate::preview_server::network::own_address;
use crate::preview_server::options::{Limits, PortChoice, ServerOptions};
use crate::preview_server::server::Server;

pub(super) mod browser;

mod answers;
mod background_check;
mod editor;
mod information;
mod news;
mod proofs;
mod stage;
mod view;

/// The port that is tried first.
const PORT: u16 = 3000;

/// For how long nothing may happen before the site is made anew; it is shown when the quiet time
/// is over.
const EARLY: Duration = Duration::from_millis(4);

pub(super) fn run(caller: &Caller<'_>, wanted: &ServeArguments) -> Result<bool> {
    if !caller.root.is_dir() {
        return Err(Refusal::about("root-missing", caller.root).into());
    }
    let placeholder_colours =
        PlaceholderColours::seen_by(Arc::new(PlaceholderCache::of(caller.root)));
    let usual = ViewOptions { drafts: wanted.drafts, day: None };
    let stage = Arc::new(Stage::new(usual, placeholder_colours));
    let server = start(caller, wanted, &stage)?;
    let options = watch::WatchOptions {
        early: Some(EARLY),
        poll: wanted.poll,
        ..watch::WatchOptions::default()
    };
    let mut watch = Watch::start(caller.root, &options)?;
    let begun = Arc::new(AtomicBool::new(false));
    end_on_signal(&watch, &begun)?;
    print_address(caller, wanted, server.address())?;
    let proofs = proofs_address(server.address());
    let news =
        News::new(caller, wanted, server.events().clone(), Arc::clone(&stage), proofs);
    news.progress("loading");
    let mut folder = Folder::open(caller.root, Date::default())?;
    super::can_make_its_pictures(folder.snapshot())?;
    folder.set_day(today(wanted, folder.snapshot()));
    news.progress("building");
    stage.show(folder.snapshot());
    begun.store(true, Ordering::Relaxed);
    let late = background_check::start(caller, news.clone());
    news.first(caller.seconds());
    late.wake();
    follow(wanted, &mut watch, &mut folder, &news, &late);
    news.send_shutdown();
    late.stop();
    server.stop();
    report::to_stderr(&format!("{}\n", caller.words().word("serve-ended")))?;
    Ok(true)
}

/// Follows the folder until somebody wants an end.
fn follow(
    wanted: &ServeArguments,
    watch: &mut Watch,
    folder: &mut Folder,
    news: &News,
    late: &background_check::Late,
) {
    let mut trouble = None;
    // What has changed and is prepared, but not shown yet.
    let mut pending = BTreeSet::new();
    let mut worked = Duration::ZERO;
    loop {
        if let Some(notice) = watch.take_notice() {
            news.refuse(&notice.into());
        }
        let woken = watch.next(Some(midnight(folder.snapshot())));
        let started = Instant::now();
        let changed = match &woken {
            Woken::Stopped => return,
            Woken::Announced(paths) | Woken::Paths(paths) => folder.look(paths),
            Woken::Scan => folder.scan(),
            Woken::Timeout => Ok(Changed::default()),
        };
        let changed = match changed {
            Ok(changed) => changed,
            Err(error) => {
                // Said once, not with every scan: the folder may be away for a while.
                let said = format!("{error:#}");
                if trouble.as_ref() != Some(&said) {
                    news.refuse(&error);
                }
                trouble = Some(said);
                continue;
            }
        };
        trouble = None;
        let differs = !changed.is_empty();
        pending.extend(changed.paths);
        if let Woken::Announced(_) = woken {
            // A save is mostly over now, and the quiet time that proves it need not be idle.
            if differs {
                news.stage().prepare(folder.snapshot());
            }
            worked += started.elapsed();
            continue;
        }
        if woken == Woken::Scan && differs {
            watch.renew();
        }
        let day = today(wanted, folder.snapshot());
        let new_day = folder.set_day(day);
        if !pending.is_empty() || new_day {
            let changed = std::mem::take(&mut pending);
            let former = news.stage().show(folder.snapshot());
            let took = worked + started.elapsed();
            news.changed(&changed, took, new_day.then_some(day));
            late.wake();
            // Forgetting a large site takes a while; by now the new one is on the screen.
            drop(former);
        }
        worked = Duration::ZERO;
    }
}

fn start(
    caller: &Caller<'_>,
    wanted: &ServeArguments,
    stage: &Arc<Stage>,
) -> Result<Server> {
    let editor = Editor::new(caller.root, &wanted.editor).ok_or_else(|| {
        Refusal::new("editor-unknown")
            .with("editor", wanted.editor.as_str())
            .with("known", Editor::names())
    })?;
    let answers = Answers {
        stage: Arc::clone(stage),
        root: caller.root.to_owned(),
        pictures: Pictures::of(caller.root),
        editor,
        language: caller.language,
        share: wanted.share,
        day: wanted.at,
    };
    let options = ServerOptions {
        port: wanted.port.map_or(PortChoice::From(PORT), PortChoice::Explicit),
        share: wanted.share,
        names: std::env::var("HOSTNAME").into_iter().collect(),
        language: caller.language,
        secret: secret()?,
        limits: Limits::default(),
    };
    Ok(Server::start(options, answers)?)
}

/// A number that no other program can guess.
fn secret() -> Result<u128> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Refusal::new("random").with("cause", error.to_string()))?;
    Ok(u128::from_le_bytes(bytes))
}

/// Ctrl+C, or the end of the session, ends the preview in order.
fn end_on_signal(watch: &Watch, begun: &Arc<AtomicBool>) -> Result<()> {
    let stopper = watch.stopper();
    let begun = Arc::clone(begun);
    #[expect(
        clippy::exit,
        reason = "before the first build, nobody waits for the stopper"
    )]
    ctrlc::set_handler(move || {
        if !begun.load(Ordering::Relaxed) {
            std::process::exit(0);
        }
        stopper.stop();
    })?;
    Ok(())
}

/// Prints the address of the preview, and opens it in a browser if that is wanted.
fn print_address(
    caller: &Caller<'_>,
    wanted: &ServeArguments,
    address: SocketAddr,
) -> Result<()> {
    let words = caller.words();
    let here = format!("http://{address}/");
    let line = match caller.format {
        ReportFormat::Human => words.phrase("serving", &[("address", &here)]),
        ReportFormat::Json | ReportFormat::Csv => {
            serde_json::json!({ "address": here }).to_string()
        }
    };
    report::to_stdout(&format!("{line}\n"))?;
    if wanted.share {
        if let Some(own) = own_address() {
            let there = format!("http://{}/", SocketAddr::new(own, address.port()));
            let line = words.phrase("serving-shared", &[("address", &there)]);
            report::to_stderr(&format!("{line}\n"))?;
        }
        let style = caller.style(io::stderr().is_terminal());
        let warning = words.word("share-warning");
        report::to_stderr(&report::warning(warning, style))?;
    } else {
        report::to_stderr(&format!("{}\n", words.word("serve-end")))?;
    }
    if wanted.open {
        // Starting a browser may take a while, and without one the address above is enough.
        std::thread::spawn(move || open::that_detached(&here));
    }
    Ok(())
}

/// Where the preview lists what waits for a consent.
fn proofs_address(address: SocketAddr) -> String {
    format!("http://{address}/{}proof/", answers::OWN)
}

/// The day that is asked for, else today where the site is.
fn today(wanted: &ServeArguments, snapshot: &Snapshot) -> Date {
    wanted.at.unwrap_or_else(|| now(snapshot).date())
}

/// When the next day begins where the site is.
fn midnight(snapshot: &Snapshot) -> Instant {
    let now = now(snapshot);
    let tomorrow = now.tomorrow().and_then(|day| day.start_of_day());
    let left = tomorrow
        .ok()
        .and_then(|start| Duration::try_from(now.duration_until(&start)).ok());
    Instant::now() + left.unwrap_or(Duration::from_secs(3600)) + Duration::from_millis(5)
}

/// What changed, for the terminal: a file by its name, several by their number.
fn changed_files(
    paths: &BTreeSet<SitePath>,
    words: &crate::base::program_words::ProgramWords,
) -> String {
    match paths.first() {
        Some(path) if paths.len() == 1 => path.to_string(),
        _ => words.count("files", paths.len()),
    }
}
