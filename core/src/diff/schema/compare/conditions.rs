//! `if`, `then` and `else`, and schemas that members bring with them.

use std::collections::BTreeSet;

use super::{codes, edit, inner};
use crate::diff::Effect;
use crate::diff::schema::align;
use crate::diff::schema::node::{Condition, Node};
use crate::diff::schema::pairs::{Flow, Of, Pair, Pairs};
use crate::diff::schema::read::Side;

/// Conditions of one place that are told apart by their text.
const MOST_MARKED: usize = 256;

/// Compares what applies only to some values.
pub(super) fn compare(
    pairs: &mut Pairs<'_>,
    before: &Node,
    after: &Node,
    inside: Flow,
    pair: &mut Pair,
) {
    // One on each side belong together anyway, and very many are left in their order.
    let many = before.conditions.len().max(after.conditions.len());
    let looks = (2..=MOST_MARKED).contains(&many);
    let mark = |side: &mut Side<'_>, node: &Node| -> Vec<Option<String>> {
        let tests = node.conditions.iter().map(|condition| condition.test);
        tests.map(|test| if looks { align::text(side, test) } else { None }).collect()
    };
    let marks = (mark(&mut pairs.before, before), mark(&mut pairs.after, after));
    let (matched, gone, new) = align::by_text(&marks.0, &marks.1);
    for (was, is) in matched {
        if let Some((was, is)) = before.conditions.get(was).zip(after.conditions.get(is)) {
            condition(pairs, was, is, inside, pair);
        }
    }
    for was in gone.into_iter().filter_map(|index| before.conditions.get(index)) {
        let message = "a condition does not count any more".to_owned();
        let change = edit(codes::CONDITION_REMOVED, was.effect().reversed(), message);
        pair.own.push(change.stood(&was.at, None).seen_through(inside));
    }
    for is in new.into_iter().filter_map(|index| after.conditions.get(index)) {
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
    // With `then` alone, a wider test asks more; with `else` alone, less.
    let flow = match (was.then.or(is.then), was.otherwise.or(is.otherwise)) {
        (Some(_), None) => Flow::Reversed,
        (None, Some(_)) => Flow::Same,
        _ => Flow::Either,
    };
    pairs.link_of(Of::Test, (was.test, is.test), inside.then(flow), pair);
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
