//! `psys cpu`: one row a logical CPU, with what it is. Architectures call the same by different
//! names; a field has the labels of all of them.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::cpuinfo::{self, CpuInfo, Pair};
use crate::parse::{Item, number, words};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The logical CPUs.
pub(crate) struct Cpus;

impl Listed for Cpus {
    type Entry = Cpu;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "cpu",
        about: "What each logical CPU is: model, place, speed, caches, flags, and the bugs that it is known for.",
        aliases: &["lscpu", "cpuinfo"],
        key: &["cpu"],
        default_fields: &["cpu", "socket", "core", "mhz", "cache", "vendor", "model_name"],
        words: "the number of a CPU",
        examples: &[
            ("psys cpu", "the CPUs"),
            ("psys cpu 0 -o flags,bugs", "what one can do, and what is wrong with it"),
            ("psys cpu -Q 'flags == avx2' --expect some", "that there is one with AVX2"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Cpu>>] = &[
        Group { name: "CPU", fields: CPU },
        Group { name: "Place", fields: PLACE },
        Group { name: "Speed", fields: SPEED },
        Group { name: "Abilities", fields: ABILITIES },
        Group { name: "Machine", fields: MACHINE },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::numbered(word, number, "cpu", "a CPU")
    }
}

/// A logical CPU, and what is told of all of them.
pub(crate) struct Cpu {
    cpu: cpuinfo::Cpu,
    machine: Rc<[Pair]>,
}

impl Entry for Cpu {
    const FILES: &'static [File] = &[File::CpuInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let info = table::absent_here(reader.read(File::CpuInfo, CpuInfo::parse))??;
        let machine: Rc<[Pair]> = info.machine.into();
        for cpu in info.cpus {
            each(Self { cpu, machine: machine.clone() });
        }
        Ok(())
    }
}

impl Cpu {
    /// The value of the first of these labels.
    fn find(&self, labels: &[&[u8]]) -> Item<&[u8]> {
        cpuinfo::find(&self.cpu.pairs, &self.machine, labels)
    }

    fn text(&self, labels: &[&[u8]]) -> Item<Value<'_>> {
        match self.find(labels)? {
            b"" => Err(Absent::NotApplicable),
            text => Ok(Value::text(text)),
        }
    }

    /// A number, of which the kernel may write the unit behind it.
    fn number(&self, labels: &[&[u8]]) -> Item<u64> {
        let word = words(self.find(labels)?).next().unwrap_or_default();
        match word.strip_prefix(b"0x") {
            Some(hex) => number::hex(hex),
            None => number::unsigned(word),
        }
    }

    /// A number with a fraction. Some write the unit at its end: `3000.000000MHz`.
    fn float(&self, labels: &[&[u8]]) -> Item<f64> {
        let word = words(self.find(labels)?).next().unwrap_or_default();
        number::float(word.strip_suffix(b"MHz").unwrap_or(word))
    }

    /// Words between blanks.
    fn list(&self, labels: &[&[u8]]) -> Item<Value<'_>> {
        Ok(Value::List(words(self.find(labels)?).map(Value::text).collect()))
    }

    /// How many bits addresses have: `46 bits physical, 48 bits virtual`.
    fn bits(&self, kind: &[u8]) -> Item<Value<'_>> {
        let mut before: [&[u8]; 2] = [b"", b""];
        for word in words(self.find(&[b"address sizes"])?) {
            if word.strip_suffix(b",").unwrap_or(word) == kind {
                let [bits, _] = before;
                return Ok(number::unsigned(bits)?.into());
            }
            let [_, last] = before;
            before = [last, word];
        }
        Err(Absent::Malformed)
    }

    /// The company: by name, or by the number that ARM gives to it.
    fn vendor(&self) -> Item<Value<'_>> {
        match self.find(&[b"vendor_id", b"vendor", b"cpu vendor", b"mvendorid"]) {
            Ok(b"") => Err(Absent::NotApplicable),
            Ok(vendor) => Ok(Value::text(vendor)),
            Err(_) => {
                let number = self.number(&[b"CPU implementer"])?;
                Ok(cpuinfo::implementer(number)
                    .map_or_else(|| Value::Word(format!("0x{number:x}").into()), Value::word))
            }
        }
    }

    /// The size of the last cache: `266240 KB`.
    fn cache(&self) -> Item<Value<'_>> {
        let text = self.find(&[b"cache size", b"cache", b"L2 cache"])?;
        let unit = words(text).nth(1).unwrap_or_default();
        let number = words(text).next().unwrap_or_default();
        let (number, unit) = match number.iter().position(|byte| !byte.is_ascii_digit()) {
            Some(end) => number.split_at_checked(end).unwrap_or((number, unit)),
            None => (number, unit),
        };
        let scale = match unit {
            b"KB" | b"K" | b"kB" => 1 << 10,
            b"MB" | b"M" => 1 << 20,
            _ => return Err(Absent::Malformed),
        };
        Ok(number::unsigned(number)?.checked_mul(scale).ok_or(Absent::Malformed)?.into())
    }
}

