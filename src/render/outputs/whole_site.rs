//! Everything that a site is made of, made at once.
//!
//! In comes a renderer, out go all outputs, and who is seen in each. Pages go to a sink as soon as
//! they are made, if there is one. Never keeps a page for a later edition by itself.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError};

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::{Content, OutputPath};
use crate::base::presence::{Role, Seen};
use crate::base::stages::BuildStage;

use super::link_check::Outputs;
use super::page_sink::PageSink;
use super::presence::{self, Presence};
use super::renderer::{Keep, Renderer, once_each};
use super::shown_on_page::ShownOnPage;
use crate::render::plan::job::Job;
use crate::render::search;

/// Pages that a thread makes before it looks at them: about half a megabyte.
const AT_ONCE: usize = 48;

impl Renderer {
    /// Who is seen in which output, without writing one.
    pub fn presence(&self) -> Presence {
        let prepare = |job: &Job| {
            let frame = &self.frames[&job.language];
            frame.prepare(&self.site, &self.theme, job)
        };
        let shown = |job: &Job| ShownOnPage::of(&prepare(job));
        self.presence_of(self.jobs.par_iter().map(shown).collect())
    }

    /// Who is seen in which output, by what each page shows, in the order of the pages.
    fn presence_of(&self, shown: Vec<ShownOnPage>) -> Presence {
        let mut all = Presence::new();
        let mut add = |path: Option<OutputPath>, seen: Vec<Seen>| {
            if let Some(path) = path.filter(|_| !seen.is_empty()) {
                all.entry(path).or_default().extend(seen);
            }
        };
        let asset = |name: String| OutputPath::new(&format!("assets/{name}"));
        let photos = presence::photos(&self.site);
        let stories = presence::stories_by_file(&self.site);
        for (job, page) in self.jobs.iter().zip(shown) {
            let led_to = presence::led_to(&stories, job);
            add(Some(job.path.clone()), page.seen.into_iter().chain(led_to).collect());
            let subject = job.subject();
            for name in page.pictures {
                let seen = subject.map(|who| Seen { who, role: Role::Picture });
                add(asset(name), seen.into_iter().collect());
            }
            if let Some(name) = page.social_card {
                let seen = subject.map(|who| Seen { who, role: Role::SocialCard });
                add(asset(name), seen.into_iter().collect());
            }
        }
        for recipe in self.frames.values().flat_map(|frame| frame.cards.recipes()) {
            let whose = photos.get(&recipe.source).into_iter().flatten();
            let seen = whose.map(|who| Seen { who: *who, role: Role::Picture });
            add(asset(recipe.file_name()), seen.collect());
        }
        for (path, seen) in self.format_files.seen(&self.site, &self.jobs) {
            add(Some(path), seen.into_iter().collect());
        }
        for language in self.search.keys() {
            let path = search::contents_path(&self.site.config, *language);
            add(path, search::seen(&self.site).collect());
        }
        all
    }

    /// Makes everything. Pages go to the sink, if there is one, and else into memory.
    pub fn finish(&self, sink: Option<&dyn PageSink>) -> Outputs {
        let some = |from: usize| -> Vec<PageOutcome> {
            let numbers = from..self.jobs.len().min(from + AT_ONCE);
            let one = |number| self.page(number, Keep::BytesAndSeen).page.map(content);
            match sink {
                Some(sink) => self.pages_for(sink, numbers),
                None => numbers.map(one).collect(),
            }
        };
        let pages = || -> Vec<PageOutcome> {
            let starts = (0..self.jobs.len()).into_par_iter().step_by(AT_ONCE);
            starts.flat_map_iter(some).collect()
        };
        // The index of the search is long in the making, and one thread's in part.
        let others = || rayon::join(|| self.files_for(sink), || self.indexes_for(sink));
        let (made, (files, indexes)) = rayon::join(pages, others);
        let mut files: BTreeMap<OutputPath, Content> = files.into_iter().collect();
        files.extend(indexes);
        let mut wrong = Vec::new();
        for (job, made) in self.jobs.iter().zip(made) {
            match made {
                Ok(content) => files.extend(content.map(|one| (job.path.clone(), one))),
                Err(diagnostic) => wrong.push(diagnostic),
            }
        }
        self.note_cards();
        let pictures = self.pictures().into_iter();
        files.extend(pictures.map(|(path, recipe)| (path, Content::Picture(recipe))));
        let social_cards = self.known_social_cards().clone().into_iter();
        files.extend(social_cards.map(|(path, card)| (path, Content::Card(card))));
        let mut known = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = std::mem::take(&mut *known);
        let of = |number| known.remove(&number).unwrap_or_default();
        let presence = self.presence_of((0..self.jobs.len()).map(of).collect());
        let diagnostics = once_each(wrong);
        Outputs { files, pages: self.jobs.len(), diagnostics, presence }
    }

