//! `pps smaps`: one row a mapping of a process's memory, with what lies in it.

use super::mapping::{Fields, Mapped, Span};
use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::smaps::{self, Sizes};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The mappings with what lies in them.
pub(crate) struct Smaps;

impl Parts for Smaps {
    type Part = Region;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "smaps",
        about: "Mappings of memory with what lies in each, one row each.",
        aliases: &[],
        key: &["pid", "tid", "start"],
        default_fields: &[
            "pid",
            "start",
            "size",
            "rss",
            "pss",
            "private_dirty",
            "swap",
            "permissions",
            "path",
        ],
        words: WORDS,
        examples: &[
            ("pps smaps 1234 --sort -pss", "where the memory of a process is"),
            ("pps smaps -Q 'swap > 0' -o pid,comm,swap,path", "what was swapped out"),
            (
                "pps smaps 1234 -Q 'vm_flags == locked' -o start,size,locked,path",
                "what is locked into memory",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Region>>] =
        &[Fields::GROUP, Group { name: "Content", fields: FIELDS }];
}

/// One mapping with what lies in it.
pub(crate) struct Region {
    span: Span,
    sizes: Sizes,
}

impl Piece for Region {
    const FILES: &'static [File] = &[File::Smaps];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for smaps::Region { mapping, sizes } in
            process.items(File::Smaps, |text| smaps::regions(text).collect())?
        {
            each(Self { span: Span::new(mapping), sizes });
        }
        Ok(())
    }
}

impl Mapped for Region {
    fn span(&self) -> &Span {
        &self.span
    }
}

