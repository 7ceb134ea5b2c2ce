//! Values that show a change: one version accepts them, the other does not.

use std::cell::OnceCell;

use jsonschema::Validator;
use jsonschema::canonical::CanonicalSchema;
use serde_json::Value;

use super::proof::Side;
use super::sample;

/// A value that one version accepts and the other rejects.
pub(super) struct Shown {
    pub(super) value: Value,
    /// The keywords that reject it.
    pub(super) keywords: Vec<String>,
}

/// A version, a place in it, and the canonical form of what stands there.
type Place<'p> = (&'p Side<'p>, &'p str, &'p CanonicalSchema);

/// Returns values that `from` accepts and `to` rejects, checked with both validators: of what the one has over the other
/// where that can be told, else of all that it accepts; and of what is near to values that `to` accepts, which one keyword
/// alone may reject.
pub(super) fn of([from, to]: [Place<'_>; 2]) -> Vec<Shown> {
    let check = Check { places: [(from.0, from.1), (to.0, to.1)], validators: OnceCell::new() };
    let difference = from.2.subtract(to.2).ok();
    let difference = difference.map(|difference| sample::values(&difference.to_json_schema()));
    let mut found = check.shown(difference.unwrap_or_default());
    if found.is_empty() {
        found = check.shown(sample::values(&from.2.to_json_schema()));
    }
    let nearby = sample::with_neighbours(&sample::values(&to.2.to_json_schema()));
    found.extend(check.shown(nearby));
    found
}

/// The validators of two places, once there is a value for them.
struct Check<'p> {
    places: [(&'p Side<'p>, &'p str); 2],
    validators: OnceCell<Option<(Validator, Validator)>>,
}

impl Check<'_> {
    /// Leaves the values that the one accepts and the other rejects.
    fn shown(&self, values: Vec<Value>) -> Vec<Shown> {
        if values.is_empty() {
            return Vec::new();
        }
        let [(from, at_from), (to, at_to)] = self.places;
        let both = || from.validator(at_from).zip(to.validator(at_to));
        let Some((accepts, rejects)) = self.validators.get_or_init(both) else {
            return Vec::new();
        };
        let accepted = values.into_iter().filter(|value| accepts.is_valid(value));
        accepted.filter_map(|value| rejected(value, rejects)).collect()
    }
}

/// Returns a value with the keywords that reject it, if any do.
fn rejected(value: Value, by: &Validator) -> Option<Shown> {
    let keywords: Vec<String> =
        by.iter_errors(&value).map(|error| error.kind().keyword().to_owned()).collect();
    (!keywords.is_empty()).then_some(Shown { value, keywords })
}
