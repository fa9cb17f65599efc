//! Habits of netstat and ss: `-o` means timers there, and expressions of ss stand as words.

mod expression;

use pcore::view;

use super::cluster;
use super::grammar::Grammar;
use crate::tool::{self, Tool};

/// Rewrites `o` inside a cluster, and an `-o` that no list of fields follows, into `--timers`; and
/// expressions of ss into a filter.
///
/// # Errors
/// What of an expression has no counterpart, or is none.
pub(super) fn rewrite(tool: &'static Tool, arguments: &[String]) -> Result<Vec<String>, String> {
    expressions(tool, timers(arguments))
}

fn timers(arguments: &[String]) -> Vec<String> {
    let mut rewritten = Vec::with_capacity(arguments.len() + 1);
    let mut rest = arguments;
    while let [argument, after @ ..] = rest {
        if argument == "--" {
            rewritten.extend_from_slice(rest);
            return rewritten;
        }
        rest = after;
        let is_list = |next: &String| is_list_of_fields(next) && !expression::follows(after);
        if argument == "-o" && !after.first().is_some_and(is_list) {
            rewritten.push("--timers".to_owned());
        } else if let Some(letters) = cluster(argument).filter(|letters| letters.contains('o')) {
            let others: String = letters.chars().filter(|letter| *letter != 'o').collect();
            if !others.is_empty() {
                rewritten.push(format!("-{others}"));
            }
            rewritten.push("--timers".to_owned());
        } else {
            rewritten.push(argument.clone());
        }
    }
    rewritten
}

/// Takes the expressions of ss from among the words, and adds what they mean as a filter.
fn expressions(tool: &'static Tool, arguments: Vec<String>) -> Result<Vec<String>, String> {
    let own = arguments.iter().take_while(|argument| *argument != "--");
    if !own.into_iter().any(|argument| expression::may_begin(argument)) {
        return Ok(arguments);
    }
    let grammar = Grammar::of(tool);
    let mut others = Vec::with_capacity(arguments.len() + 2);
    let mut words: Vec<String> = Vec::new();
    let mut rest = arguments.into_iter();
    let mut escaped = None;
    while let Some(argument) = rest.next() {
        if argument == "--" {
            escaped = Some(argument);
            break;
        }
        let takes_next = match argument.strip_prefix('-') {
            None => {
                words.push(argument);
                continue;
            }
            Some("") => false,
            Some(long) if long.starts_with('-') => grammar.takes_next(&argument),
            Some(letters) => grammar.takes_next_letter(letters),
        };
        others.push(argument);
        if takes_next {
            others.extend(rest.next());
        }
    }
    // Where the first word is a view, an expression can only be about what that view shows.
    let is_view = |word: &String| tool::view_names(tool.name).any(|name| name == word);
    let view = match words.first() {
        Some(word) if is_view(word) && !expression::compares(&words) => Some(words.remove(0)),
        _ => None,
    };
    let first = view::of_tool(tool.name).next().map(pcore::View::spec);
    let is_other = |word: &String| {
        first.is_none_or(|spec| spec.name != word && !spec.aliases.contains(&&**word))
    };
    let (filter, left) = match &view {
        Some(word) if is_other(word) => (None, words),
        _ => expression::take(&words)?,
    };
    others.extend(view);
    others.extend(left);
    if let Some(filter) = filter {
        others.extend(["--where".to_owned(), filter]);
    }
    others.extend(escaped);
    others.extend(rest);
    Ok(others)
}

/// Whether every part of the text names a field, so that it can be nothing else.
fn is_list_of_fields(text: &str) -> bool {
    let fields: Vec<_> = view::of_tool("pnet").flat_map(pcore::View::fields).collect();
    let list = text.strip_prefix('+').unwrap_or(text);
    let is_field = |name: &str| {
        let name = name.split_once('=').map_or(name, |(name, _)| name);
        name == "all" || fields.iter().any(|field| field.answers_to(name))
    };
    // The first may be misspelt; then the list with its mistake is told, not a missing word.
    text.starts_with('+') || list.contains(',') || is_field(list)
}

#[cfg(test)]
mod tests {
    use crate::tool::TOOLS;

    fn try_rewrite(line: &str) -> Result<String, String> {
        let tool = TOOLS.iter().find(|tool| tool.name == "pnet").unwrap();
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Ok(super::rewrite(tool, &arguments)?.join(" "))
    }

    fn rewrite(line: &str) -> String {
        try_rewrite(line).unwrap()
    }

    #[test]
    fn a_clustered_o_means_timers() {
        assert_eq!(rewrite("-tno"), "-tn --timers");
        assert_eq!(rewrite("-anop"), "-anp --timers");
        assert_eq!(rewrite("-o"), "--timers");
        assert_eq!(rewrite("-tn -o"), "-tn --timers");
        assert_eq!(rewrite("-o :443"), "--timers :443");
    }

    #[test]
    fn an_o_before_fields_is_the_list() {
        for line in ["-o pid", "-o pid,state", "-t -o +process", "-o all", "-o sttae,pid"] {
            assert_eq!(rewrite(line), line);
        }
    }

    #[test]
    fn other_clusters_stay() {
        for line in ["-tulpn", "-tan", "-xp", "-ltn", "nginx", "-- -o"] {
            assert_eq!(rewrite(line), line);
        }
    }

    #[test]
    fn an_expression_behind_an_o_is_no_list() {
        let found = rewrite("-o state established");
        assert_eq!(found, "--timers --where state in (ESTABLISHED)");
        assert!(rewrite("-o dst 10.0.0.0/8").starts_with("--timers --where "));
        assert!(rewrite("-o sport = :22").starts_with("--timers --where "));
        for line in ["-o state", "-o state nginx", "-o state,dst :22", "-o dst", "-o sport -t"] {
            assert_eq!(rewrite(line), line);
        }
    }

    #[test]
    fn options_and_words_stay_around_an_expression() {
        assert_eq!(rewrite("-nt state listening --json"), "-nt --json --where state in (LISTEN)");
        assert_eq!(
            rewrite("nginx state listening :22 -o +pid --sort src"),
            "-o +pid --sort src nginx :22 --where state in (LISTEN)"
        );
        assert_eq!(rewrite("ss state listening"), "ss --where state in (LISTEN)");
        assert_eq!(rewrite("state listening -- src"), "--where state in (LISTEN) -- src");
    }

    #[test]
    fn what_is_no_expression_stays() {
        for line in [
            "-- state established",
            "--match state",
            "-Q state",
            "--sort state :22",
            "interfaces dev lo",
            "dev lo",
        ] {
            assert_eq!(rewrite(line), line);
        }
        assert!(rewrite("dev = lo").contains("interface == \"lo\""));
        assert!(rewrite("-t :22 dev lo").contains("interface == \"lo\""));
    }
}
