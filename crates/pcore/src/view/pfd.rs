//! The views of `pfd`: open files.

pub mod file;
pub mod files;
pub(crate) mod mounts;
