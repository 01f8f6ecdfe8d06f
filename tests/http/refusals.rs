//! Whom the server does not answer, and that it says so and goes on.

use matrikel::base::language::Language;

use super::client::{Got, ask, get, options, request, rest, say, serve};

#[test]
fn what_is_no_request_is_refused_at_once() {
    let server = serve(options());
    let address = server.address();
    let host = format!("Host: {address}\r\n");
    for (text, status) in [
        ("GET / HTTP/1.1\n\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\n{host}\n"), 400),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\n{host}{host}\r\n"), 400),
        (format!("GET /ä HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}X: \u{0}\r\n\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}X : y\r\n\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host} folded\r\n\r\n"), 400),
        (format!("GET /\r\n{host}\r\n"), 400),
        (format!("/ HTTP/1.1\r\n{host}\r\n"), 400),
        ("\u{16}\u{3}\u{1}".to_owned(), 400),
        (format!("GET / HTTP/2.0\r\n{host}\r\n"), 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 505),
        (format!("GET * HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET http://{address}/ HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET /../etc/passwd HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET /a%5c..%5cb HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET //evil.example/ HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET /%00 HTTP/1.1\r\n{host}\r\n"), 400),
        (format!("GET /%zz HTTP/1.1\r\n{host}\r\n"), 400),
        ("GET / HTTP/1.0\r\n\r\n".to_owned(), 421),
        (format!("GET / HTTP/1.0\r\n{host}\r\n"), 200),
        (format!("GET / HTTP/1.1\r\n{host}Upgrade: websocket\r\n\r\n"), 200),
    ] {
        let answer = ask(address, &text);
        assert_eq!(answer.status, status, "{text:?}\n{}", answer.head);
        assert_eq!(answer.header("Connection"), Some("close"), "{text:?}");
        let length = answer.header("Content-Length").expect("a length");
        assert_eq!(length, answer.body.len().to_string(), "{text:?}");
    }
}

#[test]
fn only_reading_is_allowed() {
    let server = serve(options());
    let address = server.address();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"]
    {
        let answer = ask(address, &request(method, "/", address, &[]));
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("Allow"), Some("GET, HEAD"), "{method}");
    }
}

/// The body is not read, and yet the answer arrives.
#[test]
fn who_sends_a_large_body_learns_why_not() {
    let server = serve(options());
    let address = server.address();
    let body = "x".repeat(300_000);
    let headers = [("Content-Length", "300000"), ("Expect", "100-continue")];
    let text = request("POST", "/", address, &headers) + &body;
    let answer = Got::from_bytes(&rest(&mut say(address, &text)));
    assert_eq!(answer.status, 405);
}

#[test]
fn a_foreign_name_or_page_is_sent_away() {
    let server = serve(options());
    let address = server.address();
    let port = address.port();
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        ("localhost".to_owned(), 200),
        (format!("[::1]:{port}"), 200),
        (format!("rebound.example:{port}"), 421),
        (format!("localhost:{}", port.wrapping_add(1)), 421),
        (format!("192.168.0.7:{port}"), 421),
        (format!("pult.local:{port}"), 421),
    ] {
        let answer = ask(address, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert_eq!(answer.status, status, "{host}");
        assert_eq!(answer.text().contains("DNS rebinding"), status == 421, "{host}");
    }
    let own = format!("http://localhost:{port}");
    for (headers, status) in [
        (vec![("Origin", own.as_str())], 200),
        (vec![("Origin", "https://evil.example")], 403),
        (vec![("Origin", "null")], 403),
        (vec![("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")], 403),
        (vec![("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")], 200),
        (vec![("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors")], 200),
    ] {
        assert_eq!(get(address, "/", &headers).status, status, "{headers:?}");
    }
}

#[test]
fn a_shared_server_is_known_by_addresses_and_its_name() {
    let mut options = options();
    options.share = true;
    options.names = vec!["pult.local".to_owned()];
    let server = serve(options);
    let address = server.address();
    let port = address.port();
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("192.168.0.7:{port}"), 200),
        (format!("[fe80::1]:{port}"), 200),
        (format!("pult.local:{port}"), 200),
        (format!("rebound.example:{port}"), 421),
    ] {
        let answer = ask(address, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert_eq!(answer.status, status, "{host}");
    }
}

#[test]
fn refusals_are_in_the_readers_language() {
    let mut options = options();
    options.language = Language::De;
    let server = serve(options);
    let answer = ask(server.address(), "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert!(answer.text().contains("fremde Website"), "{}", answer.text());
}
