//! Nobody who withdrew, lapsed or was erased is online after a command, whatever goes wrong.
//!
//! Each test publishes a site, lets one person leave, breaks something, and looks at every byte
//! of what is online afterwards. The look shares no code with the program.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use crate::support::{Ran, SiteTest, files, program};

const JANA: &str = "content/directory/jana.md";

/// What tells of Jana, in small letters: nobody else has any of it.
const TRACES: [&str; 7] = [
    "jana",
    "quendel",
    "k7f3-2m9q",
    "post@quendelpost.example",
    "brückenwerk",
    "brueckenwerk",
    "steg über die luppe",
];

fn person(id: &str, name: &str, employer: &str, more: &str) -> String {
    let (given, family) = name.split_once(' ').unwrap();
    let text = format!("dazu ein [Lebenslauf](lebenslauf-{}.pdf)", &id[..4]);
    format!(
        "---\nid: {id}\nname: {{ given: {given}, family: {family} }}\nemployer: {employer}\n\
         topics: [Wasserbau]\nphoto: {{ file: {given}.jpg, alt: Ein Porträt }}\n{more}\
         consent:\n  given: 2020-04-17\n  until: 2099-04-17\n  \
         fields: [employer, topics, photo, bio, email]\n  \
         channels: [site, feeds, search-engines]\n---\nEin Text, {text}.\n"
    )
}

/// A site in which Jana is seen wherever somebody can be.
fn site() -> SiteTest {
    let site = SiteTest::new();
    let email = "email: post@quendelpost.example\n";
    site.write(JANA, &person("k7f3-2m9q", "Jana Quendel", "Brückenwerk", email))
        .photo("content/directory/Jana.jpg", "a")
        .write(
            "content/directory/tariq.md",
            &person("p4hd-9kxw", "Tariq Aziz", "Wasserwerk", ""),
        )
        .photo("content/directory/Tariq.jpg", "b")
        .photo("content/beide.jpg", "c")
        .write("content/directory/lebenslauf-k7f3.pdf", "%PDF-1.4 von ihr")
        .write("content/directory/lebenslauf-p4hd.pdf", "%PDF-1.4 von ihm")
        .write(
            "content/photos.yaml",
            "- file: beide.jpg\n  people: [jana, tariq]\n",
        )
        .write(
            "content/portraits/steg.md",
            "---\ntitle: Steg über die Luppe\ndate: 2021-01-01\nperson: jana\ntopics: [Wasserbau]\nconsent: { given: 2020-04-17, until: 2099-01-01, channels: [site, feeds, search-engines] }\n---\nSie baut.\n",
        )
        .write(
            "content/portraits/wehr.md",
            "---\ntitle: Das Wehr\ndate: 2021-01-02\nperson: tariq\ntopics: [Wasserbau]\nconsent: { given: 2020-04-17, until: 2099-01-01, channels: [site, feeds, search-engines] }\n---\nEr staut.\n",
        )
        .write(
            "content/events/fest.md",
            "---\ntitle: Fest mit [Jana Quendel](person:jana \"einem Gast\")\nstart: 2090-01-01T18:00\nspeakers: [jana, tariq]\nimage: { file: ../beide.jpg, alt: Zwei am Fluss }\n---\nMit [Jana Quendel](person:jana \"einem Gast\").\n",
        )
        .write("content/impressum.md", "---\ntitle: Impressum\n---\nWir.\n")
        .write("content/_index.md", "---\ntitle: Willkommen\n---\nGuten Tag.\n");
    site.command(&["build"]).ends_with(0);
    assert!(!traces(&site).is_empty(), "she is online at first");
    site
}

/// A published site that can be had again and again, at the same place.
struct Published {
    site: SiteTest,
    tree: BTreeMap<String, Vec<u8>>,
    /// The pictures that are online only because of Jana.
    hers: Vec<String>,
}

impl Published {
    fn new() -> Self {
        let site = site();
        let hers = her_pictures(&site);
        assert!(!hers.is_empty());
        Self { tree: site.tree("."), site, hers }
    }

    /// The site as it was published.
    fn again(&self) -> &SiteTest {
        for entry in fs::read_dir(self.site.root()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
                .unwrap();
        }
        for (path, bytes) in &self.tree {
            self.site.write_bytes(path, bytes);
        }
        &self.site
    }
}

