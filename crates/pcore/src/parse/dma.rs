//! `dma`: the ISA DMA channels in use.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::{Item, labelled, lines, number};

/// A channel in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its number.
    pub number: u64,
    /// Who uses it.
    pub user: Box<[u8]>,
}

/// The rows of the file. A machine without such channels says so in words.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Channel>> {
    lines(text).filter(|line| *line != b"No DMA").map(row)
}

fn row(line: &[u8]) -> Item<Channel> {
    let (number, user) = labelled(line).ok_or(Absent::Malformed)?;
    Ok(Channel { number: number::unsigned(number)?, user: user.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    #[test]
    fn a_channel_and_none() {
        let rows: Vec<_> = rows(b" 4: cascade\n").collect();
        assert_eq!(rows, [Ok(Channel { number: 4, user: b"cascade"[..].into() })]);
        assert_eq!(super::rows(b"No DMA\n").count(), 0);
        assert!(super::rows(b"four: cascade\n").all(|row| row.is_err()));
    }

    fixture::table_properties!(rows, b" 4: cascade", "[a-z ]{1,40}");
}
