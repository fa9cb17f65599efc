//! Views of parts of processes: what each makes of the documented formats, and of a process that
//! the test has made.

use std::path::Path;

use serde_json::{Value, json};

use crate::PPS;
use crate::support::call::reachable_copy;
use crate::support::{Made, NOBODY, Row, Sandbox, Tree, call, is_root, skip};

/// The views whose rows are parts of processes.
const VIEWS: [&str; 17] = [
    "maps",
    "smaps",
    "numa",
    "env",
    "auxv",
    "limits",
    "mounts",
    "mountstats",
    "idmaps",
    "attr",
    "sched",
    "stack",
    "syscall",
    "signals",
    "timers",
    "smp-cpu",
    "cgroups",
];

/// The file of process 17 with this text, and nothing else out of the common.
fn tree(file: &str, text: &str) -> Tree {
    let tree = Tree::new();
    tree.put(&format!("17/{file}"), text);
    tree
}

/// The rows of process 17 in a view, with these fields.
fn rows(tree: &Tree, view: &str, fields: &str) -> Vec<Row> {
    let answer = call(PPS, &format!("{view} 17 --json -o {fields} --proc")).arg(tree.path()).run();
    let answer = answer.expect(0);
    assert_eq!(answer.stderr, "");
    answer.rows()
}

/// The same as arrays in the order of the fields.
fn values(tree: &Tree, view: &str, fields: &str) -> Value {
    let values = |row: Row| fields.split(',').map(|name| row[name].clone()).collect::<Value>();
    rows(tree, view, fields).into_iter().map(values).collect()
}

const SMAPS: &str = "\
55d0c0a00000-55d0c0a21000 rw-p 00000000 00:00 0                          [heap]
Size:                132 kB
KernelPageSize:        4 kB
MMUPageSize:           4 kB
Rss:                  16 kB
Pss:                  12 kB
Pss_Dirty:             8 kB
Shared_Clean:          0 kB
Shared_Dirty:          4 kB
Private_Clean:         4 kB
Private_Dirty:         8 kB
Referenced:           16 kB
Anonymous:            16 kB
Swap:                 20 kB
SwapPss:              10 kB
Locked:                0 kB
THPeligible:           1
VmFlags: rd wr mr mw me lo ac zz
7f0000000000-7f0000002000 r-xp 00001000 08:01 77                         /usr/lib/a b.so
Size:                  8 kB
Rss:                   8 kB
ProtectionKey:         3
VmFlags: rd ex
";

#[test]
fn smaps_tells_what_lies_in_a_mapping() {
    let tree = tree("smaps", SMAPS);
    let fields = "start,size,rss,pss,pss_dirty,uss,shared_dirty,private_dirty,swap,swap_pss,locked,\
                  page_size,thp_eligible,protection_key,vm_flags,permissions,device,inode,kind,path";
    let none = Value::Null;
    assert_eq!(
        values(&tree, "smaps", fields),
        json!([
            [
                "0x55d0c0a00000",
                135_168,
                16384,
                12288,
                8192,
                12288,
                4096,
                8192,
                20480,
                10240,
                0,
                4096,
                true,
                none,
                [
                    "readable",
                    "writable",
                    "may_read",
                    "may_write",
                    "may_execute",
                    "locked",
                    "accountable",
                    "zz"
                ],
                "rw-p",
                none,
                none,
                "heap",
                "[heap]"
            ],
            [
                "0x7f0000000000",
                8192,
                8192,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                3,
                ["readable", "executable"],
                "r-xp",
                "8:1",
                77,
                "file",
                "/usr/lib/a b.so"
            ],
        ])
    );
}

/// The fields of a mapping are those of `maps`, and mean the same.
#[test]
fn maps_and_smaps_agree() {
    let made = Made::with_arguments(&[]);
    let fields = "start,end,size,permissions,offset,device,inode,kind,path,target";
    let of = |view: &str| call(PPS, &format!("{view} {} -o {fields}", made.pid())).rows();
    assert_eq!(of("maps"), of("smaps"));
}

