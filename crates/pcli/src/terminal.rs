//! What the output goes to: how wide it is, and whether it shows colour.

use std::io::{self, IsTerminal};

/// What the output goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// The width, if it is a terminal that tells one.
    pub(crate) width: Option<usize>,
    /// Whether to colour.
    pub(crate) colour: bool,
}

impl Terminal {
    /// What standard output goes to; `--color` and the environment decide about colour.
    pub(crate) fn of_output(color: Option<&str>) -> Self {
        let stdout = io::stdout();
        let is_coloured = match color {
            Some("always") => true,
            Some("never") => false,
            _ => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        };
        let width = stdout
            .is_terminal()
            .then(|| rustix::termios::tcgetwinsize(&stdout).ok())
            .flatten()
            .map(|size| usize::from(size.ws_col))
            .filter(|width| *width > 0);
        Self { width, colour: is_coloured }
    }

    /// The same in an environment variable.
    pub(crate) fn encode(self) -> String {
        format!("{},{}", self.width.unwrap_or(0), u8::from(self.colour))
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        let (width, colour) = text.split_once(',')?;
        let width = width.parse().ok()?;
        Some(Self { width: (width > 0).then_some(width), colour: colour == "1" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_survives_the_environment() {
        for terminal in
            [Terminal { width: Some(80), colour: true }, Terminal { width: None, colour: false }]
        {
            assert_eq!(Terminal::decode(&terminal.encode()), Some(terminal));
        }
        assert_eq!(Terminal::decode("x"), None);
    }
}
