//! Proofs in the preview: what waits for a consent, under an address of the preview's own.
//!
//! In comes a word from an address, out goes one marked page that names no other file. Never
//! asked when other machines of the network may look.

use std::fmt::Write as _;

use super::answers::Answers;
use crate::base::output::Content;
use crate::base::program_words::ProgramWords;
use crate::base::text::{escape, percent_encoded};
use crate::cmd::proof::{bytes_of, no_proof};
use crate::engine::proof::{awaiting, proof, word_of};
use crate::preview_server::answer::{Answer, Payload};

const HTML: &str = "text/html; charset=utf-8";

impl Answers {
    /// The proof of a story or an entry, or the list of all there are.
    pub(super) fn proof(&self, word: &str) -> Answer {
        let words = ProgramWords::of(self.language);
        let now = self.stage.now();
        let Some(snapshot) = now.snapshot.as_deref() else {
            return self.proof_page(words.word("nothing-to-show"), 503);
        };
        if word.is_empty() {
            return self.proof_list();
        }
        let bytes = |content: &Content| bytes_of(&self.root, content);
        match proof(snapshot, word, self.language, &bytes) {
            Ok(made) => Answer::Page(Payload::new(HTML, made.html().as_bytes().to_vec())),
            Err(why) => {
                let why = no_proof(word, &why, snapshot, self.language);
                let (message, help) = why.text(self.language);
                self.proof_page(&escape(&format!("{message}. {help}")), 404)
            }
        }
    }

    /// What waits for a consent, with the addresses of the proofs.
    fn proof_list(&self) -> Answer {
        let words = ProgramWords::of(self.language);
        let now = self.stage.now();
        let site = now.shown.as_ref().and_then(|shown| shown.edition.site());
        let files = site.map(|site| awaiting(site)).unwrap_or_default();
        if files.is_empty() {
            return self.proof_page(words.word("proof-none"), 200);
        }
        let mut list = format!("{}</p><ul>", words.word("proof-intro"));
        for file in &files {
            let address = percent_encoded(word_of(file), "/-._");
            let name = escape(file.as_str());
            let _ = write!(list, "<li><a href=\"{address}\">{name}</a></li>");
        }
        list.push_str("</ul><p>");
        self.proof_page(&list, 200)
    }

    /// A small page of the preview; `html` is HTML.
    fn proof_page(&self, html: &str, status: u16) -> Answer {
        let words = ProgramWords::of(self.language);
        let title = words.word("proof-index");
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"robots\" content=\"noindex\"><title>{title}</title></head>\n\
             <body><h1>{title}</h1>\n<p>{html}</p>\n</body>\n</html>\n",
            self.language.code()
        );
        Answer::Page(Payload::new(HTML, page.into_bytes()).with_status(status))
    }
}
