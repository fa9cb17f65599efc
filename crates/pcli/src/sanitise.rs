//! Text from outside, made safe to show: one value stays on one line, moves no cursor, turns no
//! reading direction, and can be told from what the tools themselves write.
//!
//! The escape can be undone: the backslash is escaped too.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// The text with everything escaped that is not plainly visible.
pub(crate) fn visible(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_plain(bytes) || !text.chars().any(is_hidden) => Cow::Borrowed(text),
        _ => Cow::Owned(escaped(bytes)),
    }
}

/// Appends the same.
pub(crate) fn write(out: &mut Vec<u8>, bytes: &[u8]) {
    if is_plain(bytes) {
        out.extend_from_slice(bytes);
    } else {
        out.extend_from_slice(visible(bytes).as_bytes());
    }
}

/// Whether a text is ASCII that shows as it is, as nearly all are.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let is_shown = |byte: &u8| matches!(byte, b' '..=b'[' | b']'..=b'~');
    // A chunk is looked at as a whole, which the compiler makes few instructions of.
    let (chunks, rest) = bytes.as_chunks::<8>();
    let of_chunk = |chunk: &[u8; 8]| chunk.iter().fold(true, |all, byte| all & is_shown(byte));
    chunks.iter().all(of_chunk) && rest.iter().all(is_shown)
}

fn escaped(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            escape(&mut shown, character);
        }
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\x{byte:02x}");
        }
    }
    shown
}

/// Appends the text for a cell of a table, where it must not be taken for one of the marks that stand
/// for an absent or empty value, nor for the brackets of a kernel thread.
pub(crate) fn cell(out: &mut Vec<u8>, bytes: &[u8]) {
    let is_bracketed =
        bytes.starts_with(b"[") && (bytes.ends_with(b"]") || bytes.ends_with(b"] <defunct>"));
    marked(out, bytes, is_bracketed);
}

/// Appends the same of a path, which nobody takes for a kernel thread.
pub(crate) fn path(out: &mut Vec<u8>, bytes: &[u8]) {
    marked(out, bytes, false);
}

fn marked(out: &mut Vec<u8>, bytes: &[u8], is_bracketed: bool) {
    let imitates = match bytes {
        [] => return out.extend_from_slice(b"\"\""),
        b"-" | b"\"\"" | [b'?', ..] => true,
        _ => is_bracketed,
    };
    match bytes.split_first() {
        Some((first, rest)) if imitates => {
            out.extend_from_slice(format!("\\x{first:02x}").as_bytes());
            write(out, rest);
        }
        _ => write(out, bytes),
    }
}

fn escape(shown: &mut String, character: char) {
    match character {
        '\\' => shown.push_str("\\\\"),
        '\n' => shown.push_str("\\n"),
        '\t' => shown.push_str("\\t"),
        '\r' => shown.push_str("\\r"),
        // Writing to a string cannot fail.
        hidden if is_hidden(hidden) && hidden.is_ascii() => {
            let _ = write!(shown, "\\x{:02x}", u32::from(hidden));
        }
        hidden if is_hidden(hidden) => {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(hidden));
        }
        plain => shown.push(plain),
    }
}

/// Whether a character acts rather than shows: controls, marks of reading direction, what has no
/// width, separators of lines and paragraphs, and the backslash that escapes them.
pub(crate) fn is_hidden(character: char) -> bool {
    const HIDDEN: &[RangeInclusive<char>] = &[
        '\\'..='\\',
        '\u{0}'..='\u{1f}',
        '\u{7f}'..='\u{9f}',
        '\u{ad}'..='\u{ad}',
        '\u{34f}'..='\u{34f}',
        '\u{61c}'..='\u{61c}',
        '\u{115f}'..='\u{1160}',
        '\u{17b4}'..='\u{17b5}',
        '\u{180b}'..='\u{180f}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{3164}'..='\u{3164}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{feff}'..='\u{feff}',
        '\u{ffa0}'..='\u{ffa0}',
        '\u{fff0}'..='\u{fffb}',
        '\u{e0000}'..='\u{e0fff}',
    ];
    HIDDEN.iter().any(|range| range.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_touched() {
        for text in ["nginx: worker process", "köln 日本", "[::1]:80 x"] {
            assert!(matches!(visible(text.as_bytes()), Cow::Borrowed(shown) if shown == text));
            assert_eq!(is_plain(text.as_bytes()), text.is_ascii());
        }
    }

    #[test]
    fn what_acts_is_escaped() {
        assert_eq!(visible(b"a\nb\tc\x1b[2J\x7f"), "a\\nb\\tc\\x1b[2J\\x7f");
        assert_eq!(visible(b"\x1b]52;c;aGk=\x07"), "\\x1b]52;c;aGk=\\x07");
        assert_eq!(
            visible("\u{9b}31m \u{202e}x \u{200b} \u{2028}".as_bytes()),
            "\\u{9b}31m \\u{202e}x \\u{200b} \\u{2028}"
        );
        assert_eq!(visible(b"\xff\xc3("), "\\xff\\xc3(");
    }

    #[test]
    fn an_escape_cannot_be_imitated() {
        assert_eq!(visible(b"a\\nb"), "a\\\\nb");
        let of = |write: fn(&mut Vec<u8>, &[u8]), bytes: &[u8]| {
            let mut shown = Vec::new();
            write(&mut shown, bytes);
            String::from_utf8(shown).unwrap()
        };
        let (cell, path) = (|bytes: &[u8]| of(cell, bytes), |bytes: &[u8]| of(path, bytes));
        assert_eq!(cell(b"-"), "\\x2d");
        assert_eq!(cell(b"?blocked"), "\\x3fblocked");
        assert_eq!(cell(b"[kthreadd]"), "\\x5bkthreadd]");
        assert_eq!(cell(b"[x] <defunct>"), "\\x5bx] <defunct>");
        assert_eq!(cell(b""), "\"\"");
        assert_eq!(cell(b"\"\""), "\\x22\"");
        assert_eq!(cell(b"[::1]:80"), "[::1]:80");
        assert_eq!(path(b"[pid]/fd/[fd]"), "[pid]/fd/[fd]");
        assert_eq!(path(b"?denied"), "\\x3fdenied");
    }
}
