//! What is looked for in the neighbours of one network namespace. Nothing is read here.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::parse::net::arp::{COMPLETE, PERMANENT, PUBLISHED};
use crate::view::parp::hardware::Kind;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// What should be known.
    Info,
    /// What should be looked at some time.
    Notice,
    /// What is likely to be wrong.
    Warning,
    /// What is wrong, or an attack.
    Critical,
}

impl Severity {
    /// The words for all of them, the mildest first.
    pub(crate) const WORDS: &'static [&'static str] = &["info", "notice", "warning", "critical"];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.get(self as usize).copied().unwrap_or_default()
    }

    /// Its number, 1 for the worst.
    pub(crate) fn level(self) -> u32 {
        Self::Critical as u32 - self as u32 + 1
    }
}

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $meaning:literal;)*) => {
        /// What a finding is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Check {
            $($(#[$doc])* $name,)*
        }

        impl Check {
            /// All of them.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// What it may mean.
            pub(crate) const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

checks! {
    /// The default gateway does not answer.
    GatewayUnresolved = "gateway_unresolved",
        "the gateway is down or gone, or its address is wrong: the way out is cut";
    /// There is no entry for the default gateway.
    GatewayAbsent = "gateway_absent",
        "nothing has been sent that way for a while, or its interface is down";
    /// The hardware address of the default gateway has other addresses too.
    GatewayShared = "gateway_shared",
        "somebody poses as the gateway, or the router has several addresses";
    /// One hardware address has several addresses.
    SharedMac = "shared_mac",
        "a host with several addresses, a router, or somebody who poses as others";
    /// One address has several hardware addresses.
    SeveralMacs = "several_macs",
        "two hosts use one address, or two interfaces are on one network";
    /// The hardware address of one host is that of a group.
    MulticastMac = "multicast_mac",
        "a cluster that shares an address, or somebody makes switches send to all";
    /// The hardware address of one host is that of everybody.
    BroadcastMac = "broadcast_mac",
        "a wrong entry, or somebody who listens: what is sent there goes to all";
    /// The hardware address of one host is nobody's.
    ZeroMac = "zero_mac",
        "a wrong entry, or one made to cut a host off: what is sent there is lost";
    /// Hardware addresses that no vendor has assigned.
    LocalMac = "local_mac",
        "virtual machines, containers, phones that hide, or chosen by somebody";
    /// Addresses that this host answers for.
    Published = "published",
        "this host receives what is sent to them, wanted or forgotten";
    /// Entries that stay.
    Permanent = "permanent",
        "set by somebody or a program; they do not follow a change of hardware";
    /// Neighbours that do not answer.
    Unresolved = "unresolved",
        "hosts that are down or gone, or a search through the network from here";
    /// A table that is nearly full, or full.
    TableFill = "table_fill",
        "entries are thrown away early, then refused: gc_thresh is low, or a search";
    /// A table that was full.
    TableOverflow = "table_overflow",
        "new neighbours were refused since boot: gc_thresh is low, or a search";
}

/// A finding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) check: Check,
    pub(crate) severity: Severity,
    /// Whether it is about IPv4, or IPv6, if it is about one.
    pub(crate) is_v4: Option<bool>,
    pub(crate) device: Option<Box<[u8]>>,
    /// The address that it is about, if it is about one.
    pub(crate) address: Option<IpAddr>,
    /// The hardware address that it is about, if it is about one.
    pub(crate) mac: Option<Box<[u8]>>,
    /// All addresses that show it.
    pub(crate) addresses: Vec<IpAddr>,
    /// All hardware addresses that show it.
    pub(crate) macs: Vec<Box<[u8]>>,
    pub(crate) evidence: String,
}

/// An entry, as far as the checks look at it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) address: IpAddr,
    /// The interface; empty where an entry is for all of them.
    pub(crate) device: Box<[u8]>,
    pub(crate) mac: Option<Box<[u8]>>,
    pub(crate) kind: Option<Kind>,
    /// The `ATF_*` flags; none where they could not be read, so that they show nothing.
    pub(crate) flags: Option<u32>,
}

/// A router that a default route leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gateway {
    pub(crate) address: IpAddr,
    pub(crate) device: Box<[u8]>,
}

