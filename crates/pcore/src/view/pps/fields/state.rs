//! What the process is doing, and how it will end.

use crate::field::{Field, Group, Of, Of3};
use crate::names::{COREDUMP, TASK_FLAGS, set_bits, signal};
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::view::pps::process::{CoredumpFilter, ExitCode, Number, PatchState, Process, Wchan};
use crate::{Absent, Kind, Value};

/// What the process is doing, and how it will end.
pub(crate) const GROUP: Group<Process> = Group { name: "State", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "stat",
        header: "STAT",
        kind: Kind::Text,
        doc: "State with more letters: < favoured, N nice, L with locked memory, s leader of its session, l with several threads, + in the foreground of its terminal.",
        from: &Of3(|stat: &Stat, status: &Status, number: &Number| letters(stat, status, number.0)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::Mask,
        doc: "Flags of the task, in hexadecimal.",
        aliases: &["f", "flag"],
        from: &Of(|stat: &Stat| Ok(Value::Word(format!("{:08x}", stat.flags?).into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "task_flags",
        header: "TASK-FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags of the task by name.",
        from: &Of(|stat: &Stat| Ok(set_bits(TASK_FLAGS, stat.flags?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "wchan",
        header: "WCHAN",
        kind: Kind::Text,
        doc: "Function of the kernel that the task sleeps in.",
        aliases: &["wname", "nwchan", "mwchan"],
        from: &Of(|wchan: &Wchan| Ok(Value::text(&wchan.0))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "tracer",
        header: "TRACER",
        kind: Kind::Id,
        doc: "Number of the process that traces it.",
        aliases: &["tracer_pid"],
        from: &Of(|status: &Status| match status.tracer_pid? {
            0 => Err(Absent::NotApplicable),
            tracer => Ok(tracer.into()),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "exit_signal",
        header: "EXIT-SIGNAL",
        kind: Kind::Word,
        doc: "Signal that the parent gets when the process ends.",
        from: &Of(|stat: &Stat| match u64::try_from(stat.exit_signal?) {
            Ok(number @ 1..) => Ok(signal(number)),
            _ => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "exit_code",
        header: "EXIT-CODE",
        kind: Kind::Count,
        doc: "Status that the parent will be told of a process that has ended: the signal that ended it, or 256 times what it returned.",
        aliases: &["xstat"],
        from: &Of(|code: &ExitCode| Ok(code.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "core_dumping",
        header: "CORE-DUMPING",
        kind: Kind::Bool,
        doc: "Whether a core dump of the process is being written.",
        from: &Of(|status: &Status| Ok(Value::Bool(status.core_dumping? != 0))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "coredump_filter",
        header: "COREDUMP-FILTER",
        kind: Kind::List(&Kind::Word),
        doc: "Kinds of mappings that a core dump holds.",
        from: &Of(|filter: &CoredumpFilter| Ok(set_bits(COREDUMP, filter.0))),
        ..Field::BASE
    },
    Field {
        name: "patch_state",
        header: "PATCH-STATE",
        kind: Kind::Bool,
        doc: "Whether the task runs the patched code already; does not apply while no live patch is being applied.",
        from: &Of(|state: &PatchState| Ok(Value::Bool(state.0))),
        volatile: true,
        ..Field::BASE
    },
];

/// The letters of the state, in the order in which `ps` has them.
fn letters(stat: &Stat, status: &Status, pid: u32) -> Result<Value<'static>, Absent> {
    let mut letters = vec![stat.state?];
    let nice = stat.nice?;
    let has_locked = match status.vm_lck {
        // What has no memory has none that is locked.
        Err(Absent::NotApplicable) => false,
        locked => locked? > 0,
    };
    let more = [
        (nice < 0, b'<'),
        (nice > 0, b'N'),
        (has_locked, b'L'),
        (stat.session? == pid, b's'),
        (stat.num_threads.is_ok_and(|count| count > 1), b'l'),
        (stat.tpgid? == i64::from(stat.pgrp?), b'+'),
    ];
    letters.extend(more.iter().filter(|(holds, _)| *holds).map(|(_, letter)| *letter));
    Ok(Value::Text(letters.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stat(state: &str, group: u32, foreground: i64, nice: i64, threads: u32) -> Stat {
        let text = format!(
            "7 (x) {state} 1 {group} 7 34816 {foreground} 0 0 0 0 0 0 0 0 0 20 {nice} {threads} 0 9 0\n"
        );
        Stat::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn letters_stand_in_the_order_of_ps() {
        let locked = Status::parse(b"VmLck:\t4 kB\n").unwrap();
        let free = Status::parse(b"VmLck:\t0 kB\n").unwrap();
        let kernel = Status::parse(b"Threads:\t1\n").unwrap();
        for (stat, status, pid, expected) in [
            (stat("S", 7, 7, 0, 2), &free, 7, "Ssl+"),
            (stat("R", 7, 9, -5, 1), &locked, 8, "R<L"),
            (stat("D", 7, -1, 19, 1), &free, 7, "DNs"),
            (stat("I", 0, -1, -20, 1), &kernel, 3, "I<"),
        ] {
            assert_eq!(letters(&stat, status, pid), Ok(Value::text(expected.as_bytes())));
        }
    }

    #[test]
    fn an_unknown_part_leaves_no_letters_out() {
        let damaged = Status::parse(b"VmLck:\tx kB\n").unwrap();
        assert_eq!(letters(&stat("S", 7, 7, 0, 1), &damaged, 7), Err(Absent::Malformed));
    }
}
