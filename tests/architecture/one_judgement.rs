//! A consent is judged once for each build: by the directory for its people, by the gate for
//! stories with a consent of their own. Whoever judges besides is named here, with the reason.
//!
//! In come the sources, out go those who judge and are not named.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Who judges, and why.
const JUDGES: [(&str, &str); 10] = [
    ("publish/directory_index.rs", "everybody in the directory"),
    ("publish/gate/pages.rs", "stories with a consent of their own"),
    (
        "publish/withheld_photos.rs",
        "photos of stories, before the gate lets anything pass",
    ),
    ("publish/disclosure.rs", "for the audit, which must not trust the gate"),
    ("audit/values.rs", "it must not trust the gate"),
    ("engine/office/consent_state.rs", "states that no build shows: of what is withheld"),
    ("engine/office/leavers.rs", "who must not be online, whatever else is wrong"),
    ("engine/office/upcoming.rs", "days to come"),
    ("engine/proof/supposed.rs", "whether the person of a story has still to be asked"),
    ("engine/office/privacy_drafts.rs", "what the consents of a day name"),
];

#[test]
fn only_known_places_judge_a_consent() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut judges = BTreeSet::new();
    let mut by_consent = BTreeSet::new();
    for entry in walkdir::WalkDir::new(&source) {
        let path = entry.expect("the sources can be read").into_path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        let below = path.strip_prefix(&source).expect("it lies below");
        let below = below.to_str().expect("UTF-8").to_owned();
        let mut imports = text.split(';').filter(|one| one.contains("consent::"));
        if imports.any(|one| one.contains("use ") && one.contains("judge")) {
            judges.insert(below.clone());
        }
        if text.contains("disclosures_by_consent(") {
            by_consent.insert(below);
        }
    }
    let known: BTreeSet<String> = JUDGES.map(|(path, _)| path.to_owned()).into();
    assert_eq!(judges, known);
    let audit = ["audit/values.rs", "publish/disclosure.rs"].map(str::to_owned);
    assert_eq!(by_consent, audit.into(), "all others ask what came of the gate");
}
