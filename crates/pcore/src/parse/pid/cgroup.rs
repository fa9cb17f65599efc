//! `[pid]/cgroup`, and what the paths in it say about units and containers.
//!
//! The procfs crate fails the whole file on one bad line, and on paths that are not UTF-8.

use crate::Absent;
use crate::parse::columns::{rsplit_once, split_once};
use crate::parse::{Item, lines, number};

/// The control groups of a process, one in each hierarchy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cgroup {
    /// The hierarchies, in the kernel's order: the newest first, version 2 last.
    pub lines: Vec<Line>,
    /// How many lines were not in the kernel's format.
    pub malformed: usize,
}

/// The control group in one hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of the hierarchy; 0 is version 2.
    pub hierarchy: Item<u32>,
    /// The controllers, between commas, or `name=` and a name; empty for version 2.
    pub controllers: Box<[u8]>,
    /// The path of the control group from the root of the reader's cgroup namespace.
    pub path: Box<[u8]>,
}

/// The container that a process is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container<'a> {
    /// What runs the container: `docker`, `podman`, `cri-o`, `containerd`, `lxc` or `nspawn`.
    pub runtime: &'static str,
    /// The runtime's name for the container: 64 hexadecimal digits, or a name that a person gave.
    pub id: &'a [u8],
}

impl Cgroup {
    /// Parses the whole file. It is malformed as a whole when it has lines and none is good; it has
    /// none where no hierarchy is mounted.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut cgroup = Self::default();
        for line in lines(text) {
            match Line::parse(line) {
                Ok(line) => cgroup.lines.push(line),
                Err(_) => cgroup.malformed = cgroup.malformed.saturating_add(1),
            }
        }
        if cgroup.lines.is_empty() && cgroup.malformed > 0 {
            return Err(Absent::Malformed);
        }
        Ok(cgroup)
    }

    /// The path that says most about the process: that of version 2, else that of systemd's own
    /// hierarchy, else the longest.
    pub fn path(&self) -> Item<&[u8]> {
        let speaking = |line: &&Line| &*line.path != b"/";
        self.lines
            .iter()
            .filter(speaking)
            .find(|line| line.is_version_2())
            .or_else(|| {
                self.lines
                    .iter()
                    .filter(speaking)
                    .find(|line| &*line.controllers == b"name=systemd")
            })
            .or_else(|| self.lines.iter().max_by_key(|line| line.path.len()))
            .map(|line| &*line.path)
            .ok_or(Absent::NotApplicable)
    }

    /// The innermost service or scope of systemd, or the innermost slice where there is neither.
    /// The name keeps systemd's escapes.
    pub fn unit(&self) -> Item<&[u8]> {
        let path = self.path()?;
        let innermost = |is_unit: fn(&&[u8]) -> bool| components(path).rfind(is_unit);
        innermost(|name| name.ends_with(b".service") || name.ends_with(b".scope"))
            .or_else(|| innermost(|name| name.ends_with(b".slice")))
            .ok_or(Absent::NotApplicable)
    }

    /// The innermost container, going by the names that the runtimes give to control groups.
    pub fn container(&self) -> Item<Container<'_>> {
        self.lines.iter().find_map(|line| container(&line.path)).ok_or(Absent::NotApplicable)
    }
}

impl Line {
    fn parse(line: &[u8]) -> Item<Self> {
        let (hierarchy, rest) = split_once(line, b':').ok_or(Absent::Malformed)?;
        let (controllers, path) = split_once(rest, b':').ok_or(Absent::Malformed)?;
        if path.is_empty() {
            return Err(Absent::Malformed);
        }
        Ok(Self {
            hierarchy: number::narrow(hierarchy),
            controllers: controllers.into(),
            path: path.into(),
        })
    }

    /// Whether it is the one hierarchy of version 2.
    pub fn is_version_2(&self) -> bool {
        self.hierarchy == Ok(0) && self.controllers.is_empty()
    }
}

