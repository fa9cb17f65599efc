//! `--ns`: processes that are in the same namespaces as another one. Which those are is asked of
//! that process first, by a query of its own.

use std::sync::Arc;

use pcore::{Absent, Filter, Query, Run, Value, View};

use crate::Failure;
use crate::request::{Request, values};
use crate::tool::Effect;

/// The kinds of namespaces, each with the field that has its inode.
const KINDS: [(&str, &str); 8] = [
    ("mnt", "ns_mnt"),
    ("net", "ns_net"),
    ("pid", "ns_pid"),
    ("ipc", "ns_ipc"),
    ("uts", "ns_uts"),
    ("user", "ns_user"),
    ("cgroup", "ns_cgroup"),
    ("time", "ns_time"),
];

/// A process whose namespaces are meant.
pub(crate) struct Same {
    pid: u32,
    /// The view that knows the namespaces of every process.
    processes: &'static dyn View,
    /// The fields that must be the same, each with its number in the view that is asked for.
    fields: Vec<(&'static str, usize)>,
}

impl Same {
    /// The process that the request names, if it names one.
    pub(crate) fn asked(request: &Request) -> Result<Option<Self>, Failure> {
        let given = |wanted: fn(&Effect) -> bool| {
            let found = request.own.iter().find(|(option, _)| wanted(&option.effect));
            found.map(|(_, lists)| lists)
        };
        let pids = given(|effect| matches!(effect, Effect::SameNamespaces));
        let kinds = given(|effect| matches!(effect, Effect::NamespaceKinds));
        let Some(pids) = pids else {
            return match kinds {
                Some(_) => Err(Failure::Usage("--nslist says which of --ns PID count".to_owned())),
                None => Ok(None),
            };
        };
        let pid = match values(pids)[..] {
            [pid] => pid.parse().map_err(|_| Failure::Usage(format!("--ns: `{pid}` is no number"))),
            _ => Err(Failure::Usage("--ns takes one number of a process".to_owned())),
        }?;
        let fields = request.view.fields();
        let mut found = Vec::new();
        for name in chosen(kinds)? {
            let number = fields.iter().position(|field| field.name == name);
            let number = number.ok_or_else(|| request.lacks("--ns", name))?;
            found.push((name, number));
        }
        let processes = request.tool.first().unwrap_or(request.view);
        Ok(Some(Self { pid, processes, fields: found }))
    }

    /// The processes in the namespaces of this one.
    ///
    /// # Errors
    /// Why it cannot be told which those are, for the user.
    pub(crate) fn filter(&self, run: &Arc<Run>) -> Result<Filter, String> {
        let pid = self.pid;
        let gone = || format!("there is no process {pid} with whose namespaces to compare");
        let fields = self.processes.fields();
        let number = |name: &str| fields.iter().position(|field| field.name == name);
        let shown: Option<Vec<usize>> = self.fields.iter().map(|(name, _)| number(name)).collect();
        let shown = shown.ok_or_else(gone)?;
        let filter = Filter::equal(number("pid").ok_or_else(gone)?, pid.into());
        let query = Query { filter, ..Query::new(self.processes, shown) };
        let table = query.table(run).map_err(|error| error.to_string())?;
        let row = table.rows().next().ok_or_else(gone)?;
        let mut same = Vec::new();
        for (column, (name, field)) in self.fields.iter().enumerate() {
            match row.get(column) {
                Ok(Value::Uint(inode)) => same.push(Filter::equal(*field, inode.into())),
                Ok(_) => return Err(why(pid, name, Absent::Malformed)),
                Err(absent) => return Err(why(pid, name, absent)),
            }
        }
        Ok(Filter::and(same))
    }
}

/// Why the namespaces of a process are not known.
fn why(pid: u32, field: &str, absent: Absent) -> String {
    let advice = match absent {
        Absent::Denied if !rustix::process::geteuid().is_root() => "; run as root to see it",
        _ => "",
    };
    format!("{field} of process {pid}: {}{advice}", absent.phrase())
}

/// The fields of the kinds in these lists; of all kinds if there is no list.
fn chosen(kinds: Option<&Vec<String>>) -> Result<Vec<&'static str>, Failure> {
    let Some(lists) = kinds else { return Ok(KINDS.map(|(_, field)| field).to_vec()) };
    let chosen = values(lists).into_iter().map(|kind| {
        let found = KINDS.iter().find(|(known, _)| *known == kind).map(|(_, field)| *field);
        found.ok_or_else(|| {
            let known = KINDS.map(|(known, _)| known).join(", ");
            let kind = crate::sanitise::visible(kind.as_bytes());
            Failure::Usage(format!(
                "--nslist: `{kind}` is no kind of namespace; these are: {known}"
            ))
        })
    });
    let chosen: Vec<&str> = chosen.collect::<Result<_, _>>()?;
    if chosen.is_empty() {
        return Err(Failure::Usage("--nslist names no kind of namespace".to_owned()));
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_a_field_of_processes() {
        let fields = crate::tool::PPS.first().unwrap().fields();
        for (kind, name) in KINDS {
            assert!(fields.iter().any(|field| field.name == name), "{kind}");
        }
    }

    #[test]
    fn a_list_says_which_kinds_count() {
        assert_eq!(chosen(None).unwrap().len(), KINDS.len());
        let list = vec!["net,pid".to_owned()];
        assert_eq!(chosen(Some(&list)).unwrap(), ["ns_net", "ns_pid"]);
        for wrong in ["nett", ","] {
            assert!(chosen(Some(&vec![wrong.to_owned()])).is_err());
        }
    }
}
