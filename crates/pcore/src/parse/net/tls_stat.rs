//! `[pid]/net/tls_stat`.
//!
//! The procfs crate does not cover this file.

use super::counters::{Counter, named};
use crate::parse::Item;

/// The counters.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Counter>> {
    named(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::counters::assert_known;

    const NAMES: &str = "\
TlsCurrTxSw TlsCurrRxSw TlsCurrTxDevice TlsCurrRxDevice TlsTxSw TlsRxSw TlsTxDevice
TlsRxDevice TlsDecryptError TlsRxDeviceResync TlsDecryptRetry TlsRxNoPadViolation
TlsRxRekeyOk TlsRxRekeyError TlsTxRekeyOk TlsTxRekeyError TlsRxRekeyReceived";
    const ROW: &[u8] = b"TlsCurrTxSw                     \t3";

    #[test]
    fn every_counter_has_a_meaning() {
        assert_known(rows(ROW).next(), NAMES);
    }

    table_properties!(rows, ROW, "[a-z]{0,40}");
}
