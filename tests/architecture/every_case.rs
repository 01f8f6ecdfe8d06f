//! A `match` over what decides about people names every case: an arm for “all others” would
//! answer for a case that nobody has thought of yet.
//!
//! In come the sources, out go the arms that take what is left over.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Arm, ExprMatch, ItemImpl, Pat, Signature, Type};

/// Enums whose cases are named one by one.
const NAMED: [&str; 10] = [
    "FieldOutcome",
    "Field",
    "Severity",
    "Role",
    "ConsentState",
    "ConsentSummary",
    "RefusalReason",
    "WithholdingReason",
    "ChangeKind",
    "Channel",
];

/// Finds arms that take what is left over of such an enum.
#[derive(Default)]
struct Leftovers {
    /// The types whose `impl` is read, the innermost last.
    own: Vec<String>,
    /// The function that is read.
    function: String,
    /// The functions with such arms.
    found: Vec<String>,
}

impl<'s> Visit<'s> for Leftovers {
    fn visit_item_impl(&mut self, item: &'s ItemImpl) {
        self.own.push(match &*item.self_ty {
            Type::Path(path) => last_name(&path.path),
            _ => String::new(),
        });
        visit::visit_item_impl(self, item);
        self.own.pop();
    }

    fn visit_signature(&mut self, signature: &'s Signature) {
        self.function = signature.ident.to_string();
    }

    fn visit_expr_match(&mut self, found: &'s ExprMatch) {
        let patterns = found.arms.iter().map(|Arm { pat, .. }| pat);
        self.column(&patterns.flat_map(alternatives).collect::<Vec<_>>());
        visit::visit_expr_match(self, found);
    }
}

impl Leftovers {
    /// Patterns that stand at the same place: if one of them names a case, none may take all.
    fn column(&mut self, patterns: &[&Pat]) {
        if !patterns.iter().any(|pattern| self.names_a_case(pattern)) {
            return;
        }
        let all = patterns.iter().filter(|pattern| takes_all(pattern));
        self.found.extend(all.map(|_| self.function.clone()));
        // The same one level below: `Some(Role::Card)` beside `Some(_)`.
        let mut made: Vec<(String, Vec<&Pat>)> = Vec::new();
        for pattern in patterns {
            let (maker, parts) = taken_apart(pattern);
            match made.iter_mut().find(|(known, all)| {
                *known == maker && all[0].len_of_parts() == parts.len()
            }) {
                Some((_, all)) => all.push(pattern),
                None if parts.is_empty() => {}
                None => made.push((maker, vec![pattern])),
            }
        }
        for (_, alike) in made {
            for position in 0..alike[0].len_of_parts() {
                let parts = alike.iter().map(|pattern| taken_apart(pattern).1[position]);
                self.column(&parts.flat_map(alternatives).collect::<Vec<_>>());
            }
        }
    }

    /// True if a pattern names a case of such an enum anywhere.
    fn names_a_case(&self, pattern: &Pat) -> bool {
        let named = |path: &syn::Path| {
            let before =
                path.segments.iter().rev().nth(1).map(|one| one.ident.to_string());
            let own = || self.own.last().cloned().unwrap_or_default();
            before
                .map(|name| if name == "Self" { own() } else { name })
                .is_some_and(|name| NAMED.contains(&name.as_str()))
        };
        let here = match pattern {
            Pat::Path(one) => named(&one.path),
            Pat::TupleStruct(one) => named(&one.path),
            Pat::Struct(one) => named(&one.path),
            _ => false,
        };
        let parts = taken_apart(pattern).1;
        here || parts
            .into_iter()
            .flat_map(alternatives)
            .any(|part| self.names_a_case(part))
    }
}

/// How many parts a pattern has.
trait Parts {
    fn len_of_parts(&self) -> usize;
}

impl Parts for Pat {
    fn len_of_parts(&self) -> usize {
        taken_apart(self).1.len()
    }
}

/// The patterns that stand for one: those of an “or”, without parentheses, references and
/// conditions.
fn alternatives(pattern: &Pat) -> Vec<&Pat> {
    match pattern {
        Pat::Or(any) => any.cases.iter().flat_map(alternatives).collect(),
        Pat::Paren(inner) => alternatives(&inner.pat),
        Pat::Guard(inner) => alternatives(&inner.pat),
        Pat::Reference(inner) => alternatives(&inner.pat),
        Pat::Ident(bound) => {
            let inner = bound.subpat.as_ref();
            inner.map_or_else(|| vec![pattern], |(_, inner)| alternatives(inner))
        }
        _ => vec![pattern],
    }
}

