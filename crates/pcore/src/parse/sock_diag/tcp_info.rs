//! `struct tcp_info`: what the kernel measures of a TCP connection.
//!
//! Newer kernels append to it and change nothing that stands there, so that each number is looked
//! for at its place: what lies behind the end is not provided by this kernel.

use crate::Absent;
use crate::parse::Item;
use crate::parse::attribute::{u32_at, u64_at};

/// What the kernel measures of a TCP connection, as it wrote it.
#[derive(Clone, Copy, Debug)]
pub struct TcpInfo<'b>(pub(super) &'b [u8]);

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident: $of:ident = $at:literal;)*) => {
        impl TcpInfo<'_> {
            $($(#[$doc])*
            pub fn $name(self) -> Item<u64> {
                self.$of($at)
            })*
        }
    };
}

numbers! {
    /// Segments sent and not acknowledged.
    unacked: narrow = 24;
    /// Segments that are believed lost.
    lost: narrow = 32;
    /// Milliseconds since data was last sent.
    last_send: narrow = 44;
    /// Milliseconds since data was last received.
    last_receive: narrow = 52;
    /// Bytes of payload in the largest segment that is sent.
    mss: known = 16;
    /// The largest packet that the path lets through, in bytes.
    pmtu: known = 60;
    /// The smoothed time of a round trip, in microseconds.
    rtt: known = 68;
    /// Retransmitted segments so far.
    retransmits: narrow = 100;
    /// Bytes that are sent a second at most.
    pacing_rate: limit = 104;
    /// Bytes acknowledged so far.
    bytes_acked: wide = 120;
    /// Bytes received so far.
    bytes_received: wide = 128;
    /// Segments sent so far.
    segments_out: narrow = 136;
    /// Segments received so far.
    segments_in: narrow = 140;
    /// Bytes that wait to be sent for the first time.
    not_sent: narrow = 144;
    /// The shortest round trip of late, in microseconds.
    min_rtt: known = 148;
    /// Bytes a second that were last seen to arrive.
    delivery_rate: rate = 160;
    /// Microseconds in which there was something to send.
    busy_time: wide = 168;
    /// Bytes sent so far, those sent again too.
    bytes_sent: wide = 200;
    /// Bytes sent again so far.
    bytes_retransmitted: wide = 208;
}

impl TcpInfo<'_> {
    fn narrow(self, at: usize) -> Item<u64> {
        u32_at(self.0, at).map(u64::from).ok_or(Absent::Unsupported)
    }

    fn wide(self, at: usize) -> Item<u64> {
        u64_at(self.0, at).ok_or(Absent::Unsupported)
    }

    /// A number that is zero, or the largest, as long as it is not known.
    fn known(self, at: usize) -> Item<u64> {
        match self.narrow(at)? {
            0 => Err(Absent::NotApplicable),
            number if number == u64::from(u32::MAX) => Err(Absent::NotApplicable),
            number => Ok(number),
        }
    }

    /// A rate that is zero as long as it was not measured.
    fn rate(self, at: usize) -> Item<u64> {
        match self.wide(at)? {
            0 => Err(Absent::NotApplicable),
            rate => Ok(rate),
        }
    }

    /// A rate that is the largest number, or zero, where there is no limit.
    fn limit(self, at: usize) -> Item<u64> {
        match self.rate(at)? {
            u64::MAX => Err(Absent::NotApplicable),
            rate => Ok(rate),
        }
    }

    /// How much round trips differ, in microseconds; without any there is no difference.
    pub fn rtt_var(self) -> Item<u64> {
        self.rtt()?;
        self.narrow(72)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(at: usize, number: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 232];
        bytes[at..at + number.len()].copy_from_slice(number);
        bytes
    }

    #[test]
    fn numbers_stand_at_their_places() {
        let bytes = with(68, &1500_u32.to_ne_bytes());
        assert_eq!((TcpInfo(&bytes).rtt(), TcpInfo(&bytes).rtt_var()), (Ok(1500), Ok(0)));
        let bytes = with(200, &(1_u64 << 40).to_ne_bytes());
        assert_eq!(TcpInfo(&bytes).bytes_sent(), Ok(1 << 40));
        assert_eq!(TcpInfo(&bytes).bytes_retransmitted(), Ok(0));
    }

    #[test]
    fn what_is_not_known_yet_is_no_zero() {
        let bytes = with(148, &u32::MAX.to_ne_bytes());
        assert_eq!(TcpInfo(&bytes).min_rtt(), Err(Absent::NotApplicable));
        assert_eq!(TcpInfo(&bytes).rtt(), Err(Absent::NotApplicable));
        assert_eq!(TcpInfo(&bytes).rtt_var(), Err(Absent::NotApplicable));
        assert_eq!(TcpInfo(&bytes).delivery_rate(), Err(Absent::NotApplicable));
        let bytes = with(104, &u64::MAX.to_ne_bytes());
        assert_eq!(TcpInfo(&bytes).pacing_rate(), Err(Absent::NotApplicable));
    }

    #[test]
    fn an_older_kernel_tells_less() {
        let bytes = with(100, &3_u32.to_ne_bytes());
        let old = TcpInfo(&bytes[..104]);
        assert_eq!(old.retransmits(), Ok(3));
        assert_eq!(old.pacing_rate(), Err(Absent::Unsupported));
        assert_eq!(old.bytes_sent(), Err(Absent::Unsupported));
        assert_eq!(TcpInfo(b"").rtt(), Err(Absent::Unsupported));
    }
}
