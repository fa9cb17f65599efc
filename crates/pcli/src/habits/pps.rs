//! Habits of ps: words without a dash, and letters that mean something else in its clusters.

use super::grammar::Grammar;
use crate::output::Format;
use crate::tool::{PPS, Tool};

/// The words that are options of ps. The set is closed, and of single letters it has those that
/// choose columns or processes, which nobody looks for: any other word that consists of such
/// letters (`java`, `sh`, `axe`) is one to look for, and `--match ax` looks for one of these.
const WORDS: &str = "\
    a au ax axu aux uax u ux xu x \
    axw axww axwww auw auww auxw auxww auxwww axuw axuww uxw uxww xw xww uw uww aw aww \
    axf axfw axfww axwf axwwf auf auxf auxfw auxfww auxwf auxwwf axuf axfu uf xf \
    axj axjf axjfw axjfww axfj axjw axjww \
    axl axlf axlfw axlw axlww axlwf axlwwf axv axvw axs axsw axms axX \
    axZ axfZ axZf auxZ axm axH auxm auxH auH axc axuc auxc auc axr auxr aur axh auxh \
    axo axO axho axhO axwo axwwo \
    xa xau lax laxw laxww jax jaxf j l s v X";

/// What a letter of such a word says here. `a` and `x` are looked at together.
fn option(letter: char) -> Option<&'static str> {
    Some(match letter {
        'u' => "--user-format",
        'j' => "--bsd-jobs",
        'l' => "--bsd-long",
        's' => "--signals",
        'v' => "--virtual-memory",
        'X' => "--registers",
        'f' => "--tree",
        'm' | 'H' => "--threads",
        'Z' => "--context",
        'c' => "--true-name",
        'r' => "--running",
        'w' => "--wide",
        'h' => "--no-headers",
        'o' => "-o",
        'O' => "-O",
        _ => return None,
    })
}

/// Options of ps, pgrep and pstree that pps does not have, and what it has instead.
const OTHERWISE: &[(&str, &str)] = &[
    ("-n", "numbers instead of names are fields: -o uid,gid"),
    ("-k", "--sort orders the rows"),
    ("-r", "--running shows what runs"),
    ("-S", "times of children are fields: -o +children_user_time,children_system_time"),
    ("-v", "all but what is selected is -N, and the columns of ps v are --virtual-memory"),
    ("-X", "the columns of ps X are --registers"),
    ("-D", "times have one form, and the exact one with --bytes"),
    ("-i", "--ignore-case lets words match in any case"),
    ("-z", "-o +label shows the security label"),
    ("--cols", "the terminal tells its width; --wide cuts nothing"),
    ("--columns", "the terminal tells its width; --wide cuts nothing"),
    ("--width", "the terminal tells its width; --wide cuts nothing"),
    ("--rows", "headings stand once, above all rows"),
    ("--lines", "headings stand once, above all rows"),
    ("--headers", "headings stand once, above all rows"),
    ("--cumulative", "times of children are fields: -o +children_user_time,children_system_time"),
    ("--signames", "names of signals are fields: -o +signals_blocked_names,signals_caught_names"),
    ("--delimiter", "--csv separates what --json does not suit"),
    ("--info", "--version says which this is"),
    ("--inverse", "all but what is selected is -N"),
    ("--count", "count the rows: -o pid= | wc -l"),
    ("--parent", "children of a process are --ppid"),
    ("--pgroup", "processes of a group are --pgid"),
    ("--session", "processes of a session are -s"),
    ("--terminal", "processes of a terminal are -t"),
    ("--uid", "processes of a real user are -U"),
    ("--older", "the age is a field: -Q 'elapsed > 1h'"),
    ("--runstates", "the state is a field: -Q 'state in (D, Z)'"),
    ("--pidfile", "numbers of processes are -p \"$(cat FILE)\""),
    ("--list-name", "the name is a field: -o pid,comm"),
    ("--list-full", "the command is a field: -o pid,command"),
    ("--show-pids", "pps tree shows the numbers"),
    ("--arguments", "pps tree shows the arguments"),
];

