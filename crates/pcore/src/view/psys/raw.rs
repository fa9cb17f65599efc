//! `psys raw`: one row a line of a file of /proc, as it stands.

use std::rc::Rc;

use super::table::{Entry, Listed, Lists, On};
use super::unread;
use crate::field::{Field, Group, Of};
use crate::parse::lines;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::equal;
use crate::view::{Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The lines of files.
pub(crate) struct Raw;

impl Listed for Raw {
    type Entry = RawLine;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "raw",
        about: "Lines of a file of /proc as they stand, for what no other view knows.",
        aliases: &["cat"],
        key: &["path", "line"],
        default_fields: &["text"],
        words: "the path of a file, from /proc on; one that reading would change, or that is no text, is refused",
        examples: &[
            ("psys raw fs/ext4/sda1/options", "a file that no view knows"),
            ("psys raw /proc/self/limits -o line,text", "numbered"),
        ],
        needs: &[&["path"]],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<RawLine>>] = &[Group { name: "Line", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let path = word.text.strip_prefix("/proc/").unwrap_or(word.text);
        if let Some(refused) = refusal(path.as_bytes()) {
            return Err(refused);
        }
        Ok(Selector {
            kind: "path".into(),
            filter: equal(&Word { text: path, ..*word }, number("path")),
        })
    }
}

impl Entry for RawLine {
    const FILES: &'static [File] = &[File::Named];

    fn each(reader: &Rc<Reader>, plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let Some(paths) = plan.texts(Lists::<Raw>::number("path")) else {
            reader.note("raw needs whole paths, not patterns of them".to_owned());
            return Ok(());
        };
        for path in paths {
            let path: Rc<[u8]> = path.into();
            if let Some(refused) = refusal(&path) {
                reader.note(refused);
                continue;
            }
            let read = reader.named(&path, File::Named, |text| {
                if text.contains(&0) {
                    reader.note(format!("{} is no text", path.escape_ascii()));
                    return;
                }
                for (number, text) in (1..).zip(lines(text)) {
                    each(Self { path: path.clone(), number, text: text.into() });
                }
            });
            // Why one that is there could not be read was counted.
            if read == Err(Absent::Unsupported) {
                let shown = path.escape_ascii();
                reader.note(format!("{shown} is no file, or not below /proc"));
            }
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<RawLine>>] = &[
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::Path,
        doc: "Path of the file, from /proc on.",
        aliases: &["file"],
        from: &Of(|line: &RawLine| Ok(Value::text(&line.path))),
        ..Field::BASE
    },
    Field {
        name: "line",
        header: "LINE",
        kind: Kind::Id,
        doc: "Number of the line.",
        from: &Of(|line: &RawLine| Ok(line.number.into())),
        ..Field::BASE
    },
    Field {
        name: "text",
        header: "TEXT",
        kind: Kind::Text,
        doc: "The line.",
        from: &Of(|line: &RawLine| Ok(Value::text(&line.text))),
        ..Field::BASE
    },
];

/// A line of a file.
pub(crate) struct RawLine {
    path: Rc<[u8]>,
    number: u64,
    text: Box<[u8]>,
}

/// Why a file is not read, as a sentence for the user.
fn refusal(path: &[u8]) -> Option<String> {
    let shown = path.escape_ascii();
    let is_below = !path.starts_with(b"/")
        && path.split(|byte| *byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."));
    if !is_below {
        return Some(format!("`{shown}` is not the path of a file below /proc"));
    }
    unread::why(path).map(|reason| format!("`{shown}` is not read: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_proc_are_read() {
        for path in ["/etc/passwd", "../etc/passwd", "self/../../etc", "", "sys//vm", "./x", "kmsg"]
        {
            assert!(refusal(path.as_bytes()).is_some(), "{path:?}");
        }
        for path in ["meminfo", "self/limits", "fs/ext4/sda1/options"] {
            assert_eq!(refusal(path.as_bytes()), None);
        }
    }
}
