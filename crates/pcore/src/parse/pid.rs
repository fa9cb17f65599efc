//! The files under `[pid]`.

pub mod auxv;
pub mod cgroup;
pub mod cpu;
pub mod environ;
pub mod fdinfo;
pub mod id_map;
pub mod io;
pub mod limits;
pub mod maps;
pub mod mountinfo;
pub mod mounts;
pub mod numa_maps;
pub mod sched;
pub mod smaps;
pub mod smaps_rollup;
pub mod stack;
pub mod stat;
pub mod statm;
pub mod status;
pub mod syscall;
pub mod timers;
