//! A man page for each tool: what clap knows of its options, and what the tables know of the rest.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use pcli::Exit;
use pcli::tool::{TOOLS, Tool};
use pcore::view::Spec;
use pcore::{Absent, File, Kind, Trees, View};

use super::Generated;

/// The man page of every tool.
pub(super) fn generate(_root: &Path) -> Result<Vec<Generated>> {
    TOOLS
        .iter()
        .map(|tool| {
            let path = PathBuf::from(format!("man/{}.1", tool.name));
            Ok(Generated { path, content: page(tool)? })
        })
        .collect()
}

fn page(tool: &'static Tool) -> Result<Vec<u8>> {
    // The date of a page would be that of its making, and every check would find it stale. A blank
    // keeps the place of the date for it.
    let page = Man::new(pcli::command(tool)).manual("prockit").date(" ");
    let mut content = Vec::new();
    page.render_title(&mut content)?;
    page.render_name_section(&mut content)?;
    page.render_synopsis_section(&mut content)?;
    let mut roff = Roff::new();
    description(&mut roff, tool);
    content.extend(body(&roff));
    page.render_options_section(&mut content)?;
    let mut roff = Roff::new();
    habits(&mut roff, tool);
    views(&mut roff, tool);
    fields(&mut roff, tool);
    filter(&mut roff);
    absent(&mut roff);
    exit_status(&mut roff);
    examples(&mut roff, tool);
    see_also(&mut roff, tool);
    content.extend(body(&roff));
    Ok(content)
}

/// What stands on the page, with straight apostrophes as the rest of it has them.
fn body(roff: &Roff) -> Vec<u8> {
    roff.render().into_bytes()
}

fn description(roff: &mut Roff, tool: &Tool) {
    let text = format!(
        "{} It reads /proc and changes nothing. A first word that is the name of a view chooses \
         the view; the other words select rows.",
        tool.about
    );
    roff.control("SH", ["DESCRIPTION"]).text([roman(text)]);
    for view in tool.views {
        let Spec { name, words, .. } = view.spec();
        let text = format!(" words select {words}.");
        roff.control("PP", []).text([roman("In "), bold(*name), roman(text)]);
    }
    roff.control("PP", []).text([roman(
        "What is selected in different ways narrows; several words, and several values of one \
         option, widen.",
    )]);
    roff.control("PP", []).text([roman(
        "Rows go to standard output. What could not be read is said on standard error, one line \
         each, counted rather than repeated.",
    )]);
}

fn habits(roff: &mut Roff, tool: &Tool) {
    for (number, text) in tool.habits.iter().enumerate() {
        let control = if number == 0 { ("SH", vec!["HABITS"]) } else { ("PP", vec![]) };
        roff.control(control.0, control.1).text([roman(*text)]);
    }
}

fn views(roff: &mut Roff, tool: &Tool) {
    roff.control("SH", ["VIEWS"]);
    for (number, view) in tool.views.iter().enumerate() {
        let spec = view.spec();
        let mut names = vec![bold(spec.name)];
        for alias in spec.aliases {
            names.extend([roman(", "), bold(*alias)]);
        }
        let which = if number == 0 { " This is the view that needs no name." } else { "" };
        let shown = spec.default_fields.join(", ");
        let text = format!("{}{which} Shows {shown} unless other fields are named.", spec.about);
        item(roff, names, &text);
    }
}

/// What the fields of counters are that are not listed one by one.
const GROWTH: &str = "Beside each counter NAME there are two fields: NAME_delta, by how much it grew between two looks, and NAME_rate, how fast that is.";

fn fields(roff: &mut Roff, tool: &Tool) {
    for view in tool.views.iter().copied() {
        let heading = format!("FIELDS OF {}", view.spec().name.to_uppercase());
        roff.control("SH", [heading.as_str()]);
        let usual = usual_files(view);
        if !usual.is_empty() {
            let text = format!("Unless it says otherwise, a field is from {}.", paths(&usual));
            roff.text([roman(text)]);
        }
        let fields = view.fields();
        if fields.iter().any(|field| field.counter) {
            roff.text([roman(GROWTH)]);
        }
        for (number, field) in fields.iter().enumerate().filter(|(_, f)| f.growth.is_none()) {
            let mut name = vec![bold(field.name)];
            for alias in field.aliases {
                name.extend([roman(", "), bold(*alias)]);
            }
            name.extend([roman(" ("), italic(kind(field.kind)), roman(")")]);
            let files = files(view, number);
            let more: Vec<File> = files.iter().copied().filter(|f| !usual.contains(f)).collect();
            let from = if files == usual {
                String::new()
            } else if !usual.is_empty() && more.len() + usual.len() == files.len() {
                format!(" Also from {}.", paths(&more))
            } else {
                format!(" From {}.", paths(&files))
            };
            let counter = if field.counter { " A counter." } else { "" };
            item(roff, name, &format!("{}{counter}{from}", field.doc));
        }
    }
}

