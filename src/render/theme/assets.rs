//! Files beside the pages: style sheets, fonts, icons, downloads.
//!
//! In come the theme's assets and what texts link to, out go output files whose names carry a
//! hash of their content, so that browsers may keep them for ever. A name never tells where
//! the file came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::digest::Digest;
use crate::base::output::{Content, OutputPath};
use crate::base::source::SitePath;
use crate::publish::site::Site;

/// A file of the theme.
pub(crate) struct ThemeFile<'s> {
    pub(crate) path: SitePath,
    pub(crate) content: FileContent<'s>,
    /// True for a file that is inside the program: no editor can open it.
    pub(crate) built_in: bool,
}

/// What is in a file of the theme.
pub(crate) enum FileContent<'s> {
    /// Text from the site or the program.
    Text(&'s str),
    /// Bytes from the program.
    Bytes(&'static [u8]),
    /// Bytes that stay on the disk.
    OnDisk(crate::base::digest::Digest),
}

/// A theme's assets.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Published file name by the name in the theme.
    pub(crate) names: BTreeMap<String, String>,
    /// The files to write.
    pub(crate) files: BTreeMap<OutputPath, Content>,
}

/// Name of a file that a text links to.
pub(crate) fn download_name(digest: Digest, extension: &str) -> String {
    format!("{}.{extension}", digest.short())
}

/// Takes the assets of a theme. Style sheets come last, since they name other assets.
pub(crate) fn assets<'f>(
    files: impl Iterator<Item = (&'f str, &'f ThemeFile<'f>)>,
) -> Assets {
    let mut assets = Assets::default();
    let (sheets, others): (Vec<_>, Vec<_>) = files
        .filter_map(|(inner, file)| Some((inner.strip_prefix("assets/")?, file)))
        .partition(|(name, _)| is_sheet(name));
    for (name, file) in others {
        let (content, digest) = match &file.content {
            FileContent::Text(text) => bytes(text.as_bytes()),
            FileContent::Bytes(all) => bytes(all),
            FileContent::OnDisk(digest) => {
                (Content::Copy(file.path.clone(), *digest), *digest)
            }
        };
        assets.add(name, digest, content);
    }
    for (name, file) in sheets {
        if let FileContent::Text(text) = &file.content {
            let (content, digest) =
                bytes(rewritten(text, name, &assets.names).as_bytes());
            assets.add(name, digest, content);
        }
    }
    assets
}

/// True for a style sheet.
pub(crate) fn is_sheet(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("css"))
}

fn bytes(all: &[u8]) -> (Content, Digest) {
    (Content::Bytes(Arc::from(all)), Digest::of(all))
}

impl Assets {
    fn add(&mut self, name: &str, digest: Digest, content: Content) {
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let published = format!(
            "{}.{}.{extension}",
            crate::base::slug::slugify(stem),
            digest.short()
        );
        if let Some(path) = OutputPath::new(&format!("assets/{published}")) {
            self.names.insert(name.to_owned(), published);
            self.files.insert(path, content);
        }
    }
}

/// A style sheet with the published names in its `url(…)`.
fn rewritten(css: &str, sheet: &str, names: &BTreeMap<String, String>) -> String {
    let folder = sheet.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("url(") {
        let (before, after) = rest.split_at(start + 4);
        out.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let written = after[..end].trim().trim_matches(['"', '\'']);
        let wanted = match folder {
            "" => written.trim_start_matches("./").to_owned(),
            folder => format!("{folder}/{}", written.trim_start_matches("./")),
        };
        match names.get(&wanted) {
            // All assets lie in one folder, so that the name alone is enough.
            Some(name) => out.push_str(name),
            None => out.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// Files that published texts link to, and the logo.
pub(crate) fn downloads(site: &Site) -> BTreeMap<OutputPath, Content> {
    site.downloads
        .iter()
        .map(|(path, file)| (path, file.digest))
        .chain(site.logo.iter().map(|(path, digest)| (path, *digest)))
        .filter_map(|(path, digest)| {
            let name = download_name(digest, &path.extension());
            let output = OutputPath::new(&format!("assets/{name}"))?;
            Some((output, Content::Copy(path.clone(), digest)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_name_other_assets_by_their_published_names() {
        let names = BTreeMap::from([("a.svg".to_owned(), "a.0123.svg".to_owned())]);
        assert_eq!(
            rewritten(
                "x{b:url( \"./a.svg\" )} y{b:url(data:x)} z{b:url(",
                "c.css",
                &names
            ),
            "x{b:url(a.0123.svg)} y{b:url(data:x)} z{b:url("
        );
    }
}
