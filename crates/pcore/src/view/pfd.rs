//! The views of `pfd`: open files.

pub mod file;
pub mod files;
pub mod internet;
pub mod kind;
pub(crate) mod mounts;
pub(crate) mod named;
pub mod select;
pub mod totals;
pub mod usage;
