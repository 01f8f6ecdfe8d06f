//! Finds related stories.
//!
//! In come a story and the site, out go the indices of the most similar others: shared topics
//! count most, then a shared faculty, then a shared mission; ties go to the newer story. The rest
//! is filled with stories close in time, so that every story leads on to others. Never selects
//! stories that search engines may not see: a card would put that person onto another page, which
//! would then have to be kept out of search engines too.

use super::channel::Channelled;
use super::public::PublicStory;
use super::site::Site;

/// Newest stories of a topic to consider; more would be slow and hardly change the result.
const NEWEST_PER_TOPIC: usize = 32;

/// The most similar other stories, at most `most`.
pub fn related(site: &Site, number: usize, most: usize) -> Vec<usize> {
    let story = &site.stories[number];
    let mut candidates: Vec<usize> = story
        .topics
        .iter()
        .filter_map(|topic| site.terms.topics.get(&topic.key))
        .flat_map(|term| term.stories.iter().copied().take(NEWEST_PER_TOPIC))
        .collect();
    // Only if topics yield too few: a faculty may have very many stories.
    if candidates.len() <= most {
        candidates.extend(faculty_stories(site, story));
    }
    candidates.sort_unstable();
    let mut found: Vec<(usize, usize)> = candidates
        .chunk_by(|one, other| one == other)
        .map(|same| (same.len(), same[0]))
        .filter(|(_, other)| {
            *other != number && site.stories[*other].indexable().is_some()
        })
        .map(|(topics, other)| {
            let other_story = &site.stories[other];
            let faculty =
                usize::from(shares(faculties(story), || faculties(other_story)));
            let mission = usize::from(shares(story.missions.iter(), || {
                other_story.missions.iter()
            }));
            (topics * 4 + faculty * 2 + mission, other)
        })
        .collect();
    // Stories are sorted newest first, so a smaller index means newer.
    found.sort_unstable_by_key(|(score, other)| (std::cmp::Reverse(*score), *other));
    found.truncate(most);
    let mut found: Vec<usize> = found.into_iter().map(|(_, other)| other).collect();
    let missing = most.saturating_sub(found.len());
    let others: Vec<usize> = nearest_in_time(site, number)
        .filter(|other| !found.contains(other))
        .take(missing)
        .collect();
    found.extend(others);
    found
}

/// Other stories that search engines may see, by distance in time, alternating between newer
/// and older.
fn nearest_in_time(site: &Site, number: usize) -> impl Iterator<Item = usize> + '_ {
    let (newer, older) = site.open_stories_around(number);
    let mut newer = newer.iter().rev().copied().peekable();
    let mut older = older.iter().copied().peekable();
    std::iter::from_fn(move || match (newer.peek().copied(), older.peek().copied()) {
        (Some(before), Some(after)) if after - number < number - before => older.next(),
        (Some(_), _) => newer.next(),
        (None, _) => older.next(),
    })
}

fn faculty_stories<'s>(
    site: &'s Site,
    story: &'s PublicStory,
) -> impl Iterator<Item = usize> + 's {
    faculties(story)
        .filter_map(|id| site.terms.faculties.get(id))
        .flat_map(|term| term.stories.iter().copied().take(NEWEST_PER_TOPIC))
}

fn faculties(story: &PublicStory) -> impl Iterator<Item = &String> {
    story.affiliations.iter().filter_map(|affiliation| affiliation.faculty.as_ref())
}

fn shares<'t, T: PartialEq + 't, O: Iterator<Item = &'t T>>(
    mut some: impl Iterator<Item = &'t T>,
    others: impl Fn() -> O,
) -> bool {
    some.any(|one| others().any(|other| other == one))
}
