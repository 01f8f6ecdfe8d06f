//! The plan of the house, held against the code: who may import whom, how long a room may be,
//! and what must not be named where.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Folder of `src/` and what it may import besides itself. Nothing else is allowed.
const IMPORTS: [(&str, &[&str]); 15] = [
    ("base", &[]),
    ("model", &["base"]),
    ("read", &["model", "base"]),
    ("publish", &["model", "base"]),
    // Never `model`, never `read`: what the gate withheld does not exist on this floor.
    ("render", &["publish", "search", "base"]),
    // Records and how they are found; it knows no person and no site.
    ("search", &["base"]),
    // What must not be in the outputs, and whether it is.
    ("audit", &["model", "publish", "base"]),
    // What was consented to and when, without a name.
    ("register", &["model", "base"]),
    // Pixels and letters; no file and no cache.
    ("pictures", &["base"]),
    // Requests and answers; what is answered is somebody else's.
    ("preview_server", &["base"]),
    ("io", &["pictures", "base"]),
    ("engine", &["read", "model", "publish", "render", "audit", "register", "base"]),
    ("cli", &[]),
    ("cmd", &["io", "engine", "pictures", "preview_server", "base", "cli"]),
    ("main", &["cmd", "cli"]),
];

/// Rooms of `render/` and what each may import besides itself.
const RENDER: [(&str, &[&str]); 9] = [
    ("view", &[]),
    ("theme", &["view"]),
    ("inspect", &["theme"]),
    ("formats", &["theme"]),
    ("plan", &["formats"]),
    ("pages", &["formats", "plan", "theme", "view"]),
    ("search", &["pages", "theme", "view"]),
    ("outputs", &["formats", "pages", "plan", "search", "theme", "view"]),
    ("server_rules", &["formats"]),
];

/// Files that may name `rayon`: where independent things are worked on side by side.
const PARALLEL: [&str; 27] = [
    "audit/allowed.rs",
    "audit/find.rs",
    "audit/sources.rs",
    "audit/value.rs",
    "audit/values.rs",
    "audit/verdict.rs",
    "base/memo.rs",
    "cmd/mod.rs",
    "cmd/takedown.rs",
    "cmd/unchanged.rs",
    "io/direct.rs",
    "io/load.rs",
    "io/picture_cache.rs",
    "io/stage.rs",
    "io/takedown.rs",
    "io/tree.rs",
    "io/write.rs",
    "publish/assemble.rs",
    "publish/terms.rs",
    "render/plan/entries.rs",
    "render/outputs/format_files.rs",
    "render/outputs/whole_site.rs",
    "render/search/mod.rs",
    "search/heads.rs",
    "search/index.rs",
    "search/table.rs",
    "search/words.rs",
];

/// Longest file and longest function, in lines.
const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 80;

/// Functions that are longer still, each until it is split; nothing may be added, and what has
/// been split goes.
const TOO_LONG: [(&str, &str); 0] = [];

/// Names that more than one type has, and why nobody takes one for another.
const SAME_NAME: [(&str, &str); 0] = [];

struct Room {
    /// Path below `src/`.
    path: String,
    /// Its text.
    text: String,
    /// Its text without comments and without what stands in quotes.
    code: String,
    /// The same without its tests.
    product: String,
}

impl Room {
    fn folder(&self) -> &str {
        let folder = self.path.split('/').next().expect("a path has a part");
        folder.trim_end_matches(".rs")
    }

    /// Its path inside its folder, as modules: `view/cards.rs` is `view`, `cards`.
    fn module(&self) -> Vec<String> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').skip(1).map(str::to_owned).collect()
    }

    /// The code without its tests.
    fn without_tests(&self) -> &str {
        &self.product
    }
}

fn rooms() -> Vec<Room> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rooms: Vec<Room> = walkdir::WalkDir::new(&source)
        .into_iter()
        .map(|entry| entry.expect("the sources can be read").into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source");
            let below = path.strip_prefix(&source).expect("it lies below");
            let path = below.to_str().expect("UTF-8").to_owned();
            let (code, product) = source::code(&text);
            Room { path, text, code, product }
        })
        .collect();
    rooms.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(rooms.len() > 30, "the sources are here");
    rooms
}

/// Paths that a room names after `crate::`, groups opened: `crate::base::{code, date}` names
/// both.
fn named(code: &str, root: &str) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let start = format!("{root}::");
    for (at, _) in code.match_indices(&start) {
        let before = code[..at].chars().next_back();
        if before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':') {
            path_tree(&code[at + start.len()..], &[], &mut found);
        }
    }
    found
}

