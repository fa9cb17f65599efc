//! The files under `[pid]`.
