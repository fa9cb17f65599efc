//! Asks the kernel whether two tasks share what they have, which no file of /proc tells.
#![expect(unsafe_code, reason = "rustix does not have kcmp(2), so it is called by number")]

use std::cell::OnceCell;

use syscalls::{Sysno, syscall};

use super::Pid;

/// What tasks may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shared {
    /// The table of descriptors.
    Descriptors = 2,
    /// The working directory and the root directory.
    Directories = 3,
}

/// Whether the numbers of /proc are those by which this process may ask.
#[derive(Default)]
struct AreOwn(OnceCell<bool>);

impl Pid {
    /// Whether two tasks share it; `None` where the kernel does not say. Who may read the links of
    /// both may ask.
    pub(crate) fn shares(&self, what: Shared, other: &Self) -> Option<bool> {
        let root = &self.reader().run().root;
        let own = self.reader().kept::<AreOwn>();
        let are_own = || {
            let link = rustix::fs::readlinkat(root.fd(), "self", Vec::new());
            let number = std::process::id().to_string();
            root.is_live() && link.is_ok_and(|link| link.as_bytes() == number.as_bytes())
        };
        if !own.0.get_or_init(are_own) {
            return None;
        }
        let (one, two) = (self.task_number(), other.task_number());
        // SAFETY: the kernel is given numbers alone.
        let compared = unsafe { syscall!(Sysno::kcmp, one, two, what as usize, 0, 0) };
        compared.ok().map(|order| order == 0)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;
    use std::sync::Arc;

    use super::*;
    use crate::root::{Announcement, Reader, Root};
    use crate::run::{Pace, Run};

    #[test]
    fn threads_share_what_they_have() {
        let run = Run::new(Root::live().unwrap(), Pace::default()).unwrap();
        let reader = Rc::new(Reader::new(run, Arc::<Announcement>::default()));
        let own = std::process::id();
        let thread = rustix::thread::gettid().as_raw_nonzero().get().cast_unsigned();
        let place = |task| Pid::task(own, task, reader.clone(), true);
        for what in [Shared::Descriptors, Shared::Directories] {
            let shared = place(own).shares(what, &place(thread));
            // The kernel may have been built without it, or a sandbox forbid it.
            assert!(shared.is_none_or(|shared| shared), "{what:?}");
            assert_eq!(place(own).shares(what, &place(u32::MAX)), None);
        }
    }
}
