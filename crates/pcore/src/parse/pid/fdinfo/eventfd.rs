//! What `fdinfo` says of an eventfd.

use crate::parse::number;

details! {
    /// A counter that descriptors share.
    Eventfd {
        /// What it stands at.
        count: u64 = b"eventfd-count", number::hex, Unsupported;
        /// Which it is: equal for all descriptors that share it. Since Linux 5.2.
        id: u64 = b"eventfd-id", number::unsigned, Unsupported;
        /// Whether a read takes one off, instead of all. Since Linux 6.5.
        semaphore: bool = b"eventfd-semaphore", number::flag, Unsupported;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"eventfd-count:               1f\neventfd-id: 7\neventfd-semaphore: 1\n";

    #[test]
    fn a_whole_one() {
        let expected = Eventfd { count: Ok(31), id: Ok(7), semaphore: Ok(true) };
        assert_eq!(Eventfd::parse(TEXT), expected);
    }

    #[test]
    fn damage_costs_the_field_and_the_first_line_counts() {
        let eventfd = Eventfd::parse(b"eventfd-count: x\neventfd-id: 7\neventfd-id: 8\n");
        assert_eq!(eventfd.count, Err(Absent::Malformed));
        assert_eq!(eventfd.id, Ok(7));
        assert_eq!(eventfd.semaphore, Err(Absent::Unsupported));
    }

    details_properties!(Eventfd, TEXT);
}
