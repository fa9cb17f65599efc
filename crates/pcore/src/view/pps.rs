//! The views of `pps`.

pub(crate) mod fields;
pub(crate) mod part;
pub mod process;
pub(crate) mod processes;
pub(crate) mod threads;
pub(crate) mod tree;
pub(crate) mod who;
