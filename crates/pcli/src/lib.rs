//! The command line of the tools.