#[test]
fn numa_tells_which_nodes_hold_the_pages() {
    let tree = tree(
        "numa_maps",
        "55d0c0a00000 default heap anon=3 dirty=3 N0=2 N1=1 kernelpagesize_kB=4\n\
         7f0000000000 bind:1 file=/tmp/a\\040b mapped=7 mapmax=2 active=1 N1=7 kernelpagesize_kB=4\n\
         7f0000200000 prefer (many):0-1 file=/huge huge dirty=1 N0=1 kernelpagesize_kB=2048\n\
         7ffc00000000 default stack\n",
    );
    let fields =
        "start,policy,resident,nodes,page_size,anonymous,dirty,mapped,mapmax,active,kind,huge,file";
    let none = Value::Null;
    assert_eq!(
        values(&tree, "numa", fields),
        json!([
            [
                "0x55d0c0a00000",
                "default",
                12288,
                ["N0=2", "N1=1"],
                4096,
                3,
                3,
                none,
                none,
                none,
                "heap",
                false,
                none
            ],
            [
                "0x7f0000000000",
                "bind:1",
                28672,
                ["N1=7"],
                4096,
                none,
                none,
                7,
                2,
                1,
                "file",
                false,
                "/tmp/a b"
            ],
            [
                "0x7f0000200000",
                "prefer (many):0-1",
                2 << 20,
                ["N0=1"],
                2 << 20,
                none,
                1,
                none,
                none,
                none,
                "file",
                true,
                "/huge"
            ],
            [
                "0x7ffc00000000",
                "default",
                none,
                [],
                none,
                none,
                none,
                none,
                none,
                none,
                "stack",
                false,
                none
            ],
        ])
    );
}

#[test]
fn a_variable_may_be_empty_or_have_no_value() {
    let tree = tree("environ", "PATH=/bin:/usr/bin\0EMPTY=\0ODD\0A=b=c\0");
    assert_eq!(
        values(&tree, "env", "name,value"),
        json!([["A", "b=c"], ["EMPTY", ""], ["ODD", null], ["PATH", "/bin:/usr/bin"]])
    );
}

#[test]
fn the_auxiliary_vector_tells_what_its_values_are() {
    let entries: [(u64, u64); 6] =
        [(3, 0x40_4040), (6, 4096), (16, 0x1f), (23, 1), (4711, 7), (0, 0)];
    let bytes: Vec<u8> = entries
        .iter()
        .flat_map(|(key, value)| [key.to_le_bytes(), value.to_le_bytes()])
        .flatten()
        .collect();
    let tree = tree("auxv", "");
    std::fs::write(tree.at("17/auxv"), bytes).unwrap();
    assert_eq!(
        values(&tree, "auxv", "key,name,value,number,meaning"),
        json!([
            [3, "AT_PHDR", "0x404040", null, "address"],
            [6, "AT_PAGESZ", "0x1000", 4096, "bytes"],
            [16, "AT_HWCAP", "0x1f", null, "mask"],
            [23, "AT_SECURE", "0x1", 1, "flag"],
            [4711, "4711", "0x7", 7, "number"],
        ])
    );
}

#[test]
fn limits_are_told_with_what_is_used() {
    let tree = tree(
        "limits",
        "Limit                     Soft Limit           Hard Limit           Units     \n\
         Max cpu time              unlimited            unlimited            seconds   \n\
         Max address space         16384000             unlimited            bytes     \n\
         Max open files            4                    1048576              files     \n\
         Max processes             100                  100                  processes \n\
         Max nice priority         0                    0                    \n",
    );
    for fd in 0..3 {
        tree.put(&format!("17/fd/{fd}"), "");
    }
    assert_eq!(
        values(&tree, "limits", "name,title,soft,hard,units,used,used_percent"),
        json!([
            ["as", "Max address space", 16_384_000, "unlimited", "bytes", 8_192_000, 50.0],
            ["cpu", "Max cpu time", "unlimited", "unlimited", "seconds", 1, null],
            ["nice", "Max nice priority", 0, 0, null, 20, null],
            ["nofile", "Max open files", 4, 1_048_576, "files", 3, 75.0],
            ["nproc", "Max processes", 100, 100, "processes", null, null],
        ])
    );
}

