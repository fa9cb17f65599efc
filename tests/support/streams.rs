//! What all five tools promise about their streams and exit statuses.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::pipe::{PipeFlags, fcntl_setpipe_size, pipe_with};

use super::{Answer, assert_harmless, call, has};

/// A full disk is said, in one line, and is status 5. `words` select few rows.
pub(crate) fn full_disk(program: &str, words: &str) {
    for line in ["", "--json", "--jsonl", "--csv", "--report", "--list-fields", "--schema"] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let answer = call(program, &format!("{words} {line}")).stdout(full).answer().expect(5);
        let said = answer.complaints();
        assert!(said.iter().any(|line| line.contains("space")), "{line}: {said:?}");
    }
}

/// The standard library hides that standard output was closed; the tools find out.
pub(crate) fn closed_output(program: &str, words: &str) {
    for line in ["", "--json", "--list-fields"] {
        let script = format!("exec {program} {words} {line} >&-");
        call("/bin/sh", "-c").arg(script).run().expect(5);
    }
    let tree = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/machine");
    let script = format!("exec {program} {words} --proc {tree} >&-");
    call("/bin/sh", "-c").arg(script).run().expect(5);
    // Throwing the output away is something else, however it is done.
    for reads in [false, true] {
        let null = File::options().write(true).read(reads).open("/dev/null").unwrap();
        call(program, words).stdout(null).answer().expect(0);
    }
}

/// A reader that leaves early had what it wanted: status 0, and not a word about the pipe.
pub(crate) fn early_reader(program: &str, line: &str) {
    let mut command = call(program, line).command();
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(command);
    let mut stdout = BufReader::with_capacity(1, child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    assert!(!first.is_empty());
    drop(stdout);
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
    assert!(!said.contains("output") && !said.contains("ipe"), "{program} {line}: {said}");
}

/// A pipe that does not block, is small and is read slowly brings every byte.
pub(crate) fn slow_reader(program: &str, line: &str) {
    let whole = call(program, line).run().expect(0);
    let (read, write) = pipe_with(PipeFlags::CLOEXEC).unwrap();
    fcntl_setpipe_size(&write, 4096).unwrap();
    rustix::fs::fcntl_setfl(&write, OFlags::NONBLOCK).unwrap();
    let reader = thread::spawn(move || {
        let (mut read, mut bytes, mut portion) = (File::from(read), Vec::new(), [0; 4096]);
        loop {
            thread::sleep(Duration::from_millis(2));
            match read.read(&mut portion).unwrap() {
                0 => return bytes,
                count => bytes.extend_from_slice(&portion[..count]),
            }
        }
    });
    call(program, line).stdout(write).answer().expect(0);
    let bytes = reader.join().unwrap();
    assert!(whole.stdout.len() > 8192, "too short to prove anything");
    assert!(whole.stdout == bytes, "{} of {} bytes", bytes.len(), whole.stdout.len());
}

/// Wrong command lines: status 2, one line, no output.
pub(crate) fn wrong_usage(program: &str) {
    for (line, says) in [
        ("--nosuch", "--nosuch"),
        ("--jsno", "--json"),
        ("--fields nosuch_field", "nosuch_field"),
        ("--sort nosuch_field", "nosuch_field"),
        ("--limit many", "many"),
        ("--deadline 0", "0"),
        ("--deadline -1", "-1"),
        ("--color sometimes", "sometimes"),
        ("--format yaml", "yaml"),
        ("--where host=", ""),
        ("--where (host==x", ""),
        ("--where nosuch_field==1", "nosuch_field"),
    ] {
        let said = call(program, line).run().refused(2);
        assert!(said.contains(says), "{line}: {said}");
        assert_harmless(&said);
    }
    let said = call(program, "").arg("--fields").arg("x\x1b[2J\ny").run().refused(2);
    assert_harmless(&said);
}

/// A /proc that cannot be used: status 4, one line, no output.
pub(crate) fn unusable(program: &str) {
    for path in ["/nonexistent", "/dev/null"] {
        let said = call(program, "--proc").arg(path).run().refused(4);
        assert!(said.contains(path), "{said}");
    }
}

/// Runs a call on a terminal so wide, and gives what it shows; none where `script` is missing.
pub(crate) fn on_terminal(width: usize, program: &str, arguments: &str) -> Option<Answer> {
    on_screen((width, 10), program, arguments)
}

/// What a program prints on a terminal of so many columns and lines.
pub(crate) fn on_screen(
    (width, height): (usize, usize),
    program: &str,
    arguments: &str,
) -> Option<Answer> {
    if !has("script") {
        println!("skipped: script is not installed");
        return None;
    }
    let line = format!("stty cols {width} rows {height} && exec {program} {arguments}");
    Some(call("script", "-qec").arg(line).arg("/dev/null").env("TERM", "xterm").run())
}

/// On a terminal no line is wider than it. One of a few columns has no room to keep to that, and is
/// no reason to fail.
pub(crate) fn narrow_terminal(program: &str, arguments: &str) {
    for width in [1, 2, 7, 20, 80] {
        // What could not be read is told in lines of its own, which no width bounds.
        let arguments = format!("{arguments} --quiet");
        let Some(answer) = on_terminal(width, program, &arguments) else { return };
        assert_eq!(answer.code(), 0, "{width} columns: {}", answer.text());
        let text = answer.text().replace("\r\n", "\n");
        for line in text.lines() {
            let shown = without_colours(line);
            assert!(!shown.contains('\x1b'), "{shown:?}");
            assert!(shown.chars().count() <= width.max(20), "{width} columns: {shown:?}");
        }
    }
}

/// The text without the sequences that set colours.
pub(crate) fn without_colours(line: &str) -> String {
    let mut parts = line.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (codes, rest) = part.split_once('m').unwrap_or(("", part));
        assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'), "no colour: {line:?}");
        plain.push_str(rest);
    }
    plain
}
