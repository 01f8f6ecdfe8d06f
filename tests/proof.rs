//! The proof before consent: it shows what would be published, is marked, needs no other file,
//! and nothing of it ever reaches an output.

use std::fs;

use crate::serve::running::Running;
use crate::support::{SiteTest, TODAY};

const MARK: &str = "Proof – not published";

/// A story and its person without a consent, and somebody who has withdrawn.
fn site() -> SiteTest {
    let site = SiteTest::new();
    site.write(
        "content/directory/rosa.md",
        "---\nname: { given: Rosa, family: Winterling }\nposition: Zdposition\n\
         city: Zdcity\nphoto: { file: rosa.jpg, alt: Zdalt }\nprivate: { phone: Zdphone }\n---\nZdbio\n",
    );
    site.photo("content/directory/rosa.jpg", "Zdmeta");
    site.write(
        "content/portraits/das-wehr.md",
        "---\ntitle: Das Wehr\ndate: 2026-02-01\ndraft: true\nperson: rosa\nsummary: Zdsummary\n---\nZdprose\n",
    );
    site.write(
        "content/portraits/das-wehr.en.md",
        "---\ntitle: The weir\n---\nZdenglish\n",
    );
    site.write(
        "content/directory/otto.md",
        "---\nname: { given: Otto, family: Anders }\nconsent: { given: 2026-02-01, \
         withdrawn: 2026-03-01, channels: [site] }\n---\n",
    );
    site.write("content/seite.md", "---\ntitle: Seite\n---\nText\n");
    site
}

fn written(site: &SiteTest, what: &str) -> String {
    let ran = site.command(&["proof", what, "--at", TODAY]);
    site.read(ran.ends_with(0).stdout.trim())
}

#[test]
fn it_shows_what_is_asked_for_and_needs_no_other_file() {
    let site = site();
    let story = written(&site, "Das Wehr");
    for text in ["Zdprose", "Zdenglish", "Zdsummary", "Zdposition", "Rosa Winterling"] {
        assert!(story.contains(text), "{text}");
    }
    let person = written(&site, "rosa");
    for text in
        ["Zdposition", "Zdcity", "Zdalt", "Zdbio", "Signature", "24 November 2029"]
    {
        assert!(person.contains(text), "{text}");
    }
    for proof in [&story, &person] {
        assert!(!proof.contains("Zdphone"), "what is private is never asked for");
        assert!(proof.matches(MARK).count() >= 3, "in the title, above, and across");
        assert!(proof.contains("noindex"));
        // Photos are inside; nothing is loaded, run or linked.
        assert!(proof.contains("src=\"data:image/"));
        for no in
            ["<script", "<link", "srcset", "href=\"/", "href=\"http", "src=\"/", "url(/"]
        {
            assert!(!proof.contains(no), "{no}");
        }
        assert!(!proof.contains("checked"), "no box is ticked");
    }
}

#[test]
fn a_proof_is_a_private_file_of_its_own() {
    let site = site();
    let first = site.command(&["proof", "rosa", "--at", TODAY]);
    let second = site.command(&["proof", "rosa", "--at", TODAY]);
    assert_eq!(first.ends_with(0).stdout, "proofs/rosa-2026-11-24.html\n");
    assert_eq!(second.ends_with(0).stdout, "proofs/rosa-2026-11-24-2.html\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &str| {
            fs::metadata(site.path(path)).expect("it is there").permissions().mode()
                & 0o777
        };
        assert_eq!(mode("proofs/rosa-2026-11-24.html"), 0o600);
        assert_eq!(mode("proofs"), 0o700);
    }
    assert_eq!(site.read("proofs/.gitignore"), "*\n");
    let named = ["proof", "rosa", "--output", "x.html"];
    site.command(&named).ends_with(0);
    assert!(site.command(&named).ends_with(2).stderr.contains("exists already"));
}

/// A proof holds what its file held, so an erasure names it.
#[test]
fn an_erasure_names_the_proofs() {
    let site = site();
    site.command(&["proof", "otto", "--at", "2026-01-01"]).ends_with(2);
    site.write(
        "content/directory/ina.md",
        "---\nid: k7f3-2m9q\nname: { given: Ina, family: Krause }\n---\n",
    );
    site.write(
        "content/directory/ina-2.md",
        "---\nname: { given: Ina, family: Krause }\n---\n",
    );
    written(&site, "directory/ina");
    written(&site, "directory/ina-2");
    let told = site.command(&["erase", "directory/ina"]).ends_with(0).stdout.clone();
    assert!(told.contains("proofs/ina-2026-11-24.html"), "{told}");
    assert!(!told.contains("proofs/ina-2-2026"), "{told}");
}