#[test]
fn mounts_are_told_with_their_propagation() {
    let tree = tree(
        "mountinfo",
        "36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 shared:7 - ext4 /dev/root rw,errors=continue\n\
         37 36 0:22 / /proc rw - proc proc rw,hidepid=invisible\n\
         38 36 0:23 / /tmp rw unbindable - tmpfs  rw\n",
    );
    let fields = "id,parent,device,fs_root,target,options,propagation,shared,master,propagate_from,\
                  fs_type,source,super_options";
    assert_eq!(
        values(&tree, "mounts", fields),
        json!([
            [
                36,
                35,
                "98:0",
                "/mnt1",
                "/mnt 2",
                ["rw", "noatime"],
                ["shared", "slave"],
                7,
                1,
                null,
                "ext4",
                "/dev/root",
                "rw,errors=continue"
            ],
            [
                37,
                36,
                "0:22",
                "/",
                "/proc",
                ["rw"],
                ["private"],
                null,
                null,
                null,
                "proc",
                "proc",
                "rw,hidepid=invisible"
            ],
            [
                38,
                36,
                "0:23",
                "/",
                "/tmp",
                ["rw"],
                ["unbindable"],
                null,
                null,
                null,
                "tmpfs",
                null,
                "rw"
            ],
        ])
    );
}

#[test]
fn an_old_kernel_has_mounts_alone() {
    let tree = tree("mounts", "/dev/hda1 / ext3 rw,data=ordered 0 0\nproc /proc proc rw 0 0\n");
    assert_eq!(
        values(&tree, "mounts", "id,target,options,propagation,fs_type,source,super_options"),
        json!([
            [null, "/", ["rw", "data=ordered"], null, "ext3", "/dev/hda1", null],
            [null, "/proc", ["rw"], null, "proc", "proc", null],
        ])
    );
}

#[test]
fn mounts_are_told_with_their_statistics() {
    let tree = tree(
        "mountstats",
        "device proc mounted on /proc with fstype proc\n\
         device server:/home mounted on /home with fstype nfs4 statvers=1.1\n\
         \topts:\trw,vers=4.2\n\
         \tage:\t90\n\
         \tbytes:\t1 2 3 4 5 6 7 8\n\
         \tper-op statistics\n\
         \t        READ: 11 12 0 13 14 15 16 17\n",
    );
    let values = values(&tree, "mountstats", "target,source,fs_type,version,name,value,text");
    let all = values.as_array().unwrap();
    for row in [
        json!(["/proc", "proc", "proc", null, null, null, null]),
        json!(["/home", "server:/home", "nfs4", "1.1", "opts", null, "rw,vers=4.2"]),
        json!(["/home", "server:/home", "nfs4", "1.1", "age_seconds", 90, null]),
        json!(["/home", "server:/home", "nfs4", "1.1", "bytes.server_read", 5, null]),
        json!(["/home", "server:/home", "nfs4", "1.1", "READ.ops", 11, null]),
    ] {
        assert!(all.contains(&row), "{row} in {values}");
    }
}

#[test]
fn a_user_namespace_is_told_by_its_maps() {
    let tree =
        tree("uid_map", "         0     100000      65536\n     70000 4294967295          1\n");
    tree.put("17/gid_map", "         0       1000          1\n");
    tree.put("17/projid_map", "");
    tree.put("17/setgroups", "deny\n");
    assert_eq!(
        values(&tree, "idmaps", "map,inside,outside,count,setgroups"),
        json!([
            ["gid", 0, 1000, 1, "deny"],
            ["uid", 0, 100_000, 65536, "deny"],
            ["uid", 70000, null, 1, "deny"],
        ])
    );
}

#[test]
fn labels_that_are_not_there_have_no_row() {
    let tree = tree("attr/current", "system_u:system_r:init_t:s0\0");
    tree.put("17/attr/exec", "");
    tree.put("17/attr/apparmor/current", "/usr/sbin/cupsd (enforce)\n");
    assert_eq!(
        values(&tree, "attr", "name,value"),
        json!([
            ["apparmor/current", "/usr/sbin/cupsd (enforce)"],
            ["current", "system_u:system_r:init_t:s0"],
            ["exec", null],
        ])
    );
}

