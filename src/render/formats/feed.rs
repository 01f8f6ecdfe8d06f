//! What is in a feed of stories or of events, whichever way it is written.
//!
//! In come public values; a story only as [`Syndicated`], so that no feed can hold one whose
//! consent does not name feeds. Out go summaries with links, never whole texts: what a reader's
//! program has stored, nobody can withdraw. Nothing here looks at a clock.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::base::digest::Digest;
use crate::base::explain::Catalogue;
use crate::base::language::Language;
use crate::base::presence::{Role, Seen, Who};
use crate::publish::address;
use crate::publish::channel::{Channelled as _, Syndicated};
use crate::publish::public::{EventText, PublicEvent, PublicStory, in_language};
use crate::publish::site::Site;
use crate::publish::words::{EventTime, Section, Status};
use crate::render::theme::theme_words::ThemeWords;

use super::format::{OwnFile, OwnFiles, at};
use super::moment::{midnight, zoned};
use super::seen;

/// Most entries of a feed; older ones stay on the site.
const MOST: usize = 30;

/// When something was last changed that does not tell it, where a format wants to know: no reader
/// shows it as new, and any day that is told later is after it.
pub(super) const NEVER: &str = "1970-01-01T00:00:00Z";

/// A feed, ready to be written in either format.
#[derive(Debug)]
pub struct Feed {
    pub(super) of: FeedOf,
    pub(super) language: Language,
    pub(super) title: String,
    pub(super) entries: Vec<FeedEntry>,
}

/// One entry.
#[derive(Debug)]
pub(super) struct FeedEntry {
    pub(super) id: String,
    /// Language of the words, if it is not the feed's.
    pub(super) other: Option<Language>,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) address: String,
    /// Who wrote it, if not the institution.
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) topics: Vec<String>,
}

/// What a feed lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FeedOf {
    /// The newest stories.
    Stories,
    /// The events that changed last.
    Events,
}

impl FeedOf {
    pub(super) const ALL: [Self; 2] = [Self::Stories, Self::Events];

    /// The section it belongs to.
    pub(super) fn section(self) -> Section {
        match self {
            Self::Stories => Section::Portraits,
            Self::Events => Section::Events,
        }
    }

    /// The name of its title among the words of the theme.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Stories => "note.feed_portraits",
            Self::Events => "note.feed_events",
        }
    }

    /// The address of the feed by a file name.
    pub(super) fn address(self, site: &Site, language: Language, name: &str) -> String {
        format!("{}{name}", address::section(&site.config, self.section(), language))
    }

    /// The file of each feed in each language.
    pub(super) fn files(
        site: &Site,
        name: &str,
        file: fn(Self, Language) -> Box<dyn OwnFile>,
    ) -> OwnFiles {
        let languages = site.config.languages.iter();
        let each = languages.flat_map(|language| Self::ALL.map(|of| (of, *language)));
        each.filter_map(|(of, language)| {
            Some((at(&of.address(site, language, name))?, file(of, language)))
        })
        .collect()
    }

    /// The feed in a language.
    pub(super) fn feed(
        self,
        site: &Site,
        words: &ThemeWords,
        language: Language,
    ) -> Feed {
        let title = words.get(self.title());
        match self {
            Self::Stories => Feed::portraits(site, language, title),
            Self::Events => Feed::events(site, language, title),
        }
    }

    /// Who is in it.
    pub(super) fn seen(self, site: &Site) -> BTreeSet<Seen> {
        match self {
            Self::Stories => stories(site).flat_map(|n| seen_in_story(site, n)).collect(),
            Self::Events => {
                (0..site.events.len()).flat_map(|n| seen::in_event(site, n)).collect()
            }
        }
    }
}

fn seen_in_story(site: &Site, number: usize) -> impl Iterator<Item = Seen> {
    let story = &site.stories[number];
    let words = story.texts.values().flat_map(|text| [&text.title, &text.summary]);
    let words = words.chain(&story.feed_authors);
    let own = Seen { who: Who::Story(number), role: Role::Feed };
    seen::mentioned(site, &story.mentions, words).chain([own])
}

