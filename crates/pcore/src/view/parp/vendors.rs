//! Vendors of hardware addresses, from the registries that the system has installed.

use std::path::Path;
use std::sync::Arc;

use crate::Absent;
use crate::parse::lines;
use crate::root::read_outside;
use crate::run::Run;

/// Where distributions keep the registries, the freshest first: the database of udev, and the list
/// of `hwdata`.
const HWDB: &[&str] = &["/usr/lib/udev/hwdb.d/20-OUI.hwdb", "/lib/udev/hwdb.d/20-OUI.hwdb"];
const LISTS: &[&str] = &["/usr/share/hwdata/oui.txt", "/usr/share/ieee-data/oui.txt"];

/// The largest registry that is read.
const LIMIT: u64 = 64 << 20;

/// Vendors of hardware addresses. Without an installed registry every vendor is unsupported.
#[derive(Debug, Default)]
pub struct Vendors {
    /// Sorted by prefix.
    prefixes: Vec<Entry>,
}

/// A prefix in upper-case hexadecimal digits, and the name of whom it is registered to.
type Entry = (Box<[u8]>, Box<[u8]>);

impl Vendors {
    /// The vendors of this run, read at the first call.
    pub(crate) fn of_run(run: &Arc<Run>) -> &Self {
        run.vendors.get_or_init(|| {
            let read = |paths: &[&str]| {
                paths.iter().find_map(|path| read_outside(Path::new(path), LIMIT).ok())
            };
            let mut vendors = match read(HWDB) {
                Some(text) => Self::from_hwdb(&text),
                None => read(LISTS).map(|text| Self::from_list(&text)).unwrap_or_default(),
            };
            vendors.prefixes.sort_unstable();
            vendors
        })
    }

    /// `OUI:001122*` lines, each followed by its `ID_OUI_FROM_DATABASE=` line.
    fn from_hwdb(text: &[u8]) -> Self {
        let mut prefix: Option<&[u8]> = None;
        let mut prefixes = Vec::new();
        for line in lines(text) {
            if let Some(pattern) = line.strip_prefix(b"OUI:") {
                prefix = pattern.strip_suffix(b"*");
            } else if let (Some(name), Some(digits)) =
                (line.trim_ascii().strip_prefix(b"ID_OUI_FROM_DATABASE="), prefix.take())
            {
                prefixes.push((digits.to_ascii_uppercase().into(), name.into()));
            }
        }
        Self { prefixes }
    }

    /// `001122     (base 16)\t\tName` lines.
    fn from_list(text: &[u8]) -> Self {
        let entry = |line: &[u8]| {
            let (digits, rest) = line.split_at_checked(6)?;
            let name = rest.trim_ascii().strip_prefix(b"(base 16)")?.trim_ascii();
            Some((Box::from(digits.to_ascii_uppercase()), Box::from(name)))
        };
        Self { prefixes: lines(text).filter_map(entry).collect() }
    }

    /// The vendor of an address in the notation with colons, by its longest registered prefix.
    ///
    /// # Errors
    /// A locally administered or group address has no vendor; without a registry none is known.
    pub fn of(&self, address: &[u8]) -> Result<&[u8], Absent> {
        let digits: Vec<u8> =
            address.iter().filter(|byte| **byte != b':').map(u8::to_ascii_uppercase).collect();
        let first = digits.get(1).and_then(|digit| char::from(*digit).to_digit(16));
        if first.is_none_or(|low| low & 3 != 0) {
            return Err(Absent::NotApplicable);
        }
        if self.prefixes.is_empty() {
            return Err(Absent::Unsupported);
        }
        [9, 7, 6]
            .iter()
            .filter_map(|length| digits.get(..*length))
            .find_map(|prefix| {
                let at = self.prefixes.binary_search_by(|(known, _)| (**known).cmp(prefix)).ok()?;
                self.prefixes.get(at).map(|(_, name)| &**name)
            })
            .ok_or(Absent::NotApplicable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_wins() {
        let text = b"OUI:001122*\n ID_OUI_FROM_DATABASE=Large Ltd\n\nOUI:0011223*\n ID_OUI_FROM_DATABASE=Part Ltd\n";
        let mut vendors = Vendors::from_hwdb(text);
        vendors.prefixes.sort_unstable();
        assert_eq!(vendors.of(b"00:11:22:4f:00:00"), Ok(&b"Large Ltd"[..]));
        assert_eq!(vendors.of(b"00:11:22:3f:00:00"), Ok(&b"Part Ltd"[..]));
        assert_eq!(vendors.of(b"00:aa:22:3f:00:00"), Err(Absent::NotApplicable));
    }

    #[test]
    fn the_list_of_the_registry_is_read_too() {
        let vendors =
            Vendors::from_list(b"00-11-22   (hex)\t\tX\n001122     (base 16)\t\tX Inc.\n");
        assert_eq!(vendors.of(b"00:11:22:00:00:00"), Ok(&b"X Inc."[..]));
    }

    #[test]
    fn what_is_not_registered_is_not_looked_up() {
        let none = Vendors::default();
        assert_eq!(none.of(b"02:00:00:00:00:01"), Err(Absent::NotApplicable));
        assert_eq!(none.of(b"01:00:5e:00:00:01"), Err(Absent::NotApplicable));
        assert_eq!(none.of(b"00:11:22:00:00:01"), Err(Absent::Unsupported));
        assert_eq!(none.of(b""), Err(Absent::NotApplicable));
    }
}
