//! The small files under `[pid]`, each a few columns wide.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::cpu::CpuTime;
use pcore::parse::pid::id_map::IdRange;
use pcore::parse::pid::syscall::Syscall;

fuzz_target!(|text: &[u8]| {
    let _ = Syscall::parse(text);
    let _ = (CpuTime::parse(text), IdRange::parse(text));
});
