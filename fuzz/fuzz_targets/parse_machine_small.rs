//! The small tables of the machine, each a few columns wide.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::acpi::wakeup;
use pcore::parse::bus::{self, input::handlers};
use pcore::parse::kcore::Image;
use pcore::parse::scsi::scsi;
use pcore::parse::sysvipc::{self, Kind};
use pcore::parse::tty::{driver, ldiscs};
use pcore::parse::{
    allocinfo, buddyinfo, cgroups, cmdline, consoles, crypto, devices, diskstats, dma, execdomains,
    fb, filesystems, kallsyms, key_users, keys, kmsg, malloc, meminfo, misc, modules, mtrr,
    partitions, pci, resources, slabinfo, swaps, uptime, version, vmallocinfo, vmstat,
};

fuzz_target!(|text: &[u8]| {
    cgroups::rows(text).for_each(drop);
    consoles::rows(text).for_each(drop);
    devices::rows(text).for_each(drop);
    dma::rows(text).for_each(drop);
    driver::rows(text).for_each(drop);
    execdomains::rows(text).for_each(drop);
    fb::rows(text).for_each(drop);
    filesystems::rows(text).for_each(drop);
    handlers::rows(text).for_each(drop);
    key_users::rows(text).for_each(drop);
    keys::rows(text).for_each(drop);
    ldiscs::rows(text).for_each(drop);
    misc::rows(text).for_each(drop);
    modules::rows(text).for_each(drop);
    mtrr::rows(text).for_each(drop);
    resources::rows(text).for_each(drop);
    swaps::rows(text).for_each(drop);
    bus::pci::devices::rows(text).for_each(drop);
    drop(bus::input::devices::rows(text));
    drop(crypto::rows(text));
    drop(pci::rows(text));
    drop(scsi::rows(text));
    drop(wakeup::rows(text));
    for kind in [Kind::Queue, Kind::Semaphores, Kind::Memory] {
        drop(sysvipc::rows(text, kind));
    }
    for line in text.split(|byte| *byte == b'\n') {
        let _ = (kallsyms::row(line), kallsyms::row_before_2_6(line), kmsg::row(line));
    }
    let _ = Image::parse(text);
    allocinfo::rows(text).for_each(drop);
    buddyinfo::rows(text).for_each(drop);
    cmdline::parameters(text).for_each(drop);
    diskstats::rows(text).for_each(drop);
    malloc::rows(text).for_each(drop);
    meminfo::rows(text).for_each(drop);
    partitions::rows(text).for_each(drop);
    slabinfo::rows(text).for_each(drop);
    vmallocinfo::rows(text).for_each(drop);
    vmstat::rows(text).for_each(drop);
    let _ = (uptime::Uptime::parse(text), version::Version::parse(text));
});
