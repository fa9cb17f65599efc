//! A view: one table that a tool renders. Everything above a view works on values through
//! [`View`], so that many views are not many copies of the rest.

pub mod common;
pub mod parp;
pub mod pfd;
pub mod pnet;
pub mod pps;
pub mod psys;
mod spec;

use std::any::TypeId;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use rustix::io::Errno;

use crate::field::{Field, Group, Info, Trees};
use crate::file::FileSet;
use crate::filter::Filter;
use crate::growth::{self, Growth};
use crate::plan::{Known, Partial, Picked, Plan};
use crate::pool::{self, Work};
use crate::root::{Reader, RootError};
use crate::run::{Run, lock};
use crate::view::pnet::net::{self, Net};
use crate::view::pps::process::Process;
use crate::view::pps::who;
use crate::{Absent, Cells, File, Value};

pub use spec::{
    Alarm, Bar, COUNTER, DefaultFilter, End, Excerpt, Export, Graph, Layout, Spec, Tree,
};

/// Every view, the first of each tool first. A tool has no use for those of the others, and is
/// smaller and starts faster without them.
pub fn all() -> impl Iterator<Item = &'static dyn View> {
    let tools = [pps::VIEWS, pnet::VIEWS, pfd::VIEWS, parp::VIEWS, psys::VIEWS];
    tools.into_iter().flatten().copied()
}

/// A word on the command line, and how it is to be read.
#[derive(Clone, Copy)]
pub struct Word<'w> {
    /// The word.
    pub text: &'w str,
    /// What of a text it must be, where it is one that is looked for.
    pub manner: Manner,
    /// Whether `a` also stands for `A` then.
    pub any_case: bool,
    /// The process that is not meant: a text that is looked for in command lines also stands in the
    /// one that looks for it.
    pub own: Option<u32>,
    /// The run that knows what names stand for. Before there is one, only the form of a word that
    /// is such a name can be checked.
    pub run: Option<&'w Arc<Run>>,
}

/// What of a text a word must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// A part of it.
    #[default]
    Part,
    /// All of it.
    Whole,
    /// A regular expression that is found in it.
    Pattern,
}

impl Word<'_> {
    /// Rows in whose field the word is found.
    pub(crate) fn found_in(&self, field: usize) -> Result<Filter, String> {
        if self.manner == Manner::Part && !self.any_case {
            return Ok(Filter::contains(field, self.text.as_bytes()));
        }
        let pattern = match self.manner {
            Manner::Part => regex::escape(self.text),
            Manner::Whole => format!("^(?:{})$", regex::escape(self.text)),
            Manner::Pattern => self.text.to_owned(),
        };
        Filter::matches(field, &pattern, self.any_case)
            .map_err(|error| format!("`{}` is no regular expression: {error}", self.text))
    }
}

/// What a word on the command line selects.
#[derive(Clone)]
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

    /// Its fields, in the order of their numbers: its own, those that every view has, and what is told
    /// of how its counters grow.
    fn fields(&self) -> &'static [Info];

    /// The files that a field may need.
    fn files(&self, field: usize, of: Trees) -> Vec<File>;

    /// Builds what all rows share for a field.
    fn prepare(&self, field: usize, run: &Arc<Run>);

    /// The field that the rows of one key share with no others, where they come in the order that the
    /// view gives them, as long as tasks are no rows of their own. Then only the keys are ordered.
    fn ordered_within(&self) -> Option<usize>;

    /// Whether all rows that come of one key have the same value of a field, as long as tasks are no
    /// rows of their own.
    fn is_of_key(&self, field: usize) -> bool;

    /// Whether it can make each task of a process a row of its own, as [`Query::tasks`] wants.
    ///
    /// [`Query::tasks`]: crate::query::Query::tasks
    fn has_tasks(&self) -> bool;

    /// Whether its rows are tasks in any case.
    fn is_of_tasks(&self) -> bool;

    /// What a word on the command line selects.
    ///
    /// # Errors
    /// Why it selects nothing, as a sentence for the user.
    fn word(&self, word: &Word<'_>) -> Result<Selector, String>;

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

/// As it is called on the command line.
impl fmt::Display for dyn View + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.spec().tool, self.spec().name)
    }
}

