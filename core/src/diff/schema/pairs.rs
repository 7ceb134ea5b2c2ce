//! Two schemas side by side: what changed between them, and which pairs lie inside.

use std::collections::VecDeque;
use std::rc::Rc;

use foldhash::HashMap;
use serde_json::Value;

use super::dialect::Dialect;
use super::edit::Edit;
pub(crate) use super::flow::{Flow, Of};
use super::language::Search;
use super::node::{Node, NodeId};
use super::proof::count;
use super::read::Side;
use super::unchanged::Unchanged;
use super::uses::Uses;
use super::{compare, disjoint, union};
use crate::diff::{Effect, Polarity};
use crate::finding::codes::diff::json_schema as codes;

/// Number of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PairId(u32);

/// A pair inside of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) pair: PairId,
    pub(crate) flow: Flow,
    /// Whose values alone pass, where the member is only read or only written.
    pub(crate) only: Option<Polarity>,
    pub(crate) of: Of,
}

/// What changed between two schemas.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pair {
    pub(crate) own: Vec<Edit>,
    pub(crate) links: Vec<Link>,
}

impl Pair {
    /// Takes over what was found at the same place, as it looks through `flow`.
    pub(super) fn take(&mut self, other: Self, flow: Flow) {
        self.own.extend(other.own.iter().map(|edit| edit.seen_through(flow)));
        let links = other.links.into_iter();
        self.links.extend(links.map(|link| Link { flow: flow.then(link.flow), ..link }));
    }

    /// Notes that all pairs inside speak of the same values as this one.
    pub(super) fn same(mut self) -> Self {
        self.links.iter_mut().for_each(|link| link.of = Of::Same);
        self
    }
}

/// Every pair that was compared.
pub(crate) struct Pairs<'a> {
    pub(crate) before: Side<'a>,
    pub(crate) after: Side<'a>,
    /// What is the same on both sides, where that can be told.
    pub(super) unchanged: Option<Unchanged<'a>>,
    ids: HashMap<(NodeId, NodeId), PairId>,
    nodes: Vec<(NodeId, NodeId)>,
    pairs: Vec<Option<Rc<Pair>>>,
    /// Effects that are known for good.
    effects: HashMap<PairId, Effect>,
    /// How many pairs are being compared.
    depth: usize,
    /// How many pairs lay too deep to be compared where somebody asked for their effect.
    cut: usize,
    /// Whether a limit was met.
    incomplete: bool,
    /// Decides what texts are accepted.
    pub(super) texts: Search,
    /// Values that may still be shown.
    shown: usize,
    /// Changes that may still be found.
    edits: usize,
    /// Alternatives that may still be held against each other.
    trials: usize,
    /// Steps that are left to tell alternatives apart.
    pub(super) steps: usize,
}

/// Values that the changes of one comparison show together: many may show one large schema.
const MOST_SHOWN: usize = 4_000_000;

/// Alternatives of one comparison that are held against each other; beyond it, those that look alike, in their order.
const MOST_TRIALS: usize = 100_000;

/// Changes of one comparison before it is known which of them are the same.
const MOST_EDITS: usize = 500_000;

/// A likely judgement, not a proof.
pub(super) const LIKELY: f64 = 0.7;

/// Pairs that are compared inside of each other, to find which alternatives belong together; beyond it the
/// rest counts as equal there.
const MOST_DEPTH: usize = 32;

/// Pairs of one comparison; beyond it the rest counts as unknown.
const MOST_PAIRS: usize = 2_000_000;

