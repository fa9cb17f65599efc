//! Options of the peers that would change the machine. The tools only read.

/// Tool, option, and what it would do.
const REFUSED: &[(&str, &str, &str)] = &[
    ("parp", "-d", "delete a neighbour"),
    ("parp", "-s", "set a neighbour"),
    ("parp", "-f", "set neighbours from a file"),
    ("parp", "--file", "set neighbours from a file"),
    ("parp", "--delete", "delete a neighbour"),
    ("parp", "--set", "set a neighbour"),
];

/// Refuses what would change anything.
pub(super) fn check(tool: &str, arguments: &[String]) -> Result<(), String> {
    let own = arguments.iter().take_while(|argument| *argument != "--");
    for argument in own {
        if let Some((_, option, what)) =
            REFUSED.iter().find(|(of, option, _)| *of == tool && option == argument)
        {
            return Err(format!("{option} would {what}; {tool} only reads"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_refused_and_nothing_else() {
        for (tool, option, _) in REFUSED {
            assert!(check(tool, &[(*option).to_owned()]).is_err());
        }
        assert!(check("parp", &["-n".to_owned()]).is_ok());
        assert!(check("parp", &["--".to_owned(), "-d".to_owned()]).is_ok());
    }
}
