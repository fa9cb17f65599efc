//! Families of which few machines have sockets, from tables in the documented formats.

use serde_json::{Value, json};

use crate::PNET;
use crate::support::{Row, Tree, call};

/// An association of two addresses at either end and the socket that it came from, which takes more.
fn sctp() -> Tree {
    let tree = Tree::new();
    tree.put(
        "net/sctp/eps",
        " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n\
         00000000a1b2c3d4 00000000a1b2c3d5 0   10  40   3868    1000 7006 192.0.2.1 192.0.2.2 \n\
         00000000a1b2c3d6 00000000a1b2c3d7 2   7   41   3869    1000 7007 0000:0000:0000:0000:0000:0000:0000:0000 \n",
    );
    tree.put(
        "net/sctp/assocs",
        " ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf\n\
         00000000a1b2c3d8 00000000a1b2c3d5 0   10  3  0      23      423        7    1000 7006 3868 40000  192.0.2.1 *192.0.2.2 <-> 198.51.100.7 *198.51.100.8 \t    7500    10    11   12    1    2        3      873      704   163840   163841\n\
         00000000a1b2c3d9 00000000a1b2c3d5 0   10  4  0      24        0        0    1000 7006 3868 40000  *192.0.2.1 <-> *198.51.100.9 \t    7500    10    11   12    0    0        0        1        0   163840   163841\n",
    );
    tree.put(
        "net/sctp/remaddr",
        "ADDR ASSOC_ID HB_ACT RTO MAX_PATH_RTX REM_ADDR_RTX START STATE\n\
         198.51.100.7  23 1 750 5 0 0 2\n\
         198.51.100.8  23 0 3000 6 0 0 0\n\
         198.51.100.9  24 1 750 5 0 0 3\n",
    );
    tree
}

/// The rows of a call with these fields, as arrays in the order of the fields.
fn values(tree: &Tree, line: &str, fields: &str) -> Value {
    let call = call(PNET, &format!("{line} --json -o {fields} --proc")).arg(tree.path());
    let answer = call.run().expect(0);
    assert_eq!(answer.stderr, "", "{line}");
    let values = |row: Row| fields.split(',').map(|name| row[name].clone()).collect::<Value>();
    answer.rows().into_iter().map(values).collect()
}

/// Rows that are written as one line each.
fn lines(text: &str) -> Value {
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    rows.map(|row| serde_json::from_str::<Value>(row).unwrap()).collect()
}

#[test]
fn sctp_has_sockets_and_associations() {
    let tree = sctp();
    let fields = "state,type,local_endpoint,peer_endpoint,uid,inode,style,recv_q,send_q,slot";
    assert_eq!(
        values(&tree, "-Sa", fields),
        lines(
            r#"
             ["SHUTDOWN_PENDING","seqpacket","192.0.2.1:3868","198.51.100.9:40000",1000,7006,"one_to_many",0,0,0]
             ["LISTEN","seqpacket","192.0.2.1:3868",null,1000,7006,"one_to_many",null,null,40]
             ["ESTABLISHED","seqpacket","192.0.2.2:3868","198.51.100.8:40000",1000,7006,"one_to_many",7,423,0]
             ["CLOSE","stream","[::]:3869",null,1000,7007,"one_to_one",null,null,41]
            "#
        )
    );
    let count = |line: &str| values(&tree, line, "inode").as_array().unwrap().len();
    // As of TCP: alone without what listens, with -l nothing else.
    assert_eq!((count("-S"), count("-Sl"), count(""), count("-t")), (3, 1, 4, 0));
    assert_eq!((count("-S4a"), count("-S6a"), count(":3868"), count("3869/sctp")), (3, 1, 3, 1));
}

