//! What the server itself refuses, and the short text that says so.
//!
//! In comes an error, out goes a whole answer. It never quotes the request, which may come from a
//! page that tries to have its own words shown here.

use super::reply::{Finished, Headers};
use crate::base::language::Language;
use crate::base::program_words::ProgramWords;

/// Why a request is not answered by the handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpError {
    /// The request is not HTTP, or its target is no path.
    Malformed,
    /// Another website sends requests in the background.
    Foreign,
    /// Neither GET nor HEAD.
    Method,
    /// The head took too long to arrive.
    Slow,
    /// The `Host` is not one of this server's names.
    Misdirected,
    /// The head is too large.
    Large,
    /// The handler failed.
    Failed,
    /// The backend gave no answer.
    Silent,
    /// Too many connections at once.
    Busy,
    /// Another version of HTTP.
    Version,
}

impl HttpError {
    /// Status code of RFC 9110, section 15, and of RFC 6585, section 5.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Foreign => 403,
            Self::Method => 405,
            Self::Slow => 408,
            Self::Misdirected => 421,
            Self::Large => 431,
            Self::Failed => 500,
            Self::Silent => 502,
            Self::Busy => 503,
            Self::Version => 505,
        }
    }

    /// The answer.
    pub(super) fn answer(self, language: Language, head_only: bool) -> Finished {
        let text = ProgramWords::of(language).word(&format!("http-{}", self.status()));
        let mut headers = Headers::new(self.status());
        headers.add("Content-Type", "text/plain; charset=utf-8");
        headers.add("Cache-Control", "no-store");
        if self == Self::Method {
            headers.add("Allow", "GET, HEAD");
        }
        let body = format!("{text}\n").into_bytes();
        headers.finish(body.into(), None, head_only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [HttpError; 10] = [
        HttpError::Malformed,
        HttpError::Foreign,
        HttpError::Method,
        HttpError::Slow,
        HttpError::Misdirected,
        HttpError::Large,
        HttpError::Failed,
        HttpError::Silent,
        HttpError::Busy,
        HttpError::Version,
    ];

    #[test]
    fn every_error_has_words_in_both_languages() {
        for error in ALL {
            for language in Language::ALL {
                let name = format!("http-{}", error.status());
                assert!(!ProgramWords::of(language).word(&name).is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn who_uses_another_method_is_told_which_ones_there_are() {
        let bytes = HttpError::Method.answer(Language::En, false).bytes();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"), "{text}");
        assert!(text.contains("\r\nAllow: GET, HEAD\r\n"), "{text}");
    }
}
