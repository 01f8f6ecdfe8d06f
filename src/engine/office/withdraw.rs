//! A withdrawal: what to write, and what must be gone afterwards.
//!
//! In come a site from inside, who withdraws and from when; out go the texts of the files to
//! write. After the build: the addresses that must answer 410. Never writes.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::output::OutputPath;
use crate::base::source::{SitePath, Snapshot};
use crate::base::text::Localised;
use crate::model::consent::{Channel, Consent};
use crate::model::document::{Document, DocumentContent};
use crate::model::story::Subject;
use crate::read::edit::{Unchanged, set};
use crate::register::chain::Chain;
use crate::register::entry::ConsentTerms;
use crate::register::next::{Verdict, verdict};

use super::edition_with_sources::EditionWithSources;
use super::person_lookup::{PersonNotFound, find, find_unread, name};
use super::register_entries::by_id;
use super::unread::{UnreadEntry, UnreadStanding};
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
    /// The new text of that file; `None` if an earlier withdrawal stands there already, or if no
    /// program can enter it.
    pub text: Option<String>,
    /// Why no program can enter it.
    pub unwritten: Option<Unchanged>,
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
    /// Name of the institution in the languages of the site's settings; `None` if they are
    /// wrong.
    pub institution: Option<Localised>,
}

/// Why nothing can be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WithdrawalError {
    /// It is not clear who is meant.
    Whom(PersonNotFound),
    /// The person never consented.
    NoConsent(SitePath),
}

/// Plans a withdrawal.
///
/// # Errors
/// If it is not clear who is meant, or there is nothing to withdraw.
pub fn plan(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    word: &str,
    day: Date,
) -> Result<Withdrawal, WithdrawalError> {
    let document = match find(&inside.documents, word) {
        Ok(document) => document,
        Err(unfound) => {
            return match find_unread(&inside.unread, word) {
                Ok(entry) => Ok(of_unread(inside, snapshot, entry, day)),
                Err(several @ PersonNotFound::Several(_)) => {
                    Err(WithdrawalError::Whom(several))
                }
                Err(PersonNotFound::Nobody(_)) => Err(WithdrawalError::Whom(unfound)),
            };
        }
    };
    let path = document.path.clone();
    if let Some(other) = inside.unread.iter().find(|one| shares_id(document, one)) {
        let both = vec![path, other.path.clone()];
        return Err(WithdrawalError::Whom(PersonNotFound::Several(both)));
    }
    let Some(consent) = consent(document) else {
        return Err(WithdrawalError::NoConsent(path));
    };
    let earlier = consent.withdrawn.filter(|known| *known <= day);
    let edited = match earlier {
        Some(_) => Ok(None),
        None => edited(snapshot, &path, day).map(Some),
    };
    let day = earlier.unwrap_or(day);
    let ended = Consent { withdrawn: Some(day), ..consent.clone() };
    let (register, unrecorded) = match &document.content {
        DocumentContent::Person(person) => {
            let said = ConsentTerms::of(&ended, &inside.rules);
            recorded(snapshot, person.id.as_deref(), said.as_ref())
        }
        _ => (None, None),
    };
    let allows = |channel| consent.channels.contains(&channel);
    Ok(Withdrawal {
        name: name(document),
        day,
        unwritten: edited.as_ref().err().copied(),
        text: edited.unwrap_or_default(),
        register,
        unrecorded,
        documents: with_stories(inside, document),
        search_engines: allows(Channel::SearchEngines),
        feeds: allows(Channel::Feeds),
        institution: institution(inside),
        path,
    })
}

fn shares_id(document: &Document, other: &UnreadEntry) -> bool {
    let DocumentContent::Person(person) = &document.content else { return false };
    let is_own = |id: &String| person.id.as_ref() == Some(id);
    other.ids.iter().any(is_own)
}

fn institution(inside: &EditionWithSources) -> Option<Localised> {
    let config = &inside.edition.site()?.config;
    Some(config.institution.name.clone().unwrap_or_else(|| config.title.clone()))
}

