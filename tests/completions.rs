//! The completions, as the shells offer them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

use std::path::{Path, PathBuf};

use support::{Sandbox, call, has, skip};

mod support;

/// A line that somebody types, some of what is to be offered for its last word, and something that is
/// not.
type Case = (&'static str, &'static [&'static str], &'static str);

/// Options, their values, views and fields.
const CASES: &[Case] = &[
    ("parp --sev", &["--severity"], "--json"),
    ("parp --severity ", &["info", "notice", "warning", "critical"], "audit"),
    ("parp --format j", &["json", "jsonl"], "csv"),
    ("parp a", &["audit"], "stats"),
    ("parp -o mac", &["mac", "mac_kind"], "address"),
    ("pps --form", &["--format"], "--json"),
    ("pps th", &["threads"], "maps"),
    ("pps --sort rss", &["rss", "rss_peak"], "pid"),
    ("pnet --grap", &["--graph"], "--json"),
    ("pnet soc", &["sockets", "sockstat"], "routes"),
    ("pfd --color a", &["auto", "always"], "never"),
    ("pfd lo", &["locks"], "peers"),
    ("psys --unit Ki", &["KiB"], "MiB"),
    ("psys sl", &["slabs"], "swaps"),
];

fn completions(folder: &str, file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../completions").join(folder).join(file)
}

/// Checks what a shell offers: the first word of each of these lines.
fn check(offers: impl Fn(&str, &str) -> String) {
    for (line, wanted, unwanted) in CASES {
        let tool = line.split(' ').next().unwrap();
        let text = offers(tool, line);
        let offered: Vec<&str> =
            text.lines().filter_map(|line| line.split_ascii_whitespace().next()).collect();
        for word in *wanted {
            assert!(offered.contains(word), "`{line}` offers {offered:?}, not {word}");
        }
        assert!(!offered.contains(unwanted), "`{line}` offers {unwanted}");
    }
}

#[test]
fn bash_completes() {
    const SCRIPT: &str = r#"
        . "$0"
        IFS=' ' read -r -a COMP_WORDS <<< "$1."
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_WORDS[COMP_CWORD]=${COMP_WORDS[COMP_CWORD]%.}
        definition=$(complete -p "${COMP_WORDS[0]}")
        [[ $definition =~ -F\ ([^ ]+) ]]
        "${BASH_REMATCH[1]}" "${COMP_WORDS[0]}" "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    check(|tool, line| {
        let file = completions("bash", &format!("{tool}.bash"));
        call("bash", "--norc --noprofile -c").arg(SCRIPT).arg(file).arg(line).text()
    });
}

/// The shell runs in a terminal of its own, in which the line and the key are typed; what would be
/// listed is written down.
#[test]
fn zsh_completes() {
    const SCRIPT: &str = r#"
        zmodload zsh/zpty
        setup='PROMPT= RPROMPT=
            fpath=('${(q)1}' $fpath); autoload -Uz compinit; compinit -D -u
            compadd() {
                local -a found
                builtin compadd -O found "$@"
                (( $#found )) && print -rl -- $found >> '${(q)3}'
                builtin compadd "$@"
            }
            finish() { exit }; zle -N finish; bindkey "^I" complete-word "^X" finish'
        zpty shell zsh -f -i
        print -r -- $setup > $3.setup
        zpty -w shell "source ${(q)3}.setup"
        zpty -w -n shell $2$'\t\x18'
        while zpty -r shell; do :; done > /dev/null
        cat $3"#;
    if !has("zsh") {
        skip!("zsh is not installed");
    }
    let place = Sandbox::new();
    let folder = completions("zsh", "");
    check(|_, line| {
        let found = place.join("found");
        std::fs::write(&found, "").unwrap();
        call("zsh", "-f -c").arg(SCRIPT).arg("zsh").arg(&folder).arg(line).arg(&found).text()
    });
}

#[test]
fn fish_completes() {
    if !has("fish") {
        skip!("fish is not installed");
    }
    let place = Sandbox::new();
    check(|tool, line| {
        let file = completions("fish", &format!("{tool}.fish"));
        let home = place.path().to_str().unwrap();
        call("fish", "--no-config --command")
            .env("HOME", home)
            .arg("source $argv[1]; complete --do-complete $argv[2]")
            .arg(file)
            .arg(line)
            .text()
    });
}

#[test]
fn nushell_completes() {
    if !has("nu") {
        skip!("nushell is not installed");
    }
    let place = Sandbox::new();
    check(|tool, line| {
        let (file, script) = (completions("nushell", &format!("{tool}.nu")), place.join("line.nu"));
        let text = format!("source {}\n{line}", file.display());
        std::fs::write(&script, &text).unwrap();
        let home = place.path().to_str().unwrap();
        let asked = call("nu", "--no-config-file --ide-complete").arg(text.len().to_string());
        let answer = asked.arg(script).env("HOME", home).text();
        let offered: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let words = offered["completions"].as_array().unwrap();
        words.iter().map(|word| word.as_str().unwrap().to_owned() + "\n").collect()
    });
}

/// What is typed selects afterwards among what is offered, so all views and options are; values are
/// none of its offers.
#[test]
fn elvish_completes() {
    const SCRIPT: &str = "\
        eval (slurp < $E:COMPLETIONS)\n\
        for offer [($edit:completion:arg-completer[parp] parp '')] {\n\
            echo $offer[stem] >> $E:FOUND\n\
        }\n\
        exit\n";
    if !has("elvish") || !has("script") {
        skip!("elvish, or script, is not installed");
    }
    let place = Sandbox::new();
    let (settings, found) = (place.join("rc.elv"), place.join("found"));
    std::fs::write(&settings, SCRIPT).unwrap();
    let line = format!("elvish -rc {}", settings.display());
    let answer = call("script", "--quiet --return --command")
        .arg(line)
        .arg("/dev/null")
        .env("HOME", place.path().to_str().unwrap())
        .env("COMPLETIONS", completions("elvish", "parp.elv").to_str().unwrap())
        .env("FOUND", found.to_str().unwrap())
        .run()
        .expect(0);
    let offered = std::fs::read_to_string(&found).unwrap_or_default();
    for word in ["--severity", "-o", "neighbours", "audit", "stats"] {
        assert!(offered.lines().any(|line| line == word), "{word}: {offered} {}", answer.text());
    }
}
