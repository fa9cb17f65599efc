//! `pnet flowlabels`: one row a label that sockets have put on a flow of IPv6 packets.

use std::net::IpAddr;

use super::net::Net;
use super::table::{Entry, In, Networked};
use crate::field::{Field, Group, Of, Of2};
use crate::filter::{Filter, Network};
use crate::parse::net::ip6_flowlabel::{self, FlowLabel};
use crate::users::Users;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The labels.
pub(crate) struct FlowLabels;

impl Networked for FlowLabels {
    type Entry = FlowLabel;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "flowlabels",
        about: "Labels that sockets have put on flows of IPv6 packets, one row each.",
        aliases: &["flowlabel"],
        key: &["netns", "netns_table", "label", "destination", "pid", "uid"],
        default_fields: &["label", "share", "pid", "user", "users", "expires", "destination"],
        words: "an address or network of destinations",
        examples: &[
            ("pnet flowlabels", "the labels that are in use"),
            ("pnet flowlabels fd00::/8", "those of flows into a network"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<FlowLabel>>] = &[Group { name: "Label", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let network: Network =
            word.text.parse().map_err(|error| format!("`{}`: {error}", word.text))?;
        let filter = Filter::within(number("destination"), network);
        Ok(Selector { kind: "address".into(), filter })
    }
}

impl Entry for FlowLabel {
    const FILES: &'static [File] = &[File::NetIp6FlowLabel];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = net.items(File::NetIp6FlowLabel, |text| ip6_flowlabel::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<In<FlowLabel>>] = &[
    Field {
        name: "label",
        header: "LABEL",
        kind: Kind::Mask,
        doc: "Label.",
        from: &Of(|label: &FlowLabel| Ok(Value::Word(format!("{:#07x}", label.label).into()))),
        ..Field::BASE
    },
    Field {
        name: "share",
        header: "SHARE",
        kind: Kind::Word,
        doc: "Who may use the label: exclusive for one socket, process, user, any, or none.",
        from: &Of(|label: &FlowLabel| {
            let share = label.share?;
            Ok(ip6_flowlabel::share_name(share)
                .map_or_else(|| Value::Word(share.to_string().into()), Value::word))
        }),
        ..Field::BASE
    },
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Process that may use the label; does not apply to one that is not for a process.",
        aliases: &["owner"],
        from: &Of(|label: &FlowLabel| Ok(label.pid?.into())),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Name of the user that may use the label; does not apply to one that is not for a user.",
        from: &Of2(|label: &FlowLabel, users: &Users| {
            Ok(Value::Text(users.name(label.uid?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "Number of that user.",
        from: &Of(|label: &FlowLabel| Ok(label.uid?.into())),
        ..Field::BASE
    },
    Field {
        name: "users",
        header: "USERS",
        kind: Kind::Count,
        doc: "Sockets that use the label.",
        from: &Of(|label: &FlowLabel| Ok(label.users?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "linger",
        header: "LINGER",
        kind: Kind::Seconds,
        doc: "For how long the label is kept when nobody uses it.",
        from: &Of(|label: &FlowLabel| Ok(Value::Float(label.linger? as f64))),
        ..Field::BASE
    },
    Field {
        name: "expires",
        header: "EXPIRES",
        kind: Kind::Seconds,
        doc: "For how long the label is kept from now; below 0 where it is about to go.",
        from: &Of(|label: &FlowLabel| Ok(Value::Float(label.expires? as f64))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "destination",
        header: "DESTINATION",
        kind: Kind::Address,
        doc: "Where the flow goes.",
        aliases: &["dst"],
        from: &Of(|label: &FlowLabel| Ok(IpAddr::V6(label.destination?).into())),
        ..Field::BASE
    },
    Field {
        name: "options",
        header: "OPTIONS",
        kind: Kind::Bytes,
        doc: "Length of the options that the flow's packets carry.",
        aliases: &["opt"],
        from: &Of(|label: &FlowLabel| Ok(label.options?.into())),
        ..Field::BASE
    },
];
