//! `theme new`: creates a theme to start from.
//!
//! In comes a name, out goes a folder with the few files a theme needs, with comments on what to
//! do. Everything else comes from the built-in theme. Never touches an existing folder.

use std::fs;
use std::io;

use anyhow::Result;

use crate::base::refusal::Refusal;
use crate::base::slug::slugify;
use crate::cli::ReportFormat;
use crate::cmd::{Caller, print};

/// The files of a new theme, by path in its folder.
const FILES: [(&str, &str); 5] = [
    ("theme.toml", include_str!("new/theme.toml")),
    ("assets/own.css", include_str!("new/own.css")),
    ("templates/404.html", include_str!("new/404.html")),
    ("i18n/de.toml", include_str!("new/de.toml")),
    ("i18n/en.toml", include_str!("new/en.toml")),
];

pub(super) fn run(caller: &Caller<'_>, name: &str) -> Result<bool> {
    if !caller.root.join("config.toml").exists() {
        return Err(Refusal::about("no-site", caller.root).into());
    }
    if name.is_empty() || slugify(name) != name {
        let near = slugify(name);
        let near = if near.is_empty() { "mein-theme".to_owned() } else { near };
        let refusal = Refusal::new("theme-name").with("name", name).with("near", near);
        return Err(refusal.into());
    }
    let _lock = caller.lock()?;
    let folder = caller.path(&format!("themes/{name}"));
    // `campus` is the built-in theme; a folder of that name would override it.
    if folder.exists() || name == "campus" {
        return Err(Refusal::about("theme-exists", &folder).into());
    }
    let mut made = Vec::new();
    for (inner, text) in FILES {
        let path = folder.join(inner);
        let cannot = |error: &io::Error| Refusal::about("write", &path).because(error);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| cannot(&error))?;
        }
        fs::write(&path, text.replace("%NAME%", name)).map_err(|error| cannot(&error))?;
        made.push(path.display().to_string());
    }
    if caller.format == ReportFormat::Json {
        let line = serde_json::json!({ "created": made });
        return print(format!("{line}\n").as_bytes());
    }
    let next = caller.words().phrase("theme-next", &[("name", name)]);
    print(format!("{}\n\n{next}\n", made.join("\n")).as_bytes())
}
