//! `psys` from outside.
