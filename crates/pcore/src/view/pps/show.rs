//! `pps show`: everything about a process on one page.

use rustix::io::Errno;

use super::attr::Attr;
use super::cgroups::Cgroups;
use super::idmaps::IdMaps;
use super::limits::Limits;
use super::maps::Maps;
use super::process::Process;
use super::signals::Signals;
use super::stack::Stack;
use super::syscall::SystemCalls;
use super::threads::Threads;
use super::timers::Timers;
use super::{fields, part};
use crate::field::Group;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pfd::files::Files;
use crate::view::{Layout, Picker, Selector, Spec, Table, Word};

/// Processes as pages.
pub(crate) struct Show;

impl Table for Show {
    type Row = Process;
    type Key = u32;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "show",
        about: "Everything about a process on one page.",
        aliases: &["prtstat", "inspect"],
        key: &["pid"],
        default_fields: &["all"],
        words: part::WORDS,
        examples: &[
            ("pps show 1234", "what there is to know of a process"),
            ("pps show $$", "of the shell itself"),
        ],
        layout: Layout::Page,
        needs: &[&["pid", "comm"]],
        sections: &[
            &Threads,
            &Limits,
            &Signals,
            &Timers,
            &Cgroups,
            &IdMaps,
            &Attr,
            &Stack,
            &SystemCalls,
            &Files,
            &Maps,
        ],
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
