//! A line of `[pid]/mountinfo`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::mountinfo::Mount;

fuzz_target!(|text: &[u8]| {
    if let Ok(mount) = Mount::parse(text) {
        let _ = mount.is_remote();
    }
});
