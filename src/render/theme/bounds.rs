//! Bounds for templates: how long they may be, and how much work a page may be.
//!
//! In come templates before they are read, out go mistakes, and the same templates with a count
//! in each loop and behind each variable. The engine bounds neither, and a template that it
//! cannot bear would end the whole program. Never changes what a page shows.

use std::cell::Cell;
use std::io;

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::tags::{Tag, tags};

/// Longest template, in bytes. The longest that the program brings along has 12,000.
const LONGEST_TEMPLATE: usize = 256 * 1024;
/// Most tags in a template, and longest tag: a chain of either is as deep in the engine.
const MOST_TAGS: usize = 4_000;
const LONGEST_TAG: usize = 8_000;
/// Most templates of a theme: each may include another.
const MOST_TEMPLATES: usize = 1_000;
/// Longest page in bytes.
const LONGEST_PAGE: usize = 32 * 1024 * 1024;
/// Most steps of loops for a page.
const MOST_STEPS: u64 = 2_000_000;
/// Longest text in a variable, in bytes: one that doubles itself gets there in no time.
const LONGEST_TEXT: usize = 1024 * 1024;

/// The function that counts. No template calls it by itself.
const COUNT: &str = "matrikel_count";

thread_local! {
    /// Steps of the page that this thread is making.
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// What is too much about a template; the name of its words.
pub(super) fn excess(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST_TEMPLATE {
        return Some("TEMPLATE TOO LONG");
    }
    let tags = tags(text);
    let longest = tags.iter().map(|tag| tag.range.len()).max().unwrap_or(0);
    if tags.len() > MOST_TAGS {
        Some("TOO MANY TAGS")
    } else if longest > LONGEST_TAG {
        Some("TAG TOO LONG")
    } else {
        None
    }
}

/// True for more templates than a theme may have.
pub(super) fn too_many(templates: usize) -> bool {
    templates > MOST_TEMPLATES
}

/// A template with its counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pub(super) text: String,
    /// Where something was put in, and how long it is.
    inserted: Vec<(usize, usize)>,
}

impl Counted {
    /// A template that needs no counts.
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), inserted: Vec::new() }
    }

    /// The place in the template as it was written.
    pub(super) fn written(&self, place: usize) -> usize {
        let before = self.inserted.iter().take_while(|(start, _)| *start < place);
        let more: usize =
            before.map(|(start, length)| (*length).min(place - start)).sum();
        place - more
    }
}

/// Puts a count into each loop, and behind each variable that is set.
pub(super) fn counted(text: &str) -> Counted {
    let mut counted = Counted::default();
    let mut done = 0;
    let mut open: Vec<&str> = Vec::new();
    let tags = tags(text);
    for tag in tags.iter().filter(|tag| tag.is_statement) {
        let argument = match tag.word() {
            "for" => String::new(),
            "set" | "set_global" => {
                let Some((name, is_block)) = set_name(tag) else { continue };
                if is_block {
                    open.push(name);
                    continue;
                }
                format!("text={name}")
            }
            "endset" => match open.pop() {
                Some(name) => format!("text={name}"),
                None => continue,
            },
            _ => continue,
        };
        counted.text.push_str(&text[done..tag.range.end]);
        done = tag.range.end;
        let close = if tag.trims { "-%}" } else { "%}" };
        let count = format!("{{% set {COUNT}ed = {COUNT}({argument}) {close}");
        counted.inserted.push((counted.text.len(), count.len()));
        counted.text.push_str(&count);
    }
    counted.text.push_str(&text[done..]);
    counted
}

/// The name of the variable, and whether its value stands up to `endset`.
pub(super) fn set_name<'t>(tag: &Tag<'t>) -> Option<(&'t str, bool)> {
    let rest = tag.inner[tag.word().len()..].trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    (!name.is_empty()).then(|| (name, !rest.trim_start().starts_with('=')))
}

/// Makes the count known to the engine.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(COUNT, count);
}

#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn count(arguments: Kwargs, _: &State<'_>) -> TeraResult<bool> {
    let text = arguments.get::<Value>("text")?;
    let length = text.as_ref().and_then(Value::as_str).map_or(0, str::len);
    if length > LONGEST_TEXT {
        return Err(Error::message("TEXT TOO LONG"));
    }
    let steps = STEPS.get() + 1;
    STEPS.set(steps);
    if steps > MOST_STEPS {
        return Err(Error::message("TOO MANY STEPS"));
    }
    Ok(true)
}

