//! The small files under `[pid]`, each a few columns wide.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::autogroup::Autogroup;
use pcore::parse::pid::children::children;
use pcore::parse::pid::cpu::CpuTime;
use pcore::parse::pid::id_map::IdRange;
use pcore::parse::pid::ksm_stat::KsmStat;
use pcore::parse::pid::resctrl::Resctrl;
use pcore::parse::pid::schedstat::Schedstat;
use pcore::parse::pid::seccomp_cache::Verdict;
use pcore::parse::pid::syscall::Syscall;
use pcore::parse::pid::timens_offsets::Offset;
use pcore::parse::pid::{arch_status, attr};

fuzz_target!(|text: &[u8]| {
    let _ = (Autogroup::parse(text), KsmStat::parse(text), Resctrl::parse(text));
    let _ = (Schedstat::parse(text), Syscall::parse(text), attr::text(text));
    let _ = (CpuTime::parse(text), IdRange::parse(text));
    let _ = (Offset::parse(text), Verdict::parse(text));
    children(text).for_each(drop);
    arch_status::entries(text).for_each(drop);
});
