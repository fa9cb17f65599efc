//! What `sock_diag` adds to the rows of the tables: queues and peers of local sockets, backlogs, and
//! what the kernel measures of connections.
//!
//! It answers for the reader's own network namespace, on the live machine. A table is asked for
//! before the first row is read, and only if a chosen field needs it and its rows can be wanted:
//! what is not asked for costs nothing, and loads no module of the kernel.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use netlink_packet_sock_diag::inet::{ExtensionFlags, InetRequest, SocketId, StateFlags};
use netlink_packet_sock_diag::unix::{ShowFlags, StateFlags as UnixStates, UnixRequest};
use netlink_packet_sock_diag::{
    AF_INET, AF_INET6, IPPROTO_RAW, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, SockDiagMessage,
};
use rustc_hash::FxHashMap;
use rustix::net::netdevice;
use rustix::thread::CapabilitySet;

use crate::field::Source;
use crate::netlink::Netlink;
use crate::parse::Item;
use crate::parse::sock_diag::{Diag, Ends};
use crate::run::Run;
use crate::view::pnet::net::Net;
use crate::view::pnet::socket::{Entry, Family, Line, Protocol, Socket, TABLES};
use crate::{Absent, File, Value};

/// The answers of one run.
#[derive(Default)]
pub(crate) struct Answers {
    /// Whether a chosen field needs them for every kind of socket that is told of.
    asked: AtomicBool,
    tables: [OnceLock<Item<Arc<Table>>>; Protocol::ALL.len()],
}

/// The sockets of one protocol in the reader's own network namespace.
#[derive(Debug, Default)]
pub(crate) struct Table {
    sockets: Vec<Diag>,
    by_inode: FxHashMap<u64, usize>,
    /// Sockets that have lost their owner, or have none yet.
    by_ends: FxHashMap<Ends, usize>,
    /// Names of the interfaces that sockets are bound to.
    interfaces: FxHashMap<u32, Box<[u8]>>,
}

/// The states of a TCP socket, by bit. Those beyond, such as bound and nothing more, have no row.
const STATES: u32 = 0x1ffe;

impl Answers {
    /// Asks for what the rows will need. `wants` says of a protocol whether its rows can be wanted,
    /// and `needs_unix` whether a field is chosen that only of local sockets is told so.
    pub(crate) fn take(run: &Run, needs_unix: bool, wants: impl Fn(Protocol) -> bool) {
        if !run.root.is_live() {
            return;
        }
        let asked = run.answers.asked.load(Ordering::Relaxed);
        let mut socket = None;
        for protocol in Protocol::ALL.iter().copied() {
            let is_needed = asked || needs_unix && protocol == Protocol::Unix;
            let (true, Some(question)) = (is_needed && wants(protocol), question(protocol)) else {
                continue;
            };
            let Some(table) = run.answers.tables.get(protocol as usize) else { continue };
            table.get_or_init(|| {
                let socket = socket.get_or_insert_with(|| {
                    Netlink::open(Some(rustix::net::netlink::SOCK_DIAG), run.pace.deadline)
                });
                let answer = match socket {
                    Ok(socket) => Table::read(socket, question),
                    Err(absent) => Err(*absent),
                };
                if let Err(absent) = answer
                    && absent != Absent::Unsupported
                {
                    run.note(format!("sock_diag: {}", absent.phrase()));
                }
                answer.map(Arc::new)
            });
        }
    }

    /// What the kernel has told of local sockets in the reader's own network namespace.
    ///
    /// # Errors
    /// Why it has not.
    pub(crate) fn of_unix(run: &Run) -> Item<&Table> {
        let table = run.answers.tables.get(Protocol::Unix as usize).and_then(OnceLock::get);
        table.ok_or(Absent::Unsupported)?.as_deref().map_err(|absent| *absent)
    }
}

