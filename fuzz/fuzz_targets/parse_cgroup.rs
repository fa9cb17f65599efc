//! `[pid]/cgroup`, and what its paths say of units and containers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::cgroup::Cgroup;

fuzz_target!(|text: &[u8]| {
    if let Ok(cgroup) = Cgroup::parse(text) {
        let _ = (cgroup.path(), cgroup.unit(), cgroup.container());
    }
});
