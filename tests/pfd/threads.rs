//! Threads that hold files of their own, and processes whose files cannot be seen.

use crate::PFD;
use crate::support::call::reachable_copy;
use crate::support::python::role;
use crate::support::{NOBODY, Sandbox, call, is_root, skip};

const FIELDS: &str = "pid,tid,assoc,fd,name";

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
    assert_eq!((&row["tid"], &row["fd"]), (&tid.into(), &fd.into()));
    let cwd = rows.iter().find(|row| row["tid"] == tid && row["assoc"] == "cwd").unwrap();
    assert_eq!(cwd["name"], "/usr");
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
