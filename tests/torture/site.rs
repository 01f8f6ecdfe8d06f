//! A random site: its files, and what must be looked for of whom.
//!
//! In come choices and the day, out go files by path and needles. What may be shown is not decided
//! here; only whose each word is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Cursor;

use jiff::civil::Date;

use super::chance::Chance;
use super::people::{Person, Standing, Stock, day};

/// A photo that shows several people.
pub(crate) struct Group {
    /// Below `content/`.
    pub(crate) file: String,
    pub(crate) colour: [u8; 3],
    pub(crate) people: BTreeSet<usize>,
}

/// A text of the site, and whom it names.
#[derive(Default)]
pub(crate) struct Text {
    /// People whose names stand there as plain words.
    pub(crate) plain: BTreeSet<usize>,
    /// People who are linked, mentioned, or speak.
    pub(crate) refers: BTreeSet<usize>,
}

/// A whole site.
pub(crate) struct Site {
    pub(crate) people: Vec<Person>,
    pub(crate) groups: Vec<Group>,
    /// Words of stories: whose, and the word.
    pub(crate) stories: Vec<(usize, String)>,
    /// Whom which text names, by path.
    pub(crate) texts: BTreeMap<String, Text>,
    pub(crate) register: bool,
    pub(crate) opaque: bool,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// Chooses a site.
pub(crate) fn site(chance: &mut Chance, today: Date) -> Site {
    let opaque = chance.one_in(3);
    let register = chance.one_in(2);
    let mut stock = Stock::new(chance);
    let entries = chance.of(&[3, 4, 5, 6, 8, 12]);
    let named = chance.below(3);
    // Once in so many sites nobody has an id, so that `assign-ids` has something to do.
    let with_ids = opaque || chance.below(3) > 0;
    let mut people: Vec<Person> = (0..entries + named)
        .map(|number| {
            let with_id = with_ids || chance.one_in(2);
            stock.person(chance, number < entries, with_id)
        })
        .collect();
    if people.iter().all(|one| !one.begins_published()) {
        people[0].standing = Standing::Holds;
    }
    if chance.one_in(6) {
        for person in people.iter_mut().filter(|_| chance.below(2) == 0) {
            person.channels.push("search-engines");
        }
    }
    let groups = (0..chance.below(3))
        .map(|number| {
            let people = (0..chance.between(2, 4)).map(|_| chance.below(entries));
            let people = people.collect();
            let file = format!("events/gruppe-{number}.png");
            Group { file, colour: stock.colour(), people }
        })
        .collect();
    let mut site = Site {
        people,
        groups,
        stories: Vec::new(),
        texts: BTreeMap::new(),
        register,
        opaque,
        files: BTreeMap::new(),
    };
    let mut writer = Writer { site: &mut site, chance, today, entries };
    writer.settings();
    writer.people();
    for number in 0..writer.chance.below(3) {
        writer.story_of_entry(number);
    }
    for number in 0..writer.chance.between(1, 3) {
        writer.event(number);
    }
    for number in 0..writer.chance.between(1, 3) {
        writer.page(number);
    }
    site
}

struct Writer<'w> {
    site: &'w mut Site,
    chance: &'w mut Chance,
    today: Date,
    entries: usize,
}

