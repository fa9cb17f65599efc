//! Reaping one child with its resource usage: `wait4`, the only `unsafe` of the benchmark.
//!
//! The standard library and rustix wait without it, and `/proc` tells times in hundredths of a
//! second, which is coarser than what is measured here.

#![expect(unsafe_code, reason = "neither the standard library nor rustix has wait4")]

use std::ffi::{c_int, c_long};
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus};
use std::time::Duration;

use anyhow::Result;

/// `struct rusage`; `timeval` is two longs wherever a long has 64 bits.
#[repr(C)]
#[derive(Default)]
struct Usage {
    user: [c_long; 2],
    system: [c_long; 2],
    max_rss: c_long,
    rest: [c_long; 13],
    /// musl's structure goes on here.
    reserved: [c_long; 16],
}

const _: () = assert!(size_of::<c_long>() == 8, "struct Usage is written for 64 bits");

unsafe extern "C" {
    fn wait4(pid: c_int, status: *mut c_int, options: c_int, usage: *mut Usage) -> c_int;
}

/// A child that has ended, and what it took.
pub(super) struct Reaped {
    pub(super) status: ExitStatus,
    /// User and system time of all its threads.
    pub(super) cpu: Duration,
    /// The most memory it had resident. A child starts as a copy of this process, so what this
    /// process has, a few MiB, is the least that can be seen here.
    pub(super) peak_kib: u64,
}

/// Waits for a child and reaps it; taking the `Child` keeps anyone from waiting for it again.
#[expect(clippy::needless_pass_by_value, reason = "its pid is nobody's afterwards")]
pub(super) fn reap(child: Child) -> Result<Reaped> {
    let (mut status, mut usage) = (0, Usage::default());
    loop {
        // SAFETY: both pointers are to live values of the layout that the C library documents,
        // and it writes only within them.
        let pid = unsafe { wait4(child.id() as c_int, &raw mut status, 0, &raw mut usage) };
        if pid > 0 {
            break;
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error.into());
        }
    }
    let duration = |[seconds, micros]: [c_long; 2]| {
        Duration::from_secs(seconds as u64) + Duration::from_micros(micros as u64)
    };
    Ok(Reaped {
        status: ExitStatus::from_raw(status),
        cpu: duration(usage.user) + duration(usage.system),
        peak_kib: usage.max_rss as u64,
    })
}
