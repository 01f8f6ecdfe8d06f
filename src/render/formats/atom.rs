//! Feeds as Atom, [RFC 4287](https://www.rfc-editor.org/rfc/rfc4287).
//!
//! In comes a feed, out goes its file. Nothing here decides what is in a feed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::base::language::Language;
use crate::base::presence::Seen;
use crate::base::slug::slugify;
use crate::publish::address;
use crate::publish::site::Site;

use super::feed::{Feed, FeedEntry, FeedOf, NEVER, author, feed_id};
use super::format::{ASK_AGAIN, Files, FormatLink, OutputFormat, OwnFile, Words};
use super::xml::xml;

const NAME: &str = "atom.xml";

/// Feeds as Atom.
pub(crate) struct Atom;

/// One of them.
struct AtomFile(FeedOf, Language);

impl OutputFormat for Atom {
    fn names(&self) -> &'static [&'static str] {
        &[NAME]
    }

    fn media_type(&self) -> &'static str {
        "application/atom+xml; charset=utf-8"
    }

    fn cache_control(&self) -> &'static str {
        ASK_AGAIN
    }

    fn links(&self, site: &Site, language: Language) -> Vec<FormatLink> {
        let link = |of: FeedOf| FormatLink {
            section: of.section(),
            title: of.title(),
            kind: "Atom",
            address: of.address(site, language, NAME),
        };
        FeedOf::ALL.map(link).into()
    }

    fn files(&self) -> Files {
        Files::Own(|site| {
            FeedOf::files(site, NAME, |of, language| Box::new(AtomFile(of, language)))
        })
    }
}

impl OwnFile for AtomFile {
    fn bytes(&self, site: &Site, words: &Words) -> Vec<u8> {
        let Self(of, language) = *self;
        atom(site, &of.feed(site, &words[&language], language)).into_bytes()
    }

    fn seen(&self, site: &Site) -> BTreeSet<Seen> {
        self.0.seen(site)
    }
}

/// The feed as Atom.
pub fn atom(site: &Site, feed: &Feed) -> String {
    let base = &site.config.base_url;
    let language = feed.language;
    let page =
        base.absolute(&address::section(&site.config, feed.of.section(), language));
    let own = base.absolute(&feed.of.address(site, language, NAME));
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
        for author in &entry.authors {
            self.raw("<author>\n");
            self.element("name", author);
            self.raw("</author>\n");
        }
        if let Some(published) = &entry.published {
            self.element("published", published);
        }
        self.element("updated", entry.updated.as_deref().unwrap_or(NEVER));
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
