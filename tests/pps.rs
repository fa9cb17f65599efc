//! `pps` from outside.
