//! How it starts and ends: greeting, ports, options that are refused, signals.

use std::net::TcpListener;

use super::promise::small;
use super::running::{Running, until};
use crate::support::SiteTest;

#[test]
fn it_says_where_it_is_and_ends_in_order() {
    let site = small();
    for (signal, language, greeting, end) in [
        ("-INT", "de", "Vorschau: http://127.0.0.1:", "Vorschau beendet"),
        ("-TERM", "en", "Preview: http://127.0.0.1:", "preview ended"),
    ] {
        let mut running = Running::start(&site, &["--lang", language]);
        assert!(running.greeting.starts_with(greeting), "{}", running.greeting);
        assert_eq!(running.end_with(signal), Some(0), "{}", running.stderr());
        until("the last line", || running.stderr().ends_with(&format!("{end}\n")));
        assert!(!running.stderr().contains("panicked"), "{}", running.stderr());
    }
}

#[test]
fn it_can_be_ended_before_there_is_anything_to_see() {
    let site = small();
    for number in 0..2000 {
        let text = format!("---\ntitle: Seite {number}\n---\n{}", "Text. ".repeat(200));
        site.write(&format!("content/s{number}.md"), &text);
    }
    for signal in ["-INT", "-TERM"] {
        let mut running = Running::just_started(&site, &["--port", "0"]);
        let first = running.get("/seite/");
        assert_eq!(first.status, 503, "{}", first.text());
        assert!(first.text().contains("data-build=\"0\""), "{}", first.text());
        assert_eq!(running.end_with(signal), Some(0), "{}", running.stderr());
    }
}

#[test]
fn a_port_that_is_asked_for_is_that_one_or_none() {
    let site = small();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    for (language, part) in [("de", "Port"), ("en", "port")] {
        let ran = site.command(&["serve", "--port", &port, "--lang", language]);
        ran.ends_with(2);
        assert!(
            ran.stderr.contains(&port) && ran.stderr.contains(part),
            "{}",
            ran.stderr
        );
        assert_eq!(ran.stdout, "");
    }
    // Without a wish, the second preview takes the next free one.
    let first = Running::just_started(&site, &[]);
    let second = Running::just_started(&site, &[]);
    assert_ne!(first.address, second.address);
    let ports = first.address.port()..=first.address.port() + 20;
    assert!(ports.contains(&second.address.port()), "{}", second.address);
    drop(first);
}

#[test]
fn an_editor_that_nobody_knows_is_refused() {
    let site = small();
    for (language, part) in [("de", "keinen"), ("en", "editor")] {
        for wanted in
            ["wörd", "javascript:alert('{path}')", " javascript:{path}", "{path}"]
        {
            let ran = site.command(&["serve", "--editor", wanted, "--lang", language]);
            ran.ends_with(2);
            assert!(ran.stderr.contains("vscode"), "{}", ran.stderr);
            assert!(
                ran.stderr.to_lowercase().contains(part) || language == "de",
                "{}",
                ran.stderr
            );
            assert_eq!(ran.stdout, "", "it does not begin");
        }
    }
    let running = Running::start(&site, &["--editor", "edit://{path}#{line}"]);
    let open = running.known("/seite/")["files"][0]["open"].to_string();
    assert!(
        open.starts_with("\"edit:///") && open.ends_with("/content/seite.md#1\""),
        "{open}"
    );
    let running = Running::start(&site, &["--editor", "none"]);
    assert!(running.known("/seite/")["files"][0]["open"].is_null());
}

#[test]
fn no_folder_no_preview() {
    let site = SiteTest::empty();
    let ran = site.command(&["--root", "nowhere", "serve"]);
    assert!(ran.ends_with(2).stderr.contains("nowhere"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
}

#[test]
fn for_machines_every_line_of_stdout_is_a_document() {
    let site = small();
    let mut running = Running::start(&site, &["--format", "json"]);
    let greeting: serde_json::Value =
        serde_json::from_str(&running.greeting).expect("JSON");
    assert_eq!(greeting["address"], format!("http://{}/", running.address));
    site.write("content/seite.md", "---\ntitel: Seite\n---\n");
    until("the mistake", || running.stdout().contains("key-unknown"));
    site.write("content/seite.md", "---\ntitle: Seite\n---\nGut.\n");
    until("the end of it", || running.stdout().lines().count() > 1);
    assert_eq!(running.end_with("-INT"), Some(0));
    for line in running.stdout().lines() {
        let told: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(told["diagnostics"].is_array(), "{line}");
    }
}