#[test]
fn values_of_the_scheduler_are_numbers_or_text() {
    let tree = tree(
        "sched",
        "made1 (17, #threads: 1)\n\
         -------------------------------------------------------------------\n\
         se.exec_start                                :      13884321.123456\n\
         nr_switches                                  :                   31\n\
         numa_preferred_nid                           :                   -1\n\
         current_node=0, numa_group_id=5\n\
         numa_faults node=0 task_private=0\n",
    );
    assert_eq!(
        values(&tree, "sched", "name,value,text"),
        json!([
            ["current_node", 0, null],
            ["nr_switches", 31, null],
            ["numa_faults", null, "node=0 task_private=0"],
            ["numa_group_id", 5, null],
            ["numa_preferred_nid", -1, null],
            ["se.exec_start", 13_884_321.123_456, null],
        ])
    );
}

#[test]
fn a_stack_is_told_from_the_innermost_call() {
    let tree = tree(
        "stack",
        "[<0>] rpc_wait+0x5a/0x90 [sunrpc]\n\
         [<ffffffff810a1b2c>] do_syscall_64+0x71/0x280\n\
         [<0>] 0xffffffffc0a01234\n",
    );
    assert_eq!(
        values(&tree, "stack", "index,function,offset,size,module,address"),
        json!([
            [0, "rpc_wait", "0x5a", 144, "sunrpc", null],
            [1, "do_syscall_64", "0x71", 640, null, "0xffffffff810a1b2c"],
            [2, "0xffffffffc0a01234", null, null, null, null],
        ])
    );
}

#[test]
fn a_system_call_is_told_with_its_arguments() {
    let fields = "activity,number,name,arguments,stack_pointer,program_counter";
    let of = |text: &str| values(&tree("syscall", text), "syscall", fields);
    // The names of another machine's calls are not known.
    assert_eq!(
        of("0 0x3 0x7ffc0000 0x1 0x0 0x0 0x0 0x7ffc12345678 0x7fdb2e259503\n"),
        json!([[
            "syscall",
            0,
            null,
            ["0x3", "0x7ffc0000", "0x1", "0x0", "0x0", "0x0"],
            "0x7ffc12345678",
            "0x7fdb2e259503"
        ]])
    );
    assert_eq!(
        of("-1 0x7ffc12345678 0x401000\n"),
        json!([["blocked", null, null, null, "0x7ffc12345678", "0x401000"]])
    );
    assert_eq!(of("running\n"), json!([["running", null, null, null, null, null]]));
    // What has no program calls nothing, also not the call with the number 0.
    assert_eq!(of("0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n"), json!([]));
    assert_eq!(of("-1 0x0 0x0\n"), json!([]));
}

#[test]
fn signals_are_told_by_their_masks() {
    let tree = tree(
        "status",
        "Name:\tmade1\nPid:\t17\nSigQ:\t0/100\nSigPnd:\t0000000000000001\nShdPnd:\t0000000000000800\n\
         SigBlk:\t0000000000000800\nSigIgn:\t0000000000001000\nSigCgt:\t8000000000000001\n",
    );
    let fields = "number,name,pending,pending_thread,blocked,ignored,caught";
    assert_eq!(
        values(&tree, "signals", fields),
        json!([
            [1, "HUP", true, true, false, false, true],
            [12, "USR2", true, false, true, false, false],
            [13, "PIPE", false, false, false, true, false],
            [64, "RTMAX", false, false, false, false, true],
        ])
    );
}

#[test]
fn timers_are_told_with_their_clocks() {
    let tree = tree(
        "timers",
        "ID: 0\nsignal: 10/0000000000a0b0c0\nnotify: signal/pid.17\nClockID: 7\n\
         ID: 5\nsignal: 0/0\nnotify: none/tid.0\nClockID: -6\n",
    );
    let fields =
        "id,signal,signal_name,notify,target,target_kind,value,clock,clock_name,clock_target";
    let none = Value::Null;
    assert_eq!(
        values(&tree, "timers", fields),
        json!([
            [0, 10, "USR1", "signal", 17, "process", "0xa0b0c0", 7, "boottime", none],
            [5, none, none, "none", none, "thread", "0x0", -6, "process_cputime", none],
        ])
    );
}

#[test]
fn an_old_kernel_tells_the_time_on_each_cpu() {
    let tree = tree("cpu", "cpu  150 30\ncpu0 100 20\ncpu1 50 10\n");
    assert_eq!(
        values(&tree, "smp-cpu", "cpu,user_time,system_time"),
        json!([[0, 1.0, 0.2], [1, 0.5, 0.1], [null, 1.5, 0.3]])
    );
}

