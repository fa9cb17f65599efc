//! `psys interrupts`: one row an interrupt, with how often each CPU served it, and where it may go.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Source};
use crate::parse::interrupts::{self, Interrupt, Wiring};
use crate::parse::{Item, lines, number, words};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pps::process::Once;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The interrupts.
pub(crate) struct Interrupts;

impl Listed for Interrupts {
    type Entry = Irq;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "interrupts",
        about: "How often each CPU served which interrupt since boot, for which device, and where it may go.",
        aliases: &["lsirq"],
        key: &["number", "irq"],
        labels: &["irq", "what"],
        default_fields: &["irq", "total", "busiest", "chip", "trigger", "what"],
        moving_fields: &["irq", "total", "chip", "trigger", "what"],
        words: "an interrupt by its number or name, or text in what it is for",
        examples: &[
            ("psys interrupts --sort -total --limit 10", "the most frequent"),
            ("psys interrupts nvme -o irq,per_cpu,affinity", "those of a device"),
            ("psys interrupts -Q 'unhandled > 0'", "what no driver wanted"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Irq>>] = &[
        Group { name: "Interrupt", fields: INTERRUPT },
        Group { name: "Wiring", fields: WIRING },
        Group { name: "Routing", fields: ROUTING },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let named = crate::view::pnet::table::equal(word, number("irq"));
        let filter = match word.text.parse::<u32>() {
            Ok(_) => named,
            Err(_) => crate::Filter::or(vec![named, word.found_in(number("what"))?]),
        };
        Ok(Selector { kind: "irq".into(), filter })
    }
}

/// An interrupt, and what is read of it when it is asked for.
pub(crate) struct Irq {
    interrupt: Interrupt,
    cpus: Rc<[u32]>,
    wiring: Item<Wiring>,
    affinity: Once<Affinity>,
    hint: Once<AffinityHint>,
    effective: Once<EffectiveAffinity>,
    node: Once<Node>,
    spurious: Once<Spurious>,
}

impl Entry for Irq {
    const FILES: &'static [File] = &[File::Interrupts];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut cpus: Rc<[u32]> = Rc::default();
        let interrupts = table::items(reader, File::Interrupts, |text| {
            cpus = interrupts::cpus(text).into();
            interrupts::rows(text).collect()
        })?;
        for interrupt in interrupts {
            each(Self {
                cpus: cpus.clone(),
                wiring: interrupt.wiring(),
                interrupt,
                affinity: Once::default(),
                hint: Once::default(),
                effective: Once::default(),
                node: Once::default(),
                spurious: Once::default(),
            });
        }
        Ok(())
    }
}

impl Irq {
    fn wiring(&self) -> Item<&Wiring> {
        self.wiring.as_ref().map_err(|absent| *absent)
    }
}

/// Which CPUs an interrupt may go to.
struct Affinity(Box<[u8]>);

/// Where its driver would have it go, as a mask of CPUs.
struct AffinityHint(Box<[u8]>);

impl AffinityHint {
    /// A driver that does not care leaves an empty mask.
    fn parse(text: &[u8]) -> Item<Self> {
        let mask = line(text)?;
        let is_set = |byte: &u8| !matches!(byte, b'0' | b',');
        if mask.iter().any(is_set) { Ok(Self(mask)) } else { Err(Absent::NotApplicable) }
    }
}

/// Which CPUs it goes to.
struct EffectiveAffinity(Box<[u8]>);

/// The memory node of its device.
struct Node(i64);

/// How often it came though no device had anything to tell.
struct Spurious {
    count: Item<u64>,
    unhandled: Item<u64>,
    last: Item<u64>,
}

impl Spurious {
    /// Parses lines of `count 12`.
    fn parse(text: &[u8]) -> Item<Self> {
        let value = |name: &[u8]| {
            let line = lines(text).find_map(|line| line.strip_prefix(name));
            line.and_then(|line| words(line).next())
                .map_or(Err(Absent::Malformed), number::unsigned)
        };
        let (count, unhandled) = (value(b"count "), value(b"unhandled "));
        if count.is_err() && unhandled.is_err() {
            return Err(Absent::Malformed);
        }
        Ok(Self { count, unhandled, last: value(b"last_unhandled ") })
    }
}

