//! The audit finds what is planted: in a template, in prose, in an alternative text, in a file
//! name, in a static file, in every encoding. And it stays silent where nothing is wrong.

#[path = "../benches/corpus.rs"]
mod corpus;

use std::sync::Arc;

use crate::support::{Built, SiteTest, TODAY};
use matrikel::audit::Audit;
use matrikel::base::code::Code;
use matrikel::base::explain::explain_all;
use matrikel::base::language::Language;
use matrikel::engine::preview::Preview;

/// A person who withdrew, with everything that identifies somebody.
const GONE: &str = "---\nid: k7f3-2m9q\nname: { title: Dr., given: Jana, particle: von, family: Müller, birth: Schmidt }\n\
    position: Leiterin der Stabsstelle Brückenprüfung\nemployer: Beispielbau Brückenwerke AG\ncity: Leipzig\n\
    email: jana.privat@example.org\nwebsite: https://jana.example.org/\n\
    offers: [{ kind: mentoring, note: \"Einstieg in die Prüfung alter Brücken\" }]\n\
    photo: { file: jana-am-fluss.jpg, alt: \"Jana steht am Ufer der Pleiße im Regen\" }\n\
    private: { phone: \"+49 341 7654321\", born: 1966-02-01, note: \"Umzug nach Görlitz geplant\" }\n\
    consent: { given: 2026-01-01, withdrawn: 2026-11-01, evidence: AB-2026-112, \
    fields: [position, employer, email, photo, bio, offers], channels: [site] }\n---\n\
    Aufgewachsen zwischen zwei stillgelegten Tagebauen südlich von Leipzig.\n";

/// A person who is published with little.
const BEN: &str = "---\nname: { given: Ben, family: Öztürk }\nemail: ben.privat@example.org\n\
    employer: Werkstatt für seltene Orgeln\nconsent: { given: 2026-01-01, fields: [city], channels: [site] }\n\
    city: Leipzig\n---\nBen stimmt Orgeln in ganz Mitteldeutschland, seit zwanzig Jahren.\n";

const STORY: &str = "---\ntitle: Werkstattbericht\ndate: 2026-05-01\nname: { given: Tariq, family: Aziz }\n\
    consent: { given: 2026-01-01, channels: [site] }\n---\nEin Bericht aus der Werkstatt.\n";

fn site() -> SiteTest {
    let site = SiteTest::new();
    site.photo("content/directory/jana-am-fluss.jpg", "x")
        .write("content/directory/jana-mueller.md", GONE)
        .write("content/directory/ben.md", BEN)
        .write("content/portraits/bericht.md", STORY);
    site
}

fn codes(built: &Built) -> Vec<&'static str> {
    let leaks = [
        Code::LeakInText,
        Code::LeakInOutput,
        Code::MentionAllowed,
        Code::NameShared,
        Code::ValueInFile,
        Code::ValueShared,
        Code::CopyUnread,
    ];
    let all = built.diagnostics().iter().map(|one| one.code);
    all.filter(|code| leaks.contains(code)).map(Code::name).collect()
}

/// Plants a text into a page and tells what is said.
fn prose(text: &str) -> Vec<&'static str> {
    let site = site();
    site.photo("content/bild.jpg", "bild")
        .write("content/seite.md", &format!("---\ntitle: Seite\n---\n{text}\n"));
    codes(&site.build_on(TODAY))
}

/// Plants a text into the theme.
fn template(text: &str) -> Vec<&'static str> {
    let site = site();
    let page = "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>MARK{% endblock %}";
    site.write("themes/campus/templates/page.html", &page.replace("MARK", text))
        .write("content/seite.md", "---\ntitle: Seite\n---\nText\n");
    codes(&site.build_on(TODAY))
}

#[test]
fn a_site_without_a_leak_is_silent() {
    let built = site().build_on(TODAY);
    built.is_good();
    assert_eq!(codes(&built), [""; 0]);
    let sample = SiteTest::sample().build_on(TODAY);
    sample.is_good();
    assert_eq!(codes(&sample), [""; 0]);
}

