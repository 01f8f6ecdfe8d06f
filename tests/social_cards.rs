//! Social cards: who stands on one, and that each is drawn once, the same everywhere, and gone
//! with what it shows.
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "outputs have endings in small letters"
)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{Built, SiteTest, TODAY, tags};
use matrikel::io::lock::Lock;
use matrikel::io::picture_cache;

/// A story about somebody with an own photo, in a site that also has an event.
fn story(fields: &str, channels: &str, title: &str, photo: bool) -> SiteTest {
    let site = SiteTest::new();
    let photo = if photo { "photo: { file: jana.png, alt: Jana am Meer }\n" } else { "" };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_fn(600, 800, |x, y| {
        let [red, green] = [x, y].map(|at| at.to_le_bytes()[0]);
        image::Rgb([red, green, 90])
    });
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    site.write_bytes("content/portraits/jana.png", &bytes.into_inner());
    site.write(
        "content/portraits/neunzig-meter.md",
        &format!(
            "---\ntitle: \"{title}\"\ndate: 2026-05-01\n\
             name: {{ given: Jana, particle: von, family: Müller }}\n{photo}\
             consent:\n  given: 2026-04-18\n  fields: [{fields}]\n  \
             channels: [{channels}]\n---\nText.\n"
        ),
    );
    site
}

const ALL: &str = "site, search-engines";

fn built(site: &SiteTest) -> Built {
    let built = site.build_on(TODAY);
    assert!(built.errors().is_empty(), "{}", built.report());
    built
}

/// Content of `og:…` elements of a page.
fn open_graph(built: &Built, page: &str) -> BTreeMap<String, String> {
    let elements = tags(&built.text(page)).into_iter();
    let named = elements.filter_map(|tag| {
        let name = tag.get("property").or(tag.get("name"))?;
        let ours = name.starts_with("og:image") || name.starts_with("twitter:");
        ours.then(|| (name.to_owned(), tag.get("content").unwrap_or("").to_owned()))
    });
    named.collect()
}

const STORY: &str = "portraets/neunzig-meter/index.html";

/// What making all pictures and cards leaves in the cache, and how much there was to do.
fn made(
    site: &SiteTest,
    built: &Built,
    threads: usize,
) -> (BTreeMap<String, Vec<u8>>, usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let work = AtomicUsize::new(0);
    let count = |_, _| {
        work.fetch_add(1, Ordering::Relaxed);
    };
    let lock = Lock::take(site.root()).expect("nobody else builds");
    let found = pool
        .expect("threads can be started")
        .install(|| picture_cache::make(&lock, &built.build.outputs, &count));
    assert_eq!(found.expect("the cache can be written"), []);
    (site.tree(".matrikel/images"), work.into_inner())
}

#[test]
fn a_story_that_search_engines_may_show_has_a_card() {
    let built = built(&story("bio, photo", ALL, "Neunzig Meter 🌊", true));
    let [card] = built.cards()[..] else { panic!("{:#?}", built.cards()) };
    assert_eq!(card.title, "Neunzig Meter");
    assert_eq!(card.above.as_deref(), Some("Jana von Müller"));
    assert!(card.photo.is_some());
    let open_graph = open_graph(&built, STORY);
    let image = format!("https://alumni.example.org/assets/{}", card.file_name());
    assert_eq!(open_graph["og:image"], image);
    assert_eq!(open_graph["og:image:width"], "1200");
    assert_eq!(open_graph["og:image:height"], "630");
    assert_eq!(
        open_graph["og:image:alt"],
        "Neunzig Meter – Jana von Müller – Jana am Meer"
    );
    assert_eq!(open_graph["twitter:card"], "summary_large_image");
}

/// Letters on one colour are a PNG, with a photo it is a JPEG: name, address and bytes say the same.
#[test]
fn what_is_on_a_card_decides_its_format() {
    for (photo, ending, format) in
        [(true, "jpg", image::ImageFormat::Jpeg), (false, "png", image::ImageFormat::Png)]
    {
        let site = story("bio, photo", ALL, "Neunzig Meter", photo);
        let built = built(&site);
        let name = built.cards()[0].file_name();
        assert_eq!(name.rsplit('.').next(), Some(ending));
        assert!(open_graph(&built, STORY)["og:image"].ends_with(&name));
        let bytes = &made(&site, &built, 1).0[&name];
        assert_eq!(image::guess_format(bytes).ok(), Some(format));
    }
}

