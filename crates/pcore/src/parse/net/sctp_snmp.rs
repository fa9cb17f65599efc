//! `[pid]/net/sctp/snmp`.
//!
//! The procfs crate does not cover this file.

use super::counters::{Counter, named};
use crate::parse::Item;

/// The counters.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Counter>> {
    named(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::counters::assert_known;

    const NAMES: &str = "\
SctpCurrEstab SctpActiveEstabs SctpPassiveEstabs SctpAborteds SctpShutdowns
SctpOutOfBlues SctpChecksumErrors SctpOutCtrlChunks SctpOutOrderChunks
SctpOutUnorderChunks SctpInCtrlChunks SctpInOrderChunks SctpInUnorderChunks
SctpFragUsrMsgs SctpReasmUsrMsgs SctpOutSCTPPacks SctpInSCTPPacks SctpT1InitExpireds
SctpT1CookieExpireds SctpT2ShutdownExpireds SctpT3RtxExpireds SctpT4RtoExpireds
SctpT5ShutdownGuardExpireds SctpDelaySackExpireds SctpAutocloseExpireds SctpT3Retransmits
SctpPmtudRetransmits SctpFastRetransmits SctpInPktSoftirq SctpInPktBacklog
SctpInPktDiscards SctpInDataChunkDiscards";
    const ROW: &[u8] = b"SctpCurrEstab                   \t3";

    #[test]
    fn every_counter_has_a_meaning() {
        assert_known(rows(ROW).next(), NAMES);
    }

    table_properties!(rows, ROW, "[a-z]{0,40}");
}
