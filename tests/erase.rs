//! An erasure: what goes, what stays, and what is said about the rest.

use std::process::Command;

use crate::support::SiteTest;
use serde_json::Value;

const CONSENT: &str = "consent:\n  given: 2020-04-17\n  text: verzeichnis-3\n  until: 2099-04-17\n  fields: [photo]\n  channels: [site]\n";

fn site() -> SiteTest {
    let site = SiteTest::new();
    let person = |id: &str, given: &str, more: &str| {
        format!(
            "---\nid: {id}\nname: {{ given: {given}, family: Quendel }}\n{more}{CONSENT}---\nText.\n"
        )
    };
    let photo = |file: &str| format!("photo: {{ file: {file}, alt: Porträt }}\n");
    site.write(
        "content/directory/jana/index.md",
        &person("k7f3-2m9q", "Jana", &photo("jana.jpg")),
    );
    site.write(
        "content/directory/jana/index.en.md",
        "---\nphoto: { alt: Portrait }\n---\nWords.\n",
    );
    site.photo("content/directory/jana/jana.jpg", "a");
    site.write("content/directory/jana/lebenslauf.pdf", "%PDF");
    site.write(
        "content/directory/tariq.md",
        &person("p4hd-9kxw", "Tariq", &photo("beide.jpg")),
    );
    site.photo("content/directory/beide.jpg", "b");
    site.write(
        "content/portraits/bruecke.md",
        "---\ntitle: Die Brücke\ndate: 2021-01-01\nperson: jana\nphoto: { file: ../directory/beide.jpg, alt: Beide }\nconsent: { given: 2020-04-17, until: 2099-01-01, channels: [site] }\n---\nSie baut.\n",
    );
    site.write(
        "content/impressum.md",
        "---\ntitle: Impressum\n---\nFoto: Jana Quendel\n",
    );
    site
}

fn json(site: &SiteTest, arguments: &[&str]) -> Value {
    let ran = site.command(&[&["--format", "json"], arguments].concat());
    serde_json::from_str(&ran.ends_with(0).stdout).unwrap()
}

#[test]
fn without_yes_it_only_tells() {
    let site = site();
    site.command(&["build"]).ends_with(0);
    let all = || ["content", "public", "register"].map(|folder| site.tree(folder));
    let before = all();
    let said = json(&site, &["erase", "jana"]);
    assert_eq!(said["erased"], false);
    assert_eq!(
        said["files"],
        serde_json::json!([
            "content/directory/jana/index.en.md",
            "content/directory/jana/index.md",
            "content/directory/jana/jana.jpg",
            "content/directory/jana/lebenslauf.pdf",
            "content/portraits/bruecke.md",
        ])
    );
    assert_eq!(said["stories"], serde_json::json!(["content/portraits/bruecke.md"]));
    assert_eq!(said["shared"], serde_json::json!(["content/directory/beide.jpg"]));
    assert_eq!(said["naming"], serde_json::json!(["content/impressum.md"]));
    assert_eq!(said["register"], "register/k7f3-2m9q.jsonl");
    let human = site.command(&["--lang", "de", "erase", "jana"]);
    assert!(
        human.ends_with(0).stdout.contains("Nichts wurde geändert"),
        "{}",
        human.stdout
    );
    assert!(all() == before, "something was changed");
}

#[test]
fn the_data_goes_and_a_line_without_a_name_stays() {
    let site = site();
    site.command(&["consent", "record", "--all", "--on", "2021-01-01"]).ends_with(0);
    site.command(&["build"]).ends_with(0);
    let said = json(&site, &["erase", "k7f3-2m9q", "--yes"]);
    assert_eq!(said["erased"], true);
    assert!(!site.path("content/directory/jana").exists(), "the empty folder goes too");
    assert!(!site.path("content/portraits/bruecke.md").exists());
    assert!(site.path("content/directory/beide.jpg").exists());
    let chain = site.read("register/k7f3-2m9q.jsonl");
    let last: Value = serde_json::from_str(chain.lines().last().unwrap()).unwrap();
    assert_eq!(last["event"], "erased");
    assert_eq!(
        (&last["text"], &last["fields"]),
        (&"verzeichnis-3".into(), &serde_json::json!([]))
    );
    for folder in ["register", "public", ".matrikel"] {
        for (path, bytes) in site.tree(folder) {
            let text = if bytes.starts_with(b"\x1f\x8b") {
                matrikel::search::read::text(&bytes).expect("a shard")
            } else {
                String::from_utf8_lossy(&bytes).into_owned()
            };
            // The imprint names somebody of the same name, and so does the search where it stands.
            let of_others = |line: &&str| !line.contains("/impressum/");
            let text: String = text.lines().filter(of_others).collect();
            let is_imprint = path.contains("impressum");
            assert!(is_imprint || !text.contains("Jana"), "{folder}/{path}");
            assert!(!path.contains("jana"), "{folder}/{path}");
        }
    }
    let removed = said["changes"]["removed"].as_array().unwrap();
    assert!(removed.contains(&"verzeichnis/jana/index.html".into()), "{removed:?}");
    site.command(&["consent", "verify"]).ends_with(0);
    site.build_on("2026-01-01").is_good();
    // Whoever brings the entry back is stopped.
    site.write(
        "content/directory/jana.md",
        &format!("---\nid: k7f3-2m9q\nname: {{ given: Jana }}\n{CONSENT}---\n"),
    );
    assert_eq!(site.build_on("2026-01-01").errors(), ["register-erased"]);
    let ids = site.command(&["consent", "verify"]);
    assert!(ids.ends_with(1).stdout.contains("register/k7f3-2m9q.jsonl"));
}

