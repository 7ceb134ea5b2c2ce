//! Who writes the values of a place, and what a change of it means to them.

use std::collections::{BTreeMap, VecDeque};

use super::pairs::{Flow, Link, Of, PairId, Pairs};
use super::whole::Whole;
use crate::diff::{Effect, Polarity};

/// What a change of a place means to those who send values to the owner, and to those who read values of
/// the owner; none where no such values pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    pub(super) input: Option<Flow>,
    pub(super) output: Option<Flow>,
    /// Whether somebody sends, or reads, such values by a way on which a change means the same outside, whatever it means
    /// by others.
    pub(super) direct_input: bool,
    pub(super) direct_output: bool,
    /// Whether values only ever travel as text, so that a number is a text as well.
    pub(super) as_text: bool,
    /// Whether values travel as XML, where members have names of their own.
    pub(super) as_xml: bool,
    /// Whether the values are told apart from others somewhere around, by `if`, `not` or `contains`.
    pub(super) tested: bool,
    /// Whether the place lies inside of one of several schemas that may apply.
    pub(super) chosen: bool,
    /// What is proved of a place around: what is lost or gained inside cannot be lost or gained there.
    pub(super) keeps: bool,
    pub(super) adds_nothing: bool,
    /// Whether what has an effect is told at a place around already.
    pub(super) told: bool,
}

impl Uses {
    pub(super) fn of(polarity: Polarity, as_text: bool) -> Self {
        let passes = |side: bool| side.then_some(Flow::Same);
        let (sent, read) = (polarity != Polarity::Output, polarity != Polarity::Input);
        Self {
            input: passes(sent),
            output: passes(read),
            direct_input: sent,
            direct_output: read,
            as_text,
            ..Self::default()
        }
    }

    /// Lists what a change means to one side, by all the ways there are.
    pub(super) fn flows(self, side: Polarity) -> impl Iterator<Item = Flow> {
        let (flow, is_direct) = match side {
            Polarity::Output => (self.output, self.direct_output),
            Polarity::Input | Polarity::Both => (self.input, self.direct_input),
        };
        let direct = (is_direct && flow != Some(Flow::Same)).then_some(Flow::Same);
        flow.into_iter().chain(direct)
    }

    /// Tells whether whoever meets such values does so by a way on which a change means the same outside.
    pub(super) fn is_direct(self) -> bool {
        self.input.is_none_or(|_| self.direct_input)
            && self.output.is_none_or(|_| self.direct_output)
    }

    /// Returns who writes the values.
    pub(super) fn polarity(self) -> Polarity {
        match (self.input, self.output) {
            (Some(_), None) => Polarity::Input,
            (None, Some(_)) => Polarity::Output,
            _ => Polarity::Both,
        }
    }

    /// Tells whether any values pass.
    pub(super) fn pass(self) -> bool {
        self.input.is_some() || self.output.is_some()
    }

    /// Tells whether what a schema mentions counts as well as what it asks.
    pub(super) fn evaluated(self) -> bool {
        [self.input, self.output].contains(&Some(Flow::Evaluated))
    }

    /// Leaves those whom alone something concerns.
    pub(super) fn limited(self, only: Option<Polarity>) -> Self {
        match only {
            Some(Polarity::Input) => Self { output: None, direct_output: false, ..self },
            Some(Polarity::Output) => Self { input: None, direct_input: false, ..self },
            Some(Polarity::Both) | None => self,
        }
    }

    /// Returns how the values inside of a place are used, of which `proved` is known.
    fn through(self, link: Link, proved: Whole) -> Self {
        let through = |flow: Option<Flow>| flow.map(|flow| flow.then(link.flow));
        // Beside `unevaluatedProperties`, the same values are not all that counts.
        let proved = if self.evaluated() { Whole::default() } else { proved };
        let (keeps, adds_nothing) =
            (self.keeps || proved.keeps, self.adds_nothing || proved.adds_nothing);
        // No proof of what is around speaks of what a member names.
        let is_seen = link.of != Of::Named;
        let (keeps, adds_nothing) = (keeps && is_seen, adds_nothing && is_seen);
        let (keeps, adds_nothing) = match link.flow {
            Flow::Same => (keeps, adds_nothing),
            Flow::Reversed => (adds_nothing, keeps),
            Flow::Either | Flow::Evaluated => (keeps && adds_nothing, keeps && adds_nothing),
        };
        let is_direct = link.of == Of::Part && link.flow == Flow::Same;
        let uses = Self {
            input: through(self.input),
            output: through(self.output),
            direct_input: self.direct_input && is_direct,
            direct_output: self.direct_output && is_direct,
            tested: self.tested || link.of == Of::Test,
            chosen: self.chosen || matches!(link.of, Of::Same | Of::Named),
            keeps,
            adds_nothing,
            told: is_seen && (self.told || (proved.told && link.of == Of::Same)),
            ..self
        };
        uses.limited(link.only)
    }

    /// Takes away from an effect what is proved not to matter around.
    pub(super) fn possible(self, effect: Effect) -> Effect {
        match (effect.narrows() && !self.keeps, effect.widens() && !self.adds_nothing) {
            (true, true) => Effect::Both,
            (true, false) => Effect::Narrowed,
            (false, true) => Effect::Widened,
            (false, false) => Effect::None,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        let and = |one: Option<Flow>, other: Option<Flow>| match (one, other) {
            (Some(one), Some(other)) => Some(one.or(other)),
            (one, other) => one.or(other),
        };
        Self {
            input: and(self.input, other.input),
            output: and(self.output, other.output),
            direct_input: self.direct_input || other.direct_input,
            direct_output: self.direct_output || other.direct_output,
            as_text: self.as_text && other.as_text,
            as_xml: self.as_xml || other.as_xml,
            tested: self.tested || other.tested,
            chosen: self.chosen || other.chosen,
            keeps: self.keeps && other.keeps,
            adds_nothing: self.adds_nothing && other.adds_nothing,
            told: self.told && other.told,
        }
    }
}

/// Lists the pairs inside of `roots`, each with all the ways its values are used; pairs inside of `unused`
/// that are inside of no root have no uses.
pub(super) fn reached(
    pairs: &mut Pairs<'_>,
    roots: impl Iterator<Item = (PairId, Uses)>,
    unused: &[PairId],
    mut proved: impl FnMut(&mut Pairs<'_>, PairId, Uses) -> Whole,
) -> BTreeMap<PairId, Uses> {
    let mut uses: BTreeMap<PairId, Uses> = BTreeMap::new();
    let mut waiting: VecDeque<(PairId, Uses)> = roots.collect();
    while let Some((id, found)) = waiting.pop_front() {
        let known = uses.get(&id).copied();
        let joined = known.map_or(found, |known| known.and(found));
        if !joined.pass() || known == Some(joined) {
            continue;
        }
        uses.insert(id, joined);
        let pair = pairs.pair(id);
        let whole = proved(pairs, id, joined);
        waiting.extend(pair.links.iter().map(|link| (link.pair, joined.through(*link, whole))));
    }
    let mut waiting: VecDeque<PairId> = unused.iter().copied().collect();
    while let Some(id) = waiting.pop_front() {
        if let std::collections::btree_map::Entry::Vacant(entry) = uses.entry(id) {
            entry.insert(Uses::default());
            waiting.extend(pairs.pair(id).links.iter().map(|link| link.pair));
        }
    }
    uses
}
