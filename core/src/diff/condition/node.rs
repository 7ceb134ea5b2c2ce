//! Conditions as trees of atoms.

use super::Relation;
use super::constant::{Comparison, Constant};

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

/// What a text looks like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    StartsWith(String),
    EndsWith(String),
    Glob(String),
    /// A test that is only known by name: the operator and its argument.
    Other(String, String),
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
    pub(super) fn implication(&self, other: &Self) -> Relation {
        let includes = |many: &[Self], few: &[Self]| {
            few.iter().all(|member| many.binary_search(member).is_ok())
        };
        let one = |node: &Self| vec![node.clone()];
        let (more, fewer) = match (self, other) {
            (Self::Any(a), Self::Any(b)) => (includes(b, a), includes(a, b)),
            (Self::Any(a), b) => (false, includes(a, &one(b))),
            (a, Self::Any(b)) => (includes(b, &one(a)), false),
            (Self::All(a), Self::All(b)) => (includes(a, b), includes(b, a)),
            (Self::All(a), b) => (includes(a, &one(b)), false),
            (a, Self::All(b)) => (false, includes(b, &one(a))),
            _ => (false, false),
        };
        match (more, fewer) {
            (true, true) => Relation::Equal,
            (true, false) => Relation::Implies,
            (false, true) => Relation::ImpliedBy,
            (false, false) => Relation::Unknown,
        }
    }
}

impl Pattern {
    /// Returns the texts that every text that fits begins and ends with.
    fn ends(&self) -> (&str, &str) {
        let wild = |c| matches!(c, '*' | '?' | '[' | '{');
        match self {
            Self::StartsWith(text) => (text, ""),
            Self::EndsWith(text) => ("", text),
            Self::Glob(glob) => {
                let wild_end = |c| matches!(c, '*' | '?' | ']' | '}');
                let first = glob.split(wild).next().unwrap_or_default();
                (first, glob.rsplit(wild_end).next().unwrap_or_default())
            }
            Self::Other(..) => ("", ""),
        }
    }

    /// Tells whether every text that fits this fits `other`.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let (start, end) = self.ends();
        match other {
            Self::StartsWith(wanted) => start.starts_with(wanted.as_str()),
            Self::EndsWith(wanted) => end.ends_with(wanted.as_str()),
            _ => self == other,
        }
    }

    /// Tells whether no text fits both.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        let ((a, a_end), (b, b_end)) = (self.ends(), other.ends());
        let begin = a.starts_with(b) || b.starts_with(a);
        !begin || !(a_end.ends_with(b_end) || b_end.ends_with(a_end))
    }

    /// Tells whether `text` fits; none when only the name of the test is known.
    pub(super) fn fits(&self, text: &str) -> Option<bool> {
        match self {
            Self::StartsWith(wanted) => Some(text.starts_with(wanted.as_str())),
            Self::EndsWith(wanted) => Some(text.ends_with(wanted.as_str())),
            Self::Glob(glob) if !glob.contains(['[', '{']) => {
                Some(wildmatch::WildMatch::new(glob).matches(text))
            }
            Self::Glob(_) | Self::Other(..) => None,
        }
    }
}
