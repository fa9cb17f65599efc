//! What is selected of open files by a value of its own spelling, as lsof and fuser take them.

use std::borrow::Cow;

use super::file::{Assoc, NAMESPACES};
use super::files::Files;
use super::internet;
use super::named::{Depth, Named};
use crate::filter::Filter;
use crate::view::pnet::socket::{STATES, UNCONNECTED};
use crate::view::{Manner, Table, Word};
use crate::{Absent, Value};

/// What a value selects, or a sentence for the user why it selects nothing.
pub type Wanted = Result<Filter, String>;

/// A way to read a value that selects open files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The beginning of the process's name, or `/regex/` with the flags i, b and x.
    Command,
    /// How a file is held: cwd, rtd, txt, mem, fd, a number or a range of numbers.
    Association,
    /// Addresses and ports, as lsof takes them behind `-i`.
    Internet,
    /// States of a protocol: `TCP:LISTEN,SYN_SENT` or `TCP:^LISTEN`.
    States,
    /// A directory with all that lies below it by name.
    Under,
    /// A directory with what lies directly in it by name.
    In,
    /// The file system that a path lies on, or a disk has.
    FileSystem,
    /// The same by the place where it is mounted.
    MountPoint,
    /// Fewer names than this.
    Links,
}

/// The length that the kernel cuts names of tasks to.
const NAME: usize = 15;

impl By {
    /// The field that it is about above all.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Association => "assoc",
            Self::Internet => "protocol",
            Self::States => "state",
            Self::Under | Self::In => "kname",
            Self::FileSystem | Self::MountPoint => "device",
            Self::Links => "links",
        }
    }

    /// The kind of selector that it makes, by which it goes together with words.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Internet => "socket",
            Self::Under | Self::In | Self::FileSystem | Self::MountPoint => "path",
            by => by.field(),
        }
    }

    /// Whether a value behind a `^` says what is not meant.
    pub const fn may_exclude(self) -> bool {
        matches!(self, Self::Command | Self::Association)
    }

    /// The values in what was given: between commas, where a value cannot have any.
    pub fn values(self, given: &str) -> Vec<&str> {
        let is_regex = given.trim_start_matches('^').starts_with('/');
        match self {
            Self::Association => given.split([',', ' ']).filter(|v| !v.is_empty()).collect(),
            Self::Command if !is_regex => given.split(',').filter(|v| !v.is_empty()).collect(),
            _ => vec![given],
        }
    }

    /// The open files that a value selects.
    ///
    /// # Errors
    /// Why it is none, as a sentence for the user.
    pub fn filter(self, value: &Word<'_>) -> Wanted {
        match self {
            Self::Command => of_command(value),
            Self::Association => of_association(value.text),
            Self::Internet => internet::of_lsof(value.text, value.run),
            Self::States => of_states(value.text),
            Self::Under => Named::look(value.text, value.run)?.names(Depth::Any),
            Self::In => Named::look(value.text, value.run)?.names(Depth::One),
            Self::FileSystem => Named::look(value.text, value.run)?.file_system(false),
            Self::MountPoint => Named::look(value.text, value.run)?.file_system(true),
            Self::Links => match value.text.parse::<u64>().ok().and_then(|n| n.checked_sub(1)) {
                Some(most) => Ok(Filter::between(Files::number("links"), 0, most)),
                None => Err(format!("`{}` is no number above 0", value.text)),
            },
        }
    }
}

fn of_command(value: &Word<'_>) -> Wanted {
    let (field, text) = (Files::number("command"), value.text);
    if let Some(rest) = text.strip_prefix('/') {
        let (pattern, flags) =
            rest.rsplit_once('/').ok_or_else(|| format!("`{text}`: the second / is missing"))?;
        if let Some(flag) = flags.chars().find(|flag| !"bix".contains(*flag)) {
            return Err(format!("`{text}`: {flag} is none of the flags b, i and x"));
        }
        let any_case = value.any_case || flags.contains('i');
        return Filter::matches(field, pattern, any_case).map_err(|error| {
            // The last of its lines says why; the others show where.
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            format!("`{pattern}` is no regular expression: {why}")
        });
    }
    let bytes = text.as_bytes();
    match (value.manner, value.any_case) {
        (Manner::Part, false) => Ok(Filter::begins(field, bytes.get(..NAME).unwrap_or(bytes))),
        (Manner::Part, true) => Filter::matches(field, &format!("^{}", regex::escape(text)), true)
            .map_err(|error| error.to_string()),
        (Manner::Whole | Manner::Pattern, _) => value.found_in(field),
    }
}

