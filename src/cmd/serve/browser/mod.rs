//! The browser side of the preview: its script, and pages shown while there is no site.
//!
//! In come words and an address, out go script, waiting page and the tag that loads the script in a
//! page. Never becomes part of a built site.

use std::sync::{Arc, LazyLock};

use crate::base::program_words::ProgramWords;
use crate::base::text::escape_into;

mod pictures;

pub(crate) use pictures::Pictures;

/// The parts of the script; each may use those before it.
const PARTS: [&str; 9] = [
    include_str!("place.js"),
    include_str!("patch.js"),
    include_str!("stream.js"),
    include_str!("style.js"),
    include_str!("problem.js"),
    include_str!("seen.js"),
    include_str!("panels.js"),
    include_str!("bar.js"),
    include_str!("start.js"),
];

static SCRIPT: LazyLock<Arc<[u8]>> =
    LazyLock::new(|| Arc::from(PARTS.concat().into_bytes()));

/// The script of the preview.
pub(crate) fn script() -> Arc<[u8]> {
    Arc::clone(&SCRIPT)
}

/// The style sheet of the waiting page.
pub(crate) const WAITING_STYLE: &str = include_str!("waiting.css");

/// Where the script shows the progress of the first build.
const PROGRESS: &str = "<p data-matrikel-progress role=\"status\"></p>";

/// The page to show until the first build has finished. `base` is the path of the site.
pub(crate) fn waiting(
    words: &ProgramWords,
    language: &str,
    base: &str,
    text: &str,
) -> String {
    let title = words.preview().get("waiting").map_or("", String::as_str);
    notice(language, base, title, text, PROGRESS)
}

/// The page to show if nothing can be rendered until a mistake is fixed. `base` is the path of
/// the site.
pub(crate) fn stuck(
    words: &ProgramWords,
    language: &str,
    base: &str,
    text: &str,
) -> String {
    notice(language, base, words.word("stuck"), text, "")
}

/// Fills in the page template. `progress` is HTML, everything else is text.
fn notice(language: &str, base: &str, title: &str, text: &str, progress: &str) -> String {
    let mut html = include_str!("waiting.html").replace("{progress}", progress);
    for (name, value) in
        [("{language}", language), ("{base}", base), ("{title}", title), ("{text}", text)]
    {
        let mut escaped = String::new();
        escape_into(&mut escaped, value);
        html = html.replace(name, &escaped);
    }
    html
}

/// Adds the script to the end of a page. `base` is the path of the site, `page` the address of the
/// page relative to it.
pub(crate) fn with_script(html: &[u8], base: &str, build: u64, page: &str) -> Arc<[u8]> {
    let mut tag = String::from("<script src=\"");
    escape_into(&mut tag, base);
    tag.push_str(".matrikel/preview.js\" data-build=\"");
    tag.push_str(&build.to_string());
    tag.push_str("\" data-page=\"");
    escape_into(&mut tag, page);
    tag.push_str("\" defer></script>");
    let end = b"</body>";
    // The last one: scripts and code examples may contain the text too.
    let at = html.windows(end.len()).rposition(|part| part == end).unwrap_or(html.len());
    [&html[..at], tag.as_bytes(), &html[at..]].concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_waits_for_work_that_goes_on_sees_it_go_on() {
        let words = ProgramWords::of(crate::base::language::Language::En);
        let waiting = waiting(words, "en", "/a/", "<b>");
        assert!(waiting.contains("data-matrikel-progress"), "{waiting}");
        assert!(waiting.contains("<p>&lt;b&gt;</p>"), "{waiting}");
        let stuck = stuck(words, "en", "/a/", "<b>");
        assert!(!stuck.contains("data-matrikel-progress"), "{stuck}");
        assert!(stuck.contains("href=\"/a/.matrikel/waiting.css\""), "{stuck}");
        assert!(!stuck.contains("being built") && !stuck.contains('{'), "{stuck}");
    }

    #[test]
    fn the_script_stands_before_the_end_of_the_last_body() {
        let with = |html: &str| {
            let bytes = with_script(html.as_bytes(), "/a&b/", 7, "/x\"y/");
            String::from_utf8(bytes.to_vec()).unwrap()
        };
        let tag = "<script src=\"/a&amp;b/.matrikel/preview.js\" data-build=\"7\" \
                   data-page=\"/x&quot;y/\" defer></script>";
        assert_eq!(
            with("<pre></body></pre></body></html>"),
            format!("<pre></body></pre>{tag}</body></html>")
        );
        assert_eq!(with("x"), format!("x{tag}"));
    }
}
