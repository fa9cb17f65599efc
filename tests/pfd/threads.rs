//! Threads that hold files of their own, and processes whose files cannot be seen.

use std::collections::BTreeSet;

use crate::PFD;
use crate::support::call::reachable_copy;
use crate::support::python::role;
use crate::support::{Call, NOBODY, Row, Sandbox, call, is_root, skip};

const FIELDS: &str = "command,pid,tid,assoc,fd,name";

#[test]
fn a_thread_with_a_table_of_its_own_is_shown_if_threads_are() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("of the thread");
    let path = path.to_str().unwrap();
    let Some((made, words)) = role("apart", &[path]) else { return };
    let [tid, fd] = words.iter().map(|word| word.parse::<u64>().unwrap()).collect::<Vec<_>>()[..]
    else {
        panic!("{words:?}")
    };
    let rows = call(PFD, &format!("-p {} -o {FIELDS}", made.pid())).rows();
    assert!(rows.iter().all(|row| row["name"] != path && row["tid"] == made.pid()), "{rows:?}");
    let rows = call(PFD, &format!("-p {} --threads -o {FIELDS}", made.pid())).rows();
    let row = rows.iter().find(|row| row["name"] == path).unwrap();
    // It has a name of its own, but its files are told by that of the process.
    let comm = std::fs::read_to_string(made.proc("comm")).unwrap();
    assert!(rows.iter().all(|row| row["command"] == comm.trim_end()), "{rows:?}");
    assert_eq!((&row["tid"], &row["fd"]), (&tid.into(), &fd.into()));
    let cwd = rows.iter().find(|row| row["tid"] == tid && row["assoc"] == "cwd").unwrap();
    assert_eq!(cwd["name"], "/usr");
    // Who asks for a lock of it is the process, and finds the file there.
    let lock = call(PFD, &format!("locks -p {} -o pid,path,holder_fd", made.pid())).row();
    assert_eq!((&lock["path"], &lock["holder_fd"][0]), (&path.into(), &fd.into()), "{lock:?}");
    // What all threads share has one row.
    let exes = rows.iter().filter(|row| row["assoc"] == "exe").count();
    assert_eq!(exes, 1, "{rows:?}");
}

#[test]
fn threads_that_share_their_table_add_nothing() {
    let Some((made, _)) = role("threads", &["20"]) else { return };
    let count =
        |option: &str| call(PFD, &format!("-p {} {option} -o {FIELDS}", made.pid())).rows().len();
    assert_eq!(count(""), count("--threads"));
}

/// What tasks share is told by the kernel, not by what is open there while somebody opens and closes.
#[test]
fn a_thread_is_shown_with_what_it_alone_has() {
    let Some((made, words)) = role("partly", &[]) else { return };
    let [stray, parted] =
        words.iter().map(|word| word.parse::<u64>().unwrap()).collect::<Vec<_>>()[..]
    else {
        panic!("{words:?}")
    };
    for _ in 0..20 {
        let rows = call(PFD, &format!("-p {} --threads -o {FIELDS}", made.pid())).rows();
        let of = |tid: u64| -> BTreeSet<String> {
            let rows = rows.iter().filter(|row| row["tid"] == tid);
            rows.map(|row| row["assoc"].as_str().unwrap().to_owned()).collect()
        };
        let tids: BTreeSet<u64> = rows.iter().map(|row| row["tid"].as_u64().unwrap()).collect();
        assert_eq!(tids, BTreeSet::from([made.pid(), stray, parted]), "{rows:?}");
        assert_eq!(of(stray), BTreeSet::from(["cwd", "root"].map(str::to_owned)));
        let descriptors = of(parted);
        assert!(descriptors.contains("0") && descriptors.contains("1"), "{rows:?}");
        assert!(!descriptors.contains("cwd") && of(made.pid()).contains("cwd"), "{rows:?}");
        let mut known = BTreeSet::new();
        for row in rows.iter().filter(|row| !row["fd"].is_null()) {
            assert!(
                known.insert((row["tid"].as_u64(), row["fd"].as_u64())),
                "{row:?} is there twice"
            );
        }
    }
}

/// The first thread has ended and taken its table along; the others go on with it.
#[test]
fn files_of_a_process_whose_first_thread_has_ended() {
    let Some((made, words)) = role("leaderless", &[]) else { return };
    let tid: u64 = words[0].parse().unwrap();
    let rows = call(PFD, &format!("-p {} -o {FIELDS}", made.pid())).rows();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row["tid"] == tid), "{rows:?}");
    for assoc in ["cwd", "root", "exe", "mem", "0"] {
        assert!(rows.iter().any(|row| row["assoc"] == assoc), "{assoc}: {rows:?}");
    }
}

/// Nor does any other view take it for one that has nothing.
#[test]
fn what_a_process_without_its_first_thread_holds_is_counted() {
    const NAME: &str = "the process";
    let sandbox = Sandbox::new();
    let path = sandbox.join("locked");
    let path = path.to_str().unwrap();
    let Some((made, words)) = role("leaderless_holder", &[path]) else { return };
    let listed = std::fs::read_dir(made.proc(&format!("task/{}/fd", words[0]))).unwrap().count();
    let row = call(PFD, &format!("usage -p {} -o +others", made.pid())).row();
    assert_eq!(row["descriptors"], listed, "{row:?}");
    let kinds = ["paths", "sockets", "pipes", "others"];
    assert_eq!(kinds.iter().map(|kind| row.number(kind)).sum::<u64>(), listed as u64, "{row:?}");
    assert!(row["share"].is_number(), "{row:?}");
    assert_eq!(row["deleted"], 1, "{row:?}");
    assert!(row.number("deleted_size") >= 5000, "{row:?}");
    let row =
        call(PFD, &format!("locks -p {} -o command,holders,path,holder_fd", made.pid())).row();
    assert_eq!(row["path"], path, "{row:?}");
    assert_eq!((&row["command"], &row["holder_process"][0]), (&NAME.into(), &NAME.into()));
    assert_eq!(row["holder_fd"].as_array().unwrap().len(), 1, "{row:?}");
    let rows = call(PFD, &format!("peers -p {} -o process,peer_process,type", made.pid())).rows();
    let with_itself = |row: &Row| row["process"] == NAME && row["peer_process"] == NAME;
    assert!(rows.iter().any(|row| with_itself(row) && row["type"] == "pipe"), "{rows:?}");
    // Of what it has mapped the kernel keeps no links then, by which more would be told.
    let line = format!("-p {} -d mem -o tid,name,type,size,deleted --json -c", made.pid());
    let rows = call(PFD, &line).arg(NAME).run().rows();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row["name"].is_string() && row["size"].is_null()), "{rows:?}");
}

