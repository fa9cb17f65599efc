//! Rows as metrics in the text format of Prometheus: each field that is a number is a family of
//! samples, one a row; the fields that tell the row are their labels.
//!
//! A family is called `prockit_VIEW_FIELD`, with the base unit and, of a counter, `_total` behind it.
//! What is absent has no sample.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use pcore::query::Table;
use pcore::rows::Row;
use pcore::view::{COUNTER, Export};
use pcore::{Info, Kind, Query, Run, Value, View};

use super::excerpts::parsed;
use super::{Column, json};
use crate::human;
use crate::stream::Output;

/// What every name begins with.
const PREFIX: &str = "prockit";
/// Fields that every view has: which machine it is knows who collects the metrics.
const COMMON: [&str; 3] = ["host", "boot_id", "collected_at"];

/// Prints the metrics of the rows, and of the other views that are exported with them.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    view: &dyn View,
    run: &Arc<Run>,
    table: &Table,
    columns: &[Column],
) -> io::Result<()> {
    families(out, view, table, columns)?;
    for Export { view, filter } in view.spec().exports {
        let Some(filter) = parsed(filter, view.fields()) else { continue };
        let columns = self::columns(*view, None);
        let shown = columns.iter().map(|column| column.number).collect();
        // The tree was read just now; should it be gone, there is nothing to add.
        let Ok(table) = (Query { filter, ..Query::new(*view, shown) }).table(run) else { continue };
        families(out, *view, &table, &columns)?;
    }
    Ok(())
}

/// The columns that metrics are made of: those that were chosen, or else all that are measured; and
/// those that tell a row, and how its counters change.
pub(crate) fn columns(view: &dyn View, chosen: Option<Vec<Column>>) -> Vec<Column> {
    let infos = view.fields();
    let column = |(number, info): (usize, &Info)| Column::of(number, info);
    let mut columns = chosen.unwrap_or_else(|| {
        let is_meant = |(_, info): &(usize, &Info)| info.growth.is_none() && is_measured(info);
        infos.iter().enumerate().filter(is_meant).map(column).collect()
    });
    let is_told = |(_, info): &(usize, &Info)| {
        is_label(view, info) || Some(info.name) == view.spec().behaviour
    };
    for label in infos.iter().enumerate().filter(is_told).map(column) {
        if !columns.iter().any(|column| column.number == label.number) {
            columns.push(label);
        }
    }
    columns
}

/// Whether a field tells which row it is.
fn is_label(view: &dyn View, info: &Info) -> bool {
    let spec = view.spec();
    let labels = if spec.labels.is_empty() { spec.key } else { spec.labels };
    !COMMON.contains(&info.name) && labels.contains(&info.name)
}

/// Whether a field is a quantity. A number that names something is none.
fn is_measured(info: &Info) -> bool {
    let is_number = matches!(info.kind.json_type(), "integer" | "number" | "boolean");
    let is_moment = info.kind == Kind::Time;
    // What has bits for reasons is asked for its value, too.
    let is_name = info.kind == Kind::Id && !info.volatile;
    (is_number || is_moment) && !is_name && !COMMON.contains(&info.name)
}

fn families(
    out: &mut Output,
    view: &dyn View,
    table: &Table,
    columns: &[Column],
) -> io::Result<()> {
    let (labels, measured): (Vec<_>, Vec<_>) =
        columns.iter().enumerate().partition(|(_, column)| is_label(view, &column.info));
    let rows: Vec<String> = table
        .rows()
        .map(|row| {
            let pairs = labels.iter().filter_map(|(at, column)| {
                let value = label(column.info.kind, &row.get(*at).ok()?)?;
                Some(format!("{}=\"{}\"", column.info.name, escaped(&value, true)))
            });
            pairs.collect::<Vec<_>>().join(",")
        })
        .collect();
    let behaviour =
        columns.iter().position(|column| Some(column.info.name) == view.spec().behaviour);
    let only_grows =
        |row: Row<'_>| behaviour.is_some_and(|at| row.get(at) == Ok(Value::word(COUNTER)));
    let measured = measured.into_iter().filter(|(_, column)| is_measured(&column.info));
    // What only grows in some rows is a family of these, and one of the others.
    let families = measured.flat_map(|(at, Column { info, .. })| {
        let is_split = info.counter && behaviour.is_some();
        let others = is_split.then_some((at, Info { counter: false, ..*info }, Some(false)));
        std::iter::once((at, *info, is_split.then_some(true))).chain(others)
    });
    for (at, info, growing) in families {
        let name = name(view, &info);
        // A row that cannot be told from one before would make the whole file invalid.
        let mut told = BTreeSet::new();
        let mut samples = String::new();
        for (row, labels) in table.rows().zip(&rows) {
            if growing.is_some_and(|growing| growing != only_grows(row)) {
                continue;
            }
            let value = row.get(at).ok().and_then(|value| sample(info.kind, &value));
            let Some(value) = value.filter(|_| told.insert(labels)) else { continue };
            let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
            let _ = writeln!(samples, "{name}{labels} {value}");
        }
        if samples.is_empty() {
            continue;
        }
        let family = if info.counter { "counter" } else { "gauge" };
        let help = escaped(info.doc, false);
        let head = format!("# HELP {name} {help}\n# TYPE {name} {family}\n");
        out.buffer().extend_from_slice(head.as_bytes());
        out.buffer().extend_from_slice(samples.as_bytes());
        out.settle()?;
    }
    Ok(())
}

