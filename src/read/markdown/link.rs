//! Links in a text: their targets, their wording, and parts in another language.
//!
//! In comes a link with its text, out go the HTML of its start and end, or placeholders that the
//! renderer fills in, and problems. Never depends on another file, so that results can be cached.

use pulldown_cmark::LinkType;

use crate::base::code::Code;
use crate::base::diagnostic::BytesRange;
use crate::base::file_format::FileFormat;
use crate::base::language::Language;
use crate::base::language_tag::LanguageTag;
use crate::base::mention;
use crate::base::slug::composed;
use crate::base::source::percent_decoded;
use crate::base::text::escape;
use crate::model::text::Piece;

use super::destination::{Destination, destination, is_nearly_person};

/// Scheme of a “link” that only marks the language of its text.
const LANGUAGE: &str = "lang:";

/// Link texts that say nothing in a list of links, as screen readers show it (WCAG 2.2, 2.4.4).
const VAGUE: [&str; 33] = [
    "click",
    "click here",
    "continue",
    "continue reading",
    "details",
    "dieser link",
    "download",
    "find out more",
    "here",
    "herunterladen",
    "hier",
    "hier klicken",
    "info",
    "klick",
    "klick hier",
    "klicken sie hier",
    "klicke hier",
    "learn more",
    "link",
    "mehr",
    "mehr dazu",
    "mehr erfahren",
    "mehr infos",
    "mehr lesen",
    "more",
    "more info",
    "read more",
    "siehe hier",
    "this",
    "this link",
    "this page",
    "weiter",
    "weiterlesen",
];

/// A link as written.
pub(super) struct WrittenLink<'t> {
    pub(super) kind: LinkType,
    pub(super) target: &'t str,
    pub(super) title: &'t str,
    /// Its text, including descriptions of pictures.
    pub(super) text: &'t str,
    pub(super) range: BytesRange,
}

/// The start or end of a link.
pub(super) enum Edge {
    Html(String),
    /// To be filled in when the whole site is known.
    Hole(Piece),
}

/// A problem with a link.
pub(super) struct LinkProblem {
    pub(super) code: Code,
    pub(super) value: String,
    pub(super) near: Option<String>,
}

/// The links that are currently open.
#[derive(Default)]
pub(super) struct Links {
    /// The end of each open link, innermost last.
    ends: Vec<Edge>,
    /// True if the enclosing quotation already has the language of the next part.
    set_by_quotation: bool,
}

impl Links {
    /// Starts a link. `base` is the site's own address; links that begin with it are internal.
    pub(super) fn start(
        &mut self,
        link: &WrittenLink<'_>,
        base: &str,
        language: Language,
    ) -> (Edge, Option<LinkProblem>) {
        if let Some(code) = link.target.strip_prefix(LANGUAGE) {
            return self.part(link, code);
        }
        if let Some(person) = mention::entry(link.target) {
            return self.mention(link, person);
        }
        if is_nearly_person(link.target) && link.kind != LinkType::Email {
            return self.no_mention(link);
        }
        let target = if link.kind == LinkType::Email {
            format!("mailto:{}", link.target)
        } else if link.target.starts_with("tel:") {
            link.target.replace(' ', "")
        } else {
            with_scheme(link.target)
        };
        // A full address of the site is treated as internal, so that it is checked like one.
        let own = target.strip_prefix(base).filter(|_| !base.is_empty());
        let target = own.map_or(target.clone(), |rest| format!("/{rest}"));
        let complaint = complaint(link.text);
        // Not announced again if the link text already names it.
        let format = FileFormat::of(&target).filter(|one| !one.is_named_in(link.text));
        match destination(&target) {
            Destination::Outside => {
                let label = format.map_or(String::new(), |one| {
                    crate::base::text::format_label(&one.label(None, language))
                });
                self.ends.push(Edge::Html(format!("{label}</a>")));
                let title = if link.title.is_empty() {
                    String::new()
                } else {
                    format!(" title=\"{}\"", escape(link.title))
                };
                (
                    Edge::Html(format!("<a href=\"{}\"{title}>", escape(&target))),
                    complaint,
                )
            }
            Destination::Inside => {
                self.ends.push(Edge::Hole(Piece::LinkEnd));
                let says_format = format.is_none();
                let range = link.range;
                (Edge::Hole(Piece::LinkStart { target, says_format, range }), complaint)
            }
            Destination::Unsafe => {
                self.ends.push(Edge::Html(String::new()));
                let unsafe_link =
                    LinkProblem { code: Code::LinkUnsafe, value: target, near: None };
                (Edge::Html(String::new()), Some(unsafe_link))
            }
        }
    }