impl Feed {
    /// The feed of the newest stories that may be in one.
    pub fn portraits(site: &Site, language: Language, title: &str) -> Self {
        let stories = stories(site).filter_map(|n| site.stories[n].syndicated());
        let entries = stories.map(|story| story_entry(site, &story, language));
        Self {
            of: FeedOf::Stories,
            language,
            title: title.to_owned(),
            entries: entries.collect(),
        }
    }

    /// The feed of the events that changed last.
    pub fn events(site: &Site, language: Language, title: &str) -> Self {
        let mut events: Vec<&PublicEvent> =
            site.events.iter().map(AsRef::as_ref).collect();
        // Those that tell no day come last, the one that begins latest first.
        let start = |event: &PublicEvent| zoned(event.start, &site.zone).timestamp();
        events.sort_by_cached_key(|event| {
            (Reverse(event.stamps.changed), Reverse(start(event)), event.key.clone())
        });
        let entries =
            events.iter().take(MOST).map(|event| event_entry(site, event, language));
        Self {
            of: FeedOf::Events,
            language,
            title: title.to_owned(),
            entries: entries.collect(),
        }
    }

    /// When its newest entry was changed.
    pub(super) fn updated(&self) -> String {
        let moment = |time: &str| time.parse::<jiff::Timestamp>().ok();
        self.entries
            .iter()
            .filter_map(|entry| entry.updated.as_deref())
            .max_by_key(|time| moment(time))
            .unwrap_or(NEVER)
            .to_owned()
    }
}

/// The stories of the feed, by their numbers.
fn stories(site: &Site) -> impl Iterator<Item = usize> {
    let numbers = 0..site.stories.len();
    numbers.filter(|number| site.stories[*number].syndicated().is_some()).take(MOST)
}

fn story_entry(
    site: &Site,
    story: &Syndicated<'_, PublicStory>,
    language: Language,
) -> FeedEntry {
    let story = story.get();
    let (spoken, title, summary) = in_language(&story.texts, language).map_or(
        (language, "", ""),
        |(spoken, text)| {
            let (title, summary) = text.in_feeds();
            (spoken, title, summary)
        },
    );
    let day = |day: Option<Date>| day.map(|day| midnight(day, &site.zone));
    FeedEntry {
        id: urn(site, &["story", &story.key]),
        other: (spoken != language).then_some(spoken),
        title: title.to_owned(),
        summary: summary.to_owned(),
        address: absolute(site, in_language(&story.addresses, language)),
        authors: story.feed_authors.clone(),
        published: day(story.stamps.published),
        updated: day(story.stamps.changed),
        topics: story.topics.iter().map(|t| t.label.text(language).to_owned()).collect(),
    }
}

/// A calendar identifier outlives a new file name, so that it names the entry too.
fn event_entry(site: &Site, event: &PublicEvent, language: Language) -> FeedEntry {
    let (spoken, title, summary) = in_language(&event.texts, language).map_or(
        (language, String::new(), String::new()),
        |(spoken, text)| {
            (
                spoken,
                event_title(event, text, spoken),
                event_summary(site, event, text, spoken),
            )
        },
    );
    let day = |day: Option<Date>| day.map(|day| midnight(day, &site.zone));
    FeedEntry {
        id: urn(site, &["event", &event.uid]),
        other: (spoken != language).then_some(spoken),
        title,
        summary,
        address: absolute(site, in_language(&event.addresses, language)),
        authors: Vec::new(),
        published: day(event.stamps.published),
        updated: day(event.stamps.changed),
        topics: event.topics.iter().map(|t| t.label.text(language).to_owned()).collect(),
    }
}

fn event_title(event: &PublicEvent, text: &EventText, language: Language) -> String {
    let mark = match event.status {
        Status::Scheduled => return text.in_feeds().0.to_owned(),
        Status::Cancelled => language.choose("Abgesagt", "Cancelled"),
        Status::Postponed => language.choose("Verschoben", "Postponed"),
        Status::MovedOnline => language.choose("Jetzt online", "Now online"),
    };
    format!("{mark}: {}", text.in_feeds().0)
}

