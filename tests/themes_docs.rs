//! docs/themes.md and the views are one: the tables of fields are written from the comments of
//! the view types, and this test says how, if they differ.
//!
//! `MATRIKEL_UPDATE=1 cargo test --test themes_docs` writes them anew.

#[path = "themes_docs/tables.rs"]
mod tables;
#[path = "themes_docs/views.rs"]
mod views;

use std::fs;
use std::path::{Path, PathBuf};

/// Begins a part of the guide that is written here: `<!-- fields: PersonView -->`.
const BEGIN: &str = "<!-- ";
/// Ends it.
const END: &str = "<!-- end -->";

fn project(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn read(below: &str) -> String {
    fs::read_to_string(project(below)).expect("a file of the project")
}

/// The guide with every generated part as it should be.
fn renewed(guide: &str) -> String {
    let tables = tables::Tables::of(guide);
    let mut out = String::new();
    let mut rest = guide;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        out += before;
        out += BEGIN;
        let (wanted, body) = after.split_once(" -->\n").expect("a marker ends");
        let (_, behind) = body.split_once(END).unwrap_or_else(|| {
            panic!("docs/themes.md: no {END} behind “{wanted}”");
        });
        out += &format!("{wanted} -->\n{}{END}", tables.part(wanted));
        rest = behind;
    }
    out + rest
}

#[test]
fn the_theme_guide_says_what_the_code_says() {
    let guide = read("docs/themes.md");
    let renewed = renewed(&guide);
    if std::env::var_os("MATRIKEL_UPDATE").is_some() {
        fs::write(project("docs/themes.md"), &renewed).expect("the guide can be written");
        return;
    }
    let differs = guide.lines().zip(renewed.lines()).find(|(is, should)| is != should);
    if let Some((is, should)) = differs {
        panic!(
            "docs/themes.md is behind the code.\n  is:     {is}\n  should: {should}\n\
             Run MATRIKEL_UPDATE=1 cargo test --test themes_docs, and look at what it changed."
        );
    }
    assert_eq!(guide, renewed, "docs/themes.md is behind the code");
}

/// A view that the guide does not know would be one that no theme author finds.
#[test]
fn every_view_has_its_table() {
    let guide = read("docs/themes.md");
    for view in views::views() {
        let marker = format!("{BEGIN}fields: {} -->", view.name);
        assert!(guide.contains(&marker), "docs/themes.md lacks “{marker}”");
    }
}