/// Every place online at which something of Jana stands, and pictures that show her.
fn traces(site: &SiteTest) -> Vec<String> {
    traces_in(&site.path("public"))
}

fn traces_in(folder: &Path) -> Vec<String> {
    files(folder).iter().flat_map(|(path, bytes)| traces_of(path, bytes)).collect()
}

fn traces_of(path: &str, bytes: &[u8]) -> Vec<String> {
    let mut text = path.to_lowercase() + "\n";
    if bytes.starts_with(b"\x1f\x8b") {
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
        text.push_str(&String::from_utf8_lossy(&plain).to_lowercase());
    } else {
        text.push_str(&String::from_utf8_lossy(bytes).to_lowercase());
    }
    let text = text.replace("u\u{308}", "ü").replace("&uuml;", "ü");
    let here = TRACES.iter().filter(|trace| text.contains(*trace));
    here.map(|trace| format!("{path}: {trace}")).collect()
}

/// The pictures and downloads that are online only because of Jana: her portrait, the photo of
/// both, her curriculum vitae.
fn her_pictures(site: &SiteTest) -> Vec<String> {
    let is_picture = |path: &String| {
        let ending = Path::new(path).extension().and_then(|end| end.to_str());
        matches!(ending, Some("jpg" | "webp" | "avif" | "pdf"))
    };
    let with: Vec<String> = site.tree("public").into_keys().filter(is_picture).collect();
    let other = SiteTest::empty();
    for folder in ["content", "."] {
        for (path, bytes) in site.tree(folder) {
            let path = if folder == "." { path } else { format!("content/{path}") };
            let is_source = path == "config.toml" || path.starts_with("content/");
            if is_source && !path.contains("jana") {
                other.write_bytes(&path, &bytes);
            }
        }
    }
    let event = other.read("content/events/fest.md").replace("[jana, tariq]", "[tariq]");
    let event = event.lines().filter(|line| !line.contains("jana"));
    let event = event.filter(|line| !line.contains("beide"));
    let event: String = event.map(|line| format!("{line}\n")).collect();
    let event = event.replacen("---\n", "---\ntitle: Fest\n", 1);
    other.write("content/events/fest.md", &event).remove("content/photos.yaml");
    other.remove("content/portraits/steg.md");
    other.command(&["build"]).ends_with(0);
    let without = other.tree("public");
    with.into_iter().filter(|path| !without.contains_key(path)).collect()
}

fn leave(site: &SiteTest) {
    let text = site.read(JANA);
    site.write(JANA, &text.replace("  fields:", "  withdrawn: 2025-01-01\n  fields:"));
}

fn lapse(site: &SiteTest) {
    let text = site.read(JANA);
    site.write(JANA, &text.replace("until: 2099-04-17", "until: 2025-01-01"));
}

