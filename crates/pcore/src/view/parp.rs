//! The views of `parp`: neighbours, what is odd about them, what is counted of them.

pub mod audit;
mod entry;
mod hardware;
pub mod neighbours;
pub mod stats;
pub(crate) mod told;
pub mod vendors;

use crate::View;
use crate::view::pnet::table::Tables;

/// All of them; the first is what `parp` shows when none is named.
pub static VIEWS: &[&dyn View] = &[&neighbours::Neighbours, &audit::Audit, &Tables(stats::Stats)];
