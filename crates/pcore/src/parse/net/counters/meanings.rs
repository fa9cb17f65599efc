//! What the counters of the network mean, and how they change.

use super::{Behaviour, Known};
use crate::parse::number;

/// What is known of a counter.
pub fn known(group: &[u8], name: &[u8]) -> Option<&'static Known> {
    let (_, table) = GROUPS.iter().find(|(known, _)| known.as_bytes() == group)?;
    table.iter().find(|known| known.name.as_bytes() == name)
}

/// What a counter of one ICMP type means, such as `Icmp6InType135`: those have no end.
pub(super) fn meaning_of_type(group: &[u8], name: &[u8]) -> Option<String> {
    let protocol = match group {
        b"IcmpMsg" => "ICMP",
        b"Icmp6" => "ICMPv6",
        _ => return None,
    };
    let received = name.strip_prefix(b"InType").map(|kind| (kind, "received"));
    let (kind, verb) =
        received.or_else(|| name.strip_prefix(b"OutType").map(|kind| (kind, "sent")))?;
    let kind = number::narrow::<u8>(kind).ok()?;
    Some(format!("{protocol} messages of type {kind} {verb}."))
}

const fn counter(name: &'static str, meaning: &'static str) -> Known {
    Known { name, behaviour: Behaviour::Counter, meaning }
}

const fn gauge(name: &'static str, meaning: &'static str) -> Known {
    Known { name, behaviour: Behaviour::Gauge, meaning }
}

const fn setting(name: &'static str, meaning: &'static str) -> Known {
    Known { name, behaviour: Behaviour::Setting, meaning }
}

/// All groups and what is known of their counters, also of those that only old kernels have.
pub const GROUPS: &[(&str, &[Known])] = &[
    ("Ip", IP),
    ("IpExt", IP_EXT),
    ("Icmp", ICMP),
    ("Tcp", TCP),
    ("TcpExt", TCP_EXT),
    ("MPTcpExt", MPTCP_EXT),
    ("Udp", UDP),
    ("UdpLite", UDP),
    ("Ip6", IP6),
    ("Icmp6", ICMP6),
    ("Udp6", UDP),
    ("UdpLite6", UDP),
    ("Xfrm", XFRM),
    ("Tls", TLS),
    ("Sctp", SCTP),
];

const IP: &[Known] = &[
    setting("Forwarding", "Whether the host forwards packets: 1 if it does, 2 if not."),
    setting("DefaultTTL", "The time to live that packets of this host start with."),
    counter("InReceives", "Packets received, also those that were bad."),
    counter(
        "InHdrErrors",
        "Packets dropped for a bad header or because their time to live ran out.",
    ),
    counter(
        "InAddrErrors",
        "Packets dropped because their destination was none to accept or forward.",
    ),
    counter("ForwDatagrams", "Packets for another host that were sent on."),
    counter("InUnknownProtos", "Packets dropped because nothing handles their protocol."),
    counter("InDiscards", "Good packets that were received and dropped, often for want of memory."),
    counter("InDelivers", "Packets handed to their protocol."),
    counter("OutRequests", "Packets that protocols of this host gave to be sent."),
    counter(
        "OutDiscards",
        "Good packets that were to be sent and were dropped, often for want of memory.",
    ),
    counter("OutNoRoutes", "Packets dropped because there was no route to their destination."),
    counter("ReasmTimeout", "Packets given up because fragments did not come in time."),
    counter("ReasmReqds", "Fragments received that had to be put together."),
    counter("ReasmOKs", "Packets put together from fragments."),
    counter("ReasmFails", "Packets that could not be put together from fragments."),
    counter("FragOKs", "Packets that were cut into fragments."),
    counter(
        "FragFails",
        "Packets that were too large and could or might not be cut into fragments.",
    ),
    counter("FragCreates", "Fragments made."),
    counter(
        "OutTransmits",
        "Packets handed to the link layer, forwarded ones and fragments included.",
    ),
];

const IP_EXT: &[Known] = &[
    counter("InNoRoutes", "Packets received to which no route led."),
    counter("InTruncatedPkts", "Packets received that were shorter than their header says."),
    counter("InMcastPkts", "Multicast packets received."),
    counter("OutMcastPkts", "Multicast packets sent."),
    counter("InBcastPkts", "Broadcast packets received."),
    counter("OutBcastPkts", "Broadcast packets sent."),
    counter("InOctets", "Bytes received, headers included."),
    counter("OutOctets", "Bytes sent, headers included."),
    counter("InMcastOctets", "Bytes of multicast packets received."),
    counter("OutMcastOctets", "Bytes of multicast packets sent."),
    counter("InBcastOctets", "Bytes of broadcast packets received."),
    counter("OutBcastOctets", "Bytes of broadcast packets sent."),
    counter("InCsumErrors", "Packets dropped for a wrong checksum of the header."),
    counter("InNoECTPkts", "Packets received whose sender takes no congestion marks."),
    counter("InECT1Pkts", "Packets received that are marked ECT(1)."),
    counter("InECT0Pkts", "Packets received that are marked ECT(0): congestion may be marked."),
    counter("InCEPkts", "Packets received on which a router has marked congestion."),
    counter("ReasmOverlaps", "Fragments that overlapped others, for which the packet was dropped."),
];

