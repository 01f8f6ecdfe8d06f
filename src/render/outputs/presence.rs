//! Who is seen in which output.
//!
//! In come the finished plan and what each page noted while it was prepared, out goes a list for
//! every output that shows somebody. Pages note whom they show at the moment they show them;
//! nothing here looks into finished bytes or guesses.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::output::{Content, OutputPath};
use crate::base::presence::{Role, Seen, Who};
use crate::base::source::SitePath;
use crate::publish::named_people::{named, titles};
use crate::publish::site::Site;
use crate::publish::words::Section;

use crate::render::formats::registry::Machine;
use crate::render::formats::{calendar, feed};
use crate::render::plan::job::{Job, PageContent};

/// Who is seen in each output.
pub type Presence = BTreeMap<OutputPath, BTreeSet<Seen>>;

/// Whom a page is about.
pub(crate) fn subject(job: &Job) -> Option<Who> {
    match job.content {
        PageContent::Person(number) => Some(Who::Person(number)),
        PageContent::Story(number) => Some(Who::Story(number)),
        _ => None,
    }
}

/// Whose page a former address leads to.
pub(crate) fn led_to(site: &Site, job: &Job) -> Option<Seen> {
    let PageContent::Redirect(_) = job.content else { return None };
    let source = job.source.as_ref()?;
    let number = site.stories.iter().position(|story| story.path == *source)?;
    Some(Seen { who: Who::Story(number), role: Role::Redirect })
}

/// Who is in a file for machines; the sitemap is a matter of the plan, see [`in_sitemap`].
pub(crate) fn in_machine(site: &Site, machine: Machine) -> BTreeSet<Seen> {
    let speakers = |number: usize| {
        let named = calendar::named(site, &site.events[number]);
        named.map(|person| Seen { who: Who::Person(person), role: Role::Calendar })
    };
    let mentioned = |mentions, words: String| {
        let people = named(site, mentions, &words);
        people.map(|person| Seen { who: Who::Person(person), role: Role::Mention })
    };
    let in_event = |number: usize| {
        let event = &site.events[number];
        let texts = event.texts.values();
        let words = texts.flat_map(|text| [&text.title, &text.summary]);
        mentioned(&event.mentions, titles(words))
    };
    match machine {
        Machine::Atom(Section::Portraits, _)
        | Machine::JsonFeed(Section::Portraits, _) => {
            let entries = feed::stories(site).flat_map(|number| {
                let story = &site.stories[number];
                let own = Seen { who: Who::Story(number), role: Role::Feed };
                let texts = story.texts.values();
                let words = texts.flat_map(|text| [&text.title, &text.summary]);
                mentioned(&story.mentions, titles(words)).chain([own])
            });
            entries.collect()
        }
        Machine::Atom(..) | Machine::JsonFeed(..) => {
            (0..site.events.len()).flat_map(in_event).collect()
        }
        Machine::Calendar(_) => {
            let events = 0..site.events.len();
            events.flat_map(|number| speakers(number).chain(in_event(number))).collect()
        }
        Machine::Event(number, _) => speakers(number).chain(in_event(number)).collect(),
        _ => BTreeSet::new(),
    }
}

/// Whose pages stand in each file of the sitemap: those that search engines may list, in the
/// file that holds their address.
pub(crate) fn in_sitemap(
    site: &Site,
    jobs: &[Job],
    files: &BTreeMap<OutputPath, Content>,
) -> Presence {
    let mut presence = Presence::new();
    let listed = jobs.iter().filter(|job| !job.noindex);
    for (job, who) in listed.filter_map(|job| Some((job, subject(job)?))) {
        let loc = format!("<loc>{}</loc>", site.config.base_url.absolute(job.address()));
        let holds = |content: &Content| match content {
            Content::Bytes(bytes) => contains(bytes, loc.as_bytes()),
            _ => false,
        };
        let only = files.len() == 1;
        let file = files.iter().find(|(_, content)| only || holds(content));
        if let Some((path, _)) = file {
            let seen = Seen { who, role: Role::Sitemap };
            presence.entry(path.clone()).or_default().insert(seen);
        }
    }
    presence
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Whose photo a file is.
pub(crate) fn photos(site: &Site) -> BTreeMap<&SitePath, Vec<Who>> {
    let mut photos: BTreeMap<&SitePath, Vec<Who>> = BTreeMap::new();
    for (number, person) in site.people.iter().enumerate() {
        if let Some(photo) = &person.photo {
            photos.entry(&photo.source).or_default().push(Who::Person(number));
        }
    }
    for (number, story) in site.stories.iter().enumerate() {
        if let Some(photo) = &story.photo {
            photos.entry(&photo.source).or_default().push(Who::Story(number));
        }
    }
    photos
}
