//! What a template may see of the accessibility statement and of videos in sign language.

use serde::Serialize;

use super::LinkView;

/// The site's accessibility statement, in sentences of the model statement.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct AccessibilityView {
    /// `full`, `partial` or `none`.
    pub conformance: &'static str,
    /// That the institution wants its site to be accessible, and by which law.
    pub commitment: String,
    /// Which website the statement is about.
    pub scope: String,
    /// How far the site complies, and with what.
    pub status: String,
    /// What is not accessible, by the reason why; reasons without anything are left out.
    pub gaps: Vec<GapView>,
    /// When and how the statement was made, one sentence each.
    pub preparation: Vec<String>,
    /// How to report a barrier.
    pub feedback: FeedbackView,
    /// Whom to turn to if that does not help.
    pub enforcement: EnforcementView,
}

/// Contents that are not accessible for one reason.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct GapView {
    /// The reason, as a heading.
    pub title: String,
    /// The contents, one or two sentences each.
    pub items: Vec<String>,
}

/// How to report a barrier.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct FeedbackView {
    /// Mailbox.
    pub email: String,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// Who answers.
    pub contact: Option<String>,
    /// Within how many days, in a sentence.
    pub answer: Option<String>,
}

/// The body that helps if the feedback does not.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EnforcementView {
    /// Its name.
    pub name: String,
    /// Its website.
    pub url: String,
    /// Its mailbox.
    pub email: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
}

/// A video in German Sign Language: one of `url` and `elsewhere` is there.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SignLanguageView {
    /// Address of the file, for `<video>` and to download.
    pub url: Option<String>,
    /// Its media type: `video/mp4`, `video/webm`.
    pub media_type: Option<&'static str>,
    /// Its format and size: `MP4, 12 MB`.
    pub download: Option<String>,
    /// Address of its captions (`WebVTT`), for `<track>`.
    pub captions: Option<String>,
    /// Address of a picture shown before it plays.
    pub poster: Option<String>,
    /// The video on another site: its host and address. Link to it, never embed it.
    pub elsewhere: Option<LinkView>,
    /// Its length: `3 Minuten`.
    pub minutes: Option<String>,
    /// Address of the same as a text.
    pub transcript: Option<String>,
    /// Language of that page, if it is not that of this one.
    pub transcript_language: Option<&'static str>,
}
