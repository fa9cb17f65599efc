//! `--expect`: how many rows a query must match, as a check that passes only if it is proved.

use std::ops::RangeInclusive;

use crate::exit::Exit;

/// How many rows there must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected(RangeInclusive<u64>);

impl Expected {
    /// Reads `none`, `some`, `N` or `N..M`.
    ///
    /// # Errors
    /// A sentence for the user.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse::<u64>().ok();
        let range = match text {
            "none" => Some(0..=0),
            "some" => Some(1..=u64::MAX),
            _ => match text.split_once("..") {
                None => number(text).map(|exactly| exactly..=exactly),
                Some((least, "")) => number(least).map(|least| least..=u64::MAX),
                Some((least, most)) => number(least).zip(number(most)).map(|(a, b)| a..=b),
            },
        };
        match range {
            Some(range) if !range.is_empty() => Ok(Self(range)),
            _ => Err("none, some, N or N..M".to_owned()),
        }
    }

    /// Whether the check passes where this many rows were matched and `unseen` more could not be
    /// judged; where whole lists could not be read there is no number of those.
    pub(crate) fn judge(&self, matched: u64, unseen: Option<u64>) -> Exit {
        let most = unseen.and_then(|unseen| matched.checked_add(unseen)).unwrap_or(u64::MAX);
        let (least_wanted, most_wanted) = (*self.0.start(), *self.0.end());
        if matched > most_wanted || most < least_wanted {
            Exit::NoMatch
        } else if matched >= least_wanted && most <= most_wanted {
            Exit::Success
        } else {
            Exit::Incomplete
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (*self.0.start(), *self.0.end()) {
            (0, 0) => f.write_str("none"),
            (1, u64::MAX) => f.write_str("some"),
            (least, u64::MAX) => write!(f, "{least} or more"),
            (least, most) if least == most => write!(f, "{least}"),
            (least, most) => write!(f, "{least} to {most}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(expected: &str, matched: u64, unseen: Option<u64>) -> u8 {
        Expected::parse(expected).unwrap().judge(matched, unseen).code()
    }

    #[test]
    fn only_what_is_proved_passes() {
        assert_eq!(judge("none", 0, Some(0)), 0);
        assert_eq!(judge("none", 0, Some(3)), 3);
        assert_eq!(judge("none", 0, None), 3);
        // One offender is enough, whatever else there is.
        assert_eq!(judge("none", 1, None), 1);
        assert_eq!(judge("some", 1, None), 0);
        assert_eq!(judge("some", 0, Some(0)), 1);
        assert_eq!(judge("some", 0, Some(1)), 3);
        assert_eq!(judge("3", 3, Some(0)), 0);
        assert_eq!(judge("3", 3, Some(1)), 3);
        assert_eq!(judge("3", 1, Some(1)), 1);
        assert_eq!(judge("2..4", 2, Some(2)), 0);
        assert_eq!(judge("2..4", 5, Some(0)), 1);
        assert_eq!(judge("2..", 2, None), 0);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for wrong in ["", "no", "-1", "4..2", "..", "1..x", "1..2..3"] {
            assert!(Expected::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Expected::parse("2..4").unwrap().to_string(), "2 to 4");
    }
}
