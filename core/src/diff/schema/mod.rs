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
mod cost;
pub(super) mod decimal;
mod dialect;
mod disjoint;
mod edit;
mod excerpt;
mod family;
mod flow;
mod judge;
mod keywords;
mod language;
mod marks;
mod matches;
mod merge;
mod node;
mod nullable;
mod owners;
mod pairs;
mod proof;
mod read;
mod refs;
mod sample;
mod settle;
mod shown;
mod sound;
mod text;
mod unchanged;
mod union;
mod uses;
mod whole;

use std::collections::BTreeMap;

use serde_json::Value;

use super::draft::{Draft, Found, Part};
use super::{Class, Effect, OpenContent, Polarity};
use crate::finding::codes::diff::json_schema as codes;
pub(super) use dialect::Dialect;
use edit::Edit;
pub(super) use family::Family;
use owners::Owners;
use pairs::{PairId, Pairs};
use proof::Proof;
pub(super) use proof::{MOST_VALUES, Proofs, count};
pub(super) use refs::{Inside, NOWHERE, inside, resolved};
use uses::Uses;
use whole::Wholes;

/// Compares two schemas whose values are written by `polarity`.
pub(super) fn changes(
    before: &Value,
    after: &Value,
    polarity: Polarity,
    open: OpenContent,
) -> Found {
    let dialects = Dialect::of_both(before, after);
    let mut comparison = Comparison { open, ..Comparison::new([before, after], dialects) };
    comparison.add(["", ""], Use { polarity, as_text: false, as_xml: false }, "");
    let Compared { mut drafts, incomplete, .. } =
        comparison.finish(Proofs::new(before, after, dialects));
    drafts.extend(dialect(before, after, polarity));
    let [_, is] = dialects;
    let findings = sound::findings(after, is);
    Found { changes: drafts, findings, incomplete, ..Found::default() }
}

/// Tells whether a name is that of a type.
pub(super) fn is_type(name: &str) -> bool {
    node::Types::knows(name)
}

/// Names of operations that the changes of one comparison show together.
pub(super) const MOST_NAMED: usize = 200_000;

/// Names of operations that every change may show.
pub(super) const LEAST_NAMED: usize = 20;

/// Reports another dialect: what the keywords mean in both was compared, but not what validators of the one and
/// the other make of them.
fn dialect(before: &Value, after: &Value, polarity: Polarity) -> Option<Draft> {
    let (was, is) = Dialect::stated(before).zip(Dialect::stated(after))?;
    let part = |side: &Value| {
        Some(Part::new("/$schema", side.get("$schema").cloned().unwrap_or_default()))
    };
    let message = format!("{} became {}", was.name(), is.name());
    let draft = Draft::new(codes::DIALECT_CHANGED, Class::Behavioral, message);
    (was != is).then(|| Draft {
        effect: Some(Effect::Both),
        polarity: Some(polarity),
        before: part(before),
        after: part(after),
        ..draft.sure(0.5)
    })
}

/// What is known at the end of a comparison.
pub(super) struct Compared {
    pub(super) drafts: Vec<Draft>,
    /// Places of definitions that take the place of others, before and after.
    pub(super) renamed: Vec<(String, String)>,
    /// Whether a limit was met.
    pub(super) incomplete: bool,
}

/// How the values of a schema travel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    /// Who writes them.
    pub(super) polarity: Polarity,
    /// Whether they are text on the way, as in addresses, headers and forms.
    pub(super) as_text: bool,
    /// Whether they are XML.
    pub(super) as_xml: bool,
}

/// Schemas inside of two documents, side by side.
pub(super) struct Comparison<'a> {
    pairs: Pairs<'a>,
    roots: Vec<Root>,
    /// How many schemas were added that somebody uses, those included that did not change.
    added: usize,
    unused: Vec<PairId>,
    /// What is expected of open objects.
    open: OpenContent,
}

/// Two schemas that somebody sends values of.
struct Root {
    pair: PairId,
    uses: Uses,
    /// Who sends or reads them, such as an operation; nobody in particular when empty.
    owner: String,
}

