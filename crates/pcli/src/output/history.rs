//! What bars have shown in the rounds before: a small line beside each.

use std::collections::{BTreeMap, VecDeque};

/// The steps of a line, from nothing to all.
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The shares of the last rounds, by the number of the column.
#[derive(Debug, Default)]
pub(crate) struct History(BTreeMap<usize, VecDeque<f64>>);

impl History {
    /// Adds a share of 100, and draws the last so many, the newest to the right.
    pub(crate) fn add(&mut self, column: usize, share: f64, cells: usize) -> String {
        let past = self.0.entry(column).or_default();
        past.push_back(share);
        while past.len() > cells {
            past.pop_front();
        }
        let before = std::iter::repeat_n(' ', cells.saturating_sub(past.len()));
        before.chain(past.iter().map(|share| step(*share))).collect()
    }
}

fn step(share: f64) -> char {
    let last = STEPS.len() - 1;
    let step = (share / 100.0 * last as f64).round().clamp(0.0, last as f64) as usize;
    STEPS.get(step).copied().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_grows_from_the_right_and_forgets() {
        let mut history = History::default();
        assert_eq!(history.add(0, 0.0, 3), "  ▁");
        assert_eq!(history.add(0, 50.0, 3), " ▁▅");
        assert_eq!(history.add(0, 250.0, 3), "▁▅█");
        assert_eq!(history.add(0, 14.0, 3), "▅█▂");
        assert_eq!(history.add(7, 100.0, 1), "█");
    }
}
