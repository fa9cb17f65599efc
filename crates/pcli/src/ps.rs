//! The columns of ps: what it calls them, what stands above them, and how it writes their values.
//!
//! One rule says when a column of processes is that of ps. Asked for by a name that only ps has
//! (`etimes`, `lstart`, `pcpu`), in its way (`rss=`, a title of nothing), or by one of its formats
//! (`-f`, `u`), it has the heading and the form that it has there, since whoever types so knows what
//! comes: `-o rss=` is a number of KiB. Asked for by the field's own name it is written for people:
//! `-o rss` is `12M`.
//!
//! This is about tables alone. In JSON and CSV a column is its field, whatever it was asked by.

mod form;
pub(crate) mod format;
mod names;

use pcore::Info;
use pcore::view::Spec;

pub(crate) use form::Form;

/// One name of ps.
#[derive(Debug)]
pub(crate) struct Known {
    /// What follows `-o`. Which field it means, the field's aliases say.
    pub(crate) name: &'static str,
    /// What stands above the column.
    pub(crate) header: &'static str,
    /// How its values are written, where ps does it otherwise than we do.
    pub(crate) form: Option<Form>,
}

/// Whether the rows of a view are what ps shows, so that its names for columns mean something.
pub(crate) fn shows(view: &Spec) -> bool {
    view.tool == "pps" && ["processes", "threads", "tree"].contains(&view.name)
}

/// What ps knows by this name.
pub(crate) fn named(name: &str) -> Option<&'static Known> {
    names::NAMES.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

/// The column of ps, if the user asks for it: by a name that is not the field's own, or with an empty
/// title.
pub(crate) fn asked(info: &Info, name: &str, title: Option<&str>) -> Option<&'static Known> {
    let is_own = info.name.eq_ignore_ascii_case(name);
    if is_own && title != Some("") {
        return None;
    }
    named(name).filter(|known| known.form != Some(Form::Nothing))
}

/// The name without the width that ps may be told, as in `user:20`. A column of ours is as wide as
/// what stands in it.
pub(crate) fn without_width(name: &str) -> &str {
    match name.split_once(':') {
        Some((name, width))
            if !width.is_empty() && width.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            name
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use pcore::Kind;

    use super::*;

    /// What `ps L` of procps 4.0.7 lists, without its columns for tests.
    const LISTED: &str = "\
        %cpu %mem ag_id ag_nice args atime blocked bsdstart bsdtime c caught cgname cgroup \
        cgroupns class cls cmd comm command context cp cpu cpuid cputime cputimes cuc cuu docker \
        drs dsiz egid egroup eip environ esp etime etimes euid euser exe f fds fgid fgroup flag \
        flags fname fsgid fsgroup fsuid fsuser fuid fuser gid group htprv htshr ignored intpri \
        ipcns label lastcpu lim longtname lsession lstart luid lwp lxc m_drs m_size m_trs \
        machine maj_flt majflt min_flt minflt mntns netns ni nice nlwp numa oom oomadj opri ouid \
        pagein pcap pcaps pcpu pending pgid pgrp pid pidns pmem policy ppid pri pri_api pri_bar \
        pri_baz pri_foo priority psr pss rbytes rchars rgid rgroup rops rss rssize rsz rtprio \
        ruid ruser s sched seat sess session sgi_p sgi_rss sgid sgroup sid sig sig_block \
        sig_catch sig_ignore sig_pend sigcatch sigignore sigmask size slice spid stackp start \
        start_stack start_time stat state stime suid supgid supgrp suser svgid svgroup svuid \
        svuser sz tgid thcount tid time timens times tname tpgid trs trss tsig tsiz tt tty tty4 \
        tty8 ucmd ucomm uid uid_hack uname unit user userns uss util utsns uunit vsize vsz \
        wbytes wcbytes wchan wchars wname wops zone";

    #[test]
    fn every_name_that_ps_lists_is_known() {
        assert_eq!(LISTED.split_whitespace().count(), 192);
        for name in LISTED.split_whitespace() {
            assert!(named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_name_stands_once_and_has_a_heading() {
        let mut names: Vec<&str> = names::NAMES.iter().map(|known| known.name).collect();
        names.sort_unstable();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        for known in names::NAMES {
            assert!(!known.header.is_empty(), "{}", known.name);
        }
    }

    fn rss() -> Info {
        Info {
            name: "rss",
            header: "RSS",
            kind: Kind::Bytes,
            aliases: &["rssize", "rsz"],
            ..Info::BASE
        }
    }

    #[test]
    fn a_column_of_ps_is_asked_for_by_its_name_or_without_a_title() {
        let header = |name, title| asked(&rss(), name, title).map(|column| column.header);
        assert_eq!(header("rss", None), None);
        assert_eq!(header("rss", Some("Memory")), None);
        assert_eq!(header("rss", Some("")), Some("RSS"));
        assert_eq!(header("rsz", None), Some("RSZ"));
        assert_eq!(header("RSZ", Some("Memory")), Some("RSZ"));
        assert_eq!(header("hwm", None), None);
    }

    #[test]
    fn the_views_of_processes_are_there() {
        let views = crate::tool::PPS.views.iter().filter(|view| shows(view.spec()));
        assert_eq!(views.count(), 3);
    }

    #[test]
    fn a_width_is_no_part_of_a_name() {
        for (given, name) in [
            ("user:20", "user"),
            ("user", "user"),
            ("user:", "user:"),
            ("user:x", "user:x"),
            (":8", ""),
        ] {
            assert_eq!(without_width(given), name);
        }
    }
}
