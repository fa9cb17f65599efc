//! A lock between tests, across threads and test programs: a stuck process makes everybody wait
//! who reads all command lines, so no other test may run beside one.

use std::fs::File;
use std::path::Path;

/// Held while stuck processes must not be there, or while they are.
pub(crate) struct Quiet(#[expect(dead_code, reason = "closing it frees the lock")] File);

/// Waits until no stuck process is there, and keeps them away.
pub(crate) fn share() -> Quiet {
    let file = open();
    file.lock_shared().unwrap();
    Quiet(file)
}

/// Waits until no other test looks, and keeps them waiting.
pub(crate) fn claim() -> Quiet {
    let file = open();
    file.lock().unwrap();
    Quiet(file)
}

fn open() -> File {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stuck.lock");
    File::options().create(true).truncate(false).write(true).open(path).unwrap()
}
