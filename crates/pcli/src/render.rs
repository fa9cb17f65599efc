//! What becomes of the rows of a request: lines that workers write, or values, and how they are
//! printed.

use std::io;
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
    /// Lines in their order, and what prints them.
    Lines(Arc<dyn Writer>, PrintLines),
    /// Values, of which more is to be known than the rows one by one, and what prints them.
    Values(PrintValues),
}

/// Prints lines, in a table below what an earlier round has printed.
type PrintLines =
    fn(&Renderer<'_>, out: &mut Output, listing: &Listing, above: &mut Above) -> io::Result<()>;

/// Prints what is made of all rows together.
type PrintValues = fn(
    &Renderer<'_>,
    out: &mut Output,
    table: &Table,
    problems: &Problems,
    history: &mut History,
) -> io::Result<()>;

impl Renderer<'_> {
    /// What is asked for.
    pub(crate) fn rendering(&self) -> Rendering {
        let objects = || Arc::new(json::Writer::new(self.columns));
        match self.request.format {
            Format::Text if self.is_of_pages() => {
                Rendering::Values(|of, out, table, _, history| of.print_pages(out, table, history))
            }
            Format::Text => {
                let writer = table::Writer::new(self.columns, &self.style(), &self.setting());
                Rendering::Lines(Arc::new(writer), |of, out, listing, above| {
                    table::print_below(above, out, listing, of.columns, &of.setting())
                })
            }
            Format::Json => {
                Rendering::Lines(objects(), |_, out, listing, _| json::print(out, listing))
            }
            Format::JsonLines if self.request.is_ordered() => {
                Rendering::Lines(objects(), |_, out, listing, _| json::print_lines(out, listing))
            }
            Format::JsonLines => Rendering::Stream(objects()),
            Format::Csv => Rendering::Values(|of, out, table, _, _| {
                output::csv::print(out, table, of.columns, of.request.headings)
            }),
            Format::Report => Rendering::Values(|of, out, table, problems, _| {
                output::report::print(out, of.request.view, of.run, table, of.columns, problems)
            }),
            Format::Markdown => Rendering::Values(|of, out, table, _, _| {
                output::markdown::print(out, table, of.columns, &of.style())
            }),
            Format::Dot => Rendering::Values(|of, out, table, _, _| of.print_picture(out, table)),
            Format::Pids => {
                Rendering::Values(|_, out, table, _, _| output::pids::print(out, table))
            }
            Format::Prometheus => Rendering::Values(|of, out, table, _, _| {
                output::prometheus::print(out, of.request.view, of.run, table, of.columns)
            }),
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

    fn print_picture(&self, out: &mut Output, table: &Table) -> io::Result<()> {
        let Self { request, columns, .. } = *self;
        let undrawn = output::graph::print(out, request.view, table, columns, &self.style())?;
        if undrawn > 0 && !request.quiet {
            let rows = if undrawn == 1 { "row is" } else { "rows are" };
            let why = format!("{undrawn} {rows} not drawn, since an end could not be seen");
            stream::complain(request.tool.name, &why);
        }
        Ok(())
    }

    fn print_pages(
        &self,
        out: &mut Output,
        table: &Table,
        history: &mut History,
    ) -> io::Result<()> {
        let Self { request, columns, run } = *self;
        let (view, style, setting) = (request.view, self.style(), self.setting());
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
