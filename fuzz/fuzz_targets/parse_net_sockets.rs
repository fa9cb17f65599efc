//! The files of `net` about sockets of rare families, and `rarp`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::{bluetooth, ipx, rarp, sctp};

fuzz_target!(|text: &[u8]| {
    bluetooth::rows(text).for_each(drop);
    sctp::associations(text).for_each(drop);
    sctp::endpoints(text).for_each(drop);
    sctp::remote_addresses(text).for_each(drop);
    ipx::sockets(text).for_each(drop);
    ipx::interfaces(text).for_each(drop);
    ipx::routes(text).for_each(drop);
    rarp::rows(text).for_each(drop);
});