type Breakage = (&'static str, fn(&SiteTest));

/// What may be wrong with a site while somebody leaves.
const BREAKAGES: [Breakage; 17] = [
    ("nothing", |_| {}),
    ("settings", |site| {
        site.write("config.toml", &(site.read("config.toml") + "nonsense = 1\n"));
    }),
    ("settings that are no TOML", |site| {
        site.write("config.toml", &(site.read("config.toml") + "[[[\n"));
    }),
    ("a template", |site| {
        site.write("templates/base.html", "{% if %}");
    }),
    ("a template that fails on some page", |site| {
        site.write("templates/person.html", "{{ nothing.of.that.kind }}");
    }),
    ("the menu", |site| {
        let menu = "[[menu]]\npage = \"nirgends\"\n";
        site.write("config.toml", &(site.read("config.toml") + menu));
    }),
    ("contacts.yaml", |site| {
        site.write("content/contacts.yaml", "- [\n");
    }),
    ("photos.yaml", |site| {
        site.write("content/photos.yaml", "- file: {\n");
    }),
    ("a photo that is missing", |site| {
        site.write("content/photos.yaml", "- file: weg.jpg\n  people: [tariq]\n");
    }),
    ("another person", |site| {
        let text = site.read("content/directory/tariq.md");
        site.write("content/directory/tariq.md", &text.replace("employer:", "emploier:"));
    }),
    ("an event", |site| {
        site.write("content/events/fest.md", "---\ntitle: [\n---\n");
    }),
    ("a new page", |site| {
        site.write("content/neu.md", "---\ntitel: Neu\n---\n");
    }),
    ("a slip in her file", |site| {
        let text = site.read(JANA);
        site.write(JANA, &text.replace("employer:", "emploier:"));
    }),
    ("a mistake of YAML in her file", |site| {
        let text = site.read(JANA);
        site.write(JANA, &text.replace("topics: [Wasserbau]", "topics: [Wasserbau"));
    }),
    ("a merge that was not finished", |site| {
        let text = site.read(JANA);
        let both = "<<<<<<< HEAD\ntopics: [Wasserbau]\n=======\ntopics: []\n>>>>>>> x";
        site.write(JANA, &text.replace("topics: [Wasserbau]", both));
    }),
    ("a letter of Latin-1", |site| {
        let bytes = fs::read(site.path(JANA)).unwrap();
        let bytes =
            String::from_utf8(bytes).unwrap().replace("Brückenwerk", "Br%ckenwerk");
        let bytes = bytes.bytes().map(|b| if b == b'%' { 0xfc } else { b });
        site.write_bytes(JANA, &bytes.collect::<Vec<u8>>());
    }),
    ("a name in prose", |site| {
        site.write(
            "content/impressum.md",
            "---\ntitle: Impressum\n---\nMit Jana Quendel.\n",
        );
    }),
];

/// Panics unless nothing of Jana is online, and everything is that has nothing to do with her.
#[track_caller]
fn nothing_of_her_is_online(site: &SiteTest, hers: &[String], ran: &Ran, what: &str) {
    let said = format!("{what}:\n{}\n{}", ran.stdout, ran.stderr);
    assert_eq!(traces(site), [""; 0], "{said}");
    let left = hers.iter().filter(|path| {
        let kept = path.strip_prefix("assets/").unwrap_or(path);
        site.path("public").join(path).exists()
            || site.path(".matrikel/images").join(kept).exists()
    });
    assert_eq!(left.collect::<Vec<_>>(), Vec::<&String>::new(), "{said}");
}

#[test]
fn a_build_takes_off_who_left_whatever_is_broken() {
    let published = Published::new();
    for (what, ruin) in BREAKAGES {
        for (how, go) in [("withdrawn", leave as fn(&SiteTest)), ("lapsed", lapse)] {
            let (site, hers) = (published.again(), &published.hers);
            go(site);
            ruin(site);
            let before = site.tree("public");
            let ran = site.command(&["--lang", "en", "build"]);
            let what = format!("{how}, {what}");
            assert!(matches!(ran.status, Some(0 | 1)), "{what}: {ran:?}");
            nothing_of_her_is_online(site, hers, &ran, &what);
            if ran.status == Some(1) {
                others_stay(site, &before, &what);
                assert!(ran.stderr.starts_with("taken off the site"), "{what}: {ran:?}");
                let last = ran.stderr.lines().last().unwrap();
                assert!(last.contains("nobody is online"), "{what}: {ran:?}");
            }
        }
    }
}

/// Files that never held anything of her are as they were: all but pictures and the search.
#[track_caller]
fn others_stay(site: &SiteTest, before: &BTreeMap<String, Vec<u8>>, what: &str) {
    let now = site.tree("public");
    let mut stayed = 0;
    for (path, bytes) in before {
        let is_text = [".html", ".css", ".js", ".xml", ".json", ".ics", ".txt"]
            .iter()
            .any(|ending| path.ends_with(ending));
        if is_text && traces_of(path, bytes).is_empty() {
            assert!(now.get(path) == Some(bytes), "{what}: {path}");
            stayed += 1;
        }
    }
    assert!(stayed > 10, "{what}: {stayed}");
}

#[test]
fn a_withdrawal_takes_her_off_whatever_is_broken() {
    let published = Published::new();
    for (what, ruin) in BREAKAGES {
        let (site, hers) = (published.again(), &published.hers);
        ruin(site);
        let ran = site.command(&["withdraw", "k7f3-2m9q", "--on", "2025-01-01"]);
        nothing_of_her_is_online(site, hers, &ran, what);
        // Nor does the next build bring her back.
        let ran = site.command(&["build", "--leave-out-broken"]);
        nothing_of_her_is_online(site, hers, &ran, what);
    }
}

#[test]
fn an_erasure_takes_her_off_whatever_is_broken() {
    let published = Published::new();
    for (what, ruin) in BREAKAGES {
        if what == "a name in prose" {
            // The name of somebody who is erased is known to nobody; the report lists the file.
            continue;
        }
        let (site, hers) = (published.again(), &published.hers);
        // Whatever refers to her is in the way of an erasure, which is told.
        site.write(
            "content/events/fest.md",
            "---\ntitle: Fest\nstart: 2090-01-01\n---\n",
        );
        site.write("content/photos.yaml", "- file: beide.jpg\n  people: [tariq]\n");
        ruin(site);
        let ran = site.command(&["erase", "k7f3-2m9q", "--yes"]);
        nothing_of_her_is_online(site, hers, &ran, what);
    }
}

#[test]
fn an_erasure_that_must_wait_takes_her_off_already() {
    let site = site();
    let hers = her_pictures(&site);
    let ran = site.command(&["--lang", "en", "erase", "jana", "--yes"]);
    assert!(ran.ends_with(2).stderr.contains("photos.yaml"), "{ran:?}");
    assert!(site.read(JANA).contains("withdrawn: "), "the consent has ended");
    nothing_of_her_is_online(&site, &hers, &ran, "erase");
    assert!(ran.stderr.contains("the data is still there"), "{}", ran.stderr);
    let ran = site.command(&["build"]);
    nothing_of_her_is_online(&site, &hers, ran.ends_with(0), "build");
}

/// Whoever keeps no index, or a damaged one, finds her by looking.
#[test]
fn without_an_index_she_is_found_in_the_files_themselves() {
    let published = Published::new();
    for (what, ruin) in BREAKAGES {
        let site = published.again();
        for path in site.tree(".matrikel/published").keys() {
            let path = format!(".matrikel/published/{path}");
            let is_index = path.rsplit_once('.').is_some_and(|(_, end)| end == "json");
            if what.len() % 2 == 0 || !is_index {
                site.remove(&path);
            } else {
                let text = site.read(&path).replace("\"own\"", "\"eigen\"");
                site.write(&path, &text);
            }
        }
        leave(site);
        ruin(site);
        let ran = site.command(&["build"]);
        assert_eq!(traces(site), [""; 0], "{what}\n{}", ran.stderr);
    }
}

/// Regression: what lies behind a link in the published folder was neither searched nor taken off,
/// and a server follows it.
#[cfg(unix)]
#[test]
fn a_link_in_the_published_folder_goes_when_somebody_leaves() {
    let published = Published::new();
    for broken in [false, true] {
        let site = published.again();
        let elsewhere = tempfile::tempdir().unwrap();
        let moved = elsewhere.path().join("moved");
        fs::rename(site.path("public/verzeichnis"), &moved).unwrap();
        std::os::unix::fs::symlink(&moved, site.path("public/verzeichnis")).unwrap();
        leave(site);
        if broken {
            site.write("config.toml", &(site.read("config.toml") + "nonsense = 1\n"));
        }
        let ran = site.command(&["build"]);
        assert_eq!(ran.status, Some(i32::from(broken)), "{ran:?}");
        assert_eq!(traces(site), [""; 0], "{}", ran.stderr);
        let there = fs::symlink_metadata(site.path("public/verzeichnis"));
        assert!(there.is_ok_and(|there| there.is_dir()) != broken);
        assert!(moved.join("jana/index.html").exists(), "never behind the link");
    }
}

/// Somebody who is gone from the content altogether is known by the index alone.
#[test]
fn who_is_gone_from_the_content_goes_from_the_site() {
    let published = Published::new();
    for (what, ruin) in BREAKAGES {
        if what.contains("her file")
            || what.starts_with("a merge")
            || what.contains("Latin")
        {
            continue;
        }
        let (site, hers) = (published.again(), &published.hers);
        site.remove(JANA).remove("content/portraits/steg.md");
        site.write(
            "content/events/fest.md",
            "---\ntitle: Fest\nstart: 2090-01-01\n---\n",
        );
        site.write("content/photos.yaml", "- file: beide.jpg\n  people: [tariq]\n");
        ruin(site);
        if what == "a name in prose" {
            continue;
        }
        let ran = site.command(&["build"]);
        nothing_of_her_is_online(site, hers, &ran, what);
    }
}

/// The register remembers a withdrawal that the content has lost.
#[test]
fn a_withdrawal_that_only_the_register_knows_counts() {
    let site = site();
    let hers = her_pictures(&site);
    site.command(&["consent", "record", "--all", "--on", "2021-01-01"]).ends_with(0);
    let former = site.read(JANA);
    site.command(&["withdraw", "jana", "--on", "2025-01-01"]).ends_with(0);
    site.write(JANA, &former);
    let ran = site.command(&["build"]);
    nothing_of_her_is_online(&site, &hers, ran.ends_with(0), "an old copy of the file");
    // A later consent is a new one.
    let later = site.read(JANA).replace("given: 2020-04-17", "given: 2025-06-01");
    site.write(JANA, &later);
    site.command(&["build"]).ends_with(0);
    assert!(!traces(&site).is_empty());
}

/// An entry that is called like the person, and is named in the list of photos: that list is
/// published nowhere, and hides nobody from the search.
#[test]
fn the_list_of_photos_hides_nobody() {
    let site = site();
    let entry = "content/directory/jana-quendel.md";
    site.write(entry, &site.read(JANA)).remove(JANA);
    for file in
        ["content/photos.yaml", "content/portraits/steg.md", "content/events/fest.md"]
    {
        let text = site.read(file).replace("[jana,", "[jana-quendel,");
        let text = text.replace("person: jana\n", "person: jana-quendel\n");
        site.write(file, &text.replace("person:jana ", "person:jana-quendel "));
    }
    site.command(&["build"]).ends_with(0);
    site.remove(".matrikel/published");
    let text = site.read(entry);
    site.write(entry, &text.replace("  fields:", "  withdrawn: 2025-01-01\n  fields:"));
    site.write("config.toml", &(site.read("config.toml") + "nonsense = 1\n"));
    let ran = site.command(&["build"]);
    ran.ends_with(1);
    assert_eq!(traces(&site), [""; 0], "{}", ran.stderr);
}

/// A name that a street or an institute has stops no withdrawal, and takes no innocent page away.
#[test]
fn a_street_of_her_name_keeps_nobody_online() {
    let site = site();
    let street =
        "[institution]\nname = \"Hochschule\"\nstreet = \"Jana-Quendel-Straße 4\"\n";
    site.write("config.toml", &(site.read("config.toml") + street));
    site.command(&["build"]).ends_with(0);
    let imprint = fs::read(site.path("public/impressum/index.html")).unwrap();
    let ran = site.command(&["withdraw", "jana"]);
    let page = site.path("public/verzeichnis/jana/index.html");
    assert!(!page.exists(), "{ran:?}");
    assert!(!site.path("public/portraets/steg/index.html").exists(), "{ran:?}");
    let directory = fs::read_to_string(site.path("public/verzeichnis/index.html"));
    assert!(directory.is_ok_and(|page| !page.contains("/verzeichnis/jana/")), "{ran:?}");
    assert_eq!(fs::read(site.path("public/impressum/index.html")).unwrap(), imprint);
}

/// A foreign file among the rules of a web server: the site is written, and all is said.
#[test]
fn a_foreign_file_for_the_server_holds_nothing_back() {
    let site = site();
    let hers = her_pictures(&site);
    site.write("server/nginx.conf", "server { }\n");
    let ran = site.command(&["--lang", "en", "withdraw", "jana", "--on", "2025-01-01"]);
    assert!(ran.ends_with(2).stderr.contains("nginx.conf"), "{}", ran.stderr);
    assert!(ran.stdout.contains("Dear"), "the letter: {}", ran.stdout);
    assert!(ran.stdout.contains("/verzeichnis/jana/"), "410: {}", ran.stdout);
    assert!(ran.stderr.trim_end().ends_with("must not be"), "{}", ran.stderr);
    nothing_of_her_is_online(&site, &hers, &ran, "withdraw");
    assert_eq!(site.read("server/nginx.conf"), "server { }\n");
    let ran = site.command(&["--lang", "en", "build"]);
    assert!(ran.ends_with(2).stderr.contains("nginx.conf"));
}

/// Nothing can be written at all: she goes by being removed.
#[cfg(unix)]
#[test]
fn without_any_space_she_is_off_all_the_same() {
    for arguments in ["build", "withdraw jana", "erase jana --yes"] {
        let site = site();
        let hers = her_pictures(&site);
        if arguments == "build" {
            leave(&site);
        }
        let ran = without_space(&site, arguments);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        nothing_of_her_is_online(&site, &hers, &ran, arguments);
        assert!(site.path("public/impressum/index.html").exists(), "{arguments}");
        let last = ran.stderr.lines().last().unwrap();
        assert!(last.contains("nobody is online"), "{arguments}: {}", ran.stderr);
    }
}

/// Runs a command that may not write a single byte to a file.
#[cfg(unix)]
fn without_space(site: &SiteTest, arguments: &str) -> Ran {
    let command = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} --lang en {arguments}",
        env!("CARGO_BIN_EXE_matrikel")
    );
    let output = Command::new("/bin/sh")
        .args(["-c", &command])
        .current_dir(site.root())
        .env_clear()
        .output()
        .unwrap();
    Ran {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A register or a file that may not be written: she is off, and it is said what is missing.
#[cfg(unix)]
#[test]
fn closed_sources_hold_no_withdrawal_back() {
    use std::os::unix::fs::PermissionsExt as _;
    if crate::tools::ran_where_rights_bind(
        "takedown::closed_sources_hold_no_withdrawal_back",
    ) {
        return;
    }
    for closed in ["register", "content/directory"] {
        for arguments in [["withdraw", "jana", "--on"], ["erase", "jana", "--yes"]] {
            let site = site();
            let hers = her_pictures(&site);
            site.command(&["consent", "record", "--all", "--on", "2021-01-01"])
                .ends_with(0);
            let mode = |mode| {
                let rights = fs::Permissions::from_mode(mode);
                fs::set_permissions(site.path(closed), rights).unwrap();
            };
            mode(0o555);
            let mut arguments = arguments.to_vec();
            if arguments[0] == "withdraw" {
                arguments.push("2025-01-01");
            } else {
                site.write(
                    "content/events/fest.md",
                    "---\ntitle: Fest\nstart: 2090-01-01\n---\n",
                );
                site.write("content/photos.yaml", "[]\n");
            }
            let ran = site.command(&[&["--lang", "en"], arguments.as_slice()].concat());
            mode(0o755);
            let what = format!("{closed}, {arguments:?}");
            nothing_of_her_is_online(&site, &hers, &ran, &what);
            assert!(ran.ends_with(2).stderr.contains(closed), "{what}: {}", ran.stderr);
            if arguments[0] == "withdraw" && closed == "content/directory" {
                assert!(ran.stderr.contains("until then the register"), "{}", ran.stderr);
                // The register holds her back.
                let ran = site.command(&["build"]);
                nothing_of_her_is_online(&site, &hers, &ran, &what);
            }
        }
    }
}

/// A folder of the published site that may not be changed: the report says what to remove.
#[cfg(unix)]
#[test]
fn what_cannot_be_removed_is_named_at_the_end() {
    use std::os::unix::fs::PermissionsExt as _;
    if crate::tools::ran_where_rights_bind(
        "takedown::what_cannot_be_removed_is_named_at_the_end",
    ) {
        return;
    }
    let site = site();
    leave(&site);
    site.write("templates/base.html", "{% if %}");
    let folder = site.path("public/verzeichnis/jana");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let ran = site.command(&["--lang", "en", "build"]);
    let json = site.command(&["--format", "json", "build"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let last = ran.ends_with(1).stderr.lines().last().unwrap();
    assert!(
        last.contains("public/verzeichnis/jana/index.html")
            && last.contains("Jana Quendel"),
        "{}",
        ran.stderr
    );
    let told: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let path = told["taken_off"]["stuck"][0]["path"].as_str().unwrap();
    assert!(path.ends_with("public/verzeichnis/jana/index.html"), "{told}");
}

/// A folder of the published site that may not be read: who may be in it is named.
#[cfg(unix)]
#[test]
fn what_cannot_be_searched_is_named_at_the_end() {
    use std::os::unix::fs::PermissionsExt as _;
    if crate::tools::ran_where_rights_bind(
        "takedown::what_cannot_be_searched_is_named_at_the_end",
    ) {
        return;
    }
    let site = site();
    leave(&site);
    site.write("templates/base.html", "{% if %}");
    let folder = site.path("public/themen");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o311)).unwrap();
    let ran = site.command(&["--lang", "en", "build"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let last = ran.ends_with(1).stderr.lines().last().unwrap();
    assert!(last.contains("public/themen") && last.contains("Jana"), "{}", ran.stderr);
}

/// A folder without the mark of a site is left alone, and no link is followed.
#[cfg(unix)]
#[test]
fn nothing_is_removed_from_a_foreign_folder_or_through_a_link() {
    let site = site();
    leave(&site);
    site.write("templates/base.html", "{% if %}");
    site.write("woanders/verzeichnis/jana/index.html", "Jana Quendel");
    site.command(&["build", "--output", "woanders"]).ends_with(2);
    assert!(site.path("woanders/verzeichnis/jana/index.html").exists());
    fs::remove_dir_all(site.path("public/verzeichnis/jana")).unwrap();
    let elsewhere = site.path("woanders/verzeichnis/jana");
    std::os::unix::fs::symlink(elsewhere, site.path("public/verzeichnis/jana")).unwrap();
    site.command(&["build"]).ends_with(1);
    assert!(site.path("woanders/verzeichnis/jana/index.html").exists());
}

/// Two commands at once are as one after the other.
#[test]
fn a_build_beside_a_withdrawal_or_an_erasure_brings_nobody_back() {
    for round in 0..6 {
        for arguments in [vec!["withdraw", "jana"], vec!["erase", "jana", "--yes"]] {
            let site = site();
            site.write(
                "content/events/fest.md",
                "---\ntitle: Fest\nstart: 2090-01-01\n---\n",
            );
            site.write("content/photos.yaml", "[]\n");
            let start = |arguments: &[&str]| {
                let mut command = program(site.root());
                command.args(arguments).stdout(std::process::Stdio::null());
                command.stderr(std::process::Stdio::null()).spawn().unwrap()
            };
            let mut one = start(&arguments);
            std::thread::sleep(std::time::Duration::from_millis(round * 8));
            let mut other = start(&["build"]);
            let left = one.wait().unwrap();
            other.wait().unwrap();
            if left.success() {
                assert_eq!(traces(&site), [""; 0], "{arguments:?} {round}");
            }
        }
    }
}

#[test]
fn an_id_that_two_files_have_means_nobody() {
    let site = site();
    let copy = site.read(JANA).replace("Jana", "Ada");
    site.write("content/directory/ada.md", &copy);
    let ran = site.command(&["withdraw", "k7f3-2m9q"]);
    assert!(
        ran.ends_with(2).stderr.contains("content/directory/ada.md"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(JANA), "{}", ran.stderr);
    // A file names one of them.
    let ran = site.command(&["withdraw", JANA]);
    assert!(site.read(JANA).contains("withdrawn"), "{ran:?}");
    assert!(!site.path("public/verzeichnis/jana/index.html").exists());
}

#[test]
fn a_withdrawal_builds_as_the_last_build_did() {
    let site = site();
    let options = [
        "build",
        "--base-url",
        "https://ehemalige.example/x/",
        "--server-rules",
        "regeln",
    ];
    site.remove("server").command(&options).ends_with(0);
    let before = site.tree("public");
    site.command(&["withdraw", "jana"]).ends_with(0);
    assert!(!site.path("server").exists());
    assert!(site.read("regeln/nginx.conf").contains("/x/verzeichnis/jana/"));
    let after = site.tree("public");
    let page = "impressum/index.html";
    assert_eq!(after[page], before[page]);
    let other = ["withdraw", "tariq", "--base-url", "https://andere.example/"];
    site.command(&other).ends_with(0);
    assert!(site.read("public/sitemap.xml").contains("https://andere.example/"));
}

#[test]
fn an_earlier_day_is_built_over_a_later_one_by_force_only() {
    let site = site();
    leave(&site);
    site.command(&["build"]).ends_with(0);
    assert_eq!(traces(&site), [""; 0]);
    let ran = site.command(&["build", "--at", "2024-12-31"]);
    assert!(ran.ends_with(2).stderr.contains("--allow-earlier"), "{}", ran.stderr);
    assert_eq!(traces(&site), [""; 0]);
    site.command(&["build", "--at", "2024-12-31", "--output", "damals"]).ends_with(0);
    site.command(&["build", "--at", "2024-12-31", "--allow-earlier"]).ends_with(0);
    assert!(!traces(&site).is_empty());
    site.command(&["build"]).ends_with(0);
    assert_eq!(traces(&site), [""; 0]);
    fs::remove_dir_all(site.path(".matrikel")).unwrap();
    let ran = site.command(&["build", "--at", "2024-12-31"]);
    assert!(ran.ends_with(2).stderr.contains("--allow-earlier"), "{}", ran.stderr);
    assert_eq!(traces(&site), [""; 0]);
}

/// What was left out is known to the search for leaks, whatever the slip.
#[test]
fn who_is_left_out_is_named_nowhere() {
    let published = Published::new();
    for (what, ruin) in &BREAKAGES[12..16] {
        let site = published.again();
        leave(site);
        ruin(site);
        site.write(
            "content/events/zwei.md",
            "---\ntitle: Zwei\nstart: 2090-01-01\n---\nMit Jana Quendel.\n",
        );
        site.command(&["build"]).ends_with(1);
        assert_eq!(traces(site), [""; 0], "{what}");
        let ran = site.command(&["build", "--leave-out-broken"]);
        ran.ends_with(0);
        assert_eq!(traces(site), [""; 0], "{what}");
        let ran = site.command(&["withdraw", "tariq"]);
        ran.ends_with(0);
        assert_eq!(traces(site), [""; 0], "{what}");
    }
}

/// Nothing is touched if nobody has left: a build with errors is nobody's end.
#[test]
fn a_mistake_alone_takes_nothing_down() {
    let published = Published::new();
    for (what, ruin) in BREAKAGES {
        let site = published.again();
        let before = site.tree("public");
        ruin(site);
        let ran = site.command(&["build"]);
        if ran.status == Some(1) {
            assert!(site.tree("public") == before, "{what}");
            assert!(!ran.stderr.contains("taken off"), "{what}: {}", ran.stderr);
        }
    }
}

/// What was taken down once is not touched again.
#[test]
fn a_second_build_with_the_same_mistake_changes_nothing() {
    let site = site();
    leave(&site);
    site.write("content/neu.md", "---\ntitel: Neu\n---\n");
    site.command(&["build"]).ends_with(1);
    let before = site.tree("public");
    assert!(before.contains_key("verzeichnis/index.html"), "lists are renewed");
    let ran = site.command(&["--lang", "en", "build"]);
    ran.ends_with(1);
    assert!(site.tree("public") == before);
    assert!(!ran.stderr.contains("taken off"), "{}", ran.stderr);
}

/// A command that writes nothing says who is still there, on whatever day, and is none the worse for
/// it: if it failed, nobody would build the site that takes them off.
#[test]
fn a_check_says_who_is_still_online() {
    let site = site();
    let said = |ran: &Ran| {
        ran.ends_with(0);
        let lines =
            ran.stdout.lines().skip_while(|line| !line.starts_with("still online"));
        lines.take(2).map(str::trim).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said(&site.command(&["check"])), "", "nothing was built yet");
    site.command(&["build"]).ends_with(0);
    assert_eq!(said(&site.command(&["check"])), "");
    let hers = "still online and must go: “Jana Quendel”: /en/directory/jana/, \
                /portraets/steg/, /verzeichnis/jana/";
    let lapsed = site.read(JANA);
    lapse(&site);
    assert_eq!(said(&site.command(&["check"])), hers);
    site.write(JANA, &lapsed);
    leave(&site);
    assert_eq!(said(&site.command(&["check"])), hers);
    fs::remove_dir_all(site.path(".matrikel")).unwrap();
    assert_eq!(said(&site.command(&["check"])), hers);
    site.command(&["build"]).ends_with(0);
    assert_eq!(said(&site.command(&["check"])), "");
}

/// Regression: what is put in the place of a file shows whoever is published on that day, also
/// somebody whom a takedown for a later day had searched for.
#[test]
fn who_came_back_with_another_takedown_is_looked_for_again() {
    let site = site();
    site.write(
        "content/seite.md",
        "---\ntitle: Seite\n---\nMit [Jana Quendel](person:jana) und [Tariq Aziz](person:tariq).\n",
    );
    site.command(&["build"]).ends_with(0);
    site.write("templates/404.html", "{{ page.none.deep }}");
    site.command(&["build", "--at", "2099-04-18"]).ends_with(1);
    assert_eq!(traces(&site), [""; 0]);
    site.command(&["withdraw", "tariq"]).ends_with(1);
    lapse(&site);
    site.command(&["build"]).ends_with(1);
    assert_eq!(traces(&site), [""; 0]);
}
