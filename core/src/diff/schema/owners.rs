//! Which roots a place lies inside of: the operations that a change of it concerns.

use std::collections::{BTreeSet, VecDeque};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::pairs::{PairId, Pairs};

/// Steps from places up to roots; beyond it nothing is told.
const MOST_STEPS: usize = 20_000_000;

/// The way back from each pair to the roots.
pub(super) struct Owners<'x> {
    above: HashMap<PairId, Vec<PairId>>,
    of_roots: HashMap<PairId, BTreeSet<&'x str>>,
    left: usize,
}

impl<'x> Owners<'x> {
    /// Turns the links inside of `reached` around; `roots` are pairs with the names of their owners.
    pub(super) fn new(
        pairs: &mut Pairs<'_>,
        reached: impl Iterator<Item = PairId>,
        roots: impl Iterator<Item = (PairId, &'x str)>,
    ) -> Self {
        let mut of_roots: HashMap<PairId, BTreeSet<&'x str>> = HashMap::new();
        for (root, owner) in roots.filter(|(_, owner)| !owner.is_empty()) {
            of_roots.entry(root).or_default().insert(owner);
        }
        let mut above: HashMap<PairId, Vec<PairId>> = HashMap::new();
        if !of_roots.is_empty() {
            for id in reached {
                for link in &pairs.pair(id).links {
                    above.entry(link.pair).or_default().push(id);
                }
            }
        }
        Self { above, of_roots, left: MOST_STEPS }
    }

    /// Returns the owners of the roots that a pair lies inside of, sorted; none when it would take too long.
    pub(super) fn of(&mut self, id: PairId) -> BTreeSet<&'x str> {
        let mut owners = BTreeSet::new();
        if self.of_roots.is_empty() {
            return owners;
        }
        let mut seen = HashSet::new();
        let mut waiting = VecDeque::from([id]);
        while let Some(id) = waiting.pop_front() {
            let Some(left) = self.left.checked_sub(1) else { return BTreeSet::new() };
            self.left = left;
            if seen.insert(id) {
                owners.extend(self.of_roots.get(&id).into_iter().flatten());
                waiting.extend(self.above.get(&id).into_iter().flatten());
            }
        }
        owners
    }
}
