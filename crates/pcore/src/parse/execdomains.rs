//! `execdomains`: the personalities of programs that the kernel serves.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, lines, number};

/// A range of personalities and who serves them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The first personality.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// What they are called.
    pub name: Box<[u8]>,
    /// The module that serves them.
    pub module: Item<Box<[u8]>>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Domain>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Domain> {
    let mut columns = Columns::new(line);
    let (first, last) = split_once(columns.word()?, b'-').ok_or(Absent::Malformed)?;
    let rest = columns.rest().trim_ascii();
    let (name, module) = match memchr::memrchr(b'[', rest) {
        Some(start) => rest.split_at_checked(start).unwrap_or((rest, &[])),
        None => (rest, &[][..]),
    };
    let module = module.strip_prefix(b"[").and_then(|module| module.strip_suffix(b"]"));
    Ok(Domain {
        first: number::unsigned(first)?,
        last: number::unsigned(last)?,
        name: name.trim_ascii().into(),
        module: module.map(Box::from).ok_or(Absent::Malformed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"0-0\tLinux           \t[kernel]";

    #[test]
    fn the_kernel_serves_itself() {
        let domain = row(ROW).unwrap();
        assert_eq!((domain.first, domain.last), (0, 0));
        assert_eq!(&*domain.name, b"Linux");
        assert_eq!(domain.module.as_deref(), Ok(&b"kernel"[..]));
        assert_eq!(row(b"1-2 iBCS").unwrap().module, Err(Absent::Malformed));
        assert!(row(b"x-2 iBCS").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
