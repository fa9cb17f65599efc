//! A request: what a command line means, before anything is opened; and its resolution into a query.

mod columns;
mod selection;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pcore::query::{Query, Sort};
use pcore::run::Pace;
use pcore::view::{Manner, Selector};
use pcore::{Filter, Info, Run, Value, View, suggest};

use crate::Failure;
use crate::expect::Expected;
use crate::human::Amounts;
use crate::output::{Column, Format};
use crate::terminal::Terminal;
use crate::tool::{Effect, Opt, Tool};

use selection::Selection;
pub(crate) use selection::{Named, hint};

/// What a command line means.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Request {
    pub(crate) tool: &'static Tool,
    pub(crate) view: &'static dyn View,
    /// Whether the view is called by its name.
    pub(crate) view_is_named: bool,
    pub(crate) words: Vec<String>,
    /// How many of the words stand for themselves, not behind an option; they come first.
    pub(crate) bare: usize,
    pub(crate) manner: Manner,
    pub(crate) any_case: bool,
    /// Whether this program itself is selected.
    pub(crate) own_process: bool,
    /// The tool's own options that were given, with their values.
    pub(crate) own: Vec<(Opt, Vec<String>)>,
    pub(crate) fields: Vec<String>,
    pub(crate) filters: Vec<String>,
    pub(crate) sort: Vec<String>,
    pub(crate) limit: Option<usize>,
    pub(crate) format: Format,
    pub(crate) headings: bool,
    pub(crate) exact: bool,
    /// How a table writes amounts of bytes that need not be exact.
    pub(crate) amounts: Amounts,
    pub(crate) wide: bool,
    pub(crate) terminal: Terminal,
    pub(crate) watch: Option<Duration>,
    /// How often to repeat at most.
    pub(crate) rounds: Option<u64>,
    /// Whether each round stands below the one before, on a terminal too.
    pub(crate) scroll: bool,
    /// The report that counters are measured from.
    pub(crate) since: Option<PathBuf>,
    /// The report that the rows are compared with.
    pub(crate) baseline: Option<PathBuf>,
    /// How many rows must match.
    pub(crate) expected: Option<Expected>,
    pub(crate) proc: Option<PathBuf>,
    pub(crate) pace: Pace,
    pub(crate) strict: bool,
    pub(crate) quiet: bool,
    pub(crate) list_views: bool,
    pub(crate) list_fields: bool,
    pub(crate) schema: bool,
    /// What is counted, in a view that counts the rows of another.
    pub(crate) counted: Option<Box<Self>>,
}

/// A query, and what its words are called.
pub(crate) struct Prepared {
    pub(crate) query: Query,
    pub(crate) named: Vec<Named>,
}

impl Request {
    /// The query: which rows and columns to read. `same` are the processes that `--ns` selects, and
    /// `run` knows what names among the words stand for; without it their form alone is checked.
    pub(crate) fn prepare(
        &self,
        columns: &[Column],
        same: Option<Filter>,
        run: Option<&Arc<Run>>,
    ) -> Result<Prepared, Failure> {
        let fields = self.view.fields();
        let Selection { filter, words, mut named } = self.selection(fields, same, run)?;
        self.check_needs(fields, &filter, &words)?;
        let (sort, limit) = self.order(fields)?;
        let counted = match &self.counted {
            Some(counted) => {
                let Prepared { query, named: of_counted } = counted.prepare(&[], None, run)?;
                named.extend(of_counted);
                let [stat, namespaces] = ["stat", "namespaces"].map(|long| self.has(long));
                Some(Box::new(Query { stat, namespaces, ..query }))
            }
            None => None,
        };
        let query = Query {
            view: self.view,
            shown: columns.iter().map(|column| column.number).collect(),
            filter,
            words,
            sort,
            limit,
            tasks: self.tasks()?,
            all_netns: ["all-netns", "netns", "net"].iter().any(|long| self.has(long)),
            stat: self.has("stat"),
            namespaces: self.has("namespaces"),
            alarm: self.alarm(fields)?,
            counted,
        };
        Ok(Prepared { query, named })
    }

    /// Whether it is a failure if nothing is found: something is looked for that is not named, and
    /// so is not told missing by itself.
    pub(crate) fn is_selecting(&self) -> bool {
        // An audit that finds nothing has found what was hoped for.
        if self.view.spec().alarm.is_some() {
            return false;
        }
        let is_deselecting = |option: &Opt| matches!(option.effect, Effect::Deselect);
        !self.filters.is_empty()
            || self.own.iter().any(|(option, _)| is_deselecting(option))
            || self.counted.as_ref().is_some_and(|counted| counted.is_selecting())
    }

    /// Which rows are a failure, in a view of findings.
    fn alarm(&self, fields: &[Info]) -> Result<Option<Filter>, Failure> {
        let is_asked = |option: &&(Opt, _)| matches!(option.0.effect, Effect::Alarm);
        let asked = self.own.iter().find(is_asked);
        let Some(alarm) = self.view.spec().alarm else {
            return match asked {
                Some((option, _)) => Err(self.lacks(&called(option), "levels")),
                None => Ok(None),
            };
        };
        let level = match asked {
            Some((_, levels)) => levels.last().map_or("", String::as_str),
            None => alarm.usual,
        };
        let first = alarm.levels.iter().position(|known| *known == level).ok_or_else(|| {
            let shown = crate::sanitise::visible(level.as_bytes());
            let all = alarm.levels.join(", ");
            Failure::Usage(format!("--{}: `{shown}` is none of {all}", alarm.field))
        })?;
        let levels = alarm.levels.iter().skip(first).map(|level| Value::word(level)).collect();
        Ok(Some(Filter::one_of(field(fields, alarm.field, "--severity")?.0, levels)))
    }

