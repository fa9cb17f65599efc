//! A plan: what a query needs of each row, worked out before the first file is read.

mod picked;

pub use picked::{Hits, Picked};

use std::borrow::Cow;
use std::sync::Arc;

use crate::field::Trees;
use crate::file::FileSet;
use crate::filter::{Filter, Ranges, Truth};
use crate::lines::Writer;
use crate::order;
use crate::query::{Query, Sort};
use crate::run::Run;
use crate::view::{Selector, View};
use crate::{Absent, Cells, File, Value};

/// What a query needs of each row.
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
pub struct Plan {
    /// The fields that are shown, by number: the cells of each row.
    columns: Vec<usize>,
    /// All fields that somebody asked for, also by a filter, a word or an order.
    fields: Vec<usize>,
    /// The first file of each column, which is told where a value of it is malformed.
    origins: Vec<Option<File>>,
    filter: Filter,
    /// The rows that are a failure.
    alarm: Option<Filter>,
    /// Words of the command line, those of one kind together.
    words: Vec<Words>,
    word_count: usize,
    /// The files of all fields, also of those by which rows are ordered unasked.
    files: FileSet,
    /// The files of the fields that somebody asked for.
    asked: FileSet,
    sort: Vec<Sort>,
    /// Which of these, counted from the first, leaves nothing to order where it has a value.
    last_sort: Option<usize>,
    /// How many of these, counted from the first, order the rows of one key among those of others, where
    /// they stay together and come in order.
    leading: Option<usize>,
    /// How many columns, counted from the first, the rows of one key have in common.
    shared: usize,
    /// Whether each task of a process is a row of its own.
    tasks: bool,
    /// Whether the tables of all network namespaces are read.
    all_netns: bool,
    /// Whether also file systems that others answer for are asked what is cached of a file.
    stat: bool,
    /// Whether the namespaces of processes are rows too.
    namespaces: bool,
    /// Whether all rows are kept, with a last column that says which of them are wanted.
    marks: bool,
    /// Which rows are counted, in a view that counts those of another.
    counted: Option<Box<Query>>,
    /// What makes text of the rows, of which no values are kept then.
    writer: Option<Arc<dyn Writer>>,
}

/// Words of one kind, each with its number on the command line.
type Words = Vec<(usize, Filter)>;