#[test]
fn a_name_in_prose_is_blamed_on_its_line() {
    for text in [
        "Mit Jana Müller begann es.",
        "Mit Dr. Jana von Müller begann es.",
        "Mit *Jana* **Müller** begann es.",
        "Müller, Jana",
        "![Jana Müller am Fluss](bild.jpg)",
        "[x](https://example.org/?q=Jana%20M%C3%BCller \"y\")",
        "Frau Jana Mu\u{308}ller",
    ] {
        assert_eq!(prose(text), ["leak-in-text"], "{text}");
    }
    for text in
        ["Jana ging. Müller kam.", "Jana Müllerin", "Leipzig", "Schmidt", "1966-02-01"]
    {
        assert_eq!(prose(text), [""; 0], "{text}");
    }
    let site = site();
    site.write("content/seite.md", "---\ntitle: Seite\n---\nText\n\nMit Jana Müller.\n");
    let built = site.build_on(TODAY);
    let said = explain_all(&built.build.diagnostics, &built.snapshot, Language::De);
    let leak = said.iter().find(|one| one.code == "leak-in-text").expect("it is found");
    assert_eq!(leak.line, Some(6), "{leak:?}");
    assert!(leak.message.contains("Jana von Müller"), "{leak:?}");
}

#[test]
fn a_leak_in_the_theme_is_found_in_every_encoding() {
    for text in [
        "Jana Müller",
        "<b>Jana</b> <i>von</i> <b>M&uuml;ller</b>",
        "<!-- jana-mueller -->",
        "<a href=\"mailto:jana.privat%40example.org\">x</a>",
        "&#106;&#97;na.privat@example.org",
        "<script type=\"application/ld+json\">{\"e\":\"jana.privat\\u0040example.org\"}</script>",
        "<img src=\"data:image/svg+xml;base64,SmFuYSBNw7xsbGVyIHdhciBoaWVyLg==\" alt=\"\">",
        "0341 7654321",
        "tel:+493417654321",
        "AB-2026-112",
        "k7f3-2m9q",
        "Umzug nach Görlitz geplant",
        "Leiterin der Stabsstelle Brückenprüfung",
        "Einstieg in die Prüfung alter Brücken",
        "zwischen zwei stillgelegten Tagebauen südlich von Leipzig. Aufgewachsen zwischen zwei \
         stillgelegten Tagebauen südlich",
        "Jana steht am Ufer der Pleiße im Regen",
        "jana-am-fluss.jpg",
        "https://jana.example.org",
        "/verzeichnis/jana-mueller/",
        "Jana Schmidt",
        // Of somebody who is published: only what they did not list.
        "ben.privat@example.org",
        "Werkstatt für seltene Orgeln",
        "Ben stimmt Orgeln in ganz Mitteldeutschland, seit zwanzig Jahren.",
    ] {
        let said = template(text);
        let is_told =
            |code: &&str| code.starts_with("leak-in-") || *code == "value-in-file";
        let found = said.iter().any(is_told);
        assert!(found, "{text}: {said:?}");
    }
    for text in
        ["Ben Öztürk", "Leipzig", "Beispiel", "jana", "müller", "2026", "example.org"]
    {
        assert_eq!(template(text), [""; 0], "{text}");
    }
}

#[test]
fn names_of_files_are_searched() {
    let site = site();
    site.write("themes/campus/assets/jana-mueller.css", "p { color: red }");
    assert_eq!(codes(&site.build_on(TODAY)), ["leak-in-output"]);
}

