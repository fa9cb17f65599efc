//! Rings through which requests go to the kernel and come back.

use crate::field::{Field, Group, Of};
use crate::parse::pid::fdinfo::io_uring::IoUring;
use crate::view::pfd::file::Open;
use crate::{Absent, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Ring", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "uring_sq_entries",
        header: "SQ-ENTRIES",
        kind: Kind::Count,
        doc: "Places in the ring of requests; absent, as all of a ring, while the kernel holds it.",
        from: &Of(|ring: &IoUring| Ok(ring.places(b"SqMask")?.into())),
        ..Field::BASE
    },
    Field {
        name: "uring_sq_head",
        header: "SQ-HEAD",
        kind: Kind::Count,
        doc: "Requests that the kernel has taken, as the process sees it.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"SqHead")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_sq_tail",
        header: "SQ-TAIL",
        kind: Kind::Count,
        doc: "Requests that the process has put in.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"SqTail")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_sq_cached_head",
        header: "SQ-CACHED",
        kind: Kind::Count,
        doc: "Requests that the kernel has taken, as it sees it itself.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"CachedSqHead")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_sq_ready",
        header: "SQ-READY",
        kind: Kind::Count,
        doc: "Requests that wait to be taken.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"SQEs")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_cq_entries",
        header: "CQ-ENTRIES",
        kind: Kind::Count,
        doc: "Places in the ring of completions.",
        from: &Of(|ring: &IoUring| Ok(ring.places(b"CqMask")?.into())),
        ..Field::BASE
    },
    Field {
        name: "uring_cq_head",
        header: "CQ-HEAD",
        kind: Kind::Count,
        doc: "Completions that the process has taken.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"CqHead")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_cq_tail",
        header: "CQ-TAIL",
        kind: Kind::Count,
        doc: "Completions that the kernel has put in, as the process sees it.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"CqTail")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_cq_cached_tail",
        header: "CQ-CACHED",
        kind: Kind::Count,
        doc: "Completions that the kernel has put in, as it sees it itself.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"CachedCqTail")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_cq_ready",
        header: "CQ-READY",
        kind: Kind::Count,
        doc: "Completions that wait to be taken.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"CQEs")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_thread",
        header: "SQ-THREAD",
        kind: Kind::Id,
        doc: "Thread of the kernel that takes requests; without one the process hands them over.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"SqThread")?.into())),
        ..Field::BASE
    },
    Field {
        name: "uring_thread_cpu",
        header: "SQ-CPU",
        kind: Kind::Id,
        doc: "CPU that this thread runs on.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"SqThreadCpu")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_thread_time",
        header: "SQ-TIME",
        kind: Kind::Seconds,
        doc: "CPU time that this thread has used.",
        from: &Of(|ring: &IoUring| seconds(ring, b"SqTotalTime")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_thread_work",
        header: "SQ-WORK",
        kind: Kind::Seconds,
        doc: "Of that, time in which it had something to do.",
        from: &Of(|ring: &IoUring| seconds(ring, b"SqWorkTime")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_files",
        header: "URING-FILES",
        kind: Kind::Count,
        doc: "Files that are registered, empty places included.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"UserFiles")?.into())),
        ..Field::BASE
    },
    Field {
        name: "uring_file_names",
        header: "URING-NAMES",
        kind: Kind::List(&Kind::Path),
        doc: "Names of the registered files.",
        from: &Of(|ring: &IoUring| {
            Ok(Value::List(ring.files.iter().map(|(_, name)| Value::text(name)).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "uring_buffers",
        header: "URING-BUFFERS",
        kind: Kind::Count,
        doc: "Buffers that are registered.",
        from: &Of(|ring: &IoUring| Ok(ring.count(b"UserBufs")?.into())),
        ..Field::BASE
    },
    Field {
        name: "uring_polled",
        header: "URING-POLLED",
        kind: Kind::Count,
        doc: "Requests that wait for an event of a file.",
        from: &Of(|ring: &IoUring| told(ring, ring.polled)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_overflowed",
        header: "URING-OVERFLOW",
        kind: Kind::Count,
        doc: "Completions that did not fit into the ring.",
        from: &Of(|ring: &IoUring| told(ring, ring.overflowed)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uring_napi",
        header: "URING-NAPI",
        kind: Kind::Text,
        doc: "Whether network devices are polled, and how.",
        from: &Of(|ring: &IoUring| {
            ring.napi.as_deref().map(Value::text).ok_or(Absent::Unsupported)
        }),
        ..Field::BASE
    },
];

/// Seconds, which the kernel prints in millionths; without a thread there are none.
fn seconds(ring: &IoUring, label: &[u8]) -> Result<Value<'static>, Absent> {
    ring.count(b"SqThread")?;
    Ok((ring.count(label)? as f64 / 1e6).into())
}

/// What was counted, if the kernel said anything.
fn told(ring: &IoUring, count: u64) -> Result<Value<'static>, Absent> {
    ring.count(b"SqMask")?;
    Ok(count.into())
}
