//! Which port is taken, and what is said if none can be.

use std::net::{Ipv4Addr, TcpListener};

use matrikel::base::language::Language;
use matrikel::base::refusal::Refusal;
use matrikel::preview_server::{
    Answer, Asked, Handler, PortChoice, Server, ServerOptions,
};

use super::client::{get, options, serve};

struct Nothing;

impl Handler for Nothing {
    fn answer(&self, _: &Asked) -> Answer {
        Answer::Events
    }
}

fn refused(port: PortChoice) -> Refusal {
    match Server::start(ServerOptions { port, ..options() }, Nothing) {
        Ok(server) => panic!("{} was free", server.address()),
        Err(refusal) => refusal,
    }
}

#[test]
fn a_port_that_was_named_is_taken_or_refused() {
    let first = serve(options());
    let port = first.address().port();
    let refusal = refused(PortChoice::Explicit(port));
    assert_eq!(refusal.name(), "port-taken");
    for language in Language::ALL {
        let (message, help) = refusal.text(language);
        assert!(message.contains(&port.to_string()), "{message}");
        assert!(help.contains("--port"), "{help}");
    }
    first.stop();
    let again = serve(ServerOptions { port: PortChoice::Explicit(port), ..options() });
    assert_eq!(again.address().port(), port);
}

#[test]
fn the_usual_port_moves_on_to_the_next_free_one() {
    let first = serve(options());
    let port = first.address().port();
    let choice = PortChoice::From(port);
    let second = serve(ServerOptions { port: choice, ..options() });
    let third = serve(ServerOptions { port: choice, ..options() });
    let [second_port, third_port] =
        [&second, &third].map(|server| server.address().port());
    assert!(port < second_port && second_port < third_port);
    assert!(third_port <= port.saturating_add(20));
    assert_eq!(get(third.address(), "/page/", &[]).status, 200);
}

#[test]
fn if_all_ports_are_taken_that_is_said() {
    // The last port has no next one, so that one listener takes them all.
    let last = TcpListener::bind((Ipv4Addr::LOCALHOST, u16::MAX));
    let refusal = refused(PortChoice::From(u16::MAX));
    assert_eq!(refusal.name(), "ports-taken");
    assert!(refusal.to_string().contains("65535"), "{refusal}");
    drop(last);
}

#[test]
fn other_machines_reach_a_shared_server_only() {
    let reaches = |share: bool| {
        let server = serve(ServerOptions { share, ..options() });
        // Every address of 127.0.0.0/8 is this machine, but only one is listened on.
        let other = (Ipv4Addr::new(127, 0, 0, 2), server.address().port());
        std::net::TcpStream::connect(other).is_ok()
    };
    assert!(!reaches(false));
    // Elsewhere there may be no second address of this machine.
    assert!(reaches(true) || !cfg!(target_os = "linux"));
}

#[test]
fn localhost_is_ours_by_both_kinds_of_address() {
    let server = serve(options());
    let port = server.address().port();
    let Ok(other) = TcpListener::bind(("::1", 0)) else {
        crate::tools::note("an address of the newer kind");
        return;
    };
    drop(other);
    assert!(
        TcpListener::bind(("::1", port)).is_err(),
        "another program could stand there"
    );
}
