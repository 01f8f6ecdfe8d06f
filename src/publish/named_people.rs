//! Finds which of the people mentioned in a text are actually named in it.
//!
//! In come public values, out go indices of people, and the texts that represent a story or event
//! on other pages. Never finds anybody who is not published.

use std::collections::BTreeSet;

use crate::base::language::Language;
use crate::base::work;

use super::public::{PublicEvent, PublicPhoto, PublicStory};
use super::site::Site;

/// The people in a list who are named in a text: by a part of their name of at least three
/// letters. Others may be mentioned by a description, which does not name them.
pub fn named<'s>(
    site: &'s Site,
    mentions: &'s [String],
    words: &str,
) -> impl Iterator<Item = usize> + use<'s> {
    let words: BTreeSet<String> = parts(words).collect();
    let people = mentions.iter().filter_map(|key| site.person_number(key));
    people.filter(move |number| {
        work::looked_at(1);
        parts(&site.people[*number].name.full).any(|part| words.contains(&part))
    })
}

fn parts(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| part.chars().count() > 2).map(str::to_lowercase)
}

/// The texts that represent a story on other pages, such as cards and lists.
pub fn words_of_story(story: &PublicStory) -> String {
    let texts = story.texts.values().flat_map(|text| {
        let quote = text.quote.as_ref().map_or("", |quote| &quote.text);
        [text.title.as_str(), &text.summary, &text.body.opening, quote]
    });
    let photo = story.photo.iter().flat_map(words_of_photo);
    texts.chain(photo).collect::<Vec<_>>().join(" ")
}

/// The texts that represent an event on other pages.
pub fn words_of_event(event: &PublicEvent) -> String {
    let texts = event
        .texts
        .values()
        .flat_map(|text| [text.title.as_str(), &text.summary, &text.body.opening]);
    let image = event.image.iter().flat_map(words_of_photo);
    texts.chain(image).collect::<Vec<_>>().join(" ")
}

/// The titles of a story or event in all languages.
pub fn titles<'t>(titles: impl Iterator<Item = &'t String>) -> String {
    titles.map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn words_of_photo(photo: &PublicPhoto) -> impl Iterator<Item = &str> {
    let texts = [Some(&photo.alt), photo.credit.as_ref(), photo.caption.as_ref()];
    let languages = [Language::De, Language::En];
    texts.into_iter().flatten().flat_map(move |text| languages.map(|l| text.text(l)))
}
