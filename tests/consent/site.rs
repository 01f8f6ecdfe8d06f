//! Random sites, what their consents allow, and the same site with everything else struck out.
//!
//! This is a second reading of the contract (`content-model.md`); it shares no code with
//! `src/publish`. From one model come three things: the files of the site, the files of a site
//! in which nothing is withheld because nothing that would be was ever written, and the rule
//! for each canary.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use matrikel::model::consent::Field;

use super::canary::{Book, Rule, canary};

/// The day on which the sites are built.
pub(crate) const TODAY: &str = crate::support::TODAY;
/// The day on which the site that is looked at is built.
pub(crate) fn today() -> &'static str {
    DAY.get()
}

thread_local! {
    /// Sites are judged in one thread each, so that the day need not be handed through.
    static DAY: std::cell::Cell<&'static str> = const { std::cell::Cell::new(TODAY) };
}

#[path = "steps.rs"]
pub(crate) mod steps;

const YESTERDAY: &str = "2026-11-23";
const TOMORROW: &str = "2026-11-25";

/// A row of small numbers from which a site is chosen. Zero is always the simplest choice, so
/// that a failing site shrinks to a readable one.
pub(crate) struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
    canaries: usize,
}

impl<'a> Choices<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, canaries: 0 }
    }

    fn pick(&mut self, most: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % most
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.pick(choices.len())]
    }

    fn maybe(&mut self, of: usize) -> bool {
        self.pick(of) != 0
    }

    fn word(&mut self) -> String {
        self.canaries += 1;
        canary(self.canaries)
    }

    /// A word in nine of ten cases, dressed up in characters that formats must escape.
    fn text(&mut self) -> Option<String> {
        let word = self.word();
        Some(match self.pick(8) {
            7 => return None,
            0..4 => word,
            4 => format!("Ä {word} & <b>"),
            5 => format!("\"{word}\" 'u\u{308}'"),
            _ => format!("{word}; \\ , {{{{ 7*7 }}}} 日本"),
        })
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Consent {
    given: Option<&'static str>,
    until: Option<&'static str>,
    withdrawn: Option<&'static str>,
    fields: Option<Vec<&'static str>>,
    channels: Vec<&'static str>,
    evidence: String,
    /// The 18th birthday of a minor.
    minor_until: Option<&'static str>,
    guardian: Option<String>,
}

/// Written down a second time on purpose: what is expected must not come from the program. That
/// none is missing, the compiler says.
const FIELDS: [&str; Field::WORDS.len()] = [
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

impl Consent {
    /// Mostly one that holds, since only that shows anything.
    fn choose(choices: &mut Choices<'_>, fields: &[&'static str]) -> Option<Self> {
        if choices.pick(12) == 11 {
            return None;
        }
        let given = choices.one_of(&[
            Some("2026-04-17"),
            Some("2026-04-17"),
            Some("2023-11-24"),
            Some(TODAY),
            Some("2025-01-01"),
            Some("2026-11-01"),
            Some("2024-02-28"),
            Some(TOMORROW),
            Some("2023-11-23"),
            None,
        ]);
        let until = choices.one_of(&[
            None,
            None,
            Some("2030-01-01"),
            Some("2030-01-01"),
            Some(TODAY),
            Some(TOMORROW),
            Some(YESTERDAY),
        ]);
        let withdrawn = choices.one_of(&[
            None,
            None,
            None,
            None,
            Some(TOMORROW),
            Some(TODAY),
            Some(YESTERDAY),
        ]);
        let all = choices.pick(6);
        let listed = (all != 5).then(|| {
            let chosen = fields.iter().filter(|_| all == 0 || choices.pick(2) == 0);
            chosen.copied().collect()
        });
        let mut channels = Vec::new();
        if choices.pick(10) != 9 {
            channels.push("site");
        }
        for channel in ["search-engines", "feeds", "press"] {
            if choices.pick(2) == 0 {
                channels.push(channel);
            }
        }
        // A consent that ends before it was given is a mistake, which is another test.
        let until = until.filter(|until| given.is_none_or(|given| *until >= given));
        Some(Self {
            given,
            until,
            withdrawn,
            fields: listed,
            channels,
            evidence: choices.word(),
            minor_until: choices.one_of(&[
                None,
                None,
                None,
                Some("2028-05-01"),
                Some("2028-05-01"),
                Some(TOMORROW),
                Some(TODAY),
                Some("2026-04-17"),
            ]),
            guardian: choices.maybe(3).then(|| choices.word()),
        })
    }

    /// “No `given`, `given` in the future, past `until`, `withdrawn` reached, channel `site`
    /// missing: not published that day, anywhere.” Days written like this sort like days.
    fn holds(&self) -> bool {
        let Some(given) = self.given else { return false };
        let until = self.until.map_or_else(|| three_years_after(given), str::to_owned);
        given <= today()
            && today() <= until.as_str()
            && self.withdrawn.is_none_or(|day| today() < day)
            && self.channels.contains(&"site")
            && self.of_age_or_guarded(given)
    }

    /// “Before the day of `minor_until` a consent counts only with a `guardian`; from that day
    /// on, only if `given` is that day or later.”
    fn of_age_or_guarded(&self, given: &str) -> bool {
        self.minor_until.is_none_or(|day| {
            if today() < day { self.guardian.is_some() } else { day <= given }
        })
    }

    fn yaml(&self) -> String {
        let mut lines = format!("consent:\n  evidence: \"{}\"\n", self.evidence);
        for (key, day) in [
            ("given", self.given),
            ("until", self.until),
            ("withdrawn", self.withdrawn),
            ("minor_until", self.minor_until),
        ] {
            if let Some(day) = day {
                let _ = writeln!(lines, "  {key}: {day}");
            }
        }
        if let Some(guardian) = &self.guardian {
            let _ = writeln!(lines, "  guardian: \"{guardian}\"");
        }
        if let Some(fields) = &self.fields {
            let _ = writeln!(lines, "  fields: [{}]", fields.join(", "));
        }
        let _ = writeln!(lines, "  channels: [{}]", self.channels.join(", "));
        lines
    }
}

/// `valid_months` is 36 where the settings say nothing.
fn three_years_after(day: &str) -> String {
    let year: u32 = day[..4].parse().expect("a year");
    format!("{}{}", year + 3, &day[4..])
}

/// A part of a text.
#[derive(Debug, Clone)]
enum Part {
    Words(String),
    /// A link to a person, by file or by address.
    Person(usize, bool),
    Story(usize),
    /// A picture beside the file: its name, its alternative text, and who is in it.
    Picture(String, String, Vec<usize>),
    Mention(Mention),
    /// A file to download: its name, and what stands in it.
    Download(String, String),
}

/// Somebody who is mentioned, by name or by id, with the words for the case that they are
/// withheld.
#[derive(Debug, Clone)]
struct Mention {
    person: usize,
    by_id: bool,
    phrase: Option<String>,
}

#[derive(Debug, Clone)]
struct Photo {
    file: String,
    /// Stands in the metadata of the file.
    secret: String,
    alt: Option<String>,
    credit: Option<String>,
    caption: Option<String>,
    /// Who is to be recognised in it.
    people: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Affiliation {
    kind: &'static str,
    faculty: bool,
    institution: bool,
    programme: Option<String>,
    degree: Option<String>,
    from: Option<usize>,
    to: Option<usize>,
}

#[derive(Debug, Clone)]
struct Offer {
    kind: &'static str,
    until: Option<&'static str>,
    note: Option<String>,
    note_en: Option<String>,
}

#[derive(Debug, Clone)]
struct Person {
    slug: String,
    id: String,
    given: Option<String>,
    family: String,
    title: Option<String>,
    particle: Option<String>,
    suffix: Option<String>,
    birth: Option<String>,
    pronoun: &'static str,
    affiliations: Vec<Affiliation>,
    position: Option<String>,
    employer: Option<String>,
    sector: Option<&'static str>,
    city: Option<String>,
    country: Option<&'static str>,
    languages: Vec<&'static str>,
    topics: Vec<String>,
    offers: Vec<Offer>,
    website: Option<String>,
    email: Option<String>,
    photo: Option<Photo>,
    deceased: bool,
    /// A former name, the address under it, and whether it may be told.
    former: Option<(String, String, bool)>,
    relatives: String,
    private: String,
    consent: Option<Consent>,
    bio: Vec<Part>,
    english: Option<English>,
}

/// A translation.
#[derive(Debug, Clone)]
struct English {
    title: Option<String>,
    summary: Option<String>,
    quote: Option<String>,
    position: Option<String>,
    city: Option<String>,
    alt: Option<String>,
    body: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Schedule {
    Now,
    Draft,
    Later,
    Over,
}

#[derive(Debug, Clone)]
struct Story {
    slug: String,
    title: String,
    in_title: Option<Mention>,
    summary: Option<String>,
    quote: Option<String>,
    author: Option<String>,
    owner: Option<String>,
    topic: Option<String>,
    alias: Option<String>,
    extra: String,
    person: Option<usize>,
    name: String,
    affiliation: Option<Affiliation>,
    /// Whom the front matter mentions, with a phrase.
    mentions: Vec<(usize, Option<String>)>,
    photo: Option<Photo>,
    consent: Option<Consent>,
    schedule: Schedule,
    body: Vec<Part>,
    english: Option<English>,
}

#[derive(Debug, Clone)]
struct Event {
    slug: String,
    title: String,
    in_title: Option<Mention>,
    summary: Option<String>,
    place: Option<String>,
    owner: Option<String>,
    speakers: Vec<usize>,
    /// Whom the front matter mentions, with a phrase.
    mentions: Vec<(usize, Option<String>)>,
    image: Option<Photo>,
    past: bool,
    schedule: Schedule,
    body: Vec<Part>,
    english: Option<English>,
}

/// A whole site.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    opaque: bool,
    pub(crate) drafts: bool,
    people: Vec<Person>,
    stories: Vec<Story>,
    events: Vec<Event>,
    /// An ordinary page and the introduction of the directory.
    pages: Vec<(String, Schedule, Vec<Part>)>,
}

/// Chooses a site.
pub(crate) fn site(choices: &mut Choices<'_>) -> Site {
    let opaque = choices.maybe(3);
    let drafts = choices.pick(8) == 7;
    let people = 1 + choices.pick(4);
    let stories = choices.pick(4);
    let events = choices.pick(3);
    let count = (people, stories);
    let mut site = Site {
        opaque,
        drafts,
        people: (0..people).map(|n| person(choices, n, count)).collect(),
        stories: (0..stories).map(|_| story(choices, count)).collect(),
        events: (0..events).map(|_| event(choices, count)).collect(),
        pages: Vec::new(),
    };
    for path in ["content/seite", "content/directory/_index", "content/_index"] {
        if choices.maybe(2) {
            let schedule = schedule(choices);
            site.pages.push((path.to_owned(), schedule, parts(choices, count)));
        }
    }
    site
}

fn schedule(choices: &mut Choices<'_>) -> Schedule {
    use Schedule::{Draft, Later, Now, Over};
    choices.one_of(&[Now, Now, Now, Now, Now, Draft, Later, Over])
}

fn parts(choices: &mut Choices<'_>, (people, stories): (usize, usize)) -> Vec<Part> {
    (0..choices.pick(5))
        .map(|_| match choices.pick(10) {
            1 => Part::Person(choices.pick(people), false),
            2 => Part::Person(choices.pick(people), true),
            3 if stories > 0 => Part::Story(choices.pick(stories)),
            4 => Part::Picture(choices.word(), choices.word(), group(choices, people)),
            6..9 => Part::Mention(mention(choices, people)),
            5 => Part::Download(choices.word(), choices.word()),
            _ => Part::Words(choices.word()),
        })
        .collect()
}

fn mention(choices: &mut Choices<'_>, people: usize) -> Mention {
    Mention {
        person: choices.pick(people),
        by_id: choices.maybe(2),
        phrase: choices.maybe(2).then(|| choices.word()),
    }
}

/// An entry of `mentions`.
fn listed(choices: &mut Choices<'_>, people: usize) -> (usize, Option<String>) {
    (choices.pick(people), choices.maybe(2).then(|| choices.word()))
}

/// People in a photo; most show nobody of the directory.
fn group(choices: &mut Choices<'_>, people: usize) -> Vec<usize> {
    (0..choices.pick(6).saturating_sub(3)).map(|_| choices.pick(people)).collect()
}

fn photo(choices: &mut Choices<'_>, people: usize) -> Option<Photo> {
    choices.maybe(3).then(|| Photo {
        file: choices.word(),
        secret: choices.word(),
        alt: choices.text(),
        credit: choices.text(),
        caption: choices.text(),
        people: group(choices, people),
    })
}

fn affiliation(choices: &mut Choices<'_>, number: usize) -> Affiliation {
    // Years that no date of the site has, each person their own.
    let from = 1801 + 20 * number + choices.pick(9);
    Affiliation {
        kind: choices.one_of(&["graduate", "exchange", "staff", "professor"]),
        faculty: choices.maybe(2),
        institution: choices.maybe(2),
        programme: choices.text(),
        degree: choices.text(),
        from: choices.maybe(2).then_some(from),
        to: choices.maybe(3).then_some(from + 10),
    }
}

fn offer(choices: &mut Choices<'_>) -> Offer {
    Offer {
        kind: choices.one_of(&["mentoring", "thesis", "job"]),
        until: choices.one_of(&[Some("2030-01-01"), None, Some(TODAY), Some(YESTERDAY)]),
        note: choices.text(),
        note_en: choices.maybe(2).then(|| choices.word()),
    }
}

fn english(choices: &mut Choices<'_>, count: (usize, usize)) -> Option<English> {
    choices.maybe(2).then(|| English {
        title: choices.text(),
        summary: choices.text(),
        quote: choices.text(),
        position: choices.text(),
        city: choices.text(),
        alt: choices.text(),
        body: parts(choices, count),
    })
}

fn person(choices: &mut Choices<'_>, number: usize, count: (usize, usize)) -> Person {
    const COUNTRIES: [&str; 4] = ["NO", "AT", "DE", "PL"];
    const SECTORS: [&str; 4] = ["culture", "academia", "society", "own-company"];
    Person {
        slug: choices.word(),
        id: choices.word(),
        given: choices.text(),
        family: choices.word(),
        title: choices.text(),
        particle: choices.text(),
        suffix: choices.text(),
        birth: choices.text(),
        pronoun: choices.one_of(&["d", "f", "m"]),
        affiliations: (0..choices.pick(3))
            .map(|_| affiliation(choices, number))
            .collect(),
        position: choices.text(),
        employer: choices.text(),
        sector: choices.maybe(3).then_some(SECTORS[number]),
        // Some live in one place, so that its counts and letters could tell of those withheld.
        city: if choices.pick(3) == 2 {
            Some("Leipzig".to_owned())
        } else {
            choices.text()
        },
        country: choices.maybe(3).then_some(COUNTRIES[number]),
        languages: if choices.maybe(2) { vec!["de", "fr"] } else { Vec::new() },
        topics: (0..choices.pick(3)).filter_map(|_| choices.text()).collect(),
        offers: (0..choices.pick(3)).map(|_| offer(choices)).collect(),
        website: choices.maybe(3).then(|| choices.word()),
        email: choices.maybe(3).then(|| choices.word()),
        photo: photo(choices, count.0),
        deceased: choices.pick(6) == 5,
        former: choices
            .maybe(3)
            .then(|| (choices.word(), choices.word(), choices.maybe(2))),
        relatives: choices.word(),
        private: choices.word(),
        consent: Consent::choose(choices, &FIELDS),
        bio: parts(choices, count),
        english: english(choices, count),
    }
}

fn story(choices: &mut Choices<'_>, count: (usize, usize)) -> Story {
    Story {
        slug: choices.word(),
        title: choices.word(),
        in_title: (choices.pick(3) == 2).then(|| mention(choices, count.0)),
        summary: choices.text(),
        quote: choices.text(),
        author: choices.text(),
        owner: choices.text(),
        topic: choices.text(),
        alias: choices.maybe(2).then(|| choices.word()),
        extra: choices.word(),
        person: choices.maybe(3).then(|| choices.pick(count.0)),
        name: choices.word(),
        affiliation: choices.maybe(2).then(|| affiliation(choices, 8)),
        mentions: (0..choices.pick(3)).map(|_| listed(choices, count.0)).collect(),
        photo: photo(choices, count.0),
        consent: Consent::choose(choices, &["photo"]),
        schedule: schedule(choices),
        body: parts(choices, count),
        english: english(choices, count),
    }
}

fn event(choices: &mut Choices<'_>, count: (usize, usize)) -> Event {
    Event {
        slug: choices.word(),
        title: choices.word(),
        in_title: (choices.pick(3) == 2).then(|| mention(choices, count.0)),
        summary: choices.text(),
        place: choices.text(),
        owner: choices.text(),
        speakers: (0..choices.pick(3)).map(|_| choices.pick(count.0)).collect(),
        mentions: (0..choices.pick(2)).map(|_| listed(choices, count.0)).collect(),
        image: photo(choices, count.0),
        past: choices.maybe(2),
        schedule: schedule(choices),
        body: parts(choices, count),
        english: english(choices, count),
    }
}

impl Person {
    fn published(&self) -> bool {
        self.consent.as_ref().is_some_and(Consent::holds)
    }

    fn lists(&self, field: &str) -> bool {
        let fields = self.consent.as_ref().and_then(|consent| consent.fields.as_ref());
        self.published() && fields.is_some_and(|fields| fields.contains(&field))
    }

    fn allows(&self, channel: &str) -> bool {
        self.published()
            && self.consent.as_ref().is_some_and(|c| c.channels.contains(&channel))
    }
}

impl Site {
    fn shown(&self, schedule: Schedule) -> bool {
        match schedule {
            Schedule::Now => true,
            Schedule::Later => self.drafts || TOMORROW <= today(),
            Schedule::Draft => self.drafts,
            Schedule::Over => today() < TODAY,
        }
    }

    /// “If `person` is given and that person is not published that day, for any reason, the
    /// story is withheld too.”
    fn tells(&self, story: &Story) -> bool {
        story.consent.as_ref().is_some_and(Consent::holds)
            && story.person.is_none_or(|person| self.people[person].published())
            && self.shown(story.schedule)
    }

    /// “A story that is tied to a person goes to a channel only if both allow it.”
    fn story_allows(&self, story: &Story, channel: &str) -> bool {
        self.tells(story)
            && story.consent.as_ref().is_some_and(|c| c.channels.contains(&channel))
            && story.person.is_none_or(|person| self.people[person].allows(channel))
    }

    /// “Left out means text and photo.”
    fn story_pictures(&self, story: &Story) -> bool {
        let fields = story.consent.as_ref().and_then(|consent| consent.fields.as_ref());
        self.tells(story) && fields.is_none_or(|fields| fields.contains(&"photo"))
    }

    /// “Such a photo is shown nowhere unless everybody named is published and lists `photo`.”
    fn all_agree(&self, people: &[usize]) -> bool {
        people.iter().all(|number| self.people[*number].lists("photo"))
    }

    fn photo_agreed(&self, photo: Option<&Photo>) -> bool {
        photo.is_some_and(|photo| self.all_agree(&photo.people))
    }

    /// What stands in place of somebody's name.
    fn phrase(
        mention: &Mention,
        listed: &[(usize, Option<String>)],
        english: bool,
    ) -> String {
        let own = mention.phrase.clone();
        // The first entry for the person counts, and an entry without words has none.
        let first = || listed.iter().find(|(person, _)| *person == mention.person);
        own.or_else(|| first().and_then(|(_, phrase)| phrase.clone())).unwrap_or_else(
            || {
                if english {
                    "a former member of the university".to_owned()
                } else {
                    "ein ehemaliges Mitglied der Hochschule".to_owned()
                }
            },
        )
    }

    /// A mention as it is written; its neutral words where what is withheld is struck out.
    fn written(
        &self,
        mention: &Mention,
        listed: &[(usize, Option<String>)],
        english: bool,
        struck: bool,
    ) -> String {
        let person = &self.people[mention.person];
        if struck && !person.published() {
            return Self::phrase(mention, listed, english);
        }
        let target = if mention.by_id { &person.id } else { &person.slug };
        match &mention.phrase {
            Some(phrase) => format!("[{}](person:{target} \"{phrase}\")", person.family),
            None => format!("[{}](person:{target})", person.family),
        }
    }

    /// The rule for the neutral words of a mention in a text with some rule. Texts on many
    /// pages name only those whom search engines may know.
    fn phrase_rule(&self, mention: &Mention, rule: Rule, everywhere: bool) -> Rule {
        let person = &self.people[mention.person];
        let named =
            person.published() && (!everywhere || person.allows("search-engines"));
        if named { Rule::default() } else { rule }
    }

    /// The same for a title, which feeds have too.
    fn title_phrase(
        &self,
        mention: Option<&Mention>,
        rule: Rule,
        what: &str,
        book: &mut Book,
    ) {
        let Some(mention) = mention else { return };
        let Some(phrase) = &mention.phrase else { return };
        let person = &self.people[mention.person];
        let rule = if person.published() {
            Rule { feeds: rule.feeds && !person.allows("feeds"), ..Rule::default() }
        } else {
            rule
        };
        book.enter(
            phrase,
            format!("{what}: words in place of a name in the title"),
            rule,
        );
    }

    /// Words of the front matter: shown where a withheld person is mentioned without words.
    fn listed_rules(
        listed: &[(usize, Option<String>)],
        rule: Rule,
        what: &str,
        book: &mut Book,
    ) {
        for phrase in listed.iter().filter_map(|(_, phrase)| phrase.as_ref()) {
            let rule = Rule { must: false, ..rule };
            book.enter(phrase, format!("{what}: words of the front matter"), rule);
        }
    }

    /// Files by path: text, or photos and downloads by what stands in them.
    pub(crate) fn files(&self, struck: bool) -> BTreeMap<String, File> {
        let mut files =
            Files { site: self, struck, all: BTreeMap::new(), groups: String::new() };
        files.config();
        for person in &self.people {
            files.person(person);
        }
        for story in &self.stories {
            files.story(story);
        }
        for event in &self.events {
            files.event(event);
        }
        for (path, schedule, parts) in &self.pages {
            if !struck || self.shown(*schedule) {
                let mut data = "title: Seite\n".to_owned();
                push_schedule(&mut data, *schedule);
                let text = Text { path, data: &data, parts, pictures: true, listed: &[] };
                files.markdown(&text);
            }
        }
        files.photos();
        files.all
    }

    /// Slugs and names of people whom search engines must not see, for the test of `noindex`.
    pub(crate) fn hidden_from_machines(&self) -> Vec<&str> {
        self.people
            .iter()
            .filter(|person| person.published() && !person.allows("search-engines"))
            .map(|person| person.family.as_str())
            .collect()
    }

    /// E-mail addresses and websites of people, for the test of the board of offers.
    pub(crate) fn own_addresses(&self) -> impl Iterator<Item = &str> {
        let people = self.people.iter();
        people.flat_map(|one| [&one.email, &one.website]).filter_map(Option::as_deref)
    }

    /// Years that must not be on any page: of people who did not list them.
    pub(crate) fn hidden_years(&self) -> Vec<usize> {
        let hidden = self.people.iter().filter(|person| !person.lists("years"));
        hidden
            .flat_map(|person| &person.affiliations)
            .flat_map(|one| [one.from, one.to])
            .flatten()
            .collect()
    }

    /// The rule for each canary.
    pub(crate) fn book(&self) -> Book {
        let mut book = Book::default();
        for (number, person) in self.people.iter().enumerate() {
            self.person_rules(number, person, &mut book);
        }
        for (number, story) in self.stories.iter().enumerate() {
            self.story_rules(number, story, &mut book);
        }
        for (number, event) in self.events.iter().enumerate() {
            self.event_rules(number, event, &mut book);
        }
        for (path, schedule, parts) in &self.pages {
            let shown = self.shown(*schedule);
            let rule = Rule { pages: shown, machines: shown, feeds: shown, must: shown };
            self.body_rules(path, parts, rule, true, &mut book);
        }
        book
    }

    fn person_rules(&self, number: usize, person: &Person, book: &mut Book) {
        let who = format!("person {number}");
        let rule = |pages: bool| Rule {
            pages,
            machines: pages && person.allows("search-engines"),
            feeds: pages && person.allows("feeds"),
            must: pages,
        };
        let name = rule(person.published());
        let mut enter = |word: &Option<String>, what: &str, rule: Rule| {
            for word in
                word.iter().flat_map(|text| super::canary::canaries(text.as_bytes()))
            {
                book.enter(&word, format!("{who}: {what}"), rule);
            }
        };
        let own = |word: &str| Some(word.to_owned());
        let never = Rule::default();
        enter(&own(&person.private), "private", never);
        enter(&own(&person.relatives), "relatives", never);
        if let Some(consent) = &person.consent {
            enter(&own(&consent.evidence), "evidence", never);
            enter(&consent.guardian, "guardian", never);
        }
        if let Some((family, slug, tell)) = &person.former {
            enter(&own(family), "former name", never);
            // It is in an address only, of a page that leads on.
            let told = person.published() && *tell;
            let address = Rule { pages: told, ..never };
            enter(&own(slug), "former address", address);
        }
        enter(&own(&person.slug), "slug", rule(person.published() && !self.opaque));
        let reference = Rule { must: self.opaque && person.published(), ..name };
        enter(&own(&person.id), "id", reference);
        for (word, what) in [
            (&person.given, "given name"),
            (&own(&person.family), "family name"),
            (&person.title, "title"),
            (&person.particle, "particle"),
            (&person.suffix, "suffix"),
        ] {
            enter(word, what, name);
        }
        for (word, field) in [
            (&person.birth, "birth-name"),
            (&person.position, "position"),
            (&person.employer, "employer"),
            (&person.city, "city"),
            (&person.website, "website"),
        ] {
            enter(word, field, rule(person.lists(field)));
        }
        // “In memoriam: no contact route.”
        let reachable = person.lists("email") && !person.deceased;
        enter(&person.email, "email", rule(reachable));
        for one in &person.affiliations {
            enter(&one.programme, "programme", rule(person.lists("affiliations")));
            enter(&one.degree, "degree", rule(person.lists("affiliations")));
        }
        for topic in &person.topics {
            enter(&own(topic), "topic", rule(person.lists("topics")));
        }
        for offer in &person.offers {
            let there = person.lists("offers")
                && !person.deceased
                && offer.until.is_none_or(|until| today() <= until);
            enter(&offer.note, "offer", rule(there));
            let translated = person.english.is_some() && offer.note.is_some();
            enter(&offer.note_en, "offer in English", rule(there && translated));
        }
        if let Some(photo) = &person.photo {
            enter(&own(&photo.file), "photo file", never);
            enter(&own(&photo.secret), "photo metadata", never);
            let there = person.lists("photo") && self.all_agree(&photo.people);
            enter(&photo.alt, "alternative text", rule(there));
            let aside = Rule { must: false, ..rule(there) };
            enter(&photo.credit, "credit", aside);
            enter(&photo.caption, "caption", aside);
        }
        if let Some(words) = &person.english {
            for (word, base, field) in [
                (&words.position, &person.position, "position"),
                (&words.city, &person.city, "city"),
            ] {
                enter(word, "English words", rule(person.lists(field) && base.is_some()));
            }
            let there = person.lists("photo") && self.photo_agreed(person.photo.as_ref());
            // Without words in the original there is nothing to translate.
            let original = person.photo.as_ref().is_some_and(|photo| photo.alt.is_some());
            let alt = Rule { must: there && original, ..rule(there) };
            enter(&words.alt, "English alternative text", alt);
            for text in [&words.title, &words.summary, &words.quote] {
                enter(text, "words a person has no place for", never);
            }
        }
        let bodies =
            std::iter::once(&person.bio).chain(person.english.iter().map(|e| &e.body));
        for parts in bodies {
            let bio = rule(person.lists("bio"));
            self.body_rules(&who, parts, bio, person.lists("photo"), book);
        }
    }

    fn story_rules(&self, number: usize, story: &Story, book: &mut Book) {
        let what = format!("story {number}");
        let told = self.tells(story);
        let rule = Rule {
            pages: told,
            machines: self.story_allows(story, "search-engines"),
            feeds: self.story_allows(story, "feeds"),
            must: told,
        };
        let optional = Rule { must: false, ..rule };
        let pictures = self.story_pictures(story);
        let mut enter = |word: &Option<String>, rule: Rule| {
            for word in
                word.iter().flat_map(|text| super::canary::canaries(text.as_bytes()))
            {
                book.enter(&word, what.clone(), rule);
            }
        };
        let own = |word: &str| Some(word.to_owned());
        enter(&own(&story.extra), Rule::default());
        enter(&own(&story.slug), rule);
        enter(&own(&story.title), rule);
        let named = if story.person.is_none() { rule } else { Rule::default() };
        enter(&own(&story.name), named);
        for text in [&story.summary, &story.quote, &story.author, &story.topic] {
            enter(text, rule);
        }
        enter(&story.owner, optional);
        enter(&story.alias, Rule { must: false, machines: false, feeds: false, ..rule });
        if let Some(one) = &story.affiliation {
            enter(&one.programme, optional);
            enter(&one.degree, optional);
        }
        if let Some(consent) = &story.consent {
            enter(&own(&consent.evidence), Rule::default());
            enter(&consent.guardian, Rule::default());
        }
        let photo = pictures && self.photo_agreed(story.photo.as_ref());
        photo_rules(story.photo.as_ref(), rule, photo, &mut enter);
        if let Some(words) = &story.english {
            enter(&words.title, rule);
            enter(&words.summary, rule);
            enter(&words.quote, rule);
            let alt = Rule { must: false, ..rule };
            let there = photo;
            enter(&words.alt, if there { alt } else { Rule::default() });
            enter(&words.position, Rule::default());
            enter(&words.city, Rule::default());
        }
        let bodies =
            std::iter::once(&story.body).chain(story.english.iter().map(|e| &e.body));
        for parts in bodies {
            self.body_rules(&what, parts, rule, pictures, book);
        }
        self.title_phrase(story.in_title.as_ref(), rule, &what, book);
        Self::listed_rules(&story.mentions, rule, &what, book);
    }

    fn event_rules(&self, number: usize, event: &Event, book: &mut Book) {
        let what = format!("event {number}");
        let shown = self.shown(event.schedule);
        let rule = Rule { pages: shown, machines: shown, feeds: shown, must: shown };
        let mut enter = |word: &Option<String>, rule: Rule| {
            for word in
                word.iter().flat_map(|text| super::canary::canaries(text.as_bytes()))
            {
                book.enter(&word, what.clone(), rule);
            }
        };
        let own = |word: &str| Some(word.to_owned());
        enter(&own(&event.slug), rule);
        enter(&own(&event.title), rule);
        enter(&event.summary, rule);
        enter(&event.place, rule);
        enter(&event.owner, Rule { must: false, ..rule });
        let image = shown && self.photo_agreed(event.image.as_ref());
        photo_rules(event.image.as_ref(), rule, image, &mut enter);
        if let Some(words) = &event.english {
            enter(&words.title, rule);
            enter(&words.summary, rule);
            let there = image;
            let alt = Rule { must: false, ..rule };
            enter(&words.alt, if there { alt } else { Rule::default() });
            for text in [&words.quote, &words.position, &words.city] {
                enter(text, Rule::default());
            }
        }
        let bodies =
            std::iter::once(&event.body).chain(event.english.iter().map(|e| &e.body));
        for parts in bodies {
            self.body_rules(&what, parts, rule, true, book);
        }
        self.title_phrase(event.in_title.as_ref(), rule, &what, book);
        Self::listed_rules(&event.mentions, rule, &what, book);
    }

    fn body_rules(
        &self,
        what: &str,
        parts: &[Part],
        rule: Rule,
        pictures: bool,
        book: &mut Book,
    ) {
        // Introductions stand on pages that search engines should find.
        let everywhere = what.ends_with("_index");
        for part in parts {
            match part {
                Part::Words(word) => book.enter(word, format!("{what}: text"), rule),
                Part::Mention(mention) => {
                    if let Some(phrase) = &mention.phrase {
                        let rule = self.phrase_rule(mention, rule, everywhere);
                        book.enter(
                            phrase,
                            format!("{what}: words in place of a name"),
                            rule,
                        );
                    }
                }
                Part::Picture(file, alt, people) => {
                    let shown = if pictures && self.all_agree(people) {
                        rule
                    } else {
                        Rule::default()
                    };
                    book.enter(file, format!("{what}: picture's file"), Rule::default());
                    book.enter(alt, format!("{what}: picture's alt"), shown);
                }
                Part::Download(file, content) => {
                    book.enter(file, format!("{what}: download's file"), Rule::default());
                    book.enter(content, format!("{what}: download"), rule);
                }
                Part::Person(..) | Part::Story(_) => {}
            }
        }
    }
}

fn photo_rules(
    photo: Option<&Photo>,
    rule: Rule,
    allowed: bool,
    enter: &mut impl FnMut(&Option<String>, Rule),
) {
    let Some(photo) = photo else { return };
    let rule = if allowed { rule } else { Rule::default() };
    enter(&Some(photo.file.clone()), Rule::default());
    enter(&Some(photo.secret.clone()), Rule::default());
    enter(&photo.alt, rule);
    enter(&photo.credit, Rule { must: false, ..rule });
    enter(&photo.caption, Rule { must: false, ..rule });
}

/// A file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum File {
    Text(String),
    /// A photo with this secret in its metadata.
    Photo(String),
    Download(String),
}

struct Files<'s> {
    site: &'s Site,
    struck: bool,
    all: BTreeMap<String, File>,
    /// What stands in `photos.yaml`.
    groups: String,
}

