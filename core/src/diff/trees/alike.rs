//! Which of the files that are gone is which of those that are new, where names and contents differ.
//!
//! Files of one kind and ending are held against each other by what identifies them, and then by the
//! parts of their texts that they share. Parts that many files have say nothing; looking only at the
//! others keeps the cost near to the size of the files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::claim::ending;
use super::pairs::{Link, file_name};
use crate::diff::Kind;

/// How many files of a side may have a part that counts.
const MOST_FILES: usize = 8;
/// How often two files may be seen to share a part, over all files.
const MOST_LOOKS: usize = 2_000_000;
/// The least part that is shared, and that of files with the same last name, in thousandths.
const LEAST: usize = 500;
const LEAST_MOVED: usize = 300;

/// A file that has no partner.
#[derive(Clone, Debug)]
pub(super) struct Single<'a> {
    pub(super) name: &'a str,
    pub(super) kind: Kind,
    pub(super) identifier: Option<String>,
    pub(super) text: String,
}

/// Returns the identifier of an artifact.
pub(super) fn identifier(value: &Value) -> Option<String> {
    let known = ["$id", "id"].iter().find_map(|key| value.get(key)?.as_str());
    known.filter(|id| !id.is_empty()).map(str::to_owned)
}

/// Finds likely pairs: names before and after, and why.
pub(super) fn pairs<'a>(
    removed: &[Single<'a>],
    added: &[Single<'a>],
) -> Vec<(&'a str, &'a str, Link)> {
    let mut groups: BTreeMap<(Kind, Option<&str>), [Vec<&Single<'a>>; 2]> = BTreeMap::new();
    for (side, list) in [removed, added].into_iter().enumerate() {
        for single in list {
            let group = groups.entry((single.kind, ending(single.name))).or_default();
            if let Some(members) = group.get_mut(side) {
                members.push(single);
            }
        }
    }
    let mut found = Vec::new();
    let mut looks = 0;
    for [before, after] in groups.into_values() {
        let mut joined = same_identifier(&before, &after);
        let taken: BTreeSet<&str> = joined.iter().flat_map(|(b, a, _)| [*b, *a]).collect();
        let free = |list: Vec<&'_ Single<'a>>| -> Vec<Single<'a>> {
            list.into_iter().filter(|single| !taken.contains(single.name)).cloned().collect()
        };
        joined.extend(alike(&free(before), &free(after), &mut looks));
        found.append(&mut joined);
    }
    found
}

fn same_identifier<'a>(
    before: &[&Single<'a>],
    after: &[&Single<'a>],
) -> Vec<(&'a str, &'a str, Link)> {
    let mut by_id: BTreeMap<&str, [Vec<&'a str>; 2]> = BTreeMap::new();
    for (side, list) in [before, after].into_iter().enumerate() {
        for single in list {
            let Some(id) = &single.identifier else { continue };
            if let Some(names) = by_id.entry(id).or_default().get_mut(side) {
                names.push(single.name);
            }
        }
    }
    let single = |lists: [Vec<&'a str>; 2]| match lists.each_ref().map(Vec::as_slice) {
        [[b], [a]] => Some((*b, *a, Link::Identifier)),
        _ => None,
    };
    by_id.into_values().filter_map(single).collect()
}

fn alike<'a>(
    before: &[Single<'a>],
    after: &[Single<'a>],
    looks: &mut usize,
) -> Vec<(&'a str, &'a str, Link)> {
    if before.is_empty() || after.is_empty() {
        return Vec::new();
    }
    let (shared, totals) = shared(before, after, looks);
    let mut candidates: Vec<(usize, bool, &'a str, &'a str)> = Vec::new();
    for ((b, a), weight) in shared {
        let (Some(one), Some(other)) = (before.get(b), after.get(a)) else { continue };
        let whole = [totals[0].get(b), totals[1].get(a)].into_iter().flatten().max();
        let part = whole.map_or(0, |whole| weight * 1000 / (*whole).max(1));
        let moved = file_name(one.name) == file_name(other.name);
        if part >= if moved { LEAST_MOVED } else { LEAST } {
            candidates.push((part, moved, one.name, other.name));
        }
    }
    // The order of the two sides has no part in it, so that the other way round gives the same pairs.
    candidates.sort_by_key(|(part, moved, b, a)| (Reverse((*part, *moved)), *b.min(a), *b.max(a)));
    let mut taken: [BTreeSet<&str>; 2] = Default::default();
    let mut found = Vec::new();
    for (part, _, b, a) in candidates {
        let [gone, new] = &mut taken;
        if !gone.contains(b) && !new.contains(a) {
            gone.insert(b);
            new.insert(a);
            let thousandths = u32::try_from(part).unwrap_or(1000).min(1000);
            found.push((b, a, Link::Likeness(f64::from(thousandths) / 1000.0)));
        }
    }
    found
}

/// Lengths of shared parts by pair, and of all parts that count by file.
type Shared = (BTreeMap<(usize, usize), usize>, [Vec<usize>; 2]);

fn shared(before: &[Single<'_>], after: &[Single<'_>], looks: &mut usize) -> Shared {
    let mut index: BTreeMap<&str, [BTreeMap<usize, usize>; 2]> = BTreeMap::new();
    for (side, list) in [before, after].into_iter().enumerate() {
        for (number, single) in list.iter().enumerate() {
            for part in parts(&single.text) {
                if let Some(files) = index.entry(part).or_default().get_mut(side) {
                    *files.entry(number).or_default() += 1;
                }
            }
        }
    }
    let mut shared = BTreeMap::new();
    let mut totals = [vec![0; before.len()], vec![0; after.len()]];
    for (part, sides) in index {
        if sides.iter().any(|files| files.len() > MOST_FILES) {
            continue;
        }
        for (files, total) in sides.iter().zip(&mut totals) {
            for (number, times) in files {
                if let Some(total) = total.get_mut(*number) {
                    *total += times * part.len();
                }
            }
        }
        let [gone, new] = &sides;
        *looks += gone.len() * new.len();
        if *looks > MOST_LOOKS {
            return Shared::default();
        }
        for (b, times) in gone {
            for (a, others) in new {
                *shared.entry((*b, *a)).or_default() += times.min(others) * part.len();
            }
        }
    }
    (shared, totals)
}

/// Returns the parts of a text that tell it from others: what stands between line ends, commas and
/// brackets, but for what every schema says.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(['\n', ',', '{', '}', '[', ']']).map(str::trim);
    parts.filter(|part| {
        let bare = part.trim_start_matches('"');
        part.len() > 2 && !["$schema", "type\"", "type:"].iter().any(|said| bare.starts_with(said))
    })
}
