//! From the public site to finished pages.
//!
//! In comes a [`crate::publish::site::Site`] and a theme, out go bytes for each path. Nothing
//! here can name a raw person: what the gate withheld does not exist on this floor.

pub mod asset;
mod builtin;
pub mod calendar;
mod cards;
mod dates;
mod desk;
mod facts;
pub mod feed;
mod frame;
mod ics;
pub mod json_ld;
mod lists;
mod moment;
pub mod outputs;
mod page;
mod picture;
pub mod plan;
pub mod robots;
mod singles;
pub mod sitemap;
pub mod theme;
mod time_zone;
pub mod view;
mod words;
mod xml;
