//! `tty/drivers`, and the name that it gives a terminal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::tty::drivers::TtyDrivers;

fuzz_target!(|text: &[u8]| {
    if let Ok(drivers) = TtyDrivers::parse(text) {
        for number in [0, 1, 0x0401, 0x8800, i64::MAX, i64::MIN] {
            let _ = drivers.name(number);
        }
    }
});
