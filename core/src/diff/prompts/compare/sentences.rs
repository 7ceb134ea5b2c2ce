//! Texts, sentence by sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::Conditions;
use super::judge::{self, Judged};
use super::{Comparison, moved, notes, texts};
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::fields::Spot;
use crate::diff::order::longest_rising;
use crate::diff::prompts::model::{Entry, Text, TextKey};
use crate::diff::prompts::span::Excerpt;
use crate::diff::prompts::template;
use crate::diff::prompts::text::align::{Alignment, align};
use crate::diff::prompts::text::{Act, Shape, Unit, signs_and_words, units};
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
    let known = Known { capabilities: &capabilities, reported };
    let aligned = texts::align(was, is);
    for (from, to) in &aligned.both {
        let sides = (was.texts.get(from), is.texts.get(to));
        let (Some(a), Some(b)) = sides else { continue };
        let whose = format!("{} of prompt `{}`", b.role.name(), is.id);
        comparison.extend(notes::unknown(&a.rest, &b.rest, &whose));
        if let Some((before, after)) = old.get(from).zip(new.get(to)) {
            text((a, before), (b, after), &known, comparison);
        }
    }
    comparison.extend(aligned.one_sided(was, is));
    moved::between_texts(comparison, first);
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
    let conditions = Conditions::take(&mut aligned, before, after);
    explain(&mut aligned, before, after, known.reported);
    let explained = aligned.differences() < differences || conditions.any();
    for (from, to, _) in &aligned.similar {
        if let Some((a, b)) = old(from).zip(new(to)) {
            let judged = judge::reworded(a.unit, b.unit, &comparison.vocabulary);
            push(comparison, judged, Some(&a), Some(&b));
        }
    }
    for a in aligned.removed.iter().filter_map(old) {
        push(comparison, judge::removed(a.unit), Some(&a), None);
    }
    for b in aligned.added.iter().filter_map(new) {
        push(comparison, judge::added(b.unit, known.capabilities), None, Some(&b));
    }
    let nothing = comparison.drafts.len() == first;
    for (judged, from, to) in conditions.judge(&aligned, (before, after), nothing, known.reported) {
        let sides = (from.as_ref().and_then(old), to.as_ref().and_then(new));
        push(comparison, judged, sides.0.as_ref(), sides.1.as_ref());
    }
    for (from, to) in moved(&aligned, before) {
        if let Some((a, b)) = old(from).zip(new(to)) {
            push(comparison, judge::moved(b.unit), Some(&a), Some(&b));
        }
    }
    if explained {
        comparison.explained.extend(pointers(was).chain(pointers(is)));
    }
    let silent = comparison.drafts.len() == first && !explained;
    respelled((was, before), (is, after), &aligned, silent, comparison);
}

/// Reports what only looks otherwise; where nothing else was reported (`silent`), whatever differs.
fn respelled(
    (was, before): (&Text<'_>, &[Unit]),
    (is, after): (&Text<'_>, &[Unit]),
    aligned: &Alignment,
    silent: bool,
    comparison: &mut Comparison,
) {
    let both = |(from, to): &(usize, usize)| {
        let old = before.get(*from).map(|unit| Placed { unit, text: was });
        old.zip(after.get(*to).map(|unit| Placed { unit, text: is }))
    };
    let unstable =
        |pair: &&(usize, usize)| both(pair).is_some_and(|(a, b)| a.unit.raw != b.unit.raw);
    let count = aligned.same.iter().filter(unstable).count();
    if count > 0 {
        let sample = aligned.same.iter().find(unstable).and_then(both);
        respelled_text(comparison, (was, is), sample, count);
    } else if silent {
        comparison.push(no_sentence(was, is));
    }
}

/// Reports what differs in no sentence: spaces, punctuation and comments, or signs that stand alone.
fn no_sentence(was: &Text<'_>, is: &Text<'_>) -> Draft {
    let whole = |text: &Text<'_>| -> Vec<String> {
        text.pieces.iter().filter_map(Spot::text).flat_map(signs_and_words).collect()
    };
    let spaces = |text: &Text<'_>| -> String {
        let pieces = text.pieces.iter().filter_map(Spot::text);
        pieces.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
    };
    let what = is.role.name();
    let draft = if spaces(was) == spaces(is) {
        Draft::new(codes::REFORMATTED, Class::Cosmetic, format!("the spacing of {what} changed"))
    } else if whole(was) == whole(is) {
        let message = format!("punctuation or a comment of {what} changed");
        Draft::new(codes::REFORMATTED, Class::Cosmetic, message)
    } else {
        let message = format!("{what} changed outside of its sentences");
        Draft::new(codes::CONTEXT_CHANGED, Class::Behavioral, message).sure(0.5)
    };
    draft.detail("sentences", 0).before(was.at.part()).after(is.at.part())
}

fn pointers<'t>(text: &'t Text<'_>) -> impl Iterator<Item = String> + use<'t> {
    text.pieces.iter().map(|piece| piece.pointer.clone())
}

/// Returns the sentences that stand in another order than before; as few as can be.
fn moved<'m>(
    aligned: &'m Alignment,
    before: &[Unit],
) -> impl Iterator<Item = &'m (usize, usize)> + use<'m> {
    // Where conditions begin and end is told by the sentences in them.
    let is_control = |at: &usize| before.get(*at).is_some_and(|unit| unit.shape == Shape::Control);
    let pairs: Vec<_> = aligned.same.iter().filter(|(from, _)| !is_control(from)).collect();
    let order: Vec<usize> = pairs.iter().map(|(_, to)| *to).collect();
    let still = longest_rising(&order);
    pairs.into_iter().filter(move |(_, to)| !still.contains(to))
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
    let message = if count == 1 {
        format!("one sentence of {what} differs in spacing, case, emphasis or punctuation only")
    } else {
        format!("{count} sentences of {what} differ in spacing, case, emphasis or punctuation only")
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

/// Tells whether the place of a unit among others matters.
pub(super) fn is_ordered(unit: &Unit) -> bool {
    unit.shape == Shape::Step
}
