//! `psys`.

fn main() {}
