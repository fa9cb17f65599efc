//! What is wrong with the machine, in sentences that say how that is known.

use crate::field::Source;
use crate::parse::mdstat::Array;
use crate::parse::meminfo::MemInfo;
use crate::parse::pid::mountinfo::Mount;
use crate::parse::pressure::Pressure;
use crate::{Absent, File, names};

use super::machine::{
    Arrays, CpuPressure, Handles, IoPressure, Load, Machine, MemoryPressure, Mounted, Taint,
};
use super::stuck::Stuck;
use crate::host::Facts;

/// Load above so many times the CPUs is much.
const LOAD: f64 = 2.0;
/// Percent of memory below which little is available.
const AVAILABLE: f64 = 5.0;
/// Percent of swap space above which it is nearly full.
const SWAP: f64 = 90.0;
/// Percent of the last ten seconds above which a stall of all tasks is long.
const STALLED: f64 = 10.0;
/// Percent of the last ten seconds above which a wait for CPUs is long: some wait is the price of a
/// machine that is put to use.
const CROWDED: f64 = 80.0;
/// Percent of the file handles above which they may run out.
const HANDLES: f64 = 80.0;

/// What is wrong with the machine.
pub struct Warnings(pub Vec<String>);

impl Warnings {
    /// The files that are looked at.
    pub(super) const FILES: &'static [File] = &[
        File::LoadAvg,
        File::MemInfo,
        File::PressureCpu,
        File::PressureIo,
        File::PressureMemory,
        File::FileNr,
        File::Tainted,
        File::Stat,
        File::Status,
        File::SelfMountInfo,
        File::MdStat,
    ];

    /// Looks for all that may be wrong. What could not be looked at is a warning, too, unless the
    /// kernel does not have it.
    pub(super) fn find(machine: &Machine) -> Result<Self, Absent> {
        let cpus = Facts::of(machine)?.cpus;
        let mut found = Self(Vec::new());
        found.check("load", Load::of(machine), |load| Ok(load_of(f64::from(load.0.one), cpus)));
        found.check("memory", MemInfo::of(machine), memory);
        found.check("swap space", MemInfo::of(machine), swap);
        found.check("pressure", CpuPressure::of(machine), |psi| crowded(&psi.0));
        found.check("pressure", MemoryPressure::of(machine), |psi| stalled(&psi.0, "memory"));
        found.check("pressure", IoPressure::of(machine), |psi| stalled(&psi.0, "storage"));
        found.check("processes", Stuck::of(machine), |stuck| Ok(blocked(stuck.count(b'D'))));
        found.check("processes", Stuck::of(machine), |stuck| Ok(unreaped(stuck.count(b'Z'))));
        found
            .check("file handles", Handles::of(machine), |files| Ok(handles(files.0.0, files.0.1)));
        // Few kernels have arrays of disks, and old ones do not tell mounts in full.
        match machine.quietly(|| Arrays::of(machine)) {
            Ok(arrays) => found.0.extend(arrays.0.iter().filter_map(degraded)),
            Err(absent) => found.check("arrays of disks", Err::<&(), _>(absent), |()| Ok(None)),
        }
        match machine.quietly(|| Mounted::of(machine)) {
            Ok(mounts) => found.0.extend(mounts.0.iter().filter_map(turned_read_only)),
            Err(absent) => found.check("mounts", Err::<&(), _>(absent), |()| Ok(None)),
        }
        found.check("taint", Taint::of(machine), |taint| Ok(tainted(taint.0)));
        Ok(found)
    }

    fn check<S>(
        &mut self,
        what: &str,
        source: Result<S, Absent>,
        look: impl FnOnce(S) -> Result<Option<String>, Absent>,
    ) {
        match source.and_then(look) {
            Ok(sentence) => self.0.extend(sentence),
            Err(Absent::Unsupported | Absent::NotApplicable) => {}
            Err(absent) => {
                let sentence = format!("{what} could not be checked: {}", absent.phrase());
                if !self.0.contains(&sentence) {
                    self.0.push(sentence);
                }
            }
        }
    }
}

/// A part of a whole in percent; nothing where there is no whole.
fn percent(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64 * 100.0)
}

fn load_of(load: f64, cpus: u64) -> Option<String> {
    let is_much = cpus > 0 && load > LOAD * cpus as f64;
    let them = if cpus == 1 { "for 1 CPU".to_owned() } else { format!("for {cpus} CPUs") };
    is_much.then(|| format!("load {load:.1} is high {them}: tasks wait for them or for disks"))
}

fn memory(memory: &MemInfo) -> Result<Option<String>, Absent> {
    let total = memory.total?;
    let available = percent(memory.available?, total);
    let short = available.filter(|available| *available < AVAILABLE);
    Ok(short.map(|available| format!("only {available:.1} % of memory is available")))
}

fn swap(memory: &MemInfo) -> Result<Option<String>, Absent> {
    let total = memory.swap_total?;
    let used = percent(total.saturating_sub(memory.swap_free?), total);
    Ok(used.filter(|used| *used > SWAP).map(|used| format!("swap space is {used:.0} % full")))
}

