//! The files under `[pid]`.

pub mod cgroup;
pub mod fdinfo;
pub mod io;
pub mod maps;
pub mod mountinfo;
pub mod smaps_rollup;
pub mod stat;
pub mod statm;
pub mod status;
