//! Views for accessibility: the statement and the video in sign language.
//!
//! In come public pages, out go finished texts. The sentences are those of the model statement
//! (Implementing Decision (EU) 2018/1523), taken from the theme's texts. Whether the site conforms
//! is declared by the editors and never decided here.

use crate::base::file_format::FileFormat;
use crate::base::source::SitePath;
use crate::base::text::Localised;
use crate::publish::public_page::{PublicVideo, VideoPlace};
use crate::publish::words::{Conformance, Statement};

use super::locale::Locale;
use super::page_context::PageContext;
use super::picture::PictureUse;
use super::{dates, texts};
use crate::render::view::{
    AccessibilityView, EnforcementView, FeedbackView, GapView, LinkView, SignLanguageView,
};

/// The accessibility statement in sentences.
pub(super) fn statement(locale: Locale<'_>, statement: &Statement) -> AccessibilityView {
    let text = |text: &Localised| text.text(locale.language).to_owned();
    let day = |day| dates::long(locale, day);
    let scope = statement.scope.as_ref().map_or_else(
        || {
            let base = &locale.config().base_url;
            let address = base.absolute("/");
            let bare = address.split_once("://").map_or("", |(_, rest)| rest);
            bare.trim_end_matches('/').to_owned()
        },
        text,
    );
    let own = &locale.config().institution;
    let name = own.name.as_ref().unwrap_or(&locale.config().title);
    let (law, standard) = (text(&statement.law), text(&statement.standard));
    let status = match statement.conformance {
        Conformance::Full => "statement.full",
        Conformance::Partial => "statement.partial",
        Conformance::None => "statement.none",
    };
    let method = format!("statement.{}", statement.method.word());
    let reviewed = statement.reviewed.map(|reviewed| {
        locale.words.fill("statement.reviewed", &[("date", &day(reviewed))])
    });
    let prepared =
        locale.words.fill("statement.prepared", &[("date", &day(statement.prepared))]);
    AccessibilityView {
        conformance: statement.conformance.word(),
        commitment: locale.words.fill(
            "statement.commitment",
            &[("institution", &text(name)), ("law", &law), ("scope", &scope)],
        ),
        scope: locale.words.fill("statement.scope", &[("scope", &scope)]),
        status: locale.words.fill(status, &[("standard", &standard)]),
        gaps: gaps(locale, statement),
        preparation: [
            Some(prepared),
            Some(locale.words.get(&method).to_owned()),
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
                locale.words.count("statement_days", usize::try_from(days).unwrap_or(0))
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

/// What is not accessible, grouped by the reason; a reason without an entry has no group.
fn gaps(locale: Locale<'_>, statement: &Statement) -> Vec<GapView> {
    let gaps = &statement.gaps;
    [
        ("statement.non_compliant", &gaps.non_compliant),
        ("statement.disproportionate_burden", &gaps.disproportionate_burden),
        ("statement.out_of_scope", &gaps.out_of_scope),
    ]
    .into_iter()
    .filter(|(_, items)| !items.is_empty())
    .map(|(name, items)| GapView {
        title: locale.words.get(name).to_owned(),
        items: items.iter().map(|one| one.text(locale.language).to_owned()).collect(),
    })
    .collect()
}

/// A video in sign language. `path` is the file that names it, from which its links are resolved.
pub(super) fn sign_language(
    context: &mut PageContext<'_>,
    video: &PublicVideo,
    path: &SitePath,
) -> SignLanguageView {
    let locale = context.locale;
    let minutes = video.minutes.and_then(|minutes| usize::try_from(minutes).ok());
    let transcript = video
        .transcript
        .as_ref()
        .and_then(|target| texts::link_target(context, target, path));
    let mut view = SignLanguageView {
        url: None,
        media_type: None,
        download: None,
        captions: None,
        poster: None,
        elsewhere: None,
        minutes: minutes.map(|minutes| locale.words.count("minutes", minutes)),
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
            view.url = texts::download(locale, file).map(|(url, _)| url);
            view.media_type = format.map(|format| format.media_type);
            view.download =
                format.map(|format| format.label(Some(download.length), locale.language));
            let captions =
                captions.as_ref().and_then(|(file, _)| texts::download(locale, file));
            view.captions = captions.map(|(url, _)| url);
            view.poster = context
                .pictures
                .photo(poster.as_deref(), PictureUse::Whole)
                .map(|picture| picture.src);
        }
    }
    view
}
