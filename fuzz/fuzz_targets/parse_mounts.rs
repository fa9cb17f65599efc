//! A line of `[pid]/mounts`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::mounts::MountEntry;

fuzz_target!(|text: &[u8]| {
    let _ = MountEntry::parse(text);
});
