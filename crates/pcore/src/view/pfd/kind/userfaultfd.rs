//! Userfaultfds: descriptors that hand page faults to a program.

use crate::field::{Field, Group, Of};
use crate::names::flags;
use crate::parse::pid::fdinfo::userfaultfd::Userfaultfd;
use crate::view::pfd::file::Open;
use crate::{Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Userfaultfd", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "uffd_pending",
        header: "UFFD-PENDING",
        kind: Kind::Count,
        doc: "Page faults that nobody has read yet.",
        from: &Of(|faults: &Userfaultfd| Ok(faults.pending?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uffd_total",
        header: "UFFD-TOTAL",
        kind: Kind::Count,
        doc: "Page faults that are not resolved yet.",
        from: &Of(|faults: &Userfaultfd| Ok(faults.total?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uffd_api",
        header: "UFFD-API",
        kind: Kind::Mask,
        doc: "Version of the interface.",
        from: &Of(|faults: &Userfaultfd| Ok(hex(faults.api?.version))),
        ..Field::BASE
    },
    Field {
        name: "uffd_features",
        header: "UFFD-FEATURES",
        kind: Kind::List(&Kind::Word),
        doc: "What the program asked for.",
        from: &Of(|faults: &Userfaultfd| Ok(flags(FEATURES, faults.api?.features))),
        ..Field::BASE
    },
    Field {
        name: "uffd_operations",
        header: "UFFD-OPERATIONS",
        kind: Kind::Mask,
        doc: "Operations that there are, by bit.",
        from: &Of(|faults: &Userfaultfd| Ok(hex(faults.api?.operations))),
        ..Field::BASE
    },
];

/// What can be asked for, and the kernel's own mark of a descriptor that was set up.
const FEATURES: &[(u64, &str)] = &[
    (1 << 0, "pagefault_flag_wp"),
    (1 << 1, "event_fork"),
    (1 << 2, "event_remap"),
    (1 << 3, "event_remove"),
    (1 << 4, "missing_hugetlbfs"),
    (1 << 5, "missing_shmem"),
    (1 << 6, "event_unmap"),
    (1 << 7, "sigbus"),
    (1 << 8, "thread_id"),
    (1 << 9, "minor_hugetlbfs"),
    (1 << 10, "minor_shmem"),
    (1 << 11, "exact_address"),
    (1 << 12, "wp_hugetlbfs_shmem"),
    (1 << 13, "wp_unpopulated"),
    (1 << 14, "poison"),
    (1 << 15, "wp_async"),
    (1 << 16, "move"),
    (1 << 31, "initialized"),
];

fn hex(number: u64) -> Value<'static> {
    Value::Word(format!("{number:#x}").into())
}
