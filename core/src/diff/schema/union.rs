//! Alternatives: which branch before became which branch after.

use super::align;
use super::compare::{edit, listed};
use super::disjoint::{self, Whose};
use super::edit::Edit;
use super::node::{Node, NodeId, Said, Type};
use super::pairs::{Flow, LIKELY, Of, Pair, Pairs};
use super::read::{Less, Side};
use crate::diff::Effect;
use crate::diff::fields::quoted;
use crate::finding::codes::diff::json_schema as codes;

/// Compares the alternatives of two schemas, and adds what changed to `pair`.
pub(super) fn compare(
    pairs: &mut Pairs<'_>,
    (was, before): (NodeId, &Node),
    (is, after): (NodeId, &Node),
    inside: Flow,
    pair: &mut Pair,
) {
    let mut chosen = Pair::default();
    let lists = |node: &Node| match (node.any_of.as_slice(), node.one_of.as_slice()) {
        ([union], []) => Some((Kind::Any, union.clone())),
        ([], [union]) => Some((Kind::One, union.clone())),
        _ => None,
    };
    match (lists(before), lists(after)) {
        (Some((old, was)), Some((new, is))) if old != new => {
            branches(pairs, (&was, &is), Kind::Any, &mut chosen);
            exclusion(pairs, (old, &was), (new, &is), &mut chosen);
        }
        _ => {
            unions(pairs, (was, &before.any_of), (is, &after.any_of), Kind::Any, &mut chosen);
            unions(pairs, (was, &before.one_of), (is, &after.one_of), Kind::One, &mut chosen);
        }
    }
    pair.take(chosen, inside);
    excluded(pairs, &before.none_of, &after.none_of, pair);
}

/// The branches of one list of alternatives.
type Branches = Said<Vec<NodeId>>;

/// How many branches a value may satisfy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    One,
}

/// Compares two schemas of which at least one is nothing but a list of alternatives, and tells whether
/// it did: a schema without alternatives is a list of one.
pub(super) fn wrapped(
    pairs: &mut Pairs<'_>,
    (was, before): (NodeId, &Node),
    (is, after): (NodeId, &Node),
    pair: &mut Pair,
) -> bool {
    let (old, new) = (only_union(before), only_union(after));
    if listed::compare(
        pairs,
        (before, branches_of(old.as_ref())),
        (after, branches_of(new.as_ref())),
        pair,
    ) {
        return true;
    }
    let ((old_kind, old), (new_kind, new)) = match (old, new) {
        (Some(old), Some(new)) if old.0 != new.0 => (old, new),
        (Some(old), None) if is_branch(after) => {
            let (kind, union) = &old;
            let alone = alone(&mut pairs.after, (is, after), &mut pairs.before, (union, before));
            let alone = (*kind, alone);
            (old, alone)
        }
        (None, Some(new)) if is_branch(before) => {
            let (kind, union) = &new;
            let alone = alone(&mut pairs.before, (was, before), &mut pairs.after, (union, after));
            ((*kind, alone), new)
        }
        _ => return false,
    };
    // Words that stand around the alternatives count there, and those of the alternatives below.
    match (only_union(before).is_some(), only_union(after).is_some()) {
        (true, false) => super::compare::words(pairs, before, &worded(after, before), pair),
        (false, true) => super::compare::words(pairs, &worded(before, after), after, pair),
        _ => super::compare::words(pairs, before, after, pair),
    }
    let kind = if old_kind == new_kind { new_kind } else { Kind::Any };
    branches(pairs, (&old, &new), kind, pair);
    exclusion(pairs, (old_kind, &old), (new_kind, &new), pair);
    let are_lists = only_union(before).is_some() && only_union(after).is_some();
    if are_lists || before.discriminator.is_some() && after.discriminator.is_some() {
        super::compare::discriminator::compare(pairs, before, after, pair);
    }
    true
}

