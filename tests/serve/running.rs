//! A running preview and a client for it.
//!
//! In come a site and options, out go answers as bytes. The program ends with the value, so
//! that a failed test leaves nothing behind.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{SiteTest, TODAY, program};

/// For what should come at once. Only a hang takes that long.
pub(crate) const HANG: Duration = Duration::from_secs(60);

/// A running preview.
pub(crate) struct Running {
    child: Child,
    pub(crate) greeting: String,
    pub(crate) address: SocketAddr,
    stdout: Arc<Mutex<String>>,
    stderr: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Running {
    /// The preview of a site on the day of the tests, on any port, its first build done.
    pub(crate) fn start(site: &SiteTest, options: &[&str]) -> Self {
        let running = Self::just_started(site, &[&["--port", "0"], options].concat());
        until("the first build", || running.known("/")["state"] != "building");
        running
    }

    /// The preview as soon as it has said where it is.
    pub(crate) fn just_started(site: &SiteTest, options: &[&str]) -> Self {
        let mut child = program(site.root())
            .args(["serve", "--at", TODAY])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut greeting = String::new();
        stdout.read_line(&mut greeting).expect("UTF-8");
        let stderr = collect(child.stderr.take().expect("a pipe"));
        let stdout = collect(stdout);
        let host = greeting.split_once("http://").map(|(_, rest)| rest);
        let host = host.and_then(|rest| rest.split('/').next()).map(str::parse);
        let Some(Ok(address)) = host else {
            let _ = child.kill();
            panic!("no address: {greeting}{}", stderr.lock().expect("no panic there"));
        };
        Self { child, greeting, address, stdout, stderr }
    }

    /// What stands at an address.
    pub(crate) fn get(&self, target: &str) -> Got {
        let asked = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        self.ask(&asked)
    }

    /// What a request is answered with.
    pub(crate) fn ask(&self, request: &str) -> Got {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(HANG)).expect("a timeout");
        // Who is refused may be told before everything is said.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Got::from_bytes(&bytes)
    }

    /// What the browser side is told about a page.
    pub(crate) fn known(&self, path: &str) -> serde_json::Value {
        let got = self.get(&format!("/.matrikel/page?path={path}"));
        serde_json::from_slice(&got.body).expect("JSON")
    }

    /// Waits until a page of the site holds a text.
    #[track_caller]
    pub(crate) fn until_shows(&self, target: &str, text: &str) {
        until(&format!("{text} at {target}"), || self.get(target).text().contains(text));
    }

    /// Waits until an address has a status.
    #[track_caller]
    pub(crate) fn until_status(&self, target: &str, status: u16) {
        until(&format!("{status} at {target}"), || self.get(target).status == status);
    }

    /// What was said on stderr so far.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.lock().expect("no panic there").clone()
    }

    /// What was said on stdout after the greeting so far.
    pub(crate) fn stdout(&self) -> String {
        self.stdout.lock().expect("no panic there").clone()
    }

    /// Number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal and waits for the end; gives the exit status, `None` if it was killed.
    pub(crate) fn end_with(&mut self, signal: &str) -> Option<i32> {
        let sent = Command::new("kill").args([signal, &self.id().to_string()]).status();
        assert!(sent.expect("kill can be run").success());
        let mut status = None;
        until("the end", || {
            status = self.child.try_wait().expect("a child");
            status.is_some()
        });
        status.and_then(|status| status.code())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Got {
    fn from_bytes(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end
            .unwrap_or_else(|| panic!("no head: {:?}", bytes.escape_ascii().to_string()));
        let head = String::from_utf8(bytes[..end].to_vec()).expect("a head in ASCII");
        let status = head.get(9..12).and_then(|digits| digits.parse().ok());
        Self { status: status.expect("a status"), head, body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Waits until something holds.
#[track_caller]
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < HANG, "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn collect(stream: impl std::io::Read + Send + 'static) -> Arc<Mutex<String>> {
    let said = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&said);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            kept.lock().expect("no panic there").push_str(&(line + "\n"));
        }
    });
    said
}
