//! The view types as their sources say them.
//!
//! In come the files of `src/render/view`, out go structs with the comments of their fields.
//! Knows only the types that views are made of, and fails at any other.

use std::fs;

use syn::{
    Attribute, Expr, Fields, GenericArgument, Item, Lit, Meta, PathArguments, Type,
};

use super::project;

/// A view.
pub(crate) struct View {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
}

/// A field of a view.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) about: String,
}

/// What a template finds in a field.
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    Html,
    /// A theme option.
    Setting,
    /// Anything that JSON can hold.
    Any,
    View(String),
    Maybe(Box<Kind>),
    List(Box<Kind>),
    Map(Box<Kind>),
}

/// Every view, in the order of the files and of what stands in them.
pub(crate) fn views() -> Vec<View> {
    let folder = project("src/render/view");
    let mut paths: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a file of the project").into_path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect();
    paths.sort();
    paths
        .iter()
        .flat_map(|path| {
            let text = fs::read_to_string(path).expect("a source");
            syn::parse_file(&text).expect("a source that compiles").items
        })
        .filter_map(view)
        .collect()
}

fn view(item: Item) -> Option<View> {
    let Item::Struct(item) = item else { return None };
    let Fields::Named(fields) = item.fields else { return None };
    let is_public = |field: &syn::Field| matches!(field.vis, syn::Visibility::Public(_));
    let fields: Vec<Field> = fields
        .named
        .iter()
        .filter(|field| is_public(field))
        .map(|field| Field {
            name: field.ident.as_ref().expect("a named field").to_string(),
            kind: kind(&field.ty),
            about: comment(&field.attrs),
        })
        .collect();
    // What has no field to see is no view, but a thing that views are made with.
    (!fields.is_empty()).then(|| View { name: item.ident.to_string(), fields })
}

/// A comment as one line.
fn comment(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(meta) = &attribute.meta else { return None };
        let Expr::Lit(value) = &meta.value else { return None };
        let Lit::Str(text) = &value.lit else { return None };
        meta.path.is_ident("doc").then(|| text.value().trim().to_owned())
    });
    // What follows an empty line is for those who write the program.
    let first: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    first.join(" ")
}

fn kind(of: &Type) -> Kind {
    match of {
        Type::Reference(reference) => kind(&reference.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().expect("a path has a part");
            let inner: Vec<Kind> = match &last.arguments {
                PathArguments::AngleBracketed(arguments) => {
                    let types = arguments.args.iter().filter_map(|one| match one {
                        GenericArgument::Type(inner) => Some(kind(inner)),
                        _ => None,
                    });
                    types.collect()
                }
                _ => Vec::new(),
            };
            named(&last.ident.to_string(), inner)
        }
        _ => panic!(
            "a type that no view has had so far; say in tests/themes_docs how it reads"
        ),
    }
}

fn named(name: &str, mut inner: Vec<Kind>) -> Kind {
    let mut last = || Box::new(inner.pop().expect("it is made of something"));
    match name {
        "String" | "str" => Kind::Text,
        "bool" => Kind::Flag,
        "usize" | "u8" | "u16" | "u32" | "u64" | "i32" | "i64" => Kind::Number,
        "Html" => Kind::Html,
        "OptionValue" => Kind::Setting,
        "Value" | "ExtraValue" => Kind::Any,
        "Option" => Kind::Maybe(last()),
        "Vec" => Kind::List(last()),
        "BTreeMap" | "Map" => Kind::Map(last()),
        "Shared" | "Box" | "Arc" => *last(),
        other => Kind::View(other.to_owned()),
    }
}
