//! An answer as it goes over the wire.
//!
//! In come a status, headers and a body in memory, out goes one piece of bytes with its length
//! (RFC 9110, section 8.6). Never chunked, and never a head alone: two small writes in a row
//! cost 40 ms, because the client's system delays its acknowledgement of the first.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use tiny_http::StatusCode;

/// So many bytes of a body are sent in one write with the head. More would be copied to no avail,
/// and would not be sure to fit into the buffer of a socket, where a write need not wait for the
/// client.
const AT_ONCE: usize = 32 * 1024;

/// Headers of every answer.
///
/// `nosniff`: the type is what the file's name says, as on a real server. `same-origin` twice:
/// no other website may show a picture of the preview, nor learn which page a link was on. A
/// page of the preview may frame another one, to show it in the width of a phone, and no other
/// page may. This uses `X-Frame-Options` and not a content security policy, which an editor who
/// looks at the headers would take for the policy of the published site.
const ALWAYS: &str = "Connection: close\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Referrer-Policy: same-origin\r\n\
    X-Frame-Options: SAMEORIGIN\r\n";

/// Status line and headers, being written.
#[derive(Debug, Clone)]
pub(super) struct Headers(String);

impl Headers {
    /// Begins with the status and what every answer says.
    pub(super) fn new(status: u16) -> Self {
        let reason = StatusCode(status).default_reason_phrase();
        let mut text = format!("HTTP/1.1 {status} {reason}\r\n");
        let now = DateTimePrinter::new().timestamp_to_rfc9110_string(&Timestamp::now());
        if let Ok(now) = now {
            text.push_str(&format!("Date: {now}\r\n"));
        }
        text.push_str(ALWAYS);
        Self(text)
    }

    /// Adds a header. Whatever could end the line or the head is left out of its value.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        let plain = |c: &char| *c == ' ' || c.is_ascii_graphic();
        let value: String = value.chars().filter(plain).collect();
        self.0.push_str(&format!("{name}: {value}\r\n"));
    }

    /// With a body, or a part of it. For HEAD the length is the same and the body is left out.
    pub(super) fn finish(
        mut self,
        body: Arc<[u8]>,
        part: Option<Range<usize>>,
        head_only: bool,
    ) -> Finished {
        let part = part.unwrap_or(0..body.len());
        self.add("Content-Length", &part.len().to_string());
        let part = if head_only { 0..0 } else { part };
        Finished { head: self.end(), body, part }
    }

    /// Without a body and without its length, as 304 demands.
    pub(super) fn without_body(self) -> Finished {
        Finished { head: self.end(), body: Arc::from([]), part: 0..0 }
    }

    /// The head alone, for what has no end.
    pub(super) fn end(mut self) -> String {
        self.0.push_str("\r\n");
        self.0
    }
}

/// A whole answer.
#[derive(Debug, Clone)]
pub(super) struct Finished {
    head: String,
    body: Arc<[u8]>,
    part: Range<usize>,
}

impl Finished {
    /// True if writing it may have to wait for the client.
    pub(super) fn is_large(&self) -> bool {
        self.part.len() > AT_ONCE
    }

    /// Writes it, the head together with the beginning of the body.
    ///
    /// # Errors
    /// If the other side does not take it.
    pub(super) fn write_to(&self, writer: &mut dyn Write) -> io::Result<()> {
        let body = &self.body[self.part.clone()];
        let (first, rest) = body.split_at(body.len().min(AT_ONCE));
        writer.write_all(&[self.head.as_bytes(), first].concat())?;
        writer.write_all(rest)?;
        writer.flush()
    }

    /// All of it, for short ones.
    pub(super) fn bytes(&self) -> Vec<u8> {
        [self.head.as_bytes(), &self.body[self.part.clone()]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts what it is given.
    #[derive(Default)]
    struct Pieces(Vec<usize>);

    impl Write for Pieces {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(bytes.len());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn head_and_body_are_one_write() {
        let mut pieces = Pieces::default();
        let page = Headers::new(200).finish(vec![b'x'; 8192].into(), None, false);
        page.write_to(&mut pieces).unwrap();
        assert_eq!(pieces.0, [page.bytes().len()]);
        assert!(!page.is_large());
    }

    #[test]
    fn a_large_body_is_not_copied_to_its_head() {
        let mut pieces = Pieces::default();
        let film = Headers::new(200).finish(vec![b'x'; 1 << 20].into(), None, false);
        film.write_to(&mut pieces).unwrap();
        assert_eq!(pieces.0[1], (1 << 20) - AT_ONCE);
        assert!(film.is_large());
    }

    #[test]
    fn a_value_cannot_begin_another_header() {
        let mut headers = Headers::new(302);
        headers.add("Location", "/a\r\nSet-Cookie: b\u{0}ä");
        assert!(headers.end().contains("\r\nLocation: /aSet-Cookie: b\r\n"));
    }

    #[test]
    fn a_head_alone_tells_the_length_of_the_whole() {
        let page = Headers::new(200).finish(Arc::from(*b"12345"), None, true);
        let text = String::from_utf8(page.bytes()).unwrap();
        assert!(text.ends_with("\r\nContent-Length: 5\r\n\r\n"), "{text}");
    }
}
