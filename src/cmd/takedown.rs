//! Takes everybody off the published site who must not be online, whatever else is wrong.
//!
//! In come the output folder and the sources, out goes who was taken off and what is left to do by
//! hand. It begins before anything is built and ends after the new site is written, or after it
//! turned out that it cannot be: then nothing of those people stays, and everything else does.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jiff::civil::Date;

use super::online_site::OnlineSite;
use super::published_files::{
    Replacements, address, clean, is_picture, is_text, leads_nowhere, pictures,
};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::program_words::ProgramWords;
use crate::base::source::{FileBody, SitePath, Snapshot, Source};
use crate::engine::office::leavers::{Leavers, leavers};
use crate::engine::published_index::{BuiltWith, PublishedIndex, SeenIn, file_mark};
use crate::engine::{
    Build, Memory, Request, Traces, build, is_overview, is_search_file, is_sitemap,
};
use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::published_index;
use crate::io::stale_pages::Online;
use crate::io::takedown::{self, PublishedFiles};
use crate::io::taken_off::{StuckFile, TakenOff};
use crate::io::tree::{Listing, PublishedTree};

/// A published site from which people are being taken off.
pub(super) struct Takedown<'t> {
    lock: &'t Lock,
    output: &'t OutputFolder,
    /// The folder as the caller would write it.
    asked: &'t Path,
    language: Language,
    leavers: Leavers,
    index: Option<PublishedIndex>,
    /// True if the folder is as the build that made the index has left it.
    trusted: bool,
    files: PublishedFiles,
    taken: TakenOff,
    /// Paths that were removed.
    removed: BTreeSet<String>,
    /// The places of the leavers of whom something was removed.
    had_pages: BTreeSet<usize>,
    /// Those for whom all files were searched.
    searched: Vec<Digest>,
    /// True once a new site was about to be written: then the index tells of another one.
    writing: Cell<bool>,
}

/// The settings of a site.
const CONFIG: &str = "config.toml";

/// What is found in one published file.
struct FileFindings {
    /// The leavers, by their places among those looked for.
    people: BTreeSet<usize>,
    /// The pictures that the head of a page names for other services; without an index all that
    /// it names.
    cards: BTreeSet<String>,
}

impl<'t> Takedown<'t> {
    /// Removes first what belongs to nobody but the leavers: their pages, photos and cards.
    pub(super) fn begin(
        site: OnlineSite<'t>,
        language: Language,
        snapshot: &Snapshot,
        request: &Request,
        memory: &mut Memory,
    ) -> Self {
        let OnlineSite { lock, output, asked, tree } = site;
        // What a killed build had moved away may come back.
        let tree = tree.filter(|_| output.path().exists());
        takedown::restore(lock, output);
        // Whatever goes wrong here, those whom the index misses are still found by it.
        let known = AssertUnwindSafe(|| leavers(snapshot, request, memory));
        let known = || catch_unwind(known).unwrap_or_default();
        let online = || {
            let index = published_index::read(lock, output);
            let tree = tree.unwrap_or_else(|| PublishedTree::look(output));
            let files = takedown::published_in(output, tree);
            (index.as_deref().and_then(PublishedIndex::parse), files)
        };
        let (leavers, (index, files)) = rayon::join(known, online);
        let mut takedown = Self {
            trusted: index.as_ref().is_some_and(|index| index.folder == files.state),
            files,
            lock,
            output,
            asked,
            language,
            leavers,
            index,
            taken: TakenOff::default(),
            removed: BTreeSet::new(),
            had_pages: BTreeSet::new(),
            searched: Vec::new(),
            writing: Cell::new(false),
        };
        takedown.remove_own();
        takedown
    }

    /// The files that the index has for each leaver, and last those of people whom nobody knows
    /// any more.
    fn seen(&self) -> Vec<SeenIn> {
        let Some(index) = &self.index else { return Vec::new() };
        let marks = self.leavers.all.iter().map(|one| one.marks.as_slice());
        let mut seen = index.seen(marks);
        seen.push(if self.leavers.complete {
            index.seen_of_unknown(&self.leavers.known)
        } else {
            SeenIn::default()
        });
        seen
    }

    /// The paths with these digests.
    fn paths(&self) -> BTreeMap<String, &String> {
        self.files.paths.iter().map(|path| (file_mark(path), path)).collect()
    }

