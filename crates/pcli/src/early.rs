//! What is only known before the standard library has begun: whether standard output was closed. It
//! opens /dev/null in place of what is closed, as others do who throw output away (Python's
//! `subprocess.DEVNULL`), and then the two look the same.
#![expect(unsafe_code, reason = "nothing of Rust runs before the standard library but this")]

use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether standard output was closed when the program began.
pub(crate) fn was_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

// SAFETY: functions of this section are called once, with the C library at work and no other thread.
// This one asks the kernel one question and stores the answer.
#[used]
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;

extern "C" fn look() {
    let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
    CLOSED.store(is_closed, Ordering::Relaxed);
}