const ICMP: &[Known] = &[
    counter("InMsgs", "Messages received."),
    counter("InErrors", "Messages received that were bad."),
    counter("InCsumErrors", "Messages received with a wrong checksum."),
    counter("InDestUnreachs", "Messages received that a destination cannot be reached."),
    counter(
        "InTimeExcds",
        "Messages received that the time to live, or that for fragments, ran out.",
    ),
    counter("InParmProbs", "Messages received that a header of ours was bad."),
    counter("InSrcQuenchs", "Messages received that ask to send more slowly."),
    counter("InRedirects", "Messages received that tell of a better router."),
    counter("InEchos", "Echo requests received."),
    counter("InEchoReps", "Echo replies received."),
    counter("InTimestamps", "Requests for the time received."),
    counter("InTimestampReps", "Replies with the time received."),
    counter("InAddrMasks", "Requests for the netmask received."),
    counter("InAddrMaskReps", "Replies with the netmask received."),
    counter("OutMsgs", "Messages sent."),
    counter("OutErrors", "Messages that could not be sent."),
    counter("OutRateLimitGlobal", "Messages not sent because the host had sent too many."),
    counter("OutRateLimitHost", "Messages not sent because the receiver had been sent too many."),
    counter("OutDestUnreachs", "Messages sent that a destination cannot be reached."),
    counter("OutTimeExcds", "Messages sent that the time to live, or that for fragments, ran out."),
    counter("OutParmProbs", "Messages sent that a header was bad."),
    counter("OutSrcQuenchs", "Messages sent that ask to send more slowly."),
    counter("OutRedirects", "Messages sent that tell of a better router."),
    counter("OutEchos", "Echo requests sent."),
    counter("OutEchoReps", "Echo replies sent."),
    counter("OutTimestamps", "Requests for the time sent."),
    counter("OutTimestampReps", "Replies with the time sent."),
    counter("OutAddrMasks", "Requests for the netmask sent."),
    counter("OutAddrMaskReps", "Replies with the netmask sent."),
];

const TCP: &[Known] = &[
    setting(
        "RtoAlgorithm",
        "How the retransmission timeout is worked out; always 1, which is other.",
    ),
    setting("RtoMin", "The least retransmission timeout in milliseconds."),
    setting("RtoMax", "The longest retransmission timeout in milliseconds."),
    setting("MaxConn", "How many connections there may be; -1 where there is no fixed limit."),
    counter("ActiveOpens", "Connections that this host began to open."),
    counter("PassiveOpens", "Connections that others opened to this host."),
    counter("AttemptFails", "Connections that could not be opened."),
    counter("EstabResets", "Open connections that were reset."),
    gauge("CurrEstab", "Connections that are open now."),
    counter("InSegs", "Segments received, also those that were bad."),
    counter("OutSegs", "Segments sent, without those sent again."),
    counter("RetransSegs", "Segments sent again."),
    counter("InErrs", "Segments received that were bad."),
    counter("OutRsts", "Segments sent that reset a connection."),
    counter("InCsumErrors", "Segments received with a wrong checksum."),
];

const UDP: &[Known] = &[
    counter("InDatagrams", "Datagrams handed to a socket."),
    counter("NoPorts", "Datagrams received for a port that nobody has opened."),
    counter("InErrors", "Datagrams received and not delivered for other reasons."),
    counter("OutDatagrams", "Datagrams sent."),
    counter("RcvbufErrors", "Datagrams dropped because the receive buffer of the socket was full."),
    counter("SndbufErrors", "Datagrams not sent because the send buffer of the socket was full."),
    counter("InCsumErrors", "Datagrams received with a wrong checksum."),
    counter("IgnoredMulti", "Multicast datagrams received that no socket wanted."),
    counter("MemErrors", "Datagrams dropped because the protocol had used up its memory."),
];

const IP6: &[Known] = &[
    counter("InReceives", "Packets received, also those that were bad."),
    counter("InHdrErrors", "Packets dropped for a bad header or because their hop limit ran out."),
    counter("InTooBigErrors", "Packets not forwarded because they were too large for the link."),
    counter("InNoRoutes", "Packets received to whose destination no route led."),
    counter(
        "InAddrErrors",
        "Packets dropped because their destination was none to accept or forward.",
    ),
    counter("InUnknownProtos", "Packets dropped because nothing handles their protocol."),
    counter("InTruncatedPkts", "Packets received that were shorter than their header says."),
    counter("InDiscards", "Good packets that were received and dropped, often for want of memory."),
    counter("InDelivers", "Packets handed to their protocol."),
    counter("OutForwDatagrams", "Packets for another host that were sent on."),
    counter("OutRequests", "Packets that protocols of this host gave to be sent."),
    counter(
        "OutDiscards",
        "Good packets that were to be sent and were dropped, often for want of memory.",
    ),
    counter("OutNoRoutes", "Packets dropped because there was no route to their destination."),
    counter("ReasmTimeout", "Packets given up because fragments did not come in time."),
    counter("ReasmReqds", "Fragments received that had to be put together."),
    counter("ReasmOKs", "Packets put together from fragments."),
    counter("ReasmFails", "Packets that could not be put together from fragments."),
    counter("FragOKs", "Packets that were cut into fragments."),
    counter("FragFails", "Packets that were too large and could not be cut into fragments."),
    counter("FragCreates", "Fragments made."),
    counter("InMcastPkts", "Multicast packets received."),
    counter("OutMcastPkts", "Multicast packets sent."),
    counter("InOctets", "Bytes received, headers included."),
    counter("OutOctets", "Bytes sent, headers included."),
    counter("InMcastOctets", "Bytes of multicast packets received."),
    counter("OutMcastOctets", "Bytes of multicast packets sent."),
    counter("InBcastOctets", "Bytes of broadcast packets received; IPv6 has none."),
    counter("OutBcastOctets", "Bytes of broadcast packets sent; IPv6 has none."),
    counter("InNoECTPkts", "Packets received whose sender takes no congestion marks."),
    counter("InECT1Pkts", "Packets received that are marked ECT(1)."),
    counter("InECT0Pkts", "Packets received that are marked ECT(0): congestion may be marked."),
    counter("InCEPkts", "Packets received on which a router has marked congestion."),
    counter(
        "OutTransmits",
        "Packets handed to the link layer, forwarded ones and fragments included.",
    ),
];

