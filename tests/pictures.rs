//! Pictures on pages: formats, figures in texts, and the colours that stand for them until they
//! are there. What is made once is not made again, which is counted and not timed.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{CONFIG, SiteTest, TODAY};
use matrikel::base::output::{Content, Recipe};
use matrikel::base::picture_format::PictureFormat;
use matrikel::base::placeholder_colour::{PALETTE, PlaceholderColours};
use matrikel::engine::{Build, Request, build};
use matrikel::io::lock::Lock;
use matrikel::io::picture_cache;
use matrikel::io::placeholder_cache::PlaceholderCache;

const CONSENT: &str = "consent: { given: 2026-01-01, until: 2028-01-01, channels: [site]";

/// A story with a photo and pictures in its text.
fn story(fields: &str) -> String {
    format!(
        "---\ntitle: Alpha\ndate: 2026-02-01\nname: {{ given: Eva, family: Beta }}\n\
         photo: {{ file: eva.png, alt: Eva }}\n{CONSENT}{fields} }}\n---\n\
         Ein Satz mit ![Klein](klein.png \"Zeile | Foto: B\") darin.\n\n\
         ![Ein <Bogen>](bogen.png \"Vor dem \\\"Abriss\\\" | Foto: <J> & Co\")\n\n\
         ![Ohne Worte](klein.png)\n"
    )
}

