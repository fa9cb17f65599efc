//! Why a value is not there. Absence is data: it is never shown as zero or as an empty text.

use std::fmt;

use rustix::io::Errno;

/// Why a value is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absent {
    /// The thing has no such value: the executable of a kernel thread, the peer of a listener.
    NotApplicable,
    /// The kernel did not let this user read it.
    Denied,
    /// The process, descriptor or entry went away while it was being read.
    Vanished,
    /// The read did not answer within the deadline.
    Blocked,
    /// This kernel, or this captured tree, does not provide it.
    Unsupported,
    /// It was read, and is not what the kernel documents.
    Malformed,
}

impl Absent {
    /// Every reason, in the order in which reports list them.
    pub const ALL: [Self; 6] = [
        Self::NotApplicable,
        Self::Denied,
        Self::Vanished,
        Self::Blocked,
        Self::Unsupported,
        Self::Malformed,
    ];

    /// The word for the reason, as `--where 'exe is denied'` and `--report` spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotApplicable => "not_applicable",
            Self::Denied => "denied",
            Self::Vanished => "vanished",
            Self::Blocked => "blocked",
            Self::Unsupported => "unsupported",
            Self::Malformed => "malformed",
        }
    }

    /// What a table shows in place of the value.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::NotApplicable => "-",
            Self::Denied => "?",
            Self::Vanished => "?gone",
            Self::Blocked => "?blocked",
            Self::Unsupported => "?unsupported",
            Self::Malformed => "?malformed",
        }
    }

    /// The reason as a clause of a sentence, for the problems on stderr.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::NotApplicable => "does not apply",
            Self::Denied => "permission denied",
            Self::Vanished => "went away",
            Self::Blocked => "did not answer within the deadline",
            Self::Unsupported => "not provided by this kernel",
            Self::Malformed => "not in the kernel's format",
        }
    }

    /// Whether something that exists could not be seen, so that an answer built on the row may be
    /// incomplete. What does not apply is no gap, and neither is what went away.
    pub const fn is_gap(self) -> bool {
        matches!(self, Self::Denied | Self::Blocked | Self::Unsupported | Self::Malformed)
    }

    /// The reason behind a failed system call on a file of /proc.
    ///
    /// `ENOENT` counts as vanished here; the caller that knows the file's directory to be alive
    /// turns it into [`Absent::Unsupported`].
    pub(crate) fn from_errno(errno: Errno) -> Self {
        match errno {
            Errno::NOENT | Errno::SRCH => Self::Vanished,
            Errno::ACCESS | Errno::PERM => Self::Denied,
            // The kernel can tell a path of up to a page, and has no other way to name the file.
            Errno::NOSYS | Errno::OPNOTSUPP | Errno::NOTDIR | Errno::NAMETOOLONG => {
                Self::Unsupported
            }
            // The kernel answers so where a zombie has lost what the file describes.
            Errno::INVAL => Self::NotApplicable,
            _ => Self::Malformed,
        }
    }
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
