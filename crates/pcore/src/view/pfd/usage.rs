//! `pfd usage`: one row a process, with how many descriptors it has of how many it may have, and what
//! it keeps from being freed.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::file::{Inode, Meta, Open, Removed, Special};
use super::mounts::MountsOf;
use super::opened::{Wanted, each_open};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::parse::Item;
use crate::parse::device::Device;
use crate::run::Run;
use crate::view::Spec;
use crate::view::pps::part::{Part, Parts, Piece, WORDS};
use crate::view::pps::process::{Fds, Limits, Once, Process, bearer};
use crate::{Absent, File, Kind};

/// What processes have open, in numbers.
pub(crate) struct Usage;

impl Parts for Usage {
    type Part = Holder;

    const SPEC: Spec = Spec {
        tool: "pfd",
        name: "usage",
        about: "How many descriptors processes have of those that they may have, one row each.",
        aliases: &[],
        key: &["pid", "tid"],
        default_fields: &[
            "pid",
            "comm",
            "user",
            "descriptors",
            "limit",
            "share",
            "paths",
            "sockets",
            "pipes",
            "deleted",
            "deleted_size",
        ],
        words: WORDS,
        examples: &[
            ("pfd usage --sort -descriptors --limit 10", "who has most open"),
            ("pfd usage -Q 'share > 80'", "who is about to run out of descriptors"),
            ("pfd usage --sort -deleted_size --limit 5", "who keeps removed files"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Holder>>] = &[Group { name: "Descriptors", fields: FIELDS }];
}

/// What a process has open, counted when it is asked for.
#[derive(Default)]
pub(crate) struct Holder {
    bearer: Once<Rc<Process>>,
    tally: Once<Tally>,
    removed: Once<Nameless>,
}

impl Piece for Holder {
    const FILES: &'static [File] = &[];

    fn each(_process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        each(Self::default());
        Ok(())
    }
}

/// Who has what the process has open.
fn who(part: &Part<Holder>) -> Result<&Rc<Process>, Absent> {
    part.piece().bearer.get(|| match <Fds as Source<Process>>::of(part.process()) {
        Ok(Fds(1..)) => Ok(part.shared().clone()),
        _ => bearer(part.shared()),
    })
}

impl Source<Part<Holder>> for Limits {
    const FILES: &'static [File] = <Self as Source<Process>>::FILES;

    fn of(part: &Part<Holder>) -> Result<&Self, Absent> {
        <Self as Source<Process>>::of(part.process())
    }
}

impl Source<Part<Holder>> for Fds {
    const FILES: &'static [File] = <Self as Source<Process>>::FILES;

    fn of(part: &Part<Holder>) -> Result<&Self, Absent> {
        match <Self as Source<Process>>::of(part.process()) {
            Err(Absent::NotApplicable) => <Self as Source<Process>>::of(who(part)?),
            told => told,
        }
    }
}

/// How many descriptors lead to what, by their links alone.
#[derive(Default)]
pub(crate) struct Tally {
    paths: u64,
    sockets: u64,
    pipes: u64,
    others: u64,
}

impl Source<Part<Holder>> for Tally {
    const FILES: &'static [File] = &[File::Fd];

    fn of(part: &Part<Holder>) -> Result<&Self, Absent> {
        part.piece().tally.get(|| {
            let mut tally = Self::default();
            let mut unseen = None;
            who(part)?.place().each_fd_link(&mut |_, link| {
                let special = match Special::of_link(link) {
                    Ok(special) => special,
                    // One that was closed meanwhile is none.
                    Err(Absent::Vanished) => return,
                    Err(absent) => return unseen = unseen.max(Some(absent)),
                };
                let count = match special {
                    None => &mut tally.paths,
                    Some(Special::Socket) => &mut tally.sockets,
                    Some(Special::Pipe) => &mut tally.pipes,
                    Some(Special::Namespace | Special::Anonymous(_)) => &mut tally.others,
                };
                *count += 1;
            })?;
            unseen.map_or(Ok(tally), Err)
        })
    }
}

/// Files without a name that are held open, each once, with the space that they take. Those on file
/// systems that others answer for are not asked about.
#[derive(Default)]
pub(crate) struct Nameless {
    files: FxHashMap<(Device, u64), u64>,
    /// Why something could not be seen, which may be one of them.
    unseen: Option<Absent>,
}

impl Nameless {
    /// Takes a file that has lost its last name, with the space that it takes, or why it is none.
    pub(crate) fn take(&mut self, found: Item<((Device, u64), u64)>, run: &Run) {
        match found {
            Ok((file, size)) => {
                self.files.insert(file, size);
            }
            Err(Absent::NotApplicable | Absent::Vanished) => {}
            // Another machine or a program would have to answer. A copy knows of no file.
            Err(Absent::Unsupported) if run.root.is_procfs() => {}
            Err(absent) => self.unseen = self.unseen.max(Some(absent)),
        }
    }

    /// How many they are; unknown where something that may be one could not be seen.
    pub(crate) fn count(&self) -> Item<u64> {
        self.unseen.map_or(Ok(self.files.len() as u64), Err)
    }

    /// The space that they take.
    pub(crate) fn size(&self) -> Item<u64> {
        let size = self.files.values().fold(0, |sum: u64, size| sum.saturating_add(*size));
        self.unseen.map_or(Ok(size), Err)
    }
}

/// Which file it is and the space that it takes, where it has lost its last name.
fn found(open: &Open) -> Item<((Device, u64), u64)> {
    if !Removed::of(open)?.0 {
        return Err(Absent::NotApplicable);
    }
    let meta = Meta::of(open)?;
    Ok(((meta.device(), Inode::of(open)?.0), meta.allocated()?))
}

impl Source<Part<Holder>> for Nameless {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(part: &Part<Holder>) -> Result<&Self, Absent> {
        part.piece().removed.get(|| {
            let mut removed = Self::default();
            let run = part.process().run();
            let mounts = Rc::new(MountsOf::default());
            each_open(who(part)?, &mounts, Wanted::ALL, &mut |open| {
                removed.take(found(open), run);
            })?;
            Ok(removed)
        })
    }
}

/// How much of the limit is used, in percent; there may be none.
fn share(descriptors: u64, limits: &Limits) -> Item<f64> {
    match limits.soft("nofile")? {
        0 | u64::MAX => Err(Absent::NotApplicable),
        limit => Ok(descriptors as f64 * 100.0 / limit as f64),
    }
}

static FIELDS: &[Field<Part<Holder>>] = &[
    Field {
        name: "descriptors",
        header: "FDS",
        kind: Kind::Count,
        doc: "Descriptors that are open, told also of a process whose descriptors may not be seen.",
        aliases: &["nfds", "fds"],
        from: &Of(|fds: &Fds| Ok(fds.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "limit",
        header: "LIMIT",
        kind: Kind::Limit,
        doc: "Highest number of descriptors that the process may have.",
        from: &Of(|limits: &Limits| Ok(limits.soft("nofile")?.into())),
        ..Field::BASE
    },
    Field {
        name: "share",
        header: "SHARE",
        kind: Kind::Percent,
        doc: "Open descriptors as a part of that limit.",
        from: &Of2(|fds: &Fds, limits: &Limits| Ok(share(fds.0, limits)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "paths",
        header: "PATHS",
        kind: Kind::Count,
        doc: "Descriptors of what has a path: files, directories, devices.",
        from: &Of(|tally: &Tally| Ok(tally.paths.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "sockets",
        header: "SOCKETS",
        kind: Kind::Count,
        doc: "Descriptors of sockets.",
        from: &Of(|tally: &Tally| Ok(tally.sockets.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pipes",
        header: "PIPES",
        kind: Kind::Count,
        doc: "Descriptors of pipes.",
        from: &Of(|tally: &Tally| Ok(tally.pipes.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "others",
        header: "OTHERS",
        kind: Kind::Count,
        doc: "Descriptors of namespaces and of objects of the kernel, such as eventfd and epoll.",
        from: &Of(|tally: &Tally| Ok(tally.others.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "deleted",
        header: "DELETED",
        kind: Kind::Count,
        doc: "Files without a name that the process holds, each counted once; those on network and FUSE file systems are not asked about.",
        from: &Of(|removed: &Nameless| Ok(removed.count()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "deleted_size",
        header: "DELETED-SIZE",
        kind: Kind::Bytes,
        doc: "Space that those files take until they are closed everywhere.",
        from: &Of(|removed: &Nameless| Ok(removed.size()?.into())),
        volatile: true,
        ..Field::BASE
    },
];
