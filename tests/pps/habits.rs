//! What users of ps type: the same columns, the same values, the same processes as ps itself shows,
//! of processes that the test starts.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::PPS;
use crate::support::{Made, call, has, is_root, skip, wait_until};

/// A table by its headings: each row one cell a heading, the last to the end of the line.
struct Listing {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Listing {
    fn of(program: &str, line: &str) -> Self {
        let text = call(program, line).run().text();
        let mut lines = text.lines();
        let headings: Vec<String> =
            lines.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        let rows = lines.map(|line| cells(line, headings.len())).collect();
        Self { headings, rows }
    }

    /// The rows of a process. What stands before a command to draw a tree is no part of it.
    fn rows_of(&self, pid: u64) -> Vec<Vec<String>> {
        let at = self.headings.iter().position(|heading| heading == "PID").unwrap();
        let of_process = |row: &&Vec<String>| row[at] == pid.to_string();
        let mut rows: Vec<Vec<String>> = self.rows.iter().filter(of_process).cloned().collect();
        for row in &mut rows {
            for (cell, heading) in row.iter_mut().zip(&self.headings) {
                match heading.as_str() {
                    "CMD" | "COMMAND" => {
                        let drawn = |c: char| " \\_|├└│─".contains(c);
                        *cell = cell.trim_start_matches(drawn).to_owned();
                    }
                    // ps cuts these; and it takes the moment of boot from another clock.
                    "WCHAN" => cell.truncate(6),
                    "UID" | "USER" if cell.len() > 7 => cell.truncate(7),
                    // It asks where the code begins and ends, which others may not be told; here
                    // whole pages count.
                    "TRS" | "DRS" => "about".clone_into(cell),
                    // Between the two some time goes by, by which the shares are divided.
                    "C" | "%CPU" => "share".clone_into(cell),
                    "STIME" | "START" => "when".clone_into(cell),
                    _ => {}
                }
            }
        }
        rows
    }
}

fn cells(line: &str, count: usize) -> Vec<String> {
    let mut rest = line.trim();
    let mut cells = Vec::new();
    while cells.len() + 1 < count
        && let Some((cell, more)) = rest.split_once(' ')
    {
        cells.push(cell.to_owned());
        rest = more.trim_start();
    }
    cells.push(rest.to_owned());
    cells
}

/// A process comes to rest, and its counters with it, a moment after it was started.
#[track_caller]
fn agree<T: PartialEq + std::fmt::Debug>(line: &str, mut look: impl FnMut() -> (T, T)) {
    for _ in 0..40 {
        let (ours, theirs) = look();
        if ours == theirs {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let (ours, theirs) = look();
    assert_eq!(ours, theirs, "{line}: ours, theirs");
}

#[track_caller]
fn shows_the_same(made: &Made, lines: &[&str]) {
    if !has("ps") {
        skip!("ps is not installed");
    }
    for line in lines {
        agree(line, || {
            let [ours, theirs] = [PPS, "ps"].map(|program| Listing::of(program, line));
            let of = |listing: &Listing| (listing.headings.clone(), listing.rows_of(made.pid()));
            let found = of(&ours);
            assert!(!found.1.is_empty(), "{line} does not show {}", made.pid());
            (found, of(&theirs))
        });
    }
}

#[test]
fn formats_with_a_dash_are_those_of_ps() {
    let made = Made::with_arguments(&[b"one", b"two  words"]);
    let lines = [
        "-ef",
        "-eF",
        "-el",
        "-ely",
        "-elf",
        "-elF",
        "-ej",
        "-ejf",
        "-ec",
        "-efc",
        "-elc",
        "-eLf",
        "-eT",
        "-eP",
        "-efP",
        "-ejH",
        "-efH",
        "-ef --forest",
    ];
    shows_the_same(&made, &lines);
}

#[test]
fn words_of_bsd_show_what_they_show_in_ps() {
    let made = Made::with_arguments(&[b"one"]);
    shows_the_same(
        &made,
        &[
            "ax", "aux", "axu", "auxww", "-aux", "-ax", "axf", "auxf", "axjf", "axj", "axl", "axv",
            "axs", "axc",
        ],
    );
}

#[test]
fn threads_are_those_of_ps() {
    if !has("python3") {
        skip!("python3 is not installed");
    }
    let script = "import sys, threading as t; \
                  [t.Thread(target=sys.stdin.read, daemon=True).start() for _ in range(2)]; \
                  t.Event().wait()";
    let made = Made::shell("exec python3 -c \"$0\"", &[script.as_bytes()], |_| {});
    wait_until("the threads", || {
        (std::fs::read_dir(made.proc("task")).ok()?.count() == 3).then_some(())
    });
    shows_the_same(&made, &["-eLf", "-eT", "-eLl", "auxH"]);
    let ours = Listing::of(PPS, "-eLf");
    assert_eq!(ours.rows_of(made.pid()).len(), 3);
    let pids = format!("maps -L {} -o pid,tid --json", made.pid());
    let tids: BTreeSet<u64> =
        call(PPS, &pids).run().rows().iter().map(|row| row.number("tid")).collect();
    assert_eq!(tids.len(), 3);
    let table = Listing::of(PPS, &format!("maps -L {}", made.pid()));
    assert_eq!(table.headings[..2], ["PID", "TID"]);
}

#[test]
fn fields_without_a_title_are_numbers_of_ps() {
    if !has("ps") {
        skip!("ps is not installed");
    }
    let made = Made::with_arguments(&[]);
    for fields in [
        "pid=,rss=",
        "pid= -o vsz= -o comm=",
        "pid=Title,vsize,sz,rsz",
        "pid,etimes,cputimes,nlwp,ppid=",
        "pid,pgid,sess,tname,ni,pri,stat,cls,%mem,ucmd",
        "pid,bsdtime,etime=,size=,majflt=",
    ] {
        let line = format!("-p {} -o {fields}", made.pid());
        agree(&line, || {
            [PPS, "ps"]
                .map(|program| {
                    let text = call(program, &line).text();
                    text.lines().map(|line| cells(line, 20)).collect::<Vec<_>>()
                })
                .into()
        });
    }
}

/// The numbers that a call prints.
fn pids(program: &str, line: &str) -> BTreeSet<u64> {
    let text = call(program, line).run().text();
    text.split_whitespace().map(|pid| pid.parse().unwrap()).collect()
}

#[test]
fn options_select_what_they_select_in_ps() {
    if !has("ps") {
        skip!("ps is not installed");
    }
    let name = format!("habit{}", std::process::id() % 100_000_000);
    let made = [Made::named(name.as_bytes()), Made::named(name.as_bytes())];
    let numbers = made.each_ref().map(Made::pid);
    let [first, second] = numbers;
    for line in [
        format!("-p {first},{second}"),
        format!("-p {first} -p {second}"),
        format!("-q {first}"),
        format!("p {first}"),
        format!("-C {name}"),
        format!("-C {name},nothing-is-called-so"),
        format!("--ppid {first}"),
    ] {
        let line = format!("{line} -o pid=");
        assert_eq!(pids(PPS, &line), pids("ps", &line), "{line}");
    }
    assert_eq!(pids(PPS, &format!("-C {name} -o pid=")), numbers.into());
    let line = format!("-o pid= -p {first} {second}");
    assert_eq!(pids(PPS, &line), pids("ps", &line));
    // Of many, those that come and go may differ.
    for line in ["-u root", "-U 0", "-G 0", "--group 0", "-g root", "--ppid 1", "-d"] {
        let line = format!("{line} -o pid=");
        let [ours, theirs] = [PPS, "ps"].map(|program| pids(program, &line));
        for pid in numbers {
            assert_eq!(ours.contains(&pid), theirs.contains(&pid), "{line}: {pid}");
        }
    }
}

#[test]
fn what_is_deselected_is_not_there() {
    let made = [Made::with_arguments(&[]), Made::with_arguments(&[])];
    let [first, second] = made.each_ref().map(Made::pid);
    let left = pids(PPS, &format!("-N -p {first} -o pid="));
    assert!(!left.contains(&first) && left.contains(&second), "{left:?}");
    // As in ps, each of several options leaves something out.
    let left = pids(PPS, &format!("-N -p {first} --ppid {second} -o pid="));
    assert!(!left.contains(&first) && left.contains(&second), "{left:?}");
    let without_kernel = call(PPS, "--ppid 2 -p 2 --deselect -o pid,kernel_thread --json").run();
    assert!(without_kernel.rows().iter().all(|row| row["kernel_thread"] == false));
    // --where is no part of it.
    let line = format!("-N -p {first} -Q pid=={second} -o pid=");
    assert_eq!(pids(PPS, &line), [second].into());
    assert_eq!(call(PPS, "-N -e").run().code(), 1);
    assert!(call(PPS, "-N").run().refused(2).contains("-N"));
}

#[test]
fn processes_of_a_terminal() {
    if !has("ps") || !has("script") {
        skip!("ps or script is not installed");
    }
    let made = Made::shell("exec script -qec 'read end' /dev/null", &[], |_| {});
    let child = wait_until("the child", || {
        pids("ps", &format!("--ppid {} -o pid=", made.pid())).into_iter().next()
    });
    let name = wait_until("the terminal", || {
        let text = call("ps", &format!("-p {child} -o tty=")).run().text();
        Some(text.trim().to_owned()).filter(|name| name.starts_with("pts/"))
    });
    let number = name.trim_start_matches("pts/");
    for terminal in [&*name, &format!("/dev/{name}"), number] {
        let found = pids(PPS, &format!("-t {terminal} -o pid="));
        assert_eq!(found, pids("ps", &format!("-t {terminal} -o pid=")), "{terminal}");
        assert!(found.contains(&child));
    }
    assert!(!pids(PPS, "-t - -o pid=").contains(&child));
    assert!(pids(PPS, "a -o pid=").contains(&child));
    // It leads the session of its terminal.
    assert!(!pids(PPS, "-a -o pid=").contains(&child));
    assert!(!pids(PPS, "-d -o pid=").contains(&child));
    assert!(pids(PPS, "-ea -o pid=").contains(&child));
    assert_eq!(
        pids(PPS, &format!("-s {child} -o pid=")),
        pids("ps", &format!("-s {child} -o pid="))
    );
}

#[test]
fn options_narrow_each_other_and_their_values_widen() {
    let name = format!("narrow{}", std::process::id() % 100_000_000);
    let made = [Made::named(name.as_bytes()), Made::named(b"other narrow")];
    let [first, second] = made.each_ref().map(Made::pid);
    let user = rustix::process::getuid().as_raw();
    for (line, code, found) in [
        (format!("-C {name} -p {first},{second}"), 0, vec![first]),
        (format!("-C {name} -p {second}"), 1, vec![]),
        (format!("-C {name} -U {user}"), 0, vec![first]),
        (format!("-p {first} {second}"), 0, vec![first, second]),
        (format!("-p {first} -q {second} --no-kernel"), 0, vec![first, second]),
        (format!("-p {first} --kernel"), 0, vec![]),
        (format!("-p {first} --kernel --no-kernel"), 0, vec![first]),
        (format!("-p {first},{second} -Q pid!={first}"), 0, vec![second]),
    ] {
        let answer = call(PPS, &line).arg("-o").arg("pid=").run().expect(code);
        let pids: BTreeSet<u64> =
            answer.text().split_whitespace().map(|pid| pid.parse().unwrap()).collect();
        assert_eq!(pids, found.into_iter().collect(), "{line}");
    }
}

#[test]
fn a_family_is_found_from_either_end() {
    let made = Made::shell("sh -c 'read end; :'; :", &[], |_| {});
    let child = wait_until("the child", || {
        pids(PPS, &format!("--ppid {} -o pid=", made.pid())).into_iter().next()
    });
    let test = u64::from(std::process::id());
    let below = pids(PPS, &format!("--children {test} -o pid="));
    assert!(below.contains(&made.pid()) && below.contains(&child) && !below.contains(&test));
    let above = pids(PPS, &format!("--ancestors {child} -o pid="));
    assert!(above.contains(&made.pid()) && above.contains(&test) && !above.contains(&child));
    let said = call(PPS, &format!("maps --children {test}")).run().refused(2);
    assert!(said.contains("maps"), "{said}");
}

#[test]
fn the_environment_selects() {
    let with = |value: &str| {
        Made::shell("read end", &[], |command| {
            command.env("PROCKIT_HABIT", value);
        })
    };
    let made = [with("a b,c"), with("other")];
    let [first, second] = made.each_ref().map(Made::pid);
    let find = |variable: &str| {
        let answer = call(PPS, "--quiet -o pid= --env").arg(variable).run();
        let pids = answer.text();
        (answer.code(), pids.split_whitespace().map(|p| p.parse().unwrap()).collect::<Vec<u64>>())
    };
    let sorted = |pids: [u64; 2]| BTreeSet::from(pids).into_iter().collect::<Vec<_>>();
    assert_eq!(find("PROCKIT_HABIT"), (0, sorted([first, second])));
    assert_eq!(find("PROCKIT_HABIT=a b,c"), (0, vec![first]));
    assert_eq!(find("PROCKIT_HABIT=a"), (1, vec![]));
}

#[test]
fn namespaces_are_shared_or_not() {
    let test = std::process::id();
    let made = Made::with_arguments(&[]);
    let line = format!("--ns {test} --nslist net,mnt,pid -p {} -o pid=", made.pid());
    assert_eq!(pids(PPS, &line), [made.pid()].into());
    let line = format!("maps --ns {test} --nslist mnt -p {} -o pid=", made.pid());
    assert_eq!(pids(PPS, &line), [made.pid()].into());
    let answer = call(PPS, "--ns 4194305 --json").run().expect(1);
    assert_eq!((answer.rows().len(), answer.complaints().len()), (0, 1), "{}", answer.stderr);
    if !is_root() || !has("unshare") {
        skip!("only root makes namespaces");
    }
    let other = Made::shell("exec unshare -n sh -c 'read end'", &[], |_| {});
    let net = |pid: String| std::fs::read_link(format!("/proc/{pid}/ns/net")).unwrap();
    wait_until("the namespace", || {
        (net(other.pid().to_string()) != net("self".to_owned())).then_some(())
    });
    let both = format!("-p {},{}", made.pid(), other.pid());
    let same =
        |kinds: &str| pids(PPS, &format!("--ns {} --nslist {kinds} {both} -o pid=", other.pid()));
    assert_eq!(same("mnt"), [made.pid(), other.pid()].into());
    assert_eq!(same("mnt,net"), [other.pid()].into());
    let line = format!("-N --ns {} --nslist net -o pid=", other.pid());
    let others = pids(PPS, &line);
    assert!(others.contains(&made.pid()) && !others.contains(&other.pid()));
}

#[test]
fn a_control_group_selects() {
    let made = Made::with_arguments(&[]);
    let own = call(PPS, &format!("{} -o pid,cgroup", made.pid())).row();
    let path = own.text("cgroup").to_owned();
    for path in [&*path, &format!("{path}/"), "/"] {
        let line = format!("--cgroup {path} -p {} -o pid=", made.pid());
        assert_eq!(pids(PPS, &line), [made.pid()].into(), "{path}");
    }
    let answer = call(PPS, "--cgroup /nothing-is-called-so").run();
    assert_eq!(answer.code(), 1);
}

#[test]
fn the_newest_and_the_oldest() {
    let name = format!("age{}", std::process::id() % 100_000_000);
    let first = Made::named(name.as_bytes());
    std::thread::sleep(Duration::from_millis(30));
    let second = Made::named(name.as_bytes());
    for (line, expected) in [
        ("--oldest", vec![first.pid()]),
        ("--newest", vec![second.pid()]),
        ("--newest --limit 2", vec![second.pid(), first.pid()]),
        ("--newest --jsonl", vec![second.pid()]),
    ] {
        let text = call(PPS, &format!("-C {name} {line} -o pid --no-headers")).text();
        let digits = |line: &str| line.chars().filter(char::is_ascii_digit).collect::<String>();
        let found: Vec<u64> = text.lines().map(|line| digits(line).parse().unwrap()).collect();
        assert_eq!(found, expected, "{line}");
    }
    call(PPS, "--newest --oldest").run().refused(2);
    call(PPS, "--newest --sort pid").run().refused(2);
    call(PPS, "--newest maps").run().refused(2);
}

#[test]
fn this_program_itself() {
    let row = call(PPS, "--self -o pid,ppid,comm").row();
    assert_eq!((row.number("ppid"), row.text("comm")), (u64::from(std::process::id()), "pps"));
    let rows = call(PPS, "maps --self -o pid,comm").rows();
    assert!(rows.iter().all(|row| row["comm"] == "pps") && !rows.is_empty());
    call(PPS, "--self --proc /nonexistent").run().refused(2);
}

#[test]
fn in_json_a_format_is_its_fields() {
    let made = Made::with_arguments(&[]);
    let row = call(PPS, &format!("-l -p {}", made.pid())).row();
    assert_eq!(
        row.keys(),
        [
            "flags",
            "state",
            "uid",
            "pid",
            "ppid",
            "cpu_percent",
            "opri",
            "nice",
            "vsz",
            "wchan",
            "tty",
            "cpu_time",
            "comm"
        ]
    );
    // Alone it is JSON, among other letters the jobs of ps.
    assert_eq!(call(PPS, &format!("-j -p {}", made.pid())).run().rows().len(), 1);
    let jobs = Listing::of(PPS, &format!("-jp {}", made.pid()));
    assert_eq!(jobs.headings, ["PID", "PGID", "SID", "TTY", "TIME", "CMD"]);
}

#[test]
fn what_cannot_be_is_told_with_what_can() {
    for (line, says) in [
        ("-efn", "-o uid"),
        ("-k rss", "--sort"),
        ("--cols 200", "--wide"),
        ("-ef -o pid", "-o +LIST"),
        ("-ey", "-ly"),
        ("-LT", "-L"),
        ("-fl aux", "-f"),
        ("-L --tree", "tree"),
        ("show -L 1", "show"),
        ("maps -f", "maps"),
        ("namespaces --kernel", "namespaces"),
        ("-p x", "x"),
        ("-p ,", "-p"),
        ("--env=", "--env"),
        ("--nslist mnt", "--ns"),
        ("--ns 1 --nslist nett", "nett"),
        ("maps --ns 1", "ns_ipc"),
    ] {
        let said = call(PPS, line).run().refused(2);
        assert!(said.contains(says), "{line}: {said}");
    }
}

#[test]
fn a_habit_that_is_no_option_has_a_hint() {
    let answer = call(PPS, "axuffff").run().expect(1);
    assert!(answer.stderr.contains("aux"), "{}", answer.stderr);
    let answer = call(PPS, "-- -auxffff").run().expect(1);
    assert!(answer.stderr.contains("--"), "{}", answer.stderr);
    let answer = call(PPS, "nothing-is-called-so").run().expect(1);
    assert!(!answer.stderr.contains("ps's"), "{}", answer.stderr);
}
