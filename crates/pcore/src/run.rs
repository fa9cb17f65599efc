//! What one run shares: the root, the facts of the host, and the sources that span all rows.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::blocked::Blocked;
use crate::growth::{Look, Looks};
use crate::host::Host;
use crate::parse::meminfo::MemInfo;
use crate::parse::tty::drivers::TtyDrivers;
use crate::pool;
use crate::problem::Problems;
use crate::root::{Reader, Root, RootError};
use crate::services::Services;
use crate::users::{Groups, Users};
use crate::view::View;
use crate::view::common::Common;
use crate::view::parp::told::Answers as Neighbours;
use crate::view::parp::vendors::Vendors;
use crate::view::pfd::disks::Disks;
use crate::view::pfd::holders::Held;
use crate::view::pfd::kind::bpf::Programs;
use crate::view::pfd::kind::drivers::Drivers;
use crate::view::pfd::kind::socket::SocketTables;
use crate::view::pfd::mounts::Everywhere;
use crate::view::pfd::pairs::Meetings;
use crate::view::pfd::totals::Counted;
use crate::view::pnet::diag::Answers;
use crate::view::pnet::net::{Known as Network, Mounted};
use crate::view::pnet::owners::Owners;
use crate::view::pnet::peers::Peers;
use crate::view::pps::cgroups::Hierarchies;
use crate::view::pps::family::Family;
use crate::view::pps::namespaces::Known;
use crate::view::pps::process::{Delays, Nodes};
use crate::view::pps::rates::Samples;
use crate::view::psys::machine::States;
use crate::view::psys::pci_ids::PciIds;
use crate::view::psys::stuck::{Stuck, Suspects};
use crate::{Absent, File};

/// What one run shares. Nothing in it is read until a chosen field needs it.
pub struct Run {
    /// Where /proc is.
    pub root: Root,
    /// Facts of the host, fixed for the run.
    pub host: Host,
    /// How long things may take.
    pub pace: Pace,
    /// When the run began.
    pub(crate) began: Instant,
    /// Names of users.
    pub users: Users,
    /// Names of groups.
    pub groups: Groups,
    /// What did not answer so far.
    pub(crate) blocked: Blocked,
    pub(crate) problems: Mutex<Problems>,
    pub(crate) common: OnceLock<Common>,
    pub(crate) ttys: OnceLock<Result<TtyDrivers, Absent>>,
    pub(crate) memory: OnceLock<Result<MemInfo, Absent>>,
    pub(crate) nodes: OnceLock<Result<Nodes, Absent>>,
    pub(crate) delays: OnceLock<Result<Delays, Absent>>,
    pub(crate) owners: OnceLock<Owners>,
    pub(crate) held: OnceLock<Held>,
    pub(crate) meetings: OnceLock<Meetings>,
    pub(crate) vendors: OnceLock<Vendors>,
    pub(crate) neighbours: Neighbours,
    pub(crate) pci_ids: OnceLock<PciIds>,
    pub(crate) states: OnceLock<Result<States, Absent>>,
    pub(crate) stuck: OnceLock<Result<Stuck, Absent>>,
    pub(crate) suspects: Suspects,
    pub(crate) hierarchies: OnceLock<Result<Hierarchies, Absent>>,
    pub(crate) family: OnceLock<Result<Family, Absent>>,
    pub(crate) samples: Samples,
    pub(crate) looks: Looks,
    pub(crate) networks: OnceLock<Vec<Arc<Network>>>,
    pub(crate) mounted_networks: OnceLock<Mounted>,
    pub(crate) answers: Answers,
    pub(crate) peers: OnceLock<Peers>,
    pub(crate) sockets: OnceLock<SocketTables>,
    /// The local ones, where no others are asked for.
    pub(crate) unix_sockets: OnceLock<SocketTables>,
    pub(crate) drivers: OnceLock<Result<Drivers, Absent>>,
    pub(crate) disks: OnceLock<Result<Disks, Absent>>,
    pub(crate) mounts: OnceLock<Everywhere>,
    pub(crate) programs: OnceLock<Result<Programs, Absent>>,
    pub(crate) totals: OnceLock<Counted>,
    pub(crate) services: OnceLock<Services>,
    pub(crate) namespaces: OnceLock<Result<Vec<Arc<Known>>, Absent>>,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long one blocked file may hold a row.
    pub deadline: Duration,
    /// Between two looks at what a rate is taken of.
    pub interval: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(1), interval: Duration::from_millis(500) }
    }
}

