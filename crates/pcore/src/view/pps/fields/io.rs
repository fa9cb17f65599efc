//! What the process read and wrote.

use crate::Kind;
use crate::field::{Field, Group, Of};
use crate::parse::pid::io::Io;
use crate::view::pps::process::Process;

/// What the process read and wrote.
pub(crate) const GROUP: Group<Process> = Group { name: "Input and output", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "read_chars",
        header: "RCHAR",
        kind: Kind::Bytes,
        doc: "Bytes that read calls returned, from caches too.",
        aliases: &["rchars"],
        from: &Of(|io: &Io| Ok(io.rchar?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_chars",
        header: "WCHAR",
        kind: Kind::Bytes,
        doc: "Bytes that write calls took, to caches too.",
        aliases: &["wchars"],
        from: &Of(|io: &Io| Ok(io.wchar?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "read_calls",
        header: "SYSCR",
        kind: Kind::Count,
        doc: "Number of read calls.",
        aliases: &["rops"],
        from: &Of(|io: &Io| Ok(io.syscr?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_calls",
        header: "SYSCW",
        kind: Kind::Count,
        doc: "Number of write calls.",
        aliases: &["wops"],
        from: &Of(|io: &Io| Ok(io.syscw?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "read_bytes",
        header: "READ",
        kind: Kind::Bytes,
        doc: "Bytes fetched from storage.",
        aliases: &["rbytes", "inblk", "inblock"],
        from: &Of(|io: &Io| Ok(io.read_bytes?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_bytes",
        header: "WRITTEN",
        kind: Kind::Bytes,
        doc: "Bytes sent to storage.",
        aliases: &["wbytes", "oublk", "oublock"],
        from: &Of(|io: &Io| Ok(io.write_bytes?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cancelled_write_bytes",
        header: "CANCELLED",
        kind: Kind::Bytes,
        doc: "Bytes that were never sent to storage, since the file was cut or removed first.",
        aliases: &["wcbytes"],
        from: &Of(|io: &Io| Ok(io.cancelled_write_bytes?.into())),
        volatile: true,
        ..Field::BASE
    },
];
