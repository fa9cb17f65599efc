//! The target of a link to an open file: a path, or a name of the kernel's own.

use smallvec::SmallVec;

use super::{Assoc, Open};
use crate::field::Source;
use crate::parse::{Item, number};
use crate::view::pps::process::{Cwd, Exe, RootDir};
use crate::{Absent, File};

/// What the link says: a path, or a name of the kernel's own such as `socket:[77]`.
#[derive(Clone, Debug)]
pub struct Target(Text);

/// Most targets lie in the row itself; only long paths need memory of their own.
type Text = SmallVec<[u8; 48]>;

/// What a target without a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Special<'t> {
    /// A socket, `socket:[77]`.
    Socket,
    /// A pipe, `pipe:[77]`.
    Pipe,
    /// A namespace, `net:[4026531840]`.
    Namespace,
    /// An object that has no inode of its own, by the name of its kind.
    Anonymous(&'t [u8]),
}

/// A link that says this.
impl From<&[u8]> for Target {
    fn from(text: &[u8]) -> Self {
        Self(Text::from_slice(text))
    }
}

impl Target {
    /// The text of the link, any bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What it is if it is no path.
    pub(crate) fn special(&self) -> Option<Special<'_>> {
        Special::of(&self.0)
    }

    /// The type of a namespace, as its link names it.
    pub(crate) fn namespace(&self) -> Item<&[u8]> {
        match self.special() {
            Some(Special::Namespace) => {
                self.0.split(|byte| *byte == b':').next().ok_or(Absent::Malformed)
            }
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The number of a processor of a virtual machine, in `kvm-vcpu:3`.
    pub(crate) fn vcpu(&self) -> Item<u64> {
        match self.special() {
            Some(Special::Anonymous(name)) => {
                number::unsigned(name.strip_prefix(b"kvm-vcpu:").ok_or(Absent::NotApplicable)?)
            }
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The inode in `pipe:[1234]`.
    pub(crate) fn inode(&self) -> Item<u64> {
        self.special().ok_or(Absent::NotApplicable)?;
        let open = memchr::memrchr(b'[', &self.0).ok_or(Absent::NotApplicable)?;
        let inode = self.0.get(open + 1..).and_then(|rest| rest.strip_suffix(b"]"));
        number::unsigned(inode.ok_or(Absent::NotApplicable)?).map_err(|_| Absent::NotApplicable)
    }
}

impl Source<Open> for Target {
    const FILES: &'static [File] =
        &[File::Fd, File::Cwd, File::RootLink, File::Exe, File::Maps, File::MapFiles, File::Ns];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.target.get(|| match &open.assoc {
            Assoc::Cwd => Cwd::of(&open.process).map(|cwd| Self::from(&*cwd.0)),
            Assoc::Root => RootDir::of(&open.process).map(|root| Self::from(&*root.0)),
            Assoc::Exe => Exe::of(&open.process).map(|exe| Self::from(&*exe.0)),
            Assoc::Namespace(_) => {
                let link = open.process.place().link(&open.assoc.link(), open.assoc.file());
                link.map(|link| Self::from(&*link))
            }
            Assoc::Descriptor(fd) => open.process.place().fd_link(*fd),
            // A newline in the name is escaped in `maps` in a way that a name may imitate; the
            // link has it as it is, but not everybody may read it.
            Assoc::Memory(mapping) if mapping.name.windows(4).any(|part| part == b"\\012") => {
                Ok(open
                    .process
                    .place()
                    .link(&open.assoc.link(), open.assoc.file())
                    .map_or_else(|_| Self::from(&*mapping.name), |link| Self::from(&*link)))
            }
            Assoc::Memory(mapping) => Ok(Self::from(&*mapping.name)),
        })
    }
}

impl<'t> Special<'t> {
    /// What a text of a link is that is no path. Only one without a leading slash is none: a file may be
    /// named `pipe:[1]`.
    fn of(text: &'t [u8]) -> Option<Self> {
        if text.starts_with(b"/") || text.starts_with(b"(unreachable)") {
            return None;
        }
        Some(if text.starts_with(b"socket:[") {
            Self::Socket
        } else if text.starts_with(b"pipe:[") {
            Self::Pipe
        } else if let Some(kind) = text.strip_prefix(b"anon_inode:") {
            Self::Anonymous(
                kind.strip_prefix(b"[").and_then(|k| k.strip_suffix(b"]")).unwrap_or(kind),
            )
        } else {
            Self::Namespace
        })
    }

    /// The same of a link that was read. What is too long for the kernel to tell is a path.
    ///
    /// # Errors
    /// Why else it could not be read.
    pub(crate) fn of_link(link: Result<&'t [u8], Absent>) -> Result<Option<Self>, Absent> {
        match link {
            Ok(text) => Ok(Self::of(text)),
            Err(Absent::Unsupported) => Ok(None),
            Err(absent) => Err(absent),
        }
    }

    /// The type of the file system that holds it, as the kernel names it.
    pub(super) fn system(self) -> &'static [u8] {
        match self {
            Self::Socket => b"sockfs",
            Self::Pipe => b"pipefs",
            Self::Namespace => b"nsfs",
            Self::Anonymous(_) => b"anon_inodefs",
        }
    }
}
