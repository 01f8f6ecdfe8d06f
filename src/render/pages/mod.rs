//! What each page shows, as the values that a template is given.
//!
//! In come the public site and the words of the theme, out go views. Functions that take a `Locale`
//! only read; those that take a `PageContext` may also add pictures to the page, share cards and
//! note who is seen. Nothing here fills a template or writes a page.

pub(super) mod accessibility;
pub(super) mod card_index;
pub(super) mod cards;
pub(super) mod contact_route;
pub(super) mod dates;
pub(super) mod facts;
pub(super) mod frame;
pub(super) mod labels;
pub(super) mod lineage;
pub(super) mod links;
pub(super) mod list_pages;
pub(super) mod locale;
pub(super) mod menu;
pub(super) mod offers;
pub(super) mod page_context;
pub(super) mod pager;
pub(super) mod person_lines;
pub(super) mod picture;
pub(super) mod sections;
pub(super) mod seen_on_page;
pub(super) mod single_pages;
pub(super) mod social_card;
pub(super) mod term_pages;
pub(super) mod terms;
pub(super) mod text_picture;
pub(super) mod texts;
pub(super) mod timeline;
pub(super) mod titles;
