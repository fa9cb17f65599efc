//! What is told of the CPUs: what they are, and what they did.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::{cpuinfo, interrupts, schedstat, stat, timer_list};

fuzz_target!(|text: &[u8]| {
    let _ = (cpuinfo::CpuInfo::parse(text), schedstat::SchedStat::parse(text));
    if let Ok(stat) = stat::Stat::parse(text)
        && let Ok(all) = stat.all
    {
        let _ = (all.sum(), all.kernel(), all.own_user());
    }
    for interrupt in interrupts::rows(text).flatten() {
        let _ = (interrupt.total(), interrupt.wiring());
    }
    timer_list::rows(text).for_each(drop);
});
