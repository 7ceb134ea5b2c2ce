//! The nearest known name to an unknown one.

use std::cell::Cell;

/// Returns the candidate nearest to `name`, when it is near enough to be meant: at most a third of
/// the letters differ (Damerau-Levenshtein), or only case and separators do. Ties go to the first in
/// byte order.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(name);
    let letters = Letters::of(name);
    let most = (name.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == name || candidate.len().abs_diff(name.len()) > most * 4 {
            continue;
        }
        // Only what is nearer, or as near and earlier in byte order, changes the answer.
        let limit = match best {
            None => most,
            Some((distance, first)) if candidate < first => distance,
            Some((0, _)) => continue,
            Some((distance, _)) => distance - 1,
        };
        if letters.difference(candidate) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &folded(candidate));
        if distance <= limit {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !is_separator(*c)).flat_map(char::to_lowercase).collect()
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ')
}

/// How often each letter stands in a name, case and separators aside.
#[derive(Clone)]
struct Letters([i16; Self::KINDS]);

impl Letters {
    /// Letters that fall together only make names look nearer than they are.
    const KINDS: usize = 64;

    fn of(name: &str) -> Self {
        let mut letters = Self([0; Self::KINDS]);
        letters.add(name, 1);
        letters
    }

    fn add(&mut self, name: &str, times: i16) {
        if name.is_ascii() {
            return self.add_ascii(name.as_bytes(), times);
        }
        for letter in name.chars().filter(|c| !is_separator(*c)).flat_map(char::to_lowercase) {
            if let Some(count) = self.0.get_mut(letter as usize % Self::KINDS) {
                *count = count.saturating_add(times);
            }
        }
    }

    fn add_ascii(&mut self, name: &[u8], times: i16) {
        for byte in name {
            let letter = usize::from(byte.to_ascii_lowercase()) % Self::KINDS;
            if let Some(count) = self.0.get_mut(letter) {
                // Without a branch: separators count nothing.
                *count = count.saturating_add(times * i16::from(!is_separator(char::from(*byte))));
            }
        }
    }

    /// Returns a lower bound of the distance, at a fraction of its cost: the letters one of the two
    /// has more of. A transposition changes none.
    fn difference(&self, other: &str) -> usize {
        let mut left = self.clone();
        left.add(other, -1);
        let more: i32 = left.0.iter().map(|count| i32::from((*count).max(0))).sum();
        let less: i32 = left.0.iter().map(|count| i32::from((*count).min(0))).sum();
        usize::try_from(more.max(-less)).unwrap_or(0)
    }
}

/// How many more unknown names are compared with all known ones: a document full of unknown names
/// would cost the square of its size.
pub(crate) struct Budget(Cell<usize>);

impl Budget {
    /// Returns the budget of one check.
    pub(crate) fn new() -> Self {
        const MOST: usize = 100;
        Self(Cell::new(MOST))
    }

    /// Returns the [`nearest`] known name; none beyond the budget.
    pub(crate) fn nearest<'a>(
        &self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let left = self.0.get().checked_sub(1)?;
        self.0.set(left);
        nearest(name, known)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{folded, nearest};

    #[test]
    fn near_names_are_suggested() {
        let known = ["entitlements", "gateway", "metrics"];
        assert_eq!(nearest("gatway", known), Some("gateway"));
        assert_eq!(nearest("entitlement", known), Some("entitlements"));
        assert_eq!(nearest("Metrics", known), Some("metrics"));
        assert_eq!(nearest("curve", known), None);
        assert_eq!(nearest("x", ["ab", "b"]), Some("b"));
    }

    proptest! {
        #[test]
        fn the_nearest_of_all_is_found(
            name in "[a-cA-C-]{1,9}",
            known in prop::collection::vec("[a-cé-]{0,9}", 0..12),
        ) {
            let most = (name.chars().count() / 3).max(1);
            let plain = known
                .iter()
                .filter(|other| **other != name && other.len().abs_diff(name.len()) <= most * 4)
                .map(|other| (strsim::damerau_levenshtein(&folded(&name), &folded(other)), other))
                .filter(|(distance, _)| *distance <= most)
                .min()
                .map(|(_, other)| other.as_str());
            prop_assert_eq!(nearest(&name, known.iter().map(String::as_str)), plain);
        }
    }
}
