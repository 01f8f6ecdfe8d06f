//! Lists of places and the board of offers: who stands in them, in which order, for whom.

use crate::support::{Built, CONFIG, SiteTest, TODAY, tags, unescaped};

/// A person with everything that a test may ask for, released by a list of fields.
fn person(test: &SiteTest, name: &str, data: &str, fields: &str, channels: &str) {
    let id = name.to_lowercase().replace('ö', "oe");
    test.write(
        &format!("content/directory/{name}.md"),
        &format!(
            "---\nid: id-{id}\nname: {{ given: Ada, family: {name} }}\nemail: {id}@privat.example\n\
             website: https://{id}.example/\n{data}\nconsent:\n  given: 2026-01-01\n  until: 2028-12-31\n  \
             fields: [{fields}]\n  channels: [{channels}]\n---\n"
        ),
    );
}

const ALL: &str = "site, search-engines";

fn paged(per_page: usize) -> SiteTest {
    let test = SiteTest::new();
    let office = "[institution]\nemail = \"buero@example.org\"\n";
    test.write(
        "config.toml",
        &format!("{CONFIG}{office}[directory]\nper_page = {per_page}\n"),
    );
    test
}

#[track_caller]
fn built(test: &SiteTest) -> Built {
    let built = test.build_on(TODAY);
    built.is_good();
    built
}

fn is_noindex(page: &str) -> bool {
    page.contains("name=\"robots\" content=\"noindex")
}

/// Where some words first stand in a page.
#[track_caller]
fn at(page: &str, words: &str) -> usize {
    page.find(words).unwrap_or_else(|| panic!("no {words} in {page}"))
}

/// The messages that a page begins.
fn messages(page: &str) -> Vec<String> {
    let tags = tags(page);
    let links = tags.iter().filter_map(|tag| tag.get("href"));
    let mails =
        links.filter(|link| link.starts_with("mailto:") && link.contains("subject="));
    mails.map(unescaped).collect()
}

#[test]
fn a_place_lists_those_who_released_their_city() {
    let test = paged(50);
    person(&test, "eins", "city: Leipzig", "city", ALL);
    person(&test, "zwei", "city: { de: LEIPZIG, en: Leipsic }", "city", ALL);
    person(&test, "drei", "city: Leipzig", "country", ALL);
    person(&test, "vier", "city: Grimma", "country", ALL);
    person(&test, "fuenf", "city: Wien\ncountry: AT", "city, country", ALL);
    test.write("content/directory/fuenf.en.md", "---\ncity: Vienna\n---\n");
    let built = built(&test);
    let all = built.text("orte/index.html");
    assert!(all.contains("<h1>Orte</h1>") && all.contains("href=\"/orte/leipzig/\""));
    assert!(all.contains("2 Personen") && all.contains("1 Person"), "{all}");
    assert!(!all.contains("Grimma") && !built.has("orte/grimma/index.html"));
    let place = built.text("orte/leipzig/index.html");
    // The better label wins, as it does for topics.
    assert!(place.contains("<h1>LEIPZIG</h1>"), "{place}");
    assert!(place.contains("eins") && place.contains("zwei") && !place.contains("drei"));
    assert!(built.text("en/places/index.html").contains("href=\"/en/places/vienna/\""));
    assert!(built.text("en/places/vienna/index.html").contains("fuenf"));
    assert!(built.text("en/places/leipsic/index.html").contains("2 people"));
    // The person's page and the directory lead there.
    let own = built.text("verzeichnis/fuenf/index.html");
    assert!(own.contains("<a href=\"/orte/wien/\">Wien, Österreich</a>"), "{own}");
    assert!(built.text("verzeichnis/index.html").contains("href=\"/orte/\">Orte</a>"));
    assert!(built.text("sitemap.xml").contains("/orte/leipzig/"));
}

#[test]
fn a_place_is_told_to_search_engines_only_if_somebody_there_may_be() {
    let test = paged(50);
    person(&test, "eins", "city: Leipzig", "city", ALL);
    person(&test, "zwei", "city: Leipzig", "city", "site");
    let mixed = built(&test);
    assert!(!is_noindex(&mixed.text("orte/index.html")));
    assert!(is_noindex(&mixed.text("orte/leipzig/index.html")));
    person(&test, "drei", "city: Wurzen", "city", "site, feeds");
    let hidden = built(&test);
    assert!(is_noindex(&hidden.text("orte/index.html")));
    assert!(!hidden.text("sitemap.xml").contains("/orte/"));
}

