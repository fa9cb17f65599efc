//! `[pid]/cgroup`, and what the paths in it say about units and containers.
//!
//! The procfs crate fails the whole file on one bad line, and on paths that are not UTF-8.

use std::borrow::Cow;

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

    /// The last part of the path that says most.
    pub fn name(&self) -> Item<&[u8]> {
        components(self.path()?).next_back().ok_or(Absent::NotApplicable)
    }

    /// The control groups other than the root, each as its controllers, a colon and its path.
    pub fn speaking(&self) -> impl Iterator<Item = Vec<u8>> {
        let speaking = self.lines.iter().filter(|line| &*line.path != b"/");
        speaking.map(|line| [&line.controllers, &b":"[..], &line.path].concat())
    }

    /// The slice of systemd that the unit lies in: the innermost of those that lead the path.
    pub fn slice(&self) -> Item<&[u8]> {
        slices(self.path()?).last().ok_or(Absent::NotApplicable)
    }

    /// The innermost scope of systemd.
    pub fn scope(&self) -> Item<&[u8]> {
        let mut names = components(self.path()?);
        names.rfind(|name| name.ends_with(b".scope")).ok_or(Absent::NotApplicable)
    }

    /// The unit that a user's own systemd manages, below its service.
    pub fn user_unit(&self) -> Item<&[u8]> {
        let is_manager = |name: &&[u8]| name.starts_with(b"user@") && name.ends_with(b".service");
        let mut below = components(self.path()?).skip_while(|name| !is_manager(name)).skip(1);
        let unit = below.find(|name| !name.ends_with(b".slice"));
        let is_unit = |name: &&[u8]| name.ends_with(b".service") || name.ends_with(b".scope");
        unit.filter(is_unit).ok_or(Absent::NotApplicable)
    }

    /// The session of a login, by the scope that systemd gives to it.
    pub fn session(&self) -> Item<&[u8]> {
        let path = self.path()?;
        components(path)
            .find_map(|name| name.strip_prefix(b"session-")?.strip_suffix(b".scope"))
            .filter(|_| slices(path).any(|slice| slice == b"user.slice"))
            .ok_or(Absent::NotApplicable)
    }

    /// The user whose sessions and services lie in the slice.
    pub fn owner_uid(&self) -> Item<u32> {
        slices(self.path()?)
            .find_map(|name| name.strip_prefix(b"user-")?.strip_suffix(b".slice"))
            .and_then(|uid| number::narrow(uid).ok())
            .ok_or(Absent::NotApplicable)
    }

    /// The machine, virtual or a container, that systemd keeps a unit for.
    pub fn machine(&self) -> Item<Cow<'_, [u8]>> {
        let mut names = components(self.path()?).skip_while(|name| *name != b"machine.slice");
        names.find_map(machine).ok_or(Absent::NotApplicable)
    }

    /// The pod of Kubernetes, by the identifier in the name of its group.
    pub fn pod(&self) -> Item<Cow<'_, [u8]>> {
        self.lines.iter().find_map(|line| pod(&line.path)).ok_or(Absent::NotApplicable)
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

/// The slices that lead a path, each within the one before.
fn slices(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    components(path).take_while(|name| name.ends_with(b".slice"))
}

/// The name of a machine, in which systemd escapes what may not stand in the name of a unit.
fn machine(unit: &[u8]) -> Option<Cow<'_, [u8]>> {
    let scope = || unit.strip_prefix(b"machine-")?.strip_suffix(b".scope");
    let service = || unit.strip_prefix(b"systemd-nspawn@")?.strip_suffix(b".service");
    scope().or_else(service).map(unescaped)
}

/// A text in which `\\x2d` stands for `-`, and so on.
fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'\\') {
        return text.into();
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let digits = rest.strip_prefix(b"\\x").and_then(|digits| digits.split_at_checked(2));
        let byte =
            digits.and_then(|(digits, after)| Some((number::narrow_hex(digits).ok()?, after)));
        let (byte, after) = byte.unwrap_or((*first, after));
        plain.push(byte);
        rest = after;
    }
    plain.into()
}

