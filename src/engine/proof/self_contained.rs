//! A page of the site as a part of a document that needs no other file.
//!
//! In comes HTML, out go its main part without scripts and addresses, with its pictures inside,
//! and its styles. Never keeps an address: neither of this site, which has no such page, nor of
//! another.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::text::escape_into;

/// Finds a file of the site by its address: media type and bytes.
pub(super) type Fetch<'f> = &'f dyn Fn(&str) -> Option<(&'static str, Vec<u8>)>;

/// Elements that are left out with what is in them.
const LEFT_OUT: [&str; 9] = [
    "audio", "dialog", "form", "iframe", "noscript", "object", "script", "style", "video",
];
/// Tags that are left out.
const TAGS_LEFT_OUT: [&str; 8] =
    ["base", "button", "embed", "input", "link", "meta", "source", "track"];
/// Attributes that are left out, besides those of events.
const ATTRIBUTES_LEFT_OUT: [&str; 12] = [
    "action",
    "background",
    "formaction",
    "href",
    "loading",
    "ping",
    "popovertarget",
    "poster",
    "sizes",
    "src",
    "srcset",
    "xlink:href",
];

/// The inside of `<main>`, or of the body if there is none.
pub(super) fn main_part(html: &str, fetch: Fetch<'_>) -> String {
    let inner = between(html, "main").or_else(|| between(html, "body"));
    clean(inner.unwrap_or(html), fetch)
}

/// All style sheets that the page names, with what they refer to inside.
pub(super) fn styles(html: &str, fetch: Fetch<'_>) -> String {
    let mut styles = String::new();
    for piece in HtmlPieces(html) {
        let HtmlPiece::Tag(tag) = piece else { continue };
        if name(tag) != "link" {
            continue;
        }
        let attributes: Vec<(String, String)> = attributes(tag).collect();
        let value = |name: &str| {
            let found = attributes.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| value.as_str())
        };
        let is_sheet =
            value("rel").is_some_and(|rel| rel.split(' ').any(|one| one == "stylesheet"));
        let found = value("href").filter(|_| is_sheet);
        if let Some((address, (_, bytes))) =
            found.and_then(|address| Some((address, fetch(address)?)))
        {
            let css = String::from_utf8_lossy(&bytes);
            // No text of a style sheet ends the element that it stands in.
            styles.push_str(&inlined(&css, address, fetch).replace("</", "<\\/"));
            styles.push('\n');
        }
    }
    styles
}

/// A style sheet with the files it refers to inside; what cannot be found is left out.
fn inlined(css: &str, address: &str, fetch: Fetch<'_>) -> String {
    let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts = css.split("url(");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((written, rest)) = part.split_once(')') else {
            out.push_str("url(");
            out.push_str(part);
            continue;
        };
        let target = written.trim().trim_matches(['"', '\'']);
        let found = if target.starts_with("data:") || target.starts_with('#') {
            Some(target.to_owned())
        } else if target.contains("://") {
            None
        } else if target.starts_with('/') {
            fetch(target).map(data_address)
        } else {
            fetch(&format!("{folder}/{target}")).map(data_address)
        };
        out.push_str("url(\"");
        out.push_str(&found.unwrap_or_default());
        out.push_str("\")");
        out.push_str(rest);
    }
    out
}

fn data_address((media_type, bytes): (&'static str, Vec<u8>)) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

/// The HTML without what would lead or load elsewhere.
fn clean(html: &str, fetch: Fetch<'_>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut skipped: Option<String> = None;
    for piece in HtmlPieces(html) {
        let tag = match piece {
            HtmlPiece::Text(text) if skipped.is_none() => {
                out.push_str(text);
                continue;
            }
            HtmlPiece::Text(_) => continue,
            HtmlPiece::Tag(tag) => tag,
        };
        let name = name(tag);
        let bare = name.trim_start_matches('/');
        if let Some(open) = &skipped {
            if name.starts_with('/') && bare == open {
                skipped = None;
            }
        } else if LEFT_OUT.contains(&bare) {
            skipped = (!name.starts_with('/')).then(|| bare.to_owned());
        } else if TAGS_LEFT_OUT.contains(&bare) || bare.is_empty() {
        } else if name.starts_with('/') {
            out.push_str(&format!("<{name}>"));
        } else {
            push_tag(&mut out, tag, &name, fetch);
        }
    }
    out
}

fn push_tag(out: &mut String, tag: &str, name: &str, fetch: Fetch<'_>) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes(tag) {
        let value = match key.as_str() {
            "src" if name == "img" => match fetch(&value) {
                Some(found) => data_address(found),
                None => continue,
            },
            "href" if value.starts_with('#') => value,
            "style" if value.contains("url(") => continue,
            key if key.starts_with("on") || ATTRIBUTES_LEFT_OUT.contains(&key) => {
                continue;
            }
            _ => value,
        };
        out.push(' ');
        out.push_str(&key);
        out.push_str("=\"");
        escape_into(out, &value);
        out.push('"');
    }
    out.push_str(if tag.ends_with("/>") { "/>" } else { ">" });
}

/// What stands inside of an element that a page has once.
fn between<'h>(html: &'h str, element: &str) -> Option<&'h str> {
    let start = html.find(&format!("<{element}"))?;
    let start = start + html[start..].find('>')? + 1;
    let end = html.rfind(&format!("</{element}>")).filter(|end| *end >= start)?;
    html.get(start..end)
}

