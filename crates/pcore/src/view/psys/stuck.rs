//! Processes that stay blocked, or stay unreaped: what every machine has for a moment is no sign of
//! trouble, so a second look tells what lasts.

use std::sync::{Arc, Mutex};

use super::machine::{Machine, States};
use crate::field::Source;
use crate::file::FileSet;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::run::{Run, lock};
use crate::view::pps::census::Census;
use crate::view::pps::process::{Number, Process};
use crate::{Absent, File};

/// The states that are trouble if they last.
const LASTING: &[u8] = b"DZ";

/// Processes that were blocked or unreaped in two looks, and did not run in between.
#[derive(Debug)]
pub(crate) struct Stuck(Vec<Look>);

impl Stuck {
    /// How many of them are in this state.
    pub(super) fn count(&self, state: u8) -> usize {
        self.0.iter().filter(|look| look.state == state).count()
    }

    fn of_run(run: &Arc<Run>) -> Result<&Self, Absent> {
        run.stuck.get_or_init(|| Self::find(run)).as_ref().map_err(|absent| *absent)
    }

    fn find(run: &Arc<Run>) -> Result<Self, Absent> {
        let suspects = States::of_run(run)?.in_any_of(LASTING).collect();
        let looks = take(run, suspects)?;
        let mut taken = lock(&run.suspects.0);
        let before = taken.replace(looks.clone());
        drop(taken);
        // In a capture no time goes by: there is no second look.
        if looks.is_empty() || !run.root.is_procfs() {
            return Ok(Self(looks));
        }
        if let Some(before) = before {
            return Ok(Self(lasting(&before, looks)));
        }
        std::thread::sleep(run.pace.interval);
        let after = take(run, looks.iter().map(|look| look.pid).collect())?;
        Ok(Self(lasting(&looks, after)))
    }
}

impl Source<Machine> for Stuck {
    const FILES: &'static [File] = &[File::Stat, File::Status];

    fn of(machine: &Machine) -> Result<&Self, Absent> {
        Self::of_run(machine.run())
    }

    fn prepare(run: &Arc<Run>) {
        let _ = Self::of_run(run);
    }
}

/// The processes that a run found blocked or unreaped, for the next round of the same watch.
#[derive(Debug, Default)]
pub(crate) struct Suspects(Mutex<Option<Vec<Look>>>);

impl Suspects {
    /// Takes over what an earlier run found.
    pub(crate) fn follow(&self, earlier: &Self) {
        lock(&self.0).clone_from(&lock(&earlier.0));
    }
}

/// What tells that a process has not run since: it is the same one, in the same state, and has
/// given up no CPU.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    pid: u32,
    started: u64,
    state: u8,
    switches: Result<[u64; 2], Absent>,
}

/// Looks at these processes; those that are neither blocked nor unreaped are not among what is found.
fn take(run: &Arc<Run>, pids: Vec<u32>) -> Result<Vec<Look>, Absent> {
    let files = FileSet::default().with(File::Stat).with(File::Status);
    // What cannot be read is told by the census of all processes.
    run.quietly(|| Census { files, tasks: false, look }.take_of(run, pids))
}

fn look(process: &Process) -> Option<Look> {
    let stat = Stat::of(process).ok()?;
    let state = stat.state.ok().filter(|state| LASTING.contains(state))?;
    let switches = Status::of(process)
        .and_then(|status| Ok([status.voluntary_switches?, status.involuntary_switches?]));
    Some(Look { pid: Number::of(process).ok()?.0, started: stat.starttime.ok()?, state, switches })
}

/// What was there before and has not run since. Of what is blocked that must be known; what waits to be
/// reaped runs no more in any case.
fn lasting(before: &[Look], now: Vec<Look>) -> Vec<Look> {
    let is_known = |look: &Look| look.state == b'Z' || look.switches.is_ok();
    now.into_iter().filter(|look| is_known(look) && before.contains(look)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ran_in_between_does_not_last() {
        let look = |pid, state, switches| Look { pid, started: 5, state, switches: Ok(switches) };
        let unknown = Look { switches: Err(Absent::Denied), ..look(5, b'D', [0, 0]) };
        let before =
            [look(1, b'D', [7, 0]), look(2, b'D', [7, 0]), look(3, b'Z', [1, 0]), unknown.clone()];
        let now = vec![
            look(1, b'D', [7, 0]),
            look(2, b'D', [8, 0]),
            look(3, b'Z', [1, 0]),
            look(4, b'Z', [0, 0]),
            unknown.clone(),
            Look { started: 9, ..look(1, b'D', [7, 0]) },
        ];
        let stuck = Stuck(lasting(&before, now));
        assert_eq!((stuck.count(b'D'), stuck.count(b'Z')), (1, 1));
    }
}
