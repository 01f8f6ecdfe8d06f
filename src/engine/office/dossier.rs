//! Everything that is held and published about one person, after Art. 15 GDPR.
//!
//! In come the sources as they are written, the public site and the register, out goes a text for
//! the person. What is held is told from the text of the files, since documents drop what is
//! private. Never published; whoever asks for it hands it to one person.
//!
//! Law: Regulation (EU) 2016/679 (GDPR) Art. 15 (1) and (3).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::base::explain::Catalogue;
use crate::base::language::Language;
use crate::base::presence::Role;
use crate::base::source::{FileBody, SitePath, Snapshot};
use crate::model::consent::Field;
use crate::model::document::{Document, DocumentContent, Key};
use crate::model::person::Name;
use crate::model::story::Subject;
use crate::model::text::{Photo, Piece};
use crate::publish::disclosure::FieldOutcome;

use super::account::{Account, PersonExplained};
use super::consent_state::{ConsentExplained, ConsentState, RefusalReason};
use super::edition_with_sources::EditionWithSources;
use super::person_lookup::{PersonNotFound, find};
use super::privacy_drafts::{Gaps, field_label, supervisor, withdrawal};

/// Finds the person that a word means: the number of the document, and the opaque id, by which
/// the register is named.
///
/// # Errors
/// If it means nobody, or more than one.
pub fn asked(
    inside: &EditionWithSources,
    word: &str,
) -> Result<(usize, Option<String>), PersonNotFound> {
    let document = find(&inside.documents, word)?;
    let id = match &document.content {
        DocumentContent::Person(person) => person.id.clone(),
        DocumentContent::Story(_)
        | DocumentContent::Event(_)
        | DocumentContent::Page(_)
        | DocumentContent::Translation(..) => None,
    };
    let number = inside.documents.iter().position(|one| one.path == document.path);
    number.map(|number| (number, id)).ok_or(PersonNotFound::Nobody(None))
}

/// The dossier of a person; `None` if the settings or the theme cannot be used.
pub fn dossier(
    snapshot: &Snapshot,
    inside: &EditionWithSources,
    number: usize,
    register: &[String],
    language: Language,
) -> Option<String> {
    let (site, renderer) = (inside.edition.site()?, inside.edition.renderer()?);
    let presence = renderer.presence();
    let account = Account { site, documents: &inside.documents, presence: &presence };
    let dossier = Dossier { account: &account, snapshot, register, language };
    dossier.text(inside.documents.get(number)?)
}

/// What a dossier is made from.
struct Dossier<'a> {
    /// The site, its documents, and who is seen where.
    account: &'a Account<'a>,
    /// The sources.
    snapshot: &'a Snapshot,
    /// The lines of the person's register, as they stand there.
    register: &'a [String],
    /// The reader's language.
    language: Language,
}

