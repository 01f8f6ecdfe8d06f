//! The command line as whoever types it meets it: statuses, streams, languages, help.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
#[cfg(unix)]
use std::process::Command;
use std::process::Stdio;

use clap::CommandFactory as _;
use matrikel::cli::Arguments;

use crate::support::{SiteTest, TODAY, program};

fn good() -> SiteTest {
    let site = SiteTest::new();
    site.write("content/seite.md", "---\ntitle: Seite\n---\nText\n");
    site
}

fn broken() -> SiteTest {
    let site = SiteTest::new();
    site.write("content/seite.md", "---\ntitel: Seite\n---\nText\n");
    site
}

fn warned() -> SiteTest {
    let site = SiteTest::new();
    site.write("content/seite.md", "---\ntitle: Seite\n---\n[x](javascript:x)\n");
    site
}

#[test]
fn statuses_tell_what_happened() {
    for (site, arguments, status) in [
        (good(), &["build"][..], 0),
        (good(), &["check"], 0),
        (good(), &["check", "--deny", "warnings"], 0),
        (good(), &["--version"], 0),
        (good(), &["--help"], 0),
        (good(), &["help", "build"], 0),
        (good(), &["completions", "bash"], 0),
        (good(), &["man"], 0),
        (good(), &["man", "consent", "list"], 0),
        (good(), &["man", "matrikel-consent-list"], 0),
        (good(), &["man", "baue"], 2),
        (good(), &["man", "build", "--output", "man"], 2),
        (good(), &["man", "--output", "config.toml"], 2),
        (warned(), &["build"], 0),
        (warned(), &["check"], 0),
        (warned(), &["check", "--deny", "warnings"], 1),
        (broken(), &["build"], 1),
        (broken(), &["check"], 1),
        (broken(), &["build", "--leave-out-broken"], 0),
        (SiteTest::empty(), &["build"], 1),
        (SiteTest::empty(), &["check"], 1),
        (SiteTest::empty(), &["new", "page", "x"], 2),
        (good(), &[], 2),
        (good(), &["baue"], 2),
        (good(), &["build", "--at", "gestern"], 2),
        (good(), &["build", "--at", "2027-02-30"], 2),
        (good(), &["build", "--nowhere"], 2),
        (good(), &["--root", "nowhere", "build"], 2),
        (good(), &["--root", "config.toml", "check"], 2),
        (good(), &["--lang", "fr", "check"], 2),
        (good(), &["--format", "xml", "check"], 2),
        (good(), &["new", "person"], 2),
        (good(), &["new", "cat", "x"], 2),
        (good(), &["new", "page", "???"], 2),
        (good(), &["new", "page", "Seite"], 2),
        (good(), &["build", "--base-url", "ftp://x"], 1),
        (good(), &["build", "--base-url", "https://x.example/a/b"], 0),
        (good(), &["build", "--at=-009999-01-01"], 0),
        (good(), &["build", "--at", "9999-12-31"], 0),
    ] {
        let ran = site.command(arguments);
        assert_eq!(
            ran.status,
            Some(status),
            "{arguments:?}\n{}{}",
            ran.stdout,
            ran.stderr
        );
        assert!(!ran.stderr.contains("panicked"), "{arguments:?}\n{}", ran.stderr);
    }
}

/// Results go to stdout, everything else to stderr.
#[test]
fn results_and_problems_do_not_mix() {
    let ran = good().command(&["build"]);
    assert_eq!(ran.ends_with(0).stderr, "");
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    assert!(ran.stdout.contains("public"), "{}", ran.stdout);
    let ran = broken().command(&["build"]);
    assert_eq!(ran.ends_with(1).stdout, "");
    assert!(ran.stderr.contains("content/seite.md:2"), "{}", ran.stderr);
    let ran = warned().command(&["build"]);
    assert_eq!(ran.ends_with(0).stdout.lines().count(), 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("[link-unsafe]"), "{}", ran.stderr);
    // What a check finds is what was asked for.
    let ran = broken().command(&["check"]);
    assert_eq!(ran.ends_with(1).stderr, "");
    assert!(ran.stdout.contains("[key-unknown]"), "{}", ran.stdout);
    let ran = good().command(&["new", "page", "Neu"]);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("content/neu.md\n", ""));
    let ran = good().command(&["--root", "nowhere", "build"]);
    assert_eq!(ran.ends_with(2).stdout, "");
    assert!(ran.stderr.contains("nowhere"), "{}", ran.stderr);
}