/// Makes a page.
///
/// # Errors
/// If it cannot be made, or takes too much.
pub(in crate::render) fn render(
    tera: &Tera,
    template: &str,
    context: &Context,
) -> TeraResult<Vec<u8>> {
    STEPS.set(0);
    let mut page = BoundedPage { bytes: Vec::with_capacity(16 * 1024), is_full: false };
    let made = tera.render_to(template, context, &mut page);
    if page.is_full {
        // The name leads the report to its file.
        return Err(Error::message(format!("PAGE TOO LONG: `{template}`")));
    }
    made.map(|()| page.bytes)
}

/// The bytes of a page, up to a limit.
struct BoundedPage {
    bytes: Vec<u8>,
    is_full: bool,
}

impl io::Write for BoundedPage {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > LONGEST_PAGE {
            self.is_full = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str) -> Result<String, String> {
        let mut tera = Tera::default();
        register(&mut tera);
        tera.add_raw_template("x.txt", &counted(template).text).unwrap();
        let page = render(&tera, "x.txt", &Context::new());
        page.map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|e| format!("{e:?}"))
    }

    #[test]
    fn a_count_changes_nothing_that_is_shown() {
        let mut tera = Tera::default();
        for (number, template) in [
            "{% for a in [1, 2] %}\n {{ a }}\n{% endfor %}",
            "{% for a in [1, 2] -%}\n {{ a }}\n{%- endfor %} x",
            "{%- for a in [1] %}{% for b in [2] -%} {{ a }}{{ b }} {%- endfor -%} {% endfor %}",
            "{% set a = \"x\" %} {{ a }} {% set b -%} y {%- endset -%} {{ b }}",
            "{% set_global a = 1 -%} {{ a }}{% set c | upper %}z{% endset %}{{ c }}",
        ]
        .iter()
        .enumerate()
        {
            let name = format!("{number}.txt");
            tera.add_raw_template(&name, template).unwrap();
            let plain = tera.render(&name, &Context::new()).unwrap();
            assert_eq!(rendered(template).as_ref(), Ok(&plain), "{template}");
        }
    }

    #[test]
    fn a_place_is_that_of_the_template_as_it_was_written() {
        let text = "{% for a in b %}x{% endfor %}{% set c = 1 %}y";
        let counted = counted(text);
        for (at, c) in text.char_indices().filter(|(_, c)| "xyab".contains(*c)) {
            let places = counted.text.match_indices(c).map(|(place, _)| place);
            let found: Vec<usize> = places.map(|place| counted.written(place)).collect();
            assert!(found.contains(&at), "{c}: {found:?}");
        }
    }

    /// Bounds are tried with templates that the engine bears well.
    #[test]
    fn what_grows_without_end_is_refused() {
        let too_much = |template: &str, why: &str| {
            let error = rendered(template).unwrap_err();
            assert!(error.contains(why), "{error}");
        };
        let doubling =
            "{% set a = \"ab\" %}".to_owned() + &"{% set a = a ~ a %}".repeat(25);
        too_much(&doubling, "TEXT TOO LONG");
        let captured = "{% set a %}ab{% endset %}".to_owned()
            + &"{% set a %}{{ a }}{{ a }}{% endset %}".repeat(25);
        too_much(&captured, "TEXT TOO LONG");
        too_much(
            "{% set r = range(end=2000) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}",
            "TOO MANY STEPS",
        );
        too_much(
            "{% set a %}{% for b in range(end=1000) %}0123456789{% endfor %}{% endset %}\
             {% for b in range(end=5000) %}{{ a }}{% endfor %}",
            "PAGE TOO LONG",
        );
        assert_eq!(
            rendered("{% for a in range(end=1000) %}{% endfor %}").as_deref(),
            Ok("")
        );
        assert_eq!(excess("{{ a }}"), None);
        assert_eq!(excess(&"x".repeat(300_000)), Some("TEMPLATE TOO LONG"));
        assert_eq!(excess(&"{{ a }}".repeat(5_000)), Some("TOO MANY TAGS"));
        assert_eq!(
            excess(&format!("{{{{ {} }}}}", "a ".repeat(5_000))),
            Some("TAG TOO LONG")
        );
    }
}
