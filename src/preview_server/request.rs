//! Whether a request is one that the preview answers, and what exactly it asks for.
//!
//! In come method, target and headers, out goes what the handler may see, or an error. Pure: no
//! socket, no file.

use super::hosts::Hosts;
use super::http_error::HttpError;
use super::range::Conditions;
use super::target::RequestTarget;

/// What a handler is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Path, decoded, begins with `/`.
    pub path: String,
    /// Path as it was sent, for redirects.
    pub raw_path: String,
    /// What stands behind the `?`, as it was sent.
    pub raw_query: Option<String>,
    /// Names and values of the query, decoded, in the order in which they were sent.
    pub query: Vec<(String, String)>,
    /// The `Host` that was asked, one of ours.
    pub host: String,
    /// True if the client is on this machine.
    pub from_loopback: bool,
}

impl Asked {
    /// The first value of a name in the query.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A request as it was received.
#[derive(Debug, Clone, Copy)]
pub struct Received<'r> {
    /// Method, in capitals if it is a known one.
    pub method: &'r str,
    /// Request target.
    pub target: &'r str,
    /// Headers in order.
    pub headers: &'r [(&'r str, &'r str)],
    /// True if the client is on this machine.
    pub from_loopback: bool,
}

/// A request that may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRequest {
    /// For the handler.
    pub asked: Asked,
    /// True for HEAD.
    pub head_only: bool,
    /// What the client has already.
    pub conditions: Conditions,
}

/// Checks everything, the host first, so that a request under a foreign name learns nothing else.
///
/// # Errors
/// `Misdirected`, `Foreign`, `Method` or `Malformed`.
pub fn check(
    received: &Received<'_>,
    hosts: &Hosts,
) -> Result<CheckedRequest, HttpError> {
    let host = received.header("host").unwrap_or("");
    if !hosts.allows(host) {
        return Err(HttpError::Misdirected);
    }
    if received.is_foreign(hosts) {
        return Err(HttpError::Foreign);
    }
    let head_only = match received.method {
        "GET" => false,
        "HEAD" => true,
        _ => return Err(HttpError::Method),
    };
    let target = RequestTarget::read(received.target)?;
    let owned = |name| received.header(name).map(str::to_owned);
    Ok(CheckedRequest {
        asked: Asked {
            path: target.path,
            raw_path: target.raw_path.to_owned(),
            raw_query: target.raw_query.map(str::to_owned),
            query: target.query,
            host: host.to_owned(),
            from_loopback: received.from_loopback,
        },
        head_only,
        conditions: Conditions {
            if_none_match: received.list("if-none-match"),
            if_range: owned("if-range"),
            range: owned("range").filter(|_| !head_only),
        },
    })
}

impl Received<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }

    /// A header that may come several times, as one list (RFC 9110, section 5.3).
    fn list(&self, name: &str) -> Option<String> {
        let of_name = |(own, _): &&(&str, &str)| own.eq_ignore_ascii_case(name);
        let values: Vec<&str> =
            self.headers.iter().filter(of_name).map(|(_, value)| *value).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// True if a page of another website sends the request in the background. Following a link
    /// from there is harmless: it only opens the preview for the person who clicks. A page on
    /// another port of this machine counts as `same-site` and is foreign all the same.
    fn is_foreign(&self, hosts: &Hosts) -> bool {
        let origin = self.header("origin");
        let site = self.header("sec-fetch-site").unwrap_or("none");
        let mode = self.header("sec-fetch-mode").unwrap_or("");
        origin.is_some_and(|origin| !hosts.allows_origin(origin))
            || (!["same-origin", "none"].contains(&site) && mode != "navigate")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
    ) -> Result<CheckedRequest, HttpError> {
        let received = Received { method, target, headers, from_loopback: true };
        check(&received, &Hosts::new(3000, false, Vec::new()))
    }

    const HOST: (&str, &str) = ("Host", "localhost:3000");

    #[test]
    fn a_page_is_asked_for_by_get_and_head_only() {
        let get = asked("GET", "/a/?b=c&b=d", &[HOST]).unwrap();
        assert!(!get.head_only);
        assert_eq!(get.asked.path, "/a/");
        assert_eq!(get.asked.value("b"), Some("c"));
        assert!(asked("HEAD", "/", &[HOST]).unwrap().head_only);
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "X"] {
            assert_eq!(asked(method, "/", &[HOST]), Err(HttpError::Method), "{method}");
        }
        assert_eq!(asked("GET", "*", &[HOST]), Err(HttpError::Malformed));
    }

    #[test]
    fn a_foreign_name_learns_nothing_else() {
        for headers in [&[][..], &[("Host", "evil.example")], &[("Host", "")]] {
            assert_eq!(asked("POST", "*", headers), Err(HttpError::Misdirected));
        }
    }

    #[test]
    fn only_our_own_pages_ask_in_the_background() {
        let site = |site, mode| {
            asked("GET", "/", &[HOST, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode)])
                .is_ok()
        };
        for own in ["same-origin", "none"] {
            assert!(site(own, "no-cors") && site(own, "cors") && site(own, "navigate"));
        }
        for foreign in ["cross-site", "same-site", "new-word"] {
            assert!(site(foreign, "navigate"), "{foreign}");
            assert!(!site(foreign, "no-cors") && !site(foreign, "cors"), "{foreign}");
            assert!(!site(foreign, "websocket") && !site(foreign, ""), "{foreign}");
        }
        for (origin, expected) in [
            ("http://localhost:3000", true),
            ("http://127.0.0.1:3000", true),
            ("http://localhost:8080", false),
            ("https://evil.example", false),
            ("null", false),
        ] {
            let found = asked("GET", "/", &[HOST, ("Origin", origin)]);
            assert_eq!(found.is_ok(), expected, "{origin}");
        }
    }

    #[test]
    fn ranges_are_for_get_only_and_tags_may_come_in_several_lines() {
        let headers = [
            HOST,
            ("Range", "bytes=0-1"),
            ("If-None-Match", "\"a\""),
            ("if-none-match", "\"b\""),
        ];
        let get = asked("GET", "/", &headers).unwrap().conditions;
        assert_eq!(get.range.as_deref(), Some("bytes=0-1"));
        assert_eq!(get.if_none_match.as_deref(), Some("\"a\", \"b\""));
        assert_eq!(asked("HEAD", "/", &headers).unwrap().conditions.range, None);
    }
}
