//! A style sheet: the custom properties of the root, by colour scheme, and what it loads.
//!
//! In comes CSS, out go the declarations of `:root` with their positions and every address that the
//! sheet names. Rules for print and for single elements are skipped, since contrast is declared for
//! the page on a screen. Never applies the cascade beyond that of one selector.

use std::collections::BTreeMap;
use std::ops::Range;

use cssparser::{Parser, Token};

/// Light or dark (`prefers-color-scheme`, Media Queries 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub(super) const ALL: [Self; 2] = [Self::Light, Self::Dark];
}

/// A value as it is written, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeclaredValue {
    pub(super) value: String,
    /// The bytes of the value in the sheet.
    pub(super) range: Range<usize>,
}

/// What a sheet says.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// Custom properties of the root by their names.
    pub(super) properties: BTreeMap<Scheme, BTreeMap<String, DeclaredValue>>,
    /// Addresses in `url(…)` and `@import`, with the bytes where they stand.
    pub(super) addresses: Vec<(String, Range<usize>)>,
}

/// Where a declaration applies.
#[derive(Clone, Copy)]
struct Scope<'s> {
    schemes: &'s [Scheme],
    is_root: bool,
}

/// Reads a style sheet. Like a browser, it skips what is wrong.
pub(super) fn sheet(css: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let scope = Scope { schemes: &Scheme::ALL, is_root: false };
    sheet.rules(&mut Parser::new(css), scope);
    sheet
}

impl Sheet {
    /// Rules and declarations alike, since CSS allows them to be nested.
    fn rules(&mut self, css: &mut Parser<'_>, scope: Scope<'_>) {
        // Where the prelude of the next rule begins, after comments.
        let mut start = None;
        loop {
            css.skip_whitespace();
            let before = css.position();
            let Ok(token) = css.next_including_whitespace().cloned() else { return };
            let at = before.byte_index()..css.position().byte_index();
            let head = *start.get_or_insert(before);
            match token {
                Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") => {
                    if let Ok(address) = css.expect_url_or_string() {
                        let end = css.position().byte_index();
                        self.addresses.push((address.to_string(), at.start..end));
                    }
                }
                Token::CurlyBracketBlock => {
                    let prelude = css.slice(head..before).to_owned();
                    self.block(css, &prelude, scope);
                    start = None;
                }
                Token::Semicolon => start = None,
                Token::Ident(name) if name.starts_with("--") && scope.is_root => {
                    if css.try_parse(Parser::expect_colon).is_ok() {
                        self.property(css, &name, scope);
                        start = None;
                    }
                }
                other => self.inside(css, &other, at),
            }
        }
    }

    fn block(&mut self, css: &mut Parser<'_>, prelude: &str, scope: Scope<'_>) {
        let prelude = prelude.trim().to_ascii_lowercase();
        let inner = if prelude.starts_with("@media") {
            Scope { schemes: schemes(&prelude, scope.schemes), ..scope }
        } else if prelude.starts_with('@') {
            scope
        } else {
            let is_root =
                prelude.split(',').any(|one| [":root", "html"].contains(&one.trim()));
            Scope { is_root, ..scope }
        };
        let read = css.parse_nested_block(|css| {
            self.rules(css, inner);
            Ok::<(), cssparser::ParseError<()>>(())
        });
        // The error type is empty: a nested block is always read to its end or that of the sheet.
        drop(read);
    }

    fn property(&mut self, css: &mut Parser<'_>, name: &str, scope: Scope<'_>) {
        css.skip_whitespace();
        let start = css.position();
        let mut end = start;
        loop {
            let state = css.state();
            let before = css.position();
            match css.next_including_whitespace().cloned() {
                Ok(Token::Semicolon) | Err(_) => break,
                Ok(Token::CurlyBracketBlock) => {
                    css.reset(&state);
                    break;
                }
                Ok(token) => {
                    let at = before.byte_index()..css.position().byte_index();
                    self.inside(css, &token, at);
                    end = css.position();
                }
            }
        }
        let written = css.slice(start..end);
        let value = written.trim().trim_end_matches("!important").trim_end();
        let range = start.byte_index()..start.byte_index() + value.len();
        for scheme in scope.schemes {
            let declared =
                DeclaredValue { value: value.to_owned(), range: range.clone() };
            self.properties.entry(*scheme).or_default().insert(name.to_owned(), declared);
        }
    }

    /// Looks for addresses in a token and in the block that it opens.
    fn inside(&mut self, css: &mut Parser<'_>, token: &Token<'_>, at: Range<usize>) {
        match token {
            Token::UnquotedUrl(address) => self.addresses.push((address.to_string(), at)),
            Token::Function(name) => {
                let loads = ["url", "src", "image-set", "image", "cross-fade"];
                let loads = loads.iter().any(|one| name.eq_ignore_ascii_case(one));
                self.nested(css, loads);
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock => {
                self.nested(css, false);
            }
            _ => {}
        }
    }

    fn nested(&mut self, css: &mut Parser<'_>, loads: bool) {
        let read = css.parse_nested_block(|css| {
            loop {
                let before = css.position();
                let Ok(token) = css.next().cloned() else { break };
                let at = before.byte_index()..css.position().byte_index();
                match &token {
                    Token::QuotedString(address) if loads => {
                        self.addresses.push((address.to_string(), at));
                    }
                    other => self.inside(css, other, at),
                }
            }
            Ok::<(), cssparser::ParseError<()>>(())
        });
        drop(read);
    }
}

