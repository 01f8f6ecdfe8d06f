//! From an address to what the preview answers.
//!
//! In comes a request that was checked, out goes what stands there in the view of that tab. A
//! path from an address is only looked up among the outputs; the disk is read under names that
//! an output has, never under one that a browser sent.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::language::Language;
use crate::base::output::{Content, OutputPath};
use crate::build::preview::{Found, Shown};
use crate::io::http::answer::{Answer, Handler, Payload};
use crate::io::http::media_type::media_type;
use crate::io::http::request::Asked;
use crate::io::preview::{self, Pictures};
use crate::io::words::Words;

use super::editor::Editor;
use super::stage::Stage;
use super::view::View;

/// The folder of everything that belongs to the preview and not to the site.
const OWN: &str = ".matrikel/";
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

/// Answers from what is shown.
pub(super) struct Answers {
    pub(super) stage: Arc<Stage>,
    pub(super) root: PathBuf,
    pub(super) pictures: Pictures,
    pub(super) editor: Editor,
    pub(super) language: Language,
    pub(super) share: bool,
}

impl Handler for Answers {
    fn answer(&self, asked: &Asked) -> Answer {
        if let Some((_, own)) = asked.path.split_once(&format!("/{OWN}")) {
            return self.own(own, asked);
        }
        let view = View::read(asked.value("view"), self.stage.usual());
        let Some(shown) = self.stage.shown(view) else { return self.waiting(asked) };
        let Some(base) = base(&shown) else { return self.waiting(asked) };
        match asked.path.strip_prefix(base.as_str()) {
            Some(inner) => self.page(asked, &shown, view, &base, inner),
            // Only the root of another base path; everything else there does not exist.
            None if asked.path == "/" => Answer::Redirect { location: base },
            None => self.missing(&shown, &base, &asked.path),
        }
    }
}

/// The path of the site on its host, `/` or `/alumni/`.
fn base(shown: &Shown) -> Option<String> {
    shown.edition.press()?;
    Some(shown.edition.site()?.config.base_url.path.clone())
}

impl Answers {
    /// What belongs to the preview itself.
    fn own(&self, name: &str, asked: &Asked) -> Answer {
        let view = View::read(asked.value("view"), self.stage.usual());
        let text = |media_type, text: String| {
            Answer::Page(Payload::new(media_type, text.into_bytes()))
        };
        match name {
            "events" => Answer::Events,
            "preview.js" => {
                Answer::Page(Payload::new(media_type("a.js"), preview::script()))
            }
            "waiting.css" => text(media_type("a.css"), preview::WAITING_STYLE.to_owned()),
            "page" => {
                let base = self.stage.shown(view).as_ref().and_then(base);
                let base = base.unwrap_or_else(|| "/".to_owned());
                let address = asked.value("path").unwrap_or("/");
                let inner = address.strip_prefix(base.as_str()).unwrap_or(address);
                let inner = format!("/{}", inner.trim_start_matches('/'));
                text(JSON, self.information(&inner, view))
            }
            "problems" => text(JSON, self.all_problems()),
            _ => not_found(),
        }
    }

    /// The page for whoever comes before the first build is done, or while there is nothing that
    /// could be shown.
    fn waiting(&self, asked: &Asked) -> Answer {
        let words = Words::of(self.language);
        let now = self.stage.now();
        let text = if now.snapshot.is_some() {
            words.word("nothing-to-show").to_owned()
        } else if now.phrase.is_empty() {
            words.preview().get("waiting-text").cloned().unwrap_or_default()
        } else {
            now.phrase
        };
        let html = preview::waiting(words, self.language.code(), "/", &text);
        let html = preview::with_script(html.as_bytes(), "/", now.build, &asked.path);
        Answer::Page(Payload::new(HTML, html).with_status(503))
    }

