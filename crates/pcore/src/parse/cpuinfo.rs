//! `cpuinfo`: what each CPU is, in as many formats as there are architectures.
//!
//! Own parser: that of the procfs crate panics on an empty file, takes only CPUs whose first line has
//! the number, and loses what is not UTF-8.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, labelled, lines, number};

/// A label and its value.
pub type Pair = (Box<[u8]>, Box<[u8]>);

/// What the file tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CpuInfo {
    /// The CPUs, by their numbers.
    pub cpus: Vec<Cpu>,
    /// What is told of all of them, or of the machine.
    pub machine: Vec<Pair>,
}

/// A logical CPU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cpu {
    /// Its number.
    pub number: u32,
    /// What is told of it.
    pub pairs: Vec<Pair>,
}

impl CpuInfo {
    /// Parses the whole file. It is malformed as a whole when no line of it is a label with a value.
    ///
    /// A block that begins with the number of a CPU is of that CPU; any other is of the machine.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut info = Self::default();
        let mut current: Option<u32> = None;
        for line in lines(text) {
            let Some((label, value)) = labelled(line) else {
                current = None;
                continue;
            };
            if let Some(number) = cpu_number(label, value) {
                current = Some(number);
                if !info.cpus.iter().any(|cpu| cpu.number == number) {
                    info.cpus.push(Cpu { number, pairs: Vec::new() });
                }
                // What s390 tells of a CPU on the line of its number.
                if label.starts_with(b"processor ") {
                    info.add(current, value);
                    current = None;
                }
                continue;
            }
            match info.cpus.iter_mut().find(|cpu| Some(cpu.number) == current) {
                Some(cpu) => cpu.pairs.push((label.into(), value.into())),
                None => info.machine.push((label.into(), value.into())),
            }
        }
        if info.cpus.is_empty() && info.machine.is_empty() {
            return Err(Absent::Malformed);
        }
        // A machine of one CPU need not number it.
        if info.cpus.is_empty() {
            info.cpus.push(Cpu { number: 0, pairs: Vec::new() });
        }
        Ok(info)
    }

    /// Adds the pairs of `version = FF,  identification = 0133E8`.
    fn add(&mut self, number: Option<u32>, pairs: &[u8]) {
        let Some(cpu) = self.cpus.iter_mut().find(|cpu| Some(cpu.number) == number) else { return };
        for (label, value) in pairs.split(|byte| *byte == b',').filter_map(|p| split_once(p, b'='))
        {
            cpu.pairs.push((label.trim_ascii().into(), value.trim_ascii().into()));
        }
    }
}

/// The number of the CPU that a line begins to tell of.
fn cpu_number(label: &[u8], value: &[u8]) -> Option<u32> {
    match label {
        b"processor" | b"cpu number" => number::narrow(value).ok(),
        // The form of s390: `processor 0: version = FF`.
        label => number::narrow(label.strip_prefix(b"processor ")?).ok(),
    }
}

/// The value of the first of these labels that is told of a CPU or else of the machine.
pub fn find<'p>(cpu: &'p [Pair], machine: &'p [Pair], labels: &[&[u8]]) -> Item<&'p [u8]> {
    let among = |pairs: &'p [Pair]| {
        labels.iter().find_map(|label| pairs.iter().find(|(known, _)| **known == **label))
    };
    let found = among(cpu).or_else(|| among(machine)).ok_or(Absent::Unsupported)?;
    Ok(&found.1)
}

/// The company behind the number of an implementer that ARM gives.
pub fn implementer(number: u64) -> Option<&'static str> {
    Some(match number {
        0x41 => "ARM",
        0x42 => "Broadcom",
        0x43 => "Cavium",
        0x44 => "DEC",
        0x46 => "Fujitsu",
        0x48 => "HiSilicon",
        0x4d => "Motorola",
        0x4e => "NVIDIA",
        0x50 => "APM",
        0x51 => "Qualcomm",
        0x53 => "Samsung",
        0x56 => "Marvell",
        0x61 => "Apple",
        0x66 => "Faraday",
        0x69 => "Intel",
        0x6d => "Microsoft",
        0x70 => "Phytium",
        0xc0 => "Ampere",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::damaged;

    const X86: &[u8] = b"processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: A CPU @ 2.30GHz\nflags\t\t: fpu vme\nbugs\t\t:\n\nprocessor\t: 2\ncpu MHz\t\t: 2299.998\n\n";
    const S390: &[u8] = b"vendor_id       : IBM/S390\n# processors    : 2\nfeatures\t: esan3 zarch\nprocessor 0: version = FF,  identification = 0133E8,  machine = 8561\nprocessor 1: version = FF,  identification = 0133E8,  machine = 8561\n\ncpu number      : 0\ncpu MHz dynamic : 5200\n\ncpu number      : 1\ncpu MHz dynamic : 5300\n";
    const ARM: &[u8] = b"processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\n\nprocessor\t: 1\n\nHardware\t: BCM2835\nRevision\t: a02082\n";
    const OLD: &[u8] = b"cpu             : 486\nmodel           : DX/2\nbogomips        : 33.28\n";

    fn of<'i>(info: &'i CpuInfo, cpu: usize, label: &[u8]) -> Item<&'i [u8]> {
        find(&info.cpus[cpu].pairs, &info.machine, &[label])
    }

    #[test]
    fn blocks_of_several_architectures() {
        let x86 = CpuInfo::parse(X86).unwrap();
        assert_eq!(x86.cpus.iter().map(|cpu| cpu.number).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(of(&x86, 0, b"model name"), Ok(&b"A CPU @ 2.30GHz"[..]));
        assert_eq!(
            (of(&x86, 0, b"bugs"), of(&x86, 1, b"bugs")),
            (Ok(&b""[..]), Err(Absent::Unsupported))
        );
        let s390 = CpuInfo::parse(S390).unwrap();
        assert_eq!(s390.cpus.len(), 2);
        assert_eq!(of(&s390, 1, b"machine"), Ok(&b"8561"[..]));
        assert_eq!(of(&s390, 1, b"cpu MHz dynamic"), Ok(&b"5300"[..]));
        assert_eq!(of(&s390, 0, b"features"), Ok(&b"esan3 zarch"[..]));
        let arm = CpuInfo::parse(ARM).unwrap();
        assert_eq!((arm.cpus.len(), of(&arm, 1, b"Hardware")), (2, Ok(&b"BCM2835"[..])));
        let old = CpuInfo::parse(OLD).unwrap();
        assert_eq!((old.cpus.len(), of(&old, 0, b"cpu")), (1, Ok(&b"486"[..])));
        assert_eq!(CpuInfo::parse(b"\n"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..X86.len(), byte: u8) {
            let _ = CpuInfo::parse(&text);
            for text in [X86, S390] {
                let _ = CpuInfo::parse(&damaged(text, flip, byte));
            }
        }
    }
}
