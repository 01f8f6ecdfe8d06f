//! From the public site to finished pages.
//!
//! In comes a [`crate::publish::site::Site`] and a theme, out go bytes for each path. Nothing
//! here can name a raw person: what the gate withheld does not exist on this floor.

pub mod access;
mod asset;
mod board;
mod builtin;
pub mod calendar;
mod card_style;
mod cards;
mod clashes;
mod dates;
mod deck;
mod desk;
mod entries;
mod facts;
pub mod feed;
mod frame;
pub mod ics;
pub mod inspect;
pub mod job;
pub mod json_ld;
mod lists;
mod machines;
mod moment;
pub mod outputs;
mod page;
mod picture;
mod places;
pub mod plan;
pub mod presence;
pub mod press;
pub mod robots;
mod routes;
mod runs;
mod search;
pub mod server_rules;
mod singles;
pub mod sitemap;
mod social_card;
mod text_picture;
pub mod theme;
mod time_zone;
mod timeline;
mod titles;
pub mod view;
mod words;
mod xml;
