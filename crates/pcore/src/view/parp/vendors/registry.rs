//! The registries of the IEEE in the forms in which systems have them: its own lists as CSV and as
//! text, and udev's database of hardware.

use std::borrow::Cow;

use crate::parse::{lines, number};

/// Hexadecimal digits that an assignment begins with. The IEEE assigns six, seven or nine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Prefix {
    /// How many digits.
    pub digits: u8,
    /// The number that they are.
    pub number: u64,
}

impl Prefix {
    /// The lengths of assignments, the longest first.
    pub const LENGTHS: [u8; 3] = [9, 7, 6];

    /// The prefix that these digits are.
    pub fn parse(digits: &[u8]) -> Option<Self> {
        let length = Self::LENGTHS.into_iter().find(|length| usize::from(*length) == digits.len());
        Some(Self { digits: length?, number: number::hex(digits).ok()? })
    }

    /// The prefix of this length of an address.
    pub fn of(address: &[u8], digits: u8) -> Option<Self> {
        let bytes = address.first_chunk::<5>()?;
        let forty = bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
        Some(Self { digits, number: forty >> (40 - 4 * u32::from(digits.min(10))) })
    }
}

/// An assignment: the prefix, and the name of whom it is registered to.
pub type Entry<'t> = (Prefix, Cow<'t, [u8]>);

/// The assignments of a list, in whichever form it is.
pub fn entries(text: &[u8]) -> Vec<Entry<'_>> {
    if text.starts_with(b"Registry,") {
        of_csv(text)
    } else if memchr::memmem::find(text, b"\nOUI:").is_some() {
        of_hwdb(text)
    } else {
        of_list(text)
    }
}

/// `MA-L,001122,Name,Address` records.
fn of_csv(mut text: &[u8]) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    while !text.is_empty() {
        let mut assignment = None;
        for column in 0.. {
            let (value, rest, is_last) = cell(text);
            text = rest;
            match column {
                1 => assignment = Prefix::parse(&value),
                2 => entries.extend(assignment.map(|prefix| (prefix, trimmed(value)))),
                _ => {}
            }
            if is_last {
                break;
            }
        }
    }
    entries
}

/// The first value of a text of comma-separated ones, what follows, and whether a record ends
/// there.
fn cell(text: &[u8]) -> (Cow<'_, [u8]>, &[u8], bool) {
    let end_of = |text: &[u8]| memchr::memchr2(b',', b'\n', text).unwrap_or(text.len());
    let (value, behind) = if let Some(quoted) = text.strip_prefix(b"\"") {
        unquoted(quoted)
    } else {
        let (value, behind) = text.split_at_checked(end_of(text)).unwrap_or_default();
        (value.into(), behind)
    };
    let end = end_of(behind);
    (value, behind.get(end + 1..).unwrap_or_default(), behind.get(end) != Some(&b','))
}

/// A value behind its opening quote, and what follows the closing one. It may hold commas and ends
/// of lines, and quotes twice.
fn unquoted(mut text: &[u8]) -> (Cow<'_, [u8]>, &[u8]) {
    let mut value = Vec::new();
    loop {
        let end = memchr::memchr(b'"', text).unwrap_or(text.len());
        value.extend_from_slice(text.get(..end).unwrap_or_default());
        text = text.get(end + 1..).unwrap_or_default();
        match text.strip_prefix(b"\"") {
            Some(more) => text = more,
            None => return (value.into(), text),
        }
        value.push(b'"');
    }
}

fn trimmed(name: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match name {
        Cow::Borrowed(name) => name.trim_ascii().into(),
        Cow::Owned(name) => name.trim_ascii().to_vec().into(),
    }
}

/// `OUI:001122*` lines, each followed by its `ID_OUI_FROM_DATABASE=` line.
fn of_hwdb(text: &[u8]) -> Vec<Entry<'_>> {
    let mut prefix = None;
    let mut entries = Vec::new();
    for line in lines(text) {
        if let Some(pattern) = line.strip_prefix(b"OUI:") {
            prefix = pattern.strip_suffix(b"*").and_then(Prefix::parse);
        } else if let Some(name) = line.trim_ascii().strip_prefix(b"ID_OUI_FROM_DATABASE=") {
            entries.extend(prefix.take().map(|prefix| (prefix, name.into())));
        }
    }
    entries
}

