//! The values that the tests of one subject tell apart.

use std::cmp::Ordering;

use super::constant::Constant;
use super::node::Test;
use super::scale::Scale;
use crate::diff::schema::decimal::Decimal;

/// Types of values that have an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Text,
    Address,
}

/// A value that a subject can have, as far as its tests tell values apart.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Null,
    Bool(bool),
    /// Twice the number of constants below, and one more on a constant.
    On(Type, usize),
    Other,
}

/// The values that tests tell apart.
pub(super) struct Domain<'t> {
    tests: &'t [Test],
    /// Where the constant of each test stands.
    position: Vec<Option<(Type, usize)>>,
    null: bool,
    bools: bool,
    numbers: Scale,
    texts: Scale,
    addresses: Scale,
    has_texts: bool,
    /// Whether the subject counts: it is a whole number, and not negative.
    counts: bool,
    zero: Option<usize>,
    empty: Option<usize>,
}

impl<'t> Domain<'t> {
    /// Returns the domain of a subject; none when nothing tells the order of its texts.
    pub(super) fn of(subject: &str, tests: &'t [Test]) -> Option<Self> {
        let (mut null, mut bools) = (false, false);
        let (mut numbers, mut texts, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
        for constant in tests.iter().filter_map(constant) {
            match constant {
                Constant::Null => null = true,
                Constant::Bool(_) => bools = true,
                Constant::Number(_) => numbers.push(constant.clone()),
                Constant::Text(_) => texts.push(constant.clone()),
                Constant::Address(..) => addresses.push(constant.clone()),
            }
        }
        let patterns = tests.iter().any(|test| matches!(test, Test::Fits(_)));
        let has_texts = !texts.is_empty() || patterns;
        let counts = is_count(subject);
        let truthy = tests.contains(&Test::Truthy);
        bools |= truthy && numbers.is_empty() && !has_texts;
        if !numbers.is_empty() && (truthy || counts) {
            numbers.push(Constant::zero());
        }
        texts.extend((truthy && has_texts).then(|| Constant::Text(String::new())));
        let ordered = tests.iter().any(|test| matches!(test, Test::Order(_, Constant::Text(_))));
        let texts = if ordered { Scale::of_ordered(texts, subject)? } else { Scale::of(texts) };
        let (numbers, addresses) = (Scale::of(numbers), Scale::of(addresses));
        let zero = numbers.position(&Constant::zero());
        let empty = texts.position(&Constant::Text(String::new()));
        let mut domain = Self {
            tests,
            position: Vec::new(),
            null,
            bools,
            numbers,
            texts,
            addresses,
            has_texts,
            counts,
            zero,
            empty,
        };
        domain.position = tests.iter().map(|test| domain.position_of(constant(test)?)).collect();
        Some(domain)
    }

    fn position_of(&self, constant: &Constant) -> Option<(Type, usize)> {
        let (kind, scale) = match constant {
            Constant::Number(_) => (Type::Number, &self.numbers),
            Constant::Text(_) => (Type::Text, &self.texts),
            Constant::Address(..) => (Type::Address, &self.addresses),
            Constant::Null | Constant::Bool(_) => return None,
        };
        Some((kind, scale.position(constant)?))
    }

    pub(super) fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        places.extend(self.null.then_some(Place::Null));
        if self.bools {
            places.extend([Place::Bool(false), Place::Bool(true)]);
        }
        for (kind, scale, given) in [
            (Type::Number, &self.numbers, self.numbers.len() > 0),
            (Type::Text, &self.texts, self.has_texts),
            (Type::Address, &self.addresses, self.addresses.len() > 0),
        ] {
            let count = if given { 2 * scale.len() + 1 } else { 0 };
            let there = (0..count).filter(|at| kind != Type::Number || self.is_there(*at));
            // Where order does not count, all that is none of the constants is the same.
            let alike = !self.counts && !self.is_ordered(kind);
            let there = there.filter(|at| !alike || at % 2 == 1 || *at == 0);
            places.extend(there.map(|at| Place::On(kind, at)));
        }
        let nothing_else = !places.iter().any(|place| !matches!(place, Place::Null));
        // Something that is not null, where null is all that is asked for.
        places.extend(nothing_else.then_some(Place::Other));
        places
    }

