//! What the browser side of the preview is told about a page.
//!
//! In come what is shown and a path, out goes JSON. Excerpts arrive masked; a shared preview
//! tells guests only whether there is something wrong, never a message or the name of a file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::base::code::{Code, Severity};
use crate::base::diagnostic::Diagnostic;
use crate::base::explain::{Explained, Explainer, explain};
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::program_words::ProgramWords;
use crate::base::source::{SitePath, Snapshot};
use crate::engine::page_info::{About, Disclosure, FieldOutcome};
use crate::engine::preview::{PreviewOutput, Shown};
use crate::engine::proof::{may_be_asked, word_of};

use super::answers::{Answers, base, output_path};
use super::stage::{Now, ViewState};
use super::view::ViewOptions;

/// What is told about a page.
#[derive(Serialize)]
struct Information<'i> {
    build: u64,
    state: &'static str,
    language: &'static str,
    words: &'i BTreeMap<String, String>,
    address: &'i str,
    /// The path of the site on its host; `None` while there is no site.
    base: Option<String>,
    exists: bool,
    files: Vec<FileOf>,
    status: Vec<PageStatus>,
    /// Where the proof of what is withheld can be seen, below the preview's own addresses.
    proof: Option<String>,
    fields: Vec<FieldOf>,
    missing_translations: Vec<&'static str>,
    problems: Vec<Problem>,
    stale: Vec<String>,
    others: Others,
    view: ViewOf,
    share: bool,
}

/// A file that a page comes from.
#[derive(Serialize)]
struct FileOf {
    path: String,
    language: Option<&'static str>,
    open: Option<String>,
}

/// Why a page is seen or not.
#[derive(Serialize)]
struct PageStatus {
    kind: &'static str,
    /// In a word.
    label: &'static str,
    text: String,
}

/// What became of a field of a person.
#[derive(Serialize)]
struct FieldOf {
    name: &'static str,
    shown: bool,
    reason: Option<&'static str>,
}

/// A diagnostic in words, with a link to its place.
#[derive(Serialize)]
struct Problem {
    #[serde(flatten)]
    explained: Explained,
    open: Option<String>,
}

/// Problems that do not concern the page.
#[derive(Serialize, Default)]
struct Others {
    errors: usize,
    warnings: usize,
}

/// How the tab sees the site.
#[derive(Serialize)]
struct ViewOf {
    drafts: bool,
    /// `None` is today.
    date: Option<String>,
    /// True if the preview begins with drafts, so that to be without them has to be asked for.
    usual_drafts: bool,
}

/// Every problem of the site.
#[derive(Serialize)]
struct Problems {
    problems: Vec<Problem>,
}

/// What is known about a page, before it is put into words.
struct PageFacts<'k> {
    address: &'k str,
    view: ViewOptions,
    now: &'k Now,
    seen: Option<&'k ViewState>,
    about: About,
    /// Why the page cannot be made, and whether a former one is shown in its place.
    broken: Option<(Box<Diagnostic>, bool)>,
}

impl Answers {
    /// What is told about the page at an address below the base path.
    pub(super) fn information(&self, address: &str, view: ViewOptions) -> String {
        let now = self.stage.now();
        let seen = self.stage.seen(view);
        let known = PageFacts {
            address,
            view,
            now: &now,
            seen: seen.as_ref(),
            about: self.about(address, view),
            broken: seen.as_ref().and_then(|seen| broken(&seen.shown, address)),
        };
        serde_json::to_string(&self.told(&known)).unwrap_or_default()
    }

    /// A page without its last slash is the same one to an editor.
    fn about(&self, address: &str, view: ViewOptions) -> About {
        let closed = format!("{}/", address.trim_end_matches('/'));
        let paths = [output_path(address), OutputPath::page(&closed)];
        let about = |path| self.stage.about(view, &path);
        let known = paths.into_iter().flatten().map(about);
        known.into_iter().find(|about| *about != About::default()).unwrap_or_default()
    }