const ICMP6: &[Known] = &[
    counter("InMsgs", "Messages received."),
    counter("InErrors", "Messages received that were bad."),
    counter("OutMsgs", "Messages sent."),
    counter("OutErrors", "Messages that could not be sent."),
    counter("InCsumErrors", "Messages received with a wrong checksum."),
    counter("OutRateLimitHost", "Messages not sent because the receiver had been sent too many."),
    counter("InDestUnreachs", "Messages received that a destination cannot be reached."),
    counter("InPktTooBigs", "Messages received that a packet of ours was too large for a link."),
    counter(
        "InTimeExcds",
        "Messages received that the hop limit, or the time for fragments, ran out.",
    ),
    counter("InParmProblems", "Messages received that a header of ours was bad."),
    counter("InEchos", "Echo requests received."),
    counter("InEchoReplies", "Echo replies received."),
    counter("InGroupMembQueries", "Questions received which multicast groups are wanted."),
    counter("InGroupMembResponses", "Reports received of multicast groups that are wanted."),
    counter(
        "InGroupMembReductions",
        "Reports received of multicast groups that are wanted no more.",
    ),
    counter("InRouterSolicits", "Questions received which routers there are."),
    counter("InRouterAdvertisements", "Announcements of routers received."),
    counter("InNeighborSolicits", "Questions received for the link address of a neighbour."),
    counter("InNeighborAdvertisements", "Answers received with the link address of a neighbour."),
    counter("InRedirects", "Messages received that tell of a better router."),
    counter("InMLDv2Reports", "Reports of the second version received of multicast groups."),
    counter("OutDestUnreachs", "Messages sent that a destination cannot be reached."),
    counter("OutPktTooBigs", "Messages sent that a packet was too large for a link."),
    counter(
        "OutTimeExcds",
        "Messages sent that the hop limit, or the time for fragments, ran out.",
    ),
    counter("OutParmProblems", "Messages sent that a header was bad."),
    counter("OutEchos", "Echo requests sent."),
    counter("OutEchoReplies", "Echo replies sent."),
    counter("OutGroupMembQueries", "Questions sent which multicast groups are wanted."),
    counter("OutGroupMembResponses", "Reports sent of multicast groups that are wanted."),
    counter("OutGroupMembReductions", "Reports sent of multicast groups that are wanted no more."),
    counter("OutRouterSolicits", "Questions sent which routers there are."),
    counter("OutRouterAdvertisements", "Announcements of routers sent."),
    counter("OutNeighborSolicits", "Questions sent for the link address of a neighbour."),
    counter("OutNeighborAdvertisements", "Answers sent with the link address of this host."),
    counter("OutRedirects", "Messages sent that tell of a better router."),
    counter("OutMLDv2Reports", "Reports of the second version sent of multicast groups."),
];

