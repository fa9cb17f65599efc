//! What confirms the row of a local socket. Whoever binds a name with newlines in it can write rows of
//! `net/unix`, which nothing in the table tells from true ones.
//!
//! `sock_diag` knows which sockets there are, and decides where it may be asked. Elsewhere a descriptor
//! that refers to the inode is all that can be found, though its socket may be of another family.

use std::sync::Arc;

use super::diag::{Answers, Told};
use super::owners::Owners;
use super::socket::{Entry, Line, Socket};
use crate::field::Source;
use crate::parse::Item;
use crate::parse::sock_diag::Diag;
use crate::run::Run;
use crate::{Absent, File};

/// That rows are to be confirmed.
pub(crate) struct Witness;

impl Witness {
    /// Looks for what will confirm the rows. The kernel has been asked before; who holds which socket
    /// is only looked up where that is not enough.
    pub(crate) fn call(run: &Arc<Run>, all_netns: bool) {
        if all_netns || Answers::of_unix(run).is_err() {
            Owners::of_run(run);
        }
    }

    /// Whether the row of a local socket is confirmed. One without an inode is not: it is on its way
    /// to a process, or made up.
    ///
    /// # Errors
    /// Other sockets need no confirmation. Without `sock_diag`, why some descriptors could not be seen.
    pub(crate) fn confirms(entry: &Entry, told: &Told) -> Item<bool> {
        let Line::Unix(unix) = &entry.line else { return Err(Absent::NotApplicable) };
        let inode = unix.inode?;
        let run = told.net().reader().run();
        if told.net().is_own()
            && let Ok(table) = Answers::of_unix(run)
        {
            let name = table.with_inode(inode).map(Diag::name);
            return Ok(match (&unix.path, name) {
                (Err(Absent::NotApplicable), Some(Err(Absent::NotApplicable))) => true,
                // A row that begins within its name has cut it there.
                (Ok(path), Some(Ok(name))) => name
                    .strip_prefix(&**path)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"\n")),
                _ => false,
            });
        }
        match run.owners.get().ok_or(Absent::Unsupported)?.of(inode) {
            Ok(_) => Ok(true),
            Err(Absent::NotApplicable) => Ok(false),
            Err(unseen) => Err(unseen),
        }
    }
}

impl Source<Socket> for Witness {
    const FILES: &'static [File] = &[File::NetUnix, File::Fd, File::Comm];

    fn of(_socket: &Socket) -> Result<&Self, Absent> {
        Ok(&Self)
    }
}
