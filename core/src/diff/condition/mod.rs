//! Conditions of rules as boolean functions: what they say, however it is written.
//!
//! 1. `text` (with `lex`) and `tree` (with `clause`) read the two ways in which conditions are written
//!    to one `node`: atoms, joined by and, or and not.
//! 2. An atom tests one subject. The tests of a subject depend on each other: `x > 3` implies `x > 2`.
//!    `cases` lists the answers that they can give together: `domain` has the values that tests tell apart,
//!    in the order that `scale` finds, and `pattern` what one look of a text (with `glob`) says about
//!    another.
//! 3. `table` evaluates two conditions in every combination of cases.
//!
//! Subjects are taken for well typed: where all the tests of one are about numbers, `!(x > 3)` and
//! `x <= 3` say the same.

mod address;
mod cases;
mod clause;
mod constant;
mod domain;
mod glob;
#[cfg(test)]
mod hostile;
mod lex;
mod node;
mod operator;
mod pattern;
mod scale;
mod table;
mod term;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use std::cell::Cell;

use serde_json::Value;

use node::Node;

/// A condition, as a boolean function of what it tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition(Node);

/// How the situations in which two conditions hold relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They hold in the same situations.
    Equal,
    /// Whenever the first holds, the second does, and not the other way round.
    Implies,
    /// Whenever the second holds, the first does, and not the other way round.
    ImpliedBy,
    /// Both can hold, and each without the other.
    Overlapping,
    /// They never hold together.
    Disjoint,
    /// Nothing is known: too large, or made of tests whose relation nothing tells.
    Unknown,
}

impl Condition {
    /// Reads a condition: a text such as `a == 1 && b`, a boolean, a tree of `all`, `any` and `not`
    /// (or `JsonLogic`), a list (all of them), a clause with an `operator`, or a map from fields to
    /// values. None when it is no condition that is understood.
    pub(super) fn parse(value: &Value) -> Option<Self> {
        tree::read(value).map(|node| Self(node.normal()))
    }

    /// Returns the condition that always holds.
    pub(super) fn always() -> Self {
        Self(Node::Const(true))
    }

    /// Returns the condition that `subject` has the value, or one of the values, that `value` says;
    /// texts may be globs such as `src/**`. None when it says something else.
    pub(super) fn field(subject: &str, value: &Value) -> Option<Self> {
        clause::field(subject, value).map(|node| Self(node.normal()))
    }

    /// Returns the condition that holds when any of them does.
    pub(super) fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self(Node::Any(conditions.into_iter().map(|condition| condition.0).collect()).normal())
    }

    /// Returns the condition that holds when both do.
    pub(super) fn and(self, other: Self) -> Self {
        Self(Node::All(vec![self.0, other.0]).normal())
    }

    /// Returns the number of its parts.
    pub(super) fn size(&self) -> usize {
        self.0.size()
    }

    /// Returns the condition that holds when this one does not.
    pub(super) fn negated(self) -> Self {
        Self(Node::Not(Box::new(self.0)).normal())
    }
}

/// Most pairs of members of two conditions of which one may imply the other.
const MOST_PAIRS: usize = 1 << 18;

/// Steps that comparisons of conditions may take in all.
pub(super) struct Budget(Cell<usize>);

impl Budget {
    /// Less than a second of work.
    const STEPS: usize = 1 << 25;

    pub(super) fn new() -> Self {
        Self(Cell::new(Self::STEPS))
    }

    /// Takes steps; none when so many are not left.
    fn take(&self, steps: usize) -> Option<()> {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or_default());
        left.map(|_| ())
    }

    /// Tells whether a comparison may have been left undecided for want of steps.
    pub(super) fn exhausted(&self) -> bool {
        self.0.get() == 0
    }
}

/// Tells how the situations in which `a` and `b` hold relate.
pub(super) fn relation(a: &Condition, b: &Condition, budget: &Budget) -> Relation {
    if a == b {
        return Relation::Equal;
    }
    if let Some(table) = table::compare(&a.0, &b.0, budget) {
        return table.relation();
    }
    let pairs = a.size().saturating_mul(b.size());
    let thorough = pairs <= MOST_PAIRS && budget.take(pairs).is_some();
    a.0.implication(&b.0, thorough)
}

/// Tells whether `a` and `b` can hold together; none when nothing tells.
pub(super) fn overlaps(a: &Condition, b: &Condition, budget: &Budget) -> Option<bool> {
    match table::compare(&a.0, &b.0, budget) {
        Some(table) => table.overlap(),
        None if a == b => Some(true),
        None => None,
    }
}
