//! A field of a person is known wherever fields are asked about: to the search for leaks, to
//! `explain`, to whoever writes a theme. Whoever adds one is asked by the compiler for a sample.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::support::{Built, CONFIG, SiteTest, TODAY};
use matrikel::base::code::Code;
use matrikel::base::diagnostic::Argument;
use matrikel::model::consent::Field;

/// A field that holds something.
struct Sample {
    /// Its lines of front matter.
    data: &'static str,
    /// What it holds, as it would stand in an output.
    value: &'static str,
    /// Whether that must not be found in an output while the field is withheld. What many
    /// people have identifies nobody and may.
    is_sought: bool,
    /// Its name in templates, if views leave it out while it is withheld.
    name: Option<&'static str>,
}

fn sample(field: Field) -> Sample {
    let of = |data, value, is_sought, name| Sample { data, value, is_sought, name };
    match field {
        Field::Affiliations => of(
            "affiliations: [{ kind: graduate, programme: Gleisbau und Weichentechnik, \
             from: 1986, to: 1991 }]",
            "Gleisbau und Weichentechnik",
            true,
            Some("affiliation"),
        ),
        // Both stand beside the affiliation.
        Field::Kind => of("", "graduate", false, Some("affiliation")),
        Field::Years => of("", "1986–1991", false, Some("affiliation")),
        Field::Position => {
            let value = "Leiterin der Stabsstelle Brückenprüfung";
            of(
                "position: Leiterin der Stabsstelle Brückenprüfung",
                value,
                true,
                Some("position"),
            )
        }
        Field::Employer => {
            let value = "Beispielbau Brückenwerke AG";
            of("employer: Beispielbau Brückenwerke AG", value, true, Some("position"))
        }
        Field::Sector => of("sector: culture", "culture", false, None),
        Field::City => {
            of("city: Neu-Beispielstadt", "Neu-Beispielstadt", true, Some("place"))
        }
        Field::Country => of("country: AT", "AT", false, Some("place")),
        Field::Languages => of("languages: [hsb]", "hsb", false, None),
        Field::Topics => {
            of("topics: [Spannbetonbrücken]", "Spannbetonbrücken", true, None)
        }
        Field::Offers => {
            let value = "Einstieg in die Prüfung alter Brücken";
            let data = "offers: [{ kind: mentoring, note: Einstieg in die Prüfung alter Brücken }]";
            of(data, value, true, None)
        }
        Field::Website => {
            let value = "https://jana.example.org/brücken";
            of("website: https://jana.example.org/brücken", value, true, Some("website"))
        }
        Field::Email => {
            let value = "jana.privat@example.org";
            of("email: jana.privat@example.org", value, true, Some("email"))
        }
        Field::Photo => {
            let value = "Jana steht am Ufer der Pleiße im Regen";
            let data =
                "photo: { file: bild.jpg, alt: Jana steht am Ufer der Pleiße im Regen }";
            of(data, value, true, Some("photo"))
        }
        // Stands below the front matter.
        Field::Bio => of("", BIO, true, Some("bio")),
        // Stands in the name.
        Field::BirthName => of("", "Jana Geburtsname", true, None),
        Field::Deceased => {
            of("deceased: 2026-02-03", "2026-02-03", false, Some("deceased"))
        }
    }
}

const BIO: &str =
    "Aufgewachsen zwischen zwei stillgelegten Tagebauen südlich von Leipzig.";

fn fields() -> impl Iterator<Item = Field> {
    Field::WORDS.iter().map(|(_, field)| *field)
}

/// Somebody who holds all fields and lists those that are wanted. Whoever has died answers no
/// more and holds nothing in some of them: only one who is asked about that has died.
fn person(name: &str, asked: Option<Field>, lists: impl Fn(Field) -> bool) -> String {
    let mut text =
        format!("---\nname: {{ given: {name}, family: Muster, birth: Geburtsname }}\n");
    for field in fields() {
        if field != Field::Deceased || asked == Some(field) {
            let _ = writeln!(text, "{}", sample(field).data);
        }
    }
    let listed: Vec<&str> = fields().filter(|one| lists(*one)).map(Field::word).collect();
    let _ = write!(
        text,
        "consent: {{ given: 2026-01-01, channels: [site, search-engines, feeds], \
         fields: [{}] }}\n---\n{BIO}\n",
        listed.join(", ")
    );
    text
}