impl Run {
    /// Takes what a rate is measured from, and what lasts told by, out of an earlier run of the same
    /// watch.
    pub fn follow(&self, earlier: &Self) {
        self.samples.follow(&earlier.samples);
        self.looks.follow(&earlier.looks);
        self.suspects.follow(&earlier.suspects);
    }

    /// Measures how the counters of a view grew from an earlier look at them.
    pub fn since(&self, view: &'static dyn View, look: Look) {
        self.looks.since(view, look);
    }

    /// Does something of which the problems are not told, since what comes after meets them again.
    pub(crate) fn quietly<T>(&self, something: impl FnOnce() -> T) -> T {
        let before = lock(&self.problems).clone();
        let done = something();
        *lock(&self.problems) = before;
        done
    }

    /// A run over this root.
    ///
    /// # Errors
    /// When a captured tree does not answer, or is none.
    pub fn new(root: Root, pace: Pace) -> Result<Arc<Self>, RootError> {
        let live = root.is_live();
        let run = Arc::new(Self {
            host: if live { Host::live() } else { Host::of_capture() },
            users: Users::new(live, pace.deadline),
            groups: Groups::new(live, pace.deadline),
            root,
            pace,
            began: Instant::now(),
            blocked: Blocked::default(),
            problems: Mutex::default(),
            common: OnceLock::new(),
            ttys: OnceLock::new(),
            memory: OnceLock::new(),
            nodes: OnceLock::new(),
            delays: OnceLock::new(),
            owners: OnceLock::new(),
            held: OnceLock::new(),
            meetings: OnceLock::new(),
            vendors: OnceLock::new(),
            neighbours: Neighbours::default(),
            pci_ids: OnceLock::new(),
            states: OnceLock::new(),
            stuck: OnceLock::new(),
            suspects: Suspects::default(),
            hierarchies: OnceLock::new(),
            family: OnceLock::new(),
            samples: Samples::default(),
            looks: Looks::default(),
            networks: OnceLock::new(),
            mounted_networks: OnceLock::new(),
            answers: Answers::default(),
            peers: OnceLock::new(),
            sockets: OnceLock::new(),
            unix_sockets: OnceLock::new(),
            drivers: OnceLock::new(),
            disks: OnceLock::new(),
            mounts: OnceLock::new(),
            programs: OnceLock::new(),
            totals: OnceLock::new(),
            services: OnceLock::new(),
            namespaces: OnceLock::new(),
        });
        if !live {
            let path = || run.root.path().display().to_string();
            let is_tree = run.once(|reader| {
                reader.run().host.read_capture(reader);
                // A capture without names shows numbers.
                let _ = reader.read(File::Passwd, |users| reader.run().users.learn(users));
                let _ = reader.read(File::Group, |groups| reader.run().groups.learn(groups));
                reader.is_tree()
            });
            match is_tree {
                Some(true) => {}
                Some(false) => return Err(RootError::NoTree(path())),
                None => {
                    let reason = "no answer".to_owned();
                    return Err(RootError::List { path: path(), reason });
                }
            }
        }
        Ok(run)
    }

    /// Reads files that no row owns. Those of a live /proc wait for nobody, so the calling thread
    /// reads them itself; a captured tree may lie on a file system that never answers, and then a
    /// watched worker does. `None` if it had to be given up before it had anything.
    pub(crate) fn once<T, F>(self: &Arc<Self>, read: F) -> Option<T>
    where
        T: Send + 'static,
        F: Fn(&Reader) -> T + Send + Sync + 'static,
    {
        if !self.root.is_live() {
            return pool::once(self, read);
        }
        let reader = Reader::new(self.clone(), Arc::default());
        let result = read(&reader);
        self.add_problems(&mut reader.take_problems());
        Some(result)
    }

    /// What rows were joined with from outside /proc, each with where it comes from.
    pub fn origins(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.vendors.get().map(|vendors| ("vendors", vendors.source())).into_iter()
    }

    pub(crate) fn add_problems(&self, problems: &mut Problems) {
        if !problems.is_empty() {
            lock(&self.problems).append(problems);
        }
    }

    /// Says something once.
    pub(crate) fn note(&self, note: String) {
        lock(&self.problems).note(note);
    }

    /// What could not be seen so far.
    pub fn problems(&self) -> Problems {
        let mut problems = lock(&self.problems).clone();
        for note in [self.users.problem(), self.groups.problem()].into_iter().flatten() {
            problems.note(note.to_owned());
        }
        problems
    }
}

/// The content of a mutex, also after a panic elsewhere: what it guards is never left half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
