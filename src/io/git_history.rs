//! Which commits still contain some files, according to Git.
//!
//! In come paths, out go the commits that touched them, from `git log`. Never changes a
//! repository.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;

/// A commit that touched one of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commit {
    /// Its abbreviated hash.
    pub hash: String,
    /// Its day, `2026-05-12`.
    pub day: String,
}

/// The history of some files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct History {
    /// Commits on all branches, newest first. Messages are left out, since they may hold names.
    pub commits: Vec<Commit>,
    /// Path of the site folder in the repository, with a trailing slash; empty if it is the root
    /// of the repository.
    pub prefix: String,
    /// Names of the remotes, which may hold the files too.
    pub remotes: Vec<String>,
}

/// Asks Git; `None` if it is not installed or the folder is not in a repository.
pub fn history(root: &Path, paths: &[String]) -> Option<History> {
    // All branches, without simplification: every commit that contains the data counts.
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
    // Paths are taken literally, and Git never waits for input.
    command.args(["--no-optional-locks", "--literal-pathspecs", "--no-pager"]);
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
