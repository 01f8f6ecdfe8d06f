//! Which pictures a page needs: crops, widths, names.
//!
//! In come a public photo and its use, out go the view and the recipes from which `io` makes the
//! files. The names of the files are known before a photo is decoded. Nothing is ever enlarged.

use std::collections::BTreeMap;

use crate::base::output::Recipe;
use crate::base::picture_format::PictureFormat;
use crate::base::source::Size;
use crate::publish::photo::FoundPhoto;
use crate::publish::public::PublicPhoto;

use super::locale::Locale;
use crate::render::view::Picture;

/// What a picture is used for, which decides its crop and widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureUse {
    /// 4:5, beside a story or on a person's page.
    Portrait,
    /// 1:1, in lists.
    Square,
    /// 3:2, on an event's page.
    Wide,
    /// As it is, inside a text.
    Whole,
    /// 1.91:1, one JPEG for links in other services.
    Social,
}

impl PictureUse {
    /// Width and height of the crop, if it has a fixed ratio.
    const fn ratio(self) -> Option<(u32, u32)> {
        match self {
            Self::Portrait => Some((4, 5)),
            Self::Square => Some((1, 1)),
            Self::Wide => Some((3, 2)),
            Self::Whole => None,
            Self::Social => Some((1200, 630)),
        }
    }

    /// Widths in pixels.
    const fn widths(self) -> &'static [u32] {
        match self {
            Self::Portrait => &[320, 640, 960],
            Self::Square => &[96, 192, 384],
            Self::Wide | Self::Whole => &[480, 960, 1440],
            Self::Social => &[1200],
        }
    }
}

/// The pictures that a page or a card shows.
pub(crate) struct PagePictures<'s> {
    pub(super) locale: Locale<'s>,
    pub(crate) recipes: Vec<Recipe>,
}

impl<'s> PagePictures<'s> {
    pub(super) fn new(locale: Locale<'s>) -> Self {
        Self { locale, recipes: Vec::new() }
    }

    /// The view of a public photo, with its words; adds its recipes.
    pub(super) fn photo(
        &mut self,
        photo: Option<&PublicPhoto>,
        place: PictureUse,
    ) -> Option<Picture> {
        let photo = photo?;
        let language = self.locale.language;
        let found = FoundPhoto {
            source: photo.source.clone(),
            digest: photo.digest,
            size: photo.size,
        };
        let mut view = self.sized(&found, photo.focus, place);
        photo.alt.text(language).clone_into(&mut view.alt);
        view.credit = photo.credit.as_ref().map(|text| text.text(language).to_owned());
        view.caption = photo.caption.as_ref().map(|text| text.text(language).to_owned());
        Some(view)
    }

    /// The view of a picture without its words; adds its recipes.
    pub(super) fn sized(
        &mut self,
        found: &FoundPhoto,
        focus: [u8; 2],
        place: PictureUse,
    ) -> Picture {
        let site = self.locale.site;
        let crop = crop(found.size, focus, place);
        let mut sets: BTreeMap<PictureFormat, String> = BTreeMap::new();
        let mut src = (String::new(), Size { width: 0, height: 0 });
        for width in widths(crop[2], place) {
            let size = Size { width, height: height(width, crop) };
            for format in formats(place, site.config.pictures.avif) {
                let recipe = Recipe {
                    source: found.source.clone(),
                    digest: found.digest,
                    crop,
                    size,
                    format: *format,
                };
                let name = recipe.file_name();
                let address = site.config.base_url.local(&format!("assets/{name}"));
                let set = sets.entry(*format).or_default();
                if !set.is_empty() {
                    set.push_str(", ");
                }
                set.push_str(&format!("{address} {width}w"));
                if *format == PictureFormat::Jpeg {
                    src = (address, size);
                }
                self.recipes.push(recipe);
            }
        }
        Picture {
            avif: sets.remove(&PictureFormat::Avif),
            webp: sets.remove(&PictureFormat::WebP).unwrap_or_default(),
            jpeg: sets.remove(&PictureFormat::Jpeg).unwrap_or_default(),
            src: src.0,
            width: src.1.width,
            height: src.1.height,
            ground: site.placeholder_colours.of(&found.source, found.digest).number(),
            alt: String::new(),
            credit: None,
            caption: None,
        }
    }
}