    /// Starts a part in another language.
    fn part(
        &mut self,
        link: &WrittenLink<'_>,
        code: &str,
    ) -> (Edge, Option<LinkProblem>) {
        let set_by_quotation = std::mem::take(&mut self.set_by_quotation);
        let Some(tag) = LanguageTag::parse(code) else {
            self.ends.push(Edge::Html(String::new()));
            let wrong = LinkProblem {
                code: Code::LanguageTagWrong,
                value: code.to_owned(),
                near: LanguageTag::nearest(code),
            };
            return (Edge::Html(String::new()), Some(wrong));
        };
        // The quotation around it already has the attribute.
        if set_by_quotation {
            self.ends.push(Edge::Html(String::new()));
            return (Edge::Html(String::new()), None);
        }
        self.ends.push(Edge::Html("</span>".into()));
        let empty = complaint(link.text).filter(|one| one.code == Code::LinkEmpty);
        (Edge::Html(format!("<span{}>", tag.attributes())), empty)
    }

    /// Starts a mention. `<person:jana>` is wrong, since it has no name to show.
    fn mention(
        &mut self,
        link: &WrittenLink<'_>,
        person: &str,
    ) -> (Edge, Option<LinkProblem>) {
        if person.trim().is_empty() || link.kind == LinkType::Autolink {
            return self.no_mention(link);
        }
        self.ends.push(Edge::Hole(Piece::MentionEnd));
        let phrase = Some(link.title.trim()).filter(|title| !title.is_empty());
        let start = Piece::MentionStart {
            person: composed(&percent_decoded(person)).into_owned(),
            phrase: phrase.map(str::to_owned),
            range: link.range,
        };
        let empty = complaint(link.text).filter(|one| one.code == Code::LinkEmpty);
        (Edge::Hole(start), empty)
    }

    /// Starts what was meant as a mention and names nobody's entry.
    fn no_mention(&mut self, link: &WrittenLink<'_>) -> (Edge, Option<LinkProblem>) {
        self.ends.push(Edge::Html(String::new()));
        let value = link.target.to_owned();
        let wrong = LinkProblem { code: Code::MentionWrong, value, near: None };
        (Edge::Html(String::new()), Some(wrong))
    }

    /// Ends the link that was started last.
    pub(super) fn end(&mut self) -> Edge {
        self.ends.pop().unwrap_or(Edge::Html(String::new()))
    }

    /// The attributes of a quotation that consists of one part in another language.
    pub(super) fn quotation(&mut self, target: &str) -> Option<String> {
        let tag = LanguageTag::parse(target.strip_prefix(LANGUAGE)?)?;
        self.set_by_quotation = true;
        Some(tag.attributes())
    }
}

/// A target with the scheme that was left out: `www.example.org`, `post@example.org`.
fn with_scheme(target: &str) -> String {
    let host = target.split('/').next().unwrap_or("");
    let is_host = |text: &str| text.contains('.') && !text.contains([':', ' ', '#', '?']);
    let lower = host.to_ascii_lowercase();
    if lower.strip_prefix("www.").is_some_and(is_host) {
        format!("https://{target}")
    } else if target.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && is_host(host)
            && !user.contains([':', '/', '#', '?', ' '])
            && !host.contains('/')
    }) {
        format!("mailto:{target}")
    } else {
        target.to_owned()
    }
}

/// The problem with a link text, if any.
fn complaint(text: &str) -> Option<LinkProblem> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == '\u{a0}')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let plain = words.join(" ").to_lowercase();
    let code = if text.trim().is_empty() {
        Code::LinkEmpty
    } else if VAGUE.contains(&plain.as_str()) || is_address(text) {
        Code::LinkVague
    } else {
        return None;
    };
    Some(LinkProblem { code, value: text.trim().to_owned(), near: None })
}

/// True for a link text that is itself a URL, which a screen reader would spell out.
fn is_address(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    ["https://", "http://", "www."].iter().any(|start| text.starts_with(start))
        && !text.contains(char::is_whitespace)
}
