//! `interrupts` and `softirqs`: how often each CPU served which interrupt.
//!
//! The procfs crate has no parser for them.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, lines, number, words};

/// An interrupt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interrupt {
    /// Its number, or the name of one that has none, such as `LOC`.
    pub name: Box<[u8]>,
    /// How often it was served, by each of the CPUs that are online; one number for all CPUs of what
    /// is not counted by CPU.
    pub counts: Vec<u64>,
    /// Whether the counts are those of the CPUs.
    pub is_by_cpu: bool,
    /// What the line says behind the counts.
    pub rest: Box<[u8]>,
}

/// Who delivers an interrupt of a device, and to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wiring {
    /// The controller.
    pub chip: Box<[u8]>,
    /// The number that the controller has for it.
    pub line: Option<Box<[u8]>>,
    /// Whether it is triggered by an edge or a level.
    pub trigger: Option<Box<[u8]>>,
    /// The drivers or devices that are called.
    pub actions: Vec<Box<[u8]>>,
}

/// The numbers of the CPUs that the columns are of.
pub fn cpus(text: &[u8]) -> Vec<u32> {
    let heading = lines(text).next().unwrap_or_default();
    words(heading).filter_map(|word| number::narrow(word.strip_prefix(b"CPU")?).ok()).collect()
}

/// The interrupts of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Interrupt>> {
    let cpus = lines(text).next().map_or(0, |heading| words(heading).count());
    lines(text)
        .skip(1)
        .filter(|line| !line.trim_ascii().is_empty())
        .map(move |line| row(line, cpus))
}

fn row(line: &[u8], cpus: usize) -> Item<Interrupt> {
    let (name, rest) = split_once(line, b':').ok_or(Absent::Malformed)?;
    let name = name.trim_ascii();
    if name.is_empty() || name.contains(&b' ') {
        return Err(Absent::Malformed);
    }
    let mut rest = rest;
    let mut counts = Vec::with_capacity(cpus);
    while counts.len() < cpus {
        let mut columns = Columns::new(rest);
        let Ok(count) = columns.unsigned() else { break };
        counts.push(count);
        rest = columns.rest();
    }
    if counts.is_empty() || (counts.len() != 1 && counts.len() < cpus) {
        return Err(Absent::Malformed);
    }
    let is_by_cpu = counts.len() == cpus && (cpus > 1 || !is_of_the_machine(name));
    Ok(Interrupt { name: name.into(), counts, is_by_cpu, rest: rest.trim_ascii().into() })
}

/// Of these there is one count, also on a machine of one CPU.
fn is_of_the_machine(name: &[u8]) -> bool {
    matches!(name, b"ERR" | b"MIS" | b"Err")
}

impl Interrupt {
    /// Its number, if it has one.
    pub fn number(&self) -> Item<u64> {
        number::unsigned(&self.name).map_err(|_| Absent::NotApplicable)
    }

    /// How often it was served by all CPUs together.
    pub fn total(&self) -> u64 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// How it is wired; only what has a number is.
    pub fn wiring(&self) -> Item<Wiring> {
        self.number()?;
        let mut columns = Columns::new(&self.rest);
        let chip = columns.word().map_err(|_| Absent::Unsupported)?;
        let mut wiring = Wiring::default();
        // Kernels before 3.12 have no line, and join the trigger to the chip.
        let joined = |word: &[u8]| {
            let (name, trigger) = crate::parse::columns::rsplit_once(word, b'-')?;
            is_trigger(trigger).then(|| (Box::from(name), Box::from(trigger)))
        };
        match joined(chip) {
            Some((name, trigger)) => (wiring.chip, wiring.trigger) = (name, Some(trigger)),
            None => wiring.chip = chip.into(),
        }
        let mut actions = columns.rest();
        if let Ok(word) = columns.word() {
            let (line, trigger) = match split_once(word, b'-') {
                Some((line, trigger)) => (line, Some(trigger)),
                None => (word, None),
            };
            if !line.is_empty() && line.iter().all(u8::is_ascii_digit) {
                wiring.line = Some(line.into());
                wiring.trigger = trigger.map(Box::from).or(wiring.trigger);
                actions = columns.rest();
            }
        }
        let mut columns = Columns::new(actions);
        if let Ok(word) = columns.word() {
            // On arm64 the name of the flow may follow with a hyphen.
            let trigger = word.split(|byte| *byte == b'-').next().unwrap_or_default();
            if wiring.trigger.is_none() && is_trigger(trigger) {
                wiring.trigger = Some(trigger.into());
                actions = columns.rest();
            }
        }
        let actions = actions.trim_ascii().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        wiring.actions = actions.filter(|name| !name.is_empty()).map(Box::from).collect();
        Ok(wiring)
    }
}

