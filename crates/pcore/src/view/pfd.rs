//! The views of `pfd`: open files, locks on files, and who talks to whom through what is open.

pub(crate) mod disks;
pub(crate) mod ends;
pub mod file;
pub mod files;
pub(crate) mod holders;
pub mod internet;
pub mod kind;
pub(crate) mod linked;
pub(crate) mod locked;
pub(crate) mod locks;
pub(crate) mod mounts;
pub(crate) mod named;
pub(crate) mod opened;
pub(crate) mod pairs;
pub(crate) mod peered;
pub(crate) mod peers;
pub mod select;
pub mod totals;
pub mod usage;
pub(crate) mod words;

use crate::View;

/// All of them; the first is what `pfd` shows when none is named.
pub static VIEWS: &[&dyn View] =
    &[&files::Files, &locks::FileLocks, &peers::Peers, &usage::Usage, &totals::Totals];
