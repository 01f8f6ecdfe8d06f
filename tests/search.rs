//! The search index: random records are written and read back, held against a plain reading of
//! docs/search.md.

use std::collections::{BTreeMap, BTreeSet};

use matrikel::base::language::Language;
use matrikel::search::index::{Index, index, packed};
use matrikel::search::read::{self, Contents};
use matrikel::search::record::{Facet, FacetValue, Heading, Record, RecordKind};
use matrikel::search::{cologne, fold, terms};
use proptest::prelude::*;

/// An index as a browser sees it.
struct Reader<'i> {
    index: &'i Index,
    contents: Contents,
}

impl<'i> Reader<'i> {
    fn new(index: &'i Index) -> Self {
        let contents = read::contents(&packed(&index.contents)).expect("contents");
        Self { index, contents }
    }

    fn lines(&self, name: &str) -> Vec<Vec<String>> {
        read::lines(&packed(&self.index.shards[name])).expect("a shard")
    }

    fn table(&self, name: &str) -> &[Vec<String>] {
        &self.contents.tables[name]
    }

    /// Least key and lines of each shard of a table.
    fn shards(&self, name: &str) -> Vec<(String, Vec<Vec<String>>)> {
        let entries = match name {
            "words" => self.lines(&self.table("words")[0][0]),
            _ => self.table(name).to_vec(),
        };
        entries.iter().map(|entry| (entry[0].clone(), self.lines(&entry[1]))).collect()
    }

    /// All records by their numbers.
    fn records(&self) -> BTreeMap<u32, Vec<String>> {
        let leaves = self.lines(&self.table("leaves")[0][0]);
        let mut records = BTreeMap::new();
        for (leaf, line) in (0_u32..).zip(&leaves) {
            for fields in self.lines(&line[0]) {
                let slot: u32 = fields[0].parse().expect("a slot");
                assert!(slot < 256);
                let before = records.insert(leaf * 256 + slot, fields[1..].to_vec());
                assert_eq!(before, None, "two records in one slot");
            }
        }
        records
    }

    /// The numbers of each term.
    fn words(&self) -> BTreeMap<String, Vec<u32>> {
        let mut words = BTreeMap::new();
        for (_, lines) in self.shards("words") {
            for line in lines {
                let numbers = read::references(&line[1]).expect("references");
                assert_eq!(words.insert(line[0].clone(), numbers), None, "a term twice");
            }
        }
        words
    }
}