const TCP_EXT: &[Known] = &[
    counter(
        "SyncookiesSent",
        "SYN cookies sent, because the queue of half-open connections was full.",
    ),
    counter("SyncookiesRecv", "SYN cookies that came back and were right."),
    counter("SyncookiesFailed", "SYN cookies that came back and were wrong."),
    counter("EmbryonicRsts", "Resets received for connections that were not open yet."),
    counter(
        "PruneCalled",
        "How often a receive queue was too large for its buffer and had to shrink.",
    ),
    counter("RcvPruned", "Packets dropped because the receive queue could not be made to fit."),
    counter(
        "OfoPruned",
        "Packets dropped from queues of packets out of order, for want of memory.",
    ),
    counter(
        "OutOfWindowIcmps",
        "ICMP messages dropped because they were about data outside the window.",
    ),
    counter("LockDroppedIcmps", "ICMP messages dropped because the socket was in use."),
    counter("ArpFilter", "ARP requests not answered because of a filter."),
    counter("TW", "Connections whose time wait ended in time."),
    counter("TWRecycled", "Connections in time wait that were taken for a new connection."),
    counter("TWKilled", "Connections in time wait that were ended by the slow timer."),
    counter("PAWSPassive", "Requests for a connection dropped because of an old timestamp."),
    counter(
        "PAWSActive",
        "Answers to a request for a connection dropped because of an old timestamp.",
    ),
    counter("PAWSEstab", "Packets of open connections dropped because of an old timestamp."),
    counter("BeyondWindow", "Packets dropped because their data ended beyond the window."),
    counter(
        "TSEcrRejected",
        "Packets dropped because they echoed a timestamp that was never sent.",
    ),
    counter(
        "PAWSOldAck",
        "Late acknowledgements with an old timestamp, dropped without an answer.",
    ),
    counter(
        "PAWSTimewait",
        "Packets for connections in time wait dropped because of an old timestamp.",
    ),
    counter("DelayedACKs", "Acknowledgements sent when their delay had passed."),
    counter("DelayedACKLocked", "Acknowledgements delayed further because the socket was in use."),
    counter(
        "DelayedACKLost",
        "How often data came again, so that acknowledgements were sent at once.",
    ),
    counter("ListenOverflows", "Connections refused because too many waited to be accepted."),
    counter("ListenDrops", "Requests to listening sockets that were dropped, for whatever reason."),
    counter("TCPPrequeued", "Packets put aside for the process that was about to read them."),
    counter(
        "TCPDirectCopyFromBacklog",
        "Bytes read straight from packets that came while the socket was in use.",
    ),
    counter(
        "TCPDirectCopyFromPrequeue",
        "Bytes read straight from packets put aside for the reader.",
    ),
    counter("TCPPrequeueDropped", "Packets put aside for a reader and dropped."),
    counter("TCPHPHits", "Packets whose header was as predicted, which take the fast path."),
    counter(
        "TCPHPHitsToUser",
        "Packets whose header was as predicted and that were copied to the reader at once.",
    ),
    counter("TCPPureAcks", "Acknowledgements without data received that were not as predicted."),
    counter("TCPHPAcks", "Acknowledgements received that were as predicted."),
    counter(
        "TCPRenoRecovery",
        "How often loss was made good by fast retransmission, without selective acknowledgement.",
    ),
    counter(
        "TCPSackRecovery",
        "How often loss was made good by fast retransmission, with selective acknowledgement.",
    ),
    counter(
        "TCPSACKReneging",
        "How often a receiver took back what it had acknowledged selectively.",
    ),
    counter(
        "TCPFACKReorder",
        "How often packets were seen out of order by forward acknowledgement.",
    ),
    counter(
        "TCPSACKReorder",
        "How often packets were seen out of order by selective acknowledgement.",
    ),
    counter(
        "TCPRenoReorder",
        "How often packets were seen out of order by repeated acknowledgements.",
    ),
    counter("TCPTSReorder", "How often packets were seen out of order by timestamps."),
    counter("TCPFullUndo", "How often a slow-down was taken back because nothing had been lost."),
    counter(
        "TCPPartialUndo",
        "How often a slow-down was taken back in part, by a partial acknowledgement.",
    ),
    counter(
        "TCPDSACKUndo",
        "How often a slow-down was taken back because the receiver had got data twice.",
    ),
    counter(
        "TCPLossUndo",
        "How often a timeout was taken back because its data had not been lost.",
    ),
    counter("TCPLoss", "Retransmissions that were lost while recovering."),
    counter("TCPLostRetransmit", "Retransmissions that were lost in their turn."),
    counter(
        "TCPRenoFailures",
        "Timeouts after a fast retransmission without selective acknowledgement.",
    ),
    counter(
        "TCPSackFailures",
        "Timeouts after a fast retransmission with selective acknowledgement.",
    ),
    counter("TCPLossFailures", "Timeouts while recovering from a timeout."),
    counter("TCPFastRetrans", "Packets sent again before a timeout."),
    counter("TCPForwardRetrans", "Packets sent again that no acknowledgement had told to be lost."),
    counter("TCPSlowStartRetrans", "Packets sent again after a timeout, in slow start."),
    counter("TCPTimeouts", "Retransmission timeouts in other states, connecting included."),
    counter("TCPLossProbes", "Probes sent to find out whether the last packets were lost."),
    counter("TCPLossProbeRecovery", "Losses of the last packets made good by a probe."),
    counter(
        "TCPRenoRecoveryFail",
        "Fast retransmissions without selective acknowledgement that failed.",
    ),
    counter(
        "TCPSackRecoveryFail",
        "Fast retransmissions with selective acknowledgement that failed.",
    ),
    counter("TCPSchedulerFailed", "Packets dropped because no reader came for them in time."),
    counter("TCPRcvCollapsed", "Packets joined in a receive queue to save memory."),
    counter("TCPBacklogCoalesce", "Packets joined while they waited for a socket in use."),
    counter("TCPDSACKOldSent", "Reports sent that old data came twice."),
    counter("TCPDSACKOfoSent", "Reports sent that data out of order came twice."),
    counter("TCPDSACKRecv", "Reports received that data came twice."),
    counter("TCPDSACKOfoRecv", "Reports received that data out of order came twice."),
    counter("TCPAbortOnSyn", "Connections reset because a request came in the middle."),
    counter("TCPAbortOnData", "Connections reset because data came after they were closed."),
    counter("TCPAbortOnClose", "Connections reset because they were closed with data unread."),
    counter(
        "TCPAbortOnMemory",
        "Connections reset because too many were left without a process, or memory was short.",
    ),
    counter("TCPAbortOnTimeout", "Connections given up after too many retransmissions or probes."),
    counter(
        "TCPAbortOnLinger",
        "Connections reset because their linger time after closing had passed.",
    ),
    counter(
        "TCPAbortFailed",
        "Connections given up without a reset, for want of memory to send one.",
    ),
    counter("TCPMemoryPressures", "How often the memory of the protocol became short."),
    counter(
        "TCPMemoryPressuresChrono",
        "Milliseconds for which the memory of the protocol was short.",
    ),
    counter("TCPSACKDiscard", "Selective acknowledgements dropped because they made no sense."),
    counter(
        "TCPDSACKIgnoredOld",
        "Reports of data that came twice, ignored because they were old.",
    ),
    counter(
        "TCPDSACKIgnoredNoUndo",
        "Reports of data that came twice, ignored because there was nothing to take back.",
    ),
    counter("TCPSpuriousRTOs", "Timeouts found to have been too early."),
    counter(
        "TCPMD5NotFound",
        "Packets dropped because they had no MD5 signature where one is wanted.",
    ),
    counter(
        "TCPMD5Unexpected",
        "Packets dropped because they had an MD5 signature where none is wanted.",
    ),
    counter("TCPMD5Failure", "Packets dropped because their MD5 signature was wrong."),
    counter(
        "TCPSackShifted",
        "Buffers whose data was moved to the one before, for selective acknowledgement.",
    ),
    counter("TCPSackMerged", "Buffers joined with the one before, for selective acknowledgement."),
    counter(
        "TCPSackShiftFallback",
        "Buffers that could not be joined for selective acknowledgement.",
    ),
    counter("TCPBacklogDrop", "Packets dropped because too many waited for a socket in use."),
    counter("PFMemallocDrop", "Packets dropped because they lay in the reserve of memory."),
    counter(
        "TCPMinTTLDrop",
        "Packets dropped because their time to live was below the least allowed.",
    ),
    counter(
        "TCPDeferAcceptDrop",
        "Bare acknowledgements dropped because the listener waits for data.",
    ),
    counter(
        "IPReversePathFilter",
        "Packets dropped because an answer would go out by another interface.",
    ),
    counter("TCPTimeWaitOverflow", "Connections that could not wait because too many did."),
    counter(
        "TCPReqQFullDoCookies",
        "Requests answered with a SYN cookie because the queue was full.",
    ),
    counter("TCPReqQFullDrop", "Requests dropped because the queue was full."),
    counter("TCPRetransFail", "Retransmissions that could not be sent."),
    counter("TCPRcvCoalesce", "Packets joined with the one before in the receive queue."),
    counter("TCPOFOQueue", "Packets that came out of order and were kept."),
    counter("TCPOFODrop", "Packets that came out of order and were dropped for want of memory."),
    counter("TCPOFOMerge", "Packets out of order that overlapped others."),
    counter("TCPChallengeACK", "Acknowledgements sent to test a suspicious packet."),
    counter("TCPSYNChallenge", "Acknowledgements sent to test a request in an open connection."),
    counter("TCPFastOpenActive", "Connections that this host opened with data in the request."),
    counter(
        "TCPFastOpenActiveFail",
        "Requests with data that this host sent and whose data was not acknowledged.",
    ),
    counter("TCPFastOpenPassive", "Connections that others opened with data in the request."),
    counter("TCPFastOpenPassiveFail", "Requests with data that this host received and refused."),
    counter(
        "TCPFastOpenListenOverflow",
        "Requests with data refused because too many were half open.",
    ),
    counter(
        "TCPFastOpenCookieReqd",
        "Requests received for a cookie that allows requests with data.",
    ),
    counter(
        "TCPFastOpenBlackhole",
        "How often requests with data were given up because the way swallows them.",
    ),
    counter(
        "TCPSpuriousRtxHostQueues",
        "Retransmissions left out because the first copy had not left the host.",
    ),
    counter("BusyPollRxPackets", "Packets received by polling from within a system call."),
    counter(
        "TCPAutoCorking",
        "How often a small packet was held back until the one before had left.",
    ),
    counter("TCPFromZeroWindowAdv", "How often the announced window grew from zero."),
    counter("TCPToZeroWindowAdv", "How often the announced window shrank to zero."),
    counter("TCPWantZeroWindowAdv", "How often the announced window should have shrunk to zero."),
    counter("TCPSynRetrans", "Requests for a connection, and answers to them, sent again."),
    counter("TCPOrigDataSent", "Packets with data sent for the first time."),
    counter(
        "TCPHystartTrainDetect",
        "How often slow start ended because acknowledgements came far apart.",
    ),
    counter(
        "TCPHystartTrainCwnd",
        "Sum of the congestion windows when slow start ended for acknowledgements far apart.",
    ),
    counter(
        "TCPHystartDelayDetect",
        "How often slow start ended because the round trip grew longer.",
    ),
    counter(
        "TCPHystartDelayCwnd",
        "Sum of the congestion windows when slow start ended for a longer round trip.",
    ),
    counter(
        "TCPACKSkippedSynRecv",
        "Acknowledgements not sent to half-open connections, to limit their rate.",
    ),
    counter(
        "TCPACKSkippedPAWS",
        "Acknowledgements not sent for old timestamps, to limit their rate.",
    ),
    counter(
        "TCPACKSkippedSeq",
        "Acknowledgements not sent for data outside the window, to limit their rate.",
    ),
    counter(
        "TCPACKSkippedFinWait2",
        "Acknowledgements not sent in the state FIN_WAIT2, to limit their rate.",
    ),
    counter(
        "TCPACKSkippedTimeWait",
        "Acknowledgements not sent in time wait, to limit their rate.",
    ),
    counter("TCPACKSkippedChallenge", "Acknowledgements that test not sent, to limit their rate."),
    counter("TCPWinProbe", "Probes sent to a receiver whose window was zero."),
    counter("TCPKeepAlive", "Keepalive probes sent."),
    counter("TCPMTUPFail", "Searches for a larger packet size that failed."),
    counter("TCPMTUPSuccess", "Searches for a larger packet size that succeeded."),
    counter("TCPDelivered", "Packets that arrived, by what the receivers acknowledged."),
    counter("TCPDeliveredCE", "Packets that arrived with a mark of congestion."),
    counter("TCPAckCompressed", "Acknowledgements left out because one after them told as much."),
    counter("TCPZeroWindowDrop", "Packets dropped because the window was zero."),
    counter("TCPRcvQDrop", "Packets dropped because the receive queue was full."),
    counter("TCPWqueueTooBig", "How often a send queue was too large to be split further."),
    counter(
        "TCPFastOpenPassiveAltKey",
        "Connections opened with data and a cookie of the second key.",
    ),
    counter(
        "TcpTimeoutRehash",
        "How often another way through the network was tried after a timeout.",
    ),
    counter("TcpDuplicateDataRehash", "How often another way was tried because data came twice."),
    counter("TCPDSACKRecvSegs", "Packets reported to have come twice."),
    counter(
        "TCPDSACKIgnoredDubious",
        "Reports of data that came twice, ignored because they made no sense.",
    ),
    counter("TCPMigrateReqSuccess", "Half-open connections that were moved to another listener."),
    counter(
        "TCPMigrateReqFailure",
        "Half-open connections that could not be moved to another listener.",
    ),
    counter("TCPPLBRehash", "How often another way was tried because of congestion."),
    counter(
        "TCPAORequired",
        "Packets dropped because they had no authentication option where one is wanted.",
    ),
    counter("TCPAOBad", "Packets dropped because their authentication option was wrong."),
    counter(
        "TCPAOKeyNotFound",
        "Packets dropped because their authentication option names no key we have.",
    ),
    counter("TCPAOGood", "Packets whose authentication option was right."),
    counter("TCPAODroppedIcmps", "ICMP messages ignored to protect an authenticated connection."),
];

