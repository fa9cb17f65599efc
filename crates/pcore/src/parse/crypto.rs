//! `crypto`: the algorithms that the kernel has for ciphers and digests.
//!
//! Own parser: that of the procfs crate fails the whole file on a type of algorithm that it does not
//! know.

use crate::Absent;
use crate::parse::{Item, Pair, labelled, lines, number};

/// An algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// What users of the kernel ask for.
    pub name: Box<[u8]>,
    /// The lines below it, by label.
    values: Vec<Pair>,
}

impl Algorithm {
    /// The text of a line; does not apply to algorithms that lack it.
    pub fn text(&self, label: &str) -> Item<&[u8]> {
        let found = self.values.iter().find(|(of, _)| **of == *label.as_bytes());
        found.map(|(_, value)| &**value).ok_or(Absent::NotApplicable)
    }

    /// The number of a line.
    pub fn number(&self, label: &str) -> Item<u64> {
        self.text(label).and_then(number::unsigned)
    }

    /// The yes or no of a line.
    pub fn is(&self, label: &str) -> Item<bool> {
        match self.text(label)? {
            b"yes" => Ok(true),
            b"no" => Ok(false),
            _ => Err(Absent::Malformed),
        }
    }
}

/// The algorithms of the file: lines of labels, each algorithm beginning with its name.
pub fn rows(text: &[u8]) -> Vec<Item<Algorithm>> {
    let mut algorithms: Vec<Item<Algorithm>> = Vec::new();
    for line in lines(text).filter(|line| !line.is_empty()) {
        match (labelled(line), algorithms.last_mut()) {
            (Some((b"name", name)), _) => {
                algorithms.push(Ok(Algorithm { name: name.into(), values: Vec::new() }));
            }
            (Some((label, value)), Some(Ok(algorithm))) => {
                algorithm.values.push((label.into(), value.into()));
            }
            _ => algorithms.push(Err(Absent::Malformed)),
        }
    }
    algorithms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[u8] = b"\
name         : cbc(aes)
driver       : cbc(ecb(aes-fixed-time))
priority     : 101
internal     : no
min keysize  : 16

name         : sha256
driver       : sha256-ni
digestsize   : 32

";

    #[test]
    fn each_has_lines_of_its_own() {
        let algorithms: Vec<_> = rows(SAMPLE).into_iter().collect::<Result<_, _>>().unwrap();
        assert_eq!(algorithms.len(), 2);
        assert_eq!(algorithms[0].number("min keysize"), Ok(16));
        assert_eq!(algorithms[0].is("internal"), Ok(false));
        assert_eq!(algorithms[0].number("digestsize"), Err(Absent::NotApplicable));
        assert_eq!(algorithms[1].text("driver"), Ok(&b"sha256-ni"[..]));
        assert_eq!(algorithms[1].number("digestsize"), Ok(32));
    }

    #[test]
    fn damage_is_counted() {
        let rows = rows(b"driver : x\nname : a\njunk\nrefcnt : many\n");
        assert!(rows[0].is_err() && rows[2].is_err());
        assert!(rows[1].is_ok());
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = rows(&text);
            let _ = rows(&crate::parse::fixture::damaged(SAMPLE, flip, byte));
        }
    }
}
