//! Checks a finished page, parsed as a browser does, for what every page must have.
//!
//! In comes HTML, out goes what is missing or forbidden. Checks one page at a time, and never its
//! appearance.

use scraper::{ElementRef, Html};

use super::sheet::leads_away;

/// Something about a page that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Finding {
    /// A part that must be there is not, or is there twice: a word of the messages.
    Lacks(&'static str),
    /// Something that a strict content security policy refuses: as it is written.
    Inline(String),
    /// An address on another host from which the page loads something.
    Remote(String),
}

/// Elements and attributes whose address is loaded as soon as the page is shown.
const LOADING: [(&str, &str); 13] = [
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("track", "src"),
    ("input", "src"),
];

/// Relations of a `<link>` that load nothing.
const NAMING: [&str; 8] =
    ["canonical", "alternate", "author", "license", "help", "next", "prev", "me"];

/// Everything that is wrong with a page. A redirect needs neither heading nor landmarks, since
/// nobody reads it.
pub(super) fn findings(html: &str, is_redirect: bool) -> Vec<Finding> {
    let page = Html::parse_document(html);
    let mut found = Vec::new();
    if !is_redirect {
        structure(&page, &mut found);
    }
    for element in page.root_element().descendent_elements() {
        inline(element, &mut found);
        loaded(element, &mut found);
    }
    found
}

/// The elements of a name, in the order of the page.
fn all<'p>(page: &'p Html, name: &'static str) -> Vec<ElementRef<'p>> {
    let elements = page.root_element().descendent_elements();
    elements.filter(|element| element.value().name() == name).collect()
}

fn structure(page: &Html, found: &mut Vec<Finding>) {
    let has_text =
        |element: &ElementRef<'_>| element.text().any(|text| !text.trim().is_empty());
    let mut need = |holds: bool, word| {
        if !holds {
            found.push(Finding::Lacks(word));
        }
    };
    let titles = all(page, "title");
    need(titles.first().is_some_and(has_text), "page-title");
    let language = page.root_element().attr("lang");
    need(language.is_some_and(|code| !code.trim().is_empty()), "page-lang");
    let headings = all(page, "h1");
    need(headings.len() == 1 && has_text(&headings[0]), "page-h1");
    let mains = all(page, "main");
    need(mains.len() == 1, "page-main");
    // The first link leads past the navigation, to main or into it (WCAG 2.2, 2.4.1).
    let target = mains.first().and_then(|main| main.attr("id"));
    let first = all(page, "a").into_iter().find_map(|link| link.attr("href"));
    let skips = first.and_then(|href| href.strip_prefix('#'));
    need(skips.is_some() && skips == target, "page-skip");
    need(all(page, "img").iter().all(|image| image.attr("alt").is_some()), "page-alt");
}

fn inline(element: ElementRef<'_>, found: &mut Vec<Finding>) {
    let name = element.value().name();
    if name == "style" {
        found.push(Finding::Inline("<style>".to_owned()));
    }
    // Scripts of any other type are data blocks, which browsers do not run.
    let kind = element.attr("type").unwrap_or_default().to_ascii_lowercase();
    let runs = kind.is_empty()
        || kind == "module"
        || kind == "importmap"
        || kind == "speculationrules"
        || kind.contains("javascript")
        || kind.contains("ecmascript");
    if name == "script" && runs && element.attr("src").is_none() {
        found.push(Finding::Inline("<script>".to_owned()));
    }
    for (attribute, value) in element.value().attrs() {
        let leads = ["href", "src", "action", "formaction"].contains(&attribute);
        let is_script = leads && value.trim_start().starts_with("javascript:");
        if attribute == "style" || attribute.starts_with("on") || is_script {
            found.push(Finding::Inline(format!("{attribute}=")));
        }
    }
}

fn loaded(element: ElementRef<'_>, found: &mut Vec<Finding>) {
    let name = element.value().name();
    for (_, attribute) in LOADING.iter().filter(|(loading, _)| *loading == name) {
        let Some(value) = element.attr(attribute) else { continue };
        // `srcset` is a list of addresses with widths; the other attributes hold one address.
        let addresses = value.split(',').filter_map(|one| one.split_whitespace().next());
        found.extend(addresses.filter(|one| leads_away(one)).map(remote));
    }
    let Some(address) = element.attr("href").filter(|href| leads_away(href)) else {
        return;
    };
    let relations = element.attr("rel").unwrap_or_default();
    let loads = relations.split_whitespace().any(|one| !NAMING.contains(&one));
    if (name == "link" && loads) || name == "use" || name == "image" || name == "base" {
        found.push(remote(address));
    }
}

fn remote(address: &str) -> Finding {
    Finding::Remote(address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<!DOCTYPE html><html lang=de><head><title>T</title>\
        <link rel=canonical href=\"https://a.example/\"></head><body>\
        <a href=\"#main\">s</a><main id=main><h1>T</h1><a href=\"https://b.example/\">b</a>\
        <script type=\"application/ld+json\">{}</script><!--X--></main></body></html>";

    fn with(old: &str, new: &str) -> Vec<Finding> {
        assert!(GOOD.contains(old), "{old}");
        findings(&GOOD.replace(old, new), false)
    }

    #[test]
    fn a_good_page_has_no_findings() {
        assert_eq!(findings(GOOD, false), []);
    }

    #[test]
    fn each_part_of_a_page_is_missed() {
        for (old, new, word) in [
            ("<title>T</title>", "<title> </title>", "page-title"),
            (" lang=de", "", "page-lang"),
            ("<h1>T</h1>", "", "page-h1"),
            ("<!--X-->", "<h1>2</h1>", "page-h1"),
            ("<!--X-->", "<img src=a>", "page-alt"),
            ("#main", "#mian", "page-skip"),
        ] {
            assert_eq!(with(old, new), [Finding::Lacks(word)], "{new}");
        }
        let without_main = GOOD.replace("main", "div");
        let found = findings(&without_main, false);
        assert!(found.contains(&Finding::Lacks("page-main")), "{found:?}");
        assert_eq!(findings("<p>", true), []);
    }

    #[test]
    fn what_a_strict_policy_refuses_is_found() {
        for (written, shown) in [
            ("<style>p{}</style>", "<style>"),
            ("<p style=\"color:red\">", "style="),
            ("<script>x()</script>", "<script>"),
            ("<script type=module>x()</script>", "<script>"),
            ("<p onclick=\"x()\">", "onclick="),
            ("<a href=\"javascript:x()\">", "href="),
        ] {
            let found = with("<!--X-->", written);
            assert_eq!(found, [Finding::Inline(shown.to_owned())], "{written}");
        }
        assert_eq!(with("<!--X-->", "<script src=\"/a.js\"></script>"), []);
    }

    #[test]
    fn what_another_host_sends_is_found() {
        for written in [
            "<script src=\"https://x.example/a\"></script>",
            "<img alt=\"\" src=\"/a\" srcset=\"/a 1x, https://x.example/a 2x\">",
            "<link rel=stylesheet href=\"https://x.example/a\">",
            "<link rel=preconnect href=\"https://x.example/a\">",
            "<iframe src=\"https://x.example/a\"></iframe>",
            "<svg><use href=\"https://x.example/a\"></use></svg>",
            "<video poster=\"https://x.example/a\"></video>",
        ] {
            let found = with("<!--X-->", written);
            assert_eq!(found, [remote("https://x.example/a")], "{written}");
        }
    }
}
