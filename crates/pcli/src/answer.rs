//! Answers a request: reads the rows, prints them, and says what could not be seen.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use pcore::lines::Writer;
use pcore::problem::{self, Cause, Problems, Reason};
use pcore::query::{Listing, Seen, Table};
use pcore::view::Layout;
use pcore::{Absent, Filter, Root, Run};

use crate::baseline::Differences;
use crate::earlier::Earlier;
use crate::exit::Exit;
use crate::output::history::History;
use crate::output::table::{self, Above, Setting};
use crate::output::text::Style;
use crate::output::{self, Column, Format, json};
use crate::request::{Named, Prepared, Request, hint};
use crate::same::Same;
use crate::stream::{self, Output};
use crate::{Failure, child, listing};

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

/// What becomes of the rows.
enum Form {
    /// Lines, as they come.
    Stream(Arc<dyn Writer>),
    /// Lines in their order.
    Lines(Arc<dyn Writer>),
    /// Values, of which more is to be known than the rows one by one.
    Values,
}

impl Form {
    fn of(Asked { request, columns, baseline, .. }: &Asked<'_>, run: &Run) -> Self {
        match request.format {
            _ if baseline.is_some() => Self::Values,
            Format::JsonLines if !request.is_ordered() => {
                Self::Stream(Arc::new(json::Writer::new(columns)))
            }
            Format::Json | Format::JsonLines => Self::Lines(Arc::new(json::Writer::new(columns))),
            Format::Text if !is_page(request) => {
                let writer = table::Writer::new(columns, &style(request, run), &setting(request));
                Self::Lines(Arc::new(writer))
            }
            _ => Self::Values,
        }
    }
}

/// Whether each row is a page.
fn is_page(request: &Request) -> bool {
    request.view.spec().layout == Layout::Page && request.fields.is_empty()
}

