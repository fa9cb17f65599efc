//! What users of the peers type by habit, rewritten into this command line before it is read.
//!
//! Most habits need no entry: `-tulpn` and `-ef` are clusters of options that the tools have. Here
//! stand those whose words mean something else in the grammar of the tools, each with its test. What
//! a peer's option would change is refused; no letter is ever ignored.

pub(crate) mod grammar;
pub(crate) mod parp;
pub(crate) mod pfd;
pub(crate) mod pnet;
pub(crate) mod pps;
pub(crate) mod psys;
mod refused;

use crate::tool::Tool;

/// Rewrites the arguments of a tool.
///
/// # Errors
/// A sentence for the user, where the habit would change the machine or has no counterpart.
pub(crate) fn rewrite(tool: &'static Tool, arguments: &[String]) -> Result<Vec<String>, String> {
    refused::check(tool.name, arguments)?;
    (tool.rewrite)(tool, arguments)
}

/// Whether every part of the text names a field of the tool, so that it can be nothing else.
fn is_list_of_fields(tool: &Tool, text: &str) -> bool {
    let fields: Vec<_> = tool.views.iter().flat_map(|view| view.fields()).collect();
    let list = text.strip_prefix('+').unwrap_or(text);
    let is_field = |name: &str| {
        let name = name.split_once('=').map_or(name, |(name, _)| name);
        name == "all" || fields.iter().any(|field| field.answers_to(name))
    };
    // The first may be misspelt; then the list with its mistake is told, not a missing word.
    text.starts_with('+') || list.contains(',') && !list.contains('/') || is_field(list)
}

/// The letters of a cluster such as `-an`, if the argument is one.
fn cluster(argument: &str) -> Option<&str> {
    let letters = argument.strip_prefix('-')?;
    (letters.len() > 1 && letters.chars().all(|letter| letter.is_ascii_alphanumeric()))
        .then_some(letters)
}
