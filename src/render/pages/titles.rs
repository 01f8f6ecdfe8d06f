//! Title and description of every page.
//!
//! In comes a job, out go two texts. A description is never invented: it is what an editor wrote,
//! or a count of the entries, or nothing.

use crate::publish::terms::Term;
use crate::publish::words::{OfferKind, Section};

use super::locale::Locale;
use super::{labels, person_lines, sections, terms};
use crate::render::plan::job::{Job, PageContent};

/// Title and description of a page. Further pages of a list have no description: it would be the
/// same on each.
pub(crate) fn title_and_description(locale: Locale<'_>, job: &Job) -> (String, String) {
    let (title, description, page) = first_title(locale, job);
    if page > 1 {
        let number = page.to_string();
        let values = [("title", title.as_str()), ("n", number.as_str())];
        return (locale.words.fill("note.page_title", &values), String::new());
    }
    (title, description)
}

/// Title and description of the first page of a list, and which page of it this is.
fn first_title(locale: Locale<'_>, job: &Job) -> (String, String, usize) {
    let site = locale.site;
    let word = |name| (locale.words.get(name).to_owned(), String::new());
    let ((title, description), page) = match &job.content {
        PageContent::Home => (home_title(locale), 1),
        PageContent::Stories(page) => {
            (sections::list_title(locale, Section::Portraits), *page)
        }
        PageContent::Events(page) => {
            (sections::list_title(locale, Section::Events), *page)
        }
        PageContent::Archive(page) => (word("section.archive"), *page),
        PageContent::Directory(page) => {
            (sections::list_title(locale, Section::Directory), *page)
        }
        PageContent::Letter(letter, page) => {
            let people = site.letters.get(&(*letter).into()).map_or(0, Vec::len);
            let letter = letter.to_string();
            let title = locale.words.fill("note.letter_title", &[("letter", &letter)]);
            let description =
                counted(locale, &title, &locale.words.count("people", people));
            ((title, description), *page)
        }
        PageContent::Terms(kind, page) => (sections::list_title(locale, *kind), *page),
        PageContent::Offers(kind, page) => (offers_title(locale, *kind), *page),
        PageContent::Term(kind, key, page) => {
            let term = site.terms.of(*kind).get(key);
            let both = term.map(|term| term_texts(locale, *kind, term));
            (both.unwrap_or_default(), *page)
        }
        PageContent::Contacts => (sections::list_title(locale, Section::Contacts), 1),
        PageContent::Search => (word("section.search"), 1),
        PageContent::Story(number) => {
            let text = &site.stories[*number].texts[&locale.language];
            ((text.title.clone(), either(&text.summary, &text.body.opening)), 1)
        }
        PageContent::Event(number) => {
            let text = &site.events[*number].texts[&locale.language];
            ((text.title.clone(), either(&text.summary, &text.body.opening)), 1)
        }
        PageContent::Person(number) => (person_title(locale, *number), 1),
        PageContent::Page(key) => {
            let text = &site.pages[key].texts[&locale.language];
            ((text.title.clone(), either(&text.summary, &text.body.opening)), 1)
        }
        PageContent::NotFound => (word("note.not_found"), 1),
        PageContent::Redirect(_) => (word("note.redirect"), 1),
    };
    (title, description, page)
}

/// Title and description of a term: what an editor wrote about it, else how much belongs to it.
fn term_texts(locale: Locale<'_>, section: Section, term: &Term) -> (String, String) {
    let title = terms::term_title(locale, section, term);
    let description = terms::term_text(locale, section, term)
        .unwrap_or_else(|| counted(locale, &title, &terms::term_counts(locale, term)));
    (title, description)
}

pub(super) fn counted(locale: Locale<'_>, title: &str, count: &str) -> String {
    locale.words.fill("note.counted", &[("title", title), ("count", count)])
}

fn home_title(locale: Locale<'_>) -> (String, String) {
    let text = sections::introduction_text(locale, Section::Home);
    let own = || locale.site.config.title.text(locale.language).to_owned();
    text.map_or_else(
        || (own(), String::new()),
        |text| (text.title.clone(), text.summary.clone()),
    )
}

fn person_title(locale: Locale<'_>, number: usize) -> (String, String) {
    let person = &locale.site.people[number];
    let opening = person.bio.get(&locale.language).map(|text| text.body.opening.clone());
    let description =
        person_lines::position(locale, person).or(opening).unwrap_or_default();
    (person.name.full.clone(), description)
}

/// Title and description of the board or of the list of one kind.
pub(super) fn offers_title(
    locale: Locale<'_>,
    kind: Option<OfferKind>,
) -> (String, String) {
    let Some(kind) = kind else { return sections::list_title(locale, Section::Offers) };
    let label = labels::offer_label(locale, kind);
    let title = locale.words.fill("note.offers_title", &[("offer", label)]);
    let count = locale.words.count("offers", locale.site.board.of(Some(kind)).len());
    let description = counted(locale, &title, &count);
    (title, description)
}

fn either(first: &str, second: &str) -> String {
    if first.is_empty() { second.to_owned() } else { first.to_owned() }
}
