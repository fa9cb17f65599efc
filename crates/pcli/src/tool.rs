//! The five tools and the options that each has of its own. Everything else about a tool is derived
//! from its views.

mod parp;
mod pfd;
mod pnet;
mod pps;
mod psys;

use pcore::view::pfd::select;
use pcore::{View, view};

use crate::habits;
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
    /// What it can show; the first is what it shows when none is named.
    pub views: &'static [&'static dyn View],
    /// What users of its peers want to know, one paragraph each.
    pub habits: &'static [&'static str],
    /// Rewrites what they type by habit, or says why not.
    pub(crate) rewrite: fn(&'static Self, &[String]) -> Result<Vec<String>, String>,
    /// What a word that matched nothing was probably meant to be, where it is such a habit.
    pub(crate) hint: fn(&str) -> Option<String>,
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

/// The tools. Each is a program of its own, which needs nothing of the others: only what makes
/// their pages, and tests, look at all.
pub static TOOLS: [&Tool; 5] = [&PPS, &PNET, &PFD, &PARP, &PSYS];

/// Processes.
pub static PPS: Tool = Tool {
    name: "pps",
    about: "Shows processes.",
    options: pps::OPTIONS,
    views: view::pps::VIEWS,
    habits: pps::HABITS,
    rewrite: habits::pps::rewrite,
    hint: habits::pps::hint,
    default_filter: |_| None,
};

/// Sockets, and what the kernel tells of the network.
pub static PNET: Tool = Tool {
    name: "pnet",
    about: "Shows sockets.",
    options: pnet::OPTIONS,
    views: view::pnet::VIEWS,
    habits: pnet::HABITS,
    rewrite: habits::pnet::rewrite,
    hint: |_| None,
    default_filter: pnet::sockets,
};

/// Open files.
pub static PFD: Tool = Tool {
    name: "pfd",
    about: "Shows open files, touching none of them.",
    options: pfd::OPTIONS,
    views: view::pfd::VIEWS,
    habits: pfd::HABITS,
    rewrite: habits::pfd::rewrite,
    hint: habits::pfd::hint,
    default_filter: |_| None,
};

/// Neighbours.
pub static PARP: Tool = Tool {
    name: "parp",
    about: "Shows the neighbours on the local networks.",
    options: parp::OPTIONS,
    views: view::parp::VIEWS,
    habits: parp::HABITS,
    rewrite: habits::parp::rewrite,
    hint: habits::parp::hint,
    default_filter: parp::resolved,
};

/// The machine.
pub static PSYS: Tool = Tool {
    name: "psys",
    about: "Shows the machine.",
    options: psys::OPTIONS,
    views: view::psys::VIEWS,
    habits: psys::HABITS,
    rewrite: habits::psys::rewrite,
    hint: |_| None,
    default_filter: |_| None,
};

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

impl Effect {
    /// Whether it decides which rows there are.
    pub(crate) fn selects(&self) -> bool {
        match self {
            Self::OneOf(_)
            | Self::By(_)
            | Self::Open(_)
            | Self::Keep { .. }
            | Self::Choice { .. }
            | Self::Tasks { .. } => true,
            Self::All(effects) => effects.iter().any(Self::selects),
            _ => false,
        }
    }
}

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

    /// Whether it is said by name what it does in a view.
    pub(crate) fn names(&self, view: &str) -> bool {
        let Effect::In(views) = self.effect else { return false };
        views.iter().any(|(named, _)| named.contains(&view))
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

impl Tool {
    /// What it shows when no view is named.
    pub(crate) fn first(&self) -> Option<&'static dyn View> {
        self.views.first().copied()
    }

    /// The view of this name.
    pub(crate) fn view(&self, name: &str) -> Option<&'static dyn View> {
        self.views.iter().copied().find(|view| view.spec().name == name)
    }

    /// The view that may be called so.
    pub(crate) fn view_called(&self, name: &str) -> Option<&'static dyn View> {
        self.views.iter().copied().find(|view| names_of(*view).any(|known| known == name))
    }

    /// Whether the view that is shown when none is named may be called so.
    pub(crate) fn calls_first(&self, name: &str) -> bool {
        self.first().is_some_and(|view| names_of(view).any(|known| known == name))
    }

    /// The names by which its views may be called.
    pub fn view_names(&self) -> impl Iterator<Item = &'static str> {
        self.views.iter().flat_map(|view| names_of(*view))
    }
}

/// The names by which a view may be called.
fn names_of(view: &dyn View) -> impl Iterator<Item = &'static str> {
    let spec = view.spec();
    std::iter::once(spec.name).chain(spec.aliases.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pcore::Filter;

    /// The names of fields and the filters in the table are text; here each is looked up.
    #[test]
    fn options_name_fields_of_the_views() {
        for tool in TOOLS {
            let first = tool.first().unwrap();
            for option in tool.options {
                match option.effect {
                    Effect::In(views) => {
                        for (named, effect) in views {
                            for name in *named {
                                check(tool, tool.view(name).unwrap(), *effect);
                            }
                        }
                    }
                    effect => check(tool, first, effect),
                }
            }
        }
    }

    fn check(tool: &'static Tool, view: &'static dyn View, effect: Effect) {
        let fields = view.fields();
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
                Filter::parse(filter, fields).unwrap();
            }
            Effect::Choice { names, .. } => {
                for filter in names.iter().filter_map(|name| name.filter.ok()) {
                    Filter::parse(filter, fields).unwrap();
                }
            }
            Effect::View(name) | Effect::Tasks { view: name, .. } => {
                assert!(tool.view(name).is_some(), "{name}");
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
