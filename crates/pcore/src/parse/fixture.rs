//! Damaged texts, and messages, for the tests of the parsers.

/// A copy of the text with one byte changed.
pub(crate) fn damaged(text: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut damaged = text.to_vec();
    damaged[at] = byte;
    damaged
}

/// A table in which each line of junk is followed by the row.
pub(crate) fn among(junk: &[String], row: &[u8]) -> Vec<u8> {
    junk.iter().flat_map(|line| [line.as_bytes(), b"\n", row, b"\n"].concat()).collect()
}

/// An attribute of a message over netlink, as the kernel writes it.
pub(crate) fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = (4 + value.len() as u16).to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// The property tests of a function that gives the rows of a text: no text and no damaged row makes
/// it panic, and the row is there as often as it stands among lines of junk.
macro_rules! table_properties {
    ($rows:path, $row:expr, $junk:literal) => {
        proptest::proptest! {
            #[test]
            fn never_panics(text: Vec<u8>, flip in 0..$row.len(), byte: u8) {
                $rows(&text).for_each(drop);
                $rows(&$crate::parse::fixture::damaged($row, flip, byte)).for_each(drop);
            }

            #[test]
            fn junk_costs_no_row(junk in proptest::collection::vec($junk, 0..9)) {
                let text = $crate::parse::fixture::among(&junk, $row);
                let rows = $rows(&text).filter(Result::is_ok).count();
                proptest::prop_assert_eq!(rows, junk.len());
            }
        }
    };
}

pub(crate) use table_properties;
