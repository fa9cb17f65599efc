//! Every file that the design gives to a view of `pnet`: that view shows what is in it, from a table in
//! the documented format, and of the living machine where that has the file, for its owner and for a
//! stranger.

use std::collections::BTreeSet;
use std::path::Path;

use crate::PNET;
use crate::support::call::reachable_copy;
use crate::support::rows::rows_of;
use crate::support::{Call, NOBODY, Row, Sandbox, Tree, call, is_root, skip};

/// What of /proc is shown by whom: path, seed, view, note.
const COVERAGE: &str = include_str!("../fixtures/coverage.tsv");

const TCP: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
    0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000  1000        0 4712 1 0000000000000000 20 4 30 10 -1\n";
const TCP6: &str = "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
    0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0\n";
const UDP: &str = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n  \
    100: 0100007F:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4713 2 0000000000000000 5\n";
const UDP6: &str = "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n  \
    100: 00000000000000000000000001000000:0044 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4714 2 0000000000000000 5\n";
const BLUETOOTH: &str = "sk               RefCnt Rmem   Wmem   User   Inode  Parent\n\
    00000000a1b2c3d4 2      768    256    1000   7006   7001  \n";
const DEV: &str = "Inter-|   Receive                                                |  Transmit\n \
    face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  \
    eth0: 1000 10 1 2 3 4 5 6 2000 20 7 8 9 10 11 12\n";
const IGMP: &str = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n\
    7\teth0      :     1      V3\n\
    \t\t\t\t010101E8     1 1:00000064\t\t1\n";
const IGMP6: &str = "7    eth0            ff3e0000000000000000000000000001     1 00000004 0\n";

