//! From the colours that a file means to sRGB, which is what browsers assume.
//!
//! In come the bytes of a photo and its ICC profile, out go pixels in sRGB, or the profile from which
//! they are still to be converted. Without a profile, colours are taken as the decoder gives them.

use std::borrow::Cow;

use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{
    CicpColorPrimaries, CicpProfile, ColorProfile, DataColorSpace, Layout,
    MatrixCoefficients, TransferCharacteristics, TransformOptions,
};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// What the colours of a file mean.
pub(super) enum Colours {
    /// Light, in a space of its own.
    Light(ColorProfile),
    /// One grey, with a curve of its own.
    Grey(ColorProfile),
    /// Printing inks.
    Inks(ColorProfile),
}

impl Colours {
    /// By the file itself, or by the profile in it; `None` if neither says anything.
    pub(super) fn of(bytes: &[u8], profile: Option<&[u8]>) -> Option<Self> {
        // It comes before a profile (PNG, third edition, section 4.3).
        if let Some(profile) = code_points(bytes).and_then(by_code_points) {
            return Some(Self::Light(profile));
        }
        let profile =
            ColorProfile::new_from_slice(&with_lab_of_eight_bits(profile?)).ok()?;
        match profile.color_space {
            DataColorSpace::Rgb => Some(Self::Light(profile)),
            DataColorSpace::Gray => Some(Self::Grey(profile)),
            DataColorSpace::Cmyk => Some(Self::Inks(profile)),
            _ => None,
        }
    }
}

/// The profile, such that the library reads its tables right. Lab values of 8 bits mean the same in
/// every version of the format, but the library takes those of version 2 for the old form of 16
/// bits, in which white is a little lower.
fn with_lab_of_eight_bits(profile: &[u8]) -> Cow<'_, [u8]> {
    const VERSION: usize = 8;
    const TAGS: usize = 132;
    let number = |at: usize| {
        let bytes = profile.get(at..at.checked_add(4)?)?;
        let number = u32::from_be_bytes(bytes.try_into().ok()?);
        usize::try_from(number).ok()
    };
    // A profile has a dozen tags, and a table is one of the first.
    let has_table = (0..number(TAGS - 4).unwrap_or(0).min(100)).any(|tag| {
        let at = TAGS + 12 * tag;
        let kind = number(at + 4).and_then(|offset| profile.get(offset..)?.get(..4));
        profile.get(at..at + 3) == Some(b"A2B") && kind == Some(b"mft1")
    });
    match profile.get(VERSION) {
        Some(2) if has_table => {
            let mut newer = profile.to_vec();
            newer[VERSION] = 4;
            newer.into()
        }
        _ => profile.into(),
    }
}

/// The chunk `cICP` of a PNG: numbers for primaries, transfer, matrix and range (ITU-T H.273).
fn code_points(bytes: &[u8]) -> Option<[u8; 4]> {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, data) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        match kind {
            b"cICP" => return data.get(..length)?.try_into().ok(),
            b"IDAT" => return None,
            _ => rest = data.get(length.checked_add(4)?..)?,
        }
    }
}

/// The space that the numbers name; `None` for one that needs more than a curve and a matrix, or
/// that is meant for brighter screens than a page is made for.
fn by_code_points([primaries, transfer, matrix, range]: [u8; 4]) -> Option<ColorProfile> {
    const PQ: u8 = 16;
    const HLG: u8 = 18;
    if matrix != 0 || range != 1 || [PQ, HLG].contains(&transfer) {
        return None;
    }
    Some(ColorProfile::new_from_cicp(CicpProfile {
        color_primaries: CicpColorPrimaries::try_from(primaries).ok()?,
        transfer_characteristics: TransferCharacteristics::try_from(transfer).ok()?,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    }))
}

/// The pixels in sRGB.
pub(super) fn in_srgb(
    profile: &ColorProfile,
    pixels: Vec<u8>,
    transparent: bool,
) -> Vec<u8> {
    let layout = if transparent { Layout::Rgba } else { Layout::Rgb };
    converted(profile, layout, &pixels, layout).unwrap_or(pixels)
}

