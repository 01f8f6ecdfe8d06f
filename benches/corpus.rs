//! Generates a deterministic site of any size for benchmarks.
//!
//! In come a folder and a number of pages, out go files: 40 % stories of some 600 words, 50 %
//! directory entries, 10 % events. Names and texts are combined from small lists and never
//! refer to anybody.

use std::fmt::Write as _;
use std::path::Path;

const GIVEN: [&str; 12] = [
    "Ada", "Jörg", "Łucja", "Änne", "Minh", "Işıl", "Bernd", "Zoë", "Oskar", "Měrćin",
    "Grete", "Uwe",
];
const FAMILY: [&str; 14] = [
    "Müller",
    "Haecker",
    "Häcker",
    "Yılmaz",
    "Großmann",
    "Weiß",
    "Öztürk",
    "Kowalczyk",
    "Nguyễn",
    "Brandt",
    "Schäfer",
    "Lehmann",
    "Winkler",
    "Assmann",
];
const TOPICS: [&str; 20] = [
    "Brückenbau",
    "Wasserbau",
    "Druck",
    "Energie",
    "Museum",
    "Bibliothek",
    "Medien",
    "Logistik",
    "Robotik",
    "Denkmalpflege",
    "Akustik",
    "Software",
    "Verlag",
    "Soziale Arbeit",
    "Statik",
    "Vermessung",
    "Wärme",
    "Verkehr",
    "Licht",
    "Papier",
];
const WORDS: [&str; 32] = [
    "die",
    "Werkstatt",
    "am",
    "Fluss",
    "steht",
    "seit",
    "vielen",
    "Jahren",
    "und",
    "wer",
    "dort",
    "arbeitet",
    "kennt",
    "jedes",
    "Geräusch",
    "der",
    "alten",
    "Maschinen",
    "denn",
    "sie",
    "sagen",
    "früh",
    "genug",
    "was",
    "ihnen",
    "fehlt",
    "ohne",
    "ein",
    "Wort",
    "darüber",
    "zu",
    "verlieren",
];
const FACULTIES: usize = 9;

/// A deterministic pseudo-random number generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        // Linear congruential (Knuth's multiplier); the high bits are more random.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    fn sentence(&mut self, words: usize) -> String {
        let words: Vec<&str> = (0..words).map(|_| self.of(&WORDS)).collect();
        let text = words.join(" ");
        let mut letters = text.chars();
        let first =
            letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    }

    fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences)
            .map(|_| {
                let words = 8 + self.below(8);
                self.sentence(words)
            })
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Writes the site.
pub(crate) fn write(root: &Path, pages: usize) {
    let file = |path: String, text: String| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    file(
        "config.toml".into(),
        "title = \"Alumni\"\nbase_url = \"https://alumni.example.org/\"\nlanguages = [\"de\"]\n\
         theme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n"
            .into(),
    );
    file("content/_index.md".into(), "---\ntitle: Alumni\n---\n\nWillkommen.\n".into());
    let faculties: String = (0..FACULTIES).fold(String::new(), |text, n| {
        text + &format!("- id: f{n}\n  name: Fakultät {n}\n")
    });
    file("content/faculties.yaml".into(), faculties);
    file(
        "content/institutions.yaml".into(),
        "- id: uni\n  name: Universität\n  self: true\n".into(),
    );
    let mut numbers = Numbers(7);
    for n in 0..pages * 40 / 100 {
        file(format!("content/portraits/s{n}.md"), story(&mut numbers, n));
    }
    for n in 0..pages / 2 {
        file(format!("content/directory/p{n}.md"), person(&mut numbers, n));
    }
    for n in 0..pages / 10 {
        file(format!("content/events/e{n}.md"), event(&mut numbers, n));
    }
}

const CHANNELS: &str = "  channels: [site, search-engines, feeds]\n";

fn affiliation(numbers: &mut Numbers) -> String {
    format!(
        "affiliations:\n  - kind: graduate\n    faculty: f{}\n    programme: {}\n    degree: Dipl.-Ing.\n    to: {}\n",
        numbers.below(FACULTIES),
        numbers.of(&TOPICS),
        1965 + numbers.below(55),
    )
}

