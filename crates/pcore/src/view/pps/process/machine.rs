//! Facts of the machine against which a process is measured, read once a run.

use std::sync::{Arc, OnceLock};

use super::Process;
use crate::field::Source;
use crate::parse::meminfo::MemInfo;
use crate::parse::tty::drivers::TtyDrivers;
use crate::parse::{Item, lines, number};
use crate::run::Run;
use crate::{Absent, File};

macro_rules! of_the_machine {
    ($($(#[$doc:meta])* $name:ident, $file:ident, $slot:ident;)*) => {$(
        $(#[$doc])*
        impl Source<Process> for $name {
            const FILES: &'static [File] = &[File::$file];

            fn of(process: &Process) -> Result<&Self, Absent> {
                let read = once(&process.run().$slot, process.run(), File::$file, Self::parse);
                read.as_ref().map_err(|absent| *absent)
            }

            fn prepare(run: &Arc<Run>) {
                let _ = once(&run.$slot, run, File::$file, Self::parse);
            }
        }
    )*};
}

/// A file of the machine, parsed once a run.
fn once<'r, T: Send + 'static>(
    slot: &'r OnceLock<Result<T, Absent>>,
    run: &Arc<Run>,
    file: File,
    parse: fn(&[u8]) -> Item<T>,
) -> &'r Result<T, Absent> {
    slot.get_or_init(|| {
        run.once(move |reader| reader.read(file, parse)).unwrap_or(Err(Absent::Blocked))?
    })
}

of_the_machine! {
    /// Memory of the machine, against which a process's share is measured.
    MemInfo, MemInfo, memory;
    /// The names of terminals.
    TtyDrivers, TtyDrivers, ttys;
    /// The nodes of memory.
    Nodes, BuddyInfo, nodes;
    /// Whether delays are counted.
    Delays, TaskDelayacct, delays;
}

/// The node of memory of every CPU, if there is but one.
#[derive(Clone, Copy, Debug)]
pub struct Nodes {
    /// The only node. Which CPU belongs to which of several is told outside /proc.
    pub only: Item<u32>,
}

impl Nodes {
    fn parse(text: &[u8]) -> Item<Self> {
        let mut nodes = lines(text).map(|line| {
            let number = line.strip_prefix(b"Node ").ok_or(Absent::Malformed)?;
            number::narrow(number.split(|byte| *byte == b',').next().unwrap_or_default())
        });
        let first: u32 = nodes.next().ok_or(Absent::Malformed)??;
        let is_only = nodes.all(|node| node == Ok(first));
        Ok(Self { only: if is_only { Ok(first) } else { Err(Absent::Unsupported) } })
    }
}

/// Whether the kernel counts how long tasks wait for disks; where it does not, it prints zeroes.
#[derive(Clone, Copy, Debug)]
pub struct Delays {
    /// Whether it counts them now.
    pub counted: bool,
}

impl Delays {
    fn parse(text: &[u8]) -> Item<Self> {
        match text.trim_ascii() {
            b"0" => Ok(Self { counted: false }),
            b"1" => Ok(Self { counted: true }),
            _ => Err(Absent::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_node_is_that_of_every_cpu() {
        let one = b"Node 0, zone      DMA      0\nNode 0, zone   Normal      7\n";
        assert_eq!(Nodes::parse(one).unwrap().only, Ok(0));
        let two = b"Node 0, zone      DMA      0\nNode 1, zone   Normal      7\n";
        assert_eq!(Nodes::parse(two).unwrap().only, Err(Absent::Unsupported));
        for damaged in [&b""[..], b"\n", b"Node x, zone", b"zone 0"] {
            assert_eq!(Nodes::parse(damaged).err(), Some(Absent::Malformed));
        }
    }
}
