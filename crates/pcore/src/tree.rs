//! Rows as a tree: every child below its parent, in the order that its siblings have.

use std::collections::HashMap;

use crate::order::Place;
use crate::{Absent, Value};

/// The columns that say how rows hang together, counted from the first of them.
const NODE: usize = 0;
const PARENT: usize = 1;
const WANTED: usize = 2;

/// Where drawings stop to move to the right, in bytes: no terminal is as wide, and a chain of
/// thousands would fill the memory with its own stem.
const DEEPEST: usize = 512;

/// Rows that hang below each other.
pub(crate) struct Hanging {
    /// The rows, each parent before its children.
    pub(crate) order: Vec<Place>,
    /// What is drawn before each.
    pub(crate) branches: Vec<String>,
    /// How many of them were wanted; the others are the ancestors of those.
    pub(crate) matched: u64,
}

/// Hangs ordered rows below each other, and leaves out what is neither wanted nor an ancestor of
/// what is. No chain is too long for it, and rows that claim to be each other's parents are shown
/// once, the first of them as a root.
pub(crate) fn hang<'v>(
    rows: &[Place],
    cell: impl Fn(Place, usize) -> Result<Value<'v>, Absent>,
) -> Hanging {
    let number = |place: Place, column: usize| match cell(place, column) {
        Ok(Value::Uint(number)) => Some(number),
        _ => None,
    };
    let by_node: HashMap<u64, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(row, place)| Some((number(*place, NODE)?, row)))
        .collect();
    let parents: Vec<Option<usize>> = rows
        .iter()
        .enumerate()
        .map(|(row, place)| {
            let above = *by_node.get(&number(*place, PARENT)?)?;
            (above != row).then_some(above)
        })
        .collect();
    let (kept, matched) =
        kept(rows, &parents, |place| cell(place, WANTED) == Ok(Value::Bool(true)));
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut roots = Vec::new();
    for (row, parent) in parents.iter().enumerate() {
        if !kept.get(row).copied().unwrap_or(false) {
            continue;
        }
        match parent.and_then(|parent| children.get_mut(parent)) {
            Some(siblings) => siblings.push(row),
            None => roots.push(row),
        }
    }
    let mut hanging = Hanging { order: Vec::new(), branches: Vec::new(), matched };
    let mut is_drawn = vec![false; rows.len()];
    // Rows in a circle hang from nothing: what no root leads to is a root itself.
    let rest = (0..rows.len()).filter(|row| kept.get(*row).copied().unwrap_or(false));
    for root in roots.into_iter().chain(rest) {
        draw(root, rows, &children, &mut is_drawn, &mut hanging);
    }
    hanging
}

/// Which rows are wanted or ancestors of one that is, and how many are wanted.
fn kept(
    rows: &[Place],
    parents: &[Option<usize>],
    is_wanted: impl Fn(Place) -> bool,
) -> (Vec<bool>, u64) {
    let mut kept = vec![false; rows.len()];
    let mut matched = 0;
    for (row, place) in rows.iter().enumerate() {
        if !is_wanted(*place) {
            continue;
        }
        matched += 1;
        let mut above = Some(row);
        while let Some(seen) = above.and_then(|row| kept.get_mut(row)).filter(|seen| !**seen) {
            *seen = true;
            above = above.and_then(|row| parents.get(row).copied().flatten());
        }
    }
    (kept, matched)
}

/// Draws a root and everything below it.
fn draw(
    root: usize,
    rows: &[Place],
    children: &[Vec<usize>],
    is_drawn: &mut [bool],
    hanging: &mut Hanging,
) {
    // A row with what stands before its children, and what stands before itself.
    let mut waiting = vec![(root, String::new(), String::new())];
    while let Some((row, own, below)) = waiting.pop() {
        let (Some(place), Some(seen)) = (rows.get(row), is_drawn.get_mut(row)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        hanging.order.push(*place);
        hanging.branches.push(own);
        let children = children.get(row).map(Vec::as_slice).unwrap_or_default();
        let last = children.len().saturating_sub(1);
        // The last to be put down is the first to be taken up.
        for (number, child) in children.iter().enumerate().rev() {
            let (branch, stem) =
                if number == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let stem = if below.len() < DEEPEST { stem } else { "" };
            waiting.push((*child, format!("{below}{branch}"), format!("{below}{stem}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of node, parent and whether they are wanted, as lines of a drawing.
    fn drawn(rows: &[(u64, u64, bool)]) -> Vec<String> {
        let places: Vec<Place> = (0..rows.len()).map(|row| Place::new(0, row)).collect();
        let hanging = hang(&places, |place, column| {
            let (node, parent, is_wanted) = rows[place.row()];
            Ok(match column {
                NODE => Value::Uint(node),
                PARENT => Value::Uint(parent),
                _ => Value::Bool(is_wanted),
            })
        });
        let nodes = hanging.order.iter().map(|place| rows[place.row()].0);
        hanging.branches.iter().zip(nodes).map(|(branch, node)| format!("{branch}{node}")).collect()
    }

    #[test]
    fn children_stand_below_their_parents() {
        let rows = [
            (1, 0, true),
            (2, 0, true),
            (10, 1, true),
            (20, 10, true),
            (11, 1, true),
            (21, 2, true),
        ];
        assert_eq!(drawn(&rows), ["1", "├─ 10", "│  └─ 20", "└─ 11", "2", "└─ 21"]);
    }

    #[test]
    fn ancestors_of_what_is_wanted_are_kept() {
        let rows = [(1, 0, false), (10, 1, false), (11, 1, false), (20, 10, true)];
        assert_eq!(drawn(&rows), ["1", "└─ 10", "   └─ 20"]);
    }

    #[test]
    fn circles_and_orphans_are_shown_once() {
        assert_eq!(drawn(&[(1, 2, true), (2, 1, true), (3, 3, true), (9, 77, true)]).len(), 4);
    }

    #[test]
    fn a_long_chain_is_no_danger() {
        let rows: Vec<_> = (1..5000).map(|node| (node, node - 1, node == 4999)).collect();
        assert_eq!(drawn(&rows).len(), 4999);
    }
}