fn site() -> SiteTest {
    let site = SiteTest::new();
    site.photo("content/directory/bild.jpg", "x");
    site
}

/// Plants a text into the theme and tells whether the audit found it.
fn is_found(site: &SiteTest, text: &str) -> bool {
    let page = "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>MARK\
                {% endblock %}";
    site.write("themes/campus/templates/page.html", &page.replace("MARK", text))
        .write("content/seite.md", "---\ntitle: Seite\n---\nText\n");
    let built = site.build_on(TODAY);
    // What identifies nobody by itself is told, and does not stop the build.
    let codes = [Code::LeakInOutput, Code::LeakInText, Code::ValueInFile];
    codes.iter().any(|code| built.says(*code))
}

#[test]
fn a_withheld_field_is_looked_for_unless_it_identifies_nobody() {
    for field in fields() {
        let sample = sample(field);
        let site = site();
        let write = |lists: &dyn Fn(Field) -> bool| {
            site.write("content/directory/jana.md", &person("Jana", Some(field), lists));
        };
        write(&|one| one != field);
        assert_eq!(is_found(&site, sample.value), sample.is_sought, "{field:?}");
        // Not what the person allows.
        write(&|_| true);
        assert!(!is_found(&site, sample.value), "{field:?}");
    }
}

#[test]
fn what_only_a_translation_holds_is_looked_for() {
    let site = site();
    site.write(
        "content/directory/jana.md",
        "---\nname: { given: Jana, family: Muster }\nconsent: { given: 2026-01-01, \
         channels: [site], fields: [city] }\n---\n",
    );
    site.write(
        "content/directory/jana.en.md",
        "---\nposition: Head of the bridge inspection unit\n---\n\
         She grew up between two abandoned open-cast mines south of Leipzig.\n",
    );
    let bio = "She grew up between two abandoned open-cast mines south of Leipzig.";
    assert!(is_found(&site, bio));
    assert!(is_found(&site, "Head of the bridge inspection unit"));
    assert!(!is_found(&site, "Something else that nobody holds"));
}

/// Fields of a person with outcome and places, as `explain` tells them.
fn explained(site: &SiteTest) -> BTreeMap<String, (String, usize)> {
    let ran = site.command(&["explain", "jana", "--format", "json", "--at", TODAY]);
    let told: serde_json::Value =
        serde_json::from_str(&ran.ends_with(0).stdout).expect("JSON");
    let fields = told["person"]["fields"].as_array().expect("fields");
    let one = |field: &serde_json::Value| {
        let outcome = field["outcome"].as_str().expect("a word").to_owned();
        let places = field["places"].as_array().expect("places");
        assert!(
            outcome != "shown" || places.iter().any(|place| place == "page"),
            "{field}"
        );
        (field["field"].as_str().expect("a name").to_owned(), (outcome, places.len()))
    };
    fields.iter().map(one).collect()
}

#[test]
fn explain_tells_what_became_of_every_field() {
    for field in fields() {
        let site = site();
        let data = person("Jana", Some(field), |one| one != field);
        site.write("content/directory/jana.md", &data);
        let told = explained(&site);
        let withheld = Some(&("not-listed".to_owned(), 0));
        assert_eq!(told.get(field.word()), withheld, "{field:?}");
        let others = told.iter().filter(|(word, _)| *word != field.word());
        for (word, (outcome, places)) in others {
            assert!(outcome == "shown" && *places > 0 || outcome == "deceased", "{word}");
        }
        let without = usize::from(field != Field::Deceased);
        assert_eq!(told.len(), Field::WORDS.len() - without, "every other one is told");
    }
}

/// A site whose theme has a template of its own.
fn with_template(name: &str, main: &str) -> SiteTest {
    let site = site();
    site.write("config.toml", &CONFIG.replace("\"campus\"", "\"eigen\""));
    site.write("themes/eigen/theme.toml", "name = \"Eigen\"\n");
    let text =
        format!("{{% extends \"base.html\" %}}{{% block main %}}{main}{{% endblock %}}");
    site.write(&format!("themes/eigen/templates/{name}"), &text);
    site
}