impl fmt::Debug for dyn View + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a view has to say for itself; the rest follows.
pub(crate) trait Table: Sync + 'static {
    /// One row, never leaving the worker that reads it.
    type Row: 'static;
    /// What a worker is given to read: a process, a file.
    type Key: Send + Sync + 'static;

    /// Whether it can make each task of a process a row of its own.
    const TASKS: bool = false;
    /// Whether they are in any case.
    const ALWAYS_TASKS: bool = false;
    /// Whether one key is much work, such as a whole table, so that each deserves a worker.
    const HEAVY: bool = false;
    const SPEC: Spec;
    const FIELDS: &'static [Group<Self::Row>];
    /// The field that the rows of one key share with no others, where they are offered in the order of
    /// [`Spec::key`], which begins with it, as long as tasks are no rows of their own.
    const ORDERED_WITHIN: Option<&'static str> = None;
    /// The process that a row is a part of, where every key is one: the view then also has the fields
    /// that tell which process that is.
    const PROCESS: Option<fn(&Self::Row) -> &Process> = None;

    /// The network namespace that a row was read from, where it was from one: the view then also has
    /// the fields that tell which that is.
    const NET: Option<fn(&Self::Row) -> &Net> = None;

    /// Builds what the keys are made of.
    fn prepare(_run: &Arc<Run>, _plan: &Plan) {}

    /// What was seen of the words and of what was left out while that was built.
    fn seen(_run: &Run, _plan: &Plan) -> Option<Picked> {
        None
    }

    /// The keys that exist.
    fn keys(reader: &Reader, plan: &Plan) -> Result<Vec<Self::Key>, Errno>;

    /// Gives every row of a key to the picker.
    fn rows(key: &Self::Key, picker: &mut Picker<'_, Self>);

    /// What a word on the command line selects.
    fn word(word: &Word<'_>) -> Result<Selector, String>;

    /// The number of the field with this name.
    ///
    /// # Panics
    /// When there is none: the names come from the view itself, and tests look at each.
    fn number(name: &str) -> usize {
        let is_called = |info: &Info| info.name == name;
        infos::<Self>().iter().position(is_called).expect("a view names its own fields")
    }
}

/// What a view hands its rows to.
pub(crate) struct Picker<'p, T: ?Sized> {
    /// Who reads.
    pub(crate) reader: &'p Rc<Reader>,
    /// What is wanted of the rows.
    pub(crate) plan: &'p Plan,
    out: &'p mut Picked,
    view: PhantomData<T>,
}