/// Who meets a difference.
struct Met {
    uses: Uses,
    pairs: Vec<PairId>,
    /// Whether a name that is new is so wherever it is met.
    is_fresh: bool,
}

impl Met {
    fn first(uses: Uses) -> Self {
        Self { uses, pairs: Vec::new(), is_fresh: true }
    }
}

/// Names a difference, which may be met in several pairs.
type Identity = (&'static str, Option<String>, Option<String>, String);

/// What is told of differences, each once. A difference that is met in several pairs may do nothing in one of them,
/// because of what stands beside it there, and something in another: the worst is told.
#[derive(Default)]
struct Told {
    drafts: Vec<Draft>,
    /// Where each difference is told, and what it does in the pairs that were looked at.
    of: BTreeMap<Identity, (usize, Effect)>,
}

impl Told {
    /// Tells whether a difference may do more here than what is told of it.
    fn lacks(&self, edit: &Edit) -> bool {
        self.of.get(&edit.identity()).is_none_or(|(_, known)| {
            let narrows = edit.effect.narrows() && !known.narrows();
            narrows || (edit.effect.widens() && !known.widens())
        })
    }

    /// Tells a difference, unless something as bad is told of it, and what it does in all pairs; `complete` adds who
    /// meets it.
    fn tell(&mut self, edit: &Edit, draft: Draft, complete: impl FnOnce(Draft) -> Draft) {
        let Some((place, known)) = self.of.get_mut(&edit.identity()) else {
            self.of.insert(edit.identity(), (self.drafts.len(), edit.effect));
            self.drafts.push(complete(draft));
            return;
        };
        *known = known.and(edit.effect);
        let Some(told) = self.drafts.get_mut(*place) else { return };
        let effects = told.effect.into_iter().chain(draft.effect);
        let effect = effects.reduce(Effect::and);
        // Of what is as bad, that which does something.
        let weight = |one: &Draft| (one.class, one.effect != Some(Effect::None));
        if weight(&draft) > weight(told) {
            *told = complete(draft);
        }
        told.effect = effect;
    }
}

impl<'a> Comparison<'a> {
    /// Begins to compare schemas of two documents.
    pub(super) fn new(documents: [&'a Value; 2], dialects: [Dialect; 2]) -> Self {
        let pairs = Pairs::new(documents, dialects);
        let open = OpenContent::default();
        Self { pairs, roots: Vec::new(), added: 0, unused: Vec::new(), open }
    }

    /// Adds the schemas at two places, and how `owner` uses their values.
    pub(super) fn add(&mut self, places: [&str; 2], used: Use, owner: &str) {
        self.added += 1;
        if self.pairs.tells_nothing_at(places) {
            return;
        }
        let pair = self.pair_at(places);
        let uses = Uses { as_xml: used.as_xml, ..Uses::of(used.polarity, used.as_text) };
        self.roots.push(Root { pair, uses, owner: owner.to_owned() });
    }

    /// Adds the schemas at two places that are compared even if nobody uses them.
    pub(super) fn add_unused(&mut self, places: [&str; 2]) {
        if self.pairs.tells_nothing_at(places) {
            return;
        }
        let pair = self.pair_at(places);
        self.unused.push(pair);
    }

    fn pair_at(&mut self, [before, after]: [&str; 2]) -> PairId {
        let (was, is) = (self.pairs.before.id(before), self.pairs.after.id(after));
        self.pairs.id(was, is)
    }

    /// Returns what changed in all of them, each difference once, judged by everybody it reaches.
    pub(super) fn finish(mut self, mut proofs: Proofs<'_>) -> Compared {
        let roots = std::mem::take(&mut self.roots);
        let used = roots.iter().map(|root| (root.pair, root.uses));
        let mut wholes = Wholes::default();
        let only_root = roots.first().filter(|_| self.added == 1).map(|root| root.pair);
        let reached = uses::reached(&mut self.pairs, used, &self.unused, |pairs, id, uses| {
            wholes.of(pairs, &mut proofs, (id, uses), only_root == Some(id))
        });
        let met = self.met(&reached, &wholes);
        let owned = roots.iter().map(|root| (root.pair, root.owner.as_str()));
        let mut owners = Owners::new(&mut self.pairs, reached.keys().copied(), owned);
        let (mut told, mut named) = (Told::default(), MOST_NAMED);
        for (id, uses) in &reached {
            let mut own = self.pairs.noticed(*id, *uses);
            let lacking: Vec<bool> = own.iter().map(|edit| told.lacks(edit)).collect();
            let Some(place) = lacking.iter().position(|lacks| *lacks) else { continue };
            let first = own.get(place).and_then(|edit| met.get(&edit.identity()));
            let uses = first.map_or(*uses, |met| met.uses);
            let matters: Vec<bool> = own.iter().map(|edit| edit.effect != Effect::None).collect();
            self.settle(*id, &mut own, uses, (&mut proofs, &wholes));
            for ((mut edit, mattered), lacks) in own.into_iter().zip(matters).zip(lacking) {
                let Some(met) = met.get(&edit.identity()).filter(|_| lacks) else { continue };
                if met.uses.told && mattered && settle::is_of_values(&edit) {
                    continue;
                }
                edit.fresh = edit.fresh.filter(|_| met.is_fresh);
                let draft = judge::judge(&edit, met.uses, self.open);
                told.tell(&edit, draft, |draft| {
                    let names = owners.of_all(&met.pairs);
                    if names.is_empty() {
                        return draft;
                    }
                    // Many changes may concern many operations each.
                    let shown = if names.len() > named { LEAST_NAMED } else { names.len() };
                    named -= shown.min(named);
                    let first = names.iter().take(shown).map(|name| (*name).to_owned());
                    draft.concerns(first.collect(), names.len())
                });
            }
        }
        let renamed = self.renamed(reached.keys());
        Compared { drafts: told.drafts, renamed, incomplete: self.pairs.incomplete() }
    }

    /// Tells of every difference who meets it: a part of what several schemas ask together is met with
    /// each of them.
    fn met(
        &mut self,
        reached: &BTreeMap<PairId, Uses>,
        wholes: &Wholes,
    ) -> BTreeMap<Identity, Met> {
        let mut met: BTreeMap<Identity, Met> = BTreeMap::new();
        for (id, uses) in reached {
            for edit in self.pairs.noticed(*id, *uses) {
                let place = met.entry(edit.identity()).or_insert_with(|| Met::first(*uses));
                if let Some(name) = &edit.fresh {
                    place.is_fresh &= wholes.is_fresh(&mut self.pairs, *id, name);
                } else {
                    place.is_fresh = false;
                }
                place.uses = place.uses.and(*uses);
                place.pairs.push(*id);
            }
        }
        met
    }

    /// Lists the definitions that take the place of one with another name.
    fn renamed<'i>(&self, reached: impl Iterator<Item = &'i PairId>) -> Vec<(String, String)> {
        let places = reached.filter_map(|id| self.pairs.places(*id));
        places.filter(|(was, is)| align::is_renamed(was, is)).collect()
    }

    /// Corrects changes at one place by what is proved about it.
    fn settle(
        &mut self,
        id: PairId,
        own: &mut [Edit],
        uses: Uses,
        (proofs, wholes): (&mut Proofs<'_>, &Wholes),
    ) {
        let matters = own.iter().any(|edit| edit.effect != Effect::None);
        // A proof is about values of JSON, and about all that a schema asks of those that pass.
        if uses.as_text {
            text::same_texts(own, &mut self.pairs, id);
        }
        if !matters || uses.evaluated() || uses.as_text || !uses.pass() {
            return;
        }
        let mut proof = match self.pairs.places(id) {
            Some((before, after)) => proofs.of(&before, &after),
            None => Proof::default(),
        };
        // What shows a change by a way of its own need not show it by the others.
        if !uses.is_direct() {
            wholes.lift(&self.pairs, proofs, id, &mut proof);
        }
        settle::settle(own, &proof, uses);
    }
}
