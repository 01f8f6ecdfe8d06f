//! Where a link in a text leads, if that may be somebody's entry, story or page.
//!
//! In come the file of a text and a target as written, out goes the entry, the story or the last
//! part of the address. Never says whether there is such a person.

use super::document::{Key, Section};
use super::mention::PersonLink;
use crate::base::source::{SitePath, percent_decoded};

/// What a target in the text of a file leads to.
pub fn person_link(file: &SitePath, target: &str) -> Option<PersonLink> {
    let end = target.find(['#', '?']).unwrap_or(target.len());
    let target = percent_decoded(&target[..end]);
    if target.starts_with('/') {
        let address = target.strip_suffix("index.html").unwrap_or(&target);
        let mut parts = address.rsplit('/').filter(|part| !part.is_empty());
        let (last, section) = (parts.next()?, parts.next()?);
        return Some(PersonLink::Page(section.to_lowercase(), last.to_lowercase()));
    }
    let (key, _) = Key::of(&file.join(&target)?)?;
    let name = Some(key.name.to_string()).filter(|name| !name.is_empty())?;
    match key.section {
        Section::Directory => Some(PersonLink::Entry(name)),
        Section::Portraits => Some(PersonLink::Story(name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_entries_and_addresses_may_be_somebody() {
        let of = |target| person_link(&SitePath::new("content/events/a.md"), target);
        let entry = Some(PersonLink::Entry("jana".into()));
        for target in ["../directory/jana.md", "../directory/jana/index.en.md#bio"] {
            assert_eq!(of(target), entry, "{target}");
        }
        assert_eq!(of("../portraits/b.md"), Some(PersonLink::Story("b".into())));
        let page = Some(PersonLink::Page("verzeichnis".into(), "jana".into()));
        for target in
            ["/verzeichnis/jana/", "/Verzeichnis/Jana", "/verzeichnis/jana/index.html"]
        {
            assert_eq!(of(target), page, "{target}");
        }
        for target in
            ["b.md", "../impressum.md", "../directory/_index.md", "/kontakt/", "#a"]
        {
            assert_eq!(of(target), None, "{target}");
        }
    }
}
