//! Reads the known fields of a map and reports all others.
//!
//! In comes a [`Node`], out go typed values. Each mistake is recorded with its place and reading
//! continues, so that an editor sees all mistakes at once. The known keys are those that were read;
//! there is never a second list of them that could become outdated.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, Spot, nearest};
use crate::base::mask;
use crate::base::pointer::{Pointer, Step};
use crate::base::source::SitePath;

use super::node::Node;

/// What is told of a key that is not there.
const ABSENT: [Code; 3] =
    [Code::KeyMissing, Code::PhotoAltMissing, Code::StatementPartMissing];

/// The place of a value: a chain of borrowed steps, so that valid files need no allocation.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Parent<'a>,
}

#[derive(Clone, Copy)]
enum Parent<'a> {
    Top,
    Key(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// The root of a file's data.
    pub(super) const TOP: At<'static> = At { parent: None, step: Parent::Top };

    /// The value of a key.
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self { parent: Some(self), step: Parent::Key(key) }
    }

    /// The item of a list with this index, from 0.
    pub(super) fn item(&'a self, number: usize) -> Self {
        Self { parent: Some(self), step: Parent::Item(number) }
    }

    /// Converts it to an owned pointer.
    pub(super) fn pointer(&self) -> Pointer {
        let mut pointer = self.parent.map(At::pointer).unwrap_or_default();
        match self.step {
            Parent::Top => {}
            Parent::Key(key) => pointer.0.push(Step::Key(key.to_owned())),
            Parent::Item(number) => pointer.0.push(Step::Item(number)),
        }
        pointer
    }
}

/// Collects the diagnostics of one file.
pub(super) struct Sink<'p> {
    pub(super) path: &'p SitePath,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'p> Sink<'p> {
    pub(super) fn new(path: &'p SitePath) -> Self {
        Self { path, diagnostics: Vec::new() }
    }

    /// Reports a problem with the value at a place.
    pub(super) fn value(&mut self, code: Code, at: &At<'_>) -> &mut Diagnostic {
        self.push(Diagnostic::at(code, Place::value(self.path, at.pointer())), at)
    }

    /// Reports a problem with the key at a place.
    pub(super) fn key(&mut self, code: Code, at: &At<'_>) -> &mut Diagnostic {
        self.push(Diagnostic::at(code, Place::key(self.path, at.pointer())), at)
    }

    fn push(&mut self, diagnostic: Diagnostic, at: &At<'_>) -> &mut Diagnostic {
        self.diagnostics.push(diagnostic.with("key", Argument::Key(at.pointer())));
        self.diagnostics.last_mut().expect("one was just pushed")
    }

    /// Reports a missing key, with a line that would fix it.
    pub(super) fn missing(&mut self, at: &At<'_>) {
        let pointer = at.pointer();
        let key = pointer.keys().last().unwrap_or("");
        let toml = self.path.extension() == "toml";
        let line = if toml { format!("{key} = \"…\"") } else { format!("{key}: …") };
        self.key(Code::KeyMissing, at).arguments.push(("line", Argument::Text(line)));
    }

    /// True if a report may quote the value at a place.
    pub(super) fn shows(&self, at: &At<'_>) -> bool {
        mask::shows(self.path, &at.pointer())
    }

    /// A value for a message, masked if values at this place are private.
    pub(super) fn quoted(&self, at: &At<'_>, value: &str) -> Argument {
        Argument::Text(if self.shows(at) { value.into() } else { mask::MASK.into() })
    }

    /// Reports “expected x, found y”.
    pub(super) fn wrong_type(
        &mut self,
        at: &At<'_>,
        expected: &'static str,
        node: &Node,
    ) {
        let found = match node {
            // Whoever reads no text takes the word for what YAML means by it: left out.
            Node::NullWord(_) => return,
            Node::Null => "type-nothing",
            Node::Flag(..) => "type-flag",
            Node::Whole(..) => "type-number",
            Node::Fraction(_) => "type-fraction",
            Node::Text(_) => "type-text",
            Node::List(_) => "type-list",
            Node::Map(_) => "type-map",
        };
        self.wrong_form(at, expected, found);
    }

    /// Reports “expected x, found y”, for values of the right type in the wrong form.
    pub(super) fn wrong_form(
        &mut self,
        at: &At<'_>,
        expected: &'static str,
        found: &'static str,
    ) {
        self.value(Code::TypeWrong, at).arguments.extend([
            ("expected", Argument::Word(expected)),
            ("found", Argument::Word(found)),
        ]);
    }
}

/// Reads a value: gets the node, its place, and where to report problems.
pub(super) type Reader<T> = fn(&Node, &At<'_>, &mut Sink<'_>) -> Option<T>;

