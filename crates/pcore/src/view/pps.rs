//! The views of `pps`: processes.

pub mod process;
pub mod processes;
