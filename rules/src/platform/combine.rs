//! One answer of what several policies want of a subject.
//!
//! By default the strictest counts: one that raises decides over those that lower, and of two that lower the one that
//! lowers less. So the order of policies means nothing, but where a pack asks for the first that has an opinion.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::Opinion;
use crate::pack::Combine;
use crate::policy::Hook;
use crate::{Outcome, PolicySet};

/// How the opinions of several policies are put together.
pub(super) struct Combining {
    algorithm: Combine,
    /// Policies that are asked, and whose opinions count.
    voters: usize,
}

/// A place on a scale that a policy wants a subject to have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<T> {
    pub(super) outcome: Outcome,
    pub(super) to: T,
}

impl Combining {
    pub(super) fn new(set: &PolicySet, hook: Hook) -> Self {
        Self { algorithm: set.combine(hook), voters: set.voters(hook) }
    }

    /// Leaves the opinions that may count, by the algorithm of the pack.
    pub(super) fn heard<'o>(&self, opinions: Vec<&'o Opinion>) -> Vec<&'o Opinion> {
        match self.algorithm {
            Combine::DenyOverrides => opinions,
            Combine::FirstApplicable => {
                let first = opinions.first().map(|opinion| opinion.policy.id.clone());
                let is_first = |opinion: &&Opinion| Some(&opinion.policy.id) == first.as_ref();
                opinions.into_iter().filter(is_first).collect()
            }
            Combine::All => {
                let agree = |outcome| self.all_agree(&opinions, outcome);
                let lowers = agree(Outcome::Lower);
                let adjusts = agree(Outcome::Adjust);
                let counts = |opinion: &&Opinion| match opinion.outcome {
                    Outcome::Lower => lowers,
                    Outcome::Adjust => adjusts,
                    _ => true,
                };
                opinions.into_iter().filter(counts).collect()
            }
        }
    }

    fn all_agree(&self, opinions: &[&Opinion], outcome: Outcome) -> bool {
        let of = opinions.iter().filter(|opinion| opinion.outcome == outcome);
        of.map(|opinion| opinion.policy.id.as_str()).collect::<BTreeSet<_>>().len() == self.voters
    }
}

/// Returns the strictest of what is wished; a wish to raise never lowers, and the other way round.
pub(super) fn strictest<T: Copy + Ord>(current: T, wishes: &[Wish<T>]) -> T {
    let of = |outcome: Outcome| {
        wishes.iter().filter(move |wish| wish.outcome == outcome).map(|wish| wish.to)
    };
    if let Some(raised) = of(Outcome::Raise).max() {
        return raised.max(current);
    }
    of(Outcome::Lower).max().map_or(current, |lowered| lowered.min(current))
}

/// Returns the words of opinions, sorted, each once.
pub(super) fn tags(opinions: &[&Opinion]) -> Vec<String> {
    let tags = opinions.iter().filter(|opinion| opinion.outcome == Outcome::Tag);
    tags.map(|opinion| opinion.reason.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Puts opinions of one subject together.
pub(super) fn by_key(opinions: &[Opinion]) -> BTreeMap<&str, Vec<&Opinion>> {
    let mut by_key: BTreeMap<&str, Vec<&Opinion>> = BTreeMap::new();
    for opinion in opinions {
        by_key.entry(&opinion.key).or_default().push(opinion);
    }
    by_key
}

#[cfg(test)]
mod tests {
    use super::{Wish, strictest};
    use crate::Outcome;

    fn wish(outcome: Outcome, to: u8) -> Wish<u8> {
        Wish { outcome, to }
    }

    #[test]
    fn the_strictest_counts() {
        let (raise, lower) = (|to| wish(Outcome::Raise, to), |to| wish(Outcome::Lower, to));
        assert_eq!(strictest(3, &[]), 3);
        assert_eq!(strictest(3, &[raise(5), lower(1), raise(4)]), 5);
        assert_eq!(strictest(3, &[raise(1)]), 3, "what raises never lowers");
        assert_eq!(
            strictest(3, &[raise(1), lower(0)]),
            3,
            "one that raises decides over one that lowers"
        );
        assert_eq!(strictest(3, &[lower(0), lower(2)]), 2);
        assert_eq!(strictest(3, &[lower(5)]), 3, "what lowers never raises");
    }
}
