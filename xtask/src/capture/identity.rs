//! A look at what was captured for what this machine is known by.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;

use anyhow::{Result, ensure};
use rustix::system::uname;

use crate::generate::{files_below, repository};

/// What is shorter stands in some file by chance.
const SHORTEST: usize = 5;

/// Fails if a file of the tree holds a name, an address or a path of this machine.
pub(super) fn ensure_absent(tree: &Path) -> Result<()> {
    let names = names();
    for path in files_below(tree, Path::new(""))? {
        let place = tree.join(&path);
        let content = match fs::read_link(&place) {
            Ok(target) => target.into_os_string().into_encoded_bytes(),
            Err(_) => fs::read(&place)?,
        };
        for name in &names {
            let is_there = content.windows(name.len()).any(|window| window == name.as_bytes());
            ensure!(!is_there, "{} tells of this machine: {name:?}", path.display());
        }
    }
    Ok(())
}

/// What this machine is known by.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::from([uname().nodename().to_string_lossy().into_owned()]);
    let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
    for path in
        ["/proc/cmdline", "/proc/version", "/proc/sys/kernel/random/boot_id", "/etc/machine-id"]
    {
        names.insert(file(path).trim().to_owned());
    }
    // Users of its own, not those that every system has.
    for line in file("/etc/passwd").lines() {
        let mut columns = line.split(':');
        let (name, id) = (columns.next(), columns.nth(1).and_then(|id| id.parse::<u32>().ok()));
        if let (Some(name), Some(1000..65534)) = (name, id) {
            names.insert(name.to_owned());
        }
    }
    for device in fs::read_dir("/sys/class/net").into_iter().flatten().flatten() {
        let address = file(&device.path().join("address").to_string_lossy()).trim().to_owned();
        if address.bytes().any(|byte| byte != b'0' && byte != b':') {
            names.insert(address);
        }
    }
    let routes = file("/proc/net/fib_trie");
    let leaves = routes.lines().filter_map(|line| line.trim_start().strip_prefix("|-- "));
    names.extend(leaves.filter(|address| !is_nobodys(address)).map(str::to_owned));
    let interfaces = file("/proc/net/if_inet6");
    let addresses = interfaces.lines().filter_map(|line| line.split(' ').next());
    names.extend(addresses.filter(|address| !address.starts_with("0000")).map(str::to_owned));
    let places = [env::current_dir().ok(), env::current_exe().ok(), Some(repository().to_owned())];
    names.extend(places.into_iter().flatten().map(|path| path.to_string_lossy().into_owned()));
    names.retain(|name| name.len() >= SHORTEST);
    names
}

/// Whether an IPv4 address is no machine's own.
fn is_nobodys(address: &str) -> bool {
    address.parse().is_ok_and(|address: Ipv4Addr| {
        address.is_loopback() || address.is_unspecified() || address.is_documentation()
    })
}

#[cfg(test)]
mod tests {
    use std::process;

    use super::*;

    #[test]
    fn a_name_of_this_machine_is_found() {
        let tree = env::temp_dir().join(format!("xtask-identity.{}", process::id()));
        fs::create_dir_all(tree.join("1")).unwrap();
        fs::write(tree.join("1/comm"), "worker\n").unwrap();
        let clean = ensure_absent(&tree);
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
        fs::write(tree.join("1/environ"), format!("BOOT={boot}")).unwrap();
        let told = ensure_absent(&tree);
        fs::remove_dir_all(&tree).unwrap();
        assert!(clean.is_ok(), "{clean:?}");
        assert!(told.unwrap_err().to_string().starts_with("1/environ tells of this machine"));
    }
}