/// What a pattern is made by, and its parts.
fn taken_apart(pattern: &Pat) -> (String, Vec<&Pat>) {
    match pattern {
        Pat::Tuple(tuple) => (String::new(), tuple.elems.iter().collect()),
        Pat::TupleStruct(one) => (last_name(&one.path), one.elems.iter().collect()),
        Pat::Struct(one) => {
            let mut fields: Vec<_> = one.fields.iter().collect();
            fields.sort_by_key(|field| match &field.member {
                syn::Member::Named(name) => name.to_string(),
                syn::Member::Unnamed(index) => index.index.to_string(),
            });
            (last_name(&one.path), fields.into_iter().map(|field| &*field.pat).collect())
        }
        _ => (String::new(), Vec::new()),
    }
}

/// True for `_` and for a mere name. `None` and the like are no names: they begin large.
fn takes_all(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Ident(bound) => {
            bound.ident.to_string().starts_with(|c: char| c.is_lowercase() || c == '_')
        }
        _ => false,
    }
}

fn last_name(path: &syn::Path) -> String {
    path.segments.last().map_or_else(String::new, |one| one.ident.to_string())
}

/// The functions of a source with arms that take what is left over, once for each arm.
fn leftovers(source: &str) -> Vec<String> {
    let mut found = Leftovers::default();
    found.visit_file(&syn::parse_file(source).expect("a source that compiles"));
    found.found
}

#[test]
fn no_arm_takes_what_is_left_over_of_a_decision() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut read = 0;
    for entry in walkdir::WalkDir::new(&source).sort_by_file_name() {
        let path = entry.expect("the sources can be read").into_path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        read += 1;
        let text = fs::read_to_string(&path).expect("a source");
        let below = path.strip_prefix(&source).expect("it lies below").display();
        let found = leftovers(&text).into_iter();
        wrong.extend(found.map(|function| format!("src/{below}: {function}")));
    }
    assert!(read > 100, "the sources are here: {read}");
    assert_eq!(wrong, [""; 0], "name every case, so that a new one has to be thought of");
}

/// The arms of a `match` within a function.
fn arms(arms: &str) -> Vec<String> {
    leftovers(&format!("fn f() {{ match x {{ {arms} }} }}"))
}

#[test]
fn an_arm_that_takes_what_is_left_over_is_seen() {
    for wrong in [
        "Role::Card => 1, _ => 2",
        "presence::Role::Card => 1, other => 2",
        "crate::publish::disclosure::FieldOutcome::Shown if x => 1, other => other",
        "Severity::Error => 1, Severity::Note | _ => 2",
        "Some(Role::Card) => 1, _ => 2",
        "Some(Role::Card) => 1, None => 2, Some(_) => 3",
        "Ok(ConsentState::Refused(RefusalReason::Missing)) => 1, Ok(ConsentState::Refused(_)) => 2",
        "Err(Refusal { reason: RefusalReason::Lapsed, day }) => 1, Err(Refusal { day, reason }) => 2",
        "(Channel::Site, true) => 1, (_, false) => 2",
        "&Field::Photo => 1, &_ => 2",
        "one @ (Field::Photo | Field::Bio) => 1, rest @ _ => 2",
        "A => match y { Field::Photo => 1, _ => 2 }, _ => 3",
    ] {
        assert_eq!(arms(wrong).len(), 1, "{wrong}");
    }
    let own = |name: &str| {
        leftovers(&format!(
            "impl Show for {name} {{\n fn f(self) {{ match self {{ Self::Card => 1,\n _ => 2 }} }}\n}}"
        ))
    };
    assert_eq!(own("Role"), ["f"]);
    assert_eq!(own("presence::Role"), ["f"]);
    assert_eq!(own("Shape"), [""; 0]);
}

#[test]
fn a_match_that_names_every_case_is_left_alone() {
    for right in [
        "Role::Card => 1, Role::Feed | Role::Search => 2",
        "Severity::Note if quiet => 1, Severity::Note => 2, Severity::Error => 3",
        "Some(Role::Card) => 1, Some(Role::Feed) => 2, None => 3",
        "ConsentState::Valid => 1, ConsentState::Refused(_) => 2",
        "(Severity::Error, _) => 1, (Severity::Note, quiet) => 2",
        "Ok(allowed) => 1, Err(RefusalReason::Missing) => 2",
        "\"shown\" => Role::Card, _ => Role::Feed",
        "Section::Home => Role::Card, _ => Role::Feed",
        "Form::Words => 1, _ => 2",
    ] {
        assert_eq!(arms(right), [""; 0], "{right}");
    }
    let question = "fn f() -> bool { matches!(role, Role::Card | Role::Feed) }";
    assert_eq!(leftovers(question), [""; 0]);
}
