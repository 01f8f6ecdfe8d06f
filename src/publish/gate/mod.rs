//! The gate: the only code that makes public people, stories and events.
//!
//! In come raw documents and the day, out goes what consent allows, field by field, or the reason
//! why nothing does. Every field is copied by name under its own permission; a field that is not
//! copied here never appears anywhere.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::config::Config;
use crate::base::diagnostic::Place;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::pointer::Pointer;
use crate::base::slug::slugify;
use crate::base::source::Snapshot;
use crate::base::text::Localised;
use crate::model::document::Section;
use crate::model::mention::Mention;
use crate::model::person::{Affiliation, Form};
use crate::model::story::Schedule;
use crate::model::text::{Photo, PhotoWords};

use crate::publish::address;
use crate::publish::collect::{Bundle, Translation};
use crate::publish::directory_index::DirectoryIndex;
use crate::publish::photo;
use crate::publish::public::{Draft, List, PublicAffiliation, PublicPhoto, Texts, Topic};
use crate::publish::site_files::SiteFiles;
use crate::publish::withheld_photos::WithheldPhotos;
use crate::publish::withholding::{Withholding, WithholdingReason};

mod pages;
mod person;
mod texts;
mod voice;

use voice::{Outlet, Voice};

pub use pages::last_day;

/// What decisions depend on besides the document itself.
pub(in crate::publish) struct Gate<'a> {
    pub(in crate::publish) config: &'a Config,
    pub(in crate::publish) snapshot: &'a Snapshot,
    pub(in crate::publish) photos: &'a SiteFiles<'a>,
    pub(in crate::publish) zone: &'a TimeZone,
    /// True to show drafts and scheduled pages; never overrides a missing consent.
    pub(in crate::publish) drafts: bool,
    /// Id of the site's own institution.
    pub(in crate::publish) own_institution: Option<&'a str>,
    /// Slugs of ordinary pages in each language, for the addresses of the pages below them.
    pub(in crate::publish) page_slugs: BTreeMap<(&'a str, Language), &'a str>,
    /// Photos that are shown nowhere, because somebody in them does not agree.
    pub(in crate::publish) withheld_photos: &'a WithheldPhotos<'a>,
    /// Everybody in the directory.
    pub(in crate::publish) directory: &'a DirectoryIndex<'a>,
    /// The theme's replacement for the name of a withheld person.
    pub(in crate::publish) someone: &'a Texts<String>,
}

/// The lists that an entry is on, by fields that may be shown.
fn lists(
    affiliations: &[PublicAffiliation],
    topics: &[Topic],
    place: Option<Topic>,
) -> Box<[List]> {
    let digest = |text: &String| Digest::of(text.as_bytes());
    let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
    // Without a key there is no address for a list.
    let topics = topics.iter().enumerate().filter(|(_, topic)| !topic.key.is_empty());
    let topics = topics.map(|(at, topic)| {
        List::Topic(digest(&topic.key), number(at), number(topic.label.count()))
    });
    let of_affiliations = affiliations.iter().flat_map(|one| {
        let faculty = one.faculty.as_ref().map(|id| List::Faculty(digest(id)));
        let institution =
            one.institution.as_ref().map(|id| List::Institution(digest(id)));
        let year = one.to.map(|to| List::Year(to.year));
        [faculty, institution, year].into_iter().flatten()
    });
    let place = place.filter(|place| !place.key.is_empty());
    let place =
        place.map(|place| List::Place(digest(&place.key), number(place.label.count())));
    topics.chain(of_affiliations).chain(place).collect()
}

/// The files for pages at some addresses.
fn paths(addresses: &Texts<String>) -> Texts<OutputPath> {
    let path = |(language, address): (&Language, &String)| {
        Some((*language, OutputPath::page(address)?))
    };
    addresses.iter().filter_map(path).collect()
}

