//! `pnet` from outside.