#[test]
fn what_others_refer_to_is_not_torn_away() {
    let site = site();
    site.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2030-01-01\nspeakers: [jana]\n---\n",
    );
    let mut before = site.tree("content");
    let said = json(&site, &["erase", "jana"]);
    assert_eq!(said["referring"], serde_json::json!(["content/events/fest.md"]));
    let ran = site.command(&["--lang", "en", "erase", "jana", "--yes"]);
    assert!(ran.ends_with(2).stderr.contains("content/events/fest.md"), "{}", ran.stderr);
    // The consent has ended, and that is all that is changed.
    let entry = "directory/jana/index.md";
    let text = String::from_utf8(before[entry].clone()).unwrap();
    let now = site.read("content/directory/jana/index.md");
    let line = now.lines().find(|line| line.contains("withdrawn:")).unwrap().to_owned();
    assert_eq!(now.replace(&format!("{line}\n"), ""), text);
    before.insert(entry.to_owned(), now.into_bytes());
    assert!(site.tree("content") == before);
}

#[test]
fn an_entry_that_was_removed_by_hand_gets_its_line() {
    let site = site();
    site.command(&["consent", "record", "--all", "--on", "2021-01-01"]).ends_with(0);
    site.remove("content/directory/tariq.md");
    site.command(&["consent", "verify"]).ends_with(1);
    site.command(&["erase", "p4hd-9kxw", "--yes"]).ends_with(0);
    assert!(site.read("register/p4hd-9kxw.jsonl").contains("\"event\":\"erased\""));
    site.command(&["consent", "verify"]).ends_with(0);
    site.command(&["erase", "p4hd-9kxw"]).ends_with(2);
}

