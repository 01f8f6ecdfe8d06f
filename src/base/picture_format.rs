//! Formats of pictures, and the version of their encoding.
//!
//! Out go names of formats for recipes. Never encodes anything.

/// Formats in which pictures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureFormat {
    /// Progressive JPEG.
    Jpeg,
    /// Lossy WebP.
    WebP,
    /// AVIF (AV1), only if the settings ask for it.
    Avif,
}

/// Increased whenever encoders or their settings change. It is part of file names and cache
/// keys, so that old pictures are not reused.
pub const ENCODER_VERSION: u32 = 2;

impl PictureFormat {
    /// The file name extension.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Avif => "avif",
        }
    }
}
