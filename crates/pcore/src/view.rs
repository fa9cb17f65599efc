//! A view: one table that a tool renders. Everything above a view works on values through
//! [`View`], so that ninety views are not ninety copies of the rest.

pub mod common;
pub mod parp;
pub mod pfd;
pub mod pnet;
pub mod pps;
pub mod psys;

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use crate::field::{Field, Info};
use crate::filter::Filter;
use crate::plan::{FileSet, Picked, Plan};
use crate::pool::{self, Work};
use crate::root::{Reader, RootError};
use crate::run::Run;
use crate::{Absent, Cells, File, Value};

/// Every view, the first of each tool first.
pub static VIEWS: &[&dyn View] = &[
    &pps::processes::Processes,
    &pnet::sockets::Sockets,
    &pfd::files::Files,
    &parp::neighbours::Neighbours,
    &psys::summary::Summary,
];

/// The views of one tool; the first is what it shows when none is named.
pub fn of_tool(tool: &str) -> impl Iterator<Item = &'static dyn View> {
    VIEWS.iter().copied().filter(move |view| view.spec().tool == tool)
}

/// What a view is, in words and names.
#[derive(Debug)]
pub struct Spec {
    /// The tool that renders it.
    pub tool: &'static str,
    /// Its name on the command line.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// Other names that are accepted.
    pub aliases: &'static [&'static str],
    /// The fields that tell one row from another; rows are ordered by them unless asked otherwise.
    pub key: &'static [&'static str],
    /// The fields that are shown unless others are named.
    pub default_fields: &'static [&'static str],
    /// What a word on the command line selects.
    pub words: &'static str,
    /// Command lines worth knowing, each with what it shows.
    pub examples: &'static [(&'static str, &'static str)],
    /// How a terminal shows it.
    pub layout: Layout,
}

/// How a terminal shows a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line a row.
    Table,
    /// One page a row, its fields under their groups.
    Page,
}

/// What a word on the command line selects.
pub struct Selector {
    /// Words of one kind widen the selection, of different kinds narrow it.
    pub kind: Cow<'static, str>,
    /// Which rows it selects.
    pub filter: Filter,
}

/// One table that a tool renders, as everything above it sees it.
pub trait View: Sync {
    /// What the view is.
    fn spec(&self) -> &'static Spec;

    /// Its fields, in the order of their numbers; the fields that every view has come last.
    fn fields(&self) -> Vec<Info>;

    /// The files that a field may need.
    fn files(&self, field: usize) -> Vec<File>;

    /// Builds what all rows share for a field.
    fn prepare(&self, field: usize, run: &Arc<Run>);

    /// What a word on the command line selects. A text that is looked for in command lines also
    /// stands in the one that looks for it: `own` is the process that is not meant.
    ///
    /// # Errors
    /// Why it selects nothing, as a sentence for the user.
    fn word(&self, word: &str, own: Option<u32>) -> Result<Selector, String>;

    /// Reads the rows of a plan and gives them to `deliver`, in portions and in no order.
    ///
    /// # Errors
    /// When the tree cannot be used at all.
    fn scan(
        &self,
        run: &Arc<Run>,
        plan: &Arc<Plan>,
        deliver: &mut dyn FnMut(Picked),
    ) -> Result<(), RootError>;
}

/// The number of the field with this name among a view's own.
///
/// # Panics
/// When there is none: the names come from the view itself, and a test looks at each.
pub(crate) fn number_of<R>(fields: &[Field<R>], name: &str) -> usize {
    fields.iter().position(|field| field.name == name).expect("a view names fields of its own")
}

