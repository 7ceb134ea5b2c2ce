//! `if`, `then` and `else`, and schemas that members bring with them.

use std::collections::BTreeSet;

use super::{codes, edit, inner};
use crate::diff::Effect;
use crate::diff::schema::node::{Condition, Node};
use crate::diff::schema::pairs::{Flow, Of, Pair, Pairs};

/// Compares what applies only to some values.
pub(super) fn compare(
    pairs: &mut Pairs<'_>,
    before: &Node,
    after: &Node,
    inside: Flow,
    pair: &mut Pair,
) {
    for (was, is) in before.conditions.iter().zip(&after.conditions) {
        condition(pairs, was, is, inside, pair);
    }
    for was in before.conditions.iter().skip(after.conditions.len()) {
        let message = "a condition does not count any more".to_owned();
        let change = edit(codes::CONDITION_REMOVED, was.effect().reversed(), message);
        pair.own.push(change.stood(&was.at, None).seen_through(inside));
    }
    for is in after.conditions.iter().skip(before.conditions.len()) {
        let message = "a condition counts now".to_owned();
        let change = edit(codes::CONDITION_ADDED, is.effect(), message);
        pair.own.push(change.stands(&is.at, None).seen_through(inside));
    }
    needs(pairs, before, after, inside, pair);
}

impl Condition {
    /// Returns what it does to come: without branches, nothing.
    fn effect(&self) -> Effect {
        let branches = self.then.or(self.otherwise);
        branches.map_or(Effect::None, |_| Effect::Narrowed)
    }
}

fn condition(
    pairs: &mut Pairs<'_>,
    was: &Condition,
    is: &Condition,
    inside: Flow,
    pair: &mut Pair,
) {
    pairs.link_of(Of::Test, (was.test, is.test), inside.then(Flow::Either), pair);
    let mut branches = Pair::default();
    let then = (codes::THEN_ADDED, codes::THEN_REMOVED);
    inner(pairs, (was.then, is.then), then, "values that satisfy the condition", &mut branches);
    let otherwise = (codes::ELSE_ADDED, codes::ELSE_REMOVED);
    inner(pairs, (was.otherwise, is.otherwise), otherwise, "all other values", &mut branches);
    pair.take(branches.same(), inside);
}

/// Compares the schemas that hold once a member is there.
fn needs(pairs: &mut Pairs<'_>, before: &Node, after: &Node, inside: Flow, pair: &mut Pair) {
    let names: BTreeSet<&String> =
        before.needs_schema.keys().chain(after.needs_schema.keys()).collect();
    let mut needed = Pair::default();
    for name in names {
        let sides = (before.needs_schema.get(name).copied(), after.needs_schema.get(name).copied());
        let codes = (codes::DEPENDENT_SCHEMA_ADDED, codes::DEPENDENT_SCHEMA_REMOVED);
        inner(pairs, sides, codes, &format!("objects with `{name}`"), &mut needed);
    }
    pair.take(needed.same(), inside);
}
