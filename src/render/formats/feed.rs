//! Feeds of stories and of events, as Atom and as JSON Feed.
//!
//! In come public values; a story only as [`Syndicated`], so that no feed can hold one whose
//! consent does not name feeds. Out go summaries with links, never whole texts: what a reader's
//! program has stored, nobody can withdraw. Nothing here looks at a clock.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::base::digest::Digest;
use crate::base::explain::Catalogue;
use crate::base::language::Language;
use crate::base::slug::slugify;
use crate::publish::address;
use crate::publish::channel::{Channelled as _, Syndicated};
use crate::publish::public::{EventText, PublicEvent, PublicStory, in_language};
use crate::publish::site::Site;
use crate::publish::words::{Section, Status};

use super::moment::{midnight, zoned};
use super::xml::xml;

/// Most entries of a feed; older ones stay on the site.
const MOST: usize = 30;

/// When a feed without entries was last changed: it must say, and nothing in it can.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// A feed, ready to be written in either format.
#[derive(Debug)]
pub struct Feed {
    section: Section,
    language: Language,
    title: String,
    entries: Vec<FeedEntry>,
}

/// One entry.
#[derive(Debug)]
struct FeedEntry {
    id: String,
    /// Language of the words, if it is not the feed's.
    other: Option<Language>,
    title: String,
    summary: String,
    address: String,
    published: String,
    updated: String,
    topics: Vec<String>,
}

/// Address of a section's Atom feed.
pub fn atom_address(site: &Site, section: Section, language: Language) -> String {
    format!("{}atom.xml", address::section(&site.config, section, language))
}

/// Address of a section's JSON Feed.
pub fn json_address(site: &Site, section: Section, language: Language) -> String {
    format!("{}feed.json", address::section(&site.config, section, language))
}

impl Feed {
    /// The feed of the newest stories that may be in one.
    pub fn portraits(site: &Site, language: Language, title: &str) -> Self {
        let stories = stories(site).filter_map(|n| site.stories[n].syndicated());
        let entries = stories.map(|story| story_entry(site, &story, language));
        Self {
            section: Section::Portraits,
            language,
            title: title.to_owned(),
            entries: entries.collect(),
        }
    }

    /// The feed of the events that changed last.
    pub fn events(site: &Site, language: Language, title: &str) -> Self {
        let mut events: Vec<&PublicEvent> =
            site.events.iter().map(AsRef::as_ref).collect();
        events.sort_by(|a, b| (b.stamp, &a.key).cmp(&(a.stamp, &b.key)));
        let entries =
            events.iter().take(MOST).map(|event| event_entry(site, event, language));
        Self {
            section: Section::Events,
            language,
            title: title.to_owned(),
            entries: entries.collect(),
        }
    }

    /// When its newest entry was changed.
    fn updated(&self) -> String {
        let moment = |time: &str| time.parse::<jiff::Timestamp>().ok();
        self.entries
            .iter()
            .map(|entry| entry.updated.as_str())
            .max_by_key(|time| moment(time))
            .unwrap_or(NEVER)
            .to_owned()
    }
}

