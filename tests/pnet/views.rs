//! Views of what network namespaces have: what each makes of the documented formats, and of a
//! namespace that the test has made.

use serde_json::{Value, json};

use crate::PNET;
use crate::support::call::reachable_copy;
use crate::support::{Made, NOBODY, Row, Sandbox, Tree, call, has, is_root, skip};

/// The views whose rows are read from a network namespace, but for sockets.
const VIEWS: [&str; 20] = [
    "interfaces",
    "addresses",
    "routes",
    "fib",
    "fib-stats",
    "multicast",
    "multicast-routes",
    "multicast-interfaces",
    "counters",
    "sockstat",
    "protocols",
    "softnet",
    "packet-types",
    "psched",
    "flowlabels",
    "netfilter",
    "conntrack",
    "caches",
    "accounting",
    "connector",
];

/// A tree with these files below `net`.
fn tree(files: &[(&str, &str)]) -> Tree {
    let tree = Tree::new();
    for (file, text) in files {
        tree.put(&format!("net/{file}"), text);
    }
    tree
}

/// The rows of a view, of these words and with these fields, as arrays in the order of the fields.
fn values(tree: &Tree, line: &str, fields: &str) -> Value {
    let call = call(PNET, &format!("{line} --json -o {fields} --proc")).arg(tree.path());
    let answer = call.run().expect(0);
    assert_eq!(answer.stderr, "", "{line}");
    let values = |row: Row| fields.split(',').map(|name| row[name].clone()).collect::<Value>();
    answer.rows().into_iter().map(values).collect()
}

const NONE: Value = Value::Null;

/// Rows that are written as one line each.
fn lines(text: &str) -> Value {
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    rows.map(|row| serde_json::from_str::<Value>(row).unwrap()).collect()
}

#[test]
fn interfaces_join_what_wireless_drivers_and_ipv6_tell() {
    let tree = tree(&[
        (
            "dev",
            "Inter-|   Receive                                                |  Transmit\n \
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  \
             eth0: 1000 10 1 2 3 4 5 6 2000 20 7 8 9 10 11 12\n \
             wlan0: 3 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0\n",
        ),
        (
            "wireless",
            "Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE\n \
             face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22\n \
             wlan0: 0000   54.  -56.  -256        1      2      3      4      5        6\n",
        ),
        (
            "dev_snmp6/eth0",
            "ifIndex                         \t7\n\
             Ip6InReceives                   \t12\n\
             Ip6InOctets                     \t1234\n\
             Icmp6OutMsgs                    \t5\n",
        ),
    ]);
    let fields = "device,ifindex,rx_bytes,rx_multicast,tx_carrier,link_quality,signal,noise,\
                  discarded_retry,missed_beacons,ip6_rx_packets,ip6_rx_bytes,icmp6_tx";
    assert_eq!(
        values(&tree, "interfaces", fields),
        json!([
            ["eth0", 7, 1000, 6, 11, NONE, NONE, NONE, NONE, NONE, 12, 1234, 5],
            // IPv6 is off for it, and the driver knows no noise.
            ["wlan0", NONE, 3, 0, 0, 54, -56, NONE, 4, 6, NONE, NONE, NONE],
        ])
    );
    let absent = "noise is not_applicable and ip6_rx_bytes is not_applicable";
    let line = "interfaces wlan0 -o device --proc";
    let rows = call(PNET, line).arg(tree.path()).arg("--where").arg(absent).rows();
    assert_eq!(rows.len(), 1);
}

const FIB_TRIE: &str = "\
Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 192.0.2.0/24 2 0 2
        |-- 192.0.2.0
           /24 link UNICAST
        |-- 192.0.2.7
           /32 host LOCAL
Local:
  +-- 127.0.0.0/8 2 0 2
     |-- 127.0.0.0
        /8 host LOCAL
     |-- 127.255.255.255
        /32 link BROADCAST
     |-- 192.0.2.7
        /32 host LOCAL tos=8
Id 99:
  |-- 198.51.100.0
     /24 scope=250 BLACKHOLE
";

#[test]
fn addresses_are_told_by_three_files() {
    let tree = tree(&[
        (
            "if_inet6",
            "00000000000000000000000000000001 01 80 10 80       lo\n\
             fe800000000000000000000000000007 07 40 20 c0     eth0\n",
        ),
        ("anycast6", "7    eth0            fd000000000000000000000000000000     2\n"),
        ("fib_trie", FIB_TRIE),
    ]);
    let fields = "family,address,prefix,kind,scope,device,ifindex,flags,users";
    assert_eq!(
        values(&tree, "addresses", fields),
        lines(
            r#"
             ["inet","127.0.0.0",8,"local","host",null,null,null,null]
             ["inet","127.255.255.255",null,"broadcast","link",null,null,null,null]
             ["inet","192.0.2.7",null,"local","host",null,null,null,null]
             ["inet6","::1",128,"unicast","host","lo",1,["permanent"],null]
             ["inet6","fd00::",null,"anycast",null,"eth0",7,null,2]
             ["inet6","fe80::7",64,"unicast","link","eth0",7,["tentative","permanent"],null]
            "#
        )
    );
    assert_eq!(values(&tree, "addresses fe80::/10", "address"), json!([["fe80::7"]]));
    assert_eq!(values(&tree, "addresses lo", "address"), json!([["::1"]]));
}