#[test]
fn a_report_for_machines_is_one_document() {
    let mut problems = 0;
    for (site, arguments) in [
        (good(), &["build", "--format", "json"][..]),
        (broken(), &["build", "--format", "json"]),
        (broken(), &["check", "--format", "json"]),
        (warned(), &["check", "--format", "json", "--lang", "de"]),
        (SiteTest::empty(), &["build", "--format", "json"]),
        (good(), &["--root", "nowhere", "build", "--format", "json"]),
        (good(), &["new", "page", "Neu", "--format", "json"]),
        (good(), &["new", "page", "???", "--format", "json"]),
        (SiteTest::sample(), &["check", "--format", "json", "--at", TODAY]),
    ] {
        let ran = site.command(arguments);
        let told: serde_json::Value = serde_json::from_str(&ran.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}", ran.stdout));
        assert!(told.is_object(), "{arguments:?}");
        assert_eq!(ran.stdout.lines().count(), 1, "{arguments:?}");
        assert!(!ran.stdout.contains('\u{1b}'), "{arguments:?}");
        for one in told["diagnostics"].as_array().into_iter().flatten() {
            problems += 1;
            assert!(one["code"].is_string() && one["message"].is_string(), "{one}");
            let place = one["path"].is_string();
            assert!(place || one["code"] == "config-base-url", "{one}");
        }
    }
    assert!(problems > 4, "problems are reported: {problems}");
}

#[test]
fn the_language_is_that_of_the_caller() {
    let site = broken();
    let first = |arguments: &[&str], variables: &[(&str, &str)]| {
        let ran = site.command_with(arguments, variables);
        ran.stdout.lines().next().unwrap_or("").split(':').next().unwrap_or("").to_owned()
    };
    let check = &["check"][..];
    assert_eq!(first(check, &[]), "error");
    assert_eq!(first(check, &[("LANG", "de_DE.UTF-8")]), "Fehler");
    assert_eq!(first(check, &[("LANG", "C.UTF-8")]), "error");
    assert_eq!(first(check, &[("LANG", "fr_FR.UTF-8")]), "error");
    assert_eq!(first(check, &[("LANG", "")]), "error");
    assert_eq!(first(check, &[("LANG", "d")]), "error");
    assert_eq!(first(check, &[("LANG", "de"), ("LC_ALL", "en_GB")]), "error");
    assert_eq!(first(check, &[("LANG", "en_GB"), ("LC_MESSAGES", "de_AT")]), "Fehler");
    assert_eq!(first(&["check", "--lang", "de"], &[("LANG", "en")]), "Fehler");
    assert_eq!(first(&["--lang", "en", "check"], &[("LANG", "de")]), "error");
}

