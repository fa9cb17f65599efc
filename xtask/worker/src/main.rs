//! The processes of the world that `cargo xtask capture` makes: the first of them, and those that it
//! starts.
//!
//! They are a program of their own, built for release, so that what /proc tells of them is little,
//! and does not depend on what else xtask can do or how it was built.

#![expect(clippy::disallowed_methods, reason = "what is to be captured is made past pcore")]

mod init;
mod roles;

use std::env;

use anyhow::{Context as _, Result};

fn main() -> Result<()> {
    let name = env::args().nth(1).context("a role is required")?;
    if name == "init" {
        return init::rule();
    }
    let role = roles::find(&name).with_context(|| format!("there is no role `{name}`"))?;
    (role.play)()
}