/// The files that are published as they are, read by the program itself.
#[test]
fn static_files_are_searched_with_what_is_packed_inside() {
    let plain = b"%PDF-1.4 /Author (Jana von M\xc3\xbcller)".to_vec();
    let mut packed = b"%PDF-1.4\nstream\n".to_vec();
    packed.extend(miniz_oxide::deflate::compress_to_vec_zlib(
        b"jana.privat@example.org",
        6,
    ));
    let wide: Vec<u8> =
        "%PDF Jana Müller".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, status) in
        [(plain, 1), (packed, 1), (wide, 1), (b"%PDF-1.4 nobody".to_vec(), 0)]
    {
        let site = site();
        site.write_bytes("content/plan.pdf", &bytes)
            .write("content/seite.md", "---\ntitle: Seite\n---\n[Plan](plan.pdf)\n");
        for command in ["check", "build"] {
            let ran = site.command(&[command]);
            ran.ends_with(status);
            let said = format!("{}{}", ran.stdout, ran.stderr);
            assert_eq!(said.contains("leak-in-output"), status == 1, "{said}");
        }
        assert_eq!(site.path("public/index.html").exists(), status == 0);
    }
}

#[test]
fn with_a_leak_nothing_is_written_and_with_leave_out_the_text_goes() {
    let site = site();
    site.write("content/seite.md", "---\ntitle: Seite\n---\nMit Jana Müller.\n");
    site.command(&["build"]).ends_with(1);
    assert!(!site.path("public").exists());
    site.command(&["build", "--leave-out-broken"]).ends_with(0);
    assert!(site.path("public/index.html").exists());
    assert!(!site.path("public/seite").exists());
}

#[test]
fn a_template_that_leaks_is_not_left_out() {
    let site = site();
    site.write("themes/campus/templates/404.html", "Jana Müller <title>x</title>");
    site.command(&["build", "--leave-out-broken"]).ends_with(1);
    assert!(!site.path("public").exists());
}

#[test]
fn a_namesake_who_is_published_is_a_note() {
    let site = site();
    site.write(
        "content/directory/jana-2.md",
        "---\nname: { given: Jana, family: Müller }\nconsent: { given: 2026-01-01, channels: [site] }\n---\n",
    )
    .write("content/seite.md", "---\ntitle: Seite\n---\nMit Jana Müller.\n");
    let built = site.build_on(TODAY);
    built.is_good();
    assert_eq!(codes(&built), ["name-shared"]);
}

/// What others have as well does not tell where it comes from.
#[test]
fn a_value_that_stands_elsewhere_is_no_leak() {
    let site = site();
    site.write(
        "content/seite.md",
        "---\ntitle: Seite\n---\nDie Beispielbau Brückenwerke AG baut Brücken.\n",
    );
    assert_eq!(codes(&site.build_on(TODAY)), [""; 0]);
}

/// What somebody tells in a text that they released is theirs to tell.
#[test]
fn what_a_person_tells_of_themselves_is_no_leak() {
    let site = SiteTest::new();
    site.write(
        "content/directory/ben.md",
        &BEN.replace("[city]", "[city, bio]").replace(
            "Ben stimmt",
            "Mail an ben.privat@example.org, Werkstatt für seltene Orgeln. Ben stimmt",
        ),
    );
    let built = site.build_on(TODAY);
    built.is_good();
    assert_eq!(codes(&built), [""; 0]);
    assert!(built.text("verzeichnis/ben/index.html").contains("ben.privat"));
}

/// An editor who writes a name that must not appear learns it while writing.
#[test]
fn the_preview_tells_of_a_leak_before_the_build_does() {
    let site = site();
    let mut preview = Preview::default();
    let leaks = |preview: &mut Preview| {
        let shown = preview.look(&Arc::new(site.snapshot(TODAY)));
        shown.leaks().iter().map(|one| one.code.name()).collect::<Vec<_>>()
    };
    assert_eq!(leaks(&mut preview), [""; 0]);
    site.write("content/seite.md", "---\ntitle: Seite\n---\nMit Jana Müller.\n");
    assert_eq!(leaks(&mut preview), ["leak-in-text"]);
    site.write(
        "content/seite.md",
        "---\ntitle: Seite\ndraft: true\n---\nMit Jana Müller.\n",
    );
    assert_eq!(leaks(&mut preview), [""; 0]);
}

