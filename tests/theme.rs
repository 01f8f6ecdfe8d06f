//! Themes for whoever writes one: which file counts, and what is said about mistakes.

use crate::support::{Built, CONFIG, SiteTest, TODAY};
use matrikel::base::diagnostic::Diagnostic;
use matrikel::base::explain::{Explained, explain_all};
use matrikel::base::language::Language;

/// A site with one page and a theme of its own that has only its `theme.toml`.
fn own_theme(settings: &str) -> SiteTest {
    let site = SiteTest::new();
    let config = CONFIG.replace("\"campus\"", "\"eigen\"");
    site.write("config.toml", &format!("{config}{settings}"));
    site.write("content/seite.md", "---\ntitle: Seite\nsummary: Kurz\n---\nText\n");
    site.write("themes/eigen/theme.toml", "name = \"Eigen\"\n");
    site
}

fn errors(built: &Built, language: Language) -> Vec<Explained> {
    let errors = built.build.diagnostics.iter().filter(|one| one.is_error());
    let errors: Vec<Diagnostic> = errors.cloned().collect();
    explain_all(&errors, &built.snapshot, language)
}

const PAGE: &str = "seite/index.html";

#[test]
fn a_theme_needs_only_what_differs() {
    let site = own_theme("");
    let built_in = site.build_on(TODAY);
    assert!(errors(&built_in, Language::En).is_empty());
    let plain = built_in.text(PAGE);
    assert!(plain.contains("Zum Inhalt"), "{plain}");

    // Templates, one by one: the theme's over the built-in one, the site's over the theme's.
    let page =
        "{% extends \"base.html\" %}{% block main %}WO {{ page.title }}{% endblock %}";
    let with = |place: &str| page.replace("WO", place);
    site.write("themes/eigen/templates/page.html", &with("aus dem Theme"));
    assert!(site.build_on(TODAY).text(PAGE).contains("aus dem Theme Seite"));
    site.write("templates/page.html", &with("von der Website"));
    let text = site.build_on(TODAY).text(PAGE);
    assert!(text.contains("von der Website Seite"), "{text}");
    // All other templates are still those of the program.
    assert!(text.contains("Zum Inhalt") && site.build_on(TODAY).has("404.html"));

    // Texts, text by text.
    site.write("themes/eigen/i18n/de.toml", "skip = \"Theme\"\nmenu = \"Theme-Menü\"\n");
    site.write("i18n/de.toml", "skip = \"Website\"\n");
    let text = site.build_on(TODAY).text(PAGE);
    assert!(text.contains(">Website</a>"), "{text}");
    assert!(site.build_on(TODAY).text("en/index.html").contains("Skip to content"));

    // Assets.
    let sheet = |built: &Built| {
        let all = built.all_bytes();
        let sheet = all.iter().find(|(path, _)| path.starts_with("assets/campus."));
        String::from_utf8(sheet.expect("a style sheet").1.clone()).expect("UTF-8")
    };
    assert!(sheet(&site.build_on(TODAY)).contains("--ground"));
    site.write("themes/eigen/assets/campus.css", "p { color: red }");
    assert_eq!(sheet(&site.build_on(TODAY)), "p { color: red }");
    site.write("assets/campus.css", "p { color: blue }");
    assert_eq!(sheet(&site.build_on(TODAY)), "p { color: blue }");
    site.remove("assets").remove("themes/eigen/assets");
    assert!(sheet(&site.build_on(TODAY)).contains("--ground"));
}

#[test]
fn options_come_from_the_theme_and_from_the_built_in_one() {
    let site = own_theme("[theme_options]\nshow_breadcrumbs = false\ncolumns = 3\n");
    site.write(
        "themes/eigen/theme.toml",
        "[options.columns]\ntype = \"number\"\ndefault = 2\n\
         [options.story_dates]\ntype = \"flag\"\ndefault = false\n",
    );
    site.write(
        "templates/page.html",
        "{{ site.options.columns }} {{ site.options.show_breadcrumbs }} \
         {{ site.options.story_dates }} {{ site.options.directory_layout }}",
    );
    let built = site.build_on(TODAY);
    assert_eq!(built.text(PAGE), "3 false false table", "{}", built.report());
}

#[test]
fn files_of_a_site_for_the_built_in_theme_hide_it_one_by_one() {
    let site = SiteTest::new();
    site.write("content/seite.md", "---\ntitle: Seite\n---\n");
    site.write("themes/campus/templates/page.html", "nur dies");
    site.write("themes/campus/i18n/de.toml", "skip = \"Springen\"\n");
    let built = site.build_on(TODAY);
    assert_eq!(built.text(PAGE), "nur dies");
    assert!(built.text("index.html").contains("Springen"));
}

