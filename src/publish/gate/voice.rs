//! Replaces the names of people who may not be named by neutral phrases.
//!
//! In comes a text as written and the outlet it is for, out goes a text for publication. The
//! result never contains a name that is withheld there, in any form.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::language::Language;
use crate::base::mention::{self, TextPart};
use crate::base::source::SitePath;
use crate::base::text::{Localised, escape, shortened};
use crate::base::work;
use crate::model::document::Document;
use crate::model::mention::Mention;
use crate::model::page::Extra;
use crate::model::person_link::person_link;
use crate::model::text::{Body, OPENING, Piece, Quotation};

use super::Gate;
use crate::publish::directory_index::DirectoryEntry;
use crate::publish::link_words::{link_words, name_words, names};

/// Where a text will appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outlet {
    /// On pages.
    Site,
    /// In feeds and calendars.
    Feeds,
    /// In data for search engines, or on pages that they index.
    SearchEngines,
}

/// How to refer to the people whom a document mentions.
pub(super) struct Voice<'a> {
    pub(super) gate: &'a Gate<'a>,
    /// Mentions declared in its front matter.
    listed: ListedMentions<'a>,
    outlet: Outlet,
}

/// Mentions of a front matter, by the words they use for people and by the entries of these.
struct ListedMentions<'a> {
    all: &'a [Mention],
    by_word: BTreeMap<&'a str, usize>,
    by_entry: BTreeMap<&'a str, usize>,
}

impl<'a> ListedMentions<'a> {
    fn of(gate: &'a Gate<'a>, all: &'a [Mention]) -> Self {
        let (mut by_word, mut by_entry) = (BTreeMap::new(), BTreeMap::new());
        for (number, one) in all.iter().enumerate() {
            work::looked_at(1);
            by_word.entry(one.person.as_str()).or_insert(number);
            if let Some(standing) = gate.directory.find(&one.person) {
                by_entry.entry(standing.key).or_insert(number);
            }
        }
        Self { all, by_word, by_entry }
    }

    /// The first mention by a word, or of the person whom the word means.
    fn find(
        &self,
        word: &str,
        standing: Option<&DirectoryEntry<'_>>,
    ) -> Option<&'a Mention> {
        work::looked_at(1);
        let by_word = self.by_word.get(word);
        let by_entry = standing.and_then(|standing| self.by_entry.get(standing.key));
        by_word.into_iter().chain(by_entry).min().map(|number| &self.all[*number])
    }
}

impl<'a> Voice<'a> {
    /// The voice for an outlet. `mentions` are those of the front matter.
    pub(super) fn new(
        gate: &'a Gate<'a>,
        mentions: &'a [Mention],
        outlet: Outlet,
    ) -> Self {
        Self { gate, listed: ListedMentions::of(gate, mentions), outlet }
    }

    /// The person's entry, if they may be named here.
    fn named(&self, person: &str) -> Option<&'a DirectoryEntry<'a>> {
        self.gate.directory.find(person).filter(|standing| self.may_name(standing))
    }

    fn may_name(&self, standing: &DirectoryEntry<'_>) -> bool {
        let Some(channels) = standing.channels() else { return false };
        match self.outlet {
            Outlet::Site => true,
            Outlet::Feeds => channels.feeds,
            Outlet::SearchEngines => channels.search_engines,
        }
    }

    /// The entry of somebody who may not be named here, if a link leads to that person and its
    /// words are the name or a part of it.
    fn unnamed(
        &self,
        path: &SitePath,
        target: &str,
        words: &str,
    ) -> Option<&'a DirectoryEntry<'a>> {
        let standing = self.gate.directory.linked(&person_link(path, target)?)?;
        let named = names(&name_words(standing.person), words);
        (named && !self.may_name(standing)).then_some(standing)
    }

    /// The replacement for a name: the phrase at that place, or else the phrase or initials
    /// that the front matter asks for, or else the phrase of the theme.
    fn replacement(
        &self,
        person: &str,
        phrase: Option<&str>,
        language: Language,
    ) -> String {
        if let Some(phrase) = phrase {
            return phrase.to_owned();
        }
        let standing = self.gate.directory.find(person);
        let own = self.listed.find(person, standing);
        if let Some(phrase) = own.and_then(|own| own.phrase.as_ref()) {
            return phrase.text(language).to_owned();
        }
        let initials =
            own.filter(|own| own.initials).and(standing).map(DirectoryEntry::initials);
        initials
            .filter(|initials| !initials.is_empty())
            .or_else(|| self.gate.someone.get(&language).cloned())
            .unwrap_or_default()
    }