/// Returns a schema as a list of alternatives: one for each of its types, where no alternative of the other side
/// accepts several of them. Words that stand around the other list are looked at there.
fn alone(
    side: &mut Side<'_>,
    (id, node): (NodeId, &Node),
    other: &mut Side<'_>,
    (union, around): (&Branches, &Node),
) -> Branches {
    let types: Vec<Type> = Type::ALL.into_iter().filter(|of| node.accepts().has(*of)).collect();
    let told = |other: &mut Side<'_>, branch: NodeId| {
        let accepted = other.node(branch).accepts();
        types.iter().filter(|of| accepted.has(**of)).count() <= 1
    };
    let splits = node.types.is_some()
        && types.len() > 1
        && union.value.len() <= MOST_MARKED
        && union.value.iter().all(|branch| told(other, *branch));
    let words = node.notes.keys().filter(|keyword| around.notes.contains_key(*keyword));
    // What tells the alternatives apart is compared around them.
    let discriminator = around.discriminator.is_some();
    let less = Less { only: None, notes: words.cloned().collect(), discriminator };
    let value = if splits {
        let every: Vec<String> = node.notes.keys().cloned().collect();
        let first = types.first().copied();
        let of_type = |of: &Type| {
            let notes = if Some(*of) == first { less.notes.clone() } else { every.clone() };
            side.less(id, Less { only: Some(*of), notes, discriminator })
        };
        types.iter().map(of_type).collect()
    } else {
        vec![side.less(id, less)]
    };
    Said { value, at: node.at.clone() }
}

/// Returns the words of a schema that stand around the alternatives of another as well.
fn worded(node: &Node, around: &Node) -> Node {
    let notes = node.notes.iter().filter(|(keyword, _)| around.notes.contains_key(*keyword));
    let notes = notes.map(|(keyword, said)| (keyword.clone(), said.clone())).collect();
    Node { at: node.at.clone(), notes, ..Node::default() }
}

/// Reports that branches exclude each other now, or do not any more.
fn exclusion(
    pairs: &mut Pairs<'_>,
    (old_kind, old): (Kind, &Branches),
    (new_kind, new): (Kind, &Branches),
    pair: &mut Pair,
) {
    let (code, effect, message, apart) = match (old_kind, new_kind) {
        (Kind::Any, Kind::One) => {
            let apart = disjoint::all(pairs, Whose::After, &new.value);
            let message = "a value may satisfy only one of the alternatives now";
            (codes::UNION_BECAME_EXCLUSIVE, Effect::Narrowed, message, apart)
        }
        (Kind::One, Kind::Any) => {
            let apart = disjoint::all(pairs, Whose::Before, &old.value);
            let message = "a value may satisfy several of the alternatives now";
            (codes::UNION_BECAME_INCLUSIVE, Effect::Widened, message, apart)
        }
        _ => return,
    };
    let effect = if apart { Effect::None } else { effect };
    let confidence = if apart { 1.0 } else { LIKELY };
    let change = Edit { confidence, ..edit(code, effect, message.to_owned()) };
    pair.own.push(change.stood(&old.at, None).stands(&new.at, None));
}

/// Tells whether a schema may be one of several alternatives: not, when it accepts everything anyway.
fn is_branch(node: &Node) -> bool {
    node.any_of.is_empty() && node.one_of.is_empty() && !node.asks_nothing()
}

fn branches_of(union: Option<&(Kind, Branches)>) -> Option<&[NodeId]> {
    union.map(|(_, said)| said.value.as_slice())
}

/// Returns the alternatives of a schema that asks nothing else.
fn only_union(node: &Node) -> Option<(Kind, Branches)> {
    let (kind, union) = match (node.any_of.as_slice(), node.one_of.as_slice()) {
        ([union], []) => (Kind::Any, union),
        ([], [union]) => (Kind::One, union),
        _ => return None,
    };
    let rest = Node { any_of: Vec::new(), one_of: Vec::new(), ..node.clone() };
    rest.asks_nothing().then(|| (kind, union.clone()))
}

