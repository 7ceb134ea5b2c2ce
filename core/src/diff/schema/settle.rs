//! What a proof says of the changes at one place.

use serde_json::Value;

use super::edit::{Beside, Edit};
use super::pairs::{Flow, LIKELY};
use super::proof::Proof;
use super::shown::Shown;
use super::uses::Uses;
use crate::diff::{Effect, Polarity, Witness};
use crate::finding::Code;
use crate::finding::codes::diff::{json_schema as codes, openapi_schemas as rows};

/// Changes of what validators need not look at: no proof about accepted values speaks of them.
const UNSEEN: [&Code; 8] = [
    codes::FORMAT_ADDED,
    codes::FORMAT_REMOVED,
    codes::FORMAT_CHANGED,
    codes::CONTENT_CHANGED,
    rows::DISCRIMINATOR_CHANGED,
    rows::DISCRIMINATOR_VALUE_ADDED,
    rows::DISCRIMINATOR_VALUE_CHANGED,
    rows::DISCRIMINATOR_VALUE_REMOVED,
];

/// Tells whether a proof about accepted values speaks of a change: validators do not know who sends a member and
/// who only reads it.
pub(super) fn is_of_values(edit: &Edit) -> bool {
    edit.only.is_none() && !UNSEEN.contains(&edit.code)
}

/// Corrects the effects of the changes at one place by what is proved about it, and gives those that break
/// somebody a value that shows it.
pub(super) fn settle(own: &mut [Edit], proof: &Proof, uses: Uses) {
    let seen = |edit: &Edit| edit.effect != Effect::None && is_of_values(edit);
    for edit in own.iter_mut().filter(|edit| seen(edit)) {
        edit.effect = uses.possible(proof.possible(edit.effect));
        if edit.effect == Effect::None {
            edit.confidence = 1.0;
        }
    }
    // What is told elsewhere is shown there.
    let seen = |edit: &Edit| seen(edit) && edit.beside != Some(Beside::IsGone);
    let narrowing = own.iter().filter(|edit| edit.effect.narrows() && seen(edit)).count();
    let widening = own.iter().filter(|edit| edit.effect.widens() && seen(edit)).count();
    for edit in own.iter_mut().filter(|edit| seen(edit)) {
        let (loses, gains) = breaking(uses.limited(edit.only));
        let lost = (loses && edit.effect.narrows())
            .then(|| value(edit, edit.keyword(), &proof.lost, narrowing == 1))
            .flatten();
        let gained = (gains && edit.effect.widens())
            .then(|| {
                let was_required = edit.beside == Some(Beside::WasRequired);
                let keyword = if was_required { "required" } else { edit.keyword() };
                value(edit, keyword, &proof.gained, widening == 1)
            })
            .flatten();
        let shown = lost.map(|value| (value, true)).or(gained.map(|value| (value, false)));
        edit.witness = shown.map(|(value, valid_before)| Witness {
            value,
            before_pointer: proof.before.clone(),
            after_pointer: proof.after.clone(),
            valid_before,
            valid_after: !valid_before,
        });
        // Inside of one of several schemas, a value shows what happens there, and not yet outside.
        let counts = proof.counts_around || uses.is_direct() || !(uses.chosen || uses.tested);
        if edit.witness.is_some() && counts {
            edit.confidence = 1.0;
        } else if edit.witness.is_none() && proof.refuted && edit.effect != Effect::None {
            edit.confidence = edit.confidence.min(LIKELY);
        }
    }
}

/// Tells whether losing values breaks somebody, and whether gaining some does; what is lost inside is gained
/// outside under `not`.
fn breaking(uses: Uses) -> (bool, bool) {
    let means = |side: Polarity, wanted: Flow| uses.flows(side).any(|flow| flow == wanted);
    let loses = means(Polarity::Input, Flow::Same) || means(Polarity::Output, Flow::Reversed);
    let gains = means(Polarity::Output, Flow::Same) || means(Polarity::Input, Flow::Reversed);
    (loses, gains)
}

/// Returns a value that shows a change: the one that is listed or not any more, or else one that its keyword alone
/// rejects, or any when nothing else at the place changed.
fn value(edit: &Edit, keyword: &str, shown: &[Shown], alone: bool) -> Option<Value> {
    let is_listed = edit.code == codes::ENUM_VALUE_ADDED || edit.code == codes::ENUM_VALUE_REMOVED;
    let stood = edit.after.as_ref().or(edit.before.as_ref()).filter(|_| is_listed);
    let listed = stood.and_then(|(_, value)| value.as_ref());
    let own = listed.and_then(|listed| shown.iter().find(|shown| shown.value == *listed));
    let exact = || shown.iter().find(|shown| shown.keywords.iter().all(|name| name == keyword));
    let any = || shown.first().filter(|_| alone);
    own.or_else(exact).or_else(any).map(|shown| shown.value.clone())
}
