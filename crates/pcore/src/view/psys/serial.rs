//! `psys serial`: one row a serial line of a driver.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::tty::driver::{self, Line};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The serial lines.
pub(crate) struct Serial;

impl Listed for Serial {
    type Entry = SerialLine;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "serial",
        about: "Serial lines, their hardware and what passed over them.",
        key: &["driver", "line"],
        default_fields: &["driver", "line", "uart", "irq", "sent", "received", "signals"],
        words: "text in the name of a driver",
        examples: &[
            ("psys serial -Q 'uart != unknown'", "lines that are there"),
            ("psys serial -o +frame_errors,overruns", "what went wrong on them"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<SerialLine>>] = &[Group { name: "Line", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "driver".into(), filter: word.found_in(number("driver"))? })
    }
}

impl Entry for SerialLine {
    const FILES: &'static [File] = &[File::TtyDriver];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for name in table::absent_here(reader.names(File::TtyDriver.path(), 0, File::TtyDriver))? {
            let path = [File::TtyDriver.path().as_bytes(), b"/", &*name].concat();
            let rows = reader.table(path, 0, File::TtyDriver, |text| driver::rows(text).collect());
            for line in table::good(reader, File::TtyDriver, rows?) {
                each(Self { driver: name.clone(), line });
            }
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<SerialLine>>] = &[
    Field {
        name: "driver",
        header: "DRIVER",
        kind: Kind::Text,
        doc: "Driver of the line.",
        from: &Of(|port: &SerialLine| Ok(Value::text(&port.driver))),
        ..Field::BASE
    },
    Field {
        name: "line",
        header: "LINE",
        kind: Kind::Id,
        doc: "Number of the line.",
        from: &Of(|port: &SerialLine| Ok(port.line.number.into())),
        ..Field::BASE
    },
    Field {
        name: "uart",
        header: "UART",
        kind: Kind::Text,
        doc: "Type of the hardware; unknown where there is none.",
        from: &Of(|port: &SerialLine| Ok(Value::text(port.line.text("uart")?))),
        ..Field::BASE
    },
    Field {
        name: "port",
        header: "PORT",
        kind: Kind::Mask,
        doc: "Address of its ports.",
        from: &Of(|port: &SerialLine| Ok(Value::text(port.line.text("port")?))),
        ..Field::BASE
    },
    Field {
        name: "mmio",
        header: "MMIO",
        kind: Kind::Mask,
        doc: "Address of its registers in memory.",
        from: &Of(|port: &SerialLine| Ok(Value::text(port.line.text("mmio")?))),
        ..Field::BASE
    },
    Field {
        name: "irq",
        header: "IRQ",
        kind: Kind::Id,
        doc: "Its interrupt.",
        from: &Of(|port: &SerialLine| Ok(port.line.number("irq")?.into())),
        ..Field::BASE
    },
    Field {
        name: "sent",
        header: "SENT",
        kind: Kind::Count,
        doc: "Bytes that were sent.",
        aliases: &["tx"],
        from: &Of(|port: &SerialLine| Ok(port.line.number("tx")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "received",
        header: "RECEIVED",
        kind: Kind::Count,
        doc: "Bytes that came in.",
        aliases: &["rx"],
        from: &Of(|port: &SerialLine| Ok(port.line.number("rx")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "frame_errors",
        header: "FRAME-ERR",
        kind: Kind::Count,
        doc: "Bytes without the right stop bit.",
        aliases: &["fe"],
        from: &Of(|port: &SerialLine| Ok(port.line.errors("fe")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "parity_errors",
        header: "PARITY-ERR",
        kind: Kind::Count,
        doc: "Bytes with the wrong parity.",
        aliases: &["pe"],
        from: &Of(|port: &SerialLine| Ok(port.line.errors("pe")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "breaks",
        header: "BREAKS",
        kind: Kind::Count,
        doc: "Times that the line was held.",
        aliases: &["brk"],
        from: &Of(|port: &SerialLine| Ok(port.line.errors("brk")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "overruns",
        header: "OVERRUNS",
        kind: Kind::Count,
        doc: "Bytes that came faster than they were taken.",
        aliases: &["oe"],
        from: &Of(|port: &SerialLine| Ok(port.line.errors("oe")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "signals",
        header: "SIGNALS",
        kind: Kind::List(&Kind::Text),
        doc: "Signals that are on.",
        from: &Of(|port: &SerialLine| Ok(table::texts(&port.line.signals))),
        volatile: true,
        ..Field::BASE
    },
];

/// A line, and the driver whose file has it.
pub(crate) struct SerialLine {
    driver: Box<[u8]>,
    line: Line,
}
