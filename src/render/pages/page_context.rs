//! What every page of one language is written with: site, words, pictures.
//!
//! A context is made for one page and thrown away. It finishes texts (links, pictures, labels);
//! it never decides what may be shown.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::base::config::Config;
use crate::base::file_format::FileFormat;
use crate::base::language::Language;
use crate::base::output::{OutputPath, Recipe};
use crate::base::presence::{Role, Seen, Who};
use crate::base::social_card::CardRecipe;
use crate::base::source::{SitePath, percent_decoded};
use crate::base::text::{Html, Localised, escape_into, format_label};
use crate::publish::public::{PublicPhoto, Texts, Topic, in_language};
use crate::publish::public_page::Download;
use crate::publish::site::Site;
use crate::publish::words::{Body, Key, Piece, Section};
use crate::publish::{address, named_people};

use super::card_index::Cards;
use super::picture::{self, Use};
use crate::render::theme::theme_words::ThemeWords;
use crate::render::view::{LinkView, Picture};

/// Where a link inside a text leads.
pub(crate) struct LinkTarget {
    pub(crate) url: String,
    /// Language of the page there, if it is not the one of this page.
    pub(crate) language: Option<&'static str>,
    /// Format of the file there, if it is no page.
    format: Option<&'static FileFormat>,
    /// Its length in bytes, if it is a file of the site.
    length: Option<u64>,
}

impl LinkTarget {
    fn start(&self, html: &mut String) {
        html.push_str("<a href=\"");
        escape_into(html, &self.url);
        html.push('"');
        if let Some(format) = self.format {
            html.push_str(&format!(" type=\"{}\"", format.media_type));
        }
        if let Some(code) = self.language {
            html.push_str(&format!(" hreflang=\"{code}\""));
        }
        html.push('>');
    }

    fn label(&self, language: Language) -> Option<String> {
        self.format.map(|format| format.label(self.length, language))
    }
}

/// One page in the making.
pub(crate) struct PageContext<'s> {
    pub(crate) site: &'s Site,
    pub(crate) words: &'s ThemeWords,
    pub(crate) language: Language,
    pub(crate) cards: &'s Cards,
    /// Pictures that this page shows.
    pub(crate) recipes: Vec<Recipe>,
    /// The card that this page names for links in other services.
    pub(crate) social_card: Option<CardRecipe>,
    /// Who is seen on this page.
    pub(crate) seen: RefCell<BTreeSet<Seen>>,
}

impl<'s> PageContext<'s> {
    pub(crate) fn new(
        site: &'s Site,
        words: &'s ThemeWords,
        language: Language,
        cards: &'s Cards,
    ) -> Self {
        Self {
            site,
            words,
            language,
            cards,
            recipes: Vec::new(),
            social_card: None,
            seen: RefCell::default(),
        }
    }

    /// Notes that somebody is seen on this page.
    pub(crate) fn see(&self, who: Who, role: Role) {
        self.seen.borrow_mut().insert(Seen { who, role });
    }

