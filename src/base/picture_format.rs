//! The formats that pictures are written in, and the version of the way they are written.
//!
//! What comes in is nothing; out go names of formats for recipes. How a format is encoded is not
//! known here.

/// Formats that pictures are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureFormat {
    /// Progressive JPEG.
    Jpeg,
    /// Lossy WebP.
    WebP,
    /// AVIF, the AV1 still picture: only if the settings ask for it.
    Avif,
}

/// Changes whenever the encoders or their settings do, so that old names and cached files are
/// not taken for new ones.
pub const ENCODER_VERSION: u32 = 2;

impl PictureFormat {
    /// File name ending.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Avif => "avif",
        }
    }
}