    fn remove_own(&mut self) {
        if self.files.paths.is_empty() {
            return;
        }
        let seen = self.seen();
        let paths = self.paths();
        let mut own: Vec<(usize, BTreeSet<String>)> = Vec::new();
        for number in 0..=self.leavers.all.len() {
            let by_index = seen.get(number).into_iter().flat_map(|seen| &seen.own);
            let by_index = by_index.filter_map(|mark| paths.get(mark).copied().cloned());
            let leaver = self.leavers.all.get(number);
            let pages = leaver.into_iter().flat_map(|one| &one.own);
            let pages = pages.map(OutputPath::as_str).map(str::to_owned);
            let pages = pages.filter(|page| self.files.paths.contains(page));
            let all: BTreeSet<String> = by_index.chain(pages).collect();
            if !all.is_empty() {
                own.push((number, all));
            }
        }
        for (number, paths) in own {
            let name = self.name(number);
            let pages = paths.iter().filter_map(|path| address(path));
            let addresses = pages.collect();
            for path in &paths {
                self.remove(path, std::slice::from_ref(&name));
            }
            self.taken.people.push(Online { name, addresses });
            self.had_pages.insert(number);
        }
    }

    fn name(&self, number: usize) -> String {
        let unknown = || ProgramWords::of(self.language).word("taken-unknown").to_owned();
        self.leavers.all.get(number).map_or_else(unknown, |one| one.name.clone())
    }

    /// Removes a file; true if it is gone.
    fn remove(&mut self, path: &str, people: &[String]) -> bool {
        if self.removed.contains(path) {
            return true;
        }
        match takedown::remove(self.lock, self.output, path) {
            Ok(()) => {
                self.removed.insert(path.to_owned());
                true
            }
            Err(error) => {
                self.stuck(path, people, &error.to_string());
                false
            }
        }
    }

    fn stuck(&mut self, path: &str, people: &[String], cause: &str) {
        let path = self.asked.join(path).display().to_string();
        if self.taken.stuck.iter().all(|one| one.path != path) {
            let (people, cause) = (people.to_vec(), cause.to_owned());
            self.taken.stuck.push(StuckFile { path, people, cause });
        }
    }

    /// Before the new site, of that day, is written: the index tells of the old one.
    pub(super) fn before_writing(&self, today: Date) {
        self.writing.set(true);
        let before = online_day(self.lock, self.output).unwrap_or(today);
        published_index::keep_day(self.lock, self.output, &before.max(today).to_string());
        published_index::forget(self.lock, self.output);
    }

    /// After the new site is written: notes who is in it. Returns the files that were removed
    /// before it was, and what lies there now.
    pub(super) fn written(
        &self,
        built: &Build,
        snapshot: &Snapshot,
        with: BuiltWith,
        listing: Option<Listing>,
    ) -> (&BTreeSet<String>, Listing) {
        let (leavers, output) = (&self.leavers, self.output);
        let (mut index, listing) = rayon::join(
            || PublishedIndex::of(built, leavers, snapshot, with),
            || listing.unwrap_or_else(|| Listing::of(output)),
        );
        index.folder.clone_from(&listing.state);
        // Without an index, everything is looked for in the files themselves.
        let _ = published_index::keep(self.lock, self.output, &index.text());
        if let Some(text) = snapshot.text(&SitePath::new(CONFIG)) {
            published_index::keep_settings(self.lock, self.output, text);
        }
        (&self.removed, listing)
    }

    /// If no new site is written: whatever still holds something of a leaver is replaced by its
    /// form without them, or goes too. Replacements come from `good`, a build that could not be
    /// written, or from builds for `request`.
    pub(super) fn not_written(
        mut self,
        snapshot: &Snapshot,
        good: Option<Build>,
        request: &Request,
    ) -> TakenOff {
        let touched = self.touched(snapshot);
        if !touched.is_empty() {
            let replacements = self.replacements(snapshot, good, request, &touched);
            self.take_down(&touched, &replacements);
        }
        self.keep_index();
        self.taken
    }

    /// Who is to be looked for: those who left since the last build, and whoever is in the index.
    fn sought(&self, seen: &[SeenIn]) -> Vec<usize> {
        let is_in_index = |number: usize| {
            seen.get(number).is_some_and(|seen| *seen != SeenIn::default())
        };
        let was_searched = |number: usize| {
            let identity = self.leavers.all[number].identity;
            let index = self.index.as_ref().filter(|_| self.trusted);
            index.is_some_and(|index| index.was_withheld(identity))
        };
        let is_sought = |number: &usize| {
            is_in_index(*number)
                || self.had_pages.contains(number)
                || (self.leavers.all[*number].ended && !was_searched(*number))
        };
        (0..self.leavers.all.len()).filter(is_sought).collect()
    }

