//! Stories that belong together.
//!
//! In come a story and the site, out go the numbers of the few nearest others: shared topics
//! count most, then a shared faculty, then a shared mission; the newer one wins a tie. Only
//! stories that search engines may see are cards elsewhere, so that one person's choice does
//! not take another person's page out of the search engines.

use std::collections::BTreeMap;

use super::channel::Channelled;
use super::public::PublicStory;
use super::site::Site;
use super::terms::topic_key;

/// How many of a topic's newest stories are looked at; more would cost much and change little.
const LOOKED_AT: usize = 200;

/// The nearest other stories, at most `most`.
pub fn related(site: &Site, number: usize, most: usize) -> Vec<usize> {
    let story = &site.stories[number];
    let default = site.config.languages[0];
    let mut scores: BTreeMap<usize, u32> = BTreeMap::new();
    for topic in &story.topics {
        let key = topic_key(topic, default);
        for other in site
            .terms
            .topics
            .get(&key)
            .into_iter()
            .flat_map(|t| &t.stories)
            .take(LOOKED_AT)
        {
            *scores.entry(*other).or_default() += 4;
        }
    }
    if scores.len() <= most {
        for other in faculty_stories(site, story) {
            *scores.entry(other).or_default() += 1;
        }
    }
    scores.remove(&number);
    let mut found: Vec<(u32, usize)> = scores
        .into_iter()
        .filter(|(other, _)| site.stories[*other].indexable().is_some())
        .map(|(other, score)| {
            let other_story = &site.stories[other];
            let faculty = u32::from(shares(faculties(story), faculties(other_story))) * 2;
            let mission =
                u32::from(shares(story.missions.iter(), other_story.missions.iter()));
            (score + faculty + mission, other)
        })
        .collect();
    // Stories are ordered newest first, so that the smaller number is the newer one.
    found.sort_by_key(|(score, other)| (std::cmp::Reverse(*score), *other));
    found.truncate(most);
    found.into_iter().map(|(_, other)| other).collect()
}

fn faculty_stories<'s>(
    site: &'s Site,
    story: &'s PublicStory,
) -> impl Iterator<Item = usize> + 's {
    faculties(story)
        .filter_map(|id| site.terms.faculties.get(id))
        .flat_map(|term| term.stories.iter().copied().take(LOOKED_AT))
}

fn faculties(story: &PublicStory) -> impl Iterator<Item = &String> {
    story.affiliations.iter().filter_map(|affiliation| affiliation.faculty.as_ref())
}

fn shares<'t, T: PartialEq + 't>(
    some: impl Iterator<Item = &'t T>,
    others: impl Iterator<Item = &'t T>,
) -> bool {
    let others: Vec<_> = others.collect();
    some.into_iter().any(|one| others.contains(&one))
}
