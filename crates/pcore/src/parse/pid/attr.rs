//! The files of `[pid]/attr`, in which security modules print one text.
//!
//! The procfs crate does not cover these files.

/// The text without what ends it: `SELinux` ends it with a NUL, others with a newline, some with
/// neither.
pub fn text(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b'\0' | b'\n'));
    end.and_then(|end| bytes.get(..=end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whatever_ends_it() {
        for bytes in [&b"unconfined"[..], b"unconfined\n", b"unconfined\0", b"unconfined\n\0"] {
            assert_eq!(text(bytes), b"unconfined");
        }
        assert_eq!(text(b"/usr/bin/a\nb (enforce) \n"), b"/usr/bin/a\nb (enforce) ");
        assert_eq!(text(b"\n\0"), b"");
        assert_eq!(text(b""), b"");
    }

    proptest! {
        #[test]
        fn only_the_end_is_lost(bytes: Vec<u8>) {
            prop_assert!(bytes.starts_with(text(&bytes)));
        }
    }
}
