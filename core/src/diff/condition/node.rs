//! Conditions as trees of atoms.

use super::Relation;
use super::constant::{Comparison, Constant};
use super::pattern::Pattern;

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Const(bool),
    Atom(Atom),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// A test of one subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Atom {
    /// What is tested: a path, or anything else that has a value, as it is written.
    pub(super) subject: String,
    pub(super) test: Test,
}

/// What is asked of a subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Test {
    /// It is neither false, null, zero nor empty.
    Truthy,
    Is(Constant),
    Order(Comparison, Constant),
    Fits(Pattern),
}

impl Node {
    pub(super) fn atom(subject: impl Into<String>, test: Test) -> Self {
        Self::Atom(Atom { subject: subject.into(), test })
    }

    /// Returns the atom that `subject` equals `constant`.
    pub(super) fn is(subject: &str, constant: Constant) -> Self {
        Self::atom(subject, Test::Is(constant))
    }

    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    pub(super) fn negated_if(self, negated: bool) -> Self {
        if negated { self.not() } else { self }
    }

    /// Returns the normal form: negations at the atoms, nested lists flat, members sorted, each once.
    pub(super) fn normal(self) -> Self {
        self.normalized(false)
    }

    fn normalized(self, negated: bool) -> Self {
        match self {
            Self::Const(value) => Self::Const(value != negated),
            Self::Atom(atom) => Self::Atom(atom).negated_if(negated),
            Self::Not(inner) => inner.normalized(!negated),
            // De Morgan.
            Self::All(nodes) => Self::joined(nodes, !negated, negated),
            Self::Any(nodes) => Self::joined(nodes, negated, negated),
        }
    }

    /// Joins the normal forms of `nodes` (or of their negations), `all` of them or any.
    fn joined(nodes: Vec<Self>, all: bool, negated: bool) -> Self {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node.normalized(negated) {
                Self::Const(value) if value == all => {}
                Self::Const(value) => return Self::Const(value),
                Self::All(inner) if all => flat.extend(inner),
                Self::Any(inner) if !all => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.sort();
        flat.dedup();
        match (flat.pop(), flat.is_empty()) {
            (None, _) => Self::Const(all),
            (Some(only), true) => only,
            (Some(last), false) => {
                flat.push(last);
                if all { Self::All(flat) } else { Self::Any(flat) }
            }
        }
    }

    /// Returns the number of nodes.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Const(_) | Self::Atom(_) => 1,
            Self::Not(inner) => 1 + inner.size(),
            Self::All(nodes) | Self::Any(nodes) => {
                nodes.iter().fold(1, |sum, node| sum + node.size())
            }
        }
    }

    /// Collects the atoms.
    pub(super) fn atoms<'n>(&'n self, found: &mut Vec<&'n Atom>) {
        match self {
            Self::Const(_) => {}
            Self::Atom(atom) => found.push(atom),
            Self::Not(inner) => inner.atoms(found),
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().for_each(|node| node.atoms(found)),
        }
    }

    /// Compares two normal forms by their members only, for what is too large for a table.
    /// Whether members imply each other is tried where there are few enough to be `thorough`.
    pub(super) fn implication(&self, other: &Self, thorough: bool) -> Relation {
        let one = |node: &Self| vec![node.clone()];
        let (more, fewer) = match (self, other) {
            (Self::Const(a), Self::Const(b)) => (a <= b, b <= a),
            (_, Self::Const(true)) | (Self::Const(false), _) => (true, false),
            (Self::Const(true), _) | (_, Self::Const(false)) => (false, true),
            (Self::Any(a), Self::Any(b)) => {
                (each_implies_one(a, b, thorough), each_implies_one(b, a, thorough))
            }
            (Self::Any(a), b) => (false, each_implies_one(&one(b), a, thorough)),
            (a, Self::Any(b)) => (each_implies_one(&one(a), b, thorough), false),
            (Self::All(a), Self::All(b)) => {
                (each_follows(b, a, thorough), each_follows(a, b, thorough))
            }
            (Self::All(a), b) => (each_follows(&one(b), a, thorough), false),
            (a, Self::All(b)) => (false, each_follows(&one(a), b, thorough)),
            _ => (false, false),
        };
        match (more, fewer) {
            (true, true) => Relation::Equal,
            (true, false) => Relation::Implies,
            (false, true) => Relation::ImpliedBy,
            (false, false) => Relation::Unknown,
        }
    }

    /// Tells whether this atom, or the negation of one, holds only where `other` does.
    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Atom(a), Self::Atom(b)) => a.implies(b),
            (Self::Not(a), Self::Not(b)) => b.implies(a),
            _ => false,
        }
    }
}

impl Atom {
    fn implies(&self, other: &Self) -> bool {
        self.subject == other.subject
            && match (&self.test, &other.test) {
                (Test::Fits(a), Test::Fits(b)) => a.implies(b),
                (Test::Is(Constant::Text(text)), Test::Fits(b)) => b.fits(text) == Some(true),
                (a, b) => a == b,
            }
    }
}

/// Tells whether each of `few` implies one of `many`, which are sorted.
fn each_implies_one(few: &[Node], many: &[Node], thorough: bool) -> bool {
    few.iter()
        .all(|a| many.binary_search(a).is_ok() || thorough && many.iter().any(|b| a.implies(b)))
}

/// Tells whether each of `few` follows from one of `many`, which are sorted.
fn each_follows(few: &[Node], many: &[Node], thorough: bool) -> bool {
    few.iter()
        .all(|b| many.binary_search(b).is_ok() || thorough && many.iter().any(|a| a.implies(b)))
}
