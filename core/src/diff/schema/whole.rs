//! What is proved of a place as a whole, where what is inside does not add up: alternatives that were split,
//! joined or moved accept the same together, though none of them does.

use std::collections::BTreeMap;

use super::pairs::{Of, PairId, Pairs};
use super::proof::{Proof, Proofs};
use super::uses::Uses;
use crate::diff::Effect;

/// What is known of a place and those inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Whole {
    /// No value was lost.
    pub(super) keeps: bool,
    /// No value was gained.
    pub(super) adds_nothing: bool,
    /// Both, and a change at the place itself tells that something is written otherwise.
    pub(super) told: bool,
}

/// What is proved of places with alternatives, and where these lie.
#[derive(Default)]
pub(super) struct Wholes {
    known: BTreeMap<PairId, Whole>,
    /// Places by those of their alternatives.
    around: BTreeMap<PairId, Vec<PairId>>,
}

/// Places around one another that are looked at.
const MOST_AROUND: usize = 64;

impl Wholes {
    /// Returns what is proved of a pair, where it matters: for `root`, and where alternatives changed.
    pub(super) fn of(
        &mut self,
        pairs: &mut Pairs<'_>,
        proofs: &mut Proofs<'_>,
        (id, uses): (PairId, Uses),
        is_root: bool,
    ) -> Whole {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let pair = pairs.pair(id);
        let inside: Vec<PairId> =
            pair.links.iter().filter(|link| link.of == Of::Same).map(|link| link.pair).collect();
        for link in &inside {
            self.around.entry(*link).or_default().push(id);
        }
        let matters = is_root || !inside.is_empty();
        let proves = matters && uses.pass() && !uses.evaluated() && !uses.as_text;
        let whole = if proves && pairs.effect(id) != Effect::None {
            let places = pairs.places(id);
            let (narrows, widens) =
                places.map_or((None, None), |(was, is)| proofs.decided(&was, &is));
            let (keeps, adds_nothing) = (narrows == Some(false), widens == Some(false));
            let tells = pair.own.iter().any(|edit| edit.effect != Effect::None);
            Whole { keeps, adds_nothing, told: keeps && adds_nothing && tells }
        } else {
            Whole::default()
        };
        self.known.insert(id, whole);
        whole
    }

    /// Lists the pairs around a pair that speak of the same values; none when there are too many.
    fn around(&self, id: PairId) -> Option<Vec<PairId>> {
        let mut found: Vec<PairId> = Vec::new();
        let mut waiting = vec![id];
        while let Some(inner) = waiting.pop() {
            for outer in self.around.get(&inner).into_iter().flatten() {
                if *outer != id && !found.contains(outer) {
                    found.push(*outer);
                    waiting.push(*outer);
                }
            }
            if found.len() > MOST_AROUND {
                return None;
            }
        }
        Some(found)
    }

    /// Tells whether no schema around a pair speaks of a member that is new there.
    pub(super) fn is_fresh(&self, pairs: &mut Pairs<'_>, id: PairId, name: &str) -> bool {
        let around = self.around(id);
        around.is_some_and(|around| !around.into_iter().any(|outer| pairs.knows_name(outer, name)))
    }

    /// Leaves the values that show a change not only inside of an alternative, but also around it.
    pub(super) fn lift(
        &self,
        pairs: &Pairs<'_>,
        proofs: &mut Proofs<'_>,
        id: PairId,
        proof: &mut Proof,
    ) {
        // Places without alternatives around them need no second look.
        let Some(around) = self.around(id).filter(|around| !around.is_empty()) else { return };
        if proof.lost.is_empty() && proof.gained.is_empty() {
            return;
        }
        let is_outermost = |outer: &PairId| !self.around.contains_key(outer);
        let places = around.into_iter().find(is_outermost).and_then(|outer| pairs.places(outer));
        let Some((was, is)) = places else { return };
        proof.refuted = true;
        proof.counts_around = true;
        proofs.leave_those_shown(proof, [&was, &is]);
    }
}
