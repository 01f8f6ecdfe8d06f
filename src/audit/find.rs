//! Finds secrets in bytes: one pass over each output for all of them at once.
//!
//! In come secrets and bytes, out go which secret stands where. The automaton (Aho and Corasick
//! 1975) looks for short runs of letters that no encoding changes; only where one is found, its
//! surroundings are decoded and compared as a whole. So one pass finds a value in plain text,
//! in entities, percent-encoded or escaped. Never decides whether it may stand there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::anchors::Anchors;
use super::secrets::{Form, Needle, Secret};
use super::{decode, form, packed};

/// How much around a find is decoded, for each byte of what is looked for: a letter may be
/// written in up to eight bytes, and tags may stand between words.
const REACH_PER_BYTE: usize = 8;
/// How much is decoded at least.
const SHORTEST_REACH: usize = 160;

/// Finds secrets.
pub(super) struct Finder {
    automaton: AhoCorasick,
    /// For each pattern the needles it is an anchor of, by number. Empty for a letter in an
    /// encoding that it does not need.
    patterns: Vec<Vec<u32>>,
    /// Needles that differ: secret and number of the needle there, and every secret that has it.
    needles: Vec<(usize, usize, Vec<usize>)>,
}

/// Secrets that a file may hold: those of its own.
pub(super) type Own<'f> = &'f dyn Fn(usize) -> bool;

/// A secret and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// Number of the secret.
    pub(super) secret: usize,
    /// The bytes of the file around it that tell where it stands; `None` inside something
    /// packed or encoded as a whole.
    pub(super) at: Option<usize>,
    /// The words before and behind each place nearby where it stands.
    pub(super) contexts: Vec<[String; 2]>,
}

impl Finder {
    /// Makes a finder. `None` if there is nothing to find.
    pub(super) fn new(secrets: &[Secret]) -> Option<Self> {
        let needles = different(secrets);
        let needle = |(secret, number, _): &(usize, usize, Vec<usize>)| {
            &secrets[*secret].needles[*number]
        };
        let often = how_often(needles.iter().map(needle));
        let mut patterns: BTreeMap<&[u8], Vec<u32>> = BTreeMap::new();
        for (number, one) in needles.iter().enumerate() {
            let anchors: &mut dyn Iterator<Item = &Vec<u8>> = match &needle(one).anchors {
                // Among equally rare runs the first, longest one.
                Anchors::Rarest(runs) => {
                    &mut runs.iter().min_by_key(|run| often[run.as_slice()]).into_iter()
                }
                Anchors::Any(all) => &mut all.iter(),
            };
            for anchor in anchors {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                patterns.entry(anchor).or_default().push(number);
            }
        }
        if patterns.is_empty() {
            return None;
        }
        let signs = encoded_letters();
        for sign in &signs {
            patterns.entry(sign.as_bytes()).or_default();
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns.keys())
            .ok()?;
        let patterns = patterns.into_values().collect();
        Some(Self { automaton, patterns, needles })
    }

    /// Every secret in a text: plain, or encoded as texts of the web are.
    /// What is `own` is passed over.
    pub(super) fn in_text(
        &self,
        secrets: &[Secret],
        bytes: &[u8],
        own: Own<'_>,
    ) -> Vec<Hit> {
        let mut hits = BTreeSet::new();
        let encoded = self.pass(secrets, bytes, own, &mut hits);
        let mut decoded = decode::base64(bytes);
        if encoded {
            decoded.push(decode::text(bytes).into_bytes());
        }
        for inner in decoded {
            let mut more = BTreeSet::new();
            self.pass(secrets, &inner, own, &mut more);
            add_unknown(&mut hits, more);
        }
        hits.into_iter().collect()
    }

    /// Every secret in a file of any kind, with what is packed inside it.
    pub(super) fn in_file(&self, secrets: &[Secret], bytes: &[u8]) -> Vec<Hit> {
        let own: Own<'_> = &|_| false;
        let mut hits: BTreeSet<Hit> =
            self.in_text(secrets, bytes, own).into_iter().collect();
        let mut look_at = packed::parts(bytes);
        look_at.extend(decode::utf16(bytes).into_iter().map(String::into_bytes));
        for part in look_at {
            let more = self.in_text(secrets, &part, own);
            add_unknown(&mut hits, more.into_iter().collect());
        }
        hits.into_iter().collect()
    }

    /// One pass; true if letters are encoded that need not be.
    fn pass(
        &self,
        secrets: &[Secret],
        bytes: &[u8],
        own: Own<'_>,
        hits: &mut BTreeSet<Hit>,
    ) -> bool {
        let lower = small(bytes);
        let mut encoded = false;
        for found in self.automaton.find_overlapping_iter(&lower) {
            let numbers = &self.patterns[found.pattern().as_usize()];
            encoded |= numbers.is_empty();
            let mut around = Around::new(bytes, &lower, found.range());
            for number in numbers {
                let (secret, number, all) = &self.needles[*number as usize];
                if all.iter().all(|secret| own(*secret)) {
                    continue;
                }
                let needle = &secrets[*secret].needles[*number];
                let Some(contexts) = around.holds(needle) else { continue };
                for secret in all.iter().filter(|secret| !own(**secret)) {
                    let contexts = contexts.clone();
                    hits.insert(Hit {
                        secret: *secret,
                        at: Some(found.start()),
                        contexts,
                    });
                }
            }
        }
        encoded
    }
}