/// A grey picture in sRGB; as it is, if it is no grey one or the profile cannot be used.
pub(super) fn grey_in_srgb(profile: &ColorProfile, image: DynamicImage) -> DynamicImage {
    if image.color().has_color() {
        return image;
    }
    // There are 256 greys, however many pixels.
    let greys: Vec<u8> = (0..=u8::MAX).collect();
    let Some(light) = converted(profile, Layout::Gray, &greys, Layout::Rgb) else {
        return image;
    };
    let (table, _) = light.as_chunks::<3>();
    let (width, height) = (image.width(), image.height());
    if image.color().has_alpha() {
        let grey = image.into_luma_alpha8();
        let pixels = grey.pixels().flat_map(|pixel| {
            let [luma, alpha] = pixel.0;
            let [r, g, b] = table[usize::from(luma)];
            [r, g, b, alpha]
        });
        let made = RgbaImage::from_raw(width, height, pixels.collect());
        return made.map_or(DynamicImage::from(grey), DynamicImage::from);
    }
    let grey = image.into_luma8();
    let pixels = grey.pixels().flat_map(|pixel| table[usize::from(pixel.0[0])]);
    let made = RgbImage::from_raw(width, height, pixels.collect());
    made.map_or(DynamicImage::from(grey), DynamicImage::from)
}

/// A JPEG in printing inks as sRGB; `None` if it is none, or the profile cannot be used. The
/// decoder that is used for other photos knows no inks and mixes them like light.
pub(super) fn inks_in_srgb(profile: &ColorProfile, bytes: &[u8]) -> Option<DynamicImage> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let written = decoder.input_colorspace()?;
    if !matches!(written, ColorSpace::CMYK | ColorSpace::YCCK) {
        return None;
    }
    decoder.set_options(options.jpeg_set_out_colorspace(written));
    let mut inks = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    let (pixels, _) = inks.as_chunks_mut::<4>();
    for pixel in pixels {
        // Files hold the light that an ink lets through (Adobe), in YCCK its complement.
        let [a, b, c, black] = *pixel;
        let [cyan, magenta, yellow] = if written == ColorSpace::YCCK {
            from_ycc([a, b, c])
        } else {
            [a, b, c].map(|light| 255 - light)
        };
        *pixel = [cyan, magenta, yellow, 255 - black];
    }
    let light = converted(profile, Layout::Rgba, &inks, Layout::Rgb)?;
    let [width, height] = [width, height].map(|side| u32::try_from(side).ok());
    RgbImage::from_raw(width?, height?, light).map(DynamicImage::from)
}