impl Seen {
    fn has(&self, flag: u32) -> bool {
        self.flags.is_some_and(|flags| flags & flag != 0)
    }

    /// Whether it was asked for and has not answered.
    fn is_unresolved(&self) -> bool {
        self.flags.is_some_and(|flags| flags & (COMPLETE | PUBLISHED) == 0)
    }

    fn is(&self, gateway: &Gateway) -> bool {
        self.address == gateway.address && self.device == gateway.device && !self.has(PUBLISHED)
    }
}

/// From how many neighbours on that do not answer they are looked upon as too many, if they are the
/// half of all.
const MANY: usize = 8;

/// What is found in these entries.
pub(crate) fn find(seen: &[Seen], gateways: &[Gateway]) -> Vec<Finding> {
    let mut found: Vec<Finding> =
        gateways.iter().filter_map(|gateway| of_gateway(seen, gateway)).collect();
    found.extend(shared(seen, gateways));
    found.extend(several(seen, gateways));
    found.extend(seen.iter().filter_map(of_group));
    found.extend(of_device(seen, Check::LocalMac, Severity::Info, |one| {
        one.kind == Some(Kind::Local)
    }));
    found.extend(of_device(seen, Check::Published, Severity::Notice, |one| one.has(PUBLISHED)));
    found.extend(of_device(seen, Check::Permanent, Severity::Info, |one| {
        one.has(PERMANENT) && !one.has(PUBLISHED)
    }));
    found.extend(of_device(seen, Check::Unresolved, Severity::Notice, Seen::is_unresolved));
    found
}

/// Whether a default gateway answers.
fn of_gateway(seen: &[Seen], gateway: &Gateway) -> Option<Finding> {
    let (check, severity, what) = match seen.iter().find(|one| one.is(gateway)) {
        Some(one) if one.is_unresolved() => {
            (Check::GatewayUnresolved, Severity::Critical, "has not answered")
        }
        Some(_) => return None,
        None => (Check::GatewayAbsent, Severity::Notice, "has no entry"),
    };
    let Gateway { address, device } = gateway;
    Some(Finding {
        check,
        severity,
        is_v4: Some(address.is_ipv4()),
        device: Some(device.clone()),
        address: Some(*address),
        mac: None,
        addresses: vec![*address],
        macs: Vec::new(),
        evidence: format!("default gateway {address} on {} {what}", shown(device)),
    })
}

/// Hardware addresses that several addresses of one link have. An IPv6 host has several as a rule,
/// but one of the link.
fn shared(seen: &[Seen], gateways: &[Gateway]) -> Vec<Finding> {
    /// An interface, a hardware address, and whether it is about IPv4.
    type Owned<'s> = (&'s [u8], &'s [u8], bool);
    let mut owners: BTreeMap<Owned<'_>, Vec<&Seen>> = BTreeMap::new();
    for one in seen {
        let counts = match one.address {
            IpAddr::V4(_) => true,
            IpAddr::V6(address) => address.is_unicast_link_local(),
        };
        if let (Some(mac), true) = (&one.mac, counts && one.kind != Some(Kind::Zero)) {
            owners.entry((&one.device, mac, one.address.is_ipv4())).or_default().push(one);
        }
    }
    let several = owners.into_iter().filter(|(_, owners)| owners.len() > 1);
    let finding = |((device, mac, is_v4), owners): (Owned<'_>, Vec<&Seen>)| {
        let is_gateway = |one: &&Seen| gateways.iter().any(|gateway| one.is(gateway));
        let gateway = owners.iter().copied().find(is_gateway);
        let (check, severity) = match gateway {
            Some(_) => (Check::GatewayShared, Severity::Critical),
            None if is_v4 => (Check::SharedMac, Severity::Warning),
            None => (Check::SharedMac, Severity::Notice),
        };
        let addresses: Vec<IpAddr> = owners.iter().map(|one| one.address).collect();
        let list = listed(&addresses);
        let evidence = match gateway {
            Some(one) => {
                format!("{list} are {}, of a default gateway, {}", shown(mac), one.address)
            }
            None => format!("{list} are {}", shown(mac)),
        };
        Finding {
            check,
            severity,
            is_v4: Some(is_v4),
            device: Some(device.into()),
            address: gateway.map(|one| one.address),
            mac: Some(mac.into()),
            addresses,
            macs: vec![mac.into()],
            evidence: format!("{evidence}, on {}", shown(device)),
        }
    };
    several.map(finding).collect()
}

