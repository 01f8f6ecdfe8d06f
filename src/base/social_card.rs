//! What a social card shows: the picture that other services put beside a link to a page.
//!
//! In come finished words, a theme's colours and font and perhaps a part of a photo; out goes
//! the name of the file. Nothing here knows whose words they are or how they are drawn.

use std::fmt;
use std::sync::Arc;

use super::digest::Digest;
use super::language::Language;
use super::picture_format::ENCODER_VERSION;
use super::source::{SitePath, Size};

/// Size of every card in pixels, the 1.91:1 that services crop links to.
pub const CARD_SIZE: Size = Size { width: 1200, height: 630 };

/// Size of the photo on a card in pixels, 4:5.
pub const CARD_PHOTO_SIZE: Size = Size { width: 504, height: 630 };

/// Changes whenever a card with the same words is drawn differently, so that old names and cached
/// files are not taken for new ones.
const LAYOUT_VERSION: u32 = 1;

/// A font file, TrueType or OpenType.
#[derive(Clone)]
pub struct CardFont {
    bytes: Arc<[u8]>,
    digest: Digest,
}

impl CardFont {
    /// A font from the bytes of its file, which the caller has found to be one.
    pub fn new(bytes: Arc<[u8]>) -> Self {
        Self { digest: Digest::of(&bytes), bytes }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }
}

impl PartialEq for CardFont {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for CardFont {}

impl fmt::Debug for CardFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardFont({})", self.digest.short())
    }
}

/// How a theme sets its cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardStyle {
    /// The only font; nothing is ever taken from the system.
    pub font: CardFont,
    /// Colour of the ground: red, green, blue in sRGB.
    pub ground: [u8; 3],
    /// Colour of the text: red, green, blue in sRGB.
    pub text: [u8; 3],
}

/// The day of an event, large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardDay {
    /// `5`, `12–14`.
    pub day: String,
    /// `Juni 2027`.
    pub month: String,
}

/// A part of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPhoto {
    /// The photo.
    pub source: SitePath,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Part of the oriented photo to show, in its pixels: left, top, width, height.
    pub crop: [u32; 4],
}

/// How to make one card. Every text is one paragraph without line breaks, in letters that the
/// font has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRecipe {
    /// Font and colours.
    pub style: Arc<CardStyle>,
    /// Language of the title, by which long words are divided.
    pub language: Language,
    /// The title of the page.
    pub title: String,
    /// A line above the title: a person's name, or that an event is cancelled.
    pub above: Option<String>,
    /// A line below the title: a place.
    pub below: Option<String>,
    /// The day of an event.
    pub day: Option<CardDay>,
    /// The title of the site.
    pub site: String,
    /// The photo, if one may be shown.
    pub photo: Option<CardPhoto>,
}

impl CardRecipe {
    /// Everything that is written on it, with a line for each part.
    pub fn words(&self) -> String {
        let day = self.day.as_ref().map(|day| format!("{} {}", day.day, day.month));
        let parts = [self.above.clone(), self.below.clone(), day].into_iter().flatten();
        let parts = [self.title.clone(), self.site.clone()].into_iter().chain(parts);
        parts.collect::<Vec<_>>().join("\n")
    }

    /// Name of the result: a hash of everything it shows, which tells nothing about the person.
    pub fn file_name(&self) -> String {
        let style = &self.style;
        let colours = [style.ground, style.text].concat();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let day = self.day.as_ref().map_or([String::new(), String::new()], |day| {
            [day.day.clone(), day.month.clone()]
        });
        let photo = self.photo.as_ref().map_or_else(Vec::new, |photo| {
            let crop = photo.crop.map(u32::to_le_bytes).concat();
            [photo.digest.0.to_le_bytes().as_slice(), &crop].concat()
        });
        let name = Digest::of_parts(&[
            b"card",
            &LAYOUT_VERSION.to_le_bytes(),
            &ENCODER_VERSION.to_le_bytes(),
            &style.font.digest.0.to_le_bytes(),
            &colours,
            self.language.code().as_bytes(),
            self.title.as_bytes(),
            text(&self.above).as_bytes(),
            text(&self.below).as_bytes(),
            day[0].as_bytes(),
            day[1].as_bytes(),
            self.site.as_bytes(),
            &photo,
        ]);
        format!("{}.jpg", name.short())
    }
}
