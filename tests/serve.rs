//! The preview as whoever types `matrikel serve` meets it: the real program, a real folder, a
//! real port. Only the browser is missing; it has tests of its own in `tests/browser`.

#[path = "serve/folder.rs"]
mod folder;
#[path = "serve/guests.rs"]
mod guests;
#[path = "serve/promise.rs"]
mod promise;
#[path = "serve/running.rs"]
pub(crate) mod running;
#[path = "serve/search.rs"]
mod search;
#[path = "serve/soak.rs"]
mod soak;
#[path = "serve/start.rs"]
mod start;
