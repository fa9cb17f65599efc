//! Sockets by their addresses and ports, in the spellings of lsof and fuser.
//!
//! ```text
//! lsof -i   [4|6][protocol][@address][:ports]     TCP@10.0.0.1:443, 6UDP, :80,8000-8080,http
//! fuser     [local][,[address][,[peer]]]/protocol  22/tcp, ,10.0.0.1/tcp, 5000,,443/udp
//! words     :ports, address[:port], network
//! ```

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use super::files::Files;
use super::select::Wanted;
use crate::Value;
use crate::filter::{Filter, Network};
use crate::run::Run;
use crate::services::Services;
use crate::view::Table;

/// The families of protocols that have ports.
const WITH_PORTS: [&str; 4] = ["tcp", "udp", "udplite", "sctp"];
/// Those that have addresses alone.
const WITHOUT_PORTS: [&str; 2] = ["raw", "icmp"];

/// Numbers of ports, both ends belong to them.
type Ports = Vec<(u16, u16)>;

/// Reads what lsof takes behind `-i`.
pub(crate) fn of_lsof(text: &str, run: Option<&Arc<Run>>) -> Wanted {
    let (version, rest) = match text.strip_prefix('4') {
        Some(rest) => (Some("inet"), rest),
        None => match text.strip_prefix('6') {
            Some(rest) => (Some("inet6"), rest),
            None => (None, text),
        },
    };
    let end = rest.find(['@', ':']).unwrap_or(rest.len());
    let (protocol, rest) = rest.split_at(end);
    let protocol = Some(protocol.to_ascii_lowercase()).filter(|protocol| !protocol.is_empty());
    if let Some(protocol) = &protocol {
        check_protocol(protocol)?;
    }
    let (host, ports) = match rest.strip_prefix('@') {
        Some(rest) => {
            let end = match rest.strip_prefix('[') {
                Some(inner) => inner.find(']').map(|end| end + 2),
                None => Some(rest.find(':').unwrap_or(rest.len())),
            };
            let (host, rest) = end
                .and_then(|end| rest.split_at_checked(end))
                .ok_or_else(|| format!("`{text}`: `]` is missing"))?;
            (Some(networks(host)?), rest)
        }
        None => (None, rest),
    };
    let ports = match ports.strip_prefix(':') {
        Some(list) => Some(self::ports(list, protocol.as_deref(), run)?),
        None if ports.is_empty() => None,
        None => return Err(format!("`{text}` is no [4|6][protocol][@address][:ports]")),
    };
    let mut all = vec![of_protocol(protocol.as_deref(), ports.is_some())];
    if let Some(family) = version {
        all.push(Filter::equal(Files::number("family"), Value::word(family)));
    }
    if host.is_some() || ports.is_some() {
        let ends = [("local", "local_port"), ("peer", "peer_port")];
        all.push(Filter::or(
            ends.map(|(address, port)| at(host.as_deref(), address, ports.as_deref(), port)).into(),
        ));
    }
    Ok(Filter::and(all))
}

/// Reads what fuser takes with a protocol behind it: the port here, the address there, the port there.
/// `None` where no protocol is behind it.
pub(crate) fn of_fuser(text: &str, run: Option<&Arc<Run>>) -> Option<Wanted> {
    let (ends, protocol) = text.rsplit_once('/')?;
    check_protocol(protocol).ok()?;
    Some(of_ends(ends, protocol, run))
}

fn of_ends(ends: &str, protocol: &str, run: Option<&Arc<Run>>) -> Wanted {
    let mut sides = ends.split(',');
    let (local, host, peer) = (sides.next(), sides.next(), sides.next());
    if sides.next().is_some() || ends.is_empty() {
        return Err(format!("`{ends}/{protocol}` is no [port][,[address][,[port]]]/protocol"));
    }
    let given = |part: Option<&'_ str>| part.filter(|part| !part.is_empty()).map(str::to_owned);
    let ports = |part: Option<&str>| {
        given(part).map(|list| self::ports(&list, Some(protocol), run)).transpose()
    };
    let (local, peer) = (ports(local)?, ports(peer)?);
    let host = given(host).map(|host| networks(&host)).transpose()?;
    let has_ports = local.is_some() || peer.is_some();
    Ok(Filter::and(vec![
        of_protocol(Some(protocol), has_ports),
        at(None, "local", local.as_deref(), "local_port"),
        at(host.as_deref(), "peer", peer.as_deref(), "peer_port"),
    ]))
}