/// Alternatives by whose text a list is told from others.
const MOST_MARKED: usize = 64;

fn unions(
    pairs: &mut Pairs<'_>,
    (whole_before, before): (NodeId, &[Branches]),
    (whole_after, after): (NodeId, &[Branches]),
    kind: Kind,
    pair: &mut Pair,
) {
    // One on each side belong together anyway.
    let looks = (2..=MOST_MARKED).contains(&before.len().max(after.len()));
    let mark = |side: &mut Side<'_>, union: &Branches| -> Option<String> {
        if !looks {
            return None;
        }
        let texts: Option<Vec<String>> =
            union.value.iter().take(MOST_MARKED).map(|branch| align::text(side, *branch)).collect();
        texts.map(|texts| texts.join("\n"))
    };
    let old: Vec<_> = before.iter().map(|union| mark(&mut pairs.before, union)).collect();
    let now: Vec<_> = after.iter().map(|union| mark(&mut pairs.after, union)).collect();
    let (matched, gone, new) = align::by_text(&old, &now);
    for (was, is) in matched {
        if let Some((was, is)) = before.get(was).zip(after.get(is)) {
            branches(pairs, (was, is), kind, pair);
        }
    }
    for was in gone.into_iter().filter_map(|index| before.get(index)) {
        let message = "the value need not be one of several kinds any more";
        let is_implied = is_implied(pairs, (Whose::Before, was), kind, whole_after);
        let effect = if is_implied { Effect::None } else { Effect::Widened };
        let change = edit(codes::UNION_REMOVED, effect, message.to_owned());
        pair.own.push(change.stood(&was.at, None));
    }
    for is in new.into_iter().filter_map(|index| after.get(index)) {
        let message = "the value must be one of several kinds now";
        let is_implied = is_implied(pairs, (Whose::After, is), kind, whole_before);
        let effect = if is_implied { Effect::None } else { Effect::Narrowed };
        let change = edit(codes::UNION_ADDED, effect, message.to_owned());
        pair.own.push(change.stands(&is.at, None));
    }
}

/// Lists the first branches: one that accepts whatever the whole schema of the other side accepts makes a list
/// say nothing.
fn few(branches: &[NodeId]) -> impl Iterator<Item = NodeId> {
    const MOST: usize = 8;
    branches.iter().copied().take(MOST)
}

/// Tells whether the branches of one side accept whatever `whole` of the other does: it satisfies one of them, and no
/// other where only one may be.
fn is_implied(
    pairs: &mut Pairs<'_>,
    (whose, union): (Whose, &Branches),
    kind: Kind,
    whole: NodeId,
) -> bool {
    let branches = &union.value;
    let apart = kind == Kind::Any || disjoint::all(pairs, whose, branches);
    let is_short = branches.len() <= MOST_MARKED;
    few(branches).enumerate().any(|(place, branch)| {
        let satisfied = match whose {
            Whose::Before => pairs.surely_adds_nothing(branch, whole),
            Whose::After => pairs.surely_keeps(whole, branch),
        };
        let mut others = branches.iter().enumerate().filter(|(index, _)| *index != place);
        let mut is_other = |(_, other): (usize, &NodeId)| match whose {
            Whose::Before => disjoint::both(pairs, *other, whole),
            Whose::After => disjoint::both(pairs, whole, *other),
        };
        satisfied && (apart || is_short && others.all(&mut is_other))
    })
}

