//! Kinds of output that are texts, and what each does to a text.
//!
//! In comes a plain text, out go paths and bytes in which it stands as that format writes it.

use std::io::Write as _;

use base64::Engine as _;

use super::values::ValueKind;

/// A text in an output.
pub(crate) struct Planted {
    pub(crate) format: &'static str,
    pub(crate) path: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Every output that a text can stand in.
pub(crate) fn outputs(text: &str, kind: ValueKind) -> Vec<Planted> {
    let mut all = Vec::new();
    let mut push =
        |format, path, bytes: Vec<u8>| all.push(Planted { format, path, bytes });
    let html = escaped(text);
    let page = |inside: &str| {
        format!("<!doctype html><html lang=\"de\"><head><title>Seite</title></head><body><main>{inside}</main></body></html>").into_bytes()
    };
    let in_page: Vec<(&str, String)> = vec![
        ("paragraph", format!("<p>Damals war {html} dabei.</p>")),
        ("paragraph alone", format!("<p>{html}</p>")),
        (
            "table cell",
            format!("<table><tr><td>Eins</td><td>{html}</td><td>Zwei</td></tr></table>"),
        ),
        ("list item", format!("<ul><li>Eins</li><li>{html}</li></ul>")),
        ("attribute", format!("<img src=\"/assets/x.jpg\" alt=\"{html}\">")),
        (
            "attribute without quotation marks' kind",
            format!("<img src='/assets/x.jpg' alt='Bild von {html}'>"),
        ),
        ("comment", format!("<!-- {html} -->")),
        (
            "entities, decimal",
            format!("<p>{}</p>", each(text, |sign| format!("&#{};", u32::from(sign)))),
        ),
        (
            "entities, hexadecimal",
            format!("<p>{}</p>", each(text, |sign| format!("&#x{:X};", u32::from(sign)))),
        ),
        ("entities, named", format!("<p>{}</p>", named(text))),
        ("percent signs", format!("<a href=\"/x?q={}\">x</a>", percent(text, false))),
        (
            "percent signs for all",
            format!("<a href=\"/x?q={}\">x</a>", percent(text, true)),
        ),
        (
            "JSON-LD",
            format!(
                "<script type=\"application/ld+json\">{{\"x\":\"{}\"}}</script>",
                json(text, false)
            ),
        ),
        (
            "JSON-LD escapes",
            format!(
                "<script type=\"application/ld+json\">{{\"x\":\"{}\"}}</script>",
                json(text, true)
            ),
        ),
        ("script", format!("<script>const x = '{}';</script>", javascript(text))),
        ("style", format!("<style>p::after {{ content: \"{}\" }}</style>", css(text))),
        (
            "Base64",
            format!(
                "<img alt=\"\" src=\"data:image/svg+xml;base64,{}\">",
                base64(&format!("<svg><text>{html}</text></svg>"))
            ),
        ),
    ];
    for (format, inside) in in_page {
        push(format, "seite/index.html", page(&inside));
    }
    push(
        "title",
        "seite/index.html",
        format!("<!doctype html><title>{html} – Probe</title>").into_bytes(),
    );
    push(
        "meta",
        "seite/index.html",
        format!("<!doctype html><meta name=description content=\"Mit {html}.\">")
            .into_bytes(),
    );
    if kind != ValueKind::Telephone {
        for (format, inside) in marked_up(text) {
            push(
                format,
                "seite/index.html",
                page(&format!("<p>Mit {inside} begann es.</p>")),
            );
        }
    }
    push(
        "feed",
        "atom.xml",
        format!(
            "<?xml version=\"1.0\"?><feed><entry><title>Mit {html}</title></entry></feed>"
        )
        .into_bytes(),
    );
    push(
        "feed in JSON",
        "feed.json",
        format!("{{\"items\":[{{\"title\":\"{}\"}}]}}", json(text, true)).into_bytes(),
    );
    push(
        "sitemap",
        "sitemap.xml",
        format!(
            "<urlset><url><loc>https://alumni.example.org/{}/</loc></url></urlset>",
            percent(text, false)
        )
        .into_bytes(),
    );
    push("robots", "robots.txt", format!("# {text}\nUser-agent: *\n").into_bytes());
    push(
        "style sheet",
        "assets/x.css",
        format!("/* {text} */ p {{ color: red }}").into_bytes(),
    );
    push(
        "style sheet escapes",
        "assets/x.css",
        format!("p::after {{ content: \"{}\" }}", css(text)).into_bytes(),
    );
    push(
        "script file",
        "assets/x.js",
        format!("var x = \"{}\";", javascript(text)).into_bytes(),
    );
    push(
        "drawing",
        "assets/x.svg",
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{html}</title></svg>")
            .into_bytes(),
    );
    push(
        "data address",
        "assets/x.css",
        format!("p {{ background: url(\"data:text/plain,{}\") }}", percent(text, true))
            .into_bytes(),
    );
    push(
        "URL-safe Base64",
        "assets/x.js",
        format!(
            "var x=\"{}\";",
            base64(&format!("Das ist {text}.")).replace('+', "-").replace('/', "_")
        )
        .into_bytes(),
    );
    for fold in folds(text) {
        push("calendar", "fest/fest.ics", calendar("DESCRIPTION", &fold));
        push("contact card", "fest/x.vcf", calendar("NOTE", &fold));
    }
    push("quoted-printable card", "fest/x.vcf", quoted_printable(text));
    push(
        "subtitles",
        "assets/x.vtt",
        format!("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Stimme>{html}\n").into_bytes(),
    );
    if let Some((before, after)) = halves(text) {
        let cues = format!(
            "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nDas ist {before}\n\n2\n00:02.000 --> 00:03.000\n{after} aus Leipzig.\n"
        );
        push("cue broken in two", "assets/x.vtt", cues.into_bytes());
    }
    push(
        "part of the search index",
        "assets/search/x.bin",
        gzip(format!("{text}\n").as_bytes()),
    );
    all
}

/// Markup inside and between words.
fn marked_up(text: &str) -> Vec<(&'static str, String)> {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (letter, rest) = text.split_at(first);
    let middle = text.char_indices().nth(2).map_or(first, |(at, _)| at);
    let (head, tail) = text.split_at(middle);
    let between = |tag: &str| format!("{}{tag}{}", escaped(head), escaped(tail));
    let mut all = vec![
        ("first letter in bold", format!("<b>{}</b>{}", escaped(letter), escaped(rest))),
        ("place to break a word", between("<wbr>")),
        ("soft hyphen as an entity", between("&shy;")),
        ("no width as an entity", between("&#8203;")),
        ("comment in a word", between("<!-- x -->")),
        ("element in a word", between("<span class=\"x\"></span>")),
    ];
    if let Some((before, after)) = halves(text) {
        let [before, after] = [before, after].map(escaped);
        all.push(("words in elements", format!("<i>{before}</i> <b>{after}</b>")));
        all.push(("comment between words", format!("{before} <!-- x --> {after}")));
        all.push(("no-break space as an entity", format!("{before}&nbsp;{after}")));
        all.push(("link in the middle", format!("<a href=\"/x/\">{before}</a> {after}")));
    }
    all
}

/// A text before and behind its first space.
fn halves(text: &str) -> Option<(&str, &str)> {
    text.split_once(' ')
        .filter(|(before, after)| !before.is_empty() && !after.trim().is_empty())
}

pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

fn each(text: &str, write: impl Fn(char) -> String) -> String {
    text.chars().map(write).collect()
}

fn named(text: &str) -> String {
    each(text, |sign| {
        let name = match sign {
            'ä' => "auml",
            'ö' => "ouml",
            'ü' => "uuml",
            'Ö' => "Ouml",
            'Ü' => "Uuml",
            'ß' => "szlig",
            'é' => "eacute",
            'è' => "egrave",
            'ó' => "oacute",
            'ø' => "oslash",
            'Đ' => "Dstrok",
            'đ' => "dstrok",
            'ğ' => "gbreve",
            'Ł' => "Lstrok",
            '@' => "commat",
            '.' => "period",
            _ => return escaped(&sign.to_string()),
        };
        format!("&{name};")
    })
}

fn percent(text: &str, all: bool) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() && !all {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(byte).collect()
}

fn json(text: &str, all: bool) -> String {
    each(text, |sign| {
        if sign.is_ascii_alphanumeric()
            || (!all && !sign.is_control() && !"\"\\".contains(sign))
        {
            return sign.to_string();
        }
        let mut units = [0; 2];
        let units = sign.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    })
}

fn javascript(text: &str) -> String {
    let mut number = 0;
    let mut out = String::new();
    for sign in text.chars() {
        number += 1;
        let code = u32::from(sign);
        match (number % 3, code) {
            (0, _) => out.push_str(&format!("\\u{{{code:x}}}")),
            (1, 0..256) => out.push_str(&format!("\\x{code:02x}")),
            _ if sign.is_alphanumeric() => out.push(sign),
            _ => out.push_str(&format!("\\u{code:04X}")),
        }
    }
    out
}

fn css(text: &str) -> String {
    let mut out = String::new();
    for (number, sign) in text.chars().enumerate() {
        let code = u32::from(sign);
        match number % 3 {
            0 => out.push_str(&format!("\\{code:X} ")),
            1 => out.push_str(&format!("\\{code:06x}")),
            _ if sign.is_alphanumeric() => out.push(sign),
            _ => out.push_str(&format!("\\{code:x} ")),
        }
    }
    out
}

pub(crate) fn base64(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(text)
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("memory takes it");
    packed.finish().expect("memory takes it")
}

/// A text unfolded, and folded at each of a few places, inside of words too.
fn folds(text: &str) -> Vec<String> {
    let text = text
        .replace('\\', "\\\\")
        .replace(',', "\\,")
        .replace(';', "\\;")
        .replace('\n', "\\n");
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    let fold = |(number, at): (usize, &usize)| {
        let space = if number % 2 == 0 { ' ' } else { '\t' };
        format!("{}\r\n{space}{}", &text[..*at], &text[*at..])
    };
    let some = places.iter().enumerate().filter(|(number, _)| number % 3 == 1);
    some.map(fold).chain([text.clone()]).collect()
}

fn calendar(key: &str, text: &str) -> Vec<u8> {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{key}:Mit {text} im Haus\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").into_bytes()
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let bytes: String = text
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("={byte:02X}")
            }
        })
        .collect();
    let at = bytes.len() / 2;
    let at = (at..bytes.len())
        .find(|at| !bytes[at.saturating_sub(2)..*at].contains('='))
        .unwrap_or(bytes.len());
    format!(
        "BEGIN:VCARD\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{}=\r\n{}\r\nEND:VCARD\r\n",
        &bytes[..at],
        &bytes[at..]
    )
    .into_bytes()
}
