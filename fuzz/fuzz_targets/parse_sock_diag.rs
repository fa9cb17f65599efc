//! A message of `sock_diag`, and everything that can be asked of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::sock_diag::{Diag, TcpInfo};

fuzz_target!(|message: &[u8]| {
    for socket in [Diag::inet(message), Diag::unix(message)].into_iter().flatten() {
        let _ = (socket.receive_queue(), socket.send_queue(), socket.backlog_limit());
        let _ = (socket.congestion(), socket.mark(), socket.cgroup(), socket.memory());
        let _ = (socket.peer_inode(), socket.name(), socket.shutdown());
        let _ = socket.tcp_info().map(|info| (TcpInfo::rtt(info), TcpInfo::busy_time(info)));
    }
});
