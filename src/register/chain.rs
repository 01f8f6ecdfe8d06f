//! The register file of one id: its entries, and what is wrong with them.
//!
//! In comes the text of `register/<id>.jsonl`, out go its entries and faults. Never notices that
//! lines are missing at the end, since a shortened chain is a valid chain; the head does.

use std::sync::Arc;

use jiff::civil::Date;

use super::entry::{ConsentTerms, EntryError, RegisterEntry, RegisterEvent};
use crate::base::digest::Digest;
use crate::base::memo::{Memo, MemoRequest};
use crate::base::source::{FileBody, SitePath, Snapshot, Source};
use crate::base::vocabulary::words;

words! {
    /// What is wrong with a line.
    pub FaultKind {
        /// It cannot be parsed, or is incomplete.
        Unreadable = "unreadable",
        /// Its content does not match its hash.
        Changed = "changed",
        /// It belongs to another id.
        OtherId = "other-id",
        /// A line before it is missing, or the order was changed.
        Order = "order",
        /// The line before it was replaced.
        Replaced = "replaced",
        /// The file name is not an id, or the file cannot be read.
        File = "file",
    }
}

/// A fault and its line, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainFault {
    /// The line.
    pub line: usize,
    /// What is wrong.
    pub kind: FaultKind,
}

/// The lines of one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The opaque id, from the file's name.
    pub id: String,
    /// Where the file is.
    pub path: SitePath,
    /// The lines that could be read.
    pub entries: Vec<RegisterEntry>,
    /// What is wrong.
    pub faults: Vec<ChainFault>,
    /// The unchanged content of the file.
    pub text: Arc<str>,
}

/// The chains of the previous run, for reuse.
pub type ChainMemory = Memo<SitePath, Arc<Chain>>;

/// The folder of the register, with a trailing slash.
pub const FOLDER: &str = "register/";

/// The file of an id.
pub fn path(id: &str) -> SitePath {
    SitePath::new(&format!("{FOLDER}{id}.jsonl"))
}

/// All chains of a site, ordered by file name.
pub fn chains(snapshot: &Snapshot, memory: &mut ChainMemory) -> Vec<Arc<Chain>> {
    let files = snapshot.below(FOLDER).filter(|source| source.path.ends_in("jsonl"));
    let wanted = files.map(|source| MemoRequest {
        name: &source.path,
        digest: Digest::of_parts(&[
            source.path.as_str().as_bytes(),
            &source.digest.0.to_le_bytes(),
        ]),
        input: source,
    });
    memory.renew(wanted, |source| Arc::new(Chain::of(source))).cloned().collect()
}

impl Chain {
    /// A chain without entries.
    pub fn empty(id: &str) -> Self {
        let (entries, faults) = (Vec::new(), Vec::new());
        Self { id: id.to_owned(), path: path(id), entries, faults, text: "".into() }
    }

    fn of(source: &Source) -> Self {
        let name = source.path.as_str().strip_prefix(FOLDER).unwrap_or("");
        let id = name.strip_suffix(".jsonl").unwrap_or("");
        let is_sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let mut chain = Self { path: source.path.clone(), ..Self::empty(id) };
        match &source.body {
            FileBody::Text(text) if !id.is_empty() && id.bytes().all(is_sign) => {
                chain.text = Arc::clone(text);
                (chain.entries, chain.faults) = read(text, id);
            }
            _ => chain.faults.push(ChainFault { line: 1, kind: FaultKind::File }),
        }
        chain
    }

    /// The last entry.
    pub fn last(&self) -> Option<&RegisterEntry> {
        self.entries.last()
    }

    /// The day of the erasure, if the person's data was erased.
    pub fn erased(&self) -> Option<Date> {
        self.last()
            .filter(|entry| entry.event == RegisterEvent::Erased)
            .map(|entry| entry.date)
    }

    /// The content of the file with one line appended for each event.
    pub fn with(&self, date: Date, events: &[(RegisterEvent, ConsentTerms)]) -> String {
        let mut text = self.text.to_string();
        // A killed command may have left an incomplete line; keep it apart from the new ones.
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let mut last = self.last().cloned();
        for (event, standing) in events {
            let entry = RegisterEntry::after(
                last.as_ref(),
                &self.id,
                date,
                *event,
                standing.clone(),
            );
            text.push_str(&entry.line(&self.id));
            text.push('\n');
            last = Some(entry);
        }
        text
    }
}