fn routes() -> Tree {
    tree(&[
        (
            "route",
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n\
             eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n\
             eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t1440\t5000\t30\n\
             *\t006433C6\t00000000\t0201\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
        ),
        (
            "ipv6_route",
            "fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0\n\
             00000000000000000000000000000000 00 fd090000000000000000000000000000 40 fe800000000000000000000000000001 00000400 00000002 00000000 00450003     eth0\n\
             00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo\n",
        ),
        (
            "rt_cache",
            "Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst\n\
             eth0\t050200C0\t050200C0\t0\t1\t9\t0\t070200C0\t1500\t0\t0\t10\t2\t1\t070200C0\n",
        ),
        (
            "ipx/route",
            "Network    Router_Net   Router_Node\n\
             000000AA   00000001     02005E100001\n\
             00000001   Directly     Connected\n",
        ),
    ])
}

#[test]
fn routes_of_four_files_are_one_table() {
    let fields = "family,destination,network,prefix,netmask,gateway,device,metric,letters,flags,\
                  table,source,mtu,window,irtt,refs,uses,tos,header_refs";
    let rows = values(&routes(), "routes", fields);
    assert_eq!(
        rows,
        lines(
            r#"
             ["inet","default","0.0.0.0",0,"0.0.0.0","192.0.2.1","eth0",100,"UG",["up","gateway"],"main",null,null,null,null,0,0,null,null]
             ["inet","192.0.2.0/24","192.0.2.0",24,"255.255.255.0",null,"eth0",0,"U",["up"],"main",null,1440,5000,0.03,0,0,null,null]
             ["inet","192.0.2.5/32","192.0.2.5",32,null,"192.0.2.5","eth0",null,null,[],"cache","192.0.2.7/32",1500,null,null,1,9,"0x10",2]
             ["inet","198.51.100.0/24","198.51.100.0",24,"255.255.255.0",null,null,0,"!U",["up","reject"],"main",null,null,null,null,0,0,null,null]
             ["inet6","default","::",0,null,"fe80::1","eth0",1024,"UGDAe",["up","gateway","default","addrconf","expires"],null,"fd09::/64",null,null,null,2,0,null,null]
             ["inet6","default","::",0,null,null,"lo",4294967295,"!n",["reject","nonexthop"],null,null,null,null,null,1,0,null,null]
             ["inet6","fd00::/64","fd00::",64,null,null,"eth0",256,"U",["up"],null,null,null,null,null,1,0,null,null]
             ["ipx","00000001",null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null]
             ["ipx","000000AA",null,null,null,"00000001:02005E100001",null,null,null,null,null,null,null,null,null,null,null,null,null]
            "#
        )
    );
}

/// An address selects the routes that contain it, whatever the length of their prefixes; a network
/// those that lie in it.
#[test]
fn a_route_is_found_for_an_address() {
    let tree = routes();
    for (words, found) in [
        ("192.0.2.5 --sort -prefix", json!([["192.0.2.5/32"], ["192.0.2.0/24"], ["default"]])),
        ("192.0.2.99", json!([["default"], ["192.0.2.0/24"]])),
        ("203.0.113.1", json!([["default"]])),
        ("fd00::1 lo", json!([["default"]])),
        ("fd00::1 --sort -prefix --limit 1", json!([["fd00::/64"]])),
        ("192.0.0.0/16", json!([["192.0.2.0/24"], ["192.0.2.5/32"]])),
        ("fd00::/8", json!([["fd00::/64"]])),
        ("default eth0", json!([["default"], ["default"]])),
    ] {
        assert_eq!(values(&tree, &format!("routes {words}"), "destination"), found, "{words}");
    }
}

#[test]
fn the_trie_is_a_tree() {
    let tree = tree(&[("fib_trie", FIB_TRIE)]);
    assert_eq!(
        values(&tree, "fib", "table,node,parent,depth,kind,subnet,bits,routes"),
        lines(
            r#"
             ["main",1,null,0,"node","0.0.0.0/0",3,null]
             ["main",2,1,1,"leaf","0.0.0.0",null,["/0 global UNICAST"]]
             ["main",3,1,1,"node","192.0.2.0/24",2,null]
             ["main",4,3,2,"leaf","192.0.2.0",null,["/24 link UNICAST"]]
             ["main",5,3,2,"leaf","192.0.2.7",null,["/32 host LOCAL"]]
             ["local",6,null,0,"node","127.0.0.0/8",2,null]
             ["local",7,6,1,"leaf","127.0.0.0",null,["/8 host LOCAL"]]
             ["local",8,6,1,"leaf","127.255.255.255",null,["/32 link BROADCAST"]]
             ["local",9,6,1,"leaf","192.0.2.7",null,["/32 host LOCAL tos=8"]]
             ["99",10,null,0,"leaf","198.51.100.0",null,["/24 250 BLACKHOLE"]]
            "#
        )
    );
    let text = call(PNET, "fib main 192.0.2.7 --no-headers -o subnet --proc").arg(tree.path());
    assert_eq!(text.text(), "0.0.0.0/0\n└─ 192.0.2.0/24\n   └─ 192.0.2.7\n");
}

