//! Finds secrets in bytes: one pass over each output for all values at once.
//!
//! In come secrets and bytes, out goes which value is where. The pass looks for short anchors
//! that survive encoding; only around a match is the text decoded and compared as a whole. That
//! finds a value in plain text, with entities, percent-encoded or escaped. One value is looked
//! for once, however many people have it. Never decides whether a value may be there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::base::digest::Digest;

use super::context::{MatchContext, Occurrence};
use super::folded::FoldedText;
use super::known_runs::KnownRuns;
use super::numbers::NumberIndex;
use super::packed::{self, Unpacked, UnreadCause};
use super::reading::Reading;
use super::secrets::{Needle, NeedleForm, Secret};
use super::seen_names::SeenNames;
use super::sieve::{GramFrequencies, PatternIndex};
use super::value::{Finds, Hit, Value, values};
use super::{decode, documents, markup, pdf};

/// Finds secrets in text and files.
pub(super) struct Finder {
    sieve: PatternIndex,
    /// For each pattern, the numbers of the values it is an anchor of.
    patterns: Vec<Vec<u32>>,
    /// Each value once.
    values: Vec<Value>,
    numbers: NumberIndex,
    known: SeenNames,
    known_runs: KnownRuns,
    /// Counters: comparisons with a pattern, and decodings around a match.
    work: [AtomicUsize; 2],
}

/// Values to ignore, by number: those of the file itself, or those that may be seen.
pub(super) type SkippedValues<'f> = &'f (dyn Fn(usize) -> bool + Sync);

