//! `pps threads`: one row a task, with every field that a process has.

use rustix::io::Errno;

use super::fields;
use super::process::{Process, each_task};
use crate::field::Group;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pps::part;
use crate::view::{Picker, Selector, Spec, Table, Word};

/// The threads.
pub(crate) struct Threads;

impl Table for Threads {
    type Row = Process;
    type Key = u32;

    const TASKS: bool = true;
    const ALWAYS_TASKS: bool = true;
    const SPEC: Spec = Spec {
        tool: "pps",
        name: "threads",
        about: "Threads, one row each, with every field of a process as the kernel keeps it for the thread.",
        aliases: &["tasks"],
        key: &["pid", "tid"],
        default_fields: &[
            "pid",
            "tid",
            "user",
            "state",
            "cpu_percent",
            "cpu",
            "cpu_time",
            "started",
            "comm",
            "command",
        ],
        words: part::WORDS,
        examples: &[
            ("pps threads 1234", "the threads of a process"),
            ("pps threads --sort -cpu_time --limit 10", "those that used the CPUs most"),
            ("pps threads -Q 'state == D' -o pid,tid,comm", "those that wait for a disk"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Process>] = fields::GROUPS;

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<u32>, Errno> {
        reader.note_hidden();
        reader.pids()
    }

    fn rows(pid: &u32, picker: &mut Picker<'_, Self>) {
        each_task(*pid, picker.reader, picker.plan.files(), &mut |task| picker.offer(&task));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        part::select::<Self>(word)
    }
}
