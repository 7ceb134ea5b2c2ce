//! Few-shot examples: what goes in, and what the model is shown to answer.

use std::collections::{BTreeMap, VecDeque};

use super::Comparison;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Spot, quoted};
use crate::diff::order::longest_rising;
use crate::diff::prompts::model::Entry;
use crate::finding::Code;
use crate::finding::codes::diff::prompts as codes;

/// How examples call what the model is shown to answer.
const ANSWERS: &[&str] = &[
    "output",
    "answer",
    "label",
    "assistant",
    "response",
    "expected",
    "completion",
    "result",
    "a",
];
const QUESTIONS: &[&str] = &["input", "question", "user", "text", "query", "prompt", "q"];

/// Compares examples: equal ones, then those with the same input, then those in the same place.
pub(super) fn compare(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    let (old, new) = (&was.examples, &is.examples);
    let mut free_old: Vec<usize> = (0..old.len()).collect();
    let mut free_new: Vec<usize> = (0..new.len()).collect();
    let all = |example: &Spot<'_>| Some(example.value.to_string());
    let same = matched(old, new, &mut free_old, &mut free_new, &all);
    let by_input = matched(old, new, &mut free_old, &mut free_new, &question);
    for (from, to) in by_input {
        edited(codes::EXAMPLE_LABEL_CHANGED, 0.9, (old.get(from), new.get(to)), is, comparison);
    }
    let by_answer = matched(old, new, &mut free_old, &mut free_new, &answer);
    let by_place: Vec<usize> =
        free_old.iter().copied().filter(|index| free_new.contains(index)).collect();
    let lone = |free: &[usize]| -> Vec<usize> {
        free.iter().copied().filter(|i| !by_place.contains(i)).collect()
    };
    let (gone, fresh) = (lone(&free_old), lone(&free_new));
    for (from, to) in by_answer.into_iter().chain(by_place.iter().map(|index| (*index, *index))) {
        edited(codes::EXAMPLE_CHANGED, 0.7, (old.get(from), new.get(to)), is, comparison);
    }
    for example in gone.into_iter().filter_map(|index| old.get(index)) {
        let message = format!("prompt `{}` lacks the example {}", is.id, name(example));
        let draft = Draft::new(codes::EXAMPLE_REMOVED, Class::Behavioral, message).sure(0.7);
        comparison.push(draft.before(example.part()));
    }
    for example in fresh.into_iter().filter_map(|index| new.get(index)) {
        let message = format!("prompt `{}` has a new example: {}", is.id, name(example));
        let draft = Draft::new(codes::EXAMPLE_ADDED, Class::Behavioral, message).sure(0.7);
        comparison.push(draft.after(example.part()));
    }
    order(&same, old, new, is, comparison);
}

fn question(example: &Spot<'_>) -> Option<String> {
    QUESTIONS.iter().find_map(|name| example.member(name)).map(|spot| spot.value.to_string())
}

fn answer(example: &Spot<'_>) -> Option<String> {
    ANSWERS.iter().find_map(|name| example.member(name)).map(|spot| spot.value.to_string())
}

/// Pairs what is free by a key.
fn matched(
    old: &[Spot<'_>],
    new: &[Spot<'_>],
    free_old: &mut Vec<usize>,
    free_new: &mut Vec<usize>,
    key: &dyn Fn(&Spot<'_>) -> Option<String>,
) -> Vec<(usize, usize)> {
    let mut waiting: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for index in free_new.iter() {
        if let Some(key) = new.get(*index).and_then(key) {
            waiting.entry(key).or_default().push_back(*index);
        }
    }
    let mut pairs = Vec::new();
    free_old.retain(|index| {
        let to = old.get(*index).and_then(key).and_then(|key| waiting.get_mut(&key)?.pop_front());
        pairs.extend(to.map(|to| (*index, to)));
        to.is_none()
    });
    let taken: std::collections::BTreeSet<usize> = pairs.iter().map(|(_, to)| *to).collect();
    free_new.retain(|index| !taken.contains(index));
    pairs
}

fn edited(
    code: &'static Code,
    confidence: f64,
    (was, is): (Option<&Spot<'_>>, Option<&Spot<'_>>),
    entry: &Entry<'_>,
    comparison: &mut Comparison,
) {
    let (Some(was), Some(is)) = (was, is) else { return };
    let what = if code == codes::EXAMPLE_LABEL_CHANGED { "answers otherwise" } else { "changed" };
    let message = format!("the example {} of prompt `{}` {what}", name(is), entry.id);
    let draft = Draft::new(code, Class::Behavioral, message).sure(confidence);
    comparison.push(draft.before(was.part()).after(is.part()));
}

fn name(example: &Spot<'_>) -> String {
    let shown = QUESTIONS.iter().find_map(|name| example.member(name));
    let shown = shown.as_ref().unwrap_or(example);
    quoted(&shown.text().map_or_else(|| shown.value.to_string(), str::to_owned))
}

/// Reports examples that stand in another order: the last ones weigh most.
fn order(
    same: &[(usize, usize)],
    old: &[Spot<'_>],
    new: &[Spot<'_>],
    entry: &Entry<'_>,
    comparison: &mut Comparison,
) {
    let order: Vec<usize> = same.iter().map(|(_, to)| *to).collect();
    let still = longest_rising(&order);
    for (from, to) in same.iter().filter(|(_, to)| !still.contains(to)) {
        let (Some(was), Some(is)) = (old.get(*from), new.get(*to)) else { continue };
        let message = format!("the example {} of prompt `{}` stands elsewhere", name(is), entry.id);
        let draft = Draft::new(codes::EXAMPLE_MOVED, Class::Behavioral, message).sure(0.5);
        comparison.push(draft.before(was.part()).after(is.part()));
    }
}
