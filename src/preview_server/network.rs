//! The address under which other machines of the network reach this one.
//!
//! In comes nothing, out goes the address from which the system would send to the network. No
//! packet is sent for it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// An address of the block for documentation (RFC 5737): no machine has it, but the route to it is
/// the one to every machine outside.
const OUTSIDE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 9);

/// The address of this machine in its network; `None` without a network.
pub fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // Connecting a UDP socket sends nothing; it only chooses the route and with it the address.
    socket.connect(OUTSIDE).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_unspecified() && !address.is_loopback()).then_some(address)
}
