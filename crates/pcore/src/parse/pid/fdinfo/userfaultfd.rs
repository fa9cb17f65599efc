//! What `fdinfo` says of a userfaultfd.

use crate::Absent;
use crate::parse::{Item, number};

details! {
    /// A descriptor that hands page faults to a program.
    Userfaultfd {
        /// How many faults nobody has read yet.
        pending: u64 = b"pending", number::unsigned, Unsupported;
        /// How many faults are not resolved yet.
        total: u64 = b"total", number::unsigned, Unsupported;
        /// What was agreed upon.
        api: Api = b"API", api, Unsupported;
    }
}

/// What a program and the kernel agreed upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// The version of the interface.
    pub version: u64,
    /// What was asked for, by bit of `UFFD_FEATURE_*`.
    pub features: u64,
    /// The operations that are there, by number.
    pub operations: u64,
}

fn api(value: &[u8]) -> Item<Api> {
    let mut parts = value.split(|byte| *byte == b':');
    let mut part = || number::hex(parts.next().ok_or(Absent::Malformed)?);
    Ok(Api { version: part()?, features: part()?, operations: part()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"pending:\t1\ntotal:\t2\nAPI:\taa:80000000:80000000000001ff\n";

    #[test]
    fn a_whole_one() {
        let api = Api { version: 0xaa, features: 1 << 31, operations: 1 << 63 | 0x1ff };
        let expected = Userfaultfd { pending: Ok(1), total: Ok(2), api: Ok(api) };
        assert_eq!(Userfaultfd::parse(TEXT), expected);
        assert_eq!(Userfaultfd::parse(b"API: aa:1\n").api, Err(Absent::Malformed));
    }

    details_properties!(Userfaultfd, TEXT);
}
