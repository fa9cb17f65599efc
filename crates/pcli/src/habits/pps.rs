//! Habits of ps: the BSD words, which have no dash.

/// The BSD words that are options, and what they say here. The set is closed: any word that merely
/// consists of such letters (`java`, `sh`) is a word to look for.
const WORDS: &[(&str, &[&str])] = &[
    ("a", &["--every"]),
    ("ax", &["--every"]),
    ("axu", &["--user-format"]),
    ("aux", &["--user-format"]),
    ("auxw", &["--user-format"]),
    ("auxww", &["--user-format", "--wide"]),
    ("axw", &["--every"]),
    ("axww", &["--every", "--wide"]),
    ("axo", &["-o"]),
];

/// Rewrites the first argument if it is one of the words.
pub(super) fn rewrite(mut arguments: Vec<String>) -> Vec<String> {
    let first = arguments.first().map(String::as_str);
    let known = WORDS.iter().find(|(word, _)| first == Some(word));
    if let Some((_, options)) = known {
        arguments.splice(..1, options.iter().map(|option| (*option).to_owned()));
    }
    arguments
}

#[cfg(test)]
mod tests {
    fn rewrite(line: &str) -> String {
        super::rewrite(line.split(' ').map(str::to_owned).collect()).join(" ")
    }

    #[test]
    fn bsd_words_become_options() {
        assert_eq!(rewrite("aux"), "--user-format");
        assert_eq!(rewrite("auxww"), "--user-format --wide");
        assert_eq!(rewrite("ax"), "--every");
        assert_eq!(rewrite("axo pid,comm"), "-o pid,comm");
    }

    #[test]
    fn other_words_stay_words() {
        for line in ["java", "sh", "nginx aux", "-ef", "-eo pid,comm", "-C sshd", "-q 1 -o comm="] {
            assert_eq!(rewrite(line), line);
        }
    }
}