/// Names that templates asked for and that are not there, with why.
fn absent(built: &Built) -> BTreeMap<String, &'static str> {
    let kinds = [Code::TemplateWithheld, Code::TemplateName];
    let found = built.diagnostics().iter().filter(|one| kinds.contains(&one.code));
    let argument = |all: &[(&str, Argument)], wanted| {
        let found = all.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, argument)| argument.clone())
    };
    let one = found.map(|one| {
        let Some(Argument::Text(value)) = argument(&one.arguments, "value") else {
            panic!("a message without a name: {one:?}");
        };
        match argument(&one.arguments, "why") {
            Some(Argument::Word(why)) => (value, why),
            _ => (value, "unknown"),
        }
    });
    one.collect()
}

#[test]
fn a_template_that_prints_a_withheld_field_is_told_so() {
    let names: BTreeSet<&str> = fields().filter_map(|field| sample(field).name).collect();
    for name in names {
        let print =
            format!("{{% for card in list.people %}}{{{{ card.{name} }}}}{{% endfor %}}");
        let site = with_template("directory.html", &print);
        site.write("content/directory/jana.md", &person("Jana", None, |_| false));
        let wanted = BTreeMap::from([(name.to_owned(), "word-field-by-consent")]);
        assert_eq!(absent(&site.build_on(TODAY)), wanted, "{name}");
    }
}

/// Keys that templates know by the name of something else.
const SHOWN_AS: [(&str, &str); 11] = [
    ("affiliations", "affiliation"),
    ("city", "place"),
    ("country", "place"),
    ("employer", "position"),
    ("family", "name"),
    ("given", "name"),
    ("languages", "facts"),
    ("particle", "name"),
    ("sector", "facts"),
    ("suffix", "name"),
    ("title", "name"),
];

/// The keys that an entry and the name in it may have, as the reader tells them.
fn known_keys() -> BTreeSet<String> {
    let site = SiteTest::new();
    let text = "---\nzz: 1\nname: { given: Jana, zz: 1 }\n---\n";
    site.write("content/directory/jana.md", text);
    let built = site.build_on(TODAY);
    let unknown = built.diagnostics().iter().filter(|one| one.code == Code::KeyUnknown);
    let known =
        unknown.flat_map(|one| &one.arguments).filter_map(|(_, value)| match value {
            Argument::Choices(known) => Some(known.clone()),
            _ => None,
        });
    let known: Vec<Vec<String>> = known.collect();
    assert_eq!(known.len(), 2, "the entry and the name");
    known.concat().into_iter().collect()
}

/// No key of an entry is just an unknown name to whoever writes a theme: it is there, or a
/// message says why it is not.
#[test]
fn templates_show_a_key_of_an_entry_or_are_told_why_not() {
    let known = known_keys();
    assert!(known.contains("private") && known.contains("birth"), "{known:?}");
    let other: BTreeMap<&str, &str> = SHOWN_AS.into_iter().collect();
    for (key, _) in SHOWN_AS {
        assert!(known.contains(key), "{key} is no key any more");
    }
    let name =
        |key: &String| other.get(key.as_str()).map_or(key.clone(), ToString::to_string);
    let names: BTreeSet<String> = known.iter().map(name).collect();
    // A page stops at its first mistake: each name has a page of its own.
    let mut main = "<h1>{{ person.name }}</h1>".to_owned();
    for (number, name) in names.iter().enumerate() {
        let _ = write!(
            main,
            "{{% if person.name == \"Nr{number} Muster\" %}}{{{{ person.{name} }}}}{{% endif %}}"
        );
    }
    let site = with_template("person.html", &main);
    for number in 0..names.len() {
        let data = person(&format!("Nr{number}"), None, |_| false);
        site.write(&format!("content/directory/nr{number}.md"), &data);
    }
    let absent = absent(&site.build_on(TODAY));
    let unknown: Vec<_> = absent.iter().filter(|(_, why)| **why == "unknown").collect();
    assert!(
        unknown.is_empty(),
        "decide about them in render/theme/withheld.rs: {unknown:?}"
    );
    let never: Vec<&str> = absent
        .iter()
        .filter(|(_, why)| **why == "word-field-never")
        .map(|(name, _)| name.as_str())
        .collect();
    let wanted = [
        "allowed_mentions",
        "birth",
        "consent",
        "former_names",
        "id",
        "private",
        "pronoun",
        "relatives",
    ];
    assert_eq!(never, wanted);
}
