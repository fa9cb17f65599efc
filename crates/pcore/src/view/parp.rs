//! The views of `parp`: neighbours.

pub mod neighbours;
pub mod vendors;
