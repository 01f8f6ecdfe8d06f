//! What people really write: each text appears as it was written.
//!
//! In come texts out of reports, out goes what a reader sees of them. Never looks at markup beyond
//! what carries words.

use proptest::prelude::*;

use super::*;
use crate::base::code::Code;

/// The HTML of a text in German, with pictures as their descriptions, and what was said.
fn read(text: &str) -> (String, Vec<Code>) {
    let mut diagnostics = Vec::new();
    let path = SitePath::new("content/a.md");
    let body = body(&path, text, 0..text.len(), Language::De, "", &mut diagnostics);
    let html = body.pieces.iter().map(|piece| match piece {
        Piece::Html(html) => html.clone(),
        Piece::LinkStart { target, .. } => format!("<a href=\"{target}\">"),
        Piece::LinkEnd => "</a>".into(),
        Piece::Picture { alt, file, .. } => format!("<img src=\"{file}\">{alt} "),
        Piece::MentionStart { .. } | Piece::MentionEnd => String::new(),
    });
    (html.collect(), diagnostics.iter().map(|one| one.code).collect())
}

/// What a reader sees.
fn seen(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        if let Some(value) = tag.strip_prefix("li value=\"") {
            out.push_str(&format!("{}. ", value.trim_end_matches('"')));
        }
        out.push_str(text);
    }
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    out.replace("&amp;", "&")
}

fn paragraphs(text: &str) -> Vec<String> {
    let html = read(text).0;
    let all =
        html.split("<p>").skip(1).map(|part| part.split("</p>").next().unwrap_or(""));
    all.map(|part| part.replace("<br />\n", "/")).collect()
}

/// Editors, A1.
#[test]
fn a_date_at_the_start_of_a_paragraph_is_no_list() {
    assert_eq!(
        paragraphs("3. Oktober 1990: Beginn.\n\n12. Mai 1995: Diplom.\n"),
        ["3. Oktober 1990: Beginn.", "12. Mai 1995: Diplom."]
    );
    assert_eq!(paragraphs("3. 10. 1990: Beginn.\n"), ["3. 10. 1990: Beginn."]);
    assert_eq!(paragraphs("1. FC Lok war der Gegner."), ["1. FC Lok war der Gegner."]);
    // A line each.
    assert_eq!(
        paragraphs("1. Mai: Ausflug\n2. Juni: Fest"),
        ["1. Mai: Ausflug/2. Juni: Fest"]
    );
    // Numbers that do not run on are shown as they are, and told.
    let (html, codes) = read("1989. Studium\n1995. Diplom\n");
    assert!(
        html.contains("<ol start=\"1989\">") && html.contains("<li value=\"1995\">"),
        "{html}"
    );
    assert_eq!(codes, [Code::ListNumbers]);
    let (html, codes) = read("1. Eins\n2. Zwei\n\n   Mehr.\n3. Drei\n");
    assert!(!html.contains("value") && codes.is_empty(), "{html}");
    assert_eq!(read("1. Eins\n1. Zwei\n1. Drei\n").1, []);
}

/// Editors, A2.
#[test]
fn a_line_of_a_sentence_is_no_list() {
    assert_eq!(
        paragraphs("Sie kam am\n1. Mai nach Leipzig, bei\n- 5 Grad und Regen."),
        ["Sie kam am\n1. Mai nach Leipzig, bei\n- 5 Grad und Regen."]
    );
    assert_eq!(
        paragraphs("* 12. Mai 1953 in Rom\n† 3. März 2021 in Köln"),
        ["* 12. Mai 1953 in Rom/† 3. März 2021 in Köln"]
    );
    assert_eq!(
        paragraphs("Ein Wort\n- das war es - zum Ende."),
        ["Ein Wort\n- das war es - zum Ende."]
    );
    for list in [
        "Dabei:\n- Kaffee",
        "Es gibt\n- Kaffee\n- Kuchen",
        "- Kaffee",
        "* 1954: A\n* 1977: B",
    ] {
        assert!(read(list).0.contains("<ul>"), "{list}");
    }
}

/// Editors, A3.
#[test]
fn a_star_between_letters_stays() {
    assert_eq!(
        paragraphs("Absolvent*innen und Student*innen, 3*4*5, *betont*."),
        ["Absolvent*innen und Student*innen, 3*4*5, <em>betont</em>."]
    );
    let (html, _) = read(
        "## Für Absolvent*innen und Student*innen\n\n![Zwei Student*innen, drei Dozent*innen](a.jpg) x",
    );
    assert!(html.contains("Für Absolvent*innen und Student*innen</h2>"), "{html}");
    assert!(html.contains("Zwei Student*innen, drei Dozent*innen"), "{html}");
    assert_eq!(paragraphs("Mit 10~15 und 20~25 Leuten"), ["Mit 10~15 und 20~25 Leuten"]);
}

