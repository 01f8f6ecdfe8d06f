//! Views for accessibility: the statement, videos in sign language, both ways into the site.
//!
//! In come public pages, out go finished texts. The sentences of the statement are those of the
//! model statement (Implementing Decision (EU) 2018/1523), from the theme's texts; what is
//! true of the site is never decided here.

use crate::base::file_format::FileFormat;
use crate::base::source::SitePath;
use crate::base::text::Localised;
use crate::publish::public::in_language;
use crate::publish::public_page::{PublicPage, PublicVideo, VideoPlace};
use crate::publish::words::{Conformance, Statement};

use super::dates;
use super::page_context::PageContext;
use super::picture::Use;
use crate::render::view::{
    AccessibilityView, EnforcementView, FeedbackView, GapView, LinkView, MenuEntry,
    SignLanguageView,
};

impl PageContext<'_> {
    /// The page of a kind that every page leads to: one in the page's own language if there is
    /// one, else the first.
    pub(crate) fn way(&self, is_it: fn(&PublicPage) -> bool) -> Option<MenuEntry> {
        let mut pages = self.site.pages.iter().filter(|(_, page)| is_it(page));
        let own = |page: &PublicPage| page.texts.contains_key(&self.language);
        let (key, page) =
            pages.clone().find(|(_, page)| own(page)).or_else(|| pages.next())?;
        let (language, text) = in_language(&page.texts, self.language)?;
        Some(MenuEntry {
            title: text.menu_title.as_ref().unwrap_or(&text.title).clone(),
            url: self.address(&page.addresses),
            key: key.clone(),
            language: self.other(language),
        })
    }

    /// The accessibility statement in sentences.
    pub(crate) fn statement(&self, statement: &Statement) -> AccessibilityView {
        let text = |text: &Localised| text.text(self.language).to_owned();
        let day = |day| dates::long(self.words, self.language, day);
        let scope = statement.scope.as_ref().map_or_else(
            || {
                let base = &self.config().base_url;
                let address = base.absolute("/");
                let bare = address.split_once("://").map_or("", |(_, rest)| rest);
                bare.trim_end_matches('/').to_owned()
            },
            text,
        );
        let own = &self.config().institution;
        let name = own.name.as_ref().unwrap_or(&self.config().title);
        let (law, standard) = (text(&statement.law), text(&statement.standard));
        let status = match statement.conformance {
            Conformance::Full => "statement.full",
            Conformance::Partial => "statement.partial",
            Conformance::None => "statement.none",
        };
        let method = format!("statement.{}", statement.method.word());
        let reviewed = statement.reviewed.map(|reviewed| {
            self.words.fill("statement.reviewed", &[("date", &day(reviewed))])
        });
        let prepared =
            self.words.fill("statement.prepared", &[("date", &day(statement.prepared))]);
        AccessibilityView {
            conformance: statement.conformance.word(),
            commitment: self.words.fill(
                "statement.commitment",
                &[("institution", &text(name)), ("law", &law), ("scope", &scope)],
            ),
            scope: self.words.fill("statement.scope", &[("scope", &scope)]),
            status: self.words.fill(status, &[("standard", &standard)]),
            gaps: self.gaps(statement),
            preparation: [
                Some(prepared),
                Some(self.words.get(&method).to_owned()),
                reviewed,
            ]
            .into_iter()
            .flatten()
            .collect(),
            feedback: FeedbackView {
                email: statement.feedback.email.clone(),
                phone: statement.feedback.phone.clone(),
                contact: statement.feedback.contact.as_ref().map(text),
                answer: statement.feedback.days.map(|days| {
                    self.words.count("statement_days", usize::try_from(days).unwrap_or(0))
                }),
            },
            enforcement: EnforcementView {
                name: text(&statement.enforcement.name),
                url: statement.enforcement.url.clone(),
                email: statement.enforcement.email.clone(),
                address: statement.enforcement.address.as_ref().map(text),
            },
        }
    }

    /// What is not accessible, by the reason why; reasons without anything are left out.
    fn gaps(&self, statement: &Statement) -> Vec<GapView> {
        let gaps = &statement.gaps;
        [
            ("statement.non_compliant", &gaps.non_compliant),
            ("statement.disproportionate_burden", &gaps.disproportionate_burden),
            ("statement.out_of_scope", &gaps.out_of_scope),
        ]
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(name, items)| GapView {
            title: self.words.get(name).to_owned(),
            items: items.iter().map(|one| one.text(self.language).to_owned()).collect(),
        })
        .collect()
    }

    /// A video in sign language. `path` is the file it is named in.
    pub(crate) fn sign_language(
        &mut self,
        video: &PublicVideo,
        path: &SitePath,
    ) -> SignLanguageView {
        let minutes = video.minutes.and_then(|minutes| usize::try_from(minutes).ok());
        let transcript =
            video.transcript.as_ref().and_then(|target| self.target(target, path));
        let mut view = SignLanguageView {
            url: None,
            media_type: None,
            download: None,
            captions: None,
            poster: None,
            elsewhere: None,
            minutes: minutes.map(|minutes| self.words.count("minutes", minutes)),
            transcript_language: transcript.as_ref().and_then(|to| to.language),
            transcript: transcript.map(|to| to.url),
        };
        match &video.place {
            VideoPlace::Elsewhere(url) => {
                let host = url.split_once("://").map_or("", |(_, rest)| rest);
                let host = host.split(['/', '?', '#']).next().unwrap_or(host);
                view.elsewhere =
                    Some(LinkView { title: host.to_owned(), url: Some(url.clone()) });
            }
            VideoPlace::Here { video: (file, download), captions, poster } => {
                let format = FileFormat::of(file.as_str());
                view.url = self.download(file).map(|(url, _)| url);
                view.media_type = format.map(|format| format.media_type);
                view.download = format
                    .map(|format| format.label(Some(download.length), self.language));
                let captions =
                    captions.as_ref().and_then(|(file, _)| self.download(file));
                view.captions = captions.map(|(url, _)| url);
                view.poster = self
                    .picture(poster.as_deref(), Use::Whole)
                    .map(|picture| picture.src);
            }
        }
        view
    }
}
