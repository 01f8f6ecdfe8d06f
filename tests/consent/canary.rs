//! Canaries: words that occur nowhere else, and a search that finds them in every disguise.
//!
//! A canary is `qzx` and nine signs. The search looks at the bytes of an output as they are
//! and after undoing every encoding that a format of the web may have put on them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use crate::support::unescaped;

/// What every canary begins with.
const START: &str = "qzx";
/// Length of a canary.
const LENGTH: usize = 12;
/// Without `e`, `n`, `r`, `s`: a search folds `ae` and takes endings off, and a canary must
/// come out of that as it went in.
const SIGNS: &[u8; 27] = b"abcdfghijkmopqtuvwy23456789";

/// The canary with a number.
pub(crate) fn canary(number: usize) -> String {
    // Spread, so that two canaries never differ in one sign only.
    let mut value = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut word = START.to_owned();
    for _ in 0..LENGTH - START.len() {
        word.push(char::from(SIGNS[(value % 27) as usize]));
        value /= 27;
    }
    word
}

/// Every canary in some bytes, in whatever disguise.
pub(crate) fn canaries(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    // A shard of the search index is packed, and holds words backwards too.
    if bytes.starts_with(b"\x1f\x8b") {
        let mut text = Vec::new();
        let whole = flate2::read::GzDecoder::new(bytes).read_to_end(&mut text);
        whole.expect("a packed file is whole");
        let backwards: Vec<u8> = text.iter().rev().copied().collect();
        found.extend(canaries(&text));
        collect(&backwards.to_ascii_lowercase(), &mut found);
        return found;
    }
    let plain = String::from_utf8_lossy(bytes).to_lowercase();
    // Formats fold long lines, and soft hyphens or tags may be put into words.
    let mut forms = vec![plain.clone()];
    if plain.contains("\n ") || plain.contains("\n\t") {
        forms.push(plain.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", ""));
    }
    for decode in [unescaped, from_percent, from_json] {
        // Twice: an address in an attribute is encoded for both.
        let own: Vec<String> = forms
            .iter()
            .map(|form| (form, decode(form).to_lowercase()))
            .filter(|(form, decoded)| *form != decoded)
            .map(|(_, decoded)| decoded)
            .collect();
        forms.extend(own);
    }
    for form in &forms {
        collect(form.as_bytes(), &mut found);
    }
    for decoded in from_base64(bytes) {
        collect(&decoded.to_ascii_lowercase(), &mut found);
    }
    for utf16 in [from_utf16(bytes, 0), from_utf16(bytes, 1)] {
        collect(&utf16, &mut found);
    }
    found
}

fn collect(bytes: &[u8], found: &mut BTreeSet<String>) {
    let start = START.as_bytes();
    let mut at = 0;
    while at + LENGTH <= bytes.len() {
        let Some(next) = bytes[at..].iter().position(|byte| *byte == start[0]) else {
            return;
        };
        at += next;
        if let Some(word) = bytes.get(at..at + LENGTH)
            && word.starts_with(start)
            && word.iter().all(u8::is_ascii_alphanumeric)
        {
            found.insert(String::from_utf8_lossy(word).into_owned());
        }
        at += 1;
    }
}

fn from_percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|p| std::str::from_utf8(p).ok());
        match (bytes[at], pair.and_then(|p| u8::from_str_radix(p, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn from_json(text: &str) -> String {
    if !text.contains("\\u") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).and_then(|h| u32::from_str_radix(h, 16).ok());
        if let Some(c) = code.and_then(char::from_u32) {
            out.push(c);
            rest = &rest[at + 6..];
        } else {
            out.push_str("\\u");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out
}

/// Every run of Base64 signs, read from each of its first four signs on.
fn from_base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    // Base64 in mail and calendars is broken into lines.
    let joined: Vec<u8> =
        bytes.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect();
    let mut decoded = Vec::new();
    for text in [bytes, joined.as_slice()] {
        for run in text.split(|byte| value(*byte).is_none()) {
            if run.len() < LENGTH {
                continue;
            }
            for skip in 0..4 {
                let sixes: Vec<u8> =
                    run[skip..].iter().filter_map(|b| value(*b)).collect();
                let mut out = Vec::with_capacity(sixes.len());
                for four in sixes.chunks(4) {
                    let bits =
                        four.iter().fold(0_u32, |bits, six| bits << 6 | u32::from(*six))
                            << (6 * (4 - four.len()));
                    out.extend(&bits.to_be_bytes()[1..]);
                }
                decoded.push(out);
            }
        }
    }
    decoded
}

fn from_utf16(bytes: &[u8], skip: usize) -> Vec<u8> {
    if !bytes.contains(&0) {
        return Vec::new();
    }
    let rest = bytes.get(skip..).unwrap_or_default();
    rest.chunks(2).map(|pair| pair[0].to_ascii_lowercase()).collect()
}

/// What may be done with a canary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a channel of the contract")]
pub(crate) struct Rule {
    /// On pages and in the site's own search.
    pub(crate) pages: bool,
    /// In what is meant for search engines: sitemap, JSON-LD, Open Graph.
    pub(crate) machines: bool,
    /// In feeds, embeds and calendars.
    pub(crate) feeds: bool,
    /// It must stand on at least one page, so that nobody passes by publishing nothing.
    pub(crate) must: bool,
}

/// All canaries of a site with their rules and what they stand for.
#[derive(Debug, Default)]
pub(crate) struct Book {
    rules: BTreeMap<String, (String, Rule)>,
}

impl Book {
    /// Enters a canary.
    pub(crate) fn enter(&mut self, word: &str, what: String, rule: Rule) {
        self.rules.insert(word.to_owned(), (what, rule));
    }

    /// The rule of a canary; a word that was never entered may not be anywhere.
    pub(crate) fn rule(&self, word: &str) -> (&str, Rule) {
        self.rules
            .get(word)
            .map_or(("unknown", Rule::default()), |(what, rule)| (what, *rule))
    }

    /// Every canary.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&String, &(String, Rule))> {
        self.rules.iter()
    }
}

/// Kinds of output, as the contract divides them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlet {
    Page,
    Machine,
    Feed,
}

