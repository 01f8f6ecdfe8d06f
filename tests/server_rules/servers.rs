//! Real web servers on free ports of this machine, each for one test.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::SiteTest;

/// Programs and the settings that include ours.
pub(crate) const SERVERS: &[Server] = &[Server::Nginx, Server::Apache, Server::Caddy];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    Nginx,
    Apache,
    Caddy,
}

/// A server that ends with this value.
pub(crate) struct Running {
    server: Server,
    port: u16,
    child: Child,
    folder: tempfile::TempDir,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// All values of a header.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str()).collect()
    }
}

impl Server {
    fn program(self) -> Option<&'static str> {
        let places: &[&str] = match self {
            Self::Nginx => &["/usr/sbin/nginx", "/usr/local/sbin/nginx"],
            Self::Apache => &["/usr/sbin/apache2"],
            Self::Caddy => &["/usr/bin/caddy", "/usr/local/bin/caddy"],
        };
        places.iter().copied().find(|place| Path::new(place).is_file())
    }

    fn command(self, program: &str, config: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        match self {
            Self::Nginx => {
                command.arg("-p").arg(folder).arg("-c").arg(config).args(["-e", "stderr"])
            }
            Self::Apache => command.arg("-d").arg(folder).arg("-f").arg(config).arg("-X"),
            Self::Caddy => command
                .args(["run", "--adapter", "caddyfile", "--config"])
                .arg(config)
                .env("HOME", folder)
                .env("XDG_DATA_HOME", folder)
                .env("XDG_CONFIG_HOME", folder),
        };
        command
    }

    fn config(self, port: u16, root: &Path, rules: &Path) -> String {
        let (root, rules) = (root.display(), rules.display());
        match self {
            Self::Nginx => format!(
                "daemon off; master_process off; pid nginx.pid; error_log stderr;\n\
                 events {{ }}\n\
                 http {{ access_log off; client_body_temp_path a; proxy_temp_path b;\n\
                 fastcgi_temp_path c; uwsgi_temp_path d; scgi_temp_path e;\n\
                 include /etc/nginx/mime.types;\n\
                 server {{ listen 127.0.0.1:{port}; root {root};\n\
                 include {rules}/nginx.conf; }} }}\n"
            ),
            Self::Apache => {
                let modules = "/usr/lib/apache2/modules";
                let load = |name: &&str| {
                    format!("LoadModule {name}_module {modules}/mod_{name}.so\n")
                };
                let names = [
                    "mpm_event",
                    "authz_core",
                    "alias",
                    "dir",
                    "headers",
                    "mime",
                    "negotiation",
                ];
                let loads: String = names.iter().map(load).collect();
                format!(
                    "{loads}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile httpd.pid\n\
                     User www-data\nGroup www-data\nErrorLog error.log\n\
                     DefaultRuntimeDir .\nTypesConfig /etc/mime.types\n\
                     <VirtualHost 127.0.0.1:{port}>\nServerName localhost\nDocumentRoot {root}\n\
                     <Directory {root}>\nRequire all granted\n</Directory>\n\
                     Include {rules}/apache.conf\n</VirtualHost>\n"
                )
            }
            Self::Caddy => format!(
                "{{\nadmin off\nauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n\
                 root * {root}\nimport {rules}/Caddyfile\nfile_server\n}}\n"
            ),
        }
    }
}

impl Running {
    /// Starts a server with the includes of a site; `None` if it is not installed.
    pub(crate) fn start(server: Server, site: &SiteTest, base: &str) -> Option<Self> {
        let Some(program) = server.program() else {
            crate::tools::missing(&format!("{server:?}"));
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        // A server may run as somebody else.
        open_to_all(folder.path());
        open_to_all(site.root());
        let root = if base == "/" {
            site.path("public")
        } else {
            let root = folder.path().join("root");
            let below = root.join(base.trim_matches('/'));
            fs::create_dir_all(below.parent().expect("a parent")).expect("a folder");
            copy(&site.path("public"), &below);
            root
        };
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|free| free.local_addr())
            .expect("a free port")
            .port();
        let config = folder.path().join("config");
        fs::write(&config, server.config(port, &root, &site.path("server")))
            .expect("a file");
        let log = fs::File::create(folder.path().join("log")).expect("a file");
        let child = server
            .command(program, &config, folder.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .expect("the server can be started");
        let mut running = Self { server, port, child, folder };
        running.wait();
        Some(running)
    }

    fn wait(&mut self) {
        let end = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            let ended = self.child.try_wait().expect("a status");
            let log = || {
                let read = |name| fs::read_to_string(self.folder.path().join(name));
                read("log").unwrap_or_default() + &read("error.log").unwrap_or_default()
            };
            assert!(ended.is_none(), "{:?} ended\n{}", self.server, log());
            assert!(Instant::now() < end, "{:?} does not answer\n{}", self.server, log());
            std::thread::sleep(Duration::from_millis(20));
        }
        // What a server finds odd about the include is a mistake of ours.
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let odd = ["[warn]", "[emerg]", "AH00"].iter().any(|word| log.contains(word));
        assert!(!odd, "{:?}\n{log}", self.server);
    }

    pub(crate) fn name(&self) -> String {
        format!("{:?}", self.server)
    }

    /// Asks for a path exactly as it is written.
    pub(crate) fn get(&self, path: &str) -> Answer {
        let mut stream =
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time-out");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        answer(&bytes)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Answer { status: status.parse().expect("a number"), headers, body: body.to_owned() }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("the site");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

#[cfg(unix)]
fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let all = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder, all).expect("permissions");
}

#[cfg(not(unix))]
fn open_to_all(_folder: &Path) {}
