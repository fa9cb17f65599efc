//! What lies below `tty`.

pub mod driver;
pub mod drivers;
pub mod ldiscs;
