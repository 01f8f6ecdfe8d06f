//! Finds pages of withheld people that an earlier build left online.
//!
//! In come the documents that a build withholds, out go those of their pages that the output
//! folder still contains. Never deletes anything; the next build does.

use std::path::Path;

use serde::Serialize;

use crate::base::output::{OutputPath, Withheld};
use crate::base::program_words::ProgramWords;

/// A person or document that is still online and must be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Online {
    /// The person's name or the title.
    pub name: String,
    /// Addresses of their pages.
    pub addresses: Vec<String>,
}

impl Online {
    /// In the reader's words.
    pub(super) fn text(&self, words: &ProgramWords) -> String {
        let addresses = self.addresses.join(", ");
        let values = [("name", self.name.as_str()), ("addresses", addresses.as_str())];
        words.phrase("online-one", &values)
    }
}

/// Finds the pages of withheld documents.
pub fn still_online(output: &Path, withheld: &[Withheld]) -> Vec<Online> {
    let there = |page: &&OutputPath| output.join(page.as_str()).exists();
    withheld
        .iter()
        .map(|one| Online {
            name: one.name.clone(),
            addresses: one.pages.iter().filter(there).map(address).collect(),
        })
        .filter(|one| !one.addresses.is_empty())
        .collect()
}

fn address(page: &OutputPath) -> String {
    let path = page.as_str();
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SitePath;

    #[test]
    fn only_pages_that_exist_are_told() {
        let output = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(output.path().join("verzeichnis/jana")).unwrap();
        std::fs::write(output.path().join("verzeichnis/jana/index.html"), "").unwrap();
        let page = |address: &str| OutputPath::page(address).unwrap();
        let withheld = |name: &str, pages: &[&str]| Withheld {
            name: name.into(),
            path: SitePath::new("content/directory/x.md"),
            code: crate::base::code::Code::ConsentMissing,
            pages: pages.iter().map(|address| page(address)).collect(),
        };
        let all = [
            withheld("Jana", &["/verzeichnis/jana/", "/en/directory/jana/"]),
            withheld("Tariq", &["/verzeichnis/tariq/"]),
        ];
        let online = still_online(output.path(), &all);
        let jana =
            Online { name: "Jana".into(), addresses: vec!["/verzeichnis/jana/".into()] };
        assert_eq!(online, [jana]);
    }
}
