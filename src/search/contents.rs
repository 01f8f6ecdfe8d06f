//! The contents of an index: which shards there are, and with which key each begins.
//!
//! In come the shards of each table, out goes the text of the file that a browser reads first. It
//! never contains more than a browser needs to know which shard to fetch.

use crate::base::language::Language;

use super::record::{Facet, Record, RecordKind};
use super::table::{ShardEntry, Shards, field, file};

/// Version of the format in docs/search.md.
pub(super) const VERSION: u32 = 1;

/// What the contents list.
pub(super) struct Tables {
    pub(super) heads: Vec<ShardEntry>,
    pub(super) forward: Vec<ShardEntry>,
    pub(super) backward: Vec<ShardEntry>,
    pub(super) sounds: Vec<ShardEntry>,
    pub(super) words: Vec<ShardEntry>,
    /// Names of the leaves.
    pub(super) leaves: Vec<String>,
}

/// The text of the contents. Tables that no first query needs are moved to shards of their own, so
/// that this file stays short.
pub(super) fn contents(
    language: Language,
    records: &[Record],
    facets: &[Facet],
    tables: &Tables,
    shards: &mut Shards,
) -> String {
    let mut put = |text: String| {
        let (name, text) = file(text);
        shards.insert(name.clone(), text);
        name
    };
    let facets = put(facet_lines(facets));
    let words = put(entry_lines(&tables.words, ""));
    let leaves =
        put(tables.leaves.join("\n") + if tables.leaves.is_empty() { "" } else { "\n" });
    let counts = RecordKind::ALL
        .map(|kind| records.iter().filter(|record| record.kind == kind).count());
    let counts = counts.map(|count| count.to_string()).join("\t");
    let mut text = format!(
        "matrikel-search\t{VERSION}\nlanguage\t{}\nrecords\t{counts}\nfacets\t{facets}\nheads\n",
        language.code()
    );
    text.push_str(&entry_lines(&tables.heads, "\t"));
    for (name, entries) in [
        ("forward", &tables.forward),
        ("backward", &tables.backward),
        ("sounds", &tables.sounds),
    ] {
        text.push_str(name);
        text.push('\n');
        text.push_str(&entry_lines(entries, "\t"));
    }
    text.push_str(&format!("words\n\t{words}\nleaves\n\t{leaves}\n"));
    text
}

fn entry_lines(entries: &[ShardEntry], indent: &str) -> String {
    let mut text = String::new();
    for ShardEntry { least, name } in entries {
        text.push_str(&format!("{indent}{least}\t{name}\n"));
    }
    text
}

fn facet_lines(facets: &[Facet]) -> String {
    let mut text = String::new();
    for facet in facets.iter().filter(|facet| !facet.values.is_empty()) {
        text.push_str(&format!("facet\t{}\t{}\n", facet.id, field(&facet.label)));
        for value in &facet.values {
            text.push_str(&format!(
                "\t{}\t{}\t{}\n",
                field(&value.value),
                field(&value.label),
                value.records.len()
            ));
        }
    }
    text
}
