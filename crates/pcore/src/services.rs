//! Names of ports, as `/etc/services` has them.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::parse::etc::services;
use crate::root::read_outside;
use crate::run::Run;
use crate::{Absent, File};

/// The system's own list.
const LIST: &str = "/etc/services";
/// The longest list that is read.
const LIMIT: u64 = 16 << 20;

/// Names of ports.
#[derive(Debug, Default)]
pub struct Services {
    names: FxHashMap<u16, Vec<Over<Box<[u8]>>>>,
    ports: FxHashMap<Box<[u8]>, Vec<Over<u16>>>,
}

/// What holds over one protocol.
#[derive(Debug)]
struct Over<T> {
    protocol: Box<[u8]>,
    what: T,
}

impl Services {
    /// The names of this run, read at the first call.
    pub(crate) fn of_run(run: &Arc<Run>) -> &Self {
        run.services.get_or_init(|| {
            if run.root.is_live() {
                return read_outside(Path::new(LIST), LIMIT)
                    .map_or_else(|_| Self::default(), |text| Self::parse(&text));
            }
            let read = run.once(|reader| reader.read(File::Services, Self::parse));
            read.and_then(Result::ok).unwrap_or_default()
        })
    }

    fn parse(text: &[u8]) -> Self {
        let mut known = Self::default();
        for service in services::services(text) {
            let protocol = || Box::from(service.protocol);
            let name = Over { protocol: protocol(), what: service.name.into() };
            known.names.entry(service.port).or_default().push(name);
            for name in std::iter::once(service.name).chain(service.aliases) {
                let port = Over { protocol: protocol(), what: service.port };
                known.ports.entry(name.into()).or_default().push(port);
            }
        }
        known
    }

    /// The name of a port.
    ///
    /// # Errors
    /// Most ports have none; without a list no name is known.
    pub fn name(&self, port: u16, protocol: &str) -> Result<&[u8], Absent> {
        if self.names.is_empty() {
            return Err(Absent::Unsupported);
        }
        // Where a port has two names, the first is the one that is told.
        let mut known = self.names.get(&port).into_iter().flatten();
        let name = known.find(|name| &*name.protocol == protocol.as_bytes());
        name.map(|name| &*name.what).ok_or(Absent::NotApplicable)
    }

    /// The ports of a service, by its name or an alias, over a protocol or over any.
    ///
    /// # Errors
    /// Why it has none, as a sentence for the user.
    pub fn ports(&self, name: &str, protocol: Option<&str>) -> Result<Vec<u16>, String> {
        if self.ports.is_empty() {
            return Err(format!("there are no names of ports: no {LIST}"));
        }
        let known = self.ports.get(name.as_bytes()).into_iter().flatten();
        let is_meant = |of: &[u8]| protocol.is_none_or(|protocol| of == protocol.as_bytes());
        let mut ports: Vec<u16> =
            known.filter(|port| is_meant(&port.protocol)).map(|port| port.what).collect();
        ports.sort_unstable();
        ports.dedup();
        if ports.is_empty() {
            let over = protocol.map(|protocol| format!(" over {protocol}")).unwrap_or_default();
            return Err(format!("{LIST} names no service `{name}`{over}"));
        }
        Ok(ports)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_have_names_and_names_have_ports() {
        let known =
            Services::parse(b"http 80/tcp www\nhttp 80/udp\nweb 80/tcp\nalt 8080/tcp www\n");
        assert_eq!(known.name(80, "tcp"), Ok(&b"http"[..]));
        assert_eq!(known.name(81, "tcp"), Err(Absent::NotApplicable));
        assert_eq!(known.name(8080, "udp"), Err(Absent::NotApplicable));
        assert_eq!(known.ports("www", None), Ok(vec![80, 8080]));
        assert_eq!(known.ports("http", Some("udp")), Ok(vec![80]));
        assert!(known.ports("web", Some("udp")).unwrap_err().contains("over udp"));
        assert!(known.ports("nothing", None).is_err());
    }

    #[test]
    fn without_a_list_nothing_is_known() {
        let none = Services::default();
        assert_eq!(none.name(80, "tcp"), Err(Absent::Unsupported));
        assert!(none.ports("http", None).unwrap_err().contains(LIST));
    }
}
