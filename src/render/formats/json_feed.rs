//! Feeds as [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/).
//!
//! In comes a feed, out goes its file. Nothing here decides what is in a feed.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::base::language::Language;
use crate::base::presence::Seen;
use crate::publish::address;
use crate::publish::site::Site;

use super::feed::{Feed, FeedEntry, FeedOf, author};
use super::format::{ASK_AGAIN, Files, FormatLink, OutputFormat, OwnFile, Words};

const NAME: &str = "feed.json";

/// Feeds as JSON Feed.
pub(crate) struct JsonFeed;

/// One of them.
struct JsonFeedFile(FeedOf, Language);

impl OutputFormat for JsonFeed {
    fn names(&self) -> &'static [&'static str] {
        &[NAME]
    }

    fn media_type(&self) -> &'static str {
        "application/feed+json; charset=utf-8"
    }

    fn cache_control(&self) -> &'static str {
        ASK_AGAIN
    }

    fn links(&self, site: &Site, language: Language) -> Vec<FormatLink> {
        let link = |of: FeedOf| FormatLink {
            section: of.section(),
            title: of.title(),
            kind: "JSON",
            address: of.address(site, language, NAME),
        };
        FeedOf::ALL.map(link).into()
    }

    fn files(&self) -> Files {
        Files::Own(|site| {
            FeedOf::files(site, NAME, |of, language| Box::new(JsonFeedFile(of, language)))
        })
    }
}

impl OwnFile for JsonFeedFile {
    fn bytes(&self, site: &Site, words: &Words) -> Vec<u8> {
        let Self(of, language) = *self;
        json(site, &of.feed(site, &words[&language], language)).into_bytes()
    }

    fn seen(&self, site: &Site) -> BTreeSet<Seen> {
        self.0.seen(site)
    }
}

/// The feed as JSON Feed.
pub fn json(site: &Site, feed: &Feed) -> String {
    let base = &site.config.base_url;
    let page = address::section(&site.config, feed.of.section(), feed.language);
    let own = feed.of.address(site, feed.language, NAME);
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
    });
    // A day that nobody told is left out, and the reader takes that of its first look.
    let days = [("date_published", &entry.published), ("date_modified", &entry.updated)];
    for (name, day) in days {
        if let Some(day) = day {
            item[name] = json!(day);
        }
    }
    if !entry.authors.is_empty() {
        let authors = entry.authors.iter().map(|name| json!({ "name": name }));
        item["authors"] = authors.collect();
    }
    if let Some(other) = entry.other {
        item["language"] = json!(other.code());
    }
    if !entry.topics.is_empty() {
        item["tags"] = json!(entry.topics);
    }
    item
}
