//! The views of `psys`: the machine.

pub mod machine;
pub mod summary;
pub mod swaps;
pub(crate) mod table;