impl<T: Table + ?Sized> Picker<'_, T> {
    /// Takes a row, if it is wanted.
    pub(crate) fn offer(&mut self, row: &T::Row) {
        self.out.offer(self.plan, &Bound::<T> { row, run: self.reader.run() }, self.reader);
    }

    /// Whether a row with these cells can be wanted, whatever else it holds. A view asks before it
    /// reads what lies behind a key.
    pub(crate) fn may_want(&self, known: &[Known<'_>]) -> bool {
        !self.plan.excludes(&Partial(known))
    }

    /// Whether a row can be wanted that comes of the same key as this one, of which nothing else is
    /// known. What is selected by that alone counts as found even if there is no such row.
    pub(crate) fn may_want_like(&mut self, row: &T::Row) -> bool {
        let row = Bound::<T> { row, run: self.reader.run() };
        self.out.may_want(self.plan, &Sibling(row))
    }

    /// Says that there is something with these cells in this network namespace, of which there need
    /// not be any row: words that mean it are found.
    pub(crate) fn saw_in(&mut self, net: &Net, known: &[Known<'_>]) {
        self.out.may_want(self.plan, &Place::<T>(net, Partial(known), PhantomData));
    }

    /// Whether a part of this process can be wanted. What is selected by the process alone counts
    /// as found even if it has no parts.
    pub(crate) fn may_want_of(&mut self, process: &Process) -> bool {
        self.out.may_want(self.plan, &Head::<T>(process, PhantomData))
    }

    /// Whether anything of this network namespace can be wanted, of which these cells are known too.
    pub(crate) fn may_want_in(&self, net: &Net, known: &[Known<'_>]) -> bool {
        !self.plan.excludes(&Place::<T>(net, Partial(known), PhantomData))
    }
}

impl<T: Table> View for T {
    fn spec(&self) -> &'static Spec {
        const { &T::SPEC }
    }

    fn fields(&self) -> &'static [Info] {
        infos::<T>()
    }

    fn files(&self, field: usize, of: Trees) -> Vec<File> {
        let mut files = Vec::new();
        match find::<T>(field) {
            Some(Found::Own(field)) => field.from.files(of, &mut files),
            Some(Found::OfProcess(field, _)) => field.from.files(of, &mut files),
            Some(Found::OfNet(field, _)) => field.from.files(of, &mut files),
            Some(Found::Common(field)) => field.from.files(of, &mut files),
            Some(Found::Growth(growth)) => return self.files(growth.of, of),
            None => {}
        }
        files
    }

    fn prepare(&self, field: usize, run: &Arc<Run>) {
        match find::<T>(field) {
            Some(Found::Own(field)) => field.from.prepare(run),
            Some(Found::OfProcess(field, _)) => field.from.prepare(run),
            Some(Found::OfNet(field, _)) => field.from.prepare(run),
            Some(Found::Common(field)) => field.from.prepare(run),
            Some(Found::Growth(growth)) => self.prepare(growth.of, run),
            None => {}
        }
    }

    fn ordered_within(&self) -> Option<usize> {
        T::ORDERED_WITHIN.map(T::number)
    }

    fn is_of_key(&self, field: usize) -> bool {
        match find::<T>(field) {
            Some(Found::Own(field)) => field.from.is_of_key(),
            Some(Found::OfProcess(..)) => true,
            _ => false,
        }
    }

    fn has_tasks(&self) -> bool {
        T::TASKS
    }

    fn is_of_tasks(&self) -> bool {
        T::ALWAYS_TASKS
    }

    fn word(&self, word: &Word<'_>) -> Result<Selector, String> {
        T::word(word)
    }

    fn scan(
        &self,
        run: &Arc<Run>,
        plan: &Arc<Plan>,
        deliver: &mut dyn FnMut(Picked),
    ) -> Result<(), RootError> {
        T::prepare(run, plan);
        if let Some(seen) = T::seen(run, plan) {
            deliver(seen);
        }
        let keys = list::<T>(run, plan)?;
        pool::scan(run, Rows::<T> { keys, plan: plan.clone() }, deliver)
    }
}

/// What the fields of a view are, in the order of their numbers: those that are read, and what is
/// told of how the counters among them grow. They are put together once.
fn infos<T: Table + ?Sized>() -> &'static [Info] {
    static KNOWN: Mutex<Vec<(TypeId, &[Info])>> = Mutex::new(Vec::new());
    let (view, mut known) = (TypeId::of::<T>(), lock(&KNOWN));
    if let Some((_, infos)) = known.iter().find(|(of, _)| *of == view) {
        return infos;
    }
    let mut infos = read_infos::<T>();
    growth::extend(&mut infos);
    let infos = infos.leak();
    known.push((view, infos));
    infos
}

/// What the fields are that are read: the view's own, those of the process or of the network
/// namespace that its rows are parts of, those that every view has.
fn read_infos<T: Table + ?Sized>() -> Vec<Info> {
    let mut infos = Vec::new();
    // Plain loops: this is made anew for each view.
    for group in T::FIELDS {
        group.tell(&mut infos);
    }
    if T::PROCESS.is_some() {
        who::GROUP.tell(&mut infos);
    }
    if T::NET.is_some() {
        net::GROUP.tell(&mut infos);
    }
    common::GROUP.tell(&mut infos);
    infos
}

