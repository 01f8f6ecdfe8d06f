//! The output of a build: paths and contents of the finished site.
//!
//! In come finished bytes, copies and recipes for pictures, out goes a set ordered by path. A
//! path never points outside the output folder.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::code::Code;
use super::digest::Digest;
use super::picture_format::{ENCODER_VERSION, PictureFormat};
use super::social_card::CardRecipe;
use super::source::{SitePath, Size};

/// A path inside the output folder: relative, without `.` and `..`. Pages of the site have ASCII
/// names; a former address may hold letters of any kind, as the server has decoded them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Builds a path; `None` if it could leave the folder or contains characters that some disk
    /// or server would not take in a name.
    pub fn new(path: &str) -> Option<Self> {
        let part_is_plain = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && !part.starts_with(' ')
                && !part.ends_with(' ')
                && part.chars().all(is_plain)
        };
        path.split('/').all(part_is_plain).then(|| Self(path.into()))
    }

    /// The file for a page: `/en/events/` → `en/events/index.html`.
    pub fn page(address: &str) -> Option<Self> {
        let inner = address.strip_prefix('/')?;
        if inner.is_empty() {
            return Self::new("index.html");
        }
        Self::new(&format!("{}/index.html", inner.strip_suffix('/')?))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// True for what may stand in a name: letters and digits of any script, and signs that mean nothing
/// to a shell, a disk or the rules of a server. Signs without a shape are none of these.
fn is_plain(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "-_.~ ,()+!'".contains(c);
    }
    let is_mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}');
    c.is_alphanumeric() || is_mark || "–—’„“”".contains(c)
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The content of an output file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// The bytes of a source file, unchanged: a theme's fonts or a download, never a photo.
    Copy(SitePath, Digest),
    /// A picture made from a source file.
    Picture(Arc<Recipe>),
    /// A social card: the picture that other services show with a link.
    Card(Arc<CardRecipe>),
    /// A page that lies on the disk already.
    Stored(StoredPage),
}

/// A page that lies on the disk, and was searched for what must not appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredPage {
    /// In the published folder, and may stay there: a digest of the version that was found.
    Kept(Digest),
    /// In the folder that is about to take the place of the published one: a digest of the version
    /// that was written.
    Staged(Digest),
}

/// How to make one output picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe {
    /// The photo.
    pub source: SitePath,
    /// Digest of the photo's bytes.
    pub digest: Digest,
    /// The part of the photo to keep, in pixels of the upright photo: left, top, width, height.
    pub crop: [u32; 4],
    /// Size of the result.
    pub size: Size,
    /// Format of the result.
    pub format: PictureFormat,
}

impl Recipe {
    /// The file name: a hash of photo, recipe and encoder version, so that it says nothing
    /// about the person in the picture.
    pub fn file_name(&self) -> String {
        let numbers = [
            ENCODER_VERSION,
            self.crop[0],
            self.crop[1],
            self.crop[2],
            self.crop[3],
            self.size.width,
            self.size.height,
            self.format as u32,
        ];
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        let name = Digest::of_parts(&[&self.digest.0.to_le_bytes(), &bytes]);
        format!("{}.{}", name.short(), self.format.extension())
    }
}

/// The finished site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutputSet(pub BTreeMap<OutputPath, Content>);

/// A document that is not published on the day of the build. Used for the report, and to check
/// whether the site that is online still shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Its name in reports: the person's name or the title.
    pub name: String,
    /// Its source.
    pub path: SitePath,
    /// Why, as the code of the note about it.
    pub code: Code,
    /// The pages it would have in every language of the site.
    pub pages: Vec<OutputPath>,
}
