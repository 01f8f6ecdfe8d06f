//! Text for XML files: escaped, and without the characters XML cannot hold.

use crate::base::text::escape;

/// Escapes text for content and attributes of XML 1.0. Characters outside its
/// [`Char`](https://www.w3.org/TR/xml/#charsets) cannot even be written as references, so
/// they become spaces.
pub(crate) fn xml(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
            && c != '\u{7f}'
    };
    escape(&text.replace(|c| !allowed(c), " "))
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn markup_and_forbidden_characters_do_not_pass() {
        assert_eq!(xml("a<b>&\"'\u{0}\u{ffff}🎓"), "a&lt;b&gt;&amp;&quot;&#39;  🎓");
    }
}