#[test]
fn the_version_control_and_leftovers_are_named_and_left_alone() {
    if !crate::tools::is_here("git") {
        return;
    }
    let site = site();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        let output = command.args(arguments).current_dir(site.root()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Jana kommt dazu"]);
    git(&["remote", "add", "origin", "https://git.example.org/alumni.git"]);
    site.write("content/directory/jana/index.md~", "alt");
    let head = git(&["rev-parse", "HEAD"]);
    let variables = [("PATH", std::env::var("PATH").unwrap())];
    let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
    let ran = site.command_with(&["--lang", "en", "erase", "jana"], &variables);
    let said = &ran.ends_with(0).stdout;
    assert!(said.contains("1 commit of the version control: "), "{said}");
    assert!(!said.contains("kommt dazu"), "messages of commits may hold names");
    assert!(said.contains("origin, and every clone"), "{said}");
    assert!(said.contains(
        "git filter-repo --invert-paths --path content/directory/jana/index.en.md"
    ));
    assert!(said.contains("rm -- 'content/directory/jana/index.md~'"), "{said}");
    site.command_with(&["erase", "jana", "--yes"], &variables).ends_with(0);
    assert_eq!(git(&["rev-parse", "HEAD"]), head, "nothing is committed or rewritten");
}

/// macOS stores `ü` as two characters; a file that came from there has such a name.
#[test]
fn a_photo_is_found_in_either_form_of_unicode() {
    let (composed, decomposed) = ("m\u{fc}ller.jpg", "mu\u{308}ller.jpg");
    for (written, stored) in
        [(composed, decomposed), (decomposed, composed), (composed, composed)]
    {
        let site = site();
        site.photo(&format!("content/directory/{stored}"), "m");
        site.write(
            "content/directory/nora.md",
            &format!(
                "---\nid: n0ra-2222\nname: {{ given: Nora, family: Harz }}\n\
                 photo: {{ file: {written}, alt: Porträt }}\n{CONSENT}---\n"
            ),
        );
        let said = json(&site, &["erase", "nora", "--yes"]);
        let files = said["files"].as_array().unwrap();
        let stored = format!("content/directory/{stored}");
        assert!(files.contains(&stored.as_str().into()), "{files:?}");
        assert!(!site.path(&stored).exists(), "{stored}");
    }
}

#[cfg(unix)]
#[test]
fn where_a_linked_entry_or_photo_really_lies_is_told() {
    use std::os::unix::fs::symlink;
    let site = site();
    site.write("archive/nora.md", &format!("---\nname: {{ given: Nora }}\nphoto: {{ file: nora.jpg, alt: Porträt }}\n{CONSENT}---\n"));
    site.photo("archive/nora.jpg", "n");
    for name in ["nora.md", "nora.jpg"] {
        let link = site.path("content/directory").join(name);
        symlink(format!("../../archive/{name}"), link).unwrap();
    }
    let said = json(&site, &["erase", "nora", "--yes"]);
    assert_eq!(
        said["leftovers"],
        serde_json::json!(["archive/nora.jpg", "archive/nora.md"])
    );
    assert!(site.path("archive/nora.md").exists(), "told, and left alone");
    assert!(!site.path("content/directory/nora.md").is_symlink());
}

#[test]
fn originals_backups_and_copies_are_told() {
    let site = site();
    site.photo("content/directory/fz.jpg", "f");
    site.photo("content/directory/fz-original.jpg", "g");
    site.photo("content/events/wieder.jpg", "f");
    site.write(
        "content/directory/nora.md",
        &format!("---\nname: {{ given: Nora }}\nphoto: {{ file: fz.jpg, alt: Porträt }}\n{CONSENT}---\n"),
    );
    site.write("content/directory/nora.md.bak", "x");
    site.write("content/directory/nora-mueller.md", "---\nname: { given: Nora }\n---\n");
    let said = json(&site, &["erase", "nora"]);
    assert_eq!(
        said["leftovers"],
        serde_json::json!([
            "content/directory/fz-original.jpg",
            "content/directory/nora.md.bak"
        ])
    );
    assert_eq!(said["copies"], serde_json::json!(["content/events/wieder.jpg"]));
    site.write("content/directory/jana/notes.txt~", "x");
    let said = json(&site, &["erase", "jana"]);
    assert_eq!(
        said["leftovers"],
        serde_json::json!(["content/directory/jana/notes.txt~"])
    );
    let human = site.command(&["--lang", "en", "erase", "jana"]);
    let line = "beside the files, or where links lead: content/directory/jana/notes.txt~";
    assert!(human.ends_with(0).stdout.contains(line), "{}", human.stdout);
}

/// Whoever takes the person out of the list shows the photo again.
#[test]
fn a_group_photo_goes_before_its_entry_does() {
    let site = site();
    site.photo("content/gruppe.jpg", "g");
    site.write(
        "content/photos.yaml",
        "- file: gruppe.jpg\n  people: [jana, tariq]\n- file: directory/beide.jpg\n  people: [tariq]\n",
    );
    let said = json(&site, &["erase", "jana"]);
    assert_eq!(said["pictured"], serde_json::json!(["content/gruppe.jpg"]));
    assert_eq!(said["referring"], serde_json::json!([]));
    let human = site.command(&["--lang", "en", "erase", "jana"]);
    let said = &human.ends_with(0).stdout;
    assert!(
        said.contains("first remove the photo with its entry in photos.yaml"),
        "{said}"
    );
    assert!(!said.contains("take the references out first"), "{said}");
    let before: Vec<String> = site.tree("content").into_keys().collect();
    let refused = site.command(&["--lang", "en", "erase", "jana", "--yes"]);
    assert!(
        refused.ends_with(2).stderr.contains("content/gruppe.jpg"),
        "{}",
        refused.stderr
    );
    // The data stays for now; the consent has ended all the same.
    assert_eq!(site.tree("content").into_keys().collect::<Vec<_>>(), before);
    site.remove("content/gruppe.jpg");
    site.write("content/photos.yaml", "- file: directory/beide.jpg\n  people: [tariq]\n");
    site.command(&["erase", "jana", "--yes"]).ends_with(0);
}
