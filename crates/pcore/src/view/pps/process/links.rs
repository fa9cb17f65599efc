//! The links in the directory of the process: its executable, directories and namespaces.

use super::Process;
use crate::field::Source;
use crate::parse::pid::ns::Link;
use crate::view::pfd::mounts::MountsOf;
use crate::{Absent, File};

macro_rules! links {
    ($($(#[$doc:meta])* $name:ident, $file:ident, $slot:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(pub Box<[u8]>);

        impl Source<Process> for $name {
            const FILES: &'static [File] = &[File::$file];

            fn of(process: &Process) -> Result<&Self, Absent> {
                process
                    .sources
                    .$slot
                    .get(|| process.place.link(File::$file.tail(), File::$file).map(Self))
            }
        }
    )*};
}

links! {
    /// The executable.
    Exe, Exe, exe;
    /// The working directory.
    Cwd, Cwd, cwd;
    /// The root directory.
    RootDir, RootLink, root;
}

/// Whether the file that is executed has lost its last name.
#[derive(Clone, Copy, Debug)]
pub struct ExeDeleted(pub bool);

impl Source<Process> for ExeDeleted {
    const FILES: &'static [File] = &[File::Exe, File::RootLink, File::MountInfo, File::Ns];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.exe_deleted.get(|| {
            let exe = &Exe::of(process)?.0;
            // The kernel says so of every name that was removed, but a file may also be named so,
            // and another name may be left: only the count of links tells.
            if !exe.ends_with(b" (deleted)") {
                return Ok(Self(false));
            }
            let mount = MountsOf::default().by_path(process, exe);
            if !process.run().root.is_procfs() || mount.is_ok_and(|mount| mount.is_remote()) {
                return Err(Absent::Unsupported);
            }
            let meta = process.place.statx(File::Exe.tail(), File::Exe)?;
            Ok(Self(meta.stx_nlink == 0))
        })
    }
}

macro_rules! namespaces {
    ($($(#[$doc:meta])* $name:ident, $slot:ident, $link:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(pub u64);

        impl Source<Process> for $name {
            const FILES: &'static [File] = &[File::Ns];

            fn of(process: &Process) -> Result<&Self, Absent> {
                process.sources.$slot.get(|| namespace(process, $link).map(Self))
            }
        }
    )*};
}

namespaces! {
    /// The root of the control groups that it sees.
    NsCgroup, ns_cgroup, "ns/cgroup";
    /// The objects of System V IPC and the message queues that it sees.
    NsIpc, ns_ipc, "ns/ipc";
    /// The mounts that it sees.
    NsMnt, ns_mnt, "ns/mnt";
    /// The network that it sees.
    NsNet, ns_net, "ns/net";
    /// The processes that it sees.
    NsPid, ns_pid, "ns/pid";
    /// The processes that its children will see.
    NsPidChildren, ns_pid_children, "ns/pid_for_children";
    /// The clocks that it sees.
    NsTime, ns_time, "ns/time";
    /// The clocks that its children will see.
    NsTimeChildren, ns_time_children, "ns/time_for_children";
    /// The users that it sees.
    NsUser, ns_user, "ns/user";
    /// The names of the machine that it sees.
    NsUts, ns_uts, "ns/uts";
}

/// The inode in `net:[4026531840]`.
fn namespace(process: &Process, link: &str) -> Result<u64, Absent> {
    let target = process.place.link(link, File::Ns)?;
    Link::parse(&target).map(|link| link.inode).ok_or(Absent::Malformed)
}