/// Addresses that have several hardware addresses, each on another interface. Those of a link may
/// stand for another host on each.
fn several(seen: &[Seen], gateways: &[Gateway]) -> Vec<Finding> {
    let mut owners: BTreeMap<IpAddr, Vec<(&Seen, &[u8])>> = BTreeMap::new();
    for one in seen {
        let is_of_link = match one.address {
            IpAddr::V4(address) => address.is_link_local(),
            IpAddr::V6(address) => address.is_unicast_link_local(),
        };
        if let (Some(mac), false) = (&one.mac, is_of_link) {
            owners.entry(one.address).or_default().push((one, mac));
        }
    }
    let finding = |(address, owners): (IpAddr, Vec<(&Seen, &[u8])>)| {
        let mut macs: Vec<Box<[u8]>> = owners.iter().map(|(_, mac)| Box::from(*mac)).collect();
        macs.sort_unstable();
        macs.dedup();
        if macs.len() < 2 {
            return None;
        }
        let is_gateway = gateways.iter().any(|gateway| gateway.address == address);
        let places =
            owners.iter().map(|(one, mac)| format!("{} on {}", shown(mac), shown(&one.device)));
        let places: Vec<String> = places.collect();
        Some(Finding {
            check: Check::SeveralMacs,
            severity: if is_gateway { Severity::Critical } else { Severity::Warning },
            is_v4: Some(address.is_ipv4()),
            device: None,
            address: Some(address),
            mac: None,
            addresses: vec![address],
            macs,
            evidence: format!("{address} is {}", places.join(" and ")),
        })
    };
    owners.into_iter().filter_map(finding).collect()
}

/// One host whose hardware address is of many, or of none. Groups have such on purpose.
fn of_group(one: &Seen) -> Option<Finding> {
    let check = match one.kind {
        Some(Kind::Multicast) => Check::MulticastMac,
        Some(Kind::Broadcast) => Check::BroadcastMac,
        Some(Kind::Zero) => Check::ZeroMac,
        _ => return None,
    };
    let mac = one.mac.clone()?;
    Some(Finding {
        check,
        severity: Severity::Warning,
        is_v4: Some(one.address.is_ipv4()),
        device: Some(one.device.clone()),
        address: Some(one.address),
        evidence: format!("{} is {} on {}", one.address, shown(&mac), shown(&one.device)),
        mac: Some(mac.clone()),
        addresses: vec![one.address],
        macs: vec![mac],
    })
}

