//! The files under `[pid]/net`.

pub mod arp;
pub mod inet;
pub mod netlink;
pub mod packet;
pub mod unix;