impl Plan {
    /// The plan of a query, with the order that it asks for.
    pub(crate) fn new(run: &Arc<Run>, query: Query) -> Self {
        let Query {
            view,
            shown: columns,
            mut filter,
            words: selectors,
            sort,
            alarm,
            all_netns,
            stat,
            namespaces,
            counted,
            ..
        } = query;
        let tasks = query.tasks || view.is_of_tasks();
        filter.cheapest_first(&|field| cost(view, field));
        let word_count = selectors.len();
        let mut kinds: Vec<(Cow<'static, str>, Words)> = Vec::new();
        for (number, Selector { kind, filter }) in selectors.into_iter().enumerate() {
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, words)) => words.push((number, filter)),
                None => kinds.push((kind, vec![(number, filter)])),
            }
        }
        let mut words: Vec<_> = kinds.into_iter().map(|(_, words)| words).collect();
        let mentioned = |words: &[(usize, Filter)]| -> Vec<usize> {
            words.iter().flat_map(|(_, filter)| filter.fields()).collect()
        };
        words.sort_by_key(|words| mentioned(words).iter().map(|f| cost(view, *f)).sum::<u32>());
        let mut fields = columns.clone();
        fields.extend(filter.fields());
        fields.extend(alarm.iter().flat_map(Filter::fields));
        fields.extend(words.iter().flat_map(|words| mentioned(words)));
        fields.extend(sort.iter().map(|sort| sort.field));
        fields.sort_unstable();
        fields.dedup();
        for field in &fields {
            view.prepare(*field, run);
        }
        run.samples.take(run, tasks);
        run.looks.take(run, view, all_netns, &fields);
        let trees = trees(run);
        let files: FileSet = fields.iter().flat_map(|field| view.files(*field, trees)).collect();
        let origins =
            columns.iter().map(|column| view.files(*column, trees).first().copied()).collect();
        let is_shared = |column: &&usize| !tasks && view.is_of_key(**column);
        Self {
            shared: columns.iter().take_while(is_shared).count(),
            columns,
            fields,
            origins,
            filter,
            alarm,
            words,
            word_count,
            files,
            asked: files,
            sort,
            last_sort: None,
            leading: None,
            tasks,
            all_netns,
            stat,
            namespaces,
            marks: view.spec().tree.is_some(),
            counted,
            writer: None,
        }
    }

    /// Has text made of the rows, of those that are wanted alone: text has no room for a mark.
    pub(crate) fn write_by(&mut self, writer: Arc<dyn Writer>) {
        self.writer = Some(writer);
        self.marks = false;
    }

    /// Orders what is equal so far by these fields too.
    pub(crate) fn then_by(&mut self, view: &dyn View, run: &Arc<Run>, sort: Vec<Sort>) {
        for sort in &sort {
            view.prepare(sort.field, run);
            self.files = self.files.and(&view.files(sort.field, trees(run)));
        }
        let number = |name: &str| view.fields().iter().position(|field| field.name == name);
        let telling = view.spec().telling.and_then(number);
        let place = sort.iter().rposition(|sort| Some(sort.field) == telling);
        self.last_sort = place.map(|place| self.sort.len() + place);
        let key = view.ordered_within().filter(|_| !self.tasks);
        let tells_keys = |sort: &Sort| key == Some(sort.field);
        let is_of_key = |sort: &Sort| tells_keys(sort) || view.is_of_key(sort.field);
        let only_orders_keys = key.is_some() && self.sort.iter().all(is_of_key);
        self.sort.extend(sort);
        let last = self.sort.iter().position(tells_keys).filter(|_| only_orders_keys);
        self.leading = last.map(|last| last + 1);
    }

    /// The files that the rows need.
    pub(crate) fn files(&self) -> FileSet {
        self.files
    }

    /// Whether somebody asked for what the file tells.
    pub(crate) fn asks_for(&self, file: File) -> bool {
        self.asked.has(file)
    }

    /// Whether somebody asked for the field; that rows are ordered by the key of the view, nobody did.
    pub(crate) fn needs(&self, field: usize) -> bool {
        self.fields.contains(&field)
    }

    /// Whether somebody asked for any of the fields.
    pub(crate) fn needs_any(&self, fields: impl IntoIterator<Item = usize>) -> bool {
        fields.into_iter().any(|field| self.needs(field))
    }

    /// The numbers that a field can have in wanted rows.
    pub(crate) fn ranges(&self, field: usize) -> Ranges {
        self.words.iter().fold(self.filter.ranges(field), |ranges, words| {
            let words = words.iter().map(|(_, filter)| filter.clone()).collect();
            ranges.and(&Filter::or(words).ranges(field))
        })
    }

    /// The texts that a field can have in wanted rows, if they are few enough to be listed.
    pub(crate) fn texts(&self, field: usize) -> Option<Vec<Vec<u8>>> {
        let of_words = self.words.iter().find_map(|words| {
            let texts: Option<Vec<_>> =
                words.iter().map(|(_, filter)| filter.texts(field)).collect();
            texts.map(|texts| texts.concat())
        });
        let texts = of_words.or_else(|| self.filter.texts(field))?;
        Some(texts.into_iter().map(<[u8]>::to_vec).collect())
    }

    /// Whether each task of a process is a row of its own.
    pub(crate) fn tasks(&self) -> bool {
        self.tasks
    }

    /// Whether the tables of all network namespaces are read.
    pub(crate) fn all_netns(&self) -> bool {
        self.all_netns
    }

    /// Whether also file systems that others answer for are asked what is cached of a file.
    pub(crate) fn stat(&self) -> bool {
        self.stat
    }

    /// Whether the namespaces of processes are rows too.
    pub(crate) fn namespaces(&self) -> bool {
        self.namespaces
    }

    /// What of other words was found, which stand behind those of this plan.
    pub(crate) fn behind(&self, hits: Hits) -> Hits {
        let words = std::iter::repeat_n(false, self.word_count).chain(hits.words).collect();
        Hits { words, ..hits }
    }

    /// Which rows are counted, in a view that counts those of another.
    pub(crate) fn counted(&self) -> Option<&Query> {
        self.counted.as_deref()
    }

    /// Whether no row with these cells can be wanted, whatever else it holds.
    pub(crate) fn excludes(&self, known: &dyn Cells) -> bool {
        excludes(self.truth(known, &mut Hits::default()))
    }

    /// Whether keys are ordered, and the rows of each come together as the view offers them.
    pub(crate) fn orders_keys(&self) -> bool {
        self.leading.is_some()
    }

    /// Whether what all rows of a key begin with stands before them, as a line of its own.
    pub(crate) fn has_starts(&self) -> bool {
        self.orders_keys() && self.writer.is_some()
    }

    /// Appends the bytes by which rows compare in the first so many fields of the order.
    fn encode(&self, key: &mut Vec<u8>, row: &dyn Cells, fields: usize) {
        for (number, sort) in self.sort.iter().enumerate().take(fields) {
            let value = row.cell(sort.field);
            order::encode(key, &value, sort.descending);
            if self.last_sort == Some(number) && value.is_ok() {
                return;
            }
        }
    }

    fn truth(&self, row: &dyn Cells, seen: &mut Hits) -> Truth {
        let mut all = Truth::True;
        for words in &self.words {
            let mut any = Truth::False;
            for (number, filter) in words {
                let hit = seen.words.get_mut(*number);
                // A row that is not wanted may still show that there is what a word means.
                if all == Truth::False && hit.as_ref().is_none_or(|hit| **hit) {
                    continue;
                }
                let truth = filter.test(row);
                if let (Truth::True, Some(hit)) = (truth, hit) {
                    *hit = true;
                }
                any = any | truth;
            }
            all = all & any;
        }
        seen.all |= all == Truth::True;
        if all == Truth::False { all } else { all & self.filter.test(row) }
    }
}

