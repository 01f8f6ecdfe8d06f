//! From the bytes of a photo and recipes to the bytes of the pictures.
//!
//! The photo is decoded once, turned as its EXIF orientation says, and then cropped, scaled and
//! encoded for each recipe. Only pixels are kept: no GPS position, no time, no model of a camera.
//! Nothing here reads or writes a file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, ImageDecoder, Limits};
use moxcms::ColorProfile;

use super::colour::{Colours, grey_in_srgb, in_srgb, inks_in_srgb};
use super::encode::{avif, jpeg, webp};
use super::probe;
use crate::base::output::Recipe;
use crate::base::picture_format::PictureFormat;
use crate::base::source::Size;

/// Limits against decompression bombs: a file of a few kilobytes can claim to be a million pixels
/// wide.
const MOST_PIXELS: u64 = 200_000_000;
const MOST_MEMORY: u64 = 1024 * 1024 * 1024;

/// How many pixels of the longer side are sampled for the mean colour.
const MEAN_GRID: u32 = 256;

/// A decoded photo, upright, 8 bits to the channel.
pub(crate) struct DecodedPhoto {
    size: Size,
    pixels: Vec<u8>,
    kind: PixelType,
    profile: Option<ColorProfile>,
}

/// A part of a photo in the size of a picture, in sRGB.
pub(crate) struct Crop {
    size: Size,
    pixels: Vec<u8>,
    transparent: bool,
}

impl DecodedPhoto {
    /// Decodes a photo; `None` if it is damaged, too large or no photo.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        // A decoder may panic on a damaged file; the other photos are still wanted.
        catch_unwind(AssertUnwindSafe(|| decode(bytes))).ok().flatten()
    }

    /// The bytes of one picture; `None` if the recipe does not fit the photo.
    pub(crate) fn make(&self, recipe: &Recipe) -> Option<Vec<u8>> {
        self.part(recipe.crop, recipe.size)?.encode(recipe.format)
    }

    /// A part of the photo in its final size, in sRGB; `None` if it is not inside. Always scaled
    /// from the photo itself and never from a larger picture of it, so that the preview, which
    /// makes one picture at a time, gives the same bytes as a build.
    pub(crate) fn part(&self, crop: [u32; 4], size: Size) -> Option<Crop> {
        let [left, top, width, height] = crop;
        let inside = left.checked_add(width)? <= self.size.width
            && top.checked_add(height)? <= self.size.height;
        if !inside || [width, height, size.width, size.height].contains(&0) {
            return None;
        }
        let source =
            ImageRef::new(self.size.width, self.size.height, &self.pixels, self.kind)
                .ok()?;
        let mut scaled = Image::new(size.width, size.height, self.kind);
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(left.into(), top.into(), width.into(), height.into());
        Resizer::new().resize(&source, &mut scaled, &options).ok()?;
        let mut pixels = scaled.into_vec();
        let transparent = self.kind == PixelType::U8x4;
        if let Some(profile) = &self.profile {
            pixels = in_srgb(profile, pixels, transparent);
        }
        Some(Crop { size, pixels, transparent })
    }

    /// The mean colour in sRGB, on white, of a grid of pixels across the whole photo.
    pub(crate) fn mean(&self) -> [u8; 3] {
        let transparent = self.kind == PixelType::U8x4;
        let bytes = if transparent { 4 } else { 3 };
        let step = (self.size.width.max(self.size.height) / MEAN_GRID).max(1) as usize;
        let mut sum = [0_u64; 3];
        let mut count = 0;
        for row in
            self.pixels.chunks_exact(self.size.width as usize * bytes).step_by(step)
        {
            for pixel in row.chunks_exact(bytes).step_by(step) {
                let alpha = pixel.get(3).copied().unwrap_or(u8::MAX);
                for (sum, channel) in sum.iter_mut().zip(pixel) {
                    *sum += u64::from(blend(*channel, alpha));
                }
                count += 1;
            }
        }
        let mean = sum.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX));
        let Some(profile) = &self.profile else { return mean };
        let converted = in_srgb(profile, mean.to_vec(), false);
        converted.try_into().unwrap_or(mean)
    }
}

