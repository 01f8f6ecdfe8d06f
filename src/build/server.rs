//! What a web server must know about a site that was built.
//!
//! In comes a build, out go ready includes for web servers. Nothing is written here.

use super::Build;
use crate::render::server_rules;

pub use crate::render::server_rules::{MARK, ServerRules};

/// The includes for the site; `None` if there is no site.
pub fn server_rules(build: &Build) -> Option<ServerRules> {
    let site = build.site.as_ref()?;
    Some(server_rules::server_rules(site, build.outputs.0.keys()))
}
