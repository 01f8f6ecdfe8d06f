//! Finds secrets in bytes: one pass over each output for all secrets at once.
//!
//! In come secrets and bytes, out goes which secret is where. The pass looks for short anchors
//! that survive encoding; only around a match is the text decoded and compared as a whole. That
//! finds a value in plain text, with entities, percent-encoded or escaped. Never decides whether
//! a value may be there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::secrets::{Needle, NeedleForm, Secret};
use super::sieve::{GramFrequencies, PatternIndex};
use super::{decode, form, packed};

/// Bytes decoded around a match per byte of the value: a letter may take up to eight bytes when
/// encoded, and tags may stand between words.
const REACH_PER_BYTE: usize = 8;
/// Bytes decoded around a match at least.
const SHORTEST_REACH: usize = 160;

/// Finds secrets in text and files.
pub(super) struct Finder {
    sieve: PatternIndex,
    /// For each pattern, the numbers of the needles it is an anchor of.
    patterns: Vec<Vec<u32>>,
    /// Distinct needles: secret, index of the needle in it, and all secrets that share it.
    needles: Vec<(usize, usize, Vec<usize>)>,
    /// Counters: comparisons with a pattern, and decodings around a match.
    work: [AtomicUsize; 2],
}

/// Secrets to ignore: those of the file itself, or those that are common on the site.
pub(super) type SkippedSecrets<'f> = &'f (dyn Fn(usize) -> bool + Sync);

/// A secret and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// Index of the secret.
    pub(super) secret: usize,
    /// Byte offset of the match in the file; `None` if it was found in compressed or encoded
    /// content, which has no offset in the file.
    pub(super) at: Option<usize>,
    /// The words before and after each occurrence nearby.
    pub(super) contexts: Vec<[String; 2]>,
}

impl Finder {
    /// Builds a finder; `usual` is sample text from which frequencies are counted. `None` if
    /// there is nothing to find.
    pub(super) fn new<'t>(
        secrets: &'t [Secret],
        usual: impl IntoIterator<Item = &'t str>,
    ) -> Option<Self> {
        let needles = different(secrets);
        // Substrings that many values share, like `@alumni.example.org`, are no good anchors
        // either, even if no text holds them; so the values count as sample text too.
        let values = needles
            .iter()
            .map(|(secret, needle, _)| secrets[*secret].needles[*needle].text.as_str());
        let usual: Vec<Vec<u8>> = usual
            .into_iter()
            .chain(values)
            .map(|text| lower_case(text.as_bytes()))
            .collect();
        let usual = GramFrequencies::of(usual.iter().map(Vec::as_slice));
        let of_needle = |(number, (secret, needle, _)): (usize, &(usize, usize, _))| {
            let patterns = secrets[*secret].needles[*needle].anchors.patterns(&usual);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            patterns.into_iter().map(move |pattern| (pattern, number))
        };
        let all = needles.par_iter().enumerate().flat_map_iter(of_needle);
        let mut all: Vec<(Vec<u8>, u32)> = all.collect();
        all.par_sort_unstable();
        let same: Vec<_> = all.chunk_by(|one, other| one.0 == other.0).collect();
        let sieve =
            PatternIndex::new(same.iter().map(|same| same[0].0.as_slice()), &usual);
        let numbers = |same: &&[(Vec<u8>, u32)]| same.iter().map(|one| one.1).collect();
        let patterns: Vec<_> = same.iter().map(numbers).collect();
        (!patterns.is_empty()).then(|| Self {
            sieve,
            patterns,
            needles,
            work: Default::default(),
        })
    }

    /// Every secret in a text, plain or encoded, except those that are `skipped`.
    pub(super) fn in_text(
        &self,
        secrets: &[Secret],
        bytes: &[u8],
        skipped: SkippedSecrets<'_>,
    ) -> Vec<Hit> {
        let mut hits = BTreeSet::new();
        self.pass(secrets, bytes, skipped, &mut hits);
        let mut decoded = Vec::new();
        for run in decode::runs(bytes) {
            decode::add_base64(run, &mut decoded);
        }
        if decode::has_encoded_letters(bytes) {
            // Keeps the decoded Base64 before it from joining a word with this text.
            decoded.push(b'=');
            decoded.extend(decode::text(bytes).into_bytes());
        }
        if !decoded.is_empty() {
            let mut more = BTreeSet::new();
            self.pass(secrets, &decoded, skipped, &mut more);
            add_without_offset(&mut hits, more);
        }
        hits.into_iter().collect()
    }

    /// Every secret in a file of any format, including its compressed parts.
    pub(super) fn in_file(&self, secrets: &[Secret], bytes: &[u8]) -> Vec<Hit> {
        let look = |bytes: &[u8]| {
            let hits = self.in_text(secrets, bytes, &|_| false);
            hits.into_iter().collect::<BTreeSet<Hit>>()
        };
        let mut hits = look(bytes);
        let mut look_at = packed::parts(bytes);
        look_at.extend(decode::utf16(bytes).into_iter().map(String::into_bytes));
        for part in look_at {
            add_without_offset(&mut hits, look(&part));
        }
        hits.into_iter().collect()
    }

    /// How often a pattern was compared and a match decoded so far: the cost beyond the linear
    /// pass, which the tests limit.
    pub(super) fn work(&self) -> [usize; 2] {
        self.work.each_ref().map(|count| count.load(Ordering::Relaxed))
    }

    fn pass(
        &self,
        secrets: &[Secret],
        bytes: &[u8],
        skipped: SkippedSecrets<'_>,
        hits: &mut BTreeSet<Hit>,
    ) {
        let lower = lower_case(bytes);
        let comparisons = self.sieve.find(&lower, |pattern, place| {
            let mut around = MatchContext::new(bytes, &lower, place.clone());
            for number in &self.patterns[pattern] {
                let (secret, number, all) = &self.needles[*number as usize];
                // Checked before decoding, which is the expensive part.
                if all.iter().all(|secret| skipped(*secret)) {
                    continue;
                }
                let needle = &secrets[*secret].needles[*number];
                let Some(contexts) = around.holds(needle) else { continue };
                let at = Some(place.start);
                hits.extend(all.iter().filter(|secret| !skipped(**secret)).map(
                    |secret| Hit { secret: *secret, at, contexts: contexts.clone() },
                ));
            }
            if around.decoded.is_some() {
                self.work[1].fetch_add(1, Ordering::Relaxed);
            }
        });
        self.work[0].fetch_add(comparisons, Ordering::Relaxed);
    }
}