/// What a word selects that looks like a port, an address or a network.
pub(crate) fn of_word(text: &str, run: Option<&Arc<Run>>) -> Option<Wanted> {
    if text.starts_with(':') {
        return Some(of_lsof(text, run));
    }
    if let Ok(end) = text.parse::<SocketAddr>() {
        let host = if end.is_ipv6() { format!("[{}]", end.ip()) } else { end.ip().to_string() };
        return Some(of_lsof(&format!("@{host}:{}", end.port()), run));
    }
    let network: Network = text.parse().ok()?;
    let sides = ["local", "peer"].map(|name| Filter::within(Files::number(name), network));
    Some(Ok(Filter::or(sides.into())))
}

/// Sockets that have one of the addresses and one of the ports at one end.
fn at(
    networks: Option<&[Network]>,
    address: &'static str,
    ports: Option<&[(u16, u16)]>,
    port: &'static str,
) -> Filter {
    let mut all = Vec::new();
    if let Some(networks) = networks {
        let field = Files::number(address);
        all.push(Filter::or(networks.iter().map(|net| Filter::within(field, *net)).collect()));
    }
    if let Some(ports) = ports {
        let field = Files::number(port);
        let between = |(first, last): &(u16, u16)| {
            Filter::between(field, u64::from(*first), u64::from(*last))
        };
        all.push(Filter::or(ports.iter().map(between).collect()));
    }
    Filter::and(all)
}

/// Sockets of a protocol of the Internet, or of any that has addresses, or ports.
pub(super) fn of_protocol(protocol: Option<&str>, has_ports: bool) -> Filter {
    let names: Vec<&str> = match protocol {
        Some(protocol) => vec![protocol],
        None if has_ports => WITH_PORTS.to_vec(),
        None => {
            let families = ["inet", "inet6"].map(Value::word);
            return Filter::one_of(Files::number("family"), families.into());
        }
    };
    let both = |name: &str| ["", "6"].map(|version| Value::Word(format!("{name}{version}").into()));
    Filter::one_of(Files::number("protocol"), names.into_iter().flat_map(both).collect())
}

/// Whether there is such a protocol.
pub(super) fn check_protocol(protocol: &str) -> Result<(), String> {
    let name = protocol.to_ascii_lowercase();
    if WITH_PORTS.iter().chain(&WITHOUT_PORTS).any(|known| *known == name) {
        return Ok(());
    }
    let known: Vec<&str> = WITH_PORTS.iter().chain(&WITHOUT_PORTS).copied().collect();
    Err(format!("`{protocol}` is no protocol of the Internet: {}", known.join(", ")))
}

/// What an address, a network or `localhost` is. Names are not looked up: that would wait for
/// servers.
fn networks(host: &str) -> Result<Vec<Network>, String> {
    if host == "localhost" {
        return Ok(vec![
            Network::from(IpAddr::from(Ipv4Addr::LOCALHOST)),
            Network::from(IpAddr::from(Ipv6Addr::LOCALHOST)),
        ]);
    }
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    match bare.parse() {
        Ok(network) => Ok(vec![network]),
        Err(error) => Err(format!("`{host}` is {error}; names of hosts are not looked up")),
    }
}

