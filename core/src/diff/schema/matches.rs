//! Which names of members the patterns of an object speak of.

use std::collections::BTreeMap;

use regex_lite::RegexBuilder;

use super::node::NodeId;

/// How much may be compared: letters of patterns times letters of names, in tens each.
const MOST_WORK: usize = 1_000_000;

/// The most bytes of one pattern when it is ready to match.
const MOST_BYTES: usize = 1 << 18;

/// What the patterns of one object ask of names.
#[derive(Default)]
pub(super) struct Matches {
    by_name: BTreeMap<String, Vec<NodeId>>,
    /// Whether there is a pattern that cannot be read, or that was not tried.
    pub(super) unclear: bool,
    /// Whether there was too much to try each pattern with each name.
    pub(super) incomplete: bool,
}

impl Matches {
    /// Tries each pattern with each name; each pattern is read once, and kept no longer than it is tried.
    pub(super) fn of(patterns: &BTreeMap<String, NodeId>, names: &[String]) -> Self {
        let mut found = Self::default();
        if patterns.is_empty() || names.is_empty() {
            return found;
        }
        let letters = |text: &str| text.len() / 10 + 1;
        let work: usize = names.iter().map(|name| letters(name)).sum();
        let mut left = MOST_WORK;
        for (pattern, node) in patterns {
            let Some(rest) = left.checked_sub(work.saturating_mul(letters(pattern))) else {
                (found.unclear, found.incomplete) = (true, true);
                return found;
            };
            left = rest;
            let Ok(pattern) = RegexBuilder::new(pattern).size_limit(MOST_BYTES).build() else {
                found.unclear = true;
                continue;
            };
            for name in names.iter().filter(|name| pattern.is_match(name)) {
                found.by_name.entry(name.clone()).or_default().push(*node);
            }
        }
        found
    }

    /// Returns what the patterns ask of a name.
    pub(super) fn of_name(&self, name: &str) -> &[NodeId] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns what a listed name must satisfy together with the patterns that it matches.
    pub(super) fn with(&self, name: &str, listed: NodeId) -> Vec<NodeId> {
        self.of_name(name).iter().copied().chain([listed]).collect()
    }
}
