//! The directory `tty`: terminals of the machine.

pub mod drivers;
