//! How a file is open: for reading, for writing, or as a mere path.

use rustix::fs::Mode;

use super::{Assoc, Info, Open, Special};
use crate::field::Source;
use crate::{Absent, File};

/// How a file is open, from the source that knows it at the least price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Whether it may be read.
    pub reads: bool,
    /// Whether it may be written.
    pub writes: bool,
}

impl Access {
    /// That of a mere path.
    pub(crate) const NONE: Self = Self { reads: false, writes: false };

    /// The word that lsfd uses: `r--`, `-w-`, `rw-`, or `---` for a mere path.
    pub fn word(self) -> &'static str {
        match (self.reads, self.writes) {
            (true, false) => "r--",
            (false, true) => "-w-",
            (true, true) => "rw-",
            (false, false) => "---",
        }
    }

    /// What the flags say that the file was opened with.
    fn of_flags(flags: u64) -> Self {
        const PATH: u64 = 0o10_000_000;
        let way = if flags & PATH == 0 { flags & 3 } else { 3 };
        Self { reads: matches!(way, 0 | 2), writes: matches!(way, 1 | 2) }
    }

    /// What the mode of the link itself says, which the kernel sets by how the file is open.
    fn of_link(mode: Mode) -> Self {
        Self { reads: mode.contains(Mode::RUSR), writes: mode.contains(Mode::WUSR) }
    }
}

impl Source<Open> for Access {
    const FILES: &'static [File] = &[File::FdInfo, File::Fd];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.access.get(|| {
            Ok(match &open.assoc {
                Assoc::Descriptor(fd) if is_told_by_link(open) => {
                    Self::of_link(Mode::from_raw_mode(open.process.place().fd_stat(*fd)?.st_mode))
                }
                _ => Self::of_flags(Info::of(open)?.0.flags?),
            })
        })
    }
}

/// Whether the link tells enough, so that `fdinfo` need not be read: the inode of a socket or a pipe
/// stands in its name, and its mount matters to nobody. The links of a copy have no such modes.
fn is_told_by_link(open: &Open) -> bool {
    let is_numbered = || {
        let special = open.special();
        matches!(special, Ok(Some(Special::Socket | Special::Pipe | Special::Namespace)))
    };
    open.process.run().root.is_procfs() && is_numbered()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_links_tell_the_same() {
        for (flags, mode, word) in [
            (0o100_000, 0o500, "r--"),
            (0o1, 0o300, "-w-"),
            (0o2_004_002, 0o700, "rw-"),
            (0o10_000_000, 0o000, "---"),
            // Only for control of a device, neither to be read nor written.
            (0o3, 0o000, "---"),
        ] {
            assert_eq!(Access::of_flags(flags).word(), word, "{flags:o}");
            assert_eq!(Access::of_link(Mode::from_raw_mode(mode)).word(), word, "{mode:o}");
        }
    }
}