/// ASCII lower case, and spaces for line breaks and tabs: text may be wrapped anywhere.
fn lower_case(bytes: &[u8]) -> Vec<u8> {
    let lower_case = |byte: &u8| match byte {
        b'\n' | b'\r' | b'\t' => b' ',
        other => other.to_ascii_lowercase(),
    };
    bytes.iter().map(lower_case).collect()
}

/// Each distinct needle once, with all secrets that share it: many people have one employer.
fn different(secrets: &[Secret]) -> Vec<(usize, usize, Vec<usize>)> {
    let of_secret = |(secret, one): (usize, &'_ Secret)| {
        let needles = one.needles.iter().enumerate();
        needles.map(move |(number, _)| (secret, number)).collect::<Vec<_>>()
    };
    let text = |one: &(usize, usize)| {
        let needle = &secrets[one.0].needles[one.1];
        // Two spellings of a name fold to the same words but need different anchors.
        (needle.form, needle.text.as_str(), &needle.anchors)
    };
    let mut all: Vec<_> = secrets.iter().enumerate().flat_map(of_secret).collect();
    all.par_sort_unstable_by(|one, other| (text(one), one).cmp(&(text(other), other)));
    let same = all.chunk_by(|one, other| text(one) == text(other));
    same.map(|same| (same[0].0, same[0].1, same.iter().map(|one| one.0).collect()))
        .collect()
}

/// Adds matches in decoded content for secrets that were not found otherwise. They have no
/// offset in the file.
fn add_without_offset(hits: &mut BTreeSet<Hit>, more: BTreeSet<Hit>) {
    let known: BTreeSet<usize> = hits.iter().map(|hit| hit.secret).collect();
    let new = more.into_iter().filter(|hit| !known.contains(&hit.secret));
    hits.extend(new.map(|hit| Hit { at: None, ..hit }));
}

/// The text around a match, decoded at most once for all needles to be compared.
struct MatchContext<'b> {
    bytes: &'b [u8],
    lower: &'b [u8],
    found: Range<usize>,
    /// The reach in bytes, and the text as it is, without tags, and with a space for each tag.
    decoded: Option<(usize, [String; 3])>,
    folded: BTreeMap<NeedleForm, [String; 3]>,
}

impl<'b> MatchContext<'b> {
    fn new(bytes: &'b [u8], lower: &'b [u8], found: Range<usize>) -> Self {
        Self { bytes, lower, found, decoded: None, folded: BTreeMap::new() }
    }

    fn window(&self, reach: usize) -> Range<usize> {
        let start = self.found.start.saturating_sub(reach);
        start..self.bytes.len().min(self.found.end + reach)
    }