fn path_tree(text: &str, before: &[String], found: &mut BTreeSet<Vec<String>>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    path_tree(&group[start..at], before, found);
                    return;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    path_tree(&group[start..at], before, found);
                    start = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if end == 0 {
        return;
    }
    let mut path = before.to_vec();
    path.push(text[..end].to_owned());
    match text[end..].strip_prefix("::") {
        Some(rest) => path_tree(rest, &path, found),
        None => {
            found.insert(path);
        }
    }
}

/// Folders that a room imports.
fn imports(room: &Room) -> BTreeSet<String> {
    let root = if room.path == "main.rs" { "matrikel" } else { "crate" };
    named(&room.code, root).into_iter().map(|path| path[0].clone()).collect()
}

#[test]
fn imports_go_down_only() {
    let table: BTreeMap<&str, &[&str]> = IMPORTS.into_iter().collect();
    let mut wrong = Vec::new();
    for room in rooms().iter().filter(|room| room.path != "lib.rs") {
        let folder = room.folder();
        let Some(allowed) = table.get(folder) else {
            wrong.push(format!("src/{} is a room without a floor", room.path));
            continue;
        };
        for import in imports(room) {
            if import != folder && !allowed.contains(&import.as_str()) {
                wrong.push(format!("src/{} imports {import}", room.path));
            }
        }
        if folder != "cmd"
            && folder != "main"
            && room.code.contains("super::super::super")
        {
            wrong.push(format!("src/{} climbs out of its folder", room.path));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// Seen from above, `render/` is a few rooms on floors: no arrow but those of the table, and so
/// no circle.
#[test]
fn rooms_of_the_renderer_import_down_only() {
    let table: BTreeMap<&str, &[&str]> = RENDER.into_iter().collect();
    let mut wrong = Vec::new();
    for room in rooms().iter().filter(|room| room.folder() == "render") {
        let own = room.module();
        let Some(wing) = own.first() else { continue };
        let Some(allowed) = table.get(wing.as_str()) else {
            wrong.push(format!("src/{} is a room without a floor", room.path));
            continue;
        };
        let inside = |path: Vec<String>| match path.first() {
            Some(first) if first == "render" => path.get(1).cloned(),
            _ => None,
        };
        let by_crate = named(&room.code, "crate").into_iter().filter_map(inside);
        let by_super = named(&room.code, "super").into_iter().filter_map(|path| {
            let up = path.iter().take_while(|part| *part == "super").count();
            let depth = own.len() - usize::from(!room.path.ends_with("/mod.rs"));
            (up == depth).then(|| path[up].clone())
        });
        for import in by_crate.chain(by_super) {
            let is_room = table.contains_key(import.as_str());
            if is_room && import != *wing && !allowed.contains(&import.as_str()) {
                wrong.push(format!("src/{} imports {import}", room.path));
            }
        }
    }
    for (position, (wing, allowed)) in RENDER.iter().enumerate() {
        let below: Vec<&str> = RENDER[..position].iter().map(|(name, _)| *name).collect();
        wrong.extend(allowed.iter().filter(|name| !below.contains(name)).map(|name| {
            format!("the table lets {wing} import {name}, which is not below it")
        }));
    }
    assert_eq!(wrong, [""; 0]);
}

/// The name of an output format's file is written once: whoever needs it asks the format.
#[test]
fn the_name_of_a_file_for_programs_is_written_once() {
    let rooms = rooms();
    for name in matrikel::render::formats::registry::reserved_names() {
        let mut places = Vec::new();
        for room in &rooms {
            let product = room.text.split("#[cfg(test)]").next().unwrap_or("");
            let lines = product.lines().filter(|line| !line.trim().starts_with("//"));
            let times: usize = lines.map(|line| line.matches(name).count()).sum();
            places.extend(std::iter::repeat_n(&room.path, times));
        }
        assert_eq!(places.len(), 1, "{name}: {places:?}");
    }
}

/// The words of every refusal that the program names stand in its catalogue.
#[test]
fn every_refusal_that_the_program_names_has_words() {
    let words = matrikel::base::program_words::ProgramWords::of(
        matrikel::base::language::Language::En,
    );
    let mut named = 0;
    for room in rooms() {
        let product = room.text.split("#[cfg(test)]").next().unwrap_or("");
        for start in ["Refusal::new(\"", "Refusal::about(\"", "cannot(\""] {
            for name in
                product.split(start).skip(1).filter_map(|rest| rest.split('"').next())
            {
                assert!(
                    words.has_refusal(name),
                    "{}: no words for the refusal {name}",
                    room.path
                );
                named += 1;
            }
        }
    }
    assert!(named > 40, "refusals are found: {named}");
}

/// So do all other words that a command says: a forgotten one would be an empty line.
#[test]
fn every_phrase_that_a_command_names_has_words() {
    let words = matrikel::base::program_words::ProgramWords::of(
        matrikel::base::language::Language::En,
    );
    let mut named = 0;
    for room in rooms().iter().filter(|room| ["cmd", "io"].contains(&room.folder())) {
        let product = room.text.split("#[cfg(test)]").next().unwrap_or("");
        for start in [".word(", ".phrase(", ".count("] {
            let literal = |rest: &str| {
                rest.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned)
            };
            for name in product.split(start).skip(1).filter_map(literal) {
                assert!(words.has_phrase(&name), "{}: no words for {name}", room.path);
                named += 1;
            }
        }
    }
    assert!(named > 80, "phrases are found: {named}");
}

#[test]
fn the_reader_of_imports_sees_groups_and_skips_texts() {
    let (code, _) = source::code(
        "use crate::{base::{code, date::Day}, model};\n// crate::io\nlet x = \"crate::cli\";\n\
         let c = '\"'; let r = r#\"crate::read\"#; crate::publish::gate::x();",
    );
    let paths: Vec<String> =
        named(&code, "crate").into_iter().map(|path| path.join("/")).collect();
    assert_eq!(paths, ["base/code", "base/date/Day", "model", "publish/gate/x"]);
}

/// Whoever reads the document reads these tables, row by row.
#[test]
fn the_tables_of_the_document_are_those_that_are_held() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let document = fs::read_to_string(document).expect("a document");
    let floors = IMPORTS.iter().filter(|(folder, _)| *folder != "main");
    for (folder, allowed) in floors.chain(&RENDER) {
        let names: BTreeSet<String> =
            allowed.iter().map(|name| format!("`{name}`")).collect();
        let row = document.lines().any(|line| {
            let mut cells = line.split('|').map(str::trim).skip(1);
            let is_row = cells.next() == Some(&format!("`{folder}`"));
            let told = cells.next().unwrap_or("").trim_matches('–');
            let told: BTreeSet<String> =
                told.split(", ").filter(|n| !n.is_empty()).map(str::to_owned).collect();
            is_row && told == names
        });
        assert!(row, "docs/architecture.md has another row for {folder}");
    }
}

/// A file that nothing links would be a test that never runs.
#[test]
fn every_file_of_tests_is_run() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |below| fs::read_to_string(project.join(below)).expect("a file");
    let (suite, manifest) = (read("tests/suite.rs"), read("Cargo.toml"));
    for entry in fs::read_dir(project.join("tests")).expect("the tests") {
        let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
        let Some(module) = name.strip_suffix(".rs") else { continue };
        let run = suite.lines().any(|line| line == format!("mod {module};"))
            || manifest.contains(&format!("path = \"tests/{name}\""));
        assert!(run, "tests/suite.rs does not name {name}");
    }
}