/// What the first thread leaves of its namespaces says nothing of the one that goes on.
#[test]
fn a_process_without_its_first_thread_is_that_of_another() {
    const USER: &str = "54321";
    if !is_root() {
        skip!("only root can become another user");
    }
    let Some((made, words)) = role("leaderless", &[USER]) else { return };
    let of = |line: &str| -> BTreeSet<String> {
        let line = format!("-p {} --namespaces {line} --json", made.pid());
        let rows = call(PFD, &line).run().rows();
        let cells = |row: &Row| {
            let cells = ["user", "tid", "assoc", "kname"].map(|field| row[field].to_string());
            cells.join(" ")
        };
        let distinct: BTreeSet<String> = rows.iter().map(cells).collect();
        assert_eq!(distinct.len(), rows.len(), "{rows:?}");
        distinct
    };
    let rows = of("-o tid,user,pid,assoc,kname");
    let begin = format!("\"{USER}\" {} ", words[0]);
    assert!(rows.iter().all(|row| row.starts_with(&begin)), "{rows:?}");
    for namespace in ["pid", "user", "net"] {
        let its = format!("{begin}\"{namespace}\"");
        assert_eq!(rows.iter().filter(|row| row.starts_with(&its)).count(), 1, "{rows:?}");
    }
    for line in ["-o user,pid,tid,assoc,kname", "-o user,pid,tid,assoc,kname --sort user"] {
        assert_eq!(of(line), rows, "{line}");
    }
}

/// What others have mapped does not tell more of the same file.
#[test]
fn what_is_mapped_without_the_first_thread_is_told_alike_beside_others() {
    let (Some((before, _)), Some((made, _))) = (role("threads", &["1"]), role("leaderless", &[]))
    else {
        return;
    };
    let line = format!("-p {},{} -d mem -o pid,name,size --json", before.pid(), made.pid());
    let rows = call(PFD, &line).run().rows();
    let (own, others): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| row.pid() == made.pid());
    let names = |rows: &[&Row]| -> BTreeSet<String> {
        rows.iter().map(|row| row["name"].to_string()).collect()
    };
    assert!(!names(&own).is_disjoint(&names(&others)), "{rows:?}");
    assert!(own.iter().all(|row| row["size"].is_null()), "{rows:?}");
    assert!(!is_root() || others.iter().all(|row| row["size"].is_number()), "{rows:?}");
}

/// How many descriptors there are the kernel tells everybody.
#[test]
fn what_may_not_be_seen_is_counted() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pfd = reachable_copy(PFD, sandbox.path());
    let pid = std::process::id();
    let line = format!("-p {pid} -o pid,assoc,fd,name,descriptors --json");
    let answer = call(&pfd, &line).by_user(NOBODY).run().expect(0);
    let rows = answer.rows();
    assert!(!rows.is_empty(), "{}", answer.stderr);
    for row in &rows {
        assert_eq!(row["fd"], serde_json::Value::Null, "{row:?}");
        // Before Linux 6.2 nobody else is told.
        assert!(row["descriptors"].is_null() || row["descriptors"].as_u64().unwrap() > 3);
    }
    assert!(answer.complaints().iter().any(|line| line.contains("denied for 1 process")));
}

#[test]
fn a_kernel_thread_has_no_executable_for_anybody() {
    const KTHREADD: &str = "2";
    if !is_root()
        || !std::fs::read(format!("/proc/{KTHREADD}/comm")).is_ok_and(|c| c == b"kthreadd\n")
    {
        skip!("only root can become nobody, and only the first pid namespace has kernel threads");
    }
    let sandbox = Sandbox::new();
    let pfd = reachable_copy(PFD, sandbox.path());
    let line = format!("-p {KTHREADD} -o assoc --json");
    let assocs = |answer: Call| -> Vec<String> {
        answer.run().expect(0).rows().iter().map(|row| row.text("assoc").to_owned()).collect()
    };
    let all = assocs(call(&pfd, &line));
    assert_eq!(all, ["cwd", "root"]);
    assert_eq!(assocs(call(&pfd, &line).by_user(NOBODY)), all);
}

/// What is mapped and has its name, everybody can tell from what was removed.
#[test]
fn who_may_not_see_links_to_what_is_mapped_knows_what_is_there() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pfd = reachable_copy(PFD, sandbox.path());
    let answer = call(&pfd, "--self -d mem -o name,size,deleted --json").by_user(NOBODY).run();
    let rows = answer.expect(0).rows();
    assert!(rows.iter().any(|row| row["size"].is_null()), "{rows:?}");
    assert!(rows.iter().all(|row| row["deleted"] == false), "{rows:?}");
    let line = "--self --deleted --expect none --json";
    call(&pfd, line).by_user(NOBODY).run().expect(0);
}
