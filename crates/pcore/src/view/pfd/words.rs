//! What a word of the command line selects of open files, and which words are paths.

use super::files::Files;
use super::internet;
use super::named::{Depth, Named, absolute, by_path};
use crate::Value;
use crate::filter::Filter;
use crate::view::{Manner, Selector, Table as _, Word};

/// What a word selects of open files.
///
/// # Errors
/// Why it selects nothing, as a sentence for the user.
pub(super) fn of_files(word: &Word<'_>) -> Result<Selector, String> {
    let socket =
        internet::of_word(word.text, word.run).or_else(|| internet::of_fuser(word.text, word.run));
    if let Some(filter) = socket {
        return Ok(Selector { kind: "socket".into(), filter: filter? });
    }
    if is_of_the_kernel(word.text) {
        let name = Value::Text(word.text.as_bytes().to_vec().into());
        let filter = Filter::equal(Files::number("kname"), name);
        return Ok(Selector { kind: "path".into(), filter });
    }
    if is_path(word.text) {
        let depth = if word.manner == Manner::Whole { Depth::Itself } else { Depth::Any };
        let filter = Named::look(word.text, word.run)?.files(depth)?;
        return Ok(Selector { kind: "path".into(), filter });
    }
    Ok(match word.text.parse::<u32>() {
        Ok(pid) => {
            Selector { kind: "pid".into(), filter: Filter::equal(Files::number("pid"), pid.into()) }
        }
        Err(_) => {
            Selector { kind: "text".into(), filter: word.found_in(Files::number("command"))? }
        }
    })
}

/// Files that have the path which a word is, or lie below it, by a field that has their paths; `None`
/// where the word is no path.
///
/// # Errors
/// Why it selects nothing, as a sentence for the user.
pub(super) fn of_path(word: &str, field: usize) -> Option<Result<Selector, String>> {
    is_path(word).then(|| {
        let filter = by_path(field, &absolute(word)?, Depth::Any)?;
        Ok(Selector { kind: "path".into(), filter })
    })
}

/// Whether a word is the text of a link that leads to no path: `pipe:[77]`, `net:[4026531840]`.
pub(super) fn is_of_the_kernel(word: &str) -> bool {
    word.strip_suffix(']').and_then(|word| word.split_once(":[")).is_some_and(|(what, number)| {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        !what.is_empty() && what.chars().all(is_name) && number.parse::<u64>().is_ok()
    })
}

/// Whether a word is a path: one from the root or from here, or one with a slash inside.
fn is_path(word: &str) -> bool {
    matches!(word, "." | "..") || word.contains('/')
}
