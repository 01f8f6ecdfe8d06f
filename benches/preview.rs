//! Measures how long an editor waits: from saving a file to the new text in the browser.
//!
//! `cargo bench --bench preview -- [PAGES] [EDITS]` starts the real program on a generated site,
//! saves a file, and requests a page over HTTP until it shows the change. Prints the median and the
//! 95th percentile for each kind of edit, including the 20 ms pause after which a burst of events
//! ends. The time that the program reports for its own work is printed next to it. `-- DIR [EDITS]`
//! takes a copy of that site, which must have the files that are edited, as those of
//! `compare.py --write` do.

#![expect(clippy::print_stdout, reason = "a benchmark is read on the terminal")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and the disk"
)]

mod corpus;
mod given;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// Name of the edit, the file, the text to replace in it, and the page that must show the change.
const EDITS: [(&str, &str, &str, &str); 5] = [
    ("an entry's body", "content/directory/p7.md", "", "/verzeichnis/p7/"),
    ("a portrait's title", "content/portraits/s7.md", "title: ", "/portraets/s7/"),
    (
        "the base template",
        "themes/campus/templates/base.html",
        "</body>",
        "/portraets/s7/",
    ),
    ("a stylesheet", "themes/campus/assets/campus.css", "", "/portraets/s7/"),
    ("a consent", "content/directory/p7.md", "until: 2036", "/verzeichnis/p7/"),
];

fn main() {
    let site = tempfile::tempdir().expect("a temporary folder");
    let given = given::copy(site.path());
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let pages = given.or_else(|| numbers.next()).unwrap_or(10_000);
    let edits = numbers.next().unwrap_or(50);
    if given.is_none() {
        corpus::write(site.path(), pages);
    }
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    for name in ["campus/templates/base.html", "campus/assets/campus.css"] {
        let to = site.path().join("themes").join(name);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(theme.join(name), to).expect("the theme");
    }
    let started = Instant::now();
    let server = Server::start(site.path());
    let first = server.until("/portraets/s7/", |page| page.contains("Geschichte 7"));
    println!(
        "{pages} pages; {:.0} ms from the start to the first page, {} MiB then",
        first.duration_since(started).as_secs_f64() * 1e3,
        server.memory()
    );
    println!(
        "| edit | median ms | 95th percentile | least | work in the program |\n\
         |---|--:|--:|--:|--:|"
    );
    sleep(Duration::from_secs(3));
    for kind in EDITS {
        measure(&server, site.path(), kind, edits);
    }
    println!("{} MiB at the end", server.memory());
}

fn measure(
    server: &Server,
    root: &Path,
    (name, file, wanted, page): (&str, &str, &str, &str),
    edits: usize,
) {
    let path = root.join(file);
    let old = fs::read_to_string(&path).expect("a file");
    let mut times = Vec::new();
    let mut own = Vec::new();
    for number in 0..edits {
        // Varying pauses, so as not to be in step with a timer of the program.
        sleep(Duration::from_millis(300 + (number as u64 * 37) % 200));
        server.forget();
        let mark = format!("marke{number}x");
        let new = match name {
            "an entry's body" => format!("{old}\n\n{mark}\n"),
            "a portrait's title" => old.replacen(wanted, &format!("title: {mark} "), 1),
            "the base template" => {
                old.replacen(wanted, &format!("<p hidden>{mark}</p></body>"), 1)
            }
            "a stylesheet" => format!("{old}\n.{mark} {{ color: red }}\n"),
            _ if number % 2 == 0 => old.replacen(wanted, "until: 2026", 1),
            _ => old.clone(),
        };
        let sheet = (name == "a stylesheet").then(|| server.sheet(page));
        let saved = Instant::now();
        fs::write(&path, new).expect("a file");
        let seen = server.until(page, |answer| match (name, &sheet) {
            (_, Some(sheet)) => sheet_of(answer).is_some_and(|now| now != *sheet),
            ("a consent", None) if number % 2 == 0 => answer.contains(" 404 "),
            ("a consent", None) => answer.contains(" 200 "),
            _ => answer.contains(&mark),
        });
        times.push(seen.duration_since(saved).as_secs_f64() * 1e3);
        own.extend(server.heard());
    }
    fs::write(&path, &old).expect("a file");
    sleep(Duration::from_millis(500));
    times.sort_by(f64::total_cmp);
    own.sort_by(f64::total_cmp);
    let of = |list: &[f64], part: usize| list.get(list.len() * part / 100).copied();
    println!(
        "| {name} | {:.0} | {:.0} | {:.0} | {:.0} |",
        of(&times, 50).unwrap_or(f64::NAN),
        of(&times, 95).unwrap_or(f64::NAN),
        times.first().copied().unwrap_or(f64::NAN),
        of(&own, 50).unwrap_or(f64::NAN),
    );
}

/// The address of the style sheet that a page uses.
fn sheet_of(page: &str) -> Option<String> {
    let at = page.find("assets/campus.")?;
    Some(page[at..].split('"').next()?.to_owned())
}

/// The running preview.
struct Server {
    child: Child,
    address: SocketAddr,
    lines: Receiver<String>,
}

impl Server {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_matrikel"))
            .args(["serve", "--port", "0", "--lang", "en", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut greeting = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut greeting).expect("a line");
        let address = greeting.trim().rsplit("http://").next().expect("an address");
        let address = address.trim_end_matches('/').parse().expect("an address");
        let (sender, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().expect("its reports"));
        spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, address, lines }
    }

    /// Head and body of a response.
    fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        if let Ok(mut stream) = TcpStream::connect(self.address) {
            let asked = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
            let _ = stream.write_all(asked.as_bytes());
            let _ = stream.read_to_end(&mut answer);
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// When a page first meets a condition; requests it until then.
    fn until(&self, path: &str, right: impl Fn(&str) -> bool) -> Instant {
        let patience = Instant::now() + Duration::from_secs(120);
        loop {
            if right(&self.get(path)) {
                return Instant::now();
            }
            assert!(Instant::now() < patience, "{path} never became right");
            sleep(Duration::from_millis(1));
        }
    }

    fn sheet(&self, page: &str) -> String {
        sheet_of(&self.get(page)).expect("the page has a style sheet")
    }

    fn forget(&self) {
        while self.lines.try_recv().is_ok() {}
    }

    /// The milliseconds of work that the program last reported.
    fn heard(&self) -> Option<f64> {
        let line = self.lines.recv_timeout(Duration::from_secs(5)).ok()?;
        line.split(" in ").nth(1)?.split(' ').next()?.parse().ok()
    }

    /// Resident memory in MiB.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
