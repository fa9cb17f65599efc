//! The views of `pfd`: open files.

pub mod file;
pub mod files;
pub mod kind;
pub(crate) mod mounts;
