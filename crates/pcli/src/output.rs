//! The forms that rows take: tables, JSON, CSV, reports.

pub(crate) mod csv;
pub(crate) mod excerpts;
pub(crate) mod graph;
pub(crate) mod history;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod page;
pub(crate) mod pids;
pub(crate) mod prometheus;
pub(crate) mod report;
pub(crate) mod sections;
pub(crate) mod table;
pub(crate) mod text;

use pcore::Info;

use crate::ps::Form;

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A table, or a page where the view is one.
    Text,
    /// One array.
    Json,
    /// One object a line, as rows come.
    JsonLines,
    /// Comma-separated values.
    Csv,
    /// A document for audits.
    Report,
    /// A table in Markdown.
    Markdown,
    /// A picture for Graphviz.
    Dot,
    /// The processes of the rows by their numbers, each once, one a line.
    Pids,
    /// Metrics, in the text format of Prometheus.
    Prometheus,
}

impl Format {
    /// The names that `--format` takes.
    pub(crate) const NAMES: [(&'static str, Self); 9] = [
        ("table", Self::Text),
        ("json", Self::Json),
        ("jsonl", Self::JsonLines),
        ("csv", Self::Csv),
        ("report", Self::Report),
        ("markdown", Self::Markdown),
        ("dot", Self::Dot),
        ("pids", Self::Pids),
        ("prometheus", Self::Prometheus),
    ];
}

/// A column of the output.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The field's number in its view.
    pub(crate) number: usize,
    /// What the field is.
    pub(crate) info: Info,
    /// The heading, which the user may have changed.
    pub(crate) title: String,
    /// How ps writes the values, where it was asked for in the way of ps.
    pub(crate) form: Option<Form>,
}

impl Column {
    /// The column of a field under its own heading.
    pub(crate) fn of(number: usize, info: &Info) -> Self {
        Self { number, info: *info, title: info.header.to_owned(), form: None }
    }
}
