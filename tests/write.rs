//! What the real program does to a disk: the old site or the new one, nothing between, and
//! nothing left beside it.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;

use crate::extent::short_or_long;
use crate::support::{Ran, SiteTest, TODAY, files, program};

const BUILD: [&str; 3] = ["build", "--at", TODAY];

type Tree = BTreeMap<String, Vec<u8>>;

/// A site with some people, all of the same employer.
fn crowd(people: usize, employer: &str) -> SiteTest {
    let site = SiteTest::new();
    write_crowd(&site, people, employer);
    site
}

fn write_crowd(site: &SiteTest, people: usize, employer: &str) {
    for number in 0..people {
        site.write(
            &format!("content/directory/p{number}.md"),
            &format!(
                "---\nname: {{ given: Ada, family: Familie{number} }}\nemployer: {employer}\n\
                 consent:\n  given: 2026-01-01\n  fields: [employer]\n  channels: [site]\n---\n"
            ),
        );
    }
}

/// What lies in the site folder besides its sources.
fn beside(site: &SiteTest) -> Vec<String> {
    let known = ["config.toml", "content", "public", "server", ".matrikel"];
    let mut names: Vec<String> = fs::read_dir(site.root())
        .expect("the site folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| !known.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

fn start(site: &SiteTest, arguments: &[&str]) -> Child {
    let mut command = program(site.root());
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program can be started")
}

/// A number from 0 to 1 that looks random and is the same on every run.
fn fraction(number: u32) -> f64 {
    f64::from(number.wrapping_mul(2_654_435_769) >> 8) / f64::from(1_u32 << 24)
}

/// Killed at any moment, the folder holds the whole old site or the whole new one, and the
/// next build clears away whatever was left.
#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let site = crowd(60, "Alt");
    site.command(&BUILD).ends_with(0);
    let old = site.tree("public");
    write_crowd(&site, 60, "Neu");
    let begin = std::time::Instant::now();
    site.command(&BUILD).ends_with(0);
    let whole = begin.elapsed();
    let new = site.tree("public");
    assert_ne!(old, new);
    let (mut olds, mut news) = (0, 0);
    let moments = short_or_long(20, 60);
    for moment in 0..moments {
        let (employer, expected) =
            if site.tree("public") == old { ("Neu", &new) } else { ("Alt", &old) };
        write_crowd(&site, 60, employer);
        let before = site.tree("public");
        let mut child = start(&site, &BUILD);
        // Most of the writing happens in the last third.
        let wait = 0.5 + 0.6 * fraction(moment + 1);
        sleep(whole.mul_f64(wait));
        child.kill().expect("it can be killed");
        child.wait().expect("it has ended");
        let after = site.tree("public");
        if after == before {
            olds += 1;
        } else {
            assert!(
                after == *expected,
                "moment {moment}: neither the old site nor the new"
            );
            news += 1;
        }
    }
    assert!(olds + news == moments, "{olds} {news}");
    site.command(&BUILD).ends_with(0);
    assert_eq!(beside(&site), [""; 0]);
    let last = site.tree("public");
    assert!(last == old || last == new);
}

/// A kill at the end of each system call that changes the disk would be better still; this
/// makes what such a kill leaves.
#[test]
fn leftovers_of_every_kind_are_cleared_away() {
    let site = crowd(3, "Alt");
    site.command(&BUILD).ends_with(0);
    let whole = site.tree("public");
    let pictures = site.tree(".matrikel/images");
    for leftover in [".public.next", ".public.old"] {
        for content in ["empty", "half", "file", "link"] {
            let path = site.path(leftover);
            match content {
                "empty" => fs::create_dir(&path).expect("a folder"),
                "file" => fs::write(&path, "Ada").expect("a file"),
                "link" => {
                    #[cfg(unix)]
                    std::os::unix::fs::symlink("content", &path).expect("a link");
                }
                _ => {
                    site.write(&format!("{leftover}/verzeichnis/ada/index.html"), "Ada");
                }
            }
            site.command(&BUILD).ends_with(0);
            assert_eq!(beside(&site), [""; 0], "{leftover} {content}");
            assert!(site.tree("public") == whole);
            assert!(site.path("content/directory/p0.md").exists());
        }
    }
    // The site was moved away and nothing put in its place.
    fs::rename(site.path("public"), site.path(".public.old")).expect("a rename");
    site.command(&BUILD).ends_with(0);
    assert_eq!(beside(&site), [""; 0]);
    assert!(site.tree("public") == whole);
    // A half-written picture in the cache.
    site.write(".matrikel/images/0123456789abcdef.new", "half")
        .write(".matrikel/images/0123456789abcdef.jpg", "");
    site.command(&BUILD).ends_with(0);
    assert!(site.tree(".matrikel/images") == pictures);
}

#[test]
fn two_builds_at_once_follow_each_other() {
    let site = crowd(3, "Alt");
    site.command(&BUILD).ends_with(0);
    let lock = fs::File::options()
        .write(true)
        .open(site.path(".matrikel/lock"))
        .expect("the lock");
    lock.lock().expect("it is free");
    let before = site.tree("public");
    write_crowd(&site, 3, "Neu");
    let mut waiting = start(&site, &BUILD);
    sleep(std::time::Duration::from_millis(300));
    assert!(waiting.try_wait().expect("a child").is_none(), "it waits");
    assert!(site.tree("public") == before);
    lock.unlock().expect("it was ours");
    assert_eq!(waiting.wait().expect("it has ended").code(), Some(0));
    // Several at once: each ends well, and the site is whole.
    let expected = site.tree("public");
    write_crowd(&site, 3, "Alt");
    let mut children: Vec<Child> = (0..4).map(|_| start(&site, &BUILD)).collect();
    for child in &mut children {
        assert_eq!(child.wait().expect("it has ended").code(), Some(0));
    }
    assert!(site.tree("public") == before && before != expected);
    assert_eq!(beside(&site), [""; 0]);
}

#[test]
fn a_foreign_folder_is_refused_and_untouched() {
    let site = crowd(1, "Alt");
    site.write("public/diplomarbeit.txt", "zehn Jahre");
    let before = site.tree("");
    for arguments in [
        &BUILD[..],
        &["build", "--output", "."],
        &["build", "--output", ".."],
        &["build", "--output", "content"],
        &["build", "--output", "content/neu"],
        &["build", "--output", "config.toml"],
        &["build", "--output", "/"],
        &["build", "--output", ".matrikel"],
    ] {
        site.command(arguments).ends_with(2);
        let mut after = site.tree("");
        after.retain(|path, _| !path.starts_with(".matrikel/"));
        assert!(after == before, "{arguments:?}");
    }
    site.command(&["build", "--output", "woanders"]).ends_with(0);
    assert_eq!(site.read("public/diplomarbeit.txt"), "zehn Jahre");
    // What is put beside the pages of an earlier site goes with the next build.
    site.write("woanders/mehr.txt", "x").write("woanders/leer/tief/x", "x");
    site.command(&["build", "--output", "woanders"]).ends_with(0);
    assert!(!site.path("woanders/mehr.txt").exists());
    assert!(!site.path("woanders/leer").exists());
}

fn withdraw(site: &SiteTest, file: &str) {
    let text = site.read(file);
    site.write(file, &text.replace("  fields:", "  withdrawn: 2026-11-24\n  fields:"));
}

#[test]
fn an_error_leaves_the_old_site_but_for_those_who_must_not_be_online() {
    let site = crowd(3, "Alt");
    site.command(&BUILD).ends_with(0);
    let before = site.tree("public");
    withdraw(&site, "content/directory/p1.md");
    site.write("content/seite.md", "---\ntitel: Seite\n---\n");
    let ran = site.command(&BUILD);
    ran.ends_with(1);
    let now = site.tree("public");
    for (path, bytes) in &before {
        let is_page = crate::support::is_page(path);
        if is_page && !String::from_utf8_lossy(bytes).contains("Familie1") {
            assert!(now.get(path) == Some(bytes), "{path} has changed");
        }
    }
    for (path, bytes) in &now {
        let text = String::from_utf8_lossy(bytes);
        assert!(!path.contains("p1/") && !text.contains("Familie1"), "{path}");
    }
    assert_eq!(ran.stdout, "");
    let first: String = ran.stderr.lines().take(2).collect();
    assert!(
        first.contains("Ada Familie1") && first.contains("/verzeichnis/p1/"),
        "{first}"
    );
    assert!(!first.contains("Familie0"), "{first}");
    assert!(
        ran.stderr.find("Familie1") < ran.stderr.find("[key-unknown]"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("--leave-out-broken"), "{}", ran.stderr);
    withdraw(&site, "content/directory/p2.md");
    let ran = site.command(&["build", "--at", TODAY, "--format", "json"]);
    ran.ends_with(1);
    let told: serde_json::Value =
        serde_json::from_str(&ran.stdout).expect("one document");
    assert_eq!(told["taken_off"]["people"][0]["name"], "Ada Familie2");
    assert_eq!(told["taken_off"]["people"].as_array().map(Vec::len), Some(1));
    assert_eq!(told["taken_off"]["stuck"], serde_json::json!([]));
    assert_eq!(told["online"], serde_json::json!([]));
    // The rest can be published all the same, and she is gone.
    let ran = site.command(&["build", "--at", TODAY, "--leave-out-broken"]);
    ran.ends_with(0);
    let after = site.tree("public");
    assert!(after.contains_key("verzeichnis/p0/index.html"));
    for (path, bytes) in after {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!path.contains("p1/") && !text.contains("Familie1"), "{path}");
    }
    assert!(!site.tree(".matrikel").keys().any(|path| path.contains("p1")));
    assert_eq!(beside(&site), [""; 0]);
}

/// The slip may be in the very file that withdraws a consent.
#[test]
fn a_slip_in_the_withdrawal_itself_keeps_nobody_online() {
    let site = crowd(2, "Alt");
    site.command(&BUILD).ends_with(0);
    let text = site.read("content/directory/p1.md");
    let slip = text.replace("  fields:", "  withdrawn: 2026-11-31\n  fields:");
    site.write("content/directory/p1.md", &slip);
    site.command(&BUILD).ends_with(1);
    site.command(&["build", "--at", TODAY, "--leave-out-broken"]).ends_with(0);
    let after = site.tree("public");
    assert!(after.contains_key("verzeichnis/p0/index.html"));
    assert!(!after.contains_key("verzeichnis/p1/index.html"));
}

#[test]
fn a_damaged_photo_keeps_the_old_site_and_can_be_left_out() {
    let site = crowd(2, "Alt");
    site.command(&BUILD).ends_with(0);
    let before = site.tree("public");
    let whole = crate::support::jpeg("x");
    site.write_bytes("content/events/fest.jpg", &whole[..200]).write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-01-01\nimage: { file: fest.jpg, alt: x }\n---\n",
    );
    let ran = site.command(&BUILD);
    ran.ends_with(1);
    assert!(ran.stderr.contains("fest.jpg"), "{}", ran.stderr);
    assert!(site.tree("public") == before);
    site.command(&["build", "--at", TODAY, "--leave-out-broken"]).ends_with(0);
    assert!(!site.path("public/veranstaltungen/fest").exists());
    site.write_bytes("content/events/fest.jpg", &whole);
    site.command(&BUILD).ends_with(0);
    assert!(site.path("public/veranstaltungen/fest/index.html").exists());
}

