//! Trees in the shape of /proc, of made-up processes, for `--proc`.

use std::path::{Path, PathBuf};

use super::Sandbox;

/// Where a tree of `tests/fixtures` is.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name)
}

/// A made-up machine: three processes, a stat and an uptime from which moments follow.
pub(crate) struct Tree(Sandbox);

/// The processes of the tree.
pub(crate) const PIDS: [u64; 3] = [1, 17, 4242];

/// The files of each process that `pps` reads for the fields of [`FIELDS`]; the name is in `stat`.
pub(crate) const FILES: [&str; 8] =
    ["stat", "statm", "status", "cmdline", "io", "oom_score", "oom_score_adj", "cgroup"];

/// Fields that read every file of [`FILES`].
pub(crate) const FIELDS: &str =
    "pid,ppid,state,vsz,rss,shared,swap,command,comm,read_bytes,oom_score,oom_score_adj,cgroup";

impl Tree {
    pub(crate) fn new() -> Self {
        let tree = Self(Sandbox::new());
        tree.put("stat", "cpu  400 0 100 9500 0 0 0 0 0 0\ncpu0 400 0 100 9500 0 0 0 0 0 0\nctxt 7\nbtime 1700000000\nprocesses 9\nprocs_running 1\nprocs_blocked 0\n");
        tree.put("uptime", "1000.00 950.00\n");
        tree.put("sys/kernel/hostname", "made-up\n");
        tree.put("sys/kernel/random/boot_id", "00000000-0000-4000-8000-000000000000\n");
        for (number, pid) in PIDS.into_iter().enumerate() {
            tree.add(pid, &format!("made{number}"), number as u64);
        }
        tree
    }

    /// Adds a process that started so many seconds after boot.
    pub(crate) fn add(&self, pid: u64, name: &str, second: u64) {
        let ticks = second * 100;
        let parent = u8::from(pid != 1);
        self.put(
            &format!("{pid}/stat"),
            &format!(
                "{pid} ({name}) S {parent} {pid} {pid} 0 -1 4194560 10 0 0 0 120 30 0 0 20 0 1 0 \
                 {ticks} 8192000 300 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 \
                 0 0 0 0 0 0 0 0\n"
            ),
        );
        self.put(&format!("{pid}/statm"), "2000 300 200 100 0 400 0\n");
        self.put(
            &format!("{pid}/status"),
            &format!(
                "Name:\t{name}\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t{pid}\nNgid:\t0\nPid:\t{pid}\nPPid:\t{parent}\n\
                 TracerPid:\t0\nUid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\n\
                 FDSize:\t64\nGroups:\t1000 \nVmSize:\t    8000 kB\nVmRSS:\t    1200 kB\nVmSwap:\t      12 kB\n\
                 Threads:\t1\nCapEff:\t0000000000000000\nNoNewPrivs:\t0\nSeccomp:\t0\n\
                 voluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t2\n"
            ),
        );
        self.put(&format!("{pid}/cmdline"), &format!("/usr/bin/{name}\0--serve\0"));
        self.put(&format!("{pid}/comm"), &format!("{name}\n"));
        self.put(
            &format!("{pid}/io"),
            "rchar: 10\nwchar: 20\nsyscr: 3\nsyscw: 4\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 0\n",
        );
        self.put(&format!("{pid}/oom_score"), "666\n");
        self.put(&format!("{pid}/oom_score_adj"), "-17\n");
        self.put(&format!("{pid}/cgroup"), &format!("0::/system.slice/{name}.service\n"));
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Where a file of the tree is.
    pub(crate) fn at(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    /// Adds a link.
    pub(crate) fn link(&self, file: &str, target: &str) {
        let link = self.at(file);
        std::fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, link).unwrap();
    }

    /// Writes a file.
    pub(crate) fn put(&self, file: &str, text: &str) {
        let path = self.at(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}
