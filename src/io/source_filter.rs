//! Decides which names in a site folder are sources.
//!
//! In comes a name or a relative path, out goes yes or no. Loading and watching share these rules.
//! Never looks at the disk.

use std::ffi::OsStr;
use std::path::{Component, Path};

/// The file with the settings.
pub(super) const CONFIG: &str = "config.toml";

/// Folders with sources: texts, the register of consents, themes, the site's replacements for
/// files of a theme, and files for the root of the site.
pub(super) const FOLDERS: [&str; 7] =
    ["assets", "content", "i18n", "register", "static", "templates", "themes"];

/// The one hidden folder that is a source (RFC 8615).
const WELL_KNOWN: &str = "static/.well-known";

/// Prefixes of files that systems and editors create beside the real ones.
const BEGINNINGS: [&str; 3] = [".", "#", "~$"];

/// Suffixes of such files.
const ENDINGS: [&str; 9] =
    ["~", "#", ".swp", ".swo", ".swx", ".tmp", ".vsctmp", "___jb_tmp___", "___jb_old___"];

/// Complete names of such files. Vim writes `4913` to test whether a folder is writable.
const WHOLE: [&str; 3] = ["4913", "Thumbs.db", "desktop.ini"];

/// True for backup, swap and system files.
pub(super) fn is_ignored(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || WHOLE.contains(&&*name)
}

/// True for such a file at a relative path.
pub(super) fn is_ignored_at(below: &Path) -> bool {
    below != Path::new(WELL_KNOWN) && below.file_name().is_some_and(is_ignored)
}

/// True for a relative path where a source may be, or may have been.
pub(super) fn is_source(below: &Path) -> bool {
    if below == Path::new(CONFIG) {
        return true;
    }
    if let Ok(rest) = below.strip_prefix(WELL_KNOWN) {
        return rest.components().all(|part| is_plain(&part));
    }
    let mut parts = below.components();
    let first = parts.next();
    FOLDERS.iter().any(|folder| first == Some(Component::Normal(OsStr::new(folder))))
        && parts.all(|part| is_plain(&part))
}

fn is_plain(part: &Component<'_>) -> bool {
    matches!(part, Component::Normal(name) if !is_ignored(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_settings_content_and_themes_are_sources() {
        for source in [
            "config.toml",
            "content",
            "content/a/b.md",
            "themes/x/theme.toml",
            "templates/page.html",
            "assets/fonts/a.woff2",
            "i18n/de.toml",
            "register/k7f3-2m9q.jsonl",
            "static/CNAME",
            "static/.well-known",
            "static/.well-known/security.txt",
        ] {
            assert!(is_source(Path::new(source)), "{source}");
        }
        for other in [
            "",
            "public/index.html",
            ".matrikel/lock",
            "config.toml/x",
            "content/.git/HEAD",
            "content/../config.toml",
            "contents/a.md",
            "content/../templates/a.html",
            "content/a.md___jb_tmp___",
            "/content/a.md",
            "static/.htaccess",
            "static/a/.well-known/x",
            "static/.well-known/.hidden",
            ".well-known/security.txt",
        ] {
            assert!(!is_source(Path::new(other)), "{other}");
        }
    }
}
