//! What can be told of the file of a person that could not be read.
//!
//! In come the bytes of the file, out go names, an id, days and addresses, as far as single lines
//! tell them: one slip must not hide that somebody has withdrawn. Never complains about the file,
//! and never takes what it finds for something that may be published.

use jiff::civil::Date;

use crate::base::config::ConsentRules;
use crate::base::source::SitePath;
use crate::model::document::Key;
use crate::model::person::Name;
use crate::register::chain::Chain;
use crate::register::entry::RegisterEvent;

/// A file of `content/directory/` or `content/portraits/` that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnreadEntry {
    /// The file.
    pub path: SitePath,
    /// Which entry it would be.
    pub key: Key,
    /// Names of the person, former ones included.
    pub names: Vec<Name>,
    /// Opaque ids; several if two versions of the file were mixed.
    pub ids: Vec<String>,
    /// Mailboxes and websites.
    pub written: Vec<String>,
    /// Telephone numbers.
    pub numbers: Vec<String>,
    /// Chosen last parts of addresses.
    pub slugs: Vec<String>,
    /// Entries of the people that a story is about.
    pub people: Vec<String>,
    /// True if there is nothing in the file, or nothing that this program may read.
    pub blank: bool,
    /// Days from which a consent counts.
    given: Vec<Date>,
    /// Last days.
    until: Vec<Date>,
    /// Days of withdrawals; `None` for one whose day cannot be read.
    withdrawn: Vec<Option<Date>>,
    /// 18th birthdays.
    majority: Vec<Date>,
}

/// How a consent stands as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnreadStanding {
    /// It is over: withdrawn, lapsed, or the data was erased.
    Ended,
    /// Nothing says that it is over.
    Holds,
    /// Nothing says that there is one.
    Unknown,
}

impl UnreadEntry {
    /// Looks at the text of a file, whatever is wrong with it.
    pub(crate) fn of(path: &SitePath, key: Key, bytes: &[u8]) -> Self {
        let mut entry = Self {
            path: path.clone(),
            key,
            names: Vec::new(),
            ids: Vec::new(),
            written: Vec::new(),
            numbers: Vec::new(),
            slugs: Vec::new(),
            people: Vec::new(),
            blank: bytes.iter().all(u8::is_ascii_whitespace),
            given: Vec::new(),
            until: Vec::new(),
            withdrawn: Vec::new(),
            majority: Vec::new(),
        };
        let text = decoded(bytes);
        let mut parts = FoundNames::default();
        for (key, value) in text.lines().flat_map(pairs) {
            entry.take(&key, value, &mut parts);
        }
        entry.names = parts.names();
        let is_whole = |name: &Name| name.given.is_some() && name.family.is_some();
        if !entry.names.iter().any(is_whole) {
            entry.names.extend(name_of_file(&entry.key.name));
        }
        entry
    }

    fn take(&mut self, key: &str, value: String, parts: &mut FoundNames) {
        let day = || value.get(..10).and_then(|day| day.parse::<Date>().ok());
        match key {
            "given" if value.starts_with(|c: char| c.is_ascii_digit()) => {
                self.given.extend(day());
            }
            "given" | "particle" | "family" | "name" | "birth" => parts.add(key, value),
            "until" => self.until.extend(day()),
            "withdrawn" => self.withdrawn.push(day()),
            "minor_until" => self.majority.extend(day()),
            "id" => self.ids.push(value),
            "email" | "website" => self.written.push(value),
            "phone" | "mobile" => self.numbers.push(value),
            "slug" => self.slugs.push(value),
            "person" => self.people.push(value),
            _ => {}
        }
    }

    /// The name in reports: the person's, or else that of the entry.
    pub(crate) fn name(&self) -> String {
        let full = self.names.iter().map(Name::full).find(|name| !name.is_empty());
        full.unwrap_or_else(|| self.key.name.to_string())
    }

    /// The first day of a withdrawal; today for one whose day cannot be read.
    pub(crate) fn withdrawn_on(&self, today: Date) -> Option<Date> {
        self.withdrawn.iter().map(|day| day.unwrap_or(today)).min()
    }