impl Finder {
    /// Builds a finder, and takes the needles out of the secrets; `usual` is sample text from
    /// which frequencies are counted. `None` if there is nothing to find.
    pub(super) fn new<'t>(
        secrets: &mut [Secret],
        usual: impl IntoIterator<Item = &'t str>,
    ) -> Option<Self> {
        let values = values(secrets);
        let usual: Vec<FoldedText> =
            usual.into_iter().map(|text| FoldedText::of(text.as_bytes())).collect();
        // Substrings that many values share, like `@alumni.example.org`, are no good anchors
        // either, even if no text holds them; so the values count as sample text too.
        let anchors = values.iter().flat_map(|value| value.needle.anchors.sample());
        let usual =
            GramFrequencies::of(usual.iter().map(FoldedText::bytes).chain(anchors));
        let of_value = |(number, value): (usize, &Value)| {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let patterns = value.needle.anchors.patterns(&usual);
            patterns.into_iter().map(move |pattern| (pattern, number))
        };
        let all = values.par_iter().enumerate().flat_map_iter(of_value);
        let mut all: Vec<(Vec<u8>, u32)> = all.collect();
        all.par_sort_unstable();
        let same: Vec<_> = all.chunk_by(|one, other| one.0 == other.0).collect();
        let sieve =
            PatternIndex::new(same.iter().map(|same| same[0].0.as_slice()), &usual);
        let of_pattern =
            |same: &&[(Vec<u8>, u32)]| same.iter().map(|one| one.1).collect();
        let patterns: Vec<_> = same.iter().map(of_pattern).collect();
        let mut numbers = NumberIndex::default();
        for (number, value) in (0..).zip(&values) {
            if let NeedleForm::Number(wanted) = &value.needle.form {
                numbers.add(wanted, number);
            }
        }
        (!values.is_empty()).then_some(Self {
            sieve,
            patterns,
            values,
            numbers,
            known: SeenNames::default(),
            known_runs: KnownRuns::default(),
            work: Default::default(),
        })
    }

    /// Says which names may be seen.
    pub(super) fn knows(&mut self, known: SeenNames) {
        self.known = known;
    }

    /// Which longer words contain a name, to be known from now on.
    pub(super) fn compounds(&mut self) -> &mut BTreeMap<usize, BTreeSet<String>> {
        &mut self.known.compounds
    }

    /// The names of people who are published, as keys.
    pub(super) fn published(&self) -> &BTreeSet<String> {
        &self.known.published
    }

    /// A digest of everything that is looked for, and of the names that may be seen.
    pub(super) fn digest(&self) -> Digest {
        let needles: Vec<&Needle> = self.values.iter().map(|one| &one.needle).collect();
        Digest::of_value(&(needles, &self.known))
    }

    /// Everything that is looked for.
    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    /// Every value in a text, plain or encoded, except those that are `skipped`.
    pub(super) fn in_text(
        &self,
        bytes: &[u8],
        reading: Reading,
        skipped: SkippedValues<'_>,
    ) -> Finds {
        let mut finds = Finds::default();
        self.pass(bytes, reading, skipped, &mut finds);
        let mut decoded = markup::mended(bytes);
        self.add_base64(bytes, &mut decoded);
        if reading.is_folded {
            decoded.push(b'=');
            decoded.extend(decode::unfolded(bytes));
            decoded.extend(decode::quoted_printable(bytes));
        }
        if reading.is_subtitles {
            decoded.push(b'=');
            decoded.extend(documents::subtitles(bytes).unwrap_or_default().into_bytes());
        }
        if decode::has_encoded_letters(bytes) {
            // Keeps the decoded Base64 before it from joining a word with this text.
            decoded.push(b'=');
            decoded.extend(decode::text(bytes).into_bytes());
        }
        if !decoded.is_empty() {
            let mut more = Finds::default();
            self.pass(&decoded, reading, skipped, &mut more);
            finds.add_without_offset(more);
        }
        finds
    }

    /// Every value in a file of any format, including its compressed parts; and why some of it
    /// could not be read, if that is so.
    pub(super) fn in_file(
        &self,
        bytes: &[u8],
        reading: Reading,
    ) -> (Finds, Option<UnreadCause>) {
        let look = |bytes: &[u8]| self.in_text(bytes, reading, &|_| false);
        let mut finds = look(bytes);
        let Unpacked { parts, names, mut unread } = packed::unpacked(bytes);
        for part in std::iter::once(bytes).chain(parts.iter().map(Vec::as_slice)) {
            let pdf = pdf::text(part);
            if pdf.unread {
                unread = unread.max(Some(UnreadCause::Letters));
            }
            let mut texts = pdf.texts;
            texts.extend(decode::utf16(part));
            // What is UTF-8 by chance may be meant otherwise.
            texts.extend((!part.is_ascii()).then(|| decode::windows_1252(part)));
            texts.extend(documents::rtf(part));
            texts.extend(documents::subtitles(part));
            texts.extend(documents::id3(part));
            texts.extend(packed::png_texts(part));
            if let Some(text) = documents::office(part) {
                texts.push(text);
            }
            for text in texts {
                finds.add_without_offset(look(text.as_bytes()));
            }
        }
        for name in &names {
            finds.add_without_offset(self.in_text(name, Reading::PATH, &|_| false));
        }
        for part in &parts {
            finds.add_without_offset(look(part));
        }
        (finds, unread)
    }

    /// How often a pattern was compared and a match decoded so far: the cost beyond the linear
    /// pass, which the tests limit.
    pub(super) fn work(&self) -> [usize; 2] {
        self.work.each_ref().map(|count| count.load(Ordering::Relaxed))
    }

    /// Adds what is in the runs of Base64, as far as it may hold a value.
    fn add_base64(&self, bytes: &[u8], decoded: &mut Vec<u8>) {
        let new = self.known_runs.unknown(decode::runs(bytes).into_iter());
        let mut plain = Vec::new();
        for run in new {
            let text = decode::from_base64(run);
            if self.may_hold(&text) {
                decoded.extend(text);
            } else {
                plain.push(run);
            }
        }
        if !plain.is_empty() {
            self.known_runs.add(plain);
        }
    }

    /// True if a value may begin somewhere in a text.
    fn may_hold(&self, text: &[u8]) -> bool {
        let mut found = false;
        self.sieve.find(FoldedText::of(text).bytes(), |_, _| found = true);
        self.numbers.find(text, |_, _| found = true);
        found
    }

    fn pass(
        &self,
        bytes: &[u8],
        reading: Reading,
        skipped: SkippedValues<'_>,
        finds: &mut Finds,
    ) {
        let folded = FoldedText::of(bytes);
        let comparisons = self.sieve.find(folded.bytes(), |pattern, place| {
            let mut around = MatchContext::new(bytes, &folded, place, reading);
            for number in &self.patterns[pattern] {
                let number = *number as usize;
                // Checked before decoding, which is the expensive part.
                if !skipped(number) {
                    let needle = &self.values[number].needle;
                    let all = around.occurrences(needle, &self.known.published);
                    let at = (!all.is_empty()).then(|| around.start(needle));
                    self.take(number, at, all, reading, finds);
                }
            }
            if around.is_decoded() {
                self.work[1].fetch_add(1, Ordering::Relaxed);
            }
        });
        self.work[0].fetch_add(comparisons, Ordering::Relaxed);
        self.numbers.find(bytes, |number, place| {
            let value = number as usize;
            if !skipped(value) {
                finds.hits.insert(Hit {
                    value,
                    at: Some(place.start),
                    contexts: Vec::new(),
                });
            }
        });
    }

    /// Sorts occurrences: those that are the value, and longer words that contain it.
    fn take(
        &self,
        value: usize,
        at: Option<usize>,
        all: Vec<Occurrence>,
        reading: Reading,
        finds: &mut Finds,
    ) {
        if all.is_empty() {
            return;
        }
        let mut contexts = Vec::new();
        for one in all {
            match one.compound {
                Some(word)
                    if !reading.is_path && self.is_other(value, &word, one.capital) =>
                {
                    finds.compounds.insert((value, word));
                }
                _ => contexts.push(one.context),
            }
        }
        if !contexts.is_empty() {
            finds.hits.insert(Hit { value, at, contexts });
        }
    }

    /// True for a longer word that is not the name it contains: a street, a foundation. In small
    /// letters it may be an address of that street, but also a file called after the person; then
    /// it must have been seen as a word.
    fn is_other(&self, value: usize, word: &str, capital: bool) -> bool {
        let seen = || {
            let known = self.known.compounds.get(&value)?;
            let word = format!("-{word}-");
            known.iter().find(|one| word.contains(&format!("-{one}-")))
        };
        capital || seen().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::secrets::{Weight, What};
    use crate::base::source::SitePath;

    fn secret(needles: impl IntoIterator<Item = Option<Needle>>) -> Secret {
        Secret {
            owner: SitePath::new("content/directory/jana.md"),
            name: "Jana".into(),
            what: What::Name,
            weight: Weight::Identifying,
            needles: needles.into_iter().flatten().collect(),
        }
    }

    fn found(secret: Secret, text: &[u8]) -> bool {
        let finder = Finder::new(&mut [secret], []).expect("something to find");
        !finder.in_file(text, Reading::default()).0.hits.is_empty()
    }

    fn name(words: &str) -> Secret {
        let (given, family) = words.split_once(' ').expect("two names");
        secret([Needle::name(given, family, false), Needle::name(family, given, true)])
    }

    #[test]
    fn a_name_is_found_in_every_form_of_the_web() {
        for text in [
            "<p>mit Jana Müller und</p>",
            "JANA MÜLLER",
            "<span class=\"given\">Jana</span> <b>Müller</b>",
            "/verzeichnis/jana-mueller/index.html",
            "Jana M&uuml;ller",
            "Jana&nbsp;M&#252;ller",
            "?q=Jana%20M%C3%BCller",
            "q=Jana+Mu%CC%88ller",
            "{\"n\":\"Jana M\\u00fcller\"}",
            "Jana Mu\u{308}ller",
            "&#74;&#97;&#110;&#97; &#77;&#252;&#108;&#108;&#101;&#114;",
            "<!-- Jana Müller -->",
            "<img alt=\"Jana Müller am Fluss\">",
            "data:text/plain;base64,SGllciBpc3QgSmFuYSBNw7xsbGVyLg==",
            "Jana Müllers Vortrag",
            "Jana Müller’s talk",
            "Jana Mül\u{ad}ler",
            "<b>J</b>ana Müller",
            "Ja<wbr>na M&shy;üller",
            "&lt;b&gt;Jana&lt;/b&gt; Müller",
            "JANA MUELLER",
            "Jana Muller",
            "content: \"\\4a ana M\\fc ller\"",
            "'\\x4aana M\\u{fc}ller'",
        ] {
            assert!(found(name("Jana Müller"), text.as_bytes()), "{text}");
        }
        for text in [
            "Jana Müllerin",
            "<li>Jana</li><li>Müller</li>",
            "Jana-Müller-Straße",
            "Jana. Ein Tag mit Herrn Müller",
            "jana-maria-mueller",
            "Müller und Jana",
            "Diana Müller",
        ] {
            assert!(!found(name("Jana Müller"), text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn markup_and_entities_may_stand_together() {
        for text in [
            "<b>Jana</b> <i>von</i> <b>M&uuml;ller</b>",
            "<h1>x</h1><b>Jana</b> <i>von</i> <b>M&uuml;ller</b>{% endblock %}",
            "content=\"x\"><h1>x</h1><b>Jana</b> <i>von</i> <b>M&uuml;ller</b></main>",
        ] {
            assert!(found(name("Jana von Müller"), text.as_bytes()), "{text}");
        }
    }

    /// Regression: where the text around a match ended, a longer word was cut to the name.
    #[test]
    fn a_longer_word_is_never_cut_to_a_name() {
        let holds = |text: &str| found(name("Friedrich Schiller"), text.as_bytes());
        let hall = "<dd>Friedrich-Schiller-Saal</dd>";
        for gap in (0..260).map(|gap| " x".repeat(gap / 2) + &" ".repeat(gap % 2 + 1)) {
            assert!(!holds(&format!("{hall}{gap}{hall}")), "{gap}");
            assert!(holds(&format!("{hall}{gap}Friedrich Schiller")), "{gap}");
            assert!(holds(&format!("Friedrich Schiller{gap}{hall}")), "{gap}");
        }
    }

    #[test]
    fn names_of_short_words_and_foreign_letters_are_found() {
        for (wanted, text) in [
            ("Li Wu", "mit Li Wu und"),
            ("Li Wu", "mit LI&nbsp;WU und"),
            ("Öz Ü", "mit ÖZ Ü"),
            ("Öz Ü", "q=%C3%96z+%C3%9C"),
            ("Иван Петров", "мит Иван Петров и"),
            (
                "Иван Петров",
                "\\u0418\\u0432\\u0430\\u043d \\u041f\\u0435\\u0442\\u0440\\u043e\\u0432",
            ),
            ("Иван Петров", "/verzeichnis/ivan-petrov/"),
            ("Łukasz Żak", "Lukasz-Zak"),
            ("Đorđe Þórsson", "<em>Đorđe</em> <strong>Þórsson</strong>"),
            ("Jörg Höß", "<em>Jörg</em> <strong>H&ouml;&szlig;</strong>"),
            ("Jörg Höß", "<em>Joerg</em> <strong>Hoess</strong>"),
            ("Jörg Höß", "<em>J&ouml;rg</em> <b>H%C3%B6%C3%9F</b>"),
            ("Jo Weiß", "Jo Wei&szlig;"),
            ("Jo Weiß", "jo-weiss"),
            ("王 小明", "由王 小明撰写"),
        ] {
            let text_holds = found(name(wanted), text.as_bytes());
            // Scripts without spaces between words: the match runs into its neighbours.
            assert_eq!(text_holds, wanted != "王 小明", "{wanted} in {text}");
        }
    }

    #[test]
    fn values_are_found_as_written() {
        let mail = || secret([Needle::written("jana@example.org")]);
        for text in [
            "<a href=\"mailto:jana@example.org\">",
            "jana%40example.org",
            "jana&#64;example.org",
            "&#106;ana@example.org",
            "\\u006aana@example.org",
            "JANA@EXAMPLE.ORG",
        ] {
            assert!(found(mail(), text.as_bytes()), "{text}");
        }
        for text in ["jana.example.org", "diana@example.org", "jana@example.organic"] {
            assert!(!found(mail(), text.as_bytes()), "{text}");
        }
        let phone = || secret([Needle::number("+49 341 1234567")]);
        for text in ["0341 1234567", "tel:+493411234567", "(0341) 1234567"] {
            assert!(found(phone(), text.as_bytes()), "{text}");
        }
        assert!(!found(phone(), b"0342 1234567"));
    }

    /// Regression: of two people with one name, the second was only searched for in the spelling
    /// of the first.
    #[test]
    fn who_is_written_in_two_ways_is_found_in_both() {
        let spellings = ["Jana Mueller", "Jana Müller"];
        let mut secrets: Vec<Secret> = spellings.map(name).into();
        let finder = Finder::new(&mut secrets, []).expect("something to find");
        for text in spellings {
            let (found, _) = finder.in_file(text.as_bytes(), Reading::default());
            assert!(!found.hits.is_empty(), "{text}");
        }
    }

    /// Decoding is what costs: people in a large directory share names, mail hosts and phrases.
    #[test]
    fn what_many_share_is_decoded_nowhere() {
        let mut secrets: Vec<Secret> = (0..300)
            .flat_map(|n| {
                [
                    name(&format!("Jana Qufi{n}ß")),
                    secret([Needle::written(&format!("q{n}@alumni.example.org"))]),
                    secret([Needle::phrase(&format!(
                        "am Fluss geboren und {n} aufgewachsen"
                    ))]),
                ]
            })
            .collect();
        let page =
            "Jana geht, am Fluss steht jana@alumni.example.org und alumni.example.org ";
        let page = page.repeat(300);
        let finder =
            Finder::new(&mut secrets, [page.as_str()]).expect("something to find");
        let mut finds = Finds::default();
        let mut look = |text: &str| {
            finder.pass(text.as_bytes(), Reading::default(), &|_| false, &mut finds);
        };
        look(&page);
        assert_eq!(finder.work()[1], 0);
        look(&format!("{page} von Jana Qufi7ß und {page}"));
        assert_eq!(finder.work()[1], 1);
        let of = |hit: Hit| finder.values()[hit.value].secrets.clone();
        assert_eq!(finds.hits.into_iter().flat_map(of).collect::<Vec<_>>(), [21]);
    }

    #[test]
    fn what_is_packed_or_wide_is_found() {
        let mut gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
        gzip.extend(miniz_oxide::deflate::compress_to_vec(
            "von Jana Müller".as_bytes(),
            6,
        ));
        assert!(found(name("Jana Müller"), &gzip));
        let wide: Vec<u8> =
            "von Jana Müller".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(found(name("Jana Müller"), &wide));
    }
}