/// Files of one folder must not import each other in a circle: nobody could say which is the
/// ground.
#[test]
fn no_file_imports_itself_by_way_of_others() {
    let rooms = rooms();
    let mut found = BTreeSet::new();
    for (folder, _) in IMPORTS {
        let files: BTreeMap<String, &Room> = rooms
            .iter()
            .filter(|room| room.folder() == folder && room.path.contains('/'))
            .filter(|room| !room.path.ends_with("/mod.rs"))
            .map(|room| (room.module().join("/"), room))
            .collect();
        let edges: BTreeMap<&str, BTreeSet<String>> = files
            .iter()
            .map(|(name, room)| (name.as_str(), siblings(room, folder, &files)))
            .collect();
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            edges.keys().map(|name| (*name, reach(name, &edges))).collect();
        for (name, others) in &reached {
            let circle: Vec<&str> = others
                .iter()
                .filter(|other| reached[*other].contains(name))
                .copied()
                .collect();
            if circle.contains(name) {
                found.insert(format!("{folder}: {}", circle.join(", ")));
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

/// Files of the same folder that a room imports.
fn siblings(
    room: &Room,
    folder: &str,
    files: &BTreeMap<String, &Room>,
) -> BTreeSet<String> {
    let own = room.module();
    let code = room.without_tests();
    let by_super = named(code, "super").into_iter().filter_map(|path| {
        let up = path.iter().take_while(|part| *part == "super").count();
        let kept = own.len().checked_sub(up + 1)?;
        Some([&own[..kept], &path[up..]].concat())
    });
    let by_crate = named(code, "crate")
        .into_iter()
        .filter(|path| path[0] == folder)
        .map(|path| path[1..].to_vec());
    by_super
        .chain(by_crate)
        .filter_map(|path| {
            let name = (1..=path.len()).rev().map(|parts| path[..parts].join("/"));
            name.into_iter().find(|name| files.contains_key(name))
        })
        .filter(|name| *name != own.join("/"))
        .collect()
}

/// Every file that one leads to.
fn reach<'e>(
    start: &str,
    edges: &'e BTreeMap<&str, BTreeSet<String>>,
) -> BTreeSet<&'e str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = edges[start].iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(edges[name].iter().map(String::as_str));
        }
    }
    reached
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = rooms()
        .iter()
        .filter(|room| !room.text.starts_with("//! "))
        .map(|room| room.path.clone())
        .collect();
    assert_eq!(silent, [""; 0]);
}