/// Rewrites what ps's users write.
///
/// # Errors
/// An option that ps has and pps has not, and what to write instead.
pub(crate) fn rewrite(tool: &'static Tool, arguments: &[String]) -> Result<Vec<String>, String> {
    if arguments.is_empty() {
        return Ok(Vec::new());
    }
    let grammar = Grammar::of(tool);
    let mut rewritten = Vec::with_capacity(arguments.len() + 2);
    let mut rest = arguments.iter().cloned().peekable();
    let mut is_first_word = true;
    while let Some(argument) = rest.next() {
        if argument == "--" {
            rewritten.push(argument);
            break;
        }
        let takes_next = if argument.starts_with("--") {
            otherwise(&grammar, &argument)?;
            if argument == "--format" && rest.peek().is_some_and(|next| is_format_of_ps(next)) {
                rewritten.push("-o".to_owned());
            } else {
                rewritten.push(argument.clone());
            }
            grammar.takes_next(&argument)
        } else if let Some(letters) = argument.strip_prefix('-').filter(|it| !it.is_empty()) {
            // As in ps itself: with an x, which no cluster has, it is a word of BSD with a dash.
            match bsd(letters).filter(|_| letters.contains('x')) {
                Some(options) => {
                    rewritten.extend(options);
                    letters.ends_with(['o', 'O'])
                }
                None => cluster(&grammar, letters, &mut rewritten)?,
            }
        } else if std::mem::take(&mut is_first_word)
            && let Some(options) = word(&argument, rest.peek())
        {
            rewritten.extend(options);
            argument.ends_with(['o', 'O', 'p'])
        } else {
            rewritten.push(argument);
            false
        };
        if takes_next {
            rewritten.extend(rest.next());
        }
    }
    rewritten.extend(rest);
    Ok(rewritten)
}

/// The options that a first word is.
fn word(word: &str, next: Option<&String>) -> Option<Vec<String>> {
    let is_numbers = |text: &String| text.chars().all(|c| c.is_ascii_digit() || c == ',');
    match word {
        "p" if next.is_some_and(is_numbers) => Some(vec!["-p".to_owned()]),
        "up" if next.is_some_and(is_numbers) => {
            Some(vec!["--user-format".to_owned(), "-p".to_owned()])
        }
        word if word.ends_with(['o', 'O']) && next.is_none() => None,
        word => bsd(word),
    }
}

/// The options that a word of BSD is.
fn bsd(word: &str) -> Option<Vec<String>> {
    if !WORDS.split_whitespace().any(|known| known == word) {
        return None;
    }
    let mut options = Vec::new();
    // What is of this terminal and this user only, ps shows unless told otherwise; pps shows all.
    // Of a word that lifts one of the two, the other is what is meant.
    match (word.contains('a'), word.contains('x')) {
        (true, false) => options.push("--with-tty".to_owned()),
        (false, true) => {
            let own = rustix::process::geteuid().as_raw();
            options.extend(["--user".to_owned(), own.to_string()]);
        }
        _ => {}
    }
    if !word.contains(['u', 'j', 'l', 's', 'v', 'X', 'o', 'O']) {
        options.push("--bsd".to_owned());
    }
    // What takes a value comes last, wherever it stood.
    let has_value = |letter: &char| matches!(letter, 'o' | 'O');
    let flags = word.chars().filter(|letter| !has_value(letter));
    let letters = flags.chain(word.chars().filter(has_value));
    for option in letters.filter_map(option) {
        if !options.iter().any(|known| known == option) {
            options.push(option.to_owned());
        }
    }
    Some(options)
}

