//! Clients of graphics devices.

use crate::field::{Field, Group, Of};
use crate::parse::pid::fdinfo::drm::{Drm, Measure, What};
use crate::view::pfd::file::Open;
use crate::{Absent, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Graphics", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "drm_driver",
        header: "DRM-DRIVER",
        kind: Kind::Text,
        doc: "Driver of the graphics device.",
        from: &Of(|client: &Drm| {
            Ok(Value::text(client.driver.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "drm_device",
        header: "DRM-DEVICE",
        kind: Kind::Text,
        doc: "Address of the graphics device on its bus.",
        from: &Of(|client: &Drm| {
            Ok(Value::text(client.device.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "drm_client",
        header: "DRM-CLIENT",
        kind: Kind::Id,
        doc: "Which client it is: the same for all descriptors that share it.",
        from: &Of(|client: &Drm| Ok(client.client?.into())),
        ..Field::BASE
    },
    Field {
        name: "drm_client_name",
        header: "DRM-NAME",
        kind: Kind::Text,
        doc: "Name that the client goes by.",
        from: &Of(|client: &Drm| {
            Ok(Value::text(client.client_name.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "drm_busy",
        header: "DRM-BUSY",
        kind: Kind::List(&Kind::Text),
        doc: "Engines with the seconds for which each was busy for the client.",
        from: &Of(|client: &Drm| measures(client, What::Busy)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_capacity",
        header: "DRM-CAPACITY",
        kind: Kind::List(&Kind::Text),
        doc: "Engines with how many of their kind there are.",
        from: &Of(|client: &Drm| measures(client, What::Capacity)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_cycles",
        header: "DRM-CYCLES",
        kind: Kind::List(&Kind::Text),
        doc: "Engines with the cycles for which each was busy for the client.",
        from: &Of(|client: &Drm| measures(client, What::Cycles)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_total_cycles",
        header: "DRM-TOTAL-CYCLES",
        kind: Kind::List(&Kind::Text),
        doc: "Engines with the cycles that went by.",
        from: &Of(|client: &Drm| measures(client, What::TotalCycles)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_frequency",
        header: "DRM-FREQUENCY",
        kind: Kind::List(&Kind::Text),
        doc: "Engines with the highest frequency of each in hertz.",
        from: &Of(|client: &Drm| measures(client, What::Frequency)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_total",
        header: "DRM-TOTAL",
        kind: Kind::List(&Kind::Text),
        doc: "Regions of memory with the bytes of all buffers of the client there.",
        from: &Of(|client: &Drm| measures(client, What::Total)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_shared",
        header: "DRM-SHARED",
        kind: Kind::List(&Kind::Text),
        doc: "Regions of memory with the bytes that the client shares there.",
        from: &Of(|client: &Drm| measures(client, What::Shared)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_resident",
        header: "DRM-RESIDENT",
        kind: Kind::List(&Kind::Text),
        doc: "Regions of memory with the bytes of buffers that are there now.",
        from: &Of(|client: &Drm| measures(client, What::Resident)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_purgeable",
        header: "DRM-PURGEABLE",
        kind: Kind::List(&Kind::Text),
        doc: "Regions of memory with the bytes that may be taken away.",
        from: &Of(|client: &Drm| measures(client, What::Purgeable)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_active",
        header: "DRM-ACTIVE",
        kind: Kind::List(&Kind::Text),
        doc: "Regions of memory with the bytes that an engine works on.",
        from: &Of(|client: &Drm| measures(client, What::Active)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drm_memory",
        header: "DRM-MEMORY",
        kind: Kind::List(&Kind::Text),
        doc: "Regions of memory with the bytes that drivers tell without saying more.",
        from: &Of(|client: &Drm| measures(client, What::Memory)),
        volatile: true,
        ..Field::BASE
    },
];

/// What is measured of each engine or region, as `render=2.5`.
fn measures(client: &Drm, what: What) -> Result<Value<'static>, Absent> {
    let shown = |measure: &Measure| {
        let value = match (measure.value, what) {
            (Ok(value), What::Busy) => (value as f64 / 1e9).to_string(),
            (Ok(value), _) => value.to_string(),
            (Err(_), _) => "?".to_owned(),
        };
        Value::Text([&*measure.of, b"=", value.as_bytes()].concat().into())
    };
    let measures: Vec<_> =
        client.measures.iter().filter(|measure| measure.what == what).map(shown).collect();
    if measures.is_empty() { Err(Absent::NotApplicable) } else { Ok(Value::List(measures)) }
}
