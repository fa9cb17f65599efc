//! What a path names that a user asks for.
//!
//! It is looked at, once and on this machine only, so that a file is found under its other names
//! too. Every part of it is looked up by itself, and none that lies on a file system for which
//! another machine or a program would have to answer: from there on names are compared, and nothing
//! can hang.

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::sync::Arc;

use rustix::fs::{FileType, Statx};
use rustix::io::Errno;

use super::file::Assoc;
use super::files::Files;
use super::linked::{self, Link, Linked};
use super::select::Wanted;
use crate::filter::Filter;
use crate::parse::device::Device;
use crate::parse::lines;
use crate::parse::pid::mountinfo::{Mount, is_at_or_below};
use crate::root::{link_outside, statx_outside};
use crate::run::Run;
use crate::view::Table;
use crate::{File, Value};

/// How many symbolic links lead to a file at most, as in the kernel.
const LINKS: usize = 40;

/// What a path names.
pub(crate) struct Named {
    /// The path as it was given, from the root, and without symbolic links.
    paths: Vec<Vec<u8>>,
    /// The file, or why it could not be looked at.
    file: Result<Statx, Errno>,
    /// What it stands for, where it is a link of a process in /proc.
    linked: Option<Linked>,
    /// The mounts of this process.
    mounts: Vec<Mount>,
}

/// How far below a path files are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Not below it.
    Itself,
    /// Directly below it.
    One,
    /// Anywhere below it.
    Any,
}

impl Named {
    /// Looks at what a path names. Without a run, and where that is not of this machine, it is a name
    /// and no more.
    pub(crate) fn look(text: &str, run: Option<&Arc<Run>>) -> Result<Self, String> {
        let path = absolute(text)?;
        let link = Link::of_path(&path, None);
        let mut named =
            Self { paths: vec![path], file: Err(Errno::NOTSUP), linked: None, mounts: Vec::new() };
        let Some(run) = run else { return Ok(named) };
        if !run.root.is_live() {
            named.linked = link.map(|link| link.look(run));
            return Ok(named);
        }
        named.mounts = run
            .once(|reader| {
                reader.read(File::SelfMountInfo, |text| {
                    reader.sound(File::SelfMountInfo, lines(text).map(Mount::parse))
                })
            })
            .and_then(Result::ok)
            .unwrap_or_default();
        let given = named.paths.first().cloned().unwrap_or_default();
        let (real, file) = named.resolve(&given);
        named.file = file;
        if named.mount(&real).is_some_and(|mount| *mount.point == *b"/proc") {
            let link = Link::of_path(&real, Some(std::process::id()));
            named.linked = link.map(|link| link.look(run));
        }
        if real != given {
            named.paths.push(real);
        }
        Ok(named)
    }

    /// The path without symbolic links, and what lies there.
    fn resolve(&self, path: &[u8]) -> (Vec<u8>, Result<Statx, Errno>) {
        let mut parts: VecDeque<Vec<u8>> = parts(path).collect();
        let mut real = Vec::new();
        let mut links = 0;
        while let Some(part) = parts.pop_front() {
            if part == b".." {
                real.truncate(memchr::memrchr(b'/', &real).unwrap_or(0));
                continue;
            }
            let parent = real.len();
            real.push(b'/');
            real.extend_from_slice(&part);
            let target =
                if self.may_touch(&real) { link_outside(&real) } else { Err(Errno::NOTSUP) };
            match target {
                Ok(None) => {}
                Ok(Some(target)) if links < LINKS => {
                    links += 1;
                    real.truncate(if target.starts_with(b"/") { 0 } else { parent });
                    for part in self::parts(&target).collect::<Vec<_>>().into_iter().rev() {
                        parts.push_front(part);
                    }
                }
                // The rest is a name.
                stopped => {
                    for part in parts {
                        real.push(b'/');
                        real.extend(part);
                    }
                    return (real, Err(stopped.err().unwrap_or(Errno::LOOP)));
                }
            }
        }
        if real.is_empty() {
            real.push(b'/');
        }
        let file = if self.may_touch(&real) { statx_outside(&real) } else { Err(Errno::NOTSUP) };
        (real, file)
    }

    /// Whether the kernel itself knows what lies there.
    fn may_touch(&self, path: &[u8]) -> bool {
        self.mount(path).is_some_and(Mount::may_be_walked)
    }

    /// The mount that a path without links lies on: the last of the longest that lead to it.
    fn mount(&self, path: &[u8]) -> Option<&Mount> {
        let leads = |mount: &&Mount| mount.leads_to(path);
        self.mounts.iter().filter(leads).max_by_key(|mount| mount.point.len())
    }

    fn real(&self) -> &[u8] {
        self.paths.last().map_or(b"/", Vec::as_slice)
    }

