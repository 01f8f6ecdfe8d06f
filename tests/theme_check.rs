//! `theme check` and `theme new`: the built-in theme passes, and each kind of mistake that is
//! planted in a theme is found.

use crate::support::{CONFIG, SiteTest, TODAY};
use matrikel::base::explain::Explained;
use matrikel::base::language::Language;
use matrikel::cmd::theme::check::look;

/// What is said about a theme `probe` that has these files.
fn said(files: &[(&str, &str)]) -> Vec<Explained> {
    let site = SiteTest::empty();
    site.write("config.toml", &CONFIG.replace("\"campus\"", "\"probe\""));
    site.write("themes/probe/theme.toml", "name = \"Probe\"\n");
    for (path, text) in files {
        site.write(&format!("themes/probe/{path}"), text);
    }
    look(&site.snapshot(TODAY), "probe").explained(Language::En)
}

#[track_caller]
fn only(found: &[Explained]) -> &Explained {
    let [one] = found else { panic!("one mistake was planted: {found:#?}") };
    one
}

#[test]
fn the_built_in_theme_passes() {
    let site = SiteTest::empty();
    let found = look(&site.snapshot(TODAY), "campus");
    assert_eq!(found.explained(Language::En), []);
    assert!(found.pages > 80, "{} pages", found.pages);
    // The cases stand for something only if they are all published.
    let cases: Vec<&str> = found
        .snapshot
        .files
        .keys()
        .map(matrikel::base::source::SitePath::as_str)
        .collect();
    assert!(cases.contains(&"content/directory/layla.md"), "{cases:?}");
}

#[test]
fn a_theme_without_files_of_its_own_passes() {
    assert_eq!(said(&[]), []);
}

const CONTRAST: &str =
    "[[contrast]]\ntext = \"--own\"\nground = \"--own-ground\"\nleast = 4.5\n";

#[test]
fn too_little_contrast_is_an_error_in_the_scheme_that_has_it() {
    let dark = ":root { --own: #000; --own-ground: #fff }\n\
        @media (prefers-color-scheme: dark) { :root { --own: #777; } }\n";
    let found = said(&[("theme.toml", CONTRAST), ("assets/own.css", dark)]);
    let one = only(&found);
    assert_eq!(
        one.message,
        "--own on --own-ground is too weak in the dark scheme: #777777 on #ffffff has a contrast \
         of 4.47, and 4.50 is needed"
    );
    assert_eq!(one.path.as_deref(), Some("themes/probe/assets/own.css"));
    assert_eq!(one.line, Some(2));
    let good = dark.replace("#777", "#767676");
    assert_eq!(said(&[("theme.toml", CONTRAST), ("assets/own.css", &good)]), []);
    let both = ":root { --own: light-dark(#777, #767676); --own-ground: white }";
    let found = said(&[("theme.toml", CONTRAST), ("assets/own.css", both)]);
    assert!(only(&found).message.contains("in the light scheme"));
}

/// A theme that changes one colour of the built-in one keeps the promises of the built-in one.
#[test]
fn the_pairs_of_the_built_in_theme_hold_for_what_is_inherited() {
    let grey = ":root { --muted: #999 }";
    let found = said(&[("assets/own.css", grey)]);
    assert!(
        found.iter().any(|one| one.message.starts_with("--muted on --ground")),
        "{found:?}"
    );
    // One that has no such colours promises nothing about them.
    assert_eq!(said(&[("assets/campus.css", "p { color: #000 }")]), []);
}

#[test]
fn colours_that_cannot_be_computed_are_errors() {
    for value in ["CanvasText", "color-mix(in srgb, red, blue)", "var(--nowhere)", "#12"]
    {
        let css = format!(":root {{ --own: {value}; --own-ground: #fff }}");
        let found = said(&[("theme.toml", CONTRAST), ("assets/own.css", &css)]);
        assert_eq!(found[0].code, "theme-colour", "{value}");
    }
    let through = ":root { --own: #000; --own-ground: rgb(255 255 255 / 50%) }";
    let found = said(&[("theme.toml", CONTRAST), ("assets/own.css", through)]);
    assert_eq!(found[0].code, "theme-colour");
    let missing = said(&[("theme.toml", CONTRAST)]);
    assert_eq!(missing[0].path.as_deref(), Some("themes/probe/theme.toml"));
}

#[test]
fn what_comes_from_another_host_is_an_error() {
    for css in [
        "@import \"https://fonts.example/a.css\";",
        "p { background: url(//cdn.example/a.png) }",
        "@font-face { font-family: x; src: url('https://fonts.example/a.woff2') }",
    ] {
        let found = said(&[("assets/own.css", css)]);
        let one = only(&found);
        assert_eq!((one.code, one.line), ("theme-remote", Some(1)), "{css}");
    }
    let page = "{% extends \"base.html\" %}{% block main %}<h1>x</h1>\n\
        <script src=\"https://cdn.example/a.js\"></script>{% endblock %}";
    let found = said(&[("templates/page.html", page)]);
    let one = only(&found);
    assert_eq!(one.code, "theme-remote");
    assert_eq!(one.path.as_deref(), Some("themes/probe/templates/page.html"));
    assert_eq!(one.line, Some(2));
}