impl<'a> Pairs<'a> {
    pub(crate) fn new([before, after]: [&'a Value; 2], [old, new]: [Dialect; 2]) -> Self {
        let (before, after) = (Side::new(before, old), Side::new(after, new));
        Self {
            unchanged: Unchanged::of([&before.schemas, &after.schemas]),
            before,
            after,
            ids: HashMap::default(),
            nodes: Vec::new(),
            pairs: Vec::new(),
            effects: HashMap::default(),
            depth: 0,
            cut: 0,
            incomplete: false,
            texts: Search::default(),
            shown: MOST_SHOWN,
            edits: MOST_EDITS,
            trials: MOST_TRIALS,
            steps: disjoint::MOST_STEPS,
        }
    }

    /// Tells whether a limit was met, so that changes may be missing.
    pub(crate) fn incomplete(&self) -> bool {
        self.incomplete || self.before.incomplete || self.after.incomplete
    }

    /// Returns the number of a pair; it is compared when it is asked for.
    pub(crate) fn id(&mut self, before: NodeId, after: NodeId) -> PairId {
        if let Some(id) = self.ids.get(&(before, after)) {
            return *id;
        }
        let id = PairId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.ids.insert((before, after), id);
        self.nodes.push((before, after));
        self.pairs.push(None);
        id
    }

    /// Returns the two schemas of a pair.
    pub(super) fn nodes(&self, id: PairId) -> Option<(NodeId, NodeId)> {
        self.nodes.get(id.0 as usize).copied()
    }

    /// Returns the places of the two schemas of a pair, unless they are made of several.
    pub(super) fn places(&self, id: PairId) -> Option<(String, String)> {
        let (before, after) = self.nodes.get(id.0 as usize)?;
        Some((self.before.place(*before)?.to_owned(), self.after.place(*after)?.to_owned()))
    }

    /// Tells whether the schema before of a pair speaks of a member.
    pub(super) fn knows_name(&mut self, id: PairId, name: &str) -> bool {
        let Some((before, _)) = self.nodes.get(id.0 as usize).copied() else { return true };
        let node = self.before.node(before);
        let tests = node.conditions.iter().map(|condition| condition.test);
        node.speaks_of(name) || tests.into_iter().any(|test| self.before.node(test).speaks_of(name))
    }

    /// Lists what changed between the two schemas of a pair and somebody notices: what is left over nobody does,
    /// unless a schema around it asks for it.
    pub(super) fn noticed(&mut self, id: PairId, uses: Uses) -> Vec<Edit> {
        let pair = self.pair(id);
        let is_left = |edit: &Edit| edit.effect != Effect::None || uses.evaluated();
        let noticed = |edit: &&Edit| edit.code != codes::EVALUATION_CHANGED || is_left(edit);
        pair.own.iter().filter(noticed).cloned().collect()
    }

    /// Notes that something was too large to be compared as it should.
    pub(super) fn approximate(&mut self) {
        self.incomplete = true;
    }

    /// Returns a value for people to look at; none when there were too many.
    pub(super) fn show(&mut self, value: Option<&Value>) -> Option<Value> {
        let value = value?;
        let Some(left) = self.shown.checked_sub(count(value, self.shown.saturating_add(1))) else {
            self.incomplete = true;
            return None;
        };
        self.shown = left;
        Some(value.clone())
    }

    /// Adds the comparison of two schemas to what lies inside of `pair`.
    pub(super) fn link(&mut self, before: NodeId, after: NodeId, flow: Flow, pair: &mut Pair) {
        self.link_of(Of::Part, (before, after), flow, pair);
    }

    /// Adds the comparison of two schemas that speak of more than a part of the values.
    pub(super) fn link_of(
        &mut self,
        of: Of,
        (before, after): (NodeId, NodeId),
        flow: Flow,
        pair: &mut Pair,
    ) {
        pair.links.push(Link { pair: self.id(before, after), flow, only: None, of });
    }

    /// Adds the comparison of a member that concerns only those who write it, or only those who read it.
    pub(super) fn link_only(
        &mut self,
        (before, after): (NodeId, NodeId),
        only: Option<Polarity>,
        pair: &mut Pair,
    ) {
        let pair_id = self.id(before, after);
        pair.links.push(Link { pair: pair_id, flow: Flow::Same, only, of: Of::Part });
    }

    /// Tells whether so many alternatives may be held against each other, and counts them. Inside of others that
    /// are held against each other, every one of them costs as much again.
    pub(super) fn may_try(&mut self, trials: usize) -> bool {
        let left = self.trials.checked_sub(trials);
        self.trials = left.unwrap_or_default();
        left.is_some()
    }

    /// Returns what changed between the two schemas of a pair.
    pub(crate) fn pair(&mut self, id: PairId) -> Rc<Pair> {
        let index = id.0 as usize;
        if let Some(Some(pair)) = self.pairs.get(index) {
            return Rc::clone(pair);
        }
        let Some((before, after)) = self.nodes.get(index).copied() else { return Rc::default() };
        if self.nodes.len() > MOST_PAIRS {
            self.incomplete = true;
            return Rc::default();
        }
        if self.is_unchanged(before, after) {
            let pair: Rc<Pair> = Rc::default();
            if let Some(slot) = self.pairs.get_mut(index) {
                *slot = Some(Rc::clone(&pair));
            }
            return pair;
        }
        if self.depth > MOST_DEPTH {
            self.cut += 1;
            return Rc::default();
        }
        // Whoever meets the pair again while it is being compared takes it for equal.
        if let Some(slot) = self.pairs.get_mut(index) {
            *slot = Some(Rc::default());
        }
        self.depth += 1;
        let mut pair = self.compare(before, after);
        if let Some(left) = self.edits.checked_sub(pair.own.len()) {
            self.edits = left;
        } else {
            // One tells that the two differ; the others are left out.
            self.incomplete = true;
            pair.own.truncate(1);
        }
        let pair = Rc::new(pair);
        self.depth -= 1;
        if let Some(slot) = self.pairs.get_mut(index) {
            *slot = Some(Rc::clone(&pair));
        }
        pair
    }

    fn compare(&mut self, before: NodeId, after: NodeId) -> Pair {
        let nodes: (Rc<Node>, Rc<Node>) = (self.before.node(before), self.after.node(after));
        let mut pair = Pair::default();
        if !union::wrapped(self, (before, &nodes.0), (after, &nodes.1), &mut pair) {
            compare::nodes(self, (before, &nodes.0), (after, &nodes.1), &mut pair);
        }
        pair
    }

    /// Tells whether the schema after of a pair accepts whatever the one before does, as far as that is known.
    pub(crate) fn surely_keeps(&mut self, before: NodeId, after: NodeId) -> bool {
        let cut = self.cut;
        let id = self.id(before, after);
        !self.effect(id).narrows() && cut == self.cut && !self.incomplete()
    }

    /// Tells whether the schema before of a pair accepts whatever the one after does, as far as that is known.
    pub(crate) fn surely_adds_nothing(&mut self, before: NodeId, after: NodeId) -> bool {
        let cut = self.cut;
        let id = self.id(before, after);
        !self.effect(id).widens() && cut == self.cut && !self.incomplete()
    }

    /// Returns what happened to the set of values of a pair, with all that lies inside: the least
    /// effects that agree with each other, where pairs that contain themselves begin as equal. It
    /// chooses which alternatives belong together; what is reported follows the links instead.
    pub(crate) fn effect(&mut self, root: PairId) -> Effect {
        if let Some(known) = self.effects.get(&root) {
            return *known;
        }
        let reached = self.reached(root);
        let mut effects: HashMap<PairId, Effect> = HashMap::default();
        let mut changed = true;
        while changed {
            changed = false;
            // Inner pairs mostly come later, so that one or two rounds suffice.
            for (id, pair) in reached.iter().rev() {
                let own = pair.own.iter().fold(Effect::None, |sum, edit| sum.and(edit.effect));
                let whole = pair.links.iter().fold(own, |sum, link| {
                    let known = self.effects.get(&link.pair).or_else(|| effects.get(&link.pair));
                    let inner = known.copied().unwrap_or_default();
                    sum.and(link.flow.of(inner))
                });
                changed |= effects.insert(*id, whole).unwrap_or_default() != whole;
            }
        }
        let whole = effects.get(&root).copied().unwrap_or_default();
        // While others are being compared, they counted as equal: that is no lasting knowledge.
        if self.depth == 0 {
            self.effects.extend(effects);
        }
        whole
    }

    /// Lists the pairs inside of `root` whose effects are not known, outer ones first.
    fn reached(&mut self, root: PairId) -> Vec<(PairId, Rc<Pair>)> {
        let mut seen = std::collections::BTreeSet::from([root]);
        let mut waiting = VecDeque::from([root]);
        let mut reached = Vec::new();
        while let Some(id) = waiting.pop_front() {
            let pair = self.pair(id);
            for link in &pair.links {
                if !self.effects.contains_key(&link.pair) && seen.insert(link.pair) {
                    waiting.push_back(link.pair);
                }
            }
            reached.push((id, pair));
        }
        reached
    }
}
