//! From the public site to finished pages.
//!
//! In comes a [`crate::publish::site::Site`] and a theme, out go bytes for each path. Nothing
//! here can name a raw person: what the gate withheld does not exist on this floor.

pub mod asset;
mod builtin;
mod cards;
mod dates;
mod desk;
mod facts;
mod frame;
mod lists;
pub mod outputs;
mod page;
mod picture;
pub mod plan;
mod singles;
pub mod theme;
pub mod view;
mod words;
