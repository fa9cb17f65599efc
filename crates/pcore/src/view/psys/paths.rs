//! `psys paths`: one row a file of /proc, and the view that renders it. Which that is follows from the
//! files that the fields of views declare; nothing is listed here by hand but what no view can show.

use std::rc::Rc;

use rustix::fs::FileType;

use super::table::{Entry, Listed, On};
use super::unread;
use crate::field::{Field, Group, Of, Trees};
use crate::filter::Filter;
use crate::plan::Plan;
use crate::root::{Found, Reader};
use crate::view::{self, Selector, Spec, View, Word};
use crate::{Absent, File, Kind, Value};

/// The files of /proc.
pub(crate) struct Paths;

impl Listed for Paths {
    type Entry = Place;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "paths",
        about: "Every file of this /proc, and the view that shows it or why none does; a process and a task stand for all.",
        key: &["path"],
        default_fields: &["path", "view", "reason"],
        words: "text in a path, or the name of a view",
        examples: &[
            ("psys paths -Q 'view is null and reason is null'", "what psys raw alone can show"),
            ("psys paths 'pnet sockets'", "files of a view"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Place>>] = &[Group { name: "File", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let filters = [word.found_in(number("path"))?, word.found_in(number("view"))?];
        Ok(Selector { kind: "path".into(), filter: Filter::or(filters.into()) })
    }
}

impl Entry for Place {
    const FILES: &'static [File] = &[File::Root];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        scan(reader, each)
    }
}

static FIELDS: &[Field<On<Place>>] = &[
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::Path,
        doc: "Path from /proc on; [pid], [tid] and [fd] stand for any.",
        from: &Of(|place: &Place| Ok(Value::text(&place.path))),
        ..Field::BASE
    },
    Field {
        name: "view",
        header: "VIEW",
        kind: Kind::Word,
        doc: "View that shows it; does not apply to what none does.",
        from: &Of(|place: &Place| {
            Ok(Value::word(place.views().first().ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "views",
        header: "VIEWS",
        kind: Kind::List(&Kind::Word),
        doc: "All views that read it for what they show.",
        from: &Of(|place: &Place| {
            Ok(Value::List(place.views().iter().map(|view| Value::word(view)).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "reason",
        header: "REASON",
        kind: Kind::Text,
        doc: "Why no view shows it, or not as it stands.",
        from: &Of(|place: &Place| Ok(Value::word(place.reason().ok_or(Absent::NotApplicable)?))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "Whether it is a file or a link.",
        from: &Of(|place: &Place| Ok(Value::word(if place.is_link { "link" } else { "file" }))),
        ..Field::BASE
    },
    Field {
        name: "mode",
        header: "MODE",
        kind: Kind::Mask,
        doc: "Who may read and write it, in octal.",
        from: &Of(|place: &Place| Ok(Value::Word(format!("{:03o}", place.mode & 0o777).into()))),
        ..Field::BASE
    },
];

/// A file or a link.
pub(crate) struct Place {
    path: Box<[u8]>,
    is_link: bool,
    mode: u32,
    views: Vec<String>,
}

impl Place {
    fn views(&self) -> &[String] {
        &self.views
    }

    /// Why no view shows it. A link is shown by what it leads to, unless it is what a view shows.
    fn reason(&self) -> Option<&'static str> {
        let write_only = || (!self.is_link && self.mode & 0o444 == 0).then_some("write-only");
        let link =
            || (self.is_link && self.views.is_empty()).then_some("a link to the reader's own");
        unread::why(&self.path).or_else(write_only).or_else(link)
    }
}

/// What stands for every process and every task.
const PROCESS: &str = "[pid]";
const TASK: &str = "[pid]/task/[tid]";
/// Directories of a process whose entries are as many as it has descriptors or mappings, and what
/// stands for each of these.
const MANY: &[(&str, &str)] =
    &[("[pid]/fd/", "[fd]"), ("[pid]/fdinfo/", "[fd]"), ("[pid]/map_files/", "[range]")];
/// The fields that every view has, which make it no view of the files that they are read from.
const COMMON: [&str; 3] = ["host", "boot_id", "collected_at"];

fn scan(reader: &Reader, each: &mut dyn FnMut(Place)) -> Result<(), Absent> {
    let claims = claims();
    let mut offer = |path: Box<[u8]>, found: &Found| {
        let views = views_of(&claims, &path);
        let is_link = found.kind == FileType::Symlink;
        each(Place { path, is_link, mode: found.mode, views });
    };
    reader.below(".", 0, File::Root, &mut |found| {
        let is_process = found.path.iter().all(u8::is_ascii_digit);
        if found.kind != FileType::Directory {
            // A captured tree holds one network namespace, beside its processes.
            let path = match found.path.strip_prefix(b"net/") {
                Some(name) => [PROCESS.as_bytes(), b"/net/", name].concat().into(),
                None => found.path.clone(),
            };
            offer(path, found);
        }
        !is_process
    })?;
    let Some(pid) = one_process(reader) else { return Ok(()) };
    let mut last = Vec::new();
    below(reader, &pid, PROCESS, &mut |path, found| {
        if last != *path {
            last = path.to_vec();
            offer(path, found);
        }
    });
    let tasks = reader.names(&format!("{pid}/task"), 0, File::Task);
    if let Some(task) = tasks.ok().and_then(|names| names.into_iter().next()) {
        let place = format!("{pid}/task/{}", String::from_utf8_lossy(&task));
        let mut last = Vec::new();
        below(reader, &place, TASK, &mut |path, found| {
            if last != *path {
                last = path.to_vec();
                offer(path, found);
            }
        });
    }
    Ok(())
}

/// The reader itself, or where a captured tree has no such link the first process in it.
fn one_process(reader: &Reader) -> Option<String> {
    let own = reader.link("self", File::Root).ok();
    let own = own.and_then(|link| String::from_utf8(link.into()).ok());
    own.or_else(|| reader.pids().ok()?.first().map(u32::to_string))
}

/// Gives what is below the directory of a process or task, under the name that stands for all.
fn below(reader: &Reader, top: &str, name: &str, each: &mut dyn FnMut(Box<[u8]>, &Found)) {
    // It was there a moment ago; if it went away, there is nothing to give.
    let _ = reader.below(top, 0, File::Root, &mut |found| {
        let rest = found.path.get(top.len()..).unwrap_or_default();
        let mut path = [name.as_bytes(), rest].concat();
        for (directory, any) in MANY {
            let directory = directory.replacen(PROCESS, name, 1);
            if path.starts_with(directory.as_bytes()) {
                path = [directory.as_bytes(), any.as_bytes()].concat();
            }
        }
        if found.kind != FileType::Directory {
            each(path.into(), found);
            return false;
        }
        path != b"[pid]/task" && path != [TASK.as_bytes(), b"/net"].concat()
    });
}

/// A file that views declare, its path as the listing has it, and the views.
struct Claim {
    path: String,
    of_tasks: bool,
    views: Vec<&'static dyn View>,
}

/// What the fields of all views are read from.
fn claims() -> Vec<Claim> {
    let claimable = |file: &&File| {
        // The directories of processes hold what others claim; what is named on the command line
        // is no file of its own, and neither is what only captured trees have.
        !matches!(**file, File::Root | File::Pid | File::Task | File::Named | File::Capture)
    };
    let claim = |file: &File| {
        let views = view::all().filter(|view| reads(*view, *file)).collect();
        let path = match (file.path().strip_prefix("self/"), file.path().split_once("/[")) {
            (Some(rest), _) => format!("{PROCESS}/{rest}"),
            // Of each interrupt there is a directory; the whole of them belongs to the view.
            (None, Some((directory, _))) if !file.is_of_process() => directory.to_owned(),
            (None, _) => file.path().to_owned(),
        };
        Claim { path, of_tasks: !file.is_of_all_tasks(), views }
    };
    File::ALL.iter().filter(claimable).map(claim).collect()
}

fn reads(view: &dyn View, file: File) -> bool {
    let fields = view.fields();
    let own = fields.iter().enumerate().filter(|(_, info)| !COMMON.contains(&info.name));
    own.map(|(number, _)| number).any(|number| view.files(number, Trees::All).contains(&file))
}

/// The views of a file: those that are called like it first, then those whose tool is for it.
fn views_of(claims: &[Claim], path: &[u8]) -> Vec<String> {
    let path = String::from_utf8_lossy(path);
    let of_task = path.strip_prefix(TASK).map(|rest| format!("{PROCESS}{rest}"));
    let is_within = |claim: &&Claim| {
        let covers = |path: &str| {
            path.strip_prefix(&*claim.path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        covers(&path) || claim.of_tasks && of_task.as_deref().is_some_and(covers)
    };
    let is_link_to = |claim: &&Claim| match &*path {
        "mounts" => claim.path == "[pid]/mounts",
        _ => false,
    };
    // Of a directory and a file in it the file is the nearer claim.
    let mut near: Vec<&Claim> =
        claims.iter().filter(|claim| is_within(claim) || is_link_to(claim)).collect();
    near.sort_by_key(|claim| std::cmp::Reverse(claim.path.len()));
    let mut views: Vec<(bool, bool, String)> = Vec::new();
    for claim in near {
        let base = claim.path.rsplit('/').next().unwrap_or_default();
        let of_process = claim.path.starts_with(PROCESS);
        for view in &claim.views {
            let spec = view.spec();
            let name = format!("{} {}", spec.tool, spec.name);
            let is_namesake = spec.name == base || spec.aliases.contains(&base);
            let is_for_it = (spec.tool == "psys") != of_process && spec.name != "summary";
            if !views.iter().any(|(_, _, known)| *known == name) {
                views.push((!is_namesake, !is_for_it, name));
            }
        }
    }
    // The order is kept among equals: that of the views, the first of each tool first.
    views.sort_by_key(|(is_other, is_foreign, _)| (*is_foreign, *is_other));
    views.into_iter().map(|(_, _, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_namesake_comes_first() {
        let claims = claims();
        for (path, view) in [
            ("swaps", "psys swaps"),
            ("sys/vm/swappiness", "psys sysctl"),
            ("[pid]/stat", "pps processes"),
            ("[pid]/limits", "pps limits"),
            ("[pid]/net/tcp", "pnet sockets"),
            ("[pid]/task/[tid]/maps", "pps maps"),
            ("tty/driver/serial", "psys serial"),
        ] {
            let views = views_of(&claims, path.as_bytes());
            assert_eq!(views.first().map(String::as_str), Some(view), "{path}: {views:?}");
        }
        assert!(views_of(&claims, b"made-up").is_empty());
        assert!(views_of(&claims, b"[pid]/made-up").is_empty());
    }
}
