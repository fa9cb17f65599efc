//! The registry itself: the views of a tool, the fields of a view, the schema of its rows.

use std::io::{self, Write};

use pcore::{Kind, Trees, View, view};
use serde_json::{Value, json};
use tabled::builder::Builder;
use tabled::settings::{Padding, Style as Border};

use crate::output::Format;
use crate::output::report::SCHEMA;
use crate::request::Request;
use crate::stream::Output;

/// Prints what the request asks of the registry.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(out: &mut Output, request: &Request) -> io::Result<()> {
    if request.schema {
        return writeln!(out, "{:#}", schema(request.view));
    }
    let as_json = request.format != Format::Text;
    let (entries, columns): (Vec<Value>, &[&str]) = if request.list_views {
        let views = request.tool.views.iter().copied();
        (views.map(view_entry).collect(), &["view", "aliases", "about"])
    } else {
        (field_entries(request.view), &["name", "type", "unit", "aliases", "doc"])
    };
    if as_json {
        return writeln!(out, "{:#}", Value::Array(entries));
    }
    let mut builder = Builder::default();
    if request.headings {
        builder.push_record(columns.iter().map(|column| column.to_uppercase()));
    }
    for entry in &entries {
        builder.push_record(columns.iter().map(|column| cell(entry.get(column))));
    }
    let mut drawn = builder.build();
    drawn.with(Border::empty()).with(Padding::new(0, 2, 0, 0));
    for line in drawn.to_string().lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn cell(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(texts)) => {
            texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
        }
        _ => String::new(),
    }
}

fn view_entry(view: &'static dyn View) -> Value {
    let spec = view.spec();
    let sources: Vec<&str> = view::files(view).iter().map(pcore::File::path).collect();
    json!({
        "tool": spec.tool,
        "view": spec.name,
        "about": spec.about,
        "aliases": spec.aliases,
        "key": spec.key,
        "sources": sources,
        "default_fields": spec.default_fields,
        "moving_fields": spec.moving_fields,
        "default_filter": spec.default_filter.map(|usual| usual.filter),
    })
}

fn field_entries(view: &'static dyn View) -> Vec<Value> {
    let fields = view.fields();
    let entry = |(number, info): (usize, pcore::Info)| {
        let sources: Vec<&str> =
            view.files(number, Trees::All).iter().map(|file| file.path()).collect();
        json!({
            "view": view.spec().name,
            "name": info.name,
            "header": info.header,
            "type": info.kind.json_type(),
            "unit": info.kind.unit(),
            "doc": info.doc,
            "aliases": info.aliases,
            "counter": info.counter,
            "growth_of": info.growth.and_then(|growth| Some(fields.get(growth.of)?.name)),
            "sources": sources,
        })
    };
    fields.iter().copied().enumerate().map(entry).collect()
}

/// The JSON Schema of a view's rows, as `--json` prints them.
pub fn schema(view: &dyn View) -> Value {
    let spec = view.spec();
    let mut properties: serde_json::Map<String, Value> = view
        .fields()
        .iter()
        .map(|info| {
            let mut schema = of_kind(info.kind);
            if let Some(fields) = schema.as_object_mut() {
                fields.insert("description".to_owned(), info.doc.into());
                if let Some(unit) = info.kind.unit() {
                    fields.insert("x-unit".to_owned(), unit.into());
                }
            }
            (info.name.to_owned(), schema)
        })
        .collect();
    properties.insert(
        "raw".to_owned(),
        json!({
            "type": "object",
            "description": "Bytes of the texts that are not UTF-8, as base64, by field.",
            "additionalProperties": {
                "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }]
            },
        }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:prockit:{}:{}:{SCHEMA}", spec.tool, spec.name),
        "title": format!("{} {}", spec.tool, spec.name),
        "description": spec.about,
        "type": "array",
        "items": { "type": "object", "properties": properties, "additionalProperties": false },
    })
}

/// What a value of the kind is in JSON; what is absent is null.
fn of_kind(kind: Kind) -> Value {
    let types = json!([kind.json_type(), "null"]);
    match kind {
        Kind::List(element) => json!({ "type": types, "items": { "type": element.json_type() } }),
        Kind::Time => json!({ "type": types, "format": "date-time" }),
        Kind::Limit => json!({ "type": ["integer", "string", "null"] }),
        _ => json!({ "type": types }),
    }
}
