//! The files of the machine, and those beside /proc that name its users.

pub mod meminfo;
pub mod passwd;
pub mod pressure;
pub mod tty_drivers;
