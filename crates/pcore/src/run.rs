//! What one run shares.

/// What one run shares: the root, the host's facts, the users.
pub struct Run {}
