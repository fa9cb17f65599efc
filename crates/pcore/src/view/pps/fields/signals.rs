//! What signals the process waits for, and which wait for it.

use crate::Kind;
use crate::field::{Field, Group, Of};
use crate::names::{SIGNALS, set_bits};
use crate::parse::pid::status::Status;
use crate::view::pps::fields::mask;
use crate::view::pps::process::Process;

/// What signals the process waits for, and which wait for it.
pub(crate) const GROUP: Group<Process> = Group { name: "Signals", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "signals_blocked",
        header: "BLOCKED",
        kind: Kind::Mask,
        doc: "Signals that wait until the task unblocks them, as a mask.",
        aliases: &["blocked", "sig_block", "sigmask", "sigblk"],
        from: &Of(|status: &Status| Ok(mask(status.sig_blk?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals_blocked_names",
        header: "BLOCKED-NAMES",
        kind: Kind::List(&Kind::Word),
        doc: "Signals that wait until the task unblocks them, by name.",
        from: &Of(|status: &Status| Ok(set_bits(SIGNALS, status.sig_blk?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals_ignored",
        header: "IGNORED",
        kind: Kind::Mask,
        doc: "Signals that the process ignores, as a mask.",
        aliases: &["ignored", "sig_ignore", "sigignore", "sigign"],
        from: &Of(|status: &Status| Ok(mask(status.sig_ign?))),
        ..Field::BASE
    },
    Field {
        name: "signals_ignored_names",
        header: "IGNORED-NAMES",
        kind: Kind::List(&Kind::Word),
        doc: "Signals that the process ignores, by name.",
        from: &Of(|status: &Status| Ok(set_bits(SIGNALS, status.sig_ign?))),
        ..Field::BASE
    },
    Field {
        name: "signals_caught",
        header: "CAUGHT",
        kind: Kind::Mask,
        doc: "Signals that the process handles, as a mask.",
        aliases: &["caught", "sig_catch", "sigcatch", "sigcgt"],
        from: &Of(|status: &Status| Ok(mask(status.sig_cgt?))),
        ..Field::BASE
    },
    Field {
        name: "signals_caught_names",
        header: "CAUGHT-NAMES",
        kind: Kind::List(&Kind::Word),
        doc: "Signals that the process handles, by name.",
        from: &Of(|status: &Status| Ok(set_bits(SIGNALS, status.sig_cgt?))),
        ..Field::BASE
    },
    Field {
        name: "signals_pending",
        header: "PENDING",
        kind: Kind::Mask,
        doc: "Signals that wait for any task of the process, as a mask.",
        aliases: &["pending", "sig", "sig_pend", "shdpnd"],
        from: &Of(|status: &Status| Ok(mask(status.shd_pnd?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals_pending_names",
        header: "PENDING-NAMES",
        kind: Kind::List(&Kind::Word),
        doc: "Signals that wait for any task of the process, by name.",
        from: &Of(|status: &Status| Ok(set_bits(SIGNALS, status.shd_pnd?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals_pending_thread",
        header: "PENDING-THREAD",
        kind: Kind::Mask,
        doc: "Signals that wait for this task, as a mask.",
        aliases: &["tsig", "sigpnd"],
        from: &Of(|status: &Status| Ok(mask(status.sig_pnd?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals_pending_thread_names",
        header: "PENDING-THREAD-NAMES",
        kind: Kind::List(&Kind::Word),
        doc: "Signals that wait for this task, by name.",
        from: &Of(|status: &Status| Ok(set_bits(SIGNALS, status.sig_pnd?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals_queued",
        header: "QUEUED",
        kind: Kind::Count,
        doc: "Signals that are queued for the real user, in all processes.",
        from: &Of(|status: &Status| Ok(status.sig_q?.queued.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals_limit",
        header: "QUEUE-LIMIT",
        kind: Kind::Limit,
        doc: "Largest number of signals that may be queued.",
        from: &Of(|status: &Status| Ok(status.sig_q?.limit.into())),
        ..Field::BASE
    },
];
