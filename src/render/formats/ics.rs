//! Content lines of iCalendar: folding, escaping, parameters.
//!
//! In come names and values, out goes text that ends every line with CRLF. Nothing here knows
//! which properties a calendar needs.

use std::fmt::Write as _;

/// Octets of a line without its end, [RFC 5545 § 3.1].
///
/// [RFC 5545 § 3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
const LONGEST: usize = 75;

/// A calendar in the making.
#[derive(Debug, Default)]
pub struct ContentLines(String);

impl ContentLines {
    /// The finished text.
    pub fn finish(self) -> String {
        self.0
    }

    /// A line whose value already has the form of its type.
    pub fn line(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A TEXT value, [RFC 5545 § 3.3.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11).
    pub fn text(&mut self, name: &str, value: &str) {
        self.line(name, &escaped(value));
    }

    /// A list of TEXT values; none if the list is empty.
    pub(crate) fn list(&mut self, name: &str, values: &[&str]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| escaped(value)).collect();
            self.line(name, &values.join(","));
        }
    }

    /// An address. Editors may write letters beyond ASCII, a URI holds none.
    pub(crate) fn uri(&mut self, name: &str, address: &str) {
        self.line(name, &uri(address));
    }

    /// A continuation begins with one space, which counts; characters stay whole.
    fn fold(&mut self, line: &str) {
        let mut room = LONGEST;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A parameter's value in quotes; quotes and controls cannot stand in one
/// ([RFC 5545 § 3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.2)).
pub(crate) fn quoted(value: &str) -> String {
    let plain: String = value
        .chars()
        .map(|c| match c {
            '"' => '\'',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    format!("\"{plain}\"")
}

/// Escapes TEXT. A line end of any kind becomes `\n`; other controls cannot be written.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = '\0';
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' if before == '\r' => {}
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// The ASCII form of an address ([RFC 3987 § 3.1]).
///
/// [RFC 3987 § 3.1]: https://www.rfc-editor.org/rfc/rfc3987#section-3.1
fn uri(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a String takes everything");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(value: &str) -> String {
        let mut lines = ContentLines::default();
        lines.text("X", value);
        lines.finish()
    }

    #[test]
    fn a_line_of_75_octets_is_not_folded_and_one_of_76_is() {
        let fits = "a".repeat(73);
        assert_eq!(line_of(&fits), format!("X:{fits}\r\n"));
        assert_eq!(line_of(&format!("{fits}b")), format!("X:{fits}\r\n b\r\n"));
    }

    #[test]
    fn folding_keeps_characters_whole_at_every_edge() {
        for before in 60..80 {
            for letter in ["ü", "漢", "🎓", "👩‍🎓"] {
                let value = format!("{}{}", "a".repeat(before), letter.repeat(60));
                let folded = line_of(&value);
                for line in folded.split("\r\n") {
                    assert!(line.len() <= LONGEST, "{before} {letter}");
                }
                assert_eq!(folded.replace("\r\n ", ""), format!("X:{value}\r\n"));
            }
        }
    }

    #[test]
    fn text_is_escaped_and_controls_vanish() {
        assert_eq!(
            line_of("a,b;c\\d\ne\r\nf\rg\u{0}h\u{7f}:\""),
            "X:a\\,b\\;c\\\\d\\ne\\nf\\ng h :\"\r\n"
        );
    }

    #[test]
    fn a_parameter_cannot_be_left() {
        assert_eq!(quoted("A \"B\";\r\nX:"), "\"A 'B';  X:\"");
    }

    #[test]
    fn an_address_is_ascii() {
        assert_eq!(uri("https://x.example/ü?a=ß"), "https://x.example/%C3%BC?a=%C3%9F");
    }
}
