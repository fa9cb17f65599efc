//! How a tool ends. The first status that applies is the one that is given.

use std::process::ExitCode;

/// How a tool ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All was done. A reader that closed the pipe had what it wanted.
    Success,
    /// Words or a filter matched nothing, something asked for by name is missing, or an audit found
    /// what is a failure.
    NoMatch,
    /// The command line was wrong; nothing was printed on stdout.
    Usage,
    /// `--strict`, and something could not be read.
    Incomplete,
    /// /proc cannot be used; nothing was printed on stdout.
    Unusable,
    /// The output could not be written.
    Output,
}

impl Exit {
    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::NoMatch => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
            Self::Unusable => 4,
            Self::Output => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
