//! The files under `sys`.
