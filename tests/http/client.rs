//! A small site in memory on a real port, and a client that says exactly what it is told.
//!
//! In come bytes, out come bytes. The client hides nothing: no header of its own, no second
//! attempt.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use matrikel::base::language::Language;
use matrikel::preview_server::{
    Answer, Asked, Handler, Limits, Payload, PortChoice, Server, ServerOptions,
};

/// For what should come at once. Only a hang takes that long.
pub(crate) const HANG: Duration = Duration::from_secs(30);

/// What is at `/film.mp4`.
pub(crate) fn film() -> Vec<u8> {
    (0..=u8::MAX).collect::<Vec<u8>>().repeat(4096)
}

/// Bytes at `/archive.mp4`: more than the system takes for a client that does not read.
pub(crate) const ARCHIVE: usize = 64 << 20;

static ARCHIVED: LazyLock<Payload> =
    LazyLock::new(|| Payload::new("video/mp4", vec![0; ARCHIVE]));

/// A site of a few addresses.
pub(crate) struct Site {
    film: Payload,
}

impl Handler for Site {
    fn answer(&self, asked: &Asked) -> Answer {
        let text = "text/plain; charset=utf-8";
        Answer::Page(match asked.path.as_str() {
            "/" => Payload::new("text/html; charset=utf-8", *b"<p>0123456789</p>"),
            "/page/" => Payload::new("text/html; charset=utf-8", [b'x'; 8192]),
            "/kept.css" => {
                Payload::new("text/css; charset=utf-8", *b"p{}").kept_for_good()
            }
            "/film.mp4" => self.film.clone(),
            "/archive.mp4" => ARCHIVED.clone(),
            "/asked" => Payload::new(text, format!("{asked:?}").into_bytes()),
            "/events" => return Answer::Events,
            "/old" => return Answer::Redirect { location: "/page/?a=b".into() },
            "/split" => return Answer::Redirect { location: "/a\r\nX-Evil: 1".into() },
            // Without a message: the output of the tests stays readable.
            "/panic" => std::panic::resume_unwind(Box::new("on purpose")),
            _ => Payload::new(text, *b"not here").with_status(404),
        })
    }
}

/// The usual options, on any free port.
pub(crate) fn options() -> ServerOptions {
    ServerOptions {
        port: PortChoice::Explicit(0),
        share: false,
        names: Vec::new(),
        language: Language::En,
        secret: 0x0123_4567_89ab_cdef,
        limits: Limits::default(),
    }
}

/// The site, served.
pub(crate) fn serve(options: ServerOptions) -> Server {
    let film = Payload::new("video/mp4", film());
    Server::start(options, Site { film }).expect("a free port")
}

/// The site with limits of the test's choice.
pub(crate) fn serve_with(change: impl FnOnce(&mut Limits)) -> Server {
    let mut options = options();
    change(&mut options.limits);
    serve(options)
}

/// A connection that says `text`.
pub(crate) fn say(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(HANG)).expect("a timeout");
    stream.set_write_timeout(Some(HANG)).expect("a timeout");
    stream.write_all(text.as_bytes()).expect("the server reads");
    stream
}

/// An answer in its parts.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no head: {:?}", bytes.escape_ascii()));
        let head = String::from_utf8(bytes[..end].to_vec()).expect("a head in ASCII");
        let status = head.get(9..12).and_then(|digits| digits.parse().ok());
        Self { status: status.expect("a status"), head, body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }
}

/// Everything until the server closes the connection.
pub(crate) fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer to its end");
    bytes
}

/// Says `text` and reads the answer.
pub(crate) fn ask(address: SocketAddr, text: &str) -> Got {
    Got::from_bytes(&rest(&mut say(address, text)))
}

/// A request as a browser sends it, with further headers.
pub(crate) fn request(
    method: &str,
    target: &str,
    address: SocketAddr,
    headers: &[(&str, &str)],
) -> String {
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\n");
    for (name, value) in headers {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    text + "\r\n"
}

/// A page by its address.
pub(crate) fn get(address: SocketAddr, target: &str, headers: &[(&str, &str)]) -> Got {
    ask(address, &request("GET", target, address, headers))
}

/// Waits for something that comes soon.
#[track_caller]
pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < HANG, "waited in vain for {what}");
        sleep(Duration::from_millis(5));
    }
}

/// Reads until `end` has come.
#[track_caller]
pub(crate) fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut bytes = Vec::new();
    let mut piece = [0; 1024];
    loop {
        let length = match stream.read(&mut piece) {
            Ok(length) if length > 0 => length,
            other => panic!("{other:?} after {:?}", String::from_utf8_lossy(&bytes)),
        };
        bytes.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&bytes);
        if text.contains(end) {
            return text.into_owned();
        }
    }
}

/// Reads what is left; panics if the other side does not close the connection.
#[track_caller]
pub(crate) fn wait_until_closed(stream: &mut TcpStream) {
    let mut piece = vec![0; 64 * 1024];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return,
            Err(error) => panic!("still open: {error}"),
        }
    }
}
