//! From the bytes of a file to the size of the picture in it, without decoding the picture.
//!
//! In come bytes, out go the kind by content (never by name), the size as seen and the open
//! decoder. Nothing here reads a file.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader};

use crate::base::source::Size;

/// How much of a JPEG usually holds its header, metadata included.
const USUAL_HEADER: usize = 256 * 1024;

/// The size of a JPEG, PNG or WebP as it is seen; `None` for everything else.
pub(crate) fn size(bytes: &[u8]) -> Option<Size> {
    // The JPEG decoder copies what it is given, so it is given the beginning first.
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
pub(crate) fn decoder(bytes: &[u8]) -> Option<impl ImageDecoder + '_> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    reader.format().filter(|format| known.contains(format))?;
    reader.into_decoder().ok()
}

/// How the picture is to be turned; a damaged note about it counts as none.
pub(crate) fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

/// True for a JPEG whose end is missing, as after an upload that broke off: the decoder would
/// show the rest as a grey area.
pub(crate) fn is_cut_short(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(b"\xff\xd8") else { return false };
    // The preview inside the metadata has an end too, so the segments before the picture are
    // passed over by their lengths.
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
    // No picture at all; the decoder knows better what is wrong.
    false
}
