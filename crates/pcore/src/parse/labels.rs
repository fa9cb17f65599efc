//! Files of `Label: value` lines.

use super::{Item, number};
use crate::Absent;

/// Declares the struct of a file of `Label: value` lines and its parser. Each field names its label,
/// the function that parses the value, and why there is no value when the file has no such line.
macro_rules! labels {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$doc:meta])* $field:ident: $type:ty = $label:literal, $parse:expr, $absent:ident;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $crate::parse::Item<$type>,)*
        }

        impl $name {
            /// Parses the whole file. It is malformed as a whole when no line of it has a label that is known.
            pub fn parse(text: &[u8]) -> $crate::parse::Item<Self> {
                let mut parsed = Self { $($field: Err($crate::Absent::$absent),)* };
                let mut is_known = false;
                for (label, value) in
                    $crate::parse::lines(text).filter_map($crate::parse::labelled)
                {
                    match label {
                        $($label => parsed.$field = $parse(value),)*
                        _ => continue,
                    }
                    is_known = true;
                }
                if is_known { Ok(parsed) } else { Err($crate::Absent::Malformed) }
            }
        }
    };
}

/// An amount that the kernel prints as `12 kB`, in bytes.
pub(crate) fn kibibytes(value: &[u8]) -> Item<u64> {
    let count = value.strip_suffix(b"kB").ok_or(Absent::Malformed)?.trim_ascii_end();
    number::unsigned(count)?.checked_mul(1024).ok_or(Absent::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_kilobytes_that_fit_are_bytes() {
        assert_eq!(kibibytes(b"12 kB"), Ok(12 * 1024));
        for value in [&b"12"[..], b"12 MB", b"kB", b"-1 kB", b"18014398509481984 kB"] {
            assert_eq!(kibibytes(value), Err(Absent::Malformed), "{value:?}");
        }
    }
}
