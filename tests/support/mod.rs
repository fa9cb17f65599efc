//! What the tests of all five tools share: calls with a time limit, things made to be looked for,
//! trees in the shape of /proc, and a lock that keeps stuck processes away from other tests.
#![allow(dead_code, unused_imports, reason = "each tool's tests use a part")]

pub(crate) mod call;
pub(crate) mod damage;
pub(crate) mod dot;
pub(crate) mod every;
pub(crate) mod expected;
pub(crate) mod python;
pub(crate) mod quiet;
pub(crate) mod rows;
pub(crate) mod sandbox;
pub(crate) mod schema;
pub(crate) mod strace;
pub(crate) mod streams;
pub(crate) mod stuck;
pub(crate) mod tree;

pub(crate) use call::{Answer, Call, call};
pub(crate) use rows::Row;
pub(crate) use sandbox::{Made, Sandbox};
pub(crate) use tree::Tree;

/// Says why a test proves nothing here, and leaves it.
macro_rules! skip {
    ($($reason:tt)*) => {{
        println!("skipped: {}", format_args!($($reason)*));
        return;
    }};
}
pub(crate) use skip;

/// The user who owns nothing.
pub(crate) const NOBODY: u32 = 65534;

/// Whether the tests run as root.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether a program is installed.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .any(|dir| dir.join(program).is_file())
}

/// Calls `ready` until it says something, for ten seconds at most.
pub(crate) fn wait_until<T>(what: &str, mut ready: impl FnMut() -> Option<T>) -> T {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        if let Some(found) = ready() {
            return found;
        }
        assert!(std::time::Instant::now() < end, "{what} did not come about");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// The formats for people and spreadsheets, in which what acts is escaped so that it shows.
pub(crate) const TEXTS: [&str; 3] = ["table", "csv", "markdown"];

/// The formats for programs, in which what acts is escaped as JSON has it.
pub(crate) const JSONS: [&str; 3] = ["json", "jsonl", "report"];

/// No byte that acts on a terminal: every format is free of them, the end of a line apart.
pub(crate) fn assert_harmless(text: &str) {
    for character in text.chars() {
        let acts = character.is_control() && character != '\n';
        let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!acts && !turns, "{character:?} in {text:?}");
    }
}
