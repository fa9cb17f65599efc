//! The paths of associations: what `net/sctp/remaddr` says of each address of the other ends. It is
//! read when the first association of a table is asked for them.

use std::cell::OnceCell;

use crate::parse::Item;
use crate::parse::net::sctp::{self, Association, RemoteAddress};
use crate::view::pnet::net::Net;
use crate::{Absent, File, Value};

/// The paths of the associations of one network namespace.
#[derive(Default)]
pub(crate) struct Paths(OnceCell<Item<Vec<RemoteAddress>>>);

impl Paths {
    pub(super) fn read(&self, net: &Net) {
        self.0.get_or_init(|| {
            net.items(File::NetSctpRemaddr, |text| sctp::remote_addresses(text).collect())
        });
    }

    /// One value for each path of an association.
    ///
    /// # Errors
    /// Why there is none, or why that of one path is not known.
    pub(crate) fn each<'p>(
        &'p self,
        association: &Association,
        value: fn(&'p RemoteAddress) -> Item<Value<'p>>,
    ) -> Item<Value<'p>> {
        let paths = self.0.get().ok_or(Absent::NotApplicable)?;
        let paths = paths.as_ref().map_err(|absent| *absent)?.iter();
        // It has no number before it is established.
        let id = association
            .id
            .and_then(|id| if id == 0 { Err(Absent::NotApplicable) } else { Ok(id) })?;
        let values: Vec<_> =
            paths.filter(|path| path.association == Ok(id)).map(value).collect::<Item<_>>()?;
        // It came or went between the two looks.
        if values.is_empty() { Err(Absent::Vanished) } else { Ok(Value::List(values)) }
    }
}
