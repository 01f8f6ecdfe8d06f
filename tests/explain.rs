//! `explain` is held against the finished outputs: whom a name is found of, and of whom it is
//! said, must be the same people.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{SiteTest, TODAY};
use matrikel::base::output::OutputPath;
use matrikel::base::presence::{Role, Seen, Who};
use matrikel::engine::office::edition_with_sources::inside;
use matrikel::engine::{Edition, Request};
use matrikel::model::consent::Field;

/// People with unheard-of names, in every way in which somebody can be seen.
fn site() -> SiteTest {
    let site = SiteTest::new();
    site.write(
        "content/contacts.yaml",
        "- { id: buero, name: Kontaktzq, role: Büro, email: a@example.org }\n",
    );
    let everything =
        "affiliations, kind, years, position, employer, city, photo, bio, topics";
    for (name, channels, more) in [
        ("Zqalma", "site, search-engines, feeds", ""),
        ("Zqbodo", "site", ""),
        ("Zqcleo", "site, feeds", ""),
        ("Zqdora", "site, search-engines", "withdrawn: 2026-10-01, "),
        ("Zqemil", "feeds", ""),
    ] {
        let file = name.to_lowercase();
        site.photo(&format!("content/directory/{file}.jpg"), name);
        let text = format!(
            "---\nname: {{ given: {name}, family: Muster }}\n\
             affiliations: [{{ kind: graduate, to: 1991 }}]\ntopics: [Brücken]\n\
             photo: {{ file: {file}.jpg, alt: Bild }}\n\
             consent: {{ given: 2026-01-01, {more}channels: [{channels}], \
             fields: [{everything}] }}\n---\nVon [dort](zqalma.md) und [hier](/verzeichnis/zqbodo/).\n"
        );
        site.write(&format!("content/directory/{file}.md"), &text);
    }
    for (title, subject, channels, more) in [
        ("Zqtitela", "person: zqalma", "site, search-engines, feeds", "missions: [1]\n"),
        ("Zqtitelb", "person: zqbodo", "site", "aliases: [alt/zqtitelb]\n"),
        (
            "Zqtitelc",
            "name: { given: Zqfritz }",
            "site, search-engines",
            "topics: [Brücken]\n",
        ),
        ("Zqtiteld", "person: zqdora", "site, search-engines, feeds", ""),
        (
            "Zqtitele",
            "name: { given: Zqgerd }",
            "site, search-engines, feeds",
            "quote: Ja.\n",
        ),
    ] {
        let mentioned = if title == "Zqtitelb" { "zqcleo" } else { "zqalma" };
        let file = title.to_lowercase();
        site.photo(&format!("content/portraits/{file}.jpg"), title);
        let text = format!(
            "---\ntitle: {title}\ndate: 2026-05-01\n{subject}\n{more}\
             photo: {{ file: {file}.jpg, alt: Bild }}\n\
             consent: {{ given: 2026-01-01, channels: [{channels}] }}\n---\n\
             {title}: siehe [anderswo](zqtitelc.md) und [{mentioned}](person:{mentioned}).\n"
        );
        site.write(&format!("content/portraits/{file}.md"), &text);
    }
    site.write(
        "content/events/fest.md",
        "---\ntitle: 'Fest für [Zqcleo](person:zqcleo)'\nstart: 2027-01-01\n\
         speakers: [zqalma, zqbodo, zqcleo, zqdora]\n\
         organiser: buero\n---\nText.\n",
    );
    site.write(
        "content/mission.md",
        "---\ntitle: Mission\nmission: 1\n---\nMit [Zqbodo](person:zqbodo) und \
         [Zqdora](person:zqdora).\n",
    );
    site
}

fn edition(site: &SiteTest) -> Edition {
    inside(&site.snapshot(TODAY), &Request::default()).edition
}

