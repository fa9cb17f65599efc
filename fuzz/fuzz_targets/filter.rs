//! `--where`: any text is a filter or an error over the fields of every view, and a filter answers
//! for a row of which nothing can be seen.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pcore::view;
use pcore::{Absent, Cells, Filter, Info, Value};

static FIELDS: LazyLock<Vec<&[Info]>> =
    LazyLock::new(|| view::all().map(|view| view.fields()).collect());

struct Unseen;

impl Cells for Unseen {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        Err(Absent::ALL.get(field % Absent::ALL.len()).copied().unwrap_or(Absent::Denied))
    }
}

fuzz_target!(|text: &str| {
    for fields in FIELDS.iter() {
        match Filter::parse(text, fields) {
            Ok(filter) => {
                assert!(filter.fields().iter().all(|field| *field < fields.len()));
                filter.test(&Unseen);
            }
            Err(error) => drop(error.to_string()),
        }
    }
});