fn name(numbers: &mut Numbers) -> String {
    format!(
        "name: {{ given: {}, family: {} }}\n",
        numbers.of(&GIVEN),
        numbers.of(&FAMILY)
    )
}

fn story(numbers: &mut Numbers, n: usize) -> String {
    let mut text = format!(
        "---\ntitle: Geschichte {n}\ndate: {}-{:02}-{:02}\n",
        2015 + n % 11,
        1 + n % 12,
        1 + n % 28
    );
    text += &format!("summary: {}\n", numbers.sentence(14));
    text += &name(numbers);
    text += &affiliation(numbers);
    let _ = writeln!(
        text,
        "topics: [{}, {}, {}]",
        numbers.of(&TOPICS),
        numbers.of(&TOPICS),
        numbers.of(&TOPICS)
    );
    let _ = writeln!(
        text,
        "missions: [{}]\nconsent:\n  given: 2026-01-15\n  until: 2036-01-15\n{CHANNELS}---\n",
        1 + n % 4
    );
    for part in 0..4 {
        let _ = writeln!(text, "## {}\n", numbers.sentence(4).trim_end_matches('.'));
        let _ = writeln!(text, "{}\n\n> {}\n", numbers.paragraph(6), numbers.sentence(9));
        if part == 1 {
            let _ = writeln!(
                text,
                "- *{}*\n- [{}](https://example.org/)\n",
                numbers.sentence(5),
                numbers.sentence(4)
            );
        }
        if part == 2 && n.is_multiple_of(3) {
            let _ = writeln!(
                text,
                "| Jahr | Ort |\n|---|---|\n| 1990 | Leipzig[^1] |\n\n[^1]: {}\n",
                numbers.sentence(6)
            );
        }
        let _ = writeln!(text, "{}\n", numbers.paragraph(5));
    }
    text
}

fn person(numbers: &mut Numbers, n: usize) -> String {
    let mut text = format!("---\nid: a{n:06}\n");
    // One in ten is withdrawn, with a unique name: the audit does not search for names that
    // published people have too.
    let gone = n % 10 == 9;
    text += &if gone { withdrawn_name(n) } else { name(numbers) };
    text += &affiliation(numbers);
    let _ =
        writeln!(text, "sector: business\nemployer: Betrieb {}\ncity: Leipzig", n % 97);
    let _ = writeln!(
        text,
        "email: a{n}@alumni.example.org\nprivate: {{ phone: \"+49 341 {:07}\" }}\n\
         consent:\n  given: 2026-01-15\n  until: 2036-01-15\n  evidence: \"AB-2026-{n}\"\n\
         {}  fields: [affiliations, kind, years, sector, employer, city, bio]\n{CHANNELS}---\n",
        1_000_000 + n * 7,
        if gone { "  withdrawn: 2026-10-01\n" } else { "" }
    );
    let life = numbers.paragraph(2);
    text += &if gone { with_own_words(&life, n) } else { life };
    text
}

/// Adds a unique word after every three words, so that no other text matches by chance.
fn with_own_words(text: &str, n: usize) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let own = made_up(n);
    let parts = words.chunks(3).map(|words| format!("{} {own}", words.join(" ")));
    parts.collect::<Vec<_>>().join(" ")
}

fn withdrawn_name(n: usize) -> String {
    let given = GIVEN[n % GIVEN.len()];
    format!("name: {{ given: {given}, family: {} }}\n", made_up(n))
}

/// A word that is unique to a number.
fn made_up(n: usize) -> String {
    const SYLLABLES: [&str; 10] =
        ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu"];
    let digits = n.to_string();
    let syllables = digits.bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]);
    format!("Qu{}ß", syllables.collect::<String>())
}

fn event(numbers: &mut Numbers, n: usize) -> String {
    format!(
        "---\ntitle: Treffen {n}\nsummary: {}\nstart: {}-{:02}-{:02}T18:00\nend: {}-{:02}-{:02}T20:00\nplace:\n  name: Aula\n  city: Leipzig\nformat: meeting\naudience: [alumni, public]\n---\n\n{}\n",
        numbers.sentence(10),
        2020 + n % 9,
        1 + n % 12,
        1 + n % 28,
        2020 + n % 9,
        1 + n % 12,
        1 + n % 28,
        numbers.paragraph(12),
    )
}