/// Parses the lines and checks each against the one before.
fn read(text: &str, id: &str) -> (Vec<RegisterEntry>, Vec<ChainFault>) {
    let mut entries: Vec<RegisterEntry> = Vec::new();
    let mut faults = Vec::new();
    // After an unreadable line there is no sequence number or hash to compare with.
    let mut known = true;
    for (at, line) in text.lines().enumerate() {
        let (entry, wrong) = RegisterEntry::read(line, id);
        let mut wrong = wrong.map(|wrong| match wrong {
            EntryError::Unreadable => FaultKind::Unreadable,
            EntryError::Changed => FaultKind::Changed,
            EntryError::OtherId => FaultKind::OtherId,
        });
        if let Some(entry) = &entry
            && known
            && wrong.is_none()
        {
            wrong = sequence_fault(entries.last(), entry);
        }
        known = entry.is_some();
        faults.extend(wrong.map(|kind| ChainFault { line: at + 1, kind }));
        entries.extend(entry);
    }
    // A line without an end was not written completely; replaces any other fault of that line.
    if text.is_empty() || !text.ends_with('\n') {
        let line = text.lines().count().max(1);
        faults.retain(|fault| fault.line != line);
        faults.push(ChainFault { line, kind: FaultKind::Unreadable });
    }
    (entries, faults)
}

fn sequence_fault(
    before: Option<&RegisterEntry>,
    entry: &RegisterEntry,
) -> Option<FaultKind> {
    let number = before.map_or(1, |before| before.sequence.saturating_add(1));
    let hash = before.map_or("", |before| before.hash.as_str());
    match (entry.sequence == number, entry.previous == hash) {
        (false, _) => Some(FaultKind::Order),
        (true, false) => Some(FaultKind::Replaced),
        (true, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn three() -> String {
        let day = |number| date(2026, 5, number);
        let standing =
            |number| ConsentTerms { given: Some(day(number)), ..ConsentTerms::default() };
        let events =
            [RegisterEvent::Given, RegisterEvent::Reconfirmed, RegisterEvent::Withdrawn]
                .map(|e| (e, standing(1)));
        Chain::empty("a-1").with(day(2), &events)
    }

    fn faults(text: &str) -> Vec<(usize, FaultKind)> {
        let faults = read(text, "a-1").1;
        faults.into_iter().map(|fault| (fault.line, fault.kind)).collect()
    }

    #[test]
    fn a_removed_a_moved_a_doubled_and_a_changed_line_are_found() {
        let text = three();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let [a, b, c] = lines[..] else { panic!("three lines") };
        assert_eq!(faults(&text), []);
        assert_eq!(
            faults(&text.replace('\n', "\r\n")),
            [],
            "Git may write other line ends"
        );
        assert_eq!(faults(&format!("{b}{c}")), [(1, FaultKind::Order)]);
        assert_eq!(faults(&format!("{a}{c}")), [(2, FaultKind::Order)]);
        assert_eq!(
            faults(&format!("{a}{c}{b}")),
            [(2, FaultKind::Order), (3, FaultKind::Order)]
        );
        assert_eq!(faults(&format!("{a}{a}{b}{c}")), [(2, FaultKind::Order)]);
        let changed = b.replace("reconfirmed", "widened");
        assert_eq!(faults(&format!("{a}{changed}{c}")), [(2, FaultKind::Changed)]);
        assert_eq!(faults(&format!("{a}x\n{c}")), [(2, FaultKind::Unreadable)]);
        assert_eq!(faults(&text[..text.len() - 9]), [(3, FaultKind::Unreadable)]);
        assert_eq!(faults(text.trim_end()), [(3, FaultKind::Unreadable)]);
        assert_eq!(faults(""), [(1, FaultKind::Unreadable)]);
        assert_eq!(faults(&format!("{a}{b}")), [], "a shorter chain is a chain");
    }

    #[test]
    fn a_line_that_was_made_anew_does_not_fit_to_the_next() {
        let text = three();
        let last: Vec<&str> = text.split_inclusive('\n').skip(1).collect();
        let standing =
            ConsentTerms { given: Some(date(2026, 5, 3)), ..ConsentTerms::default() };
        let other = Chain::empty("a-1")
            .with(date(2026, 5, 2), &[(RegisterEvent::Given, standing)]);
        assert_eq!(
            faults(&format!("{other}{}", last.concat())),
            [(2, FaultKind::Replaced)]
        );
    }
}