const MPTCP_EXT: &[Known] = &[
    counter("MPCapableSYNRX", "Requests received for a connection of several paths."),
    counter("MPCapableSYNTX", "Requests sent for a connection of several paths."),
    counter("MPCapableSYNACKRX", "Answers received that agree to several paths."),
    counter("MPCapableACKRX", "Third packets received of a connection of several paths."),
    counter("MPCapableFallbackACK", "Connections that went back to one path at the third packet."),
    counter("MPCapableFallbackSYNACK", "Connections that went back to one path at the answer."),
    counter(
        "MPCapableSYNTXDrop",
        "Requests sent without the option, because those with it were dropped.",
    ),
    counter(
        "MPCapableSYNTXDisabled",
        "Requests sent without the option, because it was seen to be swallowed.",
    ),
    counter(
        "MPCapableEndpAttempt",
        "Requests received for a connection at a port that only further paths may join.",
    ),
    counter(
        "MPFallbackTokenInit",
        "Connections that went back to one path because no token could be made.",
    ),
    counter("MPTCPRetrans", "Packets sent again on another path."),
    counter("MPJoinNoTokenFound", "Requests to join a connection that is not known."),
    counter("MPJoinSynRx", "Requests received to join another path."),
    counter("MPJoinSynBackupRx", "Requests received to join another path as a backup."),
    counter("MPJoinSynAckRx", "Answers received to requests to join."),
    counter(
        "MPJoinSynAckBackupRx",
        "Answers received to requests to join, that make the path a backup.",
    ),
    counter("MPJoinSynAckHMacFailure", "Answers to requests to join with a wrong signature."),
    counter("MPJoinAckRx", "Third packets received of a path that joins."),
    counter("MPJoinAckHMacFailure", "Third packets of a path that joins with a wrong signature."),
    counter("MPJoinRejected", "Requests to join that were refused."),
    counter("MPJoinSynTx", "Requests sent to join another path."),
    counter("MPJoinSynTxCreatSkErr", "Paths that could not be joined for want of a socket."),
    counter(
        "MPJoinSynTxBindErr",
        "Paths that could not be joined because the socket could not be bound.",
    ),
    counter(
        "MPJoinSynTxConnectErr",
        "Paths that could not be joined because the socket could not connect.",
    ),
    counter("DSSNotMatching", "Mappings of data received that contradict one before."),
    counter(
        "DSSCorruptionFallback",
        "Damaged mappings of data after which a connection went back to one path.",
    ),
    counter("DSSCorruptionReset", "Damaged mappings of data after which a path was reset."),
    counter("InfiniteMapTx", "Mappings without an end sent, which go back to one path."),
    counter("InfiniteMapRx", "Mappings without an end received, which go back to one path."),
    counter("DSSNoMatchTCP", "Mappings of data received that do not fit the path's numbers."),
    counter("DataCsumErr", "Data received with a wrong checksum."),
    counter("OFOQueueTail", "Packets out of order put at the end of the queue."),
    counter("OFOQueue", "Packets that came out of order and were kept."),
    counter("OFOMerge", "Packets out of order that were joined with others."),
    counter("NoDSSInWindow", "Packets received of which no mapping tells where they belong."),
    counter("DuplicateData", "Packets received whose data had come already."),
    counter("AddAddr", "Addresses received that the other end has too."),
    counter("AddAddrTx", "Addresses sent that this host has too."),
    counter("AddAddrTxDrop", "Addresses that were to be sent and were dropped."),
    counter("EchoAdd", "Confirmations received that an address has come."),
    counter("EchoAddTx", "Confirmations sent that an address has come."),
    counter("EchoAddTxDrop", "Confirmations of an address that were to be sent and were dropped."),
    counter("PortAdd", "Addresses received with a port."),
    counter("AddAddrDrop", "Addresses received that were dropped."),
    counter("MPJoinPortSynRx", "Requests received to join at a port of its own."),
    counter("MPJoinPortSynAckRx", "Answers received to requests to join at a port of its own."),
    counter("MPJoinPortAckRx", "Third packets received of a path that joins at a port of its own."),
    counter("MismatchPortSynRx", "Requests to join at a port that was not announced."),
    counter("MismatchPortAckRx", "Third packets of a path at a port that was not announced."),
    counter("RmAddr", "Addresses received that the other end has no more."),
    counter(
        "RmAddrDrop",
        "Addresses received that the other end has no more, and that were dropped.",
    ),
    counter("RmAddrTx", "Addresses sent that this host has no more."),
    counter(
        "RmAddrTxDrop",
        "Addresses that this host has no more, and that were to be sent and were dropped.",
    ),
    counter("RmSubflow", "Paths that were closed because their address is gone."),
    counter("MPPrioTx", "Changes of a path's priority sent."),
    counter("MPPrioRx", "Changes of a path's priority received."),
    counter("MPFailTx", "Reports sent that data was damaged on a path."),
    counter("MPFailRx", "Reports received that data was damaged on a path."),
    counter("MPFastcloseTx", "Whole connections that this host ended at once."),
    counter("MPFastcloseRx", "Whole connections that the other end ended at once."),
    counter("MPRstTx", "Resets of a path sent."),
    counter("MPRstRx", "Resets of a path received."),
    counter("RcvPruned", "Packets dropped because the receive queue was full."),
    counter("SubflowStale", "Paths that were found to be stuck."),
    counter("SubflowRecover", "Stuck paths that work again."),
    counter("SndWndShared", "How often the window of the whole connection limited a path."),
    counter(
        "RcvWndShared",
        "How often the window announced on a path was that of the whole connection.",
    ),
    counter(
        "RcvWndConflictUpdate",
        "How often the announced window was made to fit another path's.",
    ),
    counter("RcvWndConflict", "How often paths announced windows that contradict each other."),
    gauge("MPCurrEstab", "Connections that are open now."),
    counter("Blackhole", "How often the option was found to be swallowed on the way."),
    counter("MPCapableDataFallback", "Connections that went back to one path at the first data."),
    counter("MD5SigFallback", "Connections that went back to one path because of MD5 signatures."),
    counter("DssFallback", "Connections that went back to one path because of a bad mapping."),
    counter(
        "SimultConnectFallback",
        "Connections that went back to one path because both ends had opened them.",
    ),
    counter("FallbackFailed", "Connections that should have gone back to one path and could not."),
    counter("WinProbe", "Probes sent to a receiver whose window was zero."),
];