#[test]
fn who_did_not_allow_search_engines_has_no_card() {
    for channels in ["site", "site, feeds, press"] {
        let built = built(&story("bio, photo", channels, "Neunzig Meter", true));
        assert!(built.has(STORY));
        assert!(built.cards().is_empty(), "{channels}");
        assert_eq!(open_graph(&built, STORY), BTreeMap::new(), "{channels}");
    }
}

#[test]
fn a_withheld_photo_is_on_no_card() {
    let with = story("bio", ALL, "Neunzig Meter", true);
    let without = story("bio", ALL, "Neunzig Meter", false);
    let [one, other] = [&with, &without].map(built);
    assert_eq!(one.cards().len(), 1);
    assert_eq!(one.cards(), other.cards());
    assert_eq!(made(&with, &one, 1).0, made(&without, &other, 1).0, "the same bytes");
    let shown = built(&story("bio, photo", ALL, "Neunzig Meter", true));
    assert_ne!(shown.cards()[0].file_name(), one.cards()[0].file_name());
}

#[test]
fn a_title_in_letters_that_the_font_lacks_has_the_photo_and_no_card() {
    let built = built(&story("bio, photo", ALL, "مهندسة الجسور", true));
    assert!(built.cards().is_empty());
    let open_graph = open_graph(&built, STORY);
    assert!(open_graph["og:image"].ends_with(".jpg"));
    assert_eq!(open_graph["og:image:alt"], "Jana am Meer");
}

#[test]
fn a_theme_that_wants_none_makes_no_cards() {
    let site = story("bio, photo", ALL, "Neunzig Meter", true);
    site.write("themes/campus/theme.toml", "social_card = false\n");
    let built = built(&site);
    assert!(built.cards().is_empty());
    assert_eq!(open_graph(&built, STORY)["og:image:alt"], "Jana am Meer");
}

/// The site's own copy of a theme lies on the disk, the built-in one in the program.
#[test]
fn the_font_of_a_theme_on_the_disk_is_the_same_font() {
    let site = story("bio, photo", ALL, "Neunzig Meter", true);
    let inside = built(&site);
    let font = include_bytes!("../themes/campus/fonts/newsreader-card.ttf");
    site.write_bytes("themes/campus/fonts/newsreader-card.ttf", font);
    let outside = built(&site);
    assert_eq!(inside.cards(), outside.cards());
    assert!(outside.paths().iter().all(|path| !path.ends_with(".ttf")), "not published");
}

#[test]
fn an_event_shows_its_day_and_place() {
    let site = SiteTest::new();
    site.write(
        "content/events/tag.md",
        "---\ntitle: Alumni-Tag\nstart: 2027-06-05T18:00\nend: 2027-06-06T00:00\n\
         place: { name: Paulinum, city: Leipzig }\n---\n",
    );
    site.write("content/events/tag.en.md", "---\ntitle: Alumni day\n---\n");
    site.write(
        "content/events/reise.md",
        "---\ntitle: Reise\nstart: 2027-04-30\nend: 2027-05-02\nstatus: cancelled\n---\n",
    );
    site.write(
        "content/events/kurs.md",
        "---\ntitle: Kurs\nstart: 2027-03-12\nend: 2027-03-14\n---\n",
    );
    let built = built(&site);
    let lines = |title: &str| {
        let cards = built.cards();
        let card = cards.iter().find(|card| card.title == title).expect("a card");
        let day = card.day.as_ref().expect("a day");
        let texts =
            [Some(&day.day), Some(&day.month), card.above.as_ref(), card.below.as_ref()];
        texts.map(|text| text.map_or("", String::as_str).replace('\u{a0}', " "))
    };
    assert_eq!(lines("Alumni-Tag"), ["5", "Juni 2027", "", "Paulinum, Leipzig"]);
    assert_eq!(lines("Alumni day"), ["5", "June 2027", "", "Paulinum, Leipzig"]);
    assert_eq!(lines("Reise"), ["30", "April bis 2. Mai 2027", "Abgesagt", ""]);
    assert_eq!(lines("Kurs"), ["12–14", "März 2027", "", ""]);
}