#[test]
fn who_has_withdrawn_is_not_asked_again() {
    let site = site();
    let ran = site.command(&["proof", "otto", "--at", TODAY]);
    assert!(ran.ends_with(2).stderr.contains("withdrawn"), "{}", ran.stderr);
    site.write(
        "content/portraits/otto-erzaehlt.md",
        "---\ntitle: Otto erzählt\ndate: 2026-02-01\nperson: otto\n---\nX\n",
    );
    site.command(&["proof", "Otto erzählt", "--at", TODAY]).ends_with(2);
    site.command(&["proof", "niemand", "--at", TODAY]).ends_with(2);
    assert!(!site.path("proofs").exists() || site.tree("proofs").len() == 1);
}

/// The promise: with proofs made, seen in the preview and lying beside the site, a build gives
/// the same bytes, and none of its files holds a mark or anything of the person.
#[test]
fn nothing_of_a_proof_reaches_an_output() {
    let (site, other) = (site(), site());
    written(&site, "Das Wehr");
    written(&site, "rosa");
    let running = Running::start(&site, &[]);
    assert_eq!(running.get("/.matrikel/proof/portraits/das-wehr").status, 200);
    drop(running);
    for drafts in [&["build", "--at", TODAY][..], &["build", "--at", TODAY, "--drafts"]] {
        site.command(drafts).ends_with(0);
        other.command(drafts).ends_with(0);
        let built = site.tree("public");
        assert_eq!(built, other.tree("public"), "{drafts:?}");
        for (path, bytes) in built {
            let text = String::from_utf8_lossy(&bytes);
            // Two letters stand by chance in the bytes of a picture.
            let is_picture =
                [".jpg", ".png", ".webp"].iter().any(|end| path.ends_with(end));
            let secrets = [MARK, "Winterling", "Zd", "proof-sheet", "matrikel-proof"];
            for secret in secrets.into_iter().filter(|one| one.len() > 2 || !is_picture) {
                assert!(!text.contains(secret), "{drafts:?}: {path} holds {secret}");
            }
        }
    }
}

/// In types: what leaves the room of proofs is one document; nobody who builds names that room.
#[test]
fn no_room_that_writes_a_site_knows_of_proofs() {
    let project = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |below: &str| fs::read_to_string(project.join(below)).expect("a source");
    let proof = read("engine/proof/mod.rs");
    let product = proof.split("#[cfg(test)]").next().unwrap_or_default();
    let public: Vec<&str> =
        product.lines().filter(|line| line.starts_with("pub ")).collect();
    for line in &public {
        for no in ["Renderer", "OutputSet", "Build", "Edition", "Supposed"] {
            assert!(!line.contains(no), "{line}");
        }
    }
    let mut known = Vec::new();
    for entry in walkdir::WalkDir::new(&project).sort_by_file_name() {
        let entry = entry.expect("a file of the project");
        let below =
            entry.path().strip_prefix(&project).expect("below").display().to_string();
        let is_code = entry.path().extension().is_some_and(|end| end == "rs")
            && !below.starts_with("engine/proof/");
        if is_code && read(&below).contains("engine::proof::") {
            known.push(below);
        }
    }
    let allowed = [
        "cmd/proof.rs",
        "cmd/serve/information.rs",
        "cmd/serve/news.rs",
        "cmd/serve/proofs.rs",
    ];
    assert_eq!(known, allowed);
}

#[test]
fn the_preview_shows_proofs_on_this_machine_only() {
    let site = site();
    let running = Running::start(&site, &[]);
    let list = running.get("/.matrikel/proof/").text();
    assert!(
        list.contains("href=\"directory/rosa\"") && list.contains("portraits/das-wehr")
    );
    assert!(!list.contains("otto"), "{list}");
    let page = running.get("/.matrikel/proof/directory/rosa");
    assert_eq!(page.status, 200);
    assert!(page.text().contains(MARK) && page.text().contains("Zdcity"));
    assert_eq!(running.get("/.matrikel/proof/directory/otto").status, 404);
    assert_eq!(running.get("/.matrikel/proof/directory/weg").status, 404);
    // The site itself has none of it, and the bar leads there.
    assert_eq!(running.get("/verzeichnis/rosa/").status, 404);
    assert_eq!(running.known("/verzeichnis/rosa/")["proof"], "proof/directory/rosa");
    assert!(running.known("/seite/")["proof"].is_null());
    let told = running.stderr();
    assert!(told.contains("Not shown: 3 files"), "{told}");
    assert!(told.contains("content/directory/rosa.md: "), "{told}");
    assert!(told.contains("/.matrikel/proof/"), "{told}");
    drop(running);
    let shared = Running::start(&site, &["--share"]);
    for path in ["", "directory/rosa", "portraits/das-wehr"] {
        let got = shared.get(&format!("/.matrikel/proof/{path}"));
        assert_eq!(got.status, 404, "{path}");
        assert!(!got.text().contains("Zd"), "{path}");
    }
    assert!(shared.known("/verzeichnis/rosa/")["proof"].is_null());
    assert!(!shared.stderr().contains("/.matrikel/proof/"), "{}", shared.stderr());
}
