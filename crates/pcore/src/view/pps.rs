//! The views of `pps`.

pub(crate) mod attr;
pub(crate) mod auxv;
pub(crate) mod census;
pub(crate) mod cgroups;
pub(crate) mod env;
pub(crate) mod family;
pub(crate) mod fields;
pub(crate) mod idmaps;
pub(crate) mod limits;
pub(crate) mod mapping;
pub(crate) mod maps;
pub(crate) mod memdump;
pub(crate) mod mounts;
pub(crate) mod mountstats;
pub(crate) mod namespaces;
pub(crate) mod numa;
pub(crate) mod pagemap;
pub(crate) mod part;
pub mod process;
pub(crate) mod processes;
pub(crate) mod rates;
pub(crate) mod sched;
pub(crate) mod show;
pub(crate) mod signals;
pub(crate) mod smaps;
pub(crate) mod smp_cpu;
pub(crate) mod stack;
pub(crate) mod syscall;
pub(crate) mod threads;
pub(crate) mod timers;
pub(crate) mod tree;
pub(crate) mod who;

use crate::View;

/// All of them; the first is what `pps` shows when none is named.
pub static VIEWS: &[&dyn View] = &[
    &processes::Processes,
    &threads::Threads,
    &tree::Tree,
    &maps::Maps,
    &smaps::Smaps,
    &numa::Numa,
    &env::Env,
    &auxv::AuxVector,
    &limits::Limits,
    &mounts::Mounts,
    &mountstats::MountStatistics,
    &idmaps::IdMaps,
    &attr::Attr,
    &sched::Sched,
    &stack::Stack,
    &syscall::SystemCalls,
    &signals::Signals,
    &timers::Timers,
    &smp_cpu::SmpCpu,
    &cgroups::Cgroups,
    &namespaces::Namespaces,
    &pagemap::Pagemap,
    &memdump::MemDump,
    &show::Show,
];