fn png(width: u32, height: u32, colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(width, height, image::Rgb(colour));
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn site(fields: &str, settings: &str) -> SiteTest {
    let site = SiteTest::new();
    site.write("config.toml", &format!("{CONFIG}{settings}"))
        .write("content/portraits/a.md", &story(fields))
        .write_bytes("content/portraits/eva.png", &png(400, 500, [130, 185, 230]))
        .write_bytes("content/portraits/bogen.png", &png(600, 300, [60, 70, 50]))
        .write_bytes("content/portraits/klein.png", &png(40, 30, [250, 250, 250]));
    site
}

fn page(built: &Build, path: &str) -> String {
    let found = built.outputs.0.iter().find(|(own, _)| own.as_str() == path);
    let Some((_, Content::Bytes(bytes))) = found else { panic!("no page {path}") };
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn recipes(built: &Build, format: PictureFormat) -> Vec<&Recipe> {
    let recipes = built.outputs.0.values().filter_map(|content| match content {
        Content::Picture(recipe) => Some(&**recipe),
        _ => None,
    });
    recipes.filter(|recipe| recipe.format == format).collect()
}

const STORY: &str = "portraets/a/index.html";

#[test]
fn avif_is_written_if_it_is_wanted_and_comes_first_everywhere() {
    let plain = site("", "").build_on(TODAY).build;
    assert!(recipes(&plain, PictureFormat::Avif).is_empty());
    assert!(!page(&plain, STORY).contains("avif"));

    let built = site("", "[pictures]\navif = true\n").build_on(TODAY).build;
    let parts = |format| {
        let parts = recipes(&built, format)
            .into_iter()
            .map(|recipe| (recipe.source.clone(), recipe.crop, recipe.size));
        let mut parts: Vec<_> = parts.collect();
        parts.sort();
        parts
    };
    assert_eq!(parts(PictureFormat::Avif).len(), 3, "nothing is enlarged");
    assert_eq!(parts(PictureFormat::Avif), parts(PictureFormat::WebP));
    let story = page(&built, STORY);
    let pictures: Vec<&str> = story.split("<picture").skip(1).collect();
    assert!(pictures.len() >= 4, "{story}");
    for picture in pictures {
        let source = picture.split("<source ").nth(1).unwrap_or_default();
        assert!(source.starts_with("type=\"image/avif\" srcset=\""), "{picture}");
        assert!(source.contains(".avif "), "{picture}");
    }
}

#[test]
fn a_picture_alone_is_a_figure_with_caption_and_credit() {
    let built = site("", "").build_on(TODAY).build;
    let html = page(&built, STORY);
    let figures: Vec<&str> = html
        .split("<figure class=\"picture\">")
        .skip(1)
        .filter_map(|rest| rest.split("</figure>").next())
        .collect();
    let [bridge, small] = figures[..] else { panic!("two figures: {html}") };
    assert!(
        bridge.ends_with(
            "<figcaption>Vor dem &quot;Abriss&quot; <small>Foto: &lt;J&gt; &amp; Co</small></figcaption>"
        ),
        "{bridge}"
    );
    for part in [
        "width=\"480\" height=\"240\"",
        "alt=\"Ein &lt;Bogen&gt;\"",
        " 480w\" sizes=\"",
        "loading=\"lazy\" decoding=\"async\"",
    ] {
        assert!(bridge.contains(part), "{part} in {bridge}");
    }
    assert!(!small.contains("figcaption"), "{small}");
    assert!(
        html.contains("</picture><small class=\"caption\">Zeile Foto: B</small> darin.")
    );
    // A figure may not stand in a paragraph.
    for paragraph in
        html.split("<p>").skip(1).filter_map(|rest| rest.split("</p>").next())
    {
        assert!(!paragraph.contains("<figure"), "{paragraph}");
    }
}

#[test]
fn where_the_photo_is_not_allowed_no_picture_and_no_word_of_it_is_there() {
    let built = site(", fields: []", "").build_on(TODAY).build;
    let html = page(&built, STORY);
    assert!(html.contains("Ein Satz mit"), "the text is allowed: {html}");
    for trace in
        ["class=\"picture\"", "<picture", "Bogen", "Abriss", "Foto:", "Zeile", "ground-"]
    {
        assert!(!html.contains(trace), "{trace} in {html}");
    }
    assert!(recipes(&built, PictureFormat::Jpeg).is_empty());
}

/// Builds as the command does; tells how many photos were decoded for grounds and for pictures.
fn build_and_count(site: &SiteTest, lock: &Lock) -> (Build, [usize; 2]) {
    let grounds = Arc::new(PlaceholderCache::of(site.root()));
    let request = Request {
        placeholder_colours: PlaceholderColours::seen_by(grounds.clone()),
        ..Request::default()
    };
    let built = build(&site.snapshot(TODAY), &request);
    let made = AtomicUsize::new(0);
    let count = |_, _| {
        made.fetch_add(1, Ordering::Relaxed);
    };
    let damaged = picture_cache::make(lock, &built.outputs, &count).expect("pictures");
    assert_eq!(damaged, []);
    picture_cache::purge(lock, &built.outputs).expect("a cache");
    grounds.keep(lock, &built.outputs).expect("grounds");
    (built, [grounds.decoded(), made.into_inner()])
}

#[test]
fn a_second_build_decodes_no_photo_and_shows_the_same() {
    let site = site("", "");
    let lock = Lock::take(site.root()).expect("the lock");
    let (first, work) = build_and_count(&site, &lock);
    let all =
        "each photo once for its ground, once for its pictures; two cards of the site";
    assert_eq!(work, [3, 5], "{all}");
    let (second, work) = build_and_count(&site, &lock);
    assert_eq!(work, [0, 0]);
    assert_eq!(first.outputs, second.outputs);
    for (file, ground) in [("Eva", 9), ("Ein &lt;Bogen&gt;", 12), ("Ohne Worte", 5)] {
        let html = page(&second, STORY);
        let tag =
            html.split("<img ").find(|tag| tag.contains(&format!("alt=\"{file}\"")));
        let tag = tag.unwrap_or_else(|| panic!("{file} in {html}"));
        assert!(tag.contains(&format!("class=\"ground-{ground}\"")), "{tag}");
    }
}

#[test]
fn of_a_photo_that_is_not_shown_no_ground_is_kept() {
    let site = site("", "");
    let lock = Lock::take(site.root()).expect("the lock");
    build_and_count(&site, &lock);
    let kept =
        |site: &SiteTest| site.read(".matrikel/grounds").trim().lines().count() - 2;
    assert_eq!(kept(&site), 3);
    site.write(
        "content/portraits/a.md",
        &story("").replace("![Ohne Worte](klein.png)", ""),
    );
    site.write_bytes("content/portraits/eva.png", &png(400, 500, [255, 0, 0]));
    assert_eq!(build_and_count(&site, &lock).1, [1, 1], "the new photo only");
    assert_eq!(kept(&site), 3, "klein.png is shown in a line still");
    site.write("content/portraits/a.md", &story(", fields: []"));
    assert_eq!(
        build_and_count(&site, &lock).1,
        [0, 0],
        "a withheld photo is not looked at"
    );
    assert!(!site.path(".matrikel/grounds").exists());
}

/// The palette stands in the program, in the theme and in the guide.
#[test]
fn theme_and_guide_hold_the_palette() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file: &str| fs::read_to_string(project.join(file)).expect("a file");
    let (css, guide) = (read("themes/campus/assets/campus.css"), read("docs/themes.md"));
    assert_eq!(css.matches("img.ground-").count(), PALETTE.len());
    for (number, ([red, green, blue], name)) in (1..).zip(PALETTE) {
        let colour = format!("#{red:02x}{green:02x}{blue:02x}");
        let rule = format!("img.ground-{number} {{ background: {colour}; }}");
        assert!(css.contains(&rule), "{rule}");
        let row = format!("| `ground-{number}` | `{colour}` | {name} |");
        assert!(guide.contains(&row), "{row}");
    }
}
