//! A minimal site with one file in question.

use std::collections::BTreeMap;
use std::sync::Arc;

use matrikel::base::digest::Digest;
use matrikel::base::explain::explain;
use matrikel::base::language::Language;
use matrikel::base::output::Content;
use matrikel::base::source::{FileBody, SitePath, Snapshot, Source};
use matrikel::engine::{self, Request};

const CONFIG: &str = "title = \"X\"\nbase_url = \"https://x.example/\"\nlanguages = [\"de\", \"en\"]\n\
                      theme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n";

/// Builds the site and gives its pages as text.
pub fn build(path: &str, text: &str) -> Vec<String> {
    let files = [("config.toml", CONFIG), (path, text)].map(|(path, text)| {
        let path = SitePath::new(path);
        let digest = Digest::of(text.as_bytes());
        (path.clone(), Source { path, body: FileBody::Text(Arc::from(text)), digest })
    });
    let today = jiff::civil::date(2026, 11, 24);
    let snapshot = Snapshot { files: BTreeMap::from(files), today };
    let built = engine::build(&snapshot, &Request::default());
    for diagnostic in &built.diagnostics {
        for language in Language::ALL {
            explain(diagnostic, &snapshot, language);
        }
    }
    let pages = built.outputs.0.into_iter().filter(|(path, _)| path.as_str().ends_with(".html"));
    pages
        .filter_map(|(_, content)| match content {
            Content::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            _ => None,
        })
        .collect()
}
