//! Who made whom: the ancestors and descendants of every process, and what they sum up to.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::census::Census;
use super::process::{Number, Process, Task};
use crate::field::{Field, Group, Of2, Of3, Source};
use crate::file::FileSet;
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::statm::Statm;
use crate::run::Run;
use crate::{Absent, File, Kind, Value};

/// Who made whom, and what it sums up to.
pub(crate) const GROUP: Group<Process> = Group { name: "Family", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "depth",
        header: "DEPTH",
        kind: Kind::Count,
        doc: "How many processes are above it, each the parent of the next.",
        from: &Of2(|number: &Number, family: &Family| {
            Ok((family.above(number.0)?.count() as u64).into())
        }),
        ..Field::BASE
    },
    Field {
        name: "ancestors",
        header: "ANCESTORS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the processes above it, its parent first.",
        from: &Of2(|number: &Number, family: &Family| Ok(ids(family.above(number.0)?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "descendants",
        header: "DESCENDANTS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the processes below it, at any depth.",
        from: &Of2(|number: &Number, family: &Family| {
            let below = family.below(number.0)?;
            Ok(ids(below.into_iter().skip(1)))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "tree_processes",
        header: "PROCESSES",
        kind: Kind::Count,
        doc: "Number of processes in the branch: itself and all below it.",
        from: &Of2(|number: &Number, family: &Family| {
            Ok((family.below(number.0)?.len() as u64).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "tree_threads",
        header: "TREE-THREADS",
        kind: Kind::Count,
        doc: "Number of threads in the branch.",
        from: &Of2(|number: &Number, family: &Family| {
            Ok(family.sum(number.0, |member| member.threads)?.into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "tree_rss",
        header: "TREE-RSS",
        kind: Kind::Bytes,
        doc: "Resident memory of the branch; pages that several of its processes share count for each.",
        from: &Of3(|number: &Number, family: &Family, facts: &Facts| {
            Ok(facts.pages(family.sum(number.0, |member| member.resident)?).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "tree_cpu_time",
        header: "TREE-TIME",
        kind: Kind::Seconds,
        doc: "CPU time that the living processes of the branch used.",
        from: &Of3(|number: &Number, family: &Family, facts: &Facts| {
            Ok(facts.seconds(family.sum(number.0, |member| member.ticks)?).into())
        }),
        volatile: true,
        ..Field::BASE
    },
];

fn ids(numbers: impl Iterator<Item = u32>) -> Value<'static> {
    Value::List(numbers.map(Value::from).collect())
}

/// All processes, each with its parent and its children.
#[derive(Debug, Default)]
pub(crate) struct Family {
    members: FxHashMap<u32, Member>,
    children: FxHashMap<u32, Vec<u32>>,
}

/// What is remembered of a process.
#[derive(Clone, Copy, Debug)]
struct Member {
    parent: Item<u32>,
    /// Ticks after boot.
    started: Item<u64>,
    ticks: Item<u64>,
    threads: Item<u64>,
    /// Pages.
    resident: Item<u64>,
}

impl Family {
    /// The processes above one, the parent first. A circle, which no kernel makes, ends where it
    /// would begin anew.
    fn above(&self, pid: u32) -> Result<impl Iterator<Item = u32>, Absent> {
        let mut seen = FxHashSet::from_iter([pid]);
        let first = self.members.get(&pid).ok_or(Absent::Vanished)?.parent?;
        let known = move |pid: &u32| self.members.contains_key(pid);
        let next = move |pid: &u32| self.members.get(pid)?.parent.ok().filter(known);
        Ok(std::iter::successors(Some(first).filter(known), next)
            .take_while(move |pid| seen.insert(*pid)))
    }

    /// A process and all below it.
    fn below(&self, pid: u32) -> Result<Vec<u32>, Absent> {
        if !self.members.contains_key(&pid) {
            return Err(Absent::Vanished);
        }
        let mut found = vec![pid];
        let mut seen = FxHashSet::from_iter([pid]);
        let mut at = 0;
        while let Some(children) = found.get(at).map(|pid| self.children.get(pid)) {
            at += 1;
            found.extend(children.into_iter().flatten().filter(|child| seen.insert(**child)));
        }
        Ok(found)
    }

    /// The sum over a process and all below it. What does not apply to one of them adds nothing;
    /// what could not be read of one leaves the sum unknown.
    fn sum(&self, pid: u32, part: impl Fn(&Member) -> Item<u64>) -> Item<u64> {
        let mut sum: u64 = 0;
        for pid in self.below(pid)? {
            match self.members.get(&pid).map_or(Err(Absent::Vanished), &part) {
                Ok(more) => sum = sum.saturating_add(more),
                Err(absent) if absent.is_gap() => return Err(absent),
                Err(_) => {}
            }
        }
        Ok(sum)
    }

    fn new(members: Vec<(u32, Member)>) -> Self {
        let mut children: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (pid, member) in &members {
            if let Ok(parent) = member.parent {
                children.entry(parent).or_default().push(*pid);
            }
        }
        for children in children.values_mut() {
            children.sort_unstable();
        }
        Self { members: members.into_iter().collect(), children }
    }
}

fn look(process: &Process) -> Option<(u32, Member)> {
    let pid = Number::of(process).ok()?.0;
    let stat = match Stat::of(process) {
        Err(Absent::Vanished) => return None,
        stat => stat,
    };
    let of_stat = |part: fn(&Stat) -> Item<u64>| stat.and_then(part);
    let member = Member {
        parent: stat.and_then(|stat| stat.ppid),
        started: of_stat(|stat| stat.starttime),
        ticks: of_stat(Stat::cpu_ticks),
        threads: of_stat(|stat| stat.num_threads),
        resident: Statm::of(process).and_then(|statm| statm.resident),
    };
    Some((pid, member))
}

impl Source<Process> for Family {
    const FILES: &'static [File] = &[File::Stat, File::Statm];

    fn of(process: &Process) -> Result<&Self, Absent> {
        let family = family(process.run())?;
        let pid = Number::of(process)?.0;
        let member = family.members.get(&pid).ok_or(Absent::Vanished)?;
        // The number may have been given to another since; a task is its process's.
        let is_first = Task::of(process)?.0 == pid;
        if is_first && Stat::of(process)?.starttime != member.started {
            return Err(Absent::Vanished);
        }
        Ok(family)
    }

    fn prepare(run: &Arc<Run>) {
        let _ = family(run);
    }
}

fn family(run: &Arc<Run>) -> Result<&Family, Absent> {
    let family = run.family.get_or_init(|| {
        let files = FileSet::default().and(Family::FILES);
        Ok(Family::new(Census { files, tasks: false, look }.take(run)?))
    });
    family.as_ref().map_err(|absent| *absent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(members: &[(u32, u32)]) -> Family {
        let member = |parent| Member {
            parent: Ok(parent),
            started: Ok(7),
            ticks: Ok(10),
            threads: Ok(1),
            resident: Err(Absent::NotApplicable),
        };
        Family::new(members.iter().map(|(pid, parent)| (*pid, member(*parent))).collect())
    }

    #[test]
    fn a_branch_is_what_hangs_below() {
        let family = family(&[(1, 0), (2, 0), (10, 1), (11, 1), (100, 10), (20, 2)]);
        assert_eq!(family.above(100).unwrap().collect::<Vec<_>>(), [10, 1]);
        assert_eq!(family.below(1), Ok(vec![1, 10, 11, 100]));
        assert_eq!(family.sum(1, |member| member.ticks), Ok(40));
        assert_eq!(family.sum(1, |member| member.resident), Ok(0));
        assert_eq!(family.below(7), Err(Absent::Vanished));
    }

    #[test]
    fn a_circle_ends() {
        let family = family(&[(1, 2), (2, 1), (3, 3)]);
        assert_eq!(family.above(1).unwrap().collect::<Vec<_>>(), [2]);
        assert_eq!(family.below(1), Ok(vec![1, 2]));
        assert_eq!(family.above(3).unwrap().count(), 0);
    }

    #[test]
    fn what_could_not_be_read_leaves_the_sum_unknown() {
        let mut family = family(&[(1, 0), (2, 1)]);
        family.members.get_mut(&2).unwrap().ticks = Err(Absent::Blocked);
        assert_eq!(family.sum(1, |member| member.ticks), Err(Absent::Blocked));
        assert_eq!(family.sum(1, |member| member.threads), Ok(2));
    }
}
