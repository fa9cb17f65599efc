//! The command line of a tool as clap knows it: built from the tables of options and views.

mod parse;

pub(crate) use parse::{Parsed, parse, texts};

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, Styles};
use clap::{Arg, ArgAction, Command};
use pcore::View;

use crate::expect::Expected;
use crate::human::Amounts;
use crate::output::Format;
use crate::tool::{Opt, Tool};

/// The options that all tools have, below the heading of each group.
const AUDIT: &str = "Audits";
const SELECTION: &str = "Rows and columns";
const FORM: &str = "Output";
const READING: &str = "Reading";
const REGISTRY: &str = "Reference";

/// The command line of a tool.
pub fn command(tool: &'static Tool) -> Command {
    let first = tool.first();
    let words = first.map_or("", |view| view.spec().words);
    let examples = first.map_or(&[][..], |view| view.spec().examples);
    let examples = aligned(examples);
    Command::new(tool.name)
        .version(env!("CARGO_PKG_VERSION"))
        .about(tool.about)
        .styles(Styles::plain())
        .override_usage(format!("{} [VIEW] [WORDS...] [OPTIONS]", tool.name))
        .after_help(format!(
            "Words select {words}. What is selected in different ways narrows; several words, and \
             several values of one option, widen.\n\nExamples:\n{examples}"
        ))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args_override_self(true)
        .arg(
            Arg::new("words")
                .value_name("WORDS")
                .num_args(0..)
                .help("A view, and what to select from it"),
        )
        .next_help_heading("Selecting")
        .args(tool.options.iter().filter(|option| !option.is_refused()).map(own))
        .args(shared(tool))
        .args(repeated())
        .args(amounts())
        .args(audits())
        .next_help_heading(REGISTRY)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("Print this help"),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("Print the version"),
        )
}

/// The command line of a tool, with what the peers have and it refuses: nobody is shown that.
pub(crate) fn whole(tool: &'static Tool) -> Command {
    let refused = tool.options.iter().filter(|option| option.is_refused());
    command(tool).args(refused.map(|option| own(option).hide(true)))
}