/// The name of a family: what the view is called and the field, the base unit, and whether it only
/// grows.
fn name(view: &dyn View, info: &Info) -> String {
    let spec = view.spec();
    let unit = match info.kind {
        Kind::Bytes => "bytes",
        Kind::BytesPerSecond => "bytes_per_second",
        Kind::Seconds => "seconds",
        Kind::Percent => "ratio",
        Kind::Time => "timestamp_seconds",
        _ => "",
    };
    let of = spec.metrics.unwrap_or(spec.name).replace('-', "_");
    let mut parts: Vec<&str> = vec![PREFIX, &of];
    parts.extend(info.name.split('_'));
    // Neither is said twice, and a gauge must not look like a counter, nor like a part of a histogram.
    if info.counter && parts.last() == Some(&"total") {
        parts.pop();
    }
    let field = parts.join("_");
    let mut name = field.strip_suffix(&format!("_{unit}")).unwrap_or(&field).to_owned();
    for suffix in [unit, if info.counter { "total" } else { "" }] {
        if !suffix.is_empty() {
            name.push('_');
            name.push_str(suffix);
        }
    }
    for (reserved, instead) in [("_count", "_number"), ("_total", "_all"), ("_sum", "_added")] {
        if !info.counter
            && let Some(stem) = name.strip_suffix(reserved)
        {
            return format!("{stem}{instead}");
        }
    }
    name
}

/// A value in the base unit.
fn sample(kind: Kind, value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Uint(u64::MAX) if kind == Kind::Limit => "+Inf".to_owned(),
        Value::Uint(number) => number.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Bool(yes) => u8::from(*yes).to_string(),
        Value::Float(number) if !number.is_finite() => return None,
        Value::Float(number) if kind == Kind::Percent => {
            // Two digits behind the point of the percent, and no more that are made up.
            ((number * 1e4).round() / 1e6).to_string()
        }
        Value::Float(number) => json::rounded(kind, *number).to_string(),
        Value::Time(moment) => (*moment as f64 / 1e9).to_string(),
        _ => return None,
    })
}

/// A value as a label. Labels are UTF-8, so that odd bytes stand in the escape of the tables.
fn label(kind: Kind, value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Text(text) => crate::sanitise::visible(text).into_owned(),
        Value::Word(word) => word.clone().into_owned(),
        Value::Uint(number) if kind == Kind::Pointer => human::pointer(*number),
        Value::Ip(address) => address.to_string(),
        Value::Uint(_) | Value::Int(_) | Value::Bool(_) => sample(kind, value)?,
        _ => return None,
    })
}

/// A text with what has a meaning in the format escaped.
fn escaped(text: &str, is_quoted: bool) -> String {
    let text = text.replace('\\', "\\\\").replace('\n', "\\n");
    if is_quoted { text.replace('"', "\\\"") } else { text }
}

#[cfg(test)]
mod tests {
    use pcore::view::all;

    use super::*;

    fn named(view: &str, field: &str) -> String {
        let view = all().find(|known| known.to_string() == view).unwrap();
        let fields = view.fields();
        name(view, fields.iter().find(|info| info.name == field).unwrap())
    }

    #[test]
    fn names_have_the_base_unit_and_tell_counters() {
        for (view, field, name) in [
            ("psys disks", "read_bytes", "prockit_disks_read_bytes_total"),
            ("psys disks", "read_time", "prockit_disks_read_time_seconds_total"),
            ("psys disks", "in_flight", "prockit_disks_in_flight"),
            ("psys pressure", "total", "prockit_pressure_seconds_total"),
            ("psys pressure", "avg10", "prockit_pressure_avg10_ratio"),
            ("psys memory", "size", "prockit_memory_size_bytes"),
            ("psys memory", "count", "prockit_memory_number"),
            ("psys summary", "booted", "prockit_machine_booted_timestamp_seconds"),
            ("psys summary", "load1", "prockit_machine_load1"),
        ] {
            assert_eq!(named(view, field), name, "{view} {field}");
        }
    }

    /// Prometheus takes a family once.
    #[test]
    fn no_two_fields_of_a_view_share_a_name() {
        for view in all() {
            let mut names = BTreeSet::new();
            for info in view.fields().iter().filter(|info| is_measured(info)) {
                let name = name(view, info);
                assert!(names.insert(name.clone()), "{}: {name}", view.spec().name);
                let is_plain =
                    |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
                assert!(name.bytes().all(is_plain), "{name}");
                assert_eq!(name.ends_with("_total"), info.counter, "{name}");
            }
        }
    }

    #[test]
    fn what_is_exported_is_a_view_with_such_rows() {
        for view in all() {
            for export in view.spec().exports {
                let fields = export.view.fields();
                assert!(parsed(export.filter, fields).is_some(), "{}", export.filter);
            }
        }
    }

    #[test]
    fn values_are_in_base_units() {
        assert_eq!(sample(Kind::Percent, &Value::Float(12.34)).unwrap(), "0.1234");
        assert_eq!(sample(Kind::Limit, &Value::Uint(u64::MAX)).unwrap(), "+Inf");
        assert_eq!(sample(Kind::Bool, &Value::Bool(true)).unwrap(), "1");
        assert_eq!(sample(Kind::Text, &Value::text(b"7")), None);
    }

    #[test]
    fn labels_and_help_are_escaped() {
        assert_eq!(escaped("a\\b\"c\nd", true), "a\\\\b\\\"c\\nd");
        assert_eq!(escaped("say \"so\"\n", false), "say \"so\"\\n");
    }
}
