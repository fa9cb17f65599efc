//! Reads a command line into a request.

use std::ffi::OsString;
use std::time::Duration;

use clap::ArgMatches;
use clap::error::ErrorKind;
use pcore::run::Pace;
use pcore::view::{Layout, Manner};
use pcore::{Filter, View, suggest};

use super::{command, help_of, whole};
use crate::Failure;
use crate::exit::Exit;
use crate::habits::grammar::Grammar;
use crate::human::Amounts;
use crate::output::Format;
use crate::request::{Request, called};
use crate::terminal::Terminal;
use crate::tool::{Effect, Opt, Tool};

/// What a command line asks for.
pub(crate) enum Parsed {
    /// Rows, or the registry.
    Request(Box<Request>),
    /// Help or version.
    Shown(String, Exit),
    /// It is wrong; this is for standard error.
    Wrong(String),
}

/// The arguments as text.
pub(crate) fn texts(arguments: &[OsString]) -> Result<Vec<String>, Failure> {
    let text = |argument: &OsString| {
        argument.clone().into_string().map_err(|odd| {
            let shown = crate::sanitise::visible(odd.as_encoded_bytes()).into_owned();
            Failure::Usage(format!("`{shown}` is not UTF-8; write such bytes as \\xHH in --where"))
        })
    };
    arguments.iter().map(text).collect()
}

/// Reads the arguments.
pub(crate) fn parse(tool: &'static Tool, arguments: &[String]) -> Result<Parsed, Failure> {
    let escaped = arguments.iter().position(|argument| argument == "--");
    let program = std::iter::once(tool.name.to_owned());
    let matches = match whole(tool).try_get_matches_from(program.chain(arguments.to_vec())) {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => return Ok(Parsed::Wrong(complaint(tool, &error))),
        Err(error) => {
            let named = match error.kind() {
                ErrorKind::DisplayHelp => Grammar::of(tool)
                    .first_word(arguments, &['-'])
                    .and_then(|(_, word)| tool.view_called(word)),
                _ => None,
            };
            let text = named.map_or_else(|| error.render().to_string(), |view| help_of(tool, view));
            return Ok(Parsed::Shown(text, Exit::Success));
        }
    };
    let mut words: Vec<String> =
        matches.get_many::<String>("words").into_iter().flatten().cloned().collect();
    let mut view = tool.first().ok_or_else(|| Failure::Usage(String::new()))?;
    // A view's name is one only as the first word, and not behind `--`.
    let first_is_escaped = escaped
        .is_some_and(|at| words.first().is_some_and(|first| arguments.get(at + 1) == Some(first)));
    let named = words.first().filter(|_| !first_is_escaped).and_then(|word| tool.view_called(word));
    if let Some(named) = named {
        view = named;
        words.remove(0);
    }
    let own = own_given(tool, &matches);
    let view = turned(tool, view, &own)?;
    let Given { own, of_counted } = within(tool, view, own)?;
    let texts = |name: &str| -> Vec<String> {
        matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
    };
    let bare = words.len();
    words.extend(texts("match"));
    let also = |name: &str| {
        own.iter().any(|(option, _)| matches!(option.effect, Effect::Same(same) if same == name))
    };
    let repeated = own.iter().find_map(|(option, _)| match option.effect {
        Effect::Repeat(seconds) => Some(f64::from(seconds)),
        _ => None,
    });
    let given = |name: &str| matches.get_flag(name) || also(name);
    let request = Request {
        tool,
        view,
        view_is_named: named.is_some(),
        words,
        bare,
        manner: manner(&given),
        any_case: given("ignore-case"),
        own_process: given("self"),
        fields: texts("fields"),
        filters: texts("where"),
        sort: texts("sort"),
        limit: matches.get_one("limit").copied(),
        format: match format(&matches, &given)? {
            Format::Text if view.spec().layout == Layout::Metrics => Format::Prometheus,
            format => format,
        },
        headings: !given("no-headers"),
        exact: given("bytes"),
        amounts: Amounts::of(matches.get_one::<String>("unit").map(String::as_str), given("si")),
        wide: given("wide"),
        terminal: crate::child::terminal().unwrap_or_else(|| {
            Terminal::of_output(matches.get_one::<String>("color").map(String::as_str))
        }),
        watch: matches.get_one::<f64>("watch").copied().or(repeated).map(Duration::from_secs_f64),
        rounds: matches.get_one::<u64>("rounds").copied(),
        scroll: given("scroll"),
        since: matches.get_one("since").cloned(),
        baseline: matches.get_one("baseline").cloned(),
        expected: matches.get_one("expect").cloned(),
        proc: matches.get_one("proc").cloned(),
        pace: pace(&matches),
        strict: given("strict"),
        quiet: given("quiet"),
        list_views: given("list-views"),
        list_fields: given("list-fields"),
        schema: given("schema"),
        own,
        counted: None,
    };
    Ok(Parsed::Request(Box::new(counting(request, of_counted))))
}