/// The files that most fields of a view come from, where they are too many to be named each time.
fn usual_files(view: &dyn View) -> Vec<File> {
    const MANY: usize = 4;
    let all: Vec<Vec<File>> = (0..view.fields().len()).map(|number| files(view, number)).collect();
    let usual = all.iter().max_by_key(|files| all.iter().filter(|other| other == files).count());
    usual.filter(|files| files.len() >= MANY).cloned().unwrap_or_default()
}

/// The files that a field may need, each once.
fn files(view: &dyn View, field: usize) -> Vec<File> {
    let mut files = view.files(field, Trees::All);
    files.sort_unstable();
    files.dedup();
    files
}

fn paths(files: &[File]) -> String {
    match files {
        // It costs nothing: the number of the process, the facts of the host.
        [] => "no file".to_owned(),
        files => files.iter().map(|file| file.path()).collect::<Vec<_>>().join(", "),
    }
}

/// The type and unit, as a person says it.
fn kind(kind: Kind) -> String {
    let (of, element) = match kind {
        Kind::List(element) => ("list of ", *element),
        kind => ("", kind),
    };
    let unit = match element.unit() {
        Some("rfc3339") => ", RFC 3339".to_owned(),
        Some(unit) => format!(", {unit}"),
        None => String::new(),
    };
    format!("{of}{}{unit}", element.json_type())
}

fn filter(roff: &mut Roff) {
    roff.control("SH", ["FILTER"]).text([
        bold("--where"),
        roman(
            " takes an expression over any fields of the view, shown or not. It is a superset of \
             scols-filter(5), and is checked before the first file is read.",
        ),
    ]);
    for (form, text) in [
        (
            "field == value",
            "Also !=, <, <=, >, >=, or eq, ne, lt, le, gt, ge. The field's type says \
          what a value may be: 500M, 2h, 2026-11-01T10:00, R, 10.0.0.1.",
        ),
        ("field =~ value", "A regular expression, found anywhere; !~ is its denial."),
        (
            "field in (value, ...)",
            "One of several values, ranges as 1..1023, or networks as \
          10.0.0.0/8; also not in.",
        ),
        (
            "field is null",
            "The value is absent for any reason, or for one: denied, blocked, \
          malformed, unsupported, not_applicable, vanished; also is not.",
        ),
        ("field", "It is set: true, not empty, not zero."),
        ("and, or, not", "Also &&, || and !, with parentheses."),
        ("@field", "On the right, the value of another field: a bare word there is a text."),
    ] {
        item(roff, vec![bold(form)], text);
    }
    roff.control("PP", []).text([roman(
        "A comparison with an absent value is neither true nor false but unknown, and an unknown \
         row is not kept. How many were left out because something could not be seen is said on \
         standard error.",
    )]);
}

fn absent(roff: &mut Roff) {
    roff.control("SH", ["ABSENT VALUES"]).text([roman(
        "What is absent is never shown as zero or as an empty text. JSON has null; a table shows:",
    )]);
    for absent in Absent::ALL {
        let text = format!("{}: {}.", absent.word(), absent.phrase());
        item(roff, vec![bold(absent.mark())], &text);
    }
}

fn exit_status(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]).text([roman("The first of these that applies:")]);
    for (exit, text) in [
        (Exit::Usage, "The command line is wrong. Standard output is empty."),
        (Exit::Output, "The output could not be written. A closed pipe is no failure."),
        (Exit::Unusable, "/proc cannot be used. Standard output is empty."),
        (
            Exit::NoMatch,
            "Words or a filter matched nothing, something named is missing, or a check failed.",
        ),
        (Exit::Incomplete, "Something could not be read, under --strict, or may decide a check."),
        (Exit::Success, "All went well."),
    ] {
        item(roff, vec![bold(exit.code().to_string())], text);
    }
}

fn examples(roff: &mut Roff, tool: &Tool) {
    roff.control("SH", ["EXAMPLES"]);
    for view in tool.views {
        for (line, what) in view.spec().examples {
            item(roff, vec![bold(*line)], what);
        }
    }
}

fn see_also(roff: &mut Roff, tool: &Tool) {
    let mut names = Vec::new();
    for other in TOOLS.iter().filter(|other| other.name != tool.name) {
        names.extend([bold(other.name), roman("(1), ")]);
    }
    names.extend([bold("proc"), roman("(5)")]);
    roff.control("SH", ["SEE ALSO"]).text(names);
}

/// A tagged paragraph.
fn item(roff: &mut Roff, tag: Vec<Inline>, text: &str) {
    roff.control("TP", []).text(tag).text([roman(text)]);
}
