//! What `fdinfo` says of a local socket; of others it says nothing.

use crate::parse::number;

details! {
    /// A local socket.
    Scm {
        /// How many descriptors are on their way to it. Since Linux 5.9.
        fds: u64 = b"scm_fds", number::unsigned, NotApplicable;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"scm_fds: 2\n";

    #[test]
    fn a_local_socket_and_another() {
        assert_eq!(Scm::parse(TEXT).fds, Ok(2));
        assert_eq!(Scm::parse(b"").fds, Err(Absent::NotApplicable));
    }

    details_properties!(Scm, TEXT);
}
