//! Buffers that devices share.

use crate::field::{Field, Group, Of};
use crate::parse::pid::fdinfo::dma_buf::DmaBuf;
use crate::view::pfd::file::Open;
use crate::{Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "DMA buffer", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "dmabuf_size",
        header: "DMABUF-SIZE",
        kind: Kind::Bytes,
        doc: "Size of the buffer.",
        from: &Of(|buffer: &DmaBuf| Ok(buffer.size?.into())),
        ..Field::BASE
    },
    Field {
        name: "dmabuf_references",
        header: "DMABUF-REFS",
        kind: Kind::Count,
        doc: "References to the buffer.",
        from: &Of(|buffer: &DmaBuf| Ok(buffer.count?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "dmabuf_exporter",
        header: "DMABUF-EXPORTER",
        kind: Kind::Text,
        doc: "Driver that gave the buffer away.",
        from: &Of(|buffer: &DmaBuf| {
            Ok(Value::text(buffer.exporter.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "dmabuf_name",
        header: "DMABUF-NAME",
        kind: Kind::Text,
        doc: "Name that a process gave the buffer.",
        from: &Of(|buffer: &DmaBuf| {
            Ok(Value::text(buffer.name.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
];
