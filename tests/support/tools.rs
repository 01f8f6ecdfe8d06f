//! Programs and rights that a test needs, and that a machine may lack.
//!
//! In comes what a test is about to use, out goes whether it is here. What is missing fails the
//! test where `MATRIKEL_TOOLS=required` says that all must be there, as `tests/run.sh` does;
//! elsewhere a note says what nobody has looked at. No test is passed over in silence.
#![expect(clippy::print_stderr, reason = "a test that is passed over says so")]
#![expect(clippy::disallowed_methods, reason = "only disk and environment can tell")]

use std::process::Command;

/// Set for the process that runs a test a second time, where rights bind it.
const BOUND: &str = "MATRIKEL_TEST_IS_BOUND";

/// True if a program can be started.
pub(crate) fn is_here(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output();
    let here = found.is_ok_and(|output| output.status.success());
    if !here {
        missing(program);
    }
    here
}

/// Fails the test if this machine must have everything, else says what was not looked at.
pub(crate) fn missing(what: &str) {
    let required = std::env::var("MATRIKEL_TOOLS").is_ok_and(|value| value == "required");
    assert!(!required, "{what} is not on this machine");
    note(what);
}

/// Says what was not looked at, where no machine can be asked to have it.
pub(crate) fn note(what: &str) {
    eprintln!("not looked at: {what} is not on this machine");
}

/// Says a line of what goes on, for somebody who follows one case.
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}

/// The one random case that is wished for.
pub(crate) fn wished_seed() -> Option<u64> {
    std::env::var("MATRIKEL_SEED").ok()?.parse().ok()
}

/// Runs a test of this binary where the rights of files bind it, and says whether it has run
/// there. It has not if they bind this process already: then the caller goes on by itself.
///
/// The superuser may read and write everything; without the capabilities that say so, it may not.
#[cfg(unix)]
pub(crate) fn ran_where_rights_bind(test: &str) -> bool {
    if rights_bind() {
        return false;
    }
    assert!(std::env::var_os(BOUND).is_none(), "rights bind nobody on this machine");
    if !is_here("setpriv") {
        return true;
    }
    let own = std::env::current_exe().expect("this test has a file");
    let output = Command::new("setpriv")
        .args(["--bounding-set=-all", "--inh-caps=-all"])
        .arg(own)
        .args(["--exact", test, "--nocapture"])
        .env(BOUND, "1")
        .output()
        .expect("the test can be started");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{test}, where rights bind:\n{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    true
}

/// True where a folder that may not be written cannot be written.
#[cfg(unix)]
pub(crate) fn rights_bind() -> bool {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let allow = |mode| fs::set_permissions(folder.path(), Permissions::from_mode(mode));
    allow(0o555).expect("it is ours");
    let bind = fs::write(folder.path().join("x"), "").is_err();
    allow(0o755).expect("it is ours");
    bind
}

/// Both ways lead to an answer: what is here is found, what nobody has is not.
#[cfg(unix)]
#[test]
fn what_is_here_is_told_from_what_is_not() {
    assert!(is_here("ls") || !cfg!(target_os = "linux"));
    let none = Command::new("matrikel-nobody-has-this").arg("--version").output();
    assert!(none.is_err());
    // Whoever runs this: in the end the test has run where rights bind.
    let name = "tools::what_is_here_is_told_from_what_is_not";
    if !ran_where_rights_bind(name) {
        assert!(rights_bind());
    }
}