    /// `path` is the file of a text with links, which lead from there.
    fn joined(
        &self,
        parts: &[TextPart],
        language: Language,
        path: Option<&SitePath>,
    ) -> String {
        let mut text = String::new();
        for part in parts {
            match part {
                TextPart::Link(words, target) => {
                    match path.and_then(|path| self.unnamed(path, target, words)) {
                        Some(standing) => {
                            text.push_str(&self.replacement(
                                standing.key,
                                None,
                                language,
                            ));
                        }
                        None => text.push_str(words),
                    }
                }
                TextPart::Words(words) => text.push_str(words),
                TextPart::Mention(one) if self.named(&one.person).is_some() => {
                    text.push_str(&one.name);
                }
                TextPart::Mention(one) => {
                    let phrase = one.phrase.as_deref();
                    text.push_str(&self.replacement(&one.person, phrase, language));
                }
            }
        }
        text
    }

    /// Converts plain text.
    pub(super) fn text(&self, text: &str, language: Language) -> String {
        if !mention::mentions(text) {
            return text.to_owned();
        }
        self.joined(&mention::parts(text), language, None)
    }

    /// Converts a text that exists once for all languages or once for each.
    pub(super) fn localised(&self, text: &Localised) -> Localised {
        match text {
            Localised::Same(same) if mention::mentions(same) => {
                let languages = self.gate.config.languages.iter();
                let each: BTreeMap<Language, String> =
                    languages.map(|one| (*one, self.text(same, *one))).collect();
                let mut wordings = each.values();
                match wordings.next() {
                    Some(first) if wordings.all(|one| one == first) => {
                        Localised::Same(first.clone())
                    }
                    _ => Localised::Each(each),
                }
            }
            Localised::Same(_) => text.clone(),
            Localised::Each(each) => Localised::Each(
                each.iter().map(|(one, text)| (*one, self.text(text, *one))).collect(),
            ),
        }
    }

    /// Converts a quotation.
    pub(super) fn quotation(&self, quote: &Quotation, language: Language) -> Quotation {
        Quotation {
            text: self.text(&quote.text, language),
            language: quote.language.clone(),
        }
    }

    /// Converts data for the theme.
    pub(super) fn extra(&self, extra: &Extra, language: Language) -> Extra {
        match extra {
            Extra::Text(text) => Extra::Text(self.text(text, language)),
            Extra::List(items) => {
                Extra::List(items.iter().map(|one| self.extra(one, language)).collect())
            }
            Extra::Map(map) => Extra::Map(
                map.iter()
                    .map(|(key, one)| (key.clone(), self.extra(one, language)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// Converts the formatted text of a document. Without people in it, it is shared and not
    /// copied.
    pub(super) fn body(&self, document: &Document, language: Language) -> Arc<Body> {
        let (body, path) = (&document.body, &document.path);
        if !body.mentions() && body.opening_parts.is_empty() && document.linked.is_empty()
        {
            return Arc::clone(body);
        }
        let mut pieces = Vec::with_capacity(body.pieces.len());
        // The end of a link whose words are dropped: they name somebody who is withheld.
        let mut dropped_up_to = 0;
        // Everything between the ends of a withheld mention belongs to the name, so it is dropped.
        let mut hidden = false;
        let mut linked = false;
        for (number, piece) in body.pieces.iter().enumerate() {
            match piece {
                _ if number < dropped_up_to => {}
                Piece::LinkStart { target, .. } => {
                    let (words, end) = link_words(&body.pieces, number);
                    if let Some(standing) = self.unnamed(path, target, &words) {
                        dropped_up_to = end + 1;
                        let replacement = self.replacement(standing.key, None, language);
                        pieces.push(Piece::Html(escape(&replacement)));
                    } else {
                        pieces.push(piece.clone());
                    }
                }
                Piece::MentionStart { person, phrase, range } => {
                    if let Some(standing) = self.named(person) {
                        linked = true;
                        let person = standing.key.to_owned();
                        let (phrase, range) = (None, *range);
                        pieces.push(Piece::MentionStart { person, phrase, range });
                    } else {
                        hidden = true;
                        let phrase = phrase.as_deref();
                        let replacement = self.replacement(person, phrase, language);
                        pieces.push(Piece::Html(escape(&replacement)));
                    }
                }
                Piece::MentionEnd => {
                    if std::mem::take(&mut linked) {
                        pieces.push(Piece::MentionEnd);
                    }
                    hidden = false;
                }
                _ if hidden => {}
                Piece::Picture { file, alt, caption, credit, figure, range } => {
                    let own = |text: &String| self.text(text, language);
                    pieces.push(Piece::Picture {
                        file: file.clone(),
                        alt: own(alt),
                        caption: caption.as_ref().map(own),
                        credit: credit.as_ref().map(own),
                        figure: *figure,
                        range: *range,
                    });
                }
                other => pieces.push(other.clone()),
            }
        }
        let opening = if body.opening_parts.is_empty() {
            body.opening.clone()
        } else {
            let opening = self.joined(&body.opening_parts, language, Some(path));
            shortened(opening.trim(), OPENING)
        };
        Arc::new(Body { pieces, opening, opening_parts: Vec::new() })
    }
}
