//! Sets of versions as intervals.

use super::key::Key;

/// The places from `from`, up to but without `to`; without an end when `to` is none.
///
/// Every comparator can be written so, because each dialect's order has a next place after any
/// that a comparator can name: `<=1.2.3` ends before `1.2.4-0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub from: Key,
    pub to: Option<Key>,
}

/// A set of places: sorted intervals that neither overlap nor touch, none of them empty. The same
/// set has one form only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Intervals(Vec<Interval>);

impl Intervals {
    /// Returns the places from `from` up to `to`; nothing when they are the wrong way round.
    pub(crate) fn between(from: Key, to: Option<Key>) -> Self {
        match &to {
            Some(to) if *to <= from => Self::default(),
            _ => Self(vec![Interval { from, to }]),
        }
    }

    /// Returns the union of all `parts`.
    pub(crate) fn union(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<Interval> = parts.into_iter().flat_map(|part| part.0).collect();
        all.sort_by(|a, b| a.from.cmp(&b.from));
        let mut merged: Vec<Interval> = Vec::with_capacity(all.len());
        for next in all {
            match merged.last_mut() {
                Some(last) if last.to.as_ref().is_none_or(|to| next.from <= *to) => {
                    last.to = later(last.to.take(), next.to);
                }
                _ => merged.push(next),
            }
        }
        Self(merged)
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut found = Vec::new();
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let from = a.from.clone().max(b.from.clone());
            let to = earlier(a.to.as_ref(), b.to.as_ref());
            let a_ends_first = to == a.to.as_ref();
            if to.is_none_or(|to| from < *to) {
                found.push(Interval { from, to: to.cloned() });
            }
            let _ = if a_ends_first { left.next() } else { right.next() };
        }
        Self(found)
    }

    /// Returns what is in this set and not in `other`.
    pub(crate) fn difference(&self, other: &Self) -> Self {
        let mut found = Vec::new();
        let mut cuts = other.0.iter().peekable();
        for interval in &self.0 {
            let mut from = Some(interval.from.clone());
            while let Some(cut) = cuts.peek() {
                let Some(start) = &from else { break };
                if interval.to.as_ref().is_some_and(|to| *to <= cut.from) {
                    break;
                }
                if *start < cut.from {
                    found.push(Interval { from: start.clone(), to: Some(cut.from.clone()) });
                }
                from = cut.to.clone().map(|to| to.max(start.clone()));
                if from.is_none()
                    || interval.to.as_ref().is_some_and(|to| from.as_ref() >= Some(to))
                {
                    break;
                }
                cuts.next();
            }
            if let Some(from) = from {
                found.extend(Self::between(from, interval.to.clone()).0);
            }
        }
        Self(found)
    }

    pub(crate) fn contains(&self, key: &Key) -> bool {
        let after = self.0.partition_point(|interval| interval.from <= *key);
        let near = after.checked_sub(1).and_then(|index| self.0.get(index));
        near.is_some_and(|interval| interval.to.as_ref().is_none_or(|to| key < to))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Interval> {
        self.0.iter()
    }
}

/// Returns the earlier of two ends; none is no end.
fn earlier<'a>(a: Option<&'a Key>, b: Option<&'a Key>) -> Option<&'a Key> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (end, None) | (None, end) => end,
    }
}

/// Returns the later of two ends.
fn later(a: Option<Key>, b: Option<Key>) -> Option<Key> {
    Some(a?.max(b?))
}