#[test]
fn the_groups_of_a_captured_machine_are_not_looked_for_on_this_one() {
    let tree = tree("cgroup", "4:cpu,cpuacct:/a\n1:name=systemd:/b\n0::/c\n");
    let fields = "hierarchy,version,controllers,path,memory_max,cpu_max";
    assert_eq!(
        values(&tree, "cgroups", fields),
        json!([
            [0, 2, null, "/c", null, null],
            [1, 1, ["name=systemd"], "/b", null, null],
            [4, 1, ["cpu", "cpuacct"], "/a", null, null],
        ])
    );
}

/// No row says that it could not be had, so that the reader must.
#[test]
fn a_file_that_is_not_there_is_told() {
    let tree = Tree::new();
    for (view, file) in [
        ("smaps", "smaps"),
        ("numa", "numa_maps"),
        ("env", "environ"),
        ("auxv", "auxv"),
        ("limits", "limits"),
        ("mounts", "mountinfo"),
        ("mountstats", "mountstats"),
        ("idmaps", "uid_map"),
        ("attr", "attr/current"),
        ("sched", "sched"),
        ("stack", "stack"),
        ("syscall", "syscall"),
        ("timers", "timers"),
        ("smp-cpu", "cpu"),
    ] {
        let answer = call(PPS, &format!("{view} 17 --json --proc")).arg(tree.path()).run();
        let answer = answer.expect(0);
        assert_eq!(answer.text(), "[]\n", "{view}");
        let about = answer.complaint_about(&format!("[pid]/{file}"));
        assert!(about.starts_with("not provided by this kernel"), "{view}: {about}");
    }
}

fn has(made: &Made, file: &str) -> bool {
    std::fs::read(made.proc(file)).is_ok()
}

/// One process, every view, and of each a value that can be nowhere else.
#[test]
fn a_process_is_told_part_by_part() {
    if !is_root() {
        skip!("a stack is told to root only");
    }
    let script = "ulimit -n 77; trap '' USR1; trap : USR2; read end";
    let made = Made::shell(script, &[], |command| {
        command.env("PROCKIT_PART", "od d=1");
    });
    let find = |view: &str, name: &str, value: &str| -> Option<Row> {
        let line = format!("{view} {} -o all", made.pid());
        let rows = call(PPS, &line).rows();
        rows.into_iter().find(|row| row[name] == value)
    };
    // The shell has got there once it waits for its line.
    crate::support::wait_until("the shell", || {
        find("signals", "name", "USR2").filter(|row| row["caught"] == true)
    });
    let found = |view: &str, name: &str, value: &str| -> Row {
        find(view, name, value).unwrap_or_else(|| panic!("{view} has no {name} {value}"))
    };

    assert_eq!(found("signals", "name", "USR1")["ignored"], true);
    assert_eq!(found("env", "name", "PROCKIT_PART")["value"], "od d=1");
    let limit = found("limits", "name", "nofile");
    assert_eq!((limit.number("soft"), limit["units"].clone()), (77, json!("files")));
    assert!(limit.number("used") >= 3, "{limit:?}");
    let page = found("auxv", "name", "AT_PAGESZ").number("number");
    assert_eq!(page, rustix::param::page_size() as u64);
    let stack = found("smaps", "kind", "stack");
    assert!(stack.number("rss") >= page && stack.number("pss") > 0, "{stack:?}");
    if has(&made, "numa_maps") {
        let stack = found("numa", "kind", "stack");
        assert!(stack.number("resident") >= page && !stack.list("nodes").is_empty(), "{stack:?}");
    }
    assert_eq!(found("mounts", "target", "/proc")["fs_type"], "proc");
    if has(&made, "mountstats") {
        assert_eq!(found("mountstats", "target", "/proc")["fs_type"], "proc");
    }
    assert!(found("idmaps", "map", "uid").number("count") > 0);
    if has(&made, "sched") {
        assert!(found("sched", "name", "nr_switches")["value"].as_f64().unwrap() > 0.0);
    }
    if has(&made, "stack") {
        let line = format!("stack {} -o index,function", made.pid());
        assert!(call(PPS, &line).rows().iter().any(|row| row["index"] == 0));
    }
    if has(&made, "syscall") {
        let row = crate::support::wait_until("the read", || find("syscall", "name", "read"));
        assert_eq!(
            (&row["activity"], &row.list("arguments")[0]),
            (&json!("syscall"), &json!("0x0"))
        );
    }
    let groups = std::fs::read_to_string(made.proc("cgroup")).unwrap();
    let rows = call(PPS, &format!("cgroups {} -o all", made.pid())).rows();
    assert_eq!(rows.len(), groups.lines().count());
    assert!(
        rows.iter().all(|row| groups.contains(&format!(":{}\n", row.text("path")))),
        "{rows:?}"
    );
}

