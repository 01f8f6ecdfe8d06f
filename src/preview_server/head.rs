//! The head of a request as it came over the wire, and as it is forwarded to the backend.
//!
//! In come bytes, out go the parts of the head or what is wrong with it (RFC 9112, sections 2 to
//! 5). Stricter than most servers: what no browser sends is refused, since `tiny_http` would wait
//! for more or read it differently. Opens no connection.

use super::http_error::HttpError;

/// The end of a head.
const END: &[u8] = b"\r\n\r\n";

/// Headers about the connection or the body, which are not forwarded: to the backend, each
/// connection carries one request without a body.
const HOP_BY_HOP: [&str; 7] = [
    "connection",
    "content-length",
    "expect",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// Prefixes of further headers that are not forwarded.
const HOP_BY_HOP_PREFIXES: [&str; 2] = ["proxy-", OWN_PREFIX];

/// Headers that the front server itself adds; those of a client are dropped.
const OWN_PREFIX: &str = "x-matrikel-";

/// Proves to the backend that the front server sends the request.
pub(super) const SECRET: &str = "X-Matrikel-Secret";

/// Tells the backend whether the client is on this machine.
pub(super) const LOOPBACK: &str = "X-Matrikel-Loopback";

/// A request's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequestHead<'h> {
    method: &'h str,
    target: &'h str,
    headers: Vec<(&'h str, &'h str)>,
}

/// Where the head ends. The first `seen` bytes were searched before and hold no end.
///
/// # Errors
/// `Malformed` as soon as a byte turns up that cannot be in a head: a line feed without carriage
/// return would otherwise keep both sides waiting.
pub(super) fn end(bytes: &[u8], seen: usize) -> Result<Option<usize>, HttpError> {
    let from = seen.saturating_sub(END.len() - 1);
    let found = bytes[from..].windows(END.len()).position(|four| four == END);
    let end = found.map(|at| from + at + END.len());
    let head = &bytes[..end.unwrap_or(bytes.len())];
    for at in seen.min(head.len())..head.len() {
        let fits = match head[at] {
            b'\n' => at > 0 && head[at - 1] == b'\r',
            b'\t' | b'\r' | b' '..=b'~' => at == 0 || head[at - 1] != b'\r',
            _ => false,
        };
        if !fits {
            return Err(HttpError::Malformed);
        }
    }
    Ok(end)
}

impl<'h> RequestHead<'h> {
    /// Reads a whole head, its end included.
    ///
    /// # Errors
    /// `Malformed` or `Version`.
    pub(super) fn read(bytes: &'h [u8]) -> Result<Self, HttpError> {
        let text = std::str::from_utf8(bytes).map_err(|_| HttpError::Malformed)?;
        let text = text.strip_suffix("\r\n\r\n").ok_or(HttpError::Malformed)?;
        let mut lines = text.split("\r\n");
        let (method, target, version) = request_line(lines.next().unwrap_or(""))?;
        let headers = lines.map(header).collect::<Result<Vec<_>, HttpError>>()?;
        let hosts = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("host"));
        match (version, hosts.count()) {
            ("HTTP/1.1", 1) | ("HTTP/1.0", 0 | 1) => Ok(Self { method, target, headers }),
            ("HTTP/1.1" | "HTTP/1.0", _) => Err(HttpError::Malformed),
            _ => Err(HttpError::Version),
        }
    }

    /// True if a body follows.
    pub(super) fn announces_body(&self) -> bool {
        self.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("transfer-encoding")
                || (name.eq_ignore_ascii_case("content-length") && *value != "0")
        })
    }

    /// The head as the backend gets it.
    pub(super) fn rewritten(&self, secret: &str, from_loopback: bool) -> String {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        let kept = self.headers.iter().filter(|(name, _)| !is_hop_by_hop(name));
        for (name, value) in kept {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("{SECRET}: {secret}\r\n"));
        if from_loopback {
            text.push_str(&format!("{LOOPBACK}: 1\r\n"));
        }
        text.push_str("Connection: close\r\n\r\n");
        text
    }
}

