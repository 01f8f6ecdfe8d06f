//! The people of a random site: names, values, consents.
//!
//! In come choices, out go people with what must be looked for of each. No two people of a site
//! share a part of a name, so that whatever is found is somebody's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::chance::Chance;
use super::fold;

/// What a consent can name.
pub(crate) const FIELDS: [&str; 17] = [
    "affiliations",
    "kind",
    "years",
    "position",
    "employer",
    "sector",
    "city",
    "country",
    "languages",
    "topics",
    "offers",
    "website",
    "email",
    "photo",
    "bio",
    "birth-name",
    "deceased",
];

/// Fields of which each person has words of their own.
const WORDED: [&str; 9] = [
    "affiliations",
    "position",
    "employer",
    "city",
    "topics",
    "offers",
    "website",
    "bio",
    "photo",
];

const GIVEN: [&str; 26] = [
    "Jana",
    "Hans-Jürgen",
    "Ayşe",
    "Đorđe",
    "Zoë",
    "Łukasz",
    "Jörg",
    "María José",
    "Anna Sophie",
    "Karl Heinz",
    "Müge",
    "Björn",
    "Əkrəm",
    "Oğuz",
    "Thị Minh",
    "Gülnar",
    "Ásgeir",
    "Šárka",
    "André",
    "Wolfgang",
    "Ottilie",
    "Friederike Elisabeth",
    "Nguyệt",
    "Grzegorz",
    "Sévérine",
    "Tõnu",
];

const FAMILY: [&str; 38] = [
    "Müller",
    "Weiß",
    "Strauß",
    "Öztürk",
    "Đukić",
    "Wróblewicz",
    "Grönemeyer",
    "García Márquez",
    "O'Brien",
    "Hrušovská",
    "Große-Brauckmann",
    "Çelik",
    "Håkansson",
    "Cəfərov",
    "Yıldız",
    "Þórsson",
    "Krüger",
    "Dvořák",
    "Lefèvre",
    "Schuß",
    "Quandt",
    "Aßmann",
    "Zschirnack",
    "Tischendörfer",
    "Golzadeh",
    "Nwachuku-Brandt",
    "Heuvelink",
    "Szczęsny",
    "Bäumler",
    "Kühnapfel",
    "Mauersdorf",
    "Übelacker",
    "Ostrowitz",
    "Wölkau",
    "Nauhardt",
    "Betzig",
    "Libsik",
    "Stollberg",
];

/// How a consent stands when the site begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Holds,
    /// It ends in three weeks.
    Soon,
    None,
    Lapsed,
    Withdrawn,
    /// It names no channel of the site.
    Elsewhere,
}

/// Somebody with an entry, or somebody whom only a story knows.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) is_entry: bool,
    pub(crate) given: String,
    pub(crate) family: String,
    pub(crate) particle: Option<&'static str>,
    pub(crate) birth: Option<String>,
    pub(crate) former: Option<String>,
    pub(crate) slug: String,
    pub(crate) id: Option<String>,
    pub(crate) mailbox: String,
    pub(crate) phone: [String; 2],
    pub(crate) standing: Standing,
    pub(crate) fields: BTreeSet<&'static str>,
    pub(crate) channels: Vec<&'static str>,
    /// A word for each field, and one that is private.
    pub(crate) words: BTreeMap<&'static str, String>,
    pub(crate) private: String,
    /// The colour of the portrait.
    pub(crate) colour: Option<[u8; 3]>,
    /// In a folder of their own, with a translation.
    pub(crate) in_folder: bool,
    pub(crate) translated: bool,
}

/// Names, colours and numbers that were not given to anybody yet.
pub(crate) struct Stock {
    given: Vec<&'static str>,
    family: Vec<&'static str>,
    colours: Vec<[u8; 3]>,
    people: usize,
}

impl Stock {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        Self {
            given: chance.shuffled(&GIVEN),
            family: chance.shuffled(&FAMILY),
            colours: chance.shuffled(&colours()),
            people: 0,
        }
    }

    /// A colour that no other photo of the site has.
    pub(crate) fn colour(&mut self) -> [u8; 3] {
        self.colours.pop().expect("a site has few photos")
    }

    /// Somebody new.
    pub(crate) fn person(
        &mut self,
        chance: &mut Chance,
        is_entry: bool,
        with_id: bool,
    ) -> Person {
        let given = self.given.pop().expect("a site has few people").to_owned();
        let family = self.family.pop().expect("as many families").to_owned();
        let another = |chance: &mut Chance, stock: &mut Self| {
            (is_entry && chance.one_in(4))
                .then(|| stock.family.pop().expect("a few families more").to_owned())
        };
        self.people += 1;
        let number = self.people;
        let standing = chance.of(&[
            Standing::Holds,
            Standing::Holds,
            Standing::Holds,
            Standing::Holds,
            Standing::Holds,
            Standing::Soon,
            Standing::Soon,
            Standing::None,
            Standing::Lapsed,
            Standing::Withdrawn,
            Standing::Elsewhere,
        ]);
        let mut channels = vec!["site"];
        if chance.one_in(2) {
            channels.push("feeds");
        }
        let most = chance.between(1, 4);
        let by_name =
            format!("{}@post{number}.example.org", slug(&format!("{given}.{family}")));
        let by_word = format!("{}@post{number}.example.org", chance.canary());
        Person {
            is_entry,
            slug: slug(&format!("{given} {family}")),
            particle: (is_entry && chance.one_in(4))
                .then(|| chance.of(&["von", "van", "de", "zu"])),
            birth: another(chance, self),
            former: another(chance, self),
            id: (with_id && is_entry).then(|| id(chance)),
            mailbox: if chance.one_in(2) { by_name } else { by_word },
            phone: phone(chance),
            standing,
            fields: FIELDS.into_iter().filter(|_| chance.below(5) < most).collect(),
            channels,
            words: WORDED.into_iter().map(|field| (field, chance.canary())).collect(),
            private: chance.canary(),
            colour: (is_entry && chance.below(3) > 0).then(|| self.colour()),
            in_folder: chance.one_in(4),
            translated: chance.one_in(3),
            given,
            family,
        }
    }
}

