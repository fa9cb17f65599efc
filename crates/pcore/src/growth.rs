//! How counters grow: the difference between two looks at the same rows.
//!
//! Every field that is a counter has two more beside it, made here: by how much it grew, and how fast
//! that is. The earlier look is one that is taken of the view before its rows are read, that of the
//! round before in a run that repeats, or an earlier report. It is only taken when growth is asked
//! for.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use rustc_hash::FxHashMap;

use crate::field::Info;
use crate::order;
use crate::plan::Plan;
use crate::query::{self, Query};
use crate::run::{Run, lock};
use crate::view::{Spec, View};
use crate::{Absent, Cells, Kind, Value};

/// What of a counter a field tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// By how much it grew in a second.
    Rate,
    /// By how much it grew.
    Delta,
}

impl Measure {
    /// All that is told of a counter, in the order of the fields.
    const ALL: [Self; 2] = [Self::Rate, Self::Delta];

    /// The name of the field that tells it of the counter of this name.
    pub fn name(self, counter: &str) -> String {
        match self {
            Self::Rate => format!("{counter}_rate"),
            Self::Delta => format!("{counter}_delta"),
        }
    }

    /// The field that tells it of a counter, whose number is `of`; `whole` is that of the counter that
    /// it is a share of. Its texts last, like those that are written in tables of fields: a view makes
    /// its fields once.
    fn field(self, of: usize, whole: Option<usize>, counter: &Info) -> Info {
        let name = counter.name;
        let (kind, header, doc) = match (self, counter.kind) {
            (Self::Rate, Kind::Seconds) => (
                Kind::Percent,
                format!("%{}", counter.header),
                match counter.share_of {
                    Some(whole) => {
                        format!(
                            "Growth of {name} between two looks, as a share of that of {whole}."
                        )
                    }
                    None => format!(
                        "Growth of {name} between two looks, as a share of the time between them."
                    ),
                },
            ),
            (Self::Rate, kind) => (
                if kind == Kind::Bytes { Kind::BytesPerSecond } else { Kind::Number },
                format!("{}/S", counter.header),
                format!("Growth of {name} in a second, between two looks."),
            ),
            (Self::Delta, kind) => (
                kind,
                format!("+{}", counter.header),
                format!("Growth of {name} between two looks."),
            ),
        };
        Info {
            name: self.name(name).leak(),
            header: header.leak(),
            kind,
            doc: doc.leak(),
            volatile: true,
            growth: Some(Growth { of, whole, measure: self }),
            group: counter.group,
            ..Info::BASE
        }
    }
}

/// What a field tells of which counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The number of the counter's field.
    pub of: usize,
    /// The number of the field of which its growth is a share, if that is not the time.
    pub whole: Option<usize>,
    /// What of it is told.
    pub measure: Measure,
}

/// Adds what is told of how the counters among these fields grow.
pub(crate) fn extend(fields: &mut Vec<Info>) {
    let number = |name: &str| fields.iter().position(|info| info.name == name);
    let counters = fields.iter().enumerate().filter(|(_, info)| info.counter);
    let growth: Vec<Info> = counters
        .flat_map(|(of, info)| {
            let whole = info.share_of.and_then(number);
            Measure::ALL.map(|measure| measure.field(of, whole, info))
        })
        .collect();
    fields.extend(growth);
}

/// The earlier looks that growth is measured from, by the tool and name of their views.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    before: Mutex<FxHashMap<Name, Arc<Look>>>,
    /// This run's own looks, from which the next one measures.
    taken: Mutex<FxHashMap<Name, Arc<Look>>>,
}

type Name = (&'static str, &'static str);

const fn name(spec: &Spec) -> Name {
    (spec.tool, spec.name)
}

/// The counters of a view as they were at a moment.
#[derive(Debug)]
pub struct Look {
    at: Moment,
    /// The fields that tell a row, by number.
    key: Vec<usize>,
    /// The counters, by number.
    counters: Vec<usize>,
    /// Their values, by the key of the row.
    rows: FxHashMap<Box<[u8]>, Values>,
}

type Values = Box<[Result<Value<'static>, Absent>]>;

/// When a look was taken.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// By this program.
    Here(Instant),
    /// By another, in nanoseconds since the epoch; without it there are no rates.
    Elsewhere(Option<i64>),
}