/// A field of a view, by what it is read from.
enum Found<R: 'static> {
    Own(&'static Field<R>),
    OfProcess(&'static Field<Process>, fn(&R) -> &Process),
    OfNet(&'static Field<Net>, fn(&R) -> &Net),
    Common(&'static Field<Arc<Run>>),
    Growth(Growth),
}

fn find<T: Table + ?Sized>(asked: usize) -> Option<Found<T::Row>> {
    let mut number = asked;
    for group in T::FIELDS {
        match group.fields.get(number) {
            Some(field) => return Some(Found::Own(field)),
            None => number -= group.fields.len(),
        }
    }
    if let Some(process) = T::PROCESS {
        match who::GROUP.fields.get(number) {
            Some(field) => return Some(Found::OfProcess(field, process)),
            None => number -= who::GROUP.fields.len(),
        }
    }
    if let Some(net) = T::NET {
        match net::GROUP.fields.get(number) {
            Some(field) => return Some(Found::OfNet(field, net)),
            None => number -= net::GROUP.fields.len(),
        }
    }
    if let Some(field) = common::GROUP.fields.get(number) {
        return Some(Found::Common(field));
    }
    infos::<T>().get(asked)?.growth.map(Found::Growth)
}

/// The keys of a view. A live /proc lists them without waiting for anybody; a captured tree may lie
/// on a file system that never answers.
fn list<T: Table>(run: &Arc<Run>, plan: &Arc<Plan>) -> Result<Vec<T::Key>, RootError> {
    let path = || run.root.path().display().to_string();
    let plan = plan.clone();
    let listed = run.once(move |reader| T::keys(reader, &plan));
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
        T::rows(key, &mut Picker { reader, plan: &self.plan, out, view: PhantomData });
        out.close(&self.plan);
    }
}

/// A row together with the run, so that it also has the fields that every view has.
struct Bound<'r, T: Table + ?Sized> {
    row: &'r T::Row,
    run: &'r Arc<Run>,
}

impl<T: Table + ?Sized> Cells for Bound<'_, T> {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        match find::<T>(field).ok_or(Absent::NotApplicable)? {
            Found::Own(field) => field.from.value(self.row),
            Found::OfProcess(field, process) => field.from.value(process(self.row)),
            Found::OfNet(field, net) => field.from.value(net(self.row)),
            Found::Common(field) => field.from.value(self.run),
            Found::Growth(growth) if self.only_grows() => {
                self.run.looks.grown(self.run, &T::SPEC, self, growth)
            }
            Found::Growth(_) => Err(Absent::NotApplicable),
        }
    }
}

impl<T: Table + ?Sized> Bound<'_, T> {
    /// Whether what the view counts only grows in this row, as far as that is known.
    fn only_grows(&self) -> bool {
        T::SPEC.behaviour.is_none_or(|name| match self.cell(T::number(name)) {
            Ok(behaviour) => behaviour == Value::word(COUNTER),
            Err(_) => true,
        })
    }
}

/// What is known of all rows of a key by one of them.
struct Sibling<'r, T: Table + ?Sized>(Bound<'r, T>);

impl<T: Table + ?Sized> Cells for Sibling<'_, T> {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        if self.is_known(field) { self.0.cell(field) } else { Err(Absent::Unsupported) }
    }

    fn is_known(&self, field: usize) -> bool {
        matches!(find::<T>(field), Some(Found::Own(field)) if field.from.is_of_key())
    }
}

/// What is known of the rows of a process before any of them is read.
struct Head<'p, T: ?Sized>(&'p Process, PhantomData<T>);

impl<T: Table + ?Sized> Cells for Head<'_, T> {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        match find::<T>(field) {
            Some(Found::OfProcess(field, _)) => field.from.value(self.0),
            _ => Err(Absent::Unsupported),
        }
    }

    fn is_known(&self, field: usize) -> bool {
        matches!(find::<T>(field), Some(Found::OfProcess(..)))
    }
}

/// What is known of the rows of a network namespace before any of them is read.
struct Place<'n, T: ?Sized>(&'n Net, Partial<'n>, PhantomData<T>);

impl<T: Table + ?Sized> Cells for Place<'_, T> {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        match find::<T>(field) {
            Some(Found::OfNet(field, _)) => field.from.value(self.0),
            _ => self.1.cell(field),
        }
    }

    fn is_known(&self, field: usize) -> bool {
        matches!(find::<T>(field), Some(Found::OfNet(..))) || self.1.is_known(field)
    }
}

/// All files that the fields of a view may need.
pub fn files(view: &dyn View) -> FileSet {
    (0..view.fields().len()).flat_map(|field| view.files(field, Trees::All)).collect()
}
