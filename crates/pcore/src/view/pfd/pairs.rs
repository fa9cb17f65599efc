//! Which processes have the two ends of something, worked out from the ends of everything.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ends::{Census, End, Ends, Thing};
use crate::parse::Item;
use crate::run::Run;
use crate::view::pnet::diag::Answers;
use crate::view::pnet::net;
use crate::view::pnet::owners::program;
use crate::view::pnet::peers::{Connection, Peers};
use crate::view::pnet::socket::{Protocol, endpoint};
use crate::{Absent, Value};

/// Everything with two ends, or with several holders, and the names of those.
#[derive(Debug, Default)]
pub(crate) struct Meetings {
    all: Vec<Meeting>,
    names: FxHashMap<u32, Box<[u8]>>,
    /// Why the descriptors of some processes could not be seen.
    unseen: Option<Absent>,
    /// Which meetings a descriptor is an end of, for those who ask by it.
    by_end: FxHashMap<(u32, u32), Vec<usize>>,
    /// The descriptors that only read, or only write.
    one_way: FxHashMap<(u32, u32), OneWay>,
}

/// Something through which processes can talk.
#[derive(Debug)]
pub(crate) struct Meeting {
    /// What it is.
    pub(crate) kind: &'static str,
    /// How the first side stands to the other.
    relation: Relation,
    /// What it is called, and what from the other side if that is something else.
    name: Box<[u8]>,
    turned: Option<Box<[u8]>>,
    /// The inodes of both sides, where they have some.
    inodes: [Option<u64>; 2],
    /// Of what is shared, the first side is all.
    sides: [Side; 2],
}

/// What a descriptor does that does not do both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OneWay {
    Reads,
    Writes,
}

/// How one side stands to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// It writes what the other reads.
    Writes,
    /// It has the master of the other's terminal.
    Drives,
    /// Each has a socket, which are connected.
    Connects,
    /// Both have the same.
    Shares,
}

impl Relation {
    /// The word for it, and for how the second side stands to the first.
    const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Writes => ["writes-to", "reads-from"],
            Self::Drives => ["terminal-of", "on-terminal-of"],
            Self::Connects => ["connected-to"; 2],
            Self::Shares => ["shares-with"; 2],
        }
    }
}

/// The descriptors of each process on one side.
type Side = BTreeMap<u32, Vec<u32>>;

/// Two processes that have an end each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The process at the first end, and its descriptors there.
    pub(crate) one: (u32, Vec<u32>),
    /// The process at the other, or why it is not known.
    pub(crate) other: Item<(u32, Vec<u32>)>,
    /// Whether the first only writes and the other only reads.
    pub(crate) is_one_way: bool,
    /// Whether the first is on the second side.
    is_turned: bool,
}

/// How many pairs of one thing are told. What a thousand processes share would be half a million.
const MOST: usize = 1 << 16;

impl Meetings {
    /// Looks for what of these kinds processes have ends of.
    pub(crate) fn take(run: &Arc<Run>, wants: impl Fn(&str) -> bool) -> &Self {
        run.meetings.get_or_init(|| {
            let mut census = Census::take(run);
            let mut meetings = Self { unseen: census.unseen, ..Self::default() };
            let mut sockets = FxHashMap::default();
            let mut things: Vec<(Thing, Ends)> = census.things.drain().collect();
            things.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
            for (thing, ends) in things {
                for end in &ends.all {
                    let way = match (end.reads, end.writes) {
                        (true, false) => OneWay::Reads,
                        (false, true) => OneWay::Writes,
                        _ => continue,
                    };
                    meetings.one_way.insert((end.pid, end.fd), way);
                }
                if let Thing::Socket(inode) = thing {
                    sockets.insert(inode, side(&ends.all, |_| true));
                } else if wants(kind(&thing)) {
                    meetings.all.push(Meeting::of(&thing, ends));
                }
            }
            meetings.connect(run, &sockets, wants);
            meetings.names = census.names;
            meetings.index();
            meetings
        })
    }

