//! What a link in `[pid]/ns` says, and the root of a mounted namespace.
//!
//! The procfs crate follows the link and asks the file behind it; the text tells as much, and costs
//! a reader no more rights than reading the link.

use crate::parse::number;

/// A namespace: the kernel's word for its type, and its inode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'t> {
    /// `net`, `mnt`, `user`, ...
    pub kind: &'t [u8],
    /// The inode, which tells one namespace from another for as long as both live.
    pub inode: u64,
}

impl<'t> Link<'t> {
    /// Parses `net:[4026531840]`. A file may be named like that, but its path begins with a slash.
    pub fn parse(target: &'t [u8]) -> Option<Self> {
        let colon = memchr::memchr(b':', target)?;
        let (kind, rest) = target.split_at(colon);
        let inode = rest.strip_prefix(b":[")?.strip_suffix(b"]")?;
        let is_word = !kind.is_empty() && kind.iter().all(u8::is_ascii_lowercase);
        let inode = number::unsigned(inode).ok().filter(|_| is_word)?;
        Some(Self { kind, inode })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_bare_target_is_a_namespace() {
        let link = Link { kind: b"net", inode: 4_026_531_840 };
        assert_eq!(Link::parse(b"net:[4026531840]"), Some(link));
        for target in
            [&b"/tmp/net:[1]"[..], b"net:[1] (deleted)", b":[1]", b"net:1", b"net:[]", b"", b"net"]
        {
            assert_eq!(Link::parse(target), None, "{target:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(target: Vec<u8>) {
            let _ = Link::parse(&target);
        }
    }
}