/// The names in a path. The kernel's mark for a removed group is no part of its name.
fn components(path: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> + Clone {
    path.strip_suffix(b" (deleted)")
        .unwrap_or(path)
        .split(|byte| *byte == b'/')
        .filter(|name| !name.is_empty())
}

/// What runtimes put before the identifier in the name of a group, and the runtime. A longer prefix
/// stands before a shorter one that it contains.
const PREFIXES: [(&[u8], &str); 5] = [
    (b"docker-", "docker"),
    (b"libpod-payload-", "podman"),
    (b"libpod-", "podman"),
    (b"crio-", "cri-o"),
    (b"cri-containerd-", "containerd"),
];

fn container(path: &[u8]) -> Option<Container<'_>> {
    let mut names = components(path);
    while let Some(name) = names.next_back() {
        let parent = names.clone().next_back().unwrap_or_default();
        let found = by_prefix(name)
            .or_else(|| by_colon(name))
            .or_else(|| lxc(name, parent))
            .or_else(|| nspawn(name, parent))
            .or_else(|| by_parents(name, parent, names.clone()));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// `docker-ID.scope` and its like.
fn by_prefix(name: &[u8]) -> Option<Container<'_>> {
    let name = name.strip_suffix(b".scope").unwrap_or(name);
    PREFIXES.iter().find_map(|(prefix, runtime)| {
        let id = name.strip_prefix(*prefix).filter(|id| is_id(id))?;
        Some(Container { runtime, id })
    })
}

/// `kubepods-….slice:cri-containerd:ID`, where containerd was not told that systemd manages groups.
fn by_colon(name: &[u8]) -> Option<Container<'_>> {
    let (head, id) = rsplit_once(name, b':')?;
    (head.ends_with(b":cri-containerd") && is_id(id))
        .then_some(Container { runtime: "containerd", id })
}

/// `lxc.payload.NAME`, `lxc.payload/NAME` and the older `lxc/NAME`.
fn lxc<'a>(name: &'a [u8], parent: &[u8]) -> Option<Container<'a>> {
    let id = match name.strip_prefix(b"lxc.payload.") {
        Some(id) => id,
        None if matches!(parent, b"lxc" | b"lxc.payload") => name,
        None => return None,
    };
    Some(Container { runtime: "lxc", id })
}

/// `machine-NAME.scope` and `systemd-nspawn@NAME.service` in `machine.slice`. Libvirt registers its
/// machines there too, under names that start with its driver.
fn nspawn<'a>(name: &'a [u8], parent: &[u8]) -> Option<Container<'a>> {
    if parent != b"machine.slice" {
        return None;
    }
    let scope = || name.strip_prefix(b"machine-")?.strip_suffix(b".scope");
    let service = || name.strip_prefix(b"systemd-nspawn@")?.strip_suffix(b".service");
    let id = scope().or_else(service)?;
    let is_libvirt = id.starts_with(b"qemu\\x2d") || id.starts_with(b"lxc\\x2d");
    (!is_libvirt).then_some(Container { runtime: "nspawn", id })
}

/// `docker/ID`, and `kubepods/…/ID` of Kubernetes.
fn by_parents<'a>(
    name: &'a [u8],
    parent: &[u8],
    mut ancestors: impl Iterator<Item = &'a [u8]>,
) -> Option<Container<'a>> {
    if !is_id(name) {
        return None;
    }
    let runtime = if parent == b"docker" {
        "docker"
    } else if ancestors.any(|ancestor| ancestor.starts_with(b"kubepods")) {
        "containerd"
    } else {
        return None;
    };
    Some(Container { runtime, id: name })
}

