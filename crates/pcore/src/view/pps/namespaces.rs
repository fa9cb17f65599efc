//! `pps namespaces`: one row a namespace, with the processes that are in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustix::io::Errno;

use super::census::Census;
use super::process::{Comm, Command, Number, Owner, Process, User};
use crate::field::{Field, Group, Of, Source};
use crate::file::FileSet;
use crate::filter::Filter;
use crate::parse::lines;
use crate::parse::pid::mountinfo::Mount;
use crate::parse::pid::ns::Link;
use crate::parse::pid::stat::Stat;
use crate::plan::Plan;
use crate::root::Reader;
use crate::run::Run;
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The namespaces.
pub(crate) struct Namespaces;

impl Table for Namespaces {
    type Row = Namespace;
    type Key = usize;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "namespaces",
        about: "Namespaces, one row each, with the processes that are in them.",
        aliases: &["lsns", "ns"],
        key: &["type", "inode"],
        default_fields: &["type", "inode", "members", "pid", "user", "command"],
        words: "a namespace by its inode, those of a type, or those of a process by its number",
        examples: &[
            ("pps namespaces", "every namespace"),
            ("pps namespaces net", "the network namespaces"),
            ("pps namespaces 1234 -o +path", "those that a process is in"),
            ("pps namespaces -Q 'members == 0'", "those that only a mount or a child-to-be keeps"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Namespace>] = &[Group { name: "Namespace", fields: FIELDS }];

    fn prepare(run: &Arc<Run>, _plan: &Plan) {
        let _ = all(run);
    }

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<usize>, Errno> {
        reader.note_hidden();
        // Without a list of processes there is no list of what they are in.
        let known = all(reader.run()).as_ref().map_err(|_| Errno::IO)?;
        Ok((0..known.len()).collect())
    }

    fn rows(key: &usize, picker: &mut Picker<'_, Self>) {
        let known = all(picker.reader.run()).as_deref().unwrap_or_default();
        let Some(known) = known.get(*key) else { return };
        let files = picker.plan.files();
        let oldest = known.oldest.and_then(|(started, pid)| {
            let process = Process::new(pid, picker.reader, files.with(File::Stat));
            // The number may have been given to another since.
            let is_same = Stat::of(&process).is_ok_and(|stat| stat.starttime == Ok(started));
            is_same.then_some(process)
        });
        picker.offer(&Namespace { known: known.clone(), oldest });
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        /// `PID_MAX_LIMIT`; the inodes of namespaces are far larger.
        const LARGEST_PID: u64 = 1 << 22;
        let number = Self::number;
        let (kind, filter) = match word.text.parse::<u64>() {
            Ok(inode) if inode > LARGEST_PID => {
                ("inode", Filter::equal(number("inode"), inode.into()))
            }
            Ok(pid) => ("pid", Filter::equal(number("pids"), pid.into())),
            Err(_) if KINDS.contains(&word.text) => {
                let kind = Value::Word(word.text.to_owned().into());
                ("type", Filter::equal(number("type"), kind))
            }
            Err(_) => {
                let kinds = KINDS.join(", ");
                return Err(format!("`{}` is no type of namespace: {kinds}", word.text));
            }
        };
        Ok(Selector { kind: kind.into(), filter })
    }
}

/// The types of namespaces, as the kernel calls them.
const KINDS: &[&str] = &["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"];

/// The links that say which namespaces a process is in.
const OWN: &[&str] = KINDS;
/// The links that say which its next children will be in.
const OF_CHILDREN: &[&str] = &["pid_for_children", "time_for_children"];

/// A namespace as a row.
pub(crate) struct Namespace {
    known: Arc<Known>,
    oldest: Option<Process>,
}

/// What is known of a namespace.
#[derive(Debug, Default)]
pub(crate) struct Known {
    kind: Box<str>,
    inode: u64,
    pids: Vec<u32>,
    /// When the oldest member started, in ticks, and its number.
    oldest: Option<(u64, u32)>,
    /// Where it is mounted, which keeps it alive without members.
    paths: Vec<Box<[u8]>>,
}

impl Source<Namespace> for Known {
    const FILES: &'static [File] = &[File::Ns, File::Stat];

