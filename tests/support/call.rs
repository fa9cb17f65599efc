//! Calls of programs, each with a time limit.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::quiet;
use super::rows::{Row, rows_of};

/// No call of a test may take longer, on a machine however loaded.
const LIMIT: Duration = Duration::from_secs(60);

/// A program about to be called.
pub(crate) struct Call {
    command: Command,
    /// Whether stuck processes may be there while it runs.
    beside_stuck: bool,
}

/// What a call brought.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
    /// From the start to the end of the program.
    pub(crate) elapsed: Duration,
}

/// A call of a program with the words of a line; what has blanks in it follows by [`Call::arg`].
pub(crate) fn call(program: impl AsRef<OsStr>, line: &str) -> Call {
    let mut command = Command::new(program);
    command
        .args(line.split_whitespace())
        .stdin(Stdio::null())
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    Call { command, beside_stuck: false }
}

impl Call {
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdout(mut self, stdout: impl Into<Stdio>) -> Self {
        self.command.stdout(stdout);
        self
    }

    /// As another user, without any other group. Needs root.
    pub(crate) fn by_user(mut self, uid: u32) -> Self {
        self.command.uid(uid).gid(uid).current_dir("/");
        self
    }

    /// Runs although stuck processes are there; whoever made them holds the lock.
    pub(crate) fn beside_stuck(mut self) -> Self {
        self.beside_stuck = true;
        self
    }

    /// The command itself, for what is not a plain call.
    pub(crate) fn command(self) -> Command {
        self.command
    }

    /// Runs it to its end. What was not told where to go is gathered.
    pub(crate) fn answer(mut self) -> Answer {
        let _quiet = (!self.beside_stuck).then(quiet::share);
        self.command.stderr(Stdio::piped());
        let began = Instant::now();
        let mut child = match self.command.spawn() {
            Ok(child) => child,
            Err(error) => panic!("{:?}: {error}", self.command),
        };
        // The command holds the ends of pipes that were made for the child.
        let program = format!("{:?}", self.command);
        drop(self.command);
        let stdout = child.stdout.take().map(|pipe| thread::spawn(|| drain(pipe)));
        let stderr = child.stderr.take().map(|pipe| thread::spawn(|| drain(pipe)));
        let mut pause = Duration::from_millis(1);
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if began.elapsed() > LIMIT {
                let _ = child.kill();
                panic!("{program} did not end within {LIMIT:?}");
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(10));
        };
        let elapsed = began.elapsed();
        let gather = |reader: Option<thread::JoinHandle<io::Result<Vec<u8>>>>| {
            reader.map_or(Vec::new(), |reader| reader.join().unwrap().unwrap())
        };
        let stdout = gather(stdout);
        let stderr = String::from_utf8(gather(stderr)).expect("stderr is UTF-8");
        Answer { status, stdout, stderr, elapsed }
    }

    /// Runs it with its output gathered.
    pub(crate) fn run(self) -> Answer {
        self.stdout(Stdio::piped()).answer()
    }

    /// Runs it, expects success, and gives the text.
    pub(crate) fn text(self) -> String {
        self.run().expect(0).text()
    }

    /// Runs it with `--json`, expects success, and gives the rows.
    pub(crate) fn rows(self) -> Vec<Row> {
        self.arg("--json").run().expect(0).rows()
    }

    /// Runs it with `--json`, and gives the one row that it must have.
    pub(crate) fn row(self) -> Row {
        let rows = self.rows();
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows.into_iter().next().unwrap()
    }
}

fn drain(mut pipe: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes).map(|_| bytes)
}

impl Answer {
    /// The exit status; a program that was ended by a signal failed the test.
    pub(crate) fn code(&self) -> i32 {
        match self.status.code() {
            Some(code) => code,
            None => panic!("ended by signal {:?}: {self:?}", self.status.signal()),
        }
    }

    /// Itself, if it ended so.
    pub(crate) fn expect(self, code: i32) -> Self {
        let stdout = String::from_utf8_lossy(&self.stdout);
        assert_eq!(
            self.code(),
            code,
            "stderr: {}\nstdout begins: {:.600}",
            self.stderr,
            stdout.get(..600).unwrap_or(&stdout)
        );
        self
    }

    /// Standard output, which must be text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).expect("stdout is UTF-8")
    }

    /// Standard output as an array of rows.
    pub(crate) fn rows(&self) -> Vec<Row> {
        rows_of(&self.text())
    }

    /// The lines of standard error.
    pub(crate) fn complaints(&self) -> Vec<&str> {
        self.stderr.lines().collect()
    }

    /// The files that standard error tells of, each with what befell it; those that the same befell
    /// share a line.
    pub(crate) fn files_told(&self) -> Vec<(&str, &str)> {
        let told = |line| {
            let (paths, what) = str::split_once(line, ": ")?.1.split_once(": ")?;
            Some(paths.split(", ").map(move |path| (path, what)))
        };
        self.complaints().into_iter().filter_map(told).flatten().collect()
    }

    /// What standard error tells of a file, once.
    pub(crate) fn complaint_about(&self, path: &str) -> &str {
        let told = self.files_told();
        let mut about = told.iter().filter(|(told, _)| *told == path);
        let (Some((_, what)), None) = (about.next(), about.next()) else {
            panic!("{path}: {}", self.stderr);
        };
        what
    }

    /// A wrong command line or an unusable /proc: one line of explanation, and no output.
    pub(crate) fn refused(self, code: i32) -> String {
        let answer = self.expect(code);
        assert_eq!(answer.text(), "");
        assert_eq!(answer.complaints().len(), 1, "{:?}", answer.stderr);
        answer.stderr.trim_end().to_owned()
    }
}

/// A copy of a program that every user can reach.
pub(crate) fn reachable_copy(program: &str, dir: &Path) -> std::path::PathBuf {
    let copy = dir.join(Path::new(program).file_name().unwrap());
    // A child copies: whatever this process forks meanwhile would hold the file open for writing,
    // and what is open for writing cannot be executed.
    call("cp", "").arg(program).arg(&copy).run().expect(0);
    copy
}
