//! Converts Markdown to HTML with placeholders.
//!
//! In comes the body of a file, out go finished HTML and placeholders for what needs the whole
//! site: links to other files, pictures and mentions. Raw HTML is shown as text, unsafe links are
//! dropped. Never writes inline styles or anything that a template engine would interpret.

use std::ops::Range;

use pulldown_cmark::html;

use crate::base::diagnostic::Diagnostic;
use crate::base::language::Language;
use crate::base::mention::TextPart;
use crate::base::source::SitePath;
use crate::model::person_link::person_link;
use crate::model::text::{Body, Piece};

mod addresses;
#[cfg(test)]
mod as_written_tests;
mod destination;
mod heading;
mod intended;
mod leftover;
mod link;
mod lists;
mod months;
mod near_miss;
mod notes;
mod opening;
mod parse;
mod picture;
mod quotes;
mod shape;
mod table;
mod words;
mod writer;

pub(super) use quotes::typographic;
use writer::Writer;

/// Marks a placeholder in the HTML. Control characters are replaced in the input first, so no text
/// contains it.
const MARK: char = '\0';

/// Converts the body of a file. `base` is the site's own address; links that begin with it are
/// internal.
pub fn body(
    path: &SitePath,
    text: &str,
    part: Range<usize>,
    language: Language,
    base: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let source = &text[part.clone()];
    if source.trim().is_empty() {
        return Body::default();
    }
    // Places in the file remain correct.
    let source = &*parse::cleaned(source);
    parse::parsed(source, |parsed| {
        let mut writer = Writer::new(
            path,
            source,
            part.start,
            language,
            base,
            diagnostics,
            &parsed.events,
        );
        writer.comments(&parsed);
        let events = &parsed.events;
        let (out, endnotes) = writer.rewrite(events);
        let mut html = String::with_capacity(source.len() + source.len() / 3);
        html::push_html(&mut html, out.into_iter());
        writer.push_endnotes(&mut html, endnotes);
        with_opening(path, pieces(&html, writer.holes), base, events)
    })
}

