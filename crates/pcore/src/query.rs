//! A query: which rows and columns of a view are wanted, in which order and how many.

use std::sync::Arc;

use crate::field::Info;
use crate::filter::Filter;
use crate::lines::{Lines, Writer};
use crate::order::{Order, Place, Stretch};
use crate::plan::{Hits, Picked, Plan};
use crate::root::RootError;
use crate::rows::{Row, Rows};
use crate::run::Run;
use crate::tree;
use crate::view::{Selector, Tree, View};
use crate::{Absent, Value};

/// Which rows and columns of a view are wanted.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
pub struct Query {
    /// The view.
    pub view: &'static dyn View,
    /// The fields to show, by number, in order.
    pub shown: Vec<usize>,
    /// The rows to keep.
    pub filter: Filter,
    /// The words of the command line.
    pub words: Vec<Selector>,
    /// The order, most significant first, before the view's own.
    pub sort: Vec<Sort>,
    /// How many rows at most.
    pub limit: Option<usize>,
    /// Whether each task of a process is a row of its own, in views of processes and their parts.
    pub tasks: bool,
    /// Whether tables of network namespaces are read of all of them, not of the reader's own alone.
    pub all_netns: bool,
    /// Whether also file systems that others answer for are asked what is cached of a file.
    pub stat: bool,
    /// Whether the namespaces that processes are in are rows too, in a view of open files.
    pub namespaces: bool,
    /// The rows that are a failure, if any can be.
    pub alarm: Option<Filter>,
    /// Which rows are counted, in a view that counts those of another.
    pub counted: Option<Box<Self>>,
}

/// One key of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field, by number.
    pub field: usize,
    /// Largest first.
    pub descending: bool,
}

/// What a run saw besides the rows.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How many rows the query matched, before any limit.
    pub matched: u64,
    /// How many of them are a failure.
    pub alarms: u64,
    /// What of the words of the command line was found.
    pub hits: Hits,
    /// Rows left out because the filter met a value that could not be seen, by reason.
    pub left_out: Vec<(Absent, u64)>,
}

/// The rows of a query, in order.
pub struct Table {
    portions: Vec<Rows>,
    order: Vec<Place>,
    /// What is drawn before each row of a tree; empty for a plain table.
    branches: Vec<String>,
    /// What the run saw besides the rows.
    pub seen: Seen,
}

/// The rows of a query, in order, as the text that a writer made of them.
pub struct Listing {
    portions: Vec<Lines>,
    order: Vec<Stretch>,
    /// Whether the first line of each stretch is what all rows of it begin with.
    has_starts: bool,
    len: usize,
    /// What the run saw besides the rows.
    pub seen: Seen,
}

impl Listing {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The text of the rows, in order: what several begin with, and the rest of each of these.
    pub fn runs(&self) -> impl Iterator<Item = (&[u8], impl Iterator<Item = &[u8]>)> {
        let mut left = self.len;
        self.order.iter().filter_map(move |stretch| {
            let lines = self.portions.get(stretch.portion())?;
            let mut numbers = stretch.rows();
            let start = if self.has_starts { lines.get(numbers.next()?) } else { &[] };
            let numbers = numbers.take(left);
            left -= numbers.len();
            (numbers.len() > 0).then(|| (start, numbers.map(|line| lines.get(line))))
        })
    }
}

