//! The views of `pnet`: sockets and what the kernel tells of the network.

pub(crate) mod addresses;
pub(crate) mod fib;
pub(crate) mod fib_stats;
pub(crate) mod interfaces;
pub(crate) mod multicast;
pub(crate) mod multicast_interfaces;
pub(crate) mod multicast_routes;
pub(crate) mod net;
pub mod owners;
pub(crate) mod routes;
pub mod socket;
pub mod sockets;
pub(crate) mod table;
