//! Tables for the theme guide.
//!
//! In come the name of a part, out goes Markdown. Anchors are those that the headings of the
//! guide have.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use super::project;
use super::views::{Kind, View, views};

/// Everything that tables are made of.
pub(crate) struct Tables {
    views: Vec<View>,
    /// By the name of a view, the heading under which the guide has its table.
    headings: BTreeMap<String, String>,
}

/// A template and what its page shows.
struct Template {
    file: String,
    variable: String,
    view: String,
}

impl Tables {
    /// The tables for a guide.
    pub(crate) fn of(guide: &str) -> Self {
        let mut headings = BTreeMap::new();
        let mut last = "";
        for line in guide.lines() {
            let level = line.len() - line.trim_start_matches('#').len();
            if (2..=4).contains(&level) {
                last = line[level..].trim();
            }
            let view = line.strip_prefix("<!-- fields: ");
            if let Some(view) = view.and_then(|rest| rest.strip_suffix(" -->")) {
                headings.insert(view.to_owned(), last.to_owned());
            }
        }
        Self { views: views(), headings }
    }

    /// A generated part of the guide.
    pub(crate) fn part(&self, wanted: &str) -> String {
        match wanted.split_once(": ") {
            Some(("fields", view)) => self.fields(view),
            None if wanted == "templates" => self.templates(),
            None if wanted == "filters" => filters(),
            None if wanted == "options of campus" => options(),
            _ => panic!("docs/themes.md asks for “{wanted}”, which nobody writes"),
        }
    }

    fn fields(&self, name: &str) -> String {
        let view = self.views.iter().find(|view| view.name == name);
        let view = view.unwrap_or_else(|| panic!("docs/themes.md: no view {name}"));
        let mut table = String::from("\n| name | type | meaning |\n|---|---|---|\n");
        for field in &view.fields {
            let (name, kind) = (&field.name, self.kind(&field.kind));
            let about = sentence(&field.about);
            assert!(!about.is_empty(), "{}.{name} has no comment", view.name);
            let _ = writeln!(table, "| `{name}` | {kind} | {about} |");
        }
        table + "\n"
    }

    /// A view as a link to its table.
    fn link(&self, view: &str) -> String {
        let heading = self.headings.get(view);
        let heading =
            heading.unwrap_or_else(|| panic!("docs/themes.md has no table for {view}"));
        let is_kept = |c: &char| c.is_alphanumeric() || *c == '-' || *c == '_';
        let anchor: String =
            heading.to_lowercase().replace(' ', "-").chars().filter(is_kept).collect();
        format!("[{heading}](#{anchor})")
    }

    fn kind(&self, of: &Kind) -> String {
        match of {
            Kind::Text => "text".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Flag => "flag".to_owned(),
            Kind::Html => "HTML".to_owned(),
            Kind::Setting => "flag, number or text".to_owned(),
            Kind::Any => "any value".to_owned(),
            Kind::View(name) => self.link(name),
            Kind::Maybe(inner) => format!("{} or none", self.kind(inner)),
            Kind::List(inner) => format!("list of {}", self.kind(inner)),
            Kind::Map(inner) => format!("map of {}", self.kind(inner)),
        }
    }

    fn templates(&self) -> String {
        let mut table =
            String::from("\n| template | variable | what it holds |\n|---|---|---|\n");
        for Template { file, variable, view } in templates() {
            let link = self.link(&view_type(&view));
            let _ = writeln!(table, "| `{file}` | `{variable}` | {link} |");
        }
        table + "\n"
    }
}

/// A comment as it reads in a table: links of Rust become names.
fn sentence(comment: &str) -> String {
    let mut out = String::new();
    let mut rest = comment;
    while let Some((before, after)) = rest.split_once("[`") {
        let (link, behind) = after.split_once("`]").expect("a link ends");
        let field = link.rsplit("::").next().unwrap_or(link);
        let place = if link.starts_with("Head::") { "page." } else { "" };
        out += &format!("{before}`{place}{field}`");
        rest = behind;
    }
    (out + rest).replace('|', "\\|")
}

fn source(below: &str) -> String {
    fs::read_to_string(project(below)).expect("a source")
}

/// Pairs of texts that stand in a row of the code: `("home.html", "home", TemplateInput::Home(…`,
/// on one line or on several.
fn templates() -> Vec<Template> {
    let code = source("src/render/outputs/page.rs");
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(");
    let rows = code.split("(\"").skip(1).filter_map(|row| {
        let (file, rest) = row.split_once(".html\", \"")?;
        let (variable, rest) = rest.split_once("\", TemplateInput::")?;
        let view: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        (!file.contains('"')).then(|| Template {
            file: format!("{file}.html"),
            variable: variable.to_owned(),
            view,
        })
    });
    let mut templates: Vec<Template> = Vec::new();
    for row in rows {
        if !templates.iter().any(|known| known.file == row.file) {
            templates.push(row);
        }
    }
    assert!(templates.len() > 12, "the templates stand in src/render/outputs/page.rs");
    templates
}

/// What each variant of `TemplateInput` in `src/render/outputs/page.rs` holds.
fn view_type(variant: &str) -> String {
    let code = source("src/render/outputs/page.rs");
    let (_, rest) = code.split_once(&format!("    {variant}(")).expect("a variant");
    let inner = rest.split(')').next().expect("it ends");
    let inner = inner.trim_start_matches("Option<").trim_start_matches("Box<");
    inner.trim_end_matches('>').to_owned()
}

fn filters() -> String {
    let code = source("src/render/theme/templates.rs");
    let mut table =
        String::from("\n| filter | example, and what it gives |\n|---|---|\n");
    for rest in code.split("tera.register_filter(\"").skip(1) {
        let name = rest.split('"').next().expect("it ends");
        let (before, _) = code.split_once(&format!("\nfn {name}(")).expect("a function");
        let about: Vec<&str> = before
            .lines()
            .rev()
            .take_while(|line| line.starts_with("///") || line.starts_with('#'))
            .filter_map(|line| line.strip_prefix("/// "))
            .collect();
        let about: Vec<&str> = about.into_iter().rev().collect();
        let _ = writeln!(table, "| `{name}` | {} |", about.join(" ").replace('|', "\\|"));
    }
    table + "\n"
}

fn options() -> String {
    let manifest: toml::Table =
        toml::from_str(&source("themes/campus/theme.toml")).expect("a good theme.toml");
    let mut table =
        String::from("\n| option | values | default | meaning |\n|---|---|---|---|\n");
    for (name, about) in manifest["options"].as_table().expect("options") {
        let choices = about.get("choices").and_then(toml::Value::as_array);
        let values = match (choices, about["type"].as_str()) {
            (Some(choices), _) => {
                let all: Vec<String> =
                    choices.iter().map(|one| format!("`{one}`")).collect();
                all.join(", ")
            }
            (None, Some("flag")) => "`true`, `false`".to_owned(),
            (None, kind) => kind.unwrap_or_default().to_owned(),
        };
        let default = &about["default"];
        let meaning = about["description"].as_str().unwrap_or_default();
        let _ = writeln!(table, "| `{name}` | {values} | `{default}` | {meaning} |");
    }
    table + "\n"
}
