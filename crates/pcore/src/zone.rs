//! The time zone of the reader, from `TZ` or `/etc/localtime`.
//!
//! The environment may name any file, and a library would read it to its end or search a whole
//! directory for a name; here one regular file of bounded size is read.

use std::path::Path;

use jiff::tz::TimeZone;

use crate::root::read_outside;

/// Where the zones of the system are, by name.
const ZONES: &str = "/usr/share/zoneinfo";
/// No zone's history is longer than this.
const LIMIT: u64 = 1 << 20;

/// The zone of the reader; UTC where what the environment or the system names is no zone.
pub fn local() -> TimeZone {
    match std::env::var("TZ") {
        Ok(named) => of(named.strip_prefix(':').unwrap_or(&named)),
        Err(_) => file(Path::new("/etc/localtime")),
    }
    .unwrap_or(TimeZone::UTC)
}

/// A zone by the path of its file, by its name, or by the rule that POSIX writes.
fn of(named: &str) -> Option<TimeZone> {
    let is_name = !named.is_empty() && !named.split('/').any(|part| part == "..");
    let by_name = || is_name.then(|| file(&Path::new(ZONES).join(named))).flatten();
    by_name().or_else(|| TimeZone::posix(named).ok())
}

fn file(path: &Path) -> Option<TimeZone> {
    TimeZone::tzif("local", &read_outside(path, LIMIT).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_a_zone_and_what_is_none_is_not() {
        let zone = of("JST-9").unwrap();
        let moment: jiff::Timestamp = "2026-11-22T00:00:00Z".parse().unwrap();
        assert_eq!(zone.to_datetime(moment).hour(), 9);
        for named in ["", "../../../dev/zero", "/dev/zero", "no such zone"] {
            assert!(of(named).is_none(), "{named}");
        }
    }
}
