//! What a process has open, thing after thing.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::file::{Assoc, NAMESPACES, Open, Target};
use super::mounts::MountsOf;
use crate::field::Source as _;
use crate::parse::lines;
use crate::parse::pid::maps::{self, Mapping};
use crate::parse::pid::stat::Stat;
use crate::root::Shared;
use crate::view::pps::process::{Cwd, Exe, Once, Process, RootDir};
use crate::{Absent, File};

/// What is looked for of a process or task.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
pub(super) struct Wanted {
    pub(super) cwd: bool,
    pub(super) root: bool,
    pub(super) exe: bool,
    pub(super) memory: bool,
    pub(super) namespaces: bool,
    pub(super) descriptors: bool,
    /// Of descriptors below this number it is known that their links will be asked for.
    pub(super) links_below: u32,
    /// Whether what is no descriptor comes in the order of the view.
    pub(super) in_order: bool,
}

impl Wanted {
    /// Everything that keeps a file open, by its link.
    pub(super) const ALL: Self =
        Self { cwd: true, root: true, exe: true, memory: true, ..Self::DESCRIPTORS };

    /// Descriptors alone, by their links.
    pub(super) const DESCRIPTORS: Self = Self {
        cwd: false,
        root: false,
        exe: false,
        memory: false,
        namespaces: false,
        descriptors: true,
        links_below: u32::MAX,
        in_order: false,
    };
}

/// How many links of descriptors are read before rows are made of them: without other work in between
/// the calls are faster, and so is that work.
const BATCH: usize = 8;

/// Gives what a process or task has open to `each`: its descriptors by their numbers, then the rest.
/// Says how many descriptors are among it.
///
/// # Errors
/// Why its descriptors cannot be seen; the rest is given all the same.
pub(super) fn each_open(
    process: &Rc<Process>,
    mounts: &Rc<MountsOf>,
    wanted: Wanted,
    each: &mut dyn FnMut(&Open),
) -> Result<usize, Absent> {
    let open = |assoc| Open::new(process, mounts, assoc);
    let descriptors = if wanted.descriptors {
        each_descriptor(process, mounts, wanted.links_below, each)
    } else {
        Ok(0)
    };
    let mut others = Vec::new();
    let links = [(Assoc::Cwd, wanted.cwd), (Assoc::Root, wanted.root), (Assoc::Exe, wanted.exe)];
    for (assoc, is_wanted) in links {
        // A kernel thread has no executable, a zombie nothing at all.
        if is_wanted && exists(&assoc, process) {
            others.push(open(assoc));
        }
    }
    if wanted.memory {
        let mapped = mappings(process).into_iter();
        others.extend(mapped.map(|mapping| open(Assoc::Memory(Rc::new(mapping)))));
    }
    if wanted.namespaces {
        for namespace in &NAMESPACES {
            let open = open(Assoc::Namespace(namespace));
            // What has ended is in most of them no more, and an older kernel has fewer.
            let is_none = [Absent::NotApplicable, Absent::Vanished, Absent::Unsupported];
            if !Target::of(&open).is_err_and(|absent| is_none.contains(&absent)) {
                others.push(open);
            }
        }
    }
    if wanted.in_order {
        others.sort_by(in_order);
    }
    others.iter().for_each(each);
    descriptors
}

/// How two things compare that are no descriptors of one process.
fn in_order(one: &Open, other: &Open) -> Ordering {
    let [held, of_other] = [one, other].map(|open| open.assoc().word());
    // Of the words only that of mappings comes more than once.
    held.cmp(&of_other).then_with(|| {
        let [name, of_other] = [one, other].map(|open| Target::of(open).map(Target::bytes));
        name.cmp(&of_other)
    })
}

/// Gives each descriptor to `each`; says how many there are.
///
/// # Errors
/// Why they cannot be seen.
fn each_descriptor(
    process: &Rc<Process>,
    mounts: &Rc<MountsOf>,
    links_below: u32,
    each: &mut dyn FnMut(&Open),
) -> Result<usize, Absent> {
    let mut count = 0;
    let mut batch = Vec::with_capacity(BATCH);
    let next = process.place().first_fd_links(links_below, &mut |fd, link| {
        let target = Once::from(Target::from(link));
        batch.push(Open::leading_to(target, process, mounts, Assoc::Descriptor(fd)));
        count += 1;
        if batch.len() == BATCH {
            batch.iter().for_each(&mut *each);
            batch.clear();
        }
    });
    batch.iter().for_each(&mut *each);
    for fd in process.place().fds_from(next)? {
        each(&Open::new(process, mounts, Assoc::Descriptor(fd)));
        count += 1;
    }
    Ok(count)
}