/// What is mounted for control groups here, and what a new group below it says of itself.
#[test]
fn the_limits_of_a_group_are_read_where_it_is_mounted() {
    /// A group that is gone when the test is.
    struct Group(std::path::PathBuf);

    impl Drop for Group {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir(&self.0);
        }
    }

    if !is_root() {
        skip!("groups are made by root");
    }
    let name = format!("prockit-test.{}", std::process::id());
    // Only a hierarchy that limits tasks has such a file in a new group.
    let group = ["/sys/fs/cgroup", "/sys/fs/cgroup/pids"].into_iter().find_map(|place| {
        let group = Path::new(place).join(&name);
        std::fs::create_dir(&group).ok()?;
        Some(Group(group)).filter(|group| group.0.join("pids.max").exists())
    });
    let Some(group) = group else {
        skip!("no group with a limit of tasks can be made here");
    };
    std::fs::write(group.0.join("pids.max"), "7").unwrap();
    let made = Made::with_arguments(&[]);
    if std::fs::write(group.0.join("cgroup.procs"), made.pid().to_string()).is_err() {
        skip!("a process cannot be moved here");
    }
    let line = format!("cgroups {} -o path,pids_current,pids_max", made.pid());
    let rows = call(PPS, &line).rows();
    let row = rows.iter().find(|row| row.text("path").ends_with(&name));
    let row = row.unwrap_or_else(|| panic!("{rows:?}"));
    assert_eq!((row.number("pids_current"), row.number("pids_max")), (1, 7));
}

/// What has no memory and no program has no parts of these, which is no error.
#[test]
fn what_has_ended_has_few_parts() {
    if !is_root() {
        skip!("what has ended is denied to its own user");
    }
    let zombie = Made::zombie();
    for view in VIEWS {
        let answer = call(PPS, &format!("{view} {} --json", zombie.pid())).run().expect(0);
        if view == "smp-cpu" {
            continue;
        }
        assert_eq!(answer.stderr, "", "{view}");
        let keeps = ["limits", "idmaps", "attr", "sched", "signals", "cgroups"].contains(&view);
        assert!(keeps || answer.text() == "[]\n", "{view}: {}", answer.text());
    }
}

#[test]
fn a_kernel_thread_has_few_parts() {
    if !is_root()
        || call(PPS, "2 -o kernel_thread --json").run().text() != "[{\"kernel_thread\":true}]\n"
    {
        skip!("process 2 is not a kernel thread that tells all");
    }
    for view in ["maps", "smaps", "numa", "env", "auxv", "syscall", "timers"] {
        let answer = call(PPS, &format!("{view} 2 --json")).run().expect(0);
        assert_eq!((answer.text().as_str(), answer.stderr.as_str()), ("[]\n", ""), "{view}");
    }
}

#[test]
fn a_stranger_is_told_what_was_denied() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    let made = Made::with_arguments(&[]);
    for view in VIEWS {
        let line = format!("{view} {} --json", made.pid());
        let answer = call(&pps, &line).by_user(NOBODY).run().expect(0);
        let rows = answer.rows();
        let is_known = |line: &&str| {
            line.contains("permission denied for 1 process")
                || line.contains("not provided by this kernel")
        };
        assert!(answer.complaints().iter().all(is_known), "{view}: {}", answer.stderr);
        let is_open = ["limits", "mounts", "idmaps", "signals", "cgroups"].contains(&view);
        let is_closed = ["smaps", "env", "auxv", "stack", "syscall"].contains(&view);
        assert!(!is_open || !rows.is_empty(), "{view}");
        let is_told = !answer.stderr.is_empty();
        assert!(!is_closed || rows.is_empty() && is_told, "{view}: {}", answer.text());
    }
}
