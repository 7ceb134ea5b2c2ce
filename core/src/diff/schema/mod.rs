//! JSON Schemas: what a change does to the set of values they accept.
//!
//! 1. `read` turns a schema into its normal form, a `node`, with its `keywords`; `refs` finds what references
//!    lead to, and `merge` puts together what `allOf` splits.
//! 2. `pairs` compares the nodes of both sides, keyword by keyword (`compare`) and alternative by
//!    alternative (`union`).
//! 3. [`changes`] follows the pairs from the root, with what a change inside means outside; `settle` corrects
//!    the effects by what is proved (`proof`), and `judge` tells what they ask of people, by who writes the
//!    values.

mod align;
mod compare;
pub(super) mod decimal;
mod dialect;
mod disjoint;
mod judge;
mod keywords;
mod matches;
mod merge;
mod node;
mod nullable;
mod pairs;
mod proof;
mod read;
mod refs;
mod sample;
mod settle;
mod union;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::draft::Found;
use super::{Effect, Polarity};
use crate::finding::codes::diff::json_schema as codes;
use pairs::{Edit, Flow, PairId, Pairs};
use proof::Proofs;

/// Compares two schemas whose values are written by `polarity`.
pub(super) fn changes(before: &Value, after: &Value, polarity: Polarity) -> Found {
    let mut pairs = Pairs::new(before, after);
    let (was, is) = (pairs.before.id(""), pairs.after.id(""));
    let root = pairs.id(was, is);
    let mut proofs = Proofs::new(before, after);
    let edits = edits(&mut pairs, root, &mut proofs, polarity);
    let changes = edits.into_iter().map(|edit| judge::judge(edit, polarity)).collect();
    Found { changes, incomplete: pairs.incomplete(), ..Found::default() }
}

/// Lists what changed inside of `root`, each difference once.
fn edits(
    pairs: &mut Pairs<'_>,
    root: PairId,
    proofs: &mut Proofs<'_>,
    polarity: Polarity,
) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, flow) in reached(pairs, root) {
        let mut own: Vec<Edit> = Vec::new();
        for edit in &pairs.pair(id).own {
            // Nobody notices what is left over unless somebody around asks for it.
            if edit.code == codes::EVALUATION_CHANGED && flow != Flow::Evaluated {
                continue;
            }
            // A part of what several schemas ask together is met with each of them.
            if seen.insert(edit.identity()) {
                own.push(edit.clone());
            }
        }
        if flow != Flow::Evaluated && own.iter().any(|edit| edit.effect != Effect::None) {
            if let Some((before, after)) = pairs.places(id) {
                settle::settle(&mut own, &proofs.of(&before, &after), flow, polarity);
            }
        }
        edits.extend(own.iter().map(|edit| edit.seen_through(flow)));
    }
    edits
}

/// Lists the pairs inside of `root`, each with what a change of it means at the root.
fn reached(pairs: &mut Pairs<'_>, root: PairId) -> BTreeMap<PairId, Flow> {
    let mut flows = BTreeMap::from([(root, Flow::Same)]);
    let mut waiting = VecDeque::from([root]);
    while let Some(id) = waiting.pop_front() {
        let Some(outer) = flows.get(&id).copied() else { continue };
        for link in &pairs.pair(id).links {
            let flow = outer.then(link.flow);
            let known = flows.get(&link.pair).copied();
            let joined = known.map_or(flow, |known| known.or(flow));
            if known != Some(joined) {
                flows.insert(link.pair, joined);
                waiting.push_back(link.pair);
            }
        }
    }
    flows
}
