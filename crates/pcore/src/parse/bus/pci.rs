//! What lies below `bus/pci`.

pub mod devices;
