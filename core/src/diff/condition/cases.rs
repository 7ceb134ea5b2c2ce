//! The answers that the tests of one subject can give together.

use std::cmp::Ordering;

use super::constant::{self, Constant};
use super::node::{Pattern, Test};

/// Most tests of one subject whose answers are left open at once.
const MOST_OPEN: usize = 8;

/// The answers to the tests of one subject: each case has one for each test.
pub(super) struct Cases {
    pub(super) cases: Vec<Vec<bool>>,
    /// Whether each case is known to be possible.
    pub(super) exact: bool,
}

impl Cases {
    /// Lists the cases of `tests`; none when they are too many.
    pub(super) fn of(tests: &[&Test]) -> Option<Self> {
        let domain = Domain::of(tests);
        let mut cases = Vec::new();
        for place in domain.places() {
            let answers: Vec<Option<bool>> =
                tests.iter().map(|test| domain.answer(test, place)).collect();
            expand(tests, &answers, &mut cases)?;
        }
        cases.sort();
        cases.dedup();
        Some(Self { cases, exact: domain.exact })
    }
}

/// Adds a case for each way in which the open answers can turn out.
fn expand(tests: &[&Test], answers: &[Option<bool>], cases: &mut Vec<Vec<bool>>) -> Option<()> {
    let open: Vec<usize> =
        answers.iter().enumerate().filter(|(_, a)| a.is_none()).map(|(i, _)| i).collect();
    if open.len() > MOST_OPEN {
        return None;
    }
    for choice in 0..1_usize << open.len() {
        let chosen = |index: usize| {
            let bit = open.iter().position(|i| *i == index).unwrap_or_default();
            choice >> bit & 1 == 1
        };
        let case = answers.iter().enumerate().map(|(i, a)| a.unwrap_or_else(|| chosen(i)));
        let case: Vec<bool> = case.collect();
        if possible(tests, &case) {
            cases.push(case);
        }
    }
    Some(())
}

/// Tells whether what patterns imply and exclude holds.
fn possible(tests: &[&Test], case: &[bool]) -> bool {
    let patterns = tests.iter().zip(case).filter_map(|(test, holds)| match test {
        Test::Fits(pattern) => Some((pattern, *holds)),
        _ => None,
    });
    let patterns: Vec<(&Pattern, bool)> = patterns.collect();
    patterns.iter().filter(|(_, holds)| *holds).all(|(pattern, _)| {
        patterns.iter().all(
            |(other, holds)| {
                if *holds { !pattern.excludes(other) } else { !pattern.implies(other) }
            },
        )
    })
}

/// A value that a subject can have, as far as its tests tell values apart.
#[derive(Clone, Copy)]
enum Place {
    Null,
    Bool(bool),
    /// Twice the number of constants below, and one more on a constant.
    Number(usize),
    Text(usize),
    Other,
}

/// The values that tests tell apart.
struct Domain {
    null: bool,
    bools: bool,
    /// Sorted.
    numbers: Vec<Constant>,
    texts: Vec<Constant>,
    has_texts: bool,
    exact: bool,
}

impl Domain {
    fn of(tests: &[&Test]) -> Self {
        let constants = tests.iter().filter_map(|test| match test {
            Test::Is(constant) | Test::Order(_, constant) => Some(constant),
            _ => None,
        });
        let (mut null, mut bools) = (false, false);
        let (mut numbers, mut texts) = (Vec::new(), Vec::new());
        for constant in constants {
            match constant {
                Constant::Null => null = true,
                Constant::Bool(_) => bools = true,
                Constant::Number(_) => numbers.push(constant.clone()),
                Constant::Text(_) => texts.push(constant.clone()),
            }
        }
        let patterns = tests.iter().filter(|test| matches!(test, Test::Fits(_))).count();
        let has_texts = !texts.is_empty() || patterns > 0;
        if tests.contains(&&Test::Truthy) {
            let alone = numbers.is_empty() && !has_texts;
            bools |= alone;
            numbers.extend((!numbers.is_empty()).then(Constant::zero));
            texts.extend(has_texts.then(|| Constant::Text(String::new())));
        }
        numbers.sort();
        numbers.dedup();
        constant::sort(&mut texts);
        texts.dedup();
        let exact = is_exact(tests, patterns, texts.len());
        Self { null, bools, numbers, texts, has_texts, exact }
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        let some = |given: bool, count: usize| if given { 2 * count + 1 } else { 0 };
        let nothing_else = !self.bools && self.numbers.is_empty() && !self.has_texts;
        let bools: &[bool] = if self.bools { &[false, true] } else { &[] };
        let null = self.null.then_some(Place::Null).into_iter();
        null.chain(bools.iter().map(|flag| Place::Bool(*flag)))
            .chain((0..some(!self.numbers.is_empty(), self.numbers.len())).map(Place::Number))
            .chain((0..some(self.has_texts, self.texts.len())).map(Place::Text))
            .chain(nothing_else.then_some(Place::Other))
    }

    /// Returns what `test` says of the values at `place`; none when some pass and others do not.
    fn answer(&self, test: &Test, place: Place) -> Option<bool> {
        match test {
            Test::Truthy => Some(self.is_truthy(place)),
            Test::Is(constant) => Some(self.order(place, constant) == Some(Ordering::Equal)),
            Test::Order(comparison, constant) => {
                Some(self.order(place, constant).is_some_and(|order| comparison.holds(order)))
            }
            Test::Fits(pattern) => match place {
                Place::Text(at) if at % 2 == 1 => match self.texts.get(at / 2) {
                    Some(Constant::Text(text)) => pattern.fits(text),
                    _ => None,
                },
                Place::Text(_) => None,
                _ => Some(false),
            },
        }
    }

    fn is_truthy(&self, place: Place) -> bool {
        match place {
            Place::Null => false,
            Place::Bool(flag) => flag,
            Place::Number(_) => self.order(place, &Constant::zero()) != Some(Ordering::Equal),
            Place::Text(_) => {
                self.order(place, &Constant::Text(String::new())) != Some(Ordering::Equal)
            }
            Place::Other => true,
        }
    }

    /// Compares a place with a constant; none when they are of different types.
    fn order(&self, place: Place, constant: &Constant) -> Option<Ordering> {
        let on = |at: usize, scale: &[Constant]| {
            scale.iter().position(|other| other == constant).map(|index| at.cmp(&(2 * index + 1)))
        };
        match (place, constant) {
            (Place::Null, Constant::Null) => Some(Ordering::Equal),
            (Place::Bool(flag), Constant::Bool(other)) => Some(flag.cmp(other)),
            (Place::Number(at), Constant::Number(_)) => on(at, &self.numbers),
            (Place::Text(at), Constant::Text(_)) => on(at, &self.texts),
            _ => None,
        }
    }
}

/// Tells whether every case that comes out is possible: not where patterns meet whose relation
/// nothing tells, or texts that only a matcher can try.
fn is_exact(tests: &[&Test], patterns: usize, texts: usize) -> bool {
    let ordered = |test: &&Test| matches!(test, Test::Order(_, Constant::Text(_)));
    let hidden = |test: &&Test| match test {
        Test::Fits(Pattern::Other(..)) => patterns > 1 || texts > 0,
        Test::Fits(Pattern::Glob(glob)) => patterns > 1 || (texts > 0 && glob.contains(['[', '{'])),
        _ => false,
    };
    let unordered = patterns == 0 || !tests.iter().any(ordered);
    unordered && !tests.iter().any(hidden)
}
