//! `psys ipconfig`: one row a line of what the kernel found out about the network when it booted from
//! there, as `net/pnp` and the files below `net/ipconfig` have it.

use super::lines::{self, Directory};
use crate::File;
use crate::view::Spec;

/// What the kernel found out.
pub(crate) struct IpConfig;

impl Directory for IpConfig {
    const FILES: &'static [File] = &[File::NetPnp, File::NetIpConfig];
    const SINGLE: &'static [File] = &[File::NetPnp];
    const SPEC: Spec = Spec {
        name: "ipconfig",
        about: "How the kernel itself configured the network when it booted, line by line.",
        aliases: &["pnp"],
        examples: &[("psys ipconfig", "name servers and addresses from the boot")],
        ..lines::BASE
    };
}
