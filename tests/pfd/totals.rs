//! How much is open: totals and what is used of limits.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::process::{Command, id};

use super::select::World;
use crate::PFD;
use crate::support::{Made, Row, Sandbox, call};

#[test]
fn descriptors_are_counted_against_the_limit() {
    let made = crate::support::Made::shell(
        "ulimit -n 50; exec 3</dev/null 4</ 5</dev/null; read end",
        &[],
        |_| {},
    );
    let listed = || std::fs::read_dir(made.proc("fd")).unwrap().count() as u64;
    let row = crate::support::wait_until("the descriptors", || {
        let row = call(PFD, &format!("usage {} --json -o +others", made.pid())).row();
        (row["limit"] == 50 && row.number("paths") >= 5).then_some(row)
    });
    assert_eq!(row["descriptors"], listed(), "{row:?}");
    let kinds = ["paths", "sockets", "pipes", "others"];
    assert_eq!(kinds.iter().map(|kind| row.number(kind)).sum::<u64>(), listed(), "{row:?}");
    let share = listed() as f64 * 2.0;
    assert!((row["share"].as_f64().unwrap() - share).abs() < 0.01, "{row:?}");
    assert_eq!(row["deleted"], 0);
}

#[test]
fn totals_are_sums_of_the_rows() {
    let world = World::new();
    let by_process =
        call(PFD, "totals --by process --json -o by,pid,name,files,descriptors").rows();
    let own = by_process.iter().find(|row| row["pid"] == id()).unwrap();
    let rows = call(PFD, &format!("{} -o pid,assoc --json", id())).rows();
    // Other tests of this process open files meanwhile.
    assert!(own.number("files") > world.held.len() as u64, "{own:?}");
    assert!(rows.len() as u64 > world.held.len() as u64);
    let types = call(PFD, "--summary --json").rows();
    assert!(types.iter().any(|row| row["name"] == "SOCK" && row.number("descriptors") >= 5));
    assert!(types.iter().all(|row| row.number("files") >= row.number("descriptors")), "{types:?}");
    let mounts = call(PFD, "totals --by mount --json").rows();
    assert!(mounts.iter().any(|row| row["name"] == "sockfs"), "{mounts:?}");
    let users = call(PFD, "--by user --summary=only --json").rows();
    assert!(users.iter().all(|row| row.number("processes") > 0), "{users:?}");
}

/// How many rows, descriptors and processes there are for each value of a field.
fn grouped(rows: &[Row], field: &str) -> BTreeMap<String, (u64, u64, u64)> {
    let mut groups: BTreeMap<String, (u64, u64, BTreeSet<u64>)> = BTreeMap::new();
    for row in rows {
        let group = groups.entry(row.text(field).to_owned()).or_default();
        group.0 += 1;
        group.1 += u64::from(!row["fd"].is_null());
        group.2.insert(row.pid());
    }
    groups
        .into_iter()
        .map(|(name, (all, fds, pids))| (name, (all, fds, pids.len() as u64)))
        .collect()
}

#[test]
fn totals_count_what_is_selected() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("held");
    let held = File::create(&path).unwrap();
    let open = |command: &mut Command| {
        command.stdout(held.try_clone().unwrap()).stderr(held.try_clone().unwrap());
    };
    let made = [Made::shell("read end", &[], open), Made::shell("read end", &[], open)];
    let [one, other] = [made[0].pid(), made[1].pid()];
    let path = path.to_str().unwrap();
    let both = format!("-p {one},{other}");
    let selections = [
        format!("-p {one}"),
        format!("{one} {other}"),
        both.clone(),
        format!("{both} -u {}", rustix::process::geteuid().as_raw()),
        format!("{both} -c sh"),
        format!("{both} {path}"),
        format!("{both} --under {}", sandbox.path().display()),
        format!("{both} -d 1-2,cwd"),
        format!("{both} --type REG --exact"),
        format!("{both} -Q mode==\"-w-\""),
        format!("{both} -K"),
    ];
    for selection in selections {
        let rows = call(PFD, &format!("{selection} -o pid,fd,type,user,command --json")).rows();
        assert!(!rows.is_empty(), "{selection}");
        for (by, field) in [("type", "type"), ("user", "user")] {
            let line = format!("totals {selection} --by {by} -o name,files,descriptors,processes");
            let totals = call(PFD, &line).rows();
            let told = totals.iter().map(|row| {
                let numbers = ["files", "descriptors", "processes"].map(|name| row.number(name));
                (row.text("name").to_owned(), numbers.into())
            });
            assert_eq!(told.collect::<BTreeMap<_, _>>(), grouped(&rows, field), "{line}");
        }
        let line = format!("--summary {selection} --by process -o pid,files");
        let by_process = call(PFD, &line).rows();
        let counted: u64 = by_process.iter().map(|row| row.number("files")).sum();
        assert_eq!(counted, rows.len() as u64, "{line}");
    }
    // What is counted may be selected by what files have, and the totals by what they have.
    let line = format!("totals {both} -Q type==REG -Q files>0 -o name,descriptors");
    let row = call(PFD, &line).row();
    assert_eq!((row.text("name"), row.number("descriptors")), ("REG", 4), "{row:?}");
    let none = call(PFD, &format!("totals {both} -Q files>1000 -o name")).run().expect(1);
    assert_eq!(none.complaints(), Vec::<&str>::new());
    // An order, a limit and columns are those of the totals.
    let line = format!("totals {both} --by process -o +pid --sort -deleted_size,-pid --limit 1");
    assert_eq!(call(PFD, &line).row().number("pid"), one.max(other));
    let line = format!("totals {both} --by user -o descriptors --sort type --limit 1");
    call(PFD, &line).run().refused(2);
    // A word that means nothing is told, and one beside it counts.
    let answer = call(PFD, &format!("totals {one} 4194305 -o name --json")).run().expect(1);
    assert_eq!(answer.complaints(), ["pfd: nothing matches `4194305`"]);
    assert!(!answer.rows().is_empty());
}
