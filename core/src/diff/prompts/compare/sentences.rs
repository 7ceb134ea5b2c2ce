//! Texts, sentence by sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::judge::{self, Judged};
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::order::longest_rising;
use crate::diff::prompts::model::{Entry, Role, Text, TextKey};
use crate::diff::prompts::span::Excerpt;
use crate::diff::prompts::template;
use crate::diff::prompts::text::align::{Alignment, align};
use crate::diff::prompts::text::{Act, Shape, Unit, units};
use crate::finding::codes::diff::prompts as codes;

/// Capability statements that new prohibitions are held against.
const MOST_CAPABILITIES: usize = 50;

/// A unit with the text that it stands in.
pub(super) struct Placed<'u, 'a> {
    pub(super) unit: &'u Unit,
    pub(super) text: &'u Text<'a>,
}

impl Placed<'_, '_> {
    fn excerpt(&self) -> Option<Excerpt> {
        let piece = self.text.pieces.get(self.unit.piece)?;
        Some(Excerpt { pointer: piece.pointer.clone(), bytes: self.unit.bytes.clone() })
    }

    fn part(&self) -> Part {
        let piece = self.text.pieces.get(self.unit.piece);
        Part::new(piece.map_or("", |piece| piece.pointer.as_str()), self.unit.raw.as_str())
    }
}

/// Compares the texts of two entries;
/// the changes of the variables `reported` are reported already.
pub(super) fn compare(
    was: &Entry<'_>,
    is: &Entry<'_>,
    reported: &BTreeSet<String>,
    comparison: &mut Comparison,
) {
    let split = |entry: &Entry<'_>| -> BTreeMap<TextKey, Vec<Unit>> {
        let tags = template::tags(entry);
        let texts = entry.texts.iter();
        texts.map(|(key, text)| (*key, units(text, &tags))).collect()
    };
    let (old, new) = (split(was), split(is));
    let capabilities: Vec<&Unit> = old
        .values()
        .flatten()
        .filter(|unit| unit.meaning.act == Act::Capability && !unit.meaning.forbids)
        .take(MOST_CAPABILITIES)
        .collect();
    let first = comparison.drafts.len();
    for (key, aligned) in texts(was, is) {
        match aligned {
            Aligned::Both(a, b) => {
                let sides = (old.get(&key), new.get(&key));
                if let (Some(before), Some(after)) = sides {
                    let known = Known { capabilities: &capabilities, reported };
                    text((a, before), (b, after), &known, comparison);
                }
            }
            Aligned::Added(text) => comparison.push(whole(text, None, is)),
            Aligned::Removed(text) => comparison.push(whole(text, Some(()), is)),
        }
    }
    moved_between_texts(comparison, first);
}

enum Aligned<'t, 'a> {
    Both(&'t Text<'a>, &'t Text<'a>),
    Added(&'t Text<'a>),
    Removed(&'t Text<'a>),
}

fn texts<'t, 'a>(was: &'t Entry<'a>, is: &'t Entry<'a>) -> Vec<(TextKey, Aligned<'t, 'a>)> {
    let keys: BTreeSet<&TextKey> = was.texts.keys().chain(is.texts.keys()).collect();
    let aligned =
        keys.into_iter().filter_map(|key| match (was.texts.get(key), is.texts.get(key)) {
            (Some(a), Some(b)) => Some((*key, Aligned::Both(a, b))),
            (None, Some(b)) => Some((*key, Aligned::Added(b))),
            (Some(a), None) => Some((*key, Aligned::Removed(a))),
            (None, None) => None,
        });
    aligned.collect()
}

/// Reports a text that is on one side only.
fn whole(text: &Text<'_>, gone: Option<()>, entry: &Entry<'_>) -> Draft {
    let what = text.role.name();
    let guards = units(text, &|_: &str| Vec::new())
        .iter()
        .any(|unit| unit.meaning.guards() && unit.meaning.act != Act::Delimiter);
    let draft = if gone.is_some() {
        let message = format!("{what} of prompt `{}` was removed", entry.id);
        Draft::new(codes::TEXT_REMOVED, Class::Behavioral, message).before(text.at.part())
    } else {
        let message = format!("{what} of prompt `{}` was added", entry.id);
        Draft::new(codes::TEXT_ADDED, Class::Behavioral, message).after(text.at.part())
    };
    let draft = draft.detail("role", role(text.role));
    if guards { draft.detail("security_relevant", true) } else { draft }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Other => "prompt",
        Role::Rules => "rules",
        Role::Refusals => "refusals",
        Role::Capabilities => "capabilities",
        Role::Persona => "persona",
        Role::Format => "format",
    }
}

/// What is known of the entry around a text.
struct Known<'k> {
    /// What the prompt said that the model is there for.
    capabilities: &'k [&'k Unit],
    /// The variables whose changes are reported already.
    reported: &'k BTreeSet<String>,
}

