//! The five tools and the options that each has of its own. Everything else about a tool is derived
//! from its views.

mod pps;

use pcore::view;

use crate::ps::format::Letter;

/// A tool.
#[derive(Debug)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// What it has besides the options that all tools have.
    pub options: &'static [Opt],
    /// What users of its peers want to know, one paragraph each.
    pub habits: &'static [&'static str],
    /// What it shows when nothing says otherwise, as a filter that the given options decide.
    pub default_filter: fn(&Given<'_>) -> Option<String>,
}

/// An option of one tool.
#[derive(Debug)]
pub struct Opt {
    /// The letter, or a blank where there is none.
    pub short: char,
    /// The long name.
    pub long: &'static str,
    /// The name of its value, if it takes one.
    pub value: Option<&'static str>,
    /// One line of help.
    pub help: &'static str,
    /// What it does.
    pub effect: Effect,
}

/// What an option does.
#[derive(Clone, Copy, Debug)]
pub enum Effect {
    /// It asks for what is the case anyway.
    Accepted,
    /// It is another name of an option that all tools have.
    Same(&'static str),
    /// It adds fields to those that are shown.
    Add(&'static [&'static str]),
    /// It shows the columns that ps shows for a letter.
    Format(Letter),
    /// It shows fields between those that ps puts around them.
    Between,
    /// It narrows the rows to its comma-separated values, each of which any of these fields may have.
    OneOf(&'static [&'static str]),
    /// It narrows the rows to those with its value, which is read in a way of its own.
    By(By),
    /// It narrows the rows to those that pass a filter; options of the same group widen.
    Keep {
        /// Options of one group widen the selection, of different groups narrow it.
        group: &'static str,
        /// The filter.
        filter: &'static str,
    },
    /// It narrows the rows to processes in the same namespaces as one.
    SameNamespaces,
    /// It says which namespaces those are.
    NamespaceKinds,
    /// It leaves out what any option or word selects.
    Deselect,
    /// It keeps one of the rows.
    First {
        /// The one that started last, not first.
        newest: bool,
    },
    /// It makes each task of a process a row of its own, in views of parts of processes.
    Tasks {
        /// The view that the tool's first one becomes.
        view: &'static str,
        /// The letter of ps whose columns it shows there.
        letter: Option<Letter>,
    },
    /// It shows another view than the tool's first.
    View(&'static str),
    /// It is looked at by the tool's own default filter.
    Decides,
}

/// A way to read the value of an option that selects rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A terminal, in one of the spellings that ps takes; several with commas.
    Terminal,
    /// A control group; those below it are meant too.
    ControlGroup,
    /// A variable of the environment, with or without its value.
    Variable,
}

impl By {
    /// The field that it is about.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Terminal => "tty",
            Self::ControlGroup => "cgroup",
            Self::Variable => "environ",
        }
    }
}

/// What was given on the command line, as far as a default depends on it.
pub struct Given<'g> {
    /// The long names of the tool's own options that were given.
    pub options: &'g [&'static str],
    /// Whether a filter or word mentions a field of this name.
    pub mentions: &'g dyn Fn(&str) -> bool,
}

impl Given<'_> {
    fn has(&self, long: &str) -> bool {
        self.options.contains(&long)
    }
}

