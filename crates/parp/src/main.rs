//! `parp`.

fn main() {}