/// Rewrites a cluster of letters; says whether the next argument is the value of its last.
///
/// `-j` alone is JSON, as in all tools; among other letters it is the jobs of ps, unless fields are
/// listed, which leave no columns to choose.
fn cluster(grammar: &Grammar, letters: &str, out: &mut Vec<String>) -> Result<bool, String> {
    let end = letters.find(|letter| grammar.has_value(letter)).unwrap_or(letters.len());
    let (flags, value) = letters.split_at_checked(end).unwrap_or((letters, ""));
    for letter in flags.chars() {
        otherwise(grammar, &format!("-{letter}"))?;
    }
    let is_jobs = letters.len() > 1 && flags.contains('j') && !value.starts_with(['o', 'Q']);
    let flags: String = flags.chars().filter(|letter| !(is_jobs && *letter == 'j')).collect();
    if is_jobs {
        out.push("--jobs".to_owned());
    }
    if !flags.is_empty() || !value.is_empty() {
        out.push(format!("-{flags}{value}"));
    }
    Ok(value.chars().count() == 1)
}

/// Refuses an option that ps has and pps has not.
fn otherwise(grammar: &Grammar, option: &str) -> Result<(), String> {
    let name = option.split_once('=').map_or(option, |(name, _)| name);
    match OTHERWISE.iter().find(|(known, _)| *known == name) {
        Some((_, instead)) if !grammar.knows(name) => Err(format!("no option `{name}`; {instead}")),
        _ => Ok(()),
    }
}

/// Whether the text is a value of ps's `--format`: every part of it names a field of the first view. The
/// name of a form of output is a value of ours, and so is a slip, which may be meant for either.
fn is_format_of_ps(text: &str) -> bool {
    if Format::NAMES.iter().any(|(name, _)| *name == text) {
        return false;
    }
    let fields = PPS.first().map(pcore::View::fields).unwrap_or_default();
    text.split(',').all(|name| {
        let name = name.split_once('=').map_or(name, |(name, _)| name);
        fields.iter().any(|field| field.answers_to(name))
    })
}

