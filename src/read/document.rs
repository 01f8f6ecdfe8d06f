//! From one content file to a document.
//!
//! The folder decides the kind, the front matter gives the data, Markdown the text. In comes
//! one source, out goes a document or diagnostics; other files are never looked at.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Checked, Diagnostic, Place, Spot, broken};
use crate::base::digest::Digest;
use crate::base::front_matter::{self, Missing};
use crate::base::language::Language;
use crate::base::memo::{KeyPart, Keys};
use crate::base::merge_marks::unfinished_merge;
use crate::base::slug::slugify;
use crate::base::source::{FileBody as SourceBody, SitePath, Source};
use crate::model::document::{Document, DocumentContent, Key, Section};
use crate::model::mention::AllowedMention;
use crate::model::person_link::person_link;
use crate::model::text::Piece;

use super::fields::{At, Fields, Sink, keys_of};
use super::node::Node;
use super::reference::{data_mistake, merge_mistake};
use super::shared::allowed_mention;
use super::{event, markdown, mention, page, person, story, typography, values, yaml};

/// What reading depends on besides the file itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The site's languages, the default first.
    pub languages: Vec<Language>,
    /// Where the site is published: a link that begins with it leads inside.
    pub base: String,
}

/// The key under which what was read from a file may be kept.
pub fn key(source: &Source, settings: Digest, keys: Keys) -> Digest {
    keys.of(&[
        (KeyPart::File, source.path.digest().and(source.digest)),
        (KeyPart::Settings, settings),
    ])
}

/// Reads one content file.
pub fn document(source: &Source, settings: &Settings) -> Checked<Option<Document>> {
    let mut sink = Sink::new(&source.path);
    let value = read(source, settings, &mut sink);
    let failed = sink.diagnostics.iter().any(Diagnostic::is_error);
    Checked { value: value.filter(|_| !failed), diagnostics: sink.diagnostics }
}

/// The document a file would be, judged by its path alone.
pub fn key_of(path: &SitePath, settings: &Settings) -> Option<(Key, Option<Language>)> {
    identify(path, settings, &mut Sink::new(path))
}

fn read(source: &Source, settings: &Settings, sink: &mut Sink<'_>) -> Option<Document> {
    let (key, translation) = identify(&source.path, settings, sink)?;
    let text = text_of(source, sink)?;
    if let Some(line) = unfinished_merge(text) {
        sink.diagnostics.push(merge_mistake(&source.path, line));
        return None;
    }
    let parts = match front_matter::split(text) {
        Ok(parts) => parts,
        Err(missing) => {
            let (code, line) = match missing {
                Missing::Begin => (Code::FrontMatterMissing, 1),
                Missing::End => (Code::FrontMatterUnclosed, 1),
            };
            let place = Place { path: source.path.clone(), spot: Spot::Line(line) };
            sink.diagnostics.push(Diagnostic::at(code, place));
            return None;
        }
    };
    let mut node = match yaml::read(&text[parts.data.clone()]) {
        Ok(node) => node,
        Err(mistake) => {
            sink.diagnostics.push(data_mistake(&source.path, &mistake, parts.data.start));
            return None;
        }
    };
    let language = translation.unwrap_or(settings.languages[0]);
    typography::apply(&mut node, language);
    let (content, slug, allowed_mentions) = content(&node, &key, translation, sink)?;
    let body = Arc::new(markdown::body(
        &source.path,
        text,
        parts.body,
        language,
        &settings.base,
        &mut sink.diagnostics,
    ));
    let mentioned = mention::mentioned(&node, &body, sink);
    let links = body.pieces.iter().filter_map(|piece| match piece {
        Piece::LinkStart { target, .. } => person_link(&source.path, target),
        _ => None,
    });
    let linked = links.collect();
    let path = source.path.clone();
    let digest = self::key(source, Digest::of_value(settings), Keys::default());
    Some(Document {
        path,
        key,
        content,
        body,
        slug,
        mentioned,
        linked,
        allowed_mentions,
        digest,
    })
}

fn text_of<'s>(source: &'s Source, sink: &mut Sink<'_>) -> Option<&'s str> {
    let fault = match &source.body {
        SourceBody::Text(text) => return Some(text),
        SourceBody::Binary(_) => return None,
        SourceBody::Broken(fault) => fault,
    };
    sink.diagnostics.push(broken(&source.path, fault));
    None
}

/// Kind and name by the path: `portraits/jana/index.en.md` is the English words of the story
/// `jana`.
fn identify(
    path: &SitePath,
    settings: &Settings,
    sink: &mut Sink<'_>,
) -> Option<(Key, Option<Language>)> {
    let (key, language) = match Key::of(path) {
        Some((key, language)) => (Some(key), language),
        None => (None, None),
    };
    let translation = match language {
        None => None,
        Some(code) => {
            let language =
                Language::from_code(code).filter(|l| settings.languages[1..].contains(l));
            if language.is_none() {
                sink.diagnostics.push(wrong_language(path, code, &settings.languages));
                return None;
            }
            language
        }
    };
    let Some(key) = key else {
        // On some disks `A.MD` and `a.md` are the same name, on a web server they are not.
        let name = path.file_name();
        let stem = &name[..name.len() - ".md".len()];
        let near = format!("{stem}.md");
        let renamed = SitePath::new(&format!("{}/{near}", path.folder()));
        let near = Key::of(&renamed).map(|_| near);
        let wrong =
            if near.is_some() { "word-misplaced-ending" } else { "word-misplaced" };
        sink.diagnostics.push(
            Diagnostic::at(Code::FileMisplaced, Place::file(path))
                .with("what", Argument::Word(wrong))
                .with("near", Argument::Suggestion(near)),
        );
        return None;
    };
    Some((key, translation))
}