static FIELDS: &[Field<Part<Region>>] = &[
    Field {
        name: "rss",
        header: "RSS",
        kind: Kind::Bytes,
        doc: "Resident memory.",
        from: &Of(|region: &Region| Ok(region.sizes.rss?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss",
        header: "PSS",
        kind: Kind::Bytes,
        doc: "Resident memory with each shared page divided by the number of its users.",
        from: &Of(|region: &Region| Ok(region.sizes.pss?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss_dirty",
        header: "PSS-DIRTY",
        kind: Kind::Bytes,
        doc: "The part of that which is dirty.",
        from: &Of(|region: &Region| Ok(region.sizes.pss_dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uss",
        header: "USS",
        kind: Kind::Bytes,
        doc: "Resident memory that nobody shares: what the end of the mapping would free.",
        from: &Of(|region: &Region| Ok(region.sizes.uss()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shared_clean",
        header: "SHARED-CLEAN",
        kind: Kind::Bytes,
        doc: "Clean pages that other processes map too.",
        from: &Of(|region: &Region| Ok(region.sizes.shared_clean?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shared_dirty",
        header: "SHARED-DIRTY",
        kind: Kind::Bytes,
        doc: "Dirty pages that other processes map too.",
        from: &Of(|region: &Region| Ok(region.sizes.shared_dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "private_clean",
        header: "PRIVATE-CLEAN",
        kind: Kind::Bytes,
        doc: "Clean pages that no other process maps.",
        from: &Of(|region: &Region| Ok(region.sizes.private_clean?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "private_dirty",
        header: "PRIVATE-DIRTY",
        kind: Kind::Bytes,
        doc: "Dirty pages that no other process maps.",
        aliases: &["dirty"],
        from: &Of(|region: &Region| Ok(region.sizes.private_dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "referenced",
        header: "REFERENCED",
        kind: Kind::Bytes,
        doc: "Pages that are marked as accessed.",
        from: &Of(|region: &Region| Ok(region.sizes.referenced?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "anonymous",
        header: "ANONYMOUS",
        kind: Kind::Bytes,
        doc: "Pages that belong to no file.",
        aliases: &["anon"],
        from: &Of(|region: &Region| Ok(region.sizes.anonymous?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ksm",
        header: "KSM",
        kind: Kind::Bytes,
        doc: "Pages that were merged with equal ones.",
        from: &Of(|region: &Region| Ok(region.sizes.ksm?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "lazy_free",
        header: "LAZY-FREE",
        kind: Kind::Bytes,
        doc: "Pages that the process gave up and the kernel may drop at need.",
        aliases: &["lazyfree"],
        from: &Of(|region: &Region| Ok(region.sizes.lazy_free?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "anon_huge_pages",
        header: "ANON-HUGE",
        kind: Kind::Bytes,
        doc: "Anonymous memory in transparent huge pages.",
        aliases: &["anonhugepages"],
        from: &Of(|region: &Region| Ok(region.sizes.anon_huge_pages?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shmem_pmd_mapped",
        header: "SHMEM-HUGE",
        kind: Kind::Bytes,
        doc: "Shared memory in transparent huge pages.",
        aliases: &["shmempmdmapped"],
        from: &Of(|region: &Region| Ok(region.sizes.shmem_pmd_mapped?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "file_pmd_mapped",
        header: "FILE-HUGE",
        kind: Kind::Bytes,
        doc: "Memory of files in transparent huge pages.",
        aliases: &["filepmdmapped"],
        from: &Of(|region: &Region| Ok(region.sizes.file_pmd_mapped?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shared_hugetlb",
        header: "SHARED-HUGETLB",
        kind: Kind::Bytes,
        doc: "Reserved huge pages that other processes map too, which are no part of the resident memory.",
        from: &Of(|region: &Region| Ok(region.sizes.shared_hugetlb?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "private_hugetlb",
        header: "PRIVATE-HUGETLB",
        kind: Kind::Bytes,
        doc: "Reserved huge pages that no other process maps, which are no part of the resident memory.",
        from: &Of(|region: &Region| Ok(region.sizes.private_hugetlb?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swap",
        header: "SWAP",
        kind: Kind::Bytes,
        doc: "Memory that was swapped out.",
        from: &Of(|region: &Region| Ok(region.sizes.swap?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swap_pss",
        header: "SWAP-PSS",
        kind: Kind::Bytes,
        doc: "Memory that was swapped out, divided by the number of its users.",
        aliases: &["swappss"],
        from: &Of(|region: &Region| Ok(region.sizes.swap_pss?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "locked",
        header: "LOCKED",
        kind: Kind::Bytes,
        doc: "Memory that is locked, divided by the number of its users.",
        from: &Of(|region: &Region| Ok(region.sizes.locked?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "page_size",
        header: "PAGE-SIZE",
        kind: Kind::Bytes,
        doc: "Size of a page as the kernel handles it.",
        aliases: &["kernel_page_size"],
        from: &Of(|region: &Region| Ok(region.sizes.kernel_page_size?.into())),
        ..Field::BASE
    },
    Field {
        name: "mmu_page_size",
        header: "MMU-PAGE-SIZE",
        kind: Kind::Bytes,
        doc: "Size of a page as the processor handles it.",
        from: &Of(|region: &Region| Ok(region.sizes.mmu_page_size?.into())),
        ..Field::BASE
    },
    Field {
        name: "thp_eligible",
        header: "THP",
        kind: Kind::Bool,
        doc: "Whether the mapping may get transparent huge pages.",
        aliases: &["thpeligible"],
        from: &Of(|region: &Region| Ok((region.sizes.thp_eligible? != 0).into())),
        ..Field::BASE
    },
    Field {
        name: "protection_key",
        header: "PKEY",
        kind: Kind::Id,
        doc: "Memory protection key; unsupported where the processor has none.",
        aliases: &["pkey"],
        from: &Of(|region: &Region| Ok(region.sizes.protection_key?.into())),
        ..Field::BASE
    },
    Field {
        name: "vm_flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "What the kernel notes of the mapping, in words; a flag without a name keeps its two letters.",
        aliases: &["vmflags"],
        from: &Of(|region: &Region| flags(&region.sizes)),
        ..Field::BASE
    },
];

fn flags(sizes: &Sizes) -> Result<Value<'_>, Absent> {
    let flags = sizes.vm_flags.as_ref().map_err(|absent| *absent)?;
    let name = |flag: &[u8; 2]| match smaps::flag_name(*flag) {
        Some(name) => Value::word(name),
        None => Value::Word(String::from_utf8_lossy(flag).into_owned().into()),
    };
    Ok(Value::List(flags.iter().map(name).collect()))
}
