//! `pps`.

fn main() {}