impl Crop {
    /// Its pixels as RGB, on white, 8 bits to the channel.
    pub(super) fn into_rgb(self) -> Vec<u8> {
        if self.transparent { on_white(&self.pixels) } else { self.pixels }
    }

    /// The bytes of a file; `None` if the encoder cannot write such a picture.
    pub(crate) fn encode(&self, format: PictureFormat) -> Option<Vec<u8>> {
        let Self { size, pixels, transparent } = self;
        match format {
            PictureFormat::Jpeg if *transparent => jpeg(&on_white(pixels), *size),
            PictureFormat::Jpeg => jpeg(pixels, *size),
            PictureFormat::WebP => webp(pixels, *size, *transparent),
            PictureFormat::Avif => avif(pixels, *size, *transparent),
        }
    }
}

fn decode(bytes: &[u8]) -> Option<DecodedPhoto> {
    if probe::is_cut_short(bytes) {
        return None;
    }
    let mut decoder = probe::decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).ok()?;
    let orientation = probe::orientation(&mut decoder);
    let profile = decoder.icc_profile().ok().flatten();
    let colours = Colours::of(bytes, profile.as_deref());
    let (mut image, profile) = match colours {
        Some(Colours::Light(profile)) => {
            (DynamicImage::from_decoder(decoder).ok()?, Some(profile))
        }
        Some(Colours::Grey(profile)) => {
            let image = DynamicImage::from_decoder(decoder).ok()?;
            (grey_in_srgb(&profile, image), None)
        }
        Some(Colours::Inks(profile)) => match inks_in_srgb(&profile, bytes) {
            Some(image) => (image, None),
            None => (DynamicImage::from_decoder(decoder).ok()?, None),
        },
        None => (DynamicImage::from_decoder(decoder).ok()?, None),
    };
    image.apply_orientation(orientation);
    let size = Size { width: image.width(), height: image.height() };
    let (pixels, kind) = if image.color().has_alpha() {
        let rgba = image.into_rgba8();
        if rgba.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
            (DynamicImage::from(rgba).into_rgb8().into_raw(), PixelType::U8x3)
        } else {
            (rgba.into_raw(), PixelType::U8x4)
        }
    } else {
        (image.into_rgb8().into_raw(), PixelType::U8x3)
    };
    Some(DecodedPhoto { size, pixels, kind, profile })
}

