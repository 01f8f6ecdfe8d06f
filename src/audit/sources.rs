//! What the sources of a site say about withheld values.
//!
//! In come values and sources, out goes what is not looked for, and which places to blame. A
//! street, an office's mailbox and a colleague's employer are public whoever else has them. Never
//! looks at outputs.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::source::{FileBody, SitePath, Snapshot};
use crate::base::text::Localised;
use crate::model::document::{Key, Section};
use crate::model::event::Venue;
use crate::publish::site::Site;

use super::find::Finder;
use super::reading::Reading;
use super::secrets::{NeedleForm, Secret, Weight, words_key};
use super::tokens::BORDER;
use super::value::{Finds, Hit, Value};
use super::values::Released;

/// A proper name has no more words: an institute, a street with a number, a firm.
const LONGEST_NAME: usize = 8;

/// What the sources say about values, by the number of the value.
#[derive(Default)]
pub(super) struct SourceFindings {
    /// Values that may be seen, since something that is published holds them.
    pub(super) public: BTreeSet<usize>,
    /// Those of them that others than their owner have made public.
    pub(super) noted: BTreeSet<usize>,
    /// Values that stand in the theme or in an asset: somebody has put them there.
    pub(super) in_theme: BTreeMap<usize, SitePath>,
    /// Where an identifying value stands in what is published.
    pub(super) places: BTreeMap<usize, Vec<SourceSpot>>,
}

/// An occurrence in a source file.
pub(super) struct SourceSpot {
    pub(super) path: SitePath,
    pub(super) hit: Hit,
}

/// What a source file is to the search.
enum Origin {
    /// Settings, reference data, words of the theme.
    Data,
    /// Templates, style sheets and other files that go out as they are.
    Theme,
    /// A text of the site that is published.
    Text,
    /// The entry of somebody who is published: what it holds is judged field by field.
    Entry,
    /// Nothing of it is published.
    Hidden,
}

/// What the sources of a site say.
pub(super) struct SiteSources<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) site: &'s Site,
    pub(super) released: &'s [Released],
    pub(super) secrets: &'s [Secret],
    /// The files of the theme that comes with the program.
    pub(super) theme: &'s [(SitePath, &'s str)],
}

/// Which values belong to which entry.
struct Owners {
    values: BTreeMap<Key, BTreeSet<usize>>,
    names: BTreeSet<(usize, String)>,
}

impl Owners {
    fn of(finder: &Finder, secrets: &[Secret]) -> Self {
        let mut owners = Self { values: BTreeMap::new(), names: BTreeSet::new() };
        for (number, value) in finder.values().iter().enumerate() {
            for secret in &value.secrets {
                let Some((key, _)) = Key::of(&secrets[*secret].owner) else { continue };
                if value.weight == Weight::Identifying {
                    owners.names.insert((number, key.name.to_string()));
                }
                owners.values.entry(key).or_default().insert(number);
            }
        }
        owners
    }

    fn owns(&self, key: Option<&Key>, value: usize) -> bool {
        key.and_then(|key| self.values.get(key)).is_some_and(|all| all.contains(&value))
    }
}

