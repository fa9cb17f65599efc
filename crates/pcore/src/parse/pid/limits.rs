//! `[pid]/limits`.
//!
//! The procfs crate fails the whole file when one of sixteen limits is missing or one number is bad,
//! and drops the limits that it does not know.

use std::borrow::Cow;

use crate::Absent;
use crate::parse::{Item, lines, number, words};

/// The limits of every kernel so far: how the kernel prints them, and how `prlimit` and
/// `limits.conf` call them.
const KNOWN: [(&[u8], &str); 16] = [
    (b"Max cpu time", "cpu"),
    (b"Max file size", "fsize"),
    (b"Max data size", "data"),
    (b"Max stack size", "stack"),
    (b"Max core file size", "core"),
    (b"Max resident set", "rss"),
    (b"Max processes", "nproc"),
    (b"Max open files", "nofile"),
    (b"Max locked memory", "memlock"),
    (b"Max address space", "as"),
    (b"Max file locks", "locks"),
    (b"Max pending signals", "sigpending"),
    (b"Max msgqueue size", "msgqueue"),
    (b"Max nice priority", "nice"),
    (b"Max realtime priority", "rtprio"),
    (b"Max realtime timeout", "rttime"),
];

/// One limit of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The name as it is printed, such as `Max open files`.
    pub name: Box<[u8]>,
    /// The short name, such as `nofile`; of a limit that is not known, one made from its name.
    pub key: Cow<'static, str>,
    /// What the kernel enforces; `u64::MAX` for no limit.
    pub soft: Item<u64>,
    /// How far the process may raise the soft limit; `u64::MAX` for no limit.
    pub hard: Item<u64>,
    /// What is counted, such as `bytes`; empty for a priority.
    pub unit: Box<[u8]>,
}

impl Limit {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        // The columns have fixed places until one of them is too wide, and the names hold blanks.
        // A name that is known tells where the values start, even where they are damaged.
        let known = KNOWN.iter().find_map(|(name, key)| {
            let rest = line.strip_prefix(*name)?;
            rest.first().is_none_or(u8::is_ascii_whitespace).then_some((*name, *key, rest))
        });
        let Some((name, key, rest)) = known else {
            return Self::unknown(line);
        };
        let mut columns = words(rest);
        let mut column = || columns.next().ok_or(Absent::Malformed);
        Ok(Self {
            name: name.into(),
            key: Cow::Borrowed(key),
            soft: column().and_then(amount),
            hard: column().and_then(amount),
            unit: column().unwrap_or_default().into(),
        })
    }

    /// Parses the row of a limit that is not known, whose name ends where two values and perhaps a
    /// unit are left.
    fn unknown(line: &[u8]) -> Item<Self> {
        let mut columns: Vec<_> = words(line).collect();
        let last = columns.pop().ok_or(Absent::Malformed)?;
        let (hard, unit) = match amount(last) {
            Ok(_) => (last, &b""[..]),
            Err(_) => (columns.pop().ok_or(Absent::Malformed)?, last),
        };
        let soft = columns.pop().ok_or(Absent::Malformed)?;
        let (soft, hard) = (amount(soft), amount(hard));
        if columns.is_empty() || soft.is_err() && hard.is_err() {
            return Err(Absent::Malformed);
        }
        let name = columns.join(&b' ');
        Ok(Self { key: Cow::Owned(slug(&name)), name: name.into(), soft, hard, unit: unit.into() })
    }
}

/// The limits, without the line of headings.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Limit>> {
    lines(text).filter(|line| !is_header(line)).map(Limit::parse)
}

/// Whether a line is the line of headings.
fn is_header(line: &[u8]) -> bool {
    let mut columns = words(line);
    columns.next() == Some(b"Limit") && columns.next() == Some(b"Soft")
}

fn amount(text: &[u8]) -> Item<u64> {
    if text == b"unlimited" { Ok(u64::MAX) } else { number::unsigned(text) }
}

fn slug(name: &[u8]) -> String {
    let name = name.strip_prefix(b"Max ").unwrap_or(name);
    let letter = |byte: &u8| if byte.is_ascii_alphanumeric() { *byte } else { b'_' };
    name.iter().map(letter).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max file size             unlimited            unlimited            bytes     
Max data size             unlimited            unlimited            bytes     
Max stack size            8388608              unlimited            bytes     
Max core file size        0                    unlimited            bytes     
Max resident set          unlimited            unlimited            bytes     
Max processes             31000                31000                processes 
Max open files            1024                 524288               files     
Max locked memory         8388608              8388608              bytes     
Max address space         unlimited            unlimited            bytes     
Max file locks            unlimited            unlimited            locks     
Max pending signals       31000                31000                signals   
Max msgqueue size         819200               819200               bytes     
Max nice priority         0                    40                   
Max realtime priority     0                    0                    
Max realtime timeout      unlimited            unlimited            us        
";

    fn limit(line: &[u8]) -> (String, String, Item<u64>, Item<u64>, String) {
        let limit = Limit::parse(line).unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (text(&limit.name), limit.key.into_owned(), limit.soft, limit.hard, text(&limit.unit))
    }

    #[test]
    fn a_whole_file() {
        let limits: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let keys: Vec<_> = limits.iter().map(|limit| &*limit.key).collect();
        assert_eq!(keys, KNOWN.map(|(_, key)| key));
        let open = &limits[7];
        assert_eq!((&*open.name, &*open.unit), (&b"Max open files"[..], &b"files"[..]));
        assert_eq!((open.soft, open.hard), (Ok(1024), Ok(524_288)));
        assert_eq!(limits[3].hard, Ok(u64::MAX));
        assert_eq!((limits[13].hard, &*limits[13].unit), (Ok(40), &b""[..]));
    }

    #[test]
    fn a_limit_of_a_newer_kernel_is_kept() {
        assert_eq!(
            limit(
                b"Max GPU-memory per user x 7                    unlimited            bytes     "
            ),
            (
                "Max GPU-memory per user x".into(),
                "gpu_memory_per_user_x".into(),
                Ok(7),
                Ok(u64::MAX),
                "bytes".into()
            )
        );
        assert_eq!(
            limit(b"Max utilization clamp     7 8 "),
            (
                "Max utilization clamp".into(),
                "utilization_clamp".into(),
                Ok(7),
                Ok(8),
                String::new()
            )
        );
    }

    #[test]
    fn columns_may_be_out_of_place() {
        let row = b"Max file size 123456789012345678901 18446744073709551614 bytes";
        let bad = Err(Absent::Malformed);
        assert_eq!(
            limit(row),
            ("Max file size".into(), "fsize".into(), bad, Ok(u64::MAX - 1), "bytes".into())
        );
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let bad = Err(Absent::Malformed);
        assert_eq!(
            limit(b"Max nice priority         0  x"),
            ("Max nice priority".into(), "nice".into(), Ok(0), bad, String::new())
        );
        assert_eq!(limit(b"Max open files").2, bad);
        for row in
            [&b""[..], b"Max", b"1 2", b"Max open filesystems", b"Maximum a b c", b"7 8 files"]
        {
            assert_eq!(Limit::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = rows(&text).count();
            let known = rows(&fixture::damaged(SAMPLE, flip, byte)).flatten().count();
            prop_assert!(known >= KNOWN.len() - 2);
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{1,40}", 0..9)) {
            let text = fixture::among(&junk, b"Max open files 1 2 files");
            prop_assert_eq!(rows(&text).flatten().count(), junk.len());
        }
    }
}
