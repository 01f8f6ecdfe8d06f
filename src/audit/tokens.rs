//! A text as words with what stands between them, so that neighbours never join to a name.
//!
//! In comes decoded text, out go tokens: each word in the ways of spelling it, its case, and the
//! gap before it. A comma, the end of a sentence, a cell of a table and a space are different
//! gaps; what may stand inside a name is decided by who compares. Never knows whose name it is.

pub(super) use crate::base::invisible::is_invisible;
use crate::base::slug::composed;

/// Stands for the border of an element or a field: no value reaches over it.
pub(super) const BORDER: char = '\u{f8f0}';
/// Stands for the border of a row: nothing reaches over it.
pub(super) const ROW: char = '\u{f8f3}';
/// Stands for the border of a cell in a row.
pub(super) const CELL: char = '\u{f8f2}';
/// Stands for markup inside a line of text, such as `<b>`: a name may reach over it.
pub(super) const INLINE: char = '\u{f8f1}';

/// What tabs and line breaks are in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Columns {
    /// Spaces: text is wrapped anywhere.
    #[default]
    None,
    /// Borders of cells and rows, as are semicolons: a table.
    Cells,
    /// Borders of values: a shard of the search index.
    Values,
}

/// What stands between a word and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A hyphen that joins words to one: `Gustav-Freytag-Straße`, `jana-mueller`.
    Hyphen,
    /// Another sign that joins words to one: `jana.mueller`, `jana_mueller`.
    Joint,
    /// Spaces.
    Space,
    /// The end of a line.
    Line,
    /// Markup inside a line of text.
    Inline,
    /// A comma.
    Comma,
    /// Any other sign of punctuation.
    Stop,
    /// The border of a value, or of what was looked at.
    Border,
    /// The border of a cell in a row: the parts of one name may stand in two.
    Cell,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// It begins with a capital letter.
    Capital,
    /// It begins with a small letter.
    Small,
    /// It begins with a digit, or its script has no cases.
    None,
}

/// A word in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// How it may be spelled.
    pub(super) word: Spellings,
    /// How it is written.
    pub(super) case: Case,
    /// What stands before it.
    pub(super) before: Gap,
}

/// The ways in which one word is spelled with the letters a to z: `Müller` is `mueller` and
/// `muller`, `Đukić` is `dukic` and `djukic`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spellings {
    /// As in an address of this site: `ä` is `ae`.
    pub(super) address: String,
    /// As on a keyboard without these letters: `ä` is `a`. `None` if there is no difference.
    bare: Option<String>,
    /// As it sounds: `đ` is `dj`. `None` if there is no difference.
    spoken: Option<String>,
}

impl Spellings {
    /// The spellings of one word.
    pub(super) fn of(word: &str) -> Self {
        let word = composed(word);
        let address = spelled(&word, Way::Address);
        let other = |way| {
            let other = spelled(&word, way);
            (!word.is_ascii() && other != address).then_some(other)
        };
        // Whoever writes Müller as Mueller is also found as Muller by this site's own search.
        let bare = other(Way::Bare).or_else(|| contracted(&address));
        Self { bare, spoken: other(Way::Spoken), address }
    }

    /// Every spelling.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let others = self.bare.iter().chain(&self.spoken);
        std::iter::once(&self.address).chain(others).map(String::as_str)
    }

    /// True if both may be the same word.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.all().any(|one| other.all().any(|another| one == another))
    }

    /// True if `other` may be this word with an ending: the genitive of a name.
    pub(super) fn is_genitive(&self, other: &Self) -> bool {
        let of = |one: &str, text: &str| {
            text.strip_prefix(one).is_some_and(|ending| ending == "s" || ending == "es")
        };
        self.all().any(|one| other.all().any(|text| of(one, text)))
    }

    fn is_empty(&self) -> bool {
        self.address.is_empty()
    }
}