/// A text of one line.
fn line(text: &[u8]) -> Item<Box<[u8]>> {
    match text.trim_ascii() {
        b"" => Err(Absent::NotApplicable),
        text => Ok(text.into()),
    }
}

/// What is read from a file in the directory of an interrupt.
macro_rules! of_the_directory {
    ($($name:ident from $file:ident in $slot:ident, $parse:expr;)*) => {$(
        impl Source<On<Irq>> for $name {
            const FILES: &'static [File] = &[File::Interrupts, File::$file];

            fn of(row: &On<Irq>) -> Result<&Self, Absent> {
                let irq = row.entry();
                irq.$slot.get(|| {
                    let number = irq.interrupt.number()?.to_string();
                    let path = File::$file.path().replace("[irq]", &number);
                    // One without a driver has no directory.
                    row.reader().table(path, 0, File::$file, $parse).map_err(|absent| match absent {
                        Absent::Unsupported => Absent::NotApplicable,
                        absent => absent,
                    })?
                })
            }
        }
    )*};
}

of_the_directory! {
    Affinity from IrqAffinity in affinity, |text| line(text).map(Self);
    AffinityHint from IrqAffinityHint in hint, Self::parse;
    EffectiveAffinity from IrqEffectiveAffinity in effective, |text| line(text).map(Self);
    Node from IrqNode in node, |text| number::signed(text.trim_ascii()).map(Self);
    Spurious from IrqSpurious in spurious, Self::parse;
}

