//! An earlier `--report`, read again: what is now is measured from it, or compared with it.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use pcore::growth::Look;
use pcore::view::common::Common;
use pcore::{Absent, Cells, Info, Kind, Run, Value, View, root};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::output::json::Writer;
use crate::output::report::SCHEMA;
use crate::{Failure, human};

/// The key of a row under which the bytes of its texts are that are not UTF-8.
const RAW: &str = "raw";

/// A larger report is refused: it would hardly fit into memory.
const LIMIT: u64 = 1 << 30;

/// An earlier report of a view.
#[derive(Debug, Deserialize)]
pub(crate) struct Earlier {
    tool: String,
    view: String,
    schema: u32,
    boot_id: Option<String>,
    collected_at: Option<String>,
    complete: bool,
    rows: Vec<Row>,
}

/// A row of a report.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    values: Map<String, Json>,
    /// Why what is absent is.
    absent: Map<String, Json>,
}

impl Earlier {
    /// Reads a report of this view.
    ///
    /// # Errors
    /// Why it is none, as a sentence for the user.
    pub(crate) fn read(path: &Path, view: &dyn View) -> Result<Self, Failure> {
        let shown = crate::sanitise::visible(path.as_os_str().as_encoded_bytes());
        let wrong = |what: &str| Failure::Usage(format!("{shown}: {what}"));
        let text = root::read_outside(path, LIMIT).map_err(|error| wrong(&error.to_string()))?;
        let report: Self = serde_json::from_slice(&text)
            .map_err(|error| wrong(&format!("is not what --report writes ({error})")))?;
        let spec = view.spec();
        if (&*report.tool, &*report.view) != (spec.tool, spec.name) {
            let (tool, name) = (&report.tool, &report.view);
            let of = crate::sanitise::visible(format!("{tool} {name}").as_bytes()).into_owned();
            return Err(wrong(&format!("is of {of}, not of {} {}", spec.tool, spec.name)));
        }
        if report.schema != SCHEMA {
            return Err(wrong(&format!("was written by another version ({})", report.schema)));
        }
        Ok(report)
    }

    /// Whether all that there was could be read.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// Its rows, in their order.
    pub(crate) fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.iter()
    }

    /// Where a row stands in it.
    pub(crate) fn place(&self, row: &Row) -> Option<usize> {
        self.rows.iter().position(|known| std::ptr::eq(known, row))
    }

    /// The names of the fields that its rows have, in their order.
    pub(crate) fn fields(&self) -> Vec<String> {
        let names = self.rows.first().into_iter().flat_map(|row| row.values.keys());
        names.filter(|name| *name != RAW).cloned().collect()
    }

    /// The report as a look at the counters of its view, from which a run may measure.
    ///
    /// # Errors
    /// Why it cannot, as a sentence for the user.
    pub(crate) fn look(
        &self,
        view: &'static dyn View,
        run: &std::sync::Arc<Run>,
    ) -> Result<Look, Failure> {
        let boot = Common::of_run(run).boot.as_deref().ok();
        if boot != self.boot_id.as_deref().map(str::as_bytes) {
            return Err(Failure::Usage(
                "--since: the report is of another boot, and counters begin anew with each"
                    .to_owned(),
            ));
        }
        let at = self.collected_at.as_deref().and_then(|at| moment(at).ok());
        let fields = view.fields();
        let rows = self.rows.iter().map(|row| {
            let fields = &fields;
            move |field: usize| row.cell(fields.get(field).ok_or(Absent::Unsupported)?)
        });
        Ok(Look::reported(view, at, rows))
    }
}

impl Row {
    /// A row that is now, as a report would hold it.
    pub(crate) fn written(writer: &Writer, row: &dyn Cells) -> Self {
        let object = |text: &[u8]| serde_json::from_slice(text).unwrap_or_default();
        let (mut values, mut absent) = (Vec::new(), Vec::new());
        writer.object(&mut values, row);
        writer.absences(&mut absent, row);
        Self { values: object(&values), absent: object(&absent) }
    }

    /// Its values, by the names of fields.
    pub(crate) fn values(&self) -> &Map<String, Json> {
        &self.values
    }

    /// The bytes of a text that is not UTF-8, as base64.
    pub(crate) fn raw(&self, name: &str) -> Option<&Json> {
        self.values.get(RAW).and_then(|raw| raw.get(name))
    }

    /// Whether there is, or may be, a value that could not be read.
    pub(crate) fn is_gap(&self, name: &str) -> bool {
        let reason = self.absent.get(name).and_then(Json::as_str);
        !self.values.contains_key(name)
            || Absent::ALL.iter().any(|absent| Some(absent.word()) == reason && absent.is_gap())
    }

