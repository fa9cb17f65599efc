//! Network namespaces: which there are, and where their tables can be read.
//!
//! `[pid]/net` shows the namespace of a process to anybody, so one member of each is all that is
//! needed: no namespace is entered, and no privilege asked for. Where the link that names a
//! namespace may not be read, the inode of its table of TCP sockets tells it from others.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use crate::field::{Field, Group, Of, Of2, Source};
use crate::file::FileSet;
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::pid::cgroup::Cgroup;
use crate::parse::pid::ns::Link;
use crate::parse::pid::stat::Stat;
use crate::problem::Reason;
use crate::root::Reader;
use crate::run::Run;
use crate::view::pps::census::Census;
use crate::view::pps::namespaces;
use crate::view::pps::process::{Number, Process};
use crate::{Absent, File, Kind, Value};

/// Which network namespace a row was read from.
pub(crate) const GROUP: Group<Net> = Group { name: "Namespace", fields: FIELDS };

static FIELDS: &[Field<Net>] = &[
    Field {
        name: "netns",
        header: "NETNS",
        kind: Kind::Id,
        doc: "Network namespace, by the inode that names it; denied where only strangers' processes are in it.",
        from: &Of(|known: &Known| Ok(known.inode?.into())),
        ..Field::BASE
    },
    Field {
        name: "netns_table",
        header: "NETNS-TABLE",
        kind: Kind::Id,
        doc: "Inode of the network namespace's table of TCP sockets, which tells it from others for anybody, also where its name is denied; a copy has none.",
        from: &Of(|table: &TcpTable| Ok(table.0.into())),
        ..Field::BASE
    },
    Field {
        name: "netns_name",
        header: "NETNS-NAME",
        kind: Kind::Text,
        doc: "Name of the network namespace: the last part of where it is mounted.",
        from: &Of2(|known: &Known, mounted: &Mounted| {
            let path = mounted.paths(known)?.next().ok_or(Absent::NotApplicable)?;
            let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
            Ok(Value::text(name))
        }),
        ..Field::BASE
    },
    Field {
        name: "netns_pid",
        header: "NETNS-PID",
        kind: Kind::Id,
        doc: "Oldest process of the network namespace; of the reader's own, the reader where others were not looked for.",
        from: &Of(|member: &Member| Ok(Number::of(&member.0)?.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "netns_pids",
        header: "NETNS-PIDS",
        kind: Kind::List(&Kind::Id),
        doc: "Processes in the network namespace; it does not apply where others than the reader's own were not looked for.",
        from: &Of(|known: &Known| match &*known.members {
            [] => Err(Absent::NotApplicable),
            members => Ok(Value::List(members.iter().map(|(_, pid)| (*pid).into()).collect())),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "container",
        header: "CONTAINER",
        kind: Kind::Text,
        doc: "Identifier of the container that the network namespace's oldest process is in.",
        from: &Of(|member: &Member| Ok(Value::text(Cgroup::of(&member.0)?.container()?.id))),
        ..Field::BASE
    },
    Field {
        name: "pod",
        header: "POD",
        kind: Kind::Text,
        doc: "Identifier of the Kubernetes pod that the network namespace's oldest process is in.",
        from: &Of(|member: &Member| Ok(Value::Text(Cgroup::of(&member.0)?.pod()?))),
        ..Field::BASE
    },
    Field {
        name: "unit",
        header: "UNIT",
        kind: Kind::Text,
        doc: "Unit of systemd that the network namespace's oldest process is in.",
        from: &Of(|member: &Member| Ok(Value::text(Cgroup::of(&member.0)?.unit()?))),
        ..Field::BASE
    },
];

/// A network namespace as a place to read tables from.
pub(crate) struct Net {
    known: Arc<Known>,
    reader: Rc<Reader>,
    facts: Facts,
    member: OnceCell<Result<Member, Absent>>,
}

/// What is known of a network namespace.
#[derive(Debug)]
pub(crate) struct Known {
    /// Which it is of those that are read, the reader's own first.
    pub(crate) number: u32,
    /// The inode that names it.
    pub(crate) inode: Item<u64>,
    /// Whether it is the reader's own.
    pub(crate) is_own: bool,
    /// Its processes, the oldest first, each after when it started.
    pub(crate) members: Vec<(u64, u32)>,
    /// Its table of TCP sockets, once somebody has asked.
    table: OnceLock<Item<TcpTable>>,
}

/// The inode of a namespace's table of TCP sockets: each namespace has files of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TcpTable(u64);

/// Where network namespaces are mounted, each by the inode that names it.
pub(crate) struct Mounted(Item<Vec<(u64, Box<[u8]>)>>);

/// A process that is in the namespace.
pub(crate) struct Member(Process);

/// How many members are tried, should one after the other go away.
const TRIES: usize = 8;

impl Net {
    /// A namespace of the run.
    pub(crate) fn new(known: &Arc<Known>, reader: &Rc<Reader>) -> Self {
        let facts = reader.run().host.facts();
        Self { known: known.clone(), reader: reader.clone(), facts, member: OnceCell::new() }
    }

    /// Facts of the host.
    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Which it is of those that are read, from 0 on.
    pub(crate) fn number(&self) -> u32 {
        self.known.number
    }

    /// What is known of it.
    pub(crate) fn known(&self) -> &Arc<Known> {
        &self.known
    }

    /// Whether it is the reader's own.
    pub(crate) fn is_own(&self) -> bool {
        self.known.is_own
    }

    /// Who reads.
    pub(crate) fn reader(&self) -> &Rc<Reader> {
        &self.reader
    }

    /// A table, line by line.
    ///
    /// # Errors
    /// Why it could not be read at all; counted.
    pub(crate) fn lines(&self, file: File, each: &mut dyn FnMut(&[u8])) -> Result<(), Absent> {
        self.reach(file, |path, pid| self.reader.lines(path, pid, file, each))
    }

    /// What a parser finds in a table. What is bad costs itself and is counted.
    ///
    /// # Errors
    /// Why the table could not be read; counted.
    pub(crate) fn items<T>(
        &self,
        file: File,
        parse: fn(&[u8]) -> Vec<Item<T>>,
    ) -> Result<Vec<T>, Absent> {
        let items = self.reach(file, |path, pid| self.reader.table(path, pid, file, parse))?;
        Ok(self.good(file, items))
    }

    /// What a parser finds in a table that is in a directory, likewise.
    ///
    /// # Errors
    /// Why the table could not be read; counted. It is not provided if it is not there, or no
    /// longer.
    pub(crate) fn items_below<T>(
        &self,
        dir: File,
        name: &[u8],
        parse: fn(&[u8]) -> Vec<Item<T>>,
    ) -> Result<Vec<T>, Absent> {
        let items = self.below(dir, name, |text| Ok(parse(text)))?;
        Ok(self.good(dir, items))
    }

    /// What is not bad, the rest counted.
    pub(crate) fn good<T>(&self, file: File, items: Vec<Item<T>>) -> Vec<T> {
        let bad = items.iter().filter(|item| item.is_err()).count();
        for _ in 0..bad {
            self.reader.problem(file, Reason::BadRow);
        }
        items.into_iter().flatten().collect()
    }

    /// A table that may be long, row by row: `parse` tells a line that is none by `None`. What is bad
    /// costs itself and is counted.
    ///
    /// # Errors
    /// Why the table could not be read; counted.
    pub(crate) fn rows<T>(
        &self,
        file: File,
        parse: impl Fn(&[u8]) -> Option<Item<T>>,
        each: &mut dyn FnMut(T),
    ) -> Result<(), Absent> {
        self.lines(file, &mut |line| match parse(line) {
            Some(Ok(row)) => each(row),
            Some(Err(_)) => self.reader.problem(file, Reason::BadRow),
            None => {}
        })
    }

    /// What a parser makes of a file as a whole.
    ///
    /// # Errors
    /// Why it could not be read or parsed; counted.
    pub(crate) fn parsed<T>(&self, file: File, parse: fn(&[u8]) -> Item<T>) -> Item<T> {
        let parsed = self.reach(file, |path, pid| self.reader.table(path, pid, file, parse))?;
        self.counted(file, parsed)
    }

    /// The names of the files in a directory.
    ///
    /// # Errors
    /// Why it could not be listed; counted.
    pub(crate) fn names(&self, dir: File) -> Result<Vec<Box<[u8]>>, Absent> {
        self.reach(dir, |path, pid| self.reader.names(path, pid, dir))
    }

    /// What a parser makes of a file in a directory.
    ///
    /// # Errors
    /// Why it could not be read or parsed; counted. It is not provided if it is not there, or no
    /// longer.
    pub(crate) fn below<T>(
        &self,
        dir: File,
        name: &[u8],
        parse: impl Fn(&[u8]) -> Item<T>,
    ) -> Item<T> {
        let parsed = self.reach(dir, |path, pid| {
            let path = [path.as_bytes(), b"/", name].concat();
            self.reader.table(path, pid, dir, &parse)
        })?;
        self.counted(dir, parsed)
    }

    fn counted<T>(&self, file: File, parsed: Item<T>) -> Item<T> {
        if let Err(Absent::Malformed) = parsed {
            self.reader.malformed(file);
        }
        parsed
    }

    /// Calls with the path of a table in this namespace, and the process through which it leads.
    fn reach<T>(
        &self,
        file: File,
        mut call: impl FnMut(&str, u32) -> Result<T, Absent>,
    ) -> Result<T, Absent> {
        let table = file.tail().trim_start_matches("net/");
        if self.known.is_own {
            return call(&self.reader.net_path(table), 0);
        }
        for (_, pid) in self.known.members.iter().take(TRIES) {
            match call(&format!("{pid}/net/{table}"), *pid) {
                Err(Absent::Vanished) => {}
                read => return read,
            }
        }
        // Not one of many would have gone: it is the table that is not there.
        Err(Absent::Unsupported)
    }
}

impl Source<Net> for Known {
    const FILES: &'static [File] = &[File::Ns];

    fn of(net: &Net) -> Result<&Self, Absent> {
        Ok(&net.known)
    }
}

impl Mounted {
    fn of_run(run: &Arc<Run>) -> &Self {
        run.mounted_networks.get_or_init(|| {
            let mounts = run.once(|reader| reader.read(File::SelfMountInfo, namespaces::mounted));
            let networks = |mounts: Vec<((Box<str>, u64), _)>| {
                let of_network = mounts.into_iter().filter(|((kind, _), _)| &**kind == "net");
                of_network.map(|((_, inode), path)| (inode, path)).collect()
            };
            Self(mounts.unwrap_or(Err(Absent::Blocked)).map(networks))
        })
    }

    /// Where this one is mounted.
    ///
    /// # Errors
    /// Why that is not known.
    pub(crate) fn paths(&self, known: &Known) -> Item<impl Iterator<Item = &[u8]>> {
        let (inode, mounted) = (known.inode?, self.0.as_ref().map_err(|absent| *absent)?);
        Ok(mounted.iter().filter(move |(of, _)| *of == inode).map(|(_, path)| &**path))
    }
}

impl Source<Net> for Mounted {
    const FILES: &'static [File] = &[File::SelfMountInfo];

    fn of(net: &Net) -> Result<&Self, Absent> {
        Ok(Self::of_run(net.reader.run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

impl Source<Net> for TcpTable {
    const FILES: &'static [File] = &[File::NetTcp];

    fn of(net: &Net) -> Result<&Self, Absent> {
        let table = net.known.table.get_or_init(|| {
            // In a copy every file has an inode of its own.
            if !net.reader.run().root.is_procfs() {
                return Err(Absent::Unsupported);
            }
            let file = File::NetTcp;
            net.reach(file, |path, pid| Ok(Self(net.reader.stat(path, pid, file)?.st_ino)))
        });
        table.as_ref().map_err(|absent| *absent)
    }
}

impl Source<Net> for Member {
    const FILES: &'static [File] = &[File::Cgroup];

    fn of(net: &Net) -> Result<&Self, Absent> {
        let member = net.member.get_or_init(|| {
            let own = || net.reader.run().root.is_live().then(std::process::id);
            let oldest = net.known.members.first().map(|(_, pid)| *pid);
            let pid = oldest.or_else(|| own().filter(|_| net.known.is_own));
            let files = FileSet::default().and(Self::FILES);
            pid.map(|pid| Self(Process::new(pid, &net.reader, files))).ok_or(Absent::NotApplicable)
        });
        member.as_ref().map_err(|absent| *absent)
    }
}

/// The reader's own network namespace, and the others if all are wanted.
pub(crate) fn known(run: &Arc<Run>, all: bool) -> &[Arc<Known>] {
    run.networks.get_or_init(|| if all { everywhere(run) } else { vec![Arc::new(own(run))] })
}

/// The inode of the reader's own network namespace.
pub(crate) fn own_inode(reader: &Reader) -> Item<u64> {
    let link = reader.link("self/ns/net", File::Ns)?;
    Link::parse(&link).map(|link| link.inode).ok_or(Absent::Malformed)
}

fn own(run: &Arc<Run>) -> Known {
    let inode = run.once(own_inode).unwrap_or(Err(Absent::Blocked));
    Known { number: 0, inode, is_own: true, members: Vec::new(), table: OnceLock::new() }
}

fn everywhere(run: &Arc<Run>) -> Vec<Arc<Known>> {
    let mut found = vec![own(run)];
    let files = FileSet::default().with(File::Ns).with(File::Stat).with(File::NetTcp);
    let take = |look| {
        (Census { files, tasks: false, look }).take(run).unwrap_or_else(|absent| {
            let why = absent.phrase();
            run.note(format!("processes could not be listed ({why}): other networks are not seen"));
            Vec::new()
        })
    };
    let mut seen = take(look);
    if seen.iter().any(|seen| seen.inode.is_err()) && rustix::process::geteuid().is_root() {
        // Even root may not name what a process with more rights is in.
        seen = take(look_closely);
    }
    // A namespace that one process may not name, another may.
    let named: HashMap<u64, u64> =
        seen.iter().filter_map(|seen| Some((seen.table?, seen.inode.ok()?))).collect();
    let mut unnamed: HashMap<u64, usize> = HashMap::new();
    if found.iter().all(|own| own.inode.is_err()) && run.root.is_procfs() {
        let file = File::NetTcp;
        let own = run.once(move |reader| reader.stat(&reader.net_path("tcp"), 0, file));
        unnamed.extend(own.and_then(Result::ok).map(|found| (found.st_ino, 0)));
    }
    for seen in seen {
        let by_table = || seen.table.and_then(|table| named.get(&table).copied());
        let member = (seen.started, seen.pid);
        let known = match (seen.inode.ok().or_else(by_table), seen.table) {
            (Some(inode), _) => found.iter().position(|known| known.inode == Ok(inode)),
            (None, Some(table)) => unnamed.get(&table).copied(),
            (None, None) => continue,
        };
        let at = known.unwrap_or_else(|| {
            let inode = seen.inode.or_else(|absent| by_table().ok_or(absent));
            if let (Err(_), Some(table)) = (inode, seen.table) {
                unnamed.insert(table, found.len());
            }
            let (number, members, table) = (found.len() as u32, Vec::new(), OnceLock::new());
            found.push(Known { number, inode, is_own: false, members, table });
            found.len() - 1
        });
        if let Some(known) = found.get_mut(at) {
            known.members.push(member);
        }
    }
    for known in &mut found {
        known.members.sort_unstable();
    }
    for (inode, path) in Mounted::of_run(run).0.iter().flatten() {
        if found.iter().all(|known| known.inode != Ok(*inode)) {
            run.note(format!(
                "{} has no process through which its network could be seen",
                String::from_utf8_lossy(path).escape_default(),
            ));
        }
    }
    found.into_iter().map(Arc::new).collect()
}

/// What is seen of the network namespace of one process.
struct Seen {
    pid: u32,
    started: u64,
    inode: Item<u64>,
    /// The inode of its table of TCP sockets, where the namespace itself may not be named.
    table: Option<u64>,
}

fn look(process: &Process) -> Option<Seen> {
    looked(process, !rustix::process::geteuid().is_root())
}

fn look_closely(process: &Process) -> Option<Seen> {
    looked(process, true)
}

/// What is seen of a process: the inode of the table where the namespace may not be named, and
/// `closely` in any case, so that others can be told to be in the same.
fn looked(process: &Process, closely: bool) -> Option<Seen> {
    let place = process.place();
    let pid = Number::of(process).ok()?.0;
    let started = Stat::of(process).and_then(|stat| stat.starttime).ok()?;
    let link = place.link("ns/net", File::Ns);
    let inode = link.and_then(|link| Ok(Link::parse(&link).ok_or(Absent::Malformed)?.inode));
    let looks = inode.is_err() || closely;
    // In a copy every file has an inode of its own.
    let has_inodes = looks && process.run().root.is_procfs();
    let table = has_inodes.then(|| place.stat(File::NetTcp.tail(), File::NetTcp).ok()).flatten();
    let table = table.map(|found| found.st_ino);
    if inode.is_err() && table.is_none() {
        return None;
    }
    // What may not be named is told apart all the same: nothing is missing.
    drop(place.reader().take_problems());
    Some(Seen { pid, started, inode, table })
}
