//! A Markdown text after reading: HTML in pieces, with the holes that only the whole site fills.
//!
//! Links to other files and pictures cannot be finished while one file is read; they stand
//! here as pieces. Nothing here knows an address.

use crate::base::diagnostic::BytesRange;
use crate::base::language_tag::LanguageTag;
use crate::base::mention::TextPart;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Finished HTML.
    Html(String),
    /// Begin of a link to a file of the site or to an address below its root.
    LinkStart {
        /// As written: `../directory/jana.md#bio`, `/kontakt/`.
        target: String,
        /// True if nothing is to be said of the file it leads to: its words name the format
        /// already, or it leads to none.
        says_format: bool,
        /// Where it is written.
        range: BytesRange,
    },
    /// End of that link.
    LinkEnd,
    /// Begin of the name of a person who is mentioned. After the gate only people who are
    /// published are named here, by the names of their entries.
    MentionStart {
        /// Name or opaque id of the entry.
        person: String,
        /// What stands in place of the name while the person is withheld.
        phrase: Option<String>,
        /// Where it is written.
        range: BytesRange,
    },
    /// End of that name.
    MentionEnd,
    /// A picture that lies in `content/`.
    Picture {
        /// As written.
        file: String,
        /// Alternative text.
        alt: String,
        /// Caption: the title up to its last bar.
        caption: Option<String>,
        /// Credit line: the title behind its last bar.
        credit: Option<String>,
        /// True if it stands alone, as a figure and not in a paragraph.
        figure: bool,
        /// Where it is written.
        range: BytesRange,
    },
}

/// A Markdown text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
    /// The first paragraph without markup, cut at a word; for descriptions. Empty before the
    /// gate if that paragraph mentions somebody.
    pub opening: String,
    /// The first paragraph in its parts, if it mentions somebody; empty after the gate.
    pub opening_parts: Vec<TextPart>,
}

/// Longest opening, in characters; search engines show about as much.
pub const OPENING: usize = 180;

impl Body {
    /// True if it links to something of the site or shows pictures.
    pub fn refers(&self) -> bool {
        self.pieces.iter().any(|piece| !matches!(piece, Piece::Html(_)))
    }

    /// True if it mentions somebody.
    pub fn mentions(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::MentionStart { .. } => true,
            Piece::Picture { alt, caption, credit, .. } => {
                [Some(alt), caption.as_ref(), credit.as_ref()]
                    .into_iter()
                    .flatten()
                    .any(|text| crate::base::mention::mentions(text))
            }
            Piece::Html(_)
            | Piece::LinkStart { .. }
            | Piece::LinkEnd
            | Piece::MentionEnd => false,
        })
    }

    /// True if there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

/// Words that somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words, without quotation marks.
    pub text: String,
    /// Their language, if it is not that of the file.
    pub language: Option<LanguageTag>,
}

/// A photo as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The file, relative to the one that names it.
    pub file: String,
    /// Alternative text; empty on purpose, or left out by mistake.
    pub alt: Option<crate::base::text::Localised>,
    /// Credit line.
    pub credit: Option<crate::base::text::Localised>,
    /// Caption.
    pub caption: Option<crate::base::text::Localised>,
    /// What must stay in view, in percent from the left and from the top.
    pub focus: Option<[u8; 2]>,
}

/// What a translation may replace in a photo.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhotoWords {
    /// Alternative text.
    pub alt: Option<String>,
    /// Credit line.
    pub credit: Option<String>,
    /// Caption.
    pub caption: Option<String>,
}