#[test]
fn what_a_strict_policy_refuses_is_an_error() {
    for planted in [
        "<style>p { color: red }</style>",
        "<p style=\"color: red\">x</p>",
        "<script>alert(1)</script>",
        "<button onclick=\"alert(1)\">x</button>",
    ] {
        let page = format!(
            "{{% extends \"base.html\" %}}{{% block main %}}<h1>x</h1>\n{planted}{{% endblock %}}"
        );
        let found = said(&[("templates/page.html", &page)]);
        let one = only(&found);
        assert_eq!((one.code, one.line), ("theme-inline", Some(2)), "{planted}");
    }
}

/// A frame of one's own, and what it may lack.
const BASE: &str = "<!DOCTYPE html>\n<html lang=\"{{ site.language }}\"><head><title>{{ page.title }}\
    </title>{% if page.noindex or site.drafts %}<meta name=\"robots\" content=\"noindex\">{% endif %}\
    </head>\n<body>{{ site.drafts_mark }}<a href=\"#main\">{{ t.skip }}</a><main id=\"main\">{% block main %}{% endblock %}\
    {% block actions %}{% endblock %}{% block none %}{% endblock %}</main></body></html>\n";

#[test]
fn each_part_that_a_page_needs_is_missed() {
    assert_eq!(said(&[("templates/base.html", BASE)]), []);
    for (old, new, word) in [
        ("<title>{{ page.title }}</title>", "", "has no title"),
        (" lang=\"{{ site.language }}\"", "", "does not name its language"),
        ("<main id=\"main\">", "<main>", "does not begin with a link to its main part"),
        (
            "{% block main %}",
            "<h1>x</h1>{% block main %}",
            "does not have exactly one heading h1",
        ),
    ] {
        assert!(BASE.contains(old), "{old}");
        let found = said(&[("templates/base.html", &BASE.replace(old, new))]);
        assert!(found.iter().any(|one| one.message.contains(word)), "{word}: {found:#?}");
        assert!(found.iter().all(|one| one.code == "theme-page"), "{found:#?}");
    }
    let unmarked = BASE.replace("{{ site.drafts_mark }}", "");
    let found = said(&[("templates/base.html", &unmarked)]);
    assert!(found.iter().all(|one| one.code == "theme-drafts"), "{found:#?}");
    assert!(!found.is_empty());
    let listed = BASE.replace("page.noindex or site.drafts", "false");
    let found = said(&[("templates/base.html", &listed)]);
    assert!(found.iter().all(|one| one.code == "theme-noindex"), "{found:#?}");
    assert!(!found.is_empty());
}

/// Every template is rendered: a field that does not exist is found in each.
#[test]
fn a_mistake_in_any_template_is_found() {
    for template in [
        "home",
        "portraits",
        "portrait",
        "events",
        "archive",
        "event",
        "directory",
        "person",
        "terms",
        "term",
        "contacts",
        "page",
        "redirect",
        "404",
    ] {
        let file = format!("templates/{template}.html");
        // What the built-in archive.html fills.
        let page = "{% block actions %}{% endblock %}{% block none %}{% endblock %}{{ page.titel }}";
        let found = said(&[(&file, page)]);
        let found = found.iter().find(|one| one.code == "template-name");
        let path = found.and_then(|one| one.path.as_deref());
        assert_eq!(path, Some(format!("themes/probe/{file}").as_str()), "{template}");
    }
}

#[test]
fn a_new_theme_builds_and_passes_and_is_not_overwritten() {
    let site = SiteTest::new();
    site.write("content/_index.md", "---\ntitle: Willkommen\n---\n");
    let begun = site.command(&["theme", "new", "mein-theme", "--lang", "de"]);
    begun.ends_with(0);
    assert!(begun.stdout.contains("themes/mein-theme/theme.toml"), "{}", begun.stdout);
    assert!(begun.stdout.contains("matrikel theme check mein-theme"), "{}", begun.stdout);
    site.write("config.toml", &CONFIG.replace("\"campus\"", "\"mein-theme\""));
    site.command(&["build"]).ends_with(0);
    assert!(site.read("public/404.html").contains("class=\"hint\""));
    let checked = site.command(&["theme", "check", "--people", "60", "--lang", "en"]);
    checked.ends_with(0);
    assert!(checked.stdout.contains("mein-theme: "), "{}", checked.stdout);
    let before = site.tree("themes");
    let again = site.command(&["theme", "new", "mein-theme"]);
    assert!(again.ends_with(2).stderr.contains("themes/mein-theme"), "{}", again.stderr);
    assert_eq!(site.tree("themes"), before);
    for name in ["campus", "Mein Theme", "", "../x"] {
        site.command(&["theme", "new", name]).ends_with(2);
    }
    assert_eq!(site.tree("themes"), before);
    SiteTest::empty().command(&["theme", "new", "x"]).ends_with(2);
}

#[test]
fn a_check_says_what_it_found_and_fails() {
    let site = SiteTest::new();
    site.write("assets/own.css", "@import \"//x.example/a.css\";");
    let ran = site.command(&["theme", "check", "--people", "5", "--format", "json"]);
    let told: serde_json::Value =
        serde_json::from_str(&ran.ends_with(1).stdout).expect("JSON");
    assert_eq!(told["diagnostics"][0]["code"], "theme-remote");
    assert_eq!(told["errors"], 1);
    SiteTest::empty().command(&["theme", "check"]).ends_with(2);
    SiteTest::empty()
        .command(&["theme", "check", "campus", "--people", "5"])
        .ends_with(0);
}