/// The stories of the feed, by their numbers.
pub(crate) fn stories(site: &Site) -> impl Iterator<Item = usize> {
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
    let updated = story.updated.unwrap_or(story.date).max(story.date);
    FeedEntry {
        id: urn(site, &["story", &story.key]),
        other: (spoken != language).then_some(spoken),
        title: title.to_owned(),
        summary: summary.to_owned(),
        address: absolute(site, in_language(&story.addresses, language)),
        published: midnight(story.date, &site.zone),
        updated: midnight(updated, &site.zone),
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
    let stamp = midnight(event.stamp, &site.zone);
    FeedEntry {
        id: urn(site, &["event", &event.uid]),
        other: (spoken != language).then_some(spoken),
        title,
        summary,
        address: absolute(site, in_language(&event.addresses, language)),
        published: stamp.clone(),
        updated: stamp,
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
    let words = Catalogue::of(language);
    let first = event.start.day(&site.zone);
    let last = event.end.map_or(first, |end| end.day(&site.zone));
    let mut when = words.day(first);
    if event.start.is_day() {
        if last > first {
            write!(when, " – {}", words.day(last)).expect("a String takes everything");
        }
    } else {
        let time = zoned(event.start, &site.zone).strftime("%H:%M").to_string();
        let clock = language.choose(" Uhr", "");
        write!(when, ", {time}{clock}").expect("a String takes everything");
    }
    let place = event.place.name.as_ref().or(event.place.city.as_ref());
    if event.status != Status::MovedOnline
        && let Some(place) = place
    {
        write!(when, ", {}", place.text(language)).expect("a String takes everything");
    }
    let (_, summary) = text.in_feeds();
    if summary.is_empty() { when } else { format!("{when}. {summary}") }
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
fn author(site: &Site, language: Language) -> (&str, Option<&str>) {
    let institution = &site.config.institution;
    let name = institution.name.as_ref().unwrap_or(&site.config.title);
    (name.text(language), institution.url.as_deref())
}

/// The feed as Atom, [RFC 4287](https://www.rfc-editor.org/rfc/rfc4287).
pub fn atom(site: &Site, feed: &Feed) -> String {
    let base = &site.config.base_url;
    let language = feed.language;
    let page = base.absolute(&address::section(&site.config, feed.section, language));
    let own = base.absolute(&atom_address(site, feed.section, language));
    let mut out = Xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
    out.raw(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        language.code()
    ));
    out.element("id", &feed_id(site, feed));
    out.element("title", &feed.title);
    out.element("updated", &feed.updated());
    out.raw(&format!(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
        xml(&own)
    ));
    out.alternate(&page, language);
    let (name, url) = author(site, language);
    out.raw("<author>\n");
    out.element("name", name);
    if let Some(url) = url {
        out.element("uri", url);
    }
    out.raw("</author>\n");
    out.element("generator", "Matrikel");
    for entry in &feed.entries {
        out.entry(entry, language);
    }
    out.raw("</feed>\n");
    out.0
}

fn feed_id(site: &Site, feed: &Feed) -> String {
    urn(site, &["feed", feed.section.name(), feed.language.code()])
}

/// An Atom file in the making.
struct Xml(String);

impl Xml {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn element(&mut self, name: &str, text: &str) {
        writeln!(self.0, "<{name}>{}</{name}>", xml(text))
            .expect("a String takes everything");
    }

    fn alternate(&mut self, address: &str, language: Language) {
        self.raw(&format!(
            "<link rel=\"alternate\" type=\"text/html\" hreflang=\"{}\" href=\"{}\"/>\n",
            language.code(),
            xml(address)
        ));
    }

    fn entry(&mut self, entry: &FeedEntry, language: Language) {
        match entry.other {
            Some(other) => self.raw(&format!("<entry xml:lang=\"{}\">\n", other.code())),
            None => self.raw("<entry>\n"),
        }
        self.element("id", &entry.id);
        self.element("title", &entry.title);
        self.element("published", &entry.published);
        self.element("updated", &entry.updated);
        self.alternate(&entry.address, entry.other.unwrap_or(language));
        if !entry.summary.is_empty() {
            self.element("summary", &entry.summary);
        }
        for topic in &entry.topics {
            self.raw(&format!(
                "<category term=\"{}\" label=\"{}\"/>\n",
                xml(&slugify(topic)),
                xml(topic)
            ));
        }
        self.raw("</entry>\n");
    }
}

/// The feed as [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/).
pub fn json(site: &Site, feed: &Feed) -> String {
    let base = &site.config.base_url;
    let page = address::section(&site.config, feed.section, feed.language);
    let own = json_address(site, feed.section, feed.language);
    let (name, url) = author(site, feed.language);
    let mut author = Map::from_iter([("name".to_owned(), json!(name))]);
    if let Some(url) = url {
        author.insert("url".to_owned(), json!(url));
    }
    let items: Vec<Value> = feed.entries.iter().map(item).collect();
    let value = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": base.absolute(&page),
        "feed_url": base.absolute(&own),
        "language": feed.language.code(),
        "authors": [author],
        "items": items,
    });
    format!("{value:#}\n")
}

/// An item must have content, even if it is its title only.
fn item(entry: &FeedEntry) -> Value {
    let content = if entry.summary.is_empty() { &entry.title } else { &entry.summary };
    let mut item = json!({
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_text": content,
        "date_published": entry.published,
        "date_modified": entry.updated,
    });
    if let Some(other) = entry.other {
        item["language"] = json!(other.code());
    }
    if !entry.topics.is_empty() {
        item["tags"] = json!(entry.topics);
    }
    item
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