    /// Adds the connections between sockets that processes hold.
    fn connect(
        &mut self,
        run: &Arc<Run>,
        sockets: &FxHashMap<u64, Side>,
        wants: impl Fn(&str) -> bool,
    ) {
        let holders = |inode: u64| sockets.get(&inode).cloned().unwrap_or_default();
        let wants_protocol = |protocol: Protocol| wants(protocol.word().trim_end_matches('6'));
        let networks = net::known(run, true);
        Peers::take(run, networks, wants_protocol);
        let Some(peers) = run.peers.get() else { return };
        self.unseen = self.unseen.max(peers.unseen());
        for Connection { protocol, sockets, ends: [local, peer] } in peers.connections() {
            let [local, peer] = [local, peer].map(|(address, port)| endpoint(address, port));
            self.all.push(Meeting {
                kind: protocol,
                relation: Relation::Connects,
                name: format!("{local}->{peer}").into_bytes().into(),
                turned: Some(format!("{peer}->{local}").into_bytes().into()),
                inodes: sockets.map(Some),
                sides: sockets.map(holders),
            });
        }
        if !wants(Protocol::Unix.word()) {
            return;
        }
        Answers::take(run, true, |protocol| protocol == Protocol::Unix);
        let Ok(table) = Answers::of_unix(run) else { return };
        let mut seen = FxHashSet::default();
        for socket in table.sockets() {
            let Ok(peer) = socket.peer_inode() else { continue };
            let both = [socket.inode, peer];
            if socket.inode == 0
                || peer == 0
                || !seen.insert([both[0].min(peer), both[0].max(peer)])
            {
                continue;
            }
            let name = socket
                .name()
                .or_else(|_| table.with_inode(peer).ok_or(Absent::NotApplicable)?.name());
            self.all.push(Meeting {
                kind: Protocol::Unix.word(),
                relation: Relation::Connects,
                name: name.unwrap_or_else(|_| format!("socket:[{}]", socket.inode).into()).into(),
                turned: None,
                inodes: both.map(Some),
                sides: both.map(holders),
            });
        }
    }

    fn index(&mut self) {
        for (number, meeting) in self.all.iter().enumerate() {
            for (pid, fds) in meeting.sides.iter().flatten() {
                for fd in fds {
                    let known = self.by_end.entry((*pid, *fd)).or_default();
                    if known.last() != Some(&number) {
                        known.push(number);
                    }
                }
            }
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// One of them.
    pub(crate) fn get(&self, number: usize) -> Option<&Meeting> {
        self.all.get(number)
    }

    /// The name of a process.
    pub(crate) fn name(&self, pid: u32) -> Option<&[u8]> {
        self.names.get(&pid).map(|name| &**name)
    }

    /// The number and the name of a process.
    pub(crate) fn program(&self, pid: u32) -> Value<'static> {
        program(pid, self.name(pid))
    }

    /// The pairs of processes that have ends of something, and how many more there are.
    pub(crate) fn pairs(&self, meeting: &Meeting) -> (Vec<Pair>, usize) {
        let mut pairs = Vec::new();
        let mut more = 0;
        meeting.each(self.unseen, &mut |pair| {
            if pairs.len() < MOST {
                pairs.push(pair());
            } else {
                more += 1;
            }
        });
        (pairs, more)
    }

    /// The processes with which a descriptor connects the process that has it, each with its
    /// descriptors.
    ///
    /// # Errors
    /// It does not apply to what has no other end, or only ends that nobody holds. Where some
    /// descriptors could not be seen, the reason for that.
    pub(crate) fn others_of(&self, pid: u32, fd: u32) -> Item<BTreeMap<u32, Vec<u32>>> {
        let meetings = self.by_end.get(&(pid, fd)).ok_or(Absent::NotApplicable)?;
        let mut others = Side::new();
        for meeting in meetings.iter().filter_map(|number| self.all.get(*number)) {
            let [one, mut other] = meeting.sides.each_ref();
            if meeting.relation == Relation::Shares {
                other = one;
            }
            let has = |side: &Side| side.get(&pid).is_some_and(|fds| fds.contains(&fd));
            let opposite = [(one, other), (other, one)];
            let opposite = opposite.into_iter().filter(|(own, _)| has(own));
            for (peer, far) in opposite.flat_map(|(_, far)| far) {
                let itself = (*peer == pid).then_some(fd);
                let far: Vec<u32> = far.iter().copied().filter(|fd| Some(*fd) != itself).collect();
                if !far.is_empty() {
                    let known = others.entry(*peer).or_default();
                    *known = merged(known, Some(&far));
                }
            }
            if meeting.sides.iter().any(|side| side.keys().any(|holder| *holder != pid)) {
                others.remove(&pid);
            }
        }
        if others.is_empty() {
            Err(self.unseen.unwrap_or(Absent::NotApplicable))
        } else {
            Ok(others)
        }
    }

    /// A descriptor as lsof writes it: its number, and whether it reads, writes or does both.
    pub(crate) fn written(&self, pid: u32, fd: u32) -> String {
        let way = match self.one_way.get(&(pid, fd)) {
            Some(OneWay::Reads) => 'r',
            Some(OneWay::Writes) => 'w',
            None => 'u',
        };
        format!("{fd}{way}")
    }
}

/// The word for what a thing is.
fn kind(thing: &Thing) -> &'static str {
    match thing {
        Thing::Pipe(_) => "pipe",
        Thing::Fifo(..) => "fifo",
        Thing::Terminal(..) => "pty",
        Thing::Socket(_) => Protocol::Unix.word(),
        Thing::Eventfd(_) => "eventfd",
        Thing::Regular(..) => "file",
        Thing::Memory(..) => "memfd",
        Thing::Buffer(_) => "dma-buf",
        Thing::Graphics(..) => "drm",
    }
}