    fn page(
        &self,
        asked: &Asked,
        shown: &Shown,
        view: View,
        base: &str,
        inner: &str,
    ) -> Answer {
        let at = format!("/{inner}");
        let path = if at.ends_with('/') {
            OutputPath::page(&at)
        } else {
            OutputPath::new(inner)
        };
        let Some(path) = path else { return self.missing(shown, base, &at) };
        let address = at.strip_suffix("index.html").unwrap_or(&at);
        match shown.output(&path) {
            Found::Content(content) => self.content(&path, &content, base, address, 200),
            Found::Broken(_, Some(before)) => {
                self.content(&path, &before, base, address, 200)
            }
            Found::Broken(_, None) => self.broken(base, address),
            Found::Nothing => {
                let folder = OutputPath::page(&format!("{at}/"));
                let is_page = |path| shown.edition.press()?.job(&path);
                if folder.and_then(is_page).is_some() {
                    let query = asked.raw_query.as_ref();
                    let query = query.map_or(String::new(), |query| format!("?{query}"));
                    let location = format!("{}/{query}", asked.raw_path);
                    return Answer::Redirect { location };
                }
                self.of_another_view(&path, view)
                    .unwrap_or_else(|| self.missing(shown, base, address))
            }
        }
    }

    /// An asset of a page in another view: the address of an asset names its content and not the
    /// view that its page is seen in.
    fn of_another_view(&self, path: &OutputPath, view: View) -> Option<Answer> {
        if !path.as_str().starts_with("assets/") {
            return None;
        }
        self.stage.others(view).into_iter().find_map(|shown| match shown.output(path) {
            Found::Content(content) => Some(self.content(path, &content, "/", "", 200)),
            Found::Broken(..) | Found::Nothing => None,
        })
    }

    fn content(
        &self,
        path: &OutputPath,
        content: &Content,
        base: &str,
        address: &str,
        status: u16,
    ) -> Answer {
        let kind = media_type(path.as_str());
        let bytes = match content {
            Content::Bytes(bytes) if kind == HTML => {
                let build = self.stage.now().build;
                Some(preview::with_script(bytes, base, build, address))
            }
            Content::Bytes(bytes) => Some(Arc::clone(bytes)),
            Content::Copy(source, _) => {
                fs::read(self.root.join(source.as_str())).ok().map(Into::into)
            }
            Content::Picture(recipe) => self.pictures.make(recipe),
        };
        let Some(bytes) = bytes else { return not_found() };
        let payload = Payload::new(kind, bytes).with_status(status);
        Answer::Page(if path.as_str().starts_with("assets/") {
            payload.kept_for_good()
        } else {
            payload
        })
    }

    /// The site's own page for addresses that do not exist.
    fn missing(&self, shown: &Shown, base: &str, address: &str) -> Answer {
        let Some(site) = shown.edition.site() else { return not_found() };
        let below =
            |language: &&Language| address.starts_with(&format!("/{}/", language.code()));
        let language = site.config.languages.iter().skip(1).find(below);
        let name = language.map_or("404.html".to_owned(), |language| {
            format!("{}/404.html", language.code())
        });
        let content = OutputPath::new(&name).map(|path| (shown.output(&path), path));
        match content {
            Some((Found::Content(content), path)) => {
                self.content(&path, &content, base, address, 404)
            }
            _ => not_found(),
        }
    }

    /// A page that cannot be made and never could: the overlay tells why.
    fn broken(&self, base: &str, address: &str) -> Answer {
        let words = Words::of(self.language);
        let text = words.word("page-broken");
        let html = preview::waiting(words, self.language.code(), base, text);
        let build = self.stage.now().build;
        let html = preview::with_script(html.as_bytes(), base, build, address);
        Answer::Page(Payload::new(HTML, html).with_status(500))
    }
}

fn not_found() -> Answer {
    let payload = Payload::new("text/plain; charset=utf-8", b"404\n".as_slice());
    Answer::Page(payload.with_status(404))
}
