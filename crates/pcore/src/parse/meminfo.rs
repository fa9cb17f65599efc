//! `meminfo`: memory of the machine.
//!
//! Own parser: that of the procfs crate gives up the whole file for one line that an old kernel
//! lacks, and wraps on amounts that do not fit.

use crate::parse::labels::kibibytes;

labels! {
    /// Memory of the machine, in bytes.
    MemInfo {
        /// All memory that the kernel manages.
        total: u64 = b"MemTotal", kibibytes, Unsupported;
        /// Memory that is not used at all.
        free: u64 = b"MemFree", kibibytes, Unsupported;
        /// Memory that a new program could have without swapping; since Linux 3.14.
        available: u64 = b"MemAvailable", kibibytes, Unsupported;
        /// Buffers of block devices.
        buffers: u64 = b"Buffers", kibibytes, Unsupported;
        /// Cached pages of files.
        cached: u64 = b"Cached", kibibytes, Unsupported;
        /// Memory of tmpfs and shared memory.
        shmem: u64 = b"Shmem", kibibytes, Unsupported;
        /// Slab caches that can be given back.
        reclaimable: u64 = b"SReclaimable", kibibytes, Unsupported;
        /// Pages that wait to be written.
        dirty: u64 = b"Dirty", kibibytes, Unsupported;
        /// All swap space.
        swap_total: u64 = b"SwapTotal", kibibytes, Unsupported;
        /// Swap space that is not used.
        swap_free: u64 = b"SwapFree", kibibytes, Unsupported;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;

    #[test]
    fn amounts_are_bytes_and_what_is_missing_is_unsupported() {
        let text = b"MemTotal:  1000 kB\nMemFree:  many kB\nHugePages_Total:  0\n";
        let info = MemInfo::parse(text).unwrap();
        assert_eq!(info.total, Ok(1_024_000));
        assert_eq!(info.free, Err(Absent::Malformed));
        assert_eq!(info.available, Err(Absent::Unsupported));
        assert_eq!(MemInfo::parse(b"garbage"), Err(Absent::Malformed));
    }
}
