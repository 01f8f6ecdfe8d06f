//! The address in a request: path and query, decoded once.
//!
//! In comes a request target as text, out go its parts, or an error. A path that leaves here has
//! no `..`, no backslash and no control character; it must not be decoded again.

use super::http_error::HttpError;

/// More pairs than any link of the preview has; without a limit, a query could fill the memory.
const MOST_PAIRS: usize = 100;

/// A request target in origin form (RFC 9112, section 3.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestTarget<'t> {
    /// Path, decoded.
    pub path: String,
    /// Path as it was sent.
    pub raw_path: &'t str,
    /// Query as it was sent.
    pub raw_query: Option<&'t str>,
    /// Query, decoded.
    pub query: Vec<(String, String)>,
}

impl<'t> RequestTarget<'t> {
    /// Reads and decodes a target.
    ///
    /// # Errors
    /// `Malformed` for anything but the path of a page: another form, a bad escape, what is no
    /// UTF-8, a control character, a backslash, an empty segment, `.` or `..`, however they
    /// are written; and for far too many values.
    pub fn read(target: &'t str) -> Result<Self, HttpError> {
        let (raw_path, raw_query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let plain = target.bytes().all(|b| b.is_ascii_graphic() && b != b'#');
        let path = decoded(raw_path).filter(|_| plain).ok_or(HttpError::Malformed)?;
        let is_wrong = |c: char| c.is_control() || c == '\\';
        let climbs = path.split('/').any(|part| part == "." || part == "..");
        if !path.starts_with('/')
            || path.contains("//")
            || climbs
            || path.contains(is_wrong)
        {
            return Err(HttpError::Malformed);
        }
        let query = pairs(raw_query.unwrap_or("")).ok_or(HttpError::Malformed)?;
        Ok(Self { path, raw_path, raw_query, query })
    }
}

/// Decodes `%41` once; `None` for a bad escape and for what is no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            bytes.push(escaped(rest)?);
            rest = &rest[2..];
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn escaped(rest: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*rest.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// A query as browsers write forms (WHATWG URL, section 5.1). A bad escape stays as it is, since
/// links from elsewhere carry all sorts of parameters that the preview never looks at.
fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    let pieces = query.split('&').filter(|piece| !piece.is_empty());
    let pairs: Vec<(String, String)> = pieces
        .take(MOST_PAIRS + 1)
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            (form_decoded(name), form_decoded(value))
        })
        .collect();
    (pairs.len() <= MOST_PAIRS).then_some(pairs)
}

fn form_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, escaped(rest)) {
            (b'+', _) => bytes.push(b' '),
            (b'%', Some(value)) => {
                bytes.push(value);
                rest = &rest[2..];
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(target: &str) -> Option<String> {
        RequestTarget::read(target).ok().map(|target| target.path)
    }

    #[test]
    fn a_path_is_decoded_once() {
        for (target, expected) in [
            ("/", "/"),
            ("/events/", "/events/"),
            ("/%C3%BCber/", "/über/"),
            ("/a%20b", "/a b"),
            ("/a+b", "/a+b"),
            ("/%2541", "/%41"),
            ("/%252e%252e/", "/%2e%2e/"),
            ("/...", "/..."),
            ("/.well-known/x", "/.well-known/x"),
            ("/a..b", "/a..b"),
        ] {
            assert_eq!(path(target).as_deref(), Some(expected), "{target}");
        }
    }

    #[test]
    fn what_is_no_path_of_a_page_is_refused() {
        for target in [
            "",
            "*",
            "a",
            "?a",
            "http://localhost/",
            "localhost:80",
            "//",
            "//evil.example/",
            "/a//b",
            "/a//",
            "/%2Fevil.example",
            "/.",
            "/..",
            "/../etc/passwd",
            "/a/../b",
            "/a/./b",
            "/a/..",
            "/%2e%2e/",
            "/%2E./",
            "/..%2fetc",
            "/a%5cb",
            "/a\\b",
            "/%00",
            "/%0a",
            "/%7f",
            "/%C2%85",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/%FF",
            "/%C0%AE%C0%AE/",
            "/a#b",
            "/a?b#c",
            "/a b",
            "/ä",
        ] {
            assert_eq!(path(target), None, "{target}");
        }
    }

    #[test]
    fn a_query_is_read_as_a_form() {
        let target =
            RequestTarget::read("/a?x=1&y=a+b%26&&x&=z&%C3%A4=100%&u=%FF?").unwrap();
        let pairs: Vec<(&str, &str)> =
            target.query.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(
            pairs,
            [
                ("x", "1"),
                ("y", "a b&"),
                ("x", ""),
                ("", "z"),
                ("ä", "100%"),
                ("u", "\u{fffd}?"),
            ]
        );
        assert_eq!(target.raw_path, "/a");
        assert!(target.raw_query.unwrap().starts_with("x=1&"));
        assert_eq!(RequestTarget::read("/a?").unwrap().raw_query, Some(""));
    }

    #[test]
    fn a_query_without_end_is_refused() {
        let query = |pairs: usize| format!("/?{}", "a=b&".repeat(pairs));
        assert!(RequestTarget::read(&query(MOST_PAIRS)).is_ok());
        assert_eq!(
            RequestTarget::read(&query(MOST_PAIRS + 1)),
            Err(HttpError::Malformed)
        );
    }

    proptest! {
        #[test]
        fn no_path_climbs(target in "/?([./%a2eEfF5cC0\\\\?]|%2e|%2F|%5c|%00|\\PC){0,24}") {
            if let Ok(target) = RequestTarget::read(&target) {
                prop_assert!(target.path.starts_with('/'));
                prop_assert!(target.path.split('/').all(|part| part != ".." && part != "."));
                let wrong = |c: char| c.is_control() || c == '\\';
                prop_assert!(!target.path.contains(wrong), "{:?}", target.path);
                prop_assert!(!target.path.contains("//"));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(target in any::<String>()) {
            let _ = RequestTarget::read(&target);
        }

        #[test]
        fn a_path_that_was_encoded_comes_back(segments in prop::collection::vec("[^/\\\\\\p{Cc}.]{1,6}", 1..4)) {
            let path = format!("/{}", segments.join("/"));
            let encoded: String = path
                .bytes()
                .map(|b| if b == b'/' { "/".into() } else { format!("%{b:02x}") })
                .collect();
            let target = RequestTarget::read(&encoded);
            prop_assert_eq!(target.ok().map(|target| target.path), Some(path));
        }
    }
}
