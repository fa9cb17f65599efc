//! `[pid]/io`.
//!
//! The procfs crate fails the whole file on one bad line.

use crate::parse::number;

labels! {
    /// What a process has read and written since it started, its reaped children included.
    Io {
        /// Bytes passed to `read` and its like, from any kind of file.
        rchar: u64 = b"rchar", number::unsigned, Unsupported;
        /// Bytes passed to `write` and its like.
        wchar: u64 = b"wchar", number::unsigned, Unsupported;
        /// How many calls read.
        syscr: u64 = b"syscr", number::unsigned, Unsupported;
        /// How many calls wrote.
        syscw: u64 = b"syscw", number::unsigned, Unsupported;
        /// Bytes fetched from storage.
        read_bytes: u64 = b"read_bytes", number::unsigned, Unsupported;
        /// Bytes sent to storage, when the page was made dirty.
        write_bytes: u64 = b"write_bytes", number::unsigned, Unsupported;
        /// Bytes counted as written that never were, because the file was cut first.
        cancelled_write_bytes: u64 = b"cancelled_write_bytes", number::unsigned, Unsupported;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Absent;

    #[test]
    fn a_whole_file() {
        let io = Io::parse(
            b"rchar: 6976\nwchar: 12\nsyscr: 10\nsyscw: 2\nread_bytes: 4096\nwrite_bytes: 8192\n\
              cancelled_write_bytes: 1\n",
        );
        let expected = Io {
            rchar: Ok(6976),
            wchar: Ok(12),
            syscr: Ok(10),
            syscw: Ok(2),
            read_bytes: Ok(4096),
            write_bytes: Ok(8192),
            cancelled_write_bytes: Ok(1),
        };
        assert_eq!(io, Ok(expected));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let io = Io::parse(b"rchar: -1\nfuture: 1\nwchar: 12").unwrap();
        assert_eq!(io.rchar, Err(Absent::Malformed));
        assert_eq!(io.wchar, Ok(12));
        assert_eq!(io.syscr, Err(Absent::Unsupported));
        assert_eq!(Io::parse(b""), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Io::parse(&text);
        }
    }
}
