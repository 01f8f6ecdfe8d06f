//! The result of a command as a report tells it.
//!
//! In comes what was made and written, out go numbers. Never knows who is published.

use serde::Serialize;

use super::write::{WriteMethod, Written};

/// The result of a command.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Number of pages.
    pub pages: usize,
    /// Number of files.
    pub files: usize,
    /// The result of writing; `None` for a check.
    #[serde(flatten)]
    pub output: Option<WrittenTo>,
    /// Duration.
    pub seconds: f64,
}

/// Where a site was written, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenTo {
    /// The folder as given on the command line.
    pub output: String,
    /// Files that are new or changed.
    pub written: usize,
    /// Files that are unchanged.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
    /// True if the folder could not be replaced in one step.
    pub file_by_file: bool,
}

impl WrittenTo {
    /// Converts the result of `write`.
    pub fn new(output: String, written: &Written) -> Self {
        Self {
            output,
            written: written.written,
            unchanged: written.unchanged,
            removed: written.removed,
            file_by_file: written.way == WriteMethod::FileByFile,
        }
    }
}

/// The includes for web servers, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulesPlace {
    /// The folder as given on the command line.
    pub folder: String,
    /// Number of addresses that answer 410.
    pub gone: usize,
    /// True if a file changed.
    pub changed: bool,
}
