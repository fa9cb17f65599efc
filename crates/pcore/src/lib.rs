//! Reads and describes /proc.
//!
//! Five nouns carry the library: a `Root` opens files, a [`Source`](field::Source) is a parsed file
//! that a row can be asked for, a [`Field`](field::Field) is one column, a `View` one table of
//! fields, and a `Query` says which rows and columns are wanted. The library prints nothing and
//! knows no flag.

pub mod absent;
pub mod field;
pub mod file;
pub mod filter;
pub mod kind;
pub mod parse;
pub mod run;
pub mod suggest;
pub mod value;

pub use absent::Absent;
pub use field::{Cells, Field, Info};
pub use file::File;
pub use kind::Kind;
pub use value::Value;
