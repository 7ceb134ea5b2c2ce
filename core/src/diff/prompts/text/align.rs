//! Which unit before is which after.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::cues;
use super::words::stem;
use super::{Act, Shape, Unit};

/// Units of one text that are compared each with each.
const MOST: usize = 300;
/// Words of a unit that are compared.
const MOST_WORDS: usize = 200;
/// What two units must share to be the same, reworded.
const LEAST: f64 = 0.6;

/// What the only two that are left must share.
const LITTLE: f64 = 0.3;

/// How units before and after belong together.
pub(in crate::diff::prompts) struct Alignment {
    /// Positions of units with the same words.
    pub(in crate::diff::prompts) same: Vec<(usize, usize)>,
    /// Positions of units that were reworded, and how much they share.
    pub(in crate::diff::prompts) similar: Vec<(usize, usize, f64)>,
    pub(in crate::diff::prompts) removed: Vec<usize>,
    pub(in crate::diff::prompts) added: Vec<usize>,
    /// Whether there were too many units to compare each with each.
    pub(in crate::diff::prompts) incomplete: bool,
}

impl Alignment {
    /// Counts the sentences that are not the same on both sides.
    pub(in crate::diff::prompts) fn differences(&self) -> usize {
        self.similar.len() + self.removed.len() + self.added.len()
    }
}

/// Aligns the units of two texts: equal ones first, then the most alike.
pub(in crate::diff::prompts) fn align(before: &[Unit], after: &[Unit]) -> Alignment {
    let mut waiting: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (index, unit) in after.iter().enumerate() {
        waiting.entry(unit.key()).or_default().push_back(index);
    }
    let mut same = Vec::new();
    let mut removed = Vec::new();
    for (index, unit) in before.iter().enumerate() {
        match waiting.get_mut(&unit.key()).and_then(VecDeque::pop_front) {
            Some(to) => same.push((index, to)),
            None => removed.push(index),
        }
    }
    let mut added: Vec<usize> = waiting.into_values().flatten().collect();
    added.sort_unstable();
    let incomplete = removed.len() > MOST || added.len() > MOST;
    let mut similar = if incomplete { Vec::new() } else { alike(before, after, &removed, &added) };
    drop_paired(&similar, &mut removed, &mut added);
    similar.extend(alone(before, after, &removed, &added));
    drop_paired(&similar, &mut removed, &mut added);
    similar.sort_by_key(|(from, to, _)| (*to, *from));
    Alignment { same, similar, removed, added, incomplete }
}

fn drop_paired(pairs: &[(usize, usize, f64)], removed: &mut Vec<usize>, added: &mut Vec<usize>) {
    let (old, new): (BTreeSet<usize>, BTreeSet<usize>) =
        pairs.iter().map(|(from, to, _)| (*from, *to)).unzip();
    removed.retain(|index| !old.contains(index));
    added.retain(|index| !new.contains(index));
}

/// Pairs the one unit that is left on each side of those that a text has one of, such as its tone; and
/// the tags of control that are left, where there are as many on each side.
fn alone(
    before: &[Unit],
    after: &[Unit],
    removed: &[usize],
    added: &[usize],
) -> Vec<(usize, usize, f64)> {
    let of = |units: &[Unit], left: &[usize], fits: &dyn Fn(&Unit) -> bool| -> Vec<usize> {
        let fit = |index: &&usize| units.get(**index).is_some_and(fits);
        left.iter().filter(fit).copied().collect()
    };
    let mut pairs = Vec::new();
    for act in [Act::Format, Act::Persona, Act::Capability, Act::Delimiter, Act::Heading] {
        let fits = |unit: &Unit| unit.meaning.act == act;
        let (old, new) = (of(before, removed, &fits), of(after, added, &fits));
        if let ([from], [to]) = (old.as_slice(), new.as_slice()) {
            pairs.push((*from, *to, 0.0));
        }
    }
    // Others must have something in common; and what guards is never taken for something else.
    for act in [Act::Instruction, Act::Permission, Act::Example, Act::Context] {
        let fits = |unit: &Unit| {
            unit.meaning.act == act && !unit.meaning.guards() && unit.shape != Shape::Control
        };
        let (old, new) = (of(before, removed, &fits), of(after, added, &fits));
        let ([from], [to]) = (old.as_slice(), new.as_slice()) else { continue };
        let words = |units: &[Unit], at: usize| -> Vec<String> {
            let words = units.get(at).into_iter().flat_map(|unit| unit.words.iter());
            words.take(MOST_WORDS).map(|word| stem(word).to_owned()).collect()
        };
        if similarity(&words(before, *from), &words(after, *to)) >= LITTLE {
            pairs.push((*from, *to, 0.0));
        }
    }
    let control = |unit: &Unit| unit.shape == Shape::Control;
    let (old, new) = (of(before, removed, &control), of(after, added, &control));
    if old.len() == new.len() {
        pairs.extend(old.into_iter().zip(new).map(|(from, to)| (from, to, 0.0)));
    }
    pairs
}

