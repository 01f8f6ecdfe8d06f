//! What Matrikel says about mistakes, code by code, in German and English.
//!
//! `diagnostics/<code>/` holds the files that differ from a small good site; the snapshot of
//! the same name holds what an editor reads. What a folder cannot hold (a link in a circle, a
//! file of 17 MB) is made here.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use matrikel::base::code::{Code, Severity};
use matrikel::base::diagnostic::{Argument, Diagnostic, Place};
use matrikel::base::explain::{explain, explain_all};
use matrikel::base::language::Language;
use matrikel::base::source::{SitePath, Snapshot};
use matrikel::cmd::theme::check::look;
use matrikel::engine::{Request, build};
use matrikel::io::load::load;
use matrikel::io::picture_cache;
use matrikel::io::report::{Report, Style};

const TODAY: Date = date(2026, 11, 24);

const CONFIG: &str = r#"title = "Alumni der Hochschule"
base_url = "https://alumni.example.org/"
languages = ["de", "en"]
theme = "campus"
time_zone = "Europe/Berlin"
"#;

/// A site folder in the making.
struct Site {
    root: tempfile::TempDir,
    request: Request,
    /// True to put the theme to the test in place of building the site.
    tries_theme: bool,
}

/// What is said about a site.
struct Said {
    diagnostics: Vec<Diagnostic>,
    snapshot: Snapshot,
}

impl Site {
    /// The smallest good site, with a photo that nothing shows.
    fn good() -> Self {
        let site = Self {
            root: tempfile::tempdir().unwrap(),
            request: Request::default(),
            tries_theme: false,
        };
        site.write("config.toml", CONFIG);
        site.write("content/_index.md", "---\ntitle: Willkommen\n---\n");
        site.write("content/foto.png", png());
        site
    }

    fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn link(&self, target: &str, path: &str) {
        std::os::unix::fs::symlink(target, self.path(path)).unwrap();
    }

    fn with(self, path: &str, content: &str) -> Self {
        self.write(path, content);
        self
    }

    /// The files of a fixture over those of the good site.
    fn with_fixture(self, code: Code) -> Self {
        copy(&fixture(code), self.root.path());
        self
    }

    fn said(&self) -> Said {
        let snapshot = load(self.root.path(), TODAY).unwrap();
        if self.tries_theme {
            let found = look(&snapshot, "campus");
            return Said { diagnostics: found.diagnostics, snapshot: found.snapshot };
        }
        let built = build(&snapshot, &self.request);
        let copies = built.search_copies(|path| fs::read(self.path(path.as_str())).ok());
        let mut diagnostics = built.diagnostics;
        diagnostics.extend(copies);
        if !diagnostics.iter().any(Diagnostic::is_error) {
            let photos =
                picture_cache::check(self.root.path(), &built.outputs, &|_, _| {});
            diagnostics.extend(photos.unwrap());
        }
        Said { diagnostics, snapshot }
    }
}

impl Said {
    fn report(&self, language: Language) -> Report {
        Report {
            diagnostics: explain_all(&self.diagnostics, &self.snapshot, language),
            ..Report::default()
        }
    }

    fn human(&self, language: Language) -> String {
        let style = Style { language, coloured: false, verbose: false };
        self.report(language).problems(style)
    }

    fn verbose(&self, language: Language) -> String {
        let style = Style { language, coloured: false, verbose: true };
        self.report(language).problems(style)
    }

    fn json(&self, language: Language) -> String {
        self.report(language).json().unwrap()
    }

    /// Both languages, one after the other.
    fn text(&self) -> String {
        format!("{}\n{}", self.human(Language::De), self.human(Language::En))
    }

    /// Codes with their files, in the order of the report.
    fn codes(&self) -> Vec<(&str, &str)> {
        self.diagnostics
            .iter()
            .map(|one| (one.path().map_or("", SitePath::as_str), one.code.name()))
            .collect()
    }
}

