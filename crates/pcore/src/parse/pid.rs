//! The files under `[pid]`.

pub mod fdinfo;
pub mod io;
pub mod smaps_rollup;
pub mod stat;
pub mod statm;
pub mod status;
