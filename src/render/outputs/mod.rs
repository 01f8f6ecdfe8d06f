//! Every output of a site by its path, made when it is asked for.
//!
//! In come a site and a theme, out go bytes, pictures to be made, and who is seen in each
//! output. Nothing here decides what a page shows or who may be shown.

pub(super) mod format_files;
pub mod link_check;
pub(super) mod page;
pub(super) mod page_cache;
pub mod page_sink;
pub mod presence;
pub mod renderer;
mod shown_on_page;
mod whole_site;