#[test]
fn the_day_of_an_event_is_told_as_a_text_is_written() {
    let site = SiteTest::new();
    let event = |name: &str, data: &str| {
        let text = format!("---\ntitle: {name}\n{data}\n---\n");
        site.write(&format!("content/events/{name}.md"), &text);
        site.write(&format!("content/events/{name}.en.md"), "---\ntitle: X\n---\n");
    };
    event("tag", "start: 2027-06-01T18:00");
    event("kurs", "start: 2026-12-15\nend: 2026-12-17");
    event("reise", "start: 2027-04-30\nend: 2027-05-02");
    let built = built(&site);
    for (page, alt) in [
        ("veranstaltungen/tag", "tag – 1. Juni 2027"),
        ("veranstaltungen/kurs", "kurs – 15.–17. Dezember 2026"),
        ("veranstaltungen/reise", "reise – 30. April bis 2. Mai 2027"),
        ("en/events/tag", "X – 1 June 2027"),
        ("en/events/kurs", "X – 15–17 December 2026"),
    ] {
        let found = open_graph(&built, &format!("{page}/index.html"));
        assert_eq!(found["og:image:alt"], alt, "{page}");
    }
}

#[test]
fn a_page_without_a_picture_of_its_own_shows_the_card_of_the_site() {
    let site = SiteTest::new();
    site.write(
        "content/directory/jana.md",
        "---\nname: { given: Jana, family: Müller }\nconsent:\n  given: 2026-04-18\n  \
         fields: [bio]\n  channels: [site, search-engines]\n---\nText.\n",
    );
    site.write("content/danke.md", "---\ntitle: Danke\n---\nText.\n");
    let built = built(&site);
    let image = |page: &str| open_graph(&built, &format!("{page}index.html"));
    let home = image("");
    assert_eq!(home["og:image:width"], "1200");
    for page in ["verzeichnis/jana/", "danke/", "verzeichnis/", "veranstaltungen/"] {
        assert_eq!(image(page), home, "{page}");
    }
    assert_ne!(image("en/")["og:image"], home["og:image"]);
    for card in built.all_cards() {
        assert!(!card.words().contains("Müller"), "{}", card.words());
    }
    let name = home["og:image"].rsplit('/').next().unwrap().to_owned();
    assert!(built.has(&format!("assets/{name}")));
}

#[test]
fn cards_are_the_same_on_any_number_of_threads_and_drawn_once() {
    let [one, other] = [1, 4].map(|threads| {
        let site = story("bio, photo", ALL, "Neunzig Meter", true);
        site.write("content/events/tag.md", "---\ntitle: Tag\nstart: 2027-06-05\n---\n");
        let first = built(&site);
        assert_eq!(first.cards().len(), 2);
        let (kept, work) = made(&site, &first, threads);
        let all =
            "one photo, read once for pictures and card, one card, and the site's two";
        assert_eq!(work, 4, "{all}");
        assert_eq!(made(&site, &built(&site), threads), (kept.clone(), 0));
        kept
    });
    assert!(one == other);
}

#[test]
fn the_card_of_a_withdrawn_story_is_kept_nowhere() {
    let site = story("bio, photo", ALL, "Neunzig Meter", true);
    let card = built(&site).cards()[0].file_name();
    let places = [format!(".matrikel/images/{card}"), format!("public/assets/{card}")];
    site.command(&["build", "--at", TODAY]).ends_with(0);
    for place in &places {
        let bytes = std::fs::read(site.path(place)).expect(place);
        assert!(bytes.len() > 5_000 && bytes.len() < 200_000, "{}", bytes.len());
        let size = image::load_from_memory(&bytes).expect("a picture");
        assert_eq!((size.width(), size.height()), (1200, 630));
    }
    let text = site.read("content/portraits/neunzig-meter.md");
    let withdrawn = text.replace("  fields", "  withdrawn: 2026-11-01\n  fields");
    site.write("content/portraits/neunzig-meter.md", &withdrawn);
    site.command(&["build", "--at", TODAY]).ends_with(0);
    for place in &places {
        assert!(!site.path(place).exists(), "{place}");
    }
}
