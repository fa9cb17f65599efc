//! Views of parts of processes: mappings, variables, limits. Each row is one part, together with the
//! process that it belongs to, so that the fields of [`who`](super::who) select in all of them.

use std::rc::Rc;

use rustix::io::Errno;

use super::process::{Process, each_task};
use crate::field::{Group, Source};
use crate::filter::Filter;
use crate::host::Facts;
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File};

/// A view of parts of processes.
pub(crate) trait Parts: Sync + 'static {
    /// One part.
    type Part: Piece;

    const SPEC: Spec;
    const FIELDS: &'static [Group<Part<Self::Part>>];

    /// What a word that is no process's number selects; where the view knows no better, processes
    /// by their name or command.
    fn word(word: &Word<'_>) -> Result<Selector, String>
    where
        Self: Sized,
    {
        select::<Self>(word)
    }
}

/// A part of a process.
pub(crate) trait Piece: Sized + 'static {
    /// The files that it is read from.
    const FILES: &'static [File];

    /// Gives the parts of a process to `each`.
    ///
    /// # Errors
    /// Why they could not be read.
    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent>;
}

/// A part of a process as a row.
pub(crate) struct Part<P> {
    process: Rc<Process>,
    piece: P,
}

impl<P> Part<P> {
    /// The process that it is a part of.
    pub(crate) fn process(&self) -> &Process {
        &self.process
    }

    /// The process, for what outlives this part.
    pub(crate) fn shared(&self) -> &Rc<Process> {
        &self.process
    }

    /// The part itself.
    pub(crate) fn piece(&self) -> &P {
        &self.piece
    }
}

impl<P: Piece> Source<Part<P>> for P {
    const FILES: &'static [File] = P::FILES;

    fn of(part: &Part<P>) -> Result<&Self, Absent> {
        Ok(&part.piece)
    }
}

impl<P: Piece> Source<Part<P>> for Facts {
    const FILES: &'static [File] = &[];

    fn of(part: &Part<P>) -> Result<&Self, Absent> {
        Self::of(&*part.process)
    }
}

impl<V: Parts> Table for V {
    type Row = Part<V::Part>;
    type Key = u32;

    const SPEC: Spec = V::SPEC;
    const FIELDS: &'static [Group<Self::Row>] = V::FIELDS;
    const TASKS: bool = true;
    const PROCESS: Option<fn(&Self::Row) -> &Process> = Some(|part| &part.process);

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<u32>, Errno> {
        reader.note_hidden();
        reader.pids()
    }

    fn rows(pid: &u32, picker: &mut Picker<'_, Self>) {
        let (reader, plan) = (picker.reader, picker.plan);
        let files = plan.files().and(<V::Part as Piece>::FILES);
        let mut parts_of = |process: Process| {
            let process = Rc::new(process);
            if !picker.may_want_of(&process) {
                return;
            }
            let read = V::Part::each(&process, &mut |piece| {
                picker.offer(&Part { process: process.clone(), piece });
            });
            if let (Err(absent @ (Absent::Unsupported | Absent::Malformed)), Some(file)) =
                (read, <V::Part as Piece>::FILES.first())
            {
                reader.problem(*file, Reason::Absent(absent));
            }
        };
        if plan.tasks() {
            each_task(*pid, reader, files, &mut parts_of);
        } else {
            parts_of(Process::new(*pid, reader, files));
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        <V as Parts>::word(word)
    }
}

/// What words select in views of processes and their parts.
pub(crate) const WORDS: &str =
    "a process by its number, or processes whose name or command contains the text";

/// The process of this number, or those in whose name or command the text is found.
pub(crate) fn select<T: Table>(word: &Word<'_>) -> Result<Selector, String> {
    let pid = T::number("pid");
    if let Ok(number) = word.text.parse::<u32>() {
        let filter = Filter::equal(pid, number.into());
        return Ok(Selector { kind: "pid".into(), filter });
    }
    let [comm, command] = ["comm", "command"].map(|name| word.found_in(T::number(name)));
    let text = Filter::or(vec![comm?, command?]);
    let others = word.own.map(|own| Filter::equal(pid, own.into()).not());
    Ok(Selector {
        kind: "text".into(),
        filter: Filter::and(others.into_iter().chain([text]).collect()),
    })
}
