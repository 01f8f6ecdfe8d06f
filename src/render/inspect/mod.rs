//! What `theme check` checks: colours, style sheets, finished pages.
//!
//! In come a theme and a site that was built with it, out go errors about what no theme should
//! do: too little contrast, files from other hosts, scripts and styles inside a page, pages
//! without a heading or a language. Never part of a build: parsing every page would take longer
//! than making it.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::output::{Content, OutputSet};
use crate::base::source::Snapshot;

use super::theme::assets::{FileContent, is_sheet};
use super::theme::files::ThemeFiles;
use super::theme::manifest::manifest;
use super::theme::place::in_file;

mod colour;
mod contrast;
mod page;
mod sheet;

use contrast::Sheets;
use page::Finding;

/// What is wrong with the style sheets of a theme.
pub fn sheets(snapshot: &Snapshot, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(files) = ThemeFiles::gather(snapshot, config, &mut Vec::new()) else {
        return found;
    };
    let mut sheets = Sheets::default();
    for (inner, file) in files.all() {
        let FileContent::Text(text) = file.content else { continue };
        if !inner.starts_with("assets/") || !is_sheet(inner) {
            continue;
        }
        let sheet = sheet::sheet(text);
        let away = sheet.addresses.iter();
        for (address, range) in away.filter(|(address, _)| sheet::leads_away(address)) {
            let place = in_file(file, range.clone());
            found.push(
                Diagnostic::at(Code::ThemeRemote, place)
                    .with("where", Argument::Word("word-style-sheet"))
                    .text("value", address.clone()),
            );
        }
        sheets.add(file, sheet);
    }
    // Mistakes in theme.toml itself are reported when the theme is loaded.
    let pairs = manifest(&files, &mut Vec::new()).contrast;
    found.extend(pairs.iter().flat_map(|pair| sheets.check(pair)));
    found
}

/// What is wrong with finished pages; a mistake of many pages is reported once.
pub fn pages(
    snapshot: &Snapshot,
    config: &Config,
    outputs: &OutputSet,
) -> Vec<Diagnostic> {
    let files = ThemeFiles::gather(snapshot, config, &mut Vec::new());
    let mut said = BTreeSet::new();
    let mut found = Vec::new();
    for (path, content) in &outputs.0 {
        let Content::Bytes(bytes) = content else { continue };
        let Some(html) =
            std::str::from_utf8(bytes).ok().filter(|_| is_page(path.as_str()))
        else {
            continue;
        };
        let address = format!("/{}", path.as_str().trim_end_matches("index.html"));
        let is_redirect = html.contains("http-equiv=\"refresh\"");
        for finding in page::findings(html, is_redirect) {
            if said.insert(format!("{finding:?}")) {
                found.push(diagnostic(&finding, &address, files.as_ref()));
            }
        }
    }
    found
}

fn is_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("html"))
}

fn diagnostic(
    finding: &Finding,
    page: &str,
    files: Option<&ThemeFiles<'_>>,
) -> Diagnostic {
    let at = |code, written: Option<&str>| {
        let place =
            written.zip(files).and_then(|(written, files)| where_is(files, written));
        place.map_or_else(
            || Diagnostic::general(code),
            |place| Diagnostic::at(code, place),
        )
    };
    match finding {
        Finding::Lacks(word) => at(Code::ThemePage, None)
            .with("what", Argument::Word(word))
            .text("page", page),
        Finding::Inline(written) => at(Code::ThemeInline, Some(written))
            .text("value", written.clone())
            .text("page", page),
        Finding::Remote(address) => at(Code::ThemeRemote, Some(address))
            .with("where", Argument::Text(page.to_owned()))
            .text("value", address.clone()),
    }
}

/// Where something is written in the templates, so that it can be fixed. Those of the theme and the
/// site are searched before the built-in ones, and the exact text before a tag with attributes.
fn where_is(files: &ThemeFiles<'_>, written: &str) -> Option<Place> {
    let open = written.trim_end_matches('>');
    let ways = [(written, false), (open, false), (written, true), (open, true)];
    ways.into_iter().find_map(|(written, built_in)| {
        let mut own = files.all().filter(|(_, file)| file.built_in == built_in);
        own.find_map(|(inner, file)| {
            let FileContent::Text(text) = file.content else { return None };
            let at = text.find(written).filter(|_| inner.starts_with("templates/"))?;
            Some(in_file(file, at..at + written.len()))
        })
    })
}
