//! News for tabs: they arrive, a tab that comes back learns the last, and who leaves is gone.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use matrikel::preview_server::Server;

use super::client::{
    Got, get, options, read_until, request, rest, say, serve, serve_with, wait_for,
    wait_until_closed,
};

fn listen(address: SocketAddr) -> TcpStream {
    let accept = ("Accept", "text/event-stream");
    say(address, &request("GET", "/events", address, &[accept]))
}

/// A server whose tabs are looked after all the time.
fn lively() -> Server {
    serve_with(|limits| limits.heartbeat = Duration::from_millis(50))
}

#[test]
fn an_event_arrives_in_every_tab() {
    let server = serve(options());
    let mut tabs: Vec<TcpStream> = (0..3).map(|_| listen(server.address())).collect();
    for tab in &mut tabs {
        let head = read_until(tab, "retry: 500\n\n");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains("\r\nContent-Type: text/event-stream; charset=utf-8\r\n"));
        assert!(head.contains("\r\nCache-Control: no-store\r\n"), "{head}");
        assert!(!head.contains("event:"), "nothing has happened: {head}");
    }
    assert_eq!(server.events().count(), 3);
    server.events().send("build", "1");
    server.events().send("problem", "zwei\nZeilen, ö");
    for tab in &mut tabs {
        let text = read_until(tab, "Zeilen, ö\n\n");
        assert_eq!(
            text,
            "id: 1\nevent: build\ndata: 1\n\n\
             id: 2\nevent: problem\ndata: zwei\ndata: Zeilen, ö\n\n"
        );
    }
}

#[test]
fn a_tab_that_comes_back_learns_the_last_event() {
    let server = serve(options());
    server.events().send("build", "41");
    server.events().send("build", "42");
    let mut tab = listen(server.address());
    let text = read_until(&mut tab, "data: 42\n\n");
    assert!(text.contains("retry: 500\n\nid: 2\nevent: build\n"), "{text}");
    assert!(!text.contains("data: 41"), "{text}");
}

#[test]
fn a_quiet_stream_shows_signs_of_life() {
    let server = lively();
    let mut tab = listen(server.address());
    read_until(&mut tab, ":\n\n:\n\n:\n\n");
    server.events().send("build", "1");
    read_until(&mut tab, "data: 1\n\n");
}

#[test]
fn who_leaves_is_forgotten_and_leaves_no_thread() {
    let server = lively();
    let address = server.address();
    read_until(&mut listen(address), "retry: 500\n\n");
    wait_for("the first tab to be forgotten", || server.events().count() == 0);
    let before = threads();
    for _ in 0..10 {
        let mut tabs: Vec<TcpStream> = (0..20).map(|_| listen(address)).collect();
        for tab in &mut tabs {
            read_until(tab, "retry: 500\n\n");
        }
        assert_eq!(server.events().count(), 20);
        drop(tabs);
        wait_for("all tabs to be forgotten", || server.events().count() == 0);
    }
    // Other tests of this file run beside and have threads too, but not 200 for ever.
    wait_for("the threads to end", || threads() <= before + 40);
}

/// Long before the next sign of life would be written to it.
#[test]
fn a_tab_that_left_takes_no_place_at_the_door() {
    let server = serve_with(|limits| {
        limits.connections = 1;
        limits.heartbeat = Duration::from_secs(600);
    });
    let address = server.address();
    let mut tab = listen(address);
    read_until(&mut tab, "retry: 500\n\n");
    assert_eq!(get(address, "/page/", &[]).status, 503);
    drop(tab);
    wait_for("a free place", || get(address, "/page/", &[]).status == 200);
}

/// Threads of this process; where the system does not say, always the same. Linux does.
fn threads() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Threads:"));
    let threads = line.and_then(|number| number.trim().parse().ok()).unwrap_or(0);
    assert!(threads > 0 || !cfg!(target_os = "linux"), "{status}");
    threads
}

#[test]
fn too_many_tabs_are_told_so() {
    let server = serve_with(|limits| {
        limits.subscribers = 2;
        limits.heartbeat = Duration::from_secs(600);
    });
    let address = server.address();
    let mut tabs: Vec<TcpStream> = (0..2).map(|_| listen(address)).collect();
    for tab in &mut tabs {
        read_until(tab, "retry: 500\n\n");
    }
    assert_eq!(Got::from_bytes(&rest(&mut listen(address))).status, 503);
    assert_eq!(get(address, "/page/", &[]).status, 200);
}

#[test]
fn the_end_comes_after_the_last_event() {
    let server = serve(options());
    let mut tab = listen(server.address());
    read_until(&mut tab, "retry: 500\n\n");
    server.events().send("bye", "");
    server.events().close();
    assert_eq!(rest(&mut tab), b"id: 1\nevent: bye\ndata: \n\n");
    wait_for("all streams to end", || server.events().count() == 0);
    let late = Got::from_bytes(&rest(&mut listen(server.address())));
    assert_eq!(late.status, 503);
}

#[test]
fn a_stop_ends_the_streams() {
    let server = serve(options());
    let mut tab = listen(server.address());
    read_until(&mut tab, "retry: 500\n\n");
    let events = server.events().clone();
    server.stop();
    wait_until_closed(&mut tab);
    assert_eq!(events.count(), 0);
    events.send("build", "nobody is there any more");
}
