//! The files under `[pid]`.

pub mod auxv;
pub mod cgroup;
pub mod environ;
pub mod fdinfo;
pub mod io;
pub mod limits;
pub mod maps;
pub mod mountinfo;
pub mod numa_maps;
pub mod smaps;
pub mod smaps_rollup;
pub mod stat;
pub mod statm;
pub mod status;
