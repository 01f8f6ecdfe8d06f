//! From the public site to finished pages.
//!
//! In comes a [`crate::publish::site::Site`] and a theme, out go bytes for each path. Nothing
//! here can name a raw person: what the gate withheld does not exist on this floor.

pub mod formats;
#[cfg(feature = "theme-check")]
pub mod inspect;
pub mod outputs;
pub mod plan;
pub mod server_rules;
pub mod theme;
pub mod view;

mod pages;
mod search;
