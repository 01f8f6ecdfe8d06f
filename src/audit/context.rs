//! The text around a match, decoded once for everything that is compared with it.
//!
//! In come bytes and a place in them, out go the occurrences of a value near it. Never decides
//! whether the value may be there.

use std::collections::BTreeSet;
use std::ops::Range;

use super::folded::FoldedText;
use super::name_pattern::NamePlace;
use super::reading::Reading;
use super::secrets::{Needle, NeedleForm, places_of};
use super::tokens::{Columns, Gap, Token, tokens};
use super::{decode, form, markup};

/// Bytes decoded around a match per byte of the value: a letter may take up to eight bytes when
/// encoded, and tags may stand between words.
const REACH_PER_BYTE: usize = 8;
/// Bytes decoded around a match at least.
const SHORTEST_REACH: usize = 160;
/// Longest piece of a word that is left out at the ends, in bytes.
const LONGEST_PIECE: usize = 64;

/// A value in a text.
pub(super) struct Occurrence {
    /// The words before and after it; empty at the border of a text.
    pub(super) context: [String; 2],
    /// The longer word with hyphens that it is part of.
    pub(super) compound: Option<String>,
    /// True if it is written with capital letters.
    pub(super) capital: bool,
}

/// The text around a match.
pub(super) struct MatchContext<'b> {
    bytes: &'b [u8],
    folded: &'b FoldedText<'b>,
    /// Where the match is in the folded text.
    found: Range<usize>,
    reading: Reading,
    decoded: Option<Decoded>,
}

/// The text in every way of reading it.
struct Decoded {
    /// Bytes to either side of the match.
    reach: usize,
    columns: Columns,
    texts: Vec<String>,
    tokens: Option<Vec<Vec<Token>>>,
    written: Option<Vec<String>>,
}

impl<'b> MatchContext<'b> {
    pub(super) fn new(
        bytes: &'b [u8],
        folded: &'b FoldedText<'b>,
        found: Range<usize>,
        reading: Reading,
    ) -> Self {
        Self { bytes, folded, found, reading, decoded: None }
    }

    /// True if the text had to be decoded.
    pub(super) fn is_decoded(&self) -> bool {
        self.decoded.is_some()
    }

    /// Where the value stands near the match. `published` holds names that may be seen.
    pub(super) fn occurrences(
        &mut self,
        needle: &Needle,
        published: &BTreeSet<String>,
    ) -> Vec<Occurrence> {
        // Most chance matches are rejected here, before anything is decoded.
        let reach = SHORTEST_REACH.max(needle.length * REACH_PER_BYTE);
        let near = self.near(reach);
        let is_near = |run: &Vec<u8>| memchr::memmem::find(near, run).is_some();
        if !needle.anchors.near().iter().all(is_near) || self.continues_word(needle) {
            return Vec::new();
        }
        let is_path = self.reading.is_path;
        let decoded = self.decoded(reach);
        let mut found = Vec::new();
        match &needle.form {
            NeedleForm::Name(pattern) => {
                for text in decoded.tokens() {
                    let places = pattern.places(text, published, is_path);
                    found.extend(places.into_iter().map(|one| occurrence(text, one)));
                }
            }
            NeedleForm::Words(words) => {
                for text in decoded.tokens() {
                    let places = places_of(words, text).into_iter();
                    found.extend(places.map(|range| {
                        occurrence(
                            text,
                            NamePlace { range, compound: None, capital: true },
                        )
                    }));
                }
            }
            NeedleForm::Written(wanted) => {
                let holds = |text: &String| form::contains_written(text, wanted);
                if decoded.written().iter().any(holds) {
                    found.push(Occurrence {
                        context: [String::new(), String::new()],
                        compound: None,
                        capital: false,
                    });
                }
            }
            // Numbers are found without an anchor.
            NeedleForm::Number(_) => {}
        }
        found
    }

    /// Where the value begins in the text, as nearly as its anchors tell.
    pub(super) fn start(&self, needle: &Needle) -> usize {
        let first = self.found.start.saturating_sub(needle.length);
        let here = &self.folded.bytes()[first..self.found.end];
        let runs = needle.anchors.near().iter();
        let starts = runs.filter_map(|run| memchr::memmem::rfind(here, run));
        let start = starts.min().map_or(self.found.start, |start| first + start);
        self.folded.raw(start)
    }

