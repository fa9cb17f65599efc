//! The views of `pps`.

pub(crate) mod attr;
pub(crate) mod auxv;
pub(crate) mod census;
pub(crate) mod env;
pub(crate) mod family;
pub(crate) mod fields;
pub(crate) mod idmaps;
pub(crate) mod limits;
pub(crate) mod mapping;
pub(crate) mod maps;
pub(crate) mod memdump;
pub(crate) mod mounts;
pub(crate) mod mountstats;
pub(crate) mod namespaces;
pub(crate) mod numa;
pub(crate) mod part;
pub mod process;
pub(crate) mod processes;
pub(crate) mod rates;
pub(crate) mod sched;
pub(crate) mod smaps;
pub(crate) mod stack;
pub(crate) mod syscall;
pub(crate) mod threads;
pub(crate) mod tree;
pub(crate) mod who;