/// Compares a text with itself.
fn text(
    (was, before): (&Text<'_>, &[Unit]),
    (is, after): (&Text<'_>, &[Unit]),
    known: &Known<'_>,
    comparison: &mut Comparison,
) {
    let values = |text: &Text<'_>| text.pieces.iter().map(|p| p.value.clone()).collect::<Vec<_>>();
    if values(was) == values(is) {
        return;
    }
    let first = comparison.drafts.len();
    let mut aligned = align(before, after);
    comparison.incomplete |= aligned.incomplete;
    let old = |index: &usize| before.get(*index).map(|unit| Placed { unit, text: was });
    let new = |index: &usize| after.get(*index).map(|unit| Placed { unit, text: is });
    let differences = aligned.differences();
    explain(&mut aligned, before, after, known.reported);
    let explained = aligned.differences() < differences;
    for (from, to, score) in &aligned.similar {
        if let Some((a, b)) = old(from).zip(new(to)) {
            push(comparison, judge::reworded(a.unit, b.unit, *score), Some(&a), Some(&b));
        }
    }
    for a in aligned.removed.iter().filter_map(old) {
        push(comparison, judge::removed(a.unit), Some(&a), None);
    }
    for b in aligned.added.iter().filter_map(new) {
        push(comparison, judge::added(b.unit, known.capabilities), None, Some(&b));
    }
    for (from, to) in moved(&aligned) {
        if let Some((a, b)) = old(from).zip(new(to)) {
            push(comparison, judge::moved(b.unit), Some(&a), Some(&b));
        }
    }
    let unstable = |(from, to): &&(usize, usize)| {
        old(from).zip(new(to)).is_some_and(|(a, b)| a.unit.raw != b.unit.raw)
    };
    let respelled = aligned.same.iter().filter(unstable).count();
    if explained {
        comparison.explained.extend(pointers(was).chain(pointers(is)));
    }
    if respelled > 0 || comparison.drafts.len() == first && !explained {
        let first = aligned.same.iter().find(unstable);
        let sample = first.and_then(|(from, to)| old(from).zip(new(to)));
        respelled_text(comparison, (was, is), sample, respelled);
    }
}

fn pointers<'t>(text: &'t Text<'_>) -> impl Iterator<Item = String> + use<'t> {
    text.pieces.iter().map(|piece| piece.pointer.clone())
}

/// Returns the sentences that stand in another order than before; as few as can be.
fn moved(aligned: &Alignment) -> impl Iterator<Item = &(usize, usize)> {
    let order: Vec<usize> = aligned.same.iter().map(|(_, to)| *to).collect();
    let still = longest_rising(&order);
    aligned.same.iter().filter(move |(_, to)| !still.contains(to))
}

/// Drops what differs in variables alone that are reported themselves.
fn explain(aligned: &mut Alignment, before: &[Unit], after: &[Unit], reported: &BTreeSet<String>) {
    let explained =
        |old: Option<&Unit>, new: Option<&Unit>| judge::is_explained(old, new, reported);
    aligned.similar.retain(|(from, to, _)| !explained(before.get(*from), after.get(*to)));
    aligned.removed.retain(|index| !explained(before.get(*index), None));
    aligned.added.retain(|index| !explained(None, after.get(*index)));
}

/// Reports what differs in spacing, case, emphasis and punctuation only, once for a text.
fn respelled_text(
    comparison: &mut Comparison,
    (was, is): (&Text<'_>, &Text<'_>),
    sample: Option<(Placed<'_, '_>, Placed<'_, '_>)>,
    count: usize,
) {
    let what = is.role.name();
    let message = match count {
        0 => format!("the spacing of {what} changed"),
        1 => {
            format!("one sentence of {what} differs in spacing, case, emphasis or punctuation only")
        }
        many => format!(
            "{many} sentences of {what} differ in spacing, case, emphasis or punctuation only"
        ),
    };
    let draft = Draft::new(codes::REFORMATTED, Class::Cosmetic, message).detail("sentences", count);
    match sample {
        Some((a, b)) => {
            let draft = draft.before(a.part()).after(b.part());
            comparison.drafts.push((draft, a.excerpt(), b.excerpt()));
        }
        None => comparison.push(draft.before(was.at.part()).after(is.at.part())),
    }
}

fn push(
    comparison: &mut Comparison,
    judged: Judged,
    old: Option<&Placed<'_, '_>>,
    new: Option<&Placed<'_, '_>>,
) {
    let Some(text) = new.or(old).map(|placed| placed.text) else { return };
    let mut draft = judged.draft(text.role.name());
    draft.before = old.map(Placed::part);
    draft.after = new.map(Placed::part);
    let excerpts = [old, new].map(|placed| placed.and_then(Placed::excerpt));
    let [old, new] = excerpts;
    comparison.drafts.push((draft, old, new));
}

/// Joins a sentence that was removed from one text and added to another: it is said by someone else.
fn moved_between_texts(comparison: &mut Comparison, first: usize) {
    let mut removed: BTreeMap<String, usize> = BTreeMap::new();
    for (index, (draft, ..)) in comparison.drafts.iter().enumerate().skip(first) {
        if let (Some(part), None) = (&draft.before, &draft.after) {
            removed.insert(fold(part), index);
        }
    }
    let mut gone = BTreeSet::new();
    for index in first..comparison.drafts.len() {
        let Some((draft, ..)) = comparison.drafts.get(index) else { continue };
        let (None, Some(part)) = (&draft.before, &draft.after) else { continue };
        let Some(from) = removed.remove(&fold(part)) else { continue };
        let taken = comparison.drafts.get_mut(from).map(|(draft, excerpt, _)| {
            let security = draft.details.get("security_relevant").cloned();
            (draft.before.take(), excerpt.take(), security)
        });
        let Some((old, excerpt, guarded)) = taken else { continue };
        if let Some((draft, before, _)) = comparison.drafts.get_mut(index) {
            let security = draft.details.get("security_relevant").cloned().or(guarded);
            let mut moved = judge::said_elsewhere(&draft.message);
            moved.before = old;
            moved.after = draft.after.take();
            moved.details.extend(security.map(|value| ("security_relevant".to_owned(), value)));
            *draft = moved;
            *before = excerpt;
            gone.insert(from);
        }
    }
    let mut index = 0;
    comparison.drafts.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
}

fn fold(part: &Part) -> String {
    let text = part.value.as_str().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells whether the place of a unit among others matters.
pub(super) fn is_ordered(unit: &Unit) -> bool {
    unit.shape == Shape::Step
}
