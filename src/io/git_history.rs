//! What the version control still holds of some files.
//!
//! In come paths, out go the commits that touched them, as `git log` tells. Only reads: nothing
//! here changes a repository.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;

/// A commit that touched one of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commit {
    /// Its hash, shortened.
    pub hash: String,
    /// Its day, `2026-05-12`.
    pub day: String,
}

/// What the version control knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct History {
    /// Commits on all branches, newest first. Their messages are not shown: they may hold names.
    pub commits: Vec<Commit>,
    /// Path of the site folder in the repository, with a slash at the end; empty if it is the
    /// same.
    pub prefix: String,
    /// Names of the other places that may hold them too.
    pub remotes: Vec<String>,
}

/// Asks Git; `None` without Git or outside of a repository.
pub fn history(root: &Path, paths: &[String]) -> Option<History> {
    let mut log = vec!["log", "--all", "--full-history", "--format=%h %cs", "--"];
    log.extend(paths.iter().map(String::as_str));
    let commits = git(root, &log)?
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(hash, day)| Commit { hash: hash.to_owned(), day: day.to_owned() })
        .collect();
    let remotes = git(root, &["remote"])?.lines().map(ToOwned::to_owned).collect();
    let prefix = git(root, &["rev-parse", "--show-prefix"])?.trim_end().to_owned();
    Some(History { commits, prefix, remotes })
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    // Names with special characters mean themselves, and nobody is asked for anything.
    command.args(["--no-optional-locks", "--literal-pathspecs", "--no-pager"]);
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
