//! Commands of the program: what they are called with, and how they are started.
//!
//! In come wishes, out goes what the real program ended with. Never gives it the caller's
//! environment.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use jiff::civil::Date;

/// What a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Withdraw(usize),
    Erase(usize),
    /// Of a day.
    Build(Date),
    /// One that writes no site.
    Other,
}

/// A command with its words.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) kind: Kind,
    pub(crate) words: Vec<String>,
}

impl Wish {
    pub(crate) fn new(kind: Kind, words: &[&str]) -> Self {
        Self { kind, words: words.iter().map(|word| (*word).to_owned()).collect() }
    }
}

/// How a command ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) said: String,
}

impl Ended {
    pub(crate) fn is_good(&self) -> bool {
        self.status == Some(0)
    }
}

/// Starts commands one after the other, so many milliseconds apart, and waits for all.
pub(crate) fn run(root: &Path, bound: bool, wishes: &[Wish], apart: u64) -> Vec<Ended> {
    let mut children = Vec::new();
    for wish in wishes {
        if !children.is_empty() {
            sleep(Duration::from_millis(apart));
        }
        let mut command = program(root, bound);
        command.args(&wish.words).stdout(Stdio::piped()).stderr(Stdio::piped());
        children.push(command.spawn().expect("the program can be started"));
    }
    let end = |child: std::process::Child| {
        let output = child.wait_with_output().expect("it ends");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        Ended { status: output.status.code(), said }
    };
    children.into_iter().map(end).collect()
}

/// The program; where the rights of files would not bind it, without what it owes that to.
fn program(root: &Path, bound: bool) -> Command {
    if !bound {
        return crate::support::program(root);
    }
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set=-all", "--inh-caps=-all"]);
    command.arg(env!("CARGO_BIN_EXE_matrikel"));
    command.current_dir(root).env_clear().stdin(Stdio::null());
    command
}