/// The formats that a picture is written in.
const fn formats(place: PictureUse, avif: bool) -> &'static [PictureFormat] {
    use PictureFormat::{Avif, Jpeg, WebP};
    match place {
        // Not every service that shows previews of links reads WebP or AVIF.
        PictureUse::Social => &[Jpeg],
        _ if avif => &[Avif, WebP, Jpeg],
        _ => &[WebP, Jpeg],
    }
}

/// The height of a crop at a width: rounded to whole pixels, at least one.
fn height(width: u32, crop: [u32; 4]) -> u32 {
    let [across, down] = [crop[2], crop[3]].map(u64::from);
    let height = (u64::from(width) * down + across / 2) / across;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// The widths that need no enlargement; the crop's own width if it is smaller than all of them.
fn widths(most: u32, place: PictureUse) -> Vec<u32> {
    let mut widths: Vec<u32> =
        place.widths().iter().copied().filter(|w| *w <= most).collect();
    if widths.is_empty() {
        widths.push(most);
    }
    widths
}

/// The largest crop of the ratio, centred on the focus as far as the edges allow: left, top, width
/// and height in pixels.
pub(super) fn crop(size: Size, focus: [u8; 2], place: PictureUse) -> [u32; 4] {
    let Some((across, down)) = place.ratio() else {
        return [0, 0, size.width, size.height];
    };
    let (width, height) = (u64::from(size.width), u64::from(size.height));
    let (across, down) = (u64::from(across), u64::from(down));
    let (crop_width, crop_height) = if width * down > height * across {
        ((height * across / down).max(1), height)
    } else {
        (width, (width * down / across).max(1))
    };
    let start = |whole: u64, part: u64, percent: u8| {
        let centre = whole * u64::from(percent) / 100;
        centre.saturating_sub(part / 2).min(whole - part)
    };
    [
        start(width, crop_width, focus[0]),
        start(height, crop_height, focus[1]),
        crop_width,
        crop_height,
    ]
    .map(|value| u32::try_from(value).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crop_keeps_the_focus_inside_and_never_leaves_the_photo() {
        let size = Size { width: 4000, height: 3000 };
        assert_eq!(crop(size, [50, 25], PictureUse::Portrait), [800, 0, 2400, 3000]);
        assert_eq!(crop(size, [0, 0], PictureUse::Square), [0, 0, 3000, 3000]);
        assert_eq!(crop(size, [100, 100], PictureUse::Square), [1000, 0, 3000, 3000]);
        assert_eq!(
            crop(Size { width: 1, height: 1 }, [50, 50], PictureUse::Social),
            [0, 0, 1, 1]
        );
    }

    #[test]
    fn every_crop_of_every_photo_holds_the_focus() {
        let sizes = [(4000, 3000), (3000, 4000), (4000, 300), (30, 4000), (7, 5), (1, 1)];
        let places = [
            PictureUse::Portrait,
            PictureUse::Square,
            PictureUse::Wide,
            PictureUse::Whole,
            PictureUse::Social,
        ];
        for (width, height) in sizes {
            for place in places {
                for focus in (0..=100).step_by(4).flat_map(|x| [[x, 100 - x], [x, x / 2]])
                {
                    let [left, top, wide, high] =
                        crop(Size { width, height }, focus, place);
                    let inside = |start: u32, part: u32, whole: u32, percent: u8| {
                        let point = (whole * u32::from(percent) / 100).min(whole - 1);
                        start + part <= whole && (start..start + part).contains(&point)
                    };
                    assert!(
                        inside(left, wide, width, focus[0])
                            && inside(top, high, height, focus[1]),
                        "{place:?} of {width} × {height} round {focus:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn nothing_is_enlarged() {
        assert_eq!(widths(500, PictureUse::Portrait), [320]);
        assert_eq!(widths(200, PictureUse::Portrait), [200]);
        assert_eq!(widths(5000, PictureUse::Portrait), [320, 640, 960]);
    }
}
