//! Who the process acts as.

use std::sync::Arc;

use super::Process;
use crate::field::Source;
use crate::parse::pid::status::Status;
use crate::users::{Groups, Users};
use crate::{Absent, File};

/// The effective user and group: those that own the process's directory.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// The user.
    pub uid: u32,
    /// The group.
    pub gid: u32,
}

impl Source<Process> for Owner {
    const FILES: &'static [File] = &[File::Pid];
    const IN_COPIES: &'static [File] = &[File::Status];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.owner.get(|| {
            if process.run().root.is_procfs() {
                let (uid, gid) = process.place.owner()?;
                return Ok(Self { uid, gid });
            }
            // A copy does not keep owners.
            let status = Status::of(process)?;
            let [_, uid, _, _] = status.uid?;
            let [_, gid, _, _] = status.gid?;
            Ok(Self { uid, gid })
        })
    }
}

/// The name of the effective user.
#[derive(Debug)]
pub struct User(pub Arc<[u8]>);

impl Source<Process> for User {
    const FILES: &'static [File] = <Owner as Source<Process>>::FILES;
    const IN_COPIES: &'static [File] = <Owner as Source<Process>>::IN_COPIES;

    fn of(process: &Process) -> Result<&Self, Absent> {
        let name = || Ok(Self(process.run().users.name(Owner::of(process)?.uid)));
        process.sources.user.get(name)
    }
}

/// The name of the effective group.
#[derive(Debug)]
pub struct Group(pub Arc<[u8]>);

impl Source<Process> for Group {
    const FILES: &'static [File] = <Owner as Source<Process>>::FILES;
    const IN_COPIES: &'static [File] = <Owner as Source<Process>>::IN_COPIES;

    fn of(process: &Process) -> Result<&Self, Absent> {
        let name = || Ok(Self(process.run().groups.name(Owner::of(process)?.gid)));
        process.sources.group.get(name)
    }
}

/// Names of the users that are told by number.
impl Source<Process> for Users {
    const FILES: &'static [File] = &[];

    fn of(process: &Process) -> Result<&Self, Absent> {
        Ok(&process.run().users)
    }
}

/// Names of the groups that are told by number.
impl Source<Process> for Groups {
    const FILES: &'static [File] = &[];

    fn of(process: &Process) -> Result<&Self, Absent> {
        Ok(&process.run().groups)
    }
}
