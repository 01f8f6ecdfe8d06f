//! The first hour of somebody new: an empty folder, `init`, the README's own site, the language
//! of messages, and what `new` begins.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Ran, SiteTest, TODAY, program};

/// What a command does in a folder below the site.
fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    let output =
        program(folder).args(arguments).output().expect("the program can be run");
    Ran {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// In whatever languages it begins, nothing is wrong with it, and it shows one of each kind.
#[test]
fn a_begun_site_is_whole_in_every_choice_of_languages() {
    for (languages, person, legal) in [
        ("de", "verzeichnis", "impressum"),
        ("en", "directory", "legal-notice"),
        ("de,en", "verzeichnis", "impressum"),
        ("en,de", "directory", "legal-notice"),
    ] {
        let outside = SiteTest::empty();
        let ran = outside.command(&["init", "neu", "--languages", languages]);
        assert!(ran.ends_with(0).stdout.contains("matrikel serve"), "{}", ran.stdout);
        let site = outside.path("neu");
        let ran = run_in(&site, &["check", "--deny", "warnings", "--verbose"]);
        let told = &ran.ends_with(0).stdout;
        assert_eq!(told.lines().count(), 1, "nothing to say: {told}");
        run_in(&site, &["build"]).ends_with(0);
        let read = |below: &str| {
            let path = site.join("public").join(below).join("index.html");
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{below}: {error}"))
        };
        assert!(read(&format!("{person}/frieda-beispiel")).contains("Frieda Beispiel"));
        assert!(
            read("").contains("Frieda Beispiel"),
            "{languages}: the story is on the home page"
        );
        assert!(!read(legal).is_empty());
        if let Some((_, second)) = languages.split_once(',') {
            assert!(read(second).contains("Frieda Beispiel"), "{languages}");
        }
    }
}

#[test]
fn a_begun_site_has_the_title_and_the_address_that_were_asked_for() {
    let site = SiteTest::empty();
    let title = "Alumni \"Süd\" \\ Nord";
    let address = "https://www.example.org/alumni/";
    site.command(&["init", "--title", title, "--base-url", address, "--lang", "de"])
        .ends_with(0);
    let config: toml::Table = site.read("config.toml").parse().expect("TOML");
    assert_eq!(config["title"].as_str(), Some(title));
    assert_eq!(config["base_url"].as_str(), Some(address));
    assert_eq!(config["languages"].as_array().map(Vec::len), Some(1));
    site.command(&["build"]).ends_with(0);
    assert!(site.read("public/index.html").contains("Alumni &quot;Süd&quot;"));
}

#[test]
fn init_overwrites_nothing_and_leaves_nothing_behind() {
    let refused = |site: &SiteTest, arguments: &[&str]| {
        let before = site.tree("");
        let ran = site.command(arguments);
        assert!(ran.ends_with(2).stderr.contains("help: "), "{}", ran.stderr);
        assert_eq!(site.tree(""), before, "{arguments:?}");
    };
    refused(&SiteTest::new(), &["init"]);
    let site = SiteTest::empty();
    site.write("notes.txt", "mine");
    refused(&site, &["init"]);
    refused(&site, &["init", "neu", "--base-url", "ftp://x"]);
    refused(&site, &["init", "notes.txt"]);
    assert!(!site.path("neu").exists());
    let site = SiteTest::empty();
    site.write("content/seite.md", "mine");
    refused(&site, &["init"]);
    // What a new repository has is no obstacle, and stays.
    let site = SiteTest::empty();
    site.write(".gitignore", "mine\n")
        .write("README.md", "mine\n")
        .write(".git/config", "");
    site.command(&["init"]).ends_with(0);
    assert_eq!(
        (site.read(".gitignore"), site.read("README.md")),
        ("mine\n".into(), "mine\n".into())
    );
    refused(&site, &["init"]);
}

#[test]
fn an_empty_folder_leads_to_init_and_stays_empty() {
    for (arguments, status) in [
        (&["build"][..], 1),
        (&["check"], 1),
        (&["new", "page", "x"], 2),
        (&["withdraw", "jana"], 2),
        (&["dossier", "jana", "--output", "x.md"], 2),
        (&["consent", "record", "--all"], 2),
        (&["proof", "jana"], 2),
    ] {
        let site = SiteTest::empty();
        let ran = site.command(arguments);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert_ne!(ran.status, Some(0), "{arguments:?}: {told}");
        assert!(status == 2 || told.contains("matrikel init"), "{arguments:?}: {told}");
        assert!(site.tree("").is_empty(), "{arguments:?}: {:?}", site.tree("").keys());
        assert!(!site.path(".matrikel").exists(), "{arguments:?}");
    }
}

#[test]
fn a_first_build_that_fails_speaks_of_no_present_site() {
    let site = SiteTest::new();
    site.write("content/seite.md", "---\ntitel: Seite\n---\n");
    let told = site.command(&["build"]).ends_with(1).stderr.clone();
    assert!(told.contains("no earlier site"), "{told}");
    assert!(!told.contains("present site stays"), "{told}");
    site.write("content/seite.md", "---\ntitle: Seite\n---\n");
    site.command(&["build"]).ends_with(0);
    site.write("content/seite.md", "---\ntitel: Seite\n---\n");
    let told = site.command(&["build"]).ends_with(1).stderr.clone();
    assert!(!told.contains("no earlier site"), "{told}");
}

/// Somebody who types what the README says under “Your own site”.
#[test]
fn the_readme_leads_to_a_visible_person_and_a_story() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("a document");
    let section = readme.split("\n## ").find(|one| one.starts_with("Your own site"));
    let section = section.expect("the section");
    let blocks =
        section.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let outside = SiteTest::empty();
    let mut here: PathBuf = outside.root().to_owned();
    let mut ran = Vec::new();
    for line in blocks.flat_map(str::lines) {
        let line = line.split(" #").next().unwrap_or_default().trim();
        let words: Vec<String> = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] | ["cargo", ..] => {}
            ["cd", folder] => here.push(folder),
            // It runs until it is ended; its own tests look at it.
            ["matrikel", "serve", ..] => ran.push("serve".to_owned()),
            ["matrikel", arguments @ ..] => {
                run_in(&here, arguments).ends_with(0);
                ran.push(arguments[0].to_owned());
            }
            other => panic!("a command that no test knows: {other:?}"),
        }
    }
    assert_eq!(ran.first().map(String::as_str), Some("init"), "{ran:?}");
    for command in ["serve", "new", "proof", "check", "build"] {
        assert!(ran.iter().any(|own| own == command), "{command}: {ran:?}");
    }
    let person =
        fs::read_to_string(here.join("public/verzeichnis/frieda-beispiel/index.html"));
    assert!(person.expect("a visible person").contains("Frieda Beispiel"));
    let stories = fs::read_to_string(here.join("public/portraets/index.html"));
    assert!(stories.expect("a story").contains("Die erste Brücke"));
}

