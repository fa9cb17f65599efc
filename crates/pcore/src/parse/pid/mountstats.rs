//! `[pid]/mountstats`.
//!
//! The procfs crate fails the whole file on one bad number, drops the mounts without a device and
//! what is said of connections, and leaves the kernel's escapes in place.

use std::iter::Peekable;

use crate::Absent;
use crate::parse::escape::unescaped;
use crate::parse::{Item, lines, number, words};

/// One mount with the statistics of its file system. Only NFS prints any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountStats {
    /// What is mounted; does not apply where the mount has no device.
    pub device: Item<Box<[u8]>>,
    /// Where the mount is, as seen from the root directory of the process.
    pub point: Box<[u8]>,
    /// The type of the file system.
    pub fs_type: Box<[u8]>,
    /// The version of the statistics, such as `1.1`; does not apply to a file system without.
    pub version: Item<Box<[u8]>>,
    /// The statistics in the kernel's order. A name comes again for each further connection to the
    /// server.
    pub statistics: Vec<Statistic>,
}

/// One statistic of a mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistic {
    /// The name: of the line, and after a dot that of the column, such as `bytes.normal_read` or
    /// `READ.ops`. It tells the unit where there is one.
    pub name: String,
    /// The value.
    pub value: Item<Amount>,
}

/// The value of a statistic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A count, or an amount of what the name tells.
    Number(u64),
    /// What is no single number, such as options.
    Text(Box<[u8]>),
}

/// The columns of `events:`, as `enum nfs_stat_eventcounters` has them.
const EVENTS: [&str; 27] = [
    "inode_revalidates",
    "dentry_revalidates",
    "data_invalidates",
    "attribute_invalidates",
    "vfs_open",
    "vfs_lookup",
    "vfs_access",
    "vfs_update_page",
    "vfs_read_page",
    "vfs_read_pages",
    "vfs_write_page",
    "vfs_write_pages",
    "vfs_getdents",
    "vfs_setattr",
    "vfs_flush",
    "vfs_fsync",
    "vfs_lock",
    "vfs_release",
    "congestion_wait",
    "setattr_truncate",
    "extend_write",
    "silly_rename",
    "short_read",
    "short_write",
    "delay",
    "pnfs_read",
    "pnfs_write",
];

/// The columns of `bytes:`. The last two count pages.
const BYTES: [&str; 8] = [
    "normal_read",
    "normal_write",
    "direct_read",
    "direct_write",
    "server_read",
    "server_write",
    "read_pages",
    "write_pages",
];

/// The columns of an operation: attempts, bytes on the wire, and sums of times. The last is there
/// since Linux 5.3.
const OPERATION: [&str; 9] = [
    "ops",
    "transmissions",
    "timeouts",
    "bytes_sent",
    "bytes_received",
    "queue_ms",
    "response_ms",
    "total_ms",
    "errors",
];

/// The columns of `xprt:` for each kind of connection, after the kind. Times are in seconds; the sums
/// are of the lengths of queues, one addend for each request.
const TCP: [&str; 13] = [
    "port",
    "binds",
    "connects",
    "connect_seconds",
    "idle_seconds",
    "sends",
    "receives",
    "bad_ids",
    "in_flight_sum",
    "backlog_sum",
    "max_slots",
    "sending_sum",
    "pending_sum",
];

const UDP: [&str; 10] = [
    "port",
    "binds",
    "sends",
    "receives",
    "bad_ids",
    "in_flight_sum",
    "backlog_sum",
    "max_slots",
    "sending_sum",
    "pending_sum",
];

/// RDMA goes on with columns of its own, which have no names here.
const RDMA: [&str; 10] = [
    "port",
    "binds",
    "connects",
    "connect_seconds",
    "idle_seconds",
    "sends",
    "receives",
    "bad_ids",
    "in_flight_sum",
    "backlog_sum",
];