/// Editors, A8.
#[test]
fn only_an_id_is_taken_out_of_a_heading() {
    for (text, html) in [
        (
            "## Das Projekt {Arbeitstitel}",
            "<h2 id=\"das-projekt-arbeitstitel\">Das Projekt {Arbeitstitel}</h2>\n",
        ),
        ("## Mengen {1, 2, 3}", "<h2 id=\"mengen-1-2-3\">Mengen {1, 2, 3}</h2>\n"),
        ("## Ziele *heute* {#ziele}", "<h2 id=\"ziele\">Ziele <em>heute</em></h2>\n"),
        ("## Ziele {#was--ist} ##", "<h2 id=\"was-ist\">Ziele</h2>\n"),
        ("Ziele {#z}\n---\n", "<h2 id=\"z\">Ziele</h2>\n"),
    ] {
        assert_eq!(read(text).0, html, "{text}");
    }
}

/// Editors, A9.
#[test]
fn a_comment_is_never_published() {
    for text in [
        "Vorher\n\n<!-- Gehalt gestrichen -->\n\nNachher",
        "Vorher <!-- Gehalt gestrichen --> Nachher",
        "Vorher\n\n<!--\nGehalt\n\n- gestrichen\n-->\n\nNachher",
        "> Vorher <!-- Gehalt\n> gestrichen --> Nachher",
    ] {
        let (html, codes) = read(text);
        assert!(!html.contains("Gehalt") && !html.contains("gestrichen"), "{html}");
        assert!(html.contains("Vorher") && html.contains("Nachher"), "{html}");
        assert_eq!(codes, [Code::CommentHidden], "{text}");
    }
    assert_eq!(read("Vorher <!-- Gehalt").1, [Code::CommentOpen]);
    // What it swallows is none of its own mistakes; what stands above it is.
    assert_eq!(read("Vorher\n\n<!-- Gehalt\n<b>x</b>\n").1, [Code::CommentOpen]);
    let above = read("<b>Vorher</b>\n\n<!-- Gehalt\n").1;
    assert_eq!(above, [Code::CommentOpen, Code::HtmlShown]);
    assert_eq!(read("So: `<!-- x -->`").1, []);
}

/// Editors, A10.
#[test]
fn footnotes_that_nobody_can_follow_are_told() {
    assert_eq!(read("Text.\n\n[^3]: Verloren").1, [Code::FootnoteUnused]);
    assert_eq!(read("Text[^x].").1, [Code::MarkupShown]);
    assert_eq!(read("Text[^x].\n\n[^x]: Eins\n\n[^x]: Zwei").1, [Code::FootnoteTwice]);
}

/// A cell without a column was lost in silence.
#[test]
fn cells_behind_the_last_column_are_told() {
    let table = "| a | b |\n|---|---|\n| 1 | 2 | drei |\n";
    assert_eq!(read(table).1, [Code::TableCellsLost]);
    assert_eq!(read(&table.replace(" drei |", "")).1, []);
    assert_eq!(read("| a | b |\n|---|---|\n| 1 |\n").1, []);
}

/// Editors, A11.
#[test]
fn quotation_marks_close_what_they_open() {
    assert_eq!(
        paragraphs("Der 19\"-Schrank, „Heimat\". 'Halt!' \"*Ja*\", sagt sie."),
        ["Der 19″-Schrank, „Heimat“. ‚Halt!‘ „<em>Ja</em>“, sagt sie."]
    );
}

/// Editors, A13.
#[test]
fn control_characters_become_spaces() {
    assert_eq!(paragraphs("Eins\u{b}Zwei\u{1}Drei"), ["Eins Zwei Drei"]);
    assert_eq!(paragraphs("Eins\u{85}\nZwei"), ["Eins\u{a0}\nZwei"]);
}

