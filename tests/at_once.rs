//! Two commands at once: the end is that of one after the other, in one of the two orders.
//!
//! Each pair of commands that write is started together, on the same site, and compared with
//! both orders. Opaque ids come from chance, so they are told by whose they are.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::extent::short_or_long;
use crate::support::{SiteTest, program};
use serde_json::Value;

/// Every command that writes into a site folder, or a file for the office.
const BUILD: &[&str] = &["build"];
const WITHDRAW: &[&str] = &["withdraw", "jana"];
const ERASE: &[&str] = &["erase", "tariq", "--yes"];
const ASSIGN: &[&str] = &["assign-ids"];
const RECORD: &[&str] = &["consent", "record", "--all"];
const NEW: &[&str] = &["new", "person", "Ada Neu"];
const THEME: &[&str] = &["theme", "new", "mine"];
const DOSSIER: &[&str] = &["dossier", "jana", "--output", "office/jana.md"];
const CALENDAR: &[&str] = &["consent", "calendar", "--output", "office/ends.ics"];

/// People whose ids come from chance.
const WITHOUT_ID: [&str; 3] = ["nora", "uta", "ada-neu"];

fn person(id: &str, given: &str) -> String {
    format!(
        "---\n{id}name: {{ given: {given}, family: Quendel }}\nposition: Leitung\nconsent:\n  \
         given: 2020-04-17\n  until: 2099-04-17\n  fields: [position]\n  channels: [site]\n---\n\
         Text.\n"
    )
}

fn site() -> SiteTest {
    let site = SiteTest::new();
    site.write("content/directory/jana.md", &person("id: k7f3-2m9q\n", "Jana"));
    site.write("content/directory/tariq.md", &person("id: p4hd-9kxw\n", "Tariq"));
    site.write("content/directory/nora.md", &person("", "Nora"));
    site.write("content/directory/uta.md", &person("", "Uta"));
    fs::create_dir_all(site.path("office")).unwrap();
    site.command(BUILD).ends_with(0);
    site
}

fn copy(of: &SiteTest) -> SiteTest {
    let site = SiteTest::empty();
    fs::create_dir_all(site.path("office")).unwrap();
    for (path, bytes) in of.tree("") {
        site.write_bytes(&path, &bytes);
    }
    site
}