/// The tools.
pub static TOOLS: &[Tool] = &[
    Tool {
        name: "pps",
        about: "Shows processes.",
        options: pps::OPTIONS,
        habits: pps::HABITS,
        default_filter: |_| None,
    },
    Tool {
        name: "pnet",
        about: "Shows sockets.",
        options: &[
            Opt {
                short: 't',
                long: "tcp",
                value: None,
                help: "TCP",
                effect: keep_protocol("protocol in (tcp, tcp6)"),
            },
            Opt {
                short: 'u',
                long: "udp",
                value: None,
                help: "UDP",
                effect: keep_protocol("protocol in (udp, udp6)"),
            },
            Opt {
                short: 'U',
                long: "udplite",
                value: None,
                help: "UDP-Lite",
                effect: keep_protocol("protocol in (udplite, udplite6)"),
            },
            Opt {
                short: 'w',
                long: "raw",
                value: None,
                help: "Raw and ping sockets",
                effect: keep_protocol("protocol in (raw, raw6, icmp, icmp6)"),
            },
            Opt {
                short: 'x',
                long: "unix",
                value: None,
                help: "Local sockets",
                effect: keep_protocol("protocol == unix"),
            },
            Opt {
                short: ' ',
                long: "netlink",
                value: None,
                help: "Netlink sockets",
                effect: keep_protocol("protocol == netlink"),
            },
            Opt {
                short: '0',
                long: "packet",
                value: None,
                help: "Packet sockets",
                effect: keep_protocol("protocol == packet"),
            },
            Opt {
                short: '4',
                long: "ipv4",
                value: None,
                help: "IPv4",
                effect: keep_version("protocol in (tcp, udp, udplite, raw, icmp)"),
            },
            Opt {
                short: '6',
                long: "ipv6",
                value: None,
                help: "IPv6",
                effect: keep_version("protocol in (tcp6, udp6, udplite6, raw6, icmp6)"),
            },
            Opt {
                short: 'l',
                long: "listening",
                value: None,
                help: "What listens, or takes datagrams from anybody",
                effect: Effect::Decides,
            },
            Opt {
                short: ' ',
                long: "established",
                value: None,
                help: "Connections that are established",
                effect: Effect::Keep { group: "established", filter: "state == ESTABLISHED" },
            },
            Opt {
                short: 'a',
                long: "all",
                value: None,
                help: "Every family and every state",
                effect: Effect::Decides,
            },
            Opt {
                short: 'p',
                long: "processes",
                value: None,
                help: "Who holds them",
                effect: Effect::Add(&["pid", "process"]),
            },
            Opt {
                short: 'e',
                long: "extend",
                value: None,
                help: "User, inode and references too",
                effect: Effect::Add(&["uid", "inode", "refs"]),
            },
            Opt {
                short: ' ',
                long: "timers",
                value: None,
                help: "Timers (`-o` inside a cluster such as -tno)",
                effect: Effect::Add(&["timer", "timer_expires", "retransmits", "probes"]),
            },
            ALL_NETNS,
            NETNS,
            Opt {
                short: 'n',
                long: "numeric",
                value: None,
                help: "Numbers instead of names, as always",
                effect: Effect::Accepted,
            },
            Opt {
                short: 'W',
                long: "whole",
                value: None,
                help: "Addresses are not cut, as always off a terminal",
                effect: Effect::Accepted,
            },
        ],
        habits: &[
            "Expressions of ss stand as words: state established, exclude time-wait, sport = :22, dst 10.0.0.0/8, dev = eth0, joined by and, or, not and parentheses, and = means equality there. They begin with state, exclude, src, dst, sport, dport, dev or (; what begins otherwise is a word like any other, and -- escapes.",
            "Queues and other ends of local sockets, and what the kernel measures of connections, are no part of /proc: the kernel is asked for them where a field needs it, and tells them of the reader's own network namespace.",
        ],
        default_filter: sockets,
    },
    Tool {
        name: "pfd",
        about: "Shows open files, touching none of them.",
        options: &[
            Opt {
                short: 'p',
                long: "pid",
                value: Some("PIDS"),
                help: "Files of these processes",
                effect: Effect::OneOf(&["pid", "holder_pid", "peer_pid"]),
            },
            Opt {
                short: 'u',
                long: "user",
                value: Some("USERS"),
                help: "Files of processes of these users",
                effect: Effect::OneOf(&["user", "uid"]),
            },
            Opt {
                short: 'c',
                long: "command",
                value: Some("NAMES"),
                help: "Files of processes with these names",
                effect: Effect::OneOf(&["command", "process", "peer_process"]),
            },
            Opt {
                short: 'd',
                long: "assoc",
                value: Some("WHAT"),
                help: "Only these: cwd, root, exe, mem or numbers",
                effect: Effect::OneOf(&["assoc"]),
            },
            Opt {
                short: ' ',
                long: "deleted",
                value: None,
                help: "Files that have lost their last name",
                effect: Effect::Keep { group: "deleted", filter: "deleted" },
            },
            Opt {
                short: ' ',
                long: "locked",
                value: None,
                help: "Descriptors through which a lock is held",
                effect: Effect::Keep { group: "locked", filter: "locked" },
            },
            Opt {
                short: 'n',
                long: "numeric",
                value: None,
                help: "Numbers instead of names, as always",
                effect: Effect::Accepted,
            },
            Opt {
                short: 'P',
                long: "numeric-ports",
                value: None,
                help: "Numbers of ports, as always",
                effect: Effect::Accepted,
            },
        ],
        habits: &[],
        default_filter: |_| None,
    },
    Tool {
        name: "parp",
        about: "Shows the neighbours on the local networks.",
        options: &[
            ALL_NETNS,
            NETNS,
            Opt {
                short: 'i',
                long: "device",
                value: Some("DEVICES"),
                help: "Neighbours on these interfaces",
                effect: Effect::OneOf(&["device"]),
            },
            Opt {
                short: 'n',
                long: "numeric",
                value: None,
                help: "Numbers instead of names, as always",
                effect: Effect::Accepted,
            },
            Opt {
                short: 'a',
                long: "all",
                value: None,
                help: "Every neighbour, as always",
                effect: Effect::Accepted,
            },
            Opt {
                short: 'e',
                long: "extend",
                value: None,
                help: "Type and flags too",
                effect: Effect::Add(&["hardware_type", "flags"]),
            },
        ],
        habits: &[],
        default_filter: |_| None,
    },
    Tool {
        name: "psys",
        about: "Shows the machine.",
        options: &[],
        habits: &[],
        default_filter: |_| None,
    },
];