/// `kubepods-burstable-podUID.slice` with underscores in the identifier, or `kubepods/…/podUID`.
fn pod(path: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut in_pods = false;
    components(path).find_map(|name| {
        in_pods |= name.starts_with(b"kubepods");
        let id = match name.strip_suffix(b".slice") {
            Some(slice) => {
                let at = slice.windows(4).rposition(|part| part == b"-pod")?;
                slice.get(at.saturating_add(4)..)?
            }
            None => name.strip_prefix(b"pod")?,
        };
        let is_id = id.len() >= 32
            && id.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b'_'));
        (in_pods && is_id).then(|| {
            if id.contains(&b'_') {
                let dashed = id.iter().map(|byte| if *byte == b'_' { b'-' } else { *byte });
                Cow::Owned(dashed.collect())
            } else {
                Cow::Borrowed(id)
            }
        })
    })
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
    fn what_systemd_puts_into_a_path() {
        fn told(item: Item<&[u8]>) -> Option<String> {
            item.ok().map(|text| String::from_utf8(text.to_vec()).unwrap())
        }
        for (path, slice, user_unit, session, owner) in [
            ("/system.slice/cron.service", Some("system.slice"), None, None, None),
            (
                "/user.slice/user-7.slice/session-c3.scope",
                Some("user-7.slice"),
                None,
                Some("c3"),
                Some(7),
            ),
            (
                "/user.slice/user-7.slice/user@7.service/app.slice/a.slice/x.service/y",
                Some("user-7.slice"),
                Some("x.service"),
                None,
                Some(7),
            ),
            (
                "/user.slice/user-7.slice/user@7.service/init.scope",
                Some("user-7.slice"),
                Some("init.scope"),
                None,
                Some(7),
            ),
            ("/init.scope", None, None, None, None),
            ("/session-1.scope/user-8.slice", None, None, None, None),
            ("/user.slice/user-x.slice", Some("user-x.slice"), None, None, None),
        ] {
            let cgroup = parse(&format!("0::{path}\n"));
            assert_eq!(told(cgroup.slice()).as_deref(), slice, "{path}");
            assert_eq!(told(cgroup.user_unit()).as_deref(), user_unit, "{path}");
            assert_eq!(told(cgroup.session()).as_deref(), session, "{path}");
            assert_eq!(cgroup.owner_uid().ok(), owner, "{path}");
        }
        let nested = parse("0::/user.slice/user@7.service/x.scope/y\n");
        assert_eq!(nested.scope(), Ok(&b"x.scope"[..]));
        assert_eq!(nested.name(), Ok(&b"y"[..]));
    }

    #[test]
    fn machines_by_name() {
        for (path, machine) in [
            ("/machine.slice/machine-web.scope", Some("web")),
            ("/machine.slice/machine-qemu\\x2d1\\x2dweb.scope/libvirt", Some("qemu-1-web")),
            ("/machine.slice/systemd-nspawn@a\\x2.service", Some("a\\x2")),
            ("/machine.slice", None),
            ("/machine-web.scope", None),
        ] {
            let cgroup = parse(&format!("0::{path}\n"));
            let expected = machine.map(|name| Cow::Borrowed(name.as_bytes()));
            assert_eq!(cgroup.machine().ok(), expected, "{path}");
        }
    }

    #[test]
    fn pods_by_name() {
        const UID: &str = "0f1e2d3c-0011-2233-4455-66778899aabb";
        for (path, is_pod) in [
            ("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUNDER.slice/x", true),
            ("/kubepods/besteffort/podUID/x", true),
            ("/jobs/podUID", false),
            ("/kubepods/podium", false),
        ] {
            let path = path.replace("UNDER", &UID.replace('-', "_")).replace("UID", UID);
            let cgroup = parse(&format!("0::{path}\n"));
            let expected = is_pod.then_some(Cow::Borrowed(UID.as_bytes()));
            assert_eq!(cgroup.pod().ok(), expected, "{path}");
        }
    }

    #[test]
    fn groups_other_than_the_root() {
        let cgroup = parse("4:memory:/jobs/7\n3:cpu:/\n0::/a\n");
        assert_eq!(cgroup.speaking().collect::<Vec<_>>(), [&b"memory:/jobs/7"[..], b":/a"]);
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
                    let _ = (cgroup.path(), cgroup.unit(), cgroup.container(), cgroup.name());
                    let _ = (cgroup.slice(), cgroup.user_unit(), cgroup.session());
                    let _ = (cgroup.machine(), cgroup.pod(), cgroup.speaking().count());
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