fn crowded(pressure: &Pressure) -> Result<Option<String>, Absent> {
    let some = pressure.some?.avg10;
    let sentence = || format!("tasks waited for a CPU in {some:.0} % of the last 10 seconds");
    Ok((some > CROWDED).then(sentence))
}

fn stalled(pressure: &Pressure, what: &str) -> Result<Option<String>, Absent> {
    let full = pressure.full?.avg10;
    let sentence =
        || format!("all tasks stalled for want of {what} in {full:.0} % of the last 10 seconds");
    Ok((full > STALLED).then(sentence))
}

fn blocked(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 process stays blocked, mostly by a disk (pps -Q 'state == D')".to_owned()),
        _ => Some(format!("{count} processes stay blocked, mostly by disks (pps -Q 'state == D')")),
    }
}

fn unreaped(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 process has ended and is not reaped (pps -Q 'state == Z')".to_owned()),
        _ => Some(format!("{count} processes have ended and are not reaped (pps -Q 'state == Z')")),
    }
}

fn handles(open: u64, limit: u64) -> Option<String> {
    let used = percent(open, limit).filter(|used| *used > HANDLES);
    used.map(|used| format!("{used:.0} % of the file handles are in use"))
}

fn degraded(array: &Array) -> Option<String> {
    let (wanted, working) = (array.wanted.ok()?, array.working.ok()?);
    let name = String::from_utf8_lossy(&array.name);
    (working < wanted)
        .then(|| format!("{name} runs with {working} of its {wanted} disks (psys raid)"))
}

/// A file system that takes no writes while its mount would: the kernel turns it so when it meets an
/// error. Those that never take any are none of these.
fn turned_read_only(mount: &Mount) -> Option<String> {
    const NEVER_WRITTEN: &[&[u8]] =
        &[b"cramfs", b"erofs", b"iso9660", b"romfs", b"squashfs", b"udf"];
    let has = |options: &[u8], name: &[u8]| options.split(|byte| *byte == b',').any(|o| o == name);
    let is_on_disk = mount.source.as_ref().is_ok_and(|source| source.starts_with(b"/dev/"));
    let is_turned = is_on_disk
        && !NEVER_WRITTEN.contains(&&*mount.fs_type)
        && has(&mount.options, b"rw")
        && (has(&mount.super_options, b"ro") || has(&mount.super_options, b"emergency_ro"));
    let point = String::from_utf8_lossy(&mount.point);
    is_turned.then(|| format!("{point} is mounted to be written, but its file system is read-only"))
}

fn tainted(bits: u64) -> Option<String> {
    let words: Vec<String> = names::set_names(names::TAINTS, bits).collect();
    (!words.is_empty()).then(|| format!("the kernel is tainted: {}", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_at_its_threshold_is_right() {
        assert_eq!(load_of(4.0, 2), None);
        assert!(load_of(4.1, 2).unwrap().contains("4.1 is high for 2 CPUs"));
        assert_eq!(handles(80, 100), None);
        assert!(handles(81, 100).unwrap().starts_with("81 %"));
        assert_eq!(handles(0, 0), None);
        let psi = |full| {
            Pressure::parse(format!("some avg10=1.00 avg60=0.00 avg300=0.00 total=1\nfull avg10={full} avg60=0.00 avg300=0.00 total=1\n").as_bytes()).unwrap()
        };
        assert_eq!(stalled(&psi("10.00"), "memory"), Ok(None));
        assert!(stalled(&psi("10.40"), "memory").unwrap().is_some());
    }

    #[test]
    fn memory_that_is_not_told_is_no_warning_and_no_comfort() {
        let told = |text: &str| MemInfo::parse(text.as_bytes()).unwrap();
        let short =
            told("MemTotal: 1000 kB\nMemAvailable: 49 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
        assert!(memory(&short).unwrap().unwrap().contains("4.9 %"));
        assert_eq!(swap(&short), Ok(None));
        assert!(memory(&told("MemTotal: 1000 kB\n")).is_err());
        let full = told("MemTotal: 1 kB\nSwapTotal: 100 kB\nSwapFree: 9 kB\n");
        assert_eq!(swap(&full).unwrap().unwrap(), "swap space is 91 % full");
    }

    #[test]
    fn a_file_system_that_was_turned_read_only_is_told_from_one_that_is() {
        let mount = |options: &str, fs: &str, super_options: &str| {
            let row = format!("1 0 8:1 / /srv {options} - {fs} /dev/sda1 {super_options}");
            turned_read_only(&Mount::parse(row.as_bytes()).unwrap())
        };
        assert!(mount("rw,relatime", "ext4", "ro,errors=remount-ro").unwrap().starts_with("/srv "));
        assert!(mount("rw", "ext4", "rw,emergency_ro").is_some());
        assert_eq!(mount("rw", "ext4", "rw"), None);
        assert_eq!(mount("ro", "ext4", "ro"), None);
        assert_eq!(mount("rw", "squashfs", "ro"), None);
    }

    #[test]
    fn taints_are_named() {
        assert_eq!(tainted(0), None);
        assert_eq!(tainted(1 << 7 | 1 << 12).unwrap(), "the kernel is tainted: die, oot_module");
        assert!(tainted(1 << 40).unwrap().ends_with(": 40"));
    }
}
