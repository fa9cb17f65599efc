//! `filesystems`: the types of file systems that the kernel knows.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, lines};

/// A type of file system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSystem {
    /// Its name.
    pub name: Box<[u8]>,
    /// Whether it lies on a block device.
    pub needs_device: bool,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<FileSystem>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<FileSystem> {
    let (kind, name) = split_once(line, b'\t').ok_or(Absent::Malformed)?;
    let needs_device = match kind {
        b"" => true,
        b"nodev" => false,
        _ => return Err(Absent::Malformed),
    };
    match name.trim_ascii() {
        b"" => Err(Absent::Malformed),
        name => Ok(FileSystem { name: name.into(), needs_device }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    #[test]
    fn with_and_without_device() {
        let rows: Vec<_> = rows(b"nodev\tsysfs\n\text4\nother\tx\n\t\n").collect();
        assert_eq!(rows[0], Ok(FileSystem { name: b"sysfs"[..].into(), needs_device: false }));
        assert_eq!(rows[1], Ok(FileSystem { name: b"ext4"[..].into(), needs_device: true }));
        assert!(rows[2].is_err() && rows[3].is_err());
    }

    fixture::table_properties!(rows, b"nodev\tsysfs", "[a-z ]{1,40}");
}
