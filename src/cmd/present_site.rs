//! Who is on the site that was built last and must not be there.
//!
//! In come the sources of today and the usual output folder, out go people with their addresses. What
//! a command that builds nothing can say; never takes anybody off.

use std::collections::{BTreeMap, BTreeSet};

use super::Caller;
use super::published_files::address;
use crate::base::output::OutputPath;
use crate::base::source::Snapshot;
use crate::engine::office::leavers::leavers;
use crate::engine::published_index::{PublishedIndex, SeenIn, file_mark};
use crate::engine::{Memory, Request};
use crate::io::output_folder::OutputFolder;
use crate::io::published_index;
use crate::io::stale_pages::Online;
use crate::io::takedown;

/// Everybody who is still on it; nobody if nothing was built there. What is read is kept for a build.
pub(super) fn still_there(
    caller: &Caller<'_>,
    snapshot: &Snapshot,
    memory: &mut Memory,
) -> Vec<Online> {
    // A folder that no build would take holds no site.
    let Ok(output) = OutputFolder::check(caller.root, &caller.path("public")) else {
        return Vec::new();
    };
    let files = takedown::published(&output).paths;
    if files.is_empty() {
        return Vec::new();
    }
    let leavers = leavers(snapshot, &Request::default(), memory);
    let index = published_index::look(caller.root, &output);
    let index = index.as_deref().and_then(PublishedIndex::parse);
    let is_of_folder =
        |index: &PublishedIndex| index.folder == published_index::state(&output);
    let is_trusted = index.as_ref().is_some_and(is_of_folder);
    let marks = leavers.all.iter().map(|one| one.marks.as_slice());
    let seen = index.as_ref().map(|index| index.seen(marks)).unwrap_or_default();
    let paths: BTreeMap<String, &String> =
        files.iter().map(|path| (file_mark(path), path)).collect();
    let mut found = Vec::new();
    for (number, leaver) in leavers.all.iter().enumerate() {
        let SeenIn { own, shown } = seen.get(number).cloned().unwrap_or_default();
        let pages = |marks: &BTreeSet<String>| -> BTreeSet<String> {
            let here = marks.iter().filter_map(|mark| paths.get(mark));
            here.filter_map(|path| address(path)).collect()
        };
        let mut own = pages(&own);
        if !is_trusted {
            let all = leaver.own.iter().map(OutputPath::as_str);
            own.extend(all.filter(|path| files.contains(*path)).filter_map(address));
        }
        // Lists and neighbours only of somebody who has no page of their own.
        let pages = if own.is_empty() { pages(&shown) } else { own };
        if !pages.is_empty() {
            let addresses = pages.into_iter().collect();
            found.push(Online { name: leaver.name.clone(), addresses });
        }
    }
    found
}