#[test]
fn an_association_has_paths() {
    let tree = sctp();
    let fields = "association,socket_state,local_addresses,peer_addresses,heartbeat,in_streams,\
                  out_streams,max_retransmits,init_retransmits,shutdown_retransmits,\
                  retransmitted_chunks,send_memory,queued_memory,send_buffer,receive_buffer,pointer";
    assert_eq!(
        values(&tree, "-Sa --sort association --where association==23", fields),
        json!([[
            23,
            "LISTEN",
            ["192.0.2.1", "192.0.2.2"],
            ["198.51.100.7", "198.51.100.8"],
            7500,
            10,
            11,
            12,
            1,
            2,
            3,
            873,
            704,
            163_840,
            163_841,
            "0xa1b2c3d8"
        ]])
    );
    let fields = "path_addresses,path_states,path_heartbeats,path_rto,path_max_retransmits";
    assert_eq!(
        values(&tree, "-Sa --sort association --where association>0", fields),
        lines(
            r#"
             [["198.51.100.7","198.51.100.8"],["active","inactive"],[true,false],[750,3000],[5,6]]
             [["198.51.100.9"],["unconfirmed"],[true],[750],[5]]
            "#
        )
    );
    // A socket has none, and that is no gap.
    let line = "-Sal -o path_rto --where";
    let filter = "path_rto is not_applicable and association is not_applicable";
    call(PNET, line).arg(filter).arg("--proc").arg(tree.path()).row();
}

/// Ports that wait for connections are those of the namespace, and both tables are of one protocol.
#[test]
fn sctp_counts_in_its_namespace() {
    let tree = sctp();
    assert_eq!(
        values(&tree, "namespaces", "sockets,by_protocol,listening"),
        json!([[4, ["sctp:4"], ["3868/sctp"]]])
    );
}

/// The kernel may give a row twice, and an association may not have its number yet.
#[test]
fn an_association_given_twice_is_one() {
    let tree = sctp();
    let table = std::fs::read_to_string(tree.at("net/sctp/assocs")).unwrap();
    let again: Vec<&str> = table.lines().skip(1).collect();
    let unnumbered = again[1].replace("      24  ", "       0  ");
    let twice = format!("{table}{}\n{unnumbered}\n{unnumbered}\n", again.join("\n"));
    tree.put("net/sctp/assocs", &twice);
    let rows = values(&tree, "-S --where peer_port==40000 --sort association", "association");
    assert_eq!(rows, json!([[0], [23], [24]]));
}

#[test]
fn bluetooth_has_a_table_a_protocol() {
    const HEADING: &str = "sk               RefCnt Rmem   Wmem   User   Inode  Parent\n";
    let tree = Tree::new();
    let tables = ["hci", "l2cap", "rfcomm", "sco", "iso", "bnep", "hidp", "cmtp"];
    for (number, table) in tables.iter().enumerate() {
        let inode = 7000 + number;
        let row = format!("00000000a1b2c3d{number} 2      768    256    1000   {inode}   7100  \n");
        tree.put(&format!("net/{table}"), &format!("{HEADING}{row}{row}"));
    }
    // Two that nobody has accepted yet, one of which the kernel gives twice.
    let waiting = "00000000a1b2c3e0 1      0      0      1000   0      7001   12 34\n";
    let row = waiting.replace("e0 ", "e1 ");
    let table = format!("{HEADING}{waiting}{row}{waiting}");
    tree.put("net/l2cap", &table);
    let fields = "protocol,type,state,recv_q,send_q,receive_memory,send_memory,uid,inode,\
                  parent_inode,refs,pointer,details";
    assert_eq!(
        values(&tree, "--bluetooth", fields),
        lines(
            r#"
             ["bnep","raw",null,768,256,768,256,1000,7005,7100,2,"0xa1b2c3d5",null]
             ["cmtp","raw",null,768,256,768,256,1000,7007,7100,2,"0xa1b2c3d7",null]
             ["hci","raw",null,768,256,768,256,1000,7000,7100,2,"0xa1b2c3d0",null]
             ["hidp","raw",null,768,256,768,256,1000,7006,7100,2,"0xa1b2c3d6",null]
             ["iso","seqpacket",null,768,256,768,256,1000,7004,7100,2,"0xa1b2c3d4",null]
             ["l2cap",null,null,0,0,0,0,1000,null,7001,1,"0xa1b2c3e0","12 34"]
             ["l2cap",null,null,0,0,0,0,1000,null,7001,1,"0xa1b2c3e1","12 34"]
             ["rfcomm",null,null,768,256,768,256,1000,7002,7100,2,"0xa1b2c3d2",null]
             ["sco","seqpacket",null,768,256,768,256,1000,7003,7100,2,"0xa1b2c3d3",null]
            "#
        )
    );
    let count = |line: &str| values(&tree, line, "inode").as_array().unwrap().len();
    assert_eq!((count("-2"), count("--rfcomm"), count(""), count("-a")), (2, 1, 0, 9));
    let filter = "state is unsupported and local is unsupported and local_port is unsupported";
    let unknown = call(PNET, "--bluetooth -o inode --where").arg(filter).arg("--proc");
    assert_eq!(unknown.arg(tree.path()).rows().len(), 9);
}

