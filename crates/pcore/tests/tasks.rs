//! Views of parts of processes with each task as a row of its own.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a helper of a test panics where it fails, and looks past pcore"
)]

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;

use pcore::run::Pace;
use pcore::view;
use pcore::{Absent, Filter, Query, Root, Run, Value, View};

/// The tasks of this process that have rows in a view, and what was told besides.
fn tasks_in(view: &'static dyn View) -> (BTreeSet<u64>, Vec<String>) {
    let run = Run::new(Root::live().unwrap(), Pace::default()).unwrap();
    let fields = view.fields();
    let task = fields.iter().position(|field| field.name == "tid").unwrap();
    let filter = Filter::parse(&format!("pid == {}", std::process::id()), fields).unwrap();
    let query = Query { filter, tasks: true, ..Query::new(view, vec![task]) };
    let table = query.table(&run).unwrap();
    let tasks = table.rows().map(|row| match row.get(0) {
        Ok(Value::Uint(task)) => task,
        other => panic!("{other:?} is no number"),
    });
    let tasks = tasks.collect();
    let problems = run.problems();
    let told = problems.causes().filter(|(cause, _)| {
        // Another may be asked for by root only.
        cause.reason != pcore::problem::Reason::Absent(Absent::Denied)
    });
    (tasks, told.map(|(cause, _)| format!("{}: {}", cause.file.path(), cause.reason)).collect())
}

#[test]
fn each_task_has_the_parts_of_its_process() {
    if Root::live().is_err() {
        println!("skipped: there is no /proc");
        return;
    }
    let (task, told) = mpsc::channel();
    let (end, ended) = mpsc::channel::<()>();
    let helper = thread::spawn(move || {
        task.send(rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs()).unwrap();
        let _ = ended.recv();
    });
    let helper_task = u64::from(told.recv().unwrap());
    let mut views = 0;
    for view in view::all().filter(|view| view.spec().key.starts_with(&["pid", "tid"])) {
        let name = view.spec().name;
        // A view that would be endless, and one that reads every page, need to be asked for less.
        if ["memdump", "pagemap"].contains(&name) {
            continue;
        }
        views += 1;
        let (tasks, told) = tasks_in(view);
        let has = |file: &str| std::fs::metadata(format!("/proc/self/{file}")).is_ok();
        let lacks = |told: &str| {
            view::files(view)
                .iter()
                .any(|file| told.starts_with(&format!("{}: ", file.path())) && !has(file.tail()))
        };
        assert!(told.iter().all(|told| lacks(told)), "{name}: {told:?}");
        let always =
            ["maps", "smaps", "limits", "mounts", "idmaps", "signals", "cgroups", "threads"];
        assert!(!always.contains(&name) || tasks.contains(&helper_task), "{name}: {tasks:?}");
        if name == "mountstats" && has(name) {
            assert!(tasks.contains(&helper_task), "{tasks:?}");
        }
    }
    assert!(views > 10, "{views}");
    drop(end);
    helper.join().unwrap();
}
