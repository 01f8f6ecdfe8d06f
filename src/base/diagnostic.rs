//! A problem in the sources as a value: its kind, its place, and arguments for the message.
//!
//! Stages collect diagnostics and continue; they never stop at the first. The text is written
//! later, by `explain`, in the reader's language. Never holds the value of a private field.

use std::ops::Range;

use jiff::civil::Date;

use super::code::{Code, Severity};
use super::pointer::Pointer;
use super::source::{FileFault, SitePath};
use super::text::Localised;

// What messages suggest.
pub use super::nearest::nearest;

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The file as a whole.
    File,
    /// A key in front matter or data; if it is missing, the nearest key above it.
    Key(Pointer),
    /// The value of a key.
    Value(Pointer),
    /// A byte range of the file.
    Range(BytesRange),
    /// A line, from 1.
    Line(usize),
}

/// A range of bytes that can be ordered, unlike `Range`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BytesRange {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl From<Range<usize>> for BytesRange {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A file and where in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: SitePath,
    /// Where in it.
    pub spot: Spot,
}

impl Place {
    /// The file as a whole.
    pub fn file(path: &SitePath) -> Self {
        Self { path: path.clone(), spot: Spot::File }
    }

    /// The value at a pointer.
    pub fn value(path: &SitePath, pointer: Pointer) -> Self {
        Self { path: path.clone(), spot: Spot::Value(pointer) }
    }

    /// The key at a pointer.
    pub fn key(path: &SitePath, pointer: Pointer) -> Self {
        Self { path: path.clone(), spot: Spot::Key(pointer) }
    }

    /// A range of bytes.
    pub fn range(path: &SitePath, range: Range<usize>) -> Self {
        Self { path: path.clone(), spot: Spot::Range(range.into()) }
    }
}

/// A value to fill into a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Argument {
    /// Text, shown unchanged.
    Text(String),
    /// Text that may exist in several languages; the reader's is shown.
    Localised(Localised),
    /// A day, in the format of the reader's language.
    Day(Date),
    /// A number.
    Number(i64),
    /// A number in hundredths, shown with two decimals.
    Decimal(i64),
    /// Alternatives, shown as `a`, `b` or `c`.
    Choices(Vec<String>),
    /// The name of a phrase in the message catalogue.
    Word(&'static str),
    /// The key at a pointer, or a description of the place if it has no key.
    Key(Pointer),
    /// The known word closest to a wrong one, if any is close enough.
    Suggestion(Option<String>),
    /// A message of the YAML or TOML parser, to be translated into plain words.
    YamlCause(String),
    /// A message of the template engine, to be translated into plain words.
    TemplateCause(String),
    /// An error of the operating system about a file, to be translated into plain words.
    SystemCause(String),
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// Its severity; that of the code unless it was lowered.
    pub severity: Severity,
    /// Its place; `None` if it belongs to no file.
    pub place: Option<Place>,
    /// Values for the placeholders of the message.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn at(code: Code, place: Place) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: Some(place),
            arguments: Vec::new(),
        }
    }

    /// A problem that belongs to no file.
    pub fn general(code: Code) -> Self {
        Self { code, severity: code.severity(), place: None, arguments: Vec::new() }
    }

    /// Adds a value for `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: Argument) -> Self {
        self.arguments.push((name, argument));
        self
    }

    /// Adds a text for `{name}`.
    #[must_use]
    pub fn text(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, Argument::Text(text.into()))
    }

    /// Adds a day for `{name}`.
    #[must_use]
    pub fn day(self, name: &'static str, day: Date) -> Self {
        self.with(name, Argument::Day(day))
    }

    /// The file it is about.
    pub fn path(&self) -> Option<&SitePath> {
        self.place.as_ref().map(|place| &place.path)
    }

    /// True for an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value together with its diagnostics. Kept as one, so that a cached value cannot lose its
/// warnings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// What is to be reported about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The diagnostic for a file that could not be read.
pub fn broken(path: &SitePath, fault: &FileFault) -> Diagnostic {
    let file = Place::file(path);
    match fault {
        FileFault::NotUtf8 { line, .. } => Diagnostic::at(
            Code::FileNotUtf8,
            Place { path: path.clone(), spot: Spot::Line(*line) },
        ),
        FileFault::Unreadable(reason) => Diagnostic::at(Code::FileUnreadable, file)
            .with("reason", Argument::SystemCause(reason.clone())),
        FileFault::TooLong(length) => {
            let megabytes = i64::try_from(length.div_ceil(1_000_000)).unwrap_or(i64::MAX);
            Diagnostic::at(Code::FileTooLong, file)
                .with("size", Argument::Number(megabytes))
        }
        FileFault::LinkLoop => Diagnostic::at(Code::LinkLoop, file),
        FileFault::Damaged => Diagnostic::at(Code::PhotoDamaged, file),
    }
}
