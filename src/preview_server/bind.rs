//! From the choice of a port to sockets that listen on it.
//!
//! In comes the choice, out come listeners or a refusal with what to do about it. Never takes
//! another port than the one that was named.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use super::options::PortChoice;
use crate::base::refusal::Refusal;

/// How many ports after the first one are tried.
const FURTHER: u16 = 20;

/// How often the system is asked for a free port: the one that it chooses for IPv4 may be taken
/// for IPv6.
const TRIES: usize = 8;

/// Listeners on one port: one, or one for each kind of address.
///
/// # Errors
/// If the port is taken, may not be used, or cannot be listened on for another reason.
pub(super) fn listen(
    choice: PortChoice,
    share: bool,
) -> Result<Vec<TcpListener>, Refusal> {
    match choice {
        PortChoice::Explicit(port) => {
            on(port, share).map_err(|error| refused(port, &error))
        }
        PortChoice::From(first) => {
            let last = first.saturating_add(FURTHER);
            for port in first..=last {
                match on(port, share) {
                    Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                    other => return other.map_err(|error| refused(port, &error)),
                }
            }
            Err(Refusal::new("ports-taken")
                .with("first", first.to_string())
                .with("last", last.to_string()))
        }
    }
}

fn refused(port: u16, error: &io::Error) -> Refusal {
    let name = match error.kind() {
        ErrorKind::AddrInUse => "port-taken",
        ErrorKind::PermissionDenied => "port-forbidden",
        _ => "port-fails",
    };
    Refusal::new(name).with("port", port.to_string()).because(error)
}

fn on(port: u16, share: bool) -> io::Result<Vec<TcpListener>> {
    let bind = if share { for_the_network } else { for_this_machine };
    for _ in 1..TRIES {
        match bind(port) {
            Err(error) if port == 0 && error.kind() == ErrorKind::AddrInUse => {}
            other => return other,
        }
    }
    bind(port)
}

/// IPv4 and, where there is one, IPv6: a browser that is told `localhost` may ask `[::1]`
/// first, and must not find another program there.
fn for_this_machine(port: u16) -> io::Result<Vec<TcpListener>> {
    let four = bind(IpAddr::V4(Ipv4Addr::LOCALHOST), port)?;
    match bind(IpAddr::V6(Ipv6Addr::LOCALHOST), four.local_addr()?.port()) {
        Ok(six) => Ok(vec![four, six]),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        // A machine without IPv6.
        Err(_) => Ok(vec![four]),
    }
}

/// `[::]` stands for IPv4 too on most systems, so that the second listener is not needed there
/// and not to be had.
fn for_the_network(port: u16) -> io::Result<Vec<TcpListener>> {
    let four = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    match bind(IpAddr::V6(Ipv6Addr::UNSPECIFIED), port) {
        Ok(six) => {
            let four = bind(four, six.local_addr()?.port());
            Ok(four.into_iter().chain([six]).collect())
        }
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok(vec![bind(four, port)?]),
    }
}

fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::new(address, port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;

    fn refusal(kind: ErrorKind) -> Refusal {
        refused(80, &io::Error::from(kind))
    }

    #[test]
    fn each_reason_has_its_own_advice() {
        for (kind, name) in [
            (ErrorKind::AddrInUse, "port-taken"),
            (ErrorKind::PermissionDenied, "port-forbidden"),
            (ErrorKind::AddrNotAvailable, "port-fails"),
        ] {
            let refusal = refusal(kind);
            assert_eq!(refusal.name(), name);
            for language in Language::ALL {
                let (message, help) = refusal.text(language);
                assert!(message.contains("80"), "{message}");
                assert!(!help.is_empty() && !message.contains('{'), "{message} {help}");
            }
        }
    }
}
