//! The names by which this server may be addressed.
//!
//! In come a host and an origin as a browser sends them, out goes whether they are this
//! server's. A website can let its own name resolve to this machine and then read what the preview
//! shows (DNS rebinding); but the browser still sends that name as `Host`, so such requests can be
//! refused. Never asks a name server.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The port of `http` that a browser leaves out.
const USUAL_PORT: u16 = 80;

/// The names of this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    port: u16,
    share: bool,
    names: Vec<String>,
}

impl Hosts {
    /// Names for a port. If shared, any IP address and the machine's `names` count too: an
    /// address, unlike a name, cannot be made to resolve here by anybody else.
    pub fn new(port: u16, share: bool, names: Vec<String>) -> Self {
        Self { port, share, names }
    }

    /// True for a `Host` of ours; a port may be left out.
    pub fn allows(&self, host: &str) -> bool {
        let (name, port) = split(host);
        port.is_none_or(|port| self.is_port(port)) && self.is_name(name)
    }

    /// True for an `Origin` of ours. Here the port must match: on another port listens another
    /// program.
    pub fn allows_origin(&self, origin: &str) -> bool {
        let Some(host) = origin.strip_prefix("http://") else { return false };
        let (name, port) = split(host);
        let same_port = port.map_or(self.port == USUAL_PORT, |port| self.is_port(port));
        same_port && self.is_name(name)
    }

    fn is_port(&self, text: &str) -> bool {
        text == self.port.to_string()
    }

    fn is_name(&self, name: &str) -> bool {
        let equals = |own: &str| own.eq_ignore_ascii_case(name);
        if ["localhost", "127.0.0.1", "[::1]"].into_iter().any(equals) {
            return true;
        }
        let six = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let is_address = six.map_or_else(
            || name.parse::<Ipv4Addr>().is_ok(),
            |six| six.parse::<Ipv6Addr>().is_ok(),
        );
        self.share && (is_address || self.names.iter().any(|own| equals(own)))
    }
}

/// Name and port; the colons of an IPv6 address stand in brackets.
fn split(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(share: bool) -> Hosts {
        Hosts::new(3000, share, vec!["pult.local".into()])
    }

    #[test]
    fn this_machine_is_ours_by_three_names() {
        let always = [
            "localhost",
            "localhost:3000",
            "LocalHost:3000",
            "127.0.0.1",
            "127.0.0.1:3000",
            "[::1]",
            "[::1]:3000",
        ];
        let shared = [
            "192.168.0.7:3000",
            "10.0.0.1",
            "[fe80::1]:3000",
            "pult.local",
            "PULT.local:3000",
        ];
        let never = [
            "",
            ":3000",
            "evil.example",
            "evil.example:3000",
            "localhost:3001",
            "localhost:",
            "localhost:03000",
            "localhost.",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.1",
            "2130706433",
            "user@localhost",
            "[::1",
            "::1",
            "[evil.example]",
            "192.168.0.7:80",
        ];
        for host in always {
            assert!(hosts(false).allows(host) && hosts(true).allows(host), "{host}");
        }
        for host in shared {
            assert!(!hosts(false).allows(host) && hosts(true).allows(host), "{host}");
        }
        for host in never {
            assert!(!hosts(false).allows(host) && !hosts(true).allows(host), "{host}");
        }
    }

    #[test]
    fn an_origin_is_ours_with_our_port_only() {
        assert!(hosts(false).allows_origin("http://localhost:3000"));
        for origin in [
            "null",
            "",
            "http://localhost",
            "http://localhost:8080",
            "https://localhost:3000",
            "http://evil.example:3000",
            "http://localhost:3000/",
        ] {
            assert!(!hosts(false).allows_origin(origin), "{origin}");
        }
        assert!(Hosts::new(80, false, Vec::new()).allows_origin("http://localhost"));
    }
}