/// Variables of a terminal that can show colours.
const TERMINAL: [(&str, &str); 2] =
    [("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];

/// What a command says that finds mistakes, or is one.
const COLOURED: [&[&str]; 4] = [&["check"], &["build"], &["--help"], &["baue"]];

/// Colours are for terminals; what is piped has none, even if the terminal could show them.
#[test]
fn no_colours_in_pipes() {
    for arguments in COLOURED {
        for more in [&[][..], &[("NO_COLOR", "")]] {
            let ran = broken().command_with(arguments, &[&TERMINAL, more].concat());
            let said = ran.stdout + &ran.stderr;
            assert!(said.lines().count() > 1, "{arguments:?} {more:?} {said}");
            assert!(!said.contains('\u{1b}'), "{arguments:?} {more:?}");
        }
    }
}

/// At a terminal there are colours, so that their absence in a pipe means something, unless
/// somebody does not want them.
#[cfg(target_os = "linux")]
#[test]
fn colours_at_a_terminal_that_wants_them() {
    if !crate::tools::is_here("script") {
        return;
    }
    for arguments in COLOURED {
        for (more, coloured) in [
            (TERMINAL[0], true),
            (("NO_COLOR", ""), true),
            (("NO_COLOR", "1"), false),
            (("TERM", "dumb"), false),
        ] {
            let said = at_a_terminal(&broken(), arguments, more);
            assert!(said.lines().count() > 1, "{arguments:?} {more:?} {said}");
            assert_eq!(has_colours(&said), coloured, "{arguments:?} {more:?} {said:?}");
        }
    }
}

/// What the program says where its streams are a terminal, with one more variable.
#[cfg(target_os = "linux")]
fn at_a_terminal(site: &SiteTest, arguments: &[&str], more: (&str, &str)) -> String {
    let command = format!("'{}' {}", env!("CARGO_BIN_EXE_matrikel"), arguments.join(" "));
    let output = std::process::Command::new("script")
        .args(["--quiet", "--command", &command, "/dev/null"])
        .current_dir(site.root())
        .env_clear()
        .envs(TERMINAL.into_iter().chain([more]))
        .stdin(Stdio::null())
        .output()
        .expect("a terminal");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// True if some letters look different: `ESC [ 1 ; 31 m`. A line that is written over and over
/// moves and deletes only.
#[cfg(target_os = "linux")]
fn has_colours(said: &str) -> bool {
    said.split("\u{1b}[").skip(1).any(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';');
        end.is_some_and(|end| rest[end..].starts_with('m'))
    })
}

/// `matrikel check | head -1`: a reader that goes away has read enough.
#[test]
fn a_reader_may_go_away() {
    let site = SiteTest::new();
    for number in 0..400 {
        site.write(&format!("content/s{number}.md"), "---\ntitel: x\n---\n");
    }
    for (arguments, status) in [
        (&["check"][..], 1),
        (&["check", "--format", "json"], 1),
        (&["--help"], 0),
        (&["man"], 0),
        (&["completions", "zsh"], 0),
    ] {
        let mut child = program(site.root())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut byte = [0];
        stdout.read_exact(&mut byte).expect("it says something");
        drop(stdout);
        let mut said = String::new();
        let mut stderr = child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut said).expect("UTF-8");
        let ended = child.wait().expect("it ends");
        assert_eq!(said, "", "{arguments:?}");
        assert_eq!(ended.code(), Some(status), "{arguments:?}");
    }
    // And one that was never there.
    for arguments in [&["check"][..], &["build"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let ended = program(site.root())
            .args(arguments)
            .stdout(writer.try_clone().expect("a pipe"))
            .stderr(writer)
            .status()
            .expect("the program can be run");
        assert_eq!(ended.code(), Some(1), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_success() {
    let full = fs::File::options().write(true).open("/dev/full").expect("it is there");
    let ended = program(good().root())
        .arg("check")
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .expect("the program can be run");
    assert_ne!(ended.code(), Some(0));
}

/// The words that call each command: `""`, `"build"`, `"consent list"`.
fn commands() -> Vec<String> {
    fn walk(command: &clap::Command, words: &str, all: &mut Vec<String>) {
        all.push(words.to_owned());
        for below in command.get_subcommands() {
            walk(below, format!("{words} {}", below.get_name()).trim_start(), all);
        }
    }
    let mut all = Vec::new();
    walk(&Arguments::command(), "", &mut all);
    all
}

#[test]
fn help_of_every_command() {
    let site = SiteTest::empty();
    let mut text = String::new();
    for command in commands() {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let ran = site.command(&arguments);
        ran.ends_with(0);
        text.push_str(&format!("$ matrikel {}\n{}\n", arguments.join(" "), ran.stdout));
        // `-h` is the short form of the same help.
        let last = arguments.len() - 1;
        let mut short = arguments.clone();
        short[last] = "-h";
        site.command(&short).ends_with(0);
    }
    insta::assert_snapshot!("help", text);
}

/// Whoever reads a manual page and follows a name in it finds the page of that name.
#[test]
fn every_command_has_a_manual_page_and_every_name_in_one_leads_to_another() {
    let site = SiteTest::empty();
    let ran = site.command(&["man", "--output", "pages", "--format", "json"]);
    let told: serde_json::Value =
        serde_json::from_str(&ran.ends_with(0).stdout).expect("one document");
    let pages = site.tree("pages");
    let names: BTreeSet<String> = commands()
        .iter()
        .map(|words| format!("matrikel {words}").trim_end().replace(' ', "-") + ".1")
        .collect();
    assert!(pages.keys().eq(&names), "{:?}", pages.keys());
    assert_eq!(told["written"].as_array().map(Vec::len), Some(names.len()));
    let mut followed = 0;
    for (file, bytes) in &pages {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8").replace('\\', "");
        for before in text.split("(1)").filter(|before| before.len() < text.len()) {
            let start = before.rfind(|c: char| c != '-' && !c.is_ascii_lowercase());
            let name = &before[start.map_or(0, |at| at + 1)..];
            if name.starts_with("matrikel") {
                assert!(pages.contains_key(&format!("{name}.1")), "{file}: {name}(1)");
                followed += 1;
            }
        }
        let words = file.trim_end_matches(".1").trim_start_matches("matrikel");
        let arguments = ["man", words.trim_start_matches('-')];
        let count = if words.is_empty() { 1 } else { 2 };
        let ran = site.command(&arguments[..count]);
        assert!(ran.ends_with(0).stdout.as_bytes() == bytes, "{file}");
    }
    assert!(followed >= 2 * (names.len() - 1), "up and down: {followed}");
}

/// Where the system has a reader of manual pages, it shows each without a word of complaint.
#[cfg(unix)]
#[test]
fn manual_pages_can_be_read() {
    let site = SiteTest::empty();
    site.command(&["man", "--output", "pages"]).ends_with(0);
    for page in site.tree("pages").keys() {
        let page = site.path("pages").join(page);
        let mut man = Command::new("man");
        man.args(["--warnings", "-E", "UTF-8", "-P", "cat", "-l"]).arg(&page);
        if let Some(shown) = shown_by(man) {
            assert!(shown.contains("EXIT STATUS"), "{}: {shown}", page.display());
        }
        let mut mandoc = Command::new("mandoc");
        // Below errors it finds the empty lines round lists of values wanting.
        mandoc.args(["-Tlint", "-Werror"]).arg(&page);
        shown_by(mandoc);
    }
}

/// What a reader shows; nothing if there is no such reader.
#[cfg(unix)]
fn shown_by(mut reader: Command) -> Option<String> {
    let ran = reader.env("MANROFFOPT", "-ww").env("LC_ALL", "C.UTF-8").output().ok()?;
    let complaint = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success() && complaint.is_empty(), "{reader:?}: {complaint}");
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}

/// What `new` begins is right at once, in both languages, and is not published by itself.
#[test]
fn what_new_begins_is_clean() {
    for language in ["de", "en"] {
        let site = SiteTest::new();
        for (kind, title, path) in [
            (
                "portrait",
                "Neunzig Meter: „Wind“ & Weile",
                "content/portraits/neunzig-meter-wind-weile.md",
            ),
            ("event", "Sommerfest #1", "content/events/sommerfest-1.md"),
            ("person", "Dr. Jana von Müller", "content/directory/jana-von-mueller.md"),
            ("page", "Über uns", "content/ueber-uns.md"),
        ] {
            let ran = site.command(&["new", kind, title, "--lang", language]);
            ran.ends_with(0);
            assert_eq!(ran.stdout, format!("{path}\n"));
            assert!(site.path(path).is_file());
        }
        let ran = site.command(&["check", "--deny", "warnings", "--format", "json"]);
        let told: serde_json::Value =
            serde_json::from_str(&ran.stdout).expect("one document");
        let problems: Vec<&serde_json::Value> = told["diagnostics"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["severity"] != "note")
            .collect();
        assert!(problems.is_empty(), "{language}: {problems:#?}");
        ran.ends_with(0);
        site.command(&["build"]).ends_with(0);
        for (path, bytes) in site.tree("public") {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!text.contains("Jana") && !path.contains("jana"), "{path}");
            assert!(!path.contains("neunzig"), "{path}");
        }
        // A second file of the same name is refused, and the first stays.
        let before = site.tree("content");
        site.command(&["new", "person", "Jana von Müller"]).ends_with(2);
        assert!(site.tree("content") == before);
    }
}

#[test]
fn a_site_may_lie_elsewhere() {
    let site = good();
    let elsewhere = SiteTest::empty();
    let root = site.root().to_str().expect("UTF-8");
    let ran = elsewhere.command(&["--root", root, "build"]);
    ran.ends_with(0);
    assert!(site.path("public/index.html").is_file());
    assert!(elsewhere.tree("").is_empty());
    // Paths on the command line are relative to the working directory.
    elsewhere.command(&["build", "--root", root, "--output", "hier"]).ends_with(0);
    assert!(elsewhere.path("hier/index.html").is_file());
    let ran = elsewhere.command(&["--root", root, "new", "page", "Neu"]);
    assert_eq!(ran.ends_with(0).stdout.trim(), format!("{root}/content/neu.md"));
    // A check writes nothing at all.
    let site = good();
    let before = site.tree("");
    site.command(&["check"]).ends_with(0);
    assert!(site.tree("") == before);
}

#[test]
fn drafts_are_only_added_on_request() {
    let site = good();
    site.write("content/entwurf.md", "---\ntitle: Entwurf\ndraft: true\n---\n");
    site.command(&["build"]).ends_with(0);
    assert!(!site.path("public/entwurf").exists());
    site.command(&["build", "--drafts"]).ends_with(0);
    assert!(site.path("public/entwurf/index.html").exists());
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!crate::support::is_page(&path) || text.contains("noindex"), "{path}");
    }
    site.command(&["build"]).ends_with(0);
    assert!(!site.path("public/entwurf").exists());
}