/// Luminance and two differences as three channels (JFIF 1.02).
fn from_ycc([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let [y, cb, cr] = [y, cb, cr].map(i32::from);
    let (cb, cr) = (cb - 128, cr - 128);
    // In units of 1/65536, rounded.
    let red = y + ((91_881 * cr + 32_768) >> 16);
    let green = y - ((22_554 * cb + 46_802 * cr + 32_768) >> 16);
    let blue = y + ((116_130 * cb + 32_768) >> 16);
    [red, green, blue].map(|channel| u8::try_from(channel.clamp(0, 255)).unwrap_or(0))
}

fn converted(
    profile: &ColorProfile,
    from: Layout,
    pixels: &[u8],
    to: Layout,
) -> Option<Vec<u8>> {
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions {
        // Else a table of inks is off by up to four levels between its points.
        prefer_fixed_point: profile.color_space != DataColorSpace::Cmyk,
        ..TransformOptions::default()
    };
    let transform = profile.create_transform_8bit(from, &srgb, to, options).ok()?;
    let mut converted = vec![0; pixels.len() / from.channels() * to.channels()];
    transform.transform(pixels, &mut converted).ok()?;
    Some(converted)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{GrayAlphaImage, GrayImage, ImageFormat, Luma, LumaA, Rgb};
    use jpeg_encoder::{ColorType, Encoder};

    use crate::base::source::Size;
    use crate::pictures::pixels::DecodedPhoto;

    /// The colour of a photo of one colour, in sRGB.
    fn colour(bytes: &[u8]) -> [u8; 3] {
        let photo = DecodedPhoto::decode(bytes).expect("a photo");
        let part = photo.part([0, 0, 8, 8], Size { width: 8, height: 8 });
        part.expect("inside").into_rgb()[..3].try_into().expect("three channels")
    }

    #[track_caller]
    fn near(bytes: &[u8], wanted: [u8; 3]) {
        let found = colour(bytes);
        let is_near = found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 2);
        assert!(is_near, "{found:?}, and by LittleCMS {wanted:?}");
    }

    fn jpeg(pixel: &[u8], kind: ColorType, profile: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 100);
        encoder.add_icc_profile(profile).expect("a short profile");
        encoder.encode(&pixel.repeat(64), 8, 8, kind).expect("a JPEG");
        bytes
    }

    /// A PNG with a further chunk behind its header.
    fn png(image: impl Into<image::DynamicImage>, kind: [u8; 4], data: &[u8]) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.into().write_to(&mut bytes, ImageFormat::Png).expect("a PNG");
        let mut bytes = bytes.into_inner();
        let mut chunk = u32::try_from(data.len()).expect("short").to_be_bytes().to_vec();
        let named = [kind.as_slice(), data].concat();
        chunk.extend(&named);
        let mut crc = flate2::Crc::new();
        crc.update(&named);
        chunk.extend(crc.sum().to_be_bytes());
        bytes.splice(33..33, chunk);
        bytes
    }

    const INKS: &[u8] = include_bytes!("../../tests/pictures/profiles/inks.icc");
    const LSTAR: &[u8] = include_bytes!("../../tests/pictures/profiles/grey-lstar.icc");
    const GAMMA: &[u8] =
        include_bytes!("../../tests/pictures/profiles/grey-gamma-1.8.icc");

    /// The colours on the right are those of `LittleCMS` 2.19, perceptual, for the same profile.
    #[test]
    fn inks_with_a_profile_become_the_light_that_it_says() {
        for (inks, light) in [
            ([0, 0, 0, 0], [255, 255, 255]),
            ([255, 0, 0, 0], [5, 158, 224]),
            ([0, 255, 0, 0], [230, 16, 129]),
            ([0, 0, 255, 0], [254, 237, 15]),
            ([0, 0, 0, 255], [32, 31, 31]),
            ([180, 20, 200, 10], [73, 158, 56]),
            ([60, 140, 30, 80], [134, 80, 116]),
            ([10, 90, 200, 0], [237, 158, 54]),
            ([128, 128, 128, 128], [68, 58, 53]),
            ([200, 100, 50, 25], [50, 101, 138]),
            ([33, 66, 99, 11], [208, 171, 133]),
        ] {
            near(&jpeg(&inks, ColorType::Cmyk, INKS), light);
            near(&jpeg(&inks, ColorType::CmykAsYcck, INKS), light);
        }
    }

    #[test]
    fn greys_with_a_profile_become_the_light_that_it_says() {
        for (profile, greys) in [
            (LSTAR, [(0, 0), (20, 23), (50, 47), (100, 92), (150, 141), (255, 255)]),
            (GAMMA, [(0, 0), (20, 26), (50, 65), (100, 119), (150, 167), (255, 255)]),
        ] {
            let mut packed = b"p\0\0".to_vec();
            let level = flate2::Compression::best();
            let mut deflate = flate2::write::ZlibEncoder::new(&mut packed, level);
            std::io::Write::write_all(&mut deflate, profile).expect("memory");
            deflate.finish().expect("memory");
            for (grey, light) in greys {
                near(&jpeg(&[grey], ColorType::Luma, profile), [light; 3]);
                let image = GrayImage::from_pixel(8, 8, Luma([grey]));
                near(&png(image, *b"iCCP", &packed), [light; 3]);
                let image = GrayAlphaImage::from_pixel(8, 8, LumaA([grey, 255]));
                near(&png(image, *b"iCCP", &packed), [light; 3]);
            }
        }
    }

    #[test]
    fn the_numbers_of_a_png_name_a_space_too() {
        let image = || image::RgbImage::from_pixel(8, 8, Rgb([200, 60, 40]));
        // Display P3; then what is sRGB already; then a bright screen, which is left as it is.
        near(&png(image(), *b"cICP", &[12, 13, 0, 1]), [217, 42, 23]);
        near(&png(image(), *b"cICP", &[1, 13, 0, 1]), [200, 60, 40]);
        near(&png(image(), *b"cICP", &[9, 16, 0, 1]), [200, 60, 40]);
        near(&png(image(), *b"cICP", &[12, 13]), [200, 60, 40]);
    }
}
