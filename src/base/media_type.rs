//! The media type of a file, by the extension of its name.
//!
//! In comes a path, out goes the value of `Content-Type`. Never looks into the file: production
//! servers do not either, and the preview must not hide a wrong extension.

use std::collections::BTreeMap;

use super::file_format::FileFormat;

/// Media types by extension, from the IANA registry, for files that are not in the list of
/// linked formats. Text types name UTF-8, in which a build writes all text.
const TYPES: [(&str, &str); 34] = [
    ("aac", "audio/aac"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("avif", "image/avif"),
    ("bin", UNKNOWN),
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

/// For unknown types; a browser offers to save them.
pub const UNKNOWN: &str = "application/octet-stream";

/// Every known extension with its type, in alphabetical order.
pub fn endings() -> BTreeMap<&'static str, &'static str> {
    let named = FileFormat::all().iter().map(|one| (one.ending, one.media_type));
    // `TYPES` come last and win, since theirs name the character set.
    named.chain(TYPES).collect()
}

/// The type of a file by the ending of its path. The name of an output format's file may say
/// more; that is the format's to tell.
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let found = TYPES.iter().find(|(own, _)| own.eq_ignore_ascii_case(extension));
    // Links announce these types already, so the response must agree.
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
