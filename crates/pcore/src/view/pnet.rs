//! The views of `pnet`: sockets and what the kernel tells of the network.

pub(crate) mod diag;
pub(crate) mod interfaces;
pub(crate) mod net;
pub mod owners;
pub(crate) mod peers;
pub mod socket;
pub mod sockets;
pub(crate) mod table;
