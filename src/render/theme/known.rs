//! Names that the template language brings itself, for the nearest one to a slip.
//!
//! Nothing goes in, lists go out. Tera does not tell these names; the tests ask it about each.

/// Filters, with the two of the program.
pub(super) const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "fill",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "plural",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Tests, as in `is defined`.
pub(super) const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// Functions.
pub(super) const FUNCTIONS: &[&str] = &["range", "super", "throw"];

#[cfg(test)]
mod tests {
    use tera::{ErrorKind, Tera};

    use super::*;

    /// What Tera says about a template besides syntax: nothing about a name that it has.
    fn is_known(template: &str) -> bool {
        let mut tera = Tera::default();
        match tera.add_raw_template("x", template) {
            Ok(()) => true,
            Err(error) => matches!(error.kind(), ErrorKind::SyntaxError(_)),
        }
    }

    #[test]
    fn tera_has_every_name() {
        assert!(!is_known("{{ x | uper }}"), "an unknown name is noticed");
        for name in FILTERS.iter().filter(|name| !["plural", "fill"].contains(name)) {
            assert!(is_known(&format!("{{{{ x | {name} }}}}")), "{name}");
        }
        for name in TESTS {
            assert!(is_known(&format!("{{{{ x is {name} }}}}")), "{name}");
        }
        for name in FUNCTIONS {
            assert!(is_known(&format!("{{{{ {name}() }}}}")), "{name}");
        }
    }
}
