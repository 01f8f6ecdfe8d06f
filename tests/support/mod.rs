//! One builder for every whole-program test: a site in a temporary folder.
//!
//! In come files as text, out go outputs and diagnostics of a build in process, or what the
//! real program said and did. The folder goes when the value is dropped.
#![allow(dead_code, reason = "each test file uses its own part of the builder")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use matrikel::base::code::Code;
use matrikel::base::diagnostic::Diagnostic;
use matrikel::base::output::{Content, Recipe};
use matrikel::base::social_card::CardRecipe;
use matrikel::base::source::Snapshot;
use matrikel::engine::{Build, Request, build};
use matrikel::io::load::load;

/// The day on which most tests build.
pub(crate) const TODAY: &str = "2026-11-24";

/// The five keys that a site needs.
pub(crate) const CONFIG: &str = "title = \"Probe\"\nbase_url = \"https://alumni.example.org/\"\n\
    languages = [\"de\", \"en\"]\ntheme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n";

/// A site in a temporary folder.
pub(crate) struct SiteTest {
    root: tempfile::TempDir,
}

impl SiteTest {
    /// A site with settings and no content.
    pub(crate) fn new() -> Self {
        let site = Self::empty();
        site.write("config.toml", CONFIG);
        site
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { root: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A copy of the sample site that the project ships.
    pub(crate) fn sample() -> Self {
        let site = Self::empty();
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["config.toml", "content"] {
            for entry in walkdir::WalkDir::new(project.join(part)).sort_by_file_name() {
                let entry = entry.expect("the sample site can be read");
                let below = entry.path().strip_prefix(project).expect("it lies below");
                if entry.file_type().is_file() {
                    let bytes = fs::read(entry.path()).expect("a file");
                    site.write_bytes(below.to_str().expect("UTF-8"), &bytes);
                }
            }
        }
        site
    }

    /// The site folder.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// A path below the site folder.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    /// Writes a file and the folders it needs.
    pub(crate) fn write(&self, below: &str, text: &str) -> &Self {
        self.write_bytes(below, text.as_bytes())
    }

    /// Writes a file of any bytes.
    pub(crate) fn write_bytes(&self, below: &str, bytes: &[u8]) -> &Self {
        let path = self.path(below);
        let folder = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("folders can be made");
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{below}: {error}"));
        self
    }

    /// Removes a file or folder.
    pub(crate) fn remove(&self, below: &str) -> &Self {
        let path = self.path(below);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.unwrap_or_else(|error| panic!("{below}: {error}"));
        self
    }

    /// The text of a file of the site.
    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below))
            .unwrap_or_else(|error| panic!("{below}: {error}"))
    }

    /// Writes a tiny photo that carries `secret` in its metadata, with a place.
    pub(crate) fn photo(&self, below: &str, secret: &str) -> &Self {
        self.write_bytes(below, &jpeg(secret))
    }

    /// What a load of the folder gives.
    pub(crate) fn snapshot(&self, day: &str) -> Snapshot {
        load(self.root(), day.parse().expect("a day")).expect("the folder can be loaded")
    }

    /// Builds in process.
    pub(crate) fn build_on(&self, day: &str) -> Built {
        self.build_with(day, &Request::default())
    }

    /// Builds in process with wishes.
    pub(crate) fn build_with(&self, day: &str, request: &Request) -> Built {
        let snapshot = self.snapshot(day);
        Built { build: build(&snapshot, request), snapshot, root: self.root().to_owned() }
    }

    /// Runs the real program in the site folder, with an environment of its own.
    pub(crate) fn command(&self, arguments: &[&str]) -> Ran {
        self.command_with(arguments, &[])
    }

    /// Like [`Self::command`], with variables.
    pub(crate) fn command_with(
        &self,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Ran {
        let mut command = program(self.root());
        command.args(arguments).envs(variables.iter().copied());
        let output = command.output().expect("the program can be run");
        Ran {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        }
    }

    /// Every file below a folder of the site, with its bytes.
    pub(crate) fn tree(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.path(below))
    }
}

/// The real program, in a folder, without the caller's environment and without input.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matrikel"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