/// What a view has to say for itself; the rest follows.
pub(crate) trait Table: Sync + 'static {
    /// One row, never leaving the worker that reads it.
    type Row: 'static;
    /// What a worker is given to read: a process, a file.
    type Key: Send + Sync + 'static;

    /// Whether one key is much work, such as a whole table, so that each deserves a worker.
    const HEAVY: bool = false;
    const SPEC: Spec;
    const FIELDS: &'static [Field<Self::Row>];

    /// The keys that exist.
    fn keys(reader: &Reader) -> Result<Vec<Self::Key>, Errno>;

    /// Gives every row of a key to `each`.
    fn rows(key: &Self::Key, reader: &Rc<Reader>, plan: &Plan, each: &mut dyn FnMut(&Self::Row));

    /// What a word on the command line selects.
    fn word(word: &str, own: Option<u32>) -> Result<Selector, String>;
}

impl<T: Table> View for T {
    fn spec(&self) -> &'static Spec {
        const { &T::SPEC }
    }

    fn fields(&self) -> Vec<Info> {
        T::FIELDS.iter().map(Field::info).chain(common::FIELDS.iter().map(Field::info)).collect()
    }

    fn files(&self, field: usize) -> Vec<File> {
        let mut files = Vec::new();
        if let Some(field) = T::FIELDS.get(field) {
            field.from.files(&mut files);
        } else if let Some(field) = common_field::<T>(field) {
            field.from.files(&mut files);
        }
        files
    }

    fn prepare(&self, field: usize, run: &Arc<Run>) {
        if let Some(field) = T::FIELDS.get(field) {
            field.from.prepare(run);
        } else if let Some(field) = common_field::<T>(field) {
            field.from.prepare(run);
        }
    }

    fn word(&self, word: &str, own: Option<u32>) -> Result<Selector, String> {
        T::word(word, own)
    }

    fn scan(
        &self,
        run: &Arc<Run>,
        plan: &Arc<Plan>,
        deliver: &mut dyn FnMut(Picked),
    ) -> Result<(), RootError> {
        let keys = list::<T>(run)?;
        pool::scan(run, Rows::<T> { keys, plan: plan.clone() }, deliver)
    }
}

fn common_field<T: Table>(field: usize) -> Option<&'static Field<Arc<Run>>> {
    common::FIELDS.get(field.checked_sub(T::FIELDS.len())?)
}

/// The keys of a view. A live /proc lists them without waiting for anybody; a captured tree may lie
/// on a file system that never answers.
fn list<T: Table>(run: &Arc<Run>) -> Result<Vec<T::Key>, RootError> {
    let path = || run.root.path().display().to_string();
    let listed = run.once(T::keys);
    match listed {
        Some(Ok(keys)) => Ok(keys),
        Some(Err(errno)) => Err(RootError::List { path: path(), reason: errno.to_string() }),
        None => Err(RootError::List { path: path(), reason: "no answer".to_owned() }),
    }
}

/// Reading the rows of the keys, as work for watched workers.
struct Rows<T: Table> {
    keys: Vec<T::Key>,
    plan: Arc<Plan>,
}

impl<T: Table> Work for Rows<T> {
    type Out = Picked;

    fn len(&self) -> usize {
        self.keys.len()
    }

    fn share(&self) -> usize {
        if T::HEAVY { 1 } else { pool::SHARE }
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, out: &mut Picked) {
        let Some(key) = self.keys.get(key) else { return };
        T::rows(key, reader, &self.plan, &mut |row| {
            out.offer(&self.plan, &Bound::<T> { row, run: reader.run() }, reader);
        });
    }
}

/// A row together with the run, so that it also has the fields that every view has.
struct Bound<'r, T: Table> {
    row: &'r T::Row,
    run: &'r Arc<Run>,
}

impl<T: Table> Cells for Bound<'_, T> {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        match T::FIELDS.get(field) {
            Some(field) => field.from.value(self.row),
            None => common_field::<T>(field).ok_or(Absent::NotApplicable)?.from.value(self.run),
        }
    }
}

/// All files that the fields of a view may need.
pub fn files(view: &dyn View) -> FileSet {
    (0..view.fields().len()).flat_map(|field| view.files(field)).collect()
}
