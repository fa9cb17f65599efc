//! `pnet`.

fn main() {}
