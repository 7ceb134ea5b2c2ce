//! What a prompt is held against: expectations that stay are a patch, new ones a minor version, and
//! edited or removed ones a major version.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Spot, quoted};
use crate::diff::prompts::model::Entry;
use crate::diff::prompts::numbered::Numbered;
use crate::finding::codes::diff::prompts as codes;

/// Compares expectations by name, or by what goes in.
pub(super) fn compare(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    let (old, new) = (named(&was.evals), named(&is.evals));
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let name = quoted(key);
        let draft = match (old.get(key), new.get(key)) {
            (None, Some(new)) => {
                let message =
                    format!("prompt `{}` has to meet one more expectation: {name}", is.id);
                Draft::new(codes::EVAL_ADDED, Class::Additive, message)
                    .detail("required_bump", "minor")
                    .after(new.part())
            }
            (Some(old), None) => {
                let message =
                    format!("prompt `{}` need not meet the expectation {name} any more", is.id);
                Draft::new(codes::EVAL_REMOVED, Class::Breaking, message)
                    .detail("required_bump", "major")
                    .before(old.part())
            }
            (Some(old), Some(new)) if old.value != new.value => {
                let message = format!("the expectation {name} of prompt `{}` changed", is.id);
                Draft::new(codes::EVAL_CHANGED, Class::Breaking, message)
                    .detail("required_bump", "major")
                    .before(old.part())
                    .after(new.part())
            }
            _ => continue,
        };
        comparison.push(draft);
    }
}

/// Returns expectations by name; those that have none by what goes in, or as a whole.
fn named<'a>(evals: &[Spot<'a>]) -> BTreeMap<String, Spot<'a>> {
    let mut found: BTreeMap<String, Spot<'a>> = BTreeMap::new();
    let mut names = Numbered::default();
    for spot in evals {
        let told = ["id", "name", "description"].iter().find_map(|name| spot.member(name)?.text());
        let given =
            ["vars", "input", "inputs", "question"].iter().find_map(|name| spot.member(name));
        let name = match (told, given) {
            (Some(name), _) => name.to_owned(),
            (None, Some(given)) => {
                given.text().map_or_else(|| given.value.to_string(), str::to_owned)
            }
            (None, None) => spot.text().map_or_else(|| spot.value.to_string(), str::to_owned),
        };
        let name = names.unique(name, |name| found.contains_key(name));
        found.insert(name, spot.clone());
    }
    found
}
