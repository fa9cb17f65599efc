//! `psys cgroups`: one row a controller of control groups.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::cgroups::{self, Controller};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The controllers of control groups.
pub(crate) struct Cgroups;

impl Listed for Cgroups {
    type Entry = Controller;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "cgroups",
        about: "Controllers of control groups, and the hierarchies that they are bound to.",
        aliases: &["lssubsys"],
        key: &["name"],
        default_fields: &["name", "hierarchy", "groups", "enabled"],
        words: "text in the name of a controller",
        examples: &[
            ("psys cgroups", "controllers"),
            ("psys cgroups -Q 'hierarchy == 0'", "those of version 2"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Controller>>] =
        &[Group { name: "Controller", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Controller {
    const FILES: &'static [File] = &[File::Cgroups];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Cgroups, |text| cgroups::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Controller>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the controller.",
        aliases: &["subsys_name"],
        from: &Of(|controller: &Controller| Ok(Value::text(&controller.name))),
        ..Field::BASE
    },
    Field {
        name: "hierarchy",
        header: "HIERARCHY",
        kind: Kind::Id,
        doc: "Hierarchy that it is bound to; 0 is that of version 2.",
        from: &Of(|controller: &Controller| Ok(controller.hierarchy?.into())),
        ..Field::BASE
    },
    Field {
        name: "groups",
        header: "GROUPS",
        kind: Kind::Count,
        doc: "Control groups in that hierarchy.",
        aliases: &["num_cgroups"],
        from: &Of(|controller: &Controller| Ok(controller.groups?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "enabled",
        header: "ENABLED",
        kind: Kind::Bool,
        doc: "Whether it is in use; it can be disabled at boot.",
        from: &Of(|controller: &Controller| Ok(controller.is_enabled?.into())),
        ..Field::BASE
    },
];
