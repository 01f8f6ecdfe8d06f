//! From an address to what the preview answers.
//!
//! In comes a request that was checked, out goes what stands there in the view of that tab. A
//! path from an address is only looked up among the outputs; the disk is read under names that
//! an output has, never under one that a browser sent.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::{Content, OutputPath};
use crate::base::program_words::ProgramWords;
use crate::base::source::SitePath;
use crate::cmd::serve::browser::{self, Pictures};
use crate::engine::media_type;
use crate::engine::preview::{PreviewOutput, Shown};
use crate::preview_server::answer::{Answer, Handler, Payload};
use crate::preview_server::request::Asked;

use super::editor::Editor;
use super::stage::{Stage, ViewState};
use super::view::ViewOptions;

/// The folder of everything that belongs to the preview and not to the site.
pub(super) const OWN: &str = ".matrikel/";
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
    /// The day of the usual view, if it was asked for.
    pub(super) day: Option<Date>,
}

/// Where an answer comes from: a view at one moment.
struct Snapshotted<'l> {
    seen: &'l ViewState,
    view: ViewOptions,
    /// The path of the site on its host, `/` or `/alumni/`.
    base: &'l str,
}

impl Handler for Answers {
    fn answer(&self, asked: &Asked) -> Answer {
        if let Some((_, own)) = asked.path.split_once(&format!("/{OWN}")) {
            return self.own(own, asked);
        }
        let view = ViewOptions::read(asked.value("view"), self.stage.usual());
        let Some(seen) = self.stage.seen(view) else { return self.waiting(asked) };
        let Some(base) = base(&seen.shown) else { return self.waiting(asked) };
        let look = Snapshotted { seen: &seen, view, base: &base };
        match asked.path.strip_prefix(base.as_str()) {
            Some(inner) => self.page(asked, &look, inner),
            None => self.beside(asked, &look),
        }
    }
}

/// The path of the site on its host; `None` while there is nothing to show.
pub(super) fn base(shown: &Shown) -> Option<String> {
    shown.edition.renderer()?;
    Some(shown.edition.site()?.config.base_url.path.clone())
}

impl Answers {
    /// What belongs to the preview itself.
    fn own(&self, name: &str, asked: &Asked) -> Answer {
        let view = ViewOptions::read(asked.value("view"), self.stage.usual());
        let text = |media_type, text: String| {
            Answer::Page(Payload::new(media_type, text.into_bytes()))
        };
        match name {
            "events" => Answer::Events,
            "preview.js" => {
                Answer::Page(Payload::new(media_type("a.js"), browser::script()))
            }
            "waiting.css" => text(media_type("a.css"), browser::WAITING_STYLE.to_owned()),
            "page" => {
                text(JSON, self.information(asked.value("path").unwrap_or("/"), view))
            }
            "problems" => text(JSON, self.all_problems()),
            _ => match name.strip_prefix("proof/") {
                // What nobody has agreed to is shown on this machine only.
                Some(word) if !self.share => self.proof(word),
                _ => not_found(),
            },
        }
    }

    /// The page for whoever comes before the first build is done, or while there is nothing that
    /// could be shown. Its build is 0: what comes after it is no change of it.
    fn waiting(&self, asked: &Asked) -> Answer {
        let words = ProgramWords::of(self.language);
        let now = self.stage.now();
        let language = self.language.code();
        let html = if now.snapshot.is_some() {
            browser::stuck(words, language, "/", words.word("nothing-to-show"))
        } else if now.phrase.is_empty() {
            let text = words.preview().get("waiting-text").map_or("", String::as_str);
            browser::waiting(words, language, "/", text)
        } else {
            browser::waiting(words, language, "/", &now.phrase)
        };
        let html = browser::with_script(html.as_bytes(), "/", 0, &asked.path);
        Answer::Page(Payload::new(HTML, html).with_status(503))
    }

    fn page(&self, asked: &Asked, look: &Snapshotted<'_>, inner: &str) -> Answer {
        let at = format!("/{inner}");
        let Some(path) = output_path(&at) else { return self.missing(look, &at) };
        let address = at.strip_suffix("index.html").unwrap_or(&at);
        match look.seen.shown.output(&path) {
            PreviewOutput::Content(content) => {
                self.content(&path, &content, look, address, 200)
            }
            PreviewOutput::Broken(_, Some(before)) => {
                self.content(&path, &before, look, address, 200)
            }
            PreviewOutput::Broken(_, None) => self.broken(look, address),
            PreviewOutput::Nothing if look.has_page(&format!("{at}/")) => {
                redirect(asked, format!("{}/", asked.raw_path))
            }
            PreviewOutput::Nothing => self
                .of_another_view(&path, look)
                .unwrap_or_else(|| self.missing(look, address)),
        }
    }

