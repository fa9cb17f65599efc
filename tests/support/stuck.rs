//! Processes whose command line never answers, made by `xtask make stuck`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::quiet::{self, Quiet};

/// Stuck processes, and the promise that no other test looks at /proc while they are there.
pub(crate) struct Stuck {
    maker: Child,
    pub(crate) pids: Vec<u64>,
    _quiet: Quiet,
}

impl Stuck {
    /// Makes so many; none where the machine does not let us.
    pub(crate) fn make(count: u32) -> Option<Self> {
        // Building the maker may take its time, and needs no silence.
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "xtask"])
            .stdin(Stdio::null())
            .status()
            .unwrap();
        assert!(built.success(), "xtask does not build");
        let quiet = quiet::claim();
        let mut maker = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--package", "xtask", "--", "make", "stuck", "--count"])
            .arg(count.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(maker.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut stuck = Self { maker, pids: Vec::new(), _quiet: quiet };
        let answer: Value = serde_json::from_str(&line).expect("the maker says what it made");
        if answer["ready"] != Value::Bool(true) {
            println!("skipped: no process can be stuck here: {}", answer["reason"]);
            return None;
        }
        stuck
            .pids
            .extend(answer["pids"].as_array().into_iter().flatten().filter_map(Value::as_u64));
        assert_eq!(stuck.pids.len(), count as usize);
        Some(stuck)
    }
}

impl Drop for Stuck {
    fn drop(&mut self) {
        // The maker ends its processes at the end of its standard input.
        drop(self.maker.stdin.take());
        let end = Instant::now() + Duration::from_secs(20);
        while matches!(self.maker.try_wait(), Ok(None)) {
            if Instant::now() > end {
                let _ = self.maker.kill();
                let _ = self.maker.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
