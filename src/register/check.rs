//! Compares the content with the register.
//!
//! In come all chains and documents, out go diagnostics. A site without a register has no
//! chains and gets none. Never decides what is published.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::chain::{Chain, FaultKind};
use super::entry::{ConsentTerms, RegisterEvent};
use super::next::{Verdict, verdict};
use crate::base::code::Code;
use crate::base::config::ConsentRules;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::pointer::Pointer;
use crate::model::document::{Document, DocumentContent, Section};
use crate::model::person::Person;

/// Reports where the register and the content disagree. `all_could_be_read` is false if a
/// document may be missing because of an error, so that nobody is reported as gone.
pub fn check(
    chains: &[Arc<Chain>],
    documents: &[Arc<Document>],
    rules: &ConsentRules,
    all_could_be_read: bool,
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> =
        chains.iter().filter_map(|one| broken(one)).collect();
    let mut known: BTreeMap<&str, &Chain> =
        chains.iter().map(|chain| (chain.id.as_str(), &**chain)).collect();
    let mut missing = 0;
    for (document, person) in people(documents) {
        let standing = standing(person, rules);
        // Chains that are left in `known` belong to nobody in the content.
        let chain = person.id.as_deref().and_then(|id| known.remove(id));
        let verdict = match chain {
            // A broken chain is reported once; its last entry cannot be relied on.
            Some(chain) if !chain.faults.is_empty() => continue,
            Some(chain) => verdict(chain, standing.as_ref()),
            None => {
                missing += i64::from(standing.is_some());
                continue;
            }
        };
        found.extend(diagnostic_for(&verdict, document, person));
    }
    if missing > 0 {
        let incomplete = Diagnostic::general(Code::RegisterIncomplete);
        found.push(incomplete.with("count", Argument::Number(missing)));
    }
    if all_could_be_read {
        let gone = known
            .into_values()
            .filter(|chain| chain.faults.is_empty())
            .filter(|chain| verdict(chain, None) == Verdict::Gone);
        found.extend(gone.map(|chain| {
            Diagnostic::at(Code::RegisterGone, Place::file(&chain.path))
                .text("id", chain.id.clone())
        }));
    }
    found
}

/// Every person in the directory.
pub fn people(
    documents: &[Arc<Document>],
) -> impl Iterator<Item = (&Arc<Document>, &Person)> {
    documents.iter().filter(|one| one.key.section == Section::Directory).filter_map(
        |document| match &document.content {
            DocumentContent::Person(person) => Some((document, &**person)),
            _ => None,
        },
    )
}

/// The terms of a person's consent; `None` if there is none or it has no date.
pub fn standing(person: &Person, rules: &ConsentRules) -> Option<ConsentTerms> {
    ConsentTerms::of(person.consent.as_ref()?, rules)
}

/// Reports the first fault of a chain; later ones are mostly consequences of it.
fn broken(chain: &Chain) -> Option<Diagnostic> {
    let fault = chain.faults.first()?;
    let what = match fault.kind {
        FaultKind::Unreadable => "word-line-unreadable",
        FaultKind::Changed => "word-line-changed",
        FaultKind::OtherId => "word-line-other-id",
        FaultKind::Order => "word-line-order",
        FaultKind::Replaced => "word-line-replaced",
        FaultKind::File => "word-line-file",
    };
    let line = i64::try_from(fault.line).unwrap_or(i64::MAX);
    let broken = Diagnostic::at(Code::RegisterBroken, Place::file(&chain.path))
        .with("line", Argument::Number(line))
        .with("what", Argument::Word(what));
    Some(broken)
}

fn diagnostic_for(
    verdict: &Verdict,
    document: &Document,
    person: &Person,
) -> Option<Diagnostic> {
    let at = |code, key| {
        let place = Place::key(&document.path, Pointer::key(key));
        Diagnostic::at(code, place).text("name", person.name.full())
    };
    match verdict {
        Verdict::Agrees => None,
        Verdict::News(events) => {
            let what = events.last().map_or("", |(event, _)| word(*event));
            Some(at(Code::RegisterBehind, "consent").with("what", Argument::Word(what)))
        }
        Verdict::Erased(day) => Some(at(Code::RegisterErased, "id").day("day", *day)),
        Verdict::WithdrawnBefore(day) => {
            Some(at(Code::RegisterWithdrawn, "consent").day("day", *day))
        }
        Verdict::Gone => Some(at(Code::RegisterBehind, "consent"))
            .map(|one| one.with("what", Argument::Word("word-register-gone"))),
    }
}

fn word(event: RegisterEvent) -> &'static str {
    match event {
        RegisterEvent::Given => "word-register-given",
        RegisterEvent::Widened => "word-register-widened",
        RegisterEvent::Narrowed => "word-register-narrowed",
        RegisterEvent::Reconfirmed => "word-register-reconfirmed",
        RegisterEvent::Withdrawn => "word-register-withdrawn",
        RegisterEvent::Erased => "word-register-erased",
    }
}