/// Where the parent of the output cannot be written, each file is replaced on its own.
#[cfg(unix)]
#[test]
fn a_parent_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt as _;
    if crate::tools::ran_where_rights_bind("write::a_parent_that_cannot_be_written") {
        return;
    }
    let site = crowd(3, "Alt");
    let output = site.path("www/site");
    let build = |site: &SiteTest| -> Ran {
        site.command(&["build", "--at", TODAY, "--output", "www/site"])
    };
    build(&site).ends_with(0);
    let parent = site.path("www");
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).expect("rights");
    withdraw(&site, "content/directory/p1.md");
    let ran = build(&site);
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o755)).expect("rights");
    ran.ends_with(0);
    let after: Tree = files(&output);
    assert!(!after.contains_key("verzeichnis/p1/index.html"));
    assert!(ran.stdout.contains("one step"), "{}", ran.stdout);
    build(&site).ends_with(0);
    assert!(files(&output) == after);
    // And a folder that cannot be written at all.
    fs::set_permissions(&output, fs::Permissions::from_mode(0o555)).expect("rights");
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).expect("rights");
    withdraw(&site, "content/directory/p2.md");
    let ran = build(&site);
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o755)).expect("rights");
    fs::set_permissions(&output, fs::Permissions::from_mode(0o755)).expect("rights");
    ran.ends_with(2);
}

#[cfg(unix)]
#[test]
fn a_link_is_built_where_it_leads() {
    let site = crowd(2, "Alt");
    fs::create_dir_all(site.path("srv/www")).expect("a folder");
    std::os::unix::fs::symlink("srv/www", site.path("public")).expect("a link");
    site.command(&BUILD).ends_with(0);
    assert!(site.path("srv/www/index.html").exists());
    assert!(fs::symlink_metadata(site.path("public")).expect("it").is_symlink());
    withdraw(&site, "content/directory/p1.md");
    site.command(&BUILD).ends_with(0);
    assert!(!site.path("srv/www/verzeichnis/p1").exists());
    let left: Vec<_> = fs::read_dir(site.path("srv")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// A photo that changes between reading and making is not published under the old name.
#[test]
fn nothing_is_written_below_a_temporary_name() {
    let site = crowd(2, "Alt");
    site.command(&BUILD).ends_with(0);
    for path in site.tree("public").keys() {
        assert!(!path.contains(".matrikel-new") && !path.contains(".next"), "{path}");
    }
    let hidden: Vec<String> = site
        .tree("public")
        .keys()
        .filter(|path| path.starts_with('.'))
        .cloned()
        .collect();
    assert_eq!(hidden, [".matrikel-site"]);
}