impl Gate<'_> {
    fn today(&self) -> Date {
        self.snapshot.today
    }

    fn default_language(&self) -> Language {
        self.config.languages[0]
    }

    /// An affiliation with all its fields, for stories that have affiliations of their own.
    fn affiliation(&self, affiliation: &Affiliation, form: Form) -> PublicAffiliation {
        PublicAffiliation {
            kind: Some(affiliation.kind),
            form,
            // Left out, it is the site's own institution.
            institution: affiliation
                .institution
                .clone()
                .or_else(|| self.own_institution.map(ToOwned::to_owned)),
            faculty: affiliation.faculty.clone(),
            programme: affiliation.programme.clone(),
            degree: affiliation.degree.clone(),
            from: affiliation.from,
            to: affiliation.to,
        }
    }

    /// A short text with its translations.
    pub(in crate::publish) fn localised(
        &self,
        original: Option<&Localised>,
        bundle: &Bundle<'_>,
        of: fn(&Translation<'_>) -> Option<String>,
    ) -> Option<Localised> {
        let default = self.default_language();
        bundle.translations.iter().fold(
            original.cloned(),
            |text, (language, translation)| match (text, of(translation)) {
                (Some(text), Some(words)) => Some(text.with(default, *language, &words)),
                (text, _) => text,
            },
        )
    }

    /// A photo with its texts. They appear wherever the photo does, so they name only people
    /// whom search engines may know. `subject` is whose portrait it is.
    fn photo(
        &self,
        photo: &Photo,
        key: &str,
        bundle: &Bundle<'_>,
        mentions: &[Mention],
        subject: Option<&str>,
    ) -> Option<PublicPhoto> {
        let voice = Voice::new(self, mentions, Outlet::SearchEngines);
        let place = Place::value(&bundle.original.path, Pointer::key(key).then("file"));
        let found = photo::find(self.photos, &photo.file, &place).ok()?;
        // Showing a photo needs the consent of everybody in it.
        if self.withheld_photos.hides(found.digest, subject) {
            return None;
        }
        let words = |original: Option<&Localised>,
                     of: fn(&PhotoWords) -> &Option<String>| {
            let default = self.default_language();
            let text = bundle.translations.iter().fold(
                original.cloned(),
                |text, (language, translation)| match (text, of(&translation.words.photo))
                {
                    (Some(text), Some(words)) => {
                        Some(text.with(default, *language, words))
                    }
                    (text, _) => text,
                },
            );
            text.map(|text| voice.localised(&text))
        };
        Some(PublicPhoto {
            source: found.source,
            digest: found.digest,
            size: found.size,
            alt: words(photo.alt.as_ref(), |w| &w.alt)
                .unwrap_or(Localised::Same(String::new())),
            credit: words(photo.credit.as_ref(), |w| &w.credit),
            caption: words(photo.caption.as_ref(), |w| &w.caption),
            focus: photo.focus.unwrap_or([50, 25]),
        })
    }

    /// Whether the calendar lets a page pass.
    fn schedule(&self, schedule: Schedule) -> Result<Draft, Withholding> {
        let withhold = |reason, day| Err(Withholding { reason, day });
        if let Some(expires) = schedule.expires
            && self.today() >= expires
        {
            return withhold(WithholdingReason::Expired, Some(expires));
        }
        let scheduled = schedule.publish.filter(|publish| self.today() < *publish);
        match (schedule.draft, scheduled) {
            (true, _) if self.drafts => Ok(Draft::Draft),
            (true, _) => withhold(WithholdingReason::Draft, None),
            (false, Some(_)) if self.drafts => Ok(Draft::Scheduled),
            (false, Some(publish)) => {
                withhold(WithholdingReason::Scheduled, Some(publish))
            }
            (false, None) => Ok(Draft::No),
        }
    }

    /// The addresses of a document in the languages it exists in.
    pub(in crate::publish) fn addresses(
        &self,
        bundle: &Bundle<'_>,
        section: Section,
    ) -> Texts<String> {
        let original = bundle.original;
        let address = |language: Language, slug: &str| {
            let mut at = address::section(self.config, section, language);
            for (end, _) in original.key.name.match_indices('/') {
                let parent = &original.key.name[..end];
                let part = match self.page_slugs.get(&(parent, language)) {
                    Some(slug) => (*slug).to_owned(),
                    None => slugify(parent.rsplit('/').next().unwrap_or(parent)),
                };
                at = address::below(&at, &part);
            }
            address::below(&at, slug)
        };
        let default = self.default_language();
        let mut addresses = Texts::from([(default, address(default, &original.slug))]);
        for (language, translation) in &bundle.translations {
            let slug = match translation.document.slug.as_str() {
                "" => &original.slug,
                chosen => chosen,
            };
            addresses.insert(*language, address(*language, slug));
        }
        addresses
    }

    /// Keys of the published people whom a document mentions, without duplicates.
    fn mentioned(
        &self,
        bundle: &Bundle<'_>,
        mentions: &[Mention],
        except: Option<&str>,
    ) -> Vec<String> {
        let listed = mentions.iter().map(|one| one.person.as_str());
        let in_texts = bundle.mentioned().map(|one| one.person.as_str());
        let mut known = BTreeSet::new();
        listed
            .chain(in_texts)
            .filter_map(|word| self.directory.find(word))
            .filter(|one| one.channels().is_some() && except != Some(one.key))
            .filter(|one| known.insert(one.key))
            .map(|one| one.key.to_owned())
            .collect()
    }

    /// A label with the key that identifies equal topics.
    fn topic(&self, label: &Localised) -> Topic {
        let key = slugify(label.text(self.default_language()));
        Topic { key, label: label.clone() }
    }

    fn topics(&self, topics: &[Localised]) -> Vec<Topic> {
        topics.iter().map(|label| self.topic(label)).collect()
    }
}
