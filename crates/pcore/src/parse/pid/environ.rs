//! `[pid]/environ`.
//!
//! The procfs crate makes a map of it, which loses the order, the entries without `=` and all but
//! one of those that share a name.

use crate::parse::columns::split_once;

/// One entry of the environment that a process was started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// What stands before the first `=`, or the whole entry where there is none.
    pub name: Box<[u8]>,
    /// What follows the first `=`; none where the entry has no `=`.
    pub value: Option<Box<[u8]>>,
}

impl Variable {
    /// Parses one entry. There is no malformed one: a process may put any bytes there.
    pub fn parse(entry: &[u8]) -> Self {
        match split_once(entry, b'=') {
            Some((name, value)) => Self { name: name.into(), value: Some(value.into()) },
            None => Self { name: entry.into(), value: None },
        }
    }
}

/// The entries, each without the NUL that ends it. A process that writes its title over its
/// environment pads it with NULs; those at the end are no entries. The last entry may lack its NUL.
pub fn entries(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let end = text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
    let mut rest = text.get(..end).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let (entry, after) = split_once(text, 0).map_or((text, None), |(a, b)| (a, Some(b)));
        rest = after;
        Some(entry)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &[u8]) -> Vec<Variable> {
        entries(text).map(Variable::parse).collect()
    }

    fn variable(name: &[u8], value: Option<&[u8]>) -> Variable {
        Variable { name: name.into(), value: value.map(Into::into) }
    }

    #[test]
    fn a_whole_file() {
        let expected = vec![
            variable(b"HOME", Some(b"/root")),
            variable(b"EMPTY", Some(b"")),
            variable(b"LS_COLORS", Some(b"a=1\nb=2")),
            variable(b"HOME", Some(b"/again\xff")),
        ];
        let text = b"HOME=/root\0EMPTY=\0LS_COLORS=a=1\nb=2\0HOME=/again\xff\0";
        assert_eq!(parse(text), expected);
        assert_eq!(parse(&text[..text.len() - 1]), expected);
    }

    #[test]
    fn what_no_shell_would_make() {
        assert_eq!(
            parse(b"title of a daemon\0\0=x\0\0\0"),
            vec![
                variable(b"title of a daemon", None),
                variable(b"", None),
                variable(b"", Some(b"x")),
            ]
        );
        assert_eq!(parse(b""), vec![]);
        assert_eq!(parse(b"\0\0\0"), vec![]);
    }

    proptest! {
        #[test]
        fn nothing_but_padding_is_lost(text: Vec<u8>) {
            let joined = entries(&text).collect::<Vec<_>>().join(&0);
            let padding = &text[joined.len()..];
            prop_assert!(text.starts_with(&joined) && padding.iter().all(|byte| *byte == 0));
        }
    }
}