    /// How the consent stands on a day, by the file and by its chain in the register. If two
    /// versions of the file are mixed, the one that has ended counts.
    pub(crate) fn standing(
        &self,
        today: Date,
        rules: &ConsentRules,
        chain: Option<&Chain>,
    ) -> UnreadStanding {
        let is_withdrawn = |day: &Option<Date>| day.is_none_or(|day| day <= today);
        let by_rule =
            |given: &Date| self.until.is_empty() && rules.last_day(*given, None) < today;
        let of_age = |day: &Date| *day <= today && self.given.iter().any(|g| g < day);
        let ended = self.withdrawn.iter().any(is_withdrawn)
            || self.until.iter().any(|day| *day < today)
            || self.given.iter().any(by_rule)
            || self.majority.iter().any(of_age);
        let last = chain.and_then(Chain::last);
        let by_register = last.is_some_and(|last| {
            let withdrawn = last.standing.withdrawn.is_some_and(|day| day <= today);
            // A later consent in the file is news that the register does not know yet.
            let anew = self.given.iter().any(|given| *given > last.date);
            last.event == RegisterEvent::Erased || (withdrawn && !anew)
        });
        if ended || by_register {
            UnreadStanding::Ended
        } else if self.given.is_empty() {
            UnreadStanding::Unknown
        } else {
            UnreadStanding::Holds
        }
    }
}

/// The name that stands in the name of a file: `jana-mueller`.
fn name_of_file(entry: &str) -> Option<Name> {
    let (given, family) = entry.rsplit_once('-')?;
    let is_word =
        |word: &str| !word.is_empty() && !word.contains(|c: char| c.is_numeric());
    (is_word(given) && is_word(family)).then(|| Name {
        given: Some(given.replace('-', " ")),
        family: Some(family.to_owned()),
        ..Name::default()
    })
}

/// Parts of names in the order of the file.
#[derive(Default)]
struct FoundNames {
    done: Vec<Name>,
    open: Name,
}

impl FoundNames {
    fn add(&mut self, key: &str, value: String) {
        if key == "name" {
            // A name in one line, which is a mistake, is a name all the same.
            self.close();
            if let Some((given, family)) = value.rsplit_once(' ') {
                let [given, family] = [given, family].map(|part| Some(part.to_owned()));
                self.done.push(Name { given, family, ..Name::default() });
            }
            return;
        }
        let taken = match key {
            "given" => self.open.given.is_some(),
            "particle" => self.open.particle.is_some(),
            _ => self.open.family.is_some(),
        };
        if taken {
            self.close();
        }
        match key {
            "given" => self.open.given = Some(value),
            "particle" => self.open.particle = Some(value),
            _ => self.open.family = Some(value),
        }
    }

    fn close(&mut self) {
        let name = std::mem::take(&mut self.open);
        if name.given.is_some() || name.family.is_some() {
            self.done.push(name);
        }
    }

    /// Every name; what one lacks is taken from the others, since a birth name or the other
    /// version of a line comes without a given name.
    fn names(mut self) -> Vec<Name> {
        self.close();
        let first = |of: fn(&Name) -> &Option<String>| {
            self.done.iter().find_map(|name| of(name).clone())
        };
        let (given, family) = (first(|name| &name.given), first(|name| &name.family));
        let whole = |name: &Name| Name {
            given: name.given.clone().or_else(|| given.clone()),
            family: name.family.clone().or_else(|| family.clone()),
            ..name.clone()
        };
        self.done.iter().map(whole).collect()
    }
}

/// Every `key: value` of a line, also inside braces; the value without quotes and comment.
fn pairs(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(colon) = rest.find(':') {
        let before = &rest[..colon];
        let key = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next();
        let (value, length) = value(&rest[colon + 1..]);
        match key {
            Some(key) if !key.is_empty() && !value.is_empty() => {
                found.push((key.to_lowercase(), value));
                rest = &rest[colon + 1 + length..];
            }
            _ => rest = &rest[colon + 1..],
        }
    }
    found
}

