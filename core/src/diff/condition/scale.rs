//! The constants of one subject in their order.

use std::collections::BTreeMap;

use semver::Prerelease;

use super::constant::Constant;
use super::node::Test;
use crate::diff::quantity;
use crate::diff::schema::decimal::Decimal;

/// Constants of one type in their order; those that are equal share a place.
#[derive(Default)]
pub(super) struct Scale {
    place: BTreeMap<Constant, usize>,
    /// The first of each place.
    pub(super) first: Vec<Constant>,
}

/// Where a text stands among others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The empty text stands before all others, whatever they are.
    Empty,
    Number(Decimal),
    Amount(i128),
    Version(Vec<u64>, Prerelease),
    Text(String),
}

impl Scale {
    /// Returns constants that are ordered as they are.
    pub(super) fn of(mut constants: Vec<Constant>) -> Self {
        constants.sort();
        constants.dedup();
        let place = constants.iter().cloned().enumerate().map(|(i, c)| (c, i)).collect();
        Self { place, first: constants }
    }

    /// Returns texts in their order, where order counts; none when nothing tells the order.
    pub(super) fn of_ordered(texts: Vec<Constant>, subject: &str) -> Option<Self> {
        let keys = keys(&texts, subject)?;
        let mut groups: BTreeMap<Key, Vec<Constant>> = BTreeMap::new();
        for (key, text) in keys.into_iter().zip(texts) {
            groups.entry(key).or_default().push(text);
        }
        let mut scale = Self::default();
        for (index, group) in groups.into_values().enumerate() {
            scale.first.extend(group.first().cloned());
            scale.place.extend(group.into_iter().map(|text| (text, index)));
        }
        Some(scale)
    }

    pub(super) fn position(&self, constant: &Constant) -> Option<usize> {
        self.place.get(constant).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.first.len()
    }
}

/// Returns where each text stands; none when the texts are of no kind whose order is known.
fn keys(texts: &[Constant], subject: &str) -> Option<Vec<Key>> {
    let texts: Vec<&str> = texts
        .iter()
        .map(|constant| match constant {
            Constant::Text(text) => Some(text.trim()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let told: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    let alone = told.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let dates = told.iter().all(|text| quantity::date(text).is_some());
    let even = told.windows(2).all(|pair| matches!(pair, [a, b] if a.len() == b.len()));
    let found = if alone || dates && even {
        Some(told.iter().map(|text| Key::Text((*text).to_owned())).collect())
    } else if let Some(bare) = told.iter().map(|text| decimal(text)).collect::<Option<Vec<_>>>() {
        numbers(bare, &told, subject)
    } else if told.iter().any(|text| decimal(text).is_some()) {
        told.iter().map(|text| version(text)).collect()
    } else {
        let amounts = quantity::readings(&told);
        let amounts = amounts.map(|all| all.into_iter().map(Key::Amount).collect());
        amounts.or_else(|| told.iter().map(|text| version(text)).collect())
    };
    let mut found = found?.into_iter();
    texts.iter().map(|text| if text.is_empty() { Some(Key::Empty) } else { found.next() }).collect()
}

/// Returns where texts that are numbers stand; where `1.9` and `1.10` may be versions as well, the name
/// of the subject tells.
fn numbers(numbers: Vec<Key>, texts: &[&str], subject: &str) -> Option<Vec<Key>> {
    let Some(versions) = texts.iter().map(|text| version(text)).collect::<Option<Vec<_>>>() else {
        return Some(numbers);
    };
    if quantity::is_versioned(subject) {
        return Some(versions);
    }
    let order = |keys: &[Key]| {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|index| keys.get(*index).cloned());
        order
    };
    // Both say the same, or nothing tells.
    (order(&numbers) == order(&versions)).then_some(numbers)
}

fn decimal(text: &str) -> Option<Key> {
    match Constant::number(text)? {
        Constant::Number(number) => Some(Key::Number(number)),
        _ => None,
    }
}

/// Reads a version such as `v1.10` or `2.0.0-rc.1`; zeros at the end say nothing.
fn version(text: &str) -> Option<Key> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let text = text.split_once('+').map_or(text, |(text, _)| text);
    let (numbers, pre) = text.split_once('-').unwrap_or((text, ""));
    let mut numbers: Vec<u64> =
        numbers.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let dotted = numbers.len() > 1;
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    let pre = Prerelease::new(pre).ok()?;
    dotted.then_some(Key::Version(numbers, pre))
}

/// Returns tests with texts that are numbers in place of them, where their order counts; none when
/// numbers and other texts are ordered together.
pub(super) fn typed(tests: &[&Test]) -> Option<Vec<Test>> {
    let owned = || tests.iter().map(|test| (*test).clone()).collect::<Vec<_>>();
    let ordered = |test: &&Test| matches!(test, Test::Order(_, Constant::Text(_)));
    let number = |test: &&Test| {
        matches!(test, Test::Is(Constant::Number(_)) | Test::Order(_, Constant::Number(_)))
    };
    if !tests.iter().any(ordered) || !tests.iter().any(number) {
        return Some(owned());
    }
    let convert = |constant: &Constant| match constant {
        Constant::Text(text) if !text.is_empty() => Constant::number(text),
        other => Some(other.clone()),
    };
    tests
        .iter()
        .map(|test| match test {
            Test::Is(constant) => convert(constant).map(Test::Is),
            Test::Order(comparison, constant) => {
                convert(constant).map(|constant| Test::Order(*comparison, constant))
            }
            Test::Truthy => Some(Test::Truthy),
            Test::Fits(_) => None,
        })
        .collect()
}
