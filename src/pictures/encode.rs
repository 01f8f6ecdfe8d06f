//! From pixels to the bytes of a picture: JPEG, WebP and AVIF, each with its settings.
//!
//! In come pixels in sRGB, 8 bits to the channel, out go the bytes of a file without any
//! metadata. No encoder starts a thread: pictures are made in parallel already, and the number
//! made at once is what limits the memory. The figures behind the settings are in
//! `docs/dependencies.md`.

#[cfg(feature = "avif")]
use ravif::{BitDepth, Img, RGB8, RGBA8};

use crate::base::source::Size;

/// The quality of each encoder, on its own scale.
const JPEG_QUALITY: u8 = 80;
const WEBP_QUALITY: f32 = 78.0;
#[cfg(feature = "avif")]
const AVIF_QUALITY: f32 = 65.0;

/// How hard the AVIF encoder tries: 1 takes longest, 10 is quickest.
#[cfg(feature = "avif")]
const AVIF_SPEED: u8 = 8;

/// Progressive JPEG with 4:2:0 chroma subsampling and Huffman tables optimised for this picture.
pub(super) fn jpeg(rgb: &[u8], size: Size) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let [width, height] =
        [u16::try_from(size.width).ok()?, u16::try_from(size.height).ok()?];
    encoder.encode(rgb, width, height, jpeg_encoder::ColorType::Rgb).ok()?;
    Some(bytes)
}

/// Lossy WebP; the transparency is kept.
pub(super) fn webp(pixels: &[u8], size: Size, transparent: bool) -> Option<Vec<u8>> {
    let encoder = if transparent {
        webp::Encoder::from_rgba(pixels, size.width, size.height)
    } else {
        webp::Encoder::from_rgb(pixels, size.width, size.height)
    };
    encoder.encode_simple(false, WEBP_QUALITY).ok().map(|bytes| bytes.to_vec())
}

/// No AVIF: a site that asks for it is refused before any picture is made.
#[cfg(not(feature = "avif"))]
pub(crate) fn avif(_pixels: &[u8], _size: Size, _transparent: bool) -> Option<Vec<u8>> {
    None
}

/// AVIF; the transparency is kept.
#[cfg(feature = "avif")]
pub(super) fn avif(pixels: &[u8], size: Size, transparent: bool) -> Option<Vec<u8>> {
    let encoder = ravif::Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_bit_depth(BitDepth::Eight)
        .with_num_threads(Some(1));
    let [width, height] =
        [usize::try_from(size.width).ok()?, usize::try_from(size.height).ok()?];
    let encoded = if transparent {
        let (pixels, _) = pixels.as_chunks::<4>();
        let pixels: Vec<RGBA8> =
            pixels.iter().map(|[r, g, b, a]| RGBA8::new(*r, *g, *b, *a)).collect();
        encoder.encode_rgba(Img::new(&pixels, width, height))
    } else {
        let (pixels, _) = pixels.as_chunks::<3>();
        let pixels: Vec<RGB8> =
            pixels.iter().map(|[r, g, b]| RGB8::new(*r, *g, *b)).collect();
        encoder.encode_rgb(Img::new(&pixels, width, height))
    };
    encoded.ok().map(|encoded| encoded.avif_file)
}
