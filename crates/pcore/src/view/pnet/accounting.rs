//! `pnet accounting`: one row a realm, with what was routed from and to it.

use super::net::Net;
use super::table::{Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::Filter;
use crate::parse::net::rt_acct::{self, Account};
use crate::view::{DefaultFilter, Selector, Spec, Word};
use crate::{Absent, File, Kind};

/// The realms.
pub(crate) struct Accounting;

impl Networked for Accounting {
    type Entry = Account;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "accounting",
        about: "What was routed from and to each realm, one row a realm.",
        aliases: &["rtacct", "realms"],
        key: &["netns", "netns_table", "realm"],
        default_fields: &["realm", "in_bytes", "in_packets", "out_bytes", "out_packets"],
        default_filter: Some(DefaultFilter {
            filter: "in_packets != 0 or out_packets != 0 or in_packets is null or out_packets is null",
            unless: &["realm", "in_bytes", "in_packets", "out_bytes", "out_packets"],
        }),
        words: "the number of a realm",
        examples: &[
            ("pnet accounting", "realms in use"),
            ("pnet accounting -z", "all realms there are"),
            ("pnet accounting 7", "one realm"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Account>>] = &[Group { name: "Realm", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let realm: u8 = (word.text.parse())
            .map_err(|_| format!("`{}` is no number of a realm, which is 0 to 255", word.text))?;
        let filter = Filter::equal(number("realm"), u32::from(realm).into());
        Ok(Selector { kind: "realm".into(), filter })
    }
}

impl Entry for Account {
    const FILES: &'static [File] = &[File::NetRtAcct];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = net.items(File::NetRtAcct, |bytes| rt_acct::rows(bytes).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

/// A counter of a realm.
macro_rules! counter {
    ($name:literal, $header:literal, $kind:ident, $field:ident, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::$kind,
            doc: $doc,
            from: &Of(|account: &Account| Ok(account.$field.into())),
            counter: true,
            ..Field::BASE
        }
    };
}

static FIELDS: &[Field<In<Account>>] = &[
    Field {
        name: "realm",
        header: "REALM",
        kind: Kind::Id,
        doc: "Number of the realm, which rules and routes give to packets; 0 for those without one.",
        from: &Of(|account: &Account| Ok(u32::from(account.realm).into())),
        ..Field::BASE
    },
    counter!(
        "in_bytes",
        "IN",
        Bytes,
        in_bytes,
        "Bytes that came from the realm; like the other counters, it wraps at 32 bits."
    ),
    counter!("in_packets", "IN-PKTS", Count, in_packets, "Packets that came from the realm."),
    counter!("out_bytes", "OUT", Bytes, out_bytes, "Bytes that went to the realm."),
    counter!("out_packets", "OUT-PKTS", Count, out_packets, "Packets that went to the realm."),
];