const ALL_NETNS: Opt = Opt {
    short: ' ',
    long: "all-netns",
    value: None,
    help: "Of all network namespaces that have a process, not of one's own alone",
    effect: Effect::Decides,
};

const NETNS: Opt = Opt {
    short: ' ',
    long: "netns",
    value: Some("NETNS"),
    help: "Of these network namespaces: by inode, name, or the number of a process in them",
    effect: Effect::OneOf(&["netns", "netns_name", "netns_pids"]),
};

const fn keep_protocol(filter: &'static str) -> Effect {
    Effect::Keep { group: "protocol", filter }
}

const fn keep_version(filter: &'static str) -> Effect {
    Effect::Keep { group: "version", filter }
}

/// Bare, the Internet sockets in every state. As in netstat and ss, a family alone leaves out what
/// listens, unless the filter itself speaks of states.
fn sockets(given: &Given<'_>) -> Option<String> {
    const FAMILIES: [&str; 7] = ["tcp", "udp", "udplite", "raw", "unix", "netlink", "packet"];
    const LISTENS: &str = "(state == LISTEN or protocol in (udp, udp6, udplite, udplite6, raw, raw6, icmp, icmp6) and state == UNCONNECTED)";
    let named = FAMILIES.iter().any(|family| given.has(family));
    let mut filters = Vec::new();
    if !named && !given.has("all") && !(given.mentions)("protocol") {
        filters.push("protocol not in (unix, netlink, packet)".to_owned());
    }
    if given.has("listening") {
        filters.push(LISTENS.to_owned());
    } else if named && !given.has("all") && !(given.mentions)("state") {
        filters.push(format!("not {LISTENS}"));
    }
    (!filters.is_empty()).then(|| filters.join(" and "))
}

/// The names by which a view of the tool may be called.
pub fn view_names(tool: &str) -> impl Iterator<Item = &'static str> {
    view::of_tool(tool).flat_map(|view| {
        std::iter::once(view.spec().name).chain(view.spec().aliases.iter().copied())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pcore::{Filter, Info};

    /// The names of fields and the filters in the table are text; here each is looked up.
    #[test]
    fn options_name_fields_of_the_first_view() {
        for tool in TOOLS {
            let fields: Vec<Info> = view::of_tool(tool.name).next().unwrap().fields();
            let known = |name: &str| fields.iter().any(|field| field.name == name);
            for option in tool.options {
                match option.effect {
                    Effect::Add(names) => {
                        for name in names {
                            assert!(known(name), "{}: {name}", tool.name);
                        }
                    }
                    Effect::OneOf(names) => {
                        assert!(names.iter().any(|name| known(name)), "{names:?}");
                    }
                    Effect::By(by) => assert!(known(by.field()), "{}", tool.name),
                    Effect::Keep { filter, .. } => {
                        Filter::parse(filter, &fields).unwrap();
                    }
                    Effect::View(name) | Effect::Tasks { view: name, .. } => {
                        assert!(view_names(tool.name).any(|known| known == name), "{name}");
                    }
                    Effect::Same(name) => {
                        let command = crate::command(tool);
                        assert!(command.get_arguments().any(|arg| arg.get_id() == name), "{name}");
                    }
                    Effect::Accepted
                    | Effect::Format(_)
                    | Effect::Between
                    | Effect::SameNamespaces
                    | Effect::NamespaceKinds
                    | Effect::Deselect
                    | Effect::First { .. }
                    | Effect::Decides => {}
                }
            }
        }
    }

    #[test]
    fn the_default_sockets_are_filters() {
        let fields = view::of_tool("pnet").next().unwrap().fields();
        for options in [&[][..], &["tcp"], &["tcp", "listening"], &["all"], &["unix", "all"]] {
            let given = Given { options, mentions: &|_| false };
            if let Some(filter) = sockets(&given) {
                Filter::parse(&filter, &fields).unwrap();
            }
        }
        assert_eq!(sockets(&Given { options: &["all"], mentions: &|_| false }), None);
    }
}