impl Dossier<'_> {
    /// The text about the person of a document; `None` if it has none.
    fn text(&self, document: &Document) -> Option<String> {
        let person = self.account.person(document)?;
        let mut out = String::new();
        self.head(&mut out, &person);
        self.published(&mut out, &person);
        self.consent(&mut out, &person.consent);
        for story in &person.stories {
            let _ = write!(out, "\n{} „{}“\n", self.say("Porträt", "Story"), story.title);
            self.consent(&mut out, &story.consent);
        }
        self.history(&mut out);
        let held = self.held(document);
        self.files(&mut out, &held);
        self.photos(&mut out, &held);
        self.elsewhere(&mut out, document, &held);
        self.rights(&mut out);
        Some(out)
    }

    fn say(&self, german: &'static str, english: &'static str) -> &'static str {
        self.language.choose(german, english)
    }

    fn day(&self, day: Option<Date>) -> String {
        day.map_or_else(|| "–".to_owned(), |day| Catalogue::of(self.language).day(day))
    }

    fn heading(&self, out: &mut String, german: &'static str, english: &'static str) {
        let _ = write!(out, "\n## {}\n\n", self.say(german, english));
    }

    fn head(&self, out: &mut String, person: &PersonExplained) {
        let config = &self.account.site.config;
        let title = self.say(
            "Auskunft über gespeicherte und veröffentlichte Daten (Art. 15 DSGVO)",
            "Information about data held and published (Art. 15 GDPR)",
        );
        let institution = config.institution.name.as_ref().unwrap_or(&config.title);
        let _ = write!(
            out,
            "# {title}\n\n{}: {}  \n{}: {}  \n{}: {}, {}\n",
            self.say("Person", "Person"),
            person.name,
            self.say("Stand", "As of"),
            self.day(Some(self.account.site.today)),
            self.say("Verantwortlich", "Controller"),
            institution.text(self.language),
            config.base_url.absolute("/"),
        );
    }

    fn published(&self, out: &mut String, person: &PersonExplained) {
        self.heading(out, "Was veröffentlicht ist", "What is published");
        if person.outputs.is_empty() {
            let nothing = self.say("Heute nichts.", "Nothing today.");
            let _ = writeln!(out, "{nothing}");
        }
        let listed = person.outputs.iter().map(|one| (one.role, one.url.as_str()));
        let listed: BTreeSet<(Role, &str)> = listed.collect();
        for (role, url) in listed {
            let _ = writeln!(out, "- {url} ({})", self.role(role));
        }
        if person.fields.is_empty() {
            return;
        }
        let _ = write!(
            out,
            "\n| {} | {} |\n|---|---|\n",
            self.say("Angabe", "Field"),
            self.say("veröffentlicht", "published")
        );
        for field in &person.fields {
            let outcome = self.outcome(field.outcome);
            let _ = writeln!(out, "| {} | {outcome} |", self.field(field.field));
        }
    }

    /// Whether a field is published, and if not, why.
    fn outcome(&self, outcome: FieldOutcome) -> &'static str {
        match outcome {
            FieldOutcome::Shown => self.say("ja", "yes"),
            FieldOutcome::NotListed => {
                self.say("nein: nicht freigegeben", "no: not agreed to")
            }
            FieldOutcome::PersonWithheld => self.say(
                "nein: die Person erscheint nicht",
                "no: the person is not published",
            ),
            FieldOutcome::Deceased => self.say("nein: verstorben", "no: deceased"),
            FieldOutcome::PhotoOfOthers => self.say(
                "nein: jemand anderes auf dem Foto stimmt nicht zu",
                "no: somebody else in the photo does not agree",
            ),
        }
    }

    fn field(&self, field: Field) -> &'static str {
        self.say(field_label(field), field.word())
    }

    fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Subject => self.say("eigene Seite", "own page"),
            Role::Card => self.say("Eintrag in einer Liste", "entry of a list"),
            Role::Speaker => self.say("als vortragende Person", "as a speaker"),
            Role::Neighbour => {
                self.say("Verweis von einer anderen Seite", "led to from another page")
            }
            Role::Mention => self.say("Link im Text", "link in a text"),
            Role::Contact => self.say("Kontakt", "contact"),
            Role::Redirect => self.say("frühere Adresse", "former address"),
            Role::Feed => self.say("Feed", "feed"),
            Role::Calendar => self.say("Kalender", "calendar"),
            Role::Sitemap => {
                self.say("Liste für Suchmaschinen", "list for search engines")
            }
            Role::Picture => self.say("Foto", "photo"),
            Role::SocialCard => self.say("Vorschaubild", "preview picture"),
            Role::Search => self.say("Suche der Website", "search of the site"),
        }
    }

    fn consent(&self, out: &mut String, consent: &ConsentExplained) {
        self.heading(out, "Einwilligung", "Consent");
        if consent.state == ConsentState::Refused(RefusalReason::Missing) {
            let none = self.say("Es ist keine eingetragen.", "None is recorded.");
            let _ = writeln!(out, "{none}");
            return;
        }
        let fields: Vec<&str> =
            consent.fields.iter().flatten().map(|field| field.word()).collect();
        let channels: Vec<&str> =
            consent.channels.iter().map(|channel| channel.word()).collect();
        let text = consent.text.clone().unwrap_or_else(|| "–".to_owned());
        for (name, value) in [
            (self.say("gegeben", "given"), self.day(consent.given)),
            (self.say("gilt bis", "holds until"), self.day(consent.until)),
            (self.say("widerrufen zum", "withdrawn on"), self.day(consent.withdrawn)),
            (self.say("Fassung des Textes", "version of the text"), text),
            (self.say("Felder", "fields"), fields.join(", ")),
            (self.say("Wege", "channels"), channels.join(", ")),
        ] {
            let _ = writeln!(out, "- {name}: {value}");
        }
    }

    fn history(&self, out: &mut String) {
        if self.register.is_empty() {
            return;
        }
        self.heading(out, "Einwilligungsregister", "Register of consents");
        fence(out, &(self.register.join("\n") + "\n"));
    }

    /// The files that are about the person: the entry, its translations, and stories about the
    /// person with theirs.
    fn held(&self, document: &Document) -> Vec<&SitePath> {
        let is_person = matches!(document.content, DocumentContent::Person(_));
        let about = |other: &Document| match &other.content {
            DocumentContent::Story(story) if is_person => {
                matches!(&story.subject, Subject::Person(key) if *key == *document.key.name)
            }
            _ => false,
        };
        let documents = self.account.documents.iter();
        let keys: BTreeSet<&Key> = documents
            .filter(|other| other.key == document.key || about(other))
            .map(|other| &other.key)
            .collect();
        // By their names, so that a file with a mistake in it is here too.
        let files = self
            .snapshot
            .files
            .keys()
            .filter(|path| Key::of(path).is_some_and(|(key, _)| keys.contains(&key)));
        files.collect()
    }

    fn files(&self, out: &mut String, held: &[&SitePath]) {
        self.heading(out, "Was gespeichert ist", "What is held");
        let note = self.say(
            "Die Dateien im Wortlaut, auch mit dem, was nie veröffentlicht wird.",
            "The files word for word, with what is never published too.",
        );
        let _ = writeln!(out, "{note}");
        for path in held {
            let _ = write!(out, "\n### {path}\n\n");
            if let Some(text) = self.snapshot.text(path) {
                fence(out, text);
            }
        }
    }

    fn photos(&self, out: &mut String, held: &[&SitePath]) {
        let mut photos: BTreeSet<SitePath> = BTreeSet::new();
        let held: BTreeSet<&SitePath> = held.iter().copied().collect();
        let documents = self.account.documents.iter();
        for document in documents.filter(|document| held.contains(&document.path)) {
            let photo: Option<&Photo> = match &document.content {
                DocumentContent::Person(person) => person.photo.as_ref(),
                DocumentContent::Story(story) => story.photo.as_ref(),
                _ => None,
            };
            let in_text = document.body.pieces.iter().filter_map(|piece| match piece {
                Piece::Picture { file, .. } => Some(file.as_str()),
                _ => None,
            });
            let files = photo.map(|photo| photo.file.as_str()).into_iter().chain(in_text);
            photos.extend(files.filter_map(|file| document.path.join(file)));
        }
        let lines: Vec<String> = photos
            .iter()
            .filter_map(|path| {
                let source = self.snapshot.files.get(path)?;
                let FileBody::Binary(binary) = &source.body else { return None };
                let size = binary.picture.map_or_else(String::new, |size| {
                    format!(", {} × {}", size.width, size.height)
                });
                let (length, hash) = (binary.length, source.digest.hex());
                Some(format!("- {path}{size}, {length} bytes, XXH3-128 {hash}"))
            })
            .collect();
        if !lines.is_empty() {
            let _ = write!(out, "\n### {}\n\n", self.say("Fotos", "Photos"));
            let _ = writeln!(out, "{}", lines.join("\n"));
        }
    }

    /// Lines of other files that name the person: by name, by the name of the entry, by the
    /// opaque id or by the person's mailbox.
    fn elsewhere(&self, out: &mut String, document: &Document, held: &[&SitePath]) {
        let wanted = PersonPattern::of(document);
        self.heading(out, "Wo Sie außerdem genannt sind", "Where else you are named");
        let mut found = false;
        let held: BTreeSet<&SitePath> = held.iter().copied().collect();
        for (path, source) in &self.snapshot.files {
            let other = path.as_str().starts_with("content/") && !held.contains(path);
            let FileBody::Text(text) = &source.body else { continue };
            if !other {
                continue;
            }
            for (number, line) in text.lines().enumerate() {
                if wanted.is_in(line) {
                    found = true;
                    let _ = writeln!(out, "- {path}:{}: `{}`", number + 1, line.trim());
                }
            }
        }
        if !found {
            let nowhere = self.say(
                "In keiner anderen Datei der Website.",
                "In no other file of the site.",
            );
            let _ = writeln!(out, "{nowhere}");
        }
        let limits = self.say(
            "Nicht durchsucht: Bildinhalte, herunterladbare Dateien, unterschriebene Formulare, \
             Protokolle des Webservers, Sicherungen und frühere Fassungen in der \
             Versionsverwaltung.",
            "Not searched: what pictures show, downloads, signed forms, logs of the web server, \
             backups, and former versions under version control.",
        );
        let _ = writeln!(out, "\n{limits}");
    }

    fn rights(&self, out: &mut String) {
        let config = &self.account.site.config;
        let gaps = Gaps::default();
        self.heading(
            out,
            "Zweck, Dauer, Empfänger, Rechte",
            "Purpose, period, recipients, rights",
        );
        let months = config.consent.valid_months;
        let retention = gaps.or_mark(
            config.privacy.retention.as_deref(),
            "privacy.retention",
            "Frist und Grund der Aufbewahrung",
        );
        let way = withdrawal(config, &gaps);
        let authority = supervisor(config);
        let _ = match self.language {
            Language::De => writeln!(
                out,
                "- Zweck: Verzeichnis ehemaliger Mitglieder der Hochschule und Porträts, auf Grund \
                 Ihrer Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO, § 15 Abs. 1 Satz 4 SächsHSG).\n\
                 - Dauer: {months} Monate ab der Einwilligung, wenn nichts anderes vereinbart ist, \
                 oder bis zum Widerruf. Formular und Eintrag danach: {retention}\n\
                 - Empfänger: was veröffentlicht ist, ist weltweit abrufbar.\n\
                 - Herkunft: von Ihnen, soweit hier nichts anderes steht.\n\
                 - Widerruf jederzeit (Art. 7 Abs. 3 DSGVO): {way}\n\
                 - Berichtigung, Löschung, Einschränkung, Übertragung: Art. 16 bis 18 und 20 DSGVO.\n\
                 - Beschwerde (Art. 77 DSGVO): {authority}\n\
                 - Automatisierte Entscheidungen finden nicht statt."
            ),
            Language::En => writeln!(
                out,
                "- Purpose: directory of former members of the university and stories, on the ground \
                 of your consent (Art. 6 (1) (a) GDPR, § 15 (1) sentence 4 SächsHSG).\n\
                 - Period: {months} months from the consent, unless agreed otherwise, or until \
                 withdrawal. Form and entry afterwards: {retention}\n\
                 - Recipients: what is published can be seen worldwide.\n\
                 - Source: you, unless something else is said here.\n\
                 - Withdrawal at any time (Art. 7 (3) GDPR): {way}\n\
                 - Rectification, erasure, restriction, portability: Art. 16 to 18 and 20 GDPR.\n\
                 - Complaint (Art. 77 GDPR): {authority}\n\
                 - There are no automated decisions."
            ),
        };
    }
}

