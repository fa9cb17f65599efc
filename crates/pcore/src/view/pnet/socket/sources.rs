//! What a socket can be asked for.

use std::sync::Arc;

use super::{Entry, Line, Paths, Socket, TABLES};
use crate::field::Source;
use crate::host::Facts;
use crate::parse::net::sctp::Association;
use crate::run::Run;
use crate::services::Services;
use crate::users::Users;
use crate::view::pnet::owners::Owners;
use crate::{Absent, File};

impl Source<Socket> for Entry {
    const FILES: &'static [File] = TABLES;

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(&socket.entry)
    }
}

impl Source<Socket> for Facts {
    const FILES: &'static [File] = &[];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(&socket.facts)
    }
}

impl Source<Socket> for Users {
    const FILES: &'static [File] = &[];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(&socket.run().users)
    }
}

impl Source<Socket> for Services {
    const FILES: &'static [File] = &[File::Services];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(Self::of_run(socket.run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

impl Source<Socket> for Owners {
    const FILES: &'static [File] = &[File::Fd, File::Comm];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(Self::of_run(socket.run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

/// The association of a row of `sctp/assocs`.
impl Source<Socket> for Association {
    const FILES: &'static [File] = &[File::NetSctpAssocs];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        match &socket.entry.line {
            Line::Association(association) => Ok(association),
            _ => Err(Absent::NotApplicable),
        }
    }
}

impl Source<Socket> for Paths {
    const FILES: &'static [File] = &[File::NetSctpRemaddr];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Association::of(socket)?;
        socket.paths.read(socket.net());
        Ok(&socket.paths)
    }
}