    /// The files that hold something of a leaver, and whose it is.
    fn touched(&mut self, snapshot: &Snapshot) -> BTreeMap<String, BTreeSet<String>> {
        let seen = self.seen();
        let sought = self.sought(&seen);
        let mut touched: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let rest: BTreeSet<String> =
            self.files.paths.difference(&self.removed).cloned().collect();
        let paths = self.paths();
        for (number, seen) in seen.iter().enumerate() {
            for path in seen.shown.iter().chain(&seen.own).filter_map(|m| paths.get(m)) {
                if rest.contains(*path) {
                    let people = touched.entry((*path).clone()).or_default();
                    people.insert(self.name(number));
                }
            }
        }
        if sought.is_empty() && touched.is_empty() && self.removed.is_empty() {
            return touched;
        }
        let traces = self.leavers.traces(&sought, snapshot);
        let identity = |number: &usize| self.leavers.all[*number].identity;
        self.searched = sought.iter().map(identity).collect();
        let everybody: BTreeSet<String> = sought.iter().map(|n| self.name(*n)).collect();
        let mut cards: BTreeMap<String, [bool; 2]> = BTreeMap::new();
        for (path, found) in self.scan(&rest, &traces) {
            let Ok(found) = found else {
                // What cannot be read cannot be proved to hold nothing.
                touched.entry(path).or_default().extend(everybody.iter().cloned());
                continue;
            };
            let names = found.people.iter().map(|place| self.name(sought[*place]));
            let names: BTreeSet<String> = names.collect();
            if !names.is_empty() {
                touched.entry(path.clone()).or_default().extend(names);
            }
            let is_touched = touched.contains_key(&path);
            for card in found.cards {
                cards.entry(card).or_default()[usize::from(is_touched)] = true;
            }
        }
        // Without an index a picture that no page names any more may be theirs as well.
        if !self.trusted && !everybody.is_empty() {
            for path in rest.iter().filter(|path| is_picture(path)) {
                cards.entry(path.clone()).or_insert([false, true]);
            }
        }
        // A card may show a name as a picture; it goes with the pages that alone name it.
        for (card, [others, own]) in cards {
            if own && !others && rest.contains(&card) {
                touched.entry(card).or_default().extend(everybody.iter().cloned());
            }
        }
        let overviews = self.overviews(&rest, &touched);
        for path in overviews {
            touched.entry(path).or_default().extend(everybody.iter().cloned());
        }
        if !touched.is_empty() || !self.removed.is_empty() {
            // The parts of the search belong together, and hold single words of everybody.
            for path in rest.iter().filter(|path| is_search_file(path)) {
                touched
                    .entry(path.clone())
                    .or_default()
                    .extend(everybody.iter().cloned());
            }
        }
        if !everybody.is_empty() {
            for path in &self.files.strange {
                touched.entry(path.clone()).or_default().extend(everybody.clone());
            }
            let people: Vec<String> = everybody.into_iter().collect();
            for (path, cause) in std::mem::take(&mut self.files.closed) {
                self.stuck(&path, &people, &cause);
            }
        }
        touched
    }