impl MountStats {
    /// Parses the row of a mount, without the lines of statistics below it.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let (device, rest) = if let Some(rest) = line.strip_prefix(b"no device") {
            (Err(Absent::NotApplicable), rest)
        } else {
            // Blanks in a name are escaped, so that the first blank ends it; it may be empty.
            let rest = line.strip_prefix(b"device ").ok_or(Absent::Malformed)?;
            let end = rest.iter().position(|byte| *byte == b' ').ok_or(Absent::Malformed)?;
            let (device, rest) = rest.split_at_checked(end).ok_or(Absent::Malformed)?;
            let device = Some(device).filter(|device| !device.is_empty());
            (device.map(unescaped).ok_or(Absent::NotApplicable), rest)
        };
        let rest = rest.strip_prefix(b" mounted on ").ok_or(Absent::Malformed)?;
        let mut columns = words(rest);
        let mut column = || columns.next().ok_or(Absent::Malformed);
        let point = unescaped(column()?);
        if (column()?, column()?) != (b"with", b"fstype") {
            return Err(Absent::Malformed);
        }
        let fs_type = unescaped(column()?);
        let version = columns.find_map(|word| word.strip_prefix(b"statvers="));
        Ok(Self {
            device,
            point,
            fs_type,
            version: version.map(Into::into).ok_or(Absent::NotApplicable),
            statistics: Vec::new(),
        })
    }

    /// Takes the lines that stand below the row.
    fn take<'a>(&mut self, below: &mut Peekable<impl Iterator<Item = &'a [u8]>>) {
        let mut is_operation = false;
        while let Some(line) = below.next_if(|line| is_below(line)) {
            let line = line.trim_ascii();
            if line == b"per-op statistics" {
                is_operation = true;
            } else if let Some((name, value)) = named(line) {
                self.take_line(is_operation, name, value);
            }
        }
    }

    fn take_line(&mut self, is_operation: bool, name: String, value: &[u8]) {
        let (kind, rest) = words(value)
            .next()
            .map_or((value, value), |kind| (kind, value.strip_prefix(kind).unwrap_or_default()));
        match &*name {
            _ if is_operation => self.take_columns(&name, &OPERATION, value),
            "events" => self.take_columns(&name, &EVENTS, value),
            "bytes" => self.take_columns(&name, &BYTES, value),
            "age" => {
                let age = number::unsigned(value).map(Amount::Number);
                self.push("age_seconds".to_owned(), age);
            }
            "xprt" => {
                self.push("xprt.kind".to_owned(), Ok(Amount::Text(kind.into())));
                let columns: &[&str] = match kind {
                    b"tcp" | b"tcp-tls" => &TCP,
                    // A socket of this machine is a connection without a port.
                    b"local" => TCP.get(1..).unwrap_or_default(),
                    b"udp" => &UDP,
                    b"rdma" => &RDMA,
                    _ => &[],
                };
                self.take_columns(&name, columns, rest);
            }
            _ => self.push(name, Ok(Amount::Text(value.into()))),
        }
    }

    /// Takes columns that are numbers. Columns that an older kernel does not print are left out, and
    /// so are those that a newer one adds.
    fn take_columns(&mut self, line: &str, columns: &[&str], values: &[u8]) {
        for (column, value) in columns.iter().zip(words(values)) {
            self.push(format!("{line}.{column}"), number::unsigned(value).map(Amount::Number));
        }
    }

    fn push(&mut self, name: String, value: Item<Amount>) {
        self.statistics.push(Statistic { name, value });
    }
}

/// The mounts, in the kernel's order. A mount whose own row is damaged is malformed, and its
/// statistics are nobody's.
pub fn mounts(text: &[u8]) -> impl Iterator<Item = Item<MountStats>> {
    // The kernel prints blank lines after the statistics.
    let mut rest = lines(text).filter(|line| !line.trim_ascii().is_empty()).peekable();
    std::iter::from_fn(move || {
        let mut mount = MountStats::parse(rest.next()?);
        match &mut mount {
            Ok(mount) => mount.take(&mut rest),
            Err(_) => while rest.next_if(|line| is_below(line)).is_some() {},
        }
        Some(mount)
    })
}

/// Whether a line belongs to the mount above it. Mounts start at the margin.
fn is_below(line: &[u8]) -> bool {
    matches!(line, [b'\t' | b' ', ..])
}

