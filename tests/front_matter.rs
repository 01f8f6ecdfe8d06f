//! Random front matter, edited: outside the one key no byte and no value may differ.

use matrikel::read::edit::{Unchanged, remove, set};
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

const WAY: [&str; 2] = ["consent", "withdrawn"];
const BEHIND: [&str; 2] = ["until", "given"];
const DAY: &str = "2026-11-01";

/// A value as editors write one, with what may stand behind it.
fn value() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        Just("2026-04-17".to_owned()),
        Just("Jörg Öz".to_owned()),
        Just("\"a: # b\"".to_owned()),
        Just("'it''s # so'".to_owned()),
        Just("\"q \\\" # q\"".to_owned()),
        Just("[site, feeds]".to_owned()),
        Just("{ a: 1, b: [x] }".to_owned()),
        Just(String::new()),
        Just("12".to_owned()),
    ];
    let behind = prop_oneof![
        Just(""),
        Just("  "),
        Just(" # Notiz: withdrawn: nein"),
        Just("   # ü"),
    ];
    (plain, behind).prop_map(|(value, behind)| format!("{value}{behind}"))
}

/// Lines between others.
fn between() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => Just("\n"), 1 => Just("# consent: { x }\n")]
}

/// The keys of a consent in some order, some of them, quoted or not.
fn keys() -> impl Strategy<Value = Vec<(String, String)>> {
    let names = Just(vec!["given", "until", "text", "fields", "channels"]).prop_shuffle();
    (names, 0_usize..=5, proptest::collection::vec((value(), any::<bool>()), 5)).prop_map(
        |(names, count, values)| {
            let pairs = names.into_iter().zip(values).take(count);
            pairs
                .map(|(name, (value, quoted))| {
                    let name = if quoted { format!("\"{name}\"") } else { name.into() };
                    (name, value)
                })
                .collect()
        },
    )
}

/// A consent: block, in braces, empty, or none.
fn consent() -> impl Strategy<Value = String> {
    let block = (keys(), 1_usize..=4, between()).prop_map(|(keys, indent, between)| {
        let line = |(key, value): &(String, String)| {
            format!("{between}{}{key}: {value}\n", " ".repeat(indent))
        };
        let lines = keys.iter().map(line).collect::<Vec<_>>().concat();
        format!("consent:\n{lines}")
    });
    let braces = (keys(), any::<bool>()).prop_map(|(keys, wide)| {
        let plain = |value: &str| value.split(" #").next().unwrap().trim_end().to_owned();
        let pairs: Vec<String> = keys
            .iter()
            .map(|(key, value)| match value.find(['"', '\'']) {
                Some(_) => format!("{key}: 1"),
                None => format!("{key}: {}", plain(value)),
            })
            .collect();
        let space = if wide { " " } else { "" };
        format!(
            "consent: {{{space}{}{space}}} # Ende\n",
            pairs.join(&format!("{space}, "))
        )
    });
    prop_oneof![
        4 => block,
        3 => braces,
        1 => Just("consent:\n".to_owned()),
        1 => Just("consent: # leer\n".to_owned()),
        1 => Just("consent: ~\n".to_owned()),
        1 => Just(String::new()),
    ]
}

fn file() -> impl Strategy<Value = String> {
    let others = proptest::collection::vec((value(), between()), 0..4);
    let list = prop_oneof![
        Just(""),
        Just("affiliations:\n  - kind: graduate\n    to: 1991\n"),
        Just("name:\n    given: Änne\n    family: Öz\n"),
        Just("quote: |\n  consent:\n    given: 1\n"),
    ];
    let body = prop_oneof![Just(""), Just("Text\n---\nconsent: x\n"), Just("ohne Ende")];
    (others, list, consent(), any::<(bool, bool, bool)>(), body).prop_map(
        |(others, list, consent, (windows, mark, last), body)| {
            let mut text = String::from("---\n");
            for (number, (value, between)) in others.iter().enumerate() {
                text.push_str(&format!("k{number}: {value}\n{between}"));
            }
            let parts =
                if last { [list, consent.as_str()] } else { [consent.as_str(), list] };
            text.push_str(&parts.concat());
            text.push_str("---\n");
            text.push_str(body);
            let text = if windows { text.replace('\n', "\r\n") } else { text };
            if mark { format!("\u{feff}{text}") } else { text }
        },
    )
}

fn data(text: &str) -> Mapping {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let inner = text.strip_prefix("---\n").unwrap();
    let inner = &inner[..inner.find("---\n").unwrap()];
    match serde_yaml::from_str(inner).unwrap() {
        Value::Mapping(map) => map,
        _ => Mapping::new(),
    }
}

/// The data with an empty consent in place of none.
fn with_consent(mut data: Mapping) -> Mapping {
    let consent = data.remove("consent").filter(Value::is_mapping);
    data.insert("consent".into(), consent.unwrap_or(Mapping::new().into()));
    data
}

/// What stands between the longest beginning and the longest end that two texts share.
fn difference<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let start = before
        .char_indices()
        .zip(after.chars())
        .find(|((_, a), b)| a != b)
        .map_or(before.len().min(after.len()), |((at, _), _)| at);
    let (old, new) = (&before[start..], &after[start..]);
    let same = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b);
    let end: usize = same.map(|(a, _)| a.len_utf8()).sum();
    (&old[..old.len() - end], &new[..new.len() - end])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn one_key_is_entered_changed_and_removed_and_nothing_else(text in file()) {
        let after = set(&text, &WAY, DAY, &BEHIND)
            .unwrap_or_else(|why| panic!("{why:?}\n{text}"));
        let (old, new) = difference(&text, &after);
        prop_assert!(["", "~"].contains(&old), "{old:?} is gone\n{text}\n{after}");
        prop_assert!(new.len() < 60 && new.contains(DAY.trim_end_matches('1')), "{new:?}");
        let (old_data, mut new_data) =
            (with_consent(data(&text)), with_consent(data(&after)));
        let consent = new_data["consent"].as_mapping_mut().unwrap();
        prop_assert_eq!(consent.remove("withdrawn"), Some(DAY.into()));
        prop_assert_eq!(old_data, new_data);

        let later = set(&after, &WAY, "2027-12-24", &BEHIND).unwrap();
        prop_assert_eq!(&later, &after.replacen(DAY, "2027-12-24", 1));

        match remove(&after, &WAY) {
            Ok(back) => {
                let back = with_consent(data(&back));
                prop_assert_eq!(back, with_consent(data(&text)));
            }
            Err(why) => prop_assert_eq!(why, Unchanged::Spreads, "{}", after),
        }
    }
}