    fn near(&self, reach: usize) -> &[u8] {
        let all = self.folded.bytes();
        &all[self.found.start.saturating_sub(reach)
            ..all.len().min(self.found.end + reach)]
    }

    fn window(&self, reach: usize) -> Range<usize> {
        let [start, end] =
            [self.found.start, self.found.end].map(|at| self.folded.raw(at));
        whole_words(
            self.bytes,
            start.saturating_sub(reach)..self.bytes.len().min(end + reach),
        )
    }

    /// True if the match is the start of a longer word, as `AB-12` is of `AB-123`.
    fn continues_word(&self, needle: &Needle) -> bool {
        let NeedleForm::Written(text) = &needle.form else { return false };
        let lower = self.folded.bytes();
        let next = lower.get(self.found.end);
        let whole = &lower[self.found.clone()] == text.as_bytes();
        let last = text.bytes().next_back();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric();
        whole && last.is_some_and(is_word) && next.copied().is_some_and(is_word)
    }

    fn decoded(&mut self, reach: usize) -> &mut Decoded {
        if self.decoded.as_ref().is_some_and(|known| known.reach < reach) {
            self.decoded = None;
        }
        let columns = self.reading.columns;
        let raw = &self.bytes[self.window(reach)];
        self.decoded.get_or_insert_with(|| Decoded::of(raw, reach, columns))
    }
}

/// A part of a text without the pieces of words at its ends: cut behind the name, a hall called
/// after somebody would be that person. Who is named at the ends is met there as well.
fn whole_words(bytes: &[u8], part: Range<usize>) -> Range<usize> {
    let is_border = |byte: &u8| byte.is_ascii_whitespace() || b"<>\"".contains(byte);
    let Range { mut start, mut end } = part;
    if start > 0 {
        let first = &bytes[start..end.min(start + LONGEST_PIECE)];
        start += first.iter().position(is_border).unwrap_or(0);
    }
    if end < bytes.len() {
        let from = start.max(end.saturating_sub(LONGEST_PIECE));
        end = bytes[from..end].iter().rposition(is_border).map_or(end, |at| from + at);
    }
    start..end
}

impl Decoded {
    fn of(raw: &[u8], reach: usize, columns: Columns) -> Self {
        let text = String::from_utf8_lossy(raw);
        let mut texts = vec![decode::text(raw)];
        // Tags are removed before entities are undone; otherwise an escaped `<` would open one.
        if text.contains('<') {
            for joins in [true, false] {
                texts.push(decode::text(markup::plain(&text, joins).as_bytes()));
            }
        }
        // Feeds hold pages whose tags are escaped.
        if !text.contains('<') && texts[0].contains('<') || text.contains("&lt;") {
            texts.push(markup::plain(&texts[0], true));
            texts.push(markup::plain(&texts[0], false));
        }
        // A line break of JSON and of calendars is no letter of the word after it.
        if text.contains("\\n") || text.contains("\\t") {
            let broken = |text: &String| text.replace("\\n", " ").replace("\\t", " ");
            texts.extend(texts.iter().map(broken).collect::<Vec<_>>());
        }
        texts.dedup();
        Self { reach, columns, texts, tokens: None, written: None }
    }

    fn tokens(&mut self) -> &[Vec<Token>] {
        let (texts, columns) = (&self.texts, self.columns);
        self.tokens.get_or_insert_with(|| {
            texts.iter().map(|text| tokens(text, columns)).collect()
        })
    }

    fn written(&mut self) -> &[String] {
        let texts = &self.texts;
        self.written
            .get_or_insert_with(|| texts.iter().map(|text| form::written(text)).collect())
    }
}

/// An occurrence with the words beside it.
fn occurrence(text: &[Token], place: NamePlace) -> Occurrence {
    let NamePlace { range, compound, capital } = place;
    let word = |token: Option<&Token>| {
        token.map(|one| one.word.address.clone()).unwrap_or_default()
    };
    let borders =
        |number: usize| text.get(number).is_none_or(|one| one.before >= Gap::Stop);
    let before = range.start.checked_sub(1).filter(|_| !borders(range.start));
    let before = word(before.map(|number| &text[number]));
    let after = word(text.get(range.end).filter(|_| !borders(range.end)));
    Occurrence { context: [before, after], compound, capital }
}