#[test]
fn trees_have_a_size() {
    let tree = tree(&[
        (
            "fib_triestat",
            "Basic info: size of leaf: 48 bytes, size of tnode: 40 bytes.\n\
             Main:\n\tAver depth:     2.42\n\tMax depth:      3\n\tLeaves:         7\n\
             \tPrefixes:       8\n\tInternal nodes: 5\n\t  1: 2  2: 3\n\tPointers: 22\n\
             Null ptrs: 11\nTotal size: 2  kB\n",
        ),
        ("rt6_stats", "0009 0006 000d 0007 0000 0004 0001\n"),
    ]);
    let fields = "family,table,routes,nodes,leaves,average_depth,max_depth,pointers,null_pointers,\
                  nodes_by_bits,size,leaf_size,node_size,allocated,cached,destinations,discarded";
    assert_eq!(
        values(&tree, "fib-stats", fields),
        lines(
            r#"
             ["inet","main",8,5,7,2.42,3,22,11,["1:2","2:3"],2048,48,40,null,null,null,null]
             ["inet6",null,7,9,6,null,null,null,null,null,null,null,null,13,0,4,1]
            "#
        )
    );
}

#[test]
fn multicast_joins_groups_with_their_sources() {
    let tree = tree(&[
        (
            "igmp",
            "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n\
             7\teth0      :     2      V3\n\
             \t\t\t\t010101E8     1 1:00000064\t\t1\n\
             \t\t\t\t010000E0     1 0:00000000\t\t0\n",
        ),
        ("igmp6", "7    eth0            ff020000000000000000000000000001     1 0000000C 0\n"),
        ("dev_mcast", "7    eth0            1     0     01005e000001\n"),
        (
            "mcfilter",
            "Idx Device        MCA        SRC    INC    EXC\n  \
             7   eth0 0xe8010101 0x0a09004d      1      0\n  \
             7   eth0 0xe8010101 0x0a09004e      0      2\n",
        ),
        ("mcfilter6", ""),
    ]);
    let fields = "device,family,group,users,timer,reporter,querier,groups,flags,by_hand,sources,include,exclude";
    assert_eq!(
        values(&tree, "multicast", fields),
        lines(
            r#"
             ["eth0","inet","224.0.0.1",1,null,false,"V3",2,null,null,null,null,null]
             ["eth0","inet","232.1.1.1",1,1.0,true,"V3",2,null,null,["10.9.0.77","10.9.0.78"],[1,0],[0,2]]
             ["eth0","inet6","ff02::1",1,null,null,null,null,["loaded","noreport"],null,null,null,null]
             ["eth0","link","01:00:5e:00:00:01",1,null,null,null,null,null,0,null,null,null]
            "#
        )
    );
    for (word, group) in [
        ("232.0.0.0/8", "232.1.1.1"),
        ("ff02::1", "ff02::1"),
        ("01:00:5E:00:00:01", "01:00:5e:00:00:01"),
    ] {
        assert_eq!(values(&tree, &format!("multicast {word}"), "group"), json!([[group]]));
    }
}

#[test]
fn multicast_routes_name_their_interfaces() {
    let tree = tree(&[
        (
            "ip_mr_vif",
            "Interface      BytesIn  PktsIn  BytesOut PktsOut Flags Local    Remote\n \
             0 eth0            100      10        0       0 00008 00000007 00000000\n \
             1 tunl0             0       0       90       9 00001 0100000A 0200000A\n",
        ),
        (
            "ip_mr_cache",
            "Group    Origin   Iif     Pkts    Bytes    Wrong Oifs\n\
             090909EF 0500090A 0            9       90        1  1:3  \n\
             010909EF 0500090A -1           0        0        0\n",
        ),
        ("ip6_mr_vif", "Interface      BytesIn  PktsIn  BytesOut PktsOut Flags\n"),
        (
            "ip6_mr_cache",
            "Group                            Origin                           Iif      Pkts  Bytes     Wrong  Oifs\n",
        ),
    ]);
    let fields = "family,group,origin,input,input_device,packets,bytes,wrong,outputs,output_devices,thresholds";
    assert_eq!(
        values(&tree, "multicast-routes", fields),
        json!([
            ["inet", "239.9.9.1", "10.9.0.5", NONE, NONE, 0, 0, 0, [], [], []],
            ["inet", "239.9.9.9", "10.9.0.5", 0, "eth0", 9, 90, 1, [1], ["tunl0"], [3]],
        ])
    );
    let fields = "family,index,device,rx_bytes,rx_packets,tx_bytes,tx_packets,flags,local,remote";
    assert_eq!(
        values(&tree, "multicast-interfaces", fields),
        json!([
            ["inet", 0, "eth0", 100, 10, 0, 0, ["use_ifindex"], NONE, NONE],
            ["inet", 1, "tunl0", 0, 0, 90, 9, ["tunnel"], "10.0.0.1", "10.0.0.2"],
        ])
    );
}

