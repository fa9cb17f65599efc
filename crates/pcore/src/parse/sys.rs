//! Files of the machine: those of /proc that belong to no process, and the table of users.

pub mod passwd;
pub mod tty_drivers;
