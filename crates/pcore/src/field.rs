//! A field: one column of a view, described once. Names, headings, help, completions, JSON keys,
//! schemas and the manual are loops over tables of [`Field`]s.

use std::sync::Arc;

use crate::growth::Growth;
use crate::run::Run;
use crate::{Absent, File, Kind, Value};

/// What a field is, without how it is read: the part that everything outside the view needs.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// The name in `--fields`, `--sort`, `--where`, JSON and completions.
    pub name: &'static str,
    /// The heading of the column.
    pub header: &'static str,
    /// Type and unit.
    pub kind: Kind,
    /// One sentence.
    pub doc: &'static str,
    /// Other names that are accepted, as the peers call it.
    pub aliases: &'static [&'static str],
    /// Whether the value changes while the thing stays the same, so that a comparison with an
    /// earlier report leaves it out.
    pub volatile: bool,
    /// Whether the value only grows, so that by how much and how fast are fields too.
    pub counter: bool,
    /// The counter of which the growth of this one is a share, in place of the time that went by.
    pub share_of: Option<&'static str>,
    /// The counter whose growth the field tells, if it is such a field.
    pub growth: Option<Growth>,
    /// The heading under which a page of one record shows the field.
    pub group: &'static str,
}

impl Info {
    /// The attributes that few need to name, for `..Info::BASE`.
    pub const BASE: Self = Self {
        name: "",
        header: "",
        kind: Kind::Text,
        doc: "",
        aliases: &[],
        volatile: false,
        counter: false,
        share_of: None,
        growth: None,
        group: "",
    };

    /// Whether `name` means this field: its name or an alias, in any case.
    pub fn answers_to(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
            || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

/// One column of a view whose rows are `R`.
pub struct Field<R: 'static> {
    /// The name in `--fields`, `--sort`, `--where`, JSON and completions: lower-case snake case.
    pub name: &'static str,
    /// The heading of the column.
    pub header: &'static str,
    /// Type and unit: alignment, JSON type, form for people, literals of a filter.
    pub kind: Kind,
    /// One sentence: help, man page, JSON Schema.
    pub doc: &'static str,
    /// What ps, top or lsfd call it.
    pub aliases: &'static [&'static str],
    /// How the value is taken out of its source.
    pub from: &'static dyn Extract<R>,
    /// Whether the value changes while the thing stays the same.
    pub volatile: bool,
    /// Whether the value only grows: a count of what happened, bytes moved, time spent. It is
    /// volatile then, and the view also has the fields of [`Measure`](crate::growth::Measure).
    pub counter: bool,
    /// The counter of time of which the growth of this one is a share, in place of the time that went
    /// by: clocks that tick apart from each other would have the parts be more than the whole.
    pub share_of: Option<&'static str>,
}

/// Fields of one subject.
pub struct Group<R: 'static> {
    /// The heading under which a page of one record shows them; empty where a view needs none.
    pub name: &'static str,
    /// The fields.
    pub fields: &'static [Field<R>],
}

impl<R: 'static> Group<R> {
    /// Adds what its fields are, without how they are read.
    pub(crate) fn tell(&self, infos: &mut Vec<Info>) {
        for field in self.fields {
            infos.push(field.info(self.name));
        }
    }
}

impl<R: 'static> Field<R> {
    /// The attributes that few fields need to name, for `..Field::BASE`.
    pub const BASE: Self = Self {
        name: "",
        header: "",
        kind: Kind::Text,
        doc: "",
        aliases: &[],
        from: &Nothing,
        volatile: false,
        counter: false,
        share_of: None,
    };

    /// What the field is, without how it is read, in the group of this name.
    const fn info(&self, group: &'static str) -> Info {
        Info {
            name: self.name,
            header: self.header,
            kind: self.kind,
            doc: self.doc,
            aliases: self.aliases,
            volatile: self.volatile || self.counter,
            counter: self.counter,
            share_of: self.share_of,
            growth: None,
            group,
        }
    }
}

/// A parsed file, or one join of files, that a row can be asked for. Asking reads it, at most once.
pub trait Source<R>: Sized + 'static {
    /// The files that an answer may need: one, or several for a join or a fallback.
    const FILES: &'static [File];

    /// The files that tell the same in a copy of /proc, which keeps no owners. They are read there
    /// alone.
    const IN_COPIES: &'static [File] = &[];

    /// Whether it is the same, or absent for the same reason, in all rows that come of one key as long as
    /// tasks are no rows of their own. So a filter can judge by it before any of them is read, and what it
    /// is written as stands for all of them.
    const OF_KEY: bool = false;

    /// The source of this row.
    ///
    /// # Errors
    /// Why it could not be read or parsed.
    fn of(row: &R) -> Result<&Self, Absent>;

    /// Builds what all rows share, before the first row is read. Most sources share nothing.
    fn prepare(_run: &Arc<Run>) {}
}