/// What to ask for the sockets of a protocol; of most what /proc tells is all that is shown, and of
/// ping sockets nothing else is told.
fn question(protocol: Protocol) -> Option<SockDiagMessage> {
    let (family, protocol) = match protocol {
        Protocol::Tcp => (AF_INET, IPPROTO_TCP),
        Protocol::Tcp6 => (AF_INET6, IPPROTO_TCP),
        Protocol::Udp => (AF_INET, IPPROTO_UDP),
        Protocol::Udp6 => (AF_INET6, IPPROTO_UDP),
        Protocol::Udplite => (AF_INET, IPPROTO_UDPLITE),
        Protocol::Udplite6 => (AF_INET6, IPPROTO_UDPLITE),
        Protocol::Raw => (AF_INET, IPPROTO_RAW),
        Protocol::Raw6 => (AF_INET6, IPPROTO_RAW),
        Protocol::Unix => {
            return Some(SockDiagMessage::UnixRequest(UnixRequest {
                state_flags: UnixStates::from_bits_retain(STATES),
                inode: 0,
                show_flags: ShowFlags::NAME
                    | ShowFlags::PEER
                    | ShowFlags::RQLEN
                    | ShowFlags::MEMINFO,
                cookie: [u8::MAX; 8],
            }));
        }
        _ => return None,
    };
    Some(SockDiagMessage::InetRequest(InetRequest {
        family,
        protocol,
        extensions: ExtensionFlags::INFO | ExtensionFlags::CONG | ExtensionFlags::SKMEMINFO,
        states: StateFlags::from_bits_retain(STATES),
        socket_id: SocketId::new_v4(),
    }))
}

impl Table {
    fn read(socket: &mut Netlink, question: SockDiagMessage) -> Item<Self> {
        let parse = if question.is_unix_request() { Diag::unix } else { Diag::inet };
        let mut table = Self::default();
        let mut is_damaged = false;
        socket.dump(question, &mut |message| match parse(message) {
            Ok(socket) => table.add(socket),
            Err(_) => is_damaged = true,
        })?;
        if is_damaged {
            return Err(Absent::Malformed);
        }
        table.name_interfaces();
        Ok(table)
    }

    /// The sockets, in the kernel's order.
    pub(crate) fn sockets(&self) -> &[Diag] {
        &self.sockets
    }

    /// The socket with this inode; 0 is nobody's.
    pub(crate) fn with_inode(&self, inode: u64) -> Option<&Diag> {
        self.by_inode.get(&inode).and_then(|number| self.sockets.get(*number))
    }

    fn add(&mut self, socket: Diag) {
        let number = self.sockets.len();
        match (socket.inode, socket.ends) {
            (0, Some(ends)) => self.by_ends.insert(ends, number),
            (0, None) => None,
            (inode, _) => self.by_inode.insert(inode, number),
        };
        self.sockets.push(socket);
    }

    fn name_interfaces(&mut self) {
        let bound = self.sockets.iter().map(|socket| socket.interface).filter(|index| *index != 0);
        let mut numbers: Vec<u32> = bound.collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() {
            return;
        }
        // Any socket will do to ask with.
        let (family, kind) = (rustix::net::AddressFamily::UNIX, rustix::net::SocketType::DGRAM);
        let flags = rustix::net::SocketFlags::CLOEXEC;
        let Ok(asker) = rustix::net::socket_with(family, kind, flags, None) else { return };
        let name = |number| {
            let name = netdevice::index_to_name_inlined(&asker, number).ok()?;
            Some((number, name.as_bytes().into()))
        };
        self.interfaces = numbers.into_iter().filter_map(name).collect();
    }

    fn find(&self, line: &Line) -> Item<usize> {
        let found = match (line, line.inode()?) {
            (Line::Inet(inet), 0) => self.by_ends.get(&(inet.local, inet.peer)),
            // A local connection that is not accepted yet; they are not told apart.
            (_, 0) => return Err(Absent::NotApplicable),
            (_, inode) => self.by_inode.get(&inode),
        };
        // It came or went between the two looks.
        found.copied().ok_or(Absent::Vanished)
    }
}

/// What is told of the socket of a row: looked up when first asked for.
pub(crate) struct Told {
    net: Rc<Net>,
    found: OnceCell<Item<(Arc<Table>, usize)>>,
}

impl Told {
    /// Of a socket in this network namespace.
    pub(crate) fn new(net: &Rc<Net>) -> Self {
        Self { net: net.clone(), found: OnceCell::new() }
    }