fn is_hop_by_hop(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    HOP_BY_HOP.contains(&name.as_str())
        || HOP_BY_HOP_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn request_line(line: &str) -> Result<(&str, &str, &str), HttpError> {
    let parts: Vec<&str> = line.split(' ').collect();
    let &[method, target, version] = parts.as_slice() else {
        return Err(HttpError::Malformed);
    };
    let number = version.strip_prefix("HTTP/").unwrap_or("").as_bytes();
    let [major, b'.', minor] = number else { return Err(HttpError::Malformed) };
    let is_version = major.is_ascii_digit() && minor.is_ascii_digit();
    let is_target = !target.is_empty() && target.bytes().all(|b| b.is_ascii_graphic());
    if is_token(method) && is_target && is_version {
        Ok((method, target, version))
    } else {
        Err(HttpError::Malformed)
    }
}

fn header(line: &str) -> Result<(&str, &str), HttpError> {
    let (name, value) = line.split_once(':').ok_or(HttpError::Malformed)?;
    let plain = |b: u8| b == b'\t' || b == b' ' || b.is_ascii_graphic();
    if is_token(name) && value.bytes().all(plain) {
        Ok((name, value.trim_matches([' ', '\t'])))
    } else {
        Err(HttpError::Malformed)
    }
}

/// A token of RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RequestHead<'_>, HttpError> {
        match end(text.as_bytes(), 0)? {
            Some(at) => RequestHead::read(&text.as_bytes()[..at]),
            None => panic!("no end in {text:?}"),
        }
    }

    #[test]
    fn what_is_no_http_is_refused() {
        for text in [
            "GET / HTTP/1.1\nHost: x\n\n",
            "GET / HTTP/1.1\r\nHost: x\n\r\n\r\n",
            "GET / HTTP/1.1\r\rHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n",
            "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /\tb HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /\r\nHost: x\r\n\r\n",
            "GET / HTTP/1\r\nHost: x\r\n\r\n",
            "GET / HTTP/x.y\r\nHost: x\r\n\r\n",
            "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nName : value\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n: value\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA: \u{7}\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n",
            "GET /ä HTTP/1.1\r\nHost: x\r\n\r\n",
        ] {
            assert_eq!(read(text), Err(HttpError::Malformed), "{text:?}");
        }
        assert_eq!(read("PRI * HTTP/2.0\r\n\r\n"), Err(HttpError::Version));
    }

    #[test]
    fn a_wrong_byte_is_seen_before_the_end_has_come() {
        assert_eq!(end(b"GET / HTTP/1.1\nHost", 0), Err(HttpError::Malformed));
        assert_eq!(end(b"\x16\x03\x01", 0), Err(HttpError::Malformed));
        assert_eq!(end(b"GET / HTTP/1.1\r\nHost", 0), Ok(None));
    }

    #[test]
    fn the_end_is_found_wherever_the_pieces_were_cut() {
        let text = b"GET / HTTP/1.0\r\n\r\nbody\nbody";
        for seen in 0..17 {
            assert_eq!(end(&text[..seen], 0), Ok(None), "{seen}");
            assert_eq!(end(text, seen), Ok(Some(18)), "{seen}");
        }
    }

    #[test]
    fn only_what_concerns_the_request_is_forwarded() {
        let text = "GET /a?b HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\nKeep-Alive: 5\r\n\
                    Upgrade: h2c\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\
                    Expect: 100-continue\r\nProxy-Authorization: y\r\nTE: trailers\r\n\
                    x-matrikel-secret: 0\r\nX-Matrikel-Loopback: 1\r\n\
                    If-None-Match:  \"a\"\t\r\n\r\n";
        let head = read(text).unwrap();
        assert!(head.announces_body());
        assert_eq!(
            head.rewritten("77", false),
            "GET /a?b HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\"\r\n\
             X-Matrikel-Secret: 77\r\nConnection: close\r\n\r\n"
        );
        assert!(head.rewritten("77", true).contains("\r\nX-Matrikel-Loopback: 1\r\n"));
        let empty = read("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        assert!(!empty.unwrap().announces_body());
    }
}
