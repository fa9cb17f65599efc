//! `version`: the banner of the kernel, and its parts.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::split_once;

/// The banner and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// All of it.
    pub banner: Box<[u8]>,
    /// The name of the system, mostly `Linux`.
    pub system: Item<Box<[u8]>>,
    /// The release, as `uname -r` prints it.
    pub release: Item<Box<[u8]>>,
    /// Who built it, and where.
    pub builder: Item<Box<[u8]>>,
    /// What it was built with.
    pub compiler: Item<Box<[u8]>>,
    /// The number, options and date of the build, as `uname -v` prints them.
    pub build: Item<Box<[u8]>>,
}

impl Version {
    /// Parses the whole file.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let banner = text.trim_ascii_end();
        if banner.is_empty() {
            return Err(Absent::Malformed);
        }
        let found = |part: Option<&[u8]>| part.map(Box::from).ok_or(Absent::Malformed);
        let (system, rest) = split_once(banner, b' ').unzip();
        let rest = rest.and_then(|rest| rest.strip_prefix(b"version "));
        let (release, rest) = rest.and_then(|rest| split_once(rest, b' ')).unzip();
        let (builder, rest) = rest.and_then(parenthesised).unzip();
        let (compiler, build) = rest.and_then(parenthesised).unzip();
        Ok(Self {
            banner: banner.into(),
            system: found(system),
            release: found(release),
            builder: found(builder),
            compiler: found(compiler),
            build: found(build.map(<[u8]>::trim_ascii_start)),
        })
    }
}

/// What stands in the parentheses that a text begins with, and what follows them.
fn parenthesised(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = text.trim_ascii_start().strip_prefix(b"(")?;
    let mut depth = 1_u32;
    let end = text.iter().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_parts_of_a_banner() {
        let text = b"Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)\n";
        let version = Version::parse(text).unwrap();
        let text =
            |item: &Item<Box<[u8]>>| String::from_utf8(item.clone().unwrap().into()).unwrap();
        assert_eq!(text(&version.system), "Linux");
        assert_eq!(text(&version.release), "6.1.0-18-amd64");
        assert_eq!(text(&version.builder), "debian-kernel@lists.debian.org");
        assert!(text(&version.compiler).ends_with("2.40"), "{version:?}");
        assert_eq!(text(&version.build), "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)");
    }

    #[test]
    fn what_is_cut_lacks_its_parts_alone() {
        let version = Version::parse(b"Linux version 2.0.36 (root@darkstar").unwrap();
        assert_eq!(version.release.as_deref(), Ok(&b"2.0.36"[..]));
        assert_eq!(version.builder, Err(Absent::Malformed));
        assert_eq!(Version::parse(b"\n"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Version::parse(&text);
        }

        #[test]
        fn never_panics_at_parentheses(text in "Linux version 1 [()a ]{0,40}") {
            let _ = Version::parse(text.as_bytes());
        }
    }
}
