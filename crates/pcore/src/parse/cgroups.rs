//! `cgroups`: the controllers of control groups.
//!
//! Own parser: that of the procfs crate gives up all rows for one.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// A controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controller {
    /// Its name.
    pub name: Box<[u8]>,
    /// The hierarchy that it is bound to; 0 stands for that of version 2.
    pub hierarchy: Item<u64>,
    /// How many groups of that hierarchy there are.
    pub groups: Item<u64>,
    /// Whether it is in use; it can be disabled at boot.
    pub is_enabled: Item<bool>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Controller>> {
    lines(text).filter(|line| !line.starts_with(b"#")).map(row)
}

fn row(line: &[u8]) -> Item<Controller> {
    let mut columns = Columns::new(line);
    let name = columns.word()?.into();
    let (hierarchy, groups) = (columns.unsigned(), columns.unsigned());
    if hierarchy.is_err() && groups.is_err() {
        return Err(Absent::Malformed);
    }
    let is_enabled = columns.unsigned().map(|enabled| enabled != 0);
    Ok(Controller { name, hierarchy, groups, is_enabled })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"memory\t4\t13\t1";

    #[test]
    fn controllers_below_a_heading() {
        let text =
            b"#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t4\t13\t1\nhugetlb\t0\tx\t0\n";
        let rows: Vec<_> = rows(text).collect::<Result<_, _>>().unwrap();
        assert_eq!((rows[0].hierarchy, rows[0].groups), (Ok(4), Ok(13)));
        assert_eq!((rows[1].groups, rows[1].is_enabled), (Err(Absent::Malformed), Ok(false)));
        assert!(row(b"memory").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