/// The keys that a reader asks for: it asks for the same ones whatever there is, so an empty map
/// tells them.
pub(super) fn keys_of<T>(
    read: impl FnOnce(&mut Fields<'_>, &mut Sink<'_>) -> T,
) -> Vec<&'static str> {
    let (path, top) = (SitePath::new(""), At::TOP);
    let mut fields =
        Fields { entries: &[], at: &top, asked: Vec::new(), told: 0, either: None };
    read(&mut fields, &mut Sink::new(&path));
    fields.asked
}

/// The fields of one map.
pub(super) struct Fields<'n> {
    entries: &'n [(String, Node)],
    pub(super) at: &'n At<'n>,
    asked: Vec<&'static str>,
    /// How much was told before the map was opened.
    told: usize,
    /// A key that may stand in place of another, and that other one.
    either: Option<(&'static str, &'static str)>,
}

/// Each key that stands in a map before already, in the order of the file.
fn keys_again(entries: &[(String, Node)]) -> Vec<&str> {
    /// So few are compared with each other sooner than they are sorted.
    const FEW: usize = 16;
    let keys = entries.iter().map(|(key, _)| key.as_str());
    if entries.len() <= FEW {
        let is_again = |(at, key): &(usize, &str)| {
            entries[..*at].iter().any(|(other, _)| other == key)
        };
        return keys.enumerate().filter(is_again).map(|(_, key)| key).collect();
    }
    let mut seen = BTreeSet::new();
    keys.filter(|key| !seen.insert(*key)).collect()
}

/// Reports every key that stands twice in a map, however deep.
pub(super) fn unique_keys(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) {
    match node {
        Node::Map(entries) => {
            let mut seen = BTreeSet::new();
            for (key, node) in entries {
                let at = at.key(key);
                if !seen.insert(key) {
                    sink.key(Code::KeyDuplicate, &at);
                }
                unique_keys(node, &at, sink);
            }
        }
        Node::List(items) => {
            for (number, node) in items.iter().enumerate() {
                unique_keys(node, &at.item(number), sink);
            }
        }
        _ => {}
    }
}

impl<'n> Fields<'n> {
    /// Opens a map; reports anything else.
    pub(super) fn open(
        node: &'n Node,
        at: &'n At<'n>,
        sink: &mut Sink<'_>,
    ) -> Option<Self> {
        let Node::Map(entries) = node else {
            sink.wrong_type(at, "type-map", node);
            return None;
        };
        let told = sink.diagnostics.len();
        for key in keys_again(entries) {
            sink.key(Code::KeyDuplicate, &at.key(key));
        }
        Some(Self { entries, at, asked: Vec::with_capacity(32), told, either: None })
    }