/// The words by which somebody is known in an output.
fn words(edition: &Edition, who: Who) -> Vec<String> {
    let site = edition.site().expect("a site");
    match who {
        Who::Person(number) => vec![site.people[number].key.clone()],
        Who::Story(number) => {
            let story = &site.stories[number];
            let name = story.name.full.split(' ').next().expect("a name").to_lowercase();
            vec![story.key.clone(), name]
        }
        Who::Contact(_) => vec!["kontaktzq".into()],
    }
}

fn is_in_index(presence: &BTreeMap<OutputPath, BTreeSet<Seen>>, who: &Who) -> bool {
    let path = OutputPath::new("suche/index.bin").expect("a path");
    presence[&path].iter().any(|seen| seen.who == *who && seen.role == Role::Search)
}

#[test]
fn whoever_is_found_in_an_output_is_said_to_be_there_and_nobody_else() {
    let site = site();
    let built = site.build_on(TODAY);
    built.is_good();
    let edition = edition(&site);
    let presence = edition.renderer().expect("a press").presence();
    let public = edition.site().expect("a site");
    let everybody = (0..public.people.len())
        .map(Who::Person)
        .chain((0..public.stories.len()).map(Who::Story))
        .chain([Who::Contact(0)]);
    let everybody: Vec<Who> = everybody.collect();
    let mut outputs = 0;
    for (path, bytes) in built.all_bytes() {
        let in_index = bytes.starts_with(b"\x1f\x8b");
        let text = if in_index {
            matrikel::search::read::text(&bytes).expect("a shard").to_lowercase()
        } else {
            String::from_utf8_lossy(&bytes).to_lowercase()
        };
        let nobody = BTreeSet::new();
        let seen =
            presence.get(&OutputPath::new(path).expect("a path")).unwrap_or(&nobody);
        for who in &everybody {
            let found = words(&edition, *who).iter().any(|word| text.contains(word));
            // A person's name is also told by a story about that person.
            let told = seen.iter().any(|one| match (one.who, who) {
                (Who::Story(story), Who::Person(person)) => {
                    public.stories_of[*person].contains(&story)
                }
                (Who::Person(person), Who::Story(story)) => {
                    public.stories_of[person].contains(story)
                }
                (one, who) => one == *who,
            });
            // All shards of an index are one thing: who is in it is said of its contents.
            let told = told || (in_index && is_in_index(&presence, who));
            let direct = !in_index
                && seen.iter().any(|one| one.who == *who && one.role != Role::Picture);
            assert!(told || !found, "{path}: {who:?} is there and not said");
            assert!(found || !direct, "{path}: {who:?} is said and not there: {seen:?}");
            outputs += usize::from(found);
        }
        for gone in ["zqdora", "zqemil", "zqtiteld"] {
            assert!(!text.contains(gone), "{path} holds {gone}");
        }
    }
    assert!(outputs > 100, "{outputs}");
    let roles: BTreeSet<Role> = presence.values().flatten().map(|one| one.role).collect();
    let all: BTreeSet<Role> = Role::ALL.iter().copied().collect();
    assert_eq!(roles, all, "the site shows every role");
}

#[test]
fn every_picture_is_said_to_be_whose_it_is() {
    let site = site();
    let built = site.build_on(TODAY);
    let edition = edition(&site);
    let presence = edition.renderer().expect("a press").presence();
    let public = edition.site().expect("a site");
    for recipe in built.recipes() {
        let path =
            OutputPath::new(&format!("assets/{}", recipe.file_name())).expect("a path");
        let seen: Vec<String> = presence[&path]
            .iter()
            .filter(|one| one.role == Role::Picture)
            .map(|one| match one.who {
                Who::Person(number) => public.people[number].path.to_string(),
                Who::Story(number) => public.stories[number].path.to_string(),
                Who::Contact(_) => String::new(),
            })
            .collect();
        let source = recipe.source.as_str().replace(".jpg", ".md");
        assert_eq!(seen, [source], "{path}");
    }
    let said =
        presence.values().flatten().filter(|one| one.role == Role::Picture).count();
    assert!(said >= built.recipes().len() && said > 8, "{said}");
}