/// What may stand in each file, below `net`.
const SAMPLES: [(&str, &str); 57] = [
    ("tcp", TCP),
    ("tcp6", TCP6),
    ("udp", UDP),
    ("udp6", UDP6),
    ("udplite", UDP),
    ("udplite6", UDP6),
    ("raw", UDP),
    ("raw6", UDP6),
    ("icmp", UDP),
    ("icmp6", UDP6),
    (
        "unix",
        "Num       RefCount Protocol Flags    Type St Inode Path\n\
         0000000000000000: 00000002 00000000 00010000 0001 01 4715 /run/a.sock\n",
    ),
    (
        "netlink",
        "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n\
         00000000a1b2c3d4 0   4242       00000111 2304     0        0     2        7        7004    \n",
    ),
    (
        "packet",
        "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n\
         00000000a1b2c3d4 3      3    0003   2     1 0      0      7006\n",
    ),
    ("l2cap", BLUETOOTH),
    ("rfcomm", BLUETOOTH),
    ("sco", BLUETOOTH),
    ("hci", BLUETOOTH),
    ("bnep", BLUETOOTH),
    (
        "ipx",
        "Local_Address               Remote_Address              Tx_Queue  Rx_Queue  State  Uid\n\
         00000001:02005E100001:4003  Not_Connected               00000000  00000000  07     000\n",
    ),
    ("dev", DEV),
    (
        "wireless",
        "Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE\n \
         face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22\n \
         eth0: 0000   54.  -56.  -256        1      2      3      4      5        6\n",
    ),
    (
        "dev_snmp6/eth0",
        "ifIndex                         \t7\nIp6InReceives                   \t12\n",
    ),
    ("if_inet6", "00000000000000000000000000000001 01 80 10 80       lo\n"),
    ("anycast6", "7    eth0            fd000000000000000000000000000000     2\n"),
    (
        "route",
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n\
         eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
    ),
    (
        "ipv6_route",
        "fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0\n",
    ),
    (
        "rt_cache",
        "Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst\n\
         eth0\t050200C0\t050200C0\t0\t1\t9\t0\t070200C0\t1500\t0\t0\t10\t2\t1\t070200C0\n",
    ),
    ("ipx_route", "Network    Router_Net   Router_Node\n00000001   Directly     Connected\n"),
    ("fib_trie", "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n"),
    (
        "fib_triestat",
        "Basic info: size of leaf: 48 bytes, size of tnode: 40 bytes.\n\
         Main:\n\tAver depth:     2.42\n\tMax depth:      3\n\tLeaves:         7\n\
         \tPrefixes:       8\n\tInternal nodes: 5\n\t  1: 2  2: 3\n\tPointers: 22\n\
         Null ptrs: 11\nTotal size: 2  kB\n",
    ),
    ("rt6_stats", "0009 0006 000d 0007 0000 0004 0001\n"),
    ("stat/rt_cache", "entries  in_slow_tot\n00000000  0000000a\n"),
    ("igmp", IGMP),
    ("igmp6", IGMP6),
    ("dev_mcast", "7    eth0            1     0     01005e000001\n"),
    (
        "mcfilter",
        "Idx Device        MCA        SRC    INC    EXC\n  7   eth0 0xe8010101 0x0a09004d      1      0\n",
    ),
    (
        "mcfilter6",
        "Idx Device                Multicast Address                   Source Address    INC    EXC\n  \
         7   eth0 ff3e0000000000000000000000000001 fd000000000000000000000000000001      1      0\n",
    ),
    (
        "ip_mr_vif",
        "Interface      BytesIn  PktsIn  BytesOut PktsOut Flags Local    Remote\n \
         0 eth0            100      10        0       0 00008 00000007 00000000\n",
    ),
    (
        "ip_mr_cache",
        "Group    Origin   Iif     Pkts    Bytes    Wrong Oifs\n\
         090909EF 0500090A 0            9       90        1  1:3  \n",
    ),
    (
        "ip6_mr_vif",
        "Interface      BytesIn  PktsIn  BytesOut PktsOut Flags\n \
         0 eth0            100      10        0       0 00000\n",
    ),
    (
        "ip6_mr_cache",
        "Group                            Origin                           Iif      Pkts  Bytes     Wrong  Oifs\n\
         ff05:0000:0000:0000:0000:0000:0000:0001 fd00:0000:0000:0000:0000:0000:0000:0001 0          9       90        1  1:3\n",
    ),
    ("snmp", "Ip: Forwarding InReceives\nIp: 2 10\n"),
    ("snmp6", "Ip6InReceives                   \t5\n"),
    ("netstat", "TcpExt: SyncookiesSent\nTcpExt: 9\n"),
    ("xfrm_stat", "XfrmInError             \t1\n"),
    ("sockstat", "sockets: used 21\nTCP: inuse 1 orphan 2 tw 3 alloc 4 mem 5\n"),
    ("sockstat6", "TCP6: inuse 6\n"),
    (
        "protocols",
        "protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se re bi br ha uh gp em\n\
         TCP       2456      3      5   no     320   yes  kernel      y  y  y  y  y  y  y  y  y  y  n  y  n  y  y  y  y  y\n",
    ),
    (
        "softnet_stat",
        "0000000a 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000003 00000004 00000005 00000000 00000006 00000007\n",
    ),
    ("ptype", "Type Device      Function\n0800          ip_rcv\n"),
    ("psched", "000003e8 00000040 000f4240 3b9aca00\n"),
    (
        "ip6_flowlabel",
        "Label S Owner  Users  Linger Expires  Dst                              Opt\n\
         12345 2 4242   1      6      9        fd000000000000000000000000000001 0       \n",
    ),
    ("netfilter/nf_log", " 2 nf_log_ipv4 (nf_log_ipv4,nfnetlink_log)\n"),
    ("ip_tables_names", "nat\nfilter\n"),
    ("ip_tables_matches", "tcp\nicmp\n"),
    ("ip_tables_targets", "REJECT\n"),
    ("connector", "Name            ID\ncn_proc         1:1\n"),
];

/// What is shown only beside something else: the file, and where that something stands.
const BESIDE: [(&str, &str, &str); 4] = [
    ("wireless", "dev", DEV),
    ("dev_snmp6/eth0", "dev", DEV),
    ("mcfilter", "igmp", IGMP),
    ("mcfilter6", "igmp6", IGMP6),
];

/// A path and where it is read.
struct Covered {
    /// Below `[pid]/net`.
    file: &'static str,
    view: &'static str,
    /// The fields that come from it.
    fields: String,
}

impl Covered {
    /// All that is covered by `pnet`.
    fn all() -> Vec<Self> {
        let lines = COVERAGE.lines().skip(1).filter_map(|line| {
            let mut columns = line.split('\t');
            let path = columns.next()?;
            Some((path, columns.nth(1)?.strip_prefix("pnet ")?))
        });
        lines.map(|(path, view)| Self::new(path, view)).collect()
    }

