//! Which roots a place lies inside of: the operations that a change of it concerns.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::pairs::{PairId, Pairs};

/// Steps from places up to roots; beyond it nothing is told.
const MOST_STEPS: usize = 20_000_000;

/// The way back from each pair to the roots.
pub(super) struct Owners<'x> {
    above: HashMap<PairId, Vec<PairId>>,
    of_roots: HashMap<PairId, BTreeSet<&'x str>>,
    /// Owners of the pairs that were asked for.
    known: HashMap<PairId, Rc<BTreeSet<&'x str>>>,
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
                    let pairs = above.entry(link.pair).or_default();
                    if pairs.last() != Some(&id) {
                        pairs.push(id);
                    }
                }
            }
        }
        Self { above, of_roots, known: HashMap::new(), left: MOST_STEPS }
    }

    /// Returns the owners of the roots that a pair lies inside of; none when it would take too long.
    fn of(&mut self, id: PairId) -> Rc<BTreeSet<&'x str>> {
        let id = self.shared(id);
        if let Some(known) = self.known.get(&id) {
            return Rc::clone(known);
        }
        let owners = Rc::new(self.walk(id));
        self.known.insert(id, Rc::clone(&owners));
        owners
    }

    /// Returns the owners of several pairs together.
    pub(super) fn of_all(&mut self, ids: &[PairId]) -> Rc<BTreeSet<&'x str>> {
        if let [only] = ids {
            return self.of(*only);
        }
        let shared: BTreeSet<PairId> = ids.iter().map(|id| self.shared(*id)).collect();
        if let (Some(only), 1) = (shared.first(), shared.len()) {
            return self.of(*only);
        }
        let mut all = BTreeSet::new();
        for id in shared {
            all.extend(self.of(id).iter().copied());
        }
        Rc::new(all)
    }

    /// Returns the outermost pair that has the same owners, because everybody comes through it.
    fn shared(&self, id: PairId) -> PairId {
        let (mut at, mut seen) = (id, HashSet::new());
        while !self.of_roots.contains_key(&at) && seen.insert(at) {
            match self.above.get(&at).map(Vec::as_slice) {
                Some([only]) => at = *only,
                _ => break,
            }
        }
        at
    }

    fn walk(&mut self, id: PairId) -> BTreeSet<&'x str> {
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