/// What some of the neighbours on an interface have in common.
fn of_device(
    seen: &[Seen],
    check: Check,
    severity: Severity,
    has: impl Fn(&Seen) -> bool,
) -> Vec<Finding> {
    let mut devices: BTreeMap<&[u8], (Vec<&Seen>, usize)> = BTreeMap::new();
    for one in seen {
        let (found, all) = devices.entry(&one.device).or_default();
        *all += 1;
        found.extend(has(one).then_some(one));
    }
    let some = devices.into_iter().filter(|(_, (found, _))| !found.is_empty());
    let finding = |(device, (found, all)): (&[u8], (Vec<&Seen>, usize))| {
        let addresses: Vec<IpAddr> = found.iter().map(|one| one.address).collect();
        let mut macs: Vec<_> = found.iter().filter_map(|one| one.mac.clone()).collect();
        macs.sort_unstable();
        macs.dedup();
        let place = if device.is_empty() { "any interface".into() } else { shown(device) };
        let is_flood = check == Check::Unresolved && found.len() >= MANY && 2 * found.len() >= all;
        Finding {
            check,
            severity: if is_flood { Severity::Warning } else { severity },
            is_v4: None,
            device: (!device.is_empty()).then(|| device.into()),
            address: None,
            mac: None,
            evidence: format!("{} of {all} on {place}: {}", found.len(), listed(&addresses)),
            addresses,
            macs,
        }
    };
    some.map(finding).collect()
}

/// How full a table is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fill {
    /// Whether it is that of IPv4, or of IPv6.
    pub(crate) is_v4: bool,
    /// How many entries it has.
    pub(crate) entries: Option<u64>,
    /// How many of them the kernel leaves out where it counts them against the limits, as far as they
    /// are seen: those that stay, and those that a program looks after.
    pub(crate) exempt: u64,
    /// How often room was made at once since boot.
    pub(crate) collections: Option<u64>,
    /// How often it was full since boot.
    pub(crate) fulls: Option<u64>,
    /// Above how many entries room is made at once.
    pub(crate) threshold: Option<u64>,
    /// How many entries it can have.
    pub(crate) limit: Option<u64>,
}

/// What is found in how full a table is.
pub(crate) fn fill(fill: Fill) -> Vec<Finding> {
    let Fill { is_v4, entries, exempt, collections, fulls, threshold, limit } = fill;
    let table = if is_v4 { "the table of IPv4" } else { "the table of IPv6" };
    let finding = |check, severity, evidence| Finding {
        check,
        severity,
        is_v4: Some(is_v4),
        device: None,
        address: None,
        mac: None,
        addresses: Vec::new(),
        macs: Vec::new(),
        evidence,
    };
    let mut found = Vec::new();
    // Entries of other network namespaces may be exempt unseen. But whoever comes to a threshold has
    // room made; where that never happened, those that count are fewer.
    let counted = entries.filter(|_| collections != Some(0));
    let counted = counted.map(|entries| entries.saturating_sub(exempt));
    let over = |bound: Option<u64>| counted.zip(bound).filter(|(entries, bound)| entries >= bound);
    if let Some((entries, limit)) = over(limit) {
        let (severity, evidence) = match fulls {
            Some(0) => (
                Severity::Warning,
                format!("{table} has {entries} entries, gc_thresh3 is {limit}; none was refused"),
            ),
            _ => (
                Severity::Critical,
                format!("{table} is full: {entries} entries, gc_thresh3 is {limit}"),
            ),
        };
        found.push(finding(Check::TableFill, severity, evidence));
    } else if let Some((entries, threshold)) = over(threshold) {
        let evidence = format!("{table} has {entries} entries, gc_thresh2 is {threshold}");
        found.push(finding(Check::TableFill, Severity::Warning, evidence));
    }
    if let Some(fulls) = fulls.filter(|fulls| *fulls > 0) {
        let evidence = format!("{table} was full {fulls} times since boot");
        found.push(finding(Check::TableOverflow, Severity::Warning, evidence));
    }
    found
}

/// A name or hardware address within a sentence.
fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// How many addresses a sentence lists.
const LISTED: usize = 8;

