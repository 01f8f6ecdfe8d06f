//! A picture inside a text, as HTML.
//!
//! In comes the piece of a text that names it, out goes a `<figure>` if it is a paragraph of its
//! own, else a `<picture>` within the line. Always the whole picture, never a crop of it.

use crate::base::slug::composed;
use crate::base::source::{SitePath, percent_decoded};
use crate::base::text::{escape, escape_into};
use crate::publish::words::Piece;

use super::picture::{PagePictures, PictureUse};
use crate::render::view::Picture;

/// The width of a picture in a text: that of the column, or of a small screen without its margins.
const SIZES: &str = "(min-width: 45rem) 42rem, 92vw";

/// The HTML of a picture that a text in the file `path` shows; `None` if it is withheld.
pub(super) fn text_picture(
    pictures: &mut PagePictures<'_>,
    piece: &Piece,
    path: &SitePath,
) -> Option<String> {
    let Piece::Picture { file, alt, caption, credit, figure, .. } = piece else {
        return None;
    };
    let path = path.join(&composed(&percent_decoded(file)))?;
    let found = pictures.locale.site.pictures.get(&path)?;
    let view = pictures.sized(found, [50, 50], PictureUse::Whole);
    let picture = element(&view, alt);
    let words = words(caption.as_deref(), credit.as_deref(), *figure);
    Some(match (*figure, words) {
        (true, None) => format!("<figure class=\"picture\">{picture}</figure>\n"),
        (true, Some(words)) => format!(
            "<figure class=\"picture\">{picture}<figcaption>{words}</figcaption></figure>\n"
        ),
        (false, None) => picture,
        // HTML allows no figure in a paragraph, so the caption is a line of small print.
        (false, Some(words)) => {
            format!("{picture}<small class=\"caption\">{words}</small>")
        }
    })
}

/// Caption and credit. In a figure the credit is small print; outside, all of it is already.
fn words(caption: Option<&str>, credit: Option<&str>, figure: bool) -> Option<String> {
    let caption = caption.map(escape);
    let credit = credit
        .map(escape)
        .map(|credit| if figure { format!("<small>{credit}</small>") } else { credit });
    let parts: Vec<String> = caption.into_iter().chain(credit).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn element(view: &Picture, alt: &str) -> String {
    let mut html = String::from("<picture class=\"inline\">");
    let avif = view.avif.as_deref().map(|set| ("image/avif", set));
    for (kind, set) in avif.into_iter().chain([("image/webp", &*view.webp)]) {
        html.push_str(&format!("<source type=\"{kind}\" srcset=\""));
        escape_into(&mut html, set);
        html.push_str(&format!("\" sizes=\"{SIZES}\">"));
    }
    html.push_str("<img src=\"");
    escape_into(&mut html, &view.src);
    html.push_str("\" srcset=\"");
    escape_into(&mut html, &view.jpeg);
    html.push_str(&format!(
        "\" class=\"ground-{}\" sizes=\"{SIZES}\" width=\"{}\" height=\"{}\" alt=\"",
        view.ground, view.width, view.height
    ));
    escape_into(&mut html, alt);
    html.push_str("\" loading=\"lazy\" decoding=\"async\"></picture>");
    html
}
