//! Fields, arguments and values of one thing on both sides: same names first, then likely renames.

use std::collections::{BTreeMap, BTreeSet};

use super::words::words;
use crate::diff::graphql::model::{DirectiveDef, Element, Field, Input, Named};
use crate::diff::graphql::rename::TypeNames;
use crate::diff::likeness::likeness;

/// A part that has a name among its siblings.
pub(crate) trait Member {
    fn element(&self) -> &Element;

    /// Returns the name of the type it has; none when it has none.
    fn type_name(&self) -> Option<&str>;

    /// Tells whether those who write must give it.
    fn must_be_given(&self) -> bool {
        false
    }
}

impl Member for Field {
    fn element(&self) -> &Element {
        &self.element
    }

    fn type_name(&self) -> Option<&str> {
        Some(self.ty.value.name())
    }
}

impl Member for Input {
    fn element(&self) -> &Element {
        &self.element
    }

    fn type_name(&self) -> Option<&str> {
        Some(self.ty.value.name())
    }

    fn must_be_given(&self) -> bool {
        self.is_required()
    }
}

impl Member for DirectiveDef {
    fn element(&self) -> &Element {
        &self.element
    }

    fn type_name(&self) -> Option<&str> {
        None
    }
}

impl Member for Element {
    fn element(&self) -> &Element {
        self
    }

    fn type_name(&self) -> Option<&str> {
        None
    }
}

/// A part on both sides.
pub(crate) struct Pair<'a, T> {
    pub(crate) names: (&'a str, &'a str),
    pub(crate) was: &'a T,
    pub(crate) is: &'a T,
    /// Whether its deprecation belongs to a rename that keeps the old name.
    pub(crate) kept: bool,
}

/// The parts of one thing on both sides.
pub(crate) struct Aligned<'a, T> {
    pub(crate) pairs: Vec<Pair<'a, T>>,
    /// Old names that are kept, deprecated, beside the new ones.
    pub(crate) aliases: Vec<Pair<'a, T>>,
    pub(crate) gone: Vec<(&'a str, &'a T)>,
    pub(crate) new: Vec<(&'a str, &'a T)>,
}

/// Aligns the parts of one thing.
pub(crate) fn align<'a, T: Member>(
    before: &'a Named<T>,
    after: &'a Named<T>,
    types: &TypeNames<'_>,
) -> Aligned<'a, T> {
    let mut aligned = Aligned { pairs: vec![], aliases: vec![], gone: vec![], new: vec![] };
    for (name, was) in before {
        match after.get(name) {
            Some(is) => {
                let names = (name.as_str(), name.as_str());
                aligned.pairs.push(Pair { names, was, is, kept: false });
            }
            None => aligned.gone.push((name, was)),
        }
    }
    aligned.new = after
        .iter()
        .filter(|(name, _)| !before.contains_key(*name))
        .map(|(name, is)| (name.as_str(), is))
        .collect();
    if !aligned.new.is_empty() {
        aligned.renames(types);
        aligned.aliases(types);
    }
    aligned
}

/// Renames are looked for among so many parts: every one is compared with every other.
const MOST: usize = 64;

/// How likely a rename must be.
const LIKELY_ENOUGH: f64 = 0.849;

impl<T: Member> Aligned<'_, T> {
    fn renames(&mut self, types: &TypeNames<'_>) {
        if self.gone.is_empty() || self.gone.len() > MOST || self.new.len() > MOST {
            return;
        }
        let alone = self.gone.len() == 1 && self.new.len() == 1;
        let mut likely = Vec::new();
        for (old, was) in &self.gone {
            for (new, is) in &self.new {
                let score = score((old, *was), (new, *is), alone, types);
                if score > LIKELY_ENOUGH {
                    likely.push((score, *old, *new));
                }
            }
        }
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| unordered(a).cmp(&unordered(b))));
        let mut taken = BTreeSet::new();
        for (_, old, new) in likely {
            if taken.contains(&(true, old)) || taken.contains(&(false, new)) {
                continue;
            }
            taken.extend([(true, old), (false, new)]);
            let was = take(&mut self.gone, old);
            if let Some((was, is)) = was.zip(take(&mut self.new, new)) {
                self.pairs.push(Pair { names: (old, new), was, is, kept: false });
            }
        }
    }

    /// Finds old names that are deprecated now in favour of new ones. What must be given is no other
    /// name for what need not be given: who writes the old name alone is refused.
    fn aliases(&mut self, types: &TypeNames<'_>) {
        let new: BTreeMap<&str, &T> = self.new.iter().copied().collect();
        for pair in self.pairs.iter_mut().filter(|pair| pair.names.0 == pair.names.1) {
            let (was, is) = (pair.was.element(), pair.is.element());
            let reason = match (&was.deprecated, &is.deprecated) {
                (None, Some(reason)) => &reason.value,
                _ => continue,
            };
            let named: BTreeSet<&str> = words(reason).collect();
            let mut named = named.into_iter().filter_map(|name| new.get_key_value(name));
            let successor = named.find(|(_, new)| {
                same_type(pair.was, **new, types)
                    && new.element().deprecated.is_none()
                    && !new.must_be_given()
            });
            if let Some((name, new)) = successor {
                let names = (pair.names.0, *name);
                self.aliases.push(Pair { names, was: pair.was, is: *new, kept: true });
                pair.kept = true;
            }
        }
        let named: BTreeSet<&str> = self.aliases.iter().map(|pair| pair.names.1).collect();
        self.new.retain(|(name, _)| !named.contains(name));
    }
}

/// Returns two names in one order, so that the other way round gives the same renames.
fn unordered<'a>((_, old, new): &(f64, &'a str, &'a str)) -> (&'a str, &'a str) {
    ((*old).min(*new), (*old).max(*new))
}

fn take<'a, T>(parts: &mut Vec<(&'a str, &'a T)>, name: &str) -> Option<&'a T> {
    let at = parts.iter().position(|(other, _)| *other == name)?;
    Some(parts.remove(at).1)
}

fn same_type<T: Member>(was: &T, is: &T, types: &TypeNames<'_>) -> bool {
    was.type_name().map(|name| types.after(name)) == is.type_name()
}

/// Returns how likely `new` is `old` under another name: by type, name, description and position.
fn score<T: Member>(
    (old, was): (&str, &T),
    (new, is): (&str, &T),
    alone: bool,
    types: &TypeNames<'_>,
) -> f64 {
    if !same_type(was, is, types) {
        return 0.0;
    }
    let typed = if was.type_name().is_some() { 0.5 } else { 0.3 };
    let (was, is) = (was.element(), is.element());
    let words = |element: &Element| element.description.as_ref().map(|said| said.value.clone());
    let told = words(was).is_some() && words(was) == words(is);
    let alike = likeness(old, new);
    let in_place = was.order == is.order;
    // Many fields of one type come and go: something must point from the one to the other.
    if alike < 0.5 && !told && !(alone && in_place) {
        return 0.0;
    }
    let bonus = |holds: bool, worth: f64| if holds { worth } else { 0.0 };
    typed + 0.5 * alike + bonus(told, 0.3) + bonus(alone, 0.1) + bonus(in_place, 0.15)
}
