//! What goes wrong in a site folder, and how it is put right again.
//!
//! In come a folder and choices, out goes a breakage that can be undone without touching what the
//! program has written since. Never breaks the output folder itself.

use std::fs;
use std::path::{Path, PathBuf};

use super::chance::Chance;

/// Something that is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Breakage {
    pub(crate) what: String,
    undo: Undo,
}

#[derive(Debug, Clone)]
enum Undo {
    /// Take these bytes out of a file.
    Without(PathBuf, Vec<u8>),
    Remove(PathBuf),
    /// Give a file its name back.
    Rename(PathBuf, PathBuf),
    Writable(PathBuf),
    Nothing,
}

/// The kinds, with how often each is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Slip,
    Marker,
    Latin,
    Settings,
    Template,
    Data,
    Menu,
    Photo,
    Rules,
    Readonly,
    CutCache,
    NoCache,
}

const KINDS: [Kind; 16] = [
    Kind::Slip,
    Kind::Slip,
    Kind::Slip,
    Kind::Marker,
    Kind::Latin,
    Kind::Latin,
    Kind::Settings,
    Kind::Template,
    Kind::Template,
    Kind::Data,
    Kind::Menu,
    Kind::Photo,
    Kind::Rules,
    Kind::Readonly,
    Kind::CutCache,
    Kind::NoCache,
];

/// Breaks something; `None` if there is nothing of that kind to break. `own` are the files of
/// those who are gone, which are hit more often than chance would. Rights are taken away only
/// where they bind the program.
pub(crate) fn break_something(
    root: &Path,
    own: &[PathBuf],
    rights_bind: bool,
    chance: &mut Chance,
) -> Option<Breakage> {
    let kind = chance.of(&KINDS);
    let number = chance.below(1_000_000);
    match kind {
        Kind::Slip => {
            let slip = chance.of(&[
                format!("emial{number}: x\n"),
                format!("title{number}: [\n"),
                format!("x{number}: a: b\n"),
                format!("\tx{number}: tab\n"),
                format!("\"x{number}\n"),
            ]);
            // Behind the first line, and behind the first key at times.
            insert(root, own, slip.into_bytes(), chance)
        }
        Kind::Marker => {
            let marker = format!("<<<<<<< HEAD\n=======\n>>>>>>> z{number}\n");
            insert(root, own, marker.into_bytes(), chance)
        }
        Kind::Latin => {
            let bytes =
                [b"M\xFCll".as_slice(), number.to_string().as_bytes(), b"\n"].concat();
            insert(root, own, bytes, chance)
        }
        Kind::Settings => {
            let slip = chance.of(&[
                format!("titel{number} = 1\n"),
                format!("[[[{number}\n"),
                format!("x{number} = \"\n"),
                format!("consnt{number} = {{}}\n"),
            ]);
            prepend(root, "config.toml", slip)
        }
        Kind::Template => {
            let name = chance.of(&[
                "base.html",
                "page.html",
                "person.html",
                "404.html",
                "event.html",
            ]);
            let text = chance.of(&[
                "{% if %}",
                "{{ nobody.knows(",
                "{% extends \"nothing.html\" %}",
                "{{ page.none.deep }}",
            ]);
            let path = root.join("templates").join(name);
            if path.exists() {
                return None;
            }
            fs::create_dir_all(path.parent()?).ok()?;
            fs::write(&path, text).ok()?;
            Some(Breakage {
                what: format!("templates/{name} is {text}"),
                undo: Undo::Remove(path),
            })
        }
        Kind::Data => {
            let name = chance.of(&["contacts.yaml", "photos.yaml", "faculties.yaml"]);
            let text = chance.of(&[
                format!("- id: [x{number}\n"),
                format!("- unknown{number}: 1\n"),
                format!(": : x{number}\n"),
                format!("<<<<<<< x{number}\n"),
            ]);
            prepend(root, &format!("content/{name}"), text)
        }
        Kind::Menu => {
            let entry = format!("[[menu]]\npage = \"nirgends-{number}\"\n");
            let path = root.join("config.toml");
            let mut text = fs::read(&path).ok()?;
            text.extend_from_slice(entry.as_bytes());
            fs::write(&path, text).ok()?;
            let undo = Undo::Without(path, entry.into_bytes());
            Some(Breakage { what: "the menu leads nowhere".into(), undo })
        }
        Kind::Photo => {
            let photos = files(&root.join("content"), "png");
            let photo = pick(&photos, chance)?;
            let away = photo.with_extension("weg");
            fs::rename(&photo, &away).ok()?;
            Some(Breakage {
                what: told("is missing", root, &photo),
                undo: Undo::Rename(away, photo),
            })
        }
        Kind::Rules => {
            let name = chance.of(&["nginx.conf", "apache.conf", "Caddyfile"]);
            let path = root.join("server").join(name);
            fs::create_dir_all(path.parent()?).ok()?;
            fs::write(&path, "# by hand\n").ok()?;
            Some(Breakage {
                what: format!("server/{name} is somebody else's"),
                undo: Undo::Remove(path),
            })
        }
        Kind::Readonly if rights_bind => {
            let name = chance.of(&["register", "server"]);
            let path = root.join(name);
            fs::create_dir_all(&path).ok()?;
            writable(&path, false);
            Some(Breakage {
                what: format!("{name}/ is read-only"),
                undo: Undo::Writable(path),
            })
        }
        Kind::Readonly => None,
        Kind::CutCache => {
            let all: Vec<PathBuf> = walkdir::WalkDir::new(root.join(".matrikel"))
                .sort_by_file_name()
                .into_iter()
                .filter_map(Result::ok)
                .filter(|entry| entry.file_type().is_file())
                .map(walkdir::DirEntry::into_path)
                .filter(|path| path.file_name().is_some_and(|name| name != "lock"))
                .collect();
            let path = pick(&all, chance)?;
            let bytes = fs::read(&path).ok()?;
            let cut = match chance.below(3) {
                0 => bytes[..bytes.len() / 2].to_vec(),
                1 => vec![0; bytes.len()],
                _ => Vec::new(),
            };
            fs::write(&path, cut).ok()?;
            Some(Breakage { what: told("is cut", root, &path), undo: Undo::Nothing })
        }
        Kind::NoCache => {
            fs::remove_dir_all(root.join(".matrikel")).ok()?;
            Some(Breakage { what: ".matrikel is gone".into(), undo: Undo::Nothing })
        }
    }
}