/// The descriptors of each process that are such ends.
fn side(ends: &[End], is_such: impl Fn(&End) -> bool) -> Side {
    let mut side = Side::new();
    for end in ends.iter().filter(|end| is_such(end)) {
        side.entry(end.pid).or_default().push(end.fd);
    }
    side
}

impl Meeting {
    /// What is made of ends alone.
    fn of(thing: &Thing, Ends { all: ends, mut name, inode, .. }: Ends) -> Self {
        let (relation, sides) = match thing {
            Thing::Pipe(_) | Thing::Fifo(..) => {
                (Relation::Writes, [side(&ends, |end| end.writes), side(&ends, |end| end.reads)])
            }
            Thing::Terminal(_, number) => {
                name = format!("/dev/pts/{number}").into_bytes().into();
                let masters = side(&ends, |end| end.is_master);
                (Relation::Drives, [masters, side(&ends, |end| !end.is_master)])
            }
            _ => (Relation::Shares, [side(&ends, |_| true), Side::new()]),
        };
        if let Thing::Eventfd(number) = thing {
            name = format!("eventfd:[{number}]").into_bytes().into();
        }
        let is_anonymous = matches!(thing, Thing::Eventfd(_) | Thing::Terminal(..));
        let inode = inode.filter(|_| !is_anonymous);
        Self { kind: kind(thing), relation, name, turned: None, inodes: [inode; 2], sides }
    }

    /// Gives what makes each pair to `each`: two processes once, the one that writes first, else the one with
    /// the lower number. A process that has both ends is a pair with itself only if nobody else has
    /// an end. One end is a pair with nobody if the other may be where it could not be seen.
    fn each(&self, unseen: Option<Absent>, each: &mut dyn FnMut(&dyn Fn() -> Pair)) {
        let [one, other] = &self.sides;
        if self.relation == Relation::Shares {
            for (number, (pid, fds)) in one.iter().enumerate() {
                for (peer, far) in one.iter().skip(number + 1) {
                    each(&|| Pair::new((*pid, fds), (*peer, far)));
                }
            }
            return;
        }
        if let (Some(absent), true) = (unseen, one.is_empty() || other.is_empty()) {
            let is_turned = one.is_empty();
            for (pid, fds) in one.iter().chain(other) {
                each(&|| {
                    let one = (*pid, fds.clone());
                    Pair { one, other: Err(absent), is_one_way: false, is_turned }
                });
            }
            return;
        }
        let mut holders = one.keys().chain(other.keys());
        let first = holders.next();
        let is_alone = holders.all(|holder| Some(holder) == first);
        for (pid, fds) in one {
            for (peer, far) in other {
                // The same two the other way round.
                let is_both_ways = one.contains_key(peer) && other.contains_key(pid);
                if pid == peer && !is_alone || pid > peer && is_both_ways {
                    continue;
                }
                each(&|| {
                    let mut pair = Pair::new((*pid, fds), (*peer, far));
                    match self.relation {
                        Relation::Writes if is_both_ways && pid != peer => {
                            pair.one.1 = merged(fds, other.get(pid));
                            pair.other = Ok((*peer, merged(far, one.get(peer))));
                        }
                        Relation::Writes => pair.is_one_way = true,
                        Relation::Connects if pid > peer => pair.turn(),
                        _ => {}
                    }
                    pair
                });
            }
        }
    }

