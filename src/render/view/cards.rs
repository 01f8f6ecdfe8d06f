//! Views of entries in lists, and of the small things they are made of.

use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::Serialize;

use crate::base::digest::Digest;
use crate::base::text::Html;

/// A calendar date, or a date and time, finished for display.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct DateView {
    /// Machine form for `<time datetime="…">`.
    pub iso: String,
    /// `7. Mai 2026`, `7 May 2026`.
    pub text: String,
    /// Day of the month without leading zero.
    pub day: String,
    /// `Mai`, `Jan.`; `May`, `Jan`.
    pub month: String,
    /// Four digits.
    pub year: String,
}

/// A picture in one crop, in several widths and two or three formats. Write it as
/// `<picture>` with a `<source type="image/avif" srcset="{{ avif }}" sizes=…>` if there is one,
/// `<source type="image/webp" srcset="{{ webp }}" sizes=…>` and `<img src srcset="{{ jpeg }}" …>`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Picture {
    /// `srcset` of the AVIF files, if the settings ask for them.
    pub avif: Option<String>,
    /// `srcset` of the WebP files with widths (`… 320w, … 640w`).
    pub webp: String,
    /// `srcset` of the JPEG files.
    pub jpeg: String,
    /// JPEG for `src`.
    pub src: String,
    /// Width of `src` in pixels.
    pub width: u32,
    /// Height of `src` in pixels.
    pub height: u32,
    /// 1 to 12: which colour of the palette is nearest to the picture's mean, for a class name.
    pub ground: u8,
    /// Alternative text; empty only if the editor wrote an empty one on purpose.
    pub alt: String,
    /// `Foto: privat`, as written.
    pub credit: Option<String>,
    /// Caption, as written.
    pub caption: Option<String>,
}

/// Link with a title.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct LinkView {
    /// Text.
    pub title: String,
    /// Address; absent where there is nothing to link to.
    pub url: Option<String>,
}

/// A person in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PersonCard {
    /// `Dr.-Ing. Jana von Müller`.
    pub name: String,
    /// `Müller, Jana von`: the form by which the list is ordered.
    pub sort_name: String,
    /// Address of the person's page.
    pub url: String,
    /// Role, programme and year in one line, as far as published: `Absolventin, Bauingenieurwesen, 1991`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// `Projektleiterin, Beispielbau AG`, as far as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// `Leipzig`, `Wien, Österreich`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Square picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Picture>,
    /// Two letters for the tinted ground that stands for a missing picture; decorative.
    pub initials: String,
    /// 1 to 6: which tint of the theme's palette.
    pub tint: u8,
    /// True if the person has died and this may be told.
    pub in_memoriam: bool,
}

/// A story in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct StoryCard {
    /// Title of the story.
    pub title: String,
    /// Address.
    pub url: String,
    /// Language of title and summary if it differs from the page's: put it on the element as
    /// `lang`, and show [`StoryCard::language_note`].
    pub language: Option<&'static str>,
    /// `auf Deutsch`, `in German`; only if the language differs.
    pub language_note: Option<String>,
    /// Who it is about.
    pub name: String,
    /// One or two sentences.
    pub summary: String,
    /// Day of publication.
    pub date: DateView,
    /// Picture 4:5.
    pub photo: Option<Picture>,
    /// Two letters; decorative.
    pub initials: String,
    /// 1 to 6.
    pub tint: u8,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// An event in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EventCard {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Language of title and summary if it differs from the page's.
    pub language: Option<&'static str>,
    /// `auf Deutsch`, `in German`; only if the language differs.
    pub language_note: Option<String>,
    /// Begin, for the date block.
    pub start: DateView,
    /// `5. Juni 2027, 18:00–20:00 Uhr`; complete, may span days.
    pub when: String,
    /// `Geutebrück-Bau, Leipzig` or `online`.
    pub place: Option<String>,
    /// `scheduled`, `cancelled`, `postponed`, `moved-online`: for a class name.
    pub status: &'static str,
    /// `abgesagt`, …; absent if the event is simply scheduled.
    pub status_label: Option<String>,
    /// `Vortrag`, `Führung`, …
    pub format: Option<String>,
    /// One or two sentences.
    pub summary: String,
    /// True if it is over.
    pub past: bool,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// A contact person or function.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ContactCard {
    /// Name of the person or of the office.
    pub name: String,
    /// What they do.
    pub role: Option<String>,
    /// Faculty with its page.
    pub faculty: Option<LinkView>,
    /// Topics they answer for.
    pub topics: Vec<String>,
    /// Function mailbox.
    pub email: Option<String>,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// Room.
    pub room: Option<String>,
    /// Office hours.
    pub office_hours: Option<String>,
    /// Who stands in.
    pub deputy: Option<String>,
}

/// A section's or term's introduction: what an editor wrote above the list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Introduction {
    /// Lead sentence; may be empty.
    pub summary: String,
    /// Text below it; may be empty.
    pub body: Html,
}

/// A card that is made once and stands on many pages. In templates it is the card itself.
#[derive(Debug)]
pub struct Shared<T> {
    ready: tera::Value,
    digest: Digest,
    card: PhantomData<T>,
}

impl<T: Serialize + Hash> Shared<T> {
    /// Turns a card into the form that templates read, once for all pages.
    pub(in crate::render) fn new(card: &T) -> Self {
        let ready = tera::Value::from_serializable(card);
        Self { ready, digest: Digest::of_value(card), card: PhantomData }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { ready: self.ready.clone(), digest: self.digest, card: PhantomData }
    }
}

impl<T> Serialize for Shared<T> {
    // Tera takes over a finished value as it is, without copying what is in it.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.ready.serialize(serializer)
    }
}

impl<T> Hash for Shared<T> {
    // The digest was made from the whole card by its derived `Hash`.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

/// Where this page stands in a paged list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Pager {
    /// Number of this page, from 1.
    pub current: usize,
    /// How many pages there are.
    pub last: usize,
    /// Entries in the whole list.
    pub total: usize,
    /// The first, the last and the neighbours of the current page, in order, with gaps.
    pub pages: Vec<PageLink>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// A page of a paged list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PageLink {
    /// Its number.
    pub number: usize,
    /// Its address; absent for the current one.
    pub url: Option<String>,
    /// True if pages are left out before this one.
    pub gap: bool,
}