/// The files of several lists, for a source that reads what another does, and more.
///
/// # Panics
/// When there are not as many, which the compiler tells.
#[expect(clippy::indexing_slicing, reason = "it is worked out while the program is compiled")]
pub(crate) const fn joined<const N: usize>(one: &[File], more: &[File]) -> [File; N] {
    assert!(one.len() + more.len() == N, "a place for each file");
    let (mut all, mut at) = ([File::Root; N], 0);
    while at < N {
        all[at] = if at < one.len() { one[at] } else { more[at - one.len()] };
        at += 1;
    }
    all
}

/// Which trees a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trees {
    /// Live ones and copies.
    All,
    /// A live /proc.
    Live,
}

/// How a field gets its value: the only way is through the sources that it declares.
pub trait Extract<R>: Sync {
    /// The files that a value may need, on a live /proc and in a copy, or on a live one alone.
    fn files(&self, of: Trees, files: &mut Vec<File>);

    /// Builds what all rows share.
    fn prepare(&self, run: &Arc<Run>);

    /// Whether all rows that come of one key have the same value, see [`Source::OF_KEY`].
    fn is_of_key(&self) -> bool;

    /// The value of one row.
    ///
    /// # Errors
    /// Why there is none.
    fn value<'r>(&self, row: &'r R) -> Result<Value<'r>, Absent>;
}

macro_rules! extractors {
    ($($(#[$doc:meta])* $name:ident($($source:ident),+);)*) => {$(
        $(#[$doc])*
        pub struct $name<$($source),+>(
            pub for<'a> fn($(&'a $source),+) -> Result<Value<'a>, Absent>,
        );

        impl<R: 'static, $($source: Source<R>),+> Extract<R> for $name<$($source),+> {
            fn files(&self, of: Trees, files: &mut Vec<File>) {
                $(
                    files.extend_from_slice($source::FILES);
                    if of == Trees::All {
                        files.extend_from_slice($source::IN_COPIES);
                    }
                )+
            }

            fn prepare(&self, run: &Arc<Run>) {
                $($source::prepare(run);)+
            }

            fn is_of_key(&self) -> bool {
                $($source::OF_KEY)&&+
            }

            fn value<'r>(&self, row: &'r R) -> Result<Value<'r>, Absent> {
                (self.0)($($source::of(row)?),+)
            }
        }
    )*};
}

extractors! {
    /// A value taken out of one source.
    Of(A);
    /// A value taken out of two sources.
    Of2(A, B);
    /// A value taken out of three sources.
    Of3(A, B, C);
}

/// The extractor of [`Field::BASE`]; a registry test finds a field that kept it.
struct Nothing;

impl<R> Extract<R> for Nothing {
    fn files(&self, _of: Trees, _files: &mut Vec<File>) {}

    fn prepare(&self, _run: &Arc<Run>) {}

    fn is_of_key(&self) -> bool {
        false
    }

    fn value<'r>(&self, _row: &'r R) -> Result<Value<'r>, Absent> {
        Err(Absent::Unsupported)
    }
}

/// The cells of one row, read when asked for. Filters and writers see a row through this: a filter by
/// the numbers that fields have in their view, a writer by those of the columns that are shown.
pub trait Cells {
    /// The value with this number.
    ///
    /// # Errors
    /// Why there is none.
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent>;

    /// Whether the row can tell anything of a field. One of which only the key is known cannot, and
    /// then not even that a value is absent.
    fn is_known(&self, _field: usize) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(u64);

    impl Source<Row> for u64 {
        const FILES: &'static [File] = &[File::Stat];

        fn of(row: &Row) -> Result<&Self, Absent> {
            Ok(&row.0)
        }
    }

    static FIELDS: &[Field<Row>] = &[Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Count,
        doc: "A number.",
        from: &Of(|number: &u64| Ok((*number).into())),
        ..Field::BASE
    }];

    #[test]
    fn a_field_reads_only_the_source_that_its_extractor_takes() {
        let mut files = Vec::new();
        FIELDS[0].from.files(Trees::All, &mut files);
        assert_eq!(files, [File::Stat]);
        assert_eq!(FIELDS[0].from.value(&Row(7)), Ok(Value::Uint(7)));
    }
}
