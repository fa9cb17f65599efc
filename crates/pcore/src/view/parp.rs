//! The views of `parp`: neighbours.

pub(crate) mod entry;
mod hardware;
pub mod neighbours;
pub(crate) mod told;
pub mod vendors;
