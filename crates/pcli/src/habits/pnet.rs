//! Habits of netstat and ss: `-o` means timers there, `-i` and `-s` two things each, and expressions
//! of ss stand as words.

mod expression;

use super::grammar::Grammar;
use super::is_list_of_fields;
use crate::tool::{PNET, Tool};

/// Rewrites `-o` into `--timers`, except before a list of fields; `-i` and `-s` into what they mean
/// beside other letters; and expressions of ss into a filter.
///
/// # Errors
/// What of an expression has no counterpart, or is none.
pub(crate) fn rewrite(tool: &'static Tool, arguments: &[String]) -> Result<Vec<String>, String> {
    let grammar = Grammar::of(tool);
    expressions(tool, &grammar, letters(&grammar, arguments))
}

/// Beside one of these letters `-i` is what ss measures; alone it is the interfaces.
const OF_SOCKETS: &str = "tuUwxlpom";
/// Beside one of these `-s` is what netstat counts of a protocol; alone it is ss's summary.
const OF_PROTOCOLS: &str = "tuUwS46";

/// What letters mean that mean two things.
fn letters(grammar: &Grammar, arguments: &[String]) -> Vec<String> {
    let given = given(grammar, arguments);
    let beside = |letters: &str| {
        let all = given.iter().filter_map(|argument| match argument {
            Given::Letters { flags, .. } => Some(flags),
            Given::Other(_) => None,
        });
        all.flat_map(|flags| flags.chars()).any(|letter| letters.contains(letter))
    };
    let (is_info, is_counters) = (beside(OF_SOCKETS), beside(OF_PROTOCOLS));
    let mut rewritten = Vec::with_capacity(arguments.len() + 1);
    for argument in given {
        let (flags, value) = match argument {
            Given::Other(argument) => {
                rewritten.push(argument.to_owned());
                continue;
            }
            Given::Letters { flags, value } => (flags, value),
        };
        let mut left = String::from("-");
        for letter in flags.chars() {
            match letter {
                'o' => rewritten.push("--timers".to_owned()),
                'i' if is_info => rewritten.push("--info".to_owned()),
                's' if is_counters => rewritten.push("--statistics".to_owned()),
                letter => left.push(letter),
            }
        }
        // What follows a letter that needs a value is its value: it stays last.
        left.push_str(value);
        if left != "-" {
            rewritten.push(left);
        }
    }
    rewritten
}

/// An argument, as far as letters are concerned.
enum Given<'a> {
    /// Letters without a value, and behind them perhaps one that has one, with it.
    Letters { flags: &'a str, value: &'a str },
    /// A word, a long option, a value, or a list of fields behind `-o`.
    Other(&'a str),
}

fn given<'a>(grammar: &Grammar, arguments: &'a [String]) -> Vec<Given<'a>> {
    let mut given = Vec::with_capacity(arguments.len());
    let mut rest = arguments;
    while let [argument, after @ ..] = rest {
        if argument == "--" {
            given.extend(rest.iter().map(|argument| Given::Other(argument)));
            break;
        }
        rest = after;
        let is_list = |next: &String| is_list_of_fields(&PNET, next) && !expression::follows(after);
        let letters = argument.strip_prefix('-').filter(|letters| {
            letters.starts_with(|first: char| first.is_ascii_alphanumeric())
                && (*letters != "o" || !after.first().is_some_and(is_list))
        });
        let has_next = if let Some(letters) = letters {
            let has_value = |letter| letter != 'o' && grammar.has_value(letter);
            let end = letters.find(has_value).unwrap_or(letters.len());
            let (flags, value) = letters.split_at(end);
            given.push(Given::Letters { flags, value });
            value.chars().count() == 1
        } else {
            given.push(Given::Other(argument));
            grammar.takes_following(argument)
        };
        if let [value, after @ ..] = rest
            && has_next
        {
            given.push(Given::Other(value));
            rest = after;
        }
    }
    given
}

