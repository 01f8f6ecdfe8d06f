//! What the search finds: people, stories, events and pages as records.
//!
//! In come the public site and the words of a language, out go the files of its index. A record
//! contains what the page of the entry shows and nothing else. Only the site itself reads the
//! index, so the channel `site` is enough; crawlers are told to stay out.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::config::Config;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::{Content, OutputPath};
use crate::base::presence::{Role, Seen, Who};
use crate::base::text::{Localised, shortened};
use crate::publish::address;
use crate::publish::public::{
    PublicAffiliation, PublicEvent, PublicPerson, PublicStory, in_language,
};
use crate::publish::public_page::PublicPage;
use crate::publish::site::Site;
use crate::search::client;
use crate::search::index::{Index, index, packed};
use crate::search::record::{Heading, Record, RecordKind};

use super::pages::locale::Locale;
use super::pages::{dates, labels, person_lines, terms};
use super::theme::theme_words::ThemeWords;
use super::view::SearchLinks;

mod facets;
mod plain;

use plain::plain;

/// Folder of the shards below the root of the site.
pub(super) const SHARDS: &str = address::SEARCH_SHARDS;

/// Path of the script of the search. It contains a digest, so that browsers may keep it for good.
pub(super) fn script_path() -> Option<OutputPath> {
    let digest = Digest::of(&client::script());
    OutputPath::new(&format!("assets/search.{}.js", digest.short()))
}

/// Longest description of a record, in characters.
const FACTS: usize = 120;

/// The files of an index by their paths.
pub(super) type IndexFiles = BTreeMap<OutputPath, Content>;

/// The texts of these files, before they are compressed.
pub(super) type IndexTexts = BTreeMap<OutputPath, String>;

/// Path of the contents of an index.
pub(super) fn contents_path(config: &Config, language: Language) -> Option<OutputPath> {
    OutputPath::new(address::search_contents(config, language).trim_start_matches('/'))
}

/// Everybody in the index of each language: all who are published on the site.
pub(super) fn seen(site: &Site) -> impl Iterator<Item = Seen> + use<> {
    let people = (0..site.people.len()).map(Who::Person);
    let stories = (0..site.stories.len()).map(Who::Story);
    people.chain(stories).map(|who| Seen { who, role: Role::Search })
}

/// Makes the index of a language.
pub(super) fn files(site: &Site, words: &ThemeWords, language: Language) -> IndexFiles {
    let texts = texts(site, words, language).into_par_iter();
    texts.map(|(path, text)| (path, Content::Bytes(compressed(&text)))).collect()
}

/// A file of an index as browsers get it.
pub(super) fn compressed(text: &str) -> Arc<[u8]> {
    packed(text).into()
}

/// The texts of all files of the index of a language.
pub(super) fn texts(site: &Site, words: &ThemeWords, language: Language) -> IndexTexts {
    let locale = Locale { site, words, language };
    let facets = facets::search_facets(locale);
    let Index { contents, shards } = index(language, &records(locale), &facets);
    let shard = |name: &str| OutputPath::new(&format!("{SHARDS}{name}.bin"));
    let mut texts: IndexTexts = shards
        .into_iter()
        .filter_map(|(name, text)| Some((shard(&name)?, text)))
        .collect();
    texts.extend(contents_path(&site.config, language).map(|at| (at, contents)));
    texts
}

/// People in German order, then stories, events and pages in theirs.
fn records(locale: Locale<'_>) -> Vec<Record> {
    let site = locale.site;
    let people = site.people.par_iter().map(|person| person_record(locale, person));
    let mut records: Vec<Record> = people.collect();
    records.extend(site.stories.iter().map(|story| story_record(locale, story)));
    let events = site.events.iter();
    records.extend(events.filter_map(|event| event_record(locale, event)));
    records.extend(site.pages.values().filter_map(|page| page_record(locale, page)));
    records
}

/// The addresses that pages of this language need for the search.
pub(super) fn search_links(locale: Locale<'_>) -> SearchLinks {
    let config = locale.config();
    let script = script_path();
    SearchLinks {
        url: locale.local(&address::search(config, locale.language)),
        index: locale.local(&address::search_contents(config, locale.language)),
        shards: locale.local(SHARDS),
        script: locale.local(script.as_ref().map_or("", OutputPath::as_str)),
        base: locale.local(""),
    }
}