    /// The value of a field. What the report does not show is not provided.
    pub(crate) fn cell(&self, info: &Info) -> Result<Value<'static>, Absent> {
        match self.values.get(info.name) {
            None => Err(Absent::Unsupported),
            Some(Json::Null) => {
                let word = self.absent.get(info.name).and_then(Json::as_str);
                let reason = Absent::ALL.into_iter().find(|absent| Some(absent.word()) == word);
                Err(reason.unwrap_or(Absent::NotApplicable))
            }
            Some(json) => value(info.kind, json, self.raw(info.name)),
        }
    }
}

/// The value that was written as this JSON; `raw` has the bytes of what is not UTF-8.
fn value(kind: Kind, json: &Json, raw: Option<&Json>) -> Result<Value<'static>, Absent> {
    Ok(match (kind, json) {
        (Kind::Limit, Json::String(word)) if word == human::UNLIMITED => Value::Uint(u64::MAX),
        (Kind::Pointer, Json::String(address)) => {
            let digits = address.trim_start_matches("0x");
            Value::Uint(u64::from_str_radix(digits, 16).map_err(|_| Absent::Malformed)?)
        }
        (Kind::Time, Json::String(moment)) => Value::Time(self::moment(moment)?),
        (Kind::Address, Json::String(text)) => match text.parse() {
            Ok(address) => Value::Ip(address),
            Err(_) => self::text(text, raw)?,
        },
        (Kind::Seconds | Kind::Percent | Kind::BytesPerSecond, Json::Number(number)) => {
            Value::Float(number.as_f64().ok_or(Absent::Malformed)?)
        }
        (_, Json::Number(number)) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => Value::Uint(number),
            (_, Some(number), _) => Value::Int(number),
            (.., number) => Value::Float(number.ok_or(Absent::Malformed)?),
        },
        (_, Json::Bool(yes)) => Value::Bool(*yes),
        (_, Json::String(text)) => self::text(text, raw)?,
        (_, Json::Array(values)) => {
            let raw = |at: usize| raw.and_then(|raw| raw.get(at));
            let element = |(at, json)| value(kind.element(), json, raw(at));
            Value::List(values.iter().enumerate().map(element).collect::<Result<_, _>>()?)
        }
        _ => return Err(Absent::Malformed),
    })
}

/// A moment in nanoseconds since the epoch.
fn moment(text: &str) -> Result<i64, Absent> {
    let moment: Timestamp = text.parse().map_err(|_| Absent::Malformed)?;
    moment.as_nanosecond().try_into().map_err(|_| Absent::Malformed)
}

fn text(text: &str, raw: Option<&Json>) -> Result<Value<'static>, Absent> {
    let bytes = match raw.and_then(Json::as_str) {
        Some(raw) => STANDARD.decode(raw).map_err(|_| Absent::Malformed)?,
        None => text.as_bytes().to_vec(),
    };
    Ok(Value::Text(bytes.into()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        for (kind, json, expected) in [
            (Kind::Count, json!(7), Value::Uint(7)),
            (Kind::Number, json!(-7), Value::Int(-7)),
            (Kind::Seconds, json!(7), Value::Float(7.0)),
            (Kind::Limit, json!("unlimited"), Value::Uint(u64::MAX)),
            (Kind::Pointer, json!("0xff"), Value::Uint(255)),
            (Kind::Time, json!("1970-01-01T00:00:01Z"), Value::Time(1_000_000_000)),
            (Kind::Address, json!("::1"), Value::Ip("::1".parse().unwrap())),
            (Kind::Text, json!("lo"), Value::text(b"lo")),
            (Kind::List(&Kind::Id), json!([1, 2]), Value::List(vec![1_u64.into(), 2_u64.into()])),
        ] {
            assert_eq!(value(kind, &json, None), Ok(expected), "{kind:?}");
        }
        let raw = json!("/w==");
        assert_eq!(value(Kind::Text, &json!("\u{fffd}"), Some(&raw)), Ok(Value::text(b"\xff")));
        assert_eq!(value(Kind::Count, &json!({}), None), Err(Absent::Malformed));
    }

    #[test]
    fn what_is_absent_keeps_its_reason() {
        let row: Row = serde_json::from_value(json!({
            "values": { "netns": null },
            "absent": { "netns": "denied" },
        }))
        .unwrap();
        let view = crate::tool::PNET.first().unwrap();
        let fields = view.fields();
        let info = |name: &str| fields.iter().find(|info| info.name == name).unwrap();
        assert_eq!(row.cell(info("netns")), Err(Absent::Denied));
        assert_eq!(row.cell(info("protocol")), Err(Absent::Unsupported));
    }
}
