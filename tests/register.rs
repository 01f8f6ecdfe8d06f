//! The register of consents, with the real program: what is recorded, what is found, what never
//! stands in it.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::SiteTest;
use matrikel::base::code::Code;
use serde_json::Value;

const JANA: &str = "content/directory/jana.md";
const CHAIN: &str = "register/k7f3-2m9q.jsonl";

fn person(id: &str, given: &str, fields: &str) -> String {
    format!(
        "---\nid: {id}\nname: {{ given: {given}, family: Müller }}\ncity: Leipzig\n\
         email: {id}@geheim.example.org\nprivate: {{ phone: \"0341 {id}\" }}\nconsent:\n  \
         given: 2020-04-17\n  text: verzeichnis-3\n  evidence: AB-2026-112\n  \
         until: 2099-04-17\n  fields: [{fields}]\n  channels: [site]\n---\nEin Text.\n"
    )
}

fn site() -> SiteTest {
    let site = SiteTest::new();
    site.write(JANA, &person("k7f3-2m9q", "Jana", "city, sector"));
    site.write("content/directory/tariq.md", &person("p4hd-9kxw", "Tariq", "city"));
    site
}

fn record(site: &SiteTest, day: &str) -> String {
    let ran = site.command(&["--lang", "en", "consent", "record", "--all", "--on", day]);
    ran.ends_with(0).stdout.clone()
}

fn lines(site: &SiteTest, path: &str) -> Vec<Value> {
    site.read(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn edit(site: &SiteTest, path: &str, from: &str, to: &str) {
    let text = site.read(path);
    assert!(text.contains(from), "{from}");
    site.write(path, &text.replace(from, to));
}

/// SHA-256 as another program computes it.
fn sha256(text: &str) -> Option<String> {
    let mut child = Command::new("sha256sum")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.split_whitespace().next()?.to_owned())
}

#[test]
fn a_life_of_a_consent_is_recorded_step_by_step() {
    let site = site();
    let said = record(&site, "2021-01-01");
    assert!(said.contains("Jana Müller (k7f3-2m9q): given"), "{said}");
    assert!(record(&site, "2021-01-02").contains("knows everything"));
    edit(&site, JANA, "[city, sector]", "[city, sector, email]");
    record(&site, "2021-02-01");
    edit(&site, JANA, "[city, sector, email]", "[email]");
    record(&site, "2021-03-01");
    edit(&site, JANA, "given: 2020-04-17", "given: 2021-03-30");
    record(&site, "2021-04-01");
    edit(&site, JANA, "  until: 2099", "  withdrawn: 2021-04-20\n  until: 2099");
    record(&site, "2021-05-01");
    let events: Vec<(i64, String, String)> = lines(&site, CHAIN)
        .iter()
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            (line["sequence"].as_i64().unwrap(), text("date"), text("event"))
        })
        .collect();
    let expected = [
        (1, "2021-01-01", "given"),
        (2, "2021-02-01", "widened"),
        (3, "2021-03-01", "narrowed"),
        (4, "2021-04-01", "reconfirmed"),
        (5, "2021-05-01", "withdrawn"),
    ];
    let expected = expected.map(|(n, day, event)| (n, day.to_owned(), event.to_owned()));
    assert_eq!(events, expected);
    assert_eq!(lines(&site, CHAIN)[4]["withdrawn"], "2021-04-20");
    site.command(&["consent", "verify"]).ends_with(0);
    let built = site.build_on("2026-01-01");
    assert!(!built.errors().iter().any(|code| code.starts_with("register")));
    assert!(!built.says(Code::RegisterBehind), "{}", built.report());
}

#[test]
fn the_register_holds_no_personal_value_and_its_hashes_are_those_of_the_manual() {
    let site = site();
    record(&site, "2021-01-01");
    edit(&site, JANA, "[city, sector]", "[city]");
    record(&site, "2021-01-02");
    for bytes in site.tree("register").values() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        for secret in ["Jana", "Müller", "Leipzig", "geheim", "AB-2026", "0341", "Text."]
        {
            assert!(!text.contains(secret), "{text}");
        }
    }
    let mut previous = String::new();
    for line in site.read(CHAIN).lines() {
        let (bare, hash) = line.split_once(",\"hash\":\"").unwrap();
        let hash = hash.strip_suffix("\"}").unwrap();
        if let Some(expected) = sha256(&format!("{bare}}}")) {
            assert_eq!(hash, expected);
        }
        assert!(bare.ends_with(&format!("\"previous\":\"{previous}\"")), "{bare}");
        previous = hash.to_owned();
    }
}