#[test]
fn many_terms_have_pages_in_the_order_of_each_language() {
    let test = paged(2);
    for (number, (de, en)) in
        [("Aachen", "Aix"), ("Öland", "Island"), ("Oberhof", "Zebra"), ("Prag", "Prague")]
            .into_iter()
            .enumerate()
    {
        let data = format!(
            "city: {{ de: {de}, en: {en} }}\ntopics: [Thema {number}]\n\
             affiliations: [{{ kind: graduate, to: {} }}]",
            1990 + number
        );
        let channels = if de == "Prag" { "site" } else { ALL };
        person(&test, &format!("p{number}"), &data, "city, topics, years", channels);
    }
    let built = built(&test);
    let first = built.text("orte/index.html");
    assert!(at(&first, "Aachen") < at(&first, "Oberhof") && !first.contains("Öland"));
    assert!(first.contains("href=\"/orte/seite/2/\"") && !is_noindex(&first));
    let second = built.text("orte/seite/2/index.html");
    assert!(at(&second, "Öland") < at(&second, "Prag") && is_noindex(&second));
    assert!(second.contains("<title>Orte, Seite 2"), "{second}");
    let english = built.text("en/places/page/2/index.html");
    assert!(at(&english, "Prague") < at(&english, "Zebra"), "{english}");
    assert!(built.has("themen/seite/2/index.html"));
    // What the calendar or an editor sets stays together.
    assert!(!built.has("jahrgaenge/seite/2/index.html"));
    assert!(built.text("jahrgaenge/index.html").contains("Jahrgang 1990"));
}

#[test]
fn introductions_stand_above_both_lists_and_menus_lead_to_what_is_there() {
    let test = SiteTest::new();
    let menu = "[[menu]]\npage = \"places\"\n[[menu]]\npage = \"offers\"\n";
    test.write("config.toml", &format!("{CONFIG}{menu}"));
    test.write("content/seite.md", "---\ntitle: Seite\n---\nText\n");
    let empty = built(&test);
    assert!(!empty.has("orte/index.html") && !empty.has("angebote/index.html"));
    assert!(!empty.text("index.html").contains("/angebote/"));
    test.write("content/places/_index.md", "---\ntitle: Wo\n---\nHier und dort.\n")
        .write("content/offers/_index.md", "---\ntitle: Was\n---\nVieles.\n")
        .write("content/offers/_index.en.md", "---\ntitle: What\n---\nA lot.\n");
    let with = built(&test);
    assert!(with.text("orte/index.html").contains("Hier und dort."));
    let board = with.text("angebote/index.html");
    assert!(board.contains("<h1>Was</h1>") && board.contains("Vieles."), "{board}");
    assert!(with.text("en/offers/index.html").contains("A lot."));
    assert!(with.text("index.html").contains("href=\"/angebote/\""));
}

const OFFERS: &str = "offers:\n  - { kind: mentoring, until: 2026-11-24, note: { de: Nur heute, en: Today only } }\n  \
    - { kind: guest-lecture, state: closed, note: Später }\n  - { kind: mentoring, state: limited }";

#[test]
fn the_board_shows_what_holds_today_and_no_address() {
    let test = paged(50);
    person(&test, "adler", OFFERS, "offers, email, website, affiliations", ALL);
    person(&test, "berg", OFFERS, "email", ALL);
    let built = built(&test);
    let board = built.text("angebote/index.html");
    assert!(board.contains("Ada adler") && !board.contains("berg"), "{board}");
    assert!(!board.contains("privat.example") && !board.contains("adler.example"));
    assert!(built.text("verzeichnis/adler/index.html").contains("adler@privat.example"));
    assert!(board.contains("Nur heute") && board.contains("November"));
    assert!(at(&board, "offen") < at(&board, "begrenzt"));
    assert!(at(&board, "begrenzt") < at(&board, "zurzeit nicht"));
    assert!(board.contains("id-adler") && board.contains("href=\"/verzeichnis/adler/\""));
    // Through the office, with the reference; nothing to write to where an offer is closed.
    let messages = messages(&board);
    assert_eq!(messages.len(), 2, "{messages:?}");
    let message = &messages[0];
    assert!(
        message.starts_with(
            "mailto:buero@example.org?subject=Anfrage%20zu%20id-adler&body="
        )
    );
    assert!(
        message.contains("Angebot%3A%20Mentoring%0D%0AZeichen%3A%20id-adler%0D%0A"),
        "{message}"
    );
    let english = built.text("en/offers/index.html");
    assert!(
        english.contains("Today only") && english.contains("<p class=\"words\">Später")
    );
}

