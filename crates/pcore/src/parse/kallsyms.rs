//! `kallsyms`: the names of everything in the kernel; and `ksyms`, which had only what modules use,
//! before Linux 2.5.71.
//!
//! The procfs crate does not cover these files.

use super::modules::shown;
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol<'a> {
    /// Where it is; denied where the kernel gives nothing but zeros.
    pub address: Item<u64>,
    /// The letter of its type, as nm has it; unsupported by old kernels.
    pub kind: Item<u8>,
    /// Its name.
    pub name: &'a [u8],
    /// The module that it is in; does not apply to the kernel itself.
    pub module: Item<&'a [u8]>,
}

/// A line of `kallsyms`: `ffffffff81000000 T _stext` and for a module `\t[ext4]`.
pub fn row(line: &[u8]) -> Item<Symbol<'_>> {
    let mut columns = Columns::new(line);
    let address = columns.hex()?;
    let kind = match columns.word()? {
        [letter] => Ok(*letter),
        _ => return Err(Absent::Malformed),
    };
    let name = columns.word()?;
    let module = module(columns.rest());
    // Some of what is absolute, such as the offsets of per-CPU variables, is at zero.
    let address = if matches!(kind, Ok(b'A' | b'a')) { Ok(address) } else { shown(address) };
    Ok(Symbol { address, kind, name, module })
}

/// A line of `ksyms`: `c0107034 kernel_thread_R1234abcd` and for a module `\t[ext3]`.
pub fn row_before_2_6(line: &[u8]) -> Item<Symbol<'_>> {
    let mut columns = Columns::new(line);
    let address = number::hex(columns.word()?)?;
    let name = columns.word()?;
    let module = module(columns.rest());
    Ok(Symbol { address: shown(address), kind: Err(Absent::Unsupported), name, module })
}

fn module(rest: &[u8]) -> Item<&[u8]> {
    match rest.trim_ascii() {
        b"" => Err(Absent::NotApplicable),
        rest => rest
            .strip_prefix(b"[")
            .and_then(|module| module.strip_suffix(b"]"))
            .ok_or(Absent::Malformed),
    }
}

/// What the letter of a type says, but for its case: a small one is of a symbol that only its own
/// file uses.
pub const fn kind_name(letter: u8) -> Option<&'static str> {
    Some(match letter.to_ascii_lowercase() {
        b'a' => "absolute",
        b'b' => "bss",
        b'd' => "data",
        b'r' => "rodata",
        b't' => "text",
        b'u' => "unique",
        b'v' => "weak object",
        b'w' => "weak",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn symbols_of_the_kernel_and_of_a_module() {
        let symbol = row(b"ffffffff81000000 T _stext").unwrap();
        assert_eq!((symbol.address, symbol.kind), (Ok(0xffff_ffff_8100_0000), Ok(b'T')));
        assert_eq!((symbol.name, symbol.module), (&b"_stext"[..], Err(Absent::NotApplicable)));
        let symbol = row(b"ffffffffc0000000 t ext4_sync\t[ext4]").unwrap();
        assert_eq!(symbol.module, Ok(&b"ext4"[..]));
        assert_eq!(kind_name(b'T'), Some("text"));
        assert_eq!(kind_name(b'?'), None);
    }

    #[test]
    fn zeros_are_no_addresses() {
        assert_eq!(row(b"0000000000000000 T _stext").unwrap().address, Err(Absent::Denied));
        assert_eq!(row(b"0000000000000000 A fixed_percpu_data").unwrap().address, Ok(0));
    }

    #[test]
    fn symbols_of_linux_2_4() {
        let symbol = row_before_2_6(b"c4806060 ext3_sync_R12345678\t[ext3]").unwrap();
        assert_eq!((symbol.name, symbol.module), (&b"ext3_sync_R12345678"[..], Ok(&b"ext3"[..])));
        assert_eq!(symbol.kind, Err(Absent::Unsupported));
        assert!(row_before_2_6(b"Address   Symbol").is_err());
    }

    #[test]
    fn damage_costs_a_row() {
        for line in [&b""[..], b"x T y", b"12 TT y", b"12 T"] {
            assert!(row(line).is_err(), "{line:?}");
        }
        assert_eq!(row(b"12 T y junk").unwrap().module, Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(line: Vec<u8>) {
            let _ = row(&line);
            let _ = row_before_2_6(&line);
        }
    }
}
