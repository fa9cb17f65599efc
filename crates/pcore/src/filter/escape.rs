//! The escapes of a quoted text. With `\xHH` it can hold any byte, as a name in /proc can.

/// The bytes that the inside of a quoted text stands for.
///
/// # Errors
/// The place of a backslash that begins no known escape. It is refused rather than taken as it
/// stands, because a text that means something else finds nothing and proves nothing.
pub(super) fn unescape(text: &str) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        bytes.extend_from_slice(plain.as_bytes());
        let mut characters = escape.chars();
        bytes.push(byte(&mut characters).ok_or(text.len() - escape.len() - 1)?);
        rest = characters.as_str();
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

fn byte(characters: &mut std::str::Chars<'_>) -> Option<u8> {
    Some(match characters.next()? {
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        '0' => 0,
        'x' => {
            let high = characters.next()?.to_digit(16)?;
            let low = characters.next()?.to_digit(16)?;
            (high << 4 | low) as u8
        }
        '\\' => b'\\',
        '"' => b'"',
        '\'' => b'\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_byte_can_be_written() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("plain", b"plain"),
            (r"a\n\r\t\0b", b"a\n\r\t\0b"),
            (r#"\\\"\'"#, b"\\\"'"),
            (r"\xff\x00\xAfz", b"\xff\0\xafz"),
            ("é\\\\", "é\\".as_bytes()),
        ] {
            assert_eq!(unescape(text).as_deref(), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn an_unknown_escape_is_refused_at_its_place() {
        for (text, at) in [(r"a\d", 1), (r"\x+f", 0), (r"ab\x1", 2), ("\\", 0), (r"é\é", 2)] {
            assert_eq!(unescape(text), Err(at), "{text}");
        }
    }
}