/// The schemes in which rules under a media query count.
fn schemes<'s>(query: &str, above: &'s [Scheme]) -> &'s [Scheme] {
    let wants = |scheme: &str| {
        let plain: String = query.chars().filter(|c| !c.is_whitespace()).collect();
        plain.contains(&format!("prefers-color-scheme:{scheme}"))
    };
    if query.contains("print") && !query.contains("screen") {
        &[]
    } else if wants("dark") {
        if above.contains(&Scheme::Dark) { &[Scheme::Dark] } else { &[] }
    } else if wants("light") {
        if above.contains(&Scheme::Light) { &[Scheme::Light] } else { &[] }
    } else {
        above
    }
}

/// True for an address that leads to another host: with a scheme of the network, or `//host`.
pub(super) fn leads_away(address: &str) -> bool {
    let address = address.trim();
    address.starts_with("//")
        || address.split_once("://").is_some_and(|(scheme, _)| {
            scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'s>(sheet: &'s Sheet, scheme: Scheme, name: &str) -> &'s str {
        &sheet.properties[&scheme][name].value
    }

    #[test]
    fn properties_of_the_root_are_known_in_both_schemes() {
        let css = "/* comment */ :root { color-scheme: light dark; --a: #fff; --b: light-dark(#111, #eee) }\n\
            @media screen and (prefers-color-scheme: dark) { :root, .x { --a : #000 !important; } }\n\
            @media print { :root { --a: red } } .card { --a: blue } @layer x { html { --c: 1 } }";
        let sheet = sheet(css);
        assert_eq!(value(&sheet, Scheme::Light, "--a"), "#fff");
        assert_eq!(value(&sheet, Scheme::Dark, "--a"), "#000");
        assert_eq!(value(&sheet, Scheme::Dark, "--b"), "light-dark(#111, #eee)");
        assert_eq!(value(&sheet, Scheme::Dark, "--c"), "1");
        let range = sheet.properties[&Scheme::Dark]["--a"].range.clone();
        assert_eq!(&css[range], "#000");
    }

    #[test]
    fn every_address_is_found_where_it_stands() {
        let css = "@import 'a.css'; @import url(\"//b.example/c.css\"); p { background: url(d.svg), \
            image-set(\"https://e.example/f.png\" 1x); content: \"https://text.example\" } \
            @font-face { src: local(x), url('g.woff2') format('woff2') } :root { --i: url(h.png) }";
        let found: Vec<String> =
            sheet(css).addresses.into_iter().map(|(address, _)| address).collect();
        assert_eq!(
            found,
            [
                "a.css",
                "//b.example/c.css",
                "d.svg",
                "https://e.example/f.png",
                "g.woff2",
                "h.png"
            ]
        );
        assert!(leads_away("//b.example/c.css") && leads_away(" HTTPS://e.example"));
        assert!(!leads_away("a.css") && !leads_away("data:image/png;base64,a//b"));
    }
}