/// The withdrawal of somebody whose file cannot be read: as much as can be done without.
fn of_unread(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    entry: &UnreadEntry,
    day: Date,
) -> Withdrawal {
    let told = entry.standing(day, &inside.rules, None) == UnreadStanding::Ended;
    let line = || match snapshot.text(&entry.path) {
        Some(text) => edited(snapshot, &entry.path, day)
            .or_else(|_| rough_edit(text, day).ok_or(Unchanged::Unusual))
            .map(Some),
        None => Err(Unchanged::Unreadable),
    };
    let edited = if told { Ok(None) } else { line() };
    let chains = by_id(snapshot);
    let chain = entry.ids.iter().find_map(|id| chains.get(id.as_str()));
    let known = chain.and_then(|chain| chain.last()).map(|last| &last.standing);
    let ended = known.map(|known| ConsentTerms { withdrawn: Some(day), ..known.clone() });
    let (register, unrecorded) = match &ended {
        Some(_) => {
            recorded(snapshot, chain.map(|chain| chain.id.as_str()), ended.as_ref())
        }
        None => (None, Some("no-id")),
    };
    let is_about = |other: &&Arc<Document>| match &other.content {
        DocumentContent::Story(story) => {
            matches!(&story.subject, Subject::Person(key) if **key == *entry.key.name)
        }
        _ => false,
    };
    let stories = inside.documents.iter().filter(is_about).map(|one| one.path.clone());
    Withdrawal {
        name: entry.name(),
        day,
        unwritten: edited.as_ref().err().copied(),
        text: edited.unwrap_or_default(),
        register,
        unrecorded,
        documents: stories.chain([entry.path.clone()]).collect(),
        // Nobody can tell; the letter and the list name them in case.
        search_engines: true,
        feeds: true,
        institution: institution(inside),
        path: entry.path.clone(),
    }
}

/// A text whose front matter cannot be parsed, with a line for the withdrawal at the beginning of
/// the consent. Nothing else in it is changed.
fn rough_edit(text: &str, day: Date) -> Option<String> {
    let mut place = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        place += line.len();
        let bare = line.trim_start();
        let Some(rest) = bare.strip_prefix("consent:") else { continue };
        let rest = rest.trim();
        if let Some(inner) = rest.strip_prefix('{') {
            let brace = place - line.len() + line.find('{')? + 1;
            let comma = if inner.trim_start().starts_with('}') { "" } else { "," };
            let new = format!(" withdrawn: {day}{comma}");
            return Some(format!("{}{new}{}", &text[..brace], &text[brace..]));
        }
        if !rest.is_empty() && !rest.starts_with('#') || !line.ends_with('\n') {
            return None;
        }
        let blank = |line: &str| line.len() - line.trim_start().len();
        let next = lines.peek().map_or(0, |next| blank(next));
        let indent = " ".repeat(next.max(blank(line) + 2));
        let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        let new = format!("{indent}withdrawn: {day}{end}");
        return Some(format!("{}{new}{}", &text[..place], &text[place..]));
    }
    None
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_line_is_entered_also_where_nothing_can_be_parsed() {
        let day = date(2026, 11, 24);
        for (text, wanted) in [
            (
                "---\nname: [\nconsent:\n    given: 2026-01-01\n---\n",
                "---\nname: [\nconsent:\n    withdrawn: 2026-11-24\n    given: 2026-01-01\n---\n",
            ),
            (
                "x: [\nconsent: { given: 2026-01-01 }\n",
                "x: [\nconsent: { withdrawn: 2026-11-24, given: 2026-01-01 }\n",
            ),
            ("consent:\r\n", "consent:\r\n  withdrawn: 2026-11-24\r\n"),
        ] {
            assert_eq!(rough_edit(text, day).as_deref(), Some(wanted));
        }
        for text in ["", "name: x\n", "consent: ja\n", "consent:"] {
            assert_eq!(rough_edit(text, day), None, "{text}");
        }
    }
}
