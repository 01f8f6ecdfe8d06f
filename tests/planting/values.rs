//! What is planted: people of whom nothing may be shown, and each of their values in each form in
//! which somebody may write it.
//!
//! Out come entries as files and values as texts. Forms belong to writing alone; what a format
//! does to a text is told elsewhere.

/// A value of somebody, and the ways to write it.
pub(crate) struct Value {
    pub(crate) what: &'static str,
    /// As plain text.
    pub(crate) forms: Vec<(&'static str, String)>,
    pub(crate) kind: ValueKind,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Name,
    Words,
    Telephone,
    /// A mailbox, an address, a code: as it is written.
    Written,
}

/// Given, family, and other spellings of both together.
const NAMES: [(&str, &str, &[&str]); 12] = [
    (
        "Jana Marie",
        "Müller",
        &[
            "Jana Marie Mueller",
            "Jana Marie Muller",
            "Jana Müller",
            "Mueller, Jana Marie",
        ],
    ),
    ("Hans", "Weiß", &["Hans Weiss", "HANS WEISS", "Hans WEIẞ"]),
    ("José", "Lefèvre", &["Jose Lefevre", "Jose Lefèvre"]),
    ("Đorđe", "Đukić", &["Djordje Djukic", "Dorde Dukic", "Đorđe Djukić"]),
    ("Əkrəm", "Cəfərov", &["Ekrem Ceferov"]),
    ("Łukasz", "Wróblewicz", &["Lukasz Wroblewicz"]),
    ("Bernd", "Groeger", &["Bernd Gröger", "Bernd Groger"]),
    ("Ilse", "Strauss", &["Ilse Strauß", "ILSE STRAUSS"]),
    ("Rene", "Schroeder", &["René Schröder", "Rene Schroder"]),
    ("Søren", "Ærø", &["Soeren Aeroe", "Soren Aero"]),
    ("Oğuz", "Yıldız", &["Oguz Yildiz"]),
    ("Otto", "Fuchs", &[]),
];

/// The mailbox and the like of a person, by number.
pub(crate) fn word(number: usize) -> String {
    const WORDS: [&str; 12] = [
        "zirbelkiefer",
        "quastenflosser",
        "haubentaucher",
        "knollenkapuze",
        "wiedehopfnest",
        "dachgaubenbau",
        "ziegelbrenner",
        "lehmputzwand",
        "uferschnepfe",
        "kopfweidenhag",
        "moorbirkensaft",
        "feldulmenholz",
    ];
    WORDS[number].to_owned()
}

/// A telephone number: as the entry has it, and its groups without zero.
fn phone(number: usize) -> (String, [String; 4]) {
    let groups =
        [format!("{}", 551 + number), "47".to_owned(), format!("{}", 13 + number)];
    let country = if number == 3 { "43" } else { "49" };
    let [first, second, third] = groups;
    (
        format!("+{country} 341 {first}{second}{third}"),
        [country.to_owned(), first, second, third],
    )
}

/// The entries of all of them, by path.
pub(crate) fn files() -> Vec<(String, String)> {
    let entry = |(number, (given, family, _)): (usize, &(&str, &str, &[&str]))| {
        let word = word(number);
        let (phone, _) = phone(number);
        let text = format!(
            "---\nid: qk{number:02}-7m2x\nname: {{ given: \"{given}\", family: \"{family}\", birth: \"Geburts{word}\" }}\n\
             former_names: [{{ family: \"Vormals{word}\" }}]\nwebsite: https://{word}.example.org/\n\
             email: {word}@example.org\nrelatives: \"Die Schwester heißt Tante{word} und wohnt am Berg\"\n\
             photo: {{ file: am-{word}.jpg, alt: \"Steht am Ufer der {word} im Regen und wartet\" }}\n\
             private: {{ phone: \"{phone}\", mail: heim.{word}@example.net, note: \"Umzug nach Schloss {word} geplant\" }}\n\
             consent: {{ given: 2026-01-01, withdrawn: 2026-11-01, evidence: \"AB-{word}-7\", fields: [email, photo, bio], channels: [site] }}\n\
             ---\nAufgewachsen zwischen zwei Tagebauen bei {word} und einem stillen Wald.\n"
        );
        (format!("content/directory/{word}.md"), text)
    };
    NAMES.iter().enumerate().map(entry).collect()
}

/// Every value with its forms.
pub(crate) fn values() -> Vec<Value> {
    let mut all = Vec::new();
    for (number, (given, family, spelled)) in NAMES.iter().enumerate() {
        let mut forms = name_forms(given, family);
        forms.extend(spelled.iter().map(|form| ("another spelling", (*form).to_owned())));
        all.push(Value { what: "name", forms, kind: ValueKind::Name });
        // The rest is of one kind for all: three people are enough.
        if number % 4 == 0 || number == 3 {
            others(number, given, &mut all);
        }
    }
    all
}

fn name_forms(given: &str, family: &str) -> Vec<(&'static str, String)> {
    let plain = format!("{given} {family}");
    let apart = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    let inside = |sign: char| {
        let (first, rest) =
            family.split_at(family.char_indices().nth(2).map_or(1, |(at, _)| at));
        format!("{given} {first}{sign}{rest}")
    };
    let ends_in_s = family.ends_with(['s', 'ß', 'x', 'z']);
    let mut forms = vec![
        ("as written", plain.clone()),
        ("family first", format!("{family}, {given}")),
        ("family first, no comma", format!("{family} {given}")),
        ("capitals", plain.to_uppercase()),
        ("family in capitals", format!("{given} {}", family.to_uppercase())),
        ("small letters", plain.to_lowercase()),
        ("letters and marks apart", apart.normalize(&plain).into_owned()),
        ("soft hyphen", inside('\u{ad}')),
        ("space without width", inside('\u{200b}')),
        ("non-joiner", inside('\u{200c}')),
        ("joiner", inside('\u{200d}')),
        ("word joiner", inside('\u{2060}')),
        ("byte-order mark", inside('\u{feff}')),
        ("combining grapheme joiner", inside('\u{34f}')),
        ("mark of direction", inside('\u{200e}')),
        ("no-break space", format!("{given}\u{a0}{family}")),
        ("narrow space", format!("{given}\u{202f}{family}")),
        ("two spaces", format!("{given}  {family}")),
        ("over two lines", format!("{given}\n{family}")),
        ("with a title", format!("Frau Dr. {given} {family}")),
    ];
    if ends_in_s {
        forms.push(("genitive", format!("{plain}'")));
        forms.push(("genitive, curved", format!("{plain}’")));
        forms.push(("genitive", format!("{plain}’s")));
    } else {
        forms.push(("genitive", format!("{plain}s")));
        forms.push(("genitive, apostrophe", format!("{plain}'s")));
        forms.push(("genitive, curved", format!("{plain}’s")));
    }
    forms
}

fn others(number: usize, given: &str, all: &mut Vec<Value>) {
    let word = word(number);
    let mut push = |what, kind, forms: Vec<(&'static str, String)>| {
        all.push(Value { what, forms, kind });
    };
    let as_it_is = |text: String| {
        vec![("as written", text.clone()), ("capitals", text.to_uppercase())]
    };
    push("birth name", ValueKind::Name, name_forms(given, &format!("Geburts{word}")));
    push("former name", ValueKind::Name, name_forms(given, &format!("Vormals{word}")));
    push("mailbox", ValueKind::Written, as_it_is(format!("{word}@example.org")));
    push(
        "private mailbox",
        ValueKind::Written,
        as_it_is(format!("heim.{word}@example.net")),
    );
    push(
        "website",
        ValueKind::Written,
        vec![
            ("as written", format!("https://{word}.example.org/")),
            ("without scheme", format!("{word}.example.org")),
            ("other scheme", format!("http://{word}.example.org")),
            ("capitals", format!("HTTPS://{}.EXAMPLE.ORG/", word.to_uppercase())),
            ("longer", format!("https://{word}.example.org/seite")),
        ],
    );
    push("id", ValueKind::Written, as_it_is(format!("qk{number:02}-7m2x")));
    push("evidence", ValueKind::Written, as_it_is(format!("AB-{word}-7")));
    push(
        "private note",
        ValueKind::Words,
        as_it_is(format!("Umzug nach Schloss {word} geplant")),
    );
    push(
        "relatives",
        ValueKind::Words,
        as_it_is(format!("Die Schwester heißt Tante{word} und wohnt am Berg")),
    );
    push(
        "text",
        ValueKind::Words,
        as_it_is(format!(
            "Aufgewachsen zwischen zwei Tagebauen bei {word} und einem stillen Wald."
        )),
    );
    push(
        "description of the photo",
        ValueKind::Words,
        as_it_is(format!("Steht am Ufer der {word} im Regen und wartet")),
    );
    push("name of the photo", ValueKind::Words, as_it_is(format!("am-{word}.jpg")));
    push("telephone", ValueKind::Telephone, phone_forms(number));
}

fn phone_forms(number: usize) -> Vec<(&'static str, String)> {
    let (written, [country, first, second, third]) = phone(number);
    vec![
        ("as written", written),
        ("pairs", format!("0341 {first} {second} {third}")),
        ("slash and hyphens", format!("0341/{first}-{second}-{third}")),
        ("brackets", format!("(0341) {first}{second}{third}")),
        ("joined", format!("+{country}341{first}{second}{third}")),
        ("two zeros", format!("00{country} 341 {first}{second}{third}")),
        ("hyphens", format!("+{country}-341-{first}-{second}{third}")),
        ("dots", format!("0341.{first}.{second}.{third}")),
        ("dash", format!("0341 – {first} {second} {third}")),
        ("no-break spaces", format!("0341\u{a0}{first}\u{a0}{second}{third}")),
        ("zero in brackets", format!("+{country} (0)341 {first}{second}{third}")),
        ("no zero", format!("341 {first}{second}{third}")),
    ]
}
