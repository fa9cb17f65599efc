//! Files that hold one number.

use super::Process;
use crate::field::Source;
use crate::parse::{Item, number};
use crate::{Absent, File};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($type:ty), $file:ident, $slot:ident, $parse:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(pub $type);

        impl Source<Process> for $name {
            const FILES: &'static [File] = &[File::$file];

            fn of(process: &Process) -> Result<&Self, Absent> {
                process.sources.$slot.get(|| {
                    process.parsed(File::$file, |text| $parse(text.trim_ascii())).map(Self)
                })
            }
        }
    )*};
}

numbers! {
    /// The badness that the OOM killer would see.
    OomScore(i64), OomScore, oom_score, number::signed;
    /// The adjustment of the badness.
    OomScoreAdj(i64), OomScoreAdj, oom_score_adj, number::signed;
    /// The same on the scale of old kernels, from -17 to 15.
    OomAdj(i64), OomAdj, oom_adj, number::signed;
    /// The user who logged in; it does not apply where nobody did.
    LoginUid(u32), LoginUid, login_uid, set;
    /// The session as the audit system numbers it; it does not apply outside of any.
    AuditSession(u32), SessionId, audit_session, set;
    /// Which mappings a core dump holds, by bit.
    CoredumpFilter(u64), CoredumpFilter, coredump_filter, filter;
    /// The execution domain in the low byte, and flags.
    Personality(u64), Personality, personality, number::hex;
    /// 1 if the task runs patched code, 0 if not yet; it does not apply while nothing is patched.
    PatchState(bool), PatchState, patch_state, patched;
    /// How late timers of the process may be, in nanoseconds.
    TimerSlack(u64), TimerSlack, timer_slack, number::unsigned;
    /// How many pages of the process are merged with equal ones.
    KsmMergingPages(u64), KsmMergingPages, ksm_merging_pages, merged;
}

/// The kernel prints nothing of the memory of what has none.
fn filter(text: &[u8]) -> Item<u64> {
    if text.is_empty() { Err(Absent::NotApplicable) } else { number::hex(text) }
}

/// The kernel prints nothing of the memory of what has none.
fn merged(text: &[u8]) -> Item<u64> {
    if text.is_empty() { Err(Absent::NotApplicable) } else { number::unsigned(text) }
}

/// A number of which the kernel prints the largest for none.
fn set(text: &[u8]) -> Item<u32> {
    match number::narrow(text)? {
        u32::MAX => Err(Absent::NotApplicable),
        number => Ok(number),
    }
}

fn patched(text: &[u8]) -> Item<bool> {
    match text {
        b"-1" => Err(Absent::NotApplicable),
        b"0" => Ok(false),
        b"1" => Ok(true),
        _ => Err(Absent::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_number_is_none() {
        assert_eq!(set(b"1000"), Ok(1000));
        assert_eq!(set(b"4294967295"), Err(Absent::NotApplicable));
        assert_eq!(set(b"4294967296"), Err(Absent::Malformed));
    }

    #[test]
    fn nothing_is_patched_most_of_the_time() {
        assert_eq!(patched(b"-1"), Err(Absent::NotApplicable));
        assert_eq!((patched(b"0"), patched(b"1")), (Ok(false), Ok(true)));
        assert_eq!(patched(b"2"), Err(Absent::Malformed));
    }
}
