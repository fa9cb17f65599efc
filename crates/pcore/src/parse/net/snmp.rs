//! `[pid]/net/snmp` and `netstat`.
//!
//! The procfs crate fails the whole of `snmp` where a counter is missing, as all of `UdpLite` are
//! since Linux 7.1, and does not cover `netstat`.

use super::counters::{Counter, Number};
use crate::Absent;
use crate::parse::{Item, labelled, lines, words};

/// The counters, which the kernel prints as pairs of lines: a group with the names, and the group
/// with the values. Names without values and values without names are malformed.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Counter>> {
    let mut counters = Vec::new();
    let mut headings: Option<(&[u8], &[u8])> = None;
    for line in lines(text).filter(|line| !line.trim_ascii().is_empty()) {
        match (labelled(line), headings.take()) {
            (Some((group, columns)), above) if is_heading(columns) => {
                counters.extend(above.map(|_| Err(Absent::Malformed)));
                headings = Some((group, columns));
            }
            (Some((group, values)), Some((above, names))) if group == above => {
                pair(&mut counters, group, names, values);
            }
            _ => counters.push(Err(Absent::Malformed)),
        }
    }
    counters.extend(headings.map(|_| Err(Absent::Malformed)));
    counters.into_iter()
}

/// Whether the columns are names. Names start with letters, and values do not.
fn is_heading(columns: &[u8]) -> bool {
    columns.first().is_none_or(u8::is_ascii_alphabetic)
}

