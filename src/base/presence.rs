//! Who appears in an output, and in what role.
//!
//! Recorded by the code that makes an output, read by commands that must account for it. Holds
//! indices into the public site, never a name.

use serde::{Serialize, Serializer};

/// Who or what is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A person of the directory, by index in the site.
    Person(usize),
    /// A story and the person it is about, by index in the site.
    Story(usize),
    /// An official contact, by index in the reference data.
    Contact(usize),
}

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// As what somebody is seen. What weighs most comes first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word in reports.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

roles! {
    /// The page is about them.
    Subject = "subject",
    /// An entry of a list, or a card.
    Card = "card",
    /// They speak at an event.
    Speaker = "speaker",
    /// Another page leads on to theirs: related, newer, older.
    Neighbour = "neighbour",
    /// A text links to their page.
    Mention = "mention",
    /// A contact in office.
    Contact = "contact",
    /// A former address leads to their page.
    Redirect = "redirect",
    /// An entry of a feed.
    Feed = "feed",
    /// A name in a calendar.
    Calendar = "calendar",
    /// An address in the sitemap.
    Sitemap = "sitemap",
    /// A picture of theirs.
    Picture = "picture",
    /// The picture beside a shared link.
    SocialCard = "social-card",
    /// An entry of the site's own search.
    Search = "search",
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.word().serialize(serializer)
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