impl Writer<'_> {
    fn put(&mut self, path: &str, text: impl Into<Vec<u8>>) {
        self.site.files.insert(path.to_owned(), text.into());
    }

    fn settings(&mut self) {
        let addresses = if self.site.opaque { "opaque" } else { "name" };
        let per_page = self.chance.of(&[2, 50, 50]);
        let languages =
            self.chance.of(&["\"de\", \"en\"", "\"de\", \"en\"", "\"en\", \"de\""]);
        self.put(
            "config.toml",
            format!(
                "title = \"Probe\"\nbase_url = \"https://alumni.example.org/\"\n\
                 languages = [{languages}]\ntheme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n\
                 [institution]\nname = \"Beispielhochschule\"\nemail = \"buero@example.org\"\n\
                 [directory]\nper_page = {per_page}\naddresses = \"{addresses}\"\n"
            ),
        );
        self.put(
            "content/contacts.yaml",
            "- id: buero\n  name: Amtsstube Eins\n  role: Leitung\n  email: buero@example.org\n",
        );
        self.put(
            "content/faculties.yaml",
            "- id: bau\n  name: { de: Fakultät Bauwesen, en: Faculty of Building }\n",
        );
        self.put("content/_index.md", "---\ntitle: Willkommen\n---\nGuten Tag.\n");
        let groups = &self.site.groups;
        let listed = groups.iter().map(|group| {
            let people = group.people.iter().map(|one| &*self.site.people[*one].slug);
            let people = people.collect::<Vec<_>>().join(", ");
            format!("- file: {}\n  people: [{people}]\n", group.file)
        });
        let listed: String = listed.collect();
        let photos: Vec<_> = groups
            .iter()
            .map(|group| (format!("content/{}", group.file), picture(group.colour)))
            .collect();
        if !listed.is_empty() {
            self.put("content/photos.yaml", listed);
        }
        self.site.files.extend(photos);
    }

    fn people(&mut self) {
        for number in 0..self.site.people.len() {
            let person = self.site.people[number].clone();
            if person.is_entry {
                self.entry(number, &person);
            } else {
                self.story_of_nobody(number, &person);
            }
        }
    }

    fn entry(&mut self, number: usize, person: &Person) {
        let mut data = String::new();
        if let Some(id) = &person.id {
            let _ = writeln!(data, "id: {id}");
        }
        let mut name = format!("given: \"{}\"", person.given);
        if let Some(particle) = person.particle {
            let _ = write!(name, ", particle: {particle}");
        }
        let _ = write!(name, ", family: \"{}\"", person.family);
        if let Some(birth) = &person.birth {
            let _ = write!(name, ", birth: \"{birth}\"");
        }
        let _ = writeln!(data, "name: {{ {name} }}");
        if let Some(former) = &person.former {
            let _ =
                writeln!(data, "former_names: [{{ family: \"{former}\", tell: false }}]");
        }
        let word = |field: &str| &person.words[field];
        let _ = write!(
            data,
            "pronoun: f\naffiliations:\n  - {{ kind: graduate, faculty: bau, programme: \"Studiengang {}\", from: 1986, to: 1991 }}\n\
             position: {{ de: Leitung {1}, en: Head of {1} }}\nemployer: Werk {2}\nsector: business\ncity: Ort {3}\ncountry: DE\n\
             languages: [de, fr]\ntopics: [\"Thema {4}\"]\noffers: [{{ kind: mentoring, note: \"Rat {5}\" }}]\n\
             website: https://{6}.example.org/\nemail: {7}\nrelatives: \"Geschwister {8}\"\n\
             private: {{ phone: \"{9}\", note: \"Notiz {8}\" }}\n",
            word("affiliations"),
            word("position"),
            word("employer"),
            word("city"),
            word("topics"),
            word("offers"),
            word("website"),
            person.mailbox,
            person.private,
            person.phone[0],
        );
        if let Some(colour) = person.colour {
            let _ = writeln!(
                data,
                "photo: {{ file: bild-{}.png, alt: \"Bild {}\" }}",
                person.private,
                word("photo")
            );
            let file = person.file();
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            self.put(
                &format!("content/{folder}/bild-{}.png", person.private),
                picture(colour),
            );
        }
        data.push_str(&self.consent(person, &person.fields));
        let body = format!(
            "Lebenslauf {}.{}",
            word("bio"),
            self.prose(&person.file(), Some(number))
        );
        self.put(
            &format!("content/{}", person.file()),
            format!("---\n{data}---\n{body}\n"),
        );
        if person.translated {
            let path = self.translation(&person.file());
            let text = format!(
                "---\nposition: Chief {}\n---\nA life {}.\n",
                word("position"),
                word("bio")
            );
            self.put(&path, text);
        }
    }

    /// The path of the translation of a file below `content/`.
    fn translation(&self, file: &str) -> String {
        let config = String::from_utf8_lossy(&self.site.files["config.toml"]);
        let code = if config.contains("[\"de\"") { "en" } else { "de" };
        format!("content/{}.{code}.md", file.strip_suffix(".md").unwrap_or(file))
    }

    fn consent(&mut self, person: &Person, fields: &BTreeSet<&'static str>) -> String {
        if person.standing == Standing::None {
            return String::new();
        }
        let given =
            day(self.today, -i64::try_from(self.chance.between(100, 500)).unwrap());
        let until = match person.standing {
            Standing::Soon => day(self.today, 20),
            Standing::Lapsed => day(self.today, -1),
            _ => day(self.today, 700),
        };
        let mut text = format!("consent:\n  given: {given}\n  until: {until}\n");
        if person.standing == Standing::Withdrawn {
            let _ = writeln!(text, "  withdrawn: {}", day(self.today, -3));
        }
        let _ = writeln!(text, "  evidence: \"Blatt {}\"", person.private);
        let listed: Vec<&str> = fields.iter().copied().collect();
        if person.is_entry {
            let _ = writeln!(text, "  fields: [{}]", listed.join(", "));
        }
        let channels = match person.standing {
            Standing::Elsewhere => "press".to_owned(),
            _ => person.channels.join(", "),
        };
        let _ = writeln!(text, "  channels: [{channels}]");
        text
    }

    /// A story about somebody without an entry, with a consent of its own.
    fn story_of_nobody(&mut self, number: usize, person: &Person) {
        let consent = self.consent(person, &BTreeSet::new());
        let prose = self.prose(&person.file(), Some(number));
        let text = format!(
            "---\ntitle: Gespräch {number}\ndate: {}\nname: {{ given: \"{}\", family: \"{}\" }}\n\
             summary: \"Kurz {}\"\n{consent}---\nErzählt {}.{prose}\n",
            day(self.today, -200),
            person.given,
            person.family,
            person.words["position"],
            person.words["bio"],
        );
        self.put(&format!("content/{}", person.file()), text);
    }

    fn story_of_entry(&mut self, number: usize) {
        let person = self.chance.below(self.entries);
        let word = self.chance.canary();
        let own = &self.site.people[person];
        let (slug, called) = (own.slug.clone(), own.called().replace('\'', "''"));
        let channels = own.channels.join(", ");
        let title = if self.chance.one_in(2) {
            format!("'Bei [{called}](person:{slug} \"jemandem\")'")
        } else {
            format!("Bericht {word}")
        };
        let path = format!("portraits/bericht-{number}.md");
        let prose = self.prose(&path, Some(person));
        let text = format!(
            "---\ntitle: {title}\ndate: {}\nperson: {slug}\nsummary: \"Darin {word}\"\n\
             consent:\n  given: {}\n  until: {}\n  channels: [{channels}]\n---\nBericht {word}.{prose}\n",
            day(self.today, -100),
            day(self.today, -101),
            day(self.today, 700),
        );
        self.put(&format!("content/{path}"), text);
        self.site.texts.entry(path).or_default().refers.insert(person);
        self.site.stories.push((person, word));
    }

    fn event(&mut self, number: usize) {
        let path = format!("events/fest-{number}.md");
        let speakers: BTreeSet<usize> =
            (0..self.chance.below(4)).map(|_| self.chance.below(self.entries)).collect();
        let listed = speakers.iter().map(|one| &*self.site.people[*one].slug);
        let listed = listed.collect::<Vec<_>>().join(", ");
        let mut data = format!("title: Fest {number}\n");
        if self.chance.one_in(4) {
            let person = self.chance.below(self.entries);
            let own = &self.site.people[person];
            data = format!(
                "title: 'Abend mit [{}](person:{} \"einem Gast\")'\n",
                own.called().replace('\'', "''"),
                own.slug
            );
            self.text(&path).refers.insert(person);
        }
        let start = day(self.today, self.chance.of(&[-30, 40, 200]));
        let _ = write!(data, "start: {start}T18:00\nspeakers: [{listed}]\n");
        if !self.site.groups.is_empty() && self.chance.one_in(2) {
            let group = self.chance.below(self.site.groups.len());
            let file = self.site.groups[group].file.trim_start_matches("events/");
            let _ = writeln!(data, "image: {{ file: {file}, alt: Gruppe }}");
        }
        self.text(&path).refers.extend(speakers);
        let prose = self.prose(&path, None);
        self.put(
            &format!("content/{path}"),
            format!("---\n{data}---\nEin Abend.{prose}\n"),
        );
    }

    fn page(&mut self, number: usize) {
        let path = format!("seite-{number}.md");
        let mut prose = self.prose(&path, None);
        if !self.site.groups.is_empty() && self.chance.one_in(2) {
            let group = self.chance.below(self.site.groups.len());
            let _ = write!(prose, "\n\n![Gruppe]({})", self.site.groups[group].file);
        }
        self.put(
            &format!("content/{path}"),
            format!("---\ntitle: Seite {number}\n---\nWir.{prose}\n"),
        );
        let translated = self.translation(&path);
        if self.chance.one_in(3) {
            let prose = self.prose(translated.trim_start_matches("content/"), None);
            self.put(
                &translated,
                format!("---\ntitle: Page {number}\n---\nUs.{prose}\n"),
            );
        }
    }

    fn text(&mut self, path: &str) -> &mut Text {
        self.site.texts.entry(path.to_owned()).or_default()
    }

    /// A few sentences that name others: by mention, by link, and, of those who may be named on
    /// the first day, in plain words.
    fn prose(&mut self, path: &str, not: Option<usize>) -> String {
        let mut all = String::new();
        for _ in 0..self.chance.below(4) {
            let person = self.chance.below(self.site.people.len());
            if Some(person) == not {
                continue;
            }
            let own = self.site.people[person].clone();
            let called = own.called();
            // Sentences of two texts are never the same, or each would hold the other's.
            let word = self.chance.canary();
            let way = if own.is_entry { self.chance.below(7) } else { 6 };
            match (way, &own.id) {
                (0 | 1, _) => {
                    let _ = write!(
                        all,
                        "\n\n{word} mit [{called}](person:{} \"einem Gast\") {word}.",
                        own.slug
                    );
                }
                (2, Some(id)) => {
                    let _ = write!(all, "\n\n{word} von [{called}](person:{id}) {word}.");
                }
                (2 | 3, _) if own.begins_published() => {
                    let up = "../".repeat(path.matches('/').count());
                    let _ = write!(
                        all,
                        "\n\n{word} siehe [{called}]({up}{}) {word}.",
                        own.file()
                    );
                }
                _ if own.begins_published() && self.chance.one_in(3) => {
                    let name = self.chance.of(&[
                        called.clone(),
                        format!("{} {}", own.given, own.family),
                        format!("Frau {called}"),
                        format!("{}, {}", own.family, own.given),
                        format!("*{}* **{}**", own.given, own.family),
                    ]);
                    let _ = write!(all, "\n\n{word} mit {name} {word}.");
                    self.text(path).plain.insert(person);
                    continue;
                }
                _ => continue,
            }
            self.text(path).refers.insert(person);
        }
        all
    }
}

/// A small picture of one colour.
fn picture(colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(40, 40, image::Rgb(colour))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a small picture can be encoded");
    bytes.into_inner()
}