/// The tables of descriptors and the directories of a process's tasks that were shown, by the first
/// task that has them.
#[derive(Default)]
pub(super) struct Shown {
    descriptors: Vec<Owner>,
    directories: Vec<Owner>,
}

/// A task, and what it has.
struct Owner {
    task: Rc<Process>,
    links: OnceCell<Links>,
}

/// Descriptors or directories by their numbers, with where they lead as far as that can be seen.
type Links = Vec<(u32, Option<Box<[u8]>>)>;

impl Shown {
    /// Whether the task has descriptors, and whether it has directories, that none of the others has.
    pub(super) fn are_new(&mut self, task: &Rc<Process>) -> (bool, bool) {
        let is_new = |known: &mut Vec<Owner>, what: Shared| {
            let owner = Owner { task: task.clone(), links: OnceCell::new() };
            let is_new = !known.iter().any(|known| known.shares(what, &owner));
            if is_new {
                known.push(owner);
            }
            is_new
        };
        (
            is_new(&mut self.descriptors, Shared::Descriptors),
            is_new(&mut self.directories, Shared::Directories),
        )
    }
}

impl Owner {
    /// Whether two tasks share what they have. Where the kernel does not compare them, they do if both
    /// have the same.
    fn shares(&self, what: Shared, other: &Self) -> bool {
        let [one, two] = [self, other].map(|owner| owner.task.place());
        one.shares(what, two).unwrap_or_else(|| self.links(what) == other.links(what))
    }

    fn links(&self, what: Shared) -> &Links {
        self.links.get_or_init(|| {
            let mut links = Links::new();
            match what {
                Shared::Descriptors => {
                    // Why a table cannot be read was counted.
                    let _ = self.task.place().each_fd_link(&mut |fd, link| {
                        links.push((fd, link.ok().map(Box::from)));
                    });
                }
                Shared::Directories => {
                    links.push((0, Cwd::of(&self.task).map(|cwd| cwd.0.clone()).ok()));
                    links.push((1, RootDir::of(&self.task).map(|root| root.0.clone()).ok()));
                }
            }
            links
        })
    }
}

fn exists(assoc: &Assoc, process: &Process) -> bool {
    let absent = match assoc {
        // Who may not see the link of a kernel thread may still know that it is one.
        Assoc::Exe => match Exe::of(process).err() {
            Some(Absent::Denied) if is_kernel_thread(process) => Some(Absent::NotApplicable),
            absent => absent,
        },
        Assoc::Cwd => Cwd::of(process).err(),
        Assoc::Root => RootDir::of(process).err(),
        Assoc::Namespace(_) | Assoc::Memory(_) | Assoc::Descriptor(_) => None,
    };
    absent != Some(Absent::NotApplicable)
}

fn is_kernel_thread(process: &Process) -> bool {
    Stat::of(process).and_then(Stat::is_kernel_thread) == Ok(true)
}

/// The files that a process has mapped, each once; the executable has its own row.
fn mappings(process: &Process) -> Vec<Mapping> {
    let exe = Exe::of(process).map(|exe| exe.0.clone()).unwrap_or_default();
    let mut seen = FxHashSet::default();
    let mut mappings = Vec::new();
    let mut bad = 0;
    // Why it cannot be read was counted.
    let _ = process.place().read(File::Maps, |text| {
        let mut last: &[u8] = &[];
        for line in lines(text) {
            let file = maps::file(line);
            if std::mem::replace(&mut last, file) == file || maps::is_of_no_file(file) {
                continue;
            }
            match Mapping::parse(line) {
                Ok(mapping) if mapping.inode == 0 || mapping.name == exe => {}
                Ok(mapping) => {
                    if seen.insert((mapping.device, mapping.inode)) {
                        mappings.push(mapping);
                    }
                }
                Err(_) => bad += 1,
            }
        }
    });
    if bad > 0 {
        process.place().reader().malformed(File::Maps);
    }
    mappings
}