/// A field that architectures call by these labels.
macro_rules! told {
    ($how:ident, $name:literal, $header:literal, $kind:expr, [$($alias:literal),*], [$($label:literal),+], $doc:literal) => {
        told!($how, $name, $header, $kind, [$($alias),*], [$($label),+], $doc, false)
    };
    ($how:ident, $name:literal, $header:literal, $kind:expr, [$($alias:literal),*], [$($label:literal),+], $doc:literal, $volatile:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: $kind,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &Of(|cpu: &Cpu| Ok(cpu.$how(&[$($label),+])?.into())),
            volatile: $volatile,
            ..Field::BASE
        }
    };
}

static CPU: &[Field<On<Cpu>>] = &[
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "Number of the logical CPU.",
        aliases: &["processor"],
        from: &Of(|cpu: &Cpu| Ok(cpu.cpu.number.into())),
        ..Field::BASE
    },
    Field {
        name: "vendor",
        header: "VENDOR",
        kind: Kind::Text,
        doc: "Company that made it, or whose design it is.",
        aliases: &["vendor_id"],
        from: &Of(Cpu::vendor),
        ..Field::BASE
    },
    told!(
        text,
        "model_name",
        "MODEL-NAME",
        Kind::Text,
        ["modelname"],
        [b"model name", b"Model Name", b"cpu model", b"cpu", b"Processor", b"uarch", b"machine"],
        "Name of the model, as the architecture tells one."
    ),
    told!(
        text,
        "family",
        "FAMILY",
        Kind::Text,
        ["cpu_family"],
        [b"cpu family", b"CPU Family", b"CPU architecture", b"family"],
        "Family of the model; of ARM, version of the architecture."
    ),
    told!(
        text,
        "model",
        "MODEL",
        Kind::Text,
        [],
        [b"model", b"CPU part", b"marchid"],
        "Number of the model; of ARM, of the part."
    ),
    told!(
        text,
        "stepping",
        "STEPPING",
        Kind::Text,
        ["revision"],
        [b"stepping", b"CPU revision", b"mimpid", b"revision"],
        "Revision of the model."
    ),
    told!(
        text,
        "variant",
        "VARIANT",
        Kind::Text,
        [],
        [b"CPU variant"],
        "Variant of the part, of ARM alone."
    ),
    told!(
        text,
        "microcode",
        "MICROCODE",
        Kind::Text,
        [],
        [b"microcode"],
        "Revision of the microcode, of x86 alone."
    ),
    told!(text, "version", "VERSION", Kind::Text, [], [b"version"], "Version, of s390 alone."),
    told!(
        text,
        "identification",
        "IDENTIFICATION",
        Kind::Text,
        [],
        [b"identification"],
        "Number of the CPU among its kind, of s390 alone."
    ),
];

static PLACE: &[Field<On<Cpu>>] = &[
    told!(
        number,
        "socket",
        "SOCKET",
        Kind::Id,
        ["physical_id"],
        [b"physical id", b"physical package id", b"package"],
        "Socket that it is in."
    ),
    told!(
        number,
        "core",
        "CORE",
        Kind::Id,
        ["core_id"],
        [b"core id", b"core"],
        "Core of the socket that it is a thread of."
    ),
    told!(
        number,
        "threads_per_socket",
        "SIBLINGS",
        Kind::Count,
        ["siblings"],
        [b"siblings"],
        "Logical CPUs of the socket."
    ),
    told!(
        number,
        "cores_per_socket",
        "CORES",
        Kind::Count,
        ["cpu_cores"],
        [b"cpu cores", b"cores"],
        "Cores of the socket that are in use."
    ),
    told!(
        number,
        "apic",
        "APIC",
        Kind::Id,
        ["apicid"],
        [b"apicid"],
        "Number for interrupts between CPUs, of x86 alone."
    ),
    told!(
        number,
        "initial_apic",
        "INITIAL-APIC",
        Kind::Id,
        ["initial_apicid"],
        [b"initial apicid"],
        "The same number as the machine gave it at first."
    ),
    told!(
        number,
        "hart",
        "HART",
        Kind::Id,
        [],
        [b"hart"],
        "Number of the hardware thread, of RISC-V alone."
    ),
    told!(
        text,
        "address",
        "ADDRESS",
        Kind::Text,
        [],
        [b"address", b"physical address"],
        "Address of the CPU, of s390 alone."
    ),
];

