//! Which unit before is which after.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::words::stem;
use super::{Shape, Unit};

/// Units of one text that are compared each with each.
const MOST: usize = 300;
/// Words of a unit that are compared.
const MOST_WORDS: usize = 200;
/// What two units must share to be the same, reworded.
const LEAST: f64 = 0.6;

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
    let similar = if incomplete { Vec::new() } else { alike(before, after, &removed, &added) };
    let (old, new): (BTreeSet<usize>, BTreeSet<usize>) =
        similar.iter().map(|(from, to, _)| (*from, *to)).unzip();
    removed.retain(|index| !old.contains(index));
    added.retain(|index| !new.contains(index));
    Alignment { same, similar, removed, added, incomplete }
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
            let comparable = (unit.shape == Shape::Code) == (old.shape == Shape::Code)
                && (unit.shape == Shape::Heading) == (old.shape == Shape::Heading);
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

/// Words that tell how strictly something is asked, or nothing: two sentences that differ in them
/// alone are about the same.
const LIGHT: &[&str] = &[
    "must",
    "should",
    "may",
    "can",
    "could",
    "might",
    "shall",
    "will",
    "always",
    "never",
    "not",
    "do",
    "please",
    "you",
    "try",
    "avoid",
    "to",
    "the",
    "a",
    "an",
    "is",
    "are",
    "be",
    "prefer",
    "only",
    "and",
    "or",
    "any",
    "it",
    "of",
    "in",
    "under",
    "no",
    "circumstances",
    "refrain",
    "from",
    "ensure",
    "that",
    "need",
    "have",
];

/// Returns what is compared of a unit: stems without light words, where enough is left.
fn marked(unit: &Unit) -> Vec<String> {
    let heavy: Vec<String> = unit
        .plain
        .iter()
        .filter(|word| !LIGHT.contains(&word.as_str()))
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
