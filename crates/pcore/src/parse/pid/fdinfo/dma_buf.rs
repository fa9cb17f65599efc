//! What `fdinfo` says of a buffer that devices share.

use crate::parse::{Item, number};

details! {
    /// A buffer that devices share.
    DmaBuf {
        /// Its size in bytes.
        size: u64 = b"size", number::unsigned, Unsupported;
        /// How many references to its file there are.
        count: u64 = b"count", number::unsigned, Unsupported;
        /// The driver that gave it away.
        exporter: Box<[u8]> = b"exp_name", text, Unsupported;
        /// The name that a process gave it: any bytes but the newline. The line comes last.
        name: Box<[u8]> = b"name", text, NotApplicable;
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every parser of a field")]
fn text(value: &[u8]) -> Item<Box<[u8]>> {
    Ok(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"size:\t4096\ncount:\t2\nexp_name:\tsystem\nname:\tframe\n";

    #[test]
    fn a_whole_one() {
        let buffer = DmaBuf::parse(TEXT);
        assert_eq!((buffer.size, buffer.count), (Ok(4096), Ok(2)));
        assert_eq!(buffer.exporter.as_deref(), Ok(&b"system"[..]));
        assert_eq!(buffer.name.as_deref(), Ok(&b"frame"[..]));
    }

    #[test]
    fn a_name_with_newlines_changes_nothing_else() {
        let text = b"size:\t4096\ncount:\t2\nexp_name:\tsystem\nname:\tx\nsize:\t1\nname: y\n";
        let buffer = DmaBuf::parse(text);
        assert_eq!(buffer.size, Ok(4096));
        assert_eq!(buffer.name.as_deref(), Ok(&b"x"[..]));
        assert_eq!(DmaBuf::parse(b"").name, Err(Absent::NotApplicable));
    }

    details_properties!(DmaBuf, TEXT);
}
