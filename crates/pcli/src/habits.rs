//! What users of the peers type by habit, rewritten into this command line before it is read.
//!
//! Most habits need no entry: `-tulpn` and `-ef` are clusters of options that the tools have. Here
//! stand those whose words mean something else in the grammar of the tools, each with its test. What
//! a peer's option would change is refused; no letter is ever ignored.

mod grammar;
mod parp;
mod pfd;
mod pnet;
mod pps;
mod psys;
mod refused;

use crate::tool::Tool;

/// Rewrites the arguments of a tool.
///
/// # Errors
/// A sentence for the user, where the habit would change the machine or has no counterpart.
pub fn rewrite(tool: &'static Tool, arguments: Vec<String>) -> Result<Vec<String>, String> {
    refused::check(tool.name, &arguments)?;
    Ok(match tool.name {
        "pps" => pps::rewrite(tool, arguments)?,
        "pnet" => pnet::rewrite(tool, &arguments)?,
        "parp" => parp::rewrite(tool, &arguments)?,
        "pfd" => pfd::rewrite(tool, &arguments)?,
        "psys" => psys::rewrite(tool, &arguments)?,
        _ => arguments,
    })
}

/// What a word that matched nothing was probably meant to be, where it is a habit of the peers.
pub(crate) fn hint(tool: &str, word: &str) -> Option<String> {
    match tool {
        "pps" => pps::hint(word),
        "parp" => parp::hint(word),
        "pfd" => pfd::hint(word),
        _ => None,
    }
}

/// The letters of a cluster such as `-an`, if the argument is one.
fn cluster(argument: &str) -> Option<&str> {
    let letters = argument.strip_prefix('-')?;
    (letters.len() > 1 && letters.chars().all(|letter| letter.is_ascii_alphanumeric()))
        .then_some(letters)
}