/// Every field with a value that is found nowhere else.
const PERSON: &str = "---\nname: { given: Jana, family: Muster, birth: Zfbirth }\n\
    affiliations: [{ kind: graduate, institution: zfinst, programme: Zfprogramme, from: 1986, \
    to: 1991 }]\n\
    position: Zfposition\nemployer: Zfemployer\ncity: Zfcity\ntopics: [Zftopic]\n\
    website: https://zfwebsite.example.org\nemail: zfemail@example.org\n\
    offers: [{ kind: mentoring, note: Zfoffer }]\nconsent: { given: 2026-01-01, channels: \
    [site, search-engines, feeds], fields: [affiliations, years, position, employer, city, topics, \
    website, email, offers, bio, birth-name] }\n---\nZfbio.\n";

#[test]
fn a_field_is_where_it_is_said_to_be() {
    let site = SiteTest::new();
    site.write("content/directory/jana.md", PERSON);
    site.write(
        "content/institutions.yaml",
        "- { id: self, name: Eigene, self: true }\n- { id: zfinst, name: Zfinst }\n",
    );
    let built = site.build_on(TODAY);
    built.is_good();
    let ran = site.command(&["explain", "jana", "--format", "json", "--at", TODAY]);
    let told: serde_json::Value =
        serde_json::from_str(&ran.ends_with(0).stdout).expect("JSON");
    let fields = told["person"]["fields"].as_array().expect("fields");
    let claimed: BTreeMap<&str, BTreeSet<&str>> = fields
        .iter()
        .filter(|field| field["outcome"] == "shown")
        .map(|field| {
            let places = field["places"].as_array().expect("places");
            let places = places.iter().filter_map(|place| place.as_str()).collect();
            (field["field"].as_str().expect("a name"), places)
        })
        .collect();
    let page = built.text("verzeichnis/jana/index.html");
    let data = page
        .split("application/ld+json")
        .skip(1)
        .map(|rest| rest.split("</script>").next().expect("an end"));
    let data = data.collect::<Vec<_>>().join("\n");
    let card = built.text("verzeichnis/index.html");
    let lists: String = built
        .pages()
        .into_iter()
        .filter(|(path, _)| {
            ["jahrgaenge/", "themen/", "einrichtungen/"]
                .iter()
                .any(|start| path.starts_with(start))
        })
        .map(|(path, text)| path.to_owned() + &text)
        .collect();
    for (word, field) in Field::WORDS {
        let words: &[&str] = match field {
            Field::Affiliations => &["Zfprogramme", "Zfinst"],
            Field::Years => &["1991"],
            Field::Position => &["Zfposition"],
            Field::Employer => &["Zfemployer"],
            Field::City => &["Zfcity"],
            Field::Topics => &["Zftopic"],
            Field::Website => &["zfwebsite"],
            Field::Email => &["zfemail"],
            Field::Offers => &["Zfoffer"],
            Field::Bio => &["Zfbio"],
            Field::BirthName => &["Zfbirth"],
            // Shown in words of the theme, or as a picture: nothing of it is found by its value.
            Field::Kind
            | Field::Sector
            | Field::Country
            | Field::Languages
            | Field::Photo
            | Field::Deceased => continue,
        };
        let in_lists = match field {
            Field::Affiliations => lists.contains("einrichtungen/zfinst"),
            Field::Years => lists.contains("jahrgaenge/1991"),
            field => lists.contains("themen/zftopic") && *field == Field::Topics,
        };
        let holds = |text: &str| words.iter().any(|word| text.contains(word));
        let found: BTreeSet<&str> = [
            ("page", holds(&page)),
            ("card", holds(&card)),
            ("lists", in_lists),
            ("structured-data", holds(&data)),
        ]
        .into_iter()
        .filter_map(|(place, found)| found.then_some(place))
        .collect();
        assert_eq!(claimed.get(word), Some(&found), "{word}");
    }
    // What is said of a person holds no value of a field.
    for word in ["Zfposition", "Zfbio", "zfemail", "Zfbirth", "Zfoffer", "Zfcity"] {
        assert!(!ran.stdout.contains(word), "{word}");
    }
}

