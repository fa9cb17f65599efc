//! Trees in which something else stands in place of one file.

use std::path::Path;
use std::time::Duration;

use super::{Answer, Tree, call};

/// What may stand where a file belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    Fifo,
    Endless,
    Huge,
    Random,
    Empty,
    Directory,
    Dangling,
}

impl Damage {
    pub(crate) const ALL: [Self; 7] = [
        Self::Fifo,
        Self::Endless,
        Self::Huge,
        Self::Random,
        Self::Empty,
        Self::Directory,
        Self::Dangling,
    ];

    /// Whether it is no regular file, which is told whatever the file.
    pub(crate) fn is_no_file(self) -> bool {
        matches!(self, Self::Fifo | Self::Endless | Self::Directory)
    }

    fn put(self, path: &Path, tree: &Tree) {
        use rustix::fs::{CWD, FileType, Mode};

        match self {
            Self::Fifo => {
                rustix::fs::mknodat(CWD, path, FileType::Fifo, Mode::from(0o644), 0).unwrap();
            }
            Self::Endless => std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
            Self::Huge => std::fs::hard_link(huge(tree), path).unwrap(),
            Self::Random => std::fs::write(path, noise(4096)).unwrap(),
            Self::Empty => std::fs::write(path, "").unwrap(),
            Self::Directory => std::fs::create_dir(path).unwrap(),
            Self::Dangling => std::os::unix::fs::symlink("/nonexistent", path).unwrap(),
        }
    }
}

/// 64 MB of the same line over and over, made once a tree.
fn huge(tree: &Tree) -> std::path::PathBuf {
    let path = tree.at("huge");
    if !path.exists() {
        let line = "garbage 7 ) ( : \t 18446744073709551616 -1\n";
        std::fs::write(&path, line.repeat((64 << 20) / line.len())).unwrap();
    }
    path
}

/// The same noise in every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    })
    .take(length)
    .collect()
}

/// The deadline of the runs.
const DEADLINE: Duration = Duration::from_secs(1);
/// What a run may take beyond its deadline.
const GRACE: Duration = Duration::from_millis(500);
/// What it may take beyond that where it has 64 MB to look through, which is work and no waiting.
const WORK: Duration = Duration::from_secs(if cfg!(debug_assertions) { 8 } else { 1 });

/// Replaces one file of the tree by each damage in turn, runs the tool, and puts the file back.
///
/// Each run must end in time and not by a panic; `check` looks at what it said.
pub(crate) fn each(
    program: &str,
    line: &str,
    tree: &Tree,
    file: &str,
    check: impl Fn(Damage, Answer),
) {
    let path = tree.at(file);
    let aside = tree.at("aside");
    for damage in Damage::ALL {
        std::fs::rename(&path, &aside).unwrap();
        damage.put(&path, tree);
        let run = || call(program, line).arg("--deadline=1").arg("--proc").arg(tree.path()).run();
        let work = if damage == Damage::Huge { WORK } else { Duration::ZERO };
        let limit = DEADLINE + GRACE + work;
        let mut answer = run();
        // On a loaded machine a run may be late through no fault of its own.
        for _ in 0..3 {
            if answer.elapsed > limit {
                answer = run();
            }
        }
        assert!(answer.elapsed <= limit, "{damage:?} for {file}: {:?}", answer.elapsed);
        assert!(answer.code() < 6, "{damage:?} for {file}: {answer:?}");
        assert!(!answer.stderr.contains("panicked"), "{damage:?} for {file}: {}", answer.stderr);
        check(damage, answer);
        if path.is_dir() {
            std::fs::remove_dir(&path).unwrap();
        }
        std::fs::rename(&aside, &path).unwrap();
    }
}
