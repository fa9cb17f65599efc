//! The five tools and the options that each has of its own. Everything else about a tool is derived
//! from its views.

mod parp;
mod pfd;
mod pnet;
mod pps;
mod psys;

use pcore::view;
use pcore::view::pfd::select;

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
    /// What its first view shows besides that view's own default, as a filter that the given options
    /// decide.
    pub default_filter: fn(&Given<'_>) -> Option<String>,
}

/// An option of one tool.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// The letter, or a blank where there is none.
    pub short: char,
    /// The long name.
    pub long: &'static str,
    /// Other long names, as the peers have them.
    pub also: &'static [&'static str],
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
    /// It narrows open files to those with its value, which is read as lsof or fuser do.
    Open(select::By),
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
    /// It does another thing in each of these views; no views are all that are not named before.
    In(&'static [(&'static [&'static str], Self)]),
    /// It keeps what the names among its comma-separated values stand for; not those with a `!`.
    Choice {
        /// Values widen the selection, and so do options of the same group.
        group: &'static str,
        /// The names.
        names: &'static [Name],
    },
    /// It shows the fields that the view has for what this kind of word selects.
    FieldsOf(&'static str),
    /// It shows also what the view leaves out unless asked for.
    Everything,
    /// It repeats, as `--watch` with so many seconds.
    Repeat(u32),
    /// It is an option of the peers that has no counterpart; this sentence goes on after its name.
    Refused(&'static str),
    /// It is looked at by the tool's own default filter.
    Decides,
    /// Its value is the level from which on what an audit finds is a failure.
    Alarm,
    /// It does all of these.
    All(&'static [Self]),
}

/// A name that is the value of an option.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// The name.
    pub name: &'static str,
    /// The filter that it stands for, or why it stands for none.
    pub filter: Result<&'static str, &'static str>,
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
        options: pnet::OPTIONS,
        habits: pnet::HABITS,
        default_filter: pnet::sockets,
    },
    Tool {
        name: "pfd",
        about: "Shows open files, touching none of them.",
        options: pfd::OPTIONS,
        habits: pfd::HABITS,
        default_filter: |_| None,
    },
    Tool {
        name: "parp",
        about: "Shows the neighbours on the local networks.",
        options: parp::OPTIONS,
        habits: parp::HABITS,
        default_filter: parp::resolved,
    },
    Tool {
        name: "psys",
        about: "Shows the machine.",
        options: psys::OPTIONS,
        habits: psys::HABITS,
        default_filter: |_| None,
    },
];

const ALL_NETNS: Opt = flag(
    ' ',
    "all-netns",
    "Of all network namespaces that have a process, not of one's own alone",
    Effect::Decides,
);

const NETNS: Opt = value(
    ' ',
    "netns",
    "NETNS",
    "Of these network namespaces: by inode, also of their table, name, or the number of a process in them",
    Effect::OneOf(&["netns", "netns_table", "netns_name", "netns_pids"]),
);

impl Opt {
    /// The option, with other long names.
    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    /// Whether it is known only to say why there is no such thing.
    pub(crate) fn is_refused(&self) -> bool {
        let is_refused = |effect: &Effect| matches!(effect, Effect::Refused(_));
        match self.effect {
            Effect::In(views) => views.iter().all(|(_, effect)| is_refused(effect)),
            effect => is_refused(&effect),
        }
    }

    /// The option as it is in a view: what it does in each is decided. `None` where it says nothing
    /// of the view.
    pub(crate) fn within(self, view: &str) -> Option<Self> {
        let Effect::In(views) = self.effect else { return Some(self) };
        let (_, effect) =
            views.iter().find(|(named, _)| named.is_empty() || named.contains(&view))?;
        Some(Self { effect: *effect, ..self })
    }
}

/// An option without a value.
const fn flag(short: char, long: &'static str, help: &'static str, effect: Effect) -> Opt {
    Opt { short, long, also: &[], value: None, help, effect }
}

/// An option of the peers that has no counterpart.
const fn refused(short: char, long: &'static str, why: &'static str) -> Opt {
    flag(short, long, "", Effect::Refused(why))
}

/// An option with a value.
const fn value(
    short: char,
    long: &'static str,
    name: &'static str,
    help: &'static str,
    effect: Effect,
) -> Opt {
    Opt { short, long, also: &[], value: Some(name), help, effect }
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
    use pcore::{Filter, Info, View};

    /// The names of fields and the filters in the table are text; here each is looked up.
    #[test]
    fn options_name_fields_of_the_views() {
        for tool in TOOLS {
            let first = view::of_tool(tool.name).next().unwrap();
            for option in tool.options {
                match option.effect {
                    Effect::In(views) => {
                        for (named, effect) in views {
                            for name in *named {
                                let view =
                                    view::of_tool(tool.name).find(|v| v.spec().name == *name);
                                check(tool, view.unwrap(), *effect);
                            }
                        }
                    }
                    effect => check(tool, first, effect),
                }
            }
        }
    }

    fn check(tool: &'static Tool, view: &'static dyn View, effect: Effect) {
        let fields: Vec<Info> = view.fields();
        let known = |name: &str| fields.iter().any(|field| field.name == name);
        match effect {
            Effect::Add(names) => {
                for name in names {
                    assert!(known(name), "{}: {name}", tool.name);
                }
            }
            Effect::FieldsOf(kind) => {
                let kinds = view.spec().fields_of_kinds.iter().flat_map(|(kinds, _)| *kinds);
                assert!(kinds.into_iter().any(|known| *known == kind), "{kind}");
            }
            Effect::OneOf(names) => {
                assert!(names.iter().any(|name| known(name)), "{names:?}");
            }
            Effect::By(by) => assert!(known(by.field()), "{}", tool.name),
            Effect::Open(by) => assert!(known(by.field()), "{}", tool.name),
            Effect::Keep { filter, .. } => {
                Filter::parse(filter, &fields).unwrap();
            }
            Effect::Choice { names, .. } => {
                for filter in names.iter().filter_map(|name| name.filter.ok()) {
                    Filter::parse(filter, &fields).unwrap();
                }
            }
            Effect::View(name) | Effect::Tasks { view: name, .. } => {
                assert!(view::of_tool(tool.name).any(|view| view.spec().name == name), "{name}");
            }
            Effect::Same(name) => {
                let command = crate::command(tool);
                assert!(command.get_arguments().any(|arg| arg.get_id() == name), "{name}");
            }
            Effect::All(effects) => effects.iter().for_each(|effect| check(tool, view, *effect)),
            Effect::In(_) => panic!("{}: what an option does is decided once", tool.name),
            Effect::Accepted
            | Effect::Format(_)
            | Effect::Between
            | Effect::SameNamespaces
            | Effect::NamespaceKinds
            | Effect::Deselect
            | Effect::First { .. }
            | Effect::Everything
            | Effect::Repeat(_)
            | Effect::Refused(_)
            | Effect::Decides
            | Effect::Alarm => {}
        }
    }
}