const XFRM: &[Known] = &[
    counter("InError", "Packets received and dropped for reasons without a counter."),
    counter("InBufferError", "Packets received and dropped for want of memory."),
    counter("InHdrError", "Packets received with a bad header."),
    counter(
        "InNoStates",
        "Packets received for which there is no association: wrong address, protocol or index.",
    ),
    counter(
        "InStateProtoError",
        "Packets received that failed in their protocol, such as for a wrong key.",
    ),
    counter("InStateModeError", "Packets received that failed in their mode, such as tunnel."),
    counter("InStateSeqError", "Packets received whose number was outside the window: a replay."),
    counter("InStateExpired", "Packets received for an association that has expired."),
    counter(
        "InStateMismatch",
        "Packets received whose association has other options, such as for UDP.",
    ),
    counter("InStateInvalid", "Packets received for an association that is not valid."),
    counter("InTmplMismatch", "Packets received whose associations fit no template of the policy."),
    counter("InNoPols", "Packets received for whose associations there is no policy."),
    counter("InPolBlock", "Packets received that a policy forbids."),
    counter("InPolError", "Packets received whose policy could not be found for an error."),
    counter("OutError", "Packets to be sent that were dropped for reasons without a counter."),
    counter(
        "OutBundleGenError",
        "Packets to be sent for which the associations could not be put together.",
    ),
    counter(
        "OutBundleCheckError",
        "Packets to be sent whose associations turned out to be of no use.",
    ),
    counter("OutNoStates", "Packets to be sent for which there is no association."),
    counter("OutStateProtoError", "Packets to be sent that failed in their protocol."),
    counter("OutStateModeError", "Packets to be sent that failed in their mode."),
    counter("OutStateSeqError", "Packets to be sent for which the numbers were used up."),
    counter("OutStateExpired", "Packets to be sent whose association has expired."),
    counter("OutPolBlock", "Packets to be sent that a policy forbids."),
    counter("OutPolDead", "Packets to be sent whose policy was taken away meanwhile."),
    counter("OutPolError", "Packets to be sent whose policy could not be found for an error."),
    counter("FwdHdrError", "Packets to be forwarded with a bad header."),
    counter("OutStateInvalid", "Packets to be sent whose association is not valid."),
    counter("AcquireError", "Associations that were asked for and could not be had."),
    counter("OutStateDirError", "Packets to be sent whose association is for receiving."),
    counter("InStateDirError", "Packets received for an association that is for sending."),
    counter(
        "InIptfsError",
        "Packets received that could not be taken apart into those they carry.",
    ),
    counter("OutNoQueueSpace", "Packets to be sent that were dropped because the queue was full."),
];