impl SiteSources<'_> {
    /// Looks through all of them, and tells the finder which longer words contain a name.
    pub(super) fn look(&self, finder: &mut Finder) -> SourceFindings {
        let owners = Owners::of(finder, self.secrets);
        let mut findings = SourceFindings::default();
        for (source, finds) in self.files(finder, &owners) {
            let (path, text) = source;
            let origin = self.origin(path);
            if !matches!(origin, Origin::Hidden) {
                for (value, word) in finds.compounds {
                    finder.compounds().entry(value).or_default().insert(word);
                }
            }
            for hit in finds.hits {
                findings.take(finder, &origin, path, text, hit);
            }
        }
        self.composed(finder, &mut findings);
        self.released(finder, &owners, &mut findings);
        findings
    }

    /// Every text file as it stands on the disk.
    fn files(&self, finder: &Finder, owners: &Owners) -> Vec<((&SitePath, &str), Finds)> {
        let texts =
            self.snapshot.files.values().filter_map(|source| match &source.body {
                FileBody::Text(text) => Some((&source.path, &**text)),
                FileBody::Binary(_) | FileBody::Broken(_) => None,
            });
        // The theme that comes with the program has words too.
        let own = self.theme.iter().map(|(path, text)| (path, *text));
        let own = own.filter(|(path, _)| !self.snapshot.files.contains_key(*path));
        let texts: Vec<(&SitePath, &str)> = texts.chain(own).collect();
        let look = |(path, text): (&'_ SitePath, &'_ str)| {
            let key = Key::of(path).map(|(key, _)| key);
            let own = |value: usize| owners.owns(key.as_ref(), value);
            let reading = Reading::of(path.as_str());
            let mut finds = finder.in_text(text.as_bytes(), reading, &own);
            finds.hits.retain(|hit| {
                !hit.at.is_some_and(|at| is_reference(text, at, hit.value, owners))
            });
            finds
        };
        let found: Vec<Finds> = texts.par_iter().map(|one| look(*one)).collect();
        texts.into_iter().zip(found).filter(|(_, finds)| !finds.is_empty()).collect()
    }

    fn origin(&self, path: &SitePath) -> Origin {
        if let Some((key, _)) = Key::of(path) {
            return match (self.site.addresses(&key).is_some(), key.section) {
                (false, _) => Origin::Hidden,
                (true, Section::Directory) if !key.name.is_empty() => Origin::Entry,
                (true, _) => Origin::Text,
            };
        }
        let path = path.as_str();
        let is_below = |folder: &str| path.starts_with(folder);
        if path == "config.toml" || is_below("content/") || path.contains("/i18n/") {
            Origin::Data
        } else if ["themes/", "templates/", "assets/"].into_iter().any(is_below) {
            Origin::Theme
        } else {
            Origin::Hidden
        }
    }

    /// What is public without standing anywhere in one piece: names of people who are published,
    /// and the addresses of events.
    fn composed(&self, finder: &Finder, findings: &mut SourceFindings) {
        let is_name = |value: &Value| match value.form() {
            NeedleForm::Words(words) => finder.published().contains(&words_key(words)),
            NeedleForm::Name(_) | NeedleForm::Written(_) | NeedleForm::Number(_) => false,
        };
        let values = finder.values().iter().enumerate();
        findings.public.extend(values.filter(|(_, one)| is_name(one)).map(|(n, _)| n));
        let mut text = String::new();
        for event in &self.site.events {
            let Venue { name, street, postal_code, city, online: _ } = &event.place;
            for city in city.iter().flat_map(Localised::wordings) {
                let name = name.iter().flat_map(Localised::wordings).next().unwrap_or("");
                let [street, code] =
                    [street, postal_code].map(|part| part.as_deref().unwrap_or(""));
                text.push_str(&format!("{name} {street} {code} {city}{BORDER}"));
            }
        }
        let found = finder.in_text(text.as_bytes(), Reading::default(), &|_| false);
        let values = found.hits.into_iter().map(|hit| hit.value);
        let is_ordinary =
            |value: &usize| finder.values()[*value].weight == Weight::Ordinary;
        findings.public.extend(values.filter(is_ordinary));
    }

    /// What people who are published let everybody know.
    fn released(&self, finder: &Finder, owners: &Owners, findings: &mut SourceFindings) {
        let look = |one: &Released| {
            let mut public = Vec::new();
            for (text, is_prose) in [(&one.values, false), (&one.prose, true)] {
                let found =
                    finder.in_text(text.as_bytes(), Reading::default(), &|_| false);
                // A name that somebody tells in a sentence is still that of another.
                let is_public = |value: &usize| {
                    owners.owns(Some(&one.key), *value)
                        || finder.values()[*value].weight == Weight::Ordinary
                        || !is_prose
                };
                let values = found.hits.into_iter().map(|hit| hit.value);
                let values = values.filter(is_public);
                public.extend(values.map(|one_value| {
                    (one_value, owners.owns(Some(&one.key), one_value))
                }));
            }
            public
        };
        let found: Vec<Vec<(usize, bool)>> = self.released.par_iter().map(look).collect();
        for (value, is_own) in found.into_iter().flatten() {
            findings.public.insert(value);
            if !is_own {
                findings.noted.insert(value);
            }
        }
    }
}

impl SourceFindings {
    fn take(
        &mut self,
        finder: &Finder,
        origin: &Origin,
        path: &SitePath,
        text: &str,
        hit: Hit,
    ) {
        let value = &finder.values()[hit.value];
        let identifies = value.weight == Weight::Identifying;
        let is_public = match origin {
            Origin::Hidden => return,
            Origin::Data if identifies => {
                if hit.at.is_some_and(|at| is_permission(text, at)) {
                    return;
                }
                !matches!(value.form(), NeedleForm::Name(_) | NeedleForm::Words(_))
                    || hit.at.is_some_and(|at| is_proper_name(text, at))
            }
            Origin::Data => true,
            Origin::Text => !identifies,
            Origin::Theme if !identifies => {
                self.in_theme.entry(hit.value).or_insert_with(|| path.clone());
                return;
            }
            Origin::Entry if !identifies => return,
            Origin::Theme | Origin::Entry => false,
        };
        if is_public {
            self.public.insert(hit.value);
            self.noted.insert(hit.value);
        } else {
            let spot = SourceSpot { path: path.clone(), hit };
            self.places.entry(spot.hit.value).or_default().push(spot);
        }
    }
}

