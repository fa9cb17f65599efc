//! The tables of the README, each between a marker that names it and one that ends it, and what its
//! examples print. The prose around them is nobody's but its author's.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use pcli::tool::TOOLS;
use pcore::view;

use super::{Generated, examples};

const FILE: &str = "README.md";
const END: &str = "<!-- end -->";

/// A table of the README.
struct Table {
    /// The name in its marker.
    name: &'static str,
    /// What belongs there.
    text: fn() -> Result<String>,
}

const TABLES: &[Table] =
    &[Table { name: "views", text: views }, Table { name: "fields", text: fields }];

/// The README with its tables and the answers of its examples made anew.
pub(super) fn generate(root: &Path) -> Result<Vec<Generated>> {
    let mut text = fs::read_to_string(root.join(FILE)).context("cannot read README.md")?;
    for table in TABLES {
        text = replaced(&text, table.name, &(table.text)()?)?;
    }
    text = examples::replaced(root, &text)?;
    Ok(vec![Generated { path: PathBuf::from(FILE), content: text.into_bytes() }])
}

/// The text with what lies between a table's markers replaced.
fn replaced(text: &str, name: &str, table: &str) -> Result<String> {
    let marker = format!("<!-- generated: {name} -->\n");
    let (before, rest) =
        text.split_once(&marker).with_context(|| format!("{FILE} lacks `{}`", marker.trim()))?;
    let (_, after) =
        rest.split_once(END).with_context(|| format!("{FILE}: `{name}` lacks `{END}`"))?;
    Ok(format!("{before}{marker}{table}{END}{after}"))
}

/// Every view of every tool.
fn views() -> Result<String> {
    let mut table = "| command | also | shows |\n|---|---|---|\n".to_owned();
    for tool in TOOLS {
        for (number, view) in tool.views.iter().enumerate() {
            let spec = view.spec();
            let names: Vec<String> = std::iter::once(spec.name)
                .chain(spec.aliases.iter().copied())
                .map(|name| format!("`{} {name}`", tool.name))
                .collect();
            // The first view needs no name.
            let (command, also) = match names.split_first() {
                Some((first, others)) if number > 0 => (first.clone(), others.join(", ")),
                _ => (format!("`{}`", tool.name), names.join(", ")),
            };
            writeln!(table, "| {command} | {also} | {} |", spec.about)?;
        }
    }
    Ok(table)
}

/// The fields that a view shows unless others are named, and how many it has.
fn fields() -> Result<String> {
    let mut table = "| view | shows by default | of |\n|---|---|---|\n".to_owned();
    for view in view::all() {
        let spec = view.spec();
        let shown = spec.default_fields.join(", ");
        writeln!(
            table,
            "| `{} {}` | {shown} | {} fields |",
            spec.tool,
            spec.name,
            view.fields().iter().filter(|field| field.growth.is_none()).count()
        )?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_between_the_markers_changes() {
        let text = "a\n<!-- generated: t -->\nold\n<!-- end -->\nb\n";
        let new = replaced(text, "t", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- generated: t -->\nnew\n<!-- end -->\nb\n");
        assert_eq!(replaced(&new, "t", "new\n").unwrap(), new);
        assert!(replaced(text, "other", "").is_err());
        assert!(replaced("<!-- generated: t -->\n", "t", "").is_err());
    }
}