    fn told<'k>(&self, known: &PageFacts<'k>) -> Information<'k> {
        let PageFacts { address, view, now, about, .. } = known;
        let snapshot = now.snapshot.as_deref();
        let base = known.seen.and_then(|seen| base(&seen.shown));
        let (ours, others): (Vec<_>, Vec<_>) =
            known.problems().partition(|one| known.concerns(one));
        let count = |wanted| others.iter().filter(|one| one.severity == wanted).count();
        // To a guest, what is wrong elsewhere is nothing.
        let of_guest = if self.share { &[][..] } else { &others };
        let wrong = ours.iter().chain(of_guest).any(|one| one.is_error());
        Information {
            build: now.build,
            state: match (&snapshot, wrong) {
                (None, _) => "building",
                (Some(_), true) => "broken",
                (Some(_), false) => "good",
            },
            language: self.language.code(),
            words: ProgramWords::of(self.language).preview(),
            address,
            // While there is no site, nobody knows what will be there.
            exists: about.exists || base.is_none(),
            base,
            status: self.status(known),
            proof: self.proof_of(about),
            missing_translations: about.missing.iter().map(|one| one.name()).collect(),
            fields: self.fields(about),
            problems: self.problems(ours, snapshot),
            stale: if self.share { Vec::new() } else { known.stale() },
            others: if self.share {
                Others::default()
            } else {
                Others {
                    errors: count(Severity::Error),
                    warnings: count(Severity::Warning),
                }
            },
            view: ViewOf {
                drafts: view.drafts,
                date: view.day.or(self.day).map(|day| day.to_string()),
                usual_drafts: self.stage.usual().drafts,
            },
            files: self.files(&about.files),
            share: self.share,
        }
    }

    /// Every problem of the site but notes.
    pub(super) fn all_problems(&self) -> String {
        let now = self.stage.now();
        let all = now.problems().filter(|one| one.severity != Severity::Note).collect();
        let problems = self.problems(all, now.snapshot.as_deref());
        serde_json::to_string(&Problems { problems }).unwrap_or_default()
    }

    /// The address of the proof, if a consent is all that is missing.
    fn proof_of(&self, about: &About) -> Option<String> {
        let code = about.withheld.filter(|_| !self.share)?;
        let (path, _) = about.files.first()?;
        may_be_asked(code).then(|| format!("proof/{}", word_of(path)))
    }

    fn files(&self, files: &[(SitePath, Option<Language>)]) -> Vec<FileOf> {
        if self.share {
            return Vec::new();
        }
        let file = |(path, language): &(SitePath, Option<Language>)| FileOf {
            open: self.editor.link(path.as_str(), None, None),
            path: path.to_string(),
            language: language.map(Language::code),
        };
        files.iter().map(file).collect()
    }

    /// Why the page is withheld, or that it is a draft, in the words of the note about it.
    fn status(&self, known: &PageFacts<'_>) -> Vec<PageStatus> {
        let PageFacts { about, now, .. } = known;
        let Some(code) = about.withheld.or(about.draft).filter(|_| !self.share) else {
            return Vec::new();
        };
        let kind = match code {
            Code::Draft => "draft",
            Code::Scheduled => "scheduled",
            Code::Expired => "expired",
            _ => "withheld",
        };
        let label = ProgramWords::of(self.language).word(kind);
        let of_file = |one: &&Diagnostic| {
            about.files.iter().any(|(path, _)| one.path() == Some(path))
        };
        // On another day there are other notes than today.
        let own = known.seen.iter().flat_map(|seen| seen.shown.diagnostics.iter());
        let mut notes = own.chain(now.problems()).filter(of_file);
        let note = notes.find(|one| one.code == code);
        let text = note.zip(now.snapshot.as_deref()).map_or_else(
            || label.to_owned(),
            |(note, snapshot)| explain(note, snapshot, self.language).message,
        );
        vec![PageStatus { kind, label, text }]
    }

    fn fields(&self, about: &About) -> Vec<FieldOf> {
        if self.share {
            return Vec::new();
        }
        let words = ProgramWords::of(self.language);
        let field = |one: &Disclosure| FieldOf {
            name: one.field.word(),
            shown: one.outcome == FieldOutcome::Shown,
            reason: match one.outcome {
                FieldOutcome::Shown => None,
                FieldOutcome::NotListed
                | FieldOutcome::PersonWithheld
                | FieldOutcome::Deceased
                | FieldOutcome::PhotoOfOthers => {
                    Some(words.word(&format!("field-{}", one.outcome.word())))
                }
            },
        };
        about.fields.iter().map(field).collect()
    }

    /// Problems in words. A message may name a file or a person who is withheld: guests get
    /// none.
    fn problems(
        &self,
        diagnostics: Vec<&Diagnostic>,
        snapshot: Option<&Snapshot>,
    ) -> Vec<Problem> {
        let Some(snapshot) = snapshot.filter(|_| !self.share) else { return Vec::new() };
        let mut explainer = Explainer::new(snapshot, self.language);
        diagnostics
            .into_iter()
            .map(|one| {
                let explained = explainer.explain(one);
                let open = explained.path.as_ref().and_then(|path| {
                    self.editor.link(path, explained.line, explained.column)
                });
                Problem { explained, open }
            })
            .collect()
    }
}

impl PageFacts<'_> {
    /// Everything there is to say about the site, and why the page cannot be made.
    fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let broken = self.broken.as_ref().map(|(why, _)| &**why);
        let news = broken.filter(|why| !self.now.problems().any(|one| is_same(one, why)));
        self.now.problems().chain(news)
    }

    /// True for what stands in one of the page's files, and for mistakes that keep every page
    /// from being renewed: in the settings, the theme, the data files. Of a page that is not
    /// there, nobody knows which file it would come from: any mistake may be the reason.
    fn concerns(&self, diagnostic: &Diagnostic) -> bool {
        let About { files, exists, .. } = &self.about;
        let unknown = !exists && files.is_empty();
        match diagnostic.path() {
            Some(path) if files.iter().any(|(file, _)| file == path) => true,
            Some(path) => diagnostic.is_error() && (unknown || path.extension() != "md"),
            None => diagnostic.is_error(),
        }
    }

    /// Files that are shown as they were, that of a template among them.
    fn stale(&self) -> Vec<String> {
        let files = self.seen.iter().flat_map(|seen| &seen.shown.stale);
        let broken = self.broken.iter().filter(|(_, before)| *before);
        let template = broken.filter_map(|(why, _)| why.path());
        let all: BTreeSet<&SitePath> = files.chain(template).collect();
        all.into_iter().map(ToString::to_string).collect()
    }
}

/// True for one mistake in a template, on whatever page it showed.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let rest = |one: &Diagnostic| {
        let named = one.arguments.iter().filter(|(name, _)| *name != "page");
        named.cloned().collect::<Vec<_>>()
    };
    (one.code, &one.place) == (other.code, &other.place) && rest(one) == rest(other)
}

/// Why the page at an address cannot be made, and whether a former one is shown in its place.
fn broken(shown: &Shown, address: &str) -> Option<(Box<Diagnostic>, bool)> {
    match shown.output(&output_path(address)?) {
        PreviewOutput::Broken(why, before) => Some((why, before.is_some())),
        PreviewOutput::Content(_) | PreviewOutput::Nothing => None,
    }
}

impl Now {
    /// Everything there is to say.
    pub(super) fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let early = self.shown.iter().flat_map(|shown| shown.diagnostics.iter());
        early.chain(self.late.iter())
    }
}
