//! `psys modules`: one row a module that was loaded into the kernel.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::names;
use crate::parse::modules::{self, Module};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The modules of the kernel.
pub(crate) struct Modules;

impl Listed for Modules {
    type Entry = Module;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "modules",
        about: "Modules that were loaded into the kernel, and who uses them.",
        aliases: &["lsmod"],
        key: &["name"],
        default_fields: &["name", "size", "references", "users"],
        words: "text in the name of a module",
        examples: &[
            ("psys modules", "what lsmod shows"),
            ("psys modules -Q 'taints is not null'", "modules that taint the kernel"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Module>>] = &[Group { name: "Module", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Module {
    const FILES: &'static [File] = &[File::Modules];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Modules, |text| modules::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Module>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the module.",
        aliases: &["module"],
        from: &Of(|module: &Module| Ok(Value::text(&module.name))),
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Memory that it takes.",
        from: &Of(|module: &Module| Ok(module.size.into())),
        ..Field::BASE
    },
    Field {
        name: "references",
        header: "USED",
        kind: Kind::Count,
        doc: "How many use it; unsupported by a kernel that cannot unload modules.",
        aliases: &["refcount", "used"],
        from: &Of(|module: &Module| Ok(module.references?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "users",
        header: "USED-BY",
        kind: Kind::List(&Kind::Text),
        doc: "Modules that use it.",
        aliases: &["by"],
        from: &Of(|module: &Module| Ok(table::texts(&module.users))),
        ..Field::BASE
    },
    Field {
        name: "permanent",
        header: "PERMANENT",
        kind: Kind::Bool,
        doc: "Whether it cannot be unloaded.",
        from: &Of(|module: &Module| Ok(module.is_permanent.into())),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Text,
        doc: "Live, Loading or Unloading.",
        from: &Of(|module: &Module| text(&module.state)),
        ..Field::BASE
    },
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Mask,
        doc: "Where it is loaded; denied where the kernel does not show addresses.",
        from: &Of(|module: &Module| table::address(module.address)),
        ..Field::BASE
    },
    Field {
        name: "taints",
        header: "TAINTS",
        kind: Kind::List(&Kind::Word),
        doc: "Why it taints the kernel; does not apply to a module that does not.",
        from: &Of(|module: &Module| {
            Ok(names::letters(TAINTS, module.taints.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
];

/// What the letters of taints say of a module.
const TAINTS: &[(u8, &str)] = &[
    (b'P', "proprietary"),
    (b'G', "gpl"),
    (b'F', "forced_load"),
    (b'C', "staging"),
    (b'O', "out_of_tree"),
    (b'E', "unsigned"),
    (b'K', "live_patch"),
    (b'X', "vendor"),
    (b'T', "random_layout"),
    (b'N', "test"),
    (b'J', "fwctl"),
    (b'+', "being_loaded"),
    (b'-', "being_unloaded"),
];
