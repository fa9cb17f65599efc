//! `pfd peers`: one row for two processes that have the two ends of something, or the same thing.

use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use super::ends::FILES;
use super::pairs::{Meeting, Meetings, Pair};
use super::words::{is_of_the_kernel, of_path};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::filter::Filter;
use crate::parse::Item;
use crate::plan::{Partial, Plan};
use crate::root::Reader;
use crate::run::Run;
use crate::view::{End, Graph, Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The pairs of processes.
pub(crate) struct Peers;

impl Table for Peers {
    type Row = PairRow;
    type Key = usize;

    const SPEC: Spec = Spec {
        tool: "pfd",
        name: "peers",
        about: "Who talks to whom through what is open, one row for two processes: pipes, terminals, sockets within the machine, and what both have open.",
        aliases: &["endpoints"],
        key: &["pid", "peer_pid", "type", "inode", "name"],
        default_fields: &[
            "pid",
            "process",
            "fd",
            "relation",
            "peer_pid",
            "peer_process",
            "peer_fd",
            "type",
            "name",
        ],
        last_stays: true,
        words: "pairs of which one process has the number, or a name that contains the text, or through what is at or under a path, has the port as :8080, or the inode as pipe:[INODE]",
        examples: &[
            ("pfd peers", "who talks to whom"),
            ("pfd peers 1234", "to whom a process talks, and through what"),
            ("pfd peers -Q 'type == pipe'", "the pipes between processes"),
            (
                "pfd peers -Q 'type in (tcp, udp, unix)' -o +inode,peer_inode",
                "connections within the machine",
            ),
        ],
        graph: Some(Graph {
            ends: [
                End { program: "program", unseen: None, beyond: None },
                End { program: "peer_program", unseen: None, beyond: None },
            ],
            direction: "direction",
            labels: &["type"],
            is_mirrored: false,
        }),
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<PairRow>] = &[Group { name: "", fields: FIELDS }];

    fn prepare(run: &Arc<Run>, plan: &Plan) {
        let kind = Self::number("type");
        let wants = |word: &str| {
            let word = Value::Word(word.to_owned().into());
            !plan.excludes(&Partial(&[(kind, Ok(word))]))
        };
        Meetings::take(run, wants);
    }

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<usize>, Errno> {
        reader.note_hidden();
        let count = reader.run().meetings.get().map_or(0, Meetings::len);
        Ok((0..count).collect())
    }

    fn rows(number: &usize, picker: &mut Picker<'_, Self>) {
        let run = picker.reader.run().clone();
        let Some(meetings) = run.meetings.get() else { return };
        let Some(meeting) = meetings.get(*number) else { return };
        if !picker.may_want(&[(Self::number("type"), Ok(Value::word(meeting.kind)))]) {
            return;
        }
        let (pairs, more) = meetings.pairs(meeting);
        for pair in pairs {
            picker.offer(&PairRow { reader: picker.reader.clone(), number: *number, pair });
        }
        if more > 0 {
            let name = String::from_utf8_lossy(meeting.name()).escape_default().to_string();
            picker
                .reader
                .note(format!("{name} is shared by so many that {more} pairs are left out"));
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        if let Some(filter) = of_port(word.text) {
            return Ok(Selector { kind: "socket".into(), filter: filter? });
        }
        if is_of_the_kernel(word.text) {
            return Ok(Selector { kind: "path".into(), filter: of_inode(word.text)? });
        }
        if let Some(selector) = of_path(word.text, Self::number("name")) {
            return selector;
        }
        let either = |names: [&str; 2], filter: &dyn Fn(usize) -> Result<Filter, String>| {
            let filters = names.into_iter().map(|name| filter(Self::number(name)));
            Ok::<_, String>(Filter::or(filters.collect::<Result<_, _>>()?))
        };
        Ok(match word.text.parse::<u32>() {
            Ok(pid) => Selector {
                kind: "pid".into(),
                filter: either(["pid", "peer_pid"], &|field| Ok(Filter::equal(field, pid.into())))?,
            },
            Err(_) => Selector {
                kind: "text".into(),
                filter: either(["process", "peer_process"], &|field| word.found_in(field))?,
            },
        })
    }
}

/// Connections one end of which has the port, as `:8080` names it.
fn of_port(text: &str) -> Option<Result<Filter, String>> {
    let port = text.strip_prefix(':')?;
    if port.parse::<u16>().is_err() {
        return Some(Err(format!("`{text}` is no number of a port")));
    }
    let kinds = ["tcp", "udp", "udplite"].map(Value::word).into();
    let named = Filter::matches(Peers::number("name"), &format!(":{port}(->|$)"), false);
    let named = named.map_err(|error| error.to_string());
    Some(named.map(|named| Filter::and(vec![Filter::one_of(Peers::number("type"), kinds), named])))
}

/// What the text of a link tells, as `pipe:[77]`, or `socket:[77]` of either end.
fn of_inode(text: &str) -> Result<Filter, String> {
    let number = text.trim_end_matches(']').rsplit('[').next().and_then(|n| n.parse::<u64>().ok());
    let inode = number.ok_or_else(|| format!("`{text}` has no inode"))?;
    // Files have inodes too.
    let kinds: &[&'static str] = match text.split_once(':') {
        Some(("pipe", _)) => &["pipe"],
        Some(("socket", _)) => &["unix", "tcp", "udp", "udplite"],
        _ => return Err(format!("`{text}` has no other end; pipes and sockets have")),
    };
    let kinds = kinds.iter().map(|kind| Value::word(kind)).collect();
    let is_kind = Filter::one_of(Peers::number("type"), kinds);
    let of_end = |end| Filter::equal(Peers::number(end), inode.into());
    Ok(Filter::and(vec![is_kind, Filter::or(["inode", "peer_inode"].map(of_end).into())]))
}

/// A pair as a row.
pub(crate) struct PairRow {
    reader: Rc<Reader>,
    number: usize,
    pair: Pair,
}

impl Source<PairRow> for Meetings {
    const FILES: &'static [File] = FILES;

    fn of(row: &PairRow) -> Result<&Self, Absent> {
        row.reader.run().meetings.get().ok_or(Absent::Unsupported)
    }
}

impl Source<PairRow> for Meeting {
    const FILES: &'static [File] = FILES;

    fn of(row: &PairRow) -> Result<&Self, Absent> {
        Meetings::of(row)?.get(row.number).ok_or(Absent::Unsupported)
    }
}

impl Source<PairRow> for Pair {
    const FILES: &'static [File] = FILES;

    fn of(row: &PairRow) -> Result<&Self, Absent> {
        Ok(&row.pair)
    }
}

fn list(fds: &[u32]) -> Value<'static> {
    Value::List(fds.iter().map(|fd| (*fd).into()).collect())
}

fn other(pair: &Pair) -> Item<&(u32, Vec<u32>)> {
    pair.other.as_ref().map_err(|absent| *absent)
}

fn name(meetings: &Meetings, pid: u32) -> Item<Value<'_>> {
    meetings.name(pid).map(Value::text).ok_or(Absent::NotApplicable)
}