/// A Markdown file.
struct Text<'t> {
    path: &'t str,
    data: &'t str,
    parts: &'t [Part],
    /// Whether the contract allows its pictures.
    pictures: bool,
    /// Whom its front matter mentions.
    listed: &'t [(usize, Option<String>)],
}

impl Files<'_> {
    fn config(&mut self) {
        let addresses = if self.site.opaque { "opaque" } else { "name" };
        let text = format!(
            "{}\n[directory]\naddresses = \"{addresses}\"\n",
            crate::support::CONFIG
        );
        self.add("config.toml", File::Text(text));
        let faculties = "- { id: bau, name: Bauwesen }\n";
        self.add("content/faculties.yaml", File::Text(faculties.into()));
        let institutions = "- { id: thl, name: Technische Hochschule, self: true }\n\
            - { id: alt, name: Ingenieurschule, until: 1990 }\n";
        self.add("content/institutions.yaml", File::Text(institutions.into()));
    }

    fn add(&mut self, path: &str, file: File) {
        self.all.insert(path.to_owned(), file);
    }

    fn photos(&mut self) {
        let groups = self.groups.clone();
        self.add("content/photos.yaml", File::Text(groups));
    }

    /// Lists a photo with the people in it.
    fn group(&mut self, file: &str, people: &[usize]) {
        if people.is_empty() {
            return;
        }
        let slugs: Vec<&str> =
            people.iter().map(|number| self.site.people[*number].slug.as_str()).collect();
        let file = file.trim_start_matches("content/");
        let _ =
            writeln!(self.groups, "- {{ file: {file}, people: [{}] }}", slugs.join(", "));
    }

    /// A text with what it shows and links to.
    fn markdown(&mut self, text: &Text<'_>) {
        let Text { path, data, parts, pictures, listed } = *text;
        let english = path.ends_with(".en");
        let folder = path.rsplit_once('/').map_or("content", |(folder, _)| folder);
        let up = "../".repeat(folder.matches('/').count());
        let mut text = format!("---\n{data}---\n");
        for part in parts {
            match part {
                Part::Words(word) => {
                    let _ = writeln!(text, "Wort {word} wort.\n");
                }
                Part::Person(number, by_address) => {
                    let person = &self.site.people[*number];
                    let target = if *by_address {
                        let last =
                            if self.site.opaque { &person.id } else { &person.slug };
                        format!("/verzeichnis/{last}/")
                    } else {
                        format!("{up}directory/{}.md", person.slug)
                    };
                    let there = person.published();
                    push_link(&mut text, &target, there || !self.struck);
                }
                Part::Story(number) => {
                    let story = &self.site.stories[*number];
                    let target = format!("{up}portraits/{}.md", story.slug);
                    push_link(&mut text, &target, self.site.tells(story) || !self.struck);
                }
                Part::Mention(mention) => {
                    let name = self.site.written(mention, listed, english, self.struck);
                    let _ = writeln!(text, "Mit {name} mit.\n");
                }
                Part::Picture(file, alt, people) => {
                    let path = format!("{folder}/{file}.jpg");
                    self.add(&path, File::Photo(file.clone()));
                    let agreed = self.site.all_agree(people);
                    if !self.struck || agreed {
                        self.group(&path, people);
                    }
                    if (pictures && agreed) || !self.struck {
                        let _ = writeln!(text, "Bild ![{alt}]({file}.jpg) bild.\n");
                    } else {
                        text.push_str("Bild  bild.\n\n");
                    }
                }
                Part::Download(file, content) => {
                    let name = format!("{folder}/{file}.pdf");
                    self.add(&name, File::Download(content.clone()));
                    let _ = writeln!(text, "Datei [Download]({file}.pdf) datei.\n");
                }
            }
        }
        self.add(&format!("{path}.md"), File::Text(text));
    }

    fn photo(
        &mut self,
        folder: &str,
        key: &str,
        photo: Option<&Photo>,
        keep: bool,
    ) -> String {
        let keep = keep && self.site.photo_agreed(photo);
        let Some(photo) = photo.filter(|_| keep || !self.struck) else {
            return String::new();
        };
        self.group(&format!("{folder}/{}.jpg", photo.file), &photo.people);
        self.add(
            &format!("{folder}/{}.jpg", photo.file),
            File::Photo(photo.secret.clone()),
        );
        let mut data = format!("{key}:\n  file: {}.jpg\n", photo.file);
        for (key, text) in
            [("alt", &photo.alt), ("credit", &photo.credit), ("caption", &photo.caption)]
        {
            // A picture without a description must say that it only decorates.
            if key == "alt" && text.is_none() {
                data += "  alt: \"\"\n";
            }
            push(&mut data, &format!("  {key}"), text.as_ref(), true);
        }
        data
    }

    fn affiliations(
        &self,
        affiliations: &[Affiliation],
        keep: impl Fn(&str) -> bool,
    ) -> String {
        let keep = |field| keep(field) || !self.struck;
        if affiliations.is_empty()
            || !["affiliations", "kind", "years"].map(keep).contains(&true)
        {
            return String::new();
        }
        let mut data = "affiliations:\n".to_owned();
        for one in affiliations {
            let kind = if keep("kind") { one.kind } else { "studied" };
            let _ = writeln!(data, "  - kind: {kind}");
            let places = keep("affiliations");
            if places && one.faculty {
                data.push_str("    faculty: bau\n");
            }
            if places && one.institution {
                data.push_str("    institution: alt\n");
            }
            push(&mut data, "    programme", one.programme.as_ref(), places);
            push(&mut data, "    degree", one.degree.as_ref(), places);
            for (key, year) in [("from", one.from), ("to", one.to)] {
                if let Some(year) = year.filter(|_| keep("years")) {
                    let _ = writeln!(data, "    {key}: {year}");
                }
            }
        }
        data
    }

    fn person(&mut self, person: &Person) {
        if self.struck && !person.published() {
            return;
        }
        let struck = self.struck;
        let keep = |field: &str| !struck || person.lists(field);
        let mut data = format!("id: {}\nname:\n", person.id);
        push(&mut data, "  given", person.given.as_ref(), true);
        push(&mut data, "  family", Some(&person.family), true);
        push(&mut data, "  title", person.title.as_ref(), true);
        push(&mut data, "  particle", person.particle.as_ref(), true);
        push(&mut data, "  suffix", person.suffix.as_ref(), true);
        push(&mut data, "  birth", person.birth.as_ref(), keep("birth-name"));
        if let Some((family, slug, tell)) = &person.former
            && (!struck || *tell)
        {
            let _ = writeln!(
                data,
                "former_names: [{{ family: {family}, slug: {slug}, tell: {tell} }}]"
            );
        }
        if !struck {
            let _ = writeln!(data, "relatives: {}", person.relatives);
        }
        let _ = writeln!(data, "pronoun: {}", person.pronoun);
        data.push_str(&self.affiliations(&person.affiliations, |f| person.lists(f)));
        push(&mut data, "position", person.position.as_ref(), keep("position"));
        push(&mut data, "employer", person.employer.as_ref(), keep("employer"));
        push(&mut data, "city", person.city.as_ref(), keep("city"));
        let word = |word: Option<&str>| word.map(str::to_owned);
        push(&mut data, "sector", word(person.sector).as_ref(), keep("sector"));
        push(&mut data, "country", word(person.country).as_ref(), keep("country"));
        let website =
            person.website.as_ref().map(|w| format!("https://{w}.example.org/"));
        push(&mut data, "website", website.as_ref(), keep("website"));
        let email = person.email.as_ref().map(|e| format!("{e}@example.org"));
        push(
            &mut data,
            "email",
            email.as_ref(),
            keep("email") && (!struck || !person.deceased),
        );
        if keep("languages") {
            let _ = writeln!(data, "languages: [{}]", person.languages.join(", "));
        }
        if keep("topics") && !person.topics.is_empty() {
            data.push_str("topics:\n");
            for topic in &person.topics {
                let _ = writeln!(data, "  - {}", quoted(topic));
            }
        }
        data.push_str(&offers(person, struck));
        data.push_str(&self.photo(
            "content/directory",
            "photo",
            person.photo.as_ref(),
            person.lists("photo"),
        ));
        if person.deceased {
            data.push_str("deceased: 2026-03-02\n");
        }
        if !struck {
            let _ = writeln!(
                data,
                "private:\n  phone: \"{}\"\n  nested: [{{ x: {} }}]",
                person.private, person.private
            );
        }
        if let Some(consent) = &person.consent {
            data.push_str(&consent.yaml());
        }
        let path = format!("content/directory/{}", person.slug);
        let none = Vec::new();
        let bio = if keep("bio") { &person.bio } else { &none };
        let pictures = person.lists("photo");
        let text = Text { path: &path, data: &data, parts: bio, pictures, listed: &[] };
        self.markdown(&text);
        if let Some(words) = &person.english {
            let mut data = String::new();
            push(&mut data, "position", words.position.as_ref(), keep("position"));
            push(&mut data, "city", words.city.as_ref(), keep("city"));
            data.push_str(&offer_notes(person, struck));
            let photo = !struck || self.site.photo_agreed(person.photo.as_ref());
            if person.photo.is_some() && photo && keep("photo") && words.alt.is_some() {
                data.push_str("photo:\n");
                push(&mut data, "  alt", words.alt.as_ref(), true);
            }
            let body = if keep("bio") { &words.body } else { &none };
            // What is struck out may leave no text; then there is no translation of it.
            let path = &format!("{path}.en");
            self.markdown(&Text {
                path,
                data: &data,
                parts: body,
                pictures,
                listed: &[],
            });
        }
    }

    fn story(&mut self, story: &Story) {
        let site = self.site;
        if self.struck && !site.tells(story) {
            return;
        }
        let pictures = site.story_pictures(story);
        let mut data = "date: 2026-05-12\n".to_owned();
        let title = self.title(&story.title, story.in_title.as_ref(), &story.mentions);
        push(&mut data, "title", Some(&title), true);
        push(&mut data, "summary", story.summary.as_ref(), true);
        push(&mut data, "quote", story.quote.as_ref(), true);
        push(&mut data, "owner", story.owner.as_ref(), true);
        for (key, text) in [("authors", &story.author), ("topics", &story.topic)] {
            if let Some(text) = text {
                let _ = writeln!(data, "{key}: [{}]", quoted(text));
            }
        }
        if let Some(alias) = &story.alias {
            let _ = writeln!(data, "aliases: [alt/{alias}]");
        }
        match story.person {
            Some(number) => {
                let _ = writeln!(data, "person: {}", site.people[number].slug);
            }
            None => {
                let _ = writeln!(data, "name: {{ given: Ada, family: {} }}", story.name);
            }
        }
        let told: Vec<Affiliation> = story.affiliation.iter().cloned().collect();
        data.push_str(&self.affiliations(&told, |_| true));
        data.push_str(&self.listed(&story.mentions));
        data.push_str(&self.photo(
            "content/portraits",
            "photo",
            story.photo.as_ref(),
            pictures,
        ));
        push_schedule(&mut data, story.schedule);
        if !self.struck {
            let _ = writeln!(data, "extra: {{ note: {} }}", story.extra);
        }
        if let Some(consent) = &story.consent {
            data.push_str(&consent.yaml());
        }
        let path = format!("content/portraits/{}", story.slug);
        let listed = &story.mentions;
        let parts = &story.body;
        self.markdown(&Text { path: &path, data: &data, parts, pictures, listed });
        if let Some(words) = &story.english {
            let mut data = String::new();
            push(&mut data, "title", words.title.as_ref(), true);
            push(&mut data, "summary", words.summary.as_ref(), true);
            push(&mut data, "quote", words.quote.as_ref(), true);
            push_alt(
                &mut data,
                "photo",
                words,
                story.photo.is_some()
                    && (pictures && site.photo_agreed(story.photo.as_ref())
                        || !self.struck),
            );
            let (path, parts) = (&format!("{path}.en"), &words.body);
            self.markdown(&Text { path, data: &data, parts, pictures, listed });
        }
    }

    fn event(&mut self, event: &Event) {
        if self.struck && !self.site.shown(event.schedule) {
            return;
        }
        let start = if event.past { "2026-06-05T18:00" } else { "2027-06-05T18:00" };
        let mut data = format!("start: {start}\n");
        let title = self.title(&event.title, event.in_title.as_ref(), &event.mentions);
        push(&mut data, "title", Some(&title), true);
        push(&mut data, "summary", event.summary.as_ref(), true);
        push(&mut data, "owner", event.owner.as_ref(), true);
        if let Some(place) = &event.place {
            let _ = writeln!(data, "place: {{ name: {} }}", quoted(place));
        }
        data.push_str(&self.mentions("speakers", &event.speakers));
        data.push_str(&self.listed(&event.mentions));
        data.push_str(&self.photo("content/events", "image", event.image.as_ref(), true));
        push_schedule(&mut data, event.schedule);
        let path = format!("content/events/{}", event.slug);
        let (listed, pictures) = (&event.mentions, true);
        let parts = &event.body;
        self.markdown(&Text { path: &path, data: &data, parts, pictures, listed });
        if let Some(words) = &event.english {
            let mut data = String::new();
            push(&mut data, "title", words.title.as_ref(), true);
            push(&mut data, "summary", words.summary.as_ref(), true);
            let image = event.image.as_ref();
            let there =
                image.is_some() && (!self.struck || self.site.photo_agreed(image));
            push_alt(&mut data, "image", words, there);
            let (path, parts) = (&format!("{path}.en"), &words.body);
            self.markdown(&Text { path, data: &data, parts, pictures, listed });
        }
    }

    fn title(
        &self,
        title: &str,
        mention: Option<&Mention>,
        listed: &[(usize, Option<String>)],
    ) -> String {
        mention.map_or(title.to_owned(), |mention| {
            let name = self.site.written(mention, listed, false, self.struck);
            format!("{title} {name}")
        })
    }

    fn listed(&self, listed: &[(usize, Option<String>)]) -> String {
        let kept = listed
            .iter()
            .filter(|(number, _)| !self.struck || self.site.people[*number].published());
        let entries = kept.map(|(number, phrase)| {
            let slug = &self.site.people[*number].slug;
            match phrase {
                Some(phrase) => format!("{{ person: {slug}, phrase: {phrase} }}"),
                None => slug.clone(),
            }
        });
        format!("mentions: [{}]\n", entries.collect::<Vec<_>>().join(", "))
    }

    fn mentions(&self, key: &str, people: &[usize]) -> String {
        let slugs: Vec<&str> = people
            .iter()
            .map(|number| &self.site.people[*number])
            .filter(|person| !self.struck || person.published())
            .map(|person| person.slug.as_str())
            .collect();
        format!("{key}: [{}]\n", slugs.join(", "))
    }
}

