//! The answers that the tests of one subject can give together.

use super::constant::Constant;
use super::domain::Domain;
use super::node::Test;
use super::pattern::Pattern;
use super::{Budget, scale};

/// Most cases of one subject.
const MOST_CASES: usize = 1 << 12;

/// The answers to the tests of one subject: each case has one for each test.
pub(super) struct Cases {
    pub(super) cases: Vec<Vec<bool>>,
    /// Whether each case is known to be possible.
    pub(super) exact: bool,
}

impl Cases {
    /// Lists the cases of `tests`; none when they are too many, or when nothing tells the order of
    /// what the subject is compared with.
    pub(super) fn of(subject: &str, tests: &[&Test], budget: &Budget) -> Option<Self> {
        let typed = scale::typed(tests)?;
        let domain = Domain::of(subject, &typed)?;
        let looks = Looks::of(&typed);
        let weight: usize = typed.iter().map(weight).sum();
        let places = domain.places();
        budget.take(places.len().saturating_mul(weight))?;
        let mut cases = Vec::new();
        for place in places {
            let answers: Vec<Option<bool>> =
                (0..typed.len()).map(|index| domain.answer(index, place)).collect();
            expand(&looks, &answers, &mut cases, budget)?;
            if cases.len() > MOST_CASES {
                return None;
            }
        }
        cases.sort();
        cases.dedup();
        Some(Self { cases, exact: looks.exact && is_exact(&typed) })
    }
}

fn weight(test: &Test) -> usize {
    match test {
        Test::Fits(pattern) => pattern.weight(),
        _ => 1,
    }
}

/// The patterns among tests.
struct Looks<'t> {
    /// By the number of the test.
    patterns: Vec<Option<&'t Pattern>>,
    /// Whether the subject is a text, and no list of which something is asked.
    text: bool,
    exact: bool,
}

impl<'t> Looks<'t> {
    fn of(tests: &'t [Test]) -> Self {
        let pattern = |test: &'t Test| match test {
            Test::Fits(pattern) => Some(pattern),
            _ => None,
        };
        let patterns: Vec<Option<&Pattern>> = tests.iter().map(pattern).collect();
        let text = tests.iter().any(|test| match test {
            Test::Fits(pattern) => !matches!(pattern, Pattern::Contains(_)),
            Test::Is(constant) | Test::Order(_, constant) => matches!(constant, Constant::Text(_)),
            Test::Truthy => false,
        });
        let parts = patterns.iter().flatten().enumerate();
        let nested = |(at, one): (usize, &&Pattern)| {
            patterns.iter().flatten().take(at).any(|other| one.implies(other) || other.implies(one))
        };
        // Of a text, what has `admin` has `min`; of a list, nothing is said.
        let exact = text || patterns.len() <= 64 && !parts.into_iter().any(nested);
        Self { patterns, text, exact }
    }

    /// Tells whether both answers can be given together.
    fn agree(&self, (a, holds): (&Pattern, bool), (b, other): (&Pattern, bool)) -> bool {
        match (holds, other) {
            _ if !self.text => true,
            (true, true) => !a.excludes(b),
            (true, false) => !a.implies(b),
            (false, true) => !b.implies(a),
            (false, false) => true,
        }
    }
}

/// Adds a case for each way in which the open answers can turn out.
fn expand(
    looks: &Looks<'_>,
    answers: &[Option<bool>],
    cases: &mut Vec<Vec<bool>>,
    budget: &Budget,
) -> Option<()> {
    let mut partial: Vec<Vec<bool>> = vec![Vec::with_capacity(answers.len())];
    for (index, answer) in answers.iter().enumerate() {
        let pattern = looks.patterns.get(index).copied().flatten();
        let Some(pattern) = pattern else {
            for case in &mut partial {
                case.push(answer.unwrap_or_default());
            }
            continue;
        };
        if answer.is_none() {
            budget.take(partial.len().saturating_mul(index + 1))?;
        }
        let mut grown = Vec::with_capacity(partial.len());
        for mut case in partial {
            let before = looks.patterns.iter().zip(&case);
            let before: Vec<(&Pattern, bool)> =
                before.filter_map(|(p, holds)| Some(((*p)?, *holds))).collect();
            let possible = |holds: bool| {
                answer.is_some() || before.iter().all(|b| looks.agree((pattern, holds), *b))
            };
            if answer.is_none_or(|given| given) && possible(true) {
                let mut with = case.clone();
                with.push(true);
                grown.push(with);
            }
            if answer.is_none_or(|given| !given) && possible(false) {
                case.push(false);
                grown.push(case);
            }
        }
        partial = grown;
        if partial.len() > MOST_CASES {
            return None;
        }
    }
    cases.extend(partial);
    Some(())
}

/// Tells whether every case that comes out is possible: not where patterns meet whose relation
/// nothing tells, or texts that only a matcher can try.
fn is_exact(tests: &[Test]) -> bool {
    let patterns = tests.iter().filter(|test| matches!(test, Test::Fits(_))).count();
    let texts = tests.iter().any(|test| {
        matches!(test, Test::Is(Constant::Text(_)) | Test::Order(_, Constant::Text(_)))
    });
    let ordered = |test: &Test| matches!(test, Test::Order(_, Constant::Text(_)));
    let hidden = |test: &Test| match test {
        Test::Fits(Pattern::Other(..)) => patterns > 1 || texts,
        Test::Fits(Pattern::Glob(glob)) => patterns > 1 || (texts && glob.contains(['[', '{'])),
        _ => false,
    };
    let unordered = patterns == 0 || !tests.iter().any(ordered);
    unordered && !tests.iter().any(hidden)
}