fn fixture(code: Code) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics").join(code.name())
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::create_dir_all(to).unwrap();
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 64).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A site that provokes a code, where its fixture alone cannot.
fn provoked(code: Code) -> Option<Site> {
    let site = Site::good();
    Some(match code {
        Code::FileUnreadable => {
            site.link("gibt-es-nicht.md", "content/mitmachen.md");
            site
        }
        Code::LinkLoop => {
            site.write("content/bilder/a.pdf", "a");
            site.link("../bilder", "content/bilder/bilder");
            site
        }
        Code::FileTooLong => {
            site.write("content/mitmachen.md", vec![b'a'; 17_000_000]);
            site
        }
        Code::ConfigMissing => {
            fs::remove_file(site.path("config.toml")).unwrap();
            site
        }
        Code::PhotoDamaged => {
            site.write("content/events/hof.png", &png()[..50]);
            site.with(
                "content/events/sommerfest.md",
                "---\ntitle: Sommerfest\nstart: 2027-06-05\nplace: { city: Leipzig }\nimage: { file: hof.png, alt: Der Hof }\n---\n",
            )
        }
        Code::ThemeContrast
        | Code::ThemeColour
        | Code::ThemeRemote
        | Code::ThemeInline
        | Code::ThemePage => {
            let mut site = site.with_fixture(code);
            site.tries_theme = true;
            site
        }
        Code::ThemeDrafts => {
            let mut site = site.with_fixture(code);
            site.request.drafts = true;
            site
        }
        Code::LeftOut => {
            let mut site = site.with_fixture(code);
            site.request.leave_out_broken = true;
            site
        }
        _ => return None,
    })
}

fn site_with(code: Code) -> Site {
    provoked(code).unwrap_or_else(|| Site::good().with_fixture(code))
}

fn assert_snapshot(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_good_site_is_good() {
    assert_eq!(Site::good().said().codes(), []);
}

#[test]
fn each_code_is_provoked_and_reads_well() {
    for code in Code::ALL.iter().copied() {
        let said = site_with(code).said();
        assert!(
            said.diagnostics.iter().any(|one| one.code == code),
            "{} is not provoked:\n{}",
            code.name(),
            said.human(Language::En)
        );
        for language in Language::ALL {
            for one in said.report(language).diagnostics {
                for text in [&one.message, &one.label, &one.help] {
                    let name = one.code;
                    assert!(!has_placeholder(text), "{name}: {text}");
                    assert!(
                        !text.contains("“”") && !text.contains("„“"),
                        "{name}: {text}"
                    );
                    assert!(
                        !text.contains("  ") && !text.ends_with('.'),
                        "{name}: {text}"
                    );
                }
                assert!(!one.message.is_empty(), "{}", one.code);
            }
        }
        assert_snapshot(code.name(), &said.text());
    }
}

/// True for a text with `{name}` in it.
fn has_placeholder(text: &str) -> bool {
    !placeholders(text).is_empty()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn there_are_no_fixtures_for_other_codes() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(name.as_str()), "{name} is no code");
    }
}

#[test]
fn the_catalogues_say_the_same_things() {
    let [german, english]: [toml::Table; 2] = [
        include_str!("../src/base/messages/de.toml"),
        include_str!("../src/base/messages/en.toml"),
    ]
    .map(|text| toml::from_str(text).unwrap());
    let names = |table: &toml::Table, part: &str| -> BTreeSet<String> {
        table[part].as_table().unwrap().keys().cloned().collect()
    };
    for part in ["words", "yaml", "template", "system", "messages"] {
        assert_eq!(names(&german, part), names(&english, part), "{part}");
    }
    let codes: BTreeSet<String> =
        Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    assert_eq!(names(&english, "messages"), codes);
    for code in &codes {
        let of =
            |table: &toml::Table| table["messages"][code].as_table().unwrap().clone();
        let (german, english) = (of(&german), of(&english));
        assert!(german.keys().eq(english.keys()), "{code}");
        for (key, text) in &german {
            let [german, english] =
                [text, &english[key]].map(|text| placeholders(text.as_str().unwrap()));
            assert_eq!(german, english, "{code}.{key}");
        }
    }
    // The months are twelve, or dates would be wrong.
    for table in [&german, &english] {
        assert_eq!(table["months"].as_array().unwrap().len(), 12);
    }
}

#[test]
fn each_word_of_the_catalogue_is_used_and_each_used_one_exists() {
    let words: toml::Table =
        toml::from_str(include_str!("../src/base/messages/en.toml")).unwrap();
    let words: BTreeSet<String> =
        words["words"].as_table().unwrap().keys().cloned().collect();
    let code = source_text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let used = |name: &str| code.contains(&format!("\"{name}\""));
    for name in &words {
        let base = name.strip_suffix("-mend").unwrap_or(name);
        assert!(used(base), "nothing uses the word {name}");
    }
    for start in ["\"type-", "\"word-", "\"form-", "\"option-", "\"line-"] {
        for (at, _) in code.match_indices(start) {
            let name = code[at + 1..].split('"').next().unwrap();
            let is_code = Code::ALL.iter().any(|code| code.name() == name);
            assert!(is_code || words.contains(name), "there is no word {name}");
        }
    }
}

