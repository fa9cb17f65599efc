//! The views of `pnet`: sockets and what the kernel tells of the network.

pub(crate) mod addresses;
pub(crate) mod fib;
pub(crate) mod fib_stats;
pub(crate) mod interfaces;
pub(crate) mod net;
pub mod owners;
pub(crate) mod routes;
pub mod socket;
pub mod sockets;
pub(crate) mod table;