#[test]
fn verify_finds_every_way_to_spoil_a_chain() {
    let site = site();
    record(&site, "2021-01-01");
    edit(&site, JANA, "[city, sector]", "[city]");
    record(&site, "2021-01-02");
    edit(&site, JANA, "[city]", "[city, email]");
    record(&site, "2021-01-03");
    let good = site.read(CHAIN);
    let all: Vec<&str> = good.split_inclusive('\n').collect();
    let [a, b, c] = all[..] else { panic!("{good}") };
    let cases = [
        ("changed", format!("{a}{}{c}", b.replace("\"city\"", "\"photo\""))),
        ("order", format!("{b}{c}")),
        ("order", format!("{a}{c}")),
        ("order", format!("{a}{c}{b}")),
        ("unreadable", good[..good.len() - 20].to_owned()),
        ("unreadable", format!("{a}{b}<<<<<<< HEAD\n{c}")),
        ("behind", format!("{a}{b}")),
    ];
    for (kind, text) in cases {
        site.write(CHAIN, &text);
        let ran = site.command(&["--format", "json", "consent", "verify"]);
        let report: Value = serde_json::from_str(&ran.ends_with(1).stdout).unwrap();
        assert_eq!(report["wrong"][0]["kind"], kind, "{text}\n{report}");
        assert_eq!(report["wrong"][0]["id"], "k7f3-2m9q");
        let human = site.command(&["--lang", "de", "consent", "verify"]);
        assert!(human.stdout.contains(CHAIN) && human.stdout.contains("\n  = "));
        if kind != "behind" {
            let built = site.build_on("2026-01-01");
            assert!(built.says(Code::RegisterBroken), "{kind}");
            built.is_good();
        }
    }
    site.write(CHAIN, &good);
    site.write("register/zzzz-zzzz.jsonl", &good);
    let ran = site.command(&["--lang", "en", "consent", "verify"]);
    assert!(
        ran.ends_with(1).stdout.contains("register/zzzz-zzzz.jsonl:1: the line belongs")
    );
    site.remove("register/zzzz-zzzz.jsonl");
    site.command(&["consent", "verify"]).ends_with(0);
}

#[test]
fn a_head_that_was_noted_shows_whether_the_register_only_grew() {
    let site = site();
    record(&site, "2021-01-01");
    let head = |site: &SiteTest| {
        let ran = site.command(&["--format", "json", "consent", "verify"]);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        report["head"].as_str().unwrap().to_owned()
    };
    let first = head(&site);
    let expect = |head: &str, status: i32| {
        let ran = site.command(&["--lang", "en", "consent", "verify", "--expect", head]);
        ran.ends_with(status).stdout.clone()
    };
    assert!(expect(&first, 0).contains("as it was when that head was noted"));
    edit(&site, JANA, "[city, sector]", "[city]");
    record(&site, "2021-02-01");
    let grown = expect(&first, 0);
    assert!(grown.contains("so on 1 January 2021") && grown.contains("1 line came"));
    assert_ne!(head(&site), first);
    // A whole chain that is replaced by another good one shows in no chain, only in the head.
    site.remove(CHAIN);
    record(&site, "2021-02-01");
    site.command(&["consent", "verify"]).ends_with(0);
    assert!(expect(&first, 1).contains("fits to no day"));
}

