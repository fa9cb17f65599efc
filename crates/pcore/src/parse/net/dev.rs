//! `[pid]/net/dev`.
//!
//! The procfs crate fails the whole file on one bad number, needs names to be UTF-8, and reads the
//! columns of newer kernels only.

use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once};
use crate::parse::{Item, lines, words};

/// What an interface has received and sent since it was made. Counters of some drivers wrap at 32
/// bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The interface: any bytes but blanks, `/` and `:`. Names of old kernels, for aliases, have `:`.
    pub name: Box<[u8]>,
    /// Bytes received; since Linux 2.2.
    pub rx_bytes: Item<u64>,
    /// Packets received.
    pub rx_packets: Item<u64>,
    /// Packets that were received damaged.
    pub rx_errors: Item<u64>,
    /// Packets that were received and dropped, or missed because the device had no room.
    pub rx_dropped: Item<u64>,
    /// Packets lost because the buffer of the device overran.
    pub rx_fifo: Item<u64>,
    /// Packets of the wrong length or alignment, with a bad checksum, or too long for the ring.
    pub rx_frame: Item<u64>,
    /// Compressed packets received; since Linux 2.2.
    pub rx_compressed: Item<u64>,
    /// Multicast packets received; since Linux 2.2.
    pub rx_multicast: Item<u64>,
    /// Bytes sent; since Linux 2.2.
    pub tx_bytes: Item<u64>,
    /// Packets sent.
    pub tx_packets: Item<u64>,
    /// Packets that could not be sent.
    pub tx_errors: Item<u64>,
    /// Packets that were to be sent and were dropped.
    pub tx_dropped: Item<u64>,
    /// Packets lost because the buffer of the device ran empty.
    pub tx_fifo: Item<u64>,
    /// Collisions seen while sending.
    pub tx_collisions: Item<u64>,
    /// Packets not sent for want of a carrier, aborted, late, or without a heartbeat.
    pub tx_carrier: Item<u64>,
    /// Compressed packets sent; since Linux 2.2.
    pub tx_compressed: Item<u64>,
}

/// Which columns a kernel prints.
#[derive(Clone, Copy)]
struct Layout {
    has_bytes: bool,
    has_compressed: bool,
}

impl Layout {
    const MODERN: Self = Self { has_bytes: true, has_compressed: true };

    /// The columns that the second line of headings names.
    fn of(heading: &[u8]) -> Self {
        let has = |name: &[u8]| {
            heading.split(|byte| *byte == b'|').flat_map(words).any(|word| word == name)
        };
        Self { has_bytes: has(b"bytes"), has_compressed: has(b"compressed") }
    }
}

impl Device {
    /// Parses one row of a kernel since Linux 2.2.
    pub fn parse(line: &[u8]) -> Item<Self> {
        Self::of(line, Layout::MODERN)
    }

    fn of(line: &[u8], layout: Layout) -> Item<Self> {
        // No blank need follow the colon.
        let (name, counters) = rsplit_once(line, b':').ok_or(Absent::Malformed)?;
        let mut names = words(name);
        let (Some(name), None) = (names.next(), names.next()) else {
            return Err(Absent::Malformed);
        };
        // Old kernels say so where a driver does not count.
        let is_counted = !counters.trim_ascii().starts_with(b"No statistics");
        let mut columns = Columns::new(counters);
        let mut column = |is_printed| match (is_counted, is_printed) {
            (false, _) => Err(Absent::NotApplicable),
            (true, true) => columns.unsigned(),
            (true, false) => Err(Absent::Unsupported),
        };
        Ok(Self {
            name: name.into(),
            rx_bytes: column(layout.has_bytes),
            rx_packets: column(true),
            rx_errors: column(true),
            rx_dropped: column(true),
            rx_fifo: column(true),
            rx_frame: column(true),
            rx_compressed: column(layout.has_compressed),
            rx_multicast: column(layout.has_compressed),
            tx_bytes: column(layout.has_bytes),
            tx_packets: column(true),
            tx_errors: column(true),
            tx_dropped: column(true),
            tx_fifo: column(true),
            tx_collisions: column(true),
            tx_carrier: column(true),
            tx_compressed: column(layout.has_compressed),
        })
    }
}

