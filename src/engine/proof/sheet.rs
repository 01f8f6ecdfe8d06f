//! The document of a proof: the mark, the pages, and the sheet to sign.
//!
//! In come pages without addresses and what is asked for, out goes HTML. Every page carries the
//! mark, on the screen and on paper; no box is ticked, since only the person may tick one.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::config::Config;
use crate::base::explain::Catalogue;
use crate::base::language::Language;
use crate::base::program_words::ProgramWords;
use crate::base::text::escape;
use crate::engine::office::person_lookup::name_of;
use crate::engine::office::privacy_drafts::{channel_label, field_label};
use crate::model::consent::{Channel, Field};
use crate::model::document::{Document, DocumentContent};

use super::supposed::AskedConsent;

const STYLE: &str = include_str!("sheet.css");

/// What the document is made from.
pub(super) struct ProofSheet<'s> {
    /// The language of the sheet.
    pub(super) language: Language,
    pub(super) config: &'s Config,
    pub(super) today: Date,
    /// All documents, for the name of the person.
    pub(super) documents: &'s [Arc<Document>],
    /// The story or the entry.
    pub(super) asked: &'s Document,
    /// What would have to be agreed to.
    pub(super) consents: &'s [AskedConsent],
    /// By which text and signature belong together.
    pub(super) version: String,
}

