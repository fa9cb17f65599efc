//! The command line of the prockit tools, written once.
//!
//! A tool is a [`tool::Tool`]; what it shows comes from the views of `pcore`. The arguments
//! pass three levels: habits of the peers are rewritten ([`habits`]), the command line is read into
//! a `Request` that names fields and filters but has opened nothing, and the request is
//! answered.

mod answer;
mod args;
mod baseline;
mod child;
mod earlier;
mod early;
#[cfg(test)]
mod examples;
mod exit;
mod expect;
pub mod habits;
mod human;
mod listing;
mod output;
mod ps;
mod render;
mod request;
mod same;
mod sanitise;
mod stream;
mod terminal;
pub mod tool;
mod verdict;

use std::process::ExitCode;

pub use args::command;
pub use exit::Exit;
pub use listing::schema;

/// Runs a tool with the arguments of this process.
pub fn main(tool: &'static tool::Tool) -> ExitCode {
    let name = tool.name;
    if rustix::process::getuid() != rustix::process::geteuid()
        || rustix::process::getgid() != rustix::process::getegid()
    {
        stream::complain(name, "refuses to run with the privileges of another user (setuid)");
        return Exit::Usage.into();
    }
    let exit = run(tool).unwrap_or_else(|failure| {
        stream::complain(name, &failure.to_string());
        failure.exit()
    });
    child::done(exit);
    exit.into()
}

fn run(tool: &'static tool::Tool) -> anyhow::Result<Exit, Failure> {
    let given: Vec<_> = std::env::args_os().skip(1).collect();
    let arguments = args::texts(&given)?;
    let rewritten = habits::rewrite(tool, &arguments).map_err(Failure::Usage)?;
    match args::parse(tool, &rewritten)? {
        args::Parsed::Shown(text, exit) => {
            let mut out = stream::Output::new();
            out.buffer().extend_from_slice(text.as_bytes());
            answer::finish(out, exit)
        }
        args::Parsed::Wrong(text) => {
            let _ = stream::write_all(rustix::stdio::stderr(), text.as_bytes());
            Ok(Exit::Usage)
        }
        args::Parsed::Request(request) => {
            if child::is_needed(&request) {
                return child::run(&request, &given);
            }
            answer::answer(&request)
        }
    }
}

/// Why a tool could not do what it was asked, in one line for the user.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is wrong.
    Usage(String),
    /// /proc cannot be used.
    Unusable(anyhow::Error),
    /// The output could not be written.
    Output(std::io::Error),
}

impl Failure {
    const fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Unusable(_) => Exit::Unusable,
            Self::Output(_) => Exit::Output,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Usage(message) => f.write_str(message),
            Self::Unusable(error) => write!(f, "{error}"),
            Self::Output(error) => write!(f, "cannot write the output: {error}"),
        }
    }
}
