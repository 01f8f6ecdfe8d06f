//! No internal file is written where it is or would be published: through links and `..` neither.

use std::fs;

use crate::support::SiteTest;

const CONSENT: &str = "consent:\n  given: 2020-04-17\n  until: 2099-04-17\n  fields: [photo]\n  channels: [site]\n";

/// A site, its published folder, another published site and another site's sources.
fn site() -> SiteTest {
    let site = SiteTest::new();
    site.write(
        "content/directory/jana.md",
        &format!("---\nid: k7f3-2m9q\nname: {{ given: Jana }}\nprivate: {{ note: geheim }}\n{CONSENT}---\n"),
    );
    for folder in ["office", "assets", "themes/mine/assets", "templates", "static"] {
        fs::create_dir_all(site.path(folder)).unwrap();
    }
    site.command(&["build"]).ends_with(0);
    site.command(&["build", "--output", "www"]).ends_with(0);
    site.write("other/config.toml", "").write("other/assets/a.txt", "");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("../office/published", site.path("content/linked")).unwrap();
        fs::create_dir_all(site.path("office/published")).unwrap();
        symlink("assets", site.path("innocent")).unwrap();
        symlink("../assets/x.md", site.path("office/x.md")).unwrap();
    }
    site
}

const FOLDERS: [&str; 12] = [
    "assets",
    "content",
    "content/directory",
    "themes/mine/assets",
    "templates",
    "static",
    "public",
    "public/verzeichnis",
    "www/assets",
    "other/assets",
    "office/../assets",
    "register/../content",
];

#[cfg(unix)]
const LINKED: [&str; 2] = ["innocent", "office/published"];
#[cfg(not(unix))]
const LINKED: [&str; 0] = [];

fn refused(site: &SiteTest, command: &[&str]) {
    let before = site.tree("");
    let ran = site.command(&[&["--lang", "en"], command].concat());
    ran.ends_with(2);
    assert!(ran.stderr.contains("help: "), "{command:?}: {}", ran.stderr);
    let mut after = site.tree("");
    // Who held the lock last.
    after.remove(".matrikel/lock");
    let same =
        before.iter().filter(|(path, _)| *path != ".matrikel/lock").eq(after.iter());
    assert!(same, "{command:?} changed something");
}

#[test]
fn dossier_calendar_and_letter_are_refused_wherever_a_build_looks() {
    let site = site();
    fs::create_dir_all(site.path("register")).unwrap();
    let files = FOLDERS.iter().chain(&LINKED).map(|folder| format!("{folder}/x.md"));
    #[cfg(unix)]
    let files = files.chain(["office/x.md".to_owned()]);
    for file in files {
        refused(&site, &["dossier", "jana", "--output", &file]);
        refused(&site, &["proof", "jana", "--output", &file]);
        refused(&site, &["consent", "calendar", "--output", &file]);
        refused(&site, &["withdraw", "jana", "--letter", &file]);
        refused(&site, &["build", "--trace", &file]);
    }
}

#[test]
fn rules_for_web_servers_are_refused_there_too() {
    let site = site();
    for folder in FOLDERS.iter().chain(&LINKED) {
        refused(&site, &["build", "--server-rules", folder]);
        refused(&site, &["build", "--server-rules", &format!("{folder}/new/deep")]);
    }
    refused(&site, &["build", "--server-rules", "www"]);
}

#[test]
fn a_place_beside_the_site_and_its_sources_is_good() {
    let site = site();
    site.command(&["dossier", "jana", "--output", "office/jana.md"]).ends_with(0);
    site.command(&["consent", "calendar", "--output", "office/ends.ics"]).ends_with(0);
    site.command(&["build", "--server-rules", "office/rules"]).ends_with(0);
    site.command(&["withdraw", "jana", "--letter", "office/letter.txt"]).ends_with(0);
    for file in ["jana.md", "ends.ics", "rules/nginx.conf", "letter.txt"] {
        assert!(site.path("office").join(file).exists(), "{file}");
    }
}
