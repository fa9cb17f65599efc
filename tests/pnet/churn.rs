//! A table that changes while it is read: the kernel hands it out in portions, between which sockets
//! come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;

use crate::PNET;
use crate::support::{Made, call, has, is_root, skip};

/// How many sockets stay, half of them each other's peers.
const STAYING: usize = 40_000;

/// Makes connections that stay, in as many processes as it takes, and says their inodes. Another process
/// makes and ends others meanwhile: some orderly, which leaves them waiting, some by a reset. All end
/// when the input of the first does.
const SCRIPT: &str = r#"
import fcntl, json, os, resource, select, socket, struct, sys
COUNT = int(sys.argv[1])
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 1))
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
share = min(COUNT, 10000, hard // 2)
ending, end = os.pipe()

def connect(listener):
    near = socket.socket()
    near.connect(listener.getsockname())
    return [near, listener.accept()[0]]

def stay(telling):
    held = []
    for _ in range(share // 2):
        held += connect(listener)
    with os.fdopen(telling, "w") as out:
        json.dump([os.fstat(one.fileno()).st_ino for one in held], out)
    os.read(ending, 1)

def change(_):
    reset = struct.pack("ii", 1, 0)
    number = 0
    while not select.select([ending], [], [], 0)[0]:
        for one in [one for _ in range(50) for one in connect(listener)]:
            if number % 4:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            one.close()
        number += 1

inodes = []
for what in [stay] * (COUNT // share) + [change]:
    # Each has a listener of its own, of which it takes what it has connected.
    listener = socket.create_server(("127.0.0.1", 0))
    listening, telling = os.pipe()
    if os.fork() == 0:
        os.close(end)
        what(telling)
        os._exit(0)
    os.close(telling)
    listener.close()
    if what is stay:
        with os.fdopen(listening) as said:
            inodes += json.load(said)
print(json.dumps(inodes), flush=True)
sys.stdin.read()
"#;

#[test]
fn no_socket_is_shown_twice_and_none_that_stays_is_missing() {
    if !is_root() || !has("unshare") || !has("python3") {
        skip!("a namespace is made by root with unshare, and filled with python3");
    }
    let mut command =
        call("unshare", "-n python3 -c").arg(SCRIPT).arg(STAYING.to_string()).command();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let (made, said) = Made::speaking(command).unwrap();
    let Ok(staying) = serde_json::from_str::<Vec<u64>>(&said) else {
        skip!("so many sockets cannot be made here");
    };
    let staying: BTreeSet<u64> = staying.into_iter().collect();
    assert_eq!(staying.len(), STAYING);
    let line = format!(
        "--netns {} -t -a -o local_port,peer_port,inode,state --csv --no-headers",
        made.pid()
    );
    let mut others = BTreeSet::new();
    for _ in 0..3 {
        let text = call(PNET, &line).text();
        let mut inodes = BTreeSet::new();
        let mut connections = BTreeMap::new();
        for row in text.lines() {
            let [local, peer, inode, state] = row.split(',').collect::<Vec<_>>()[..] else {
                panic!("{row}");
            };
            let inode = inode.parse::<u64>().ok();
            assert!(inode.is_none_or(|inode| inodes.insert(inode)), "twice: {row}");
            if state == "LISTEN" {
                continue;
            }
            // The ports of one that was reset may be those of the next, which has another inode.
            let had = connections.insert((local.to_owned(), peer.to_owned()), inode);
            assert!(had.is_none_or(|had| had.is_some() && inode.is_some()), "twice: {row}");
        }
        let missing: Vec<_> = staying.difference(&inodes).collect();
        assert!(missing.is_empty(), "{} of {STAYING} are missing", missing.len());
        others.extend(connections.into_keys());
    }
    // It did change in the meantime.
    assert!(others.len() > STAYING, "nothing came or went");
}
