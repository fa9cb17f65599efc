//! `psys log`: one row a line that the kernel has printed. Reading takes nothing away: the kernel is asked by
//! syslog(2) for what it still has, where `kmsg` would hand each message to one reader alone.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::names;
use crate::parse::{Item, kmsg, lines};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The messages of the kernel.
pub(crate) struct Log;

impl Listed for Log {
    type Entry = Message;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "log",
        about: "What the kernel has printed and still has, none of it taken away.",
        aliases: &["dmesg", "kmsg"],
        key: &["number"],
        default_fields: &["time", "level", "message"],
        words: "text in a message, in any case",
        examples: &[
            ("psys log", "what dmesg shows"),
            ("psys log -Q 'priority <= 3'", "errors and worse"),
            ("psys log -Q 'level in (err, warn)' usb", "what is wrong with USB"),
            ("psys log -o since_boot,facility,caller,message", "who printed what"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Message>>] = &[Group { name: "Message", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let word = Word { any_case: true, ..*word };
        Ok(Selector { kind: "message".into(), filter: word.found_in(number("message"))? })
    }
}

impl Entry for Message {
    const FILES: &'static [File] = &[File::Kmsg];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let messages = table::absent_here(reader.messages(|text| {
            lines(text).map(|line| kmsg::row(line).map(|message| Self::from(&message))).collect()
        }))?;
        let messages = table::good(reader, File::Kmsg, messages);
        for (number, message) in (1..).zip(messages) {
            each(Self { number, ..message });
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<Message>>] = &[
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Number of the line among those that are still there.",
        from: &Of(|message: &Message| Ok(message.number.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "time",
        header: "TIME",
        kind: Kind::Time,
        doc: "When it was printed, reckoned from the moment of boot: wrong by the time that the machine has slept since.",
        from: &Of2(|message: &Message, facts: &Facts| {
            let since = i64::try_from(message.since_boot?).map_err(|_| Absent::Malformed)?;
            Ok(Value::Time(facts.boot?.saturating_add(since)))
        }),
        ..Field::BASE
    },
    Field {
        name: "since_boot",
        header: "SINCE-BOOT",
        kind: Kind::Seconds,
        doc: "When it was printed, since boot; unsupported where the kernel does not say.",
        aliases: &["timestamp"],
        from: &Of(|message: &Message| Ok(Value::Float(message.since_boot? as f64 / 1e9))),
        ..Field::BASE
    },
    Field {
        name: "level",
        header: "LEVEL",
        kind: Kind::Word,
        doc: "How urgent it is: emerg, alert, crit, err, warn, notice, info or debug.",
        from: &Of(|message: &Message| Ok(names::named(LEVELS, message.priority? & 7))),
        ..Field::BASE
    },
    Field {
        name: "priority",
        header: "PRIORITY",
        kind: Kind::Id,
        doc: "How urgent it is, as a number: 0 is the most.",
        from: &Of(|message: &Message| Ok((message.priority? & 7).into())),
        ..Field::BASE
    },
    Field {
        name: "facility",
        header: "FACILITY",
        kind: Kind::Word,
        doc: "Where it came from: kern, unless a program wrote it.",
        from: &Of(|message: &Message| Ok(names::named(FACILITIES, message.priority? >> 3))),
        ..Field::BASE
    },
    Field {
        name: "caller",
        header: "CALLER",
        kind: Kind::Text,
        doc: "Task or processor that printed it, as T1 or C0; unsupported where the kernel does not say.",
        from: &Of(|message: &Message| text(&message.caller)),
        ..Field::BASE
    },
    Field {
        name: "message",
        header: "MESSAGE",
        kind: Kind::Text,
        doc: "What was printed.",
        aliases: &["text"],
        from: &Of(|message: &Message| Ok(Value::text(&message.text))),
        ..Field::BASE
    },
];

/// A line of its own.
#[derive(Clone)]
pub(crate) struct Message {
    number: u64,
    priority: Item<u64>,
    since_boot: Item<u64>,
    caller: Item<Box<[u8]>>,
    text: Box<[u8]>,
}

impl From<&kmsg::Message<'_>> for Message {
    fn from(message: &kmsg::Message<'_>) -> Self {
        Self {
            number: 0,
            priority: message.priority,
            since_boot: message.since_boot,
            caller: message.caller.map(Box::from),
            text: message.text.into(),
        }
    }
}

const LEVELS: &[&str] = &["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"];

const FACILITIES: &[&str] = &[
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv",
    "ftp", "ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4",
    "local5", "local6", "local7",
];
