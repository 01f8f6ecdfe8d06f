//! What the browser side of the preview is told about a page.
//!
//! In come what is shown and a path, out goes JSON. Excerpts arrive masked; on a shared preview
//! there are none, and no names of files.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::code::{Code, Severity};
use crate::base::diagnostic::Diagnostic;
use crate::base::explain::{Explained, explain};
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::source::{SitePath, Snapshot};
use crate::build::about::{About, Fate};
use crate::io::words::Words;

use super::answers::Answers;
use super::stage::Now;
use super::view::View;

/// What is told about a page.
#[derive(Serialize)]
struct Information<'i> {
    build: u64,
    state: &'static str,
    language: &'static str,
    words: &'i BTreeMap<String, String>,
    address: &'i str,
    exists: bool,
    files: Vec<FileOf>,
    status: Vec<Status>,
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
struct Status {
    kind: &'static str,
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
    date: Option<String>,
}

/// Every problem of the site.
#[derive(Serialize)]
struct Problems {
    problems: Vec<Problem>,
}

impl Answers {
    /// What is told about the page at an address.
    pub(super) fn information(&self, address: &str, view: View) -> String {
        let now = self.stage.now();
        let shown = self.stage.shown(view);
        let path = OutputPath::page(address)
            .or_else(|| OutputPath::new(address.trim_start_matches('/')));
        let about = path.map_or_else(About::default, |at| self.stage.about(view, &at));
        let ours = |one: &&Diagnostic| concerns(one, &about.files);
        let (problems, others): (Vec<_>, Vec<_>) = now.problems().partition(ours);
        let snapshot = now.snapshot.as_deref();
        let count = |wanted| others.iter().filter(|one| one.severity == wanted).count();
        let errors = now.problems().any(Diagnostic::is_error);
        let information = Information {
            build: now.build,
            state: match (&snapshot, errors) {
                (None, _) => "building",
                (Some(_), true) => "broken",
                (Some(_), false) => "good",
            },
            language: self.language.code(),
            words: Words::of(self.language).preview(),
            address,
            exists: about.exists || snapshot.is_none(),
            status: self.status(&about, &now),
            missing_translations: about.missing.iter().map(|one| one.name()).collect(),
            fields: self.fields(&about),
            problems: self.problems(problems, snapshot),
            stale: shown
                .iter()
                .flat_map(|shown| &shown.stale)
                .filter(|_| !self.share)
                .map(ToString::to_string)
                .collect(),
            others: Others {
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
            },
            view: ViewOf {
                drafts: view.drafts,
                date: view.day.or(snapshot.map(|one| one.today)).map(|d| d.to_string()),
            },
            files: self.files(about.files),
            share: self.share,
        };
        serde_json::to_string(&information).unwrap_or_default()
    }

    /// Every problem of the site but notes.
    pub(super) fn all_problems(&self) -> String {
        let now = self.stage.now();
        let all = now.problems().filter(|one| one.severity != Severity::Note).collect();
        let problems = self.problems(all, now.snapshot.as_deref());
        serde_json::to_string(&Problems { problems }).unwrap_or_default()
    }

    fn files(&self, files: Vec<(SitePath, Option<Language>)>) -> Vec<FileOf> {
        if self.share {
            return Vec::new();
        }
        files
            .into_iter()
            .map(|(path, language)| FileOf {
                open: self.editor.link(path.as_str(), None, None),
                path: path.to_string(),
                language: language.map(Language::code),
            })
            .collect()
    }

    /// Why the page is withheld, or that it is a draft, in the words of the note about it.
    fn status(&self, about: &About, now: &Now) -> Vec<Status> {
        let Some(code) = about.withheld.or(about.draft).filter(|_| !self.share) else {
            return Vec::new();
        };
        let kind = match code {
            Code::Draft => "draft",
            Code::Scheduled => "scheduled",
            Code::Expired => "expired",
            _ => "withheld",
        };
        let of_file = |one: &&Diagnostic| {
            about.files.iter().any(|(path, _)| one.path() == Some(path))
        };
        let note = now.problems().filter(of_file).find(|one| one.code == code);
        let text = note.zip(now.snapshot.as_deref()).map_or_else(
            || Words::of(self.language).word(kind).to_owned(),
            |(note, snapshot)| explain(note, snapshot, self.language).message,
        );
        vec![Status { kind, text }]
    }

    fn fields(&self, about: &About) -> Vec<FieldOf> {
        if self.share {
            return Vec::new();
        }
        let words = Words::of(self.language);
        let field = |one: &crate::build::about::Disclosure| FieldOf {
            name: one.field,
            shown: one.fate == Fate::Shown,
            reason: match one.fate {
                Fate::Shown => None,
                Fate::NotListed => Some(words.word("field-not-listed")),
                Fate::PersonWithheld => Some(words.word("field-person-withheld")),
                Fate::Deceased => Some(words.word("field-deceased")),
            },
        };
        about.fields.iter().map(field).collect()
    }

    fn problems(
        &self,
        diagnostics: Vec<&Diagnostic>,
        snapshot: Option<&Snapshot>,
    ) -> Vec<Problem> {
        let Some(snapshot) = snapshot else { return Vec::new() };
        diagnostics
            .into_iter()
            .map(|one| {
                let mut explained = explain(one, snapshot, self.language);
                if self.share {
                    explained.excerpt = Vec::new();
                    explained.path = None;
                }
                let open = explained.path.as_ref().and_then(|path| {
                    self.editor.link(path, explained.line, explained.column)
                });
                Problem { explained, open }
            })
            .collect()
    }
}

impl Now {
    /// Everything there is to say.
    pub(super) fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let early = self.shown.iter().flat_map(|shown| shown.diagnostics.iter());
        early.chain(self.late.iter())
    }
}

/// True for what stands in one of the page's files, and for mistakes that keep every page from
/// being renewed: in the settings, the theme, the data files.
fn concerns(diagnostic: &Diagnostic, files: &[(SitePath, Option<Language>)]) -> bool {
    match diagnostic.path() {
        None => diagnostic.is_error(),
        Some(path) if files.iter().any(|(file, _)| file == path) => true,
        Some(path) => diagnostic.is_error() && path.extension() != "md",
    }
}
