//! The options of `parp`: those of arp under their letters, and what `ip neigh` selects by.

use super::{ALL_NETNS, Effect, Given, NETNS, Opt, flag, value};

/// For the manual.
pub(super) const HABITS: &[&str] = &[
    "The words of ip neigh stand here too: parp neigh show dev eth0 nud failed, to PREFIX, proxy, \
     unused. What is added, changed or deleted there is refused, and so are -d, -s and -f of arp.",
    "Names of hosts are not looked up: a word that is no address is an interface. Entries of which \
     the hardware address follows from the address, as of groups, are left out unless --nud, or the \
     filter, asks for states or addresses; --nud noarp shows them.",
    "IPv6 neighbours, and the state and age of an entry, are no part of /proc: the kernel is asked \
     for them where a field needs it, and tells them of the reader's own network namespace. Of \
     others the fields are absent, and one line says that their IPv6 neighbours are not seen.",
    "Vendors are looked up in the registries of the IEEE that the system has installed (ieee-data, \
     udev's hwdb, hwdata), else in those that are built in; the field vendor_source, and origins in \
     --report, say in which and of what date it is. An address that was chosen locally or is of a \
     group has no vendor: the field mac_kind calls it that.",
    "parp audit ends with 1 if it finds anything at or above the level of --severity, which is \
     info, notice, warning or critical, and warning unless given.",
];

/// The options.
pub(super) const OPTIONS: &[Opt] = &[
    ALL_NETNS,
    NETNS,
    flag('4', "ipv4", "IPv4", family("family == inet")),
    flag('6', "ipv6", "IPv6", family("family == inet6")),
    value('A', "protocol", "FAMILIES", "Neighbours of these families: inet, inet6", FAMILY),
    value('p', "family", "FAMILIES", "The same", FAMILY),
    value('i', "device", "DEVICES", "Neighbours on these interfaces", Effect::OneOf(&["device"])),
    value('H', "hw-type", "TYPES", "Neighbours on hardware of these types", HARDWARE),
    value('t', "hw", "TYPES", "The same", HARDWARE),
    value(' ', "nud", "STATES", "Neighbours in these states", Effect::OneOf(&["state"])),
    value(' ', "severity", "LEVEL", "The mildest finding of an audit that fails", Effect::Alarm),
    flag('n', "numeric", "Numbers instead of names, as always", Effect::Accepted),
    flag('a', "all", "Every neighbour, as always", Effect::Accepted),
    flag('e', "extend", "Type and flags too", Effect::Add(&["hardware_type", "flags"])),
    flag('v', "verbose", "Age and use of the entries too", Effect::Add(AGE)),
    flag('D', "use-device", "For -s of arp, which is refused", Effect::Accepted),
];

const FAMILY: Effect = Effect::OneOf(&["family"]);
const HARDWARE: Effect = Effect::OneOf(&["hardware_type"]);
const AGE: &[&str] = &["used", "confirmed", "updated", "probes", "refs"];

const fn family(filter: &'static str) -> Effect {
    Effect::Keep { group: "family", filter }
}

/// Bare, what the kernel asks for, as in arp and `ip neigh`.
pub(super) fn resolved(given: &Given<'_>) -> Option<String> {
    let mentions = |name: &&str| (given.mentions)(name);
    let is_asked = given.has("nud") || ["state", "resolved", "address"].iter().any(mentions);
    (!is_asked).then(|| "resolved".to_owned())
}