/// The diagnostic for `a.fr.md` on a site without French, or for `a.de.md` on one whose first
/// language is German.
fn wrong_language(path: &SitePath, code: &str, languages: &[Language]) -> Diagnostic {
    let own = languages[0].code();
    let endings: Vec<String> = languages[1..]
        .iter()
        .map(|language| format!(".{}.md", language.code()))
        .collect();
    let known = if endings.is_empty() {
        Argument::Word("word-no-translations")
    } else {
        Argument::Choices(endings)
    };
    let plain = path.file_name().strip_suffix(&format!(".{code}.md"));
    let near = plain.filter(|_| code == own).map(|plain| format!("{plain}.md"));
    Diagnostic::at(Code::FileNameLanguage, Place::file(path))
        .text("language", code)
        .text("own", own)
        .with("known", known)
        .with("near", Argument::Suggestion(near))
}

fn content(
    node: &Node,
    key: &Key,
    translation: Option<Language>,
    sink: &mut Sink<'_>,
) -> Option<(DocumentContent, String, Vec<AllowedMention>)> {
    let top = At::TOP;
    let mut fields = Fields::open(node, &top, sink)?;
    if let Some(language) = translation {
        let words = page::words(&mut fields, sink);
        fields.close_translation(|| original_keys(key), sink);
        let slug = words.slug.clone().unwrap_or_default();
        let content = DocumentContent::Translation(language, Box::new(words));
        return Some((content, slug, Vec::new()));
    }
    let (content, chosen, allowed) = original(key, &mut fields, sink);
    fields.close(sink);
    let last = key.name.rsplit('/').next().unwrap_or("");
    let slug = chosen.unwrap_or_else(|| slugify(last));
    if slug.is_empty() && !key.name.is_empty() {
        sink.diagnostics.push(Diagnostic::at(Code::SlugEmpty, Place::file(sink.path)));
        return None;
    }
    Some((content?, slug, allowed))
}

/// The keys of an original. No translation holds a consent, not even of what needs none itself.
fn original_keys(key: &Key) -> Vec<&'static str> {
    let mut keys = keys_of(|fields, sink| original(key, fields, sink));
    keys.push("consent");
    keys
}

/// Reads an original: what it is, the slug that was chosen for it, and the names that it may hold.
fn original(
    key: &Key,
    fields: &mut Fields<'_>,
    sink: &mut Sink<'_>,
) -> (Option<DocumentContent>, Option<String>, Vec<AllowedMention>) {
    let chosen = match (key.name.is_empty(), key.section) {
        // A person's address is its file name, so that entries can be named by it.
        (false, Section::Directory) => None,
        _ => fields.optional("slug", values::slug, sink),
    };
    let content = match (key.name.is_empty(), key.section) {
        (false, Section::Directory) => {
            person::person(fields, sink).map(|p| DocumentContent::Person(Box::new(p)))
        }
        (false, Section::Portraits) => {
            story::story(fields, sink).map(|s| DocumentContent::Story(Box::new(s)))
        }
        (false, Section::Events) => {
            event::event(fields, sink).map(|e| DocumentContent::Event(Box::new(e)))
        }
        _ => page::page(fields, sink).map(|p| DocumentContent::Page(Box::new(p))),
    };
    let allowed = fields.list("allowed_mentions", allowed_mention, sink);
    (content, chosen, allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identified(path: &str) -> Option<(Section, String, Option<Language>)> {
        let settings =
            Settings { languages: vec![Language::De, Language::En], base: String::new() };
        let (key, language) = key_of(&SitePath::new(path), &settings)?;
        Some((key.section, key.name.to_string(), language))
    }

    #[test]
    fn the_path_decides_kind_name_and_language() {
        let en = Some(Language::En);
        for (path, section, name, language) in [
            ("content/_index.md", Section::Home, "", None),
            ("content/_index.en.md", Section::Home, "", en),
            ("content/portraits/a.md", Section::Portraits, "a", None),
            ("content/portraits/a/index.en.md", Section::Portraits, "a", en),
            ("content/events/_index.md", Section::Events, "", None),
            ("content/strategie.md", Section::Pages, "strategie", None),
            (
                "content/strategie/mission-1.en.md",
                Section::Pages,
                "strategie/mission-1",
                en,
            ),
            ("content/a.b.c.md", Section::Pages, "a.b.c", None),
        ] {
            assert_eq!(
                identified(path),
                Some((section, name.to_owned(), language)),
                "{path}"
            );
        }
        for path in [
            "content/a.fr.md",
            "content/a.de.md",
            "content/portraits/x/y/z.md",
            "content/topics/x.md",
        ] {
            assert_eq!(identified(path), None, "{path}");
        }
    }
}
