//! What users of ss type, and what they get.

use std::collections::BTreeSet;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixListener;

use crate::PNET;
use crate::live::inode;
use crate::support::{Sandbox, call, has, skip};

/// The inodes of the rows that a line selects; `%` stands for the port of a listener.
fn found(line: &str, port: u16) -> BTreeSet<u64> {
    let line = line.replace('%', &port.to_string());
    // Nothing found is an answer too.
    let answer = call(PNET, &line).arg("-o").arg("inode").arg("--json").run();
    assert!([0, 1].contains(&answer.code()), "{line}: {}", answer.stderr);
    answer.rows().iter().filter_map(|row| row["inode"].as_u64()).collect()
}

#[test]
fn expressions_select_as_in_ss() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let near = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let (far, _) = listener.accept().unwrap();
    let datagrams = UdpSocket::bind(("127.0.0.1", port)).unwrap();
    let sandbox = Sandbox::new();
    let path = sandbox.join("one.sock");
    let local = UnixListener::bind(&path).unwrap();
    let names = ["listener", "near", "far", "datagrams", "local"];
    let all = [inode(&listener), inode(&near), inode(&far), inode(&datagrams), inode(&local)];
    let sandbox = sandbox.path().to_str().unwrap().to_owned();
    for (line, expected) in [
        ("-ta sport = :%", "listener far"),
        ("-tn sport = :%", "far"),
        ("-tun sport = :%", "far"),
        ("-tan dport = :%", "near"),
        ("-tan ( dport = :% or sport = :% )", "listener near far"),
        ("-ta src 127.0.0.1:%", "listener far"),
        ("-ta src 127.0.0.0/8 and dport = :%", "near"),
        ("-ta dst 127.0.0.1 sport = :%", "far"),
        ("-a sport = :% state established", "far"),
        ("state established ( dport = :% or sport = :% )", "near far"),
        ("state listening sport = :%", "listener"),
        ("state connected sport = :% or dport = :%", "near far"),
        ("state synchronized sport = :%", "far"),
        ("state closed sport = :%", "datagrams"),
        ("state big sport = :%", "listener far datagrams"),
        ("state all sport = :%", "listener far datagrams"),
        ("state bucket sport = :%", ""),
        ("exclude established sport = :%", "listener datagrams"),
        ("-ta sport = :% not dst 127.0.0.1", "listener"),
        ("-ta sport = :% and dst != 127.0.0.1", "listener"),
        ("-ta sport ge :% sport le :%", "listener far"),
        ("-ta sport gt :% sport lt :%", ""),
        ("--established sport = :%", "far"),
        ("--listening sport = :%", "listener datagrams"),
        ("-a src SANDBOX/*.sock", "local"),
        ("-a src unix:SANDBOX/ONE.*", "local"),
        ("-a src SANDBOX/one", ""),
        ("-ta -o state,inode sport = :%", "listener far"),
    ] {
        // Other sockets may be there, with which nothing is proved.
        let found = found(&line.replace("SANDBOX", &sandbox), port);
        let known = names.iter().zip(all).filter(|(_, inode)| found.contains(inode));
        let known: Vec<&str> = known.map(|(name, _)| *name).collect();
        assert_eq!(known.join(" "), expected, "{line}");
    }
    // One argument may hold the whole.
    let argument = format!("( dport = :{port} or sport = :{port} )");
    let rows = call(PNET, "-ta -o inode").arg(argument).rows();
    assert_eq!(rows.len(), 3, "{rows:?}");
}

#[test]
fn the_same_line_selects_the_same_in_ss() {
    if !has("ss") {
        skip!("ss is not installed");
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let _near = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let _far = listener.accept().unwrap();
    for line in [
        "-tan sport = :%",
        "-tn sport = :%",
        "-tan dst 127.0.0.1 and ( sport = :% or dport = :% )",
        "-tan ( sport = :% or dport = :% ) and not dport = :%",
        "-tan ( sport = :% or dport = :% ) and dport != :%",
        "-tan state established ( sport = :% or dport = :% )",
        "-tan exclude established ( sport = :% or dport = :% )",
        "-tan state connected ( sport = :% or dport = :% )",
        "-tln sport = :%",
    ] {
        let line = line.replace('%', &port.to_string());
        let theirs = call("ss", &line).arg("-He").text();
        let mut theirs: Vec<u64> = theirs
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("ino:")?.parse().ok())
            .collect();
        theirs.sort_unstable();
        let ours: Vec<u64> = found(&line, port).into_iter().collect();
        assert_eq!(ours, theirs, "{line}");
    }
}

