//! `pps syscall`: one row a task, with the system call that it waits in.

use syscalls::Sysno;

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of, Source};
use crate::parse::Item;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::syscall::{State, Syscall};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// What tasks do in the kernel.
pub(crate) struct SystemCalls;

impl Parts for SystemCalls {
    type Part = Waiting;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "syscall",
        about: "System calls that tasks wait in, one row a task.",
        aliases: &["syscalls"],
        key: &["pid", "tid"],
        default_fields: &["pid", "tid", "activity", "name", "arguments", "comm"],
        words: WORDS,
        examples: &[
            ("pps syscall 1234", "what a process waits for"),
            ("pps syscall -Q 'name == futex' -o pid,comm,arguments", "who waits for a lock"),
            (
                "pps syscall -Q 'activity == blocked' -o pid,tid,comm,state",
                "who waits, but not in a system call",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Waiting>>] = &[Group { name: "Call", fields: FIELDS }];
}

/// What a task does in the kernel.
pub(crate) struct Waiting {
    call: Syscall,
    is_live: bool,
}

impl Piece for Waiting {
    const FILES: &'static [File] = &[File::Syscall, File::Stat];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let call = process.place().read(File::Syscall, Syscall::parse)??;
        // What has no program, a kernel thread and what has ended, calls nothing; but the kernel
        // prints zeroes for its registers, and with them call number 0.
        let has_program = match call.state {
            State::Running => !Stat::of(process)?.is_kernel_thread()?,
            State::Blocked | State::Call => {
                (call.stack_pointer, call.program_counter) != (Ok(0), Ok(0))
            }
        };
        if has_program {
            each(Self { call, is_live: process.run().root.is_live() });
        }
        Ok(())
    }
}

impl Waiting {
    /// The name of the system call on this machine. A task of 32 bits numbers them in another way,
    /// and so may a captured machine; what is newer than the table keeps its number.
    fn name(&self) -> Result<Value<'_>, Absent> {
        let number = self.call.number?;
        let is_native = usize::BITS == 32 || self.call.stack_pointer? > u64::from(u32::MAX);
        if !self.is_live || !is_native {
            return Err(Absent::Unsupported);
        }
        let known = usize::try_from(number).ok().and_then(Sysno::new);
        Ok(known.map_or_else(
            || Value::Word(number.to_string().into()),
            |known| Value::word(known.name()),
        ))
    }

    fn arguments(&self) -> Result<Value<'_>, Absent> {
        Ok(Value::List(self.call.arguments?.into_iter().map(Value::from).collect()))
    }
}

static FIELDS: &[Field<Part<Waiting>>] = &[
    Field {
        name: "activity",
        header: "ACTIVITY",
        kind: Kind::Word,
        doc: "What the task does: running, syscall where it waits in a system call, blocked where it waits for something else.",
        from: &Of(|waiting: &Waiting| {
            Ok(Value::word(match waiting.call.state {
                State::Running => "running",
                State::Blocked => "blocked",
                State::Call => "syscall",
            }))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Number of the system call on the architecture of the task.",
        aliases: &["nr"],
        from: &Of(|waiting: &Waiting| number(waiting.call.number)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Word,
        doc: "Name of the system call; unsupported for a task of 32 bits on a larger machine and in a captured tree, whose numbers may mean other calls.",
        aliases: &["syscall"],
        from: &Of(Waiting::name),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "arguments",
        header: "ARGUMENTS",
        kind: Kind::List(&Kind::Pointer),
        doc: "Six arguments, of which a call uses as many as it has.",
        from: &Of(Waiting::arguments),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "stack_pointer",
        header: "SP",
        kind: Kind::Pointer,
        doc: "Where the stack of the program ends.",
        aliases: &["sp", "esp"],
        from: &Of(|waiting: &Waiting| number(waiting.call.stack_pointer)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "program_counter",
        header: "PC",
        kind: Kind::Pointer,
        doc: "Where the program goes on.",
        aliases: &["pc", "eip"],
        from: &Of(|waiting: &Waiting| number(waiting.call.program_counter)),
        volatile: true,
        ..Field::BASE
    },
];

fn number(item: Item<u64>) -> Result<Value<'static>, Absent> {
    Ok(item?.into())
}
