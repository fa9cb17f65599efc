//! What devices belong to: terminals, tunnels, FUSE, VFIO and KVM.

use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::fdinfo::device::DeviceInfo;
use crate::view::pfd::file::{Open, Rdev, Target};
use crate::view::pfd::kind::drivers::Driver;
use crate::{Absent, File, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Device", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "rdev",
        header: "RDEV",
        kind: Kind::Word,
        doc: "Device that the file stands for, major and minor number.",
        from: &Of(|device: &Rdev| Ok(Value::Word(device.0.to_string().into()))),
        ..Field::BASE
    },
    Field {
        name: "driver",
        header: "DRIVER",
        kind: Kind::Text,
        doc: "Driver of that device, and of devices that share one which of them.",
        aliases: &["chrdrv", "blkdrv", "miscdev"],
        from: &Of(|driver: &Driver| Ok(Value::text(&driver.0))),
        ..Field::BASE
    },
    Field {
        name: "tty_index",
        header: "TTY-INDEX",
        kind: Kind::Id,
        doc: "Number of the pseudo-terminal.",
        from: &Of(|terminal: &Terminal| Ok(terminal.index.into())),
        ..Field::BASE
    },
    Field {
        name: "tty_peer",
        header: "TTY-PEER",
        kind: Kind::Path,
        doc: "Other end of a pseudo-terminal.",
        from: &Of(|terminal: &Terminal| Ok(Value::word(&terminal.peer))),
        ..Field::BASE
    },
    Field {
        name: "tun_interface",
        header: "TUN-INTERFACE",
        kind: Kind::Text,
        doc: "Interface of a tunnel.",
        from: &Of(|device: &DeviceInfo| {
            Ok(Value::text(device.interface.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "fuse_connection",
        header: "FUSE-CONNECTION",
        kind: Kind::Id,
        doc: "Connection of a FUSE file system, as its minor device number.",
        from: &Of(|device: &DeviceInfo| Ok(device.fuse_connection?.into())),
        ..Field::BASE
    },
    Field {
        name: "vfio_device",
        header: "VFIO-DEVICE",
        kind: Kind::Path,
        doc: "Device that is passed through to a program, below /sys.",
        from: &Of(|device: &DeviceInfo| {
            Ok(Value::text(device.vfio_device.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "kvm_vcpu",
        header: "KVM-VCPU",
        kind: Kind::Id,
        doc: "Number of a processor of a virtual machine.",
        from: &Of(|target: &Target| Ok(target.vcpu()?.into())),
        ..Field::BASE
    },
];

/// An end of a pseudo-terminal.
pub(crate) struct Terminal {
    index: u32,
    /// Where the other end is found: the terminals of a master lie where their file system is
    /// mounted, nearly always here.
    peer: String,
}

impl Source<Open> for Terminal {
    const FILES: &'static [File] = <Rdev as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().terminal.get(|| {
            if let Ok(DeviceInfo { tty_index: Ok(index), .. }) = DeviceInfo::of(open) {
                return Ok(Self { index: *index, peer: format!("/dev/pts/{index}") });
            }
            let index = Rdev::of(open)?.slave().ok_or(Absent::NotApplicable)?;
            Ok(Self { index, peer: "/dev/ptmx".to_owned() })
        })
    }
}