/// The name of a line and what follows: the name ends with the first colon, or, where the line has
/// none, with the first blank.
fn named(line: &[u8]) -> Option<(String, &[u8])> {
    let end = memchr::memchr2(b':', b'\t', line).or_else(|| memchr::memchr(b' ', line))?;
    let (name, value) = line.split_at_checked(end)?;
    let name = String::from_utf8_lossy(name.trim_ascii()).replace(' ', "_");
    (!name.is_empty()).then_some((name, value.get(1..)?.trim_ascii()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
device proc mounted on /proc with fstype proc
no device mounted on /x with fstype none
device server.example:/space\\040a mounted on /srv/a\\134b with fstype nfs4 statvers=1.1
\topts:\trw,vers=4.2,rsize=1048576,proto=tcp
\tage:\t3542
\timpl_id:\tname='',domain='',date='0,0'
\tcaps:\tcaps=0x3ffdf,wtmult=512
\tnfsv4:\tbm0=0xfdffbfff,acl=0x3,pnfs=not configured
\tsec:\tflavor=1,pseudoflavor=1
\tevents:\t114 1579 5 3 132 20 3019 1 2 3 4 5 115 6 7 8 9 10 11 12 13 14 15 16 17 18 19
\tbytes:\t1 2 3 4 5 6 7 8
\tRPC iostats version: 1.1  p/v: 100003/4 (nfs)
\txprt:\ttcp 832 1 2 0 11 428 429 0 430 0 2 5 6
\txprt:\tlocal 1 2 3 4 5 6
\tper-op statistics
\t        NULL: 1 1 0 44 24 0 0 0 0
\t        READ: 10 11 1 2000 4000 5 60 70

device tmpfs mounted on /tmp with fstype tmpfs
";

    fn parse(text: &[u8]) -> Vec<Item<MountStats>> {
        mounts(text).collect()
    }

    fn value(mount: &MountStats, name: &str) -> Option<Item<Amount>> {
        mount.statistics.iter().find(|it| it.name == name).map(|it| it.value.clone())
    }

    #[test]
    fn a_whole_file() {
        let mounts = parse(SAMPLE);
        let [Ok(proc), Ok(none), Ok(nfs), Ok(tmpfs)] = &mounts[..] else {
            panic!("{mounts:?}");
        };
        assert_eq!(proc.device.as_deref(), Ok(&b"proc"[..]));
        assert_eq!((&*proc.point, &*proc.fs_type), (&b"/proc"[..], &b"proc"[..]));
        assert_eq!(proc.version, Err(Absent::NotApplicable));
        assert_eq!(proc.statistics, vec![]);
        assert_eq!(none.device, Err(Absent::NotApplicable));
        assert_eq!(&*tmpfs.point, b"/tmp");
        assert_eq!(nfs.device.as_deref(), Ok(&b"server.example:/space a"[..]));
        assert_eq!(&*nfs.point, b"/srv/a\\b");
        assert_eq!(nfs.version.as_deref(), Ok(&b"1.1"[..]));
    }

    #[test]
    fn the_statistics_of_nfs() {
        let nfs = parse(SAMPLE).remove(2).unwrap();
        for (name, number) in [
            ("age_seconds", 3542),
            ("events.inode_revalidates", 114),
            ("events.vfs_access", 3019),
            ("events.pnfs_write", 19),
            ("bytes.normal_read", 1),
            ("bytes.write_pages", 8),
            ("xprt.port", 832),
            ("xprt.idle_seconds", 11),
            ("xprt.pending_sum", 6),
            ("NULL.errors", 0),
            ("READ.ops", 10),
            ("READ.transmissions", 11),
            ("READ.timeouts", 1),
            ("READ.bytes_sent", 2000),
            ("READ.bytes_received", 4000),
            ("READ.queue_ms", 5),
            ("READ.response_ms", 60),
            ("READ.total_ms", 70),
        ] {
            assert_eq!(value(&nfs, name), Some(Ok(Amount::Number(number))), "{name}");
        }
        for (name, text) in [
            ("opts", &b"rw,vers=4.2,rsize=1048576,proto=tcp"[..]),
            ("impl_id", b"name='',domain='',date='0,0'"),
            ("nfsv4", b"bm0=0xfdffbfff,acl=0x3,pnfs=not configured"),
            ("RPC_iostats_version", b"1.1  p/v: 100003/4 (nfs)"),
            ("xprt.kind", b"tcp"),
        ] {
            assert_eq!(value(&nfs, name), Some(Ok(Amount::Text(text.into()))), "{name}");
        }
        assert_eq!(value(&nfs, "READ.errors"), None);
        let binds = nfs.statistics.iter().filter(|it| it.name == "xprt.binds");
        assert!(binds.map(|it| &it.value).eq(&[Ok(Amount::Number(1)), Ok(Amount::Number(1))]));
    }

    #[test]
    fn a_device_may_have_no_name() {
        let mount = MountStats::parse(b"device  mounted on /x with fstype tmpfs").unwrap();
        assert_eq!(mount.device, Err(Absent::NotApplicable));
        let mount = MountStats::parse(b"device no mounted on /x with fstype tmpfs ").unwrap();
        assert_eq!(mount.device.as_deref(), Ok(&b"no"[..]));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let mounts = parse(
            b"\tstray: 1\ndevice a\n\tage:\t1\ndevice a mounted on /b with fstype nfs statvers=1.1\n\
              \tage:\tx\n\tbytes:\t1 -2 3\n\t:\n\tword\n\txprt:\n\tper-op statistics\n\tREAD: 1 x\n",
        );
        let [Err(Absent::Malformed), Err(Absent::Malformed), Ok(mount)] = &mounts[..] else {
            panic!("{mounts:?}");
        };
        assert_eq!(value(mount, "age_seconds"), Some(Err(Absent::Malformed)));
        assert_eq!(value(mount, "bytes.normal_write"), Some(Err(Absent::Malformed)));
        assert_eq!(value(mount, "bytes.direct_read"), Some(Ok(Amount::Number(3))));
        assert_eq!(value(mount, "READ.ops"), Some(Ok(Amount::Number(1))));
        assert_eq!(value(mount, "READ.transmissions"), Some(Err(Absent::Malformed)));
        for row in [
            &b""[..],
            b"device",
            b"device a mounted on",
            b"device a mounted on /b",
            b"device a mounted on /b with type x",
            b"device a mounted on /b with fstype",
            b"device a b mounted on /c with fstype x",
        ] {
            assert_eq!(MountStats::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = parse(&text);
            prop_assert!(parse(&fixture::damaged(SAMPLE, flip, byte)).len() >= 3);
        }

        #[test]
        fn junk_costs_no_mount(junk in prop::collection::vec("[a-c]{1,40}", 0..9)) {
            let text = fixture::among(&junk, SAMPLE);
            prop_assert_eq!(mounts(&text).flatten().count(), 4 * junk.len());
        }
    }
}
