//! Who is seen in which output.
//!
//! In come the finished plan and what each page noted while it was prepared, out goes a list for
//! every output that shows somebody. Pages note whom they show at the moment they show them;
//! nothing here looks into finished bytes or guesses.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::output::OutputPath;
use crate::base::presence::{Role, Seen, Who};
use crate::base::source::SitePath;
use crate::publish::site::Site;

use crate::render::plan::job::{Job, PageContent};

/// Who is seen in each output.
pub type Presence = BTreeMap<OutputPath, BTreeSet<Seen>>;

/// The stories by their files; the first, if a file had two.
pub(crate) fn stories_by_file(site: &Site) -> BTreeMap<&SitePath, usize> {
    // Later ones are put in first.
    let stories = site.stories.iter().enumerate().rev();
    stories.map(|(number, story)| (&story.path, number)).collect()
}

/// Whose page a former address leads to.
pub(crate) fn led_to(stories: &BTreeMap<&SitePath, usize>, job: &Job) -> Option<Seen> {
    let PageContent::Redirect(_) = job.content else { return None };
    let number = stories.get(job.source.as_ref()?).copied()?;
    Some(Seen { who: Who::Story(number), role: Role::Redirect })
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
