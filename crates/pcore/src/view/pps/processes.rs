//! `pps processes`: one row a process.

use rustix::io::Errno;

use super::fields;
use super::process::{Process, each_task};
use crate::field::Group;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pps::part;
use crate::view::{Picker, Selector, Spec, Table, Word};

/// The processes.
pub(crate) struct Processes;

impl Table for Processes {
    type Row = Process;
    type Key = u32;

    const TASKS: bool = true;
    const SPEC: Spec = Spec {
        tool: "pps",
        name: "processes",
        about: "Processes, one row each.",
        aliases: &["ps"],
        key: &["pid"],
        default_fields: &[
            "pid",
            "user",
            "state",
            "cpu_percent",
            "rss",
            "cpu_time",
            "started",
            "command",
        ],
        words: part::WORDS,
        examples: &[
            ("pps", "every process"),
            ("pps nginx", "processes whose command contains nginx"),
            ("pps --sort -rss --limit 10", "the ten largest"),
            ("pps -Q 'user == nobody' -o pid,exe", "what a user runs"),
            ("pps -o +fds,unit --where 'fds > 100'", "who holds many descriptors"),
            ("pps --json -o all 1", "everything about one process, as JSON"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Process>] = fields::GROUPS;

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<u32>, Errno> {
        reader.note_hidden();
        reader.pids()
    }

    fn rows(pid: &u32, picker: &mut Picker<'_, Self>) {
        if picker.plan.tasks() {
            each_task(*pid, picker.reader, picker.plan.files(), &mut |task| picker.offer(&task));
        } else {
            picker.offer(&Process::new(*pid, picker.reader, picker.plan.files()));
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        part::select::<Self>(word)
    }
}
