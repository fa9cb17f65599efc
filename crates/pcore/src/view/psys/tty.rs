//! `psys tty`: one row a range of terminals of a driver.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::tty::drivers::{Driver, TtyDrivers};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The drivers of terminals.
pub(crate) struct Ttys;

impl Listed for Ttys {
    type Entry = Driver;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "tty",
        about: "Drivers of terminals, and the device numbers of these.",
        aliases: &["drivers"],
        key: &["device", "major", "first_minor"],
        default_fields: &["driver", "device", "major", "first_minor", "last_minor", "type"],
        words: "text in the path of a device",
        examples: &[
            ("psys tty", "drivers of terminals"),
            ("psys tty -Q 'type =~ pty'", "pseudo-terminals"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Driver>>] = &[Group { name: "Terminal", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "device".into(), filter: word.found_in(number("device"))? })
    }
}

impl Entry for Driver {
    const FILES: &'static [File] = &[File::TtyDrivers];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let table = table::absent_here(reader.read(File::TtyDrivers, TtyDrivers::parse))??;
        for _ in 0..table.malformed {
            reader.problem(File::TtyDrivers, Reason::BadRow);
        }
        table.drivers.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Driver>>] = &[
    Field {
        name: "driver",
        header: "DRIVER",
        kind: Kind::Text,
        doc: "Name of the driver.",
        from: &Of(|driver: &Driver| Ok(Value::text(&driver.title))),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Path,
        doc: "What the paths of its terminals begin with.",
        from: &Of(|driver: &Driver| Ok(Value::text(&driver.name))),
        ..Field::BASE
    },
    Field {
        name: "major",
        header: "MAJOR",
        kind: Kind::Id,
        doc: "Major number of its terminals.",
        from: &Of(|driver: &Driver| Ok(driver.major.into())),
        ..Field::BASE
    },
    Field {
        name: "first_minor",
        header: "FIRST",
        kind: Kind::Id,
        doc: "Minor number of the first terminal.",
        from: &Of(|driver: &Driver| Ok((*driver.minors.start()).into())),
        ..Field::BASE
    },
    Field {
        name: "last_minor",
        header: "LAST",
        kind: Kind::Id,
        doc: "Minor number of the last terminal.",
        from: &Of(|driver: &Driver| Ok((*driver.minors.end()).into())),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Text,
        doc: "What kind of terminals they are, such as system:console, serial or pty:slave.",
        from: &Of(|driver: &Driver| Ok(Value::text(&driver.kind))),
        ..Field::BASE
    },
];