impl Table {
    /// A table of rows that were read before, each of so many cells.
    pub fn of<'v>(
        width: usize,
        lines: impl IntoIterator<Item = Vec<Result<Value<'v>, Absent>>>,
    ) -> Self {
        let mut rows = Rows::default();
        rows.set_width(width);
        for line in lines {
            let missing = std::iter::repeat(Err(Absent::NotApplicable));
            line.into_iter().chain(missing).take(width).for_each(|value| rows.push(&value));
        }
        let order = (0..rows.len()).map(|row| Place::new(0, row)).collect();
        Self { portions: vec![rows], order, branches: Vec::new(), seen: Seen::default() }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// What a writer makes of each row.
    pub fn lines(&self, writer: &dyn Writer) -> Listing {
        let mut portions: Vec<Lines> = Vec::new();
        let branches = self.branches.iter().map(String::as_str).chain(std::iter::repeat(""));
        for (row, branch) in self.rows().zip(branches) {
            if portions.last().is_none_or(|lines| lines.size() > Lines::FULL) {
                portions.push(Lines::default());
            }
            if let Some(lines) = portions.last_mut() {
                lines.push(|out| writer.write(out, &row, branch));
            }
        }
        let whole = |(portion, lines): (usize, &Lines)| Stretch::new(portion, 0..lines.len());
        let order = portions.iter().enumerate().map(whole).collect();
        Listing { portions, order, has_starts: false, len: self.len(), seen: self.seen.clone() }
    }

    /// Keeps the rows that are wanted, in their order, and so many of them at most.
    pub fn keep(&mut self, most: usize, is_wanted: impl Fn(Row<'_>) -> bool) {
        let Self { portions, order, .. } = self;
        order.retain(|place| {
            let rows = portions.get(place.portion());
            rows.is_some_and(|rows| is_wanted(rows.row(place.row())))
        });
        order.truncate(most);
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.order
            .iter()
            .filter_map(|place| Some(self.portions.get(place.portion())?.row(place.row())))
    }
}

impl Query {
    /// Every row of a view, with these fields.
    pub fn new(view: &'static dyn View, shown: Vec<usize>) -> Self {
        Self {
            view,
            shown,
            filter: Filter::and(Vec::new()),
            words: Vec::new(),
            sort: Vec::new(),
            limit: None,
            tasks: false,
            all_netns: false,
            stat: false,
            namespaces: false,
            alarm: None,
            counted: None,
        }
    }

    /// Reads the rows and orders them. The shown fields are the first columns.
    ///
    /// # Errors
    /// When the tree cannot be used at all.
    pub fn table(mut self, run: &Arc<Run>) -> Result<Table, RootError> {
        let (view, limit, shown) = (self.view, self.limit, self.shown.len());
        let fields = view.fields();
        let tree = view.spec().tree;
        if let Some(Tree { node, parent }) = tree {
            // Behind the shown columns, and before the mark that tells which rows are wanted.
            let number = |name: &str| fields.iter().position(|field| field.name == name);
            self.shown.extend([node, parent].into_iter().filter_map(number));
        }
        let Gathered { portions, order: stretches, kept, mut seen, .. } =
            self.gather(run, None, |picked| picked.rows)?;
        let mut order = Vec::with_capacity(kept);
        order.extend(stretches.into_iter().flat_map(Stretch::places));
        let mut branches = Vec::new();
        if tree.is_some() {
            let hanging = tree::hang(&order, |place, column| {
                let rows = portions.get(place.portion()).ok_or(Absent::NotApplicable)?;
                rows.row(place.row()).get(shown + column)
            });
            seen.matched = hanging.matched;
            (order, branches) = (hanging.order, hanging.branches);
        }
        order.truncate(limit.unwrap_or(usize::MAX));
        Ok(Table { portions, order, branches, seen })
    }

    /// Reads the rows and orders what a writer makes of them. No value is kept, unless the rows have to
    /// be hung into a tree first.
    ///
    /// # Errors
    /// When the tree cannot be used at all.
    pub fn lines(self, run: &Arc<Run>, writer: Arc<dyn Writer>) -> Result<Listing, RootError> {
        if self.view.spec().tree.is_some() {
            return Ok(self.table(run)?.lines(&*writer));
        }
        let limit = self.limit.unwrap_or(usize::MAX);
        let Gathered { portions, order, has_starts, kept, seen } =
            self.gather(run, Some(writer), |picked| picked.lines)?;
        Ok(Listing { portions, order, has_starts, len: kept.min(limit), seen })
    }

    /// Reads the rows and hands on what a writer makes of them as they come, many at once and in no
    /// order.
    ///
    /// # Errors
    /// When the tree cannot be used at all.
    pub fn stream(
        self,
        run: &Arc<Run>,
        writer: Arc<dyn Writer>,
        each: &mut dyn FnMut(&[u8]),
    ) -> Result<Seen, RootError> {
        let mut left = self.limit.unwrap_or(usize::MAX);
        let view = self.view;
        let mut plan = Plan::new(run, Self { sort: Vec::new(), ..self });
        plan.write_by(writer);
        let mut seen = Seen::default();
        view.scan(run, &Arc::new(plan), &mut |mut picked| {
            seen.add(&mut picked);
            let wanted = picked.lines.len().min(left);
            left -= wanted;
            if wanted > 0 {
                each(picked.lines.head(wanted));
            }
        })?;
        Ok(seen)
    }

    /// Reads the rows, keeps of each portion what is wanted, and orders all rows.
    fn gather<P>(
        self,
        run: &Arc<Run>,
        writer: Option<Arc<dyn Writer>>,
        keep: impl Fn(Picked) -> P,
    ) -> Result<Gathered<P>, RootError> {
        let view = self.view;
        let usual = order(view, view.fields()).map(|field| Sort { field, descending: false });
        let mut plan = Plan::new(run, self);
        plan.then_by(view, run, usual.collect());
        if let Some(writer) = writer {
            plan.write_by(writer);
        }
        let has_starts = plan.has_starts();
        let (mut portions, mut order) = (Vec::new(), Order::default());
        let (mut seen, mut kept) = (Seen::default(), 0);
        view.scan(run, &Arc::new(plan), &mut |mut picked| {
            seen.add(&mut picked);
            if picked.kept > 0 {
                kept += picked.kept;
                order.add(std::mem::take(&mut picked.keys));
                portions.push(keep(picked));
            }
        })?;
        Ok(Gathered { portions, order: order.sorted(), has_starts, kept, seen })
    }
}

/// All rows of a query, in portions as they came, and the order that they have.
struct Gathered<P> {
    portions: Vec<P>,
    order: Vec<Stretch>,
    /// Whether the first of each stretch is what all rows of it begin with.
    has_starts: bool,
    /// How many rows there are.
    kept: usize,
    seen: Seen,
}

impl Seen {
    pub(crate) fn add(&mut self, picked: &mut Picked) {
        self.matched += picked.kept as u64;
        self.alarms += picked.alarms;
        self.hits.add(&picked.hits);
        for (absent, count) in picked.left_out.drain(..) {
            match self.left_out.iter_mut().find(|(reason, _)| *reason == absent) {
                Some((_, known)) => *known += count,
                None => self.left_out.push((absent, count)),
            }
        }
    }
}

/// The numbers of the fields of a view's key.
pub(crate) fn key<'f>(
    view: &dyn View,
    fields: &'f [Info],
) -> impl Iterator<Item = usize> + use<'f> {
    view.spec().key.iter().filter_map(|name| fields.iter().position(|field| field.name == *name))
}

/// The numbers of the fields that a view orders its rows by.
fn order<'f>(view: &dyn View, fields: &'f [Info]) -> impl Iterator<Item = usize> + use<'f> {
    let names = view.spec().order.iter().chain(view.spec().key);
    names.filter_map(|name| fields.iter().position(|field| field.name == *name))
}