impl Breakage {
    /// Puts it right.
    pub(crate) fn mend(&self) {
        match &self.undo {
            Undo::Without(path, bytes) => {
                let Ok(text) = fs::read(path) else { return };
                if let Some(at) = memchr::memmem::find(&text, bytes) {
                    let rest = [&text[..at], &text[at + bytes.len()..]].concat();
                    fs::write(path, rest).expect("it is ours");
                }
            }
            Undo::Remove(path) => {
                let _ = fs::remove_file(path);
            }
            // What somebody has erased meanwhile stays away.
            Undo::Rename(away, photo) => {
                let _ = fs::rename(away, photo);
            }
            Undo::Writable(path) => writable(path, true),
            Undo::Nothing => {}
        }
    }

    /// True if it lasts until it is mended.
    pub(crate) fn lasts(&self) -> bool {
        !matches!(self.undo, Undo::Nothing)
    }
}

#[cfg(unix)]
fn writable(path: &Path, yes: bool) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if yes { 0o755 } else { 0o555 };
    let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn writable(_: &Path, _: bool) {}

fn told(what: &str, root: &Path, path: &Path) -> String {
    format!("{} {what}", path.strip_prefix(root).unwrap_or(path).display())
}

fn pick(all: &[PathBuf], chance: &mut Chance) -> Option<PathBuf> {
    (!all.is_empty()).then(|| chance.of(all))
}

/// Files of a kind below a folder, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect()
}

/// Puts bytes into a content file, at the beginning of its data or at its end.
fn insert(
    root: &Path,
    own: &[PathBuf],
    bytes: Vec<u8>,
    chance: &mut Chance,
) -> Option<Breakage> {
    let all = files(&root.join("content"), "md");
    let path = if own.is_empty() || chance.below(2) == 0 {
        pick(&all, chance)?
    } else {
        chance.of(own)
    };
    let text = fs::read(&path).ok()?;
    // Behind the opening line of the data.
    let at = match chance.below(3) {
        0 if bytes.starts_with(b"M") || bytes.starts_with(b"<") => text.len(),
        1 => memchr::memmem::find(&text, b"\nconsent:\n").map_or(4, |at| at + 1),
        _ => 4,
    };
    let whole = [&text[..at], &bytes, &text[at..]].concat();
    fs::write(&path, whole).ok()?;
    let what = format!("{} has {}", told("", root, &path).trim(), bytes.escape_ascii());
    Some(Breakage { what, undo: Undo::Without(path, bytes) })
}

fn prepend(root: &Path, file: &str, slip: String) -> Option<Breakage> {
    let path = root.join(file);
    let text = fs::read(&path).ok()?;
    fs::write(&path, [slip.as_bytes(), &text].concat()).ok()?;
    let what = format!("{file} has {}", slip.trim_end());
    Some(Breakage { what, undo: Undo::Without(path, slip.into_bytes()) })
}
