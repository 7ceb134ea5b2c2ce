//! Which items of a list moved, and which stayed where they were.

use std::collections::BTreeSet;

/// Returns the items of a longest rising part of `order`.
pub(super) fn longest_rising(order: &[usize]) -> BTreeSet<usize> {
    // `ends` holds the index of the least item that ends a rising part of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(order.len());
    for (index, item) in order.iter().enumerate() {
        let length = ends.partition_point(|end| order.get(*end).is_some_and(|other| other < item));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut at = ends.last().copied();
    let mut found = BTreeSet::new();
    while let Some(index) = at {
        found.extend(order.get(index));
        at = before.get(index).copied().flatten();
    }
    found
}
