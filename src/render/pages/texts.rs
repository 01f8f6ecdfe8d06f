//! Texts of editors, finished: links and pictures filled in.
//!
//! In come the pieces of a text after the gate, out goes HTML. A link to something that is
//! withheld today leaves its words behind and nothing else.

use crate::base::file_format::FileFormat;
use crate::base::language::Language;
use crate::base::source::{SitePath, percent_decoded};
use crate::base::text::{Html, escape_into, format_label};
use crate::publish::public::in_language;
use crate::publish::public_page::Download;
use crate::publish::words::{Body, Key, Piece};

use super::locale::Locale;
use super::page_context::PageContext;
use super::text_picture;
use crate::render::theme::assets::download_name;

/// Where a link inside a text leads.
pub(super) struct LinkTarget {
    pub(super) url: String,
    /// Language of the page there, if it is not the one of this page.
    pub(super) language: Option<&'static str>,
    /// Format of the file there, if it is no page.
    format: Option<&'static FileFormat>,
    /// Its length in bytes, if it is a file of the site.
    length: Option<u64>,
}

impl LinkTarget {
    fn start(&self, html: &mut String) {
        html.push_str("<a href=\"");
        escape_into(html, &self.url);
        html.push('"');
        if let Some(format) = self.format {
            html.push_str(&format!(" type=\"{}\"", format.media_type));
        }
        if let Some(code) = self.language {
            html.push_str(&format!(" hreflang=\"{code}\""));
        }
        html.push('>');
    }

    fn label(&self, language: Language) -> Option<String> {
        self.format.map(|format| format.label(self.length, language))
    }
}

/// A text with its links and pictures filled in. `path` is the file that contains it, from which
/// links are resolved; `pictures` is false where they are not released for this page.
pub(super) fn body(
    context: &mut PageContext<'_>,
    body: &Body,
    path: &SitePath,
    pictures: bool,
) -> Html {
    let locale = context.locale;
    let mut html = String::new();
    let mut open = Vec::new();
    for piece in &body.pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::LinkStart { target, says_format, .. } => {
                // Of a link to a page that is withheld today, only the text remains.
                let found = link_target(context, target, path);
                open.push(found.map_or(String::new(), |found| {
                    found.start(&mut html);
                    let label = found.label(locale.language).filter(|_| !says_format);
                    let label = label.map(|label| format_label(&label));
                    label.unwrap_or_default() + "</a>"
                }));
            }
            Piece::MentionStart { person, .. } => {
                context.seen.people(std::slice::from_ref(person));
                let found = locale.site.person(person);
                open.push(found.map_or(String::new(), |person| {
                    let url = locale.address(&person.addresses);
                    html.push_str("<a href=\"");
                    escape_into(&mut html, &url);
                    html.push_str("\">");
                    "</a>".to_owned()
                }));
            }
            Piece::LinkEnd | Piece::MentionEnd => {
                html.push_str(&open.pop().unwrap_or_default());
            }
            Piece::Picture { .. } if pictures => {
                html.push_str(
                    &text_picture::text_picture(&mut context.pictures, piece, path)
                        .unwrap_or_default(),
                );
            }
            Piece::Picture { .. } => {}
        }
    }
    Html(html)
}

/// Where a link inside a text leads; `None` if its target is withheld today.
pub(super) fn link_target(
    context: &PageContext<'_>,
    target: &str,
    path: &SitePath,
) -> Option<LinkTarget> {
    let locale = context.locale;
    let end = target.find(['#', '?']).unwrap_or(target.len());
    let (file, rest) = target.split_at(end);
    let format = FileFormat::of(file);
    let to = |url| LinkTarget { url, language: None, format: None, length: None };
    if file.starts_with('/') {
        let there = !is_withheld(locale, file);
        context.seen.page_at(file);
        return there.then(|| LinkTarget { format, ..to(locale.local(target)) });
    }
    let file = percent_decoded(file);
    let path = path.join(&file)?;
    if let Some((key, _)) = Key::of(&path) {
        let addresses = locale.site.addresses(&key)?;
        context.seen.page_of(&key);
        let (language, address) = in_language(addresses, locale.language)?;
        let url = format!("{}{rest}", locale.local(address));
        return Some(LinkTarget { language: locale.other(language), ..to(url) });
    }
    let (url, length) = download(locale, &path)?;
    Some(LinkTarget { format, length: Some(length), ..to(url) })
}

/// Address and length of a file that is published as it is.
pub(super) fn download(locale: Locale<'_>, path: &SitePath) -> Option<(String, u64)> {
    let Download { digest, length } = *locale.site.download(path)?;
    let name = download_name(digest, &path.extension());
    Some((locale.local(&format!("assets/{name}")), length))
}

/// True if the page at an address of the site is withheld today. Such a link is removed, because
/// the address alone would tell whose page it is.
fn is_withheld(locale: Locale<'_>, address: &str) -> bool {
    let address = percent_decoded(address).to_lowercase();
    let inner = address.trim_matches('/').trim_end_matches("index.html");
    locale.site.is_withheld(inner.trim_end_matches('/'))
}
