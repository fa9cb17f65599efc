//! What lies below `bus`.

pub mod input;
pub mod pci;
