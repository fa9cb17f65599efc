//! The views of `psys`: the machine.

pub mod acpi;
pub mod allocations;
pub mod buddy;
pub mod cgroups;
pub mod cmdline;
pub mod consoles;
pub mod cpu;
pub mod cputime;
pub mod crypto;
pub mod devices;
pub mod disks;
pub mod dma;
pub mod driver;
pub mod execdomains;
pub mod fb;
pub mod filesystems;
pub mod free;
pub mod fs;
pub mod input;
pub mod input_handlers;
pub mod interrupts;
pub mod iomem;
pub mod ioports;
pub mod ipc;
pub mod ipconfig;
pub mod kconfig;
pub mod kcore;
pub mod key_users;
pub mod keys;
pub mod ldiscs;
pub(crate) mod lines;
pub mod load;
pub mod log;
pub mod machine;
pub mod malloc;
pub mod memory;
pub mod metrics;
pub mod misc;
pub mod modules;
pub mod mounts;
pub mod mtrr;
pub mod numa;
pub mod page_types;
pub mod partitions;
pub mod paths;
pub mod pci;
pub(crate) mod pci_ids;
pub mod pressure;
pub mod raid;
pub mod raw;
pub(crate) mod resources;
pub mod schedstat;
pub mod scsi;
pub mod scsi_hosts;
pub mod serial;
pub mod slabs;
pub mod softirqs;
pub(crate) mod stuck;
pub mod summary;
pub mod swaps;
pub mod symbols;
pub mod sysctl;
pub(crate) mod table;
pub mod timers;
pub mod tty;
mod unread;
pub mod uptime;
pub mod version;
pub mod vm;
pub mod vmalloc;
pub mod vmstat;
pub mod wakeup;
pub mod warnings;
pub mod zones;

use crate::View;
use lines::LinesOf;
use resources::RangesOf;
use table::Lists;

/// All of them; the first is what `psys` shows when none is named.
pub static VIEWS: &[&dyn View] = &[
    &summary::Summary,
    &metrics::Metrics,
    &Lists(cpu::Cpus),
    &Lists(cputime::CpuTime),
    &Lists(memory::Memory),
    &Lists(free::Free),
    &Lists(vm::Vm),
    &vmstat::VmStat,
    &load::LoadAverages,
    &uptime::Uptime,
    &version::KernelVersion,
    &Lists(cmdline::KernelCmdline),
    &Lists(kconfig::Kconfig),
    &Lists(pressure::Stalls),
    &Lists(interrupts::Interrupts),
    &Lists(softirqs::SoftIrqs),
    &Lists(schedstat::SchedStatistics),
    &Lists(timers::Timers),
    &Lists(disks::Disks),
    &Lists(partitions::Partitions),
    &Lists(raid::Raid),
    &Lists(buddy::Buddy),
    &Lists(page_types::PageTypes),
    &Lists(zones::Zones),
    &Lists(numa::Numa),
    &Lists(slabs::Slabs),
    &Lists(vmalloc::Vmalloc),
    &Lists(allocations::Allocations),
    &Lists(malloc::Malloc),
    &Lists(swaps::Swaps),
    &Lists(LinesOf(acpi::Acpi)),
    &Lists(cgroups::Cgroups),
    &Lists(consoles::Consoles),
    &Lists(crypto::Crypto),
    &Lists(devices::Devices),
    &Lists(dma::Channels),
    &Lists(LinesOf(driver::Drivers)),
    &Lists(execdomains::Domains),
    &Lists(fb::FrameBuffers),
    &Lists(filesystems::FileSystems),
    &Lists(LinesOf(fs::Fs)),
    &Lists(input::Inputs),
    &Lists(input_handlers::Handlers),
    &Lists(RangesOf(iomem::IoMem)),
    &Lists(RangesOf(ioports::IoPorts)),
    &Lists(ipc::Ipc),
    &Lists(LinesOf(ipconfig::IpConfig)),
    &Lists(kcore::Kcore),
    &Lists(key_users::KeyUsers),
    &Lists(keys::Keys),
    &Lists(ldiscs::Disciplines),
    &Lists(log::Log),
    &Lists(misc::Devices),
    &Lists(modules::Modules),
    &Lists(mounts::Mounts),
    &Lists(mtrr::Mtrr),
    &Lists(pci::Pci),
    &Lists(scsi::Scsi),
    &Lists(LinesOf(scsi_hosts::ScsiHosts)),
    &Lists(serial::Serial),
    &Lists(symbols::Symbols),
    &Lists(sysctl::Sysctl),
    &Lists(tty::Ttys),
    &Lists(wakeup::Wakeups),
    &Lists(paths::Paths),
    &Lists(raw::Raw),
];
