//! The content of a social card: the picture that other services show with a link to a page.
//!
//! In come finished texts, a theme's colours and font and perhaps part of a photo, out goes the
//! file name. Never knows whose texts they are, and never draws anything.

use std::fmt;
use std::sync::Arc;

use super::digest::Digest;
use super::language::Language;
use super::picture_format::{ENCODER_VERSION, PictureFormat};
use super::source::{SitePath, Size};

/// Size of every card in pixels; 1.91:1 is the ratio to which services crop.
pub const CARD_SIZE: Size = Size { width: 1200, height: 630 };

/// Size of the photo on a card in pixels, 4:5.
pub const CARD_PHOTO_SIZE: Size = Size { width: 504, height: 630 };

/// Increased whenever the layout of cards or the packing of those without a photo changes. It is part of file names and cache keys, so
/// that old cards are not reused.
const LAYOUT_VERSION: u32 = 2;

/// A font file, TrueType or OpenType.
#[derive(Clone)]
pub struct CardFont {
    bytes: Arc<[u8]>,
    digest: Digest,
}

impl CardFont {
    /// A font from the bytes of a file that the caller has validated.
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

/// How a theme styles its cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardStyle {
    /// The only font. Fonts of the system are never used: another machine would draw another card.
    pub font: CardFont,
    /// Background colour: red, green, blue in sRGB.
    pub ground: [u8; 3],
    /// Colour of the text: red, green, blue in sRGB.
    pub text: [u8; 3],
}

/// The date of an event, set in large type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardDay {
    /// `5`, `12–14`.
    pub day: String,
    /// `Juni 2027`.
    pub month: String,
}

/// Part of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPhoto {
    /// The photo.
    pub source: SitePath,
    /// Digest of its bytes.
    pub digest: Digest,
    /// The part to show, in pixels of the upright photo: left, top, width, height.
    pub crop: [u32; 4],
}

/// How to draw one card. Every text is a single paragraph, in characters that the font has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRecipe {
    /// Font and colours.
    pub style: Arc<CardStyle>,
    /// Language of the title, for hyphenation.
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

/// Formats in which cards are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPictureFormat {
    /// PNG of sixteen colours: letters and rules on a ground of one colour.
    Png,
    /// JPEG: a photo as well.
    Jpeg,
}

impl CardPictureFormat {
    /// The file name extension.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => PictureFormat::Jpeg.extension(),
        }
    }
}

impl CardRecipe {
    /// The format that suits what is on the card.
    pub const fn format(&self) -> CardPictureFormat {
        match self.photo {
            Some(_) => CardPictureFormat::Jpeg,
            None => CardPictureFormat::Png,
        }
    }

    /// All texts on the card, one per line, for the search for leaks.
    pub fn words(&self) -> String {
        let day = self.day.as_ref().map(|day| format!("{} {}", day.day, day.month));
        let parts = [self.above.clone(), self.below.clone(), day].into_iter().flatten();
        let parts = [self.title.clone(), self.site.clone()].into_iter().chain(parts);
        parts.collect::<Vec<_>>().join("\n")
    }

    /// The file name: a hash of everything on the card, so that it says nothing about the person.
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
        format!("{}.{}", name.short(), self.format().extension())
    }
}