#[test]
fn each_kind_has_a_list_with_its_count_in_both_languages() {
    let test = paged(50);
    person(&test, "adler", OFFERS, "offers", ALL);
    let built = built(&test);
    let board = built.text("angebote/index.html");
    assert!(
        board.contains("<a href=\"/angebote/mentoring/\">Mentoring <small>2</small></a>")
    );
    assert!(
        board.contains(
            "<a href=\"/angebote/gastvortrag/\">Gastvortrag <small>1</small></a>"
        )
    );
    assert!(
        board.contains("<span aria-current=\"page\">Alle <small>3</small></span>"),
        "{board}"
    );
    let kind = built.text("angebote/gastvortrag/index.html");
    assert!(kind.contains("<h1>Angebote: Gastvortrag</h1>"), "{kind}");
    assert!(
        kind.contains("1 Angebot")
            && kind.contains("Später")
            && !kind.contains("Nur heute")
    );
    assert!(
        built
            .text("en/offers/guest-lecture/index.html")
            .contains("Offers: Guest lecture")
    );
    assert!(!built.has("angebote/praktikum/index.html"));
    let own = built.text("verzeichnis/adler/index.html");
    assert!(own.contains("<a href=\"/angebote/mentoring/\">Mentoring</a>"), "{own}");
    assert!(
        built.text("verzeichnis/index.html").contains("href=\"/angebote/\">Angebote</a>")
    );
    assert!(built.text("sitemap.xml").contains("/angebote/gastvortrag/"));
}

#[test]
fn an_offer_is_gone_on_the_day_after_its_last_one() {
    let test = paged(50);
    person(
        &test,
        "adler",
        "offers: [{ kind: thesis, until: 2026-11-24 }]",
        "offers",
        ALL,
    );
    assert!(built(&test).has("angebote/abschlussarbeit/index.html"));
    let after = test.build_on("2026-11-25");
    after.is_good();
    assert!(after.paths().iter().all(|path| !path.contains("angebote")));
    assert!(!after.text("verzeichnis/adler/index.html").contains("/angebote/"));
}

#[test]
fn open_offers_come_first_and_then_people_in_german_order() {
    let test = paged(2);
    for (name, state) in
        [("Zander", "open"), ("Öhler", "open"), ("Ohm", "open"), ("Abel", "closed")]
    {
        let data = format!("offers: [{{ kind: job, state: {state} }}]");
        person(&test, name, &data, "offers", ALL);
    }
    person(&test, "Bach", "offers: [{ kind: job, state: limited }]", "offers", "site");
    let built = built(&test);
    let names = |path: &str| {
        let page = built.text(path);
        let names = ["Abel", "Bach", "Ohm", "Öhler", "Zander"].into_iter();
        let mut found: Vec<(usize, &str)> = names
            .filter_map(|name| Some((page.find(&format!("Ada {name}"))?, name)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(names("angebote/index.html"), ["Öhler", "Ohm"]);
    assert_eq!(names("angebote/seite/2/index.html"), ["Zander", "Bach"]);
    assert_eq!(names("en/offers/job/page/3/index.html"), ["Abel"]);
    for (path, hidden) in [
        ("angebote/index.html", false),
        ("angebote/seite/2/index.html", true),
        ("angebote/stelle/seite/2/index.html", true),
        ("angebote/stelle/seite/3/index.html", false),
    ] {
        assert_eq!(is_noindex(&built.text(path)), hidden, "{path}");
    }
    // A kind that only hidden people offer is told nowhere.
    person(&test, "Bach", "offers: [{ kind: visit }]", "offers", "site");
    let telling = self::built(&test);
    for path in
        ["angebote/index.html", "angebote/stelle/index.html", "en/offers/index.html"]
    {
        assert!(is_noindex(&telling.text(path)), "{path}");
    }
    assert!(!telling.text("sitemap.xml").contains("/angebote/"));
}

#[test]
fn the_dead_offer_nothing() {
    let test = paged(50);
    person(&test, "adler", &format!("{OFFERS}\ndeceased: 2026-11-24"), "offers", ALL);
    assert!(!built(&test).has("angebote/index.html"));
}

#[test]
fn an_ordinary_page_takes_no_address_of_a_list() {
    for (file, slug) in [("angebote", ""), ("x", "slug: orte\n")] {
        let test = SiteTest::new();
        test.write(
            &format!("content/{file}.md"),
            &format!("---\ntitle: X\n{slug}---\nText\n"),
        );
        assert_eq!(test.build_on(TODAY).errors(), ["address-reserved"], "{file}");
    }
}