/// Takes the expressions of ss from among the words, and adds what they mean as a filter.
fn expressions(
    tool: &'static Tool,
    grammar: &Grammar,
    arguments: Vec<String>,
) -> Result<Vec<String>, String> {
    let own = arguments.iter().take_while(|argument| *argument != "--");
    if !own.into_iter().any(|argument| expression::may_begin(argument)) {
        return Ok(arguments);
    }
    let mut others = Vec::with_capacity(arguments.len() + 2);
    let mut words: Vec<String> = Vec::new();
    let mut rest = arguments.into_iter();
    let mut escaped = None;
    while let Some(argument) = rest.next() {
        if argument == "--" {
            escaped = Some(argument);
            break;
        }
        if !argument.starts_with('-') {
            words.push(argument);
            continue;
        }
        let takes_next = grammar.takes_following(&argument);
        others.push(argument);
        if takes_next {
            others.extend(rest.next());
        }
    }
    // Where the first word is a view, an expression can only be about what that view shows.
    let is_view = |word: &String| tool.view_names().any(|name| name == word);
    let view = match words.first() {
        Some(word) if is_view(word) && !expression::compares(&words) => Some(words.remove(0)),
        _ => None,
    };
    let (filter, left) = match &view {
        Some(word) if !tool.calls_first(word) => (None, words),
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

#[cfg(test)]
mod tests {

    fn try_rewrite(line: &str) -> Result<String, String> {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Ok(super::rewrite(&super::PNET, &arguments)?.join(" "))
    }

    fn rewrite(line: &str) -> String {
        try_rewrite(line).unwrap()
    }

    #[test]
    fn a_clustered_o_means_timers() {
        assert_eq!(rewrite("-tno"), "--timers -tn");
        assert_eq!(rewrite("-anop"), "--timers -anp");
        assert_eq!(rewrite("-o"), "--timers");
        assert_eq!(rewrite("-tn -o"), "-tn --timers");
        assert_eq!(rewrite("-toN box"), "--timers -tN box");
        assert_eq!(rewrite("-o :443"), "--timers :443");
    }

    #[test]
    fn letters_that_mean_two_things_mean_what_stands_beside_them() {
        for (line, meant) in [
            ("-ti", "--info -t"),
            ("-tin", "--info -tn"),
            ("-t -i", "-t --info"),
            ("-i -p", "--info -p"),
            ("-oi", "--timers --info"),
            ("-i", "-i"),
            ("-in", "-in"),
            ("-ie", "-ie"),
            ("-i eth0", "-i eth0"),
            ("-s", "-s"),
            ("-sn", "-sn"),
            ("-st", "--statistics -t"),
            ("-s -6", "--statistics -6"),
            ("-us", "--statistics -u"),
        ] {
            assert_eq!(rewrite(line), meant, "{line}");
        }
    }

    /// What belongs to an option is no letters, whatever it looks like.
    #[test]
    fn values_stay_as_they_are() {
        for line in
            ["-N too", "-Ntoo", "-f inet", "-Atcp,udp", "--sort -timer -i", "-Q -o", "-tNios"]
        {
            assert_eq!(rewrite(line), line);
        }
    }

    #[test]
    fn a_state_alone_is_an_expression() {
        assert_eq!(rewrite("established"), "--where state in (ESTABLISHED)");
        assert_eq!(rewrite("-t time-wait :22"), "-t :22 --where state in (TIME_WAIT)");
        assert_eq!(rewrite("bucket"), rewrite("state bucket"));
        assert_eq!(rewrite("-tn big synchronized"), rewrite("-tn state big state synchronized"));
        assert_eq!(rewrite("-o listening"), "--timers --where state in (LISTEN)");
        for line in ["all", "-- big", "--match big", "bigger", "counters listening"] {
            assert_eq!(rewrite(line), line);
        }
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