fn is_trigger(word: &[u8]) -> bool {
    const TRIGGERS: [&[u8]; 6] = [b"edge", b"level", b"fasteoi", b"percpu", b"simple", b"bad"];
    TRIGGERS.iter().any(|trigger| word.eq_ignore_ascii_case(trigger))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const X86: &[u8] = b"           CPU0       CPU2       \n\
   0:         44          0  IR-IO-APIC    2-edge      timer\n\
  16:          5          6  IR-IO-APIC   16-fasteoi   i801_smbus, ehci_hcd:usb1\n\
  28:          0          0 PCI-MSIX-0000:00:01.0   0-edge      virtio0-config\n\
  41:          0          1  PCI-MSI 524288-edge    \n\
 LOC:        100        200   Local timer interrupts\n\
 ERR:          3\n";

    fn parsed(text: &[u8]) -> Vec<Interrupt> {
        rows(text).collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn devices_and_what_has_only_a_name() {
        let rows = parsed(X86);
        assert_eq!(cpus(X86), [0, 2]);
        assert_eq!((rows[1].total(), &rows[1].counts[..]), (11, &[5, 6][..]));
        let wiring = rows[1].wiring().unwrap();
        assert_eq!(&*wiring.chip, b"IR-IO-APIC");
        assert_eq!(wiring.line.as_deref(), Some(&b"16"[..]));
        assert_eq!(wiring.trigger.as_deref(), Some(&b"fasteoi"[..]));
        assert_eq!(
            wiring.actions,
            [Box::from(&b"i801_smbus"[..]), Box::from(&b"ehci_hcd:usb1"[..])]
        );
        assert_eq!(&*rows[2].wiring().unwrap().chip, b"PCI-MSIX-0000:00:01.0");
        assert!(rows[3].wiring().unwrap().actions.is_empty());
        assert_eq!(&*rows[4].rest, b"Local timer interrupts");
        assert_eq!(rows[4].wiring(), Err(Absent::NotApplicable));
        assert_eq!((rows[5].is_by_cpu, rows[5].total()), (false, 3));
    }

    #[test]
    fn other_architectures_and_old_kernels() {
        let arm = parsed(b"      CPU0 CPU1\n 27:  1 2  GICv3  27 Level     arch_timer\n 29: 0 0 ITS-MSI 524288 Edge-x  nvme0q0, nvme0q1\nIPI0: 3 4 Rescheduling interrupts\n");
        let timer = arm[0].wiring().unwrap();
        assert_eq!(
            (timer.line.as_deref(), timer.trigger.as_deref()),
            (Some(&b"27"[..]), Some(&b"Level"[..]))
        );
        assert_eq!(timer.actions, [Box::from(&b"arch_timer"[..])]);
        assert_eq!(arm[1].wiring().unwrap().actions.len(), 2);
        assert_eq!(&*arm[2].name, b"IPI0");
        let old = parsed(b"           CPU0\n  0:  5   IO-APIC-edge  timer\n NMI: 0\n ERR: 1\n");
        let wiring = old[0].wiring().unwrap();
        assert_eq!((&*wiring.chip, wiring.line), (&b"IO-APIC"[..], None));
        assert_eq!(wiring.trigger.as_deref(), Some(&b"edge"[..]));
        assert_eq!((old[1].is_by_cpu, old[2].is_by_cpu), (true, false));
    }

    #[test]
    fn damage_costs_one_row() {
        let rows: Vec<_> =
            rows(b" CPU0 CPU1\n 1: x 2 chip\n 2: 1 x chip\n 3: 1 2 chip 0-edge a\n no colon\n")
                .collect();
        assert!(rows[0].is_err() && rows[3].is_err());
        assert!(rows[2].is_ok());
        // One count is what some rows have, so this is one with a strange text.
        assert_eq!(rows[1].as_ref().map(Interrupt::total), Ok(1));
    }

    fn below_a_heading(text: &[u8]) -> impl Iterator<Item = Item<Interrupt>> {
        let text = [b"CPU0 CPU1\n", text].concat();
        rows(&text)
            .inspect(|row| {
                let _ = row.as_ref().map(Interrupt::wiring);
            })
            .collect::<Vec<_>>()
            .into_iter()
    }

    table_properties!(
        below_a_heading,
        b"  16:          5          6  IR-IO-APIC   16-fasteoi   i801_smbus, ehci_hcd:usb1",
        "[a-z ]{1,20}"
    );
}