#[test]
fn no_file_is_longer_than_one_sitting() {
    let long: Vec<String> = rooms()
        .iter()
        .map(|room| (&room.path, room.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{path}: {lines}"))
        .collect();
    assert_eq!(long, [""; 0]);
}

/// Every function, wherever it stands and however it begins.
#[test]
fn no_function_is_longer_than_a_screen() {
    let mut found = 0;
    let mut long = Vec::new();
    for room in rooms() {
        for (name, length) in source::functions(&room.text) {
            found += 1;
            let known = TOO_LONG.contains(&(room.path.as_str(), name.as_str()));
            if (length > LONGEST_FUNCTION) != known {
                long.push(format!("{}: {name} {length}", room.path));
            }
        }
    }
    assert_eq!(long, [""; 0]);
    assert!(found > 2000, "functions are found: {found}");
}

/// A name means one thing, wherever it is read.
#[test]
fn no_type_has_the_name_of_another() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for room in rooms() {
        for name in source::types(&room.product) {
            places.entry(name).or_default().push(room.path.clone());
        }
    }
    assert!(places.len() > 300, "types are found: {}", places.len());
    let twice: BTreeMap<&str, &Vec<String>> = places
        .iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(name, places)| (name.as_str(), places))
        .collect();
    let known: BTreeSet<&str> = SAME_NAME.into_iter().map(|(name, _)| name).collect();
    let strange: Vec<_> =
        twice.iter().filter(|(name, _)| !known.contains(*name)).collect();
    assert!(strange.is_empty(), "{strange:#?}");
    let gone: Vec<_> = known.iter().filter(|name| !twice.contains_key(*name)).collect();
    assert!(gone.is_empty(), "no longer declared twice: {gone:?}");
}

/// What must not be named, and in which folders it may be all the same.
#[test]
fn nothing_reaches_around_the_floors() {
    let outside: &[&str] = &["io", "cmd", "main"];
    let forbidden: [(&str, &[&str]); 13] = [
        ("std::fs", outside),
        ("std::env", outside),
        ("std::net", &["io", "cmd", "main", "preview_server"]),
        ("std::process", outside),
        ("std::thread", &["io", "cmd", "preview_server"]),
        ("SystemTime", outside),
        ("Instant::now", &["io", "cmd", "main", "preview_server"]),
        ("Timestamp::now", &["io", "cmd", "main", "preview_server"]),
        ("ZonedDateTime::now", outside),
        ("getrandom", &["cmd"]),
        ("HashMap", &[]),
        ("HashSet", &[]),
        ("unsafe {", &[]),
    ];
    let mut wrong = Vec::new();
    for room in rooms() {
        for (word, folders) in forbidden {
            let code = room.without_tests();
            if code.contains(word) && !folders.contains(&room.folder()) {
                wrong.push(format!("{}: {word}", room.path));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_raw_person_cannot_be_serialised() {
    let wrong: Vec<String> = rooms()
        .iter()
        .filter(|room| room.folder() == "model" && room.code.contains("Serialize"))
        .map(|room| room.path.clone())
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn work_is_done_side_by_side_in_known_places_only() {
    let found: Vec<String> = rooms()
        .iter()
        .filter(|room| room.without_tests().contains("rayon"))
        .map(|room| room.path.clone())
        .collect();
    let strange: Vec<&String> =
        found.iter().filter(|path| !PARALLEL.contains(&path.as_str())).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

/// The seal of a public value is broken in one file only.
#[test]
fn only_the_gate_makes_public_values() {
    let makers: Vec<String> = rooms()
        .iter()
        .filter(|room| room.without_tests().contains("by_the_gate"))
        .map(|room| room.path.clone())
        .collect();
    assert!(
        makers.iter().all(|path| {
            path == "publish/public.rs"
                || path == "publish/gate.rs"
                || path.starts_with("publish/gate/")
        }),
        "{makers:?}"
    );
}

/// What decides about people is matched case by case.
mod every_case;

/// Who may judge a consent.
mod one_judgement;
