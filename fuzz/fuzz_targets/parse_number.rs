//! Numbers of every base, and numbers of devices.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::device::Device;
use pcore::parse::number::{float, hex, octal, prefixed_hex, signed, unsigned};

fuzz_target!(|text: &[u8]| {
    let _ = (unsigned(text), signed(text), hex(text), octal(text), float(text));
    let _ = prefixed_hex(text);
    let _ = (Device::from_dec(text), Device::from_hex(text));
});