static SPEED: &[Field<On<Cpu>>] = &[
    told!(
        float,
        "mhz",
        "MHZ",
        Kind::Number,
        ["cpu_mhz"],
        [b"cpu MHz", b"CPU MHz", b"cpu MHz dynamic", b"clock"],
        "Speed that it runs at, or is said to, in megahertz.",
        true
    ),
    told!(
        float,
        "mhz_static",
        "MHZ-STATIC",
        Kind::Number,
        [],
        [b"cpu MHz static"],
        "Speed that it is made for, of s390 alone."
    ),
    told!(
        float,
        "bogomips",
        "BOGOMIPS",
        Kind::Number,
        [],
        [b"bogomips", b"BogoMIPS", b"bogomips per cpu", b"cpu bogomips"],
        "Loops that it waits by, in millions a second: no measure of speed."
    ),
    Field {
        name: "cache",
        header: "CACHE",
        kind: Kind::Bytes,
        doc: "Size of the last cache.",
        aliases: &["cache_size"],
        from: &Of(Cpu::cache),
        ..Field::BASE
    },
    told!(
        number,
        "cache_line",
        "CACHE-LINE",
        Kind::Bytes,
        ["clflush_size"],
        [b"clflush size", b"cache_alignment"],
        "Size of what is flushed from a cache at once."
    ),
    told!(
        number,
        "cache_alignment",
        "CACHE-ALIGN",
        Kind::Bytes,
        [],
        [b"cache_alignment"],
        "Size of what is fetched into a cache at once."
    ),
    told!(
        text,
        "tlb",
        "TLB",
        Kind::Text,
        ["tlb_size"],
        [b"TLB size", b"tlb_entries"],
        "How many places of pages it remembers."
    ),
];

static ABILITIES: &[Field<On<Cpu>>] = &[
    told!(
        list,
        "flags",
        "FLAGS",
        Kind::List(&Kind::Text),
        ["features"],
        [b"flags", b"Features", b"features", b"CPU Features", b"ASEs implemented"],
        "What it can do, by the names of the architecture."
    ),
    told!(
        list,
        "vmx_flags",
        "VMX-FLAGS",
        Kind::List(&Kind::Text),
        [],
        [b"vmx flags"],
        "What it can do for virtual machines, of Intel's alone."
    ),
    told!(
        list,
        "bugs",
        "BUGS",
        Kind::List(&Kind::Text),
        ["vulnerabilities"],
        [b"bugs"],
        "Faults of the model that the kernel knows and works around."
    ),
    told!(
        text,
        "isa",
        "ISA",
        Kind::Text,
        [],
        [b"isa", b"hart isa"],
        "Instructions that it has, of RISC-V and MIPS."
    ),
    told!(
        text,
        "mmu",
        "MMU",
        Kind::Text,
        [],
        [b"mmu", b"MMU"],
        "How it translates addresses, of RISC-V and PowerPC."
    ),
    Field {
        name: "physical_bits",
        header: "PHYSICAL-BITS",
        kind: Kind::Count,
        doc: "Bits of an address of memory.",
        from: &Of(|cpu: &Cpu| cpu.bits(b"physical")),
        ..Field::BASE
    },
    Field {
        name: "virtual_bits",
        header: "VIRTUAL-BITS",
        kind: Kind::Count,
        doc: "Bits of an address that programs see.",
        from: &Of(|cpu: &Cpu| cpu.bits(b"virtual")),
        ..Field::BASE
    },
    told!(
        text,
        "cpuid_level",
        "CPUID-LEVEL",
        Kind::Text,
        [],
        [b"cpuid level"],
        "How much the instruction cpuid can tell."
    ),
    told!(
        text,
        "fpu",
        "FPU",
        Kind::Text,
        [],
        [b"fpu"],
        "Whether it calculates with fractions itself."
    ),
    told!(
        text,
        "power_management",
        "POWER",
        Kind::Text,
        [],
        [b"power management"],
        "What it can do to save power."
    ),
];

static MACHINE: &[Field<On<Cpu>>] = &[
    told!(
        text,
        "hardware",
        "HARDWARE",
        Kind::Text,
        ["platform"],
        [b"Hardware", b"hardware", b"platform", b"system type", b"machine"],
        "The machine, where the file tells of it."
    ),
    told!(
        text,
        "machine_revision",
        "MACHINE-REVISION",
        Kind::Text,
        [],
        [b"Revision"],
        "Revision of the machine, of some ARM boards."
    ),
    told!(
        text,
        "serial",
        "SERIAL",
        Kind::Text,
        [],
        [b"Serial"],
        "Serial number of the machine, of some ARM boards."
    ),
    Field {
        name: "labels",
        header: "LABELS",
        kind: Kind::List(&Kind::Text),
        doc: "All that the file tells of the CPU, as LABEL=VALUE.",
        aliases: &["raw_labels"],
        from: &Of(|cpu: &Cpu| {
            let pair =
                |(label, value): &Pair| Value::Text([label, &b"="[..], value].concat().into());
            Ok(Value::List(cpu.cpu.pairs.iter().chain(&*cpu.machine).map(pair).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
];