#[test]
fn content_and_register_that_disagree_are_named() {
    let site = site();
    let says = |code| site.build_on("2026-01-01").says(code);
    assert!(!says(Code::RegisterIncomplete), "who keeps no register is not told of one");
    site.command(&["consent", "record", "Jana Müller", "--on", "2021-01-01"])
        .ends_with(0);
    assert!(says(Code::RegisterIncomplete), "Tariq is not in it");
    record(&site, "2021-01-01");
    assert!(!says(Code::RegisterIncomplete));
    let good = site.read(JANA);
    edit(&site, JANA, "[city, sector]", "[city, sector, email]");
    assert!(says(Code::RegisterBehind));
    site.write(JANA, &good);
    edit(&site, JANA, "  until: 2099", "  withdrawn: 2021-04-20\n  until: 2099");
    assert!(says(Code::RegisterBehind), "a withdrawal that is not recorded");
    record(&site, "2021-05-01");
    assert!(!says(Code::RegisterBehind));
    site.write(JANA, &good);
    assert!(says(Code::RegisterWithdrawn));
    let ran = site.command(&["--lang", "en", "consent", "record", "k7f3-2m9q"]);
    assert!(
        ran.ends_with(1).stderr.contains("withdrew on 20 April 2021"),
        "{}",
        ran.stderr
    );
    assert_eq!(lines(&site, CHAIN).len(), 2, "nothing is appended against the register");
    edit(&site, JANA, "given: 2020-04-17", "given: 2021-06-01");
    record(&site, "2021-06-02");
    assert!(!says(Code::RegisterWithdrawn) && !says(Code::RegisterBehind));
    site.remove(JANA);
    assert!(says(Code::RegisterGone));
    let ran = site.command(&["--format", "json", "consent", "verify"]);
    assert!(ran.ends_with(1).stdout.contains("\"kind\":\"gone\""));
}

#[test]
fn a_build_never_writes_the_register() {
    let site = site();
    record(&site, "2021-01-01");
    edit(&site, JANA, "[city, sector]", "[city, sector, email]");
    let before = site.tree("register");
    for command in ["build", "check"] {
        site.command(&[command]).ends_with(0);
    }
    assert_eq!(site.tree("register"), before);
    assert!(site.tree("public").keys().all(|path| !path.contains("jsonl")));
    let ran = site.command(&["build", "--output", "register"]);
    ran.ends_with(2);
}

#[test]
fn what_cannot_be_recorded_is_refused() {
    let site = site();
    let refused = |arguments: &[&str], part: &str| {
        let ran = site.command(&[&["--lang", "en"], arguments].concat());
        assert!(ran.ends_with(2).stderr.contains(part), "{}", ran.stderr);
    };
    refused(&["consent", "record"], "--all");
    refused(&["consent", "record", "Jona"], "did you mean");
    refused(&["consent", "record", "--all", "--on", "2999-01-01"], "still to come");
    record(&site, "2021-03-01");
    edit(&site, JANA, "[city, sector]", "[city]");
    refused(&["consent", "record", "--all", "--on", "2021-01-01"], "later than the one");
    refused(&["--format", "csv", "consent", "verify"], "no CSV");
    assert_eq!(lines(&site, CHAIN).len(), 1);
}

#[test]
fn missing_ids_are_written_and_no_other_byte_changes() {
    let site = site();
    let without = "\u{feff}---\r\n# Notiz\r\nname: { given: Öz }  # so\r\nconsent:\r\n    given: 2020-01-01\r\n---\r\nText\r\n";
    site.write("content/directory/oez.md", without);
    site.write("content/directory/anna/index.md", "---\nname: { given: Anna }\n---\n");
    let before = site.tree("content");
    let ran = site.command(&["--lang", "en", "--format", "json", "assign-ids"]);
    let report: Value = serde_json::from_str(&ran.ends_with(0).stdout).unwrap();
    let assigned = report["assigned"].as_array().unwrap();
    assert_eq!(assigned.len(), 2);
    let id = assigned[1]["id"].as_str().unwrap();
    assert_eq!(assigned[1]["path"], "content/directory/oez.md");
    let line = format!("id: {id}\r\n");
    assert_eq!(site.read("content/directory/oez.md").replace(&line, ""), without);
    let others = |mut tree: std::collections::BTreeMap<String, Vec<u8>>| {
        tree.remove("directory/oez.md");
        tree.remove("directory/anna/index.md");
        tree
    };
    assert_eq!(others(site.tree("content")), others(before));
    site.build_on("2026-01-01").is_good();
    let again = site.command(&["--lang", "en", "assign-ids"]);
    assert_eq!(again.ends_with(0).stdout, "everybody has an id\n");
    // A file that no program should edit is named with the line to enter.
    let strange = "---\n? name\n: { given: Uta }\n---\n";
    fs::write(site.path("content/directory/uta.md"), strange).unwrap();
    let ran = site.command(&["--lang", "en", "assign-ids"]);
    assert!(ran.ends_with(1).stderr.contains("enter by hand: id: "), "{}", ran.stderr);
    assert_eq!(site.read("content/directory/uta.md"), strange);
}