/// A word with `ae`, `oe`, `ue` as `a`, `o`, `u`. Not where these are two sounds: in Bauer, and in
/// Michael or Manuela.
fn contracted(word: &str) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    let letters = word.as_bytes();
    for (at, letter) in word.char_indices() {
        let before = at.checked_sub(1).map(|number| letters[number]);
        let earlier = at.checked_sub(2).map(|number| letters[number]);
        let is_vowel =
            |letter: Option<u8>| letter.is_some_and(|one| b"aeiouyq".contains(&one));
        let single_l = letters.get(at + 1) == Some(&b'l')
            && letters.get(at + 2).is_none_or(|next| b"aeios".contains(next));
        let is_digraph = letter == 'e'
            && matches!(before, Some(b'a' | b'o' | b'u'))
            && !is_vowel(earlier)
            && !single_l;
        if !is_digraph {
            out.push(letter);
        }
    }
    (out != word).then_some(out)
}

/// A table of letters that are spelled otherwise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Address,
    Bare,
    Spoken,
}

fn spelled(word: &str, way: Way) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    for letter in word.chars() {
        spell(letter, way, &mut |byte| out.push(char::from(byte)));
    }
    out
}

/// Hands on the letters a to z and digits that a letter is spelled with.
fn spell(letter: char, way: Way, push: &mut impl FnMut(u8)) {
    let mut all = |text: &str| {
        text.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .for_each(|byte| push(byte.to_ascii_lowercase()));
    };
    match (letter, way) {
        ('ß' | 'ẞ', _) => all("ss"),
        ('ə' | 'Ə' | 'ǝ' | 'Ǝ', _) => all("e"),
        ('ä' | 'Ä' | 'æ' | 'Æ', Way::Address | Way::Spoken) => all("ae"),
        ('ö' | 'Ö' | 'ø' | 'Ø' | 'œ' | 'Œ', Way::Address | Way::Spoken) => {
            all("oe");
        }
        ('ü' | 'Ü', Way::Address | Way::Spoken) => all("ue"),
        ('æ' | 'Æ', Way::Bare) => all("a"),
        ('ø' | 'Ø' | 'œ' | 'Œ', Way::Bare) => all("o"),
        ('å' | 'Å', Way::Spoken) => all("aa"),
        ('đ' | 'Đ', Way::Spoken) => all("dj"),
        ('þ' | 'Þ', _) => all("th"),
        (_, _) if letter.is_ascii() => all(letter.encode_utf8(&mut [0; 4])),
        (_, _) => all(deunicode::deunicode_char(letter).unwrap_or("")),
    }
}

/// Hands on a letter as it is spelled on a keyboard without accents.
pub(super) fn bare(letter: char, push: &mut impl FnMut(u8)) {
    spell(letter, Way::Bare, push);
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '´' | '`')
}

/// The words of a text.
pub(super) fn tokens(text: &str, columns: Columns) -> Vec<Token> {
    let text = composed(text);
    let mut found = TokenWriter { all: Vec::new(), gap: String::new(), columns };
    found.gap.push(BORDER);
    let mut word = String::new();
    let mut chars = text.chars().filter(|c| !is_invisible(*c)).peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() || is_mark(c) && !word.is_empty() {
            word.push(c);
            continue;
        }
        // `O’Brien` and `Müller’s` are one word each.
        let goes_on = chars.peek().is_some_and(|next| next.is_alphabetic());
        if is_apostrophe(c) && goes_on && word.ends_with(char::is_alphabetic) {
            continue;
        }
        // Nobody is another for the initial of a further given name: `Jana M. Müller`.
        if c == '.' && is_initial(&word) {
            found.gap.push(' ');
        } else {
            if !word.is_empty() {
                found.push(&word);
            }
            found.gap.push(c);
        }
        word.clear();
    }
    if !word.is_empty() {
        found.push(&word);
    }
    found.all
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

struct TokenWriter {
    all: Vec<Token>,
    gap: String,
    columns: Columns,
}

impl TokenWriter {
    fn push(&mut self, word: &str) {
        let spellings = Spellings::of(word);
        if spellings.is_empty() {
            // Without any letter that can be compared, it still keeps its neighbours apart.
            self.gap.push('|');
            return;
        }
        let first = word.chars().next();
        let case = match first {
            Some(c) if c.is_uppercase() => Case::Capital,
            Some(c) if c.is_lowercase() => Case::Small,
            _ => Case::None,
        };
        let before = gap(&self.gap, self.columns);
        self.all.push(Token { word: spellings, case, before });
        self.gap.clear();
    }
}