fn source_text(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &source_text(&path);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text += &fs::read_to_string(path).unwrap();
        }
    }
    text
}

/// Everything an editor may get wrong in the head of a file, from typing slips to Windows
/// paths, and in `config.toml`.
#[test]
fn unreadable_data_is_explained_in_plain_words() {
    let heads = [
        "title: Wien: ein Besuch",
        "title Mitmachen\nsummary: x",
        "title:Mitmachen\nsummary: x",
        "summary: x\ntitle:Mitmachen\ndraft: true",
        "title: Mitmachen\n  summary: x",
        " title: Mitmachen\nsummary: x",
        "title: Mitmachen\nextra:\n  a: 1\n b: 2",
        "title: Mitmachen\n- summary",
        "title: Mitmachen\nextra:\n\ta: 1",
        "title: @home",
        "title: `code`",
        "title: 100 %\nsummary: %d",
        "title: \"Mitmachen\nsummary: x",
        "title: 'Mitmachen\nsummary: x",
        "title: 'Wie geht's'",
        "title: \"Sie sagt \"ja\"\"",
        "title: [Mitmachen\nsummary: x",
        "extra: { a: 1, b: 2\ntitle: x",
        "extra: { a: 1 b: 2 }",
        "aliases: [a, b]]",
        "title: *neu*",
        "title: *Neu* im Angebot",
        "title: & mehr",
        "title: !wichtig",
        "title: !!int x",
        "title: - Mitmachen",
        "summary: |Text",
        "summary: > Text\n  mehr",
        "title: \"C:\\Users\"",
        "title: \"\\d\"",
        "title: \"\\uD800\"",
        "title: , x",
        "title: ? x",
        "title: x\u{7}",
        "title: x\n...\nsummary: y",
        "%TAG x",
        "%YAML 9.0",
    ];
    let configs = [
        "title = Alumni",
        "title = true love",
        "title = “Alumni”",
        "title = \"Alumni",
        "title = 'Alumni",
        "title: \"Alumni\"",
        "title = { de: \"Verein\" }",
        "title = { de = \"Verein\"",
        "title = \"a\"\ntitle = \"b\"",
        "languages = [\"de\" \"en\"]",
        "languages = [\"de\", \"en\"\ntheme = \"campus\"",
        "languages = [\"de\"",
        "[menu\npage = \"x\"",
        "[[menu]\npage = \"x\"",
        "größe = 3",
        "title = \"C:\\Users\"",
        "title = \"\\d\"",
        "title = \"x\" theme = \"y\"",
        "title = 012",
        "title = 2026-13-01",
    ];
    let mut text = String::new();
    for head in heads {
        let site = Site::good().with("content/a.md", &format!("---\n{head}\n---\n"));
        let said = site.said();
        text = text + &only(&said, Code::DataSyntax, head) + "\n";
    }
    for config in configs {
        let said = Site::good().with("config.toml", &format!("{config}\n")).said();
        text = text + &only(&said, Code::DataSyntax, config) + "\n";
    }
    let unknown = "so werden solche Daten nicht geschrieben";
    assert!(!text.contains(unknown), "{text}");
    assert_snapshot("data-syntax-causes", &text);
}

fn only(said: &Said, code: Code, about: &str) -> String {
    let [one] = said.diagnostics.as_slice() else {
        panic!("{about}: {}", said.human(Language::En))
    };
    assert_eq!(one.code, code, "{about}");
    let [german, english] =
        Language::ALL.map(|language| explain(one, &said.snapshot, language));
    let (_, line) = english.excerpt.last().unwrap();
    let (start, length) = english.mark;
    let mark = format!("{}{}", " ".repeat(start), "^".repeat(length.max(1)));
    let texts = [english.message, english.help, german.message, german.help];
    format!("{line}\n{mark}\n{}\n", texts.join("\n"))
}

#[test]
fn texts_that_cannot_be_read_are_one_mistake_only() {
    let broken = Site::good().with("themes/campus/i18n/en.toml", "title: x\n");
    let expected = [("themes/campus/i18n/en.toml", "data-syntax")];
    assert_eq!(broken.said().codes(), expected);
}

