//! Pictures and social cards: pixels in, encoded bytes out.
//!
//! In come the bytes of a photo and a recipe, out go the bytes of a picture in JPEG, WebP or
//! AVIF. Nothing here reads a file, keeps a cache, or knows what a person or a page is.

mod colour;
pub mod encode;
pub mod pixels;
pub mod probe;
pub mod social_card;