const TLS: &[Known] = &[
    gauge("CurrTxSw", "Connections now that the kernel encrypts."),
    gauge("CurrRxSw", "Connections now that the kernel decrypts."),
    gauge("CurrTxDevice", "Connections now that a device encrypts."),
    gauge("CurrRxDevice", "Connections now that a device decrypts."),
    counter("TxSw", "Connections that the kernel was to encrypt."),
    counter("RxSw", "Connections that the kernel was to decrypt."),
    counter("TxDevice", "Connections that a device was to encrypt."),
    counter("RxDevice", "Connections that a device was to decrypt."),
    counter("DecryptError", "Records that could not be decrypted."),
    counter("RxDeviceResync", "How often a device was told anew where it is."),
    counter("DecryptRetry", "Records decrypted twice because their padding was not as expected."),
    counter("RxNoPadViolation", "Records with padding from a sender that had promised none."),
    counter("RxRekeyOk", "Changes of the key for decryption that succeeded."),
    counter("RxRekeyError", "Changes of the key for decryption that failed."),
    counter("TxRekeyOk", "Changes of the key for encryption that succeeded."),
    counter("TxRekeyError", "Changes of the key for encryption that failed."),
    counter("RxRekeyReceived", "Messages received that the key changes."),
];

const SCTP: &[Known] = &[
    gauge("CurrEstab", "Associations that are open now."),
    counter("ActiveEstabs", "Associations that this host opened."),
    counter("PassiveEstabs", "Associations that others opened to this host."),
    counter("Aborteds", "Associations that were aborted."),
    counter("Shutdowns", "Associations that were closed in order."),
    counter("OutOfBlues", "Packets received that belong to no association."),
    counter("ChecksumErrors", "Packets received with a wrong checksum."),
    counter("OutCtrlChunks", "Chunks without data sent."),
    counter("OutOrderChunks", "Chunks of ordered data sent."),
    counter("OutUnorderChunks", "Chunks of unordered data sent."),
    counter("InCtrlChunks", "Chunks without data received."),
    counter("InOrderChunks", "Chunks of ordered data received."),
    counter("InUnorderChunks", "Chunks of unordered data received."),
    counter("FragUsrMsgs", "Messages that had to be cut into fragments."),
    counter("ReasmUsrMsgs", "Messages put together from fragments."),
    counter("OutSCTPPacks", "Packets sent."),
    counter("InSCTPPacks", "Packets received."),
    counter(
        "T1InitExpireds",
        "How often the first packet of an association was not answered in time.",
    ),
    counter("T1CookieExpireds", "How often the cookie of an association was not answered in time."),
    counter("T2ShutdownExpireds", "How often a shutdown was not answered in time."),
    counter("T3RtxExpireds", "How often data was not acknowledged in time."),
    counter("T4RtoExpireds", "How often a change of addresses was not acknowledged in time."),
    counter("T5ShutdownGuardExpireds", "How often a shutdown took too long altogether."),
    counter("DelaySackExpireds", "How often the delay of an acknowledgement passed."),
    counter(
        "AutocloseExpireds",
        "How often an association was closed because nothing had happened.",
    ),
    counter("T3Retransmits", "Chunks sent again because they were not acknowledged in time."),
    counter("PmtudRetransmits", "Chunks sent again because they were too large for the way."),
    counter("FastRetransmits", "Chunks sent again before a timeout."),
    counter("InPktSoftirq", "Packets handled as they came."),
    counter("InPktBacklog", "Packets that waited because the socket was in use."),
    counter("InPktDiscards", "Packets received and dropped."),
    counter("InDataChunkDiscards", "Chunks of data received and dropped."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        for (group, table) in GROUPS {
            assert_eq!(GROUPS.iter().filter(|(other, _)| other == group).count(), 1, "{group}");
            for known in *table {
                let name = known.name;
                assert_eq!(table.iter().filter(|other| other.name == name).count(), 1, "{name}");
                assert!(known.meaning.ends_with('.'), "{name}");
                assert!(!known.meaning.trim_end_matches('.').contains(". "), "{name}");
                assert!(known.meaning.starts_with(|first: char| first.is_uppercase()), "{name}");
            }
        }
    }
}