fn shown(record: &Record) -> Vec<String> {
    let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    vec![
        record.kind.letter().to_string(),
        plain(&record.title),
        plain(&record.also),
        plain(&record.facts),
        plain(&record.address),
        record.language.map_or(String::new(), |language| language.code().to_owned()),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-ZÄÖÜŁŞĐ][a-zäöüßłışęô]{1,7}",
        1 => "(von|van der|de) [A-Z][a-zäöü]{2,6}",
        1 => "[A-Z][a-z]{2,5}-[A-Z][a-zé]{2,5}",
        1 => "\\PC{0,6}",
        1 => Just(String::new()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[A-ZÄÖÜ]?[a-zäöüß]{1,8}",
        1 => Just("Denkmalpflege".to_owned()),
        1 => Just("Pflege".to_owned()),
        1 => "\\PC{0,4}",
        1 => Just("a\tb\nc".to_owned()),
    ];
    prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

fn record(kind: RecordKind) -> impl Strategy<Value = Record> {
    (name(), name(), name(), text(), prop::collection::vec(text(), 0..3), any::<bool>())
        .prop_map(move |(given, family, birth, facts, texts, other)| {
            let title = format!("{given} {family}");
            let heading = match kind {
                RecordKind::Person => {
                    Heading::Name { given, family, birth: birth.clone() }
                }
                _ => Heading::Title { title: facts.clone(), about: given },
            };
            Record {
                kind,
                title: if kind == RecordKind::Person { title } else { facts.clone() },
                also: birth,
                facts,
                address: String::new(),
                language: other.then_some(Language::En),
                heading,
                texts,
            }
        })
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let many = prop::collection::vec(record(RecordKind::Person), 0..300);
    let few = |kind| prop::collection::vec(record(kind), 0..12);
    (many, few(RecordKind::Story), few(RecordKind::Event), few(RecordKind::Page))
        .prop_map(|(people, stories, events, pages)| {
            let all = people.into_iter().chain(stories).chain(events).chain(pages);
            let addressed = |(number, record): (usize, Record)| Record {
                address: format!("/{}/{number}/", record.kind.letter()),
                ..record
            };
            all.enumerate().map(addressed).collect()
        })
}

fn facets(people: usize, chosen: &[bool]) -> Vec<Facet> {
    let value = |value: &str, keep: bool| FacetValue {
        value: value.to_owned(),
        label: value.to_uppercase(),
        records: (0..people)
            .filter(|n| chosen.get(n % chosen.len().max(1)) == Some(&keep))
            .collect(),
    };
    let values = vec![value("bau", true), value("htwk+", false)];
    vec![Facet { id: "faculty", label: "Fakultät".to_owned(), values }]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_written_is_read(
        records in records(),
        chosen in prop::collection::vec(any::<bool>(), 1..20),
        english in any::<bool>(),
    ) {
        let language = if english { Language::En } else { Language::De };
        let people = records.iter().filter(|record| record.kind == RecordKind::Person).count();
        let facets = facets(people, &chosen);
        let index = index(language, &records, &facets);
        let reader = Reader::new(&index);
        prop_assert_eq!(&reader.contents.facts["language"], &vec![language.code().to_owned()]);

        // Every record once.
        let found = reader.records();
        let written: Vec<Vec<String>> = records.iter().map(shown).collect();
        let mut sorted = written.clone();
        sorted.sort();
        let mut read: Vec<Vec<String>> = found.values().cloned().collect();
        read.sort();
        prop_assert_eq!(read, sorted);

        // Every word of every text leads to its record.
        let words = reader.words();
        let at: BTreeMap<&str, u32> =
            found.iter().map(|(number, fields)| (fields[4].as_str(), *number)).collect();
        let number = |record: &Record| at[record.address.as_str()];
        for record in &records {
            let number = number(record);
            for term in record.texts.iter().flat_map(|text| terms(text, language)) {
                prop_assert!(words[&term].contains(&number), "{} {}", term, number);
            }
        }
        for facet in &facets {
            for value in &facet.values {
                let expected: BTreeSet<u32> =
                    value.records.iter().map(|at| number(&records[*at])).collect();
                let term = format!(":{}:{}", facet.id, value.value);
                let read: BTreeSet<u32> = words[&term].iter().copied().collect();
                prop_assert_eq!(read, expected);
            }
        }

        // Heads stand where their key says, and each word of a name leads to its record.
        let shards = reader.shards("heads");
        for record in records.iter().filter(|record| record.kind == RecordKind::Person) {
            let Heading::Name { given, family, birth } = &record.heading else { continue };
            for word in [given, family, birth].map(|part| fold(part)) {
                for word in word.split(' ').filter(|word| word.len() > 3) {
                    let line = shown(record);
                    let there = shards.iter().enumerate().any(|(at, (least, lines))| {
                        let next = shards.get(at + 1);
                        least.as_str() <= format!("{word}\u{10ffff}").as_str()
                            && next.is_none_or(|(next, _)| next.as_str() > word)
                            && lines.iter().any(|fields| fields[4] == line[4])
                    });
                    prop_assert!(there, "{} of {:?}", word, record);
                }
            }
        }
        for line in shards.iter().flat_map(|(_, lines)| lines) {
            let reference = read::reference(&line[5]).expect("a reference");
            let mut fields = line[..5].to_vec();
            fields.push(line[6].clone());
            prop_assert_eq!(&found[&reference], &fields);
        }
        for (table, backwards) in [("forward", false), ("backward", true)] {
            let mut before = String::new();
            for (least, lines) in reader.shards(table) {
                for line in lines {
                    prop_assert!(line[0] >= least && line[0] >= before);
                    before.clone_from(&line[0]);
                    let token: String =
                        if backwards { before.chars().rev().collect() } else { before.clone() };
                    prop_assert_eq!(&fold(&token).replace(' ', ""), &token.replace(' ', ""));
                }
            }
        }
    }

    #[test]
    fn the_same_records_give_the_same_bytes(records in records()) {
        let one = index(Language::De, &records, &[]);
        let other = index(Language::De, &records, &[]);
        prop_assert_eq!(one, other);
    }
}

fn person(number: usize) -> Record {
    let syllables =
        ["ba", "ler", "min", "to", "rau", "sek", "wil", "hol", "gen", "da", "fe"];
    let word = |seed: usize, long: u32| {
        (0..long)
            .map(|n| {
                syllables
                    [(seed / 11_usize.pow(n) + usize::try_from(n).expect("a few")) % 11]
            })
            .collect::<String>()
    };
    let (given, family) = (word(number % 97, 2), word(number * 7, 3));
    Record {
        kind: RecordKind::Person,
        title: format!("{given} {family}"),
        also: String::new(),
        facts: "Absolvent, Bauwesen, 1991".to_owned(),
        address: format!("/verzeichnis/{given}-{family}-{number}/"),
        language: None,
        heading: Heading::Name { given, family, birth: String::new() },
        texts: vec![format!("Leipzig {}", word(number * 13, 2))],
    }
}

/// Names of all files, the contents left out: they change with every edit.
fn files(records: &[Record]) -> BTreeSet<String> {
    let value = |value: usize| FacetValue {
        value: value.to_string(),
        label: value.to_string(),
        records: (0..records.len())
            .filter(|n| records[*n].address.len() % 5 == value)
            .collect(),
    };
    let values = (0..5).map(value).collect();
    let facets = [Facet { id: "year", label: "Jahr".to_owned(), values }];
    index(Language::De, records, &facets).shards.into_keys().collect()
}

#[test]
fn an_edit_changes_few_files() {
    let records: Vec<Record> = (0..8_000).map(person).collect();
    let before = files(&records);
    assert!(before.len() > 100, "{}", before.len());
    let [mut edits, mut withdrawals, mut newcomers] = [const { Vec::new() }; 3];
    for at in [7, 1_234, 4_321, 6_180, 7_998] {
        let changed = |edited: &[Record]| files(edited).difference(&before).count();
        let mut edited = records.clone();
        edited[at].facts = "Absolvent, Bauwesen, 1992".to_owned();
        edits.push(changed(&edited));
        edited.remove(at);
        withdrawals.push(changed(&edited));
        let mut edited = records.clone();
        edited.insert(at, person(20_000 + at));
        newcomers.push(changed(&edited));
    }
    // An edit: two shards of heads and a leaf, each beside the list that names it. Somebody goes or
    // comes: the words and facets of the person and the tables of them besides.
    assert!(edits.iter().all(|count| *count <= 6), "edits: {edits:?}");
    assert!(withdrawals.iter().all(|count| *count <= 24), "withdrawals: {withdrawals:?}");
    assert!(newcomers.iter().all(|count| *count <= 24), "newcomers: {newcomers:?}");
}

#[derive(serde::Deserialize)]
struct Folding {
    text: String,
    folded: String,
}

#[derive(serde::Deserialize)]
struct Sound {
    word: String,
    code: String,
}

#[derive(serde::Deserialize)]
struct Stems {
    language: String,
    text: String,
    terms: Vec<String>,
}

/// The browser is held to the same lists (`tests/browser/search/`).
#[test]
fn words_fold_sound_and_end_as_they_do_in_the_browser() {
    let mut wrong = Vec::new();
    let all: Vec<Folding> =
        serde_json::from_str(include_str!("search/folding.json")).expect("a list");
    assert!(all.len() > 50);
    for Folding { text, folded } in &all {
        let found = fold(text);
        if found != *folded {
            wrong.push(format!("{text:?}: {found:?}, not {folded:?}"));
        }
    }
    let all: Vec<Sound> =
        serde_json::from_str(include_str!("search/sounds.json")).expect("a list");
    assert!(all.len() > 50);
    for Sound { word, code } in &all {
        let found = cologne(word);
        if found != *code {
            wrong.push(format!("{word:?}: {found:?}, not {code:?}"));
        }
    }
    let all: Vec<Stems> =
        serde_json::from_str(include_str!("search/stems.json")).expect("a list");
    assert!(all.len() > 50);
    // A third language is a matter of the browser alone: pages have no other than ours.
    assert!(all.iter().filter(|row| row.language == "fr").count() < 5);
    for Stems { language, text, terms } in all.iter().filter(|row| row.language != "fr") {
        let language = Language::from_code(language).expect("a language of ours");
        let found = matrikel::search::terms(text, language);
        if found != *terms {
            wrong.push(format!("{text:?}: {found:?}, not {terms:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
