//! What a handler answers, and how that is sent.
//!
//! In come an answer and the conditions of the request, out go status, headers and body: tags,
//! ranges and how long a browser may keep it. Never changes a byte of a page.

use std::borrow::Cow;
use std::sync::Arc;

use super::range::{Conditions, Portion};
use super::reply::{Finished, Headers};
use super::request::Asked;
use crate::base::digest::Digest;

/// Answers requests, from several threads at once.
pub trait Handler: Send + Sync + 'static {
    /// The answer to a request that was checked. A panic becomes a 500.
    fn answer(&self, asked: &Asked) -> Answer;
}

/// What a handler answers.
#[derive(Debug, Clone)]
pub enum Answer {
    /// This content.
    Page(Payload),
    /// Another address. Always temporary (302): a browser caches a permanent redirect for years,
    /// and the next site that is previewed on this port would be redirected too.
    Redirect {
        /// Address to go to, encoded.
        location: String,
    },
    /// A stream of events, beginning with the last one.
    Events,
}

/// Content in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// Status; conditions and ranges count for 200 only.
    pub status: u16,
    /// Media type.
    pub media_type: Cow<'static, str>,
    /// The bytes.
    pub body: Arc<[u8]>,
    /// Digest of the bytes.
    pub etag: Digest,
    /// True if its address contains a digest of its content, so that a browser need never ask
    /// again.
    pub immutable: bool,
}

impl Payload {
    /// With 200, to be revalidated before each use.
    pub fn new(media_type: &'static str, body: impl Into<Arc<[u8]>>) -> Self {
        let body = body.into();
        let etag = Digest::of(&body);
        let media_type = Cow::Borrowed(media_type);
        Self { status: 200, media_type, body, etag, immutable: false }
    }

    /// With another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Cached by the browser for good.
    #[must_use]
    pub fn kept_for_good(self) -> Self {
        Self { immutable: true, ..self }
    }

    /// The answer to a request.
    pub(super) fn finish(&self, conditions: &Conditions, head_only: bool) -> Finished {
        if self.status != 200 {
            return self.whole(Headers::new(self.status), head_only);
        }
        let tag = format!("\"{}\"", self.etag.hex());
        let portion = conditions.portion(&tag, self.body.len());
        let status = match portion {
            Portion::Whole => 200,
            Portion::Part(_) => 206,
            Portion::Nothing => 304,
            Portion::Beyond => 416,
        };
        let mut headers = Headers::new(status);
        headers.add("ETag", &tag);
        headers.add("Accept-Ranges", "bytes");
        let length = self.body.len();
        match portion {
            Portion::Whole => self.whole(headers, head_only),
            Portion::Nothing => {
                headers.add("Cache-Control", self.cache());
                headers.without_body()
            }
            Portion::Part(part) => {
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                headers.add("Content-Range", &range);
                headers.add("Content-Type", &self.media_type);
                headers.add("Cache-Control", self.cache());
                headers.finish(Arc::clone(&self.body), Some(part), head_only)
            }
            Portion::Beyond => {
                headers.add("Content-Range", &format!("bytes */{length}"));
                headers.finish(Arc::from([]), None, head_only)
            }
        }
    }

    fn whole(&self, mut headers: Headers, head_only: bool) -> Finished {
        headers.add("Content-Type", &self.media_type);
        headers.add("Cache-Control", self.cache());
        headers.finish(Arc::clone(&self.body), None, head_only)
    }

    /// `no-cache` lets the browser keep a page, but makes it ask before each use whether it has
    /// changed.
    fn cache(&self) -> &'static str {
        if self.immutable && self.status == 200 {
            "max-age=31536000, immutable"
        } else {
            "no-cache"
        }
    }
}

/// The answer that sends a client elsewhere.
pub(super) fn redirect(location: &str, head_only: bool) -> Finished {
    let mut headers = Headers::new(302);
    headers.add("Location", location);
    headers.add("Cache-Control", "no-store");
    headers.finish(Arc::from([]), None, head_only)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(finished: &Finished) -> String {
        String::from_utf8(finished.bytes()).unwrap()
    }

    fn page() -> Payload {
        Payload::new("text/plain; charset=utf-8", *b"0123456789")
    }

    fn range(range: &str) -> Conditions {
        Conditions { range: Some(range.to_owned()), ..Conditions::default() }
    }

    #[test]
    fn head_is_get_without_the_body() {
        for conditions in [Conditions::default(), range("bytes=20-")] {
            for payload in [page(), page().with_status(404)] {
                let whole = text(&payload.finish(&conditions, false));
                let head = text(&payload.finish(&conditions, true));
                let without_body = whole.split_inclusive("\r\n\r\n").next();
                let no_date = |text: &str| {
                    let lines = text.lines().filter(|line| !line.starts_with("Date: "));
                    lines.map(str::to_owned).collect::<Vec<_>>()
                };
                assert_eq!(no_date(without_body.unwrap()), no_date(&head));
            }
        }
    }

    #[test]
    fn a_part_says_where_it_belongs() {
        let part = text(&page().finish(&range("bytes=-3"), false));
        assert!(part.starts_with("HTTP/1.1 206 Partial Content\r\n"), "{part}");
        assert!(part.contains("\r\nContent-Range: bytes 7-9/10\r\n"), "{part}");
        assert!(part.contains("\r\nContent-Length: 3\r\n"), "{part}");
        assert!(part.ends_with("\r\n\r\n789"), "{part}");
        let beyond = text(&page().finish(&range("bytes=10-"), false));
        assert!(beyond.starts_with("HTTP/1.1 416 "), "{beyond}");
        assert!(beyond.contains("\r\nContent-Range: bytes */10\r\n"), "{beyond}");
    }

    #[test]
    fn a_client_that_has_it_gets_no_body() {
        let tag = format!("\"{}\"", page().etag.hex());
        let known =
            Conditions { if_none_match: Some(tag.clone()), ..Conditions::default() };
        let answer = text(&page().finish(&known, false));
        assert!(answer.starts_with("HTTP/1.1 304 Not Modified\r\n"), "{answer}");
        assert!(answer.contains(&format!("\r\nETag: {tag}\r\n")), "{answer}");
        assert!(!answer.contains("Content-Length"), "{answer}");
        let missing = text(&page().with_status(404).finish(&known, false));
        assert!(missing.starts_with("HTTP/1.1 404 Not Found\r\n"), "{missing}");
    }

    #[test]
    fn only_what_is_named_after_its_content_is_kept() {
        let cache = |payload: Payload| {
            let text = text(&payload.finish(&Conditions::default(), false));
            let line = text.lines().find(|line| line.starts_with("Cache-Control: "));
            line.unwrap().to_owned()
        };
        assert_eq!(cache(page()), "Cache-Control: no-cache");
        let kept = "Cache-Control: max-age=31536000, immutable";
        assert_eq!(cache(page().kept_for_good()), kept);
        let missing = page().kept_for_good().with_status(404);
        assert_eq!(cache(missing), "Cache-Control: no-cache");
    }
}