    /// Overviews of topics, places and the like, and sitemaps, that lead to a list which shows a
    /// leaver: nobody else may have brought it there.
    fn overviews(
        &self,
        rest: &BTreeSet<String>,
        touched: &BTreeMap<String, BTreeSet<String>>,
    ) -> Vec<String> {
        let index = self.index.as_ref().filter(|_| self.trusted);
        let left = self.leavers.all.iter().flat_map(|one| &one.marks).copied().collect();
        let with_others =
            index.map(|index| index.shows_others(&left)).unwrap_or_default();
        let is_list = |folder: &&str| {
            let above = folder.trim_end_matches('/').rsplit_once('/');
            above.is_some_and(|(above, _)| is_overview(&format!("{above}/index.html")))
                && !with_others.contains(&file_mark(&format!("{folder}index.html")))
        };
        let folders = touched.keys().filter_map(|path| path.strip_suffix("index.html"));
        let lists: Vec<String> =
            folders.filter(is_list).map(|folder| format!("/{folder}")).collect();
        let may_lead = |path: &&String| is_overview(path) || is_sitemap(path);
        let paths = rest.iter().filter(may_lead).cloned().collect();
        let there = &self.files.paths;
        let leads = takedown::scan(self.output, &paths, &|_, bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            lists.iter().any(|list| text.contains(list.as_str()))
                || leads_nowhere(&text, there)
        });
        leads
            .into_iter()
            .filter(|(_, leads)| !matches!(leads, Ok(false)))
            .map(|(p, _)| p)
            .collect()
    }

    fn scan(
        &self,
        paths: &BTreeSet<String>,
        traces: &Traces,
    ) -> Vec<(String, std::io::Result<FileFindings>)> {
        let all = !self.trusted;
        takedown::scan(self.output, paths, &|path, bytes| FileFindings {
            people: traces.in_file(path, bytes),
            cards: pictures(path, bytes, all),
        })
    }

    /// What a build makes of each path, if nothing of a leaver is in it.
    fn replacements(
        &self,
        snapshot: &Snapshot,
        good: Option<Build>,
        request: &Request,
        touched: &BTreeMap<String, BTreeSet<String>>,
    ) -> Replacements {
        let ended = (0..self.leavers.all.len()).filter(|n| self.leavers.all[*n].ended);
        let traces = self.leavers.traces(&ended.collect::<Vec<_>>(), snapshot);
        let build = |snapshot: &Snapshot| {
            catch_unwind(AssertUnwindSafe(|| build(snapshot, request))).ok()
        };
        let first = good.or_else(|| build(snapshot));
        let mut found = first.map_or_else(Replacements::new, |one| clean(&one, &traces));
        let is_made = |path: &String| {
            found.contains_key(path) || !Path::new(path).extension().is_some_and(is_text)
        };
        if !touched.keys().all(is_made)
            && let Some(mended) = self.mended(snapshot)
            && let Some(second) = build(&mended)
        {
            for (path, bytes) in clean(&second, &traces) {
                found.entry(path).or_insert(bytes);
            }
        }
        found
    }

    /// The sources with the settings of the last site that was written, and without templates of
    /// the site's own: a page in a plain dress is better than none.
    fn mended(&self, snapshot: &Snapshot) -> Option<Snapshot> {
        let text = published_index::settings(self.lock, self.output)?;
        let mut mended = snapshot.clone();
        mended.files.retain(|path, _| !path.as_str().starts_with("templates/"));
        let path = SitePath::new(CONFIG);
        let digest = Digest::of(text.as_bytes());
        let body = FileBody::Text(text.into());
        mended.files.insert(path.clone(), Source { path, body, digest });
        Some(mended)
    }

    fn take_down(
        &mut self,
        touched: &BTreeMap<String, BTreeSet<String>>,
        replacements: &Replacements,
    ) {
        let mut replaced: BTreeSet<&String> = BTreeSet::new();
        // Removals first: they need no space, and make some.
        let (with, without): (Vec<_>, Vec<_>) =
            touched.iter().partition(|(path, _)| replacements.contains_key(*path));
        for (path, people) in without {
            let people: Vec<String> = people.iter().cloned().collect();
            if self.remove(path, &people) {
                self.taken.removed.push(path.clone());
            }
        }
        let searched = touched.keys().any(|path| is_search_file(path));
        // New parts of the search come before the table that names them.
        let new = replacements.iter().filter(|(path, _)| {
            searched && is_search_file(path) && !touched.contains_key(*path)
        });
        for (path, bytes) in new {
            // If this fails, the search lacks a part.
            let _ = takedown::replace(self.lock, self.output, path, bytes);
        }
        for (path, people) in with {
            let bytes = &replacements[path];
            if takedown::replace(self.lock, self.output, path, bytes).is_ok() {
                replaced.insert(path);
                continue;
            }
            let people: Vec<String> = people.iter().cloned().collect();
            if self.remove(path, &people) {
                self.taken.removed.push(path.clone());
            }
        }
        self.taken.replaced = replaced.into_iter().cloned().collect();
        let told: BTreeSet<String> =
            self.taken.people.iter().map(|one| one.name.clone()).collect();
        let names: BTreeSet<&String> = touched.values().flatten().collect();
        for name in names.into_iter().filter(|name| !told.contains(*name)) {
            self.taken.people.push(Online { name: name.clone(), addresses: Vec::new() });
        }
    }

    /// What was taken down is not looked for again.
    fn keep_index(&mut self) {
        let is_over = self.writing.get() || self.taken.is_empty();
        if is_over || !self.taken.stuck.is_empty() {
            return;
        }
        if let Some(index) = &mut self.index {
            if self.trusted {
                index.note_taken_down(&self.leavers, &self.searched);
                index.folder = published_index::state(self.output);
            } else {
                index.folder = String::new();
            }
            let _ = published_index::keep(self.lock, self.output, &index.text());
        }
    }
}

/// The latest day for which the site that is online may be built, if anything tells.
pub(super) fn online_day(lock: &Lock, output: &OutputFolder) -> Option<Date> {
    let by_index = built_before(lock, output).map(|(day, _)| day);
    by_index.or_else(|| published_index::day(lock, output)?.parse().ok())
}

/// The day of the site that is online, and how it was built, if a build has noted it.
pub(super) fn built_before(
    lock: &Lock,
    output: &OutputFolder,
) -> Option<(Date, BuiltWith)> {
    let index = PublishedIndex::parse(&published_index::read(lock, output)?)?;
    Some((index.day, index.with))
}
