//! Where in its memory the parts of the process are.

use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::pid::stat::Stat;
use crate::view::pps::process::Process;
use crate::{Absent, Kind, Value};

/// Where in its memory the parts of the process are.
pub(crate) const GROUP: Group<Process> = Group { name: "Addresses", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "code_start",
        header: "CODE-START",
        kind: Kind::Pointer,
        doc: "Address at which the program's text starts.",
        aliases: &["start_code"],
        from: &Of(|stat: &Stat| address(stat, stat.startcode)),
        ..Field::BASE
    },
    Field {
        name: "code_end",
        header: "CODE-END",
        kind: Kind::Pointer,
        doc: "Address at which the program's text ends.",
        aliases: &["end_code"],
        from: &Of(|stat: &Stat| address(stat, stat.endcode)),
        ..Field::BASE
    },
    Field {
        name: "data_start",
        header: "DATA-START",
        kind: Kind::Pointer,
        doc: "Address at which the program's data starts.",
        aliases: &["start_data"],
        from: &Of(|stat: &Stat| address(stat, stat.start_data)),
        ..Field::BASE
    },
    Field {
        name: "data_end",
        header: "DATA-END",
        kind: Kind::Pointer,
        doc: "Address at which the program's data ends.",
        aliases: &["end_data"],
        from: &Of(|stat: &Stat| address(stat, stat.end_data)),
        ..Field::BASE
    },
    Field {
        name: "heap_start",
        header: "HEAP-START",
        kind: Kind::Pointer,
        doc: "Address at which the heap starts.",
        aliases: &["start_brk"],
        from: &Of(|stat: &Stat| address(stat, stat.start_brk)),
        ..Field::BASE
    },
    Field {
        name: "stack_start",
        header: "STACK-START",
        kind: Kind::Pointer,
        doc: "Address at which the main stack starts.",
        aliases: &["stackp", "start_stack"],
        from: &Of(|stat: &Stat| address(stat, stat.startstack)),
        ..Field::BASE
    },
    Field {
        name: "arg_start",
        header: "ARG-START",
        kind: Kind::Pointer,
        doc: "Address at which the arguments start.",
        from: &Of(|stat: &Stat| address(stat, stat.arg_start)),
        ..Field::BASE
    },
    Field {
        name: "arg_end",
        header: "ARG-END",
        kind: Kind::Pointer,
        doc: "Address at which the arguments end.",
        from: &Of(|stat: &Stat| address(stat, stat.arg_end)),
        ..Field::BASE
    },
    Field {
        name: "env_start",
        header: "ENV-START",
        kind: Kind::Pointer,
        doc: "Address at which the environment starts.",
        from: &Of(|stat: &Stat| address(stat, stat.env_start)),
        ..Field::BASE
    },
    Field {
        name: "env_end",
        header: "ENV-END",
        kind: Kind::Pointer,
        doc: "Address at which the environment ends.",
        from: &Of(|stat: &Stat| address(stat, stat.env_end)),
        ..Field::BASE
    },
    Field {
        name: "esp",
        header: "ESP",
        kind: Kind::Pointer,
        doc: "Stack pointer; the kernel tells it only of what is ending.",
        aliases: &["kstkesp"],
        from: &Of(|stat: &Stat| address(stat, stat.kstkesp)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "eip",
        header: "EIP",
        kind: Kind::Pointer,
        doc: "Instruction pointer; the kernel tells it only of what is ending.",
        aliases: &["kstkeip"],
        from: &Of(|stat: &Stat| address(stat, stat.kstkeip)),
        volatile: true,
        ..Field::BASE
    },
];

/// The kernel prints 1 for the start of the text, and zeroes for the rest, to those who may not
/// know; and only zeroes of what has no memory.
fn address(stat: &Stat, address: Item<u64>) -> Result<Value<'static>, Absent> {
    match (stat.startcode?, address?) {
        (1, _) => Err(Absent::Denied),
        (_, 0) => Err(Absent::NotApplicable),
        (_, address) => Ok(address.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_address_is_denied_and_not_zero() {
        let stat = |start: u64, stack: u64| {
            let text = format!(
                "7 (x) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0 0 {start} {start} {stack}\n"
            );
            Stat::parse(text.as_bytes()).unwrap()
        };
        let of = |stat: &Stat| address(stat, stat.startstack);
        assert_eq!(of(&stat(4096, 0xff00)), Ok(Value::Uint(0xff00)));
        assert_eq!(of(&stat(1, 0)), Err(Absent::Denied));
        assert_eq!(of(&stat(0, 0)), Err(Absent::NotApplicable));
    }
}