/// Her file is shown as it was, and what it says now is still known.
#[test]
fn the_preview_knows_who_stands_in_a_file_that_it_cannot_read() {
    let site = site();
    site.write("content/seite.md", "---\ntitle: Seite\n---\nMit Jana Müller.\n");
    site.write(
        "content/directory/jana-mueller.md",
        &GONE.replace("offers: [", "offers: "),
    );
    let shown = Preview::default().look(&Arc::new(site.snapshot(TODAY)));
    let codes: Vec<&str> = shown.leaks().iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["leak-in-text"]);
}

#[test]
fn a_mention_that_vanishes_is_no_leak() {
    let site = site();
    site.write(
        "content/seite.md",
        "---\ntitle: Seite\nsummary: \"Mit [Jana Müller](person:jana-mueller)\"\n---\n\
         Mit [Jana Müller](person:jana-mueller \"einer Ingenieurin\") begann es.\n",
    );
    let built = site.build_on(TODAY);
    built.is_good();
    assert_eq!(codes(&built), [""; 0]);
    assert!(built.text("seite/index.html").contains("Mit einer Ingenieurin begann es."));
    let shown = Preview::default().look(&Arc::new(site.snapshot(TODAY)));
    assert!(shown.leaks().is_empty());
}

/// An editor may let one mention stand; a leak elsewhere is still found.
#[test]
fn an_allowed_mention_allows_only_itself() {
    let allowed = "allowed_mentions:\n  - { name: Jana Müller, reason: Bauantrag, date: 2026-05-02 }\n";
    let page = format!(
        "---\ntitle: Seite\n{allowed}---\nEntwurf von Jana Müller aus dem Jahr.\n"
    );
    let site = site();
    site.write("content/seite.md", &page);
    let built = site.build_on(TODAY);
    built.is_good();
    assert_eq!(codes(&built), ["mention-allowed"]);
    site.write("assets/jana-mueller.css", "p { color: #222 }");
    let said = codes(&site.build_on(TODAY));
    assert!(said.contains(&"leak-in-output"), "{said:?}");
    site.remove("assets")
        .write("content/andere.md", "---\ntitle: Y\n---\nVon Jana Müller.\n");
    let said = codes(&site.build_on(TODAY));
    assert!(said.contains(&"leak-in-text"), "{said:?}");
}

#[test]
fn a_former_name_that_must_not_be_told_is_a_leak() {
    let site = SiteTest::new();
    let person = BEN.replace(
        "email:",
        "former_names: [{ given: Bettina, tell: TELL }]\nrelatives: Schwester Aylin Öztürk-Brandt\nemail:",
    );
    site.write("content/directory/ben.md", &person.replace("TELL", "false")).write(
        "content/seite.md",
        "---\ntitle: Seite\n---\nBettina Öztürk stimmt Orgeln.\n",
    );
    assert_eq!(codes(&site.build_on(TODAY)), ["leak-in-text"]);
    site.write("content/directory/ben.md", &person.replace("TELL", "true"));
    assert_eq!(codes(&site.build_on(TODAY)), [""; 0]);
}

/// Regression: `alt="Jana"` was taken for somebody called Jana Alt.
#[test]
fn a_tag_beside_a_name_is_no_part_of_it() {
    for family in ["Alt", "B", "Title"] {
        let site = SiteTest::new();
        site.write(
            "content/directory/gone.md",
            &format!("---\nname: {{ given: Jana, family: {family} }}\n---\n"),
        )
        .photo("content/bild.jpg", "bild")
        .write("content/seite.md", "---\ntitle: Jana\n---\n**Jana** ![Jana](bild.jpg)\n");
        let built = site.build_on(TODAY);
        assert_eq!(codes(&built), [""; 0], "{family}");
    }
}

