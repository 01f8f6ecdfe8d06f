//! What a browser gets: pages, parts of them, and nothing it has already.

use std::io::Read as _;
use std::thread;

use super::client::{ask, film, get, options, request, say, serve, serve_with};

#[test]
fn a_page_arrives_whole_and_the_connection_ends() {
    let server = serve(options());
    let page = get(server.address(), "/page/", &[("Connection", "keep-alive")]);
    assert_eq!(page.status, 200);
    assert_eq!(page.body, [b'x'; 8192]);
    for (name, value) in [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", "8192"),
        ("Connection", "close"),
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "SAMEORIGIN"),
    ] {
        assert_eq!(page.header(name), Some(value), "{name}");
    }
    assert!(page.header("Date").is_some_and(|date| date.ends_with(" GMT")));
    assert_eq!(page.header("Transfer-Encoding"), None);
}

#[test]
fn the_handler_sees_what_was_asked_and_from_where() {
    let server = serve(options());
    let headers = [("X-Matrikel-Loopback", "0"), ("X-Matrikel-Secret", "0")];
    let asked = get(server.address(), "/%61sked?x=1&x=%C3%BC+2", &headers);
    let text = asked.text();
    assert!(text.contains("path: \"/asked\", raw_path: \"/%61sked\""), "{text}");
    assert!(text.contains("query: [(\"x\", \"1\"), (\"x\", \"ü 2\")]"), "{text}");
    assert!(text.contains("from_loopback: true"), "{text}");
}

#[test]
fn head_is_get_without_the_body() {
    let server = serve(options());
    let address = server.address();
    for target in ["/", "/page/", "/film.mp4", "/missing", "/old", "/a//b", "/panic"] {
        let get = ask(address, &request("GET", target, address, &[]));
        let head = ask(address, &request("HEAD", target, address, &[]));
        assert_eq!(head.body, b"", "{target}");
        assert_eq!(head.status, get.status, "{target}");
        let lines = |head: &str| -> Vec<String> {
            let lines = head.lines().filter(|line| !line.starts_with("Date: "));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(lines(&head.head), lines(&get.head), "{target}");
        let length = get.header("Content-Length").map(str::to_owned);
        assert_eq!(length, Some(get.body.len().to_string()), "{target}");
    }
    let events = ask(address, &request("HEAD", "/events", address, &[]));
    assert_eq!((events.status, events.body.len()), (200, 0));
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let server = serve(options());
    let address = server.address();
    let page = get(address, "/", &[]);
    let tag = page.header("ETag").expect("a tag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
        let again = get(address, "/", &[("If-None-Match", &known)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        assert_eq!(again.header("ETag"), Some(&*tag));
    }
    assert_eq!(get(address, "/", &[("If-None-Match", "\"old\"")]).status, 200);
    assert_eq!(get(address, "/missing", &[("If-None-Match", "*")]).status, 404);
    let kept = get(address, "/kept.css", &[]);
    assert_eq!(kept.header("Cache-Control"), Some("max-age=31536000, immutable"));
}

#[test]
fn a_film_is_sent_in_the_parts_that_are_asked_for() {
    let server = serve(options());
    let address = server.address();
    let (film, length) = (film(), film().len());
    let whole = get(address, "/film.mp4", &[]);
    assert!(whole.body == film, "the film is whole");
    assert_eq!(whole.header("Accept-Ranges"), Some("bytes"));
    let tag = whole.header("ETag").expect("a tag").to_owned();
    let part = |range: &str, tag: &str| {
        get(address, "/film.mp4", &[("Range", range), ("If-Range", tag)])
    };
    let middle = part("bytes=1000-1000999", &tag);
    assert_eq!(middle.status, 206);
    assert!(middle.body == film[1000..1_001_000], "the part is that of the film");
    let range = format!("bytes 1000-1000999/{length}");
    assert_eq!(middle.header("Content-Range"), Some(&*range));
    assert!(part("bytes=-10", &tag).body == film[length - 10..], "the end");
    assert_eq!(part("bytes=0-1", "\"old\"").status, 200);
    assert_eq!(part("bytes=0-1,5-6", &tag).status, 200);
    let beyond = get(address, "/film.mp4", &[("Range", "bytes=99999999-")]);
    assert_eq!((beyond.status, beyond.body.len()), (416, 0));
    assert_eq!(beyond.header("Content-Range"), Some(&*format!("bytes */{length}")));
}

#[test]
fn a_redirect_is_for_now_and_cannot_carry_a_header() {
    let server = serve(options());
    let old = get(server.address(), "/old", &[]);
    assert_eq!((old.status, old.header("Location")), (302, Some("/page/?a=b")));
    assert_eq!(old.header("Cache-Control"), Some("no-store"));
    assert_eq!(get(server.address(), "/split", &[]).header("X-Evil"), None);
}

#[test]
fn a_handler_that_panics_takes_nobody_with_it() {
    let server = serve_with(|limits| limits.workers = 2);
    let address = server.address();
    for _ in 0..10 {
        let answer = get(address, "/panic", &[]);
        assert_eq!(answer.status, 500);
        assert!(answer.text().contains("just reload"), "{}", answer.text());
    }
    assert_eq!(get(address, "/page/", &[]).status, 200);
}

/// Head and body leave in one piece, so that they are there at once. Two small pieces would be
/// held back 40 ms by the system, and 400 requests would take longer than a hang.
#[test]
fn a_page_is_there_with_its_head() {
    let server = serve(options());
    let address = server.address();
    let text = request("GET", "/page/", address, &[]);
    let mut whole = 0;
    let mut piece = vec![0; 64 * 1024];
    for _ in 0..100 {
        let mut stream = say(address, &text);
        let first = stream.read(&mut piece).expect("an answer");
        whole += usize::from(piece[..first].ends_with(&[b'x'; 8192]));
    }
    // A loaded machine may hand over half of a piece now and then.
    assert!(whole >= 90, "only {whole} of 100 came in one piece");
}

#[test]
fn many_browsers_at_once_get_their_own_page() {
    let server = serve(options());
    let address = server.address();
    thread::scope(|scope| {
        for number in 0..16 {
            scope.spawn(move || {
                for turn in 0..25 {
                    let target = format!("/asked?n={number}-{turn}");
                    let asked = get(address, &target, &[]);
                    let own = format!("\"{number}-{turn}\"");
                    assert!(asked.text().contains(&own), "{}", asked.text());
                }
            });
        }
    });
}
