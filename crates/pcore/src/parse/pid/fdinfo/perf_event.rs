//! What `fdinfo` says of an event that is counted; kernels before 6.17 say nothing.

use crate::Absent;
use crate::parse::{Item, number};

details! {
    /// An event that the kernel or a processor counts.
    PerfEvent {
        /// The number of its type.
        kind: u64 = b"perf_event_attr.type", any, Unsupported;
        /// The number of who counts it.
        pmu: u64 = b"pmu_type", any, Unsupported;
        /// Which event it is.
        config: u64 = b"perf_event_attr.config", any, Unsupported;
        /// More of which event it is.
        config1: u64 = b"perf_event_attr.config1", any, Unsupported;
        /// Still more.
        config2: u64 = b"perf_event_attr.config2", any, Unsupported;
        /// Still more.
        config3: u64 = b"perf_event_attr.config3", any, Unsupported;
        /// Still more.
        config4: u64 = b"perf_event_attr.config4", any, Unsupported;
    }
}

/// A number in decimal, or in hexadecimal with a prefix.
fn any(value: &[u8]) -> Item<u64> {
    match value.strip_prefix(b"0x") {
        Some(hex) => number::hex(hex),
        None => number::unsigned(value).map_err(|_| Absent::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"perf_event_attr.type:\t1\npmu_type:\t1\nperf_event_attr.config:\t0x2\nperf_event_attr.config1:\t0\n";

    #[test]
    fn a_whole_one() {
        let event = PerfEvent::parse(TEXT);
        assert_eq!((event.kind, event.pmu, event.config), (Ok(1), Ok(1), Ok(2)));
        assert_eq!((event.config1, event.config2), (Ok(0), Err(Absent::Unsupported)));
    }

    details_properties!(PerfEvent, TEXT);
}
