//! `[pid]/arch_status`.
//!
//! The procfs crate does not cover this file.

use crate::parse::{labelled, lines};

/// The labels and values. Which there are depends on the architecture, so that none is a field; x86
/// has `AVX512_elapsed_ms`, the milliseconds since the task used AVX-512, or -1 if it never did.
pub fn entries(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    lines(text).filter_map(labelled).filter(|(label, _)| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let text = b"AVX512_elapsed_ms:\t236\njunk\n:\nother: a b\n";
        let expected: [(&[u8], &[u8]); 2] = [(b"AVX512_elapsed_ms", b"236"), (b"other", b"a b")];
        assert!(entries(text).eq(expected));
        assert_eq!(entries(b"").count(), 0);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            entries(&text).for_each(drop);
        }
    }
}