/// Compares the branches of two lists of alternatives.
fn branches(pairs: &mut Pairs<'_>, (was, is): (&Branches, &Branches), kind: Kind, pair: &mut Pair) {
    let aligned = align::align(pairs, &was.value, &is.value);
    // A branch of `oneOf` that grows, or is new, may overlap another, which rejects what both accept.
    // Descriptions of interfaces say `oneOf` and mean that a value is of one kind.
    let loose = [&pairs.before, &pairs.after].iter().all(|side| side.schemas.dialect.is_openapi());
    let mut alone = |whose: Whose, union: &Branches| {
        let alone =
            (kind == Kind::One && !loose).then(|| disjoint::alone(pairs, whose, &union.value));
        move |branch: &NodeId| alone.as_ref().is_none_or(|alone| alone.contains(branch))
    };
    let (alone_before, alone_after) = (alone(Whose::Before, was), alone(Whose::After, is));
    for (old, new) in aligned.matched {
        let apart = alone_before(&old) && alone_after(&new);
        let flow = if apart { Flow::Same } else { Flow::Either };
        pairs.link_of(Of::Same, (old, new), flow, pair);
    }
    let sure = |apart: bool| if apart && !(loose && kind == Kind::One) { 0.9 } else { LIKELY };
    for (branch, at) in placed(&mut pairs.before, &was.at, aligned.gone) {
        let node = pairs.before.node(branch);
        let (code, message) = if node.is_null() {
            (codes::NULL_REJECTED, "null is not accepted any more".to_owned())
        } else {
            (codes::ALTERNATIVE_REMOVED, format!("{} is gone", alternative(&node)))
        };
        let apart = alone_before(&branch);
        let effect = effect_of(&node, apart, Effect::Narrowed);
        let value = pairs.before.schemas.at(&at);
        let value = pairs.show(value);
        pair.own.push(edit(code, effect, message).sure(sure(apart)).stood(&at, value));
    }
    for (branch, at) in placed(&mut pairs.after, &is.at, aligned.new) {
        let node = pairs.after.node(branch);
        let (code, message) = if node.is_null() {
            (codes::NULL_ACCEPTED, "null is accepted now".to_owned())
        } else {
            (codes::ALTERNATIVE_ADDED, format!("{} is new", alternative(&node)))
        };
        let apart = alone_after(&branch);
        let effect = effect_of(&node, apart, Effect::Widened);
        let value = pairs.after.schemas.at(&at);
        let value = pairs.show(value);
        pair.own.push(edit(code, effect, message).sure(sure(apart)).stands(&at, value));
    }
}

/// Returns what a branch does that only one side has: not only that, where others may accept the same.
fn effect_of(node: &Node, apart: bool, effect: Effect) -> Effect {
    match (node.is_never(), apart) {
        (true, _) => Effect::None,
        (false, true) => effect,
        (false, false) => Effect::Both,
    }
}

/// Names an alternative, when it has a name.
fn alternative(node: &Node) -> String {
    align::called(node)
        .map_or("an alternative".to_owned(), |name| format!("alternative {}", quoted(&name)))
}

/// Returns where branches stand in their list, themselves or as references.
fn placed(side: &mut Side<'_>, list: &str, branches: Vec<NodeId>) -> Vec<(NodeId, String)> {
    if branches.is_empty() {
        return Vec::new();
    }
    let places = side.places_in(list);
    let place = |branch: NodeId| {
        let at = places.get(&branch).cloned().unwrap_or_else(|| side.node(branch).at.clone());
        (branch, at)
    };
    branches.into_iter().map(place).collect()
}

/// Compares what must not be: where it grew, less is accepted.
fn excluded(pairs: &mut Pairs<'_>, before: &[NodeId], after: &[NodeId], pair: &mut Pair) {
    let aligned = align::align(pairs, before, after);
    for (was, is) in aligned.matched {
        pairs.link_of(Of::Test, (was, is), Flow::Reversed, pair);
    }
    for was in aligned.gone {
        let at = pairs.before.node(was).at.clone();
        let message = "a kind of value is not excluded any more";
        pair.own
            .push(edit(codes::NOT_REMOVED, Effect::Widened, message.to_owned()).stood(&at, None));
    }
    for is in aligned.new {
        let at = pairs.after.node(is).at.clone();
        let message = "a kind of value is excluded now";
        pair.own
            .push(edit(codes::NOT_ADDED, Effect::Narrowed, message.to_owned()).stands(&at, None));
    }
}