    pub(crate) fn config(&self) -> &'s Config {
        &self.site.config
    }

    /// An address as a browser on the site's host sees it.
    pub(crate) fn local(&self, address: &str) -> String {
        self.site.config.base_url.local(address)
    }

    /// The page of a section.
    pub(crate) fn section(&self, section: Section) -> String {
        self.local(&address::section(&self.site.config, section, self.language))
    }

    /// A short text in the page's language.
    pub(crate) fn text(&self, text: Option<&Localised>) -> Option<String> {
        text.map(|text| text.text(self.language).to_owned())
    }

    /// An address in the page's language, else in the one there is.
    pub(crate) fn address(&self, addresses: &Texts<String>) -> String {
        in_language(addresses, self.language)
            .map_or(String::new(), |(_, at)| self.local(at))
    }

    /// The code of a language, if it is not the page's.
    pub(crate) fn other(&self, language: Language) -> Option<&'static str> {
        (language != self.language).then(|| language.code())
    }

    pub(crate) fn picture(
        &mut self,
        photo: Option<&PublicPhoto>,
        place: Use,
    ) -> Option<Picture> {
        photo.map(|photo| {
            picture::picture(photo, place, self.language, self.site, &mut self.recipes)
        })
    }

    /// Topics with their pages.
    pub(crate) fn topics(&self, topics: &[Topic]) -> Vec<LinkView> {
        topics
            .iter()
            .map(|topic| {
                let term = self.site.terms.topics.get(&topic.key);
                LinkView {
                    title: topic.label.text(self.language).to_owned(),
                    url: term.map(|term| self.address(&term.addresses)),
                }
            })
            .collect()
    }

    /// People with their pages.
    pub(crate) fn people_links(&self, keys: &[String]) -> Vec<LinkView> {
        self.see_people(keys);
        let people = keys.iter().filter_map(|key| self.site.person(key));
        people
            .map(|person| LinkView {
                title: person.name.full.clone(),
                url: Some(self.address(&person.addresses)),
            })
            .collect()
    }

    /// Missions of the strategy, with the pages that are about them.
    pub(crate) fn missions(&self, missions: &[u8]) -> Vec<LinkView> {
        missions
            .iter()
            .map(|number| {
                let page =
                    self.site.pages.values().find(|page| page.mission == Some(*number));
                let title = page
                    .and_then(|page| in_language(&page.texts, self.language))
                    .map(|(_, text)| {
                        text.menu_title.clone().unwrap_or_else(|| text.title.clone())
                    });
                LinkView {
                    title: title.unwrap_or_else(|| {
                        self.words.fill("note.mission", &[("n", &number.to_string())])
                    }),
                    url: page.map(|page| self.address(&page.addresses)),
                }
            })
            .collect()
    }

    /// A text with its links and pictures filled in. `path` is the file it stands in.
    pub(crate) fn body(&mut self, body: &Body, path: &SitePath, pictures: bool) -> Html {
        let mut html = String::new();
        let mut open = Vec::new();
        for piece in &body.pieces {
            match piece {
                Piece::Html(part) => html.push_str(part),
                Piece::LinkStart { target, says_format, .. } => {
                    // A link to a page that is withheld today leaves its text behind.
                    let found = self.target(target, path);
                    open.push(found.map_or(String::new(), |found| {
                        found.start(&mut html);
                        let label = found.label(self.language).filter(|_| !says_format);
                        let label = label.map(|label| format_label(&label));
                        label.unwrap_or_default() + "</a>"
                    }));
                }
                Piece::MentionStart { person, .. } => {
                    self.see_people(std::slice::from_ref(person));
                    let found = self.site.person(person);
                    open.push(found.map_or(String::new(), |person| {
                        let url = self.address(&person.addresses);
                        html.push_str("<a href=\"");
                        escape_into(&mut html, &url);
                        html.push_str("\">");
                        "</a>".to_owned()
                    }));
                }
                Piece::LinkEnd | Piece::MentionEnd => {
                    html.push_str(&open.pop().unwrap_or_default());
                }
                Piece::Picture { .. } if pictures => {
                    html.push_str(&self.text_picture(piece, path).unwrap_or_default());
                }
                Piece::Picture { .. } => {}
            }
        }
        Html(html)
    }

    /// Where a link inside a text leads; nowhere if that is withheld today.
    pub(crate) fn target(&self, target: &str, path: &SitePath) -> Option<LinkTarget> {
        let end = target.find(['#', '?']).unwrap_or(target.len());
        let (file, rest) = target.split_at(end);
        let format = FileFormat::of(file);
        let to = |url| LinkTarget { url, language: None, format: None, length: None };
        if file.starts_with('/') {
            let there = !self.is_withheld(file);
            self.see_page(file);
            return there.then(|| LinkTarget { format, ..to(self.local(target)) });
        }
        let file = percent_decoded(file);
        let path = path.join(&file)?;
        if let Some((key, _)) = Key::of(&path) {
            let addresses = self.site.addresses(&key)?;
            self.see_key(&key);
            let (language, address) = in_language(addresses, self.language)?;
            let url = format!("{}{rest}", self.local(address));
            return Some(LinkTarget { language: self.other(language), ..to(url) });
        }
        let (url, length) = self.download(&path)?;
        Some(LinkTarget { format, length: Some(length), ..to(url) })
    }

    /// Notes people whom a text of this page mentions.
    pub(crate) fn see_people(&self, keys: &[String]) {
        for number in keys.iter().filter_map(|key| self.site.person_number(key)) {
            self.see(Who::Person(number), Role::Mention);
        }
    }

    /// Notes that a story is told of, and those whom its words name.
    pub(crate) fn see_story(&self, number: usize, role: Role) {
        self.see(Who::Story(number), role);
        let story = &self.site.stories[number];
        self.see_named(&story.mentions, || named_people::words_of_story(story));
    }

    /// Notes that the title of a story leads on to it, and those whom the title names.
    pub(crate) fn see_title(&self, number: usize) {
        self.see(Who::Story(number), Role::Neighbour);
        let story = &self.site.stories[number];
        let titles =
            || named_people::titles(story.texts.values().map(|text| &text.title));
        self.see_named(&story.mentions, titles);
    }

    /// The same for an event.
    pub(crate) fn see_event_title(&self, number: usize) {
        let event = &self.site.events[number];
        let titles =
            || named_people::titles(event.texts.values().map(|text| &text.title));
        self.see_named(&event.mentions, titles);
    }

    /// Notes those whom the words of an event name.
    pub(crate) fn see_event(&self, number: usize) {
        let event = &self.site.events[number];
        self.see_named(&event.mentions, || named_people::words_of_event(event));
    }

    pub(crate) fn see_named(&self, mentions: &[String], words: impl Fn() -> String) {
        if mentions.is_empty() {
            return;
        }
        for number in named_people::named(self.site, mentions, &words()) {
            self.see(Who::Person(number), Role::Mention);
        }
    }

    /// Notes whose page a link leads to.
    fn see_key(&self, key: &Key) {
        let who = match key.section {
            Section::Directory => self.site.person_number(&key.name).map(Who::Person),
            Section::Portraits => self.site.story_number(&key.name).map(Who::Story),
            _ => None,
        };
        if let Some(who) = who {
            self.see(who, Role::Mention);
        }
    }

    /// The same for a link by the address of a page.
    fn see_page(&self, address: &str) {
        let Some(page) = OutputPath::page(address) else { return };
        let is_it = |paths: &Texts<OutputPath>| paths.values().any(|path| *path == page);
        let people = self.site.people.iter().position(|person| is_it(&person.paths));
        let story = || self.site.stories.iter().position(|story| is_it(&story.paths));
        let who = people.map(Who::Person).or_else(|| story().map(Who::Story));
        if let Some(who) = who {
            self.see(who, Role::Mention);
        }
    }

    /// Address and length of a file that is published as it is.
    pub(crate) fn download(&self, path: &SitePath) -> Option<(String, u64)> {
        let Download { digest, length } = *self.site.downloads.get(path)?;
        let name = crate::render::theme::assets::download_name(digest, &path.extension());
        Some((self.local(&format!("assets/{name}")), length))
    }

    /// True if the page at an address of the site is withheld today: the address alone would
    /// tell whose it is.
    fn is_withheld(&self, address: &str) -> bool {
        let address = percent_decoded(address).to_lowercase();
        let inner = address.trim_matches('/').trim_end_matches("index.html");
        let inner = inner.trim_end_matches('/');
        let is_it = |page: &OutputPath| {
            page.as_str().strip_suffix("/index.html").is_some_and(|page| page == inner)
        };
        let gone = |one: &String| one.trim_matches('/') == inner;
        self.site.withheld.iter().any(|one| one.pages.iter().any(is_it))
            || self.site.gone.iter().any(gone)
    }
}