/// Examples, what each shows below each other.
fn aligned(examples: &[(&str, &str)]) -> String {
    let widest = examples.iter().map(|(line, _)| line.len()).max().unwrap_or(0);
    let lines = examples.iter().map(|(line, what)| format!("  {line:widest$}  {what}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A line, broken behind blanks where it is too long to be read at ease; examples stay whole.
fn wrapped(line: &str) -> String {
    const WIDTH: usize = 80;
    let mut lines = String::new();
    let mut used = 0;
    for word in line.split_inclusive(' ') {
        let length = word.trim_end().chars().count();
        if used > 0 && used + length > WIDTH && !line.starts_with(' ') {
            lines.truncate(lines.trim_end().len());
            lines.push('\n');
            used = 0;
        }
        lines.push_str(word);
        used += word.chars().count();
    }
    lines.push('\n');
    lines
}

/// What is to be known of one view; the options are those of the tool.
fn help_of(tool: &Tool, view: &dyn View) -> String {
    let (spec, name) = (view.spec(), tool.name);
    let called = format!("{name} {}", spec.name);
    let aliases = match spec.aliases {
        [] => String::new(),
        aliases => format!(" (or {})", aliases.join(", ")),
    };
    let fields: Vec<&str> = view
        .fields()
        .iter()
        .filter(|field| field.growth.is_none())
        .map(|field| field.name)
        .collect();
    let text = format!(
        "{}\n\nUsage: {called} [WORDS...] [OPTIONS]{aliases}\n\nWords select {}.\n\nShows {}.\n\nFields, of \
         which `{called} --list-fields` says more: {}.\n\nExamples:\n{}\n\n`{name} --help` has the options of \
         all views, `{name} --list-views` the views.\n",
        spec.about,
        spec.words,
        spec.default_fields.join(", "),
        fields.join(", "),
        aligned(spec.examples),
    );
    text.lines().map(wrapped).collect()
}

fn own(option: &Opt) -> Arg {
    let mut arg = Arg::new(option.long).long(option.long).help(option.help).aliases(option.also);
    if option.short != ' ' {
        arg = arg.short(option.short);
    }
    match option.value {
        Some(value) => arg.value_name(value).action(ArgAction::Append),
        None => arg.action(ArgAction::SetTrue),
    }
}

/// The options of checks.
fn audits() -> [Arg; 2] {
    let value =
        |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    [
        value("baseline", "REPORT")
            .value_parser(clap::value_parser!(PathBuf))
            .conflicts_with_all(["watch", "since", "expect"])
            .help("Show what differs from an earlier --report of the same command")
            .help_heading(AUDIT),
        value("expect", "COUNT")
            .value_parser(Expected::parse)
            .help("Fail unless so many rows match: none, some, N or N..M")
            .help_heading(AUDIT),
    ]
}

/// How tables write amounts of memory.
fn amounts() -> [Arg; 2] {
    [
        Arg::new("unit")
            .long("unit")
            .value_name("UNIT")
            .value_parser(PossibleValuesParser::new(Amounts::UNITS.map(|(name, ..)| name)))
            .conflicts_with("bytes")
            .help("Amounts of memory in one unit, as KiB")
            .help_heading(FORM),
        Arg::new("si")
            .long("si")
            .action(ArgAction::SetTrue)
            .help("Units of a thousand, not of 1024")
            .help_heading(FORM),
    ]
}

/// The options of what repeats, and of what is measured over time.
fn repeated() -> [Arg; 4] {
    let value =
        |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    [
        value("watch", "SECONDS")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("2")
            .value_parser(positive)
            .help("Repeat")
            .help_heading(FORM),
        value("rounds", "N")
            .value_parser(clap::value_parser!(u64).range(1..))
            .requires("watch")
            .help("Repeat so many times, with --watch")
            .help_heading(FORM),
        Arg::new("scroll")
            .long("scroll")
            .action(ArgAction::SetTrue)
            .requires("watch")
            .help("Each round below the one before, on a terminal too, with --watch")
            .help_heading(FORM),
        value("since", "REPORT")
            .value_parser(clap::value_parser!(PathBuf))
            .help("Show how counters grew since an earlier --report")
            .help_heading(FORM),
    ]
}

fn shared(tool: &Tool) -> Vec<Arg> {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let value =
        |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    // The letter is free unless a habit of the tool's users has it.
    let quiet = flag("quiet");
    let is_taken = tool.options.iter().any(|option| option.short == 'q');
    let quiet = if is_taken { quiet } else { quiet.short('q') };
    vec![
        value("fields", "LIST")
            .short('o')
            .action(ArgAction::Append)
            .help("Fields to show; +LIST adds, `all`, name=Title, name= for none")
            .help_heading(SELECTION),
        value("where", "EXPR")
            .short('Q')
            .action(ArgAction::Append)
            .allow_hyphen_values(true)
            .help("Rows to keep, as in 'rss > 500M and user == root'")
            .help_heading(SELECTION),
        value("match", "TEXT")
            .action(ArgAction::Append)
            .help("Rows that a word would select, also where the word is a view's name")
            .help_heading(SELECTION),
        flag("regex")
            .conflicts_with("exact")
            .help("Words are regular expressions")
            .help_heading(SELECTION),
        flag("exact").help("Words are whole names or commands").help_heading(SELECTION),
        flag("self").help("This program's own process").help_heading(SELECTION),
        flag("ignore-case").help("Words match in any case").help_heading(SELECTION),
        value("sort", "LIST")
            .action(ArgAction::Append)
            .allow_hyphen_values(true)
            .help("Order; -name is descending")
            .help_heading(SELECTION),
        value("limit", "N")
            .value_parser(clap::value_parser!(usize))
            .help("The first N rows")
            .help_heading(SELECTION),
        flag("json").short('j').visible_short_alias('J').help("One JSON array").help_heading(FORM),
        flag("jsonl").help("One JSON object a line, as rows come").help_heading(FORM),
        flag("csv").help("Comma-separated values").help_heading(FORM),
        flag("report")
            .help("A JSON document for audits, with all that could not be read")
            .help_heading(FORM),
        flag("markdown").help("A table in Markdown").help_heading(FORM),
        value("graph", "FORM")
            .value_parser(PossibleValuesParser::new(["dot"]))
            .help("A picture of who talks to whom, for Graphviz")
            .help_heading(FORM),
        flag("pids").help("Numbers of processes alone, each once").help_heading(FORM),
        value("format", "NAME")
            .value_parser(PossibleValuesParser::new(Format::NAMES.map(|(name, _)| name)))
            .help("The same by name, or metrics (prometheus)")
            .help_heading(FORM),
        flag("no-headers")
            .visible_alias("noheadings")
            .alias("no-heading")
            .help("No headings")
            .help_heading(FORM),
        flag("bytes").help("Exact numbers and moments").help_heading(FORM),
        flag("wide").help("Do not cut lines to the terminal").help_heading(FORM),
        value("color", "WHEN")
            .alias("colour")
            .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
            .help("Colour")
            .help_heading(FORM),
        value("proc", "DIR")
            .value_parser(clap::value_parser!(PathBuf))
            .help("Read a captured tree, or another machine's /proc")
            .help_heading(READING),
        value("deadline", "SECONDS")
            .value_parser(positive)
            .help("How long one blocked file may hold a row (default 1)")
            .help_heading(READING),
        value("interval", "SECONDS")
            .value_parser(positive)
            .help("Time over which rates are measured (default 0.5)")
            .help_heading(READING),
        flag("strict").help("Exit with 3 if anything could not be read").help_heading(READING),
        quiet.help("Say nothing of what could not be read").help_heading(READING),
        flag("list-views").help("The views of this tool").help_heading(REGISTRY),
        flag("list-fields").help("The fields of the view").help_heading(REGISTRY),
        flag("schema").help("The JSON Schema of the view's rows").help_heading(REGISTRY),
    ]
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number <= 86_400.0 => Ok(number),
        _ => Err("a number of seconds above 0, at most a day".to_owned()),
    }
}
