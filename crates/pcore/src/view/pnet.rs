//! The views of `pnet`: sockets and what the kernel tells of the network.

pub(crate) mod accounting;
pub(crate) mod addresses;
pub(crate) mod bonding;
pub(crate) mod caches;
pub(crate) mod connector;
pub(crate) mod conntrack;
pub(crate) mod counters;
pub(crate) mod diag;
pub(crate) mod fib;
pub(crate) mod fib_stats;
pub(crate) mod flowlabels;
pub(crate) mod interfaces;
pub(crate) mod multicast;
pub(crate) mod multicast_interfaces;
pub(crate) mod multicast_routes;
pub(crate) mod namespaces;
pub(crate) mod net;
pub(crate) mod netfilter;
pub mod owners;
pub(crate) mod packet_types;
pub(crate) mod peers;
pub(crate) mod protocols;
pub(crate) mod psched;
pub(crate) mod routes;
pub mod socket;
pub mod sockets;
pub(crate) mod sockstat;
pub(crate) mod softnet;
pub(crate) mod table;
pub(crate) mod vlan;
pub(crate) mod witness;

use crate::View;
use table::Tables;

/// All of them; the first is what `pnet` shows when none is named.
pub static VIEWS: &[&dyn View] = &[
    &sockets::Sockets,
    &Tables(interfaces::Interfaces),
    &Tables(addresses::Addresses),
    &Tables(routes::Routes),
    &Tables(fib::Fib),
    &Tables(fib_stats::FibStats),
    &Tables(multicast::Multicast),
    &Tables(multicast_routes::MulticastRoutes),
    &Tables(multicast_interfaces::MulticastInterfaces),
    &Tables(counters::Counters),
    &Tables(sockstat::SocketStats),
    &Tables(protocols::Protocols),
    &Tables(softnet::Softnet),
    &Tables(packet_types::PacketTypes),
    &Tables(psched::Units),
    &Tables(flowlabels::FlowLabels),
    &Tables(netfilter::Netfilter),
    &Tables(conntrack::Connections),
    &Tables(caches::Caches),
    &Tables(accounting::Accounting),
    &Tables(connector::Connectors),
    &Tables(bonding::Bonding),
    &Tables(vlan::Vlans),
    &Tables(namespaces::Namespaces),
];
