//! What the output goes to: how wide it is, and whether it shows colour.

use std::io::{self, IsTerminal};

/// What the output goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// The width, if it is a terminal that tells one.
    pub(crate) width: Option<usize>,
    /// The height, likewise.
    pub(crate) height: Option<usize>,
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
        let size =
            stdout.is_terminal().then(|| rustix::termios::tcgetwinsize(&stdout).ok()).flatten();
        let told = |cells: u16| (cells > 0).then_some(usize::from(cells));
        Self {
            width: size.and_then(|size| told(size.ws_col)),
            height: size.and_then(|size| told(size.ws_row)),
            colour: is_coloured,
        }
    }

    /// The same in an environment variable.
    pub(crate) fn encode(self) -> String {
        let (width, height) = (self.width.unwrap_or(0), self.height.unwrap_or(0));
        format!("{width},{height},{}", u8::from(self.colour))
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        let (width, rest) = text.split_once(',')?;
        let (height, colour) = rest.split_once(',')?;
        let told = |text: &str| {
            let cells: usize = text.parse().ok()?;
            Some((cells > 0).then_some(cells))
        };
        Some(Self { width: told(width)?, height: told(height)?, colour: colour == "1" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_survives_the_environment() {
        for terminal in [
            Terminal { width: Some(80), height: Some(24), colour: true },
            Terminal { width: None, height: None, colour: false },
        ] {
            assert_eq!(Terminal::decode(&terminal.encode()), Some(terminal));
        }
        assert_eq!(Terminal::decode("x"), None);
    }
}
