//! The numbers that a field can have in rows that pass: what a view need not look at beyond them.

/// Ranges of numbers, ascending and apart, each with its first and its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    /// Every number.
    pub(super) fn all() -> Self {
        Self(vec![(0, u64::MAX)])
    }

    /// No number.
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    /// The numbers from the first to the last.
    pub(super) fn between(first: u64, last: u64) -> Self {
        if first <= last { Self(vec![(first, last)]) } else { Self::none() }
    }

    /// The numbers that are in either.
    pub(super) fn or(self, other: Self) -> Self {
        let mut ranges = [self.0, other.0].concat();
        ranges.sort_unstable();
        let mut joined: Vec<(u64, u64)> = Vec::new();
        for (first, last) in ranges {
            match joined.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        Self(joined)
    }

    /// The numbers that are in both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let both = self.0.iter().flat_map(|(a, b)| {
            other
                .0
                .iter()
                .map(|(c, d)| (*a.max(c), *b.min(d)))
                .filter(|(first, last)| first <= last)
        });
        Self(both.collect())
    }

    /// The numbers from the first to the last that are in these too.
    pub(crate) fn within(&self, first: u64, last: u64) -> Self {
        self.and(&Self::between(first, last))
    }

    /// The ranges, ascending, each with its first and its last number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_join_and_meet() {
        let low = Ranges::between(1, 5);
        assert_eq!(low.clone().or(Ranges::between(6, 9)), Ranges::between(1, 9));
        assert_eq!(low.clone().or(Ranges::between(8, 9)).iter().count(), 2);
        assert_eq!(low.and(&Ranges::between(4, 9)), Ranges::between(4, 5));
        assert_eq!(low.and(&Ranges::none()), Ranges::none());
        assert_eq!(Ranges::between(5, 4), Ranges::none());
        assert_eq!(Ranges::all().or(low), Ranges::all());
    }

    proptest! {
        #[test]
        fn a_number_is_in_what_it_should_be_in(
            ranges in prop::collection::vec((0_u64..20, 0_u64..20), 4),
            number in 0_u64..20,
        ) {
            let has = |ranges: &Ranges| ranges.iter().any(|(a, b)| (a..=b).contains(&number));
            let [a, b, c, d] = [0, 1, 2, 3].map(|at| Ranges::between(ranges[at].0, ranges[at].1));
            let (left, right) = (a.clone().or(b.clone()), c.clone().or(d.clone()));
            prop_assert_eq!(has(&left), has(&a) || has(&b));
            prop_assert_eq!(has(&left.and(&right)), has(&left) && has(&right));
        }
    }
}
