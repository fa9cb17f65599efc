//! `/etc/services`: names of ports.
//!
//! The C library may ask the network for a name; a captured tree has its names in this file only.

use crate::parse::{lines, number, words};

/// One service over one protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service<'t> {
    /// The name.
    pub name: &'t [u8],
    /// The port.
    pub port: u16,
    /// The protocol, such as `tcp`.
    pub protocol: &'t [u8],
    /// Other names.
    pub aliases: Vec<&'t [u8]>,
}

/// The services, in the order of the file. A line that names none is passed over.
pub fn services(text: &[u8]) -> impl Iterator<Item = Service<'_>> {
    lines(text).filter_map(|line| {
        let line = line.split(|byte| *byte == b'#').next()?;
        let mut words = words(line);
        let name = words.next()?;
        let mut place = words.next()?.splitn(2, |byte| *byte == b'/');
        let port = number::narrow(place.next()?).ok()?;
        let protocol = place.next().filter(|protocol| !protocol.is_empty())?;
        Some(Service { name, port, protocol, aliases: words.collect() })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    #[test]
    fn only_lines_of_services_count() {
        let text = b"# Services\nssh\t\t22/tcp\t\t# shell\nhttp 80/tcp www\tweb\n\ndomain 53/udp\n\
                     x\ny 80\nz 65536/tcp\nw -1/tcp\nv 7/\n#http 81/tcp\n\xff 9/tcp";
        let found: Vec<_> = services(text).collect();
        let service = |name, port, protocol, aliases: &[&'static [u8]]| Service {
            name,
            port,
            protocol,
            aliases: aliases.to_vec(),
        };
        assert_eq!(
            found,
            [
                service(b"ssh", 22, b"tcp", &[]),
                service(b"http", 80, b"tcp", &[b"www", b"web"]),
                service(b"domain", 53, b"udp", &[]),
                service(b"\xff", 9, b"tcp", &[]),
            ]
        );
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = services(&text).count();
        }

        #[test]
        fn junk_costs_no_service(junk in prop::collection::vec("[a-z: ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, b"a 7/tcp b");
            prop_assert_eq!(services(&text).count(), junk.len());
        }
    }
}
