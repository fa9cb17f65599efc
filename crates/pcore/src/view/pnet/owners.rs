//! Which processes hold which socket: every descriptor of every process, looked at once a run.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::parse::number;
use crate::pool::{self, Output, Work};
use crate::root::{Pid, Reader};
use crate::run::Run;
use crate::{Absent, File, Value};

/// Which processes hold which socket.
#[derive(Debug, Default)]
pub struct Owners {
    /// Sorted by inode.
    held: Vec<Held>,
    names: HashMap<u32, Box<[u8]>>,
    /// Why the descriptors of some processes could not be seen; any socket may be theirs.
    unseen: Option<Absent>,
}

/// One descriptor that refers to a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// The inode of the socket.
    pub inode: u64,
    /// The process.
    pub pid: u32,
    /// The descriptor.
    pub fd: u32,
}

impl Owners {
    /// The descriptors that refer to a socket, by process and number.
    ///
    /// # Errors
    /// An unconnected inode belongs to nobody. Where no descriptor is found but some could not be
    /// seen, the reason for that: the owner is unknown, not none.
    pub fn of(&self, inode: u64) -> Result<&[Held], Absent> {
        if inode == 0 {
            return Err(Absent::NotApplicable);
        }
        let from = self.held.partition_point(|held| held.inode < inode);
        let after = self.held.partition_point(|held| held.inode <= inode);
        match self.held.get(from..after) {
            Some(held) if !held.is_empty() => Ok(held),
            _ => Err(self.unseen.unwrap_or(Absent::NotApplicable)),
        }
    }

    /// The name of a process that holds a socket.
    pub fn name(&self, pid: u32) -> Option<&[u8]> {
        self.names.get(&pid).map(|name| &**name)
    }

    /// The number and the name of a process that holds a socket.
    pub(crate) fn program(&self, pid: u32) -> Value<'static> {
        program(pid, self.name(pid))
    }

    /// The owners of this run, looked up at the first call.
    pub(crate) fn of_run(run: &Arc<Run>) -> &Self {
        run.owners.get_or_init(|| {
            let mut owners = Self::default();
            let scanned = run.once(Reader::pids).and_then(Result::ok).and_then(|pids| {
                pool::scan(run, Descriptors(pids), &mut |part: Found| owners.add(part)).ok()
            });
            if scanned.is_none() {
                owners.unseen = Some(Absent::Blocked);
            }
            owners.held.sort_unstable();
            owners
        })
    }

    fn add(&mut self, found: Found) {
        self.held.extend(found.held);
        self.names.extend(found.names);
        self.unseen = self.unseen.max(found.unseen);
    }
}

/// Looking at the descriptors of these processes, as work for watched workers.
struct Descriptors(Vec<u32>);

/// What a worker found.
#[derive(Debug, Default)]
struct Found {
    held: Vec<Held>,
    names: Vec<(u32, Box<[u8]>)>,
    unseen: Option<Absent>,
}

impl Output for Found {
    fn append(&mut self, other: &mut Self) {
        self.held.append(&mut other.held);
        self.names.append(&mut other.names);
        self.unseen = self.unseen.max(other.unseen.take());
    }

    fn is_full(&self) -> bool {
        false
    }
}

impl Work for Descriptors {
    type Out = Found;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, found: &mut Found) {
        let Some(pid) = self.0.get(key).copied() else { return };
        let place = Pid::new(pid, reader.clone(), false);
        let before = found.held.len();
        let listed = place.each_fd_link(&mut |fd, target| match target {
            Ok(target) => found.held.extend(socket(target).map(|inode| Held { inode, pid, fd })),
            Err(absent) => found.miss(absent),
        });
        if let Err(absent) = listed {
            found.miss(absent);
        }
        if found.held.len() > before {
            let name =
                place.read(File::Comm, |text| text.strip_suffix(b"\n").unwrap_or(text).into());
            found.names.extend(name.map(|name| (pid, name)));
        }
    }
}

impl Found {
    fn miss(&mut self, absent: Absent) {
        // What has a path too long to be told is no socket.
        if matches!(absent, Absent::Denied | Absent::Blocked | Absent::Malformed) {
            self.unseen = self.unseen.max(Some(absent));
        }
    }
}

/// A process in the way of netstat: its number and its name.
pub(crate) fn program(pid: u32, name: Option<&[u8]>) -> Value<'static> {
    let number = pid.to_string().into_bytes();
    Value::Text([&*number, b"/", name.unwrap_or_default()].concat().into())
}

/// The name of a process, or its number where that has ended before it could be asked: lists of names
/// stand beside lists of numbers.
pub(crate) fn called(pid: u32, name: Option<&[u8]>) -> Value<'_> {
    name.map_or_else(|| Value::Word(pid.to_string().into()), Value::text)
}

/// The inode in `socket:[1234]`. A file may be named like that, but its path begins with a slash.
pub(crate) fn socket(target: &[u8]) -> Option<u64> {
    number::unsigned(target.strip_prefix(b"socket:[")?.strip_suffix(b"]")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_target_is_a_socket() {
        assert_eq!(socket(b"socket:[77]"), Some(77));
        assert_eq!(socket(b"/tmp/socket:[77]"), None);
        assert_eq!(socket(b"socket:[77] (deleted)"), None);
    }

    #[test]
    fn nobody_owns_inode_zero_and_an_unseen_owner_is_unknown() {
        let held = Held { inode: 7, pid: 1, fd: 3 };
        let mut owners = Owners { held: vec![held], ..Owners::default() };
        assert_eq!(owners.of(7), Ok(&[held][..]));
        assert_eq!(owners.of(0), Err(Absent::NotApplicable));
        assert_eq!(owners.of(8), Err(Absent::NotApplicable));
        owners.unseen = Some(Absent::Denied);
        assert_eq!(owners.of(8), Err(Absent::Denied));
    }
}
