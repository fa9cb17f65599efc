//! Names in which the kernel writes some bytes as a backslash and three octal digits.

/// Undoes every escape. It loses nothing where the kernel escapes the backslash too, as it does in
/// the tables of mounts.
pub(crate) fn unescaped(text: &[u8]) -> Box<[u8]> {
    undone(text, |_| true)
}

/// Undoes the escapes of the bytes of `set` alone, for files in which the kernel leaves a backslash
/// as it is: any other escape is a part of the name.
pub(crate) fn unescaped_of(text: &[u8], set: &[u8]) -> Box<[u8]> {
    undone(text, |byte| set.contains(&byte))
}

fn undone(mut text: &[u8], is_escaped: impl Fn(u8) -> bool) -> Box<[u8]> {
    let mut bytes = Vec::with_capacity(text.len());
    while let Some((first, rest)) = text.split_first() {
        let escaped = match rest {
            [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', rest @ ..] if *first == b'\\' => {
                Some(((a & 3) << 6 | (b & 7) << 3 | c & 7, rest))
            }
            _ => None,
        };
        let (byte, rest) = escaped.filter(|(byte, _)| is_escaped(*byte)).unwrap_or((*first, rest));
        bytes.push(byte);
        text = rest;
    }
    bytes.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(&*unescaped(b"\\011\\012\\040\\134\\043"), b"\t\n \\#");
        assert_eq!(&*unescaped(b"\\134012"), b"\\012");
        assert_eq!(&*unescaped(b"\\377\xff\\400\\18\\"), b"\xff\xff\\400\\18\\");
    }

    #[test]
    fn other_escapes_are_part_of_the_name() {
        assert_eq!(&*unescaped_of(b"a\\040b\\101\\134", b"\n "), b"a b\\101\\134");
    }

    proptest! {
        #[test]
        fn escaping_comes_back(name: Vec<u8>) {
            let escaped: Vec<u8> =
                name.iter().flat_map(|byte| format!("\\{byte:03o}").into_bytes()).collect();
            prop_assert_eq!(&*unescaped(&escaped), &name[..]);
        }

        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = (unescaped(&text), unescaped_of(&text, b" "));
        }
    }
}
