//! What `fdinfo` says of a client of a graphics device.
//!
//! Which engines and which regions of memory there are depends on the driver; the last part of a
//! label names them.

use super::Details;
use crate::Absent;
use crate::parse::{Item, labelled, lines, number, words};

/// A client of a graphics device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drm {
    /// The driver.
    pub driver: Item<Box<[u8]>>,
    /// The address of the device on its bus.
    pub device: Item<Box<[u8]>>,
    /// Which client it is: equal for all descriptors that share it.
    pub client: Item<u64>,
    /// The name that the client goes by.
    pub client_name: Item<Box<[u8]>>,
    /// What is said of an engine or of a region of memory.
    pub measures: Vec<Measure>,
}

/// One number that is said of an engine or a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What is measured.
    pub what: What,
    /// The engine or region.
    pub of: Box<[u8]>,
    /// How much.
    pub value: Item<u64>,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Nanoseconds for which an engine was busy for the client.
    Busy,
    /// How many engines of a kind there are.
    Capacity,
    /// Cycles for which an engine was busy for the client.
    Cycles,
    /// Cycles that went by.
    TotalCycles,
    /// The highest frequency of an engine in hertz.
    Frequency,
    /// Bytes of all buffers in a region.
    Total,
    /// Bytes that are shared with others.
    Shared,
    /// Bytes that are there.
    Resident,
    /// Bytes that may be taken away.
    Purgeable,
    /// Bytes that an engine works on.
    Active,
    /// Bytes as drivers said it before there were names for the rest.
    Memory,
}

/// What the labels begin with; of two that fit, the longer stands first.
const LABELS: &[(&[u8], What)] = &[
    (b"drm-engine-capacity-", What::Capacity),
    (b"drm-engine-", What::Busy),
    (b"drm-total-cycles-", What::TotalCycles),
    (b"drm-cycles-", What::Cycles),
    (b"drm-maxfreq-", What::Frequency),
    (b"drm-total-", What::Total),
    (b"drm-shared-", What::Shared),
    (b"drm-resident-", What::Resident),
    (b"drm-purgeable-", What::Purgeable),
    (b"drm-active-", What::Active),
    (b"drm-memory-", What::Memory),
];

/// The labels of what is said once.
const NAMES: &[&[u8]] = &[b"drm-driver", b"drm-pdev", b"drm-client-id", b"drm-client-name"];

fn measured(label: &[u8]) -> Option<(What, &[u8])> {
    LABELS.iter().find_map(|(prefix, what)| Some((*what, label.strip_prefix(*prefix)?)))
}

/// A number with its unit.
fn amount(value: &[u8]) -> Item<u64> {
    let mut words = words(value);
    let number = number::unsigned(words.next().ok_or(Absent::Malformed)?)?;
    let unit = match words.next() {
        None | Some(b"ns" | b"Hz") => 1,
        Some(b"KiB") => 1 << 10,
        Some(b"MiB") => 1 << 20,
        Some(b"MHz") => 1_000_000,
        Some(_) => return Err(Absent::Malformed),
    };
    number.checked_mul(unit).ok_or(Absent::Malformed)
}

impl Details for Drm {
    fn parse(text: &[u8]) -> Self {
        let mut drm = Self {
            driver: Err(Absent::Unsupported),
            device: Err(Absent::NotApplicable),
            client: Err(Absent::Unsupported),
            client_name: Err(Absent::NotApplicable),
            measures: Vec::new(),
        };
        for (label, value) in lines(text).filter_map(labelled) {
            match label {
                b"drm-driver" => drm.driver = Ok(value.into()),
                b"drm-pdev" => drm.device = Ok(value.into()),
                b"drm-client-id" => drm.client = number::unsigned(value),
                b"drm-client-name" => drm.client_name = Ok(value.into()),
                _ => drm.measures.extend(measured(label).map(|(what, of)| Measure {
                    what,
                    of: of.into(),
                    value: amount(value),
                })),
            }
        }
        drm
    }

    fn knows(line: &[u8]) -> bool {
        line.starts_with(b"drm-")
            && labelled(line)
                .is_some_and(|(label, _)| measured(label).is_some() || NAMES.contains(&label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::details_properties;

    const TEXT: &[u8] = b"drm-driver:\ti915\ndrm-client-id:\t7\ndrm-pdev:\t0000:00:02.0\ndrm-total-system0:\t236544 KiB\ndrm-resident-system0:\t12 MiB\ndrm-engine-render:\t25662044495 ns\ndrm-engine-capacity-video:\t2\ndrm-cycles-rcs:\t28257900\ndrm-maxfreq-rcs:\t1500 MHz\n";

    #[test]
    fn a_whole_one() {
        let drm = Drm::parse(TEXT);
        assert_eq!(drm.driver.as_deref(), Ok(&b"i915"[..]));
        assert_eq!(drm.device.as_deref(), Ok(&b"0000:00:02.0"[..]));
        assert_eq!(drm.client, Ok(7));
        let of = |what, of: &[u8], value| Measure { what, of: of.into(), value: Ok(value) };
        let expected = [
            of(What::Total, b"system0", 236_544 << 10),
            of(What::Resident, b"system0", 12 << 20),
            of(What::Busy, b"render", 25_662_044_495),
            of(What::Capacity, b"video", 2),
            of(What::Cycles, b"rcs", 28_257_900),
            of(What::Frequency, b"rcs", 1_500_000_000),
        ];
        assert_eq!(drm.measures, expected);
    }

    #[test]
    fn damage_costs_the_field() {
        let drm = Drm::parse(b"drm-client-id: x\ndrm-total-a: 1 lightyear\ndrm-engine-b: 3 ns\n");
        assert_eq!(drm.client, Err(Absent::Malformed));
        assert_eq!(drm.measures[0].value, Err(Absent::Malformed));
        assert_eq!(drm.measures[1].value, Ok(3));
    }

    details_properties!(Drm, TEXT);
}
