//! `pps tree`: the processes, each below the one that made it.

use rustix::io::Errno;

use super::fields;
use super::process::Process;
use crate::field::Group;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pps::part;
use crate::view::{Picker, Selector, Spec, Table, Tree as Hanging, Word};

/// The processes as a tree.
pub(crate) struct Tree;

impl Table for Tree {
    type Row = Process;
    type Key = u32;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "tree",
        about: "Processes, each below its parent; of what is selected the ancestors are shown too.",
        aliases: &["pstree", "forest"],
        key: &["pid"],
        default_fields: &["pid", "user", "cpu_percent", "rss", "cpu_time", "command"],
        words: part::WORDS,
        examples: &[
            ("pps tree", "who made whom"),
            ("pps tree nginx", "nginx and what it hangs from"),
            ("pps tree --children 1234", "what hangs from a process"),
        ],
        tree: Some(Hanging { node: "pid", parent: "ppid" }),
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Process>] = fields::GROUPS;

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<u32>, Errno> {
        reader.note_hidden();
        reader.pids()
    }

    fn rows(pid: &u32, picker: &mut Picker<'_, Self>) {
        picker.offer(&Process::new(*pid, picker.reader, picker.plan.files()));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        part::select::<Self>(word)
    }
}
