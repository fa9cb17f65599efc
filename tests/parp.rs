//! `parp` from outside.
