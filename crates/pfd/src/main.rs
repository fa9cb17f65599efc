//! `pfd`.

fn main() {}
