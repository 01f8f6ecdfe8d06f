//! What stands in two places and must be the same: German and English, Rust and JavaScript, code
//! and documents, theme and code.
//!
//! One row for each fact, with both places and the test that holds it. Who writes a fact down a
//! second time adds a row; the tests of facts that nobody else held stand below.
#![expect(clippy::disallowed_methods, reason = "this test reads the project's own files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use matrikel::preview_server::options::Limits;
use matrikel::search::record::RecordKind;

struct Fact {
    what: &'static str,
    /// A file and another; a folder ends with `/`.
    places: [&'static str; 2],
    /// The file and the name of the test.
    held_by: [&'static str; 2],
}

const fn fact(
    what: &'static str,
    places: [&'static str; 2],
    held_by: [&'static str; 2],
) -> Fact {
    Fact { what, places, held_by }
}

const FACTS: [Fact; 27] = [
    // German and English.
    fact(
        "messages about sources, and what they are filled with",
        ["src/base/messages/de.toml", "src/base/messages/en.toml"],
        ["tests/diagnostics.rs", "the_catalogues_say_the_same_things"],
    ),
    fact(
        "words of the program",
        ["src/base/program_words/de.toml", "src/base/program_words/en.toml"],
        ["src/base/program_words.rs", "both_languages_have_the_same_words"],
    ),
    fact(
        "texts of the theme",
        ["themes/campus/i18n/de.toml", "themes/campus/i18n/en.toml"],
        ["tests/same_facts.rs", "the_theme_has_the_same_texts_in_both_languages"],
    ),
    fact(
        "the files that `new` begins with, key by key",
        ["src/cmd/new/person.de.md", "src/cmd/new/person.en.md"],
        ["tests/same_facts.rs", "what_new_begins_has_the_same_keys_in_both_languages"],
    ),
    // Program and browser.
    fact(
        "how words are folded",
        ["src/search/fold.rs", "src/search/client/fold.js"],
        ["tests/search.rs", "words_fold_sound_and_end_as_they_do_in_the_browser"],
    ),
    fact(
        "how words sound",
        ["src/search/cologne.rs", "src/search/client/cologne.js"],
        ["tests/cologne.rs", "the_shared_list_has_the_codes_of_the_other_program"],
    ),
    fact(
        "how words end",
        ["src/search/stem.rs", "src/search/client/stem.js"],
        ["tests/search.rs", "words_fold_sound_and_end_as_they_do_in_the_browser"],
    ),
    fact(
        "words that say nothing",
        ["src/search/stop_words.json", "src/search/client/stop_words.js"],
        ["tests/browser/search/words.test.mjs", "stop_words.json"],
    ),
    fact(
        "particles of names",
        ["src/base/particles.json", "src/search/client/ask.js"],
        ["tests/browser/search/words.test.mjs", "particles.json"],
    ),
    fact(
        "version of the index, digits of numbers, records of a leaf",
        ["src/search/number.rs", "src/search/client/shards.js"],
        ["tests/same_facts.rs", "the_browser_reads_the_index_as_it_is_written"],
    ),
    fact(
        "the letter of each kind of record",
        ["src/search/record.rs", "src/search/client/query.js"],
        ["tests/same_facts.rs", "the_browser_reads_the_index_as_it_is_written"],
    ),
    fact(
        "by what people can be chosen",
        ["src/render/search/facets.rs", "src/search/client/facets.js"],
        ["tests/same_facts.rs", "the_browser_knows_every_facet"],
    ),
    fact(
        "addresses of the preview itself",
        ["src/cmd/serve/answers.rs", "src/cmd/serve/browser/"],
        ["tests/same_facts.rs", "the_preview_answers_what_its_script_asks"],
    ),
    fact(
        "names of events of the preview",
        ["src/cmd/serve/news.rs", "src/cmd/serve/browser/stream.js"],
        ["tests/same_facts.rs", "the_script_of_the_preview_hears_every_event"],
    ),
    // Code and documents.
    fact(
        "keys of front matter",
        ["src/read/", "docs/content.md"],
        ["tests/docs.rs", "every_key_of_the_front_matter_is_in_the_content_guide"],
    ),
    fact(
        "fields of views",
        ["src/render/view/", "docs/themes.md"],
        ["tests/themes_docs.rs", "the_theme_guide_says_what_the_code_says"],
    ),
    fact(
        "what each file is for",
        ["src/", "docs/architecture.md"],
        ["tests/rooms.rs", "the_list_of_rooms_says_what_the_files_say"],
    ),
    fact(
        "limits of the preview",
        ["src/preview_server/options.rs", "docs/content.md"],
        ["tests/same_facts.rs", "the_limits_of_the_preview_are_as_documented"],
    ),
    fact(
        "limits of the preview, for who changes it",
        ["src/preview_server/options.rs", "docs/architecture.md"],
        ["tests/same_facts.rs", "the_limits_of_the_preview_are_as_documented"],
    ),
    fact(
        "limits of sources",
        ["src/read/values.rs", "docs/content.md"],
        ["tests/same_facts.rs", "the_limits_of_sources_are_as_documented"],
    ),
    fact(
        "commands",
        ["src/cli.rs", "README.md"],
        ["tests/same_facts.rs", "every_command_in_a_document_exists_and_is_documented"],
    ),
    fact(
        "units of systemd and scripts of the recipe",
        ["docs/betrieb.md", "src/cli.rs"],
        ["tests/operations.rs", "systemd_finds_nothing_wrong_with_its_units"],
    ),
    // Theme and code.
    fact(
        "colours that stand for pictures",
        ["src/base/placeholder_colour.rs", "themes/campus/assets/campus.css"],
        ["tests/pictures.rs", "theme_and_guide_hold_the_palette"],
    ),
    fact(
        "templates that the program asks for",
        ["src/render/outputs/page.rs", "themes/campus/templates/"],
        ["tests/golden.rs", "each_page_is_made_by_its_template"],
    ),
    fact(
        "media types and what web servers are told",
        ["src/base/media_type.rs", "src/render/server_rules/"],
        ["tests/server_rules.rs", "types_and_cache_times_are_as_documented"],
    ),
    fact(
        "what a new theme says, in both languages",
        ["src/cmd/theme/new/de.toml", "src/cmd/theme/new/en.toml"],
        ["tests/same_facts.rs", "the_theme_has_the_same_texts_in_both_languages"],
    ),
    fact(
        "floors and who may import whom",
        ["src/lib.rs", "tests/architecture.rs"],
        ["tests/architecture.rs", "imports_go_down_only"],
    ),
];

fn project(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn read(below: &str) -> String {
    fs::read_to_string(project(below)).unwrap_or_else(|error| panic!("{below}: {error}"))
}

/// What a constant is, as it stands in a source of either language.
fn constant(file: &str, name: &str) -> String {
    let text = read(file);
    let line = text.split(&format!("const {name}")).nth(1).and_then(|rest| {
        let (_, value) = rest.split_once(" =").or_else(|| rest.split_once('='))?;
        value.split(';').next()
    });
    let value = line.unwrap_or_else(|| panic!("{file} has no constant {name}"));
    let value = value.trim().trim_start_matches('b').trim_matches('"');
    value.replace('_', "").trim().to_owned()
}

/// The rows of a table in a document: first cell and second.
fn row(document: &str, what: &str) -> String {
    let text = read(document);
    let start = format!("| {what} |");
    let line = text.lines().find(|line| line.starts_with(&start));
    line.unwrap_or_else(|| panic!("{document} has no row “{what}”"))[start.len()..]
        .to_owned()
}

#[track_caller]
fn says(document: &str, what: &str, words: &[&str]) {
    let row = row(document, what);
    for word in words {
        // As a whole word: 10 is not in 100.
        let found = row
            .split(|c: char| !c.is_alphanumeric() && c != ',')
            .any(|own| own.trim_matches(',') == *word)
            || word.contains(' ') && row.contains(&format!(" {word}"));
        assert!(found, "{document}: “{what}” does not say {word}: {row}");
    }
}

#[test]
fn every_fact_has_its_places_and_its_test() {
    let mut seen = BTreeSet::new();
    for Fact { what, places, held_by: [file, test] } in FACTS {
        assert!(seen.insert(what), "“{what}” stands here twice");
        for place in places {
            assert!(project(place).exists(), "{what}: {place} does not exist");
        }
        let text = read(file);
        // The tests of the browser have sentences for names; the file that they read tells.
        let in_browser = file.starts_with("tests/browser/") && text.contains(test);
        let held = in_browser || text.contains(&format!("fn {test}("));
        assert!(held, "{what}: there is no test {test} in {file}");
    }
}

#[test]
fn the_limits_of_the_preview_are_as_documented() {
    let limits = Limits::default();
    let head = format!("{} KiB", limits.head / 1024);
    let seconds = |time: std::time::Duration| format!("{} seconds", time.as_secs());
    let (begin, take) = (seconds(limits.head_time), seconds(limits.write_time));
    let (connections, tabs) =
        (limits.connections.to_string(), limits.subscribers.to_string());
    let pairs = constant("src/preview_server/target.rs", "MOST_PAIRS");
    let told = constant("src/preview_server/front_server.rs", "ANSWERED_BUSY");
    let guide = "docs/content.md";
    says(guide, "a request to the preview", &[&head, &begin, &pairs]);
    says(guide, "connections to the preview at once", &[&connections, &tabs]);
    says(guide, "an answer of the preview", &[&take]);
    let plan = "docs/architecture.md";
    says(plan, "a request's head", &[&head, &begin]);
    says(plan, "connections at once", &[&connections, &told]);
    says(plan, "tabs that listen", &[&tabs]);
    says(plan, "a client that takes nothing", &[&take]);
    says(plan, "values in a query", &[&pairs]);
    let crates = read("docs/dependencies.md");
    let door = format!(
        "{head}, {connections} connections, {} seconds for a head",
        limits.head_time.as_secs()
    );
    assert!(crates.contains(&door), "docs/dependencies.md does not say “{door}”");
}

#[test]
fn the_limits_of_sources_are_as_documented() {
    let grouped = |number: &str| {
        let digits: Vec<char> = number.chars().rev().collect();
        let groups: Vec<String> =
            digits.chunks(3).map(|group| group.iter().collect()).collect();
        groups.join(",").chars().rev().collect::<String>()
    };
    let megabytes = |file: &str, name: &str| {
        let value = constant(file, name);
        let (number, rest) = value.split_once(" * ").expect("a product");
        assert_eq!(rest, "1024 * 1024", "{file}: {name}");
        format!("{number} MB")
    };
    let guide = "docs/content.md";
    says(guide, "a text file", &[&megabytes("src/base/source.rs", "LONGEST_TEXT")]);
    let line = constant("src/read/values.rs", "LONGEST_LINE");
    says(guide, "a line (titles, names)", &[&line]);
    let text = grouped(&constant("src/read/values.rs", "LONGEST_TEXT"));
    says(guide, "a label, summary, quote or note", &[&text]);
    let slug = constant("src/base/slug.rs", "LONGEST");
    says(guide, "the last part of an address", &[&slug]);
    let pixels = constant("src/pictures/pixels.rs", "MOST_PIXELS");
    let pixels = pixels.strip_suffix("000000").expect("millions").to_owned();
    let picture = megabytes("src/io/file.rs", "LONGEST_PICTURE");
    says(guide, "a photo", &[&picture, &format!("{pixels} million pixels")]);
    let files = grouped(&constant("src/io/find.rs", "MOST_FILES"));
    let what = "files below `content/`, `themes/`, `templates/`, `assets/`, `static/` and `i18n/` together";
    says(guide, what, &[&files]);
}

#[test]
fn the_browser_reads_the_index_as_it_is_written() {
    let browser = "src/search/client/shards.js";
    for (file, name, other) in [
        ("src/search/contents.rs", "VERSION", "VERSION"),
        ("src/search/number.rs", "DIGITS", "DIGITS"),
        ("src/search/postings.rs", "SLOTS", "LEAF"),
    ] {
        assert_eq!(constant(file, name), constant(browser, other), "{name}");
    }
    let kinds = constant("src/search/client/query.js", "KINDS");
    for (kind, word) in [
        (RecordKind::Person, "people"),
        (RecordKind::Story, "stories"),
        (RecordKind::Event, "events"),
        (RecordKind::Page, "pages"),
    ] {
        let pair = format!("{word}: \"{}\"", kind.letter());
        assert!(kinds.contains(&pair), "{pair} is not in {kinds}");
    }
}

/// Years are a span in the browser (`from`, `to`); everything else is a list of values.
#[test]
fn the_browser_knows_every_facet() {
    let code = read("src/render/search/facets.rs");
    let written: BTreeSet<&str> = code
        .split("facet(locale, \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| *id != "year")
        .collect();
    let listed = constant("src/search/client/facets.js", "FACETS");
    let known: BTreeSet<&str> = listed.split('"').skip(1).step_by(2).collect();
    assert!(written.len() > 5);
    assert_eq!(written, known);
}

/// Everything that the scripts of the preview hold.
fn preview_scripts() -> String {
    let folder = fs::read_dir(project("src/cmd/serve/browser")).expect("the scripts");
    let paths = folder.map(|entry| entry.expect("a script").path());
    let scripts = paths.filter(|path| path.extension().is_some_and(|end| end == "js"));
    scripts.map(|path| fs::read_to_string(path).expect("a script")).collect()
}

#[test]
fn the_preview_answers_what_its_script_asks() {
    let scripts = preview_scripts();
    let answers = read("src/cmd/serve/answers.rs");
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for call in ["preview.ask(\"", "new URL(\""] {
        let names = scripts.split(call).skip(1).filter_map(|rest| rest.split('"').next());
        asked.extend(names.filter(|name| !name.starts_with('.')));
    }
    assert!(asked.contains("events") && asked.len() >= 3, "{asked:?}");
    for name in asked {
        assert!(answers.contains(&format!("\"{name}\" =>")), "{name} is not answered");
    }
}

#[test]
fn the_script_of_the_preview_hears_every_event() {
    let news = read("src/cmd/serve/news.rs");
    let sent: BTreeSet<&str> = news
        .split("events.send(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let stream = read("src/cmd/serve/browser/stream.js");
    let list = stream.split_once("for (const name of [").expect("the list of events").1;
    let list = list.split(']').next().expect("its end");
    let heard: BTreeSet<&str> = list.split('"').skip(1).step_by(2).collect();
    assert!(sent.len() > 1);
    assert_eq!(sent, heard);
}

/// Commands that help with the command line itself; whoever wants them finds them by `--help`.
const ABOUT_THE_PROGRAM: [&str; 2] = ["completions", "man"];

/// Commands that documents name exist, and each has its place in one.
#[test]
fn every_command_in_a_document_exists_and_is_documented() {
    let known: BTreeSet<String> = matrikel::cli::Arguments::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    assert!(known.len() > 8);
    let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
    let mut named: BTreeSet<String> = ABOUT_THE_PROGRAM.map(str::to_owned).into();
    let documents = fs::read_dir(project("docs")).expect("the documents");
    let documents = documents.map(|entry| entry.expect("a document").path());
    for path in documents.chain([project("README.md")]) {
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a document");
        // Options may stand before the command.
        for line in text.lines().filter(|line| line.contains("matrikel ")) {
            let words = line.split(|c: char| !is_name(c)).map(str::to_owned);
            named.extend(words.filter(|word| known.contains(word)));
        }
        let calls = ["`matrikel ", "\nmatrikel "].map(|start| text.split(start).skip(1));
        for rest in calls.into_iter().flatten() {
            let word = rest.split(|c: char| !is_name(c)).next().unwrap_or_default();
            let is_option = word.is_empty() || word.starts_with('-');
            assert!(
                is_option || known.contains(word),
                "{}: `matrikel {word}`",
                path.display()
            );
        }
    }
    let silent: Vec<&String> = known.difference(&named).collect();
    assert!(silent.is_empty(), "no document names {silent:?}");
}

/// Names and places of a catalogue, without their texts.
fn shape(file: &str) -> BTreeSet<String> {
    fn collect(table: &toml::Table, before: &str, found: &mut BTreeSet<String>) {
        for (name, value) in table {
            let path = format!("{before}{name}");
            match value {
                toml::Value::Table(inner) => collect(inner, &format!("{path}."), found),
                _ => {
                    found.insert(path);
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    collect(&toml::from_str(&read(file)).expect("TOML"), "", &mut found);
    found
}

#[test]
fn the_theme_has_the_same_texts_in_both_languages() {
    for folder in ["themes/campus/i18n", "src/cmd/theme/new"] {
        let [german, english] =
            ["de", "en"].map(|code| shape(&format!("{folder}/{code}.toml")));
        assert!(!german.is_empty());
        assert_eq!(german, english, "{folder}");
    }
}

#[test]
fn what_new_begins_has_the_same_keys_in_both_languages() {
    for kind in ["event", "page", "person", "portrait"] {
        let [german, english] = ["de", "en"].map(|code| {
            let text = read(&format!("src/cmd/new/{kind}.{code}.md"));
            let key = |line: &str| {
                let line = line.trim_start_matches(['#', ' ', '-']);
                let (key, _) = line.split_once(':')?;
                let is_key = key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                is_key.then(|| key.to_owned())
            };
            let front = text.split("---").nth(1).expect("front matter").to_owned();
            front.lines().filter_map(key).collect::<Vec<_>>()
        });
        assert!(german.len() > 1, "{kind}");
        assert_eq!(german, english, "{kind}");
    }
}