/// A plain value at the beginning of a text, and its length; empty before a brace.
fn value(text: &str) -> (String, usize) {
    let bare = text.trim_start();
    let blank = text.len() - bare.len();
    let quote = bare.chars().next().filter(|c| "\"'“„".contains(*c));
    if let Some(quote) = quote {
        let inner = &bare[quote.len_utf8()..];
        let end = inner.find(['"', '\'', '”', '“']).unwrap_or(inner.len());
        return (inner[..end].trim().to_owned(), blank + quote.len_utf8() + end);
    }
    if bare.starts_with(['{', '[', '&', '|', '>']) {
        return (String::new(), 0);
    }
    let end = bare.find([',', '}', ']']).unwrap_or(bare.len());
    let end = bare[..end].find(" #").unwrap_or(end);
    (bare[..end].trim().to_owned(), blank + end)
}

/// The text of a file in whatever encoding an editor left: UTF-16 with its mark, or UTF-8 in which
/// single bytes are of Latin-1.
fn decoded(bytes: &[u8]) -> String {
    let wide = |of: fn([u8; 2]) -> u16| {
        let pairs = bytes[2..].chunks_exact(2).map(|two| of([two[0], two[1]]));
        String::from_utf16_lossy(&pairs.collect::<Vec<u16>>())
    };
    match bytes {
        [0xff, 0xfe, ..] => return wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::document::Section;

    fn look(text: &[u8]) -> UnreadEntry {
        let key = Key { section: Section::Directory, name: "j".into() };
        UnreadEntry::of(&SitePath::new("content/directory/j.md"), key, text)
    }

    fn names(entry: &UnreadEntry) -> Vec<String> {
        entry.names.iter().map(Name::full).collect()
    }

    fn standing(text: &str) -> UnreadStanding {
        look(text.as_bytes()).standing(date(2026, 11, 24), &ConsentRules::default(), None)
    }

    #[test]
    fn names_are_found_in_whatever_form_they_stand() {
        for text in [
            "---\nname: { given: Jana, family: Müller }\nemial: x\n",
            "---\nname:\n  given: \"Jana\"\n  family: 'Müller'  # so\n",
            "name: Jana Müller\n",
            "---\nname: { given: Jana, family: Müller\n",
        ] {
            assert_eq!(names(&look(text.as_bytes())), ["Jana Müller"], "{text}");
        }
        let latin = look(b"---\nname: { given: Jana, family: M\xfcller }\n");
        assert_eq!(names(&latin), ["Jana Müller"]);
        let wide: Vec<u8> = "\u{feff}name: Jana Müller\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(names(&look(&wide)), ["Jana Müller"]);
        let mixed = look(
            b"---\nname:\n  given: Jana\n<<<<<<< HEAD\n  family: Otto\n=======\n  family: Harz\n>>>>>>> x\n",
        );
        assert_eq!(names(&mixed), ["Jana Otto", "Jana Harz"]);
    }

    #[test]
    fn a_withdrawal_counts_also_with_a_slip_in_its_day() {
        let given = "consent:\n  given: 2026-01-01\n";
        for (end, wanted) in [
            ("  withdrawn: 2026-11-24\n", UnreadStanding::Ended),
            ("  withdrawn: 2026-11-31\n", UnreadStanding::Ended),
            ("  withdrawn: gestern\n", UnreadStanding::Ended),
            ("  withdrawn: 2026-11-25\n", UnreadStanding::Holds),
            ("  until: 2026-11-23\n", UnreadStanding::Ended),
            ("  until: 2026-11-24\n", UnreadStanding::Holds),
            ("", UnreadStanding::Holds),
        ] {
            assert_eq!(standing(&format!("{given}{end}")), wanted, "{end}");
        }
        assert_eq!(standing("consent: { given: 2020-01-01 }"), UnreadStanding::Ended);
        assert_eq!(standing("title: x"), UnreadStanding::Unknown);
        assert_eq!(
            standing(
                "consent: { given: 2026-01-01, withdrawn: 2026-02-02, until: 2029-01-01 }"
            ),
            UnreadStanding::Ended
        );
    }
}