/// A slip in the file of somebody who has withdrawn does not let their name pass; a slip in the
/// file of somebody who agrees takes no other page away.
#[test]
fn whoever_is_left_out_is_named_only_if_they_agree() {
    for (withdrawn, there) in [("", true), ("withdrawn: 2026-11-01, ", false)] {
        let site = SiteTest::new();
        let person = BEN
            .replace("employer:", "photo: { file: fehlt.jpg, alt: Ben }\nemployer:")
            .replace("consent: { ", &format!("consent: {{ {withdrawn}"));
        site.write("content/directory/ben.md", &person)
            .write("content/seite.md", "---\ntitle: Seite\n---\nMit Ben Öztürk.\n");
        site.command(&["build", "--leave-out-broken", "--at", TODAY]).ends_with(0);
        assert!(site.path("public/index.html").exists());
        assert!(!site.path("public/verzeichnis/ben").exists());
        assert_eq!(site.path("public/seite").exists(), there, "{withdrawn}");
    }
}

/// Withheld people with ordinary names, and what stands beside each other on pages.
fn withheld(given: &str, family: &str) -> SiteTest {
    let site = SiteTest::new();
    let entry = format!(
        "---\nid: x7f3-2m9q\nname: {{ given: {given}, family: {family} }}\n\
         photo: {{ file: profile.jpg, alt: x }}\n\
         consent: {{ given: 2026-01-01, withdrawn: 2026-11-01, channels: [site] }}\n---\n"
    );
    site.photo("content/directory/profile.jpg", "x")
        .write("content/directory/gone.md", &entry);
    site
}

fn of_text(site: &SiteTest, text: &str) -> Vec<&'static str> {
    site.write("content/seite.md", &format!("---\ntitle: Seite\n---\n{text}\n"));
    codes(&site.build_on(TODAY))
}

/// Attacks, section 3: neighbours were joined to a name that nobody had written.
#[test]
fn neighbours_never_join_to_a_name() {
    let site = withheld("Anna", "Müller");
    for text in [
        "Es sprachen Peter Müller, Anna Schmidt und andere.",
        "| Name | Ort |\n|---|---|\n| Peter Müller | Anna Schmidt |",
        "- Peter Müller\n- Anna Schmidt",
        "[Peter Müller](https://a.example.org) [Anna Schmidt](https://b.example.org)",
        "Peter Müller\n\nAnna Schmidt",
    ] {
        assert_eq!(of_text(&site, text), [""; 0], "{text}");
    }
    let halle = withheld("Anna", "Halle");
    let table = "| Name | Ort |\n|---|---|\n| Maier, Anna | Halle |";
    assert_eq!(of_text(&halle, table), [""; 0]);
    assert_eq!(of_text(&halle, "Mit Anna Halle."), ["leak-in-text"]);
}

/// Attacks, section 3, and editors, E2 and E6: what is called after somebody kept them online.
#[test]
fn a_street_an_institute_and_a_firm_are_no_person() {
    let site = withheld("Gustav", "Freytag");
    site.write(
        "config.toml",
        &format!(
            "{}[institution]\nstreet = \"Gustav-Freytag-Straße 42\"\n",
            crate::support::CONFIG
        ),
    );
    let text = "## In der Gustav-Freytag-Straße\n\nDort steht das [Haus](https://example.org/gustav-freytag-strasse/).";
    assert_eq!(of_text(&site, text), [""; 0]);
    assert_eq!(of_text(&site, "Mit Gustav Freytag."), ["leak-in-text"]);
    let hahn = withheld("Otto", "Hahn");
    hahn.write(
        "content/institutions.yaml",
        "- id: ioh\n  name: Institut Otto Hahn\n  from: 1990\n",
    );
    assert_eq!(of_text(&hahn, "Am Institut Otto Hahn."), ["value-shared"]);
}

/// Attacks, section 3, and editors, E3 to E5: an office's mailbox and website are public.
#[test]
fn what_the_office_shows_is_nobodys_secret() {
    let site = SiteTest::new();
    site.write(
        "content/directory/gone.md",
        "---\nname: { given: Jana, family: Müller }\nemail: alumni@example.org\n\
         website: https://alumni.example.org/\n\
         private: { phone: \"+49 341 7654321\", ort: 04277 Leipzig }\n---\n",
    )
    .write(
        "content/contacts.yaml",
        "- id: buero\n  name: Alumni-Büro\n  role: Alumni-Büro\n  topics: [Verzeichnis]\n  \
         email: alumni@example.org\n  phone: 0341 765-4321\n",
    );
    let said =
        of_text(&site, "Wir sind in 04277 Leipzig, alumni@example.org, 0341 7654321.");
    assert_eq!(said, ["value-shared"; 2]);
}

