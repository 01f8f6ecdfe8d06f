//! No client keeps the server from the others: not by silence, not by size, not by number, and
//! not even by using up what the system has.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use super::client::{
    ARCHIVE, Got, HANG, ask, get, options, request, rest, say, serve, serve_with,
    wait_for, wait_until_closed,
};

#[test]
fn hundreds_of_idle_connections_keep_nobody_waiting() {
    let server = serve_with(|limits| limits.head_time = Duration::from_secs(600));
    let address = server.address();
    let text = request("GET", "/page/", address, &[]);
    let half: Vec<TcpStream> = (0..200).map(|_| say(address, &text[..20])).collect();
    let mut kept = Vec::new();
    for _ in 0..200 {
        let mut stream = say(address, &text);
        assert_eq!(Got::from_bytes(&rest(&mut stream)).status, 200);
        kept.push(stream);
    }
    for _ in 0..50 {
        assert_eq!(get(address, "/page/", &[]).status, 200);
    }
    // They were only slow, and are answered when they go on.
    for mut stream in half {
        stream.write_all(&text.as_bytes()[20..]).expect("still open");
        assert_eq!(Got::from_bytes(&rest(&mut stream)).status, 200);
    }
    drop(kept);
}

#[test]
fn connections_that_ask_to_be_kept_open_starve_nobody() {
    let server = serve_with(|limits| limits.workers = 2);
    let address = server.address();
    let text = request("GET", "/page/", address, &[("Connection", "keep-alive")]);
    let mut kept: Vec<TcpStream> = (0..12).map(|_| say(address, &text)).collect();
    for stream in &mut kept {
        assert_eq!(Got::from_bytes(&rest(stream)).status, 200);
    }
    assert_eq!(get(address, "/page/", &[]).status, 200);
}

#[test]
fn who_is_too_slow_is_sent_away() {
    let server = serve_with(|limits| limits.head_time = Duration::from_millis(400));
    let address = server.address();
    let mut silent = say(address, "");
    let mut slow = say(address, "G");
    // Each byte alone is in time; the whole is not.
    let text = request("GET", "/page/", address, &[("X", &"x".repeat(100_000))]);
    let sent = text[1..].bytes().take_while(|byte| {
        sleep(Duration::from_millis(20));
        slow.write_all(&[*byte]).is_ok()
    });
    assert!(sent.take(1000).count() < 1000, "the server reads for ever");
    assert_eq!(rest(&mut silent), b"", "who says nothing is told nothing");
    let mut stalled = say(address, &text[..20]);
    assert_eq!(Got::from_bytes(&rest(&mut stalled)).status, 408);
}

#[test]
fn a_head_without_end_is_refused() {
    let server = serve(options());
    let address = server.address();
    for length in [17 * 1024, 64 * 1024, 500_000] {
        let text = request("GET", "/", address, &[("X", &"x".repeat(length))]);
        assert_eq!(ask(address, &text).status, 431, "{length}");
    }
    let endless = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(17 * 1024));
    assert_eq!(ask(address, &endless).status, 431);
    let text = request("GET", "/", address, &[("X", &"x".repeat(16_000))]);
    assert_eq!(ask(address, &text).status, 200);
}

#[test]
fn too_many_at_once_are_told_so() {
    let server = serve_with(|limits| limits.connections = 4);
    let address = server.address();
    let text = request("GET", "/page/", address, &[]);
    let held: Vec<TcpStream> = (0..4).map(|_| say(address, &text[..20])).collect();
    let busy = get(address, "/page/", &[]);
    assert_eq!(busy.status, 503);
    assert!(busy.text().contains("Too many connections"), "{}", busy.text());
    drop(held);
    wait_for("a free place", || get(address, "/page/", &[]).status == 200);
}

/// More clients than there are workers ask for a film and do not read it.
#[test]
fn who_does_not_read_keeps_nobody_waiting() {
    let server = serve_with(|limits| {
        limits.workers = 2;
        limits.write_time = Duration::from_secs(600);
    });
    let address = server.address();
    let text = request("GET", "/archive.mp4", address, &[]);
    let deaf: Vec<TcpStream> = (0..4).map(|_| say(address, &text)).collect();
    // Until the system takes no more for them.
    sleep(Duration::from_millis(500));
    for _ in 0..20 {
        assert_eq!(get(address, "/page/", &[]).status, 200);
    }
    drop(deaf);
}

#[test]
fn who_does_not_read_is_given_up() {
    let server = serve_with(|limits| limits.write_time = Duration::from_millis(300));
    let address = server.address();
    let mut deaf = say(address, &request("GET", "/archive.mp4", address, &[]));
    sleep(Duration::from_millis(1500));
    let mut bytes = Vec::new();
    let _ = deaf.read_to_end(&mut bytes);
    assert!(bytes.len() < ARCHIVE, "the rest was not kept for the client");
}

#[test]
fn a_stop_does_not_wait_for_clients() {
    let server = serve_with(|limits| {
        limits.head_time = Duration::from_secs(600);
        limits.write_time = Duration::from_secs(600);
    });
    let address = server.address();
    let text = request("GET", "/archive.mp4", address, &[]);
    let mut clients: Vec<TcpStream> = (0..5).map(|_| say(address, &text)).collect();
    clients.extend((0..5).map(|_| say(address, &text[..20])));
    clients.push(say(address, &request("GET", "/events", address, &[])));
    server.stop();
    clients.iter_mut().for_each(wait_until_closed);
    wait_for("the port to be free", || TcpListener::bind(address).is_ok());
}

/// The other half of the next test, in a process of its own with few file handles.
#[test]
#[ignore = "started by the next test"]
fn few_file_handles() {
    let server = serve_with(|limits| limits.head_time = Duration::from_secs(2));
    let address = server.address();
    for _ in 0..3 {
        let mut held = Vec::new();
        // Until the system has none left, for us or for the server.
        for _ in 0..200 {
            let Ok(mut stream) = TcpStream::connect_timeout(&address, HANG) else {
                break;
            };
            let text = request("GET", "/page/", address, &[]);
            if held.len() % 2 == 0 {
                let _ = stream.write_all(text.as_bytes());
            } else {
                let _ = stream.write_all(&text.as_bytes()[..20]);
            }
            held.push(stream);
        }
        assert!(held.len() < 200, "the handles do not run out");
        sleep(Duration::from_millis(300));
        drop(held);
        wait_for("the server to recover", || {
            TcpStream::connect(address).is_ok_and(|mut stream| {
                let text = request("GET", "/page/", address, &[]);
                let mut bytes = Vec::new();
                let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
                let _ = stream.write_all(text.as_bytes());
                let _ = stream.read_to_end(&mut bytes);
                bytes.starts_with(b"HTTP/1.1 200 ")
            })
        });
    }
}

#[cfg(unix)]
#[test]
fn the_server_survives_when_file_handles_run_out() {
    let own = std::env::current_exe().expect("this test has a file");
    let output = Command::new("sh")
        .args(["-c", "ulimit -n 48 && exec \"$0\" \"$@\""])
        .arg(own)
        .args(["--exact", "http::limits::few_file_handles", "--ignored"])
        .output()
        .expect("a shell");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
