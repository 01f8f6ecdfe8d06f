//! A small site whose files depend on each other in every way there is, and edits of it.
//!
//! Each file has several versions; an edit chooses one, swaps two files, moves the day or asks
//! for drafts. Nothing is read from the disk.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use matrikel::base::digest::Digest;
use matrikel::base::source::{Binary, FileBody, SitePath, Size, Snapshot, Source};

/// A version of a file.
#[derive(Debug, Clone, Copy)]
enum Version {
    Absent,
    Text(&'static str),
    /// A template of the built-in theme with one thing replaced.
    Template(&'static str, &'static str, &'static str),
    /// A photo of this content and width; a width of 0 is no picture.
    Photo(u128, u32),
    /// A file that cannot be read.
    Broken(&'static str),
}

use Version::{Absent, Broken, Photo, Template, Text};

const BASE: &str = include_str!("../../themes/campus/templates/base.html");
const PERSON: &str = include_str!("../../themes/campus/templates/person.html");
const STYLE: &str = include_str!("../../themes/campus/assets/campus.css");

const CONFIG: &str = "title = \"Probe\"\nbase_url = \"https://a.example.org/\"\n\
    languages = [\"de\", \"en\"]\ntheme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n\
    [directory]\nper_page = 2\n";
const OTHER_CONFIG: &str = "title = \"Anders\"\nbase_url = \"https://a.example.org/b/\"\n\
    languages = [\"de\"]\ntheme = \"campus\"\ntime_zone = \"Europe/London\"\n";
const MENU_CONFIG: &str = "title = \"Probe\"\nbase_url = \"https://a.example.org/\"\n\
    languages = [\"de\", \"en\"]\ntheme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n\
    [directory]\nper_page = 2\n[consent]\nvalid_months = 6\nwarn_days = 400\n\
    [[menu]]\npage = \"seite\"\n[[menu]]\npage = \"fehlt\"\n";

/// Jana's chain in the register of consents.
const GIVEN: &str = "{\"version\":1,\"id\":\"k-1\",\"sequence\":1,\"date\":\"2026-01-02\",\"event\":\"given\",\"given\":\"2026-01-01\",\"until\":\"2028-01-01\",\"fields\":[\"bio\"],\"channels\":[\"site\"],\"previous\":\"\",\"hash\":\"87d2abc37369b38d0e67b7916beb049fe50eef4c1186ff956eddbe0fc1b3afeb\"}\n";
const ERASED: &str = "{\"version\":1,\"id\":\"k-1\",\"sequence\":1,\"date\":\"2026-01-02\",\"event\":\"given\",\"given\":\"2026-01-01\",\"until\":\"2028-01-01\",\"fields\":[\"bio\"],\"channels\":[\"site\"],\"previous\":\"\",\"hash\":\"87d2abc37369b38d0e67b7916beb049fe50eef4c1186ff956eddbe0fc1b3afeb\"}\n{\"version\":1,\"id\":\"k-1\",\"sequence\":2,\"date\":\"2026-02-01\",\"event\":\"erased\",\"given\":\"2026-01-01\",\"until\":\"2028-01-01\",\"fields\":[],\"channels\":[],\"previous\":\"87d2abc37369b38d0e67b7916beb049fe50eef4c1186ff956eddbe0fc1b3afeb\",\"hash\":\"28709a123de3a071c1736931249779fce58caa824c793a46aaf8944107c67d3f\"}\n";

/// Every file with its versions, the one to begin with first.
const FILES: &[(&str, &[Version])] = &[
    (
        "config.toml",
        &[Text(CONFIG), Text(OTHER_CONFIG), Text(MENU_CONFIG), Text("title ="), Absent],
    ),
    (
        "content/_index.md",
        &[
            Text("---\ntitle: Start\n---\nHallo [Jana](directory/jana.md)\n"),
            Absent,
            Text(
                "---\ntitle: Start\n---\nHallo [Seite](/seite/unten/) ![Bild](bild.jpg)\n",
            ),
        ],
    ),
    (
        "content/directory/jana.md",
        &[
            Text(
                "---\nid: k-1\nname: { given: Jana, family: Müller }\naffiliations: [{ kind: graduate, faculty: f1, to: 1999 }]\ntopics: [Brücken]\ncity: { de: Wien, en: Vienna }\noffers: [{ kind: job, note: Viel }]\nphoto: { file: jana.jpg, alt: Jana }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines, feeds], fields: [photo, kind, affiliations, years, topics, city, offers, bio] }\n---\nEin [Text](../portraits/b.md).\n",
            ),
            Text(
                "---\nname: { given: Jana, family: Zander }\naffiliations: [{ kind: graduate, faculty: f1, to: 1999 }]\ntopics: [Brücken]\ncity: Graz\noffers: [{ kind: job, state: closed }]\nphoto: { file: jana.jpg, alt: Jana }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site], fields: [photo, kind, affiliations, years, topics, city, offers, bio] }\n---\nEin Text.\n",
            ),
            Text(
                "---\nname: { given: Jana, family: Müller }\ntopics: [Brücken]\nconsent: { given: 2026-01-01, withdrawn: 2026-06-01 }\n---\nEin Text.\n",
            ),
            Text(
                "---\nname: { given: Jana, family: Neu }\nformer_names: [{ family: Müller, slug: jana-m, tell: true }, { family: Alt, slug: ben }]\ndeceased: 2026-11-30\nphoto: { file: jana.jpg, alt: Jana }\nconsent: { given: 2026-01-01, until: 2028-01-01, minor_until: 2027-01-01, guardian: x, channels: [site, search-engines], fields: [photo, bio] }\n---\nMit [Cem](person:cem).\n",
            ),
            Text("---\nname: { given: Jana\n---\n"),
            Absent,
        ],
    ),
    (
        "register/k-1.jsonl",
        &[Absent, Text(GIVEN), Text(ERASED), Text("x\n"), Broken("denied")],
    ),
    (
        "content/directory/jana.en.md",
        &[
            Text(
                "---\nposition: Head\ncity: Vindobona\noffers: [{ note: Much }]\n---\nA text.\n",
            ),
            Absent,
            Text("---\nconsent: {}\n---\n"),
        ],
    ),
    (
        "content/directory/ben.md",
        &[
            Text(
                "---\nname: { given: Ben, family: Ahl }\naffiliations: [{ kind: staff, faculty: f2, to: 2001 }]\ncity: WIEN\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, feeds], fields: [kind, affiliations, years, city] }\n---\n",
            ),
            Text(
                "---\nname: { given: Ben, family: Ahl }\nconsent: { given: 2026-01-01, until: 2027-01-01, channels: [site, search-engines] }\n---\n",
            ),
            Text("---\nid: b3n\nname: { given: Ben, family: Ahl }\n---\n"),
            Text(
                "---\nid: b3n\nname: { given: Ben, family: Bo }\nconsent: { given: 2026-01-01, withdrawn: 2026-02-01 }\n---\n",
            ),
            Broken("denied"),
            Absent,
        ],
    ),
    (
        "content/directory/cem.md",
        &[
            Text(
                "---\nname: { given: Cem, family: Öz }\ncity: Wien\ntopics: [Brücken, { de: Wasser, en: Water }]\noffers: [{ kind: mentoring, until: 2027-05-01 }, { kind: job, state: limited }]\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines, feeds], fields: [topics, offers, city] }\n---\n",
            ),
            Text(
                "---\nname: { given: Cem, family: Öz }\nphoto: { file: fehlt.jpg, alt: x }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site], fields: [photo] }\n---\n",
            ),
            Text(
                "---\nname: { given: Cem, family: Öz }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines], fields: [bio] }\n---\nMit [Ben](person:ben).\n",
            ),
        ],
    ),
    (
        "content/portraits/a.md",
        &[
            Text(
                "---\ntitle: Alpha\ndate: 2026-02-01\nperson: jana\nmentions: [ben]\ntopics: [Brücken]\nmissions: [1]\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines, feeds] }\n---\n[Ben](../directory/ben.md) ![x](bild.jpg) [Blatt](blatt.pdf)\n",
            ),
            Text(
                "---\ntitle: Alfa\ndate: 2026-03-01\nperson: ben\naliases: [alt/alfa]\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site] }\n---\nText\n",
            ),
            Text(
                "---\ntitle: Mit [Ben](person:b3n \"x\")\ndate: 2026-02-01\nname: { given: Ada }\nmentions: [{ person: ben, initials: true }]\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines, feeds] }\n---\n[Ben](person:ben), [Cem](person:cem \"jemand\")\n",
            ),
            Text(
                "---\ntitle: Ben\ndate: 2026-02-01\nname: { given: Ben, family: Bo }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site] }\n---\nText\n",
            ),
            Text("---\ntitle: Alpha\ndate: 2026-02-01\nperson: niemand\n---\n"),
            Absent,
        ],
    ),
    (
        "content/portraits/b.md",
        &[
            Text(
                "---\ntitle: Beta\ndate: 2026-02-01\nname: { given: Eva, family: Beta }\nphoto: { file: bild.jpg, alt: Eva }\ntopics: [Brücken]\nmissions: [1]\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines, feeds] }\n---\nText [weg](../portraits/c.md)\n",
            ),
            Text(
                "---\ntitle: Beta\ndraft: true\ndate: 2026-04-01\nname: { given: Eva, family: Beta }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site] }\n---\nText\n",
            ),
            Text(
                "---\ntitle: Beta\npublish: 2027-01-01\nexpires: 2027-05-01\ndate: 2026-04-01\nname: { given: Eva, family: Beta }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site] }\n---\nText\n",
            ),
        ],
    ),
    (
        "content/portraits/b.en.md",
        &[Text("---\ntitle: Beta in English\n---\nText\n"), Absent],
    ),
    (
        "content/portraits/c.md",
        &[
            Absent,
            Text(
                "---\ntitle: Gamma\ndate: 2026-02-01\nslug: b\nname: { given: Ida, family: C }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines] }\n---\nText\n",
            ),
        ],
    ),
    (
        "content/events/e.md",
        &[
            Text(
                "---\ntitle: Treffen\nstart: 2026-12-01T18:00\nspeakers: [jana, ben]\norganiser: amt\ntopics: [Brücken]\n---\nText\n",
            ),
            Text(
                "---\ntitle: Treffen\nstart: 2026-10-01T18:00\nspeakers: [cem]\nimage: { file: bild.jpg, alt: Saal }\n---\nText\n",
            ),
            Text(
                "---\ntitle: Treffen\nstart: 2027-03-28T02:30\nmentions: [jana]\n---\nText\n",
            ),
        ],
    ),
    ("content/events/bild.jpg", &[Photo(7, 900), Absent, Photo(8, 0)]),
    (
        "content/seite.md",
        &[
            Text(
                "---\ntitle: Seite\nmission: 1\n---\n[x](seite/unten.md) [y](/portraets/a/)\n",
            ),
            Text("---\ntitle: Seite\nslug: blatt\n---\nText\n"),
            Text("---\ntitle: Seite [Jana](person:jana)\n---\n[Ben](person:ben)\n"),
            Absent,
        ],
    ),
    (
        "content/seite/unten.md",
        &[
            Text("---\ntitle: Unten\n---\nText\n"),
            Text("---\ntitle: Unten\nleichte_sprache: true\n---\nText\n"),
            Text("---\ntitle: Ganz unten\n---\nText\n"),
            Text(
                "---\ntitle: Unten\nsign_language: { video: \"https://video.example.org/\", transcript: ../seite.md }\n---\n[Blatt](../portraits/blatt.pdf)\n",
            ),
        ],
    ),
    (
        "content/faculties.yaml",
        &[
            Text(
                "- { id: f1, name: Bau }\n- { id: f2, name: Druck, predecessors: [f1] }\n",
            ),
            Text("- { id: f1, name: Tiefbau }\n"),
            Text("- { id"),
            Absent,
        ],
    ),
    (
        "content/institutions.yaml",
        &[
            Absent,
            Text(
                "- { id: uni, name: Uni, self: true }\n- { id: alt, name: Alt, successors: [uni] }\n",
            ),
        ],
    ),
    (
        "content/contacts.yaml",
        &[
            Text("- { id: amt, name: Amt, email: a@b.example }\n"),
            Absent,
            Text("- { id: amt, name: Amt, until: 2027-01-01, faculty: f1 }\n"),
        ],
    ),
    (
        "content/photos.yaml",
        &[
            Absent,
            Text("- { file: directory/jana.jpg, people: [jana, ben] }\n"),
            Text(
                "- { file: portraits/bild.jpg, people: [jana] }\n- { file: events/bild.jpg, people: [b3n] }\n",
            ),
            Text("- { file"),
        ],
    ),
    (
        "content/directory/jana.jpg",
        &[Photo(1, 800), Photo(2, 800), Photo(1, 0), Absent, Broken("denied")],
    ),
    ("content/portraits/bild.jpg", &[Photo(3, 900), Absent, Photo(4, 700)]),
    ("content/bild.jpg", &[Photo(5, 600), Absent]),
    ("content/portraits/blatt.pdf", &[Photo(6, 0), Absent]),
    (
        "themes/campus/templates/base.html",
        &[
            Absent,
            Template(BASE, "</body>", "<p>neu</p></body>"),
            Template(BASE, "noindex", "index"),
            Text("{% if %}"),
        ],
    ),
    (
        "themes/campus/templates/person.html",
        &[
            Absent,
            Template(PERSON, "{% block", "<!-- {{ person.fehlt }} -->{% block"),
            Template(PERSON, "<h1", "<h1 id=\"name\""),
        ],
    ),
    (
        "templates/person.html",
        &[Absent, Template(PERSON, "<h1", "<h1 class=\"own\""), Text("{{ person.nme }}")],
    ),
    (
        "i18n/de.toml",
        &[
            Absent,
            Text("skip = \"Los\"\n"),
            Text("only_here = \"x\"\n"),
            Text("[engine.note]\nsomeone = \"wer\"\n"),
        ],
    ),
    ("assets/own.svg", &[Absent, Text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]),
    (
        "themes/campus/assets/campus.css",
        &[
            Absent,
            Template(STYLE, "{", "{color:red;"),
            Template(STYLE, "{", "{color:blue;"),
        ],
    ),
    (
        "themes/campus/assets/bild.svg",
        &[Absent, Text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")],
    ),
];

const DAYS: [Date; 5] = [
    date(2026, 11, 24),
    date(2026, 12, 2),
    date(2027, 1, 1),
    date(2027, 6, 1),
    date(2028, 1, 2),
];

/// One edit, as numbers that fit whatever the site looks like.
pub(crate) type Edit = (u8, u8, u8);

/// The site in the state that some edits have left it in.
pub(crate) struct Edited {
    versions: Vec<usize>,
    /// Files whose content stands at the place of another.
    places: Vec<usize>,
    pub(crate) drafts: bool,
    day: usize,
}

impl Edited {
    pub(crate) fn new() -> Self {
        Self {
            versions: vec![0; FILES.len()],
            places: (0..FILES.len()).collect(),
            drafts: false,
            day: 0,
        }
    }

    pub(crate) fn edit(&mut self, (kind, one, other): Edit) {
        let (file, other) = (usize::from(one) % FILES.len(), usize::from(other));
        match kind % 16 {
            0 => self.day = other % DAYS.len(),
            1 => self.drafts = !self.drafts,
            // Two files of one ending change places: by rename, or by a checkout.
            2 | 3 => {
                let other = other % FILES.len();
                if ending(file) == ending(other) && ending(file) != "toml" {
                    self.places.swap(file, other);
                }
            }
            _ => self.versions[file] = other % FILES[file].1.len(),
        }
    }

    /// The number by which an edit means a file.
    pub(crate) fn number(path: &str) -> u8 {
        let file = FILES.iter().position(|(known, _)| *known == path);
        u8::try_from(file.expect("a file of the site")).expect("few files")
    }

    /// Chooses a version of a file by its path.
    pub(crate) fn choose(&mut self, path: &str, version: usize) {
        let file = FILES.iter().position(|(known, _)| *known == path);
        self.versions[file.expect("a file of the site")] = version;
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut files = BTreeMap::new();
        for (number, (path, _)) in FILES.iter().enumerate() {
            let from = self.places[number];
            let path = SitePath::new(path);
            files.extend(
                source(&path, FILES[from].1[self.versions[from]]).map(|one| (path, one)),
            );
        }
        Snapshot { files, today: DAYS[self.day] }
    }
}

fn ending(file: usize) -> &'static str {
    FILES[file].0.rsplit('.').next().unwrap_or("")
}

fn source(path: &SitePath, version: Version) -> Option<Source> {
    let text = |text: String| (Digest::of(text.as_bytes()), FileBody::Text(text.into()));
    let (digest, body) = match version {
        Absent => return None,
        Text(written) => text(written.to_owned()),
        Template(template, old, new) => {
            assert!(template.contains(old), "{old} is in the template");
            text(template.replacen(old, new, 1))
        }
        Photo(content, width) => {
            let picture = (width > 0).then_some(Size { width, height: 700 });
            let body = FileBody::Binary(Binary { length: 10, picture, font: None });
            (Digest(content + u128::from(width)), body)
        }
        Broken(reason) => {
            let fault = matrikel::base::source::FileFault::Unreadable(reason.into());
            (Digest::of(reason.as_bytes()), FileBody::Broken(fault))
        }
    };
    Some(Source { path: path.clone(), body, digest })
}