/// Attacks, section 3: a photo called like a class of the theme.
#[test]
fn a_word_of_the_theme_is_nobodys_secret() {
    let site = withheld("Jana", "Müller");
    site.write("assets/x.css", ".profile { color: #222 }");
    let page = "{% extends \"base.html\" %}{% block main %}<h1 class=\"profile\">\
                {{ page.title }}</h1>{% endblock %}";
    site.write("themes/campus/templates/page.html", page);
    assert_eq!(of_text(&site, "Das Profil."), [""; 0]);
}

/// Attacks, section 3: two portraits open with one sentence, and one of them is withheld.
#[test]
fn a_sentence_that_somebody_else_tells_too_is_no_leak() {
    let site = SiteTest::new();
    let portrait = |name: &str, more: &str| {
        format!(
            "---\ntitle: Porträt von {name}\ndate: 2026-05-01\nname: {{ given: {name}, family: Aziz }}\n\
             consent: {{ given: 2026-01-01, {more}channels: [site] }}\n---\n\
             Zum *ersten* Mal kam ich mit dem Zug nach [Leipzig](https://example.org/) und blieb.\n"
        )
    };
    site.write("content/portraits/eins.md", &portrait("Tariq", ""))
        .write("content/portraits/zwei.md", &portrait("Omar", "withdrawn: 2026-02-01, "));
    assert_eq!(codes(&site.build_on(TODAY)), [""; 0]);
}

/// Attacks, section 4, and formats, first section: names in forms that nobody looked for.
#[test]
fn a_name_is_found_in_all_written_forms() {
    for (given, family, text) in [
        ("Jana", "Müller", "Jana Müllers Vortrag."),
        ("Jana", "Müller", "Jana Müller’s talk."),
        ("Jana", "Müller", "Jana Muller sprach."),
        ("Jana", "Müller", "Ja\u{ad}na Mül\u{200b}ler sprach."),
        ("Hans", "Weiss", "Hans Weiß sprach."),
        ("Jana", "Mueller", "Jana Müller sprach."),
        ("Jose", "Diaz", "José Díaz sprach."),
        ("Đorđe", "Đukić", "Djordje Djukic sprach."),
        ("Əkrəm", "Cəfərov", "Ekrem Ceferov sprach."),
    ] {
        let site = withheld(given, family);
        assert_eq!(of_text(&site, text), ["leak-in-text"], "{text}");
    }
    assert_eq!(template("<b>J</b>ana M<wbr>üller"), ["leak-in-text"]);
}

/// Attacks, section 4: numbers were found in one way of grouping only.
#[test]
fn a_telephone_number_is_found_however_it_is_grouped() {
    for text in
        ["0341 765 43 21", "0341/765-43-21", "(0341) 765 4321", "+49 (0)341 7654321"]
    {
        assert_eq!(template(text), ["leak-in-text"], "{text}");
    }
    assert_eq!(template("1 0341 7654 3210"), [""; 0]);
}

/// Attacks, section 3: `allowed_mentions` held in a sentence only.
#[test]
fn an_allowed_mention_holds_wherever_the_document_shows_it() {
    let site = site();
    site.write(
        "content/events/jana-mueller.md",
        "---\ntitle: Jana Müller\nstart: 2026-12-01T18:00\nsummary: Ein Abend über Jana Müller\n\
         allowed_mentions:\n  - { name: Jana Müller, reason: Bauantrag, date: 2026-05-02 }\n---\n\
         ## Jana Müller\n\n- Jana Müller\n\n| Jana Müller | x |\n|---|---|\n| [Jana Müller](https://example.org) | y |\n\n\
         > Jana Müller\n\nJana Müller\n",
    );
    let built = site.build_on(TODAY);
    built.is_good();
    assert_eq!(codes(&built), ["mention-allowed"]);
}