/// An entry about an event that does not say when it is would be no use.
fn event_summary(
    site: &Site,
    event: &PublicEvent,
    text: &EventText,
    language: Language,
) -> String {
    let mut when = when(site, event, language);
    let place = event.place.name.as_ref().or(event.place.city.as_ref());
    if event.status != Status::MovedOnline
        && let Some(place) = place
    {
        write!(when, ", {}", place.text(language)).expect("a String takes everything");
    }
    let (_, summary) = text.in_feeds();
    if summary.is_empty() { when } else { format!("{when}. {summary}") }
}

/// `5. Juni 2027 – 7. Juni 2027`, `5. Juni 2027, 18:00 Uhr bis 7. Juni 2027`. An hour at which it
/// ends is left to the page, and an end at midnight belongs to the evening before.
fn when(site: &Site, event: &PublicEvent, language: Language) -> String {
    let words = Catalogue::of(language);
    let first = event.start.day(&site.zone);
    let midnight = |end: &EventTime| {
        !end.is_day() && end.local(&site.zone).time() == jiff::civil::Time::midnight()
    };
    let last = event.end.map_or(first, |end| {
        let day = end.day(&site.zone);
        if midnight(&end) { day.yesterday().unwrap_or(day) } else { day }
    });
    let mut when = words.day(first);
    if !event.start.is_day() {
        let time = zoned(event.start, &site.zone).strftime("%H:%M");
        when.push_str(&format!(", {time}{}", language.choose(" Uhr", "")));
    }
    if last > first {
        let until =
            if event.start.is_day() { "–" } else { language.choose("bis", "to") };
        when.push_str(&format!(" {until} {}", words.day(last)));
    }
    when
}

fn absolute(site: &Site, address: Option<(Language, &String)>) -> String {
    address.map(|(_, address)| site.config.base_url.absolute(address)).unwrap_or_default()
}

/// A permanent name, [RFC 4287 § 4.2.6]. It knows the institution, so that two sites do not
/// share one, but neither the host nor the address: a site that moves does not show all its
/// entries as new. The form is [RFC 9562]'s UUID of version 8.
///
/// [RFC 4287 § 4.2.6]: https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6
/// [RFC 9562]: https://www.rfc-editor.org/rfc/rfc9562#section-5.8
fn urn(site: &Site, parts: &[&str]) -> String {
    let config = &site.config;
    let owner = config.institution.name.as_ref().unwrap_or(&config.title);
    let owner = owner.text(config.languages[0]);
    let bytes: Vec<&[u8]> =
        std::iter::once(owner).chain(parts.iter().copied()).map(str::as_bytes).collect();
    format!("urn:uuid:{}", uuid(Digest::of_parts(&bytes)))
}

/// Version 8 and the variant of RFC 9562 in their places, the digest elsewhere.
fn uuid(digest: Digest) -> String {
    let version = 0xf_u128 << 76;
    let variant = 0b11_u128 << 62;
    let bits = digest.0 & !version & !variant | 8 << 76 | 0b10 << 62;
    let hex = Digest(bits).hex();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    parts.join("-")
}

/// The institution in the feed's language, and its website.
pub(super) fn author(site: &Site, language: Language) -> (&str, Option<&str>) {
    let institution = &site.config.institution;
    let name = institution.name.as_ref().unwrap_or(&site.config.title);
    (name.text(language), institution.url.as_deref())
}

/// The permanent name of a feed.
pub(super) fn feed_id(site: &Site, feed: &Feed) -> String {
    urn(site, &["feed", feed.of.section().name(), feed.language.code()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_makes_a_uuid_of_version_8() {
        let ones = uuid(Digest(u128::MAX));
        assert_eq!(ones, "ffffffff-ffff-8fff-bfff-ffffffffffff");
        assert_eq!(uuid(Digest(0)), "00000000-0000-8000-8000-000000000000");
    }
}
