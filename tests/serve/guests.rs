//! Who is not trusted: guests of a shared preview, foreign websites, clients that behave oddly.

use std::io::Write as _;
use std::net::TcpStream;

use super::promise::small;
use super::running::{Running, until};

#[test]
fn guests_learn_no_names_of_files_and_no_messages() {
    let site = small();
    site.write("content/kaputt.md", "---\ntitle: Geheim\nx: \"offen\n---\nAuszug.\n");
    site.write("content/geheim.md", "---\ntitle: Geheimsache\ndraft: true\n---\n");
    let running = Running::start(&site, &["--share"]);
    let mut told = String::new();
    for target in [
        "/.matrikel/page?path=/",
        "/.matrikel/page?path=/seite/",
        "/.matrikel/page?path=/kaputt/",
        "/.matrikel/page?path=/geheim/",
        "/.matrikel/page?path=/geheim/&view=drafts",
        "/.matrikel/problems",
        "/kaputt/",
    ] {
        let text = running.get(target).text();
        // The words of the preview stand between the address and the rest.
        told.push_str(text.split_once("\"words\"").map_or(&*text, |(before, _)| before));
        told.push_str(text.split_once("\"exists\":").map_or("", |(_, rest)| rest));
    }
    for secret in ["content/", ".md", "Geheim", "offen", "Auszug", "vscode"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    assert_eq!(running.known("/seite/")["state"], "good", "elsewhere all is well");
    site.write("content/seite.md", "---\ntitle: \"Seite\n---\n");
    until("word of it", || running.known("/seite/")["state"] == "broken");
    let mut stream = TcpStream::connect(running.address).expect("it listens");
    let events =
        format!("GET /.matrikel/events HTTP/1.1\r\nHost: {}\r\n\r\n", running.address);
    stream.write_all(events.as_bytes()).expect("it reads");
    let mut said = String::new();
    until("the last event", || {
        let mut piece = [0; 4096];
        let length = std::io::Read::read(&mut stream, &mut piece).expect("it writes");
        said.push_str(&String::from_utf8_lossy(&piece[..length]));
        said.contains("\n\nid: ") || said.contains("}\n\n")
    });
    assert!(said.contains("\"saved\":[]"), "{said}");
}

#[test]
fn other_names_and_other_sites_learn_nothing() {
    let site = small();
    for (options, address) in [(&[][..], 421), (&["--share"], 200)] {
        let running = Running::start(&site, options);
        let port = running.address.port();
        let ask = |host: &str, more: &str| {
            let request =
                format!("GET /.matrikel/page HTTP/1.1\r\nHost: {host}\r\n{more}\r\n");
            running.ask(&request).status
        };
        assert_eq!(ask(&format!("localhost:{port}"), ""), 200);
        assert_eq!(ask(&format!("boese.example:{port}"), ""), 421);
        assert_eq!(ask(&format!("192.0.2.7:{port}"), ""), address);
        let own = format!("127.0.0.1:{port}");
        assert_eq!(ask(&own, "Origin: http://boese.example\r\n"), 403);
        assert_eq!(ask(&own, "Origin: http://127.0.0.1:1\r\n"), 403);
        assert_eq!(
            ask(&own, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"),
            403
        );
        assert_eq!(ask(&own, &format!("Origin: http://127.0.0.1:{port}\r\n")), 200);
    }
}

#[test]
fn odd_addresses_are_answered_and_harm_nobody() {
    let site = small();
    site.write("geheim.txt", "Das steht nicht in der Website.");
    let running = Running::start(&site, &[]);
    let long = "a".repeat(12_000);
    for target in [
        "/.matrikel/page?path=%00",
        "/.matrikel/page?path=../../etc/passwd",
        "/.matrikel/page?path=/../geheim.txt",
        "/.matrikel/page?path=",
        "/.matrikel/page?path=%FF%FE",
        "/.matrikel/page?path=/seite/&view=9999-12-31",
        "/.matrikel/page?path=/seite/&view=-009999-01-01",
        "/.matrikel/page",
        "/.matrikel/",
        "/.matrikel/nothing",
        "/.matrikel/../geheim.txt",
        "/../geheim.txt",
        "/geheim.txt",
        "/config.toml",
        "/content/seite.md",
        "/%2e%2e/geheim.txt",
        "/..%2fgeheim.txt",
        "/assets/../geheim.txt",
        "/assets/%00",
        "/%",
        "//seite/",
        "/seite//",
        "/seite/?view=9999-12-31",
        "/seite/?view=-009999-01-01",
        "/seite/?view=drafts,drafts,drafts,,,,",
        "/%3Cscript%3Ealert(1)%3C/script%3E/",
        "/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E/",
        &format!("/{long}/"),
        &format!("/.matrikel/page?path=/{long}/"),
        &format!("/seite/?view={long}"),
    ] {
        let got = running.get(target);
        let text = got.text();
        assert!(got.status < 500 && got.status >= 200, "{target}: {} {text}", got.status);
        assert!(!text.contains("steht nicht in der Website"), "{target}");
        assert!(
            !text.contains("<script>alert") && !text.contains("<img src=x"),
            "{target}: {text}"
        );
        assert!(!text.contains("root:"), "{target}");
    }
    assert_eq!(running.get("/seite/").status, 200);
    assert!(!running.stderr().contains("panicked"), "{}", running.stderr());
}

/// Clients that open connections and say little cannot keep others out for longer than a head
/// may take.
#[test]
fn many_connections_do_not_keep_a_page_away() {
    let site = small();
    let running = Running::start(&site, &[]);
    let open = |text: &str| {
        let mut stream = TcpStream::connect(running.address).expect("it listens");
        // Who is refused may find the connection closed.
        let _ = stream.write_all(text.as_bytes());
        stream
    };
    let whole = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nConnection: keep-alive\r\n\r\n",
        running.address
    );
    let kept: Vec<TcpStream> = (0..200).map(|_| open(&whole)).collect();
    // More than there may be at once.
    let half: Vec<TcpStream> = (0..300).map(|_| open("GET /seite/ HT")).collect();
    until("a page", || {
        let mut stream = TcpStream::connect(running.address).expect("it listens");
        let asked = format!("GET /seite/ HTTP/1.1\r\nHost: {}\r\n\r\n", running.address);
        let mut bytes = Vec::new();
        let _ = stream.write_all(asked.as_bytes());
        let _ = std::io::Read::read_to_end(&mut stream, &mut bytes);
        bytes.starts_with(b"HTTP/1.1 200 ")
    });
    drop((kept, half));
    site.write("content/seite.md", "---\ntitle: Seite\n---\nDanach.\n");
    running.until_shows("/seite/", "Danach.");
}