static FIELDS: &[Field<PairRow>] = &[
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Number of the process at the first end: of a pipe the one that writes, of a terminal the one that has the master, else the lower of the two numbers.",
        from: &Of(|pair: &Pair| Ok(pair.one.0.into())),
        ..Field::BASE
    },
    Field {
        name: "process",
        header: "PROCESS",
        kind: Kind::Text,
        doc: "Name of that process.",
        aliases: &["command", "comm"],
        from: &Of2(|meetings: &Meetings, pair: &Pair| name(meetings, pair.one.0)),
        ..Field::BASE
    },
    Field {
        name: "fd",
        header: "FD",
        kind: Kind::List(&Kind::Id),
        doc: "Its descriptors of that end.",
        from: &Of(|pair: &Pair| Ok(list(&pair.one.1))),
        ..Field::BASE
    },
    Field {
        name: "relation",
        header: "RELATION",
        kind: Kind::Word,
        doc: "How the first process stands to the other: writes-to, terminal-of, connected-to or shares-with; where the other is not seen also reads-from or on-terminal-of.",
        from: &Of2(|meeting: &Meeting, pair: &Pair| Ok(Value::word(meeting.relation_of(pair)))),
        ..Field::BASE
    },
    Field {
        name: "direction",
        header: "DIRECTION",
        kind: Kind::Word,
        doc: "Where data can go, as far as the descriptors allow: out to the other process alone, in from it alone, or both ways.",
        from: &Of2(|meeting: &Meeting, pair: &Pair| Ok(Value::word(meeting.direction_of(pair)))),
        ..Field::BASE
    },
    Field {
        name: "peer_pid",
        header: "PEER-PID",
        kind: Kind::Id,
        doc: "Number of the process at the other end; denied where that may be one whose descriptors may not be seen.",
        from: &Of(|pair: &Pair| Ok(other(pair)?.0.into())),
        ..Field::BASE
    },
    Field {
        name: "peer_process",
        header: "PEER-PROCESS",
        kind: Kind::Text,
        doc: "Name of that process.",
        aliases: &["peer_command", "peer_comm"],
        from: &Of2(|meetings: &Meetings, pair: &Pair| name(meetings, other(pair)?.0)),
        ..Field::BASE
    },
    Field {
        name: "peer_fd",
        header: "PEER-FD",
        kind: Kind::List(&Kind::Id),
        doc: "Its descriptors of the other end.",
        from: &Of(|pair: &Pair| Ok(list(&other(pair)?.1))),
        ..Field::BASE
    },
    Field {
        name: "program",
        header: "PROGRAM",
        kind: Kind::Text,
        doc: "Number and name of the first process in one.",
        from: &Of2(|meetings: &Meetings, pair: &Pair| Ok(meetings.program(pair.one.0))),
        ..Field::BASE
    },
    Field {
        name: "peer_program",
        header: "PEER-PROGRAM",
        kind: Kind::Text,
        doc: "Number and name of the other process in one.",
        from: &Of2(|meetings: &Meetings, pair: &Pair| Ok(meetings.program(other(pair)?.0))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "What connects them: pipe, fifo, pty, unix, tcp, udp, udplite, eventfd, file, memfd, dma-buf or drm; of local sockets the kernel tells in the reader's own network namespace only.",
        from: &Of(|meeting: &Meeting| Ok(Value::word(meeting.kind))),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Path,
        doc: "Path of what connects them, the kernel's name of what has none, or the addresses of both ends of a connection.",
        from: &Of2(|meeting: &Meeting, pair: &Pair| Ok(Value::text(meeting.name_of(pair)))),
        ..Field::BASE
    },
    Field {
        name: "inode",
        header: "INODE",
        kind: Kind::Id,
        doc: "Inode of the first end; what is told by a number of its own has none.",
        aliases: &["ino"],
        from: &Of2(|meeting: &Meeting, pair: &Pair| {
            let [inode, _] = meeting.inodes_of(pair);
            Ok(inode.ok_or(Absent::NotApplicable)?.into())
        }),
        ..Field::BASE
    },
    Field {
        name: "peer_inode",
        header: "PEER-INODE",
        kind: Kind::Id,
        doc: "Inode of the other end; another one than that of the first only with sockets.",
        from: &Of2(|meeting: &Meeting, pair: &Pair| {
            let [_, inode] = meeting.inodes_of(pair);
            Ok(inode.ok_or(Absent::NotApplicable)?.into())
        }),
        ..Field::BASE
    },
];
