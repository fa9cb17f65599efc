//! Views of the tables of the machine: disks, modules, interrupts. Each row is one entry, as a parser
//! took it out of a file; a view is that parser and a table of fields.

use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use super::pci_ids::PciIds;
use crate::field::{Group, Source};
use crate::filter::Filter;
use crate::host::Facts;
use crate::parse::Item;
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::run::Run;
use crate::users::{Groups, Users};
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Value};

/// A view of what the machine has many of, as the table that it is.
pub(crate) struct Lists<V>(pub(crate) V);

/// A view of what the machine has many of.
pub(crate) trait Listed: Sync + 'static {
    /// One entry.
    type Entry: Entry;

    const SPEC: Spec;
    const FIELDS: &'static [Group<On<Self::Entry>>];

    /// What a word selects; `number` gives the numbers of fields.
    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String>;
}

/// Something that the machine has many of.
pub(crate) trait Entry: Sized + 'static {
    /// The files that the entries are read from.
    const FILES: &'static [File];

    /// Gives the entries to `each`. The plan tells what is asked for, where that spares a file.
    ///
    /// # Errors
    /// Why they could not be read.
    fn each(reader: &Rc<Reader>, plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent>;
}

/// An entry as a row: on this machine.
pub(crate) struct On<E> {
    reader: Rc<Reader>,
    facts: Facts,
    entry: E,
}

impl<E> On<E> {
    /// Who reads what lies behind the entry.
    pub(crate) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The entry.
    pub(crate) fn entry(&self) -> &E {
        &self.entry
    }
}

impl<E: Entry> Source<On<E>> for E {
    const FILES: &'static [File] = E::FILES;

    fn of(row: &On<E>) -> Result<&Self, Absent> {
        Ok(&row.entry)
    }
}

impl<E: Entry> Source<On<E>> for Facts {
    const FILES: &'static [File] = &[];

    fn of(row: &On<E>) -> Result<&Self, Absent> {
        Ok(&row.facts)
    }
}

impl<E: Entry> Source<On<E>> for Users {
    const FILES: &'static [File] = &[];

    fn of(row: &On<E>) -> Result<&Self, Absent> {
        Ok(&row.reader.run().users)
    }
}

impl<E: Entry> Source<On<E>> for Groups {
    const FILES: &'static [File] = &[];

    fn of(row: &On<E>) -> Result<&Self, Absent> {
        Ok(&row.reader.run().groups)
    }
}

impl<E: Entry> Source<On<E>> for PciIds {
    const FILES: &'static [File] = &[];

