//! The views of `parp`: neighbours, what is odd about them, what is counted of them.

pub mod audit;
mod entry;
mod hardware;
pub mod neighbours;
pub mod stats;
pub(crate) mod told;
pub mod vendors;
