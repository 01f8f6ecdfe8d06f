//! A source as the tests of the architecture read it.
//!
//! In comes the text of a file, out come its code without comments and without what stands in
//! quotes, its functions with their lengths, and the names of its types. It compiles nothing.

use std::ops::Range;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The code without comments and without the content of texts and characters, everything else
/// on its line; and the same without the items that are there for tests, wherever they stand.
pub(crate) fn code(text: &str) -> (String, String) {
    let tokens: TokenStream = text.parse().expect("a source that compiles");
    let [whole, product] = [true, false].map(|for_tests| {
        let mut code = Code { text, out: String::new(), end: 0, for_tests };
        code.push(tokens.clone());
        code.out
    });
    (whole, product)
}

/// A source while it is written down again.
struct Code<'t> {
    text: &'t str,
    out: String,
    /// Up to where the source is written down.
    end: usize,
    /// True if what is there for tests is kept.
    for_tests: bool,
}

impl Code<'_> {
    fn push(&mut self, stream: TokenStream) {
        let mut tokens = stream.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let attribute = is_sign(&token, '#');
            if attribute && self.is_comment(token.span()) {
                // A comment for the documentation comes as the attribute that it stands for.
                tokens.next_if(|next| is_sign(next, '!'));
                tokens.next();
            } else if attribute
                && !self.for_tests
                && tokens.peek().is_some_and(is_cfg_test)
            {
                let last = |one: &TokenTree| is_sign(one, ';') || is_block(one);
                let block = tokens.by_ref().find(last);
                let after = tokens.next_if(|next| is_sign(next, ';'));
                let end = after.or(block).map_or(token.span(), |end| end.span());
                self.end = end.byte_range().end;
            } else {
                self.push_token(token);
            }
        }
    }

    fn push_token(&mut self, token: TokenTree) {
        match token {
            TokenTree::Group(group) => {
                self.write(group.span_open());
                self.push(group.stream());
                self.write(group.span_close());
            }
            TokenTree::Literal(literal) => {
                let range = literal.span().byte_range();
                let is_text = self.text[range.clone()].contains(['"', '\'']);
                if is_text { self.replace(range) } else { self.write(literal.span()) }
            }
            other => self.write(other.span()),
        }
    }

    fn is_comment(&self, span: Span) -> bool {
        let text = &self.text[span.byte_range()];
        text.starts_with("//") || text.starts_with("/*")
    }

    /// The white space before a token, and the token.
    fn write(&mut self, span: Span) {
        let range = span.byte_range();
        self.white_space(range.start);
        self.out.push_str(&self.text[range.clone()]);
        self.end = range.end;
    }

    /// Two quotes where a text stands, and the lines that it takes.
    fn replace(&mut self, range: Range<usize>) {
        self.white_space(range.start);
        self.out.push_str("\"\"");
        let lines = self.text[range.clone()].matches('\n').count();
        self.out.push_str(&"\n".repeat(lines));
        self.end = range.end;
    }

    fn white_space(&mut self, start: usize) {
        let mut rest = &self.text[self.end..start];
        while let Some(c) = rest.chars().next() {
            // Comments are all that may stand between two tokens besides white space.
            if rest.starts_with("//") {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            if c.is_whitespace() {
                self.out.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(own) if own.as_char() == sign)
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// True for the `[cfg(test)]` of an attribute.
fn is_cfg_test(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group)
        if group.stream().to_string().replace(' ', "") == "cfg(test)")
}

/// Every function, method and function in a function, with the lines from its head to its end;
/// those that a macro holds too.
pub(crate) fn functions(text: &str) -> Vec<(String, usize)> {
    let mut functions = Functions(Vec::new());
    functions.visit_file(&syn::parse_file(text).expect("a source that compiles"));
    functions.0
}

struct Functions(Vec<(String, usize)>);

impl Functions {
    fn push(&mut self, name: &syn::Ident, head: usize, end: Span) {
        self.0.push((name.to_string(), end.end().line - head + 1));
    }

    fn push_block(
        &mut self,
        start: &syn::Visibility,
        sig: &syn::Signature,
        block: &syn::Block,
    ) {
        let head = first_line(start).unwrap_or_else(|| sig.fn_token.span.start().line);
        self.push(&sig.ident, head, block.brace_token.span.close());
    }

    /// Functions among tokens that nobody has parsed: the name after `fn`, and the next block.
    fn push_tokens(&mut self, stream: TokenStream) {
        let mut tokens = stream.into_iter().peekable();
        while let Some(token) = tokens.next() {
            if let TokenTree::Group(group) = &token {
                self.push_tokens(group.stream());
            }
            let keyword = matches!(&token, TokenTree::Ident(word) if word == "fn");
            let Some(TokenTree::Ident(name)) =
                tokens.next_if(|next| keyword && matches!(next, TokenTree::Ident(_)))
            else {
                continue;
            };
            let head = token.span().start().line;
            while let Some(next) = tokens.next_if(|next| !is_sign(next, ';')) {
                let TokenTree::Group(group) = &next else { continue };
                self.push_tokens(group.stream());
                if is_block(&next) {
                    self.push(&name, head, group.span_close());
                    break;
                }
            }
        }
    }
}

/// The line on which a visibility stands, if there is one.
fn first_line(visibility: &syn::Visibility) -> Option<usize> {
    let span = match visibility {
        syn::Visibility::Public(token) => token.span,
        syn::Visibility::Restricted(within) => within.pub_token.span,
        syn::Visibility::Inherited => return None,
    };
    Some(span.start().line)
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.push_block(&item.vis, &item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.push_block(&item.vis, &item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.push_block(&syn::Visibility::Inherited, &item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.push_tokens(item.tokens.clone());
    }
}

/// The names of the structs, enums, traits and the like that a code declares.
pub(crate) fn types(product: &str) -> Vec<String> {
    let mut types = Types(Vec::new());
    types.visit_file(
        &syn::parse_file(product).unwrap_or_else(|e| panic!("{e} {product}")),
    );
    types.0
}

struct Types(Vec<String>);

impl<'ast> Visit<'ast> for Types {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let name = match item {
            syn::Item::Struct(item) => Some(&item.ident),
            syn::Item::Enum(item) => Some(&item.ident),
            syn::Item::Union(item) => Some(&item.ident),
            syn::Item::Trait(item) => Some(&item.ident),
            syn::Item::Type(item) => Some(&item.ident),
            _ => None,
        };
        self.0.extend(name.map(ToString::to_string));
        if let syn::Item::Macro(item) = item
            && item.mac.path.is_ident("words")
        {
            self.0.extend(vocabulary(&item.mac.tokens));
        }
        visit::visit_item(self, item);
    }
}

/// The name of the enum that `words!` makes: what stands before the braces.
fn vocabulary(tokens: &proc_macro2::TokenStream) -> Option<String> {
    let before = tokens.clone().into_iter().take_while(|token| {
        !matches!(token, proc_macro2::TokenTree::Group(group)
            if group.delimiter() == proc_macro2::Delimiter::Brace)
    });
    before.last().map(|name| name.to_string())
}

#[test]
fn the_reader_knows_the_types_of_vocabularies() {
    let code = "words! { /// About.\n pub Sector { /// One.\n Business = \"business\", } }\n\
                pub(super) struct A; mod m { enum B {} }";
    assert_eq!(types(code), ["Sector", "A", "B"]);
}

#[test]
fn the_reader_leaves_out_comments_texts_and_tests() {
    let text = "//! crate::a\n/// crate::b\nuse crate::c; // crate::d\nfn f(x: &'static str) {\n\
                let x = \"crate::e\"; let c = '\"'; let r = r#\"a\nb\"#; /* crate::f */\n}\n\
                #[cfg(test)]\nmod tests {\n    use crate::g;\n}\n#[cfg(test)]\n\
                use crate::{h};\nfn last() { unsafe {} }\n";
    let (whole, product) = code(text);
    for kept in ["use crate::c;", "crate::g", "{h}", "&'static", "unsafe {}"] {
        assert!(whole.contains(kept), "{kept}\n{whole}");
    }
    for dropped in ["crate::a", "crate::b", "crate::d", "crate::e", "crate::f", "b\""] {
        assert!(!whole.contains(dropped), "{dropped}\n{whole}");
    }
    assert_eq!(whole.lines().count(), text.lines().count(), "{whole}");
    assert!(!product.contains("crate::g") && !product.contains("{h}"), "{product}");
    assert!(product.contains("fn last()"), "behind its tests a file goes on\n{product}");
    // Both are still Rust, but for what stands in the place of a character.
    for code in [whole, product] {
        assert!(syn::parse_file(&code).is_ok(), "{code}");
    }
}

/// However a function begins, its length is seen.
#[test]
fn the_length_of_every_function_is_seen() {
    let body = "{\n    one();\n    two();\n}";
    for head in [
        "fn f()",
        "pub fn f()",
        "pub(super) fn f()",
        "pub(in crate::publish) fn f()",
        "pub(crate) const fn f()",
        "async fn f()",
        "pub(in crate::x) async unsafe extern \"C\" fn f()",
        "impl X { fn f()",
        "impl X { pub(in crate::x) fn f(&self)",
        "trait X { fn f(&self)",
        "mod inner { fn f()",
        "const _: () = { fn f()",
        "macro_rules! made { () => { fn f()",
        "wrapped! { fn f(a in 0..1)",
        "fn outer() { fn f()",
        "fn outer() { let x = || { fn f()",
    ] {
        let open = head.matches('{').count();
        let end = if head.starts_with("const") { "};" } else { "}" };
        let text = match open {
            0 => format!("{head} {body}"),
            1 => format!("{head} {body} {end}"),
            _ => format!(
                "{head} {body} }}{} }}",
                if head.contains("let") { ";" } else { "" }
            ),
        };
        let found = functions(&text);
        assert!(found.contains(&("f".to_owned(), 4)), "{text}\n{found:?}");
    }
    let wide = "pub(in crate::x) fn f<\n    A,\n    const N: usize,\n>(\n    a: [A; N],\n) -> A\n\
                where\n    A: Copy,\n{\n    a[0]\n}\n";
    assert_eq!(functions(wide), [("f".to_owned(), 11)]);
    let two = "fn a() {}\ntrait X { fn without(&self); }\nfn b() {\n    let f: fn(u8) = c;\n}\n";
    assert_eq!(functions(two), [("a".to_owned(), 1), ("b".to_owned(), 3)]);
}

#[test]
fn every_kind_of_type_is_seen() {
    let text = "struct A; pub enum B {} trait C {} type D = u8; mod x { struct E { a: u8 } }\n\
                fn f() { struct F; } impl A { type G = u8; }\n#[cfg(test)]\nmod t { struct H; }";
    assert_eq!(types(&code(text).1), ["A", "B", "C", "D", "E", "F"]);
}