/// Adds the first paragraph.
fn with_opening(
    path: &SitePath,
    pieces: Vec<Piece>,
    base: &str,
    events: &[shape::Placed<'_>],
) -> Body {
    // Without people, the gate need not assemble the opening for each outlet.
    let person = |target: &str| {
        // A full address of the site leads inside.
        let own = target.strip_prefix(base).filter(|_| !base.is_empty());
        let target = own.map_or(target.to_owned(), |rest| format!("/{rest}"));
        person_link(path, &target).map(|_| target)
    };
    let parts = opening::parts(events, &person);
    if parts.iter().all(|part| matches!(part, TextPart::Words(_))) {
        return Body {
            pieces,
            opening: opening::text(&parts),
            opening_parts: Vec::new(),
        };
    }
    Body { pieces, opening: String::new(), opening_parts: parts }
}

/// Splits the HTML at the marks. Each placeholder is between two marks, as a number, because
/// footnotes are moved to the end and so change the order.
fn pieces(html: &str, holes: Vec<Piece>) -> Vec<Piece> {
    let mut holes: Vec<Option<Piece>> = holes.into_iter().map(Some).collect();
    let mut pieces = Vec::new();
    for (index, part) in html.split(MARK).enumerate() {
        if index % 2 == 1 {
            let number = part.parse().ok();
            let hole = number.and_then(|number: usize| holes.get_mut(number)?.take());
            pieces.extend(hole);
        } else if !part.is_empty() {
            pieces.push(Piece::Html(part.to_owned()));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::code::Code;

    fn read(text: &str) -> (String, Vec<Code>) {
        let mut diagnostics = Vec::new();
        let path = SitePath::new("content/a.md");
        let body = body(
            &path,
            text,
            0..text.len(),
            Language::De,
            "https://own.example/alumni/",
            &mut diagnostics,
        );
        let html = body
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Html(html) => html.clone(),
                Piece::LinkStart { target, .. } => format!("[{target}|"),
                Piece::LinkEnd => "]".into(),
                Piece::MentionStart { person, phrase, .. } => {
                    format!("{{{person} {phrase:?}|")
                }
                Piece::MentionEnd => "}".into(),
                Piece::Picture { file, alt, figure: false, .. } => {
                    format!("[picture {file} {alt}]")
                }
                Piece::Picture { file, caption, credit, .. } => {
                    format!("[figure {file} {caption:?} {credit:?}]")
                }
            })
            .collect();
        (html, diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let (html, codes) = read("a <b>x</b>\n\n<script>alert(1)</script>\n");
        assert!(
            html.contains("&lt;b&gt;x&lt;/b&gt;") && html.contains("&lt;script&gt;"),
            "{html}"
        );
        assert_eq!(codes, [Code::HtmlShown]);
    }

    #[test]
    fn links_of_unsafe_schemes_are_dropped_and_their_text_stays() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example/x",
        ] {
            let (html, codes) = read(&format!("[text]({target})"));
            assert_eq!(
                (html.as_str(), codes),
                ("<p>text</p>\n", vec![Code::LinkUnsafe]),
                "{target}"
            );
        }
    }

    #[test]
    fn straight_quotes_become_german_and_typed_ones_stay() {
        assert_eq!(
            read("\"Ja\", sagt sie. „Nein“ geht's.").0,
            "<p>„Ja“, sagt sie. „Nein“ geht’s.</p>\n"
        );
    }

    #[test]
    fn headings_start_at_the_second_level_and_have_unique_ids() {
        let (html, _) = read("# Über uns\n\n## Über uns\n");
        assert_eq!(
            html,
            "<h2 id=\"ueber-uns\">Über uns</h2>\n<h3 id=\"ueber-uns-2\">Über uns</h3>\n"
        );
    }

    #[test]
    fn tables_have_scopes_and_no_styles() {
        let (html, _) = read("| a | b |\n|---|--:|\n| 1 | 2 |\n");
        assert!(html.contains("<th scope=\"col\" class=\"end\">b</th>"), "{html}");
        assert!(!html.contains("style"), "{html}");
    }

    /// WCAG 2.1.1: scrollable content must be reachable by keyboard, in every browser.
    #[test]
    fn a_wide_table_scrolls_with_the_keyboard_and_says_what_it_is() {
        let (html, _) = read("| a | b |\n|---|--:|\n| 1 | 2 |\n");
        let around =
            "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Tabelle\">";
        assert!(html.starts_with(around), "{html}");
    }

    #[test]
    fn a_table_of_years_is_a_line_of_time() {
        let years = "| Ab | Was |\n|---|---|\n| 1954[^a] | HfB |\n| 1977–1996 | THL |\n\n[^a]: A\n";
        let (html, _) = read(years);
        assert!(html.contains("<table class=\"timeline\">"), "{html}");
        for other in ["| 19770 | x |", "| THL | 1977 |", "| | 1977 |"] {
            let (html, _) =
                read(&format!("| Ab | Was |\n|---|---|\n| 1954 | HfB |\n{other}\n"));
            assert!(html.contains("<table>"), "{other}: {html}");
        }
    }

    #[test]
    fn an_emphasised_question_is_one_of_an_interview() {
        for question in ["*Und dann?*", "**Und *dann*?**", "*Und\ndann?*"] {
            let (html, _) = read(question);
            assert!(html.starts_with("<p class=\"question\">"), "{question}: {html}");
        }
        for other in
            ["*Und dann.*", "*Und* dann?", "Und dann?", "*Was* und *wie?*", "![?](x.jpg)"]
        {
            let (html, _) = read(other);
            assert!(!html.contains("question"), "{other}: {html}");
        }
    }

    #[test]
    fn in_an_interview_what_is_stated_counts_too_but_not_the_last_word() {
        let text = "*Wann?*\n\nGestern.\n\n*Sie lachen.*\n\nJa.\n\n*Warum?*\n\nSo.\n\n*Protokoll: Redaktion*";
        let (html, _) = read(text);
        assert_eq!(html.matches("class=\"question\"").count(), 3, "{html}");
        let (html, _) = read(&text.replace("Warum?", "Darum."));
        assert_eq!(html.matches("class=\"question\"").count(), 1, "{html}");
    }

    #[test]
    fn footnotes_are_numbered_at_the_end_with_a_way_back() {
        let (html, _) = read("Eins[^b] zwei[^a].\n\n[^a]: A\n\n[^b]: B\n");
        assert!(html.find("note-1\"><p>B") < html.find("note-2\"><p>A"), "{html}");
        assert!(html.contains("href=\"#ref-1\""), "{html}");
    }

    #[test]
    fn inner_links_and_pictures_are_left_for_the_site() {
        let (html, codes) = read(
            "[Jana](../directory/jana.md#bio) ![Brücke](b.jpg \"Im Bau\") ![x](https://e.example/x.png)",
        );
        assert_eq!(
            html,
            "<p>[../directory/jana.md#bio|Jana] [picture b.jpg Brücke] x</p>\n"
        );
        assert_eq!(codes, [Code::PictureRemote]);
    }

    #[test]
    fn a_picture_needs_a_description_or_a_hyphen() {
        let (html, codes) = read("![-](b.jpg) ![](c.jpg)");
        assert_eq!(html, "<p>[picture b.jpg ] [picture c.jpg ]</p>\n");
        assert_eq!(codes, [Code::PictureAltMissing]);
    }

    #[test]
    fn a_link_to_a_file_elsewhere_says_its_format_unless_its_words_do() {
        let label = " <span class=\"format\">(PDF)</span>";
        let (html, codes) = read("[Ordnung](https://e.example/a.pdf)");
        assert_eq!(
            html,
            format!("<p><a href=\"https://e.example/a.pdf\">Ordnung{label}</a></p>\n")
        );
        assert_eq!(codes, []);
        let (html, _) = read("[Ordnung als PDF](https://e.example/a.pdf)");
        assert!(!html.contains("span"), "{html}");
    }

    #[test]
    fn links_need_words_that_say_where_they_lead() {
        for text in [
            "[hier](a.md)",
            "[Klicken Sie **hier** →](a.md)",
            "[Read more…](a.md)",
            "<https://e.example/a>",
            "[www.e.example](https://e.example/)",
        ] {
            assert_eq!(read(text).1, [Code::LinkVague], "{text}");
        }
        for text in ["[](a.md)", "[ ](a.md)", "[![-](b.jpg)](https://e.example/)"] {
            assert_eq!(read(text).1, [Code::LinkEmpty], "{text}");
        }
        for text in
            ["[Hier entlang zum Hof](a.md)", "<a@e.example>", "[![Hof](b.jpg)](a.md)"]
        {
            assert_eq!(read(text).1, [], "{text}");
        }
    }

    #[test]
    fn a_picture_that_stands_alone_is_a_figure_and_in_no_paragraph() {
        for (text, html) in [
            (
                "![x](b.jpg \"Im *Bau* | Foto: J\")",
                "[figure b.jpg Some(\"Im *Bau*\") Some(\"Foto: J\")]",
            ),
            (
                "![x](b.jpg)\n![y *z*](c.jpg)",
                "[figure b.jpg None None][figure c.jpg None None]",
            ),
            ("> ![x](b.jpg)", "<blockquote>\n[figure b.jpg None None]</blockquote>\n"),
            ("- ![x](b.jpg)", "<ul>\n<li>[picture b.jpg x]</li>\n</ul>\n"),
            ("![x](b.jpg) y", "<p>[picture b.jpg x] y</p>\n"),
            ("*![x](b.jpg)*", "<p><em>[picture b.jpg x]</em></p>\n"),
            ("[![x](b.jpg)](c.md)", "<p>[c.md|[picture b.jpg x]]</p>\n"),
            ("![x](https://e.example/b.jpg)", "<p>x</p>\n"),
        ] {
            assert_eq!(read(text).0, html, "{text}");
        }
    }

    #[test]
    fn a_mention_waits_for_the_gate() {
        let (html, codes) =
            read("[Jana *M.*](person:jana \"einer Frau\") und [B](person:k7f3-2m9q)");
        assert_eq!(
            html,
            "<p>{jana Some(\"einer Frau\")|Jana <em>M.</em>} und {k7f3-2m9q None|B}</p>\n"
        );
        assert_eq!(codes, []);
        assert_eq!(read("[J]( PERSON:jana )").0, "<p>{jana None|J}</p>\n");
        assert_eq!(read("[](person:jana)").1, [Code::LinkEmpty]);
        assert_eq!(read("[Jana](person:)").1, [Code::MentionWrong]);
        assert_eq!(read("<person:jana>").1, [Code::MentionWrong]);
    }

    /// Attacks, section 6: each printed the name, whether its bearer was withheld or not.
    #[test]
    fn what_is_nearly_a_mention_is_told_at_its_place() {
        for (text, marked) in [
            ("Mit [Jana](person: jana \"einer Frau\").", "[Jana](person: jana"),
            ("Mit [Jana] (person:jana).", "[Jana] (person:jana)"),
            ("Mit [*Jana* M.] (person:jana).", "] (person:jana)"),
            ("Mit [Jana][person:jana].", "[Jana][person:jana]"),
            ("- Mit [Jana]\n  (person:jana)", "(person:jana)"),
            ("Mit ![Jana](person:jana) dort", "![Jana](person:jana)"),
            ("Mit [Jana](persn:jana)", "[Jana](persn:jana)"),
            ("Mit [Jana](/person:jana)", "[Jana](/person:jana)"),
            ("Mit <a href=\"person:jana\">Jana</a>", "<a href=\"person:jana\">"),
        ] {
            let mut found = Vec::new();
            let path = SitePath::new("content/a.md");
            body(&path, text, 0..text.len(), Language::De, "", &mut found);
            let wrong = found.iter().find(|one| one.code == Code::MentionWrong);
            let Some(crate::base::diagnostic::Spot::Range(range)) =
                wrong.and_then(|one| one.place.as_ref()).map(|place| &place.spot)
            else {
                panic!("{text}: {found:?}")
            };
            let quoted = &text[range.start..range.end];
            assert!(
                quoted.contains(marked) || marked.contains(quoted),
                "{text}: {quoted}"
            );
        }
        assert_eq!(read("So: `[Jana] (person:jana)`.").1, []);
        assert!(!read("![Jana](person:jana)").0.contains("Jana"));
    }

    /// An id made of a name would publish it, and would change after a withdrawal.
    #[test]
    fn the_id_of_a_heading_names_nobody() {
        let (html, _) = read("## Mit [Jana Müller](person:jana) in Rom\n");
        assert!(html.starts_with("<h2 id=\"mit-in-rom\">"), "{html}");
    }

    /// Regression: a link in a footnote, which is moved to the end, swapped places with a later
    /// link in the text.
    #[test]
    fn a_hole_in_a_footnote_stays_its_own() {
        let (html, _) =
            read("A[^1] [x](x.md)\n\n[^1]: [Jana](person:jana)\n\nB [y](y.md)");
        let [x, y, jana] =
            ["[x.md|x]", "[y.md|y]", "{jana None|Jana}"].map(|part| html.find(part));
        assert!(x.is_some() && x < y && y < jana, "{html}");
    }

    #[test]
    fn a_picture_keeps_its_mentions_for_the_gate() {
        let (html, _) = read("![Mit [Jana](person:jana \"einer Frau\")](b.jpg) x");
        assert_eq!(
            html,
            "<p>[picture b.jpg Mit [Jana](person:jana \"einer Frau\")] x</p>\n"
        );
    }

    #[test]
    fn parts_in_another_language_say_so_with_their_direction() {
        assert_eq!(
            read("Sein [savoir-*vivre*](lang:fr), ein [سلام](lang:ar).").0,
            "<p>Sein <span lang=\"fr\">savoir-<em>vivre</em></span>, ein <span lang=\"ar\" dir=\"rtl\">سلام</span>.</p>\n"
        );
        let (html, codes) = read("[ahoj](lang:cz)");
        assert_eq!(
            (html.as_str(), codes),
            ("<p>ahoj</p>\n", vec![Code::LanguageTagWrong])
        );
    }

    #[test]
    fn a_quotation_in_one_language_says_so_itself() {
        assert_eq!(
            read("> [سلام](lang:ar)\n").0,
            "<blockquote lang=\"ar\" dir=\"rtl\">\n<p>سلام</p>\n</blockquote>\n"
        );
        for text in ["> [oui](lang:fr) und\n", "> [oui](lang:fr)\n>\n> ja\n"] {
            let (html, _) = read(text);
            assert!(
                html.contains("<blockquote>\n<p><span lang=\"fr\">oui</span>"),
                "{html}"
            );
        }
    }

    #[test]
    fn headings_skip_no_level_and_have_words() {
        assert_eq!(read("## A\n\n#### B\n\n##### C\n").1, [Code::HeadingSkipped]);
        assert_eq!(read("### A\n").1, [Code::HeadingSkipped]);
        assert_eq!(read("# A\n\n## B\n\n# C\n\n### D\n").1, [Code::HeadingSkipped]);
        let (html, codes) = read("## A\n\n##\n\n### B\n\n## C\n");
        assert_eq!(codes, [Code::HeadingEmpty]);
        assert_eq!(html.matches("<h").count(), 3, "{html}");
        assert_eq!(read("## ![Der Hof](a.jpg)\n").1, []);
    }

    #[test]
    fn each_column_of_a_table_has_a_name() {
        let codes = read("| a | |\n|---|---|\n| 1 | 2 |\n").1;
        assert_eq!(codes, [Code::TableHeaderEmpty]);
        assert_eq!(read("| a | b |\n|---|---|\n| | |\n").1, []);
    }

    #[test]
    fn a_link_to_the_own_full_address_leads_inside() {
        let (html, _) = read("[x](https://own.example/alumni/verzeichnis/a/#b)");
        assert_eq!(html, "<p>[/verzeichnis/a/#b|x]</p>\n");
    }

    #[test]
    fn the_opening_is_the_first_paragraph_without_markup() {
        let text = "# T\n\nEin *kurzer* `Satz`\nzwei.\n\nMehr.";
        let mut none = Vec::new();
        let body = body(
            &SitePath::new("content/a.md"),
            text,
            0..text.len(),
            Language::De,
            "https://own.example/alumni/",
            &mut none,
        );
        assert_eq!(body.opening, "Ein kurzer Satz zwei.");
    }
}
