//! Formats of files that pages link to, as shown to readers beside the link.
//!
//! In come an address and a length, out go “PDF, 240 kB” and the media type. Never looks into a
//! file, only at its name.

use super::language::Language;

/// A file format.
#[derive(Debug, PartialEq, Eq)]
pub struct FileFormat {
    /// The file name extension in lower case.
    pub ending: &'static str,
    /// The name that readers know.
    pub name: &'static str,
    /// Its media type (IANA).
    pub media_type: &'static str,
}

const fn format(
    ending: &'static str,
    name: &'static str,
    media_type: &'static str,
) -> FileFormat {
    FileFormat { ending, name, media_type }
}

static FORMATS: [FileFormat; 20] = [
    format("csv", "CSV", "text/csv"),
    format(
        "docx",
        "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    format("epub", "EPUB", "application/epub+zip"),
    format("ics", "ICS", "text/calendar"),
    format("m4a", "M4A", "audio/mp4"),
    format("mp3", "MP3", "audio/mpeg"),
    format("mp4", "MP4", "video/mp4"),
    format("odp", "ODP", "application/vnd.oasis.opendocument.presentation"),
    format("ods", "ODS", "application/vnd.oasis.opendocument.spreadsheet"),
    format("odt", "ODT", "application/vnd.oasis.opendocument.text"),
    format("ogg", "OGG", "audio/ogg"),
    format("pdf", "PDF", "application/pdf"),
    format(
        "pptx",
        "PPTX",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    format("rtf", "RTF", "application/rtf"),
    format("txt", "TXT", "text/plain"),
    format("vcf", "VCF", "text/vcard"),
    format("vtt", "VTT", "text/vtt"),
    format("webm", "WebM", "video/webm"),
    format(
        "xlsx",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    format("zip", "ZIP", "application/zip"),
];

impl FileFormat {
    /// Every format.
    pub fn all() -> &'static [Self] {
        &FORMATS
    }

    /// The format of the file at an address or path, by its extension. A bare host that looks
    /// like a file name (`example.zip`) has none.
    pub fn of(target: &str) -> Option<&'static Self> {
        let path = target.split(['#', '?']).next().unwrap_or(target);
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?.1,
            None => path,
        };
        let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
        FORMATS.iter().find(|format| format.ending.eq_ignore_ascii_case(ending))
    }

    /// True if a link text already names the format, as in “the programme as a PDF”.
    pub fn is_named_in(&self, text: &str) -> bool {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word.eq_ignore_ascii_case(self.name))
    }

    /// Format and size for a reader: `PDF, 240 kB`; without a length the format only. A
    /// kilobyte has 1,000 bytes (IEC 80000-13).
    pub fn label(&self, length: Option<u64>, language: Language) -> String {
        match length {
            None => self.name.to_owned(),
            Some(length) => format!("{}, {}", self.name, size(length, language)),
        }
    }
}

/// A length in bytes for a reader: `240 kB`, `3,4 MB`, with a non-breaking space.
fn size(length: u64, language: Language) -> String {
    const MEGABYTE: u64 = 1_000_000;
    if length < MEGABYTE {
        // Rounded up, so that no file is shown with 0 kB.
        return format!("{}\u{a0}kB", length.div_ceil(1_000).max(1));
    }
    let (unit, name) = if length < 1_000 * MEGABYTE {
        (MEGABYTE, "MB")
    } else {
        (1_000 * MEGABYTE, "GB")
    };
    let tenths = length / (unit / 10);
    let point = language.choose(',', '.');
    format!("{}{point}{}\u{a0}{name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_that_of_the_path_and_not_of_the_host() {
        for (target, name) in [
            ("flyer.pdf", Some("PDF")),
            ("../a/Flyer.PDF#seite=2", Some("PDF")),
            ("https://example.org/a.docx?x=1.zip", Some("DOCX")),
            ("https://example.zip", None),
            ("https://example.zip/", None),
            ("/veranstaltungen/kalender.ics", Some("ICS")),
            ("portraits/jana.md", None),
            ("a.pdf/", None),
        ] {
            assert_eq!(FileFormat::of(target).map(|f| f.name), name, "{target}");
        }
    }

    #[test]
    fn sizes_are_written_as_the_language_wants() {
        let pdf = FileFormat::of("a.pdf").expect("a format");
        for (length, german, english) in [
            (0, "PDF, 1\u{a0}kB", "PDF, 1\u{a0}kB"),
            (239_001, "PDF, 240\u{a0}kB", "PDF, 240\u{a0}kB"),
            (999_999, "PDF, 1000\u{a0}kB", "PDF, 1000\u{a0}kB"),
            (3_450_000, "PDF, 3,4\u{a0}MB", "PDF, 3.4\u{a0}MB"),
            (1_200_000_000, "PDF, 1,2\u{a0}GB", "PDF, 1.2\u{a0}GB"),
        ] {
            assert_eq!(pdf.label(Some(length), Language::De), german);
            assert_eq!(pdf.label(Some(length), Language::En), english);
        }
        assert_eq!(pdf.label(None, Language::De), "PDF");
    }

    #[test]
    fn a_text_names_a_format_by_a_whole_word_only() {
        let zip = FileFormat::of("a.zip").expect("a format");
        assert!(zip.is_named_in("Alle Bilder (zip)"));
        assert!(!zip.is_named_in("Alle Bilder im Zipfel"));
    }
}