    /// The network namespace.
    pub(crate) fn net(&self) -> &Rc<Net> {
        &self.net
    }

    /// The socket of this row as the kernel described it.
    pub(crate) fn socket(&self, entry: &Entry) -> Item<&Diag> {
        let (table, number) = self.found(entry)?;
        table.sockets.get(*number).ok_or(Absent::Vanished)
    }

    /// The name of the local socket at the other end.
    pub(crate) fn peer_name(&self, entry: &Entry) -> Item<Value<'static>> {
        let (table, _) = self.found(entry)?;
        let inode = self.socket(entry)?.peer_inode()?;
        let peer = table.with_inode(inode).ok_or(Absent::Vanished)?;
        Ok(Value::Text(peer.name()?.into()))
    }

    /// The name of the interface that the socket is bound to.
    pub(crate) fn interface(&self, entry: &Entry) -> Item<Value<'_>> {
        let (table, _) = self.found(entry)?;
        match self.socket(entry)?.interface {
            0 => Err(Absent::NotApplicable),
            number => {
                let name = table.interfaces.get(&number);
                // One that went away, or of another namespace since, has no name here.
                Ok(Value::text(name.ok_or(Absent::Vanished)?))
            }
        }
    }

    fn found(&self, entry: &Entry) -> Item<&(Arc<Table>, usize)> {
        let found = self.found.get_or_init(|| {
            let protocol = entry.protocol;
            if matches!(
                protocol.family(),
                Family::Netlink | Family::Packet | Family::Bluetooth | Family::Ipx
            ) {
                return Err(Absent::NotApplicable);
            }
            let answers = &self.net.reader().run().answers;
            let table = answers.tables.get(protocol as usize).and_then(OnceLock::get);
            let table = table.filter(|_| self.net.is_own()).ok_or(Absent::Unsupported)?;
            let table = table.as_ref().map_err(|absent| *absent)?;
            Ok((table.clone(), table.find(&entry.line)?))
        });
        found.as_ref().map_err(|absent| *absent)
    }
}

/// What the run has been told for whatever reason.
impl Source<Socket> for Told {
    const FILES: &'static [File] = TABLES;

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(&socket.told)
    }
}

/// That the run is to be told, for fields that have their value from /proc where it stands there.
pub(crate) struct Asked;

impl Source<Socket> for Asked {
    const FILES: &'static [File] = TABLES;

    fn of(_socket: &Socket) -> Result<&Self, Absent> {
        Ok(&Self)
    }

    fn prepare(run: &Arc<Run>) {
        run.answers.asked.store(true, Ordering::Relaxed);
    }
}

impl Source<Socket> for Diag {
    const FILES: &'static [File] = TABLES;

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        socket.told.socket(&socket.entry)
    }

    fn prepare(run: &Arc<Run>) {
        Asked::prepare(run);
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $test:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl Source<Socket> for $name {
            const FILES: &'static [File] = TABLES;

            fn of(socket: &Socket) -> Result<&Self, Absent> {
                let test: fn(&Entry) -> Item<bool> = $test;
                if test(&socket.entry)? { Ok(&Self) } else { Err(Absent::NotApplicable) }
            }
        }
    )*};
}

// What a field is not about does not apply, whether the kernel could be asked or not.
kinds! {
    /// That the socket is one of TCP that somebody holds.
    Tcp: |entry| entry.whole_tcp().map(|_| true);
    /// That the socket is a connection of TCP that somebody holds.
    Connection: |entry| entry.connection().map(|_| true);
    /// That connections wait at the socket to be accepted.
    Listener: Entry::is_listener;
    /// That the socket can have a local one at its other end.
    Local: Entry::has_local_peer;
}

/// The mark of a socket.
///
/// # Errors
/// Among others that only whoever administers the network is told.
pub(crate) fn mark(socket: &Diag) -> Item<u32> {
    socket.mark().map_err(|absent| match absent {
        Absent::Unsupported if socket.ends.is_some() && !administers_network() => Absent::Denied,
        absent => absent,
    })
}

fn administers_network() -> bool {
    rustix::thread::capabilities(None)
        .is_ok_and(|sets| sets.effective.contains(CapabilitySet::NET_ADMIN))
}
