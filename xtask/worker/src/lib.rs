//! Where the world that `cargo xtask capture` makes has what its maker and its processes both need.

/// The one program, as the world knows it.
pub const WORKER: &str = "/opt/fixture/worker";

/// Holds what went wrong once everything is made; nothing if all went well.
pub const MADE: &str = "/run/made";