impl ProofSheet<'_> {
    /// The whole document. `style` is that of the site, `mains` are its pages in each language.
    pub(super) fn document(
        &self,
        style: &str,
        mains: impl Iterator<Item = (Language, String)>,
    ) -> String {
        let words = ProgramWords::of(self.language);
        let mark = escape(words.word("proof-mark"));
        let title = escape(&self.title());
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex, nofollow, noarchive\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; img-src data:; font-src data:\">\n\
             <title>{mark}: {title}</title>\n<style>\n{style}\n{STYLE}</style>\n</head>\n\
             <body class=\"matrikel-proof\">\n",
            self.language.code()
        );
        let version = self.say("Fassung", "version");
        let _ = write!(
            out,
            "<p class=\"proof-mark\"><strong>{mark}</strong> <span>{title} · {} · {version} {}</span></p>\n\
             <p class=\"proof-water\" aria-hidden=\"true\">{mark}</p>\n",
            Catalogue::of(self.language).day(self.today),
            self.version
        );
        for (language, main) in mains {
            let _ = write!(
                out,
                "<main class=\"proof-page\" lang=\"{}\">\n{main}\n</main>\n",
                language.code()
            );
        }
        self.sign(&mut out);
        out.push_str("</body>\n</html>\n");
        out
    }

    fn say(&self, german: &'static str, english: &'static str) -> &'static str {
        self.language.choose(german, english)
    }

    fn title(&self) -> String {
        match &self.asked.content {
            DocumentContent::Story(story) => story.title.clone(),
            _ => name_of(self.asked, self.documents),
        }
    }

    /// What is asked for, and the place to sign.
    fn sign(&self, out: &mut String) {
        let _ = write!(
            out,
            "<section class=\"proof-sheet\">\n<h2>{}</h2>\n<p>{}</p>\n",
            self.say("Ihre Einwilligung", "Your consent"),
            self.say(
                "Das steht noch nirgends. Es erscheint nur, wenn Sie einwilligen, und nur mit dem, \
                 was Sie hier ankreuzen. Sie müssen nichts ankreuzen; Nachteile hat das nicht.",
                "None of this is online. It appears only if you agree, and only with what you \
                 tick here. You need not tick anything, and nothing bad follows if you do not.",
            ),
        );
        for consent in self.consents {
            self.asked_for(out, consent);
        }
        self.answer(out);
        out.push_str("</section>\n");
    }

    fn asked_for(&self, out: &mut String, asked: &AskedConsent) {
        let head = if asked.is_entry {
            self.say("Ihr Eintrag im Verzeichnis", "Your entry in the directory")
        } else {
            self.say("Das Porträt", "The story")
        };
        let _ = writeln!(out, "<h3>{head}</h3>");
        let fields = match (&asked.consent.fields, asked.is_entry) {
            (Some(fields), _) => fields.iter().map(|one| self.field(*one)).collect(),
            (None, false) => {
                vec![self.say("Text", "Text"), self.say("Foto", "Photo")]
            }
            (None, true) => Vec::new(),
        };
        let what = self.say("Was erscheinen darf", "What may appear");
        boxes(out, what, fields.into_iter());
        let channels = Channel::WORDS.iter().map(|(_, one)| self.channel(*one));
        boxes(out, self.say("Auf welchen Wegen", "Through which channels"), channels);
        let until = self.config.consent.last_day(self.today, asked.consent.until);
        let until = Catalogue::of(self.language).day(until);
        let _ = writeln!(
            out,
            "<p>{} <strong>{until}</strong>. {}</p>",
            self.say(
                "Heute gegeben, gilt die Einwilligung bis",
                "Given today, the consent holds until"
            ),
            self.say(
                "Sie können sie jederzeit ohne Gründe widerrufen; eine Nachricht genügt.",
                "You may withdraw it at any time, without reasons; a message is enough.",
            )
        );
        if let Some(text) = &asked.consent.text {
            let label = self.say("Wortlaut der Einwilligung", "Wording of the consent");
            let _ = writeln!(out, "<p>{label}: {}</p>", escape(text));
        }
    }

    fn field(&self, field: Field) -> &'static str {
        self.say(field_label(field), field.word())
    }

    fn channel(&self, channel: Channel) -> &'static str {
        let english = match channel {
            Channel::Site => "Website: pages, lists, and speakers of events",
            Channel::SearchEngines => {
                "Search engines: their results, structured data, previews when shared"
            }
            Channel::Feeds => "Feeds and calendars: in programs of others",
            Channel::Press => "Press: the photo in full size with its credit",
        };
        self.say(channel_label(channel), english)
    }

    /// Lines to write on, and where to send it.
    fn answer(&self, out: &mut String) {
        let own = &self.config.institution;
        let name = own.name.as_ref().unwrap_or(&self.config.title).text(self.language);
        let town = [&own.postal_code, &own.city].into_iter().flatten().cloned();
        let town = town.collect::<Vec<_>>().join(" ");
        let lines =
            [Some(name.to_owned()), own.street.clone(), Some(town), own.email.clone()];
        let lines = lines.into_iter().flatten().filter(|line| !line.is_empty());
        let address: Vec<String> = lines.map(|line| escape(&line)).collect();
        let version = self.say("Fassung", "version");
        let _ = write!(
            out,
            "<h3>{}</h3>\n<div class=\"proof-lines\" aria-hidden=\"true\"></div>\n\
             <p>{} ({version} {})</p>\n\
             <dl class=\"proof-sign\">\n<dt>{}</dt><dd></dd>\n<dt>{}</dt><dd></dd>\n\
             <dt>{}</dt><dd></dd>\n</dl>\n<p>{}<br>{}</p>\n",
            self.say("Was ich anders möchte", "What I want changed"),
            self.say(
                "Ich habe diesen Abzug gelesen und willige in das ein, was ich angekreuzt habe.",
                "I have read this proof and agree to what I have ticked.",
            ),
            self.version,
            self.say("Ort, Tag", "Place, day"),
            self.say("Unterschrift", "Signature"),
            self.say(
                "Bei Minderjährigen: Unterschrift der Sorgeberechtigten",
                "For minors: signature of the parent or guardian",
            ),
            self.say("Zurück an:", "Back to:"),
            address.join("<br>"),
        );
    }
}

/// Boxes to tick, all of them empty.
fn boxes(out: &mut String, head: &str, labels: impl Iterator<Item = &'static str>) {
    let _ = write!(out, "<h4>{head}</h4>\n<ul class=\"proof-boxes\">\n");
    for label in labels {
        let _ = writeln!(
            out,
            "<li><span aria-hidden=\"true\">☐</span> {}</li>",
            escape(label)
        );
    }
    out.push_str("</ul>\n");
}