impl Look {
    /// The look that an earlier report is, which was made at a moment in nanoseconds since the epoch,
    /// if that is known. Each of its rows is a function from the number of a field to its value.
    pub fn reported<R>(
        view: &'static dyn View,
        at: Option<i64>,
        rows: impl IntoIterator<Item = R>,
    ) -> Self
    where
        R: Fn(usize) -> Result<Value<'static>, Absent>,
    {
        let mut look = Self::empty(view, Moment::Elsewhere(at), counters(view).collect());
        for row in rows {
            look.add(&row);
        }
        look
    }

    fn empty(view: &'static dyn View, at: Moment, counters: Vec<usize>) -> Self {
        let key = query::key(view, view.fields()).collect();
        Self { at, key, counters, rows: FxHashMap::default() }
    }

    /// The bytes that tell a row from others.
    fn key<'v>(&self, cell: &dyn Fn(usize) -> Result<Value<'v>, Absent>) -> Vec<u8> {
        let mut key = Vec::new();
        for field in &self.key {
            order::encode(&mut key, &cell(*field), false);
        }
        key
    }

    fn add<'v>(&mut self, cell: &dyn Fn(usize) -> Result<Value<'v>, Absent>) {
        let values =
            self.counters.iter().map(|field| cell(*field).and_then(|value| number(&value)));
        let values: Values = values.collect();
        self.rows.insert(self.key(cell).into(), values);
    }

    /// Looks at the counters of a view.
    fn take(
        run: &Arc<Run>,
        view: &'static dyn View,
        all_netns: bool,
        counters: Vec<usize>,
    ) -> Option<Self> {
        let mut look = Self::empty(view, Moment::Here(Instant::now()), counters);
        let shown: Vec<usize> = look.key.iter().chain(&look.counters).copied().collect();
        let columns: FxHashMap<usize, usize> =
            shown.iter().enumerate().map(|(column, field)| (*field, column)).collect();
        let plan = Arc::new(Plan::new(run, Query { all_netns, ..Query::new(view, shown) }));
        view.scan(run, &plan, &mut |picked| {
            for row in picked.rows.iter() {
                look.add(&|field| row.get(*columns.get(&field).ok_or(Absent::Unsupported)?));
            }
        })
        .ok()?;
        Some(look)
    }

    fn seconds(&self, run: &Run) -> Result<f64, Absent> {
        let seconds = match self.at {
            Moment::Here(at) => at.elapsed().as_secs_f64(),
            Moment::Elsewhere(at) => {
                let at = at.ok_or(Absent::Unsupported)?;
                run.host.facts().now?.saturating_sub(at) as f64 / 1e9
            }
        };
        if seconds > 0.0 { Ok(seconds) } else { Err(Absent::NotApplicable) }
    }
}

impl Looks {
    /// Takes the look that growth is measured from, if any of these fields tells growth, and lets
    /// some time go by.
    pub(crate) fn take(
        &self,
        run: &Arc<Run>,
        view: &'static dyn View,
        all_netns: bool,
        fields: &[usize],
    ) {
        let infos = view.fields();
        let growths = fields.iter().filter_map(|field| infos.get(*field)?.growth);
        let mut counters: Vec<usize> =
            growths.flat_map(|growth| std::iter::once(growth.of).chain(growth.whole)).collect();
        counters.sort_unstable();
        counters.dedup();
        let name = name(view.spec());
        let is_reported = |look: &Arc<Look>| matches!(look.at, Moment::Elsewhere(_));
        // In a capture no time goes by.
        if counters.is_empty()
            || !run.root.is_procfs()
            || lock(&self.before).get(&name).is_some_and(is_reported)
        {
            return;
        }
        let began = Instant::now();
        // What cannot be read now is told of the rows.
        let Some(look) = run.quietly(|| Look::take(run, view, all_netns, counters)) else { return };
        let look = Arc::new(look);
        lock(&self.taken).insert(name, look.clone());
        if lock(&self.before).contains_key(&name) {
            return;
        }
        std::thread::sleep(run.pace.interval.saturating_sub(began.elapsed()));
        lock(&self.before).insert(name, look);
    }

    /// Measures from the looks that an earlier run took, or measured from if they are reports.
    pub(crate) fn follow(&self, earlier: &Self) {
        let mut before = lock(&self.before);
        before.extend(lock(&earlier.before).iter().map(|(name, look)| (*name, look.clone())));
        before.extend(lock(&earlier.taken).iter().map(|(name, look)| (*name, look.clone())));
    }