/// A channel over white.
fn blend(channel: u8, alpha: u8) -> u8 {
    let [channel, alpha] = [u32::from(channel), u32::from(alpha)];
    u8::try_from((channel * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
}

fn on_white(rgba: &[u8]) -> Vec<u8> {
    let (pixels, _) = rgba.as_chunks::<4>();
    pixels
        .iter()
        .flat_map(|[r, g, b, alpha]| [r, g, b].map(|c| blend(*c, *alpha)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;
    use crate::base::digest::Digest;
    use crate::base::source::SitePath;

    fn recipe(crop: [u32; 4], width: u32, height: u32, format: PictureFormat) -> Recipe {
        let source = SitePath::new("content/directory/jana.jpg");
        Recipe { source, digest: Digest(0), crop, size: Size { width, height }, format }
    }

    fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// Left half red, right half blue.
    fn two_halves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) }
        })
    }

    /// A JPEG with an EXIF block: orientation 6 (turn right), a GPS block and a camera's name.
    fn photo_of_a_phone() -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x03".to_vec();
        exif.extend(b"\x01\x10\0\x02\0\0\0\x0b\0\0\0\x40"); // model, 11 letters at 0x40
        exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // orientation 6
        exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x50"); // GPS block at 0x50
        exif.extend(b"\0\0\0\0");
        exif.resize(6 + 0x40, 0);
        exif.extend(b"JanaPhone 7\0\0\0\0\0");
        exif.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
        encoder.add_app_segment(1, exif).unwrap();
        let image = two_halves(64, 32);
        encoder.encode(image.as_raw(), 64, 32, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    }

    fn seen(bytes: &[u8]) -> RgbImage {
        image::load_from_memory(bytes).unwrap().into_rgb8()
    }

    #[test]
    fn a_photo_is_turned_upright_and_nothing_but_pixels_remains() {
        let photo = photo_of_a_phone();
        assert_eq!(probe::size(&photo), Some(Size { width: 32, height: 64 }));
        let photo = DecodedPhoto::decode(&photo).unwrap();
        for format in [PictureFormat::Jpeg, PictureFormat::WebP] {
            let made = photo.make(&recipe([0, 0, 32, 64], 16, 32, format)).unwrap();
            let image = seen(&made);
            assert_eq!(image.dimensions(), (16, 32));
            assert!(image.get_pixel(8, 4).0[0] > 200, "red is at the top");
            assert!(image.get_pixel(8, 28).0[2] > 200, "blue is at the bottom");
            for trace in ["Exif", "EXIF", "JanaPhone", "http"] {
                let found =
                    made.windows(trace.len()).any(|part| part == trace.as_bytes());
                assert!(!found, "{trace} in {format:?}");
            }
        }
    }

    #[test]
    fn only_the_wanted_part_is_kept() {
        let photo = DecodedPhoto::decode(&png(two_halves(40, 20))).unwrap();
        let made =
            photo.make(&recipe([25, 0, 15, 20], 15, 20, PictureFormat::Jpeg)).unwrap();
        assert!(seen(&made).pixels().all(|pixel| pixel.0[2] > 200 && pixel.0[0] < 60));
        for wrong in [[30, 0, 15, 20], [0, 0, 0, 20], [u32::MAX, 0, 2, 2]] {
            assert_eq!(photo.make(&recipe(wrong, 4, 4, PictureFormat::Jpeg)), None);
        }
    }

    #[test]
    fn the_mean_is_that_of_the_whole_photo_as_it_is_seen() {
        let near = |bytes: &[u8], wanted: [u8; 3]| {
            let mean = DecodedPhoto::decode(bytes).unwrap().mean();
            assert!(mean.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 4), "{mean:?}");
        };
        near(&png(two_halves(2000, 30)), [125, 0, 125]);
        near(&photo_of_a_phone(), [125, 0, 125]);
        near(&png(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]))), [255; 3]);
        near(&png(RgbImage::new(1, 1)), [0; 3]);
    }

    #[test]
    fn the_same_photo_gives_the_same_bytes() {
        let bytes = photo_of_a_phone();
        let mut formats = vec![PictureFormat::Jpeg, PictureFormat::WebP];
        formats.extend(cfg!(feature = "avif").then_some(PictureFormat::Avif));
        for format in formats {
            let recipe = recipe([0, 0, 32, 32], 24, 24, format);
            let make = || DecodedPhoto::decode(&bytes).unwrap().make(&recipe).unwrap();
            assert_eq!(make(), make());
        }
    }

    /// Nothing here reads AVIF, so that its boxes are looked at: the brand and the size.
    #[cfg(feature = "avif")]
    #[test]
    fn an_avif_holds_the_wanted_size_and_nothing_of_the_camera() {
        let photo = DecodedPhoto::decode(&photo_of_a_phone()).unwrap();
        let made =
            photo.make(&recipe([0, 0, 32, 64], 16, 30, PictureFormat::Avif)).unwrap();
        assert_eq!(&made[4..12], b"ftypavif");
        let size = made.windows(4).position(|part| part == b"ispe").unwrap() + 8;
        assert_eq!(made[size..size + 8], [0, 0, 0, 16, 0, 0, 0, 30]);
        for trace in ["Exif", "JanaPhone", "http", "mime"] {
            assert!(!made.windows(trace.len()).any(|part| part == trace.as_bytes()));
        }
        let clear = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let clear = DecodedPhoto::decode(&png(clear)).unwrap();
        let kept = clear.make(&recipe([0, 0, 8, 8], 8, 8, PictureFormat::Avif)).unwrap();
        assert!(kept.windows(4).any(|part| part == b"auxl"), "transparency is kept");
    }

    #[test]
    fn transparency_becomes_white_where_there_is_none() {
        let clear = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let photo = DecodedPhoto::decode(&png(clear)).unwrap();
        let flat = photo.make(&recipe([0, 0, 8, 8], 4, 4, PictureFormat::Jpeg)).unwrap();
        assert!(seen(&flat).pixels().all(|pixel| pixel.0 == [255; 3]));
        let kept = photo.make(&recipe([0, 0, 8, 8], 4, 4, PictureFormat::WebP)).unwrap();
        assert!(image::load_from_memory(&kept).unwrap().color().has_alpha());
    }

    #[test]
    fn grey_and_sixteen_bits_are_photos_too() {
        let grey = image::GrayImage::from_pixel(8, 8, image::Luma([90]));
        let deep = image::ImageBuffer::from_pixel(8, 8, Rgb([90_u16 * 257; 3]));
        let both =
            image::ImageBuffer::from_pixel(8, 8, image::LumaA([90_u16 * 257, 65535]));
        for bytes in [
            png(grey),
            png(DynamicImage::ImageRgb16(deep)),
            png(DynamicImage::ImageLumaA16(both)),
        ] {
            let photo = DecodedPhoto::decode(&bytes).unwrap();
            let made =
                photo.make(&recipe([0, 0, 8, 8], 8, 8, PictureFormat::Jpeg)).unwrap();
            assert!(seen(&made).pixels().all(|p| p.0.iter().all(|c| c.abs_diff(90) < 3)));
        }
    }

    #[test]
    fn printing_inks_become_light() {
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
        let cyan = [255, 0, 0, 0].repeat(64);
        encoder.encode(&cyan, 8, 8, jpeg_encoder::ColorType::Cmyk).unwrap();
        let photo = DecodedPhoto::decode(&bytes).unwrap();
        let made = photo.make(&recipe([0, 0, 8, 8], 8, 8, PictureFormat::Jpeg)).unwrap();
        let [red, green, blue] = seen(&made).get_pixel(4, 4).0;
        assert!(red < 80 && green > 150 && blue > 150, "{red} {green} {blue}");
    }

    #[test]
    fn a_foreign_colour_profile_is_converted() {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
        encoder
            .add_icc_profile(&ColorProfile::new_display_p3().encode().unwrap())
            .unwrap();
        let green = [60, 200, 60].repeat(64);
        encoder.encode(&green, 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();
        let photo = DecodedPhoto::decode(&bytes).unwrap();
        let made = photo.make(&recipe([0, 0, 8, 8], 8, 8, PictureFormat::Jpeg)).unwrap();
        let [red, green, _] = seen(&made).get_pixel(4, 4).0;
        assert!(
            red < 40 && green > 198,
            "P3 green is stronger than it looks: {red} {green}"
        );
    }

    #[test]
    fn a_damaged_or_boasting_file_is_no_photo() {
        let whole = photo_of_a_phone();
        assert!(DecodedPhoto::decode(&whole[..60]).is_none());
        assert!(
            DecodedPhoto::decode(&whole[..whole.len() - 20]).is_none(),
            "a broken upload"
        );
        let with_film = [whole.as_slice(), b"\xff\xda film of a phone"].concat();
        assert!(DecodedPhoto::decode(&with_film).is_some());
        assert!(DecodedPhoto::decode(b"\xff\xd8\xff nothing").is_none());
        assert!(DecodedPhoto::decode(b"").is_none());
        let mut huge = png(RgbImage::new(1, 1));
        huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(DecodedPhoto::decode(&huge).is_none());
    }
}