/// The request, where the view counts the rows of another with what selects among those as a request
/// of its own: words, options that are about that view, and filters by its fields. What is said of the
/// rows that are shown, it has not.
fn counting(mut request: Request, own: Vec<(Opt, Vec<String>)>) -> Request {
    let Some(view) = request.view.spec().counts else { return request };
    let is_own = |text: &String, view: &dyn View| Filter::parse(text, view.fields()).is_ok();
    let (filters, of_counted) = std::mem::take(&mut request.filters)
        .into_iter()
        .partition(|text| is_own(text, request.view) || !is_own(text, view));
    request.filters = filters;
    let counted = Request {
        view,
        own,
        filters: of_counted,
        fields: Vec::new(),
        sort: Vec::new(),
        limit: None,
        watch: None,
        since: None,
        ..request.clone()
    };
    request.words.clear();
    request.bare = 0;
    request.own_process = false;
    request.counted = Some(Box::new(counted));
    request
}

/// What options make of the tool's first view.
///
/// # Errors
/// They ask for two views, or for another than the one that is named.
fn turned(
    tool: &Tool,
    view: &'static dyn View,
    own: &[(Opt, Vec<String>)],
) -> Result<&'static dyn View, Failure> {
    let Some(first) = tool.first().map(View::spec) else { return Ok(view) };
    let is_first = first.name == view.spec().name;
    let mut shown: Option<(&Opt, &str)> = None;
    for (option, _) in own {
        let Some(Opt { effect: Effect::View(name), .. }) = option.within(first.name) else {
            continue;
        };
        // Beside the name of another view it may mean something of that view.
        let is_other = |named: &str| {
            matches!(option.within(named), None | Some(Opt { effect: Effect::View(_), .. }))
        };
        if is_first || name == view.spec().name {
            if let Some((other, _)) = shown.filter(|(_, other)| *other != name) {
                let (one, other) = (called(other), called(option));
                return Err(Failure::Usage(format!("{one} and {other} show different things")));
            }
            shown = Some((option, name));
        } else if is_other(view.spec().name) {
            let (option, view) = (called(option), view.spec().name);
            return Err(Failure::Usage(format!("{option} shows {name}, and {view} is named")));
        }
    }
    let tasks = || {
        let name = own.iter().find_map(|(option, _)| match option.effect {
            Effect::Tasks { view, .. } => Some(view),
            _ => None,
        });
        name.filter(|_| is_first)
    };
    let name = shown.map(|(_, name)| name).or_else(tasks);
    Ok(name.and_then(|name| tool.view(name)).unwrap_or(view))
}

/// The options that were given, with their values.
struct Given {
    /// What they are in the view.
    own: Vec<(Opt, Vec<String>)>,
    /// What they select among the rows that it counts.
    of_counted: Vec<(Opt, Vec<String>)>,
}

/// The options as they are in a view.
///
/// # Errors
/// One says nothing of it, or is refused.
fn within(tool: &Tool, view: &dyn View, given: Vec<(Opt, Vec<String>)>) -> Result<Given, Failure> {
    let counted = view.spec().counts;
    let (of_counted, own) = match counted {
        Some(counted) => given.into_iter().partition(|(option, _)| {
            !option.names(view.spec().name)
                && option.within(counted.spec().name).is_some_and(|option| option.effect.selects())
        }),
        None => (Vec::new(), given),
    };
    let mut of_counted = match counted {
        Some(counted) => settled(tool, counted, of_counted)?,
        None => Vec::new(),
    };
    // What else they would show of each row, totals have not.
    of_counted.retain(|(option, _)| option.effect.selects());
    Ok(Given { own: settled(tool, view, own)?, of_counted })
}

fn settled(
    tool: &Tool,
    view: &dyn View,
    own: Vec<(Opt, Vec<String>)>,
) -> Result<Vec<(Opt, Vec<String>)>, Failure> {
    let spec = view.spec();
    let first = tool.first().map_or(spec.name, |first| first.spec().name);
    let within = |(option, values): (Opt, Vec<String>)| {
        let called = called(&option);
        // What has led to the view need not say more of it.
        let has_led = || {
            let effect = option.within(first).map(|option| option.effect);
            matches!(effect, Some(Effect::View(name)) if name == spec.name)
        };
        match option.within(spec.name) {
            Some(Opt { effect: Effect::Refused(why), .. }) => {
                Err(Failure::Usage(format!("{called} {why}")))
            }
            Some(option) => Ok((option, values)),
            None if has_led() => Ok((Opt { effect: Effect::Accepted, ..option }, values)),
            None => Err(Failure::Usage(format!("{called} says nothing of {}", spec.name))),
        }
    };
    let mut all = Vec::with_capacity(own.len());
    for given in own {
        let (option, values) = within(given)?;
        match option.effect {
            Effect::All(effects) => {
                all.extend(
                    effects
                        .iter()
                        .map(|effect| (Opt { effect: *effect, ..option }, values.clone())),
                );
            }
            _ => all.push((option, values)),
        }
    }
    Ok(all)
}

