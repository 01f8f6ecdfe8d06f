//! Which pages there are, at which addresses.
//!
//! In comes the public site, out go jobs in the order of their paths and what is wrong with
//! their addresses. No page is made here.

pub(super) mod address_clashes;
pub(super) mod entries;
pub(super) mod indexable;
pub mod job;
pub(super) mod merge_runs;
pub mod planner;
