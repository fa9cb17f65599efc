//! The files under `[pid]/net`.