    /// Files that are there by name, and sockets that are bound there.
    pub(crate) fn names(&self, depth: Depth) -> Wanted {
        Ok(Filter::or(vec![self.by("kname", depth)?, self.by("unix_path", depth)?]))
    }

    /// Files of which this field is the path.
    fn by(&self, field: &str, depth: Depth) -> Wanted {
        let of_link = self.linked.as_ref().and_then(|linked| linked.path.as_ref());
        let paths = self.paths.iter().chain(of_link);
        let any: Result<Vec<Filter>, String> =
            paths.map(|path| by_path(Files::number(field), path, depth)).collect();
        Ok(Filter::or(any?))
    }

    /// The file by each of its names, and unless it alone is meant what lies below it: of a mount
    /// point also what lies on its file system and has other names.
    pub(crate) fn files(&self, depth: Depth) -> Wanted {
        // A link is that file alone, whatever lies below it.
        if let Some(linked) = &self.linked {
            return Ok(linked.file.clone());
        }
        let mut any = vec![self.here(self.by("kname", depth)?), self.by("unix_path", depth)?];
        if let Some(mount) = self.is_mount_point()
            && depth == Depth::Any
        {
            any.push(on(mount.device));
        }
        let kind = self.kind();
        if let Ok(file) = &self.file
            && kind != Some(FileType::Directory)
        {
            let device = Device { major: file.stx_dev_major, minor: file.stx_dev_minor };
            any.push(linked::of_inode("stat_device", device, file.stx_ino));
        }
        Ok(Filter::or(any))
    }

    /// Of files that have this name those that lie where it leads here: in a container, a service with
    /// a place of its own, or below a mount that covers it, another file may have it.
    fn here(&self, names: Filter) -> Filter {
        let Some(own) = self.mount(self.real()) else { return names };
        let below = self.mounts.iter().filter(|mount| is_at_or_below(&mount.point, self.real()));
        let here: Vec<&Mount> = below.chain([own]).collect();
        let devices: BTreeSet<String> = here.iter().map(|mount| mount.device.to_string()).collect();
        let devices = devices.into_iter().map(|device| Value::Word(device.into())).collect();
        let mut on_one = vec![Filter::one_of(Files::number("device"), devices)];
        // Of an overlay older kernels tell mappings, and what is stat'ed, by the file below it.
        let is_overlay = |mount: &Mount| *mount.fs_type == *b"overlay";
        if here.iter().any(|mount| is_overlay(mount)) {
            on_one.push(Filter::equal(Files::number("assoc"), Value::word(Assoc::MEMORY)));
        }
        let mut all = vec![names, Filter::or(on_one)];
        if let Ok(file) = &self.file
            && self.kind() != Some(FileType::Directory)
            && !is_overlay(own)
        {
            let is_it = Filter::equal(Files::number("inode"), file.stx_ino.into());
            let is_removed = Filter::equal(Files::number("deleted"), true.into());
            all.push(Filter::or(vec![is_it, is_removed]));
        }
        Filter::and(all)
    }

    /// Files on the file system that the path lies on, or that is on the disk which it names. None
    /// where nothing is there: it would lie on the file system of a directory above it, of which nobody
    /// has asked, and who has its files open is perhaps to be killed.
    ///
    /// # Errors
    /// Where only a mount point will do, and it is none.
    pub(crate) fn file_system(&self, only_mount_points: bool) -> Wanted {
        if let Some(Linked { device: Some(device), .. }) = self.linked
            && !only_mount_points
        {
            return Ok(on(device));
        }
        if !only_mount_points && matches!(self.file, Err(Errno::NOENT | Errno::NOTDIR)) {
            return Ok(Filter::or(Vec::new()));
        }
        let is_source = |mount: &&Mount| {
            mount.source.as_ref().is_ok_and(|source| self.paths.iter().any(|p| **p == **source))
        };
        let source = self.mounts.iter().find(is_source);
        // A disk that others alone see mounted: what it has is meant, not where its name lies.
        if let (None, false, Some(disk)) = (source, only_mount_points, self.disk()) {
            return Ok(on(disk));
        }
        let mount = match source {
            Some(mount) => Some(mount),
            None if only_mount_points => {
                let point = self.mount(self.real()).filter(|mount| *mount.point == *self.real());
                if point.is_none() && !self.mounts.is_empty() {
                    return Err(format!("{} is no mount point", self.shown()));
                }
                point
            }
            None => self.mount(self.real()),
        };
        // Of another machine the mounts of no process are one's own.
        mount.map_or_else(
            || by_path(Files::number("kname"), self.real(), Depth::Any),
            |mount| Ok(on(mount.device)),
        )
    }

