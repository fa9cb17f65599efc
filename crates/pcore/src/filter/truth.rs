//! The three answers of a test, and Kleene's logic over them.

use std::ops::{BitAnd, BitOr, Not};

use crate::Absent;

/// Whether a row passes a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It passes.
    True,
    /// It does not.
    False,
    /// A value that would decide is not there, for this reason.
    Unknown(Absent),
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            unknown @ Self::Unknown(_) => unknown,
        }
    }
}

impl BitAnd for Truth {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, other) => other,
            (this, Self::True) => this,
            (Self::Unknown(a), Self::Unknown(b)) => Self::Unknown(heavier(a, b)),
        }
    }
}

impl BitOr for Truth {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        !(!self & !other)
    }
}

/// The reason to report where two meet: a gap before what is none, because only a gap makes the
/// answer incomplete; otherwise by rank, so that the order of the two does not matter.
fn heavier(a: Absent, b: Absent) -> Absent {
    std::cmp::max_by_key(a, b, |reason| (reason.is_gap(), *reason))
}

/// The truth of a test that needs both values.
pub(super) fn both<A, B>(
    a: Result<A, Absent>,
    b: Result<B, Absent>,
    holds: impl FnOnce(A, B) -> bool,
) -> Truth {
    match (a, b) {
        (Ok(a), Ok(b)) => holds(a, b).into(),
        (Err(a), Err(b)) => Truth::Unknown(heavier(a, b)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Truth::Unknown(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Truth::{False, True, Unknown};

    const DENIED: Truth = Unknown(Absent::Denied);
    const INAPPLICABLE: Truth = Unknown(Absent::NotApplicable);
    const ALL: [Truth; 5] = [True, False, DENIED, INAPPLICABLE, Unknown(Absent::Vanished)];

    #[test]
    fn unknown_gives_way_only_to_what_decides() {
        assert_eq!(True & DENIED, DENIED);
        assert_eq!(False & DENIED, False);
        assert_eq!(True | DENIED, True);
        assert_eq!(False | DENIED, DENIED);
        assert_eq!(!DENIED, DENIED);
    }

    #[test]
    fn a_gap_is_kept_over_what_is_none() {
        assert_eq!(DENIED & INAPPLICABLE, DENIED);
        assert_eq!(Unknown(Absent::Vanished) | DENIED, DENIED);
    }

    #[test]
    fn order_and_grouping_do_not_matter() {
        for a in ALL {
            for b in ALL {
                assert_eq!(a & b, b & a);
                assert_eq!(a | b, b | a);
                for c in ALL {
                    assert_eq!((a & b) & c, a & (b & c));
                    assert_eq!((a | b) | c, a | (b | c));
                }
            }
        }
    }
}
