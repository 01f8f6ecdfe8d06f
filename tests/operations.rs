//! The recipes of `docs/betrieb.md`, read by those who would have to follow them: systemd, a
//! shell, YAML, and the web servers' blocks by their shape.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The blocks of code in a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/betrieb.md");
    let text = fs::read_to_string(path).expect("the document");
    let found: Vec<String> = text
        .split(&format!("```{language}\n"))
        .skip(1)
        .map(|rest| rest.split("```").next().expect("an end").to_owned())
        .collect();
    assert!(!found.is_empty(), "no block {language}");
    found
}

#[test]
fn systemd_finds_nothing_wrong_with_its_units() {
    let [service, timer] = &blocks("ini")[..] else { panic!("a service and a timer") };
    if !crate::tools::is_here("systemd-analyze") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("alumni-nacht");
    fs::write(&script, "#!/bin/sh\n").expect("a file");
    make_executable(&script);
    // The program of the recipe is not on this machine; everything else is taken as it stands.
    let service =
        service.replace("/usr/local/bin/alumni-nacht", &script.display().to_string());
    let units = [("alumni.service", &service), ("alumni.timer", timer)];
    for (name, text) in units {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let verify = |names: &[&str]| {
        let paths = names.iter().map(|name| folder.path().join(name));
        let output = Command::new("systemd-analyze").arg("verify").args(paths).output();
        let output = output.expect("systemd-analyze");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let about = |line: &&str| line.contains("alumni");
        said.lines().filter(about).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(verify(&["alumni.service", "alumni.timer"]), [""; 0]);
    // It would find something.
    let wrong = timer.replace("OnCalendar=*-*-*", "OnCalendar=*-*-*-*");
    fs::write(folder.path().join("alumni.timer"), wrong).expect("a file");
    assert!(!verify(&["alumni.timer"]).is_empty());
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) {}

#[test]
fn the_line_for_cron_has_a_time_a_user_and_a_command() {
    let block = blocks("cron").remove(0);
    let line = block.lines().find(|line| !line.contains('=')).expect("a line");
    let parts: Vec<&str> = line.split_whitespace().collect();
    let [minute, hour, "*", "*", "*", "alumni", "/usr/local/bin/alumni-nacht"] =
        parts[..]
    else {
        panic!("{line}")
    };
    assert!(minute.parse::<u8>().is_ok_and(|minute| minute < 60));
    // Soon after midnight: consents end with the day.
    assert_eq!(hour, "0");
}

#[test]
fn the_pipeline_is_yaml_with_a_schedule() {
    let text = blocks("yaml").remove(0);
    let all: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
    let job = &all["website"];
    let script: Vec<&str> = job["script"]
        .as_sequence()
        .expect("a list")
        .iter()
        .filter_map(|l| l.as_str())
        .collect();
    assert!(job["rules"][0]["if"].as_str().is_some_and(|rule| rule.contains("schedule")));
    assert_eq!(script.len(), 7, "every line is a text");
    assert!(job.get("artifacts").is_none());
    shell(&script.join("\n"));
    shell(&blocks("sh")[0]);
}

/// A shell that reads without running.
fn shell(script: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("script");
    fs::write(&path, script).expect("a file");
    let output = Command::new("sh").arg("-n").arg(&path).output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in script.lines().filter(|line| line.trim_start().starts_with("rsync")) {
        assert!(line.contains("--delete"), "{line}");
    }
}

/// The script of the recipe with a program in place of `matrikel` and of `rsync`.
#[test]
fn a_mistake_in_a_file_holds_back_nothing_but_that_file() {
    // Whoever must not be online is out of the folder also if no site could be built.
    for (first, second, site, ends_with, uploads) in [
        (0, 9, true, 0, 2),
        (1, 0, true, 1, 2),
        (1, 1, true, 2, 2),
        (2, 0, true, 2, 2),
        (1, 1, false, 2, 0),
        (2, 0, false, 2, 0),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        if site {
            fs::create_dir(folder.path().join("public")).expect("a folder");
            fs::write(folder.path().join("public/.matrikel-site"), "").expect("a file");
        }
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).expect("a folder");
        let matrikel = format!(
            "#!/bin/sh\ncase \"$*\" in *--leave-out-broken*) exit {second};; esac\nexit {first}\n"
        );
        let log = folder.path().join("log");
        let rsync = format!("#!/bin/sh\necho \"$*\" >> {}\n", log.display());
        for (name, text) in [("matrikel", matrikel), ("rsync", rsync)] {
            fs::write(bin.join(name), text).expect("a file");
            make_executable(&bin.join(name));
        }
        let path = format!("{}:/usr/bin:/bin", bin.display());
        let here = format!("site={}", folder.path().display());
        let script = blocks("sh").remove(0).replace("site=/srv/alumni", &here);
        let ran = Command::new("sh").arg("-c").arg(&script).env("PATH", path).status();
        assert_eq!(ran.expect("a shell").code(), Some(ends_with), "{first} {second}");
        let said = fs::read_to_string(&log).unwrap_or_default();
        assert_eq!(said.lines().count(), uploads, "{first} {second}");
    }
}
