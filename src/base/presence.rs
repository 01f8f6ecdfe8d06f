//! Who is seen in an output, and as what.
//!
//! Filled in by whoever makes the output, read by whoever has to account for it. Numbers are
//! those of the public site; nobody is named here.

/// Who or what is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A person of the directory, by the number in the site.
    Person(usize),
    /// A story and whom it is about, by the number in the site.
    Story(usize),
    /// A contact in office, by the number in the reference data.
    Contact(usize),
}

/// As what somebody is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The page is about them.
    Subject,
    /// An entry of a list, or a card.
    Card,
    /// They speak at an event.
    Speaker,
    /// Another page leads on to theirs: related, newer, older.
    Neighbour,
    /// A text links to their page.
    Mention,
    /// A contact in office.
    Contact,
    /// A former address leads to their page.
    Redirect,
    /// An entry of a feed.
    Feed,
    /// A name in a calendar.
    Calendar,
    /// An address in the sitemap.
    Sitemap,
    /// A picture of theirs.
    Picture,
    /// The picture beside a shared link.
    SocialCard,
    /// An entry of the site's own search.
    Search,
}

impl Role {
    /// Every role with its word in reports.
    pub const WORDS: [(Self, &'static str); 13] = [
        (Self::Subject, "subject"),
        (Self::Card, "card"),
        (Self::Speaker, "speaker"),
        (Self::Neighbour, "neighbour"),
        (Self::Mention, "mention"),
        (Self::Contact, "contact"),
        (Self::Redirect, "redirect"),
        (Self::Feed, "feed"),
        (Self::Calendar, "calendar"),
        (Self::Sitemap, "sitemap"),
        (Self::Picture, "picture"),
        (Self::SocialCard, "social-card"),
        (Self::Search, "search"),
    ];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(role, _)| *role == self).map_or("", |(_, word)| word)
    }
}

/// Somebody in an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seen {
    /// Who.
    pub who: Who,
    /// As what.
    pub role: Role,
}