    /// The path in a message.
    fn shown(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.real())
    }

    /// What it is, where it could be looked at.
    fn kind(&self) -> Option<FileType> {
        self.file.as_ref().ok().map(|file| FileType::from_raw_mode(file.stx_mode.into()))
    }

    /// The disk that it names.
    fn disk(&self) -> Option<Device> {
        let file =
            self.file.as_ref().ok().filter(|_| self.kind() == Some(FileType::BlockDevice))?;
        Some(Device { major: file.stx_rdev_major, minor: file.stx_rdev_minor })
    }

    /// The mount that is mounted there and shows the whole of its file system.
    fn is_mount_point(&self) -> Option<&Mount> {
        let mount = self.mount(self.real())?;
        (*mount.point == *self.real() && *mount.root == *b"/").then_some(mount)
    }
}

/// Files on the file system of this device.
fn on(device: Device) -> Filter {
    Filter::equal(Files::number("device"), Value::Word(device.to_string().into()))
}

/// Files of which a field is this path, which may have been removed, or one below it.
pub(super) fn by_path(field: usize, path: &[u8], depth: Depth) -> Wanted {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let text = |bytes: Vec<u8>| Value::Text(bytes.into());
    let itself = match path {
        b"" => Filter::equal(field, text(b"/".to_vec())),
        // Of a file that has lost its name the kernel says so behind the name.
        path => {
            Filter::one_of(field, vec![text(path.to_vec()), text([path, b" (deleted)"].concat())])
        }
    };
    Ok(match depth {
        Depth::Itself => itself,
        Depth::Any => Filter::or(vec![itself, Filter::begins(field, &[path, b"/"].concat())]),
        Depth::One => Filter::or(vec![itself, directly_below(field, path)?]),
    })
}

fn directly_below(field: usize, path: &[u8]) -> Wanted {
    let mut bytes = String::with_capacity(4 * path.len());
    for byte in path {
        // Writing to a string cannot fail.
        let _ = write!(bytes, "\\x{byte:02x}");
    }
    Filter::matches(field, &format!("(?-u)^{bytes}/[^/]*$"), false)
        .map_err(|error| error.to_string())
}

/// The parts of a path that are names.
fn parts(path: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let is_name = |part: &&[u8]| !matches!(*part, b"" | b".");
    path.split(|byte| *byte == b'/').filter(is_name).map(<[u8]>::to_vec)
}

/// A path from the root: one that begins elsewhere is meant from here. Where a link leads up is left
/// to who follows it.
///
/// # Errors
/// That there is no place to begin at, as a sentence for the user.
pub(super) fn absolute(text: &str) -> Result<Vec<u8>, String> {
    let mut path = if text.starts_with('/') {
        Vec::new()
    } else {
        let here = std::env::current_dir();
        let here = here.map_err(|_| "the working directory has no name to start from")?;
        here.into_os_string().into_encoded_bytes()
    };
    if path == b"/" {
        path.clear();
    }
    for part in parts(text.as_bytes()) {
        if part == b".." {
            path.truncate(memchr::memrchr(b'/', &path).unwrap_or(0));
        } else {
            path.push(b'/');
            path.extend(part);
        }
    }
    if path.is_empty() {
        path.push(b'/');
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_meant_from_the_root() {
        for (text, path) in
            [("/", "/"), ("//a//b/", "/a/b"), ("/a/./b/../c", "/a/c"), ("/..", "/"), ("/a/..", "/")]
        {
            assert_eq!(absolute(text), Ok(path.as_bytes().to_vec()), "{text}");
        }
        let here = absolute(".").unwrap();
        assert!(here.starts_with(b"/"));
        assert_eq!(absolute("x/.."), Ok(here));
    }

    fn mount(line: &str) -> Mount {
        Mount::parse(line.as_bytes()).unwrap()
    }

    #[test]
    fn nothing_is_looked_at_where_others_would_have_to_answer() {
        let mounts = [
            "21 1 8:1 / / rw - ext4 /dev/sda1 rw",
            "22 21 0:20 / /proc rw - proc proc rw",
            "23 21 0:40 / /net rw - nfs4 box:/x rw",
            "24 23 0:41 / /net/near rw - tmpfs tmpfs rw",
            "25 21 0:42 / /far rw - fuse.sshfs box: rw",
        ];
        let mounts = mounts.map(mount).to_vec();
        let named = Named {
            paths: vec![b"/net/x".to_vec()],
            file: Err(Errno::NOTSUP),
            linked: None,
            mounts,
        };
        assert!(named.may_touch(b"/"));
        assert!(named.may_touch(b"/network"));
        assert!(named.may_touch(b"/net/near/x"));
        assert!(!named.may_touch(b"/net"));
        assert!(!named.may_touch(b"/net/x"));
        assert!(!named.may_touch(b"/far/x"));
        assert!(!named.may_touch(b"/proc/1/cwd"));
        // What cannot be looked at keeps its name.
        assert_eq!(named.resolve(b"/far/a/b").0, b"/far/a/b");
        assert!(named.resolve(b"/far/a/b").1.is_err());
    }
}