#[test]
fn counters_say_what_they_mean() {
    let tree = tree(&[
        (
            "snmp",
            "Ip: Forwarding InReceives\nIp: 2 10\n\
             IcmpMsg: InType3\nIcmpMsg: 4\n\
             Tcp: MaxConn CurrEstab RetransSegs\nTcp: -1 3 7\n",
        ),
        ("snmp6", "Ip6InReceives                   \t5\n"),
        ("netstat", "TcpExt: TCPUnheardOf\nTcpExt: 9\n"),
        ("xfrm_stat", "XfrmInError             \t1\n"),
        ("tls_stat", "TlsCurrTxSw                     \t2\n"),
        ("sctp/snmp", "SctpCurrEstab                   \t6\n"),
    ]);
    assert_eq!(
        values(&tree, "counters", "name,group,counter,value,behaviour,file"),
        lines(
            r#"
             ["IcmpMsgInType3","IcmpMsg","InType3",4,"counter","snmp"]
             ["Ip6InReceives","Ip6","InReceives",5,"counter","snmp6"]
             ["IpForwarding","Ip","Forwarding",2,"setting","snmp"]
             ["IpInReceives","Ip","InReceives",10,"counter","snmp"]
             ["SctpCurrEstab","Sctp","CurrEstab",6,"gauge","sctp/snmp"]
             ["TcpCurrEstab","Tcp","CurrEstab",3,"gauge","snmp"]
             ["TcpExtTCPUnheardOf","TcpExt","TCPUnheardOf",9,null,"netstat"]
             ["TcpMaxConn","Tcp","MaxConn",-1,"setting","snmp"]
             ["TcpRetransSegs","Tcp","RetransSegs",7,"counter","snmp"]
             ["TlsCurrTxSw","Tls","CurrTxSw",2,"gauge","tls_stat"]
             ["XfrmInError","Xfrm","InError",1,"counter","xfrm_stat"]
            "#
        )
    );
    let meanings = values(&tree, "counters retrans tcpext*", "name,meaning");
    assert_eq!(
        meanings,
        json!([["TcpExtTCPUnheardOf", NONE], ["TcpRetransSegs", "Segments sent again."]])
    );
}

#[test]
fn sockets_and_protocols_are_counted() {
    let tree = tree(&[
        (
            "sockstat",
            "sockets: used 21\nTCP: inuse 1 orphan 2 tw 3 alloc 4 mem 5\nFRAG: inuse 1 memory 77\n",
        ),
        ("sockstat6", "TCP6: inuse 6\n"),
        (
            "protocols",
            "protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se re bi br ha uh gp em\n\
             TCPv6     2456      3      5   no     320   yes  kernel      y  y  y  y  y  y  y  y  y  y  n  y  n  y  y  y  y  y\n\
             PING      1000      0     -1   NI       0   yes  ping_mod    y  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n\n",
        ),
        (
            "softnet_stat",
            "0000000a 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000003 00000004 00000005 00000000 00000006 00000007\n",
        ),
    ]);
    let page = rustix::param::page_size();
    assert_eq!(
        values(&tree, "sockstat", "protocol,in_use,time_wait,orphans,allocated,memory"),
        json!([
            ["FRAG", 1, NONE, NONE, NONE, 77],
            ["TCP", 1, 3, 2, 4, 5 * page],
            ["TCP6", 6, NONE, NONE, NONE, NONE],
            ["sockets", 21, NONE, NONE, NONE, NONE],
        ])
    );
    assert_eq!(
        values(
            &tree,
            "protocols ping",
            "name,sockets,memory,pressure,size,max_header,slab,module,methods"
        ),
        json!([["PING", 0, NONE, NONE, 1000, 0, true, "ping_mod", ["close"]]])
    );
    assert_eq!(
        values(&tree, "protocols v6", "name,sockets,memory,pressure"),
        json!([["TCPv6", 3, 5 * page, false]])
    );
    let fields = "cpu,processed,dropped,time_squeeze,cpu_collision,received_rps,flow_limit,backlog,\
                  input_queue,process_queue";
    assert_eq!(values(&tree, "softnet", fields), json!([[0, 10, 1, 2, 0, 3, 4, 5, 6, 7]]));
}

