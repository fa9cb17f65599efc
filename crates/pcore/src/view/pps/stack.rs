//! `pps stack`: one row a call on the kernel's stack of a task.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::stack::{self, Frame};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The calls.
pub(crate) struct Stack;

impl Parts for Stack {
    type Part = Call;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "stack",
        about: "Calls on the kernel's stack of a task, one row each, from the innermost outwards.",
        aliases: &["kstack"],
        key: &["pid", "tid", "index"],
        default_fields: &["pid", "tid", "index", "function", "offset", "module"],
        words: WORDS,
        examples: &[
            ("pps stack 1234", "where in the kernel a process is"),
            (
                "pps stack -Q 'state == D and index == 0' -o pid,comm,function",
                "what they wait for that wait for a disk",
            ),
            ("pps stack -Q 'module == nfs' -o pid,comm,function", "who is inside a module"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Call>>] = &[Group { name: "Call", fields: FIELDS }];
}

/// One call, and how many are inside it.
pub(crate) struct Call {
    index: u64,
    frame: Frame,
}

impl Piece for Call {
    const FILES: &'static [File] = &[File::Stack];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let frames = process.items(File::Stack, |text| stack::frames(text).collect())?;
        for (index, frame) in (0..).zip(frames) {
            each(Self { index, frame });
        }
        Ok(())
    }
}

static FIELDS: &[Field<Part<Call>>] = &[
    Field {
        name: "index",
        header: "INDEX",
        kind: Kind::Id,
        doc: "How many calls are inside this one; 0 is where the task is.",
        aliases: &["frame"],
        from: &Of(|call: &Call| Ok(call.index.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "function",
        header: "FUNCTION",
        kind: Kind::Text,
        doc: "Function of the kernel, or its address where the kernel knows no name.",
        aliases: &["symbol"],
        from: &Of(|call: &Call| Ok(Value::text(&call.frame.function))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "offset",
        header: "OFFSET",
        kind: Kind::Pointer,
        doc: "How far into the function the call is.",
        from: &Of(|call: &Call| Ok(call.frame.offset.ok_or(Absent::NotApplicable)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Size of the function.",
        from: &Of(|call: &Call| Ok(call.frame.size.ok_or(Absent::NotApplicable)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "module",
        header: "MODULE",
        kind: Kind::Text,
        doc: "Module that the function belongs to; does not apply to the kernel's own.",
        from: &Of(|call: &Call| {
            Ok(Value::text(call.frame.module.as_deref().ok_or(Absent::NotApplicable)?))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Pointer,
        doc: "Address that the call returns to; kernels since Linux 4.14 do not tell it.",
        from: &Of(|call: &Call| Ok(call.frame.address?.ok_or(Absent::Unsupported)?.into())),
        volatile: true,
        ..Field::BASE
    },
];
