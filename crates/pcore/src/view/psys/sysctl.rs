//! `psys sysctl`: one row a setting of the kernel, a file below `sys`.

use std::rc::Rc;

use rustix::fs::FileType;
use rustix::io::Errno;

use super::table::{self, Entry, Listed, Lists, On};
use super::unread;
use crate::field::{Field, Group, Of};
use crate::filter::Filter;
use crate::parse::{Item, lines, number, words};
use crate::plan::{Partial, Plan};
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Manner, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The settings of the kernel.
pub(crate) struct Sysctl;

impl Listed for Sysctl {
    type Entry = Setting;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "sysctl",
        about: "Settings of the kernel, all of /proc/sys.",
        aliases: &["sys"],
        key: &["name"],
        default_fields: &["name", "value"],
        words: "a name, or a part of one between dots, as vm or eth0; * and ? stand for any characters, and a slash may stand for the dot",
        examples: &[
            ("psys sysctl vm.swappiness", "one setting"),
            ("psys sysctl net.ipv4", "what is below a name"),
            ("psys sysctl 'net.*.forwarding' -Q 'number > 0'", "settings by a pattern"),
            ("psys sysctl --report", "all of them, to compare later ones with"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Setting>>] = &[Group { name: "Setting", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let name = dotted(word.text.strip_prefix("/proc/sys/").unwrap_or(word.text).as_bytes());
        let name = String::from_utf8_lossy(&name).into_owned();
        let filter = match word.manner {
            Manner::Part => {
                let pattern = regex::escape(&name).replace(r"\*", ".*").replace(r"\?", ".");
                // A pattern is of the whole name, anything else of whole parts.
                let pattern = if name.contains(['*', '?']) {
                    format!("^{pattern}$")
                } else {
                    format!(r"(^|\.){pattern}(\.|$)")
                };
                Filter::matches(number("name"), &pattern, word.any_case)
                    .map_err(|error| error.to_string())?
            }
            _ => word.found_in(number("name"))?,
        };
        Ok(Selector { kind: "name".into(), filter })
    }
}

impl Entry for Setting {
    const FILES: &'static [File] = &[File::Sys];

    fn each(reader: &Rc<Reader>, plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let number = Lists::<Sysctl>::number("name");
        let mut found = Vec::new();
        table::absent_here(reader.below(File::Sys.path(), 0, File::Sys, &mut |file| {
            if file.kind == FileType::RegularFile {
                let name = dotted(below(&file.path));
                if !plan.excludes(&Partial(&[(number, Ok(Value::text(&name)))])) {
                    found.push((name, file.path.clone(), file.mode));
                }
            }
            true
        }))?;
        let reads = plan.needs_any(VALUES.iter().map(|field| Lists::<Sysctl>::number(field)));
        for (name, path, mode) in found {
            let unread = unread(&path, mode);
            let value = match unread {
                Some(_) => Err(Absent::NotApplicable),
                None if !reads => Err(Absent::Unsupported),
                None => reader.leaf(&path, 0, File::Sys, excuse, |text| {
                    apart(text.strip_suffix(b"\n").unwrap_or(text))
                }),
            };
            each(Self { name, path, mode, value, unread });
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<Setting>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the setting, with dots; a dot within a part of it is written as a slash.",
        aliases: &["key"],
        from: &Of(|setting: &Setting| Ok(Value::text(&setting.name))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Text,
        doc: "Its value, several numbers with a blank between them; does not apply to a setting that cannot be read without doing something, or was never set.",
        from: &Of(|setting: &Setting| text(&setting.value)),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "What the value looks like: integer, integers, text or empty.",
        from: &Of(|setting: &Setting| Ok(Value::word(guess(setting.value()?)))),
        ..Field::BASE
    },
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Number,
        doc: "The value as a number; does not apply to what is none.",
        from: &Of(|setting: &Setting| number_of(setting.value()?).ok_or(Absent::NotApplicable)),
        ..Field::BASE
    },
    Field {
        name: "numbers",
        header: "NUMBERS",
        kind: Kind::List(&Kind::Number),
        doc: "The value as numbers; does not apply to what is none.",
        from: &Of(|setting: &Setting| {
            numbers_of(setting.value()?).map(Value::List).ok_or(Absent::NotApplicable)
        }),
        ..Field::BASE
    },
    Field {
        name: "lines",
        header: "LINES",
        kind: Kind::Count,
        doc: "Lines of the value.",
        from: &Of(|setting: &Setting| Ok((lines(setting.value()?).count() as u64).into())),
        ..Field::BASE
    },
    Field {
        name: "access",
        header: "ACCESS",
        kind: Kind::Word,
        doc: "Whether the setting can be read and written: rw, r or w.",
        from: &Of(|setting: &Setting| {
            Ok(Value::word(match (setting.mode & 0o444 != 0, setting.mode & 0o222 != 0) {
                (true, true) => "rw",
                (true, false) => "r",
                _ => "w",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "mode",
        header: "MODE",
        kind: Kind::Mask,
        doc: "Who may read and write it, in octal.",
        from: &Of(|setting: &Setting| {
            Ok(Value::Word(format!("{:03o}", setting.mode & 0o777).into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "unread",
        header: "UNREAD",
        kind: Kind::Text,
        doc: "Why the value was not read; does not apply to one that was.",
        from: &Of(|setting: &Setting| {
            Ok(Value::word(setting.unread.ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "group",
        header: "GROUP",
        kind: Kind::Text,
        doc: "First part of the name, such as vm or net.",
        from: &Of(|setting: &Setting| {
            Ok(Value::text(setting.name.split(|byte| *byte == b'.').next().unwrap_or_default()))
        }),
        ..Field::BASE
    },
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::Path,
        doc: "Path of the file, from /proc on.",
        from: &Of(|setting: &Setting| Ok(Value::text(&setting.path))),
        ..Field::BASE
    },
];

/// A setting.
pub(crate) struct Setting {
    name: Box<[u8]>,
    path: Box<[u8]>,
    mode: u32,
    value: Item<Box<[u8]>>,
    unread: Option<&'static str>,
}

/// The fields for which the file is read.
const VALUES: &[&str] = &["value", "type", "number", "numbers", "lines"];

impl Setting {
    fn value(&self) -> Item<&[u8]> {
        self.value.as_deref().map_err(|absent| *absent)
    }
}

/// The path without `sys/`.
fn below(path: &[u8]) -> &[u8] {
    path.strip_prefix(b"sys/").unwrap_or(path)
}

/// A name with dots between its parts, and a slash for a dot within one. A name whose first mark is a
/// dot has them already.
fn dotted(name: &[u8]) -> Box<[u8]> {
    let first = name.iter().find(|byte| matches!(byte, b'.' | b'/'));
    if first != Some(&b'/') {
        return name.into();
    }
    let swapped = |byte: &u8| match byte {
        b'/' => b'.',
        b'.' => b'/',
        other => *other,
    };
    name.iter().map(swapped).collect()
}

/// Why the value of a setting is not read.
fn unread(path: &[u8], mode: u32) -> Option<&'static str> {
    if mode & 0o444 == 0 { Some("write-only") } else { unread::why(path) }
}

/// The kernel has no other answer for a secret that was never set.
fn excuse(errno: Errno) -> Errno {
    if errno == Errno::IO { Errno::INVAL } else { errno }
}

/// A value, with blanks for the tabs that some handlers put between numbers.
fn apart(value: &[u8]) -> Box<[u8]> {
    match numbers_of(value) {
        Some(_) => value.iter().map(|byte| if *byte == b'\t' { b' ' } else { *byte }).collect(),
        None => value.into(),
    }
}

fn guess(value: &[u8]) -> &'static str {
    match (value.trim_ascii(), number_of(value), numbers_of(value)) {
        (b"", ..) => "empty",
        (_, Some(_), _) => "integer",
        (_, None, Some(_)) => "integers",
        _ => "text",
    }
}

/// A decimal number, and nothing that only looks like one, as `007`.
fn integer(word: &[u8]) -> Option<Value<'static>> {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    if digits.len() > 1 && digits.starts_with(b"0") {
        return None;
    }
    let unsigned = number::unsigned(word).map(Value::from);
    unsigned.or_else(|_| number::signed(word).map(Value::from)).ok()
}

fn number_of(value: &[u8]) -> Option<Value<'static>> {
    integer(value.trim_ascii())
}

fn numbers_of(value: &[u8]) -> Option<Vec<Value<'static>>> {
    let numbers: Option<Vec<_>> = lines(value).flat_map(words).map(integer).collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_sysctl() {
        for (given, name) in [
            ("vm/swappiness", "vm.swappiness"),
            ("vm.swappiness", "vm.swappiness"),
            ("net/ipv4/conf/eth0.1/forwarding", "net.ipv4.conf.eth0/1.forwarding"),
            ("net.ipv4.conf.eth0/1.forwarding", "net.ipv4.conf.eth0/1.forwarding"),
            ("vm", "vm"),
        ] {
            assert_eq!(&*dotted(given.as_bytes()), name.as_bytes(), "{given}");
        }
    }

    #[test]
    fn types_are_guessed_from_what_is_there() {
        for (value, kind) in [
            (&b"60"[..], "integer"),
            (b"-1", "integer"),
            (b"18446744073709551615", "integer"),
            (b"4096\t131072\t6291456", "integers"),
            (b"1 2\n3 4", "integers"),
            (b"", "empty"),
            (b" ", "empty"),
            (b"cubic", "text"),
            (b"00000000,00000003", "text"),
            (b"007", "text"),
            (b"0x10", "text"),
            (b"1 two", "text"),
        ] {
            assert_eq!(guess(value), kind, "{value:?}");
        }
    }

    #[test]
    fn what_does_something_is_not_read() {
        assert!(unread(b"sys/vm/stat_refresh", 0o600).is_some());
        assert_eq!(unread(b"sys/net/ipv4/route/flush", 0o200), Some("write-only"));
        assert_eq!(unread(b"sys/vm/swappiness", 0o644), None);
    }
}
