//! What an answer comes to: the status that the tool ends with, and what it says of what could not be
//! seen.

use pcore::Absent;
use pcore::problem::{self, Cause, Problems, Reason};
use pcore::query::Seen;

use crate::exit::Exit;
use crate::output::Format;
use crate::request::{Named, Request, hint};
use crate::stream;

/// The status of an answer.
pub(crate) fn exit(request: &Request, named: &[Named], seen: &Seen, problems: &Problems) -> Exit {
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
pub(crate) fn tell(request: &Request, named: &[Named], seen: &Seen, problems: &Problems) {
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
