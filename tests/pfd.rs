//! `pfd` from outside.
