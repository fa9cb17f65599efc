//! `[pid]/net/snmp6`.
//!
//! The procfs crate fails the whole file where a counter is missing, as all of `UdpLite6` are since
//! Linux 7.1.

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
Ip6InReceives Ip6InHdrErrors Ip6InTooBigErrors Ip6InNoRoutes Ip6InAddrErrors
Ip6InUnknownProtos Ip6InTruncatedPkts Ip6InDiscards Ip6InDelivers Ip6OutForwDatagrams
Ip6OutRequests Ip6OutDiscards Ip6OutNoRoutes Ip6ReasmTimeout Ip6ReasmReqds Ip6ReasmOKs
Ip6ReasmFails Ip6FragOKs Ip6FragFails Ip6FragCreates Ip6InMcastPkts Ip6OutMcastPkts
Ip6InOctets Ip6OutOctets Ip6InMcastOctets Ip6OutMcastOctets Ip6InBcastOctets
Ip6OutBcastOctets Ip6InNoECTPkts Ip6InECT1Pkts Ip6InECT0Pkts Ip6InCEPkts Ip6OutTransmits
Icmp6InMsgs Icmp6InErrors Icmp6OutMsgs Icmp6OutErrors Icmp6InCsumErrors
Icmp6OutRateLimitHost Icmp6InDestUnreachs Icmp6InPktTooBigs Icmp6InTimeExcds
Icmp6InParmProblems Icmp6InEchos Icmp6InEchoReplies Icmp6InGroupMembQueries
Icmp6InGroupMembResponses Icmp6InGroupMembReductions Icmp6InRouterSolicits
Icmp6InRouterAdvertisements Icmp6InNeighborSolicits Icmp6InNeighborAdvertisements
Icmp6InRedirects Icmp6InMLDv2Reports Icmp6OutDestUnreachs Icmp6OutPktTooBigs
Icmp6OutTimeExcds Icmp6OutParmProblems Icmp6OutEchos Icmp6OutEchoReplies
Icmp6OutGroupMembQueries Icmp6OutGroupMembResponses Icmp6OutGroupMembReductions
Icmp6OutRouterSolicits Icmp6OutRouterAdvertisements Icmp6OutNeighborSolicits
Icmp6OutNeighborAdvertisements Icmp6OutRedirects Icmp6OutMLDv2Reports Udp6InDatagrams
Udp6NoPorts Udp6InErrors Udp6OutDatagrams Udp6RcvbufErrors Udp6SndbufErrors
Udp6InCsumErrors Udp6IgnoredMulti Udp6MemErrors UdpLite6InDatagrams UdpLite6NoPorts
UdpLite6InErrors UdpLite6OutDatagrams UdpLite6RcvbufErrors UdpLite6SndbufErrors
UdpLite6InCsumErrors UdpLite6MemErrors Icmp6InType135 Icmp6OutType143";
    const ROW: &[u8] = b"Ip6InReceives                   \t11";

    #[test]
    fn every_counter_has_a_meaning() {
        assert_known(rows(ROW).next(), NAMES);
    }

    table_properties!(rows, ROW, "[a-z]{0,40}");
}