#[test]
fn what_is_no_expression_is_told() {
    for (line, what) in [
        ("state nonsense", "`nonsense`"),
        ("state", "missing"),
        ("sport =", "missing"),
        ("dst example.org", "not looked up"),
        ("( sport = :22", "`)`"),
        ("sport = :22 and", "too early"),
        ("dst > 10.0.0.1", "compares ports only"),
    ] {
        let complaint = call(PNET, line).run().refused(2);
        assert!(complaint.contains(what), "{line}: {complaint}");
    }
}

/// The letters and the long names in a text of help.
fn options_in(help: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut options = BTreeSet::new();
    for word in help.split(|c: char| c.is_whitespace() || ",[]{}=|()'".contains(c)) {
        let Some(rest) = word.strip_prefix('-') else { continue };
        let Some(long) = rest.strip_prefix('-') else {
            let letters = rest.chars().filter(char::is_ascii_alphanumeric);
            options.extend(letters.map(|letter| format!("-{letter}")));
            continue;
        };
        if long.len() > 1 && long.chars().all(is_name) {
            options.insert(format!("--{long}"));
        }
    }
    options
}

/// Whatever the peers take is taken, or refused by a sentence that says why; none is unknown, and
/// none is a wrong use.
#[test]
fn every_letter_of_ss_and_netstat_is_known() {
    let mut told = BTreeSet::new();
    for peer in ["ss", "netstat"] {
        if !has(peer) {
            skip!("{peer} is not installed");
        }
        let help = call(peer, "--help").run();
        let options = options_in(&(String::from_utf8(help.stdout).unwrap() + &help.stderr));
        assert!(options.len() > 30, "{peer}: {options:?}");
        for option in options {
            let value = match &*option {
                "-f" | "--family" => "inet",
                "-A" | "--query" | "--socket" => "tcp,!udp",
                "-N" | "--net" => "1",
                "-Q" => "inode",
                "-D" | "--diag" | "--filter" => "/dev/null",
                _ => "",
            };
            // What repeats is known by its letter being taken beside what does not.
            if matches!(&*option, "-c" | "--continuous") {
                continue;
            }
            let answer = call(PNET, &format!("{option} {value}")).run();
            match answer.code() {
                0 | 1 => assert!(!answer.stdout.is_empty(), "{peer} {option}"),
                _ => {
                    let complaint = answer.refused(2);
                    let sentence = complaint.split_once(": -").map_or("", |(_, rest)| rest);
                    assert!(sentence.split(' ').count() > 4, "{peer} {option}: {complaint}");
                    assert!(!complaint.contains("lists them"), "{peer} {option}: {complaint}");
                    told.insert(option);
                }
            }
        }
    }
    // Of the letters only these have no counterpart where they stand alone.
    let letters: String = told
        .iter()
        .filter_map(|option| option.strip_prefix('-'))
        .filter(|l| l.len() == 1)
        .collect();
    assert!(letters.chars().all(|letter| "BCDEFKSTZbdz".contains(letter)), "{letters}");
}

#[test]
fn numbers_of_holders_stand_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let text = call(PNET, &format!("--pids -l :{port}")).text();
    // A child that another test is starting holds it too for a moment.
    let mut pids: Vec<u32> = text.lines().map(|line| line.parse().unwrap()).collect();
    assert!(pids.contains(&std::process::id()), "{text}");
    let count = pids.len();
    pids.sort_unstable();
    pids.dedup();
    assert_eq!(pids.len(), count, "{text}");
}

