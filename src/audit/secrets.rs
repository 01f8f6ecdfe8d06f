//! What must not appear: whose it is, which field, and the forms in which it is looked for.
//!
//! In come values as written, out go secrets. There is no `Debug`, `Display` or `Serialize`
//! for one: a report may say whose it is and which field, never what.

use crate::base::source::SitePath;

use super::form;

/// Something that must not appear.
pub(super) struct Secret {
    /// The file that holds it.
    pub(super) owner: SitePath,
    /// Whose it is, as the report calls them.
    pub(super) name: String,
    /// What it is: the key in front matter, or a word of the messages for a name.
    pub(super) what: What,
    /// Where else it may stand without being a leak.
    pub(super) rule: Rule,
    /// What is looked for; any of them is a hit.
    pub(super) needles: Vec<Needle>,
}

/// What a secret is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The name of somebody of whom nothing is published.
    Name,
    /// The value of this key.
    Field(String),
}

/// Where else a value may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nowhere: it identifies the person.
    Always,
    /// Nowhere, if it stands in no other file of the site: a value that others have as well
    /// does not tell where it comes from.
    Unique,
}

/// One form of a secret.
pub(super) struct Needle {
    /// In which form it is compared.
    pub(super) form: Form,
    /// It in that form.
    pub(super) text: String,
    /// Runs of letters each of which is in every output that holds it, the longest first. The
    /// rarest of them is looked for, the others must be near.
    pub(super) runs: Vec<Vec<u8>>,
    /// What is looked for besides: a text without such a run, in every encoding.
    pub(super) whole: Vec<Vec<u8>>,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As words without case, accents and punctuation.
    Words,
    /// As written, but for case and spaces.
    Written,
    /// By its digits.
    Digits,
}

/// Shortest run of letters that is looked for. Shorter ones would be found on every line.
const SHORTEST_ANCHOR: usize = 3;
/// Longest run; more tells no better, and costs.
const LONGEST_ANCHOR: usize = 12;

impl Needle {
    /// Looks for words in this order.
    pub(super) fn words(text: &str) -> Option<Self> {
        let folded = form::words(text);
        (folded.len() > 2).then(|| {
            let (mut runs, mut whole) = anchors(text, char::is_ascii_alphanumeric);
            let in_address =
                |run: &Vec<u8>| memchr::memmem::find(folded.as_bytes(), run).is_some();
            // The address of somebody whose name has no such run is written in ASCII.
            if runs.iter().any(in_address) {
                runs.retain(in_address);
            } else if !runs.is_empty() {
                runs.truncate(1);
                whole.push(longest_word(&folded).as_bytes().to_vec());
            }
            Self { form: Form::Words, text: folded, runs, whole }
        })
    }

    /// Looks for a text as written.
    pub(super) fn written(text: &str) -> Option<Self> {
        let text = form::written(text.trim());
        (!text.is_empty()).then(|| {
            // Nothing encodes these signs (RFC 3986, 2.3), so that they may be part of a run.
            let is_plain = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
            let (runs, whole) = anchors(&text, is_plain);
            Self { form: Form::Written, text, runs, whole }
        })
    }

    /// Looks for a telephone number, with or without the code of the country.
    pub(super) fn digits(text: &str) -> Option<Self> {
        let digits = form::digits(text);
        let national = digits.trim_start_matches("00");
        let national = national.strip_prefix("49").unwrap_or(national);
        let national = national.trim_start_matches('0');
        (national.len() >= 7).then(|| {
            let (mut runs, whole) = anchors(text, char::is_ascii_digit);
            // The code of the country and a leading zero may be left out.
            runs.truncate(1);
            Self { form: Form::Digits, text: national.to_owned(), runs, whole }
        })
    }
}

/// Runs of signs that no format encodes, the longest first; for a text without a run of some
/// length, its longest word in every encoding.
fn anchors(text: &str, is_plain: impl Fn(&char) -> bool) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let lower = crate::base::slug::composed(text).to_lowercase();
    let mut runs: Vec<&str> = lower
        .split(|c| !is_plain(&c))
        .filter(|run| run.len() >= SHORTEST_ANCHOR)
        .collect();
    // Stable: among runs of one length the first one counts.
    runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
    let cut = |run: &&str| run.as_bytes()[..run.len().min(LONGEST_ANCHOR)].to_vec();
    let runs: Vec<Vec<u8>> = runs.iter().map(cut).collect();
    let whole = if runs.is_empty() { encoded(&lower) } else { Vec::new() };
    (runs, whole)
}

fn longest_word(folded: &str) -> &str {
    folded.split(' ').max_by_key(|word| word.len()).unwrap_or("")
}

/// A text of short words or foreign letters, as whole words in the ways they can be written.
fn encoded(lower: &str) -> Vec<Vec<u8>> {
    let folded = form::words(lower);
    let word = lower.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len());
    let word = word.unwrap_or(lower);
    let mut all = Vec::new();
    if word.is_ascii() {
        let words: Vec<&str> = folded.split_whitespace().collect();
        for between in [" ", "-", "+", "_", ", ", "%20", "&nbsp;", "\u{a0}", "> <", ". "]
        {
            all.push(words.join(between).into_bytes());
        }
        return all;
    }
    let mut title = word.to_owned();
    let first: String = word.chars().take(1).collect();
    title.replace_range(..first.len(), &first.to_uppercase());
    let normalizer = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    for case in [word.to_owned(), title, word.to_uppercase()] {
        for normal in [case.clone(), normalizer.normalize(&case).into_owned()] {
            all.push(normal.clone().into_bytes());
            let percent = |byte: &u8| match byte {
                byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
                byte => format!("%{byte:02x}"),
            };
            all.push(
                normal.as_bytes().iter().map(percent).collect::<String>().into_bytes(),
            );
            let json = |c: char| {
                let mut units = [0; 2];
                let units = c.encode_utf16(&mut units).iter();
                units.fold(String::new(), |all, unit| format!("{all}\\u{unit:04x}"))
            };
            let decimal = |c: char| format!("&#{};", u32::from(c));
            let hexadecimal = |c: char| format!("&#x{:x};", u32::from(c));
            let forms: [&dyn Fn(char) -> String; 3] = [&decimal, &hexadecimal, &json];
            for form in forms {
                let sign = |c: char| if c.is_ascii() { c.to_string() } else { form(c) };
                all.push(normal.chars().map(sign).collect::<String>().into_bytes());
            }
        }
    }
    if folded.trim().len() >= SHORTEST_ANCHOR {
        all.push(longest_word(&folded).as_bytes().to_vec());
    }
    // The search itself looks at small letters of ASCII only.
    for anchor in &mut all {
        anchor.make_ascii_lowercase();
    }
    all.sort();
    all.dedup();
    all
}