#[test]
fn a_person_is_explained_for_people() {
    let site = site();
    let ran = site.command(&["explain", "zqbodo", "--lang", "de", "--at", TODAY]);
    let text = &ran.ends_with(0).stdout;
    for line in [
        "Zqbodo Muster – content/directory/zqbodo.md",
        "  Einwilligung vom 1. Januar 2026 (Text: –) gilt bis 1. Januar 2029, für: site",
        "  topics        Seite, Listen nach Jahr, Fakultät, Hochschule oder Thema",
        "Porträt „Zqtitelb“ – content/portraits/zqtitelb.md",
        "  https://alumni.example.org/verzeichnis/zqbodo/ (eigene Seite)",
        "  https://alumni.example.org/veranstaltungen/fest/ (vortragend)",
    ] {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
    // Not in search engines: neither structured data nor the sitemap.
    assert!(!text.contains("strukturierte Daten") && !text.contains("sitemap"), "{text}");
    let ran = site.command(&["explain", "Zqdora Muster", "--lang", "en", "--at", TODAY]);
    let text = &ran.ends_with(0).stdout;
    let reason =
        "not published: the consent of 1 January 2026 was withdrawn on 1 October 2026";
    assert!(text.contains(reason), "{text}");
    assert!(text.contains("  topics        the person is not published today"), "{text}");
    assert!(text.contains("Seen in 0 places"), "{text}");
    let before =
        site.command(&["explain", "zqdora", "--lang", "en", "--at", "2026-09-30"]);
    assert!(before.ends_with(0).stdout.contains("(own page)"), "{}", before.stdout);
}

#[test]
fn a_file_is_explained_by_path_address_and_url() {
    let site = site();
    for what in [
        "public/veranstaltungen/fest/index.html",
        "/veranstaltungen/fest/",
        "https://alumni.example.org/veranstaltungen/fest/",
    ] {
        let ran = site.command(&["explain", what, "--lang", "en", "--at", TODAY]);
        let text = &ran.ends_with(0).stdout;
        for line in [
            "  Zqalma Muster – content/directory/zqalma.md (speaker)",
            "  Kontaktzq – content/contacts.yaml (contact)",
            "    the consent of 1 January 2026 (text: –) holds until 1 January 2029, for: site, feeds",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
        assert!(!text.contains("Zqdora"), "{text}");
    }
    let ran =
        site.command(&["explain", "/verzeichnis/zqdora/", "--lang", "en", "--at", TODAY]);
    let text = &ran.ends_with(0).stdout;
    assert!(text.contains("does not exist today: withheld"), "{text}");
    assert!(text.contains("Zqdora Muster – content/directory/zqdora.md"), "{text}");
    let feed = site.command(&[
        "explain",
        "portraets/feed.json",
        "--format",
        "json",
        "--at",
        TODAY,
    ]);
    let told: serde_json::Value =
        serde_json::from_str(&feed.ends_with(0).stdout).unwrap();
    let names: Vec<&str> = told["file"]["people"]
        .as_array()
        .expect("people")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    // The story about Alma with both consents, and the one with a name of its own.
    assert_eq!(names, ["Zqalma Muster", "Zqalma Muster", "Zqgerd"]);
    for (what, said) in
        [("zqalmo", "did you mean “zqalma”?"), ("Muster", "neither a person")]
    {
        let ran = site.command(&["explain", what, "--lang", "en"]);
        assert!(ran.ends_with(2).stderr.contains(said), "{what}: {}", ran.stderr);
    }
}