/// What stands in a template, what is said to be missing in it, and what was meant.
const NAMES: [(&str, &str, &str); 17] = [
    ("{{ page.titel }}", "the field “titel”", "title"),
    ("{{ page.titel.x }}", "the field “titel”", "title"),
    (
        "{% for x in page.breadcrumb %}{% endfor %}",
        "the field “breadcrumb”",
        "breadcrumbs",
    ),
    ("{% for l in site.menu %}{{ l.titel }}{% endfor %}", "the field “titel”", "title"),
    ("{{ page.titel | upper }}", "the field “titel”", "title"),
    ("{{ contnt.body }}", "the variable “contnt”", "content"),
    ("{{ t.skipp }}", "the text “skipp”", "skip"),
    ("{{ t[\"skipp\"] }}", "the text “skipp”", "skip"),
    (
        "{{ site.options.directory_layot }}",
        "the theme option “directory_layot”",
        "directory_layout",
    ),
    ("{{ site.assets[\"campu.css\"] }}", "the asset “campu.css”", "campus.css"),
    ("{{ page.title | uper }}", "the filter “uper”", "upper"),
    ("{% if page.title is defind %}{% endif %}", "the test “defind”", "defined"),
    ("{{ rnge(end=3) }}", "the function “rnge”", "range"),
    ("{{ <Darft note={content.draft_note} /> }}", "the component “Darft”", "Draft"),
    ("{{ <Draft nte={content.draft_note} /> }}", "the argument “nte”", "note"),
    ("{% include \"bse.html\" %}", "the template “bse.html”", "base.html"),
    ("{% extends \"bse.html\" %}", "the template “bse.html”", "base.html"),
];

#[test]
fn a_name_that_does_not_exist_is_said_with_page_place_and_the_nearest_one() {
    let site = own_theme("");
    site.write("content/seite.en.md", "---\ntitle: Page\n---\n");
    site.write("config.toml", &CONFIG.replace("\"campus\"", "\"eigen\""));
    site.write("content/_index.md", "---\ntitle: Willkommen\n---\n");
    let menu = "[[menu]]\npage = \"seite\"\n";
    let config = CONFIG.replace("\"campus\"", "\"eigen\"");
    site.write("config.toml", &format!("{config}{menu}"));
    for (written, wrong, meant) in NAMES {
        site.write("themes/eigen/templates/page.html", &format!("\n{written}\n"));
        let built = site.build_on(TODAY);
        let found = errors(&built, Language::En);
        assert!(!found.is_empty(), "{written}");
        for one in &found {
            let said = format!("{wrong} does not exist. Did you mean “{meant}”?");
            assert_eq!(one.message, said, "{written}");
            assert_eq!(one.path.as_deref(), Some("themes/eigen/templates/page.html"));
            assert_eq!(one.line, Some(2), "{written}: {one:?}");
            let page =
                ["needed for /seite/", "needed for /en/seite/", "needed for every page"];
            assert!(page.contains(&one.label.as_str()), "{written}: {}", one.label);
        }
        for one in errors(&built, Language::De) {
            let german = one.message + &one.help + &one.label;
            assert!(
                german.contains("Meinten Sie") && german.contains("gebraucht"),
                "{german}"
            );
        }
    }
}

/// A block that no parent has would never be shown.
#[test]
fn a_block_that_no_parent_has_is_a_name_too() {
    let site = own_theme("");
    let page = "{% extends \"base.html\" %}{% block mian %}x{% endblock %}";
    site.write("templates/page.html", page);
    let found = errors(&site.build_on(TODAY), Language::En);
    let said = "the block “mian” does not exist. Did you mean “main”?";
    assert_eq!(found[0].message, said);
}

/// Several mistakes of several templates, each of its own.
#[test]
fn all_wrong_names_are_said_at_once() {
    let site = own_theme("");
    site.write(
        "templates/page.html",
        "{{ page.title | uper }}\n{{ page.title | lowr }}\n",
    );
    site.write("templates/home.html", "{% include \"hom.html\" %}");
    let found = errors(&site.build_on(TODAY), Language::En);
    let said: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "the template “hom.html” does not exist. Did you mean “home.html”?",
            "the filter “uper” does not exist. Did you mean “upper”?",
            "the filter “lowr” does not exist. Did you mean “lower”?"
        ]
    );
}

/// The built-in templates may need what an own one has left out. No report can show their
/// lines, but it can name them.
#[test]
fn a_mistake_in_a_built_in_template_names_its_line() {
    let site = own_theme("");
    site.write(
        "templates/components.html",
        "{% component Draft(note) %}{% endcomponent %}",
    );
    let found = errors(&site.build_on(TODAY), Language::En);
    let one = found
        .iter()
        .find(|one| one.message.starts_with("the component"))
        .expect("it is missing");
    assert!(one.path.as_deref().is_some_and(|path| path.starts_with("themes/campus/")));
    assert!(one.line.is_some() && one.excerpt.is_empty(), "{one:?}");
}