fn person_record(locale: Locale<'_>, person: &PublicPerson) -> Record {
    let name = &person.name;
    let affiliation = person.affiliations.first();
    let (language, address) = address_and_language(locale, &person.addresses);
    Record {
        kind: RecordKind::Person,
        title: name.full.clone(),
        also: name.birth.clone().unwrap_or_default(),
        facts: labels::joined(&[
            affiliation.map(|first| person_lines::affiliation_short(locale, first)),
            person_lines::position(locale, person),
            person_lines::place(locale, person),
        ])
        .unwrap_or_default(),
        address,
        language,
        heading: Heading::Name {
            given: name.given.clone().unwrap_or_default(),
            family: name.family.clone().unwrap_or_default(),
            birth: name.birth.clone().unwrap_or_default(),
        },
        texts: person_texts(locale, person),
    }
}

fn person_texts(locale: Locale<'_>, person: &PublicPerson) -> Vec<String> {
    let text = |text: &Option<Localised>| locale.text(text.as_ref());
    let mut texts: Vec<Option<String>> = vec![
        text(&person.position),
        text(&person.employer),
        person_lines::place(locale, person),
        // Only in the language of the index: the page does not show a text of another language.
        person.bio.get(&locale.language).map(|bio| plain(&bio.body)),
    ];
    for one in &person.affiliations {
        texts.extend(affiliation_texts(locale, one));
    }
    texts.extend(person.topics.iter().map(|topic| text(&Some(topic.label.clone()))));
    for offer in &person.offers {
        let kind = locale.words.get(&format!("offer.{}", offer.kind.word()));
        texts.extend([Some(kind.to_owned()), text(&offer.note)]);
    }
    texts.into_iter().flatten().filter(|text| !text.is_empty()).collect()
}

fn affiliation_texts(locale: Locale<'_>, one: &PublicAffiliation) -> [Option<String>; 4] {
    [
        locale.text(one.programme.as_ref()),
        locale.text(one.degree.as_ref()),
        one.faculty
            .as_ref()
            .and_then(|id| terms::faculty_link(locale, id))
            .map(|unit| unit.title),
        one.institution
            .as_ref()
            .and_then(|id| terms::institution_link(locale, id))
            .map(|one| one.title),
    ]
}

fn story_record(locale: Locale<'_>, story: &PublicStory) -> Record {
    let found = in_language(&story.texts, locale.language);
    let (own, text) = found.expect("a story has a text in the default language");
    let (language, address) = address_and_language(locale, &story.addresses);
    let summary =
        if text.summary.is_empty() { &text.body.opening } else { &text.summary };
    let mut texts = vec![text.title.clone(), text.summary.clone(), plain(&text.body)];
    texts.extend(story.topics.iter().map(|topic| topic.label.text(own).to_owned()));
    Record {
        kind: RecordKind::Story,
        title: text.title.clone(),
        also: story.name.full.clone(),
        facts: shortened(summary, FACTS),
        address,
        language,
        heading: Heading::Title {
            title: text.title.clone(),
            about: story.name.full.clone(),
        },
        texts,
    }
}

fn event_record(locale: Locale<'_>, event: &PublicEvent) -> Option<Record> {
    let (own, text) = in_language(&event.texts, locale.language)?;
    let (language, address) = address_and_language(locale, &event.addresses);
    let place = [event.place.name.as_ref(), event.place.city.as_ref()];
    let place = place.map(|part| locale.text(part));
    let when = dates::span(locale, event.start, event.end);
    let mut texts = vec![text.title.clone(), text.summary.clone(), plain(&text.body)];
    texts.extend(place.iter().flatten().cloned());
    texts.extend(event.topics.iter().map(|topic| topic.label.text(own).to_owned()));
    Some(Record {
        kind: RecordKind::Event,
        title: text.title.clone(),
        also: String::new(),
        facts: labels::joined(&[Some(when), labels::joined(&place)]).unwrap_or_default(),
        address,
        language,
        heading: Heading::Title { title: text.title.clone(), about: String::new() },
        texts,
    })
}

/// The record of an ordinary page; `None` if it does not exist in this language.
fn page_record(locale: Locale<'_>, page: &PublicPage) -> Option<Record> {
    let text = page.texts.get(&locale.language)?;
    let address = page.addresses.get(&locale.language)?.clone();
    let summary =
        if text.summary.is_empty() { &text.body.opening } else { &text.summary };
    Some(Record {
        kind: RecordKind::Page,
        title: text.title.clone(),
        also: String::new(),
        facts: shortened(summary, FACTS),
        address,
        language: None,
        heading: Heading::Title { title: text.title.clone(), about: String::new() },
        texts: vec![text.title.clone(), text.summary.clone(), plain(&text.body)],
    })
}

/// The address in this language, else the one there is, with its language.
fn address_and_language(
    locale: Locale<'_>,
    addresses: &crate::publish::public::Texts<String>,
) -> (Option<Language>, String) {
    let found = in_language(addresses, locale.language);
    let (language, address) = found.map_or((None, ""), |(l, at)| (Some(l), at.as_str()));
    (language.filter(|language| *language != locale.language), address.to_owned())
}
