//! What is left of people in files that were published earlier.
//!
//! In come names and values of people who must not be online, out goes who of them is in the
//! bytes of a file. Looks at bytes alone: whatever made them, and whatever is wrong with the
//! sources now. Never decides whether somebody may be online.

use std::collections::BTreeSet;

use crate::base::source::SitePath;
use crate::model::person::Name;

use super::find::Finder;
use super::names;
use super::packed;
use super::reading::Reading;
use super::secrets::{Needle, Secret, Weight, What};

/// What one person is found by.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Names, also former ones.
    pub names: Vec<Name>,
    /// Values as they are written: addresses of own pages, mailboxes.
    pub written: Vec<String>,
    /// Telephone numbers.
    pub numbers: Vec<String>,
}

/// Finds people in the bytes of files.
pub struct Traces {
    finder: Option<Finder>,
}

impl Traces {
    /// Gets ready to look for people, all in one pass over each file.
    pub fn new(people: &[Sought]) -> Self {
        let secret = |person: &Sought| {
            let names = person.names.iter().flat_map(names::needles);
            let written = person.written.iter().filter_map(|text| Needle::written(text));
            let numbers = person.numbers.iter().filter_map(|text| Needle::number(text));
            Secret {
                owner: SitePath::new(""),
                name: String::new(),
                what: What::Name,
                weight: Weight::Identifying,
                needles: names.chain(written).chain(numbers).collect(),
            }
        };
        let mut secrets: Vec<Secret> = people.iter().map(secret).collect();
        Self { finder: Finder::new(&mut secrets, []) }
    }

    /// Who is in a file, by their places in the list: in its path, in its text, or in what is
    /// packed inside it.
    pub fn in_file(&self, path: &str, bytes: &[u8]) -> BTreeSet<usize> {
        let Some(finder) = &self.finder else { return BTreeSet::new() };
        let reading = Reading::of(path);
        let mut hits = finder.in_text(path.as_bytes(), Reading::PATH, &|_| false).hits;
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        // Made by a build, these are text and nothing else; pictures hold no text at all.
        let is_plain =
            ["html", "xml", "json", "ics", "txt", "css", "js", "jpg", "webp", "avif"]
                .contains(&ending)
                || ending == "png" && packed::is_only_pixels(bytes);
        if is_plain {
            hits.extend(finder.in_text(bytes, reading, &|_| false).hits);
        } else {
            hits.extend(finder.in_file(bytes, reading).0.hits);
        }
        let secrets =
            hits.into_iter().flat_map(|hit| &finder.values()[hit.value].secrets);
        secrets.copied().collect()
    }
}

/// The same for all names that nobody tells apart: case and accents do not count.
pub fn name_key(name: &Name) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    names::key(&format!("{} {}", part(&name.given), part(&name.family)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All people are looked for in one pass: twice as many people and files are twice the work.
    #[test]
    fn the_work_grows_as_people_and_files_do() {
        let work = |count: usize| {
            let name = |n: usize| Name {
                given: Some(format!("Jana{n}")),
                family: Some(format!("Quendel{}", n % 7)),
                ..Name::default()
            };
            let person = |n: usize| Sought {
                names: vec![name(n)],
                written: vec![format!("/verzeichnis/p{n}/")],
                numbers: Vec::new(),
            };
            let traces = Traces::new(&(0..count).map(person).collect::<Vec<_>>());
            for n in 0..count {
                let page = format!("<h1>Jana{n} Quendel{}</h1> am Fluss", n % 7);
                let found = traces.in_file("a/index.html", page.as_bytes());
                assert!(found.contains(&n));
            }
            traces.finder.as_ref().map_or(0, |finder| finder.work().iter().sum())
        };
        let [once, twice, four] = [200, 400, 800].map(work);
        assert!(once > 0 && twice <= once * 5 / 2, "{once}, {twice}");
        assert!(four <= twice * 5 / 2, "{twice}, {four}");
    }

    #[test]
    fn names_addresses_and_mailboxes_are_traces_also_packed() {
        let name = |given: &str, family: &str| Name {
            given: Some(given.to_owned()),
            family: Some(family.to_owned()),
            ..Name::default()
        };
        let people = [
            Sought { names: vec![name("Jana", "Müller")], ..Sought::default() },
            Sought { written: vec!["/verzeichnis/p1/".into()], ..Sought::default() },
            Sought::default(),
        ];
        let traces = Traces::new(&people);
        let of = |path: &str, bytes: &[u8]| {
            traces.in_file(path, bytes).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(of("a.html", "<b>Jana</b> M&uuml;ller".as_bytes()), [0]);
        assert_eq!(of("a.html", b"<a href=\"/verzeichnis/p1/\">x</a>"), [1]);
        assert_eq!(of("jana-mueller/index.html", b"x"), [0]);
        assert_eq!(of("a.html", b"/verzeichnis/p12/"), [0; 0]);
        let mut packed = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
        packed.extend(miniz_oxide::deflate::compress_to_vec(
            "Müller, Jana /verzeichnis/p1/".as_bytes(),
            6,
        ));
        assert_eq!(of("a.bin", &packed), [0, 1]);
        assert_eq!(Traces::new(&[]).in_file("a", b"Jana"), BTreeSet::new());
    }
}
