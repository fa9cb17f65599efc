//! The ends of a socket as ss's expressions name them: ports, addresses, names of local sockets.

use std::net::IpAddr;

use pcore::filter::Network;

use super::{Operator, equal, joined, test};

/// A port, by number or by the name of its service.
pub(super) fn port(
    operator: Operator,
    value: &str,
    number: &str,
    service: &str,
) -> Result<String, String> {
    let value = value.strip_prefix(':').unwrap_or(value);
    match (value.parse::<u16>(), operator) {
        (Ok(port), Operator::Equal) => Ok(test(number, "==", &port.to_string())),
        (Ok(port), Operator::Unequal) => {
            Ok(format!("not ({})", test(number, "==", &port.to_string())))
        }
        (Ok(port), Operator::Ordered(sign)) => Ok(test(number, sign, &port.to_string())),
        (Err(_), _) if !value.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            Err(format!("`{value}` is no port"))
        }
        (Err(_), Operator::Equal) => Ok(equal(service, value)),
        (Err(_), Operator::Unequal) => Ok(format!("not ({})", equal(service, value))),
        (Err(_), Operator::Ordered(sign)) => {
            Err(format!("`{sign}` compares numbers of ports, and `{value}` is a name"))
        }
    }
}

/// `[FAMILY:]ADDRESS[/LENGTH][:PORT]`, or the name of a local socket, in which `*` stands for
/// anything.
pub(super) fn host(
    value: &str,
    address: &str,
    number: &str,
    service: &str,
) -> Result<String, String> {
    const INET: &str = "protocol in (tcp, udp, udplite, raw, icmp)";
    const INET6: &str = "protocol in (tcp6, udp6, udplite6, raw6, icmp6)";
    let (family, value) = match value.split_once(':') {
        Some(("unix", name)) => return Ok(name_of(address, name)),
        Some(("inet", rest)) => (Some(INET), rest),
        Some(("inet6", rest)) => (Some(INET6), rest),
        Some((family @ ("link" | "netlink" | "vsock" | "packet" | "xdp" | "tipc"), _)) => {
            return Err(format!("addresses of {family} are not compared; -Q compares fields"));
        }
        _ => (None, value),
    };
    if value.starts_with(['/', '@']) {
        return Ok(name_of(address, value));
    }
    let (host, port_of) = split(value);
    let mut parts: Vec<String> = family.map(str::to_owned).into_iter().collect();
    if !matches!(host, "" | "*") {
        let network = host.replace(['[', ']'], "");
        if network.parse::<Network>().is_err() {
            return Err(format!("`{host}` is no address; names of machines are not looked up"));
        }
        parts.push(test(address, "in", &network));
    }
    if !matches!(port_of, "" | "*") {
        parts.push(port(Operator::Equal, port_of, number, service)?);
    }
    if parts.is_empty() {
        // Any address is one all the same.
        parts.push(format!("{address} is not not_applicable"));
    }
    Ok(joined(parts, "and"))
}

/// The address and the port of a value; either may be empty.
fn split(value: &str) -> (&str, &str) {
    if value.parse::<IpAddr>().is_ok() {
        return (value, "");
    }
    match value.rsplit_once(':') {
        // The colons of an address, which is then in brackets if a port follows.
        Some((host, port)) if !host.contains(':') || host.contains(']') && !port.contains(']') => {
            (host, port)
        }
        _ => (value, ""),
    }
}

/// The name of a local socket, in which `*` stands for anything and `?` for one character.
fn name_of(address: &str, name: &str) -> String {
    let pattern: String = name
        .chars()
        .map(|c| match c {
            '*' => ".*".to_owned(),
            '?' => ".".to_owned(),
            c if c.is_ascii_alphanumeric() || c == '/' || !c.is_ascii() => c.to_string(),
            '"' => r"\x22".to_owned(),
            c => format!(r"\x{:02x}", u32::from(c)),
        })
        .collect();
    format!(
        "protocol == unix and {address} is not not_applicable and {address} =~ \"(?is)^{pattern}$\""
    )
}
