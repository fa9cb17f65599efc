//! What lies below `bus/input`.

pub mod devices;
pub mod handlers;
