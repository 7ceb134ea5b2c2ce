//! What a proof says of the changes at one place.

use super::pairs::{Edit, Flow};
use super::proof::{Proof, Shown};
use crate::diff::{Effect, Polarity, Witness};
use crate::finding::Code;
use crate::finding::codes::diff::json_schema as codes;

/// Changes of what validators need not look at: no proof about accepted values speaks of them.
const UNSEEN: [&Code; 4] =
    [codes::FORMAT_ADDED, codes::FORMAT_REMOVED, codes::FORMAT_CHANGED, codes::CONTENT_CHANGED];

/// Corrects the effects of the changes at one place by what is proved about it, and gives those that break
/// somebody a value that shows it.
pub(super) fn settle(own: &mut [Edit], proof: &Proof, flow: Flow, polarity: Polarity) {
    let seen = |edit: &Edit| edit.effect != Effect::None && !UNSEEN.contains(&edit.code);
    for edit in own.iter_mut().filter(|edit| seen(edit)) {
        edit.effect = possible(edit.effect, proof);
        if edit.effect == Effect::None {
            edit.confidence = 1.0;
        }
    }
    let narrowing = own.iter().filter(|edit| edit.effect.narrows()).count();
    let widening = own.iter().filter(|edit| edit.effect.widens()).count();
    for edit in own.iter_mut().filter(|edit| seen(edit)) {
        let (loses, gains) = breaking(flow, polarity);
        let lost = (loses && edit.effect.narrows())
            .then(|| value(edit, &proof.lost, narrowing == 1))
            .flatten();
        let gained = (gains && edit.effect.widens())
            .then(|| value(edit, &proof.gained, widening == 1))
            .flatten();
        let shown = lost.map(|value| (value, true)).or(gained.map(|value| (value, false)));
        edit.witness = shown.map(|(value, valid_before)| Witness {
            value,
            before_pointer: proof.before.clone(),
            after_pointer: proof.after.clone(),
            valid_before,
            valid_after: !valid_before,
        });
        if edit.witness.is_some() {
            edit.confidence = 1.0;
        }
    }
}

/// Tells whether losing values breaks somebody, and whether gaining some does; what is lost inside is gained
/// outside under `not`.
fn breaking(flow: Flow, polarity: Polarity) -> (bool, bool) {
    let (loses, gains) = (polarity != Polarity::Output, polarity != Polarity::Input);
    if flow == Flow::Reversed { (gains, loses) } else { (loses, gains) }
}

/// Takes away from an effect what is proved not to have happened.
fn possible(effect: Effect, proof: &Proof) -> Effect {
    let narrows = effect.narrows() && proof.narrows != Some(false);
    let widens = effect.widens() && proof.widens != Some(false);
    match (narrows, widens) {
        (true, true) => Effect::Both,
        (true, false) => Effect::Narrowed,
        (false, true) => Effect::Widened,
        (false, false) => Effect::None,
    }
}

/// Returns a value that shows a change: one that its keyword alone rejects, or any when nothing else at the
/// place changed.
fn value(edit: &Edit, shown: &[Shown], alone: bool) -> Option<serde_json::Value> {
    let keyword = edit.keyword();
    let exact = shown.iter().find(|shown| shown.keywords.iter().all(|name| name == keyword));
    let any = || shown.first().filter(|_| alone);
    exact.or_else(any).map(|shown| shown.value.clone())
}
