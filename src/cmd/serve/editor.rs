//! Links that open a file in the editor of whoever previews.
//!
//! In come a file and a place, out goes an address for the browser. No program is started from
//! here.

use std::path::{Path, PathBuf};

use crate::base::text::percent_encoded;

/// Addresses by the name of the editor.
const KNOWN: [(&str, &str); 6] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("jetbrains", "idea://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
];

/// How files are opened.
#[derive(Debug, Clone)]
pub(super) struct Editor {
    root: PathBuf,
    /// The address with `{path}`, `{line}` and `{column}`; `None` for no links.
    template: Option<String>,
}

impl Editor {
    /// By the name of an editor, `none`, or an address with `{path}`.
    pub(super) fn new(root: &Path, wanted: &str) -> Option<Self> {
        let known = KNOWN.iter().find(|(name, _)| *name == wanted);
        let template = match known {
            Some((_, template)) => Some((*template).to_owned()),
            None if wanted == "none" => None,
            None if wanted.contains("{path}") && opens_a_file(wanted) => {
                Some(wanted.to_owned())
            }
            None => return None,
        };
        // Without an absolute path an editor could not find the file.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Some(Self { root, template })
    }

    /// Names that may be asked for.
    pub(super) fn names() -> String {
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        format!("{}, none", names.join(", "))
    }

    /// The address that opens a file of the site.
    pub(super) fn link(
        &self,
        path: &str,
        line: Option<usize>,
        column: Option<usize>,
    ) -> Option<String> {
        let file = self.root.join(path);
        let file = in_address(file.to_str()?, cfg!(windows));
        let template = self.template.as_ref()?;
        let link = template
            .replace("{line}", &line.unwrap_or(1).to_string())
            .replace("{column}", &column.unwrap_or(1).to_string());
        Some(link.replace("{path}", &percent_encoded(&file, "/:")))
    }
}

/// True for an address with a scheme (RFC 3986, section 3.1) that does not run a script on the
/// page where the link stands.
fn opens_a_file(template: &str) -> bool {
    let Some((scheme, _)) = template.split_once(':') else { return false };
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
    let runs = |one: &str| one.eq_ignore_ascii_case(scheme);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(is_plain)
        && !["javascript", "data", "vbscript"].into_iter().any(runs)
}

/// An absolute path as it stands in an address. On Windows, `\\?\C:\site\a.md` is
/// `/C:/site/a.md`, and `\\?\UNC\server\site` is `//server/site`; elsewhere a backslash is part
/// of a name.
fn in_address(file: &str, windows: bool) -> String {
    if !windows {
        return file.to_owned();
    }
    let file = match file.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!("//{share}"),
        None => file.trim_start_matches(r"\\?\").to_owned(),
    };
    let file = file.replace('\\', "/");
    if file.starts_with('/') { file } else { format!("/{file}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_a_file_at_a_place() {
        let root = Path::new("/no where/site");
        let link =
            |wanted: &str| Editor::new(root, wanted)?.link("content/ä.md", Some(7), None);
        assert_eq!(
            link("vscode").as_deref(),
            Some("vscode://file/no%20where/site/content/%C3%A4.md:7:1")
        );
        assert_eq!(
            link("edit:{path}#{line}").as_deref(),
            Some("edit:/no%20where/site/content/%C3%A4.md#7")
        );
        assert_eq!(link("none"), None);
        assert!(Editor::new(root, "word").is_none());
    }

    #[test]
    fn a_link_never_runs_a_script() {
        let new = |wanted: &str| Editor::new(Path::new("/site"), wanted);
        for wanted in [
            "javascript:alert('{path}')",
            "JavaScript:alert(1)//{path}",
            " javascript:{path}",
            "java\tscript:{path}",
            "\u{1}javascript:{path}",
            "data:text/html,{path}",
            "vbscript:{path}",
            "{path}",
            "{path}:1",
            ":{path}",
            "//elsewhere/{path}",
        ] {
            assert!(new(wanted).is_none(), "{wanted}");
        }
        for wanted in ["x-edit:{path}", "http://localhost:63342/api/file{path}"] {
            assert!(new(wanted).is_some(), "{wanted}");
        }
    }

    #[test]
    fn a_path_of_windows_is_written_with_slashes() {
        for (path, windows, expected) in [
            (r"\\?\C:\site\a.md", true, "/C:/site/a.md"),
            (r"C:\site\a.md", true, "/C:/site/a.md"),
            (r"\\?\UNC\pult\site\a.md", true, "//pult/site/a.md"),
            (r"\\pult\site\a.md", true, "//pult/site/a.md"),
            (r"/site/a\b.md", false, r"/site/a\b.md"),
        ] {
            assert_eq!(in_address(path, windows), expected, "{path}");
        }
    }
}