    /// The value of a key, if it exists. Marks the key as known.
    pub(super) fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        self.entries.iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// A value without fixed keys: only that no key stands in it twice is looked at.
    pub(super) fn free(
        &mut self,
        key: &'static str,
        sink: &mut Sink<'_>,
    ) -> Option<&'n Node> {
        let node = self.node(key)?;
        unique_keys(node, &self.at.key(key), sink);
        Some(node)
    }

    /// True if a key exists and has a value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, node)| name == key && *node != Node::Null)
    }

    /// Reads an optional field; `key:` without a value counts as left out.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        read: Reader<T>,
        sink: &mut Sink<'_>,
    ) -> Option<T> {
        let node = self.node(key).filter(|node| **node != Node::Null)?;
        read(node, &self.at.key(key), sink)
    }

    /// Reads a required field.
    pub(super) fn required<T>(
        &mut self,
        key: &'static str,
        read: Reader<T>,
        sink: &mut Sink<'_>,
    ) -> Option<T> {
        match self.node(key) {
            None | Some(Node::Null) => {
                sink.missing(&self.at.key(key));
                None
            }
            Some(node) => {
                let before = sink.diagnostics.len();
                let value = read(node, &self.at.key(key), sink);
                // Readers for optional values return `None` for empty text without reporting it.
                if value.is_none() && sink.diagnostics.len() == before {
                    sink.value(Code::ValueEmpty, &self.at.key(key));
                }
                value
            }
        }
    }

    /// Says that `other` would do in place of a missing `key`.
    pub(super) fn either(&mut self, other: &'static str, key: &'static str) {
        self.either = Some((other, key));
    }

    /// Reads a list. Invalid items are left out; a missing list is empty.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        read: Reader<T>,
        sink: &mut Sink<'_>,
    ) -> Vec<T> {
        let at = self.at.key(key);
        match self.node(key) {
            None | Some(Node::Null) => Vec::new(),
            Some(Node::List(items)) => items
                .iter()
                .enumerate()
                .filter_map(|(number, item)| read(item, &at.item(number), sink))
                .collect(),
            Some(node) => {
                sink.wrong_type(&at, "type-list", node);
                Vec::new()
            }
        }
    }

    /// Reports all keys that were not read as unknown.
    pub(super) fn close(self, sink: &mut Sink<'_>) {
        self.close_translation(Vec::new, sink);
    }

    /// Ends the map of a translation: a key of the original is reported with a code of its own. The
    /// original's keys are only computed if there is a key to judge.
    pub(super) fn close_translation(
        self,
        original: impl FnOnce() -> Vec<&'static str>,
        sink: &mut Sink<'_>,
    ) {
        let keys = self.entries.iter().map(|(key, _)| key);
        let keys: Vec<&String> =
            keys.filter(|key| !self.asked.contains(&key.as_str())).collect();
        if keys.is_empty() {
            return;
        }
        let original = original();
        let mut meant = BTreeSet::new();
        for key in keys {
            if original.contains(&key.as_str()) {
                sink.key(Code::TranslationKey, &self.at.key(key));
                continue;
            }
            let near = nearest(key, self.asked.iter().copied());
            meant.extend(near.clone());
            let known = self.asked.iter().map(ToString::to_string).collect();
            sink.key(Code::KeyUnknown, &self.at.key(key)).arguments.extend([
                ("near", Argument::Suggestion(near)),
                ("known", Argument::Choices(known)),
            ]);
        }
        self.keep_causes(&meant, sink);
    }

    /// A key that stands there misspelt is not missing as well.
    fn keep_causes(&self, meant: &BTreeSet<String>, sink: &mut Sink<'_>) {
        if meant.is_empty() {
            return;
        }
        let at = self.at.pointer();
        let there = |key: &str| self.entries.iter().any(|(name, _)| name == key);
        let keys = meant.iter().filter(|key| !there(key)).map(String::as_str);
        let other = |key: &str| {
            self.either.filter(|(other, _)| *other == key).map(|(_, told)| told)
        };
        let keys = keys.flat_map(|key| [Some(key), other(key)]).flatten();
        let absent: BTreeSet<Spot> = keys.map(|key| Spot::Key(at.then(key))).collect();
        let follows = |one: &Diagnostic| {
            ABSENT.contains(&one.code)
                && one.place.as_ref().is_some_and(|place| absent.contains(&place.spot))
        };
        let mut own = sink.diagnostics.split_off(self.told.min(sink.diagnostics.len()));
        own.retain(|one| !follows(one));
        sink.diagnostics.append(&mut own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_that_stands_twice_is_told_in_the_order_of_the_file() {
        let keys = ["a", "b", "a", "c", "b", "a"];
        let node = Node::Map(keys.map(|key| (key.to_owned(), Node::Null)).to_vec());
        let path = SitePath::new("content/a.md");
        let mut sink = Sink::new(&path);
        assert!(Fields::open(&node, &At::TOP, &mut sink).is_some());
        let told: Vec<Place> =
            sink.diagnostics.into_iter().filter_map(|one| one.place).collect();
        assert_eq!(told, ["a", "b", "a"].map(|key| Place::key(&path, Pointer::key(key))));
    }

    /// What is told of a map whose keys are these, if it needs `file` and one of two others.
    fn told_of(keys: &[&str]) -> Vec<Code> {
        let text = |key: &&str| ((*key).to_owned(), Node::Text("x".into()));
        let inner = Node::Map(keys.iter().map(text).collect());
        let path = SitePath::new("content/a.md");
        let mut sink = Sink::new(&path);
        // Told of something else before, and none of this map's concern.
        sink.missing(&At::TOP.key("file"));
        let at = At::TOP.key("photo");
        let mut fields = Fields::open(&inner, &at, &mut sink).unwrap();
        let any: Reader<()> = |_, _, _| Some(());
        fields.required("file", any, &mut sink);
        fields.optional("person", any, &mut sink);
        fields.optional("name", any, &mut sink);
        if !fields.has("person") && !fields.has("name") {
            fields.either("name", "person");
            sink.missing(&at.key("person"));
        }
        fields.close(&mut sink);
        sink.diagnostics.iter().skip(1).map(|one| one.code).collect()
    }

    #[test]
    fn a_misspelt_key_is_not_missing_as_well() {
        use Code::{KeyMissing, KeyUnknown};
        assert_eq!(told_of(&["file", "person"]), []);
        assert_eq!(told_of(&["fil", "person"]), [KeyUnknown]);
        assert_eq!(told_of(&["file", "persn"]), [KeyUnknown]);
        assert_eq!(told_of(&["file", "nam"]), [KeyUnknown], "one of two is enough");
        assert_eq!(told_of(&["file", "qqqqqq"]), [KeyMissing, KeyUnknown]);
        assert_eq!(told_of(&["person"]), [KeyMissing]);
    }
}
