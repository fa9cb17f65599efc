//! `psys key-users`: one row a user who has keys.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Of2};
use crate::parse::key_users::{self, KeyUser};
use crate::plan::Plan;
use crate::root::Reader;
use crate::users::Users;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The users of keys.
pub(crate) struct KeyUsers;

impl Listed for KeyUsers {
    type Entry = KeyUser;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "key-users",
        about: "How many keys each user has, and may have.",
        key: &["uid"],
        default_fields: &["user", "keys", "quota_keys", "max_keys", "quota_bytes", "max_bytes"],
        words: "the name or the number of a user",
        examples: &[
            ("psys key-users", "who has keys"),
            ("psys key-users -Q 'quota_keys == @max_keys'", "who can have no more"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<KeyUser>>] = &[Group { name: "User", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::number_or_text(word, number("uid"), number("user"))
    }
}

impl Entry for KeyUser {
    const FILES: &'static [File] = &[File::KeyUsers];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::KeyUsers, |text| key_users::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<KeyUser>>] = &[
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "The user.",
        from: &Of2(|user: &KeyUser, users: &Users| {
            Ok(Value::Text(users.name(user.uid).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "The user as a number.",
        from: &Of(|user: &KeyUser| Ok(user.uid.into())),
        ..Field::BASE
    },
    Field {
        name: "usage",
        header: "USAGE",
        kind: Kind::Count,
        doc: "How many refer to this account.",
        from: &Of(|user: &KeyUser| Ok(user.usage?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "keys",
        header: "KEYS",
        kind: Kind::Count,
        doc: "Keys of the user.",
        from: &Of(|user: &KeyUser| Ok(user.keys?.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "instantiated",
        header: "INSTANTIATED",
        kind: Kind::Count,
        doc: "Keys of the user that have a content.",
        from: &Of(|user: &KeyUser| Ok(user.keys?.1.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "quota_keys",
        header: "QUOTA-KEYS",
        kind: Kind::Count,
        doc: "Keys that count against the quota.",
        from: &Of(|user: &KeyUser| Ok(user.quota?.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "max_keys",
        header: "MAX-KEYS",
        kind: Kind::Count,
        doc: "Keys that the user may have.",
        from: &Of(|user: &KeyUser| Ok(user.quota?.1.into())),
        ..Field::BASE
    },
    Field {
        name: "quota_bytes",
        header: "QUOTA-BYTES",
        kind: Kind::Bytes,
        doc: "Bytes that count against the quota.",
        from: &Of(|user: &KeyUser| Ok(user.bytes?.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "max_bytes",
        header: "MAX-BYTES",
        kind: Kind::Bytes,
        doc: "Bytes that the user may have.",
        from: &Of(|user: &KeyUser| Ok(user.bytes?.1.into())),
        ..Field::BASE
    },
];
