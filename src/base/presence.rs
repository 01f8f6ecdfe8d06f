//! Who appears in an output, and in what role.
//!
//! Recorded by the code that makes an output, read by commands that must account for it. Holds
//! indices into the public site, never a name.

/// A person, story or contact that appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A person of the directory, by index in the site.
    Person(usize),
    /// A story and the person it is about, by index in the site.
    Story(usize),
    /// An official contact, by index in the reference data.
    Contact(usize),
}

/// The role in which somebody appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The page is about them.
    Subject,
    /// An entry of a list, or a card.
    Card,
    /// A speaker at an event.
    Speaker,
    /// A link from another page: related, newer or older.
    Neighbour,
    /// A link in a text.
    Mention,
    /// An official contact.
    Contact,
    /// A redirect from a former address to their page.
    Redirect,
    /// An entry of a feed.
    Feed,
    /// A name in a calendar file.
    Calendar,
    /// An address in the sitemap.
    Sitemap,
    /// A photo of them.
    Picture,
    /// The picture that other services show with a link.
    SocialCard,
    /// An entry of the site's own search.
    Search,
}

impl Role {
    /// Every role with its name in reports.
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

    /// The name in reports.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(role, _)| *role == self).map_or("", |(_, word)| word)
    }
}

/// An appearance in an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seen {
    /// Who.
    pub who: Who,
    /// In what role.
    pub role: Role,
}