#[test]
fn takers_units_labels_and_connectors() {
    let tree = tree(&[
        (
            "ptype",
            "Type Device      Function\nALL  eth0     packet_rcv [af_packet]\n0800          ip_rcv\nabcd          odd_rcv\n",
        ),
        ("psched", "000003e8 00000040 000f4240 3b9aca00\n"),
        (
            "ip6_flowlabel",
            "Label S Owner  Users  Linger Expires  Dst                              Opt\n\
             12345 2 4242   1      6      9        fd000000000000000000000000000001 0       \n\
             00007 255 0    2      6      -1       fd000000000000000000000000000002 8       \n",
        ),
        ("connector", "Name            ID\ncn_proc         1:1\nw1 bus          3:1\n"),
    ]);
    assert_eq!(
        values(&tree, "packet-types", "type,protocol,device,function,module"),
        json!([
            ["0x0800", "ip", NONE, "ip_rcv", NONE],
            ["0xabcd", NONE, NONE, "odd_rcv", NONE],
            [NONE, "all", "eth0", "packet_rcv", "af_packet"],
        ])
    );
    assert_eq!(
        values(&tree, "psched", "ns_per_us,ns_per_tick,us_per_second,timer_hz"),
        json!([[1000, 64, 1_000_000, 1_000_000_000]])
    );
    assert_eq!(
        values(&tree, "flowlabels", "label,share,pid,uid,users,linger,expires,destination,options"),
        json!([
            ["0x00007", "any", NONE, NONE, 2, 6.0, -1.0, "fd00::2", 8],
            ["0x12345", "process", 4242, NONE, 1, 6.0, 9.0, "fd00::1", 0],
        ])
    );
    assert_eq!(
        values(&tree, "connector", "name,index,value"),
        json!([["cn_proc", 1, 1], ["w1 bus", 3, 1]])
    );
}

#[test]
fn parts_of_the_packet_filter() {
    let tree = tree(&[
        ("ip_tables_names", "nat\nfilter\n"),
        ("ip6_tables_matches", "tcp\nicmp6\ntcp\n"),
        ("arp_tables_targets", "mangle\n"),
        (
            "netfilter/nf_log",
            " 2 nf_log_ipv4 (nf_log_ipv4,nfnetlink_log)\n10 NONE (nfnetlink_log)\n",
        ),
        ("netfilter/nfnetlink_log", "    5   4242     3 2 65535    100  1\n"),
        ("netfilter/nfnetlink_queue", "    7   4243     4 1    64     5     6       99  1\n"),
    ]);
    let fields = "kind,family,name,revisions,available,portid,waiting,copy_mode,copy_range,\
                  flush_timeout,refs,dropped,user_dropped,last_id";
    let named = |kind: &str, family: &str, name: &str, revisions: Value| {
        let mut row = vec![json!(kind), json!(family), json!(name), revisions];
        row.resize(14, NONE);
        Value::Array(row)
    };
    let log = |family: &str, name: Value, available: Value| {
        let mut row = vec![json!("log"), json!(family), name, NONE, available];
        row.resize(14, NONE);
        Value::Array(row)
    };
    assert_eq!(
        values(&tree, "netfilter", fields),
        json!([
            log("ipv4", json!("nf_log_ipv4"), json!(["nf_log_ipv4", "nfnetlink_log"])),
            log("ipv6", NONE, json!(["nfnetlink_log"])),
            [
                "log_group",
                NONE,
                "5",
                NONE,
                NONE,
                4242,
                3,
                "packet",
                65535,
                1.0,
                1,
                NONE,
                NONE,
                NONE
            ],
            named("match", "ipv6", "icmp6", json!(1)),
            named("match", "ipv6", "tcp", json!(2)),
            ["queue", NONE, "7", NONE, NONE, 4243, 4, "meta", 64, NONE, NONE, 5, 6, 99],
            named("table", "ipv4", "filter", NONE),
            named("table", "ipv4", "nat", NONE),
            named("target", "arp", "mangle", json!(1)),
        ])
    );
}

#[test]
fn connections_are_known_or_expected() {
    let tree = tree(&[
        (
            "nf_conntrack",
            "ipv4     2 tcp      6 431999 ESTABLISHED src=10.0.0.5 dst=192.0.2.9 sport=50000 dport=443 packets=3 bytes=300 src=192.0.2.9 dst=203.0.113.1 sport=443 dport=60000 packets=2 bytes=200 [ASSURED] mark=16 zone=4 use=2\n\
             ipv6     10 icmpv6   58 29 src=fd00::1 dst=fd00::2 type=128 code=0 id=77 [UNREPLIED] src=fd00::2 dst=fd00::1 type=129 code=0 id=77 mark=0 use=1\n",
        ),
        (
            "nf_conntrack_expect",
            "297 l3proto = 2 proto=6 src=10.0.0.5 dst=192.0.2.9 sport=0 dport=41000 PERMANENT ftp\n",
        ),
    ]);
    let fields = "kind,family,protocol,protocol_number,state,timeout,flags,mark,zone,helper,refs,\
                  source,source_port,destination,destination_port,icmp_type,icmp_id,packets,bytes,\
                  reply_source,reply_source_port,reply_destination,reply_destination_port,\
                  reply_icmp_type,reply_bytes";
    assert_eq!(
        values(&tree, "conntrack", fields),
        lines(
            r#"
             ["expected","inet","tcp",6,null,297.0,["PERMANENT"],null,null,"ftp",null,"10.0.0.5",0,"192.0.2.9",41000,null,null,null,null,null,null,null,null,null,null]
             ["known","inet6","icmpv6",58,null,29.0,["UNREPLIED"],"0x0",null,null,1,"fd00::1",null,"fd00::2",null,128,77,null,null,"fd00::2",null,"fd00::1",null,129,null]
             ["known","inet","tcp",6,"ESTABLISHED",431999.0,["ASSURED"],"0x10",4,null,2,"10.0.0.5",50000,"192.0.2.9",443,null,null,3,300,"192.0.2.9",443,"203.0.113.1",60000,null,200]
            "#
        )
    );
    for (words, count) in [("tcp", 2), ("icmpv6 fd00::/8", 1), (":443", 1), ("203.0.113.1", 1)] {
        let rows = values(&tree, &format!("conntrack {words}"), "kind");
        assert_eq!(rows.as_array().unwrap().len(), count, "{words}");
    }
}