/// Pairs units that are alike enough, the most alike first.
fn alike(
    before: &[Unit],
    after: &[Unit],
    removed: &[usize],
    added: &[usize],
) -> Vec<(usize, usize, f64)> {
    let stems = |unit: &Unit| -> Vec<String> { marked(unit) };
    let new: Vec<(usize, &Unit, Vec<String>)> = added
        .iter()
        .filter_map(|index| Some((*index, after.get(*index)?, stems(after.get(*index)?))))
        .collect();
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for from in removed {
        let Some(old) = before.get(*from) else { continue };
        let words = stems(old);
        for (to, unit, others) in &new {
            let alone = [Shape::Code, Shape::Heading, Shape::Control];
            let comparable = unit.shape == old.shape
                || !alone.contains(&unit.shape) && !alone.contains(&old.shape);
            let least = if old.shape == Shape::Heading { 0.5 } else { LEAST };
            let score = if comparable { similarity(&words, others) } else { 0.0 };
            if score >= least {
                scored.push((score, *from, *to));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut old, mut fresh) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (score, from, to) in scored {
        if !old.contains(&from) && !fresh.contains(&to) {
            old.insert(from);
            fresh.insert(to);
            pairs.push((from, to, score));
        }
    }
    pairs.sort_by_key(|(from, to, _)| (*to, *from));
    pairs
}

/// Returns what is compared of a unit: stems without light words, where enough is left.
fn marked(unit: &Unit) -> Vec<String> {
    let heavy: Vec<String> = unit
        .plain
        .iter()
        .filter(|word| !cues::LIGHT.contains(&word.as_str()))
        .take(MOST_WORDS)
        .map(|word| stem(word).to_owned())
        .collect();
    let all = || unit.words.iter().take(MOST_WORDS).map(|word| stem(word).to_owned()).collect();
    if heavy.is_empty() { all() } else { heavy }
}

/// Returns how much two lists of words share: as sets, or in their order.
fn similarity(one: &[String], other: &[String]) -> f64 {
    let (a, b): (BTreeSet<&String>, BTreeSet<&String>) =
        (one.iter().collect(), other.iter().collect());
    let shared = a.intersection(&b).count();
    let union = a.union(&b).count().max(1);
    // A sentence that was only added to, or cut, is still the same one.
    let shortest = a.len().min(b.len());
    let within = if shortest >= 2 && shared == shortest { 0.7 } else { 0.0 };
    let jaccard = ratio(shared, union).max(within);
    let longest = one.len().max(other.len());
    // Long units are compared as sets only: an edit distance costs the square of their length.
    if jaccard >= LEAST || longest > 60 || shared * 2 < longest {
        return jaccard;
    }
    let distance = strsim::generic_levenshtein(&Words(one), &Words(other));
    jaccard.max(1.0 - ratio(distance, longest.max(1)))
}

fn ratio(part: usize, whole: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    count(part) / count(whole)
}

/// Words as the edit distance wants them.
struct Words<'w>(&'w [String]);

impl<'w> IntoIterator for &Words<'w> {
    type Item = &'w String;
    type IntoIter = std::slice::Iter<'w, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