/// The words of a line as a shell takes them, as far as the README needs it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in line.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_settings_say_in_which_language_messages_come() {
    let site = SiteTest::new();
    let settings = site.read("config.toml");
    site.write("content/seite.md", "---\ntitel: Seite\n---\n");
    let first = |arguments: &[&str], lang: &str| {
        let ran = site.command_with(arguments, &[("LANG", lang)]);
        ran.stdout.split(':').next().unwrap_or_default().to_owned()
    };
    assert_eq!(first(&["check"], "C"), "error");
    site.write("config.toml", &format!("message_language = \"de\"\n{settings}"));
    assert_eq!(first(&["check"], "C"), "Fehler");
    assert_eq!(first(&["check"], "en_GB"), "Fehler");
    assert_eq!(first(&["check", "--lang", "en"], "C"), "error");
    // Also if something else in the settings is wrong.
    site.write("config.toml", "message_language = 'de' # x\ntitle = \n");
    assert_eq!(first(&["check"], "C"), "Fehler");
    site.write("config.toml", &format!("message_language = \"fr\"\n{settings}"));
    let told = site.command(&["check"]).ends_with(1).stdout.clone();
    assert!(told.contains("message_language"), "{told}");
}

#[test]
fn names_and_kinds_are_taken_as_people_write_them() {
    let site = SiteTest::new();
    let new = |arguments: &[&str]| {
        let ran = site.command(&[&["new"], arguments].concat());
        site.read(ran.ends_with(0).stdout.trim())
    };
    let person = new(&["person", "Müller, Prof. Dr. Hans von"]);
    let parts =
        r#"{ title: "Prof. Dr.", given: "Hans", particle: "von", family: "Müller" }"#;
    assert!(person.contains(parts), "{person}");
    let story = new(&["story", "Die Brücke über die Luppe"]);
    assert!(!story.contains("Luppe\" }"), "{story}");
    let story = new(&["portrait", "Hans von Müller baut"]);
    assert!(story.contains("person: \"hans-von-mueller\""), "{story}");
    let story = new(&["portrait", "Ina Krause"]);
    assert!(story.contains(r#"{ given: "Ina", family: "Krause" }"#), "{story}");
    // A namesake is no dead end.
    let ran = site.command(&["new", "person", "Hans von Müller"]);
    assert!(
        ran.ends_with(2).stderr.contains("--file hans-von-mueller-2"),
        "{}",
        ran.stderr
    );
    let ran = site.command(&[
        "new",
        "person",
        "Hans von Müller",
        "--file",
        "hans-von-mueller-2",
    ]);
    assert_eq!(ran.ends_with(0).stdout, "content/directory/hans-von-mueller-2.md\n");
    site.command(&["check"]).ends_with(0);
}

/// Every commented line of a new file is right without its `#`, on a site without data files and
/// on one that has them, but for files that nobody has yet.
#[test]
fn what_new_files_propose_is_right_when_it_is_uncommented() {
    for with_data in [false, true] {
        for language in ["de", "en"] {
            let site = SiteTest::new();
            if with_data {
                let settings = site.read("config.toml");
                site.write(
                    "config.toml",
                    &format!("{settings}[[consent.texts]]\nid = \"x\"\nversion = 4\n"),
                );
                site.write(
                    "content/faculties.yaml",
                    "- { id: f1, name: F, until: 2000 }\n",
                );
                site.write("content/contacts.yaml", "- { id: k1, name: K, role: R }\n");
            }
            for kind in ["event", "person", "portrait", "page"] {
                let ran = site.command(&["new", kind, "Ina Krause", "--lang", language]);
                let path = ran.ends_with(0).stdout.trim().to_owned();
                let text = site.read(&path);
                assert!(!text.contains('%'), "{text}");
                site.write(&path, &uncommented(&text));
            }
            let ran = site.command(&["check", "--lang", "en", "--at", TODAY]);
            assert_eq!(ran.status, Some(0), "{language}, {with_data}: {}", ran.stdout);
        }
    }
}

/// The text with every commented key; photos and guardians belong to files and cases.
fn uncommented(text: &str) -> String {
    let line = |line: &str| {
        let bare = line
            .strip_prefix("# ")
            .or_else(|| line.strip_prefix("#   ").map(|_| &line[2..]));
        let Some(bare) = bare else { return format!("{line}\n") };
        let key = bare.trim_start().trim_start_matches("- ");
        let is_key = key.starts_with('{')
            || key.split_once(':').is_some_and(|(key, _)| {
                key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            });
        let other = ["photo:", "minor_until:", "guardian:", "image:"];
        if !is_key || other.iter().any(|one| key.starts_with(one)) {
            return format!("{line}\n");
        }
        format!("{bare}\n")
    };
    text.lines().map(line).collect()
}

/// N6: a person without a consent is told of once, not at each build.
#[test]
fn a_build_names_who_is_newly_withheld_and_counts_the_others() {
    let site = SiteTest::new();
    let person = |n: usize| {
        let text = format!("---\nname: {{ given: Ina, family: Krause{n} }}\n---\n");
        site.write(&format!("content/directory/k{n}.md"), &text);
    };
    (0..8).for_each(person);
    let told = site.command(&["build"]).ends_with(0).stderr.clone();
    assert!(!told.contains("Krause") && told.contains("8 files are withheld"), "{told}");
    person(8);
    let told = site.command(&["check"]).ends_with(0).stdout.clone();
    assert!(told.contains("Krause8") && !told.contains("Krause7"), "{told}");
    for expected in [true, false] {
        let told = site.command(&["build"]).ends_with(0).stderr.clone();
        assert_eq!(told.contains("Krause8"), expected, "{told}");
        assert!(!told.contains("Krause7"), "{told}");
    }
    // A withdrawal builds too, and tells of nobody else.
    let agreed = "---\nname: { given: Ole }\nconsent: { given: 2020-01-01, until: 2099-01-01, \
                  channels: [site], fields: [bio] }\n---\n";
    site.write("content/directory/ole.md", agreed);
    site.command(&["build"]).ends_with(0);
    person(9);
    let told = site.command(&["withdraw", "ole"]).ends_with(0).stderr.clone();
    assert!(!told.contains("Krause9"), "{told}");
    let told = site.command(&["build"]).ends_with(0).stderr.clone();
    assert!(told.contains("Krause9") && !told.contains("Krause8"), "{told}");
    let kept = site.read(".matrikel/told-notes");
    assert_eq!(kept.lines().count(), 11);
    assert!(!kept.to_lowercase().contains("krause") && !kept.contains("k8"), "{kept}");
}

/// N4: stories that only the site itself may show are one click away from the home page.
#[test]
fn a_home_page_that_may_name_no_story_leads_to_the_list() {
    let site = SiteTest::new();
    let home = || {
        site.command(&["build"]).ends_with(0);
        site.read("public/index.html")
    };
    let list = "href=\"/portraets/\">Alle Porträts";
    assert!(!home().contains(list));
    site.write(
        "content/portraits/ina.md",
        "---\ntitle: Die Brücke\ndate: 2026-05-01\nname: { given: Ina, family: Krause }\n\
         consent: { given: 2026-01-01, channels: [site] }\n---\nText.\n",
    );
    let home = home();
    assert!(!home.contains("Die Brücke"), "{home}");
    assert!(home.contains(list), "{home}");
}

/// Twenty ordinary mistakes; whoever reads the first line alone knows what to do.
#[test]
fn the_first_line_of_a_mistake_says_what_to_do() {
    let head = |keys: &str| format!("---\n{keys}\n---\nText.\n");
    let body = |text: &str| format!("---\ntitle: X\n---\n{text}\n");
    let event = |times: &str| head(&format!("title: Fest\n{times}"));
    let about = "title: X\ndate: 2025-01-01\nperson: Ina Krause\n\
                 consent: { given: 2025-01-01, channels: [site] }";
    let said = [
        ("seite.md", head("title: Wien: ein Besuch"), "braucht Anführungszeichen"),
        (
            "seite.md",
            head("title: “Wien: ein Besuch”"),
            "braucht gerade Anführungszeichen",
        ),
        ("seite.md", head("title: \"Fest\nsummary: \"Kurz\""), "wird nicht geschlossen"),
        ("seite.md", head("title: Das Wunder\""), "am Anfang keins"),
        ("seite.md", head("title:\u{a0}Fest"), "gewöhnliches Leerzeichen hin"),
        ("seite.md", head("title: Stammtisch #5"), "nicht in Anführungszeichen"),
        (
            "seite.md",
            head("title: x\nphoto:\n\tfile: x.jpg"),
            "wo Leerzeichen stehen müssen",
        ),
        (
            "seite.md",
            head("title Fest\nsummary: x"),
            "fehlt nach dem Schlüssel ein Doppelpunkt",
        ),
        ("seite.md", head("title: Fest\nsumary: x"), "Meinten Sie „summary“?"),
        ("events/fest.md", event("start: 12.5.2027"), "Meinten Sie 2027-05-12?"),
        ("events/fest.md", event("start: 2026-11-31"), "dieser Monat hat 30 Tage"),
        ("portraits/ina.md", head(about), "Meinten Sie „ina-krause“?"),
        ("seite.md", body("![](x.jpg)"), "dem Bild fehlt eine Beschreibung"),
        (
            "seite.md",
            body("![Ein Hof](hof.jpg)"),
            "„hof.jpg“ gibt es nicht: sie fehlt noch",
        ),
        ("seite.md", body("[Programm](programm.pdf)"), "„programm.pdf“ fehlt noch"),
        ("seite.md", body("[P] (https://example.org/p)"), "vor der runden Klammer"),
        ("seite.md", body("##Ablauf\n\nText."), "hinter den # fehlt ein Leerzeichen"),
        ("seite.md", "Nur Text.\n".into(), "ihre erste Zeile muss --- sein"),
        (
            "seite.md",
            body("<<<<<<< HEAD\nEins\n=======\nZwei\n>>>>>>> x"),
            "von denen eine gelten muss",
        ),
        (
            "events/fest.md",
            event("start: 2027-05-12T18:00\nend: 2027-05-12T16:00"),
            "endet, bevor sie beginnt",
        ),
    ];
    for (path, text, expected) in said {
        let site = SiteTest::new();
        let ina = "name: { given: Ina, family: Krause }\n\
                   consent: { given: 2025-01-01, channels: [site], fields: [bio] }";
        site.write("content/directory/ina-krause.md", &head(ina));
        site.write(&format!("content/{path}"), &text);
        let told = site.command(&["check", "--lang", "de"]).stdout.clone();
        let is_problem =
            |line: &&str| line.starts_with("Fehler: ") || line.starts_with("Warnung: ");
        let first = told.lines().find(is_problem).unwrap_or_default();
        assert!(first.contains(expected), "{path} {text}\n{told}");
    }
}