/// The interfaces. The headings tell which columns there are.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Device>> {
    let mut layout = Layout::MODERN;
    lines(text).filter_map(move |line| match line.trim_ascii() {
        // No name can be followed by a blank and a bar.
        heading if heading.starts_with(b"face |") => {
            layout = Layout::of(heading);
            None
        }
        line if line.is_empty() || line.starts_with(b"Inter-| ") => None,
        line => Some(Device::of(line, layout)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     279       5    0    0    0     0          0         0      279       5    0    0    0     0       0          0
 veth1:18446744073709551615 11 2 3 4 5 6 7 1062 9 10 12 13 14 15 16
";
    const ROW: &[u8] = b" veth1:    1303      11    0    0    0     0          0         0     1062       9    0    0    0     0       0          0";

    fn parse(text: &[u8]) -> Vec<Device> {
        rows(text).collect::<Item<_>>().unwrap()
    }

    #[test]
    fn a_whole_file() {
        let devices = parse(SAMPLE);
        let [lo, veth] = &devices[..] else { panic!("{devices:?}") };
        assert_eq!((&*lo.name, lo.rx_bytes, lo.tx_packets), (&b"lo"[..], Ok(279), Ok(5)));
        let expected = Device {
            name: b"veth1"[..].into(),
            rx_bytes: Ok(u64::MAX),
            rx_packets: Ok(11),
            rx_errors: Ok(2),
            rx_dropped: Ok(3),
            rx_fifo: Ok(4),
            rx_frame: Ok(5),
            rx_compressed: Ok(6),
            rx_multicast: Ok(7),
            tx_bytes: Ok(1062),
            tx_packets: Ok(9),
            tx_errors: Ok(10),
            tx_dropped: Ok(12),
            tx_fifo: Ok(13),
            tx_collisions: Ok(14),
            tx_carrier: Ok(15),
            tx_compressed: Ok(16),
        };
        assert_eq!(veth, &expected);
    }

    #[test]
    fn old_kernels_print_fewer_columns() {
        let devices = parse(
            b"Inter-|   Receive                  |  Transmit\n \
               face |packets errs drop fifo frame|packets errs drop fifo colls carrier\n\
                  lo:      1    2    3    4    5        6    7    8    9   10   11\n\
                eth0: No statistics available.\n\
              eth0:1:     12    0    0    0    0       13    0    0    0    0    0\n",
        );
        let [lo, eth0, alias] = &devices[..] else { panic!("{devices:?}") };
        assert_eq!((lo.rx_bytes, lo.rx_packets), (Err(Absent::Unsupported), Ok(1)));
        assert_eq!((lo.rx_frame, lo.tx_packets, lo.tx_carrier), (Ok(5), Ok(6), Ok(11)));
        assert_eq!((lo.rx_multicast, lo.tx_compressed), (lo.rx_bytes, lo.rx_bytes));
        assert_eq!(eth0.rx_packets, Err(Absent::NotApplicable));
        assert_eq!((&*alias.name, alias.tx_packets), (&b"eth0:1"[..], Ok(13)));
    }

    #[test]
    fn names_are_bytes() {
        for name in [&b"a|b"[..], b"\xff\x1b[m", b"face", b"Inter-|", b"12"] {
            let devices = parse(&[name, b":1 2"].concat());
            let [device] = &devices[..] else { panic!("{devices:?}") };
            assert_eq!(&*device.name, name);
            assert_eq!((device.rx_bytes, device.rx_packets), (Ok(1), Ok(2)));
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let device = Device::parse(b"eth0: 1 x -3 4").unwrap();
        assert_eq!((device.rx_bytes, device.rx_dropped), (Ok(1), Ok(4)));
        assert_eq!(
            (device.rx_packets, device.rx_errors),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(device.rx_fifo, Err(Absent::Unsupported));
        for row in [&b""[..], b"eth0", b": 1 2", b"a b: 1 2"] {
            assert_eq!(Device::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
