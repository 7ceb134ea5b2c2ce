//! Conditions of rules as boolean functions: what they say, however it is written.
//!
//! 1. `text` (with `lex`) and `tree` (with `clause`) read the two ways in which conditions are written
//!    to one `node`: atoms, joined by and, or and not.
//! 2. An atom tests one subject. The tests of a subject depend on each other: `x > 3` implies `x > 2`.
//!    `cases` lists the answers that they can give together.
//! 3. `table` evaluates two conditions in every combination of cases.
//!
//! Subjects are taken for well typed: where all the tests of one are about numbers, `!(x > 3)` and
//! `x <= 3` say the same.

mod cases;
mod clause;
mod constant;
mod lex;
mod node;
mod operator;
mod table;
mod term;
#[cfg(test)]
mod tests;
mod text;
mod tree;

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

    /// Returns the condition that holds when this one does not.
    pub(super) fn negated(self) -> Self {
        Self(Node::Not(Box::new(self.0)).normal())
    }
}

/// Tells how the situations in which `a` and `b` hold relate.
pub(super) fn relation(a: &Condition, b: &Condition) -> Relation {
    if a == b {
        return Relation::Equal;
    }
    match table::compare(&a.0, &b.0) {
        Some(table) => table.relation(),
        None => a.0.implication(&b.0),
    }
}

/// Tells whether `a` and `b` can hold together; none when nothing tells.
pub(super) fn overlaps(a: &Condition, b: &Condition) -> Option<bool> {
    match table::compare(&a.0, &b.0) {
        Some(table) => table.overlap(),
        None if a == b => Some(true),
        None => None,
    }
}