#[test]
fn caches_are_summed_over_processors() {
    let tree = tree(&[
        (
            "stat/arp_cache",
            "entries  allocs   destroys\n00000004  000000e2 000000bb\n00000004  000000c8 000000eb\n",
        ),
        ("stat/rt_cache", "entries  in_slow_tot\n00000000  0000000a\n"),
    ]);
    assert_eq!(
        values(&tree, "caches -z", "file,name,value,cpus"),
        json!([
            ["arp_cache", "allocs", 426, [226, 200]],
            ["arp_cache", "destroys", 422, [187, 235]],
            ["arp_cache", "entries", 4, [4, 4]],
            ["rt_cache", "entries", 0, [0]],
            ["rt_cache", "in_slow_tot", 10, [10]],
        ])
    );
    assert_eq!(values(&tree, "caches rt_cache", "name"), json!([["entries"], ["in_slow_tot"]]));
}

#[test]
fn realms_are_numbers_of_32_bits() {
    let tree = Tree::new();
    let mut bytes = vec![0_u8; 256 * 16];
    for (place, number) in [1_u32, 2, 3, u32::MAX].into_iter().enumerate() {
        let start = 7 * 16 + place * 4;
        bytes[start..start + 4].copy_from_slice(&number.to_ne_bytes());
    }
    tree.put("net/rt_acct", "");
    std::fs::write(tree.at("net/rt_acct"), bytes).unwrap();
    assert_eq!(
        values(&tree, "accounting 7", "realm,out_bytes,out_packets,in_bytes,in_packets"),
        json!([[7, 1, 2, 3, u32::MAX]])
    );
    assert_eq!(values(&tree, "accounting -z", "realm").as_array().unwrap().len(), 256);
}

/// Rows that are left out unless asked for are the same ones in every form of output.
#[test]
fn zeros_are_left_out_unless_asked_for() {
    let tree = tree(&[
        ("snmp", "Tcp: InErrs InSegs OutSegs RetransSegs\nTcp: 0 7 nonsense 0\n"),
        ("stat/arp_cache", "entries  allocs   destroys\n00000000  000000e2 00000000\n"),
    ]);
    tree.put("net/rt_acct", "");
    let mut realms = vec![0_u8; 256 * 16];
    realms[3 * 16 + 4] = 1;
    std::fs::write(tree.at("net/rt_acct"), realms).unwrap();
    let names = |line: &str, field: &str| -> Vec<String> {
        let answer = call(PNET, &format!("{line} -o {field} --csv --proc")).arg(tree.path()).run();
        answer.expect(0).text().lines().skip(1).map(str::to_owned).collect()
    };
    // What could not be read may be anything.
    let some = ["TcpInSegs", "TcpOutSegs"];
    let all = ["TcpInErrs", "TcpInSegs", "TcpOutSegs", "TcpRetransSegs"];
    for (line, expected) in [
        ("counters", &some[..]),
        ("nstat", &some),
        ("-st", &some),
        ("counters -z", &all),
        ("counters -a", &all),
        ("nstat -az", &all),
        ("-st --zeros", &all),
        ("counters tcp", &all),
        ("counters retrans", &all[3..]),
        ("counters -Q value==0", &["TcpInErrs", "TcpRetransSegs"]),
        ("counters -Q value<8", &["TcpInErrs", "TcpInSegs", "TcpRetransSegs"]),
        ("counters -Q group==Tcp", &some),
        ("counters --limit 1", &some[..1]),
    ] {
        assert_eq!(names(line, "name"), expected, "{line}");
    }
    assert_eq!(names("caches", "name"), ["allocs"]);
    assert_eq!(names("caches -z", "name"), ["allocs", "destroys", "entries"]);
    assert_eq!(names("lnstat arp_cache", "name"), ["allocs", "destroys", "entries"]);
    assert_eq!(names("lnstat -k entries,destroys", "name"), ["destroys", "entries"]);
    assert_eq!(names("accounting", "realm"), ["3"]);
    assert_eq!(names("accounting 4", "realm"), ["4"]);
    for form in ["", "--json", "--jsonl", "--csv", "--markdown", "--report"] {
        let text = call(PNET, &format!("caches {form} --proc")).arg(tree.path()).text();
        assert!(text.contains("allocs") && !text.contains("destroys"), "{form}: {text}");
    }
    let views: Value = serde_json::from_str(&call(PNET, "--list-views --json").text()).unwrap();
    let told = |name: &str| {
        let views = views.as_array().unwrap();
        views.iter().find(|view| view["view"] == name).unwrap()["default_filter"].clone()
    };
    assert_eq!(told("caches"), "value != 0 or value is null");
    assert_eq!(told("routes"), NONE);
}