fn start(site: &SiteTest, arguments: &[&str]) -> Child {
    let mut command = program(site.root());
    command.args(["--lang", "en"]).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The id in a person's file.
fn id_of(site: &SiteTest, name: &str) -> Option<String> {
    let text = fs::read_to_string(site.path(&format!("content/directory/{name}.md")));
    let text = text.ok()?;
    let id = text.lines().find_map(|line| line.strip_prefix("id: "))?;
    id.split_whitespace().next().map(str::to_owned)
}

/// Everything that lies in the folder but caches, with ids told by whose they are.
fn state(site: &SiteTest) -> BTreeMap<String, String> {
    let ids: Vec<(String, &str)> =
        WITHOUT_ID.iter().filter_map(|name| Some((id_of(site, name)?, *name))).collect();
    let plain = |text: &str| {
        ids.iter().fold(text.to_owned(), |text, (id, name)| {
            text.replace(id.as_str(), &format!("<id of {name}>"))
        })
    };
    let all =
        site.tree("").into_iter().filter(|(path, _)| !path.starts_with(".matrikel"));
    let told = all.map(|(path, bytes)| {
        let by_chance = ids.iter().any(|(id, _)| path.contains(id.as_str()));
        let text = match String::from_utf8(bytes) {
            // Its lines hold hashes over the id.
            Ok(text) if by_chance => format!("{} lines", text.lines().count()),
            Ok(text) => plain(&text),
            Err(_) => String::new(),
        };
        (plain(&path), text)
    });
    told.collect()
}

type End = ([Option<i32>; 2], BTreeMap<String, String>);

fn one_after_the_other(whole: &SiteTest, pair: [&[&str]; 2], swapped: bool) -> End {
    let site = copy(whole);
    let mut status = [None; 2];
    for number in if swapped { [1, 0] } else { [0, 1] } {
        status[number] = site.command(pair[number]).status;
    }
    (status, state(&site))
}

fn at_once(whole: &SiteTest, pair: [&[&str]; 2], later: Duration) -> End {
    let site = copy(whole);
    let mut first = start(&site, pair[0]);
    sleep(later);
    let mut second = start(&site, pair[1]);
    let status = [&mut first, &mut second].map(|one| one.wait().unwrap().code());
    (status, state(&site))
}

/// What differs between two ends, for the message of a failed test.
fn difference(a: &End, b: &End) -> String {
    let paths =
        a.1.keys().chain(b.1.keys()).filter(|path| a.1.get(*path) != b.1.get(*path));
    let lines =
        paths.map(|path| format!("{path}:\n{:?}\n{:?}\n", a.1.get(path), b.1.get(path)));
    format!("{:?} {:?}\n{}", a.0, b.0, lines.collect::<String>())
}

#[track_caller]
fn as_one_after_the_other(pairs: &[[&[&str]; 2]]) {
    let whole = site();
    for pair in pairs {
        let orders =
            [false, true].map(|swapped| one_after_the_other(&whole, *pair, swapped));
        for attempt in 0..short_or_long(2, 10) {
            for pair_at_once in [false, true] {
                let (first, later) = (usize::from(pair_at_once), 7 * attempt);
                let started = [pair[first], pair[1 - first]];
                let mut end = at_once(&whole, started, Duration::from_millis(later));
                if pair_at_once {
                    end.0.reverse();
                }
                assert!(
                    orders.contains(&end),
                    "{pair:?} at once\n\nagainst the first order: {}\nagainst the second: {}",
                    difference(&orders[0], &end),
                    difference(&orders[1], &end)
                );
            }
        }
    }
}

#[test]
fn a_build_and_another_command() {
    as_one_after_the_other(&[
        [BUILD, BUILD],
        [BUILD, WITHDRAW],
        [BUILD, ERASE],
        [BUILD, ASSIGN],
        [BUILD, RECORD],
    ]);
}

#[test]
fn a_build_and_a_command_that_begins_something() {
    as_one_after_the_other(&[
        [BUILD, NEW],
        [BUILD, THEME],
        [BUILD, DOSSIER],
        [BUILD, CALENDAR],
    ]);
}

#[test]
fn a_withdrawal_and_another_command() {
    as_one_after_the_other(&[
        [WITHDRAW, WITHDRAW],
        [WITHDRAW, ERASE],
        [WITHDRAW, ASSIGN],
        [WITHDRAW, RECORD],
    ]);
}

#[test]
fn a_withdrawal_and_a_command_that_begins_something() {
    as_one_after_the_other(&[
        [WITHDRAW, NEW],
        [WITHDRAW, THEME],
        [WITHDRAW, DOSSIER],
        [WITHDRAW, CALENDAR],
    ]);
}

#[test]
fn an_erasure_and_another_command() {
    as_one_after_the_other(&[
        [ERASE, ERASE],
        [ERASE, ASSIGN],
        [ERASE, RECORD],
        [ERASE, NEW],
        [ERASE, CALENDAR],
    ]);
}

#[test]
fn commands_that_build_nothing() {
    as_one_after_the_other(&[
        [ASSIGN, ASSIGN],
        [ASSIGN, RECORD],
        [ASSIGN, NEW],
        [RECORD, RECORD],
        [RECORD, NEW],
        [NEW, NEW],
        [THEME, THEME],
        [DOSSIER, DOSSIER],
        [CALENDAR, CALENDAR],
    ]);
}

#[test]
fn two_assignments_at_once_report_ids_that_exist() {
    let whole = site();
    for _ in 0..short_or_long(4, 40) {
        let site = copy(&whole);
        let arguments = ["--format", "json", "assign-ids"];
        let children = [start(&site, &arguments), start(&site, &arguments)];
        let mut given = 0;
        for child in children {
            let output = child.wait_with_output().unwrap();
            let said: Value = serde_json::from_slice(&output.stdout).unwrap();
            for one in said["assigned"].as_array().unwrap() {
                let text = site.read(one["path"].as_str().unwrap());
                let id = one["id"].as_str().unwrap();
                assert!(text.contains(&format!("id: {id}\n")), "{id}\n{text}");
                given += 1;
            }
        }
        assert_eq!(given, 2, "each person got one id");
    }
}

/// Holds the lock of a site as another process would.
fn locked(site: &SiteTest) -> fs::File {
    let lock = fs::File::options().write(true).open(site.path(".matrikel/lock")).unwrap();
    lock.lock().unwrap();
    lock
}

/// Whoever waits reads afterwards: a hand edit that was saved meanwhile stays.
#[test]
fn a_hand_edit_while_a_command_waits_is_kept() {
    for arguments in [ASSIGN, &["withdraw", "nora"], RECORD, BUILD] {
        let site = site();
        let lock = locked(&site);
        let mut waiting = start(&site, arguments);
        sleep(Duration::from_millis(300));
        assert!(waiting.try_wait().unwrap().is_none(), "{arguments:?} waits");
        let edited = person("", "Nora").replace("Leitung", "Direktion");
        site.write("content/directory/nora.md", &edited);
        drop(lock);
        waiting.wait().unwrap();
        let text = site.read("content/directory/nora.md");
        assert!(text.contains("Direktion"), "{arguments:?}: {text}");
        if arguments == BUILD {
            let page = site.read("public/verzeichnis/nora/index.html");
            assert!(page.contains("Direktion"), "{page}");
        }
    }
}

#[test]
fn whoever_waits_is_told_for_which_process() {
    let site = site();
    let lock = locked(&site);
    fs::write(site.path(".matrikel/lock"), "4711").unwrap();
    let waiting = start(&site, ASSIGN);
    sleep(Duration::from_millis(1_500));
    drop(lock);
    let output = waiting.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "another command is at work on this site (process 4711); waiting until it is done\n"
    );
}