#[test]
fn a_setting_that_is_missing_is_named() {
    let config = "title = \"Alumni\"\nbase_url = \"https://alumni.example.org/\"\ntheme = \"campus\"\n";
    let site = Site::good().with("config.toml", config);
    assert_snapshot("key-missing-in-config", &site.said().text());
}

#[test]
fn an_address_from_the_command_line_is_checked_too() {
    let mut site = Site::good();
    site.request.base_url = Some("alumni.example.org".into());
    assert_snapshot("config-base-url-command-line", &site.said().text());
}

#[test]
fn all_mistakes_of_a_file_are_reported_at_once() {
    let site = Site::good().with(
        "content/portraits/bruecken.md",
        "---\ntitel: Brücken\ndate: 12.5.2026\nsector: busines\nmissions: [7]\nphoto: { fil: x.jpg }\ntopics: Holz\n---\nEin <b>Wort</b>.\n",
    );
    let said = site.said();
    let codes: BTreeSet<&str> = said.codes().into_iter().map(|(_, code)| code).collect();
    let expected = [
        "date-wrong",
        "key-missing",
        "key-unknown",
        "number-out-of-range",
        "photo-alt-missing",
        "type-wrong",
        "value-unknown",
    ];
    assert!(expected.iter().all(|code| codes.contains(code)), "{codes:?}");
    assert_snapshot("many-in-one-file", &said.text());
    assert_snapshot("many-in-one-file-json", &pretty(&said.json(Language::De)));
}