/// What the signs between two words are to a value.
fn gap(signs: &str, columns: Columns) -> Gap {
    let mut found = Gap::Hyphen;
    let divides: &[char] = match columns {
        Columns::None => &[ROW],
        Columns::Cells => &[ROW, '\r', '\n'],
        Columns::Values => &[ROW, '\r', '\n', '\t'],
    };
    if signs.contains(divides) {
        return Gap::Border;
    }
    let is_table = columns == Columns::Cells;
    let spaced = signs.contains(char::is_whitespace);
    let quotes = signs.contains('"');
    for c in signs.chars() {
        let one = match c {
            BORDER => Gap::Border,
            // Calendars write a comma so (RFC 5545, section 3.3.11).
            '\\' if signs.contains(',') => Gap::Hyphen,
            CELL => Gap::Cell,
            '\t' | ';' if is_table => Gap::Cell,
            ',' if is_table && !spaced => Gap::Cell,
            '<' | '>' | '=' | '{' | '}' | '[' | ']' | '|' | '/' | '·' | '•' => {
                Gap::Border
            }
            // Two values of JSON; a quotation mark alone may be one in a sentence.
            ',' | ':' | ';' if quotes => Gap::Border,
            INLINE | '*' | '~' | '`' => Gap::Inline,
            '_' | '+' if spaced => Gap::Inline,
            '-' | '‐' | '‑' if !spaced => Gap::Hyphen,
            '_' | '+' | '.' if !spaced => Gap::Joint,
            ',' => Gap::Comma,
            '\n' | '\r' => Gap::Line,
            c if c.is_whitespace() => Gap::Space,
            _ => Gap::Stop,
        };
        found = found.max(one);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(text: &str) -> Vec<Gap> {
        tokens(text, Columns::None).iter().skip(1).map(|one| one.before).collect()
    }

    #[test]
    fn words_are_spelled_in_every_way_that_people_use() {
        for (one, other) in [
            ("Müller", "MUELLER"),
            ("Müller", "Muller"),
            ("Mueller", "Müller"),
            ("Weiß", "Weiss"),
            ("José", "Jose"),
            ("Đukić", "Djukic"),
            ("Đukić", "Dukic"),
            ("Əliyeva", "Eliyeva"),
            ("Mu\u{308}ller", "Müller"),
            ("Иван", "ivan"),
        ] {
            assert!(Spellings::of(one).meets(&Spellings::of(other)), "{one} {other}");
        }
        // Another name, and no other spelling of it.
        assert!(!Spellings::of("Michael").meets(&Spellings::of("Michal")));
        assert!(Spellings::of("Mueller").meets(&Spellings::of("Muller")));
        assert!(!Spellings::of("Bauer").meets(&Spellings::of("Baur")));
        assert!(Spellings::of("Müller").is_genitive(&Spellings::of("Muellers")));
    }

    #[test]
    fn what_divides_words_is_told_apart() {
        assert_eq!(gaps("Jana Müller"), [Gap::Space]);
        assert_eq!(gaps("jana-mueller"), [Gap::Hyphen]);
        assert_eq!(gaps("jana_mueller.jpg"), [Gap::Joint; 2]);
        assert_eq!(gaps("Jana – Müller"), [Gap::Stop]);
        assert_eq!(gaps("Müller, Jana"), [Gap::Comma]);
        assert_eq!(gaps("Jana. Müller"), [Gap::Stop]);
        assert_eq!(gaps("Jana M. Müller"), [Gap::Space]);
        assert_eq!(gaps("*Jana* **Müller**"), [Gap::Inline]);
        assert_eq!(gaps("{\"a\":\"Jana\",\"b\":\"Müller\"}")[1..], [Gap::Border; 2]);
        assert_eq!(gaps(&format!("Jana{BORDER}Müller")), [Gap::Border]);
        assert_eq!(
            tokens("Ja\u{ad}na O’Brien’s", Columns::None)[1].word.address,
            "obriens"
        );
        assert_eq!(tokens("Jana\tMüller", Columns::Cells)[1].before, Gap::Cell);
        assert_eq!(tokens("Jana\nMüller", Columns::Cells)[1].before, Gap::Border);
    }
}