/// What a word that matched nothing was probably meant to be.
pub(crate) fn hint(word: &str) -> Option<String> {
    /// The letters of which words of BSD consist.
    const LETTERS: &str = "aehjklmnrsuvwxfcSTXZHgpt";
    let known = match word {
        "e" => "ps's e is a field: -o +environ",
        "f" => "ps's f is --tree",
        "r" => "ps's r is --running",
        "T" => "ps's T is -t \"$(tty)\"",
        "pgrep" | "pidof" => "words select by name without it",
        word if word.starts_with('-') => "options stand before --",
        word if bsd(word).is_some() => "options of ps stand before other words",
        word if word.chars().all(|letter| LETTERS.contains(letter))
            && (word.starts_with('a') || word.len() < 6 && word.contains(['x', 'w', 'c', 'S'])) =>
        {
            "of ps's words there are aux, axjf and their like; --help has the options"
        }
        _ => return None,
    };
    Some(known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn try_rewrite(line: &str) -> Result<String, String> {
        let tool = &PPS;
        let arguments: Vec<_> = line.split(' ').map(str::to_owned).collect();
        Ok(super::rewrite(tool, &arguments)?.join(" "))
    }

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (line, expected) in cases {
            assert_eq!(try_rewrite(line).as_deref(), Ok(*expected), "{line}");
        }
    }

    #[test]
    fn words_of_bsd_become_options() {
        check(&[
            ("aux", "--user-format"),
            ("axu", "--user-format"),
            ("auxww", "--user-format --wide"),
            ("ax", "--bsd"),
            ("axf", "--bsd --tree"),
            ("axjf", "--bsd-jobs --tree"),
            ("auxf", "--user-format --tree"),
            ("auxwwf", "--user-format --wide --tree"),
            ("axl", "--bsd-long"),
            ("axv", "--virtual-memory"),
            ("axms", "--threads --signals"),
            ("axX", "--registers"),
            ("axZ", "--bsd --context"),
            ("auxH", "--user-format --threads"),
            ("axc", "--bsd --true-name"),
            ("auxr", "--user-format --running"),
            ("axh", "--bsd --no-headers"),
            ("u", "--user-format"),
            ("l", "--bsd-long"),
            ("v", "--virtual-memory"),
            ("lax", "--bsd-long"),
            ("a", "--with-tty --bsd"),
            ("au", "--with-tty --user-format"),
        ]);
        let own = rustix::process::geteuid().as_raw();
        assert_eq!(try_rewrite("x"), Ok(format!("--user {own} --bsd")));
        assert_eq!(try_rewrite("ux"), Ok(format!("--user {own} --user-format")));
    }

    #[test]
    fn words_of_bsd_take_values() {
        check(&[
            ("axo pid,comm", "-o pid,comm"),
            ("axho pid,comm", "--no-headers -o pid,comm"),
            ("axO rss", "-O rss"),
            ("p 1,2", "-p 1,2"),
            ("up 1", "--user-format -p 1"),
            // The value of an option is no word.
            ("axo ax ax", "-o ax ax"),
        ]);
    }

    #[test]
    fn they_are_the_first_word_wherever_options_stand() {
        check(&[
            ("--json aux", "--json --user-format"),
            ("-w aux", "-w --user-format"),
            ("--limit 3 ax", "--limit 3 --bsd"),
            ("--limit=3 ax", "--limit=3 --bsd"),
            ("-C aux", "-C aux"),
            ("--sort aux", "--sort aux"),
            ("nginx aux", "nginx aux"),
            ("--watch ax", "--watch --bsd"),
            ("-- aux", "-- aux"),
        ]);
    }

    #[test]
    fn with_a_dash_an_x_makes_them_the_same() {
        check(&[
            ("-aux", "--user-format"),
            ("-auxww", "--user-format --wide"),
            ("-ax", "--bsd"),
            ("-axo pid", "-o pid"),
            ("-axjf", "--bsd-jobs --tree"),
            ("-au root", "-au root"),
        ]);
    }

    #[test]
    fn j_among_letters_is_jobs() {
        check(&[
            ("-j", "-j"),
            ("-ej", "--jobs -e"),
            ("-ejH", "--jobs -eH"),
            ("-jA", "--jobs -A"),
            ("-jp 1", "--jobs -p 1"),
            ("-e -j", "-e -j"),
            ("-jJ", "--jobs -J"),
            // Columns are named, so that there is no format of ps to choose.
            ("-jo pid", "-jo pid"),
            ("-ejo pid", "-ejo pid"),
            ("-jQ pid", "-jQ pid"),
            // A letter of a value is none of the cluster.
            ("-Cjava", "-Cjava"),
            ("-eojava", "-eojava"),
        ]);
    }

    #[test]
    fn the_format_of_ps_is_a_list() {
        check(&[
            ("--format pid,comm", "-o pid,comm"),
            ("--format pid=", "-o pid="),
            ("--format json", "--format json"),
            ("--format csv", "--format csv"),
            ("--format nonsense", "--format nonsense"),
        ]);
    }

    #[test]
    fn other_words_stay_words() {
        for line in [
            "java",
            "sh",
            "axe",
            "axum",
            "axes",
            "p",
            "up",
            "p nginx",
            "axo",
            "-ef",
            "-eo pid,comm",
            "-C sshd",
            "-q 1 -o comm=",
            "e",
            "sj",
            "-p1",
            "-fu root",
            "-",
        ] {
            assert_eq!(try_rewrite(line).as_deref(), Ok(line));
        }
    }

    #[test]
    fn a_letter_that_is_not_there_says_what_is() {
        for (option, instead) in OTHERWISE {
            let told = try_rewrite(option).unwrap_err();
            assert!(told.contains(instead), "{told}");
        }
        assert!(try_rewrite("-efn").unwrap_err().contains("-o uid"));
        assert!(try_rewrite("--cols=200").unwrap_err().contains("--wide"));
        // Behind `--`, and as a value, it is none.
        assert!(try_rewrite("-- -n").is_ok());
        assert!(try_rewrite("-C -n").is_ok());
    }

    #[test]
    fn a_word_of_ps_that_matched_nothing_has_a_hint() {
        for word in ["e", "f", "axuff", "-aux", "aux", "pgrep"] {
            assert!(hint(word).is_some(), "{word}");
        }
        for word in ["nginx", "axon", "sshd"] {
            assert_eq!(hint(word), None);
        }
    }
}
