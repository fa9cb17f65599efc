//! The examples that the views show are lines that the tools accept.

use crate::args::{self, Parsed};
use crate::habits;
use crate::same::Same;
use crate::tool::{TOOLS, Tool};

/// Whether a line, its habits rewritten, is one that the view has fields, filters and options for.
///
/// # Errors
/// What the user would be told.
pub(crate) fn check(tool: &'static Tool, line: &[String]) -> Result<(), String> {
    let request = match args::parse(tool, line).map_err(|failure| failure.to_string())? {
        Parsed::Request(request) => request,
        Parsed::Shown(..) => return Ok(()),
        Parsed::Wrong(why) => return Err(why),
    };
    let columns = request.columns(None).map_err(|failure| failure.to_string())?;
    let same = Same::asked(&request).map_err(|failure| failure.to_string())?;
    let same = same.map(|_| pcore::Filter::or(Vec::new()));
    request.prepare(&columns, same, None).map(drop).map_err(|failure| failure.to_string())
}

/// What a shell hands to the first program of a line. What it would put in the place of `$$` and
/// `$(...)` is a number.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut rest = line.chars();
    while let Some(letter) = rest.next() {
        match letter {
            _ if quote == Some(letter) => quote = None,
            '$' if quote != Some('\'') => {
                let closing = if rest.next() == Some('(') { ')' } else { '$' };
                if closing == ')' {
                    rest.find(|letter| *letter == closing);
                }
                word.get_or_insert_default().push('1');
            }
            _ if quote.is_some() => word.get_or_insert_default().push(letter),
            '\'' | '"' => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            '|' | '>' | ';' | '&' => break,
            ' ' => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    assert_eq!(quote, None, "a quote is not closed: {line}");
    words.extend(word);
    words
}

#[test]
fn words_are_those_of_a_shell() {
    for (line, expected) in [
        ("pps show $$", &["pps", "show", "1"][..]),
        ("pps -t \"$(tty -s)\" -Q 'a == \"b c\"'", &["pps", "-t", "1", "-Q", "a == \"b c\""]),
        ("pnet --graph dot | dot -Tsvg > x", &["pnet", "--graph", "dot"]),
        ("pfd 'a|b' ''", &["pfd", "a|b", ""]),
    ] {
        assert_eq!(words(line), expected, "{line}");
    }
}

#[test]
fn every_example_is_accepted() {
    let mut wrong = Vec::new();
    for tool in TOOLS {
        for view in tool.views {
            let spec = view.spec();
            assert!(!spec.examples.is_empty(), "{} {} has no example", tool.name, spec.name);
            for (line, _) in spec.examples {
                let words = words(line);
                let (program, arguments) = words.split_first().unwrap();
                assert_eq!(program, tool.name, "{line}");
                let read = habits::rewrite(tool, arguments).and_then(|line| check(tool, &line));
                wrong.extend(read.err().map(|why| format!("{line}: {}", why.trim_end())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