/// How values become text.
fn style(request: &Request, run: &Run) -> Style {
    Style::new(run.host.facts(), request.exact, request.amounts)
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
    let form = Form::of(asked, &run);
    let (seen, problems) = match form {
        Form::Stream(writer) => {
            let seen = query
                .stream(&run, writer, &mut |lines| {
                    // A failure stays with the output, and is told below.
                    let _ = out.write_all(lines).and_then(|()| out.flush());
                })
                .map_err(unusable)?;
            (seen, run.problems())
        }
        Form::Lines(writer) => {
            let listing = query.lines(&run, writer).map_err(unusable)?;
            let printed = print_lines(request, columns, out, &listing, &mut rounds.above);
            if let Err(error) = printed.and_then(|()| out.flush()) {
                return written(Err(error), Exit::Success);
            }
            (listing.seen, run.problems())
        }
        Form::Values => {
            let table = query.table(&run).map_err(unusable)?;
            let problems = run.problems();
            if let Some(baseline) = &asked.baseline {
                return compare(asked, baseline, out, &run, &table, &problems);
            }
            let printed = print(request, columns, out, &run, &table, &problems, rounds);
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
        tell(request, &named, &seen, &problems);
    }
    if let Some(unknown) = unknown {
        stream::complain(request.tool.name, &unknown);
        return self::written(written, Exit::NoMatch);
    }
    self::written(written, exit(request, &named, &seen, &problems))
}

/// Prints what differs from a report.
fn compare(
    asked: &Asked<'_>,
    baseline: &Earlier,
    out: &mut Output,
    run: &Arc<Run>,
    table: &Table,
    problems: &Problems,
) -> Result<Exit, Failure> {
    let Asked { request, columns, .. } = asked;
    let is_compared = request.compared()?;
    let key = request.view.spec().key;
    let found = Differences::find(baseline, table, columns, key, &is_compared);
    let printed = match request.format {
        Format::Json | Format::JsonLines => {
            found.print_json(out, columns, request.format == Format::JsonLines)
        }
        _ => found.print_table(out, table, columns, &style(request, run), &setting(request)),
    };
    let printed = printed.and_then(|()| out.flush());
    let is_whole = problems.is_empty() && table.seen.left_out.is_empty();
    let is_proved = found.unproved == 0 && is_whole && baseline.is_complete();
    if !request.quiet && !out.is_closed() {
        tell(request, &[], &table.seen, problems);
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

/// How tables are set.
fn setting(request: &Request) -> Setting {
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

/// Prints rows of which a writer has made lines.
fn print_lines(
    request: &Request,
    columns: &[Column],
    out: &mut Output,
    listing: &Listing,
    above: &mut Above,
) -> io::Result<()> {
    match request.format {
        Format::Json => json::print(out, listing),
        Format::JsonLines => listing.lines().try_for_each(|line| out.write_all(line)),
        _ => table::print_below(above, out, listing, columns, &setting(request)),
    }
}

/// Prints rows whose values were kept.
fn print(
    request: &Request,
    columns: &[Column],
    out: &mut Output,
    run: &Arc<Run>,
    table: &Table,
    problems: &Problems,
    Rounds { history, .. }: &mut Rounds,
) -> io::Result<()> {
    let style = style(request, run);
    match request.format {
        Format::Csv => output::csv::print(out, table, columns, request.headings),
        Format::Report => output::report::print(out, request.view, run, table, columns, problems),
        Format::Markdown => output::markdown::print(out, table, columns, &style),
        Format::Dot => {
            let undrawn = output::graph::print(out, request.view, table, columns, &style)?;
            if undrawn > 0 && !request.quiet {
                let rows = if undrawn == 1 { "row is" } else { "rows are" };
                let why = format!("{undrawn} {rows} not drawn, since an end could not be seen");
                stream::complain(request.tool.name, &why);
            }
            Ok(())
        }
        Format::Pids => output::pids::print(out, table),
        Format::Prometheus => output::prometheus::print(out, request.view, run, table, columns),
        Format::Text => {
            let (view, setting) = (request.view, setting(request));
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
        Format::Json | Format::JsonLines => {
            let listing = table.lines(&json::Writer::new(columns));
            print_lines(request, columns, out, &listing, &mut Above::default())
        }
    }
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

fn exit(request: &Request, named: &[Named], seen: &Seen, problems: &Problems) -> Exit {
    if let Some(expected) = &request.expected {
        return expected.judge(seen.matched, unseen(seen, problems));
    }
    // What was found by name counts, even if it has nothing of what the view shows.
    let hits = &seen.hits;
    let missed = hits.words.iter().any(|hit| !hit) || hits.words.len() < named.len();
    let is_found = named.is_empty() || hits.all;
    let is_alarm = seen.alarms > 0;
    let is_asking = request.is_selecting() || request.format == Format::Pids;
    if missed || !is_found || is_alarm || is_asking && seen.matched == 0 {
        Exit::NoMatch
    } else if request.strict && (!problems.is_empty() || !seen.left_out.is_empty()) {
        Exit::Incomplete
    } else {
        Exit::Success
    }
}

/// How many rows could not be judged. Where something could not be read at all, nobody knows.
fn unseen(seen: &Seen, problems: &Problems) -> Option<u64> {
    problems.is_empty().then(|| seen.left_out.iter().map(|(_, count)| count).sum())
}

/// How many words that matched nothing are told one by one.
const MISSED: usize = 5;

/// Says on standard error what could not be seen, one line each.
fn tell(request: &Request, named: &[Named], seen: &Seen, problems: &Problems) {
    let name = request.tool.name;
    // As in lsof and fuser, who wants numbers to go on with is not told whom else there may be.
    let is_untold =
        |reason: Reason| request.format == Format::Pids && reason == Reason::Absent(Absent::Denied);
    // Files that the same befell share a line: what hides a process hides most that is in it.
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for (cause, count) in problems.causes() {
        if is_untold(cause.reason) {
            continue;
        }
        let of = match problem::unit(cause.file, count) {
            Some(unit) => format!(" for {count} {unit}"),
            None if count > 1 => format!(" ({count} times)"),
            None => String::new(),
        };
        let advice = match cause.reason {
            Reason::Absent(Absent::Denied) if !rustix::process::geteuid().is_root() => {
                "; run as root to see all"
            }
            _ => "",
        };
        let path = if cause.file.path().is_empty() { "/proc" } else { cause.file.path() };
        let reason = match cause.reason {
            Reason::Absent(Absent::Unsupported) if request.proc.is_some() => {
                format!("{} or not captured", Absent::Unsupported.phrase())
            }
            reason => reason.to_string(),
        };
        let what = format!("{reason}{of}{advice}");
        match lines.iter_mut().find(|(known, _)| *known == what) {
            Some((_, paths)) => paths.push(path),
            None => lines.push((what, vec![path])),
        }
    }
    for (what, paths) in lines {
        stream::complain(name, &format!("{}: {what}", paths.join(", ")));
    }
    for note in problems.notes() {
        stream::complain(name, note);
    }
    for (absent, count) in &seen.left_out {
        if is_untold(Reason::Absent(*absent)) {
            continue;
        }
        let rows = if *count == 1 { "row" } else { "rows" };
        stream::complain(
            name,
            &format!(
                "{count} {rows} left out, since the filter met a value that is {}",
                absent.word().replace('_', " ")
            ),
        );
    }
    if let Some(expected) = &request.expected {
        let found = seen.matched;
        match expected.judge(found, unseen(seen, problems)) {
            Exit::Success => {}
            Exit::Incomplete => stream::complain(
                name,
                &format!(
                    "expected {expected}, found {found}, and what could not be read may decide"
                ),
            ),
            _ => stream::complain(name, &format!("expected {expected}, found {found}")),
        }
        return;
    }
    if request.format == Format::Pids {
        // The status says whether there is any; what reads the numbers has no use for more.
        return;
    }
    let hits = seen.hits.words.iter().chain(std::iter::repeat(&false));
    let missed: Vec<&Named> =
        named.iter().zip(hits).filter(|(_, hit)| !**hit).map(|(n, _)| n).collect();
    let rest = if request.filters.is_empty() { "" } else { " and passes the filter" };
    // What may not be looked at may be what was meant.
    let is_gap = |cause: Cause| matches!(cause.reason, Reason::Absent(absent) if absent.is_gap());
    let nothing = if problems.causes().any(|(cause, _)| is_gap(cause)) {
        "nothing that could be read matches"
    } else {
        "nothing matches"
    };
    if missed.is_empty() && !named.is_empty() && !seen.hits.all {
        let all: Vec<_> = named
            .iter()
            .map(|named| format!("`{}`", crate::sanitise::visible(named.text.as_bytes())))
            .collect();
        stream::complain(name, &format!("{nothing} all of {}", all.join(", ")));
    }
    for Named { text, is_word } in missed.iter().take(MISSED) {
        let shown = crate::sanitise::visible(text.as_bytes());
        // A word that is an option's value was not meant to be a view.
        let hint = is_word.then(|| hint(request.tool, text)).flatten();
        let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
        stream::complain(name, &format!("{nothing} `{shown}`{rest}{hint}"));
    }
    if let Some(more) = missed.len().checked_sub(MISSED).filter(|more| *more > 0) {
        stream::complain(name, &format!("nor do {more} more words"));
    }
}
