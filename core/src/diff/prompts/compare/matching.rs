//! Entries that belong together: by name and version, and by what they say.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::prompts::model::{Entry, Library};
use crate::diff::prompts::text::units;

/// Entries of both libraries, by name.
pub(super) struct Matched<'e, 'a> {
    pub(super) pairs: Vec<(&'e Entry<'a>, &'e Entry<'a>)>,
    pub(super) removed: Vec<&'e Entry<'a>>,
    pub(super) added: Vec<&'e Entry<'a>>,
}

/// Entries by the names that tell them apart in a report.
type ById<'e, 'a> = BTreeMap<&'e str, &'e Entry<'a>>;
type Pairs<'e, 'a> = Vec<(&'e Entry<'a>, &'e Entry<'a>)>;

/// How much of what both say two entries must share: most of it, or half where there are no others.
pub(super) const MOST_OF: f64 = 0.6;
pub(super) const HALF: f64 = 0.5;

/// Entries that are compared each with each.
const MOST: usize = 64;

/// Pairs entries of one name: those of one version first, and then in their order.
pub(super) fn by_name<'e, 'a>(before: &'e Library<'a>, after: &'e Library<'a>) -> Matched<'e, 'a> {
    let mut named: BTreeMap<&str, (Vec<&Entry<'_>>, Vec<&Entry<'_>>)> = BTreeMap::new();
    let mut found = Matched { pairs: Vec::new(), removed: Vec::new(), added: Vec::new() };
    for entry in before.entries.values() {
        match &entry.name {
            Some(name) => named.entry(name).or_default().0.push(entry),
            None => found.removed.push(entry),
        }
    }
    for entry in after.entries.values() {
        match &entry.name {
            Some(name) => named.entry(name).or_default().1.push(entry),
            None => found.added.push(entry),
        }
    }
    for (old, new) in named.into_values() {
        found.of_one_name(old, new);
    }
    found
}

impl<'e, 'a> Matched<'e, 'a> {
    fn of_one_name(&mut self, old: Vec<&'e Entry<'a>>, new: Vec<&'e Entry<'a>>) {
        let several = old.len() > 1 || new.len() > 1;
        let mut versions: BTreeMap<String, &'e Entry<'a>> = BTreeMap::new();
        for entry in new.iter().rev().filter(|_| several) {
            versions.extend(version(entry).map(|version| (version, *entry)));
        }
        let mut taken = BTreeSet::new();
        let mut left = Vec::new();
        for entry in old {
            match version(entry).and_then(|version| versions.remove(&version)) {
                Some(is) => {
                    taken.insert(is.id.as_str());
                    self.pairs.push((entry, is));
                }
                None => left.push(entry),
            }
        }
        let mut new = new.into_iter().filter(|is| !taken.contains(is.id.as_str()));
        for was in left {
            match new.next() {
                Some(is) => self.pairs.push((was, is)),
                None => self.removed.push(was),
            }
        }
        self.added.extend(new);
    }
}

fn version(entry: &Entry<'_>) -> Option<String> {
    entry.notes.get("version").map(|spot| spot.value.to_string())
}

/// Pairs entries that have no name by what they say, and then in their order; returns what is left.
pub(super) fn unnamed<'e, 'a>(
    removed: Vec<&'e Entry<'a>>,
    added: Vec<&'e Entry<'a>>,
) -> (Pairs<'e, 'a>, ById<'e, 'a>, ById<'e, 'a>) {
    let split = |all: Vec<&'e Entry<'a>>| -> (Vec<&'e Entry<'a>>, Vec<&'e Entry<'a>>) {
        all.into_iter().partition(|entry| entry.name.is_none())
    };
    let ((old, gone), (new, fresh)) = (split(removed), split(added));
    let mut pairs = alike(&old, &new, MOST_OF);
    let taken: BTreeSet<(bool, &str)> = pairs
        .iter()
        .flat_map(|(was, is)| [(true, was.id.as_str()), (false, is.id.as_str())])
        .collect();
    let mut old: Vec<_> =
        old.into_iter().filter(|it| !taken.contains(&(true, it.id.as_str()))).collect();
    let mut new: Vec<_> =
        new.into_iter().filter(|it| !taken.contains(&(false, it.id.as_str()))).collect();
    let both = old.len().min(new.len());
    pairs.extend(old.drain(..both).zip(new.drain(..both)));
    pairs.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let by_id = |all: Vec<&'e Entry<'a>>| all.into_iter().map(|it| (it.id.as_str(), it)).collect();
    (pairs, by_id([gone, old].concat()), by_id([fresh, new].concat()))
}

/// Pairs entries that say the same, where no others do, and then those that share at least so much.
pub(super) fn alike<'e, 'a>(
    removed: &[&'e Entry<'a>],
    added: &[&'e Entry<'a>],
    least: f64,
) -> Pairs<'e, 'a> {
    let mut groups: BTreeMap<String, (Vec<&'e Entry<'a>>, Vec<&'e Entry<'a>>)> = BTreeMap::new();
    for entry in removed {
        groups.entry(content(entry)).or_default().0.push(entry);
    }
    for entry in added {
        groups.entry(content(entry)).or_default().1.push(entry);
    }
    // What says nothing is not the same as other things that say nothing.
    groups.remove("");
    let (mut pairs, mut old, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for (was, is) in groups.into_values() {
        if let ([was], [is]) = (was.as_slice(), is.as_slice()) {
            pairs.push((*was, *is));
        } else {
            old.extend(was);
            new.extend(is);
        }
    }
    if old.len() <= MOST && new.len() <= MOST {
        pairs.extend(nearly(&old, &new, least));
    }
    pairs
}

/// Pairs entries that share enough of their sentences, the most alike first.
fn nearly<'e, 'a>(removed: &[&'e Entry<'a>], added: &[&'e Entry<'a>], least: f64) -> Pairs<'e, 'a> {
    let said = |entry: &&'e Entry<'a>| (*entry, sentences(entry));
    let (old, new): (Vec<_>, Vec<_>) =
        (removed.iter().map(said).collect(), added.iter().map(said).collect());
    let mut likely: Vec<(f64, &Entry<'_>, &Entry<'_>)> = Vec::new();
    for (was, said) in &old {
        for (is, others) in &new {
            let shared = said.intersection(others).count();
            let share = ratio(shared, said.union(others).count().max(1));
            if shared > 0 && share >= least {
                likely.push((share, was, is));
            }
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((&a.1.id, &a.2.id).cmp(&(&b.1.id, &b.2.id))));
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for (_, was, is) in likely {
        let ends = [(true, was.id.as_str()), (false, is.id.as_str())];
        if ends.iter().all(|end| !taken.contains(end)) {
            taken.extend(ends);
            pairs.push((was, is));
        }
    }
    pairs
}

fn ratio(part: usize, whole: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    count(part) / count(whole)
}

fn sentences(entry: &Entry<'_>) -> BTreeSet<String> {
    let texts = entry.texts.values();
    texts.flat_map(|text| units(text, &|_: &str| Vec::new())).map(|unit| unit.key()).collect()
}

/// Returns what an entry says.
pub(super) fn content(entry: &Entry<'_>) -> String {
    let pieces = entry.texts.values().flat_map(|text| text.pieces.iter());
    pieces.map(|piece| piece.value.to_string()).collect::<Vec<_>>().join("\n")
}
