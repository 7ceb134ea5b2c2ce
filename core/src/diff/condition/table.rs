//! Two conditions in every situation that their tests tell apart.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::Cases;
use super::constant::Constant;
use super::node::{Atom, Node, Test};
use super::{Budget, Relation};

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

/// Evaluates both conditions in every situation; none when there are too many, or when nothing tells
/// the order of what a subject is compared with.
pub(super) fn compare(a: &Node, b: &Node, budget: &Budget) -> Option<Table> {
    let size = a.size() + b.size();
    budget.take(size)?;
    if let Some(table) = values(a).zip(values(b)).and_then(|(a, b)| lists(&a, &b)) {
        return Some(table);
    }
    let mut atoms = Vec::new();
    a.atoms(&mut atoms);
    b.atoms(&mut atoms);
    let subjects = subjects(&atoms);
    let mut table = Table { exact: true, ..Table::default() };
    let (mut cases, mut situations) = (Vec::new(), 1_usize);
    for (subject, (_, tests)) in &subjects {
        if tests.len() > MOST_TESTS {
            return None;
        }
        let of_subject = Cases::of(subject, tests, budget)?;
        table.exact &= of_subject.exact;
        situations = situations.checked_mul(of_subject.cases.len())?;
        if situations > MOST_SITUATIONS || situations.saturating_mul(size) > MOST_STEPS {
            return None;
        }
        cases.push(of_subject.cases);
    }
    budget.take(situations.saturating_mul(size))?;
    table.exact &= are_apart(&subjects);
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

/// Returns the values that a condition lists for one subject, when that is all it does.
fn values(node: &Node) -> Option<(&str, BTreeSet<&Constant>)> {
    let one = std::slice::from_ref(node);
    let nodes = if let Node::Any(nodes) = node { nodes.as_slice() } else { one };
    let single = |node| match node {
        &Node::Atom(Atom { ref subject, test: Test::Is(ref constant) }) => {
            Some((subject.as_str(), constant))
        }
        _ => None,
    };
    let (subject, _) = single(nodes.first()?)?;
    let values = nodes.iter().map(|node| single(node).filter(|(other, _)| *other == subject));
    Some((subject, values.map(|value| Some(value?.1)).collect::<Option<_>>()?))
}

/// Compares two lists of values of the same subject.
fn lists(
    (subject, a): &(&str, BTreeSet<&Constant>),
    (other, b): &(&str, BTreeSet<&Constant>),
) -> Option<Table> {
    (subject == other).then(|| Table {
        both: !a.is_disjoint(b),
        first_only: !a.is_subset(b),
        second_only: !b.is_subset(a),
        exact: true,
    })
}

/// The number of each subject, and its tests.
type Subjects<'n> = BTreeMap<&'n str, (usize, Vec<&'n Test>)>;

/// Returns the tests of each subject, sorted, each once.
fn subjects<'n>(atoms: &[&'n Atom]) -> Subjects<'n> {
    let mut subjects: Subjects<'n> = BTreeMap::new();
    for atom in atoms {
        subjects.entry(&atom.subject).or_default().1.push(&atom.test);
    }
    for (index, (number, tests)) in subjects.values_mut().enumerate() {
        *number = index;
        tests.sort();
        tests.dedup();
    }
    subjects
}

/// Most subjects of which one may be made from another.
const MOST_SUBJECTS: usize = 32;

/// Tells whether no subject is made from another, as `a + 1` is from `a`.
fn are_apart(subjects: &Subjects<'_>) -> bool {
    let made = |subject: &&&str| subject.contains(['(', ' ']);
    subjects.len() <= MOST_SUBJECTS
        && !subjects
            .keys()
            .filter(made)
            .any(|whole| subjects.keys().any(|part| whole != part && has_word(whole, part)))
}

/// Tells whether `text` has `word`, not as a part of a longer word.
fn has_word(text: &str, word: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !inside(before) && !inside(after)
    })
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
                let (subject, tests) = subjects.get(atom.subject.as_str())?;
                Self::Atom(*subject, tests.binary_search(&&atom.test).ok()?)
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
