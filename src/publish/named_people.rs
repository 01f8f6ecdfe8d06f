//! Which of the people whom a text mentions are named by it.
//!
//! In come public values, out go numbers of people, and the words that stand for a story or an
//! event where it is not the page itself. Nobody is found who is not published.

use std::collections::BTreeSet;

use crate::base::language::Language;

use super::public::{PublicEvent, PublicPhoto, PublicStory};
use super::site::Site;

/// Which people of a list are named in some words: by a part of their name of three letters or
/// more. Those who are mentioned in a text by other words are named there, but not by it.
pub fn named<'s>(
    site: &'s Site,
    mentions: &'s [String],
    words: &str,
) -> impl Iterator<Item = usize> + use<'s> {
    let words: BTreeSet<String> = parts(words).collect();
    let people = mentions.iter().filter_map(|key| site.person_number(key));
    people.filter(move |number| {
        parts(&site.people[*number].name.full).any(|part| words.contains(&part))
    })
}

fn parts(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| part.chars().count() > 2).map(str::to_lowercase)
}

/// What is told of a story where it is not the page itself.
pub fn words_of_story(story: &PublicStory) -> String {
    let texts = story.texts.values().flat_map(|text| {
        let quote = text.quote.as_ref().map_or("", |quote| &quote.text);
        [text.title.as_str(), &text.summary, &text.body.opening, quote]
    });
    let photo = story.photo.iter().flat_map(words_of_photo);
    texts.chain(photo).collect::<Vec<_>>().join(" ")
}

/// What is told of an event where it is not the page itself.
pub fn words_of_event(event: &PublicEvent) -> String {
    let texts = event
        .texts
        .values()
        .flat_map(|text| [text.title.as_str(), &text.summary, &text.body.opening]);
    let image = event.image.iter().flat_map(words_of_photo);
    texts.chain(image).collect::<Vec<_>>().join(" ")
}

/// The titles of a story or an event.
pub fn titles<'t>(titles: impl Iterator<Item = &'t String>) -> String {
    titles.map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn words_of_photo(photo: &PublicPhoto) -> impl Iterator<Item = &str> {
    let texts = [Some(&photo.alt), photo.credit.as_ref(), photo.caption.as_ref()];
    let languages = [Language::De, Language::En];
    texts.into_iter().flatten().flat_map(move |text| languages.map(|l| text.text(l)))
}
