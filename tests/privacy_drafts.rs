//! The drafts for the data-protection officer: complete where the settings are, marked where
//! they are not, and true to what the site does.

use crate::support::{CONFIG, SiteTest, TODAY};

const WHOLE: &str = "\n[institution]\nname = \"Hochschule Probe\"\nstreet = \"Weg 1\"\n\
    postal_code = \"04277\"\ncity = \"Leipzig\"\nemail = \"post@example.org\"\n\
    [consent]\nvalid_months = 24\nwarn_days = 60\n\
    [privacy]\nrepresentative = \"die Rektorin\"\nretention = \"drei Jahre | Art. 5\"\n\
    processors = [\"Rechenzentrum\"]\nlogs = \"sieben Tage\"\n\
    [privacy.officer]\nname = \"DSB Probe\"\nemail = \"dsb@example.org\"\nphone = \"+49 341 1\"\n\
    [privacy.office]\nname = \"Alumni-Büro\"\nemail = \"alumni@example.org\"\n";

fn site(more: &str) -> SiteTest {
    let site = SiteTest::new();
    site.write("config.toml", &format!("{CONFIG}{more}"));
    for (name, channels, fields, more) in [
        ("jana", "site, feeds", "city, photo", ""),
        ("tariq", "site, search-engines", "email", "withdrawn: 2026-10-01, "),
    ] {
        let text = format!(
            "---\nname: {{ given: Geheim{name} }}\nconsent: {{ given: 2026-01-01, {more}\
             channels: [{channels}], fields: [{fields}] }}\n---\n"
        );
        site.write(&format!("content/directory/{name}.md"), &text);
    }
    site
}

#[test]
fn a_draft_without_settings_marks_every_gap_and_lists_it() {
    for draft in ["notice", "record"] {
        let ran = site("").command(&["privacy", draft, "--at", TODAY, "--lang", "de"]);
        let marks = ran.ends_with(0).stdout.matches("[bitte ergänzen: ").count();
        assert!(marks > 8, "{draft}: {}", ran.stdout);
        for key in ["institution.street", "privacy.officer.name", "privacy.retention"] {
            assert!(
                ran.stderr.contains(&format!("  {key}\n")),
                "{draft} {key}: {}",
                ran.stderr
            );
        }
        assert!(!ran.stdout.contains(['{', '}']), "{}", ran.stdout);
        // The supervisor is known.
        if draft == "notice" {
            let supervisor =
                "Sächsische Datenschutz- und Transparenzbeauftragte, Maternistraße 17";
            assert!(ran.stdout.contains(supervisor));
        }
    }
}

#[test]
fn a_draft_says_what_the_settings_and_the_consents_of_the_day_say() {
    let site = site(WHOLE);
    let notice = site.command(&["privacy", "notice", "--at", TODAY]);
    let text = &notice.ends_with(0).stdout;
    assert_eq!(text.matches("[bitte ergänzen").count(), 0, "{text}");
    assert_eq!(notice.stderr, "");
    for part in [
        "Hochschule Probe",
        "DSB Probe",
        "§ 15 Abs. 1 Satz 4",
        "Art. 6 Abs. 1 Buchst. a",
        "zur Zeit veröffentlichen wir mit Einwilligung:\nOrt, Foto.",
        "- Feeds und Kalender",
        "gilt 24 Monate",
        "60 Tage vorher",
        "eine Nachricht an alumni@example.org genügt",
        "drei Jahre | Art. 5",
        "sieben Tage",
        "Rechenzentrum",
        "weltweit",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // What only a withdrawn consent lists is not said to be published.
    assert!(
        !text.contains("E-Mail-Adresse,") && !text.contains("- Suchmaschinen"),
        "{text}"
    );
    let before = site.command(&["privacy", "notice", "--at", "2026-09-01"]);
    assert!(before.ends_with(0).stdout.contains("- Suchmaschinen"), "{}", before.stdout);
    let record = site.command(&["privacy", "record", "--at", TODAY]);
    let text = &record.ends_with(0).stdout;
    for part in ["am 24. November 2026", "Personen im Verzeichnis", "enthalten den Namen"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for line in text.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(line.replace("\\|", "").matches('|').count(), 3, "{line}");
    }
    // What nobody can know from the settings stays open.
    assert!(
        record.stderr.contains("Art. 35") || text.contains("[bitte ergänzen: Ergebnis")
    );
    // Drafts name nobody.
    assert!(!text.contains("Geheim") && !notice.stdout.contains("Geheim"));
    let json = site.command(&["privacy", "record", "--format", "json", "--at", TODAY]);
    let told: serde_json::Value =
        serde_json::from_str(&json.ends_with(0).stdout).unwrap();
    assert!(told["text"].as_str().unwrap().starts_with("# Verzeichnis"));
    assert!(told["missing"].as_array().unwrap().len() >= 4);
}

#[test]
fn the_settings_are_checked_like_all_others() {
    for (wrong, code) in [
        ("[privacy]\nofficr = \"x\"\n", "key-unknown"),
        ("[privacy.officer]\nemail = \"x\"\n", "email-wrong"),
        ("[privacy.supervisor]\nname = \"LfD\"\n", "key-missing"),
    ] {
        let ran = site(&format!("\n{wrong}")).command(&["check", "--lang", "en"]);
        assert!(ran.ends_with(1).stdout.contains(code), "{wrong}: {}", ran.stdout);
    }
}