static INTERRUPT: &[Field<On<Irq>>] = &[
    Field {
        name: "irq",
        header: "IRQ",
        kind: Kind::Text,
        doc: "Number of the interrupt, or name of one that has none, such as LOC.",
        from: &Of(|irq: &Irq| Ok(Value::text(&irq.interrupt.name))),
        ..Field::BASE
    },
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Number of the interrupt; does not apply to one that has a name.",
        from: &Of(|irq: &Irq| Ok(irq.interrupt.number()?.into())),
        ..Field::BASE
    },
    Field {
        name: "total",
        header: "TOTAL",
        kind: Kind::Count,
        doc: "How often it was served, by all CPUs together.",
        from: &Of(|irq: &Irq| Ok(irq.interrupt.total().into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "per_cpu",
        header: "PER-CPU",
        kind: Kind::List(&Kind::Count),
        doc: "How often each of the CPUs that are online served it; does not apply to what is counted once for all.",
        from: &Of(|irq: &Irq| {
            let by_cpu = irq.interrupt.is_by_cpu.then(|| table::numbers(&irq.interrupt.counts));
            by_cpu.ok_or(Absent::NotApplicable)
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "busiest",
        header: "BUSIEST",
        kind: Kind::Id,
        doc: "CPU that served it most often; does not apply to what none has served, or not by CPU.",
        aliases: &["busiest_cpu"],
        from: &Of(|irq: &Irq| {
            let counts = irq.cpus.iter().zip(&irq.interrupt.counts).rev();
            let most = counts.filter(|(_, count)| **count > 0).max_by_key(|(_, count)| **count);
            match most {
                Some((cpu, _)) if irq.interrupt.is_by_cpu => Ok((*cpu).into()),
                _ => Err(Absent::NotApplicable),
            }
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "what",
        header: "WHAT",
        kind: Kind::Text,
        doc: "Drivers or devices that it is for, or what one is that has a name.",
        aliases: &["name"],
        from: &Of(|irq: &Irq| match irq.wiring() {
            Ok(wiring) if wiring.actions.is_empty() => Err(Absent::NotApplicable),
            Ok(wiring) => Ok(Value::Text(wiring.actions.join(&b", "[..]).into())),
            Err(_) if irq.interrupt.rest.is_empty() => Err(Absent::NotApplicable),
            Err(_) => Ok(Value::text(&irq.interrupt.rest)),
        }),
        ..Field::BASE
    },
];

static WIRING: &[Field<On<Irq>>] = &[
    Field {
        name: "chip",
        header: "CHIP",
        kind: Kind::Text,
        doc: "Controller that delivers it; like what follows, it does not apply to one that has a name.",
        from: &Of(|irq: &Irq| Ok(Value::text(&irq.wiring()?.chip))),
        ..Field::BASE
    },
    Field {
        name: "line",
        header: "LINE",
        kind: Kind::Text,
        doc: "Number that the controller has for it; kernels before 3.12 do not tell it.",
        aliases: &["hwirq"],
        from: &Of(|irq: &Irq| {
            irq.wiring()?.line.as_deref().map(Value::text).ok_or(Absent::Unsupported)
        }),
        ..Field::BASE
    },
    Field {
        name: "trigger",
        header: "TRIGGER",
        kind: Kind::Text,
        doc: "Whether it is triggered by an edge or a level, as the kernel calls it.",
        from: &Of(|irq: &Irq| {
            irq.wiring()?.trigger.as_deref().map(Value::text).ok_or(Absent::Unsupported)
        }),
        ..Field::BASE
    },
    Field {
        name: "actions",
        header: "ACTIONS",
        kind: Kind::List(&Kind::Text),
        doc: "Drivers or devices that are called.",
        from: &Of(|irq: &Irq| Ok(table::texts(&irq.wiring()?.actions))),
        ..Field::BASE
    },
];

static ROUTING: &[Field<On<Irq>>] = &[
    Field {
        name: "affinity",
        header: "AFFINITY",
        kind: Kind::Text,
        doc: "CPUs that it may go to, such as 0-3; like what follows, it applies to what has a number and a driver.",
        aliases: &["smp_affinity_list"],
        from: &Of(|affinity: &Affinity| Ok(Value::text(&affinity.0))),
        ..Field::BASE
    },
    Field {
        name: "affinity_hint",
        header: "HINT",
        kind: Kind::Mask,
        doc: "CPUs that its driver would have it go to, as a mask in hexadecimal; does not apply where the driver does not care.",
        from: &Of(|hint: &AffinityHint| Ok(Value::text(&hint.0))),
        ..Field::BASE
    },
    Field {
        name: "effective_affinity",
        header: "GOES-TO",
        kind: Kind::Text,
        doc: "CPUs that it goes to; since Linux 4.13.",
        aliases: &["effective_affinity_list"],
        from: &Of(|affinity: &EffectiveAffinity| Ok(Value::text(&affinity.0))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "node",
        header: "NODE",
        kind: Kind::Id,
        doc: "Memory node that its device is near to; does not apply to one that is near to none.",
        from: &Of(|node: &Node| match u64::try_from(node.0) {
            Ok(node) => Ok(node.into()),
            Err(_) => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "recent",
        header: "RECENT",
        kind: Kind::Count,
        doc: "How often it came since the kernel last looked at how many of a hundred thousand nobody wanted.",
        aliases: &["spurious_count"],
        from: &Of(|spurious: &Spurious| Ok(spurious.count?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "unhandled",
        header: "UNHANDLED",
        kind: Kind::Count,
        doc: "How often among these no driver wanted it.",
        aliases: &["spurious"],
        from: &Of(|spurious: &Spurious| Ok(spurious.unhandled?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "last_unhandled",
        header: "LAST-UNHANDLED",
        kind: Kind::Seconds,
        doc: "Time since boot when no driver wanted it for the last time; does not apply where that never was.",
        from: &Of(|spurious: &Spurious| match spurious.last? {
            0 => Err(Absent::NotApplicable),
            millis => Ok(Value::Float(millis as f64 / 1e3)),
        }),
        volatile: true,
        ..Field::BASE
    },
];