    /// Feeds, calendars and their like, and what was there from the beginning.
    fn files_for(&self, sink: Option<&dyn PageSink>) -> Vec<(OutputPath, Content)> {
        let formats = self.stages.of(BuildStage::Formats, || {
            self.format_files.all(&self.site, &self.theme.words, &self.jobs)
        });
        let ready = self.ready.iter().map(|(at, content)| (at.clone(), content.clone()));
        let all: Vec<(OutputPath, Content)> = ready.chain(formats).collect();
        let given = |(path, content): (OutputPath, Content)| {
            let Content::Bytes(bytes) = &content else { return (path, content) };
            let key = Digest::of(bytes);
            let given = sink.and_then(|sink| {
                sink.known(&path, key).or_else(|| give(sink, &path, key, bytes))
            });
            (path, given.unwrap_or(content))
        };
        all.into_par_iter().map(given).collect()
    }

    /// The index of the search in each language. A shard that is there already is not compressed.
    fn indexes_for(&self, sink: Option<&dyn PageSink>) -> Vec<(OutputPath, Content)> {
        let languages: Vec<Language> = self.search.keys().copied().collect();
        let Some(sink) = sink else {
            let made = languages.into_par_iter().filter_map(|own| self.search(own));
            return made.flat_map_iter(Clone::clone).collect();
        };
        let given = |(path, text): (OutputPath, String)| {
            let key = Digest::of(text.as_bytes());
            let content = sink.known(&path, key).unwrap_or_else(|| {
                let bytes = search::compressed(&text);
                give(sink, &path, key, &bytes).unwrap_or(Content::Bytes(bytes))
            });
            (path, content)
        };
        let of = |language: Language| {
            let words = &self.theme.words[&language];
            self.stages.of(BuildStage::Search, || {
                let texts = search::texts(&self.site, words, language).into_par_iter();
                texts.map(given).collect::<Vec<_>>()
            })
        };
        languages.into_par_iter().flat_map_iter(of).collect()
    }

    /// Some pages for a sink, unless it knows them already. All are made before the first is looked
    /// at, and all are looked at before the first is stored: what each of these needs of the
    /// processor's memory is as much as there is, and would have to come back for each page.
    fn pages_for(&self, sink: &dyn PageSink, numbers: Range<usize>) -> Vec<PageOutcome> {
        let mut made: Vec<_> =
            numbers.map(|number| (number, self.page_for(sink, number))).collect();
        for (number, page) in &mut made {
            if let Ok(PageForSink::New { bytes, is_taken, .. }) = page {
                *is_taken = sink.may_take(&self.jobs[*number].path, bytes);
            }
        }
        let stored = |(number, page): (usize, Result<PageForSink, Box<Diagnostic>>)| {
            page.map(|page| match page {
                PageForSink::Known(content) => Some(content),
                PageForSink::New { key, bytes, is_taken } => {
                    let path = &self.jobs[number].path;
                    let taken = is_taken.then(|| sink.take(path, key, &bytes)).flatten();
                    Some(taken.unwrap_or_else(|| Content::Bytes(Arc::from(bytes))))
                }
            })
        };
        made.into_iter().map(stored).collect()
    }

    fn page_for(
        &self,
        sink: &dyn PageSink,
        number: usize,
    ) -> Result<PageForSink, Box<Diagnostic>> {
        let job = &self.jobs[number];
        let frame = &self.frames[&job.language];
        let prepared = frame.prepare(&self.site, &self.theme, job);
        let key = frame.key(&self.theme, &prepared, self.keys);
        self.note_pictures(&prepared);
        self.note_seen(number, &prepared);
        if let Some(known) = sink.known(&job.path, key) {
            return Ok(PageForSink::Known(known));
        }
        self.page_cache.count();
        let bytes = self.write(frame, job, &prepared)?;
        Ok(PageForSink::New { key, bytes, is_taken: false })
    }
}

/// What becomes of a page: its content, or why it cannot be made.
type PageOutcome = Result<Option<Content>, Box<Diagnostic>>;

/// A page on its way to a sink.
enum PageForSink {
    /// The sink has it.
    Known(Content),
    New {
        key: Digest,
        bytes: Vec<u8>,
        is_taken: bool,
    },
}

/// Gives a file to a sink that may take it.
fn give(
    sink: &dyn PageSink,
    path: &OutputPath,
    key: Digest,
    bytes: &[u8],
) -> Option<Content> {
    sink.may_take(path, bytes).then(|| sink.take(path, key, bytes)).flatten()
}

/// A page in memory.
fn content(bytes: Option<Arc<[u8]>>) -> Option<Content> {
    bytes.map(Content::Bytes)
}
