//! Views of the tables of network namespaces: interfaces, routes, counters. Each row is one entry,
//! together with the namespace that it was read from, so that the fields of the module `net`
//! stand in all of them.

use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use super::net::{self, Known, Net};
use crate::field::{Group, Source};
use crate::filter::Filter;
use crate::host::Facts;
use crate::parse::Item;
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::run::Run;
use crate::users::Users;
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Value};

/// A view of what network namespaces have, as the table that it is.
pub(crate) struct Tables<V>(pub(crate) V);

/// A view of what network namespaces have.
pub(crate) trait Networked: Sync + 'static {
    /// One entry.
    type Entry: Entry;

    /// Whether all namespaces are looked at even if only the reader's own was asked for.
    const EVERYWHERE: bool = false;
    const SPEC: Spec;
    const FIELDS: &'static [Group<In<Self::Entry>>];

    /// What a word selects; `number` gives the numbers of fields.
    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String>;
}

/// Something that a network namespace has.
pub(crate) trait Entry: Sized + 'static {
    /// The files that it is read from.
    const FILES: &'static [File];

    /// Gives the entries of a namespace to `each`.
    ///
    /// # Errors
    /// Why they could not be read.
    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent>;
}

/// An entry as a row.
pub(crate) struct In<E> {
    net: Rc<Net>,
    entry: E,
}

impl<E> In<E> {
    /// The network namespace that it was read from.
    pub(crate) fn net(&self) -> &Net {
        &self.net
    }

    /// The entry.
    pub(crate) fn entry(&self) -> &E {
        &self.entry
    }
}

/// What came of reading several files for one view: a kernel need not have all of them, but one.
///
/// # Errors
/// Why none of them could be read.
pub(crate) fn any(reads: impl IntoIterator<Item = Result<(), Absent>>) -> Result<(), Absent> {
    let mut outcome = Err(Absent::Unsupported);
    for read in reads {
        match (outcome, read) {
            (_, Ok(())) => outcome = Ok(()),
            (Err(Absent::Unsupported), Err(absent)) => outcome = Err(absent),
            _ => {}
        }
    }
    outcome
}

impl<E: Entry> Source<In<E>> for E {
    const FILES: &'static [File] = E::FILES;

    fn of(row: &In<E>) -> Result<&Self, Absent> {
        Ok(&row.entry)
    }
}

impl<E: Entry> Source<In<E>> for Facts {
    const FILES: &'static [File] = &[];

    fn of(row: &In<E>) -> Result<&Self, Absent> {
        Ok(row.net.facts())
    }
}

impl<E: Entry> Source<In<E>> for Users {
    const FILES: &'static [File] = &[];

    fn of(row: &In<E>) -> Result<&Self, Absent> {
        Ok(&row.net.reader().run().users)
    }
}

impl<V: Networked> Table for Tables<V> {
    type Row = In<V::Entry>;
    type Key = Arc<Known>;

    const HEAVY: bool = true;
    const SPEC: Spec = V::SPEC;
    const FIELDS: &'static [Group<Self::Row>] = V::FIELDS;
    const NET: Option<fn(&Self::Row) -> &Net> = Some(|row| &row.net);

    fn prepare(run: &Arc<Run>, plan: &Plan) {
        net::known(run, V::EVERYWHERE || plan.all_netns());
    }

    fn keys(reader: &Reader, plan: &Plan) -> Result<Vec<Arc<Known>>, Errno> {
        Ok(net::known(reader.run(), V::EVERYWHERE || plan.all_netns()).to_vec())
    }

    fn rows(network: &Arc<Known>, picker: &mut Picker<'_, Self>) {
        let net = Rc::new(Net::new(network, picker.reader));
        if !picker.may_want_in(&net, &[]) {
            return;
        }
        let read = V::Entry::each(&net, &mut |entry| picker.offer(&In { net: net.clone(), entry }));
        if let (Err(absent @ (Absent::Unsupported | Absent::Malformed)), Some(file)) =
            (read, <V::Entry as Entry>::FILES.first())
        {
            picker.reader.problem(*file, Reason::Absent(absent));
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        V::word(word, Self::number)
    }
}

/// A number of an entry that only grows, from a field of the struct that the entry is, or that is in
/// it.
macro_rules! counter {
    ($($number:tt)*) => { $crate::view::pnet::table::number!(counter, $($number)*) };
}
pub(crate) use counter;

/// A number of an entry that goes up and down, likewise.
macro_rules! gauge {
    ($($number:tt)*) => { $crate::view::pnet::table::number!(volatile, $($number)*) };
}
pub(crate) use gauge;

/// A number of an entry that changes while the entry stays the same, by the attribute of the field
/// that says how.
macro_rules! number {
    (
        $changes:ident, $entry:ty, $name:literal, $header:literal, $kind:ident,
        [$($alias:literal),*], $($part:ident).+, $doc:literal
    ) => {
        $crate::field::Field {
            name: $name,
            header: $header,
            kind: $crate::Kind::$kind,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &$crate::field::Of(|entry: &$entry| Ok(entry.$($part).+?.into())),
            $changes: true,
            ..$crate::field::Field::BASE
        }
    };
}
pub(crate) use number;

/// Rows in which a field is the word.
pub(crate) fn equal(word: &Word<'_>, field: usize) -> Filter {
    Filter::equal(field, Value::Text(word.text.as_bytes().to_vec().into()))
}

/// What a word selects as the name of an interface.
pub(crate) fn of_device(word: &Word<'_>, field: usize) -> Selector {
    Selector { kind: "device".into(), filter: equal(word, field) }
}

/// A text that a parser took out of a table.
pub(crate) fn text(item: &Item<Box<[u8]>>) -> Item<Value<'_>> {
    Ok(Value::text(item.as_deref().map_err(|absent| *absent)?))
}
