//! Builds a site without the files that have errors.
//!
//! In comes a snapshot with errors, out goes the site made from the rest. Leaving out a file can
//! cause errors in others; then those are left out too and everything is decided again. A mistake
//! in one file never keeps a withdrawn person online.

use std::collections::BTreeSet;

use crate::audit::Audit;
use crate::base::code::{Code, Severity};
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::source::{SitePath, Snapshot};

use crate::render::theme;

use super::begin::{Read, begin, key_without_language, renderer};
use super::{Build, Edition, Memory, Request, audited, in_order};

pub(super) fn build(snapshot: &Snapshot, request: &Request, mut memory: Memory) -> Build {
    let mut diagnostics = Vec::new();
    let begun = begin(snapshot, request, &mut memory, &mut diagnostics);
    let Some(mut begun) = begun else {
        let nothing = Edition { site: None, renderer: None, diagnostics };
        return nothing.finish();
    };
    // The audit needs all documents, and what could be told of those that could not be read:
    // withdrawn people must not be named elsewhere, even if their own file is left out.
    let all = begun.read.documents.clone();
    let unread = begun.read.unread.clone();
    // Errors in settings and theme remain, whatever is left out.
    let own: BTreeSet<&Diagnostic> = begun.read.own.iter().collect();
    let before = diagnostics.iter().filter(|d| !own.contains(d));
    let before: BTreeSet<Diagnostic> = before.cloned().collect();
    loop {
        let (site, renderer) =
            renderer(&begun, snapshot, request, &mut memory, &mut diagnostics);
        let theme = theme::built_in_texts(&site.config);
        let audit = Audit::new(&all, &unread, &site, snapshot, &theme);
        let edition = Edition { site: Some(site), renderer, diagnostics: Vec::new() };
        let built = audited(edition.finish(), Some(audit));
        diagnostics.extend(built.diagnostics);
        if leave_out(&mut begun.read, &mut diagnostics) {
            let own: BTreeSet<&Diagnostic> = begun.read.own.iter().collect();
            diagnostics.retain(|d| {
                d.code == Code::LeftOut || own.contains(d) || before.contains(d)
            });
            continue;
        }
        return Build { diagnostics: in_order(diagnostics), ..built };
    }
}

/// Turns errors in content files into warnings and drops these files. Returns whether a document
/// was dropped, so that everything has to be decided again.
fn leave_out(read: &mut Read, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let wrong: BTreeSet<SitePath> = diagnostics
        .iter()
        .filter(|d| d.is_error())
        .filter_map(|d| d.path().cloned())
        .filter(|path| path.as_str().starts_with("content/") && path.extension() == "md")
        .collect();
    for diagnostic in diagnostics.iter_mut().chain(&mut read.own) {
        if diagnostic.path().is_some_and(|path| wrong.contains(path)) {
            diagnostic.severity = diagnostic.severity.max(Severity::Warning);
        }
    }
    let known: BTreeSet<SitePath> = diagnostics
        .iter()
        .filter(|d| d.code == Code::LeftOut)
        .filter_map(|d| d.path().cloned())
        .collect();
    for path in wrong.difference(&known) {
        diagnostics.push(Diagnostic::at(Code::LeftOut, Place::file(path)));
    }
    let kept = diagnostics
        .iter()
        .filter(|d| d.path().is_some_and(|path| wrong.contains(path)))
        .cloned();
    read.own.extend(kept.collect::<Vec<_>>());
    let before = read.documents.len();
    read.documents.retain(|document| !wrong.contains(&document.path));
    read.as_written.retain(|document| !wrong.contains(&document.path));
    read.broken.extend(wrong.iter().filter_map(key_without_language));
    before != read.documents.len()
}