/// True if the value of settings or data that stands here is the name of something, and no
/// sentence: an institute that is called after somebody is called so in public.
fn is_proper_name(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = &text[start..end];
    let at = at - start;
    let before = &line[..at];
    // A line without a key goes on with the text of the line before.
    let key = [": ", "= ", "- "]
        .iter()
        .filter_map(|sign| before.rfind(sign).map(|start| start + sign.len()));
    let Some(key) = key.max() else { return false };
    // Commas divide values inside of brackets only.
    let is_flow = before.contains(['{', '[']);
    let ends =
        |c: char| matches!(c, '"' | '}' | ']') || is_flow && matches!(c, ',' | '{' | '[');
    let begin = before.rfind(ends).map_or(key, |begin| key.max(begin + 1));
    let stop = line[at..].find(ends).map_or(line.len(), |stop| at + stop);
    let scalar = line[begin..stop].trim();
    let words = scalar.split_whitespace().count();
    let is_sentence = scalar.ends_with(['.', '!', '?']) || scalar.contains(". ");
    words <= LONGEST_NAME && !is_sentence
}

/// True inside of `allowed_mentions`, which publishes nothing.
fn is_permission(text: &str, at: usize) -> bool {
    let Some(start) = text[..at].rfind("allowed_mentions") else { return false };
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let is_table = text[line..start].ends_with("[[");
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = text[line..start].len() - usize::from(is_table) * 2;
    let mut lines = text[start..at].lines().skip(1);
    lines.all(|line| match line.trim_start().chars().next() {
        Some('[') if is_table => false,
        Some('-' | ']' | '{') => indent(line) >= own,
        _ => is_table || indent(line) > own,
    })
}

/// True inside a reference, which publishes nothing about a withheld person: the text of a
/// mention, `[Jana Müller](person:jana-mueller)`, which the gate replaces, or the name of an entry.
fn is_reference(text: &str, at: usize, value: usize, owners: &Owners) -> bool {
    let bytes = text.as_bytes();
    let end_of = |start: usize, is_end: fn(u8) -> bool| {
        bytes[start..]
            .iter()
            .position(|byte| is_end(*byte))
            .map_or(bytes.len(), |n| start + n)
    };
    let start_of = |is_end: fn(u8) -> bool| {
        bytes[..at].iter().rposition(|byte| is_end(*byte)).map_or(0, |n| n + 1)
    };
    let is_bracket = |byte: u8| b"[]\n".contains(&byte);
    let opened = start_of(is_bracket);
    let is_mention = opened > 0
        && bytes[opened - 1] == b'['
        && bytes[end_of(at, is_bracket)..].starts_with(b"](person:");
    let ends_word = |byte: u8| !byte.is_ascii_alphanumeric() && !b"-_./".contains(&byte);
    let word = text.get(start_of(ends_word)..end_of(at, ends_word)).unwrap_or("");
    let is_entry = |part: &str| {
        let name = part.trim_end_matches(".md").to_owned();
        owners.names.contains(&(value, name))
    };
    is_mention || word.split('/').any(is_entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_no_place_where_a_name_is_published() {
        let holds = |text: &str| is_permission(text, text.find("Otto").expect("Otto"));
        for text in [
            "- id: x\n  allowed_mentions:\n    - { name: Otto Hahn, reason: x }",
            "- id: x\n  allowed_mentions:\n  - name: Otto Hahn\n",
            "allowed_mentions = [\n  { name = \"Otto Hahn\" },\n]",
            "[[allowed_mentions]]\nreason = \"x\"\nname = \"Otto Hahn\"\n",
        ] {
            assert!(holds(text), "{text}");
        }
        for text in [
            "- id: x\n  allowed_mentions: []\n  name: Otto Hahn",
            "- allowed_mentions: []\n- name: Otto Hahn",
            "[[allowed_mentions]]\nname = \"x\"\n[institution]\nname = \"Otto Hahn\"",
            "name: Otto Hahn",
        ] {
            assert!(!holds(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_is_no_proper_name() {
        let holds = |text: &str| is_proper_name(text, text.find("Otto").expect("Otto"));
        for text in [
            "- name: Institut Otto Hahn\n  id: x",
            "name: { de: \"Institut Otto Hahn\", en: Otto Hahn Institute }",
            "street = \"Otto Hahn Platz 3\"",
        ] {
            assert!(holds(text), "{text}");
        }
        for text in [
            "note: Fragen Sie Otto Hahn, er ist immer da.",
            "note: Wer sich nicht sicher ist und etwas sucht geht am besten zu Otto Hahn",
        ] {
            assert!(!holds(text), "{text}");
        }
    }
}