/// The outlet of each part of an output. A page holds two: what people read, and what search
/// engines do.
pub(crate) fn outlets(path: &str, bytes: &[u8]) -> Vec<(Outlet, Vec<u8>)> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit('.').next().unwrap_or("");
    if ["atom.xml", "feed.json", "cards.json", "rss.xml"].contains(&name)
        || ["ics", "ical", "vcf"].contains(&ending)
    {
        return vec![(Outlet::Feed, bytes.to_vec())];
    }
    // Among the outputs that are looked at, a picture is the words of a social card.
    if name.starts_with("sitemap") || name == "robots.txt" || ending == "jpg" {
        return vec![(Outlet::Machine, bytes.to_vec())];
    }
    let mut formats = matrikel::render::formats::registry::reserved_names();
    assert!(formats.all(|known| known != name), "{path}: which outlet is it of?");
    if ending != "html" {
        return vec![(Outlet::Page, bytes.to_vec())];
    }
    let html = String::from_utf8_lossy(bytes);
    let (mut people, mut machines) = (String::new(), String::new());
    let mut rest: &str = &html;
    while let Some((start, end)) = machine_part(rest) {
        people.push_str(&rest[..start]);
        machines.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    people.push_str(rest);
    vec![(Outlet::Page, people.into_bytes()), (Outlet::Machine, machines.into_bytes())]
}

/// The next JSON-LD block or Open Graph element.
fn machine_part(html: &str) -> Option<(usize, usize)> {
    let script = html.find("application/ld+json").map(|at| {
        let start = html[..at].rfind('<').unwrap_or(at);
        let end = html[at..].find("</script>").map_or(html.len(), |end| at + end);
        (start, end)
    });
    let meta =
        ["=\"og:", "=\"twitter:", "=\"article:", "=\"profile:", "=og:", "=twitter:"]
            .iter()
            .filter_map(|mark| html.find(mark))
            .min()
            .map(|at| {
                let start = html[..at].rfind('<').unwrap_or(at);
                let end = html[at..].find('>').map_or(html.len(), |end| at + end);
                (start, end)
            });
    [script, meta].into_iter().flatten().min()
}

/// Everything that a set of outputs shows and must not, as sentences.
pub(crate) fn leaks<'o>(
    outputs: impl IntoIterator<Item = (&'o str, &'o [u8])>,
    book: &Book,
) -> Vec<String> {
    let mut found = Vec::new();
    for (path, bytes) in outputs {
        for word in canaries(path.as_bytes()) {
            let (what, rule) = book.rule(&word);
            if !rule.pages {
                found.push(format!("the path {path} holds {what} ({word})"));
            }
        }
        for (outlet, part) in outlets(path, bytes) {
            for word in canaries(&part) {
                let (what, rule) = book.rule(&word);
                let allowed = match outlet {
                    Outlet::Page => rule.pages,
                    Outlet::Machine => rule.machines,
                    Outlet::Feed => rule.feeds,
                };
                if !allowed {
                    found.push(format!("{path} ({outlet:?}) holds {what} ({word})"));
                }
            }
        }
    }
    found
}
