//! The views of `pfd`: open files, and locks on files.

pub mod file;
pub mod files;
pub(crate) mod holders;
pub(crate) mod locked;
pub(crate) mod locks;
pub(crate) mod mounts;