#[test]
fn a_c_repeats() {
    let script = "\"$0\" -cs | grep -m 2 PROTO";
    let text = call("sh", "-c").arg(script).arg(PNET).text();
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn refused_letters_are_refused_wherever_they_stand() {
    for (line, why) in [
        ("-K", "only reads"),
        ("--kill", "only reads"),
        ("-tK", "only reads"),
        ("-D /dev/null", "--report"),
        ("-E", "--watch"),
        ("-Z", "pps -Z"),
        ("-zt", "pps -Z"),
        ("-T", "-p shows"),
        ("-b", "filters"),
        ("-F /dev/null", "--where"),
        ("--resolve", "name servers"),
        ("-f vsock", "no file of /proc"),
        ("-A tcp,dccp", "no file of /proc"),
        ("-A nonsense", "`nonsense` is none of"),
        ("-C", "-rC"),
        ("-ri", "different things"),
        ("-r counters", "counters is named"),
        ("lnstat -c 5", "--watch"),
        ("interfaces -t", "-t says nothing of interfaces"),
        ("routes -p", "routes does not have"),
    ] {
        let complaint = call(PNET, line).run().refused(2);
        assert!(complaint.contains(why), "{line}: {complaint}");
    }
}

/// The view that a line shows, by its schema.
fn view_of(line: &str) -> String {
    let schema: serde_json::Value =
        serde_json::from_str(&call(PNET, line).arg("--schema").text()).unwrap();
    schema["title"].as_str().unwrap().to_owned()
}

#[test]
fn letters_lead_to_the_view_that_the_peers_show() {
    for (line, view) in [
        ("-r", "routes"),
        ("-rn", "routes"),
        ("-rne", "routes"),
        ("-rF", "routes"),
        ("-rC", "routes"),
        ("-i", "interfaces"),
        ("-in", "interfaces"),
        ("-ie", "interfaces"),
        ("-ia eth0", "interfaces"),
        ("-g", "multicast"),
        ("-gn", "multicast"),
        ("-s", "sockstat"),
        ("-sn", "sockstat"),
        ("-st", "counters"),
        ("-s -u", "counters"),
        ("-sw6", "counters"),
        ("--statistics", "counters"),
        ("-M", "conntrack"),
        ("-ti", "sockets"),
        ("-tuli", "sockets"),
        ("-xp", "sockets"),
        ("ss -tan", "sockets"),
        ("nstat -az", "counters"),
        ("nstat -s", "counters"),
        ("lnstat -f arp_cache -k entries", "caches"),
        ("route -n", "routes"),
        ("route -ee", "routes"),
        ("route -A inet6", "routes"),
        ("ifconfig -a", "interfaces"),
        ("ifconfig -s lo", "interfaces"),
        ("maddr", "multicast"),
        ("rtacct", "accounting"),
    ] {
        assert_eq!(view_of(line), format!("pnet {view}"), "{line}");
    }
}

#[test]
fn letters_add_what_they_add_in_the_peers() {
    let fields = |line: &str| -> Vec<String> {
        let text = call(PNET, line).arg("--csv").text();
        text.lines().next().unwrap().split(',').map(str::to_owned).collect()
    };
    for (line, field) in [
        ("-p", "process"),
        ("-e", "inode"),
        ("-to", "timer"),
        ("-t --options", "timer"),
        ("-ti", "congestion"),
        ("-ti", "bytes_sent"),
        ("-tm", "receive_buffer"),
        ("--cgroup", "cgroup_id"),
        ("-re", "uses"),
        ("-ie", "rx_fifo"),
    ] {
        assert!(fields(line).iter().any(|name| name == field), "{line}: {:?}", fields(line));
    }
    assert!(!call(PNET, "-tulpnHa").text().contains("PROTO"));
    // A column that two letters add stands once.
    let both = fields("-ee");
    assert_eq!(both.len(), both.iter().collect::<BTreeSet<_>>().len(), "{both:?}");
}

#[test]
fn families_are_chosen_as_in_ss() {
    let stream = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = stream.local_addr().unwrap().port();
    let near = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let datagrams = UdpSocket::bind("127.0.0.1:0").unwrap();
    let sandbox = Sandbox::new();
    let local = UnixListener::bind(sandbox.join("one")).unwrap();
    let packets = std::os::unix::net::UnixDatagram::bind(sandbox.join("two")).unwrap();
    let sockets = [
        ("stream", inode(&stream)),
        ("near", inode(&near)),
        ("datagrams", inode(&datagrams)),
        ("local", inode(&local)),
        ("packets", inode(&packets)),
    ];
    for (line, expected) in [
        ("-f inet", "near"),
        ("-f inet -a", "stream near datagrams"),
        ("-f inet6 -a", ""),
        ("-f unix -a", "local packets"),
        ("-f inet -ta", "stream near"),
        ("--family=inet -l", "stream datagrams"),
        ("-A tcp", "near"),
        ("-A tcp,udp -a", "stream near datagrams"),
        ("-A inet -a", "stream near datagrams"),
        ("-A all -a", "stream near datagrams local packets"),
        ("-A all,!tcp -a", "datagrams local packets"),
        ("-A unix_dgram -a", "packets"),
        ("-A u_str,udp -a", "datagrams local"),
        ("-A netlink -a", ""),
        ("--inet -ta", "stream near"),
        ("-6a", ""),
    ] {
        let found = found(line, port);
        let known: Vec<&str> =
            sockets.iter().filter(|(_, i)| found.contains(i)).map(|(name, _)| *name).collect();
        assert_eq!(known.join(" "), expected, "{line}");
    }
}