fn pretty(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn a_broken_file_does_not_hide_the_mistakes_of_others() {
    let site = Site::good()
        .with("content/a.md", "---\ntitle: \"A\n---\n")
        .with("content/events/b.md", "---\ntitle: B\nstart: 2027-02-30\n---\n")
        .with("content/faculties.yaml", "- id: bau\n")
        .with("content/portraits/c.md", "Kein Kopf\n")
        .with("content/z.md", "---\ntitle: Z\n---\n[nichts](nichts.md)\n");
    let said = site.said();
    assert_eq!(
        said.codes(),
        [
            ("content/a.md", "data-syntax"),
            ("content/events/b.md", "day-too-late"),
            ("content/faculties.yaml", "key-missing"),
            ("content/portraits/c.md", "front-matter-missing"),
            ("content/z.md", "link-unknown"),
        ],
        "{}",
        said.human(Language::En)
    );
}

/// Editors, F: the menu was said to lead nowhere, and first.
#[test]
fn a_mistake_in_a_page_is_none_of_the_menu() {
    let menu = format!("{CONFIG}[[menu]]\npage = \"mitmachen\"\n");
    let site = Site::good()
        .with("config.toml", &menu)
        .with("content/mitmachen.md", "---\ntitle: Mitmachen\nsumary: x\n---\n");
    assert_eq!(site.said().codes(), [("content/mitmachen.md", "key-unknown")]);
}

#[test]
fn a_broken_original_is_one_mistake_only() {
    let broken = "---\nname: { given: Jana }\nsector: busines\n---\n";
    let site = Site::good()
        .with("content/directory/jana.md", broken)
        .with("content/directory/jana.en.md", "---\nposition: Engineer\n---\n")
        .with(
            "content/portraits/bruecken.md",
            "---\ntitle: B\ndate: 2026-05-12\nperson: jana\nmentions: [jana]\nconsent: { given: 2026-04-17, channels: [site] }\n---\n[Jana](../directory/jana.md)\n",
        )
        .with(
            "content/events/fest.md",
            "---\ntitle: F\nstart: 2027-06-05\nspeakers: [jana]\n---\n[Jana](../directory/jana.md)\n",
        );
    let said = site.said();
    // That the story is withheld with the person is a note, and true.
    let errors: Vec<_> = said
        .diagnostics
        .iter()
        .filter(|one| one.severity != Severity::Note)
        .map(|one| (one.code.name(), one.path().map_or("", SitePath::as_str)))
        .collect();
    assert_eq!(errors, [("value-unknown", "content/directory/jana.md")]);
}

#[test]
fn a_broken_data_file_is_one_mistake_only() {
    let site = Site::good()
        .with("content/faculties.yaml", "- id: bau\n  name: \"Bauwesen\n")
        .with("content/institutions.yaml", "- id: thl\n name: x\n")
        .with("content/contacts.yaml", "- id: buero\n  name: Büro\n  faculty: bau\n")
        .with(
            "content/directory/jana.md",
            "---\nname: { given: Jana }\naffiliations:\n  - { kind: graduate, faculty: bau, institution: thl }\n---\n",
        );
    let said = site.said();
    let errors: Vec<_> = said
        .diagnostics
        .iter()
        .filter(|one| one.is_error())
        .map(|one| one.code)
        .collect();
    assert_eq!(errors, [Code::DataSyntax; 2], "{}", said.human(Language::En));
}

/// Whatever is wrong with a value of a person, no report quotes it.
#[test]
fn values_of_people_are_never_shown() {
    const SECRET: &str = "geheim";
    let consent =
        "consent: { given: 2026-04-17, channels: [site], evidence: geheim-1 }\n";
    let heads = [
        "email: geheim at example\n",
        "email: [geheim@example.org]\n",
        "website: geheim.example.org\n",
        "website: geheim example\n",
        "id: Geheim\n",
        "deceased: geheim\n",
        "deceased: 1.2.2026 geheim\n",
        "photo: { file: geheim.jpg, alt: geheim }\n",
        "photo: { file: ../../geheim.jpg, alt: geheim, focus: geheim }\n",
        "photo: { file: geheim.jpg, alt: geheim, fcus: [1, 2] }\n",
        "offers: [{ kind: mentorin, note: geheim }]\n",
        "offers:\n  - kind: mentoring\n    note: |\n      geheim\n      geheim: geheim\n    untl: x\n",
        "private:\n  phone: \"geheim\n  born: geheim\n",
        "private:\n  phone: geheim: geheim\n",
        "private:\n  phone: @geheim\n",
        "private:\n  phone: !!int geheim\n",
        "private:\n  phone: *geheim\n",
        "private:\n\tphone: geheim\n",
        "private: { phone: geheim, born: geheim\n",
        "private:\n  note: |\n    geheim\n    wohnt geheim: 3\n   x: y\n",
        "offers:\n  - note: |\n      Adresse:\n        geheim: 3\n    kind: mentorin\n",
        "position: geheim: geheim\n",
        "topics: geheim\n",
        "city: [geheim]\n",
        "pronoun: geheim\n",
    ];
    for head in heads {
        for body in
            ["", "geheim <i>geheim</i> [geheim](geheim.md) ![geheim](geheim.png)\n"]
        {
            let text =
                format!("---\nname: {{ given: Jana }}\n{head}{consent}---\n{body}");
            let said = Site::good().with("content/directory/jana.md", &text).said();
            assert!(!said.diagnostics.is_empty(), "nothing is said about {head}");
            for language in Language::ALL {
                for report in [said.verbose(language), said.json(language)] {
                    let shown = report.to_lowercase().contains(SECRET);
                    assert!(!shown, "{head}\n{report}");
                }
            }
        }
    }
}

#[test]
fn the_evidence_of_a_story_is_never_shown() {
    for consent in [
        "consent: { given: 12.1.2026, evidence: geheim, channels: [site] }\n",
        "consent:\n  evidence: geheim\n  givn: 2026-01-01\n",
        "consent:\n  evidence: [geheim]\n",
        "consent:\n  evidence: geheim: geheim\n",
        "consent:\n  evidence: \"geheim\n",
        "consent:\n  evidence: >\n    geheim\n  givn: 2026-01-01\n",
    ] {
        let text = format!(
            "---\ntitle: B\ndate: 2026-05-12\nname: {{ given: Tariq }}\n{consent}---\n"
        );
        let said = Site::good().with("content/portraits/b.md", &text).said();
        assert!(!said.diagnostics.is_empty(), "nothing is said about {consent}");
        for language in Language::ALL {
            for report in [said.verbose(language), said.json(language)] {
                assert!(!report.contains("geheim"), "{consent}\n{report}");
            }
        }
    }
}

#[test]
fn a_value_with_braces_is_no_placeholder() {
    let path = SitePath::new("content/a.md");
    let one = Diagnostic::at(Code::ValueUnknown, Place::file(&path))
        .text("value", "{known}")
        .text("key", "x")
        .with("known", Argument::Choices(vec!["a".into()]));
    let snapshot = load(Site::good().root.path(), TODAY).unwrap();
    let message = explain(&one, &snapshot, Language::En).message;
    assert_eq!(message, "“{known}” is not possible for x");
}
