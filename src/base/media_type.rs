//! The media type of a file by the ending of its name.
//!
//! In comes a path, out goes what `Content-Type` says. Never looks into the file: a real server
//! does not either, and a preview must not be cleverer.

use std::collections::BTreeMap;

use super::file_format::FileFormat;

/// File name endings and types, after the media type registry of IANA, of what is none of the
/// formats that links name. What is text says so in UTF-8, which is what a build writes.
const TYPES: [(&str, &str); 33] = [
    ("aac", "audio/aac"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/vnd.microsoft.icon"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("otf", "font/otf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("vcf", "text/vcard; charset=utf-8"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("wav", "audio/wav"),
    ("webmanifest", "application/manifest+json; charset=utf-8"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml; charset=utf-8"),
];

/// For what is none of the known ones: a browser saves it.
pub const UNKNOWN: &str = "application/octet-stream";

/// Every known ending of file names with its type, in the order of the endings.
pub fn endings() -> BTreeMap<&'static str, &'static str> {
    let named = FileFormat::all().iter().map(|one| (one.ending, one.media_type));
    named.chain(TYPES).collect()
}

/// The type of a file by the ending of its path. The name of an output format's file may say
/// more; that is the format's to tell.
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let found = TYPES.iter().find(|(own, _)| own.eq_ignore_ascii_case(extension));
    // A link has told the type of such a file already; the answer must not differ.
    let named = || FileFormat::of(name).map(|format| format.media_type);
    found.map(|(_, found)| *found).or_else(named).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_that_a_build_writes_is_known() {
        for (path, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("other.json", "application/json; charset=utf-8"),
            ("events/kalender.ics", "text/calendar; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("assets/a.0123456789abcdef.css", "text/css; charset=utf-8"),
            ("a.JPG", "image/jpeg"),
            ("a.woff2", "font/woff2"),
            ("a.csv", "text/csv; charset=utf-8"),
            (
                "a.PPTX",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ),
            ("a.unheard-of", UNKNOWN),
            ("html", UNKNOWN),
            ("a.html/b", UNKNOWN),
            ("", UNKNOWN),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }

    #[test]
    fn the_table_is_in_order_and_has_nothing_twice() {
        assert!(TYPES.windows(2).all(|two| two[0].0 < two[1].0));
    }
}