/// Whether a name is the identifier of a container rather than of its monitor or its pod.
fn is_id(name: &[u8]) -> bool {
    name.len() == 64 && name.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn parse(text: &str) -> Cgroup {
        Cgroup::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_path_that_says_most() {
        for (text, path) in [
            ("0::/a\n", "/a"),
            ("0::/\n", "/"),
            ("2:name=systemd:/user.slice\n1:cpu,cpuacct:/longer/than/that\n0::/\n", "/user.slice"),
            ("2:name=systemd:/\n1:cpu:/jobs/7\n0::/\n", "/jobs/7"),
            ("1:name=systemd:/b\n0::/a:b\n", "/a:b"),
        ] {
            assert_eq!(parse(text).path(), Ok(path.as_bytes()), "{text}");
        }
        assert_eq!(parse("").path(), Err(Absent::NotApplicable));
    }

    #[test]
    fn the_innermost_unit() {
        for (path, unit) in [
            ("/system.slice/cron.service", Some("cron.service")),
            ("/user.slice/user-7.slice/user@7.service/app.slice/x.scope/y", Some("x.scope")),
            ("/a.slice/b.slice", Some("b.slice")),
            ("/system.slice/cron.service (deleted)", Some("cron.service")),
            ("/jobs/7", None),
        ] {
            let cgroup = parse(&format!("0::{path}\n"));
            assert_eq!(cgroup.unit().ok(), unit.map(str::as_bytes), "{path}");
        }
    }

    #[test]
    fn containers_by_name() {
        for (path, runtime) in [
            ("/docker/ID", "docker"),
            ("/system.slice/docker-ID.scope", "docker"),
            ("/docker/ID/system.slice/x.service", "docker"),
            ("/machine.slice/libpod-ID.scope/container", "podman"),
            ("/libpod_parent/libpod-ID", "podman"),
            ("/kubepods.slice/kubepods-pod1.slice/crio-ID.scope", "cri-o"),
            ("/kubepods.slice/kubepods-pod1.slice/cri-containerd-ID.scope", "containerd"),
            ("/kubepods/burstable/pod1/ID", "containerd"),
            (
                "/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:ID",
                "containerd",
            ),
            ("/docker/ID/kubepods/pod1/ID (deleted)", "containerd"),
        ] {
            let cgroup = parse(&format!("0::{}\n", path.replace("ID", ID)));
            let expected = Container { runtime, id: ID.as_bytes() };
            assert_eq!(cgroup.container(), Ok(expected), "{path}");
        }
        for (path, runtime) in [
            ("/lxc/web", "lxc"),
            ("/lxc.payload.web/init.scope", "lxc"),
            ("/lxc.payload/web", "lxc"),
            ("/machine.slice/machine-web.scope", "nspawn"),
            ("/machine.slice/systemd-nspawn@web.service/payload", "nspawn"),
        ] {
            let cgroup = parse(&format!("1:name=systemd:{path}\n0::/\n"));
            assert_eq!(cgroup.container(), Ok(Container { runtime, id: b"web" }), "{path}");
        }
    }

    #[test]
    fn what_is_no_container() {
        for path in [
            "/",
            "/system.slice/docker.service",
            "/machine.slice/libpod-conmon-ID.scope",
            "/machine.slice/machine-qemu\\x2d1\\x2dweb.scope",
            "/lxc.monitor.web",
            "/jobs/ID",
            "/system.slice/docker-ID0.scope",
        ] {
            let cgroup = parse(&format!("0::{}\n", path.replace("ID", ID)));
            assert_eq!(cgroup.container(), Err(Absent::NotApplicable), "{path}");
        }
    }

    #[test]
    fn damage_is_counted() {
        let cgroup = Cgroup::parse(b"junk\nx:cpu:/a\n3:cpu\n0::\n0::/\xff\n").unwrap();
        assert_eq!(cgroup.malformed, 3);
        assert_eq!(cgroup.lines.first().map(|line| line.hierarchy), Some(Err(Absent::Malformed)));
        assert_eq!(cgroup.path(), Ok(&b"/\xff"[..]));
        assert_eq!(Cgroup::parse(b"junk"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, path: Vec<u8>) {
            for text in [text, [b"0::", &path[..]].concat()] {
                if let Ok(cgroup) = Cgroup::parse(&text) {
                    let _ = (cgroup.path(), cgroup.unit(), cgroup.container());
                }
            }
        }

        #[test]
        fn junk_costs_no_line(junk in prop::collection::vec("[a-z ]{1,40}", 1..9)) {
            let cgroup = Cgroup::parse(&fixture::among(&junk, b"0::/a")).unwrap();
            prop_assert_eq!((cgroup.lines.len(), cgroup.malformed), (junk.len(), junk.len()));
        }
    }
}