/// Everything that is written on a card.
fn words_of(card: &CardRecipe) -> String {
    let day = card.day.as_ref().map(|day| format!("{} {}", day.day, day.month));
    let more = [card.above.clone(), card.below.clone(), day].into_iter().flatten();
    let words = [card.title.clone(), card.site.clone()].into_iter().chain(more);
    words.collect::<Vec<_>>().join("\n")
}

/// Every file below a folder, with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let below = entry.path().strip_prefix(folder).ok()?.to_str()?.to_owned();
            Some((below, fs::read(entry.path()).ok()?))
        })
        .collect()
}

/// What the real program did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// The exit status, with everything that was said if it is another one.
    #[track_caller]
    pub(crate) fn ends_with(&self, status: i32) -> &Self {
        assert_eq!(
            self.status,
            Some(status),
            "\nstdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }
}

/// What a build in process gave.
pub(crate) struct Built {
    pub(crate) build: Build,
    pub(crate) snapshot: Snapshot,
    root: PathBuf,
}

impl Built {
    /// Paths of all outputs.
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.build
            .outputs
            .0
            .keys()
            .map(matrikel::base::output::OutputPath::as_str)
            .collect()
    }

    /// True if there is such an output.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.build.outputs.0.keys().any(|own| own.as_str() == path)
    }

    /// Every output that is bytes, copies included, and the words of social cards; pictures are recipes until they are made.
    pub(crate) fn all_bytes(&self) -> BTreeMap<&str, Vec<u8>> {
        self.build
            .outputs
            .0
            .iter()
            .filter_map(|(path, content)| {
                let bytes = match content {
                    Content::Bytes(bytes) => bytes.to_vec(),
                    Content::Copy(source, _) => {
                        fs::read(self.root.join(source.as_str())).expect("a source")
                    }
                    Content::Picture(_) | Content::Stored(_) => return None,
                    Content::Card(card) => words_of(card).into_bytes(),
                };
                Some((path.as_str(), bytes))
            })
            .collect()
    }

    /// The pictures to make.
    pub(crate) fn recipes(&self) -> Vec<&Recipe> {
        let recipes = self.build.outputs.0.values().filter_map(|content| match content {
            Content::Picture(recipe) => Some(&**recipe),
            _ => None,
        });
        recipes.collect()
    }

    /// The social cards to draw for pages of their own.
    pub(crate) fn cards(&self) -> Vec<&CardRecipe> {
        let own = |card: &&CardRecipe| card.above.is_some() || card.day.is_some();
        self.all_cards().into_iter().filter(own).collect()
    }

    /// The social cards to draw, that of the site in each language among them.
    pub(crate) fn all_cards(&self) -> Vec<&CardRecipe> {
        let cards = self.build.outputs.0.values().filter_map(|content| match content {
            Content::Card(card) => Some(&**card),
            _ => None,
        });
        cards.collect()
    }

    /// The text of an output.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        let all = self.all_bytes();
        let bytes = all.get(path).unwrap_or_else(|| {
            panic!(
                "no {path} among {:#?}\n{}",
                all.keys().collect::<Vec<_>>(),
                self.report()
            )
        });
        String::from_utf8(bytes.clone()).expect("UTF-8")
    }

    /// Every page, by path.
    pub(crate) fn pages(&self) -> BTreeMap<&str, String> {
        self.all_bytes()
            .into_iter()
            .filter(|(path, _)| is_page(path))
            .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8")))
            .collect()
    }

    /// All diagnostics.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.build.diagnostics
    }

    /// Names of the codes of all errors.
    pub(crate) fn errors(&self) -> Vec<&'static str> {
        let errors = self.diagnostics().iter().filter(|one| one.is_error());
        errors.map(|one| one.code.name()).collect()
    }

    /// True if something of this kind was said.
    pub(crate) fn says(&self, code: Code) -> bool {
        self.diagnostics().iter().any(|one| one.code == code)
    }

    /// Everything that was said, for the message of a failed test.
    pub(crate) fn report(&self) -> String {
        let mut text = String::new();
        for one in self.diagnostics() {
            let _ = writeln!(
                text,
                "{}[{}] {:?} {:?}",
                one.severity.name(),
                one.code.name(),
                one.place,
                one.arguments
            );
        }
        text
    }

    /// Panics unless there is no error.
    #[track_caller]
    pub(crate) fn is_good(&self) -> &Self {
        assert_eq!(self.errors(), [""; 0], "\n{}", self.report());
        self
    }
}

