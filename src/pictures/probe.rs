//! From the bytes of a file to the size of the picture in it, without decoding the picture.
//!
//! In come bytes, out go the size after rotation and the open decoder. The format is recognised by
//! content and never by name. Nothing here reads a file.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader};

use crate::base::source::Size;

/// How much of a JPEG usually contains its header, metadata included.
const USUAL_HEADER: usize = 256 * 1024;

/// The size of a JPEG, PNG or WebP as a browser shows it; `None` for everything else.
pub(crate) fn size(bytes: &[u8]) -> Option<Size> {
    // The JPEG decoder copies its whole input, so it is given only the beginning first.
    let beginning = &bytes[..bytes.len().min(USUAL_HEADER)];
    let header = match image::guess_format(beginning) {
        Ok(ImageFormat::Jpeg) => seen_size(beginning).or_else(|| seen_size(bytes)),
        Ok(_) => seen_size(bytes),
        Err(_) => None,
    };
    header.filter(|size| size.width > 0 && size.height > 0)
}

fn seen_size(bytes: &[u8]) -> Option<Size> {
    let mut decoder = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    Some(match orientation(&mut decoder) {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => Size { width: height, height: width },
        _ => Size { width, height },
    })
}

/// The decoder for a JPEG, PNG or WebP.
pub(super) fn decoder(bytes: &[u8]) -> Option<impl ImageDecoder + '_> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    reader.format().filter(|format| known.contains(format))?;
    reader.into_decoder().ok()
}

/// The EXIF orientation; a damaged one counts as none.
pub(super) fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

/// True for a JPEG whose end is missing, as after an interrupted upload: the decoder would fill the
/// rest with grey.
pub(super) fn is_cut_short(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(b"\xff\xd8") else { return false };
    // A thumbnail in the metadata has an end marker too, so the segments before the image data are
    // skipped by their lengths.
    while let [0xff, kind, high, low, ..] = *rest {
        if kind == 0xda {
            return !rest.windows(2).any(|pair| pair == b"\xff\xd9");
        }
        let length = 2 + usize::from(u16::from_be_bytes([high, low]));
        rest = if kind == 0xff {
            &rest[1..]
        } else {
            rest.get(length..).unwrap_or_default()
        };
    }
    // No image data at all: the decoder reports that better.
    false
}
