//! The search in the preview: its index is made from memory and follows each save.

use matrikel::search::read;

use super::promise::small;
use super::running::{Running, until};

/// The text of every shard of heads, as a browser would read them; `None` if the site was made
/// anew between two requests.
fn try_heads(running: &Running) -> Option<Vec<String>> {
    let got = running.get("/suche/index.bin");
    assert_eq!(got.status, 200);
    let contents = read::contents(&got.body).expect("contents");
    let shard = |entry: &Vec<String>| {
        let shard = running.get(&format!("/assets/search/{}.bin", entry[1]));
        (shard.status == 200).then(|| read::text(&shard.body).expect("a shard"))
    };
    contents.tables["heads"].iter().map(shard).collect()
}

/// The same, whole, with the page and the event of the site in it whoever else is.
fn heads(running: &Running) -> Vec<String> {
    let mut found = Vec::new();
    until("a whole index", || {
        found = try_heads(running).unwrap_or_default();
        found.iter().any(|text| text.contains("/veranstaltungen/fest/"))
    });
    found
}

#[test]
fn the_search_follows_each_save_and_nothing_is_written() {
    let site = small();
    let running = Running::start(&site, &[]);
    let holds = |word: &str| heads(&running).iter().any(|text| text.contains(word));
    assert!(holds("Jana Müller"), "{:?}", heads(&running));
    let jana = site.read("content/directory/jana.md");
    site.write("content/directory/jana.md", &jana.replace("Müller", "Schulze"));
    until("the new name", || holds("Jana Schulze"));
    assert!(!holds("Müller"));
    let withdrawn = "given: 2026-04-18\n  withdrawn: 2026-05-01";
    site.write(
        "content/directory/jana.md",
        &jana.replace("given: 2026-04-18", withdrawn),
    );
    until("the withdrawal", || !holds("Jana"));
    assert!(!site.path("public").exists());
}
