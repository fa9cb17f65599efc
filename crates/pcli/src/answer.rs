//! Answers a request: reads the rows, prints them, and says what could not be seen.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use pcore::query::Table;
use pcore::{Filter, Root, Run};

use crate::baseline::Differences;
use crate::earlier::Earlier;
use crate::exit::Exit;
use crate::output::history::History;
use crate::output::table::Above;
use crate::output::{Column, Format};
use crate::render::{Renderer, Rendering};
use crate::request::{Prepared, Request};
use crate::same::Same;
use crate::stream::{self, Output};
use crate::{Failure, child, listing, verdict};

/// Answers a request.
pub(crate) fn answer(request: &Request) -> Result<Exit, Failure> {
    let mut out = Output::new();
    if request.list_views || request.list_fields || request.schema {
        listing::print(&mut out, request).map_err(Failure::Output)?;
        return finish(out, Exit::Success);
    }
    // Everything is checked before the first file is opened.
    if request.baseline.is_some()
        && !matches!(request.format, Format::Text | Format::Json | Format::JsonLines)
    {
        return Err(Failure::Usage("--baseline prints a table, --json or --jsonl".to_owned()));
    }
    let spec = request.view.spec();
    let is_counting = || request.view.fields().iter().any(|field| field.counter);
    if request.since.is_some() && spec.moving_fields.is_empty() && !is_counting() {
        return Err(Failure::Usage(format!(
            "--since shows how counters grew, of which {} has none; --baseline shows what differs",
            spec.name
        )));
    }
    let report = |path: &Option<PathBuf>| {
        path.as_deref().map(|path| Earlier::read(path, request.view)).transpose()
    };
    let (since, baseline) = (report(&request.since)?, report(&request.baseline)?);
    let columns = request.columns(baseline.as_ref())?;
    let same = Same::asked(request)?;
    request.prepare(&columns, same.as_ref().map(|_| Filter::or(Vec::new())), None)?;
    let mut rounds = Rounds::default();
    let asked = Asked { request, columns, same, since, baseline };
    let Some(pause) = request.watch else {
        return once(&asked, &mut out, &mut rounds);
    };
    let in_place = request.format == Format::Text && request.terminal.width.is_some();
    let in_place = in_place && !request.scroll;
    for round in 1_u64.. {
        let began = Instant::now();
        let is_last = request.rounds.is_some_and(|rounds| round >= rounds);
        if in_place {
            out.begin_screen(request.terminal.height, is_last);
        }
        let exit = once(&asked, &mut out, &mut rounds)?;
        if in_place && let Err(error) = out.end_screen(is_last) {
            return written(Err(error), Exit::Success);
        }
        if matches!(exit, Exit::Output) || out.is_closed() {
            return Ok(Exit::Success);
        }
        if is_last {
            return finish(out, exit);
        }
        std::thread::sleep(pause.saturating_sub(began.elapsed()));
    }
    Ok(Exit::Success)
}

/// What is answered, once or again and again.
struct Asked<'r> {
    request: &'r Request,
    columns: Vec<Column>,
    same: Option<Same>,
    since: Option<Earlier>,
    baseline: Option<Earlier>,
}

/// What a round leaves to the next.
#[derive(Default)]
struct Rounds {
    /// The round before, from which growth is measured.
    earlier: Option<Arc<Run>>,
    /// What the bars of a page have shown.
    history: History,
    /// The table of the round before.
    above: Above,
}