    fn of(row: &On<E>) -> Result<&Self, Absent> {
        Ok(Self::of_run(row.reader.run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

impl<V: Listed> Table for Lists<V> {
    type Row = On<V::Entry>;
    type Key = ();

    const SPEC: Spec = V::SPEC;
    const FIELDS: &'static [Group<Self::Row>] = V::FIELDS;

    fn keys(_reader: &Reader, _plan: &Plan) -> Result<Vec<()>, Errno> {
        Ok(vec![()])
    }

    fn rows(_key: &(), picker: &mut Picker<'_, Self>) {
        let (reader, plan) = (picker.reader.clone(), picker.plan);
        let facts = reader.run().host.facts();
        let read = V::Entry::each(&reader, plan, &mut |entry| {
            picker.offer(&On { reader: reader.clone(), facts, entry });
        });
        // What was denied or did not answer is counted where it was read.
        if let (Err(absent @ (Absent::Unsupported | Absent::Malformed)), Some(file)) =
            (read, <V::Entry as Entry>::FILES.first())
        {
            reader.problem(*file, Reason::Absent(absent));
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        V::word(word, Self::number)
    }
}

/// The entries that a parser finds in a file; what is bad costs itself and is counted.
///
/// # Errors
/// Why the file could not be read.
pub(crate) fn items<T>(
    reader: &Reader,
    file: File,
    parse: impl FnOnce(&[u8]) -> Vec<Item<T>>,
) -> Result<Vec<T>, Absent> {
    Ok(good(reader, file, absent_here(reader.read(file, parse))?))
}

/// Those of the entries of a file that are good; the others are counted.
pub(crate) fn good<T>(reader: &Reader, file: File, items: Vec<Item<T>>) -> Vec<T> {
    let (good, bad): (Vec<_>, Vec<_>) = items.into_iter().partition(Result::is_ok);
    for _ in bad {
        reader.problem(file, Reason::BadRow);
    }
    good.into_iter().flatten().collect()
}

/// Texts that a parser took out of a table, as a list.
pub(crate) fn texts(texts: &[Box<[u8]>]) -> Value<'_> {
    Value::List(texts.iter().map(|text| Value::text(text)).collect())
}

/// An address of the kernel or of the machine, which is a name and no quantity.
pub(crate) fn address(address: Item<u64>) -> Result<Value<'static>, Absent> {
    Ok(Value::Word(format!("{:#x}", address?).into()))
}

/// What a word selects: rows by a number, or by a text that is found in a field.
pub(crate) fn number_or_text(
    word: &Word<'_>,
    number: usize,
    text: usize,
) -> Result<Selector, String> {
    let filter = match word.text.parse::<u64>() {
        Ok(wanted) => Filter::equal(number, wanted.into()),
        Err(_) => word.found_in(text)?,
    };
    // Numbers and texts are two ways to name the same.
    Ok(Selector { kind: "name".into(), filter })
}

/// What came of reading several files for one view: a kernel need not have all of them, but one.
///
/// # Errors
/// Why none of them could be read.
pub(crate) use crate::view::pnet::table::any;

/// Rows in whose field of this name the word is found.
pub(crate) fn found(
    word: &Word<'_>,
    number: fn(&str) -> usize,
    field: &'static str,
) -> Result<Selector, String> {
    Ok(Selector { kind: field.into(), filter: word.found_in(number(field))? })
}

/// Rows whose field of this name is the number that the word is.
pub(crate) fn numbered(
    word: &Word<'_>,
    number: fn(&str) -> usize,
    field: &'static str,
    what: &str,
) -> Result<Selector, String> {
    let value: u64 =
        word.text.parse().map_err(|_| format!("`{}` is no number of {what}", word.text))?;
    Ok(Selector { kind: field.into(), filter: Filter::equal(number(field), value.into()) })
}

/// Why a word selects nothing where there is but one row.
pub(crate) fn one_row(word: &Word<'_>, view: &str) -> Result<Selector, String> {
    Err(format!("`{}`: there is one row of psys {view}, and no word selects it", word.text))
}

/// A share of a whole in percent, with two decimals; it does not apply where there is no whole.
pub(crate) fn share(part: u64, whole: u64) -> Item<Value<'static>> {
    if whole == 0 {
        return Err(Absent::NotApplicable);
    }
    Ok(Value::Float((part as f64 / whole as f64 * 10_000.0).round() / 100.0))
}

/// Several numbers.
pub(crate) fn numbers(items: &[u64]) -> Value<'static> {
    Value::List(items.iter().map(|number| (*number).into()).collect())
}

/// A field whose value stands in a field of the entry, as an `Item` of a number; before it, the
/// attribute of the field that says how it changes.
macro_rules! part {
    (
        $changes:ident: $does:literal, $entry:ty, $name:literal, $header:literal, $kind:ident, [$($alias:literal),*],
        $($part:ident).+, $doc:literal
    ) => {
        $crate::field::Field {
            name: $name,
            header: $header,
            kind: $crate::Kind::$kind,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &$crate::field::Of(|entry: &$entry| Ok(entry.$($part).+?.into())),
            $changes: $does,
            ..$crate::field::Field::BASE
        }
    };
}
pub(crate) use part;

/// A number that stays while the thing does.
macro_rules! fixed {
    ($($arguments:tt)*) => { $crate::view::psys::table::part!(volatile: false, $($arguments)*) };
}
pub(crate) use fixed;

/// A number that goes up and down.
macro_rules! gauge {
    ($($arguments:tt)*) => { $crate::view::psys::table::part!(volatile: true, $($arguments)*) };
}
pub(crate) use gauge;

/// A number that only grows.
macro_rules! counter {
    ($($arguments:tt)*) => { $crate::view::psys::table::part!(counter: true, $($arguments)*) };
}
pub(crate) use counter;

/// A text that a parser took out of the entry.
macro_rules! label {
    (
        $entry:ty, $name:literal, $header:literal, $kind:ident, [$($alias:literal),*],
        $($part:ident).+, $doc:literal
    ) => {
        $crate::field::Field {
            name: $name,
            header: $header,
            kind: $crate::Kind::$kind,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &$crate::field::Of(|entry: &$entry| {
                $crate::view::pnet::table::text(&entry.$($part).+)
            }),
            ..$crate::field::Field::BASE
        }
    };
}
pub(crate) use label;

/// What a file of the machine that is not there means: this kernel does not provide it.
pub(crate) fn absent_here<T>(read: Result<T, Absent>) -> Result<T, Absent> {
    read.map_err(|absent| match absent {
        Absent::Vanished => Absent::Unsupported,
        absent => absent,
    })
}
