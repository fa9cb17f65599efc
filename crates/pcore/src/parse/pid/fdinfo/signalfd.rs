//! What `fdinfo` says of a signalfd.

use crate::parse::number;

details! {
    /// A descriptor from which signals are read.
    Signalfd {
        /// The signals, from bit 0 on for signal 1.
        mask: u64 = b"sigmask", number::hex, Unsupported;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"sigmask:\t0000000000010200\n";

    #[test]
    fn a_mask() {
        assert_eq!(Signalfd::parse(TEXT).mask, Ok(1 << 9 | 1 << 16));
        assert_eq!(Signalfd::parse(b"sigmask:\tx\n").mask, Err(Absent::Malformed));
        assert_eq!(Signalfd::parse(b"").mask, Err(Absent::Unsupported));
    }

    details_properties!(Signalfd, TEXT);
}
