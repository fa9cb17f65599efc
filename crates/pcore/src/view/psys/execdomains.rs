//! `psys execdomains`: one row a range of personalities that the kernel serves.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::execdomains::{self, Domain};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The execution domains.
pub(crate) struct Domains;

impl Listed for Domains {
    type Entry = Domain;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "execdomains",
        about: "Personalities of programs that the kernel serves.",
        key: &["first"],
        default_fields: &["first", "last", "name", "module"],
        words: "text in the name of a domain",
        examples: &[("psys execdomains", "whose programs can run")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Domain>>] = &[Group { name: "Domain", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Domain {
    const FILES: &'static [File] = &[File::ExecDomains];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows =
            table::items(reader, File::ExecDomains, |text| execdomains::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Domain>>] = &[
    Field {
        name: "first",
        header: "FIRST",
        kind: Kind::Id,
        doc: "First personality of the range.",
        from: &Of(|domain: &Domain| Ok(domain.first.into())),
        ..Field::BASE
    },
    Field {
        name: "last",
        header: "LAST",
        kind: Kind::Id,
        doc: "Last personality of the range.",
        from: &Of(|domain: &Domain| Ok(domain.last.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the domain.",
        from: &Of(|domain: &Domain| Ok(Value::text(&domain.name))),
        ..Field::BASE
    },
    Field {
        name: "module",
        header: "MODULE",
        kind: Kind::Text,
        doc: "Module that serves it, or kernel.",
        from: &Of(|domain: &Domain| text(&domain.module)),
        ..Field::BASE
    },
];
