//! `pps memdump`: a range of a process's memory, sixteen bytes a row.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustix::io::Errno;

use super::mapping::name;
use super::part;
use super::process::Process;
use crate::field::{Field, Group, Of, Source};
use crate::filter::Filter;
use crate::parse::pid::maps::Mapping;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The memory.
pub(crate) struct MemDump;

/// How many bytes a row shows.
const ROW: usize = 16;
/// How many bytes are read at a time: whole rows.
const CHUNK: usize = 4096 * ROW;

impl Table for MemDump {
    type Row = Bytes;
    type Key = u32;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "memdump",
        about: "A range of a process's memory, sixteen bytes a row.",
        aliases: &["mem", "hexdump"],
        key: &["pid", "tid", "address"],
        default_fields: &["address", "hex", "text"],
        words: "a process by its number or name, and what of its memory: START-END, START+LENGTH, or the name of a mapping such as [stack]",
        examples: &[
            ("pps memdump 1234 0x55d0a000+256", "256 bytes from an address"),
            ("pps memdump 1234 '[stack]'", "the stack"),
            ("pps memdump 1234 '[vdso]' -o address,base64 --json", "a mapping for a script"),
        ],
        needs: &[&["pid", "comm"], &["address", "mapping"]],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Bytes>] = &[Group { name: "Memory", fields: FIELDS }];
    const PROCESS: Option<fn(&Bytes) -> &Process> = Some(|bytes| &bytes.process);

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<u32>, Errno> {
        reader.note_hidden();
        reader.pids()
    }

    fn rows(pid: &u32, picker: &mut Picker<'_, Self>) {
        let files = picker.plan.files().and(&[File::Maps, File::Mem]);
        let process = Rc::new(Process::new(*pid, picker.reader, files));
        if picker.may_want_of(&process) {
            // Why maps or the memory cannot be read was counted.
            let _ = dump(&process, picker);
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        if let Some(range) = range(word.text) {
            let (first, last) = range?;
            let filter = Filter::between(Self::number("address"), first, last);
            return Ok(Selector { kind: "range".into(), filter });
        }
        if word.text.starts_with(['[', '/']) {
            let name = Value::Text(word.text.as_bytes().to_vec().into());
            let filter = Filter::equal(Self::number("mapping"), name);
            return Ok(Selector { kind: "range".into(), filter });
        }
        part::select::<Self>(word)
    }
}

/// The first and the last address of `START-END` or `START+LENGTH`, if the word is either. Addresses
/// are hexadecimal, a length is decimal unless it says otherwise.
fn range(word: &str) -> Option<Result<(u64, u64), String>> {
    let address = |text: &str| {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        u64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
    };
    let number = |text: &str| match text.strip_prefix("0x") {
        Some(_) => address(text),
        None => text.parse().ok().filter(|_| !text.starts_with('+')),
    };
    let (first, behind) = if let Some((first, behind)) = word.split_once('-') {
        (address(first)?, Some(address(behind)?))
    } else {
        let (first, length) = word.split_once('+')?;
        let (first, length) = (address(first)?, number(length)?);
        (first, first.checked_add(length))
    };
    let last = behind.and_then(|behind| behind.checked_sub(1)).filter(|last| first <= *last);
    Some(
        last.map(|last| (first, last)).ok_or_else(|| {
            format!("`{word}` is no range of memory; write START-END or START+LENGTH")
        }),
    )
}

/// Offers the wanted bytes of every mapping.
fn dump(process: &Rc<Process>, picker: &mut Picker<'_, MemDump>) -> Result<(), Absent> {
    let wanted = picker.plan.ranges(MemDump::number("address"));
    let name_of = MemDump::number("mapping");
    let memory = process.told(File::Mem, process.place().window(File::Mem));
    let mappings = process.told(File::Maps, process.rows(File::Maps, Mapping::parse));
    let (Some(memory), Some(mappings)) = (memory, mappings) else { return Ok(()) };
    let mut buffer = vec![0; CHUNK];
    for mapping in mappings {
        let mapping = Rc::new(mapping);
        if !picker.may_want(&[(name_of, name(&mapping))]) {
            continue;
        }
        for (first, last) in wanted.within(mapping.start, mapping.end.saturating_sub(1)).iter() {
            let mut address = first;
            while address <= last {
                let left = usize::try_from(last - address).unwrap_or(CHUNK);
                let space = buffer.get_mut(..CHUNK.min(left.saturating_add(1))).unwrap_or_default();
                let count = memory.read_at(address, space)?;
                for row in buffer.get(..count).unwrap_or_default().chunks(ROW) {
                    let (process, mapping) = (process.clone(), mapping.clone());
                    picker.offer(&Bytes { process, mapping, line: Line(address, row.into()) });
                    address = address.saturating_add(row.len() as u64);
                }
                // What cannot be read, as a page beyond the end of a file, ends the mapping.
                if count == 0 || address == u64::MAX {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// Some bytes of memory as a row.
pub(crate) struct Bytes {
    process: Rc<Process>,
    mapping: Rc<Mapping>,
    line: Line,
}

/// An address and the bytes from there on.
pub(crate) struct Line(u64, Box<[u8]>);

impl Source<Bytes> for Line {
    const FILES: &'static [File] = &[File::Mem, File::Maps];

    fn of(bytes: &Bytes) -> Result<&Self, Absent> {
        Ok(&bytes.line)
    }
}

impl Source<Bytes> for Mapping {
    const FILES: &'static [File] = &[File::Maps];

    fn of(bytes: &Bytes) -> Result<&Self, Absent> {
        Ok(&bytes.mapping)
    }
}

static FIELDS: &[Field<Bytes>] = &[
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Pointer,
        doc: "Address of the first byte.",
        from: &Of(|line: &Line| Ok(line.0.into())),
        ..Field::BASE
    },
    Field {
        name: "hex",
        header: "HEX",
        kind: Kind::Text,
        doc: "Bytes in hexadecimal.",
        aliases: &["bytes"],
        from: &Of(|line: &Line| {
            let digits: Vec<String> = line.1.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(Value::Word(digits.join(" ").into()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "text",
        header: "TEXT",
        kind: Kind::Text,
        doc: "Bytes as ASCII, with a dot for what has no character.",
        aliases: &["ascii"],
        from: &Of(|line: &Line| {
            let shown = |byte: &u8| match byte {
                b' '..=b'~' => char::from(*byte),
                _ => '.',
            };
            Ok(Value::Word(line.1.iter().map(shown).collect::<String>().into()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "base64",
        header: "BASE64",
        kind: Kind::Text,
        doc: "Bytes in base64.",
        from: &Of(|line: &Line| Ok(Value::Word(STANDARD.encode(&line.1).into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "mapping",
        header: "MAPPING",
        kind: Kind::Path,
        doc: "Name of the mapping that the bytes are in.",
        from: &Of(|mapping: &Mapping| name(mapping)),
        ..Field::BASE
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_memory() {
        assert_eq!(range("1000-2000"), Some(Ok((0x1000, 0x1fff))));
        assert_eq!(range("0x1000+16"), Some(Ok((0x1000, 0x100f))));
        assert_eq!(range("0x1000+0x10"), Some(Ok((0x1000, 0x100f))));
        for wrong in ["2000-1000", "1000-1000", "1000+0", "ffffffffffffffff+2"] {
            assert!(range(wrong).is_some_and(|range| range.is_err()), "{wrong}");
        }
        for other in ["1234", "nginx", "my-server", "c++", "add-on", "cafe-bar", "1000-"] {
            assert_eq!(range(other), None, "{other}");
        }
    }
}
