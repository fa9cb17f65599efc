//! `[pid]/net/softnet_stat`.
//!
//! The procfs crate does not cover this file.

use super::{needed, table};
use crate::parse::Item;
use crate::parse::columns::Columns;

/// How one processor handles packets that come in. It is the same in every network namespace, and
/// the counters wrap at 32 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Softnet {
    /// Packets handled.
    pub processed: u64,
    /// Packets dropped because too many waited for the processor.
    pub dropped: Item<u64>,
    /// How often the processor stopped with packets left, because its time or share was used up.
    pub time_squeeze: Item<u64>,
    /// How often the processor met another at the queue of a device; always 0 on newer kernels.
    pub cpu_collision: Item<u64>,
    /// How often another processor asked this one to handle packets; since Linux 2.6.35.
    pub received_rps: Item<u64>,
    /// Packets dropped to limit a flow that takes too much; since Linux 3.11.
    pub flow_limit: Item<u64>,
    /// Packets that wait for the processor; older kernels do not tell.
    pub backlog: Item<u64>,
    /// The number of the processor; older kernels do not tell. Those that are offline have no row.
    pub cpu: Item<u32>,
    /// Packets of the backlog that came last and are not looked at yet; older kernels do
    /// not tell.
    pub input_queue: Item<u64>,
    /// Packets of the backlog that are being handled; older kernels do not tell.
    pub process_queue: Item<u64>,
}

impl Softnet {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            processed: needed(columns.hex())?,
            dropped: columns.hex(),
            time_squeeze: columns.hex(),
            cpu_collision: {
                // Five columns that are 0 on every kernel in use.
                columns.skip(5);
                columns.hex()
            },
            received_rps: columns.hex(),
            flow_limit: columns.hex(),
            backlog: columns.hex(),
            cpu: columns.narrow_hex(),
            input_queue: columns.hex(),
            process_queue: columns.hex(),
        })
    }
}

/// The processors that are online, in their order.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Softnet>> {
    table(text, &[], Softnet::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
00070b2c 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000003 00000004 00000005 00000006 00000000 00000007 00000008
00075113 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 0000001f 00000000 00000000
";
    const ROW: &[u8] = b"00070b2c 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000003 00000004 00000005 00000006 00000000 00000007 00000008";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [first, second] = &rows[..] else { panic!("{rows:?}") };
        let expected = Softnet {
            processed: 0x70b2c,
            dropped: Ok(1),
            time_squeeze: Ok(2),
            cpu_collision: Ok(3),
            received_rps: Ok(4),
            flow_limit: Ok(5),
            backlog: Ok(6),
            cpu: Ok(0),
            input_queue: Ok(7),
            process_queue: Ok(8),
        };
        assert_eq!(first, &expected);
        assert_eq!((second.processed, second.cpu), (0x75113, Ok(31)));
    }

    #[test]
    fn older_kernels_print_fewer_columns() {
        for (columns, are_there) in [
            (9, [false; 4]),
            (10, [true, false, false, false]),
            (11, [true, true, false, false]),
            (13, [true, true, true, false]),
        ] {
            let words: Vec<_> = ROW.split(|byte| *byte == b' ').take(columns).collect();
            let row = Softnet::parse(&words.join(&b' ')).unwrap();
            assert!(row.cpu_collision.is_ok());
            let items = [row.received_rps, row.flow_limit, row.backlog, row.input_queue];
            assert_eq!(items.map(|item| item.is_ok()), are_there, "{columns}");
            assert_eq!(row.process_queue, Err(Absent::Unsupported));
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Softnet::parse(b"1 x -1 0 0 0 0 0 11111111111111111").unwrap();
        assert_eq!(
            (row.dropped, row.time_squeeze),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (row.cpu_collision, row.cpu),
            (Err(Absent::Malformed), Err(Absent::Unsupported))
        );
        for row in [&b""[..], b"x 1", b"-1"] {
            assert_eq!(Softnet::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