/// Other mistakes in templates, in plain words and without a word of Tera's.
#[test]
fn what_is_wrong_with_a_template_is_said_in_plain_words() {
    let site = own_theme("");
    let mut text = String::new();
    for written in [
        "{% if page.title %}",
        "{{ page.title",
        "{{ page.title + }}",
        "{% endif %}",
        "{{ page.title + 1 }}",
        "{{ page.title.x }}",
        "{% set x = page.titel %}{{ x }}",
        "{{ page.title | truncate(lenght=3) }}",
        "{{ <Draft /> }}",
        "{% for x in page.noindex %}{% endfor %}",
        "{{ page.title | plural(n=3) }}",
        "{% include \"page.html\" %}",
        "{% extends \"page.html\" %}",
        "{% set x = 1 %}{% extends \"base.html\" %}",
        "{{ throw(message=\"Halt\") }}",
    ] {
        site.write("templates/page.html", written);
        let built = site.build_on(TODAY);
        for language in Language::ALL {
            let all = errors(&built, language);
            let one = all.first().unwrap_or_else(|| panic!("nothing is said: {written}"));
            text += &format!("{written}\n  {}\n  {}\n", one.message, one.help);
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("template-causes", text);
    });
}

#[test]
fn mistakes_in_theme_toml_are_errors_at_their_places() {
    let site = own_theme("");
    let mut text = String::new();
    for written in [
        "nam = \"x\"",
        "name = 3",
        "options = 3",
        "[options]\nx = 3",
        "[options.x]\ndefault = true",
        "[options.x]\ntype = \"flag\"",
        "[options.x]\ntype = \"flg\"\ndefault = true",
        "[options.x]\ntype = \"boolean\"\ndefault = true\nchoices = []",
        "[options.x]\ntype = \"flag\"\ndefault = \"true\"",
        "[options.x]\ntype = \"number\"\ndefault = 1.5",
        "[options.x]\ntype = \"flag\"\ndefault = true\nchoices = [\"a\"]",
        "[options.x]\ntype = \"choice\"\ndefault = \"a\"",
        "[options.x]\ntype = \"choice\"\ndefault = \"a\"\nchoices = []",
        "[options.x]\ntype = \"choice\"\ndefault = \"a\"\nchoices = [1]",
        "[options.x]\ntype = \"choice\"\ndefault = \"c\"\nchoices = [\"a\", \"b\"]",
        "[options.x]\ntype = \"flag\"\ndefault = true\ndescripton = \"x\"",
        "contrast = \"--text\"",
        "[[contrast]]\ntext = \"--text\"\nground = \"--ground\"",
        "[[contrast]]\ntext = \"--text\"\nground = \"--ground\"\nleast = \"4.5\"",
        "[[contrast]]\ntext = \"--text\"\nground = \"--ground\"\nleast = 0.5",
        "[[contrast]]\ntext = \"--text\"\nback = \"--ground\"\nleast = 3",
        "[options.x\n",
    ] {
        site.write("themes/eigen/theme.toml", &format!("{written}\n"));
        let built = site.build_on(TODAY);
        text += &format!("{written}\n");
        let found = errors(&built, Language::En);
        assert!(!found.is_empty(), "nothing is said: {written}");
        for one in found {
            let (line, column) = (one.line.unwrap_or(0), one.column.unwrap_or(0));
            text += &format!("  {line}:{column} {} [{}]\n", one.message, one.code);
            text += &format!("      {}\n", one.help);
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("theme-toml", text);
    });
}

/// The tables of others are known, whoever reads them.
#[test]
fn a_theme_may_describe_its_social_card() {
    let site = own_theme("");
    site.write("themes/eigen/theme.toml", "[social_card]\nground = \"#ffffff\"\n");
    assert!(errors(&site.build_on(TODAY), Language::En).is_empty());
}

/// A field that the gate withheld is not empty but absent: a theme that takes it for granted
/// would leave a heading without a text, and is told so.
#[test]
fn a_template_that_prints_a_withheld_field_is_told_which() {
    let person = "---\nname: { given: Jana, family: Müller }\nemail: jana@example.org\n\
        private: { phone: 0341 1234567 }\nposition: Leiterin\nphoto: { file: x.jpg, alt: Jana }\n\
        consent: { given: 2026-01-01, fields: [FIELDS], channels: [site] }\n---\n";
    let page = "{% extends \"base.html\" %}{% block main %}{{ VALUE }}{% endblock %}";
    for (value, field, fields, wrong) in [
        ("person.email", "email", "city", true),
        ("person.email", "email", "email", false),
        ("person.private.phone", "private", "email", true),
        ("person.consent", "consent", "email", true),
        ("person.photo.src", "photo", "email", true),
        ("person.photo.src", "photo", "photo", false),
        ("person.position", "position", "email", true),
    ] {
        let site = own_theme("");
        site.photo("content/directory/x.jpg", "x")
            .write("content/directory/jana.md", &person.replace("FIELDS", fields))
            .write("themes/eigen/templates/person.html", &page.replace("VALUE", value));
        let said = errors(&site.build_on(TODAY), Language::De);
        assert_eq!(!said.is_empty(), wrong, "{value} with {fields}: {said:?}");
        if let Some(one) = said.first() {
            assert_eq!(one.code, "template-withheld", "{value}: {one:?}");
            assert!(one.message.contains(&format!("„{field}“")), "{one:?}");
            assert!(one.message.contains("/jana/"), "{one:?}");
            assert_eq!(one.path.as_deref(), Some("themes/eigen/templates/person.html"));
        }
    }
}
