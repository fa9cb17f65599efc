//! Vendors of hardware addresses: from the registries that the system has installed, else from the
//! table that is a part of the program.

pub mod packed;
pub mod registry;

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use packed::Packed;
use registry::Prefix;

use crate::root::read_dated;
use crate::run::Run;

/// Where distributions keep the registries, those with all lengths of prefixes first: the lists of
/// `ieee-data`, udev's database, the lists of `hwdata`.
const INSTALLED: &[&[&str]] = &[
    &[
        "/usr/share/ieee-data/oui.csv",
        "/usr/share/ieee-data/mam.csv",
        "/usr/share/ieee-data/oui36.csv",
        "/usr/share/ieee-data/iab.csv",
    ],
    &["/usr/lib/udev/hwdb.d/20-OUI.hwdb"],
    &["/lib/udev/hwdb.d/20-OUI.hwdb"],
    &["/usr/share/hwdata/oui.txt", "/usr/share/hwdata/iab.txt"],
];

/// The table that `cargo xtask vendors` packs.
static BUILT_IN: &[u8] = include_bytes!("vendors/table.bin");

/// The largest registry that is read.
const LIMIT: u64 = 64 << 20;

/// Vendors of hardware addresses.
#[derive(Debug)]
pub struct Vendors {
    /// Sorted by prefix; empty where the built-in table is searched.
    installed: Vec<(Prefix, Box<[u8]>)>,
    source: String,
}

impl Vendors {
    /// The vendors of this run, read at the first call.
    pub(crate) fn of_run(run: &Arc<Run>) -> &Self {
        run.vendors.get_or_init(|| {
            INSTALLED.iter().find_map(|paths| Self::installed(paths)).unwrap_or_else(Self::built_in)
        })
    }

    /// Those of the first list, and of the others that are beside it.
    fn installed(paths: &[&str]) -> Option<Self> {
        let read = |path: &&str| read_dated(Path::new(path), LIMIT).ok();
        let [first, others @ ..] = paths else { return None };
        let (text, changed) = read(first)?;
        let texts =
            std::iter::once(text).chain(others.iter().filter_map(read).map(|(text, _)| text));
        let mut installed = Vec::new();
        for text in texts {
            let entries = registry::entries(&text).into_iter();
            installed.extend(entries.map(|(prefix, name)| (prefix, Box::from(name))));
        }
        // Of a prefix that is assigned twice the first counts; the sort keeps the order.
        installed.sort_by_key(|(prefix, _)| *prefix);
        installed.dedup_by_key(|(prefix, _)| *prefix);
        let changed = Timestamp::from_second(changed).ok()?;
        let source = format!("{first} of {}", changed.strftime("%Y-%m-%d"));
        (!installed.is_empty()).then_some(Self { installed, source })
    }

    /// Those that are a part of the program.
    pub fn built_in() -> Self {
        let date = Packed::read(BUILT_IN).map_or("no date", |table| table.date());
        Self { installed: Vec::new(), source: format!("built in, IEEE of {date}") }
    }

    /// Where the names come from, and of what date.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The name of whom an address is registered to, by the longest prefix that is known.
    pub fn find(&self, address: &[u8]) -> Option<Cow<'_, [u8]>> {
        let prefixes = Prefix::LENGTHS.iter().filter_map(|digits| Prefix::of(address, *digits));
        if self.installed.is_empty() {
            let table = Packed::read(BUILT_IN)?;
            return prefixes.into_iter().find_map(|prefix| table.find(prefix)).map(Cow::Owned);
        }
        prefixes.into_iter().find_map(|prefix| {
            let at = self.installed.binary_search_by_key(&prefix, |(known, _)| *known).ok()?;
            self.installed.get(at).map(|(_, name)| Cow::Borrowed(&**name))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(vendors: &Vendors, address: [u8; 6]) -> Option<String> {
        vendors.find(&address).map(|name| String::from_utf8_lossy(&name).into_owned())
    }

    #[test]
    fn the_longest_prefix_wins() {
        let named = |digits: &[u8], name: &[u8]| (Prefix::parse(digits).unwrap(), name.into());
        let mut installed = vec![
            named(b"001122", b"Large Ltd"),
            named(b"0011223", b"Part Ltd"),
            named(b"001122444", b"Small Ltd"),
        ];
        installed.sort_unstable();
        let vendors = Vendors { installed, source: String::new() };
        for (address, expected) in [
            ([0x00, 0x11, 0x22, 0x4f, 0, 0], Some("Large Ltd")),
            ([0x00, 0x11, 0x22, 0x3f, 0, 0], Some("Part Ltd")),
            ([0x00, 0x11, 0x22, 0x44, 0x4f, 0], Some("Small Ltd")),
            ([0x00, 0xaa, 0x22, 0x3f, 0, 0], None),
        ] {
            assert_eq!(name(&vendors, address).as_deref(), expected, "{address:x?}");
        }
        assert_eq!(vendors.find(&[0x00, 0x11]), None);
    }

    /// Assignments of each length, none of which the IEEE has given to anybody else since.
    #[test]
    fn the_built_in_table_has_all_registries() {
        let table = Packed::read(BUILT_IN).unwrap();
        assert!(table.len() > 50_000, "{}", table.len());
        assert!(table.date().parse::<jiff::civil::Date>().is_ok(), "{}", table.date());
        let vendors = Vendors::built_in();
        assert!(vendors.source().contains(table.date()), "{}", vendors.source());
        for (address, expected) in [
            ([0x00, 0x00, 0x5e, 0, 0x53, 1], "ICANN, IANA Department"),
            ([0x00, 0x00, 0x0c, 0, 0, 1], "Cisco Systems, Inc"),
            ([0xc8, 0x5c, 0xe2, 0x70, 0, 1], "SYNERGY SYSTEMS AND SOLUTIONS"),
            ([0x8c, 0x1f, 0x64, 0xaf, 0xa0, 1], "DATA ELECTRONIC DEVICES, INC"),
            ([0x00, 0x50, 0xc2, 0xf7, 0x10, 1], "RF Code"),
        ] {
            assert_eq!(name(&vendors, address).as_deref(), Some(expected), "{address:x?}");
        }
        assert_eq!(name(&vendors, [0x02, 0, 0, 0, 0, 1]), None);
    }
}
