//! Links to somebody who is withheld lose the name, as a mention does.

use crate::support::{SiteTest, TODAY};
use matrikel::base::code::Code;

const VALID: &str =
    "consent: { given: 2026-01-01, channels: [site, search-engines, feeds] }\n";
const WITHDRAWN: &str =
    "consent: { given: 2026-01-01, withdrawn: 2026-10-01, channels: [site] }\n";

fn site(consent: &str, link: &str) -> SiteTest {
    let site = SiteTest::new();
    site.write(
        "content/directory/jana-mueller.md",
        &format!(
            "---\nid: k7f3-2m9q\nname: {{ given: Jana, family: Müller }}\n{consent}---\n"
        ),
    );
    site.write(
        "content/events/fest.md",
        &format!(
            "---\ntitle: Fest\nstart: 2027-06-05T18:00\n---\nEs spricht {link} dort.\n"
        ),
    );
    site.write("content/seite.md", &format!("---\ntitle: Seite\n---\nDank an {link}!\n"));
    site
}

/// Attacks, section 6: `[Frau X](../directory/x.md)` kept the name, against privacy.md.
#[test]
fn a_link_to_somebody_withheld_loses_the_name_everywhere() {
    for link in [
        "[Frau Müller](../directory/jana-mueller.md)",
        "[Jana *Müller*](../directory/jana-mueller.md#bio)",
        "[Jana Müllers Vortrag](../directory/jana-mueller.md)",
        "[Jana](/verzeichnis/jana-mueller/)",
        "[Mueller](/en/directory/jana-mueller/)",
        "[MÜLLER](https://alumni.example.org/verzeichnis/jana-mueller/)",
    ] {
        let from_page = link.replace("../directory", "directory");
        let site = site(WITHDRAWN, link);
        site.write(
            "content/seite.md",
            &format!("---\ntitle: Seite\n---\nDank an {from_page}!\n"),
        );
        let built = site.build_on(TODAY);
        built.is_good();
        for (path, bytes) in built.all_bytes() {
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for name in ["müller", "mueller", "jana", "m&uuml;ller"] {
                assert!(!text.contains(name), "{link}: {name} in {path}");
            }
        }
        let page = built.text("veranstaltungen/fest/index.html");
        assert!(
            page.contains("Es spricht ein ehemaliges Mitglied der Hochschule dort."),
            "{page}"
        );
        assert!(built.says(Code::ReferenceWithheld), "{}", built.report());
    }
}

#[test]
fn a_link_to_the_story_of_somebody_withheld_loses_the_name_too() {
    for link in [
        "[Jana Müllers Porträt](../portraits/bruecke.md)",
        "[Frau Müller](/portraets/bruecke/)",
    ] {
        for (consent, is_named) in [(WITHDRAWN, false), (VALID, true)] {
            let site = site(consent, link);
            site.remove("content/seite.md");
            site.write(
                "content/portraits/bruecke.md",
                &format!("---\ntitle: Die Brücke\ndate: 2021-01-01\nperson: jana-mueller\n{VALID}---\nText.\n"),
            );
            let built = site.build_on(TODAY);
            let page = built.is_good().text("veranstaltungen/fest/index.html");
            assert_eq!(page.contains("Müller"), is_named, "{link}: {page}");
        }
    }
}

#[test]
fn other_words_of_a_link_stay_and_so_does_the_link_to_somebody_published() {
    let built =
        site(WITHDRAWN, "[die Rednerin](../directory/jana-mueller.md)").build_on(TODAY);
    let page = built.text("veranstaltungen/fest/index.html");
    assert!(page.contains("Es spricht die Rednerin dort."), "{page}");
    let built =
        site(VALID, "[Frau Müller](../directory/jana-mueller.md)").build_on(TODAY);
    let page = built.text("veranstaltungen/fest/index.html");
    let link = "Es spricht <a href=\"/verzeichnis/jana-mueller/\">Frau Müller</a> dort.";
    assert!(page.contains(link), "{page}");
}