fn once(asked: &Asked<'_>, out: &mut Output, rounds: &mut Rounds) -> Result<Exit, Failure> {
    let Asked { request, columns, same, since, .. } = asked;
    let root = match &request.proc {
        Some(path) => Root::at(path),
        None => Root::live(),
    };
    let unusable = |error: pcore::root::RootError| Failure::Unusable(error.into());
    let root = root.map_err(unusable)?;
    child::opened();
    let run = Run::new(root, request.pace).map_err(unusable)?;
    if let Some(earlier) = rounds.earlier.replace(run.clone()) {
        run.follow(&earlier);
    } else if let Some(since) = since {
        run.since(request.view, since.look(request.view, &run)?);
    }
    let same = same.as_ref().map(|same| same.filter(&run)).transpose();
    let unknown = same.as_ref().err().cloned();
    // With nothing to compare with, nothing is the same.
    let Prepared { mut query, named } = request.prepare(
        columns,
        same.unwrap_or_else(|_| Some(Filter::or(Vec::new()))),
        Some(&run),
    )?;
    if unknown.is_some() {
        query.filter = Filter::or(Vec::new());
    }
    let renderer = Renderer { request, columns, run: &run };
    if let Some(baseline) = &asked.baseline {
        let table = query.table(&run).map_err(unusable)?;
        return compare(&renderer, baseline, out, &table);
    }
    let (seen, problems) = match renderer.rendering() {
        Rendering::Stream(writer) => {
            let seen = query
                .stream(&run, writer, &mut |lines| {
                    // A failure stays with the output, and is told below.
                    let _ = out.write_all(lines).and_then(|()| out.flush());
                })
                .map_err(unusable)?;
            (seen, run.problems())
        }
        Rendering::Lines(writer, print) => {
            let listing = query.lines(&run, writer).map_err(unusable)?;
            let printed = print(&renderer, out, &listing, &mut rounds.above);
            if let Err(error) = printed.and_then(|()| out.flush()) {
                return written(Err(error), Exit::Success);
            }
            (listing.seen, run.problems())
        }
        Rendering::Values(print) => {
            let table = query.table(&run).map_err(unusable)?;
            let problems = run.problems();
            let history = &mut rounds.history;
            let printed = print(&renderer, out, &table, &problems, history);
            if let Err(error) = printed.and_then(|()| out.flush()) {
                return written(Err(error), Exit::Success);
            }
            // What stands below a page was read while it was printed, some of it a second time.
            let mut told = problems;
            told.also(&run.problems());
            (table.seen, told)
        }
    };
    let written = out.flush();
    if !request.quiet && !out.is_closed() {
        verdict::tell(request, &named, &seen, &problems);
    }
    if let Some(unknown) = unknown {
        stream::complain(request.tool.name, &unknown);
        return self::written(written, Exit::NoMatch);
    }
    self::written(written, verdict::exit(request, &named, &seen, &problems))
}

/// Prints what differs from a report.
fn compare(
    renderer: &Renderer<'_>,
    baseline: &Earlier,
    out: &mut Output,
    table: &Table,
) -> Result<Exit, Failure> {
    let Renderer { request, columns, run } = renderer;
    let problems = run.problems();
    let is_compared = request.compared()?;
    let key = request.view.spec().key;
    let found = Differences::find(baseline, table, columns, key, &is_compared);
    let printed = match request.format {
        Format::Json | Format::JsonLines => {
            found.print_json(out, columns, request.format == Format::JsonLines)
        }
        _ => found.print_table(out, table, columns, &renderer.style(), &renderer.setting()),
    };
    let printed = printed.and_then(|()| out.flush());
    let is_whole = problems.is_empty() && table.seen.left_out.is_empty();
    let is_proved = found.unproved == 0 && is_whole && baseline.is_complete();
    if !request.quiet && !out.is_closed() {
        verdict::tell(request, &[], &table.seen, &problems);
        if found.is_empty() && !is_proved {
            stream::complain(
                request.tool.name,
                "no difference was found, but what could not be read, now or then, may hide one",
            );
        }
    }
    let exit = match (found.is_empty(), is_proved) {
        (false, _) => Exit::NoMatch,
        (true, false) => Exit::Incomplete,
        (true, true) => Exit::Success,
    };
    written(printed, exit)
}

/// Writes what is left, and turns the result of writing into a status.
pub(crate) fn finish(mut out: Output, exit: Exit) -> Result<Exit, Failure> {
    written(out.flush(), exit)
}

/// A reader that closed the pipe had what it wanted; anything else that stops the output is told.
fn written(result: io::Result<()>, exit: Exit) -> Result<Exit, Failure> {
    match result {
        Ok(()) => Ok(exit),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Success),
        Err(error) => Err(Failure::Output(error)),
    }
}
