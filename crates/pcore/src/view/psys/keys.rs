//! `psys keys`: one row a key that the kernel keeps and the reader may see.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Of2};
use crate::names;
use crate::parse::keys::{self, Expiry, Key};
use crate::plan::Plan;
use crate::root::Reader;
use crate::users::{Groups, Users};
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The keys.
pub(crate) struct Keys;

impl Listed for Keys {
    type Entry = Key;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "keys",
        about: "Keys that the kernel keeps, those that the reader may see.",
        key: &["serial"],
        default_fields: &[
            "serial",
            "type",
            "name",
            "summary",
            "user",
            "flags",
            "expires_in",
            "usage",
        ],
        words: "text in the name of a key",
        examples: &[
            ("psys keys -Q 'type == keyring'", "rings of keys"),
            ("psys keys -Q 'expires_in < 1h'", "keys that expire soon"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Key>>] = &[Group { name: "Key", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Key {
    const FILES: &'static [File] = &[File::Keys];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Keys, |text| keys::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Key>>] = &[
    Field {
        name: "serial",
        header: "SERIAL",
        kind: Kind::Mask,
        doc: "Number of the key.",
        aliases: &["id"],
        from: &Of(|key: &Key| Ok(Value::Word(format!("{:08x}", key.serial).into()))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Text,
        doc: "What kind of key it is, in nine letters.",
        from: &Of(|key: &Key| text(&key.kind)),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the key.",
        aliases: &["description"],
        from: &Of(|key: &Key| text(&key.name)),
        ..Field::BASE
    },
    Field {
        name: "summary",
        header: "SUMMARY",
        kind: Kind::Text,
        doc: "What its kind tells of the content: of a ring how many keys are in it.",
        from: &Of(|key: &Key| text(&key.summary)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "State of the key, such as instantiated or revoked.",
        from: &Of(|key: &Key| {
            Ok(names::letters(FLAGS, key.flags.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "usage",
        header: "USAGE",
        kind: Kind::Count,
        doc: "How many refer to it.",
        from: &Of(|key: &Key| Ok(key.usage?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "expired",
        header: "EXPIRED",
        kind: Kind::Bool,
        doc: "Whether its time is over.",
        from: &Of(|key: &Key| Ok((key.expiry? == Expiry::Expired).into())),
        ..Field::BASE
    },
    Field {
        name: "expires_in",
        header: "EXPIRES",
        kind: Kind::Seconds,
        doc: "Time until it expires, in whole units of the largest that fits; does not apply to a key that does not, or has.",
        from: &Of(|key: &Key| match key.expiry? {
            Expiry::Within(seconds) => Ok(Value::Float(seconds as f64)),
            Expiry::Never | Expiry::Expired => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "permissions",
        header: "PERMISSIONS",
        kind: Kind::Mask,
        doc: "Who may do what with it, as bits: possessor, user, group, others.",
        from: &Of(|key: &Key| Ok(Value::Word(format!("{:08x}", key.permissions?).into()))),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "User that owns it.",
        from: &Of2(|key: &Key, users: &Users| {
            Ok(Value::Text(users.name(key.uid?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "User that owns it, as a number.",
        from: &Of(|key: &Key| Ok(key.uid?.into())),
        ..Field::BASE
    },
    Field {
        name: "group",
        header: "GROUP",
        kind: Kind::Text,
        doc: "Group that owns it; does not apply to a key of no group.",
        from: &Of2(|key: &Key, groups: &Groups| {
            Ok(Value::Text(groups.name(key.gid?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "gid",
        header: "GID",
        kind: Kind::Id,
        doc: "Group that owns it, as a number.",
        from: &Of(|key: &Key| Ok(key.gid?.into())),
        ..Field::BASE
    },
];

const FLAGS: &[(u8, &str)] = &[
    (b'I', "instantiated"),
    (b'R', "revoked"),
    (b'D', "dead"),
    (b'Q', "in_quota"),
    (b'U', "under_construction"),
    (b'N', "negative"),
    (b'i', "invalidated"),
];