/// Somebody who mends a file wants to know every place in it, and each once.
#[test]
fn each_place_of_a_name_is_told_once() {
    let site = withheld("Anna Lena", "Müller");
    let text = "Mit Anna Lena Müller begann es.\n\nDann kam ein langer Absatz, in dem sie nicht \
                vorkam.\n\nSpäter ging Anna Müller.";
    assert_eq!(of_text(&site, text), ["leak-in-text"; 2]);
    let shown = Preview::default().look(&Arc::new(site.snapshot(TODAY)));
    assert_eq!(shown.leaks().len(), 2);
}

/// Editors, E1, and attacks, section 5: one sheet that a thousand have signed was looked for a
/// thousand times in a thousand files.
#[test]
fn a_value_of_many_is_looked_for_once() {
    let work = |many: usize| {
        let site = SiteTest::new();
        for number in 0..many {
            site.write(
                &format!("content/directory/p{number}.md"),
                &format!(
                    "---\nname: {{ given: Jana, family: Muster{number} }}\n\
                     employer: Beispielbau Brückenwerke AG\n\
                     private: {{ note: Umzug nach Görlitz geplant }}\n\
                     consent: {{ given: 2026-01-01, evidence: Blatt-2026-112, channels: [site] }}\n---\n"
                ),
            );
        }
        let built = site.build_on(TODAY);
        built.is_good();
        assert_eq!(codes(&built), [""; 0]);
        built.build.audit.as_ref().map_or(0, Audit::len)
    };
    // Employer, note and evidence; nothing of it is there once for each person.
    assert_eq!(work(20), 3);
    assert_eq!(work(80), 3);
}

/// One surname for hundreds, one sheet, one employer and one topic for all, half of them withheld, and
/// an event that names a hundred of those who are published.
#[test]
fn the_work_of_the_search_grows_as_the_site_does() {
    const GIVEN: [&str; 20] = [
        "Ada", "Berta", "Clara", "Dora", "Emma", "Frieda", "Gerda", "Hanna", "Ida",
        "Jana", "Karla", "Lena", "Marta", "Nora", "Olga", "Paula", "Rosa", "Selma",
        "Thea", "Ute",
    ];
    let work = |many: usize| {
        let site = SiteTest::new();
        for number in 0..many {
            let [first, second] = [number % 20, number / 20 % 20].map(|one| GIVEN[one]);
            let ended = if number % 2 == 0 { "withdrawn: 2026-11-01, " } else { "" };
            site.write(
                &format!("content/directory/p{number}.md"),
                &format!(
                    "---\nname: {{ given: {first}-{second}, family: Schmidt }}\n\
                     employer: Beispielbau Brückenwerke AG\ntopics: [Brückenbau und Tunnel]\n\
                     private: {{ note: Umzug nach Görlitz geplant, phone: \"0341 76{number:05}\" }}\n\
                     consent: {{ given: 2026-01-01, {ended}evidence: Blatt-2026-112, \
                     fields: [topics], channels: [site] }}\n---\n"
                ),
            );
        }
        let built = site.build_on(TODAY);
        built.is_good();
        built.build.audit.as_ref().map_or(0, |audit| audit.work().iter().sum())
    };
    let [once, twice, four] = [60, 120, 240].map(work);
    assert!(once > 0, "{once}");
    assert!(twice <= once * 5 / 2, "{once}, {twice}, {four}");
    assert!(four <= twice * 5 / 2, "{once}, {twice}, {four}");
}

/// Work is counted, not time: in a large site everything that is looked for shares words with
/// nearly every page.
#[test]
fn in_a_large_site_little_is_compared_and_less_decoded() {
    let site = SiteTest::empty();
    corpus::write(site.root(), 1000);
    let built = site.build_on("2026-11-24");
    let audit = built.build.audit.as_ref().expect("a site without mistakes");
    assert!(audit.len() > 1500, "{}", audit.len());
    let [comparisons, decodings] = audit.work();
    assert!(comparisons < 50_000, "{comparisons}");
    assert!(decodings < 400, "{decodings}");
}
