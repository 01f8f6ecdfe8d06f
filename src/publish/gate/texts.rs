//! The texts of stories, events and pages, for each language and outlet.
//!
//! In come raw documents, out go texts that name only people who may be named there. Texts for
//! feeds are stored separately if they differ from those on pages. Never decides about
//! publication.

use crate::base::language::Language;
use crate::model::document::Document;
use crate::model::event::Event;
use crate::model::page::Page;
use crate::model::story::Story;

use super::Gate;
use super::pages::page_outlet;
use super::voice::{Outlet, Voice};
use crate::publish::collect::{Bundle, Translation};
use crate::publish::public::{EventText, FeedWords, StoryText, Texts};
use crate::publish::public_page::PageText;

/// A text to convert: its language, its document, and the translation if it is one.
type FoundText<'d, 't> = (Language, &'d Document, Option<&'t Translation<'d>>);

impl Gate<'_> {
    fn texts<T>(
        &self,
        bundle: &Bundle<'_>,
        text: impl Fn(FoundText<'_, '_>) -> T,
    ) -> Texts<T> {
        let default = self.default_language();
        let mut texts = Texts::from([(default, text((default, bundle.original, None)))]);
        for (language, one) in &bundle.translations {
            texts.insert(*language, text((*language, one.document, Some(one))));
        }
        texts
    }

    /// The texts of a story, and whether search engines may see all those that appear in lists.
    pub(super) fn story_texts(
        &self,
        bundle: &Bundle<'_>,
        story: &Story,
    ) -> (Texts<StoryText>, bool) {
        let voice = |outlet| Voice::new(self, &story.mentions, outlet);
        let on =
            |outlet| self.texts(bundle, |found| voice(outlet).story_text(story, found));
        let mut texts = on(Outlet::Site);
        if !bundle.mentions() {
            return (texts, true);
        }
        let open = on(Outlet::SearchEngines);
        let listed = |text: &StoryText| {
            let StoryText { title, summary, quote, body, .. } = text;
            (title.clone(), summary.clone(), quote.clone(), body.opening.clone())
        };
        let searchable = texts.values().map(listed).eq(open.values().map(listed));
        for (text, feed) in texts.values_mut().zip(on(Outlet::Feeds).into_values()) {
            let words = FeedWords { title: feed.title, summary: feed.summary };
            let same = words.title == text.title && words.summary == text.summary;
            text.feed = (!same).then(|| Box::new(words));
        }
        (texts, searchable)
    }

    /// The texts of an event, and whether search engines may see all those that appear in lists.
    pub(super) fn event_texts(
        &self,
        bundle: &Bundle<'_>,
        event: &Event,
    ) -> (Texts<EventText>, bool) {
        let voice = |outlet| Voice::new(self, &event.mentions, outlet);
        let on =
            |outlet| self.texts(bundle, |found| voice(outlet).event_text(event, found));
        let mut texts = on(Outlet::Site);
        if !bundle.mentions() {
            return (texts, true);
        }
        let open = on(Outlet::SearchEngines);
        let listed = |text: &EventText| {
            (text.title.clone(), text.summary.clone(), text.body.opening.clone())
        };
        let searchable = texts.values().map(listed).eq(open.values().map(listed));
        for (text, feed) in texts.values_mut().zip(on(Outlet::Feeds).into_values()) {
            let words = FeedWords { title: feed.title, summary: feed.summary };
            let same = words.title == text.title && words.summary == text.summary;
            text.feed = (!same).then(|| Box::new(words));
        }
        (texts, searchable)
    }

    /// The texts of a page. Titles appear in menus and breadcrumbs of other pages, introductions
    /// on section pages, and search engines see both; so these name only people whom search
    /// engines may know.
    pub(super) fn page_texts(&self, bundle: &Bundle<'_>, page: &Page) -> Texts<PageText> {
        let voice = |outlet| Voice::new(self, &[], outlet);
        let open = voice(Outlet::SearchEngines);
        let own = voice(page_outlet(bundle));
        self.texts(bundle, |(language, document, translation)| {
            let words = translation.map(|one| one.words);
            let default = self.default_language();
            let title = match words.and_then(|words| words.title.as_ref()) {
                Some(title) => open.text(title, language),
                None => open.text(&page.title, default),
            };
            let summary = words.map_or(&page.summary, |words| &words.summary);
            let menu_title = words.map_or(&page.menu_title, |words| &words.menu_title);
            PageText {
                title,
                summary: own.text(summary.as_deref().unwrap_or(""), language),
                menu_title: menu_title.as_ref().map(|title| open.text(title, language)),
                body: own.body(document, language),
                path: document.path.clone(),
            }
        })
    }
}

impl Voice<'_> {
    fn title(
        &self,
        original: &str,
        (language, _, translation): FoundText<'_, '_>,
    ) -> String {
        match translation.and_then(|one| one.words.title.as_ref()) {
            Some(title) => self.text(title, language),
            None => self.text(original, self.gate.default_language()),
        }
    }

    fn story_text(&self, story: &Story, found: FoundText<'_, '_>) -> StoryText {
        let (language, document, translation) = found;
        let words = translation.map(|one| one.words);
        let summary = words.map_or(&story.summary, |words| &words.summary);
        let quote = words.map_or(&story.quote, |words| &words.quote);
        StoryText {
            title: self.title(&story.title, found),
            summary: self.text(summary.as_deref().unwrap_or(""), language),
            quote: quote.as_ref().map(|quote| self.quotation(quote, language)),
            body: self.body(document, language),
            path: document.path.clone(),
            feed: None,
        }
    }

    fn event_text(&self, event: &Event, found: FoundText<'_, '_>) -> EventText {
        let (language, document, translation) = found;
        let words = translation.map(|one| one.words);
        let summary = words.map_or(&event.summary, |words| &words.summary);
        EventText {
            title: self.title(&event.title, found),
            summary: self.text(summary.as_deref().unwrap_or(""), language),
            body: self.body(document, language),
            path: document.path.clone(),
            feed: None,
        }
    }
}
