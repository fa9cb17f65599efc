//! The files of the machine, and those beside /proc that name users and ports.

pub mod devices;
pub mod meminfo;
pub mod passwd;
pub mod pressure;
pub mod services;
pub mod tty_drivers;
