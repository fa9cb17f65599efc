//! `pps` from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

#[path = "pps/audit.rs"]
mod audit;
#[path = "pps/captured.rs"]
mod captured;
#[path = "pps/coverage.rs"]
mod coverage;
#[path = "pps/every.rs"]
mod every;
#[path = "pps/habits.rs"]
mod habits;
#[path = "pps/hostile.rs"]
mod hostile;
#[path = "pps/live.rs"]
mod live;
#[path = "pps/names.rs"]
mod names;
#[path = "pps/old.rs"]
mod old;
#[path = "pps/opens.rs"]
mod opens;
#[path = "pps/parts.rs"]
mod parts;
#[path = "pps/psutil.rs"]
mod psutil;
#[path = "pps/strangers.rs"]
mod strangers;
#[path = "pps/streams.rs"]
mod streams;
#[path = "pps/stuck.rs"]
mod stuck;
mod support;

/// The program.
const PPS: &str = env!("CARGO_BIN_EXE_pps");

/// What is printed of the captured machine is kept in `tests/expected/pps`.
#[test]
fn outputs_are_as_kept() {
    let cases = [
        ("default", ""),
        ("bytes", "--bytes"),
        ("json", "--json"),
        ("jsonl", "12 --jsonl"),
        ("csv", "--csv"),
        ("markdown", "--markdown"),
        ("all", "-o all --json"),
        ("filter", "--where 'ppid == 1 and rss > 1M' -o pid,ppid,rss"),
        ("sort", "--sort -started,pid -o pid,started,elapsed"),
        ("full", "-ef"),
        ("aux", "aux"),
        ("axjf", "axjf"),
        ("long", "-ely -p 12,15"),
        ("long-in-json", "-el 15 --json"),
        ("around", "-O rss,nlwp=Threads -p 15"),
        ("jobs", "-ejH"),
        ("both", "-u root,nobody -C worker -o pid,user,comm"),
        ("others", "-N -u root -o pid,user"),
        ("no-others", "-N -u 0,65534 -o pid,user"),
        ("missing", "-p 12,99999 -o pid"),
        ("newest", "worker --newest -o pid,start_ticks"),
        ("not-there", "-ef --cols 200"),
        ("nothing", "nothing-is-called-so"),
        ("misspelt", "--where 'rsss > 1G'"),
        ("memory", "-o pid,rss=,vsz,pss,swap"),
        ("columns-of-ps", "-o pid,time,etime,etimes,vsize,rsz,pcpu,nlwp,tname,tty=,cmd"),
        ("columns-of-ps-in-json", "11 -o time,vsize,tname --json"),
        ("columns-of-ps-exact", "11 -o time,vsize,rss= --bytes"),
        ("tree", "tree"),
        ("tree-of-one", "tree 14 -o pid,ppid,depth,ancestors --json"),
        ("threads", "threads 15"),
        ("threads-of-ps", "-eLf"),
        ("limits", "limits 11"),
        ("signals", "signals 1"),
        ("maps", "maps 15"),
        ("smaps", "smaps 15 --sort -rss --limit 3"),
        ("numa", "numa 1 --limit 3"),
        ("namespaces", "namespaces"),
        ("mounts", "mounts 19 -o all --json"),
        ("cgroups", "cgroups 22"),
        ("idmaps", "idmaps 1"),
        ("stack", "stack 15"),
        ("syscall", "syscall"),
        ("sched", "sched 11 --limit 5"),
        ("env", "env 1"),
        ("memdump", "memdump 1 2000+16"),
        ("timers", "timers"),
        ("show", "show 15"),
        ("auxv", "auxv 1 --where 'name in (AT_PAGESZ, AT_CLKTCK, AT_SECURE)'"),
    ];
    support::expected::check(PPS, &cases);
}

/// What is printed of the written machine is kept in `tests/expected/pps/written`.
#[test]
fn outputs_are_as_kept_of_the_written() {
    let cases = [
        ("default", ""),
        ("attr", "attr"),
        ("memdump", "memdump 17 0x1000+40"),
        ("smp-cpu", "smp-cpu"),
        ("timers", "timers"),
    ];
    support::expected::check_written(PPS, &cases);
}
