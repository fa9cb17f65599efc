//! Habits of arp and `ip neigh`: the words of the one, and what both would change.

use pcore::suggest;

use super::cluster;
use super::grammar::Grammar;
use crate::tool::{PARP, Tool};

/// Letters of arp that set or delete, and what they would do.
const CHANGES: &[(char, &str)] =
    &[('d', "delete a neighbour"), ('s', "set a neighbour"), ('f', "set neighbours from a file")];

/// Commands of `ip neigh` that change something.
const COMMANDS: &[&str] =
    &["add", "append", "change", "chg", "del", "delete", "flush", "replace", "set"];

/// Rewrites what stands as words in `ip neigh` into options.
///
/// # Errors
/// What would change something, or has no counterpart.
pub(crate) fn rewrite(tool: &'static Tool, arguments: &[String]) -> Result<Vec<String>, String> {
    let grammar = Grammar::of(tool);
    let mut rewritten = Vec::with_capacity(arguments.len());
    let mut rest = arguments;
    let mut words = 0;
    // Whether the words are those of `ip neigh`: a command may follow its name.
    let mut is_neigh = false;
    while let [argument, after @ ..] = rest {
        if argument == "--" {
            break;
        }
        rest = after;
        if let Some(letters) = argument.strip_prefix('-') {
            check(&grammar, argument)?;
            let takes_next = match letters.strip_prefix('-') {
                Some(_) => grammar.takes_next(argument),
                None => grammar.takes_next_letter(letters),
            };
            rewritten.push(argument.clone());
            if let ([value, after @ ..], true) = (after, takes_next) {
                rewritten.push(value.clone());
                rest = after;
            }
            continue;
        }
        words += 1;
        let is_command = is_neigh && words == 2;
        match (argument.as_str(), after) {
            ("dev", [device, after @ ..]) if is_word(device) => {
                rewritten.extend(["-i".to_owned(), device.clone()]);
                rest = after;
            }
            ("nud", [state, after @ ..]) if is_word(state) => {
                rewritten.extend(match state.as_str() {
                    "all" => keep("resolved or not resolved"),
                    state => ["--nud".to_owned(), state.to_owned()],
                });
                rest = after;
            }
            ("to", [network, after @ ..]) if is_word(network) => {
                rewritten.push(network.clone());
                rest = after;
            }
            ("show" | "list" | "lst" | "ls" | "get", _) if is_command => {}
            (command, _) if is_command && COMMANDS.contains(&command) => {
                return Err(format!("{command} would change neighbours; parp only reads"));
            }
            ("proxy", _) if is_neigh => rewritten.extend(keep("published")),
            ("unused", _) if is_neigh => rewritten.extend(keep("refs == 0")),
            (word @ ("master" | "nomaster" | "vrf"), _) if is_neigh => {
                return Err(format!("{word}: parp does not tell what an interface is a part of"));
            }
            (word, _) => {
                is_neigh |= words == 1 && tool.calls_first(word);
                rewritten.push(argument.clone());
            }
        }
    }
    rewritten.extend_from_slice(rest);
    Ok(rewritten)
}

/// What a word that matched nothing was probably meant to be.
pub(crate) fn hint(word: &str) -> Option<String> {
    let is_name = !word.contains([':', '/', '%']) && word.contains(|c: char| c.is_alphabetic());
    (is_name && suggest::nearest(word, PARP.view_names()).is_none())
        .then(|| "no interface is called so, and names of hosts are not looked up".to_owned())
}

/// Refuses a cluster of letters of which one sets or deletes, as `-Ds`.
fn check(grammar: &Grammar, argument: &str) -> Result<(), String> {
    // What follows a letter with a value is the value.
    let letters = cluster(argument).unwrap_or_default().chars();
    let mut flags = letters.take_while(|letter| !grammar.has_value(*letter));
    let changes = flags.find_map(|letter| CHANGES.iter().find(|(known, _)| *known == letter));
    match changes {
        Some((letter, what)) => Err(format!("-{letter} would {what}; parp only reads")),
        None => Ok(()),
    }
}

fn is_word(argument: &str) -> bool {
    !argument.starts_with('-')
}

fn keep(filter: &str) -> [String; 2] {
    ["--where".to_owned(), filter.to_owned()]
}

#[cfg(test)]
mod tests {

    fn rewrite(line: &str) -> Result<String, String> {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Ok(super::rewrite(&super::PARP, &arguments)?.join(" "))
    }

    #[test]
    fn the_words_of_ip_neigh_are_options() {
        for (line, expected) in [
            ("neigh show", "neigh"),
            ("neigh show dev eth0 nud failed", "neigh -i eth0 --nud failed"),
            ("neigh list to 192.0.2.0/24", "neigh 192.0.2.0/24"),
            ("neigh get 192.0.2.7 dev eth0 --json", "neigh 192.0.2.7 -i eth0 --json"),
            ("neigh show proxy", "neigh --where published"),
            ("neigh show unused", "neigh --where refs == 0"),
            ("neigh show nud all", "neigh --where resolved or not resolved"),
            ("dev eth0", "-i eth0"),
            ("audit dev eth0", "audit -i eth0"),
        ] {
            assert_eq!(rewrite(line).as_deref(), Ok(expected), "{line}");
        }
    }

    #[test]
    fn what_is_no_word_of_ip_neigh_stays() {
        for line in [
            "-an",
            "-i dev 192.0.2.7",
            "--nud failed",
            "show",
            "dev",
            "dev -n",
            "proxy",
            "neigh eth0 show",
            "-- dev eth0",
            "-o dev,nud",
            "--match dev",
        ] {
            assert_eq!(rewrite(line).as_deref(), Ok(line), "{line}");
        }
    }

    #[test]
    fn what_changes_is_refused() {
        for line in ["-Ds 192.0.2.7 eth0", "-nd 192.0.2.7", "neigh add 192.0.2.7", "neigh flush"] {
            assert!(rewrite(line).unwrap_err().contains("would"), "{line}");
        }
        assert!(rewrite("neigh show vrf red").is_err());
        assert_eq!(rewrite("-ids0"), Ok("-ids0".to_owned()), "the interface ds0");
    }

    #[test]
    fn names_of_hosts_are_not_looked_up() {
        assert!(super::hint("printer.example").is_some());
        assert_eq!(super::hint("audti"), None, "a view is meant");
        for address in ["192.0.2.7", "fe80::7", "192.0.2.0/24", "fe80::7%eth0", "02:00:5e:10:00:07"]
        {
            assert_eq!(super::hint(address), None, "{address}");
        }
    }
}
