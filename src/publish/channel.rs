//! Channels of publication as types.
//!
//! A feed takes [`Syndicated`] values, output for search engines takes [`Indexable`] ones. Only
//! this file makes them, and only from a value whose consent names the channel, so that nobody
//! ever gets into a feed by mistake.

/// The channels, besides the site itself, that a public value may go to. None by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Channels {
    /// Indexing, sitemap, JSON-LD, Open Graph.
    pub(super) search_engines: bool,
    /// Atom, JSON Feed, names in calendars.
    pub(super) feeds: bool,
    /// Photo in full size, for the press.
    pub(super) press: bool,
}

impl Channels {
    /// The channels that both allow: a page about two people needs the consent of both.
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

/// A value with channels.
pub trait Channelled {
    /// Its channels.
    fn channels(&self) -> Channels;

    /// The value for search engines, if they may have it.
    fn indexable(&self) -> Option<Indexable<'_, Self>>
    where
        Self: Sized,
    {
        self.channels().search_engines.then_some(Indexable(self))
    }

    /// The value for feeds, if they may have it.
    fn syndicated(&self) -> Option<Syndicated<'_, Self>>
    where
        Self: Sized,
    {
        self.channels().feeds.then_some(Syndicated(self))
    }
}

/// A value that search engines may have.
#[derive(Debug)]
pub struct Indexable<'a, T>(&'a T);

/// A value that feeds may have.
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
