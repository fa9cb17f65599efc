//! Reads and describes /proc.
//!
//! Five nouns carry the library: a [`Root`] opens files, a [`Source`](field::Source) is a parsed file
//! that a row can be asked for, a [`Field`] is one column, a [`View`] one table of fields, and a
//! [`Query`] says which rows and columns are wanted. The library prints nothing and knows no flag.

pub mod absent;
mod blocked;
pub mod field;
pub mod file;
pub mod filter;
pub mod growth;
pub mod host;
pub mod kind;
mod klog;
pub mod lines;
pub mod names;
mod netlink;
mod order;
pub mod parse;
pub mod plan;
mod pool;
pub mod problem;
pub mod query;
pub mod root;
pub mod rows;
pub mod run;
pub mod services;
pub mod suggest;
mod tree;
pub mod users;
pub mod value;
pub mod view;
mod worker;
pub mod zone;

pub use absent::Absent;
pub use field::{Cells, Field, Info, Trees};
pub use file::File;
pub use filter::Filter;
pub use kind::Kind;
pub use query::Query;
pub use root::Root;
pub use run::Run;
pub use value::Value;
pub use view::View;
