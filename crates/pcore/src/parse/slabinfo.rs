//! `slabinfo`: the caches of objects that the kernel keeps.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, words};

/// A cache of objects of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slab {
    /// Its name.
    pub name: Box<[u8]>,
    /// Objects in use.
    pub active: Item<u64>,
    /// Objects that there is room for.
    pub objects: Item<u64>,
    /// Bytes of an object.
    pub object_size: Item<u64>,
    /// Objects in a slab.
    pub objects_per_slab: Item<u64>,
    /// Pages of a slab.
    pub pages_per_slab: Item<u64>,
    /// How many free objects a CPU may keep; only kernels that have the allocator SLAB tell.
    pub limit: Item<u64>,
    /// How many it gets at once.
    pub batch: Item<u64>,
    /// How large a part of these is shared by the CPUs.
    pub shared: Item<u64>,
    /// Slabs in use.
    pub active_slabs: Item<u64>,
    /// Slabs.
    pub slabs: Item<u64>,
}

/// The caches of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Slab>> {
    let is_old = lines(text).next().is_some_and(|line| line.ends_with(b"version: 1.1"));
    lines(text)
        .filter(|line| {
            !line.starts_with(b"slabinfo - ")
                && !line.starts_with(b"#")
                && !line.trim_ascii().is_empty()
        })
        .map(move |line| if is_old { old(line) } else { row(line) })
}

/// Splits a line where its numbers begin: a name may hold blanks.
fn name_of(text: &[u8], numbers: usize) -> Item<(&[u8], &[u8])> {
    let start = words(text).count().checked_sub(numbers).filter(|words| *words > 0);
    let mut columns = Columns::new(text);
    columns.skip(start.ok_or(Absent::Malformed)?);
    let name = text.len().checked_sub(columns.rest().len()).ok_or(Absent::Malformed)?;
    let (name, rest) = text.split_at_checked(name).ok_or(Absent::Malformed)?;
    Ok((name.trim_ascii(), rest))
}

fn row(line: &[u8]) -> Item<Slab> {
    let colon = memchr::memmem::find(line, b" : tunables").ok_or(Absent::Malformed)?;
    let (objects, rest) = line.split_at_checked(colon).ok_or(Absent::Malformed)?;
    let (name, objects) = name_of(objects, 5)?;
    let mut columns = Columns::new(objects);
    let mut rest = Columns::new(rest);
    rest.skip(2);
    let (active, count) = (columns.unsigned(), columns.unsigned());
    let (object_size, objects_per_slab) = (columns.unsigned(), columns.unsigned());
    let pages_per_slab = columns.unsigned();
    let (limit, batch, shared) = (rest.unsigned(), rest.unsigned(), rest.unsigned());
    rest.skip(2);
    Ok(Slab {
        name: name.into(),
        active,
        objects: count,
        object_size,
        objects_per_slab,
        pages_per_slab,
        limit,
        batch,
        shared,
        active_slabs: rest.unsigned(),
        slabs: rest.unsigned(),
    })
}

/// A line of a kernel 2.4, whose columns have another order.
fn old(line: &[u8]) -> Item<Slab> {
    let (line, tunables) = match memchr::memmem::find(line, b" : ") {
        Some(colon) => line.split_at_checked(colon).unwrap_or((line, b"")),
        None => (line, &b""[..]),
    };
    let (name, numbers) = name_of(line, 6)?;
    let mut columns = Columns::new(numbers);
    let mut tunables = Columns::new(tunables);
    tunables.skip(1);
    let (active, objects, object_size) =
        (columns.unsigned(), columns.unsigned(), columns.unsigned());
    let (active_slabs, slabs, pages_per_slab) =
        (columns.unsigned(), columns.unsigned(), columns.unsigned());
    Ok(Slab {
        name: name.into(),
        active,
        objects,
        object_size,
        objects_per_slab: Err(Absent::Unsupported),
        pages_per_slab,
        limit: tunables.unsigned(),
        batch: tunables.unsigned(),
        shared: Err(Absent::Unsupported),
        active_slabs,
        slabs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] = b"dentry            152610 153300    192   21    1 : tunables  120   60    8 : slabdata   7300   7301      0";

    #[test]
    fn columns_of_two_formats() {
        let text = [
            b"slabinfo - version: 2.1\n# name            <active_objs>\n",
            ROW,
            b"\nmy own cache 1 2 3 4 5 : tunables 0 0 0 : slabdata 6 7 8\n",
        ]
        .concat();
        let rows_of = |text: &[u8]| rows(text).collect::<Result<Vec<_>, _>>().unwrap();
        let slabs = rows_of(&text);
        let dentry = &slabs[0];
        assert_eq!(
            (&*dentry.name, dentry.active, dentry.objects),
            (&b"dentry"[..], Ok(152_610), Ok(153_300))
        );
        assert_eq!(
            (dentry.object_size, dentry.objects_per_slab, dentry.pages_per_slab),
            (Ok(192), Ok(21), Ok(1))
        );
        assert_eq!((dentry.limit, dentry.batch, dentry.shared), (Ok(120), Ok(60), Ok(8)));
        assert_eq!((dentry.active_slabs, dentry.slabs), (Ok(7300), Ok(7301)));
        assert_eq!((&*slabs[1].name, slabs[1].slabs), (&b"my own cache"[..], Ok(7)));
        let old = &rows_of(b"slabinfo - version: 1.1\nkmem_cache            80     96    100    2    3    1 :  252  126\n")[0];
        assert_eq!((old.objects, old.object_size, old.slabs), (Ok(96), Ok(100), Ok(3)));
        assert_eq!((old.limit, old.objects_per_slab), (Ok(252), Err(Absent::Unsupported)));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let text = b"a 1 x 3 4 5 : tunables 0 0 0 : slabdata 6 7 8\nb 1 2 3\n";
        let rows: Vec<_> = rows(text).collect();
        let first = rows[0].clone().unwrap();
        assert_eq!((first.objects, first.slabs), (Err(Absent::Malformed), Ok(7)));
        assert!(rows[1].is_err());
    }

    table_properties!(rows, ROW, "[a-z ]{1,20}");
}
