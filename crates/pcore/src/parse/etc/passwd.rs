//! `/etc/passwd`, and `/etc/group`, whose lines begin alike.
//!
//! The C library may ask the network for a name and may hang on it; a captured tree has its names in
//! these files only.

use crate::parse::columns::split_once;
use crate::parse::{lines, number};

/// The numbers and their names, in the order of the file. A line that names nobody is passed over.
pub fn names(text: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    lines(text).filter_map(|line| {
        let (name, rest) = split_once(line, b':')?;
        let (_password, rest) = split_once(rest, b':')?;
        let (number, _) = split_once(rest, b':')?;
        let number = number::narrow(number).ok()?;
        (!name.is_empty()).then_some((number, name))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    #[test]
    fn only_lines_of_users_count() {
        let text = b"root:x:0:0:root:/root:/bin/sh\n# comment\n\n+::::::\n:x:7:7:::\n\
                     big:x:4294967294:1:::\nhuge:x:4294967296:1:::\nneg:x:-1:1:::\nshort:x:5\n\
                     \xff\x1b:x:9:9:::";
        let names: Vec<_> = names(text).collect();
        assert_eq!(names, [(0, &b"root"[..]), (4_294_967_294, b"big"), (9, b"\xff\x1b")]);
    }

    #[test]
    fn groups_have_their_number_in_the_same_place() {
        let text = b"root:x:0:\naudio:x:29:ann,bob\n+:::\n";
        assert_eq!(names(text).collect::<Vec<_>>(), [(0, &b"root"[..]), (29, b"audio")]);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = names(&text).count();
        }

        #[test]
        fn junk_costs_no_user(junk in prop::collection::vec("[a-z: ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, b"a:x:7:7:::");
            prop_assert_eq!(names(&text).count(), junk.len());
        }
    }
}