/// True for a page.
pub(crate) fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "html")
}

/// A JPEG of 8 × 8 pixels whose EXIF holds a position and `secret`, and whose comment holds
/// `secret` too.
pub(crate) fn jpeg(secret: &str) -> Vec<u8> {
    let mut plain = Cursor::new(Vec::new());
    let shade = secret.bytes().fold(0, u8::wrapping_add);
    image::RgbImage::from_pixel(8, 8, image::Rgb([shade, 90, 40]))
        .write_to(&mut plain, image::ImageFormat::Jpeg)
        .expect("a small picture can be encoded");
    let plain = plain.into_inner();
    let mut bytes = plain[..2].to_vec();
    push_segment(&mut bytes, 0xE1, &exif(secret));
    push_segment(&mut bytes, 0xFE, secret.as_bytes());
    bytes.extend_from_slice(&plain[2..]);
    bytes
}

fn push_segment(bytes: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).expect("a short segment");
    bytes.extend([0xFF, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend_from_slice(content);
}

/// TIFF with two directories: a description, and a position 51° north, 12° east.
fn exif(secret: &str) -> Vec<u8> {
    let text = format!("{secret}\0");
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = Vec::new();
        bytes.extend(tag.to_be_bytes());
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(value.to_be_bytes());
        bytes
    };
    let number = |length: usize| u32::try_from(length).expect("a short text");
    // Directories stand at 8 and at 38, their values behind them.
    let values_at = 38 + 2 + 4 * 12 + 4;
    let mut bytes = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    bytes.extend(2_u16.to_be_bytes());
    bytes.extend(entry(0x010E, 2, number(text.len()), number(values_at + 48)));
    bytes.extend(entry(0x8825, 4, 1, 38));
    bytes.extend(0_u32.to_be_bytes());
    bytes.extend(4_u16.to_be_bytes());
    bytes.extend(entry(1, 2, 2, u32::from_be_bytes(*b"N\0\0\0")));
    bytes.extend(entry(2, 5, 3, number(values_at)));
    bytes.extend(entry(3, 2, 2, u32::from_be_bytes(*b"E\0\0\0")));
    bytes.extend(entry(4, 5, 3, number(values_at + 24)));
    bytes.extend(0_u32.to_be_bytes());
    for value in [51_u32, 1, 20, 1, 23, 1, 12, 1, 22, 1, 41, 1] {
        bytes.extend(value.to_be_bytes());
    }
    bytes.extend(text.as_bytes());
    bytes
}

/// A start tag or the like in a page: its name and its attributes, entities resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Every start tag of a page, in order. Knows as much of HTML as our own pages need: quoted
/// attributes, comments, and that scripts and styles hold no tags.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (tag, after) = one_tag(rest);
        rest = after;
        if ["script", "style"].contains(&tag.name.as_str()) {
            let end = rest.find(&format!("</{}", tag.name)).unwrap_or(rest.len());
            rest = &rest[end..];
        }
        found.push(tag);
    }
    found
}

fn one_tag(text: &str) -> (Tag, &str) {
    let name_end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let (name, mut rest) = text.split_at(name_end.unwrap_or(text.len()));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            break;
        }
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        let end = rest.find(|c: char| "=>/".contains(c) || c.is_ascii_whitespace());
        let (attribute, after) = rest.split_at(end.unwrap_or(rest.len()));
        let (value, after) = match after.strip_prefix('=') {
            None => ("", after),
            Some(value) => {
                if let Some(quoted) = value.strip_prefix('"') {
                    quoted.split_once('"').unwrap_or((quoted, ""))
                } else {
                    let end = value.find(|c: char| c == '>' || c.is_ascii_whitespace());
                    value.split_at(end.unwrap_or(value.len()))
                }
            }
        };
        attributes.push((attribute.to_ascii_lowercase(), unescaped(value)));
        rest = after;
    }
    (Tag { name: name.to_ascii_lowercase(), attributes }, rest)
}

/// Text with its entities resolved, numbered ones included.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let found = end.and_then(|end| Some((entity(&rest[1..end])?, end)));
        if let Some((c, end)) = found {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#').map(|digits| {
        match digits.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => digits.parse().ok(),
        }
        .and_then(char::from_u32)
    });
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => number?,
    }
}
