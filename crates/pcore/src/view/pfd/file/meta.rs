//! What the kernel has cached of a file's inode.

use rustix::fs::{FileType, Statx, StatxFlags};

use super::Open;
use super::recent::Recent;
use crate::field::Source;
use crate::parse::Item;
use crate::parse::device::Device;
use crate::{Absent, File};

/// What the kernel has cached of the file's inode, as far as fields tell it: `statx` has four times as
/// many bytes, and every row would carry them.
#[derive(Clone, Copy)]
pub struct Meta {
    mode: u16,
    pub(super) owner: u32,
    links: u32,
    size: u64,
    blocks: u64,
    pub(super) inode: u64,
    device: Device,
    rdev: Device,
    mount: Item<u32>,
}

impl From<Statx> for Meta {
    fn from(found: Statx) -> Self {
        let is_mount_told = found.stx_mask & StatxFlags::MNT_ID.bits() != 0;
        Self {
            mode: found.stx_mode,
            owner: found.stx_uid,
            links: found.stx_nlink,
            size: found.stx_size,
            blocks: found.stx_blocks,
            inode: found.stx_ino,
            device: Device { major: found.stx_dev_major, minor: found.stx_dev_minor },
            rdev: Device { major: found.stx_rdev_major, minor: found.stx_rdev_minor },
            mount: if is_mount_told {
                u32::try_from(found.stx_mnt_id).map_err(|_| Absent::Malformed)
            } else {
                Err(Absent::Unsupported)
            },
        }
    }
}

impl Meta {
    fn file_type(&self) -> FileType {
        FileType::from_raw_mode(self.mode.into())
    }

    /// The size in bytes; only files and directories have one.
    ///
    /// # Errors
    /// Where it does not apply.
    pub fn size(&self) -> Item<u64> {
        match self.file_type() {
            FileType::RegularFile | FileType::Directory | FileType::Symlink => Ok(self.size),
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The number of names that the file has.
    pub fn links(&self) -> u64 {
        self.links.into()
    }

    /// The space that it takes on its file system, in bytes; only files and directories take any.
    ///
    /// # Errors
    /// Where it does not apply.
    pub fn allocated(&self) -> Item<u64> {
        self.size()?;
        self.blocks.checked_mul(512).ok_or(Absent::Malformed)
    }

    pub(crate) fn device(&self) -> Device {
        self.device
    }

    /// Kernels before 5.8 do not tell it.
    pub(super) fn mount_id(&self) -> Item<u32> {
        self.mount
    }

    pub(super) fn rdev(&self) -> Item<Device> {
        match self.file_type() {
            FileType::CharacterDevice | FileType::BlockDevice => Ok(self.rdev),
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The type of the inode, in the words of lsof and lsfd.
    pub(crate) fn kind(&self) -> Item<&'static str> {
        Ok(match self.file_type() {
            FileType::RegularFile => "REG",
            FileType::Directory => "DIR",
            FileType::Symlink => "LINK",
            FileType::Fifo => "FIFO",
            FileType::Socket => "SOCK",
            FileType::CharacterDevice => "CHR",
            FileType::BlockDevice => "BLK",
            FileType::Unknown => return Err(Absent::NotApplicable),
        })
    }
}

impl Source<Open> for Meta {
    const FILES: &'static [File] = &[
        File::Fd,
        File::Cwd,
        File::RootLink,
        File::Exe,
        File::Maps,
        File::MapFiles,
        File::FdInfo,
        File::MountInfo,
        File::Ns,
    ];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.meta.get(|| {
            // A copy keeps names, not files.
            if !open.process.run().root.is_procfs() {
                return Err(Absent::Unsupported);
            }
            // A socket, a pipe and what is anonymous have no size and no names.
            if open.special()?.is_some() {
                return Err(Absent::NotApplicable);
            }
            if open.seems_remote() {
                return Err(Absent::Unsupported);
            }
            Recent::find(open, || open.statx())
        })
    }
}
