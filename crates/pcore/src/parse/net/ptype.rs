//! `[pid]/net/ptype`.
//!
//! The procfs crate does not cover this file.

use super::{needed, table};
use crate::Absent;
use crate::parse::{Item, number, words};

/// Who is given packets of one type as they come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketType {
    /// The type of packets: that of Ethernet; does not apply to who is given all.
    pub kind: Item<u32>,
    /// The interface whose packets are meant: any bytes but blanks, `/` and `:`; does not apply
    /// where those of any are.
    pub device: Item<Box<[u8]>>,
    /// The function of the kernel.
    pub function: Item<Box<[u8]>>,
    /// The module that the function is in; does not apply to the kernel itself.
    pub module: Item<Box<[u8]>>,
}

impl PacketType {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns: Vec<_> = words(line).collect();
        // The module stands in brackets behind the function.
        let module = columns
            .pop_if(|word| matches!(word, [b'[', .., b']']))
            .and_then(|word| word.strip_prefix(b"[")?.strip_suffix(b"]"));
        let mut columns = columns.into_iter();
        let kind = match needed(columns.next().ok_or(Absent::Malformed))? {
            b"ALL" => Err(Absent::NotApplicable),
            word => Ok(number::narrow_hex(word)?),
        };
        // The column of the interface is blank where there is none.
        let (device, function) = match (columns.next(), columns.next()) {
            (Some(function), None) => (Err(Absent::NotApplicable), Ok(function)),
            (Some(device), Some(function)) => (Ok(device), Ok(function)),
            (None, _) => (Err(Absent::Unsupported), Err(Absent::Unsupported)),
        };
        Ok(Self {
            kind,
            device: device.map(Into::into),
            function: function.map(Into::into),
            module: module.map(Into::into).ok_or(Absent::NotApplicable),
        })
    }
}

/// Who is given packets.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<PacketType>> {
    table(text, &[b"Type Device"], PacketType::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Type Device      Function
ALL           packet_rcv [af_packet]
ALL  veth0    packet_rcv
0800          ip_rcv
88cc [x]      lldp_rcv [a]
";
    const ROW: &[u8] = b"ALL  veth0    packet_rcv [af_packet]";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [all, bound, ip, odd] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!(
            (&all.kind, &all.device),
            (&Err(Absent::NotApplicable), &Err(Absent::NotApplicable))
        );
        assert_eq!(all.function.as_deref(), Ok(&b"packet_rcv"[..]));
        assert_eq!(all.module.as_deref(), Ok(&b"af_packet"[..]));
        assert_eq!(bound.device.as_deref(), Ok(&b"veth0"[..]));
        assert_eq!((&ip.kind, &ip.module), (&Ok(0x800), &Err(Absent::NotApplicable)));
        assert_eq!(ip.function.as_deref(), Ok(&b"ip_rcv"[..]));
        assert_eq!(odd.device.as_deref(), Ok(&b"[x]"[..]));
        assert_eq!(odd.function.as_deref(), Ok(&b"lldp_rcv"[..]));
    }

    #[test]
    fn damage() {
        assert_eq!(PacketType::parse(b"0800").unwrap().function, Err(Absent::Unsupported));
        for row in [&b""[..], b"x ip_rcv", b"100000000 ip_rcv", b"[x]"] {
            assert_eq!(PacketType::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
