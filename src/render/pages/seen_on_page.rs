//! Who is seen on a page, and as what.
//!
//! In come the people, stories and events that a page shows or names, out goes a set of them. It
//! never decides whether somebody may be seen: only public values get here.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::base::output::OutputPath;
use crate::base::presence::{Role, Seen, Who};
use crate::publish::named_people;
use crate::publish::site::Site;
use crate::publish::words::{Key, Section};

/// Whom the words of stories and events name, found out by the first page that shows them: one
/// event may mention everybody, and everybody's page tells of that event.
#[derive(Debug)]
pub(super) struct NamedInWords {
    stories: Vec<NamedPeople>,
    events: Vec<NamedPeople>,
}

/// Indices of the people whom an entry names in its title, and on its card.
#[derive(Debug, Default)]
struct NamedPeople {
    title: OnceLock<Vec<usize>>,
    card: OnceLock<Vec<usize>>,
}

impl NamedInWords {
    pub(super) fn new(site: &Site) -> Self {
        let nobody =
            |count| std::iter::repeat_with(NamedPeople::default).take(count).collect();
        Self { stories: nobody(site.stories.len()), events: nobody(site.events.len()) }
    }
}

/// What one page is seen to show so far.
///
/// Noting needs no exclusive access, so that a list can be made in a chain of closures.
pub(crate) struct SeenOnPage<'s> {
    site: &'s Site,
    known: &'s NamedInWords,
    seen: RefCell<BTreeSet<Seen>>,
}

impl<'s> SeenOnPage<'s> {
    pub(super) fn new(site: &'s Site, known: &'s NamedInWords) -> Self {
        Self { site, known, seen: RefCell::default() }
    }

    pub(crate) fn into_inner(self) -> BTreeSet<Seen> {
        self.seen.into_inner()
    }

    /// Notes that somebody is seen on this page, and as what.
    pub(super) fn note(&self, who: Who, role: Role) {
        self.seen.borrow_mut().insert(Seen { who, role });
    }

    /// Notes the people whom a text of this page mentions, by their keys.
    pub(super) fn people(&self, keys: &[String]) {
        for number in keys.iter().filter_map(|key| self.site.person_number(key)) {
            self.note(Who::Person(number), Role::Mention);
        }
    }

    /// Notes a story, and the people whom its texts name.
    pub(super) fn story(&self, number: usize, role: Role) {
        self.note(Who::Story(number), role);
        let story = &self.site.stories[number];
        let known = &self.known.stories[number].card;
        self.named_once(known, &story.mentions, || named_people::words_of_story(story));
    }

    /// Notes a story that is linked to by its title, and the people whom the title names.
    pub(super) fn story_title(&self, number: usize) {
        self.note(Who::Story(number), Role::Neighbour);
        let story = &self.site.stories[number];
        let titles =
            || named_people::titles(story.texts.values().map(|text| &text.title));
        self.named_once(&self.known.stories[number].title, &story.mentions, titles);
    }

    /// Notes the people whom the title of an event names.
    pub(super) fn event_title(&self, number: usize) {
        let event = &self.site.events[number];
        let titles =
            || named_people::titles(event.texts.values().map(|text| &text.title));
        self.named_once(&self.known.events[number].title, &event.mentions, titles);
    }

    /// Notes the people whom the texts of an event name.
    pub(super) fn event(&self, number: usize) {
        let event = &self.site.events[number];
        let known = &self.known.events[number].card;
        self.named_once(known, &event.mentions, || named_people::words_of_event(event));
    }

    /// The same as [`named`](Self::named), looked for only if it is not known yet.
    fn named_once(
        &self,
        known: &OnceLock<Vec<usize>>,
        mentions: &[String],
        words: impl Fn() -> String,
    ) {
        if mentions.is_empty() {
            return;
        }
        let find = || named_people::named(self.site, mentions, &words()).collect();
        for number in known.get_or_init(find) {
            self.note(Who::Person(*number), Role::Mention);
        }
    }

    /// Notes those of the mentioned people whose names occur in `words`, which are put together
    /// only if anybody is mentioned at all.
    pub(super) fn named(&self, mentions: &[String], words: impl Fn() -> String) {
        if mentions.is_empty() {
            return;
        }
        for number in named_people::named(self.site, mentions, &words()) {
            self.note(Who::Person(number), Role::Mention);
        }
    }

    /// Notes the person or story to whose page a link leads.
    pub(super) fn page_of(&self, key: &Key) {
        let who = match key.section {
            Section::Directory => self.site.person_number(&key.name).map(Who::Person),
            Section::Portraits => self.site.story_number(&key.name).map(Who::Story),
            _ => None,
        };
        if let Some(who) = who {
            self.note(who, Role::Mention);
        }
    }

    /// The same for a link by the address of a page.
    pub(super) fn page_at(&self, address: &str) {
        let Some(page) = OutputPath::page(address) else { return };
        if let Some(who) = self.site.who_is_at(&page) {
            self.note(who, Role::Mention);
        }
    }
}