    fn is_ordered(&self, kind: Type) -> bool {
        let mut tests = self.tests.iter().zip(&self.position);
        tests.any(|(test, position)| {
            matches!(test, Test::Order(..)) && position.is_some_and(|(its, _)| its == kind)
        })
    }

    /// Tells whether a number can be at a place: what counts has whole numbers from 0 only.
    fn is_there(&self, at: usize) -> bool {
        if !self.counts {
            return true;
        }
        let number = |index: usize| match self.numbers.first.get(index) {
            Some(Constant::Number(number)) => Some(number),
            _ => None,
        };
        let zero = Decimal::from_count(0);
        if at % 2 == 1 {
            return number(at / 2).is_some_and(|n| n.is_whole() && n.compare(&zero).is_ge());
        }
        let below = (at / 2).checked_sub(1).and_then(number);
        let Some(next) = below.filter(|n| n.compare(&zero).is_ge()).map(|n| n.least_whole(true))
        else {
            return false;
        };
        number(at / 2).is_none_or(|above| next.compare(above).is_lt())
    }

    /// Returns what the test of that number says of the values at `place`; none when some pass and
    /// others do not.
    pub(super) fn answer(&self, index: usize, place: Place) -> Option<bool> {
        match self.tests.get(index)? {
            Test::Truthy => Some(self.is_truthy(place)),
            Test::Is(constant) => Some(self.order(place, index, constant) == Some(Ordering::Equal)),
            Test::Order(comparison, constant) => {
                let order = self.order(place, index, constant);
                Some(order.is_some_and(|order| comparison.holds(order)))
            }
            Test::Fits(pattern) => match place {
                Place::On(Type::Text, at) if at % 2 == 1 => match self.texts.first.get(at / 2) {
                    Some(Constant::Text(text)) => pattern.fits(text),
                    _ => None,
                },
                Place::On(Type::Text, _) => None,
                _ => Some(false),
            },
        }
    }

    fn is_truthy(&self, place: Place) -> bool {
        match place {
            Place::Null => false,
            Place::Bool(flag) => flag,
            Place::On(Type::Number, at) => self.zero.is_none_or(|zero| at != 2 * zero + 1),
            Place::On(Type::Text, at) => self.empty.is_none_or(|empty| at != 2 * empty + 1),
            Place::On(Type::Address, _) | Place::Other => true,
        }
    }

    /// Compares a place with the constant of a test; none when they are of different types.
    fn order(&self, place: Place, index: usize, constant: &Constant) -> Option<Ordering> {
        match (place, constant) {
            (Place::Null, Constant::Null) => Some(Ordering::Equal),
            (Place::Bool(flag), Constant::Bool(other)) => Some(flag.cmp(other)),
            (Place::On(kind, at), _) => {
                let (its, position) = self.position.get(index).copied().flatten()?;
                (its == kind).then(|| at.cmp(&(2 * position + 1)))
            }
            _ => None,
        }
    }
}

fn constant(test: &Test) -> Option<&Constant> {
    match test {
        Test::Is(constant) | Test::Order(_, constant) => Some(constant),
        Test::Truthy | Test::Fits(_) => None,
    }
}

/// Tells whether a subject counts something, as `size(items)` and `items.length` do.
fn is_count(subject: &str) -> bool {
    let calls = ["size(", "len(", "length(", "count("];
    calls.iter().any(|call| subject.starts_with(call)) && subject.ends_with(')')
        || [".length", ".size", ".count"].iter().any(|end| subject.ends_with(end))
}
