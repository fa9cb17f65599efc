//! A message of rtnetlink about a neighbour or an interface, and everything that can be asked of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::rtnetlink::{Link, Neighbour};

fuzz_target!(|message: &[u8]| {
    let _ = Link::parse(message).map(|link| link.asks_neighbours());
    if let Ok(found) = Neighbour::parse(message) {
        let _ = (found.hardware_address(), found.cache(), found.probes(), found.protocol());
        let _ = (found.flags(), found.is_resolved(), found.is_permanent(), found.is_valid());
    }
});
