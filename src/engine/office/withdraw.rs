//! A withdrawal: what to write, and what must be gone afterwards.
//!
//! In come a site from inside, who withdraws and from when; out go the texts of the files to
//! write. After the build: the addresses that must answer 410. Never writes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::base::output::OutputPath;
use crate::base::source::{SitePath, Snapshot};
use crate::model::consent::{Channel, Consent};
use crate::model::document::{Document, DocumentContent};
use crate::model::story::Subject;
use crate::read::edit::{Unchanged, set};
use crate::register::chain::Chain;
use crate::register::entry::ConsentTerms;
use crate::register::next::{Verdict, verdict};

use super::edition_with_sources::EditionWithSources;
use super::person_lookup::{PersonNotFound, find, name};
use super::register_entries::by_id;
use crate::engine::Build;

/// What a withdrawal comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The person.
    pub name: String,
    /// The file with the consent.
    pub path: SitePath,
    /// The day from which it is withdrawn.
    pub day: Date,
    /// The new text of that file; `None` if an earlier withdrawal stands there already.
    pub text: Option<String>,
    /// The file of the register and its new text; `None` if there is nothing to record.
    pub register: Option<(SitePath, String)>,
    /// Why nothing is recorded: `no-id`, `broken` or `erased`.
    pub unrecorded: Option<&'static str>,
    /// The documents that go with it: itself, and stories about the person.
    pub documents: BTreeSet<SitePath>,
    /// True if search engines were allowed to know.
    pub search_engines: bool,
    /// True if feeds were.
    pub feeds: bool,
    /// Name of the institution in the languages of the site's settings.
    pub institution: crate::base::text::Localised,
}

/// Why nothing can be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WithdrawalError {
    /// The settings have errors.
    Settings,
    /// It is not clear who is meant.
    Whom(PersonNotFound),
    /// The person never consented.
    NoConsent(SitePath),
    /// The file is written in a way that is not edited by a program.
    Edit(SitePath, Unchanged),
}

/// Plans a withdrawal.
///
/// # Errors
/// If it is not clear who is meant, there is nothing to withdraw, or the file cannot be edited.
pub fn plan(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    word: &str,
    day: Date,
) -> Result<Withdrawal, WithdrawalError> {
    let config = &inside.edition.site().ok_or(WithdrawalError::Settings)?.config;
    let document = find(&inside.documents, word).map_err(WithdrawalError::Whom)?;
    let path = document.path.clone();
    let Some(consent) = consent(document) else {
        return Err(WithdrawalError::NoConsent(path));
    };
    let earlier = consent.withdrawn.filter(|known| *known <= day);
    let text = match earlier {
        Some(_) => None,
        None => Some(
            edited(snapshot, &path, day)
                .map_err(|why| WithdrawalError::Edit(path.clone(), why))?,
        ),
    };
    let day = earlier.unwrap_or(day);
    let ended = Consent { withdrawn: Some(day), ..consent.clone() };
    let (register, unrecorded) = match &document.content {
        DocumentContent::Person(person) => {
            let said = ConsentTerms::of(&ended, &config.consent);
            recorded(snapshot, person.id.as_deref(), said.as_ref())
        }
        _ => (None, None),
    };
    let allows = |channel| consent.channels.contains(&channel);
    Ok(Withdrawal {
        name: name(document),
        day,
        text,
        register,
        unrecorded,
        documents: with_stories(inside, document),
        search_engines: allows(Channel::SearchEngines),
        feeds: allows(Channel::Feeds),
        institution: config.institution.name.clone().unwrap_or(config.title.clone()),
        path,
    })
}

fn consent(document: &Document) -> Option<&Consent> {
    match &document.content {
        DocumentContent::Person(person) => person.consent.as_ref(),
        DocumentContent::Story(story) => story.consent.as_ref(),
        _ => None,
    }
}

fn edited(snapshot: &Snapshot, path: &SitePath, day: Date) -> Result<String, Unchanged> {
    let text = snapshot.text(path).ok_or(Unchanged::Unreadable)?;
    set(text, &["consent", "withdrawn"], &day.to_string(), &["until", "given"])
}

type RegisterEnd = (Option<(SitePath, String)>, Option<&'static str>);

fn recorded(
    snapshot: &Snapshot,
    id: Option<&str>,
    said: Option<&ConsentTerms>,
) -> RegisterEnd {
    let Some(id) = id else { return (None, Some("no-id")) };
    let empty = || std::sync::Arc::new(Chain::empty(id));
    let chain = by_id(snapshot).remove(id).unwrap_or_else(empty);
    if !chain.faults.is_empty() {
        return (None, Some("broken"));
    }
    match verdict(&chain, said) {
        Verdict::News(events) => {
            // A line is never older than the one before it.
            let date =
                chain.last().map_or(snapshot.today, |l| l.date.max(snapshot.today));
            (Some((chain.path.clone(), chain.with(date, &events))), None)
        }
        Verdict::Erased(_) => (None, Some("erased")),
        Verdict::Agrees | Verdict::WithdrawnBefore(_) | Verdict::Gone => (None, None),
    }
}

/// A document, and the stories about its person.
pub(super) fn with_stories(
    inside: &EditionWithSources,
    document: &Document,
) -> BTreeSet<SitePath> {
    let is_about = |other: &&std::sync::Arc<Document>| match &other.content {
        DocumentContent::Story(story) => {
            matches!(document.content, DocumentContent::Person(_))
                && matches!(&story.subject, Subject::Person(key) if **key == *document.key.name)
        }
        _ => false,
    };
    let stories = inside.documents.iter().filter(is_about).map(|one| one.path.clone());
    stories.chain([document.path.clone()]).collect()
}

/// The addresses that must answer 410 after a build: the pages of what is withheld now and was
/// public before, and every other page and feed that the build removed.
pub fn gone(
    built: &Build,
    documents: &BTreeSet<SitePath>,
    removed: &[String],
) -> Vec<String> {
    let Some(site) = &built.site else { return Vec::new() };
    let withheld = built.withheld.iter().filter(|one| documents.contains(&one.path));
    let local =
        |path: &str| format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
    let gone: BTreeSet<&String> = site.gone.iter().collect();
    let was_public = |path: &&str| gone.contains(&local(path));
    let pages = withheld.flat_map(|one| one.pages.iter().map(OutputPath::as_str));
    let pages = pages.filter(was_public);
    let is_page = |path: &&str| !path.starts_with("assets/");
    let removed = removed.iter().map(String::as_str).filter(is_page);
    let address = |path: &str| site.config.base_url.absolute(&local(path));
    pages.chain(removed).map(address).collect::<BTreeSet<_>>().into_iter().collect()
}