    /// Whether rows have an order that cannot be kept while they come.
    pub(crate) fn is_ordered(&self) -> bool {
        !self.sort.is_empty() || self.view.spec().tree.is_some() || self.first().next().is_some()
    }

    /// In which order rows are shown, and how many of them.
    fn order(&self, fields: &[Info]) -> Result<(Vec<Sort>, Option<usize>), Failure> {
        if let Some((option, newest)) = self.first().next() {
            return self.order_by_start(fields, option, newest);
        }
        let mut sort = Vec::new();
        if !self.sort.is_empty() && values(&self.sort).is_empty() {
            return Err(Failure::Usage("--sort names no field".to_owned()));
        }
        for name in self.sort.iter().flat_map(|list| list.split(',')).filter(|n| !n.is_empty()) {
            let (name, descending) = match name.strip_prefix('-') {
                Some(name) => (name, true),
                None => (name.strip_prefix('+').unwrap_or(name), false),
            };
            sort.push(Sort { field: field(fields, name, "--sort")?.0, descending });
        }
        Ok((sort, self.limit))
    }

    /// The options that keep one row, each with whether it is the one that started last.
    fn first(&self) -> impl Iterator<Item = (&Opt, bool)> {
        self.own.iter().filter_map(|(option, _)| match option.effect {
            Effect::First { newest } => Some((option, newest)),
            _ => None,
        })
    }

    /// The first row, or `--limit` of them, by when they started.
    fn order_by_start(
        &self,
        fields: &[Info],
        option: &Opt,
        newest: bool,
    ) -> Result<(Vec<Sort>, Option<usize>), Failure> {
        let spec = self.view.spec();
        let option = called(option);
        if self.first().count() > 1 {
            return Err(Failure::Usage("--newest and --oldest exclude each other".to_owned()));
        }
        if !self.sort.is_empty() {
            return Err(Failure::Usage(format!(
                "{option} has an order of its own; leave out --sort"
            )));
        }
        let is_of_processes = spec.key.iter().all(|name| ["pid", "tid"].contains(name));
        if !is_of_processes || spec.tree.is_some() {
            let view = spec.name;
            return Err(Failure::Usage(format!(
                "{option} is about processes one row each, which {view} does not show"
            )));
        }
        let mut sort = Vec::new();
        for name in ["start_ticks", "pid"] {
            sort.push(Sort { field: field(fields, name, &option)?.0, descending: newest });
        }
        Ok((sort, Some(self.limit.unwrap_or(1))))
    }

    /// A view that would be endless wants to be told what of it is meant.
    fn check_needs(
        &self,
        fields: &[Info],
        filter: &Filter,
        words: &[Selector],
    ) -> Result<(), Failure> {
        let spec = self.view.spec();
        let filters = std::iter::once(filter).chain(words.iter().map(|word| &word.filter));
        let mentioned: Vec<usize> = filters.flat_map(Filter::fields).collect();
        let is_mentioned = |name: &&str| {
            mentioned.iter().any(|number| fields.get(*number).is_some_and(|f| f.name == *name))
        };
        if spec.needs.iter().all(|any| any.iter().any(is_mentioned)) {
            return Ok(());
        }
        let example = spec.examples.first().map_or("", |(line, _)| line);
        let name = spec.name;
        Err(Failure::Usage(format!("{name} needs {}; for example: {example}", spec.words)))
    }

    /// Whether an option of the tool was given.
    fn has(&self, long: &str) -> bool {
        self.own.iter().any(|(option, _)| option.long == long)
    }

    /// Whether each task of a process is a row of its own.
    fn tasks(&self) -> Result<bool, Failure> {
        let is_asked = |option: &&Opt| matches!(option.effect, Effect::Tasks { .. });
        let Some(option) = self.own.iter().map(|(option, _)| option).find(is_asked) else {
            return Ok(false);
        };
        let spec = self.view.spec();
        if self.view.has_tasks() {
            return Ok(true);
        }
        let view = spec.name;
        Err(Failure::Usage(format!("{} shows threads, which {view} does not", called(option))))
    }
}

/// What an option is called in a message.
pub(crate) fn called(option: &Opt) -> String {
    match option.short {
        ' ' => format!("--{}", option.long),
        short => format!("-{short}"),
    }
}

/// The parts of lists between commas or blanks.
pub(crate) fn values(lists: &[String]) -> Vec<&str> {
    lists.iter().flat_map(|list| list.split([',', ' '])).filter(|value| !value.is_empty()).collect()
}

/// The field of this name, or the nearest name in the complaint.
fn field<'f>(fields: &'f [Info], name: &str, option: &str) -> Result<(usize, &'f Info), Failure> {
    let exact = fields.iter().position(|field| field.name == name);
    let number = exact.or_else(|| fields.iter().position(|field| field.answers_to(name)));
    if let Some(found) = number.and_then(|number| Some((number, fields.get(number)?))) {
        return Ok(found);
    }
    let names =
        fields.iter().flat_map(|f| std::iter::once(f.name).chain(f.aliases.iter().copied()));
    let shown = crate::sanitise::visible(name.as_bytes());
    Err(Failure::Usage(match suggest::nearest(name, names) {
        Some(close) => format!("{option}: no field `{shown}`; did you mean `{close}`?"),
        None => format!("{option}: no field `{shown}`; --list-fields lists them"),
    }))
}