    /// The inode at the first end of a pair, and at the other.
    pub(crate) fn inodes_of(&self, pair: &Pair) -> [Option<u64>; 2] {
        let [one, other] = self.inodes;
        if pair.is_turned { [other, one] } else { [one, other] }
    }

    /// How the first of a pair stands to the other.
    pub(crate) fn relation_of(&self, pair: &Pair) -> &'static str {
        let [word, turned] = self.relation.words();
        if pair.is_turned { turned } else { word }
    }

    /// Where data can go between the two of a pair: `out`, `in` or `both`.
    pub(crate) fn direction_of(&self, pair: &Pair) -> &'static str {
        match (self.relation, &pair.other, pair.is_turned) {
            (Relation::Writes, Ok(_), _) if pair.is_one_way => "out",
            (Relation::Writes, Err(_), false) => "out",
            (Relation::Writes, Err(_), true) => "in",
            _ => "both",
        }
    }

    /// What it is called.
    pub(crate) fn name(&self) -> &[u8] {
        &self.name
    }

    /// What the first of a pair calls it.
    pub(crate) fn name_of(&self, pair: &Pair) -> &[u8] {
        self.turned.as_ref().filter(|_| pair.is_turned).unwrap_or(&self.name)
    }
}

/// Two lists of descriptors as one.
fn merged(one: &[u32], other: Option<&Vec<u32>>) -> Vec<u32> {
    let mut fds: Vec<u32> = one.iter().chain(other.into_iter().flatten()).copied().collect();
    fds.sort_unstable();
    fds.dedup();
    fds
}

impl Pair {
    fn new(one: (u32, &Vec<u32>), other: (u32, &Vec<u32>)) -> Self {
        Self {
            one: (one.0, one.1.clone()),
            other: Ok((other.0, other.1.clone())),
            is_one_way: false,
            is_turned: false,
        }
    }

