//! The two memory mappings of a stuck process; the only `unsafe` of this maker.

#![expect(unsafe_code, reason = "the standard library cannot map memory")]

use std::fs::File;
use std::ptr;

use anyhow::{Context as _, Result};
use rustix::mm::{MapFlags, ProtFlags, mmap, mmap_anonymous};
use rustix::param::page_size;

/// Maps the first page of a file without touching it, and says where it is.
pub(super) fn of_file(file: &File) -> Result<u64> {
    // SAFETY: the kernel chooses a free address, and only that number leaves this function: no
    // reference into the mapping ever exists in this process. It is never unmapped.
    let page =
        unsafe { mmap(ptr::null_mut(), page_size(), ProtFlags::READ, MapFlags::PRIVATE, file, 0) };
    Ok(page.context("cannot map the file")?.addr() as u64)
}

/// Maps a page that nobody uses, only to need the `mmap_lock` for writing.
pub(super) fn of_nothing() -> Result<()> {
    // SAFETY: the kernel chooses a free address, and the mapping is never used nor unmapped.
    let page =
        unsafe { mmap_anonymous(ptr::null_mut(), page_size(), ProtFlags::READ, MapFlags::PRIVATE) };
    page.context("cannot map a page")?;
    Ok(())
}
