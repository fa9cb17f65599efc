//! Habits of netstat and ss: `-o` means timers there.

use pcore::view;

use super::cluster;

/// Rewrites `o` inside a cluster, and an `-o` that no list of fields follows, into `--timers`.
pub(super) fn rewrite(arguments: Vec<String>) -> Vec<String> {
    let mut rewritten = Vec::with_capacity(arguments.len() + 1);
    let mut rest = arguments.into_iter().peekable();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            rewritten.push(argument);
            rewritten.extend(rest);
            return rewritten;
        }
        if argument == "-o" && !rest.peek().is_some_and(|next| is_list_of_fields(next)) {
            rewritten.push("--timers".to_owned());
        } else if let Some(letters) = cluster(&argument).filter(|letters| letters.contains('o')) {
            let others: String = letters.chars().filter(|letter| *letter != 'o').collect();
            if !others.is_empty() {
                rewritten.push(format!("-{others}"));
            }
            rewritten.push("--timers".to_owned());
        } else {
            rewritten.push(argument);
        }
    }
    rewritten
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
    fn rewrite(line: &str) -> String {
        super::rewrite(line.split(' ').map(str::to_owned).collect()).join(" ")
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
}
