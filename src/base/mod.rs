//! The lowest layer: values that every stage shares.
//!
//! Never knows about people, pages or the disk, and never imports another folder.

pub mod code;
pub mod config;
pub mod copies;
pub mod copy_name;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod explain;
pub mod file_format;
pub mod front_matter;
pub mod invisible;
pub mod language;
pub mod language_tag;
pub mod limits;
pub mod locate;
mod located_file;
pub mod mask;
pub mod media_type;
pub mod memo;
pub mod mention;
pub mod merge_marks;
pub mod nearest;
pub mod output;
pub mod page_store;
pub mod particle;
pub mod picture_format;
pub mod placeholder_colour;
pub mod pointer;
pub mod presence;
pub mod privacy;
pub mod program_words;
pub mod refusal;
pub mod slug;
pub mod social_card;
pub mod source;
pub mod stages;
pub mod text;
pub mod text_index;
pub mod vocabulary;
pub mod work;
pub mod zone;