/// Whether nothing that is still unknown can make a row with this truth a wanted one.
fn excludes(truth: Truth) -> bool {
    match truth {
        Truth::True => false,
        Truth::False => true,
        // What is not known yet counts as a gap, which outweighs what is known to be absent: so
        // no gap means that nothing of the rest can still decide for the row.
        Truth::Unknown(absent) => !absent.is_gap(),
    }
}

/// The number of a field, and what its cell is.
pub(crate) type Known<'k> = (usize, Result<Value<'k>, Absent>);

/// A row of which only some cells are known.
pub(crate) struct Partial<'k>(pub(crate) &'k [Known<'k>]);

impl Partial<'_> {
    fn find(&self, field: usize) -> Option<&Result<Value<'_>, Absent>> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, cell)| cell)
    }
}

impl Cells for Partial<'_> {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        self.find(field).cloned().unwrap_or(Err(Absent::Unsupported))
    }

    fn is_known(&self, field: usize) -> bool {
        self.find(field).is_some()
    }
}

/// What a run reads.
fn trees(run: &Run) -> Trees {
    if run.root.is_procfs() { Trees::Live } else { Trees::All }
}

/// What a field costs to read, in tenths of microseconds: enough to ask the cheap ones first.
fn cost(view: &dyn View, field: usize) -> u32 {
    view.files(field, Trees::Live)
        .into_iter()
        .map(|file| match file {
            File::Pid => 10,
            File::SmapsRollup => 150,
            File::Maps | File::MountInfo => 100,
            File::Status | File::Stat => 50,
            _ => 25,
        })
        .sum()
}