/// Small letters, and spaces for the ends of lines: a text may be wrapped anywhere.
fn small(bytes: &[u8]) -> Vec<u8> {
    let mut lower = bytes.to_ascii_lowercase();
    for byte in &mut lower {
        if matches!(byte, b'\n' | b'\r' | b'\t') {
            *byte = b' ';
        }
    }
    lower
}

/// Each needle once, with all secrets that have it: many people have one employer.
fn different(secrets: &[Secret]) -> Vec<(usize, usize, Vec<usize>)> {
    let mut known: BTreeMap<(Form, &str), (usize, usize, Vec<usize>)> = BTreeMap::new();
    for (secret, one) in secrets.iter().enumerate() {
        for (number, needle) in one.needles.iter().enumerate() {
            let key = (needle.form, needle.text.as_str());
            known.entry(key).or_insert((secret, number, Vec::new())).2.push(secret);
        }
    }
    known.into_values().collect()
}

/// In how many needles each run is. What many have, like a common name, is on many pages as
/// well, and would be found there for all of them.
fn how_often<'n>(needles: impl Iterator<Item = &'n Needle>) -> BTreeMap<&'n [u8], usize> {
    let mut often = BTreeMap::new();
    for needle in needles {
        if let Anchors::Rarest(runs) = &needle.anchors {
            for run in runs {
                *often.entry(run.as_slice()).or_default() += 1;
            }
        }
    }
    often
}

/// Adds finds whose place in the file is not known, for secrets that were not found otherwise.
fn add_unknown(hits: &mut BTreeSet<Hit>, more: BTreeSet<Hit>) {
    let known: BTreeSet<usize> = hits.iter().map(|hit| hit.secret).collect();
    let new = more.into_iter().filter(|hit| !known.contains(&hit.secret));
    hits.extend(new.map(|hit| Hit { at: None, ..hit }));
}

/// Letters and digits in encodings that nobody needs for them: somebody hides an address from
/// robots, or has encoded a whole text.
fn encoded_letters() -> Vec<String> {
    let signs = (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9');
    signs
        .flat_map(|sign| {
            [
                format!("%{sign:02x}"),
                format!("&#{sign};"),
                format!("&#x{sign:x};"),
                format!("\\u00{sign:02x}"),
            ]
        })
        .collect()
}

/// What stands around a find, decoded once for all needles that have to be compared.
struct Around<'b> {
    bytes: &'b [u8],
    lower: &'b [u8],
    found: Range<usize>,
    /// The text as it is, without its tags, and with a space for each: for a reach in bytes.
    decoded: Option<(usize, [String; 3])>,
    folded: BTreeMap<Form, [String; 3]>,
}

impl<'b> Around<'b> {
    fn new(bytes: &'b [u8], lower: &'b [u8], found: Range<usize>) -> Self {
        Self { bytes, lower, found, decoded: None, folded: BTreeMap::new() }
    }

    fn window(&self, reach: usize) -> Range<usize> {
        let start = self.found.start.saturating_sub(reach);
        start..self.bytes.len().min(self.found.end + reach)
    }

    /// The words beside a needle, if it stands here; of a value that is no words, nothing.
    fn holds(&mut self, needle: &Needle) -> Option<Vec<[String; 2]>> {
        let reach = SHORTEST_REACH.max(needle.text.len() * REACH_PER_BYTE);
        let near = &self.lower[self.window(reach)];
        let is_near = |run: &Vec<u8>| memchr::memmem::find(near, run).is_some();
        // Most chance finds end here, before anything is decoded.
        if let Anchors::Rarest(runs) = &needle.anchors
            && !runs.iter().all(is_near)
        {
            return None;
        }
        self.decode(reach);
        let decoded = self.decoded.as_ref().map(|(_, texts)| texts)?;
        let folded = self.folded.entry(needle.form).or_insert_with(|| {
            let fold: fn(&str) -> String = match needle.form {
                Form::Words => form::words,
                Form::Written => form::written,
                Form::Digits => form::digits,
            };
            decoded.each_ref().map(|text| fold(text))
        });
        folded.iter().find_map(|text| match needle.form {
            Form::Words => contexts(text, &needle.text),
            Form::Written => form::holds_written(text, &needle.text).then(Vec::new),
            Form::Digits => text.contains(&needle.text).then(Vec::new),
        })
    }

    fn decode(&mut self, reach: usize) {
        if self.decoded.as_ref().is_some_and(|(known, _)| *known >= reach) {
            return;
        }
        let raw = &self.bytes[self.window(reach)];
        // Tags are left out before entities are undone, or an escaped `<` would begin one.
        let bare = |instead| {
            let text = form::without_tags(&String::from_utf8_lossy(raw), instead);
            decode::text(text.as_bytes())
        };
        self.decoded = Some((reach, [decode::text(raw), bare(""), bare(" ")]));
        self.folded.clear();
    }
}

/// The words before and behind some words, wherever a text holds these.
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
        let finder = Finder::new(&secrets).expect("something to find");
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
            // Without spaces between words, foreign letters run into their neighbours.
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
