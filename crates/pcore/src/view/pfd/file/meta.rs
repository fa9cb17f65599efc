//! What the kernel has cached of a file's inode.

use rustix::fs::{FileType, Statx};

use super::recent::Recent;
use super::{Assoc, Open};
use crate::field::Source;
use crate::parse::Item;
use crate::parse::device::Device;
use crate::{Absent, File};

/// What the kernel has cached of the file's inode.
pub struct Meta(pub(super) Statx);

impl Meta {
    /// The size in bytes; only files and directories have one.
    ///
    /// # Errors
    /// Where it does not apply.
    pub fn size(&self) -> Item<u64> {
        match FileType::from_raw_mode(self.0.stx_mode.into()) {
            FileType::RegularFile | FileType::Directory | FileType::Symlink => Ok(self.0.stx_size),
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The number of names that the file has.
    pub fn links(&self) -> u64 {
        self.0.stx_nlink.into()
    }

    /// The space that it takes on its file system, in bytes; only files and directories take any.
    ///
    /// # Errors
    /// Where it does not apply.
    pub fn allocated(&self) -> Item<u64> {
        self.size()?;
        self.0.stx_blocks.checked_mul(512).ok_or(Absent::Malformed)
    }

    pub(crate) fn device(&self) -> Device {
        Device { major: self.0.stx_dev_major, minor: self.0.stx_dev_minor }
    }

    /// Kernels before 5.8 do not tell it.
    pub(super) fn mount_id(&self) -> Item<u32> {
        const MNT_ID: u32 = 0x1000;
        if self.0.stx_mask & MNT_ID == 0 {
            return Err(Absent::Unsupported);
        }
        u32::try_from(self.0.stx_mnt_id).map_err(|_| Absent::Malformed)
    }

    pub(super) fn rdev(&self) -> Item<Device> {
        match FileType::from_raw_mode(self.0.stx_mode.into()) {
            FileType::CharacterDevice | FileType::BlockDevice => {
                Ok(Device { major: self.0.stx_rdev_major, minor: self.0.stx_rdev_minor })
            }
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The type of the inode, in the words of lsof and lsfd.
    pub(crate) fn kind(&self) -> Item<&'static str> {
        Ok(match FileType::from_raw_mode(self.0.stx_mode.into()) {
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
            let look = || open.statx();
            match open.assoc {
                Assoc::Descriptor(_) => Recent::find(open, look),
                _ => look(),
            }
            .map(Self)
        })
    }
}