/// Never unknown, so that all but what is meant can be asked for too.
fn of_association(text: &str) -> Wanted {
    let held = |word: &'static str| {
        Ok(Filter::equal(Files::number("assoc"), Value::Word(Cow::Borrowed(word))))
    };
    let is_descriptor = || Filter::absent(Files::number("fd"), Absent::NotApplicable).not();
    let number = |text: &str| text.parse::<u32>().ok();
    let between = |first: u32, last: u32| {
        let fd = Filter::between(Files::number("fd"), first.into(), last.into());
        Ok(Filter::and(vec![is_descriptor(), fd]))
    };
    match text {
        "cwd" => held("cwd"),
        "rtd" | "root" => held("root"),
        "txt" | "exe" => held("exe"),
        "mem" | "mmap" | "DEL" => held(Assoc::MEMORY),
        "fd" => Ok(is_descriptor()),
        text if let Some(found) = NAMESPACES.iter().find(|found| found.word == text) => {
            held(found.word)
        }
        text => match (number(text), text.split_once('-')) {
            (Some(fd), _) => between(fd, fd),
            (None, Some((first, last))) => match (number(first), number(last)) {
                (Some(first), Some(last)) if first <= last => between(first, last),
                _ => Err(format!("`{text}` is no range of descriptors")),
            },
            (None, None) => Err(format!(
                "`{text}` is none of cwd, rtd, txt, mem, fd, no namespace and no number"
            )),
        },
    }
}

fn of_states(text: &str) -> Wanted {
    let (protocol, states) = text
        .split_once(':')
        .filter(|(_, states)| !states.is_empty())
        .ok_or_else(|| format!("`{text}` is no PROTOCOL:STATE[,STATE]"))?;
    internet::check_protocol(protocol)?;
    let protocol = internet::of_protocol(Some(&protocol.to_ascii_lowercase()), true);
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    for state in states.split(',') {
        let (state, those) = match state.strip_prefix('^') {
            Some(state) => (state, &mut unwanted),
            None => (state, &mut wanted),
        };
        let name = state.to_ascii_uppercase();
        let known = STATES.iter().chain(&[UNCONNECTED]).find(|known| **known == name);
        let known = known.ok_or_else(|| format!("`{state}` is no state of a socket"))?;
        those.push(Filter::equal(Files::number("state"), Value::word(known)));
    }
    let mut all = vec![protocol];
    all.extend(unwanted.into_iter().map(Filter::not));
    if !wanted.is_empty() {
        all.push(Filter::or(wanted));
    }
    Ok(Filter::and(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cells;
    use crate::filter::Truth;

    /// What a descriptor or a mapping of a process is.
    struct Row(&'static str, &'static str);

    impl Cells for Row {
        fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
            if field == Files::number("command") {
                return Ok(Value::text(self.0.as_bytes()));
            }
            if field == Files::number("assoc") {
                return Ok(Value::word(self.1));
            }
            self.1.parse::<u32>().map(Into::into).map_err(|_| Absent::NotApplicable)
        }
    }

    fn filter(by: By, text: &str) -> Wanted {
        by.filter(&Word { text, manner: Manner::Part, any_case: false, own: None, run: None })
    }

    fn test(by: By, text: &str, row: &Row) -> Truth {
        filter(by, text).unwrap().test(row)
    }

    #[test]
    fn names_begin_so_or_match() {
        let row = Row("sshd-session", "3");
        for (text, is_wanted) in [
            ("ssh", true),
            ("sshd-session", true),
            ("shd", false),
            ("/^ssh.*n$/", true),
            ("/SSH/", false),
            ("/SSH/i", true),
            ("/shd/bx", true),
        ] {
            assert_eq!(test(By::Command, text, &row), is_wanted.into(), "{text}");
        }
        // The kernel keeps fifteen bytes of a name.
        let long = Row("a-very-long-nam", "3");
        assert_eq!(test(By::Command, "a-very-long-name-of-a-program", &long), Truth::True);
        for text in ["/ssh", "/(/", "/a/z"] {
            assert!(filter(By::Command, text).is_err(), "{text}");
        }
        assert_eq!(By::Command.values("a,^b"), ["a", "^b"]);
        assert_eq!(By::Command.values("/a{1,2}/"), ["/a{1,2}/"]);
    }

    #[test]
    fn what_is_no_descriptor_is_never_unknown() {
        for (text, held, is_wanted) in [
            ("cwd", "cwd", true),
            ("rtd", "root", true),
            ("txt", "exe", true),
            ("mem", "mem", true),
            ("fd", "7", true),
            ("fd", "cwd", false),
            ("0-2", "2", true),
            ("0-2", "3", false),
            ("0-2", "mem", false),
            ("7", "7", true),
        ] {
            assert_eq!(test(By::Association, text, &Row("x", held)), is_wanted.into(), "{text}");
        }
        for text in ["2-0", "-1", "err", "1-x"] {
            assert!(filter(By::Association, text).is_err(), "{text}");
        }
    }

    #[test]
    fn states_and_links_are_checked() {
        for text in ["LISTEN", "TCP:", "ABC:LISTEN", ":LISTEN", "TCP:HEARING"] {
            assert!(filter(By::States, text).is_err(), "{text}");
        }
        filter(By::States, "tcp:^listen,SYN_SENT").unwrap();
        assert!(filter(By::Links, "0").is_err());
        assert!(filter(By::Links, "one").is_err());
        assert_eq!(test(By::Links, "1", &Row("x", "0")), Truth::True);
        assert_eq!(test(By::Links, "1", &Row("x", "1")), Truth::False);
    }
}