fn listed(addresses: &[IpAddr]) -> String {
    let first: Vec<String> = addresses.iter().take(LISTED).map(IpAddr::to_string).collect();
    match addresses.len().saturating_sub(LISTED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(address: &str, device: &str, mac: &str, flags: u32) -> Seen {
        let octets: Vec<u8> = crate::parse::net::arp::octets(mac.as_bytes()).unwrap_or_default();
        let has_mac = !octets.is_empty();
        Seen {
            address: address.parse().unwrap(),
            device: device.as_bytes().into(),
            mac: has_mac.then(|| mac.as_bytes().into()),
            kind: has_mac.then(|| Kind::of(&octets)),
            flags: Some(flags),
        }
    }

    fn gateway(address: &str, device: &str) -> Gateway {
        Gateway { address: address.parse().unwrap(), device: device.as_bytes().into() }
    }

    fn told(found: &[Finding]) -> Vec<(&'static str, &'static str)> {
        found.iter().map(|one| (one.check.word(), one.severity.word())).collect()
    }

    const ONE: &str = "00:00:5e:00:53:01";
    const TWO: &str = "00:00:5e:00:53:02";

    #[test]
    fn an_ordinary_network_has_nothing_to_find() {
        let seen = [
            seen("192.0.2.1", "eth0", ONE, 2),
            seen("192.0.2.2", "eth0", TWO, 2),
            // One host has an address of the link, and others.
            seen("fe80::1", "eth0", ONE, 2),
            seen("2001:db8::1", "eth0", ONE, 2),
            seen("2001:db8::2", "eth0", ONE, 2),
            // An address of a link may be another host's on another.
            seen("fe80::1", "eth1", TWO, 2),
        ];
        assert_eq!(told(&find(&seen, &[gateway("192.0.2.1", "eth0")])), []);
        assert_eq!(find(&[], &[]), []);
    }

    #[test]
    fn one_hardware_address_of_several() {
        let seen = [
            seen("192.0.2.1", "eth0", ONE, 2),
            seen("192.0.2.2", "eth0", ONE, 2),
            seen("192.0.2.3", "eth1", ONE, 2),
        ];
        let found = find(&seen, &[]);
        assert_eq!(told(&found), [("shared_mac", "warning")]);
        assert_eq!(found[0].mac.as_deref(), Some(ONE.as_bytes()));
        assert_eq!(found[0].addresses.len(), 2, "not the one on another network");
        assert!(found[0].evidence.contains("192.0.2.1, 192.0.2.2"), "{}", found[0].evidence);
        let found = find(&seen, &[gateway("192.0.2.2", "eth0")]);
        assert_eq!(told(&found), [("gateway_shared", "critical")], "told once");
        assert_eq!(found[0].address, Some("192.0.2.2".parse().unwrap()));
        let of_link =
            [self::seen("fe80::1", "eth0", ONE, 2), self::seen("fe80::2", "eth0", ONE, 2)];
        assert_eq!(told(&find(&of_link, &[])), [("shared_mac", "notice")]);
    }

    #[test]
    fn one_address_of_several_hardware_addresses() {
        let seen = [seen("192.0.2.1", "eth0", ONE, 2), seen("192.0.2.1", "eth1", TWO, 2)];
        let found = find(&seen, &[]);
        assert_eq!(told(&found), [("several_macs", "warning")]);
        assert_eq!(found[0].macs.len(), 2);
        let found = find(&seen, &[gateway("192.0.2.1", "eth0")]);
        assert_eq!(told(&found), [("several_macs", "critical")]);
    }

    #[test]
    fn a_gateway_must_answer() {
        let gateways = [gateway("192.0.2.1", "eth0")];
        assert_eq!(told(&find(&[], &gateways)), [("gateway_absent", "notice")]);
        let seen = [seen("192.0.2.1", "eth0", "", 0)];
        let expected = [("gateway_unresolved", "critical"), ("unresolved", "notice")];
        assert_eq!(told(&find(&seen, &gateways)), expected);
        let elsewhere = [self::seen("192.0.2.1", "eth1", ONE, 2)];
        assert_eq!(told(&find(&elsewhere, &gateways)), [("gateway_absent", "notice")]);
    }

    #[test]
    fn odd_hardware_addresses_and_entries() {
        let seen = [
            seen("192.0.2.1", "eth0", "01:00:5e:00:00:01", 2),
            seen("192.0.2.2", "eth0", "ff:ff:ff:ff:ff:ff", 2),
            seen("192.0.2.3", "eth0", "02:00:5e:10:00:03", 6),
            seen("192.0.2.4", "eth0", "", 0xc),
            seen("192.0.2.5", "eth0", "00:00:00:00:00:00", 2),
        ];
        let expected = [
            ("multicast_mac", "warning"),
            ("broadcast_mac", "warning"),
            ("zero_mac", "warning"),
            ("local_mac", "info"),
            ("published", "notice"),
            ("permanent", "info"),
        ];
        assert_eq!(told(&find(&seen, &[])), expected);
    }

    #[test]
    fn a_published_entry_may_be_for_every_interface() {
        let found = find(&[seen("192.0.2.4", "", "", 0xc)], &[]);
        assert_eq!(told(&found), [("published", "notice")]);
        assert_eq!(found[0].device, None);
        assert_eq!(found[0].evidence, "1 of 1 on any interface: 192.0.2.4");
    }

    #[test]
    fn many_that_do_not_answer_are_worse() {
        let mut all: Vec<Seen> =
            (1..=9).map(|last| seen(&format!("192.0.2.{last}"), "eth0", "", 0)).collect();
        assert_eq!(told(&find(&all, &[])), [("unresolved", "warning")]);
        all.extend((10..=30).map(|last| {
            seen(&format!("192.0.2.{last}"), "eth0", &format!("00:00:5e:00:53:{last:02}"), 2)
        }));
        let found = find(&all, &[]);
        assert_eq!(told(&found), [("unresolved", "notice")]);
        assert!(found[0].evidence.starts_with("9 of 30 on eth0"), "{}", found[0].evidence);
        assert!(found[0].evidence.ends_with("and 1 more"), "{}", found[0].evidence);
    }

    #[test]
    fn what_could_not_be_read_shows_nothing() {
        let mut one = seen("192.0.2.1", "eth0", "", 0);
        one.flags = None;
        assert_eq!(told(&find(&[one], &[])), []);
    }

    #[test]
    fn a_table_fills() {
        let usual = Fill {
            is_v4: true,
            entries: Some(100),
            exempt: 0,
            collections: Some(1),
            fulls: Some(0),
            threshold: Some(512),
            limit: Some(1024),
        };
        for (fill, expected) in [
            (usual, &[][..]),
            (Fill { entries: None, fulls: None, ..usual }, &[]),
            (Fill { entries: Some(512), ..usual }, &[("table_fill", "warning")]),
            (
                Fill { entries: Some(1024), fulls: Some(7), ..usual },
                &[("table_fill", "critical"), ("table_overflow", "warning")],
            ),
            (Fill { entries: Some(4096), threshold: None, limit: None, ..usual }, &[]),
            // Entries that stay take no room.
            (Fill { entries: Some(4096), exempt: 4000, ..usual }, &[]),
            (Fill { entries: Some(4096), exempt: 3500, ..usual }, &[("table_fill", "warning")]),
            (Fill { entries: Some(4096), collections: Some(0), ..usual }, &[]),
            (Fill { entries: Some(512), collections: None, ..usual }, &[("table_fill", "warning")]),
            (Fill { entries: Some(1024), ..usual }, &[("table_fill", "warning")]),
            (Fill { entries: Some(1024), fulls: None, ..usual }, &[("table_fill", "critical")]),
        ] {
            assert_eq!(told(&super::fill(fill)), expected, "{fill:?}");
        }
    }

    /// On a terminal a meaning stands below its finding, set in.
    #[test]
    fn meanings_fit_a_terminal() {
        for check in Check::ALL {
            assert!(check.meaning().len() <= 76, "{}", check.word());
        }
    }

    #[test]
    fn the_worst_comes_first() {
        assert_eq!((Severity::Critical.level(), Severity::Info.level()), (1, 4));
        assert_eq!(Severity::Notice.word(), "notice");
    }
}
