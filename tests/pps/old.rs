//! What kernels of long ago have in /proc: what they tell is shown, what they lack is absent, and
//! nothing stands in its place.

use serde_json::{Value, json};

use crate::PPS;
use crate::support::{Answer, Row, Sandbox, call};

/// A tree with one process, number 17, and what its machine says of itself.
struct Old(Sandbox);

impl Old {
    fn new(files: &[(&str, &str)]) -> Self {
        let tree = Self(Sandbox::new());
        tree.put(
            "stat",
            "cpu  400 0 100 9500\ncpu0 400 0 100 9500\nctxt 7\nbtime 1000000000\nprocesses 9\n",
        );
        tree.put("uptime", "1000.00 950.00\n");
        for (name, text) in files {
            tree.put(&format!("17/{name}"), text);
        }
        tree
    }

    fn put(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The one process, without a word of complaint.
    fn process(&self, fields: &str) -> Row {
        let line = format!("17 --json -o {fields} --proc");
        let answer = call(PPS, &line).arg(self.0.path()).run().expect(0);
        assert_eq!(answer.stderr, "");
        answer.rows().remove(0)
    }

    /// The rows of a view, and what was said.
    fn rows(&self, line: &str) -> (Vec<Row>, String) {
        let answer = self.answer(line);
        (answer.rows(), answer.stderr)
    }

    fn answer(&self, line: &str) -> Answer {
        call(PPS, line).arg("--json").arg("--proc").arg(self.0.path()).run().expect(0)
    }

    /// Fields that must be absent.
    fn lacks(&self, fields: &str) {
        let row = self.process(fields);
        for name in fields.split(',') {
            assert_eq!(row[name], Value::Null, "{name}");
        }
    }
}

/// Linux 2.4.20: a stat of 39 columns in which the number of threads is a placeholder, no tasks, no
/// thread groups to speak of, `cpu` and `mounts`.
fn linux_2_4() -> Old {
    Old::new(&[
        (
            "stat",
            "17 (made) S 1 17 17 1025 17 256 10 0 30 0 120 30 0 0 9 0 0 0 5000 1437696 120 \
             4294967295 134512640 134530212 3221224288 3221223680 1074747441 0 0 4096 0 3222403088 \
             0 0 17 0\n",
        ),
        ("statm", "351 120 90 4 0 116 30\n"),
        (
            "status",
            "Name:\tmade\nState:\tS (sleeping)\nTgid:\t17\nPid:\t17\nPPid:\t1\nTracerPid:\t0\n\
             Uid:\t1000\t1000\t1000\t1000\nGid:\t100\t100\t100\t100\nFDSize:\t32\nGroups:\t100 7 \n\
             VmSize:\t    1404 kB\nVmLck:\t       0 kB\nVmRSS:\t     480 kB\nVmData:\t      32 kB\n\
             VmStk:\t       8 kB\nVmExe:\t      20 kB\nVmLib:\t    1284 kB\n\
             SigPnd:\t0000000000000000\nSigBlk:\t0000000000000000\nSigIgn:\t8000000000000000\n\
             SigCgt:\t0000000000010000\nCapInh:\t0000000000000000\nCapPrm:\t0000000000000000\n\
             CapEff:\t0000000000000000\n",
        ),
        ("cmdline", "/sbin/made\0-s\0"),
        ("environ", "PATH=/bin\0"),
        (
            "maps",
            "08048000-0804d000 r-xp 00000000 03:01 12345      /sbin/made\n\
             0804d000-0804e000 rw-p 00004000 03:01 12345      /sbin/made\n\
             bfffe000-c0000000 rwxp fffff000 00:00 0\n",
        ),
        ("mounts", "rootfs / rootfs rw 0 0\n/dev/root / ext2 rw 0 0\n"),
        ("cpu", "cpu  120 30\ncpu0 100 20\ncpu1 20 10\n"),
    ])
}

#[test]
fn a_process_of_linux_2_4() {
    let tree = linux_2_4();
    let fields = "ppid,comm,command,state,uid,gid,groups,cpu_time,started,nice,priority,vsz,rss,\
                  shared,cpu,exit_signal,stat,signals_caught_names,vm_lib,environ";
    let row = tree.process(fields);
    for (name, value) in [
        ("ppid", json!(1)),
        ("comm", json!("made")),
        ("command", json!("/sbin/made -s")),
        ("state", json!("S")),
        ("uid", json!(1000)),
        ("gid", json!(100)),
        ("groups", json!([100, 7])),
        ("cpu_time", json!(1.5)),
        ("started", json!("2001-09-09T01:47:30.000Z")),
        ("nice", json!(0)),
        ("priority", json!(9)),
        ("vsz", json!(1_437_696)),
        ("rss", json!(491_520)),
        ("shared", json!(368_640)),
        ("cpu", json!(0)),
        ("exit_signal", json!("CHLD")),
        ("stat", json!("Ss+")),
        ("signals_caught_names", json!(["CHLD"])),
        ("vm_lib", json!(1_314_816)),
        ("environ", json!(["PATH=/bin"])),
    ] {
        assert_eq!(row[name], value, "{name}");
    }
    tree.lacks(
        "threads,tree_threads,class,sched,rt_priority,blkio_delay,guest_time,pss,uss,swap,read_bytes,\
         oom_score,oom_adj,oom_score_adj,cgroup,wchan,umask,seccomp,no_new_privs,login_uid,ns_pid,\
         ns_pids,cpus_allowed,cap_bounding,cap_ambient,voluntary_switches,arg_start,exit_code,vm_peak",
    );
}

#[test]
fn parts_of_a_process_of_linux_2_4() {
    let tree = linux_2_4();
    let (maps, said) = tree.rows("maps 17 -o start,size,permissions,device,inode,path");
    assert_eq!((maps.len(), said.as_str()), (3, ""));
    assert_eq!(maps[1]["path"], "/sbin/made");
    assert_eq!((&maps[1]["device"], maps[1].number("inode")), (&json!("3:1"), 12345));
    assert_eq!((&maps[2]["start"], &maps[2]["path"]), (&json!("0xbfffe000"), &Value::Null));
    let (cpus, said) = tree.rows("smp-cpu 17 -o cpu,user_time");
    assert_eq!((cpus.len(), said.as_str()), (3, ""));
    let (mounts, said) = tree.rows("mounts 17 -o target,source,fs_type,options");
    assert_eq!((mounts.len(), said.as_str()), (2, ""));
    let (signals, said) = tree.rows("signals 17 -o name,caught,ignored,pending");
    assert_eq!((signals.len(), said.as_str()), (2, ""));
    assert_eq!((&signals[0]["name"], &signals[0]["caught"]), (&json!("CHLD"), &json!(true)));
    assert_eq!(signals[0]["pending"], Value::Null, "what waits for the process is not told");
}

/// No row says that it could not be had, so that standard error must.
#[test]
fn what_linux_2_4_has_not_is_told() {
    let tree = linux_2_4();
    for (view, file) in [
        ("threads", "task"),
        ("-L", "task"),
        ("limits", "limits"),
        ("cgroups", "cgroup"),
        ("idmaps", "uid_map"),
        ("syscall", "syscall"),
        ("stack", "stack"),
        ("smaps", "smaps"),
        ("numa", "numa_maps"),
        ("auxv", "auxv"),
    ] {
        let answer = tree.answer(view);
        assert_eq!(answer.rows().len(), 0, "{view}");
        let about = answer.complaint_about(&format!("[pid]/{file}"));
        let told = "not provided by this kernel or not captured for 1";
        assert!(about.starts_with(told), "{view}: {about}");
    }
}

/// The formats of ps have their columns whatever the kernel: a table says which cells it cannot fill.
#[test]
fn formats_of_ps_of_linux_2_4() {
    let tree = linux_2_4();
    for line in ["-ef", "aux", "-el", "-O rss", "axjf", "axv"] {
        let answer = call(PPS, line).arg("--proc").arg(tree.0.path()).run().expect(0);
        assert_eq!((answer.stderr.as_str(), answer.text().lines().count()), ("", 2), "{line}");
    }
}

/// Linux 2.6.32: `oom_adj` and no `oom_score_adj`, limits whose CPU time is in milliseconds, smaps
/// without sums and flags, a control group of the first version, no namespaces.
fn linux_2_6_32() -> Old {
    Old::new(&[
        (
            "stat",
            "17 (made) S 1 17 17 0 -1 4202560 480 0 2 0 120 30 0 0 25 5 3 0 5000 8192000 300 \
             18446744073709551615 4194304 4215300 140737488347104 140737488346632 140246453163571 0 \
             0 4096 65536 18446744071580404217 0 0 17 1 0 0 4 0 0\n",
        ),
        ("statm", "2000 300 200 6 0 400 0\n"),
        (
            "status",
            "Name:\tmade\nState:\tS (sleeping)\nTgid:\t17\nPid:\t17\nPPid:\t1\nTracerPid:\t0\n\
             Uid:\t0\t1000\t1000\t1000\nGid:\t0\t100\t100\t100\nUtrace:\t0\nFDSize:\t64\nGroups:\t100 \n\
             VmPeak:\t    8100 kB\nVmSize:\t    8000 kB\nVmLck:\t       0 kB\nVmHWM:\t    1300 kB\n\
             VmRSS:\t    1200 kB\nVmData:\t     900 kB\nVmStk:\t      84 kB\nVmExe:\t      24 kB\n\
             VmLib:\t    1600 kB\nVmPTE:\t      40 kB\nVmSwap:\t      12 kB\nThreads:\t3\n\
             SigQ:\t2/16000\nSigPnd:\t0000000000000000\nShdPnd:\t0000000000000000\n\
             SigBlk:\t0000000000010000\nSigIgn:\t0000000000000006\nSigCgt:\t0000000180000000\n\
             CapInh:\t0000000000000000\nCapPrm:\t0000000000000400\nCapEff:\t0000000000000400\n\
             CapBnd:\tffffffffffffffff\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\nMems_allowed:\t1\n\
             Mems_allowed_list:\t0\nvoluntary_ctxt_switches:\t50\nnonvoluntary_ctxt_switches:\t4\n",
        ),
        ("cmdline", "/usr/sbin/made\0"),
        ("oom_adj", "-17\n"),
        ("oom_score", "0\n"),
        ("cgroup", "2:memory:/jobs/a\n1:cpu,cpuacct:/\n"),
        ("loginuid", "4294967295"),
        ("sessionid", "4294967295"),
        ("wchan", "do_select"),
        ("limits", LIMITS_2_6_32),
        ("smaps", SMAPS_2_6_32),
    ])
}

const LIMITS_2_6_32: &str = "\
Limit                     Soft Limit           Hard Limit           Units     \n\
Max cpu time              unlimited            unlimited            seconds   \n\
Max stack size            10485760             unlimited            bytes     \n\
Max open files            1024                 4096                 files     \n\
Max locked memory         65536                65536                bytes     \n\
Max nice priority         0                    0                    \n\
Max realtime timeout      unlimited            unlimited            us        \n";

const SMAPS_2_6_32: &str = "\
00400000-00406000 r-xp 00000000 fd:00 1234                               /usr/sbin/made
Size:                 24 kB
Rss:                  20 kB
Pss:                  20 kB
Shared_Clean:          0 kB
Shared_Dirty:          0 kB
Private_Clean:        20 kB
Private_Dirty:         0 kB
Referenced:           20 kB
Swap:                  0 kB
KernelPageSize:        4 kB
MMUPageSize:           4 kB
";

#[test]
fn a_process_of_linux_2_6_32() {
    let tree = linux_2_6_32();
    let fields = "threads,nice,class,rt_priority,ruid,uid,oom_adj,oom_score,swap,rss_peak,cgroup,\
                  wchan,blkio_delay,voluntary_switches,cap_effective,cpus_allowed_list,stat,pri";
    let row = tree.process(fields);
    for (name, value) in [
        ("threads", json!(3)),
        ("nice", json!(5)),
        ("class", json!("TS")),
        ("ruid", json!(0)),
        ("uid", json!(1000)),
        ("oom_adj", json!(-17)),
        ("oom_score", json!(0)),
        ("swap", json!(12 << 10)),
        ("rss_peak", json!(1300 << 10)),
        ("cgroup", json!("/jobs/a")),
        ("wchan", json!("do_select")),
        ("voluntary_switches", json!(50)),
        ("cap_effective", json!(["cap_net_bind_service"])),
        ("cpus_allowed_list", json!("0-3")),
        ("stat", json!("SNsl")),
        ("pri", json!(14)),
    ] {
        assert_eq!(row[name], value, "{name}");
    }
    // Nobody has logged in who has the number of nobody.
    tree.lacks(
        "login_uid,audit_session,oom_score_adj,rt_priority,pss,umask,seccomp,no_new_privs,ns_net,\
         ns_pids,cap_ambient,vm_pinned,rss_anon,autogroup,cpuset,data_start,arg_start",
    );
}

#[test]
fn parts_of_a_process_of_linux_2_6_32() {
    let tree = linux_2_6_32();
    let (limits, said) = tree.rows("limits 17 -o name,soft,hard,units");
    assert_eq!((limits.len(), said.as_str()), (6, ""));
    let (smaps, said) = tree.rows("smaps 17 -o rss,pss,uss,swap,page_size,pss_dirty,vm_flags,path");
    assert_eq!(said, "");
    let row = &smaps[0];
    assert_eq!((row.number("rss"), row.number("uss")), (20 << 10, 20 << 10));
    assert_eq!((&row["pss_dirty"], &row["vm_flags"]), (&Value::Null, &Value::Null));
    let (groups, said) = tree.rows("cgroups 17 -o version,controllers,path");
    assert_eq!(said, "");
    assert_eq!(groups.len(), 2);
    assert!(groups.iter().all(|row| row["version"] == 1), "{groups:?}");
}
