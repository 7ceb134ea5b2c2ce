//! Two conditions in every situation that their tests tell apart.

use std::collections::BTreeMap;

use super::Relation;
use super::cases::Cases;
use super::node::{Atom, Node, Test};

/// Most situations that are tried: as many as 12 independent tests have.
const MOST_SITUATIONS: usize = 1 << 12;

/// Most tests of one subject; lists of values are long, and cost little where they stand alone.
const MOST_TESTS: usize = 256;

/// Most evaluations of parts of the conditions.
const MOST_STEPS: usize = 1 << 20;

/// What two conditions were seen to do.
#[derive(Default)]
pub(super) struct Table {
    both: bool,
    first_only: bool,
    second_only: bool,
    /// Whether the situations that were seen are known to be possible.
    exact: bool,
}

impl Table {
    pub(super) fn relation(&self) -> Relation {
        match (self.first_only, self.second_only, self.both) {
            (false, false, _) => Relation::Equal,
            (false, true, _) => Relation::Implies,
            (true, false, _) => Relation::ImpliedBy,
            (true, true, false) => Relation::Disjoint,
            (true, true, true) if self.exact => Relation::Overlapping,
            (true, true, true) => Relation::Unknown,
        }
    }

    /// Tells whether both can hold.
    pub(super) fn overlap(&self) -> Option<bool> {
        if self.both && !self.exact { None } else { Some(self.both) }
    }
}

/// Evaluates both conditions in every situation; none when there are too many.
pub(super) fn compare(a: &Node, b: &Node) -> Option<Table> {
    let mut atoms = Vec::new();
    a.atoms(&mut atoms);
    b.atoms(&mut atoms);
    let subjects = subjects(&atoms);
    let size = a.size() + b.size();
    let mut table = Table { exact: true, ..Table::default() };
    let (mut cases, mut situations) = (Vec::new(), 1_usize);
    for tests in subjects.values() {
        if tests.len() > MOST_TESTS {
            return None;
        }
        let of_subject = Cases::of(tests)?;
        table.exact &= of_subject.exact;
        situations = situations.checked_mul(of_subject.cases.len())?;
        if situations > MOST_SITUATIONS || situations * size > MOST_STEPS {
            return None;
        }
        cases.push(of_subject.cases);
    }
    let (a, b) = (Compiled::of(a, &subjects)?, Compiled::of(b, &subjects)?);
    for situation in 0..situations {
        let chosen = choose(&cases, situation);
        match (a.holds(&chosen), b.holds(&chosen)) {
            (true, true) => table.both = true,
            (true, false) => table.first_only = true,
            (false, true) => table.second_only = true,
            (false, false) => {}
        }
    }
    Some(table)
}

type Subjects<'n> = BTreeMap<&'n str, Vec<&'n Test>>;

/// Returns the tests of each subject, sorted, each once.
fn subjects<'n>(atoms: &[&'n Atom]) -> Subjects<'n> {
    let mut subjects: Subjects<'n> = BTreeMap::new();
    for atom in atoms {
        subjects.entry(&atom.subject).or_default().push(&atom.test);
    }
    for tests in subjects.values_mut() {
        tests.sort();
        tests.dedup();
    }
    subjects
}

/// Returns the case of each subject in the situation of that number.
fn choose(cases: &[Vec<Vec<bool>>], situation: usize) -> Vec<&[bool]> {
    let mut rest = situation;
    let mut chosen = Vec::with_capacity(cases.len());
    for of_subject in cases {
        let count = of_subject.len().max(1);
        chosen.push(of_subject.get(rest % count).map(Vec::as_slice).unwrap_or_default());
        rest /= count;
    }
    chosen
}

/// A condition whose atoms know their number.
enum Compiled {
    Const(bool),
    /// Subject, and test of the subject.
    Atom(usize, usize),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Compiled {
    fn of(node: &Node, subjects: &Subjects<'_>) -> Option<Self> {
        let many = |nodes: &[Node]| -> Option<Vec<Self>> {
            nodes.iter().map(|node| Self::of(node, subjects)).collect()
        };
        Some(match node {
            Node::Const(value) => Self::Const(*value),
            Node::Atom(atom) => {
                let subject = subjects.keys().position(|name| *name == atom.subject)?;
                let tests = subjects.get(atom.subject.as_str())?;
                Self::Atom(subject, tests.binary_search(&&atom.test).ok()?)
            }
            Node::Not(inner) => Self::Not(Box::new(Self::of(inner, subjects)?)),
            Node::All(nodes) => Self::All(many(nodes)?),
            Node::Any(nodes) => Self::Any(many(nodes)?),
        })
    }

    fn holds(&self, chosen: &[&[bool]]) -> bool {
        match self {
            Self::Const(value) => *value,
            Self::Atom(subject, test) => {
                chosen.get(*subject).and_then(|case| case.get(*test)).copied().unwrap_or(false)
            }
            Self::Not(inner) => !inner.holds(chosen),
            Self::All(nodes) => nodes.iter().all(|node| node.holds(chosen)),
            Self::Any(nodes) => nodes.iter().any(|node| node.holds(chosen)),
        }
    }
}