    /// Another path than those below the base path. Nothing exists there, but it is where a tab
    /// or a bookmark was when the site had another address, or where somebody begins.
    fn beside(&self, asked: &Asked, look: &Snapshotted<'_>) -> Answer {
        let closed = format!("{}/", asked.path);
        if asked.path == "/" || closed == look.base {
            redirect(asked, look.base.to_owned())
        } else if look.has_page(&asked.path) {
            redirect(asked, format!("{}{}", look.base, &asked.raw_path[1..]))
        } else {
            self.missing(look, &asked.path)
        }
    }

    /// An asset of a page in another view: the address of an asset names its content and not the
    /// view that its page is seen in.
    fn of_another_view(
        &self,
        path: &OutputPath,
        look: &Snapshotted<'_>,
    ) -> Option<Answer> {
        if !path.as_str().starts_with("assets/") {
            return None;
        }
        let others = self.stage.others(look.view);
        others.into_iter().find_map(|shown| match shown.output(path) {
            PreviewOutput::Content(content) => {
                Some(self.content(path, &content, look, "", 200))
            }
            PreviewOutput::Broken(..) | PreviewOutput::Nothing => None,
        })
    }

    fn content(
        &self,
        path: &OutputPath,
        content: &Content,
        look: &Snapshotted<'_>,
        address: &str,
        status: u16,
    ) -> Answer {
        let kind = media_type(path.as_str());
        let bytes = match content {
            Content::Bytes(bytes) if kind == HTML => {
                let build = look.seen.build;
                Some(browser::with_script(bytes, look.base, build, address))
            }
            Content::Bytes(bytes) => Some(Arc::clone(bytes)),
            Content::Copy(source, digest) => self.copy(source, *digest),
            Content::Picture(recipe) => self.pictures.make(recipe),
            Content::Card(card) => self.pictures.card(card),
            // A preview keeps its pages in memory.
            Content::Stored(_) => None,
        };
        let Some(bytes) = bytes else { return not_found() };
        let payload = Payload::new(kind, bytes).with_status(status);
        Answer::Page(if path.as_str().starts_with("assets/") {
            payload.kept_for_good()
        } else {
            payload
        })
    }

    /// A file of the theme as it was when its address was made: with other bytes, a browser
    /// would keep them for good under a name that promises these.
    fn copy(&self, source: &SitePath, digest: Digest) -> Option<Arc<[u8]>> {
        let bytes = fs::read(self.root.join(source.as_str())).ok()?;
        (Digest::of(&bytes) == digest).then(|| bytes.into())
    }

    /// The site's own page for addresses that do not exist.
    fn missing(&self, look: &Snapshotted<'_>, address: &str) -> Answer {
        let shown = &look.seen.shown;
        let Some(site) = shown.edition.site() else { return not_found() };
        let below =
            |language: &&Language| address.starts_with(&format!("/{}/", language.code()));
        let language = site.config.languages.iter().skip(1).find(below);
        let name = language.map_or("404.html".to_owned(), |language| {
            format!("{}/404.html", language.code())
        });
        let content = OutputPath::new(&name).map(|path| (shown.output(&path), path));
        match content {
            Some((PreviewOutput::Content(content), path)) => {
                self.content(&path, &content, look, address, 404)
            }
            _ => not_found(),
        }
    }

    /// A page that cannot be made and never could: the overlay tells why.
    fn broken(&self, look: &Snapshotted<'_>, address: &str) -> Answer {
        let words = ProgramWords::of(self.language);
        let text = words.word("page-broken");
        let html = browser::stuck(words, self.language.code(), look.base, text);
        let html =
            browser::with_script(html.as_bytes(), look.base, look.seen.build, address);
        Answer::Page(Payload::new(HTML, html).with_status(500))
    }
}

impl Snapshotted<'_> {
    /// True if a page stands at an address below the base path.
    fn has_page(&self, address: &str) -> bool {
        let renderer = self.seen.shown.edition.renderer();
        let path = OutputPath::page(address);
        renderer.zip(path).is_some_and(|(renderer, path)| renderer.job(&path).is_some())
    }
}

/// The output at an address below the base path.
pub(super) fn output_path(address: &str) -> Option<OutputPath> {
    if address.ends_with('/') {
        OutputPath::page(address)
    } else {
        OutputPath::new(address.strip_prefix('/')?)
    }
}

/// Sends a browser elsewhere, in the view that it has.
fn redirect(asked: &Asked, path: String) -> Answer {
    let query = asked.raw_query.as_ref();
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    Answer::Redirect { location: path + &query }
}

fn not_found() -> Answer {
    let payload = Payload::new("text/plain; charset=utf-8", b"404\n".as_slice());
    Answer::Page(payload.with_status(404))
}