#[test]
fn some_kernels_told_addresses_of_bluetooth() {
    let tree = Tree::new();
    tree.put(
        "net/rfcomm",
        "sk               RefCnt Rmem   Wmem   User   Inode  Src Dst Parent\n\
         f1a2b3c4 2      0      0      0      7006   00:00:00:00:00:00 02:00:5E:10:00:01 0     \n",
    );
    assert_eq!(
        values(&tree, "--rfcomm", "local,peer,local_endpoint,peer_endpoint,parent_inode"),
        json!([[
            "00:00:00:00:00:00",
            "02:00:5E:10:00:01",
            "00:00:00:00:00:00",
            "02:00:5E:10:00:01",
            null
        ]])
    );
}

/// The table of IPX is a file of the directory, or stands in its place on the oldest kernels.
#[test]
fn ipx_is_read_where_it_is() {
    const TABLE: &str = "\
Local_Address               Remote_Address              Tx_Queue  Rx_Queue  State  Uid
00000001:02005E100001:4003  00000002:02005E100002:0451  00000010  00000020  01     1000
00000001:4004               Not_Connected               00000000  00000000  07     000
";
    let fields = "protocol,state,type,local,local_port,local_endpoint,peer,peer_port,\
                  peer_endpoint,recv_q,send_q,uid,inode";
    for file in ["net/ipx/socket", "net/ipx"] {
        let tree = Tree::new();
        tree.put(file, TABLE);
        assert_eq!(
            values(&tree, "--ipx -a", fields),
            lines(
                r#"
                 ["ipx","ESTABLISHED","dgram","00000001:02005E100001",16387,"00000001:02005E100001:4003","00000002:02005E100002",1105,"00000002:02005E100002:0451",32,16,1000,null]
                 ["ipx","UNCONNECTED","dgram",null,16388,"00000001:4004",null,null,null,0,0,0,null]
                "#
            ),
            "{file}"
        );
        assert_eq!(values(&tree, "", "inode"), json!([]));
    }
}

#[test]
fn what_the_tables_of_other_families_tell_is_there() {
    let tree = Tree::new();
    tree.put(
        "net/tcp",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
           4: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000  1000        0 4712 1 00000000a1b2c3d4 20 4 31 10 -1\n",
    );
    tree.put(
        "net/unix",
        "Num       RefCount Protocol Flags    Type St Inode Path\n\
         0000000000000000: 00000002 00000000 00010000 0001 01 4714 /run/a.sock\n",
    );
    tree.put(
        "net/netlink",
        "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n\
         00000000a1b2c3d4 0   4194305242 80000111 2304     0        1     2        7        7004    \n\
         00000000a1b2c3d5 16  0          00000003 0        0        0     2        0        7005    \n",
    );
    tree.put(
        "net/packet",
        "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n\
         0000000000000000 3      3    0003   0     1 0      0      7006\n\
         0000000000000000 3      2    abcd   2     0 0      0      7007\n",
    );
    let fields = "protocol,local,slot,flags,groups,dumping,running,quick_acks,pingpong";
    assert_eq!(
        values(&tree, "-a", fields),
        lines(
            r#"
             ["netlink","generic",null,null,["1","2"],false,null,null,null]
             ["netlink","route",null,null,["link","ipv4_ifaddr","ipv6_ifaddr","nexthop"],true,null,null,null]
             ["packet","0xabcd",null,null,null,null,false,null,null]
             ["packet","all",null,null,null,null,true,null,null]
             ["tcp","127.0.0.1",4,null,null,null,null,15,true]
             ["unix","/run/a.sock",null,"0x10000",null,null,null,null,null]
            "#
        )
    );
    let filter = "pointer is denied and protocol in (unix, packet)";
    let rows =
        call(PNET, "-a -o pointer --where").arg(filter).arg("--proc").arg(tree.path()).rows();
    assert_eq!(rows.len(), 3);
}