    /// Measures a view from this look.
    pub(crate) fn since(&self, view: &'static dyn View, look: Look) {
        lock(&self.before).insert(name(view.spec()), Arc::new(look));
    }

    /// What a row's counter tells. What was not there before has not grown, and what is smaller now
    /// began anew: both have no growth.
    pub(crate) fn grown(
        &self,
        run: &Run,
        spec: &'static Spec,
        row: &dyn Cells,
        growth: Growth,
    ) -> Result<Value<'static>, Absent> {
        let look = lock(&self.before).get(&name(spec)).cloned().ok_or(Absent::Unsupported)?;
        let key = look.key(&|field| row.cell(field));
        let before = look.rows.get(&*key).ok_or(Absent::NotApplicable)?;
        let grown = |of: usize| {
            let now = number(&row.cell(of)?)?;
            let counter = look.counters.iter().position(|field| *field == of);
            let before = counter.and_then(|counter| before.get(counter));
            let before = before.ok_or(Absent::Unsupported)?;
            difference(&now, before.as_ref().map_err(|absent| *absent)?)
        };
        // An earlier report need not have the whole; the clock tells nearly the same.
        let whole = || match grown(growth.whole?) {
            Ok(Value::Float(seconds)) if seconds > 0.0 => Some(seconds),
            _ => None,
        };
        let grown = grown(growth.of)?;
        match growth.measure {
            Measure::Delta => Ok(grown),
            Measure::Rate => {
                let rate = match grown {
                    Value::Uint(count) => count as f64 / look.seconds(run)?,
                    // Seconds in a second are a share.
                    Value::Float(seconds) => {
                        seconds * 100.0 / whole().map_or_else(|| look.seconds(run), Ok)?
                    }
                    _ => return Err(Absent::Malformed),
                };
                // More than two decimals are noise of the clock.
                Ok(Value::Float((rate * 100.0).round() / 100.0))
            }
        }
    }
}

/// The counters of a view.
fn counters(view: &dyn View) -> impl Iterator<Item = usize> {
    view.fields().iter().enumerate().filter(|(_, info)| info.counter).map(|(field, _)| field)
}

/// A counter's value, apart from its row.
fn number(value: &Value<'_>) -> Result<Value<'static>, Absent> {
    match value {
        Value::Uint(count) => Ok(Value::Uint(*count)),
        Value::Int(count) => {
            u64::try_from(*count).map(Value::Uint).map_err(|_| Absent::NotApplicable)
        }
        Value::Float(seconds) => Ok(Value::Float(*seconds)),
        _ => Err(Absent::NotApplicable),
    }
}

fn difference(now: &Value<'_>, before: &Value<'_>) -> Result<Value<'static>, Absent> {
    match (now, before) {
        (Value::Uint(now), Value::Uint(before)) => now.checked_sub(*before).map(Value::Uint),
        (Value::Float(now), Value::Float(before)) if now >= before => {
            Some(Value::Float(now - before))
        }
        _ => None,
    }
    .ok_or(Absent::NotApplicable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter(kind: Kind) -> Info {
        Info { name: "seen", header: "SEEN", kind, counter: true, ..Info::BASE }
    }

    #[test]
    fn a_counter_has_a_rate_and_a_delta() {
        let rate = Measure::Rate.field(3, None, &counter(Kind::Bytes));
        assert_eq!(
            (rate.name, rate.header, rate.kind),
            ("seen_rate", "SEEN/S", Kind::BytesPerSecond)
        );
        let share = Measure::Rate.field(3, None, &counter(Kind::Seconds));
        assert_eq!((share.header, share.kind), ("%SEEN", Kind::Percent));
        let delta = Measure::Delta.field(3, None, &counter(Kind::Bytes));
        assert_eq!((delta.name, delta.kind), ("seen_delta", Kind::Bytes));
        assert_eq!(delta.growth, Some(Growth { of: 3, whole: None, measure: Measure::Delta }));
    }

    #[test]
    fn what_began_anew_has_not_grown() {
        assert_eq!(difference(&Value::Uint(7), &Value::Uint(5)), Ok(Value::Uint(2)));
        assert_eq!(difference(&Value::Uint(5), &Value::Uint(7)), Err(Absent::NotApplicable));
        assert_eq!(difference(&Value::Float(2.5), &Value::Float(1.0)), Ok(Value::Float(1.5)));
        assert_eq!(number(&Value::Int(-1)), Err(Absent::NotApplicable));
    }
}