    fn turn(&mut self) {
        if let Ok(other) = &mut self.other {
            std::mem::swap(&mut self.one, other);
            self.is_turned = !self.is_turned;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::device::Device;

    const UNSEEN: Option<Absent> = Some(Absent::Denied);

    fn end(pid: u32, fd: u32, mode: &str) -> End {
        let (reads, writes) = (mode.contains('r'), mode.contains('w'));
        End { pid, fd, reads, writes, is_master: mode.contains('m') }
    }

    fn met(thing: &Thing, all: &[End]) -> Meeting {
        let mut ends = Ends::default();
        ends.all.extend_from_slice(all);
        Meeting::of(thing, ends)
    }

    /// The pairs as numbers of processes and where data goes; 0 for who is not seen.
    fn pairs(meeting: &Meeting, unseen: Option<Absent>) -> Vec<(u32, u32, &'static str)> {
        let mut pairs = Vec::new();
        meeting.each(unseen, &mut |pair| {
            let pair = pair();
            let other = pair.other.as_ref().map_or(0, |(pid, _)| *pid);
            pairs.push((pair.one.0, other, meeting.direction_of(&pair)));
        });
        pairs
    }

    #[test]
    fn who_writes_stands_first() {
        let pipe = met(&Thing::Pipe(7), &[end(1, 3, "r"), end(2, 4, "w"), end(2, 5, "w")]);
        assert_eq!(pairs(&pipe, None), [(2, 1, "out")]);
        let mut first = None;
        pipe.each(None, &mut |pair| first = Some(pair()));
        let first = first.unwrap();
        assert_eq!((first.one, first.other), ((2, vec![4, 5]), Ok((1, vec![3]))));
    }

    #[test]
    fn two_who_both_write_and_read_are_one_pair() {
        let pipe = met(&Thing::Pipe(7), &[end(1, 3, "rw"), end(2, 3, "r"), end(2, 4, "w")]);
        assert_eq!(pairs(&pipe, None), [(1, 2, "both")]);
        let several = [end(1, 3, "rw"), end(2, 3, "rw"), end(3, 3, "w")];
        let expected = [(1, 2, "both"), (3, 1, "out"), (3, 2, "out")];
        assert_eq!(pairs(&met(&Thing::Pipe(7), &several), None), expected);
    }

    #[test]
    fn a_process_is_its_own_peer_only_where_nobody_else_is() {
        let alone = [end(1, 3, "r"), end(1, 4, "w")];
        assert_eq!(pairs(&met(&Thing::Pipe(7), &alone), None), [(1, 1, "out")]);
        let inherited = [end(1, 3, "r"), end(1, 4, "w"), end(2, 3, "r")];
        assert_eq!(pairs(&met(&Thing::Pipe(7), &inherited), None), [(1, 2, "out")]);
        assert_eq!(pairs(&met(&Thing::Eventfd(7), &[end(1, 3, "rw")]), None), []);
    }

    #[test]
    fn an_end_without_another_is_told_where_that_may_be_unseen() {
        let pipe = met(&Thing::Pipe(7), &[end(1, 3, "r")]);
        assert_eq!(pairs(&pipe, None), []);
        assert_eq!(pairs(&pipe, UNSEEN), [(1, 0, "in")]);
        let slave = met(&Thing::Terminal(Device { major: 0, minor: 1 }, 3), &[end(1, 0, "rw")]);
        assert_eq!(pairs(&slave, UNSEEN), [(1, 0, "both")]);
        // That a file is shared at all is not known.
        assert_eq!(pairs(&met(&Thing::Eventfd(7), &[end(1, 3, "rw")]), UNSEEN), []);
    }

    #[test]
    fn what_is_shared_makes_a_pair_of_any_two() {
        let file = Thing::Regular(Device { major: 8, minor: 1 }, 7);
        let all = [end(1, 3, "r"), end(2, 3, "w"), end(2, 4, "w"), end(5, 3, "r")];
        let expected = [(1, 2, "both"), (1, 5, "both"), (2, 5, "both")];
        assert_eq!(pairs(&met(&file, &all), None), expected);
    }

    #[test]
    fn a_descriptor_knows_the_others() {
        let mut meetings = Meetings::default();
        meetings.all.push(met(&Thing::Pipe(7), &[end(1, 3, "r"), end(2, 4, "w"), end(2, 5, "r")]));
        meetings.index();
        assert_eq!(meetings.others_of(1, 3), Ok(Side::from([(2, vec![4])])));
        assert_eq!(meetings.others_of(2, 4), Ok(Side::from([(1, vec![3])])));
        assert_eq!(meetings.others_of(2, 9), Err(Absent::NotApplicable));
    }

    #[test]
    fn a_descriptor_is_not_another_of_itself() {
        let mut meetings = Meetings::default();
        meetings.all.push(met(&Thing::Eventfd(7), &[end(1, 3, "rw")]));
        meetings.all.push(met(&Thing::Eventfd(8), &[end(1, 4, "rw"), end(1, 5, "rw")]));
        meetings.index();
        assert_eq!(meetings.others_of(1, 3), Err(Absent::NotApplicable));
        assert_eq!(meetings.others_of(1, 4), Ok(Side::from([(1, vec![5])])));
    }

    proptest! {
        /// No two stand in two rows for one thing, and nobody beside himself who has company.
        #[test]
        fn every_pair_once(ends in proptest::collection::vec((1_u32..6, 0_u32..4, 1_usize..4), 0..12)) {
            let all: Vec<End> =
                ends.iter().map(|(pid, fd, mode)| end(*pid, *fd, ["r", "w", "rw"][mode - 1])).collect();
            for thing in [Thing::Pipe(7), Thing::Eventfd(7)] {
                let mut seen = FxHashSet::default();
                for (one, other, _) in pairs(&met(&thing, &all), None) {
                    prop_assert!(seen.insert((one.min(other), one.max(other))));
                    prop_assert!(one != other || all.iter().all(|end| end.pid == one));
                }
            }
        }
    }
}