/// Ports: numbers, ranges and names of services, with commas.
fn ports(list: &str, protocol: Option<&str>, run: Option<&Arc<Run>>) -> Result<Ports, String> {
    let mut ports = Ports::new();
    for part in list.split(',') {
        let number = |text: &str| text.parse::<u16>().ok();
        if let Some(port) = number(part) {
            ports.push((port, port));
        } else if let Some((first, last)) = part.split_once('-')
            && let (Some(first), Some(last)) = (number(first), number(last))
        {
            if first > last {
                return Err(format!("`{part}` is an empty range of ports"));
            }
            ports.push((first, last));
        } else if part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.contains(|c: char| c.is_ascii_alphabetic())
        {
            let Some(run) = run else { continue };
            let named = Services::of_run(run).ports(part, protocol)?;
            ports.extend(named.into_iter().map(|port| (port, port)));
        } else {
            return Err(format!("`{part}` is no port, range of ports or name of a service"));
        }
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Truth;
    use crate::{Absent, Cells};

    /// A socket: protocol, family, and its two ends.
    struct Socket(&'static str, &'static str, [(&'static str, u16); 2]);

    const WEB: Socket = Socket("tcp", "inet", [("10.0.0.1", 443), ("10.0.0.2", 40_000)]);
    const SIX: Socket = Socket("udp6", "inet6", [("::1", 53), ("::", 0)]);

    impl Cells for Socket {
        fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
            let [(local, local_port), (peer, peer_port)] = self.2;
            let ip = |text: &str| Value::Ip(text.parse().unwrap());
            let cells = [
                ("protocol", Value::word(self.0)),
                ("family", Value::word(self.1)),
                ("local", ip(local)),
                ("local_port", u64::from(local_port).into()),
                ("peer", ip(peer)),
                ("peer_port", u64::from(peer_port).into()),
            ];
            let found = cells.into_iter().find(|(name, _)| Files::number(name) == field);
            Ok(found.unwrap().1)
        }
    }

    fn has(wanted: Wanted, socket: &Socket) -> bool {
        wanted.unwrap().test(socket) == Truth::True
    }

    #[test]
    fn what_lsof_takes() {
        for (text, web, six) in [
            ("4", true, false),
            ("6", false, true),
            ("TCP", true, false),
            ("udp", false, true),
            ("6UDP", false, true),
            ("4UDP", false, false),
            (":443", true, false),
            (":40000", true, false),
            (":53,443", true, true),
            (":400-500", true, false),
            ("TCP:53", false, false),
            ("@10.0.0.1", true, false),
            ("@10.0.0.0/8:443", true, false),
            ("@10.0.0.2:443", false, false),
            ("@10.0.0.2:1-65535", true, false),
            ("TCP@10.0.0.1:443", true, false),
            ("6@[::1]:53", false, true),
            ("@localhost", false, true),
        ] {
            assert_eq!(has(of_lsof(text, None), &WEB), web, "{text}");
            assert_eq!(has(of_lsof(text, None), &SIX), six, "{text}");
        }
    }

    #[test]
    fn what_fuser_takes() {
        for (text, web) in [
            ("443/tcp", true),
            ("40000/tcp", false),
            ("443/udp", false),
            (",10.0.0.2/tcp", true),
            ("443,10.0.0.2/tcp", true),
            ("443,10.0.0.2,40000/tcp", true),
            ("443,10.0.0.2,40001/tcp", false),
            (",,40000/tcp", true),
        ] {
            assert_eq!(has(of_fuser(text, None).unwrap(), &WEB), web, "{text}");
        }
        assert!(of_fuser("etc/hosts", None).is_none());
        assert!(of_fuser("nginx", None).is_none());
    }

    #[test]
    fn words() {
        for (text, web) in
            [(":443", true), (":80", false), ("10.0.0.0/8", true), ("10.0.0.1:443", true)]
        {
            assert_eq!(has(of_word(text, None).unwrap(), &WEB), web, "{text}");
        }
        assert!(has(of_word("[::1]:53", None).unwrap(), &SIX));
        assert!(of_word("nginx", None).is_none());
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_read(text in "[46]?[a-zA-Z]{0,4}@?[\\[\\]0-9.:,/é-]{0,20}") {
            let _ = of_lsof(&text, None);
            let _ = of_fuser(&text, None);
            let _ = of_word(&text, None);
        }
    }

    #[test]
    fn what_is_none_is_told() {
        for (text, why) in [
            ("ABC", "no protocol"),
            ("TCP@example.org", "not looked up"),
            (":", "no port"),
            (":70000", "no port"),
            (":9-1", "empty range"),
            ("@[::1", "missing"),
            ("@10.0.0.1/99", "prefix"),
            ("@[::1]80", "is no [4|6]"),
        ] {
            let error = of_lsof(text, None).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
        assert!(of_fuser("1,2,3,4/tcp", None).unwrap().is_err());
    }
}