    fn of(namespace: &Namespace) -> Result<&Self, Absent> {
        Ok(&namespace.known)
    }
}

/// A source of the oldest member.
macro_rules! of_the_oldest {
    ($($source:ty),*) => {$(
        impl Source<Namespace> for $source {
            const FILES: &'static [File] = <$source as Source<Process>>::FILES;
            const IN_COPIES: &'static [File] = <$source as Source<Process>>::IN_COPIES;

            fn of(namespace: &Namespace) -> Result<&Self, Absent> {
                let oldest = namespace.oldest.as_ref().ok_or(Absent::NotApplicable)?;
                match <$source as Source<Process>>::of(oldest) {
                    // The namespace need not have gone with it.
                    Err(Absent::Vanished) => Err(Absent::NotApplicable),
                    found => found,
                }
            }
        }
    )*};
}

of_the_oldest!(Number, Comm, Command, Owner, User);

static FIELDS: &[Field<Namespace>] = &[
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "Type: cgroup, ipc, mnt, net, pid, time, user or uts.",
        from: &Of(|known: &Known| Ok(Value::word(&known.kind))),
        ..Field::BASE
    },
    Field {
        name: "inode",
        header: "INODE",
        kind: Kind::Id,
        doc: "Inode, by which the kernel tells namespaces apart.",
        aliases: &["ns"],
        from: &Of(|known: &Known| Ok(known.inode.into())),
        ..Field::BASE
    },
    Field {
        name: "members",
        header: "MEMBERS",
        kind: Kind::Count,
        doc: "Number of processes in it that this user may look at.",
        aliases: &["nprocs"],
        from: &Of(|known: &Known| Ok((known.pids.len() as u64).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pids",
        header: "PIDS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of those processes.",
        from: &Of(|known: &Known| {
            Ok(Value::List(known.pids.iter().map(|pid| (*pid).into()).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::List(&Kind::Path),
        doc: "Where it is mounted, which gives it a name and keeps it without members.",
        aliases: &["nsfs"],
        from: &Of(|known: &Known| {
            Ok(Value::List(known.paths.iter().map(|path| Value::text(path)).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Number of its oldest process.",
        from: &Of(|number: &Number| Ok(number.0.into())),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Name of the effective user of its oldest process.",
        aliases: &["owner"],
        from: &Of(|user: &User| Ok(Value::text(&user.0))),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "Number of the effective user of its oldest process.",
        from: &Of(|owner: &Owner| Ok(owner.uid.into())),
        ..Field::BASE
    },
    Field {
        name: "comm",
        header: "COMM",
        kind: Kind::Text,
        doc: "Name of its oldest process.",
        from: &Of(|comm: &Comm| Ok(Value::text(comm.bytes()))),
        ..Field::BASE
    },
    Field {
        name: "command",
        header: "COMMAND",
        kind: Kind::Text,
        doc: "Arguments of its oldest process joined by blanks.",
        from: &Of(|command: &Command| Ok(command.text())),
        ..Field::BASE
    },
];

/// All namespaces of a run, by type and inode.
fn all(run: &Arc<Run>) -> &Result<Vec<Arc<Known>>, Absent> {
    run.namespaces.get_or_init(|| {
        let files = FileSet::default().with(File::Ns).with(File::Stat);
        let mut index = Index::default();
        for seen in (Census { files, tasks: false, look }).take(run)? {
            for (namespace, is_member) in &seen.namespaces {
                let known = index.entry(namespace);
                if *is_member {
                    known.pids.push(seen.pid);
                    known.oldest = known.oldest.into_iter().chain([(seen.started, seen.pid)]).min();
                }
            }
        }
        // Mounts that cannot be read name no namespace; why was counted.
        let mounts = run.once(|reader| reader.read(File::SelfMountInfo, mounted));
        for (namespace, path) in mounts.and_then(Result::ok).unwrap_or_default() {
            index.entry(&namespace).paths.push(path);
        }
        Ok(index.0.into_values().map(Arc::new).collect())
    })
}

/// A type and an inode.
type Name = (Box<str>, u64);

/// The namespaces that were found so far.
#[derive(Default)]
struct Index(BTreeMap<Name, Known>);

impl Index {
    fn entry(&mut self, name: &Name) -> &mut Known {
        self.0.entry(name.clone()).or_insert_with(|| Known {
            kind: name.0.clone(),
            inode: name.1,
            ..Known::default()
        })
    }
}

/// The namespaces of a process, each with whether it is in it itself.
struct Seen {
    pid: u32,
    started: u64,
    namespaces: Vec<(Name, bool)>,
}

fn look(process: &Process) -> Option<Seen> {
    let pid = Number::of(process).ok()?.0;
    let started = Stat::of(process).and_then(|stat| stat.starttime).ok()?;
    let namespace = |link: &&str, is_member| {
        // Why a link cannot be read was counted; a kernel without that type has no link.
        let target = process.place().link(&format!("ns/{link}"), File::Ns).ok()?;
        name(&target).map(|name| (name, is_member))
    };
    let own = OWN.iter().filter_map(|link| namespace(link, true));
    let of_children = OF_CHILDREN.iter().filter_map(|link| namespace(link, false));
    Some(Seen { pid, started, namespaces: own.chain(of_children).collect() })
}

fn name(target: &[u8]) -> Option<Name> {
    let link = Link::parse(target)?;
    Some((std::str::from_utf8(link.kind).ok()?.into(), link.inode))
}

/// The namespaces that are mounted somewhere, and where.
pub(crate) fn mounted(mountinfo: &[u8]) -> Vec<(Name, Box<[u8]>)> {
    lines(mountinfo)
        .filter_map(|line| Mount::parse(line).ok())
        .filter(|mount| &*mount.fs_type == b"nsfs")
        .filter_map(|mount| Some((name(&mount.root)?, mount.point)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_names_a_namespace() {
        let mountinfo = b"23 1 0:4 net:[4026532200] /run/netns/a\\040b rw - nsfs nsfs rw\n24 1 0:5 / /proc rw - proc proc rw\n";
        let found = mounted(mountinfo);
        assert_eq!(found, [(("net".into(), 4_026_532_200), b"/run/netns/a b"[..].into())]);
    }
}