#[test]
fn bonds_and_virtual_networks() {
    let tree = tree(&[
        (
            "bonding/bond0",
            "Ethernet Channel Bonding Driver: v6.18\n\n\
             Bonding Mode: fault-tolerance (active-backup)\nPrimary Slave: None\n\
             Currently Active Slave: eth1\nMII Status: up\nMII Polling Interval (ms): 100\n\
             Up Delay (ms): 0\nDown Delay (ms): 200\n\n\
             Slave Interface: eth1\nMII Status: up\nSpeed: 1000 Mbps\nDuplex: full\n\
             Link Failure Count: 1\nPermanent HW addr: 02:00:5e:10:00:01\nSlave queue ID: 0\n\n\
             Slave Interface: eth2\nMII Status: down\nSpeed: Unknown\nDuplex: Unknown\n\
             Link Failure Count: 3\nPermanent HW addr: 02:00:5e:10:00:02\nSlave queue ID: 0\n",
        ),
        (
            "bonding/bond1",
            "Ethernet Channel Bonding Driver: v6.18\n\n\
             Bonding Mode: load balancing (round-robin)\nMII Status: down\n\
             MII Polling Interval (ms): 0\nUp Delay (ms): 0\nDown Delay (ms): 0\n",
        ),
        (
            "vlan/config",
            "VLAN Dev name\t | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n\
             eth0.7          | 7  | eth0\n",
        ),
        (
            "vlan/eth0.7",
            "eth0.7  VID: 7\t REORDER_HDR: 1  dev->priv_flags: 1021\n\
             \u{20}        total frames received            3\n\
             \u{20}         total bytes received          300\n\
             \u{20}     Broadcast/Multicast Rcvd            1\n\n\
             \u{20}     total frames transmitted            4\n\
             \u{20}      total bytes transmitted          400\n\
             Device: eth0\nINGRESS priority mappings: 0:0  1:5  2:0  3:0  4:0  5:0  6:0 7:0\n \
             EGRESS priority mappings: 3:2 \n",
        ),
    ]);
    let fields = "bond,mode,bond_status,active_device,primary_device,mii_interval,down_delay,device,\
                  active,status,speed,duplex,failures,mac,queue,aggregator";
    assert_eq!(
        values(&tree, "bonding", fields),
        lines(
            r#"
             ["bond0","fault-tolerance (active-backup)","up","eth1",null,0.1,0.2,"eth1",true,"up",1000,"full",1,"02:00:5e:10:00:01",0,null]
             ["bond0","fault-tolerance (active-backup)","up","eth1",null,0.1,0.2,"eth2",false,"down",null,null,3,"02:00:5e:10:00:02",0,null]
             ["bond1","load balancing (round-robin)","down",null,null,0.0,0.0,null,null,null,null,null,null,null,null,null]
            "#
        )
    );
    let details = values(&tree, "bonding eth2", "details");
    assert_eq!(details[0][0][2], "Duplex: Unknown");
    let fields = "device,id,parent,rx_bytes,rx_packets,rx_multicast,tx_bytes,tx_packets,\
                  reorder_header,private_flags,ingress,egress";
    assert_eq!(
        values(&tree, "vlan 7", fields),
        lines(
            r#"
             ["eth0.7",7,"eth0",300,3,1,400,4,true,"0x1021",["0:0","1:5","2:0","3:0","4:0","5:0","6:0","7:0"],["3:2"]]
            "#
        )
    );
}

#[test]
fn a_namespace_has_sockets_and_ports() {
    let tcp = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0\n   \
               1: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000  1000        0 4712 1 0000000000000000 20 4 30 10 -1\n";
    let udp = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n  \
               100: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4713 2 0000000000000000 5\n";
    let local = "Num       RefCount Protocol Flags    Type St Inode Path\n\
                 0000000000000000: 00000002 00000000 00010000 0001 01 4714 /run/with\nnewline\n";
    let tree = tree(&[("tcp", tcp), ("udp", udp), ("unix", local)]);
    assert_eq!(
        values(&tree, "namespaces", "own,sockets,tcp,udp,unix,by_protocol,listening"),
        json!([[true, 4, 2, 1, 1, ["tcp:2", "udp:1", "unix:1"], ["68/udp", "8080/tcp"]]])
    );
}

/// A view of files of which none is there says so; one of several that has some of them does not.
#[test]
fn what_a_kernel_lacks_is_said() {
    let empty = Tree::new();
    for view in VIEWS.iter().chain(&["bonding", "vlan"]) {
        let answer = call(PNET, &format!("{view} --json --proc")).arg(empty.path()).run().expect(0);
        assert_eq!(answer.rows(), [], "{view}");
        assert!(answer.stderr.contains("not provided"), "{view}: {:?}", answer.stderr);
    }
    let some = tree(&[("route", ""), ("snmp", ""), ("if_inet6", ""), ("ip_tables_names", "")]);
    for view in ["routes", "counters", "addresses", "netfilter"] {
        let answer = call(PNET, &format!("{view} --json --proc")).arg(some.path()).run().expect(0);
        assert_eq!((answer.rows(), &*answer.stderr), (vec![], ""), "{view}");
    }
}