/// Editors, B: what is certain works.
#[test]
fn markup_whose_meaning_is_certain_takes() {
    for (text, part) in [
        ("##\u{a0}Titel", "<h2 id=\"titel\">Titel</h2>"),
        ("• Eins\n• Zwei", "<li>Eins</li>\n<li>Zwei</li>"),
        ("▪\u{a0}Eins\n▪\u{a0}Zwei", "<li>Eins</li>\n<li>Zwei</li>"),
        ("| a |\n|---|\n| b<br>c |", "b<br />\nc"),
        ("Eins<br/>Zwei", "Eins<br />\nZwei"),
        ("[Plan](Plan Hof.pdf)", "<a href=\"Plan Hof.pdf\">"),
        ("![Ein Hof](Foto vom Hof.jpg)", "<img src=\"Foto vom Hof.jpg\">Ein Hof"),
        (
            "![Ein Hof](Foto vom Hof.jpg \"Im Bau\")",
            "<img src=\"Foto vom Hof.jpg\">Ein Hof",
        ),
        ("[Büro](tel:+49 341 1)", "<a href=\"tel:+493411\">"),
        (
            "Siehe https://x.example/a_b--c, dort.",
            "<a href=\"https://x.example/a_b--c\">https://x.example/a_b--c</a>, dort.",
        ),
        ("Siehe www.x.example.", "<a href=\"https://www.x.example\">www.x.example</a>."),
        (
            "An alumni_post@x.example!",
            "<a href=\"mailto:alumni_post@x.example\">alumni_post@x.example</a>!",
        ),
        ("[x](www.x.example/a)", "<a href=\"https://www.x.example/a\">"),
        ("[x](post@x.example)", "<a href=\"mailto:post@x.example\">"),
        ("(https://x.example/a_(b))", "(<a href=\"https://x.example/a_(b)\">"),
        ("Eine Zeile\n--\nMehr", "<p>Eine Zeile\n--\nMehr</p>"),
    ] {
        let (html, _) = read(text);
        assert!(html.contains(part), "{text}: {html}");
    }
    let (html, _) = read("`www.x.example` [a@x.example](https://y.example)");
    assert_eq!(html.matches("<a ").count(), 1, "{html}");
}

/// Editors, F.
#[test]
fn a_picture_in_the_text_itself_is_on_no_other_site() {
    assert_eq!(read("![x](data:image/png;base64,AAAA)").1, [Code::PictureEmbedded]);
}

/// Ways to write two words.
const FORMS: [&str; 34] = [
    "A\n12. Mai B",
    "12. Mai A\n\n3. Juni B",
    "A*innen und B*innen",
    "* A\n* B",
    "1. A\n2. B",
    "3. A\n7. B",
    "1. A",
    "- 5 A B",
    "# A B",
    "## A {B}",
    "**A:**B",
    "> A B",
    "    A B",
    "\tA\tB",
    "| A | B |\n|---|---|\n| x | y |",
    "| A | B |\n|---|",
    "[A](B.md)",
    "[A] (B)",
    "`A` B",
    "A -- B",
    "A\nB\n--",
    "A\nB\n---",
    "• A\n• B",
    "{{ A }} B",
    "<b>A</b> B",
    "A<br>B",
    "https://x.example/A B",
    "A@x.example B",
    "![A](c d.jpg) B",
    "\\*A \\_B",
    "A\u{b}B",
    "* 12. Mai A\n† B",
    "A 'B' \"und\"",
    "A[^B]",
];

proptest! {
    /// Every word of a body appears in the page, in order.
    #[test]
    fn no_word_is_lost(
        forms in proptest::collection::vec((0..FORMS.len(), 0..3_usize), 1..8),
    ) {
        let (mut text, mut words) = (String::new(), Vec::new());
        for (number, (form, gap)) in forms.into_iter().enumerate() {
            let [a, b] = ["eins", "zwei"].map(|word| format!("{word}q{number}q"));
            // Of a link only its words are shown, not its target.
            let form = FORMS[form];
            if form.contains('A') {
                words.push(a.clone());
            }
            if form.contains('B') && form != "[A](B.md)" {
                words.push(b.clone());
            }
            let filled: String = form
                .chars()
                .map(|c| match c {
                    'A' => a.clone(),
                    'B' => b.clone(),
                    c => c.to_string(),
                })
                .collect();
            text.push_str(&filled);
            text.push_str(["\n", "\n\n", " "][gap]);
        }
        let (html, codes) = read(&text);
        let seen = seen(&html);
        let mut from = 0;
        for word in words {
            let found = seen[from..].find(&word);
            if codes.contains(&Code::TableCellsLost) && found.is_none() {
                continue;
            }
            prop_assert!(found.is_some(), "{word} of\n{text}\n{html}\n{codes:?}");
            from += found.unwrap_or(0);
        }
    }
}
