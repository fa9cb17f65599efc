//! What becomes of the rows of a request: lines that workers write, or values, and how they are
//! printed.

use std::io::{self, Write as _};
use std::sync::Arc;

use pcore::Run;
use pcore::lines::Writer;
use pcore::problem::Problems;
use pcore::query::{Listing, Table};
use pcore::view::Layout;

use crate::output::history::History;
use crate::output::table::{self, Above, Setting};
use crate::output::text::Style;
use crate::output::{self, Column, Format, json};
use crate::request::Request;
use crate::stream::{self, Output};

/// Who prints the rows of a run.
pub(crate) struct Renderer<'r> {
    pub(crate) request: &'r Request,
    pub(crate) columns: &'r [Column],
    pub(crate) run: &'r Arc<Run>,
}

/// What becomes of the rows.
pub(crate) enum Rendering {
    /// Lines, as they come.
    Stream(Arc<dyn Writer>),
    /// Lines in their order.
    Lines(Arc<dyn Writer>, Frame),
    /// Values, of which more is to be known than the rows one by one.
    Values(Whole),
}

/// What lines stand in.
#[derive(Clone, Copy)]
pub(crate) enum Frame {
    /// Columns.
    Table,
    /// One array.
    Array,
    /// Nothing.
    Bare,
}

/// What is made of all rows together.
#[derive(Clone, Copy)]
pub(crate) enum Whole {
    Pages,
    Csv,
    Report,
    Markdown,
    Dot,
    Pids,
    Prometheus,
}

impl Renderer<'_> {
    /// What is asked for.
    pub(crate) fn rendering(&self) -> Rendering {
        let objects = || Arc::new(json::Writer::new(self.columns));
        match self.request.format {
            Format::Text if self.is_of_pages() => Rendering::Values(Whole::Pages),
            Format::Text => {
                let writer = table::Writer::new(self.columns, &self.style(), &self.setting());
                Rendering::Lines(Arc::new(writer), Frame::Table)
            }
            Format::Json => Rendering::Lines(objects(), Frame::Array),
            Format::JsonLines if self.request.is_ordered() => {
                Rendering::Lines(objects(), Frame::Bare)
            }
            Format::JsonLines => Rendering::Stream(objects()),
            Format::Csv => Rendering::Values(Whole::Csv),
            Format::Report => Rendering::Values(Whole::Report),
            Format::Markdown => Rendering::Values(Whole::Markdown),
            Format::Dot => Rendering::Values(Whole::Dot),
            Format::Pids => Rendering::Values(Whole::Pids),
            Format::Prometheus => Rendering::Values(Whole::Prometheus),
        }
    }

    /// Whether each row is a page.
    fn is_of_pages(&self) -> bool {
        self.request.view.spec().layout == Layout::Page && self.request.fields.is_empty()
    }

    /// How values become text.
    pub(crate) fn style(&self) -> Style {
        Style::new(self.run.host.facts(), self.request.exact, self.request.amounts)
    }

    /// How tables are set.
    pub(crate) fn setting(&self) -> Setting {
        let request = self.request;
        Setting {
            width: request.terminal.width.filter(|_| !request.wide),
            height: request.terminal.height,
            watched: request.watch.is_some(),
            scrolls: request.scroll,
            colour: request.terminal.colour,
            headings: request.headings,
            below: request.view.spec().layout == Layout::Below && request.fields.is_empty(),
        }
    }

    /// Prints lines, in a table below what an earlier round has printed.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(crate) fn print_lines(
        &self,
        out: &mut Output,
        frame: Frame,
        listing: &Listing,
        above: &mut Above,
    ) -> io::Result<()> {
        match frame {
            Frame::Table => table::print_below(above, out, listing, self.columns, &self.setting()),
            Frame::Array => json::print(out, listing),
            Frame::Bare => listing.lines().try_for_each(|line| out.write_all(line)),
        }
    }

    /// Prints what is made of all rows together.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(crate) fn print_values(
        &self,
        out: &mut Output,
        whole: Whole,
        table: &Table,
        problems: &Problems,
        history: &mut History,
    ) -> io::Result<()> {
        let Self { request, columns, run } = *self;
        let (view, style) = (request.view, self.style());
        match whole {
            Whole::Csv => output::csv::print(out, table, columns, request.headings),
            Whole::Report => output::report::print(out, view, run, table, columns, problems),
            Whole::Markdown => output::markdown::print(out, table, columns, &style),
            Whole::Dot => {
                let undrawn = output::graph::print(out, view, table, columns, &style)?;
                if undrawn > 0 && !request.quiet {
                    let rows = if undrawn == 1 { "row is" } else { "rows are" };
                    let why = format!("{undrawn} {rows} not drawn, since an end could not be seen");
                    stream::complain(request.tool.name, &why);
                }
                Ok(())
            }
            Whole::Pids => output::pids::print(out, table),
            Whole::Prometheus => output::prometheus::print(out, view, run, table, columns),
            Whole::Pages => {
                let setting = self.setting();
                for (page, found) in table.rows().enumerate() {
                    if page > 0 {
                        out.buffer().push(b'\n');
                    }
                    let shape = output::page::Shape { spec: view.spec(), history };
                    let lines = output::page::print(out, found, columns, &style, &setting, shape)?;
                    output::sections::print(out, view, run, found, columns, &style, &setting)?;
                    output::excerpts::print(out, view, run, lines, &style, &setting)?;
                }
                Ok(())
            }
        }
    }
}
