//! A check of rows against the JSON Schema that `--schema` prints: as much of the standard as those
//! schemas use, and an error for anything else.

use serde_json::Value;

use super::Row;

/// Checks that the rows are what the schema of their view promises.
pub(crate) fn check(schema: &str, rows: &[Row]) {
    let schema: Value = serde_json::from_str(schema).expect("a schema is JSON");
    let rows: Vec<Value> = rows.iter().map(|row| Value::Object(row.0.clone())).collect();
    matches(&schema, &Value::Array(rows), "$").unwrap();
}

/// What is known to say nothing about validity.
const NOTES: [&str; 6] = ["$schema", "$id", "title", "description", "x-unit", "format"];

fn matches(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    for (keyword, wanted) in schema.as_object().ok_or("a schema is an object")? {
        match keyword.as_str() {
            note if NOTES.contains(&note) => {}
            "type" => check_type(wanted, value, at)?,
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    matches(wanted, item, &format!("{at}[{number}]"))?;
                }
            }
            "properties" => {
                for (name, property) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = wanted.get(name) {
                        matches(schema, property, &format!("{at}.{name}"))?;
                    }
                }
            }
            "additionalProperties" => {
                for (name, property) in value.as_object().into_iter().flatten() {
                    let is_named = schema.get("properties").is_some_and(|p| p.get(name).is_some());
                    match wanted {
                        _ if is_named => {}
                        Value::Bool(true) => {}
                        Value::Bool(false) => return Err(format!("{at} has {name}")),
                        schema => matches(schema, property, &format!("{at}.{name}"))?,
                    }
                }
            }
            "required" => {
                for name in wanted.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.get(name).is_none() {
                        return Err(format!("{at} lacks {name}"));
                    }
                }
            }
            "oneOf" => {
                let choices = wanted.as_array().into_iter().flatten();
                let count = choices.filter(|schema| matches(schema, value, at).is_ok()).count();
                if count != 1 {
                    return Err(format!("{at}: {value} is {count} of {wanted}"));
                }
            }
            "enum" => {
                if !wanted.as_array().is_some_and(|values| values.contains(value)) {
                    return Err(format!("{at}: {value} is none of {wanted}"));
                }
            }
            other => return Err(format!("this check does not know {other:?}")),
        }
    }
    Ok(())
}

fn check_type(wanted: &Value, value: &Value, at: &str) -> Result<(), String> {
    let is = |name: &str| match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => {
            name == "number" || name == "integer" && (number.is_i64() || number.is_u64())
        }
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    };
    let names = wanted.as_array().map_or(std::slice::from_ref(wanted), Vec::as_slice);
    if names.iter().filter_map(Value::as_str).any(is) {
        Ok(())
    } else {
        Err(format!("{at}: {value} is not of type {wanted}"))
    }
}
