//! Channels as types: what a feed or an index takes has a consent for it.
//!
//! A feed takes [`Syndicated`] values and a search-engine output takes [`Indexable`] ones. Only
//! this file makes them, and only from a value whose consent names the channel; so that a feed
//! cannot hold somebody by mistake.

/// Which channels, besides the site itself, a public value may go to. The default is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Channels {
    /// Sitemap, JSON-LD, Open Graph, indexing.
    pub(super) search_engines: bool,
    /// Atom, JSON Feed, names in calendars.
    pub(super) feeds: bool,
    /// Photo in full size.
    pub(super) press: bool,
}

impl Channels {
    /// The channels that both allow.
    #[must_use]
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            search_engines: self.search_engines && other.search_engines,
            feeds: self.feeds && other.feeds,
            press: self.press && other.press,
        }
    }

    /// The same channels without search engines.
    #[must_use]
    pub(super) const fn unseen(self) -> Self {
        Self { search_engines: false, ..self }
    }
}

/// A value that has channels.
pub trait Channelled {
    /// Its channels.
    fn channels(&self) -> Channels;

    /// The value as one that search engines may see, if so.
    fn indexable(&self) -> Option<Indexable<'_, Self>>
    where
        Self: Sized,
    {
        self.channels().search_engines.then_some(Indexable(self))
    }

    /// The value as one that feeds may hold, if so.
    fn syndicated(&self) -> Option<Syndicated<'_, Self>>
    where
        Self: Sized,
    {
        self.channels().feeds.then_some(Syndicated(self))
    }
}

/// A value that search engines may see.
#[derive(Debug)]
pub struct Indexable<'a, T>(&'a T);

/// A value that feeds may hold.
#[derive(Debug)]
pub struct Syndicated<'a, T>(&'a T);

impl<'a, T> Indexable<'a, T> {
    /// The value.
    pub fn get(&self) -> &'a T {
        self.0
    }
}

impl<'a, T> Syndicated<'a, T> {
    /// The value.
    pub fn get(&self) -> &'a T {
        self.0
    }
}