fn pair(counters: &mut Vec<Item<Counter>>, group: &[u8], names: &[u8], values: &[u8]) {
    let mut values = words(values);
    for name in words(names) {
        let value = values.next().ok_or(Absent::Malformed).and_then(Number::parse);
        counters.push(Ok(Counter { group: group.into(), name: name.into(), value }));
    }
    if values.next().is_some() {
        counters.push(Err(Absent::Malformed));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SNMP: &[u8] = b"\
Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits
Ip: 2 64 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 7
Icmp: InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs InRedirects InEchos InEchoReps InTimestamps InTimestampReps InAddrMasks InAddrMaskReps OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost OutDestUnreachs OutTimeExcds OutParmProbs OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps OutTimestampReps OutAddrMasks OutAddrMaskReps
Icmp: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
IcmpMsg: InType0 InType3 OutType8
IcmpMsg: 1 2 3
Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
Tcp: 1 200 120000 -1 3 2 1 0 4 5 6 7 8 9 10
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors
Udp: 0 0 0 0 0 0 0 0 0
UdpLite: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors
UdpLite: 0 0 0 0 0 0 0 0 0
";

    /// The names of Linux 6.18, and after them those that only older kernels have.
    const NETSTAT: &[&str] = &[
        "TcpExt: SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled RcvPruned OfoPruned OutOfWindowIcmps LockDroppedIcmps ArpFilter TW TWRecycled TWKilled PAWSActive PAWSEstab BeyondWindow TSEcrRejected PAWSOldAck PAWSTimewait DelayedACKs DelayedACKLocked DelayedACKLost ListenOverflows ListenDrops TCPHPHits TCPPureAcks TCPHPAcks TCPRenoRecovery TCPSackRecovery TCPSACKReneging TCPSACKReorder TCPRenoReorder TCPTSReorder TCPFullUndo TCPPartialUndo TCPDSACKUndo TCPLossUndo TCPLostRetransmit TCPRenoFailures TCPSackFailures TCPLossFailures TCPFastRetrans TCPSlowStartRetrans TCPTimeouts TCPLossProbes TCPLossProbeRecovery TCPRenoRecoveryFail TCPSackRecoveryFail TCPRcvCollapsed TCPBacklogCoalesce TCPDSACKOldSent TCPDSACKOfoSent TCPDSACKRecv TCPDSACKOfoRecv TCPAbortOnData TCPAbortOnClose TCPAbortOnMemory TCPAbortOnTimeout TCPAbortOnLinger TCPAbortFailed TCPMemoryPressures TCPMemoryPressuresChrono TCPSACKDiscard TCPDSACKIgnoredOld TCPDSACKIgnoredNoUndo TCPSpuriousRTOs TCPMD5NotFound TCPMD5Unexpected TCPMD5Failure TCPSackShifted TCPSackMerged TCPSackShiftFallback TCPBacklogDrop PFMemallocDrop TCPMinTTLDrop TCPDeferAcceptDrop IPReversePathFilter TCPTimeWaitOverflow TCPReqQFullDoCookies TCPReqQFullDrop TCPRetransFail TCPRcvCoalesce TCPOFOQueue TCPOFODrop TCPOFOMerge TCPChallengeACK TCPSYNChallenge TCPFastOpenActive TCPFastOpenActiveFail TCPFastOpenPassive TCPFastOpenPassiveFail TCPFastOpenListenOverflow TCPFastOpenCookieReqd TCPFastOpenBlackhole TCPSpuriousRtxHostQueues BusyPollRxPackets TCPAutoCorking TCPFromZeroWindowAdv TCPToZeroWindowAdv TCPWantZeroWindowAdv TCPSynRetrans TCPOrigDataSent TCPHystartTrainDetect TCPHystartTrainCwnd TCPHystartDelayDetect TCPHystartDelayCwnd TCPACKSkippedSynRecv TCPACKSkippedPAWS TCPACKSkippedSeq TCPACKSkippedFinWait2 TCPACKSkippedTimeWait TCPACKSkippedChallenge TCPWinProbe TCPKeepAlive TCPMTUPFail TCPMTUPSuccess TCPDelivered TCPDeliveredCE TCPAckCompressed TCPZeroWindowDrop TCPRcvQDrop TCPWqueueTooBig TCPFastOpenPassiveAltKey TcpTimeoutRehash TcpDuplicateDataRehash TCPDSACKRecvSegs TCPDSACKIgnoredDubious TCPMigrateReqSuccess TCPMigrateReqFailure TCPPLBRehash TCPAORequired TCPAOBad TCPAOKeyNotFound TCPAOGood TCPAODroppedIcmps",
        "IpExt: InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InBcastPkts OutBcastPkts InOctets OutOctets InMcastOctets OutMcastOctets InBcastOctets OutBcastOctets InCsumErrors InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts ReasmOverlaps",
        "MPTcpExt: MPCapableSYNRX MPCapableSYNTX MPCapableSYNACKRX MPCapableACKRX MPCapableFallbackACK MPCapableFallbackSYNACK MPCapableSYNTXDrop MPCapableSYNTXDisabled MPCapableEndpAttempt MPFallbackTokenInit MPTCPRetrans MPJoinNoTokenFound MPJoinSynRx MPJoinSynBackupRx MPJoinSynAckRx MPJoinSynAckBackupRx MPJoinSynAckHMacFailure MPJoinAckRx MPJoinAckHMacFailure MPJoinRejected MPJoinSynTx MPJoinSynTxCreatSkErr MPJoinSynTxBindErr MPJoinSynTxConnectErr DSSNotMatching DSSCorruptionFallback DSSCorruptionReset InfiniteMapTx InfiniteMapRx DSSNoMatchTCP DataCsumErr OFOQueueTail OFOQueue OFOMerge NoDSSInWindow DuplicateData AddAddr AddAddrTx AddAddrTxDrop EchoAdd EchoAddTx EchoAddTxDrop PortAdd AddAddrDrop MPJoinPortSynRx MPJoinPortSynAckRx MPJoinPortAckRx MismatchPortSynRx MismatchPortAckRx RmAddr RmAddrDrop RmAddrTx RmAddrTxDrop RmSubflow MPPrioTx MPPrioRx MPFailTx MPFailRx MPFastcloseTx MPFastcloseRx MPRstTx MPRstRx SubflowStale SubflowRecover SndWndShared RcvWndShared RcvWndConflictUpdate RcvWndConflict MPCurrEstab Blackhole MPCapableDataFallback MD5SigFallback DssFallback SimultConnectFallback FallbackFailed WinProbe",
        "TcpExt: PAWSPassive TCPPrequeued TCPDirectCopyFromBacklog TCPDirectCopyFromPrequeue TCPPrequeueDropped TCPHPHitsToUser TCPFACKReorder TCPLoss TCPForwardRetrans TCPSchedulerFailed TCPAbortOnSyn",
    ];

    fn counters(text: &[u8]) -> Vec<Counter> {
        rows(text).collect::<Item<_>>().unwrap()
    }

    fn value(counters: &[Counter], name: &str) -> Item<Number> {
        let counter = counters.iter().find(|counter| counter.full_name() == name.as_bytes());
        counter.map_or(Err(Absent::Unsupported), |counter| counter.value)
    }

    #[test]
    fn a_whole_file() {
        let counters = counters(SNMP);
        assert_eq!(counters.len(), 20 + 29 + 3 + 15 + 9 + 9);
        for (name, number) in [
            ("IpInReceives", Number::Unsigned(u64::MAX)),
            ("IpOutTransmits", Number::Unsigned(7)),
            ("IcmpMsgInType3", Number::Unsigned(2)),
            ("TcpMaxConn", Number::Signed(-1)),
            ("TcpInCsumErrors", Number::Unsigned(10)),
            ("UdpLiteMemErrors", Number::Unsigned(0)),
        ] {
            assert_eq!(value(&counters, name), Ok(number), "{name}");
        }
    }

    #[test]
    fn every_counter_has_a_meaning() {
        let mut text = SNMP.to_vec();
        for names in NETSTAT {
            let group = names.split_whitespace().next().unwrap();
            let zeros = " 0".repeat(names.split_whitespace().count() - 1);
            text.extend_from_slice(format!("{names}\n{group}{zeros}\n").as_bytes());
        }
        for counter in counters(&text) {
            let name = String::from_utf8(counter.full_name()).unwrap();
            assert!(counter.meaning().is_some(), "{name}");
            assert_eq!(counter.known().is_none(), name.starts_with("IcmpMsg"), "{name}");
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let parsed: Vec<_> = rows(
            b"Tcp: A B C\nTcp: 1 x\nword\nUdp: 1 2\nIp: A B\nIp: 1 2 3\nA: B\nC: D\nC: 4\n\nE: F\nG: 1\nH: I\n",
        )
        .collect();
        let counter = |group: &[u8], name: &[u8], value| {
            Ok(Counter { group: group.into(), name: name.into(), value })
        };
        let malformed = Err(Absent::Malformed);
        let expected = [
            counter(b"Tcp", b"A", Ok(Number::Unsigned(1))),
            counter(b"Tcp", b"B", malformed),
            counter(b"Tcp", b"C", malformed),
            // The line without a colon, and the values without names.
            Err(Absent::Malformed),
            Err(Absent::Malformed),
            counter(b"Ip", b"A", Ok(Number::Unsigned(1))),
            counter(b"Ip", b"B", Ok(Number::Unsigned(2))),
            // The value without a name, and the names without values.
            Err(Absent::Malformed),
            Err(Absent::Malformed),
            counter(b"C", b"D", Ok(Number::Unsigned(4))),
            Err(Absent::Malformed),
            Err(Absent::Malformed),
        ];
        assert_eq!(parsed, expected);
        assert_eq!(rows(b"").count(), 0);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SNMP.len(), byte: u8) {
            rows(&text).for_each(drop);
            rows(&fixture::damaged(SNMP, flip, byte)).for_each(drop);
        }

        #[test]
        fn junk_costs_no_pair(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, b"Udp: InErrors\nUdp: 7");
            prop_assert_eq!(rows(&text).flatten().count(), junk.len());
        }
    }
}