enum HtmlPiece<'h> {
    Text(&'h str),
    /// From `<` to `>`.
    Tag(&'h str),
}

/// The pieces of HTML; comments are left out.
struct HtmlPieces<'h>(&'h str);

impl<'h> Iterator for HtmlPieces<'h> {
    type Item = HtmlPiece<'h>;

    fn next(&mut self) -> Option<HtmlPiece<'h>> {
        loop {
            let html = self.0;
            if html.is_empty() {
                return None;
            }
            if let Some(comment) = html.strip_prefix("<!--") {
                self.0 = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let is_tag = html.starts_with('<')
                && html[1..]
                    .starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
            let end = if is_tag {
                end_of_tag(html)
            } else {
                let next = html.char_indices().skip(1).find(|(_, c)| *c == '<');
                next.map_or(html.len(), |(at, _)| at)
            };
            let (piece, rest) = html.split_at(end);
            self.0 = rest;
            if is_tag && piece.starts_with(['<']) && !piece[1..].starts_with(['!', '?']) {
                return Some(HtmlPiece::Tag(piece));
            }
            if !is_tag {
                return Some(HtmlPiece::Text(piece));
            }
        }
    }
}

/// Where a tag ends: at the first `>` outside of quotes.
fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// The name of a tag in lower case, with the slash of an end tag.
fn name(tag: &str) -> String {
    let inner = tag.trim_start_matches('<');
    let slash = if inner.starts_with('/') { "/" } else { "" };
    let inner = inner.trim_start_matches('/');
    let end = inner.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
    format!("{slash}{}", inner[..end.unwrap_or(inner.len())].to_ascii_lowercase())
}

/// The attributes of a tag, decoded.
fn attributes(tag: &str) -> impl Iterator<Item = (String, String)> + use<'_> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let start = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let mut rest = &inner[start..];
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end =
            rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
            return Some((key, String::new()));
        };
        let quote = value.chars().next().filter(|c| "\"'".contains(*c));
        let (found, behind) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        rest = behind;
        Some((key, html_escape::decode_html_entities(found).into_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(address: &str) -> Option<(&'static str, Vec<u8>)> {
        address
            .starts_with("/assets/")
            .then(|| ("image/png", address.as_bytes().to_vec()))
    }

    #[test]
    fn nothing_leads_or_loads_elsewhere() {
        let html = "<body><main id=\"main\" tabindex=\"-1\"><!-- <b> --><p onclick='x()' class=a>A &amp; \
            <a href=\"/x/\" title=\"a > b\">b</a> <a href=\"#c\">c</a></p><script>if (a < b) {}</script>\
            <picture><source srcset=\"/assets/a.avif\"><img src=\"/assets/a.png\" srcset=\"/assets/b.png 2x\" \
            alt=\"\" width=4></picture><img src=\"https://example.org/x.png\" alt=\"\">1 < 2\
            <video><p>v</p></video><div style=\"background: url(/x)\">d</div></main></body>";
        let png = STANDARD.encode("/assets/a.png");
        assert_eq!(
            main_part(html, &fetch),
            format!(
                "<p class=\"a\">A &amp; <a title=\"a &gt; b\">b</a> <a href=\"#c\">c</a></p>\
                 <picture><img src=\"data:image/png;base64,{png}\" alt=\"\" width=\"4\"></picture>\
                 <img alt=\"\">1 < 2<div>d</div>"
            )
        );
    }

    #[test]
    fn styles_have_their_files_inside() {
        let css = "a{background:url('b.png')}b{src:url(/assets/f)}c{x:url(https://x/)}d{y:url(#z)}";
        let sheet = inlined(css, "/assets/a.css", &fetch);
        let [one, two] = ["/assets/b.png", "/assets/f"].map(|path| STANDARD.encode(path));
        assert_eq!(
            sheet,
            format!(
                "a{{background:url(\"data:image/png;base64,{one}\")}}b{{src:url(\"data:image/png;base64,{two}\")}}\
                 c{{x:url(\"\")}}d{{y:url(\"#z\")}}"
            )
        );
    }
}
