//! Limits that several floors share.
//!
//! Plain numbers; nothing here knows what they are for.

/// The stack of every thread that reads or runs templates, in bytes. Most of it is never
/// touched, and so takes no memory. Templates are bounded so that they fit
/// (`render::theme::bounds`).
pub const STACK: usize = 128 * 1024 * 1024;