/// A damaged row costs itself and is told.
#[test]
fn a_bad_row_costs_a_row() {
    let tree = routes();
    tree.put("net/ipv6_route", "nonsense\n");
    tree.put("net/if_inet6", "nonsense\n00000000000000000000000000000001 01 80 10 80       lo\n");
    for (view, file, count) in [("routes", "ipv6_route", 6), ("addresses", "if_inet6", 1)] {
        let answer = call(PNET, &format!("{view} --json --proc")).arg(tree.path()).run().expect(0);
        assert_eq!(answer.rows().len(), count, "{view}");
        assert!(answer.stderr.contains(&format!("net/{file}: ")), "{view}: {:?}", answer.stderr);
    }
}

/// What a shell in a namespace of its own does: two interfaces that are each other's peer, with
/// addresses, routes and a multicast address that is asked for by hand.
const NAMESPACE: &str = "exec unshare -n /bin/sh -c '
    ip link set lo up &&
    ip link add made0 type veth peer name made1 &&
    ip link set made0 up && ip link set made1 up &&
    ip addr add 10.77.0.1/24 dev made0 &&
    ip -6 addr add fd77::1/64 dev made0 nodad &&
    ip maddr add 01:00:5e:77:00:01 dev made0 &&
    ip route add blackhole 198.51.100.0/24 &&
    ip -6 route add fd78::/16 via fd77::9 metric 55 &&
    ip route add 172.16.0.0/12 via 10.77.0.9 advmss 1400
    read end'";

/// Every view shows a namespace that no descriptor and no privilege leads into: it is read through a
/// process that is there.
#[test]
fn a_namespace_is_seen_by_anybody() {
    if !is_root() || !has("ip") || !has("unshare") {
        skip!("a namespace is made by root with unshare and ip");
    }
    let made = Made::shell(NAMESPACE, &[], |_| {});
    let pid = made.pid();
    let is_ready = || {
        // The last of what the shell does shows that all is done.
        let routes = std::fs::read_to_string(made.proc("net/route")).ok()?;
        routes.contains("000010AC").then_some(())
    };
    let limit = std::time::Duration::from_secs(5);
    let began = std::time::Instant::now();
    while is_ready().is_none() {
        if began.elapsed() > limit {
            skip!("no such interfaces can be made here");
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let sandbox = Sandbox::new();
    let copy = reachable_copy(PNET, sandbox.path());
    let of = |view: &str, fields: &str, more: &str| {
        let line = format!("{view} --all-netns -o {fields}");
        let filter = format!("netns_pid == {pid} and ({more})");
        let as_root = call(PNET, &line).arg("--where").arg(&filter).rows();
        let as_nobody = call(&copy, &line).by_user(NOBODY).arg("--where").arg(&filter).rows();
        assert_eq!(as_root, as_nobody, "{view}");
        let values = |row: Row| fields.split(',').map(|name| row[name].clone()).collect::<Value>();
        as_root.into_iter().map(values).collect::<Value>()
    };
    assert_eq!(of("interfaces", "device", "device =~ made"), json!([["made0"], ["made1"]]));
    assert_eq!(
        of("addresses", "address,kind,device", "address in 10.77.0.0/24 or address in fd77::/64"),
        json!([
            ["10.77.0.1", "local", NONE],
            ["10.77.0.255", "broadcast", NONE],
            ["fd77::1", "unicast", "made0"],
        ])
    );
    assert_eq!(
        of("routes 172.17.0.1", "destination,gateway,mtu,letters", "prefix > 0"),
        json!([["172.16.0.0/12", "10.77.0.9", 1440, "UG"]])
    );
    assert_eq!(
        of("routes fd78::5", "destination,gateway,metric,device", "prefix > 0"),
        json!([["fd78::/16", "fd77::9", 55, "made0"]])
    );
    assert_eq!(
        of("fib", "kind,table,routes", "address == 198.51.100.0 and table == main"),
        json!([["node", "main", NONE], ["leaf", "main", ["/24 global BLACKHOLE"]]])
    );
    assert_eq!(
        of("multicast", "device,family,by_hand", "group == '01:00:5e:77:00:01'"),
        json!([["made0", "link", 1]])
    );
    let counted = of("counters", "value", "name == IpForwarding");
    assert!(counted == json!([[1]]) || counted == json!([[2]]), "{counted}");
    assert_eq!(of("protocols", "name", "name == TCP"), json!([["TCP"]]));
    assert_eq!(
        of("namespaces", "members,own,interfaces,tcp,listening,comm", "members > 0"),
        json!([[1, false, ["lo", "made0", "made1"], 0, [], "sh"]])
    );
}