fn push_alt(data: &mut String, key: &str, words: &English, keep: bool) {
    if keep && words.alt.is_some() {
        let _ = writeln!(data, "{key}:");
        push(data, "  alt", words.alt.as_ref(), true);
    }
}

fn push_link(text: &mut String, target: &str, there: bool) {
    if there {
        let _ = writeln!(text, "Siehe [dort]({target}) siehe.\n");
    } else {
        text.push_str("Siehe dort siehe.\n\n");
    }
}

fn offers(person: &Person, struck: bool) -> String {
    let kept = kept_offers(person, struck);
    if kept.is_empty() {
        return String::new();
    }
    let mut data = "offers:\n".to_owned();
    for offer in kept {
        let _ = writeln!(data, "  - kind: {}", offer.kind);
        push(&mut data, "    until", offer.until.map(str::to_owned).as_ref(), true);
        push(&mut data, "    note", offer.note.as_ref(), true);
    }
    data
}

fn offer_notes(person: &Person, struck: bool) -> String {
    let kept = kept_offers(person, struck);
    if kept.is_empty() {
        return String::new();
    }
    let mut data = "offers:\n".to_owned();
    for offer in kept {
        match &offer.note_en {
            Some(note) => {
                let _ = writeln!(data, "  - note: {note}");
            }
            None => data.push_str("  - {}\n"),
        }
    }
    data
}

/// “Each vanishes after `until`”; “in memoriam: no offers”.
fn kept_offers(person: &Person, struck: bool) -> Vec<&Offer> {
    let goes = |offer: &&Offer| {
        struck
            && (!person.lists("offers")
                || person.deceased
                || offer.until.is_some_and(|until| until < today()))
    };
    person.offers.iter().filter(|offer| !goes(offer)).collect()
}

fn push_schedule(data: &mut String, schedule: Schedule) {
    match schedule {
        Schedule::Now => {}
        Schedule::Draft => data.push_str("draft: true\n"),
        Schedule::Later => {
            let _ = writeln!(data, "publish: {TOMORROW}");
        }
        Schedule::Over => {
            let _ = writeln!(data, "expires: {TODAY}");
        }
    }
}

fn push(data: &mut String, key: &str, value: Option<&String>, keep: bool) {
    if let Some(value) = value.filter(|_| keep) {
        let _ = writeln!(data, "{key}: {}", quoted(value));
    }
}

/// Every text in JSON is one in YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