fn pace(matches: &ArgMatches) -> Pace {
    let seconds = |name: &str| matches.get_one::<f64>(name).copied().map(Duration::from_secs_f64);
    let usual = Pace::default();
    Pace {
        deadline: seconds("deadline").unwrap_or(usual.deadline),
        interval: seconds("interval").unwrap_or(usual.interval),
    }
}

/// What of a text the words must be.
fn manner(given: &dyn Fn(&str) -> bool) -> Manner {
    if given("regex") {
        Manner::Pattern
    } else if given("exact") {
        Manner::Whole
    } else {
        Manner::Part
    }
}

fn own_given(tool: &'static Tool, matches: &ArgMatches) -> Vec<(Opt, Vec<String>)> {
    tool.options
        .iter()
        .copied()
        .filter_map(|option| match option.value {
            Some(_) => matches
                .get_many::<String>(option.long)
                .map(|values| (option, values.cloned().collect())),
            None => matches.get_flag(option.long).then(|| (option, Vec::new())),
        })
        .collect()
}

/// The form of output; two of them cannot be meant.
fn format(matches: &ArgMatches, given: &dyn Fn(&str) -> bool) -> Result<Format, Failure> {
    let flags = [
        ("json", Format::Json),
        ("jsonl", Format::JsonLines),
        ("csv", Format::Csv),
        ("report", Format::Report),
        ("markdown", Format::Markdown),
        ("pids", Format::Pids),
    ];
    let named = ["format", "graph"].into_iter().filter_map(|option| {
        let name = matches.get_one::<String>(option)?;
        Format::NAMES.iter().find(|(known, _)| known == name)
    });
    let mut given = flags.iter().filter(|(name, _)| given(name)).chain(named);
    let Some((name, format)) = given.next() else { return Ok(Format::Text) };
    match given.find(|(_, other)| other != format) {
        Some((other, _)) => {
            Err(Failure::Usage(format!("{name} and {other} are two forms of output; choose one")))
        }
        None => Ok(*format),
    }
}

/// What is wrong, in one line, with a suggestion where a name is close.
fn complaint(tool: &'static Tool, error: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue};

    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let wrong = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue).filter(|value| !value.is_empty());
    let message = match (error.kind(), wrong, value) {
        (ErrorKind::UnknownArgument, Some(wrong), _) => {
            let names = command(tool);
            let names: Vec<String> = names
                .get_arguments()
                .filter_map(|a| a.get_long().map(|l| format!("--{l}")))
                .collect();
            match suggest::nearest(&wrong, names.iter().map(String::as_str)) {
                Some(name) => format!("no option `{wrong}`; did you mean `{name}`?"),
                None => format!("no option `{wrong}`; `{} --help` lists them", tool.name),
            }
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(wrong), Some(value)) => {
            let why = std::error::Error::source(error).map(|source| format!(": {source}"));
            format!("`{value}` is no value for `{wrong}`{}", why.unwrap_or_default())
        }
        (ErrorKind::InvalidValue, Some(wrong), None) => {
            format!("`{wrong}` needs a value")
        }
        _ => {
            let text = error.render().to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    };
    let message = crate::sanitise::visible(message.as_bytes()).into_owned();
    format!("{}: {message}\n", tool.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tool::PPS;

    #[test]
    fn help_is_of_the_view_that_is_called() {
        let help = |line: &str| {
            let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
            match parse(&PPS, &arguments) {
                Ok(Parsed::Shown(text, _)) => text,
                _ => panic!("{line} shows no help"),
            }
        };
        let of_view = |text: &str| text.contains("Usage: pps threads ");
        for line in ["threads --help", "--help threads", "-o pid threads -h", "--watch threads -h"]
        {
            assert!(of_view(&help(line)), "{line}");
        }
        for line in ["--help", "-o threads --help", "-othreads -h", "--match threads -h"] {
            assert!(!of_view(&help(line)), "{line}");
        }
        // Only the first word is a view, and none behind `--`.
        for line in ["nginx threads --help", "--help -- threads"] {
            assert!(!of_view(&help(line)), "{line}");
        }
    }
}