/// Colours that no JPEG can mistake for each other, none of them grey.
fn colours() -> Vec<[u8; 3]> {
    const LEVELS: [u8; 4] = [16, 88, 160, 232];
    let all = LEVELS.into_iter().flat_map(|red| {
        LEVELS.into_iter().flat_map(move |green| LEVELS.map(|blue| [red, green, blue]))
    });
    let is_colourful = |colour: &[u8; 3]| {
        let most = colour.iter().max().expect("three");
        most - colour.iter().min().expect("three") > 100
    };
    all.filter(is_colourful).collect()
}

fn id(chance: &mut Chance) -> String {
    let part = |chance: &mut Chance| -> String {
        (0..4).map(|_| char::from(chance.of(b"abcdfghjkmpqrtvwxyz23456789"))).collect()
    };
    format!("{}-{}", part(chance), part(chance))
}

/// A number as the private part writes it, and its national digits.
fn phone(chance: &mut Chance) -> [String; 2] {
    let digits: Vec<usize> = (0..7).map(|_| chance.between(1, 9)).collect();
    let joined: String = digits.iter().map(ToString::to_string).collect();
    let (first, last) = joined.split_at(3);
    [format!("+49 341 {first} {last}"), format!("341{joined}")]
}

/// A file name: small letters and hyphens.
fn slug(text: &str) -> String {
    let spelled = text.to_lowercase().chars().fold(String::new(), |mut all, sign| {
        match sign {
            'ä' => all.push_str("ae"),
            'ö' => all.push_str("oe"),
            'ü' => all.push_str("ue"),
            'ß' => all.push_str("ss"),
            _ => all.push(sign),
        }
        all
    });
    // Not by the folding of the search: that would write `mller` for `Müller`.
    let apart = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    let mut out = String::new();
    for sign in apart.normalize(&spelled).chars() {
        match sign {
            'a'..='z' | '0'..='9' => out.push(sign),
            '\u{300}'..='\u{36f}' => {}
            'đ' => out.push_str("dj"),
            'ə' => out.push('e'),
            'ı' => out.push('i'),
            'ł' => out.push('l'),
            'þ' => out.push_str("th"),
            _ if !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_matches('-').to_owned()
}

impl Person {
    /// The name as an editor writes it in a text.
    pub(crate) fn called(&self) -> String {
        match self.particle {
            Some(particle) => format!("{} {particle} {}", self.given, self.family),
            None => format!("{} {}", self.given, self.family),
        }
    }

    /// The file below `content/`.
    pub(crate) fn file(&self) -> String {
        let folder = if self.is_entry { "directory" } else { "portraits" };
        if self.in_folder {
            format!("{folder}/{}/index.md", self.slug)
        } else {
            format!("{folder}/{}.md", self.slug)
        }
    }

    /// True if a field may be shown while the consent holds.
    pub(crate) fn lists(&self, field: &str) -> bool {
        self.fields.contains(field)
    }

    /// Whether anything is published on the first day.
    pub(crate) fn begins_published(&self) -> bool {
        matches!(self.standing, Standing::Holds | Standing::Soon)
    }

    /// The name in each form of words, folded.
    pub(crate) fn names(&self) -> Vec<String> {
        self.names_with(&self.family)
    }

    /// Names that are never told, and the one of birth.
    pub(crate) fn former_names(&self) -> Vec<String> {
        self.former.iter().flat_map(|family| self.names_with(family)).collect()
    }

    pub(crate) fn birth_names(&self) -> Vec<String> {
        self.birth.iter().flat_map(|family| self.names_with(family)).collect()
    }

    fn names_with(&self, family: &str) -> Vec<String> {
        let first = self.given.split(' ').next().unwrap_or(&self.given);
        let given: BTreeSet<&str> = [self.given.as_str(), first].into();
        let mut forms = BTreeSet::new();
        for given in given {
            forms.insert(format!("{given} {family}"));
            forms.insert(format!("{family} {given}"));
            if let Some(particle) = self.particle {
                forms.insert(format!("{given} {particle} {family}"));
                forms.insert(format!("{particle} {family} {given}"));
            }
        }
        // Endings may follow (“Müllers”), nothing may stand before.
        forms.iter().map(|form| fold::words(form).trim_end().to_owned()).collect()
    }
}

/// A day in words that sort.
pub(crate) fn day(today: Date, days: i64) -> Date {
    today.saturating_add(jiff::Span::new().days(days))
}
