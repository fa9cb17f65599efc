//! `modules`: what was loaded into the kernel.
//!
//! Own parser: the file lost and gained columns over time, and that of the procfs crate gives up all
//! rows for one.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, number, words};

/// A module of the kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its name.
    pub name: Box<[u8]>,
    /// Bytes that it takes.
    pub size: u64,
    /// How many use it; unsupported by a kernel that cannot unload modules.
    pub references: Item<u64>,
    /// The modules that use it.
    pub users: Vec<Box<[u8]>>,
    /// Whether it cannot be unloaded.
    pub is_permanent: bool,
    /// `Live`, `Loading` or `Unloading`; unsupported before Linux 2.6.
    pub state: Item<Box<[u8]>>,
    /// Where it is loaded; denied where the kernel gives nothing but zeros.
    pub address: Item<u64>,
    /// The letters of the taints that it brought; does not apply to one that brought none.
    pub taints: Item<Box<[u8]>>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Module>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Module> {
    let mut columns = Columns::new(line);
    let name = columns.word()?;
    let size = columns.unsigned().map_err(|_| Absent::Malformed)?;
    let references = match columns.word() {
        Ok(b"-") => Err(Absent::Unsupported),
        Ok(word) => number::unsigned(word),
        Err(absent) => Err(absent),
    };
    let mut module = Module {
        name: name.into(),
        size,
        references,
        users: Vec::new(),
        is_permanent: false,
        state: Err(Absent::Unsupported),
        address: Err(Absent::Unsupported),
        taints: Err(Absent::NotApplicable),
    };
    let rest = columns.rest().trim_ascii();
    let is_old = match rest {
        [] | [b'(', ..] => true,
        [b'[', ..] => !rest.starts_with(b"[permanent],"),
        _ => false,
    };
    if is_old {
        module.users = users_before_2_6(rest);
        return Ok(module);
    }
    for user in columns.word()?.split(|byte| *byte == b',') {
        match user {
            b"" | b"-" => {}
            b"[permanent]" => module.is_permanent = true,
            user => module.users.push(user.into()),
        }
    }
    module.state = columns.word().map(Box::from);
    module.address = columns.word().and_then(number::prefixed_hex).and_then(shown);
    if let Ok(taints) = columns.word() {
        let letters = taints.strip_prefix(b"(").and_then(|taints| taints.strip_suffix(b")"));
        module.taints = letters.map(Box::from).ok_or(Absent::Malformed);
    }
    Ok(module)
}

/// The modules in brackets, after words in parentheses.
fn users_before_2_6(rest: &[u8]) -> Vec<Box<[u8]>> {
    let from = memchr::memchr(b'[', rest).and_then(|start| rest.get(start..)).unwrap_or_default();
    let listed = from.strip_prefix(b"[").and_then(|users| users.strip_suffix(b"]"));
    words(listed.unwrap_or_default()).map(Box::from).collect()
}

/// An address as the kernel shows it: to whom it does not, it gives zero.
pub(crate) fn shown(address: u64) -> Item<u64> {
    if address == 0 { Err(Absent::Denied) } else { Ok(address) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"nf_tables 372736 2 nft_ct,nft_chain_nat, Live 0xffffffffc0b8d000 (OE)";

    #[test]
    fn a_module_with_users_and_taints() {
        let module = row(ROW).unwrap();
        assert_eq!((module.size, module.references), (372_736, Ok(2)));
        assert_eq!(module.users, [Box::from(&b"nft_ct"[..]), Box::from(&b"nft_chain_nat"[..])]);
        assert_eq!(module.state.as_deref(), Ok(&b"Live"[..]));
        assert_eq!(module.address, Ok(0xffff_ffff_c0b8_d000));
        assert_eq!(module.taints.as_deref(), Ok(&b"OE"[..]));
    }

    #[test]
    fn what_is_hidden_is_denied_and_what_is_permanent_says_so() {
        let module = row(b"ext4 1 0 [permanent], Loading 0x0000000000000000").unwrap();
        assert_eq!(module.address, Err(Absent::Denied));
        assert!(module.is_permanent && module.users.is_empty());
        assert_eq!(module.taints, Err(Absent::NotApplicable));
        let module = row(b"ext4 1 - - Live 0x0").unwrap();
        assert_eq!(module.references, Err(Absent::Unsupported));
    }

    #[test]
    fn modules_of_linux_2_4() {
        let module = row(b"usbcore                58400   1 (autoclean) [usb-uhci hid]").unwrap();
        assert_eq!(module.references, Ok(1));
        assert_eq!(module.users.len(), 2);
        assert_eq!(module.state, Err(Absent::Unsupported));
        assert_eq!(row(b"3c59x 28520 1").unwrap().users.len(), 0);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let module = row(b"ext4 1 x a, Live y OE").unwrap();
        assert_eq!(module.references, Err(Absent::Malformed));
        assert_eq!(module.address, Err(Absent::Malformed));
        assert_eq!(module.taints, Err(Absent::Malformed));
        assert!(row(b"ext4 many 1").is_err());
        assert!(row(b"").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
