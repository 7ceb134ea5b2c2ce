//! The smallest change of one fact after which something else follows.

use std::collections::BTreeSet;

use serde_json::Value;

use super::candidates::{Candidate, Constants};
use super::document::{Place, manifest, put};
use super::steps::Seen;
use super::types::{Explanation, Flip, Standing};
use super::{Question, standing};
use crate::{Catalog, EvaluateInput};

/// The most changes that are tried.
const MOST: usize = 500;
/// The most services that are copied in all: each change makes a catalog anew.
const MOST_SERVICES: usize = 2_000_000;

/// A change that may matter.
struct Change {
    place: Place,
    pointer: String,
    before: Value,
    candidate: Candidate,
}

/// Looks for the smallest change that matters, and puts it into the explanation.
pub(super) fn search(
    question: &Question<'_>,
    catalog: &Catalog,
    told: &EvaluateInput,
    seen: &Seen,
    explanation: &mut Explanation,
) {
    let mut changes = changes(question, catalog, told, seen, explanation);
    changes.sort_by(|a, b| {
        let way = |change: &Change| (change.pointer.clone(), change.candidate.value.clone());
        let by_distance = a.candidate.distance.total_cmp(&b.candidate.distance);
        by_distance.then_with(|| format!("{:?}", way(a)).cmp(&format!("{:?}", way(b))))
    });
    let most = MOST.min(MOST_SERVICES / catalog.world().services.len().max(1)).max(1);
    explanation.search.left_out = changes.len().saturating_sub(most);
    changes.truncate(most);
    for change in changes {
        explanation.search.tried += 1;
        if let Some(flip) = tried(question, catalog, told, &change, explanation.stands) {
            explanation.flip = Some(flip);
            break;
        }
    }
    if explanation.flip.is_some() {
        explanation.search.left_out = 0;
    }
    explanation.search.note = note(explanation);
}

fn note(explanation: &Explanation) -> String {
    let search = &explanation.search;
    match (&explanation.flip, search.tried, search.left_out) {
        (Some(_), ..) => "this change of one fact was made, and the policy asked again".to_owned(),
        (None, 0, _) => "no fact was read that could be changed".to_owned(),
        (None, _, 0) => "no change of one fact that was tried matters".to_owned(),
        (None, ..) => {
            "no change of one fact that was tried matters; others were left out".to_owned()
        }
    }
}

fn changes(
    question: &Question<'_>,
    catalog: &Catalog,
    told: &EvaluateInput,
    seen: &Seen,
    explanation: &Explanation,
) -> Vec<Change> {
    let mut constants = Constants::default();
    seen.constants.iter().for_each(|value| constants.add(value));
    seen.facts.iter().for_each(|fact| constants.add(&fact.value));
    constants.add(&rhai::Dynamic::from(crate::facts::Time(told.now)));
    for condition in &explanation.conditions {
        constants.written(&condition.text);
    }
    let mut changes = Vec::new();
    for fact in &seen.facts {
        let pointer = stated_at(&fact.pointer);
        for place in Place::of(question, fact.of.as_deref(), catalog, told) {
            let Some(document) = place.document(catalog, told) else { continue };
            let before = document.pointer(pointer);
            // What is read of one document is not looked for in another that has something else there.
            if before.is_none() != fact.value.is_unit() && fact.of.is_none() {
                continue;
            }
            let before = before.cloned();
            let elsewhere = elsewhere(&place, pointer, catalog);
            for candidate in constants.candidates(before.as_ref(), &elsewhere) {
                changes.push(Change {
                    place: place.clone(),
                    pointer: pointer.to_owned(),
                    before: before.clone().unwrap_or_default(),
                    candidate,
                });
            }
        }
    }
    changes
}

/// Returns texts that other services state at the same place; a few are enough.
fn elsewhere(place: &Place, pointer: &str, catalog: &Catalog) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let Place::Service(own) = place else { return found };
    for index in (0..catalog.world().services.len()).take(100).filter(|index| index != own) {
        let document = manifest(index, catalog);
        let text = document.as_ref().and_then(|document| document.pointer(pointer)?.as_str());
        found.extend(text.map(str::to_owned));
    }
    found
}

/// Returns where a manifest states what scripts read.
fn stated_at(pointer: &str) -> &str {
    match pointer {
        "/dependencies/internal_names" => "/dependencies/internal",
        "/dependencies/external_names" => "/dependencies/external",
        other => other,
    }
}

/// Makes a change, and asks again; none when the same follows, or nothing that decides.
fn tried(
    question: &Question<'_>,
    catalog: &Catalog,
    told: &EvaluateInput,
    change: &Change,
    stands: Standing,
) -> Option<Flip> {
    // Without its name it would be another subject.
    if change.pointer == "/name" {
        return None;
    }
    let mut document = change.place.document(catalog, told)?;
    if !put(&mut document, &change.pointer, change.candidate.value.clone()) {
        return None;
    }
    let (catalog, told) = change.place.replaced(document, catalog, told)?;
    let answers = question.ask(&catalog, &told).ok()??;
    let says = answers.statements();
    let then = standing(&says);
    let decides = !matches!(then, Standing::Undecided | Standing::Failed) && answers.asked > 0;
    (decides && then != stands).then(|| Flip {
        of: change.place.name(question, &catalog),
        pointer: change.pointer.clone(),
        before: change.before.clone(),
        after: change.candidate.value.clone().unwrap_or_default(),
        stands: then,
        says,
    })
}