/// A text word for word, in a fence that nothing in it can close.
fn fence(out: &mut String, text: &str) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(out, "{fence}text\n{text}{end}{fence}\n");
}

/// By what a person is found in a line.
struct PersonPattern {
    /// Anywhere, in small letters.
    names: Vec<String>,
    /// As whole words.
    words: Vec<String>,
}

impl PersonPattern {
    fn of(document: &Document) -> Self {
        let (name, email, id) = match &document.content {
            DocumentContent::Person(person) => {
                (Some(&person.name), person.email.clone(), person.id.clone())
            }
            DocumentContent::Story(story) => match &story.subject {
                Subject::Named(name) => (Some(name), None, None),
                Subject::Person(_) => (None, None, None),
            },
            _ => (None, None, None),
        };
        let names = name.map_or_else(Vec::new, spellings);
        let names = names.into_iter().chain(email).map(|name| name.to_lowercase());
        let key = matches!(document.content, DocumentContent::Person(_))
            .then(|| document.key.name.to_string());
        let words = key.into_iter().chain(id).map(|word| word.to_lowercase());
        Self { names: names.collect(), words: words.collect() }
    }

    fn is_in(&self, line: &str) -> bool {
        let line = line.to_lowercase();
        let is_part = |c: char| c.is_alphanumeric() || "-_".contains(c);
        self.names.iter().any(|name| line.contains(name.as_str()))
            || line
                .split(|c: char| !is_part(c))
                .any(|word| self.words.iter().any(|wanted| wanted == word))
    }
}

/// A name in either order; one that stands alone is a whole name.
fn spellings(name: &Name) -> Vec<String> {
    let given = name.given.as_deref().unwrap_or("");
    let particle =
        name.particle.as_ref().map_or(String::new(), |word| format!("{word} "));
    match name.family.as_deref() {
        Some(family) if !given.is_empty() => vec![
            format!("{given} {particle}{family}"),
            format!("{given} {family}"),
            format!("{family}, {given}"),
            format!("{particle}{family}, {given}"),
        ],
        Some(family) => vec![family.to_owned()],
        None => vec![given.to_owned()],
    }
}