/// `001122     (base 16)\t\tName` lines. Of longer assignments the first six digits stand in the line
/// before, as `00-11-22   (hex)`, and here the first and the last address below them.
fn of_list(text: &[u8]) -> Vec<Entry<'_>> {
    let mut block = Vec::new();
    let mut entries = Vec::new();
    for line in lines(text) {
        let Some(at) = memchr::memchr(b'(', line) else { continue };
        let (digits, rest) = line.split_at_checked(at).unwrap_or_default();
        let digits = digits.trim_ascii();
        if rest.starts_with(b"(hex)") {
            block = digits.iter().copied().filter(u8::is_ascii_hexdigit).collect();
        } else if let Some(name) = rest.strip_prefix(b"(base 16)") {
            let prefix = match memchr::memchr(b'-', digits) {
                None => Prefix::parse(digits),
                Some(dash) => {
                    let (first, last) = digits.split_at_checked(dash).unwrap_or_default();
                    let last = last.get(1..).unwrap_or_default();
                    let shared = first.iter().zip(last).take_while(|(a, b)| a == b);
                    let shared = shared.map(|(digit, _)| *digit);
                    Prefix::parse(&block.iter().copied().chain(shared).collect::<Vec<_>>())
                }
            };
            entries.extend(prefix.map(|prefix| (prefix, name.trim_ascii().into())));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &[u8]) -> Vec<(u8, u64, String)> {
        let entries = entries(text).into_iter();
        let shown = |name: Cow<'_, [u8]>| String::from_utf8_lossy(&name).into_owned();
        entries.map(|(prefix, name)| (prefix.digits, prefix.number, shown(name))).collect()
    }

    fn three() -> Vec<(u8, u64, String)> {
        vec![
            (6, 0x00_1122, "Large, Ltd.".to_owned()),
            (7, 0x0001_1337, "Medium \"M\" Inc".to_owned()),
            (9, 0x0114_4abc, "Small".to_owned()),
        ]
    }

    #[test]
    fn the_list_as_csv() {
        let text = b"Registry,Assignment,Organization Name,Organization Address\r
MA-L,001122,\"Large, Ltd.\",\"A street
 of two lines\"\r
MA-M,0011337,\"Medium \"\"M\"\" Inc \",1 Street\r
MA-S,001144ABC,Small,\r
";
        assert_eq!(found(text), three());
    }

    #[test]
    fn the_list_as_text() {
        let text = b"OUI/MA-L\t\tOrganization
company_id\t\tOrganization

00-11-22   (hex)\t\tLarge, Ltd.
001122     (base 16)\t\tLarge, Ltd.
\t\t\t\tA street (behind the house)

00-11-33   (hex)\t\tMedium \"M\" Inc
700000-7FFFFF     (base 16)\t\tMedium \"M\" Inc

00-11-44   (hex)\t\tSmall
ABC000-ABCFFF     (base 16)\t\tSmall
";
        assert_eq!(found(text), three());
    }

    #[test]
    fn the_database_of_udev() {
        let text = b"# generated

OUI:001122*
 ID_OUI_FROM_DATABASE=Large, Ltd.

OUI:0011337*
 ID_OUI_FROM_DATABASE=Medium \"M\" Inc

OUI:001144ABC*
 ID_OUI_FROM_DATABASE=Small
";
        assert_eq!(found(text), three());
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let text = b"Registry,Assignment,Name,Address\nMA-L,0011,Short,\nMA-L\n\nMA-L,00112G,Odd,\nMA-L,001122,Good,\nMA-L,001123,\"open";
        let expected = [(6, 0x1122, "Good".to_owned()), (6, 0x1123, "open".to_owned())];
        assert_eq!(found(text), expected);
        assert_eq!(found(b"x (base 16) Odd\n(base 16)\n00-1 (hex)\n1-2 (base 16)\n"), []);
    }

    #[test]
    fn an_address_has_a_prefix_of_each_length() {
        let address = [0x00, 0x11, 0x44, 0xab, 0xcd, 0xef];
        let prefix = |digits| Prefix::of(&address, digits).map(|prefix| prefix.number);
        assert_eq!(
            (prefix(6), prefix(7), prefix(9)),
            (Some(0x1144), Some(0x0001_144a), Some(0x0114_4abc))
        );
        assert_eq!(Prefix::of(&[0; 4], 6), None);
        assert_eq!(Prefix::parse(b"001144ABC"), Prefix::of(&address, 9));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, digits: u8) {
            for head in [&b""[..], b"Registry,", b"\nOUI:"] {
                entries(&[head, &text].concat());
            }
            let _ = (Prefix::parse(&text), Prefix::of(&text, digits));
        }

        #[test]
        fn names_come_back_from_csv(name in "[!-~][ -~]{0,20}[!-~]") {
            let quoted = name.replace('"', "\"\"");
            let text = format!("Registry,A,N,A\nMA-L,001122,\"{quoted}\",\n");
            prop_assert_eq!(found(text.as_bytes()), vec![(6, 0x1122, name)]);
        }
    }
}