    fn new(path: &'static str, view: &'static str) -> Self {
        // What the design gives to one view may be one line of another's.
        let view = match path {
            "[pid]/net/fib_triestat" | "[pid]/net/rt6_stats" => "fib-stats",
            "[pid]/net/ip_mr_vif" | "[pid]/net/ip6_mr_vif" => "multicast-interfaces",
            _ => view,
        };
        let is_it = |source: &str| {
            let rest = source.strip_prefix(path);
            let above = path.strip_prefix(source);
            [rest, above].into_iter().flatten().any(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let listed = rows_of(&call(PNET, &format!("{view} --list-fields --json")).text());
        let is_from = |field: &&Row| {
            // Of the namespace it tells which it is.
            let is_place = field.text("name") == "netns_table";
            !is_place && field.list("sources").iter().filter_map(|one| one.as_str()).any(is_it)
        };
        let names = listed.iter().filter(is_from).map(|field| field.text("name"));
        let fields = names.collect::<Vec<_>>().join(",");
        assert!(!fields.is_empty(), "pnet {view} reads no {path}");
        Self { file: path.strip_prefix("[pid]/net/").unwrap(), view, fields }
    }

    /// The view with these fields, by a program.
    fn call(&self, program: impl AsRef<std::ffi::OsStr>) -> Call {
        // Every family has its sockets shown, and a counter that is zero is one.
        let all = if self.view == "sockets" { "-a" } else { "" };
        call(program, &format!("{} {all} --json -o {}", self.view, self.fields))
    }

    /// The files that tell what is meant: itself, or what is in the directory.
    fn samples(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        let file = self.file;
        SAMPLES.iter().filter(move |(name, _)| {
            name.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Of the living machine: rows with values, or a word about why not.
    fn check(&self, by: &str, call: Call) {
        let at = format!("{} of `pnet {}` {by}", self.file, self.view);
        let path = Path::new("/proc/self/net").join(self.file);
        if !path.exists() {
            return;
        }
        let answer = call.run().expect(0);
        let is_reason = |line: &&str| line.contains("permission denied");
        let complaints = answer.complaints();
        assert!(complaints.iter().all(is_reason), "{at}: {complaints:?}");
        let rows = answer.rows();
        let fields: Vec<&str> = self.fields.split(',').collect();
        let has_values = rows.iter().any(|row| fields.iter().any(|field| !row[*field].is_null()));
        // A table may have nothing but its heading, and a directory nothing.
        let is_empty = || {
            let text = std::fs::read(&path).unwrap_or_default();
            text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count() <= 2
        };
        assert!(has_values || !complaints.is_empty() || is_empty(), "{at}: {rows:?}");
    }
}

#[test]
fn every_file_is_shown_of_a_written_machine() {
    for covered in Covered::all() {
        let rows = |tree: &Tree| {
            let answer = covered.call(PNET).arg("--proc").arg(tree.path()).run().expect(0);
            let is_known = |line: &&str| line.contains("not provided by");
            assert!(
                answer.complaints().iter().all(is_known),
                "{}: {}",
                covered.file,
                answer.stderr
            );
            answer.rows()
        };
        let mut samples = covered.samples().peekable();
        if covered.file == "rt_acct" {
            let tree = Tree::new();
            let before = rows(&tree);
            std::fs::create_dir_all(tree.at("net")).unwrap();
            std::fs::write(tree.at("net/rt_acct"), [7; 256 * 16]).unwrap();
            assert_ne!(rows(&tree), before, "rt_acct");
            continue;
        }
        assert!(samples.peek().is_some(), "there is no sample of {}", covered.file);
        for (file, text) in samples {
            let tree = Tree::new();
            for (_, beside, text) in BESIDE.iter().filter(|(of, ..)| of == file) {
                tree.put(&format!("net/{beside}"), text);
            }
            let before = rows(&tree);
            tree.put(&format!("net/{file}"), text);
            assert_ne!(rows(&tree), before, "{file} changes nothing in `pnet {}`", covered.view);
        }
    }
}

#[test]
fn every_file_is_shown_of_the_living_machine() {
    for covered in Covered::all() {
        covered.check("by its owner", covered.call(PNET));
    }
}

#[test]
fn every_file_is_shown_of_the_living_machine_to_a_stranger() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pnet = reachable_copy(PNET, sandbox.path());
    for covered in Covered::all() {
        covered.check("by nobody", covered.call(&pnet).by_user(NOBODY));
    }
}

/// Nothing that the design names is left to a view that does not exist.
#[test]
fn every_view_of_the_coverage_is_there() {
    let views = call(PNET, "--list-views").text();
    let all = Covered::all();
    for covered in &all {
        let is_it = |line: &str| line.split([' ', ',']).any(|word| word == covered.view);
        assert!(views.lines().any(is_it), "{}", covered.view);
    }
    let files: BTreeSet<&str> = all.iter().map(|covered| covered.file).collect();
    assert!(files.len() >= 58, "{}", files.len());
}