    /// The words on either side of each match; an empty list for a value that is not words;
    /// `None` if the needle is not here.
    fn holds(&mut self, needle: &Needle) -> Option<Vec<[String; 2]>> {
        // Most chance matches are rejected here, before anything is decoded.
        let reach = SHORTEST_REACH.max(needle.text.len() * REACH_PER_BYTE);
        let near = &self.lower[self.window(reach)];
        let is_near = |run: &Vec<u8>| memchr::memmem::find(near, run).is_some();
        if !needle.anchors.near().iter().all(is_near) || self.continues_word(needle) {
            return None;
        }
        self.decode(reach);
        let decoded = self.decoded.as_ref().map(|(_, texts)| texts)?;
        let folded = self.folded.entry(needle.form).or_insert_with(|| {
            let fold: fn(&str) -> String = match needle.form {
                NeedleForm::Words => form::words,
                NeedleForm::Written => form::written,
                NeedleForm::Digits => form::digits,
            };
            decoded.each_ref().map(|text| fold(text))
        });
        folded.iter().find_map(|text| match needle.form {
            NeedleForm::Words => contexts(text, &needle.text),
            NeedleForm::Written => {
                form::contains_written(text, &needle.text).then(Vec::new)
            }
            NeedleForm::Digits => text.contains(&needle.text).then(Vec::new),
        })
    }

    /// True if the match is the start of a longer word, as `AB-12` is of `AB-123`.
    fn continues_word(&self, needle: &Needle) -> bool {
        let next = self.lower.get(self.found.end);
        let whole = &self.lower[self.found.clone()] == needle.text.as_bytes();
        let last = needle.text.bytes().next_back();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric();
        needle.form == NeedleForm::Written
            && whole
            && last.is_some_and(is_word)
            && next.copied().is_some_and(is_word)
    }

    fn decode(&mut self, reach: usize) {
        if self.decoded.as_ref().is_some_and(|(known, _)| *known >= reach) {
            return;
        }
        let raw = &self.bytes[self.window(reach)];
        // Tags are removed before entities are undone; otherwise an escaped `<` would open one.
        let bare = |instead| {
            let text = form::without_tags(&String::from_utf8_lossy(raw), instead);
            decode::text(text.as_bytes())
        };
        self.decoded = Some((reach, [decode::text(raw), bare(""), bare(" ")]));
        // The folded texts were those of a smaller window.
        self.folded.clear();
    }
}

/// The word before and the word after each occurrence of some words in a text.
fn contexts(text: &str, words: &str) -> Option<Vec<[String; 2]>> {
    let all: Vec<[String; 2]> = text
        .match_indices(words)
        .map(|(at, _)| {
            let before = text[..at].rsplit(' ').next().unwrap_or("");
            let after = text[at + words.len()..].split(' ').next().unwrap_or("");
            [before.to_owned(), after.to_owned()]
        })
        .collect();
    (!all.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::secrets::{Rule, What};
    use crate::base::source::SitePath;

    fn secret(needles: impl IntoIterator<Item = Option<Needle>>) -> Secret {
        Secret {
            owner: SitePath::new("content/directory/jana.md"),
            name: "Jana".into(),
            what: What::Name,
            rule: Rule::Always,
            needles: needles.into_iter().flatten().collect(),
        }
    }

    fn found(secret: Secret, text: &[u8]) -> bool {
        let secrets = [secret];
        let finder = Finder::new(&secrets, []).expect("something to find");
        !finder.in_file(&secrets, text).is_empty()
    }

    fn name(words: &str) -> Secret {
        secret([Needle::words(words)])
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
        ] {
            assert!(found(name("Jana Müller"), text.as_bytes()), "{text}");
        }
        for text in [
            "Jana Müllers",
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
        let phone = || secret([Needle::digits("+49 341 1234567")]);
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
        let secrets: Vec<Secret> = spellings.map(name).into();
        let finder = Finder::new(&secrets, []).expect("something to find");
        for text in spellings {
            assert!(!finder.in_file(&secrets, text.as_bytes()).is_empty(), "{text}");
        }
    }

    /// Decoding is what costs: people in a large directory share names, mail hosts and phrases.
    #[test]
    fn what_many_share_is_decoded_nowhere() {
        let secrets: Vec<Secret> = (0..300)
            .flat_map(|n| {
                [
                    secret([Needle::words(&format!("Jana Qufi{n}ß"))]),
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
        let finder = Finder::new(&secrets, [page.as_str()]).expect("something to find");
        let mut hits = BTreeSet::new();
        let mut look =
            |text: &str| finder.pass(&secrets, text.as_bytes(), &|_| false, &mut hits);
        look(&page);
        assert_eq!(finder.work()[1], 0);
        look(&format!("{page} von Jana Qufi7ß und {page}"));
        assert_eq!(finder.work()[1], 1);
        assert_eq!(hits.into_iter().map(|hit| hit.secret).collect::<Vec<_>>(), [21]);
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
